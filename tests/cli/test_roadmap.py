"""`shnor roadmap`: rows of plans with their windows and states on a day."""

from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from tests.cli.running import Shnor, answer, refusal
from tests.conftest import WHO
from tests.operations.roadmap.plans import done, programme, section

ROWS = (
    ("1.", "Создать рабочую группу", "январь", "Начальник управления\nИМЦ"),
    ("2.", "Совещание директоров", "1 раз в четверть", "ИМЦ"),
    ("4.", "Мониторинг", "потом", ""),
)


def filled(path: Path) -> Path:
    with Document.open(path, WHO) as document:
        uid = programme(document)
        _, rows = section(document, uid, "План", ROWS)
        done(document, rows[0], "2022-01-20")
        done(document, rows[1], "2021-10-01")
    return path


def test_rows_are_told_with_their_windows(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = filled(new_path("Район.shnor"))
    told = answer(shnor, "roadmap", file, "--on", "10.02.2022", code=1)
    first, second, third = told["activities"]
    assert first["windows"] == [
        {"from": "2022-01-01", "to": "2022-01-31", "state": "done", "done": 1, "needed": 1}
    ]
    assert (first["number"], first["due_text"], first["section"]) == ("1.", "январь", "План")
    assert first["responsible"] == "Начальник управления\nИМЦ"
    assert [one["state"] for one in second["windows"]] == ["done", "overdue", "due", "not_yet"]
    assert (second["state"], second["done"], third["state"]) == ("overdue", 1, "ask")
    assert [one["code"] for one in told["programmes"][0]["findings"]] == [
        "responsible_missing",
        "numbering_gap",
        "due_unread",
    ]
    assert [one["code"] for one in told["programmes"][0]["programme_findings"]] == ["requisites_missing"]


def test_a_programme_is_named_and_one_that_is_not_there_refused(
    new_path: Callable[[str], Path], shnor: Shnor
) -> None:
    file = filled(new_path("Район.shnor"))
    code, out, _ = shnor("roadmap", file, "--programme", "дорожная карта", "--on", "2022-02-10")
    assert code == 1
    assert "1. Создать рабочую группу [январь] — выполнено" in out
    assert "нет в файле" in refusal(shnor("roadmap", file, "--programme", "Другая"))


def test_a_file_without_plans_says_so(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    assert shnor("roadmap", new_path("Район.shnor")) == (0, "Планов в файле нет.\n", "")
