"""`shnor done` and `shnor evidence`: a line becomes an event, what confirms it a folder."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from tests.cli.running import Shnor, answer, refusal
from tests.conftest import WHO
from tests.operations.roadmap.test_execution import plan_with


def filled(path: Path) -> Path:
    with Document.open(path, WHO) as document, document.write("План") as session:
        plan_with(session, "Провести семинар", "Выезд в школу")
    return path


def test_a_line_is_noted_for_a_row(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = filled(new_path("Район.shnor"))
    line = "5.10 семинар, 12 чел., приказ 324"
    tried = answer(shnor, "done", file, line, "--activity", "семинар", "--dry-run")
    assert (tried["event"], tried["from"], tried["people"]) == (None, "2021-10-05", 12)
    noted = answer(shnor, "done", file, line, "--activity", "семинар")
    assert noted["event"] and noted["evidence"] == [{"title": "Приказ", "requisites": "№ 324"}]
    told = answer(shnor, "roadmap", file, "--on", "10.10.2021", code=1)
    assert [one["done"] for one in told["activities"]] == [1, 0]


def test_what_is_doubtful_is_left_to_a_person(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = filled(new_path("Район.shnor"))
    assert answer(shnor, "done", file, "семинар", code=1)["asks"] == [
        "Дата не названа: запись будет без даты."
    ]
    assert "нет" in refusal(shnor("done", file, "семинар", "--activity", "чего нет"))
    assert "Не сказано" in refusal(shnor("done", file, " "))


def test_files_are_kept_with_what_they_belong_to(
    new_path: Callable[[str], Path], shnor: Shnor, tmp_path: Path
) -> None:
    file, scan, list_ = filled(new_path("Район.shnor")), tmp_path / "Скан.pdf", tmp_path / "Лист.txt"
    scan.write_bytes(b"%PDF-1.4")
    list_.write_text("список", "utf-8")
    event = answer(shnor, "done", file, "5.10 семинар «Дроби»", "--activity", "семинар")["event"]
    told = answer(shnor, "attach", file, f"event:{event}", scan, list_)
    assert (told["kind"], told["uid"], len(told["kept"])) == ("event", event, 2)
    one = f"evidence:{told['kept'][0]}"
    assert shnor("attach", file, one, list_)[1].endswith("приложен файл «Лист.txt», заменён «Скан.pdf».\n")
    again = answer(shnor, "attach", file, one, list_)
    assert again["kept"] == told["kept"][:1] and again["replaced"] is None, "the same file again"
    assert "один файл" in refusal(shnor("attach", file, one, scan, list_))
    assert answer(shnor, "evidence", file, tmp_path / "всё.zip")["files"] == 2
    assert "Что сделано" in refusal(shnor("attach", file, "activity:семинар", scan))
    assert "нет" in refusal(shnor("attach", file, "event:чего нет", scan))
    assert "Нет.pdf" in refusal(shnor("attach", file, f"event:{event}", tmp_path / "Нет.pdf"))
    for _ in range(3):
        answer(shnor, "undo", file)
    assert "ошибка" not in refusal(shnor("attach", file, f"event:{event}", scan))


def test_evidence_is_written_with_its_inventory(
    new_path: Callable[[str], Path], shnor: Shnor, tmp_path: Path
) -> None:
    file = filled(new_path("Район.shnor"))
    answer(shnor, "done", file, "5.10 семинар, приказ 324", "--activity", "семинар")
    told = answer(shnor, "evidence", file, tmp_path / "всё.zip")
    assert (told["files"], told["named"], told["bare"]) == (0, 1, 0)
    assert zipfile.ZipFile(tmp_path / "всё.zip").namelist() == ["Опись.pdf"]
    assert "Программы" in refusal(shnor("evidence", file, tmp_path / "x", "--programme", "нет такой"))
