"""New documents: filled alike everywhere, never over an existing file, nothing half made."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.errors import DocumentError
from shnor_desktop.models import uids
from shnor_desktop.operations.records import records
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.rules.figures import by_marks
from tests.conftest import WHO


def test_subjects_are_recognised_by_many_names(document: Document) -> None:
    with document.read() as session:
        words = dictionaries.vocabulary(session).subjects
    by_short = {one.short: one for one in words}
    assert {"МА", "РУ", "ОБ", "ИС", "БИ", "ХИ", "ФИ", "ГЕ", "ЛИ", "ИН", "АЯ", "НЯ", "ФЯ", "ОМ"} <= set(
        by_short
    )
    assert "матем." in by_short["МА"].aliases
    assert by_short["МА"].ege_codes == ("02", "22")
    assert by_short["ИН"].ege_codes == ("05", "25")
    assert by_short["АЯ"].oge_codes == ("09", "29")


def test_no_word_and_no_code_means_two_subjects(document: Document) -> None:
    with document.read() as session:
        words = dictionaries.vocabulary(session).subjects
    names = [name for one in words for name in (one.short.casefold(), one.name.casefold(), *one.aliases)]
    for found in (
        names,
        [c for one in words for c in one.ege_codes],
        [c for one in words for c in one.oge_codes],
    ):
        assert [name for name, count in Counter(found).items() if count > 1] == []
    assert all(alias == alias.casefold().strip() for one in words for alias in one.aliases)


def test_the_usual_procedures_are_there(document: Document) -> None:
    with document.read() as session:
        titles = {one.title for one in records.rows(session, "procedure")}
    usual = {
        "ВПР МА 4",
        "ВПР РУ 8",
        "ОГЭ МА",
        "ОГЭ РУ",
        "ЕГЭ РУ",
        "ЕГЭ МА",
        "ЕГЭ МА (база)",
        "ЕГЭ МА (профиль)",
    }
    assert usual <= titles


def test_the_dictionary_and_the_rule_measure_alike(document: Document) -> None:
    with document.read() as session:
        found = session.execute(text("SELECT family, level, measured_by FROM procedure")).all()
    assert {("oge", "", "marks"), ("ege", "base", "marks"), ("ege", "profile", "threshold")} <= set(
        map(tuple, found)
    )
    assert all((how == "marks") == by_marks(family, level) for family, level, how in found)


def test_the_default_profile_is_the_published_rule(document: Document) -> None:
    with document.read() as session:
        kept = records.form(session, "method_profile", uids.DEFAULT_PROFILE).values
    assert (kept["threshold"], kept["c1_count"], kept["c2_count_a"], kept["c2_count_b"]) == (30, 2, 1, 1)
    assert (kept["slot_mode"], kept["autumn"], kept["join_levels"]) == ("auto", "programme", True)


def test_two_offices_begin_with_the_same_records(tmp_path: Path) -> None:
    found = []
    for name in ("а.shnor", "б.shnor"):
        with (
            dictionaries.create_document(tmp_path / name, Who(name, "", "")) as made,
            made.read() as session,
        ):
            found.append([records.rows(session, code) for code in ("subject", "procedure", "method_profile")])
    assert found[0] == found[1]


def test_the_filling_is_nobodys_step_to_take_back(document: Document) -> None:
    assert document.undo_title() is None
    assert [line.kind for line in document.actions()] == ["fill"]


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "а.shnor"
    path.write_bytes(b"other")
    with pytest.raises(DocumentError, match="уже есть"):
        dictionaries.create_document(path, WHO)
    assert path.read_bytes() == b"other"


def test_a_file_that_cannot_be_filled_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(session: object) -> None:
        raise OSError("нет места")

    monkeypatch.setattr(dictionaries, "fill", refuse)
    with pytest.raises(Exception, match="недоступен"):
        dictionaries.create_document(tmp_path / "а.shnor", WHO)
    assert list(tmp_path.iterdir()) == []


def test_answers_given_before_are_part_of_the_vocabulary(document: Document) -> None:
    with document.write("Запомнено") as session:
        records.save(
            session, "learned_answer", None, {"question": "столбец:ФИО", "value": "пропустить", "text": ""}
        )
    with document.read() as session:
        assert dictionaries.vocabulary(session).learned == (("столбец:ФИО", "пропустить"),)


def test_an_exam_is_one_procedure_whatever_grade_a_book_names() -> None:
    maths = uids.subject("МА")
    assert uids.procedure("ege", maths, "", 0) == uids.procedure("ege", maths, "", 11)
    assert uids.procedure("oge", maths, "", 0) == uids.procedure("oge", maths, "", 9)
    assert uids.procedure("vpr", maths, "", 5) != uids.procedure("vpr", maths, "", 6)
