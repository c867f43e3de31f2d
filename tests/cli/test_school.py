"""`shnor school`: everything about one school, for people and for scripts."""

from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from tests.cli.running import Shnor, answer, refusal
from tests.conftest import WHO
from tests.operations.support.district import District


def test_a_school_is_told_block_by_block(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = new_path("Район.shnor")
    with Document.open(file, WHO) as document:
        district = District(document)
        district.school("Заречная СОШ", "low_result", director="Ручьёва Н.П.")
        district.school("Горная СОШ")
        district.person("Белова Н.К.")
        district.assign("curator", "Белова Н.К.", "Заречная СОШ")
        district.contact("visit", "2026-02-10", "Заречная СОШ", findings="Нужен тренажёр")
    told = answer(shnor, "school", file, "Заречная", "--on", "01.03.2026")
    assert (told["name"], told["on"]) == ("Заречная СОШ", "2026-03-01")
    assert told["blocks"]["statuses"]["rows"][0]["cells"][0] == "ШНОР"
    assert told["blocks"]["people"]["rows"][0]["cells"][:2] == ["куратор", "Белова Н.К."]
    assert told["blocks"]["contacts"]["rows"] == [
        {"cells": ["10.02.2026", "Выезд, посещение", "Нужен тренажёр"], "mark": ""}
    ]
    assert told["blocks"]["results"]["note"] == "Результатов школы в файле нет."
    out = shnor("school", file, "Заречная", "--without-people")[1]
    assert "Белова" not in out and "Ручьёва" not in out and "Статусы:" in out
    assert "нет в файле" in refusal(shnor("school", file, "Марсианская"))
