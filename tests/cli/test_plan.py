"""`shnor plan` on the command line."""

import json
from pathlib import Path

import docx

from shnor_desktop.operations.records import records
from tests.cli.running import Shnor, answer, opened, refusal


def a_file(shnor: Shnor, folder: Path, *titles: str) -> Path:
    path = folder / "округ.shnor"
    answer(shnor, "new", path)
    with opened(path, 0) as document, document.write("Программы") as session:
        for title in titles:
            values = {"kind": "roadmap", "title": title, "starts": "2021-09-01", "ends": "2022-08-31"}
            records.save(session, "programme", None, values)
    return path


def a_plan(folder: Path, *rows: tuple[str, ...]) -> Path:
    word = docx.Document()
    table = word.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = folder / "план.docx"
    word.save(str(path))
    return path


ROWS = (
    ("№", "Мероприятие", "Срок"),
    ("1", "Семинар", "октябрь 2021"),
    ("2", "Выезд", "по понедельникам мая"),
)


def test_a_plan_is_tried_then_taken_in(shnor: Shnor, tmp_path: Path) -> None:
    path, plan = a_file(shnor, tmp_path, "Дорожная карта"), a_plan(tmp_path, *ROWS[:2])
    assert answer(shnor, "plan", path, plan, "--dry-run")["added"] == 1
    taken = answer(shnor, "plan", path, plan)
    assert (taken["added"], taken["plans"][0]["rows"][0]["reading"]) == (1, "Октябрь 2021 года.")
    assert answer(shnor, "plan", path, plan)["unchanged"] == 1


def test_what_is_left_for_a_person_is_told(shnor: Shnor, tmp_path: Path) -> None:
    path, plan = a_file(shnor, tmp_path, "Дорожная карта"), a_plan(tmp_path, *ROWS, ("3", "Без срока", ""))
    code, out, _ = shnor("plan", path, plan, "--json")
    told = json.loads(out)
    assert code == 1 and told["added"] == 3
    assert [one["where"] for one in told["questions"]][-1] == "таблица 1, строка 4"


def test_refusals_name_what_to_do(shnor: Shnor, tmp_path: Path) -> None:
    path, plan = a_file(shnor, tmp_path, "Первая", "Вторая"), a_plan(tmp_path, *ROWS)
    assert "--programme" in refusal(shnor("plan", path, plan))
    assert "Третья" in refusal(shnor("plan", path, plan, "--programme", "Третья"))
    other = a_plan(tmp_path, ("Имя", "Телефон"), ("А", "1"))
    assert "не узнан" in refusal(shnor("plan", path, other, "--programme", "Первая"))
    old = tmp_path / "старый.doc"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"))
    assert ".docx" in refusal(shnor("plan", path, old, "--programme", "Первая"))
    empty = tmp_path / "пусто.docx"
    docx.Document().save(str(empty))
    assert "нет таблиц" in refusal(shnor("plan", path, empty, "--programme", "Первая"))
    broken = tmp_path / "битый.docx"
    broken.write_bytes(plan.read_bytes()[:900])
    assert refusal(shnor("plan", path, broken, "--programme", "Первая"))


def test_a_column_is_told_by_its_heading(shnor: Shnor, tmp_path: Path) -> None:
    path = a_file(shnor, tmp_path, "Дорожная карта")
    plan = a_plan(tmp_path, ("№", "Мероприятие", "Ответственные", "Дни"), ("1", "Семинар", "ИМЦ", "май"))
    assert answer(shnor, "plan", path, plan, "--dry-run", code=1)["plans"][0]["rows"][0]["due_text"] == ""
    told = answer(shnor, "plan", path, plan, "--column", "Дни=срок")
    assert told["plans"][0]["rows"][0]["due_text"] == "май"
    assert "Дата" in refusal(shnor("plan", path, plan, "--column", "Дата=срок"))
    assert "цвет" in refusal(shnor("plan", path, plan, "--column", "Дни=цвет"))


def test_plans_are_written_to_books_and_calendars(shnor: Shnor, tmp_path: Path) -> None:
    path, plan = a_file(shnor, tmp_path, "Дорожная карта"), a_plan(tmp_path, *ROWS[:2])
    answer(shnor, "plan", path, plan)
    for name in ("план.xlsx", "план.ics"):
        assert answer(shnor, "plan", path, tmp_path / name, "--export")["count"] == 1
    assert answer(shnor, "plan", path, tmp_path / "план.xlsx")["unchanged"] == 1
    assert ".ics" in refusal(shnor("plan", path, tmp_path / "план.pdf", "--export"))
