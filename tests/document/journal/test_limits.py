"""Nothing is written that another office must refuse: texts, numbers, codes, titles and names of writers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.merge.questions import conflicts
from shnor_desktop.document.state.rebuild import differences
from shnor_desktop.errors import DocumentError, DocumentForged, UserError
from shnor_desktop.models.results import SchoolResult, Sitting
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import records
from tests.document import states
from tests.document.conftest import ME
from tests.document.foreign import hostile

Work = Callable[[Session], object]


@pytest.fixture
def document(empty: Document) -> Document:
    states.ground(empty)
    return empty


def result(session: Session, **figures: object) -> bytes:
    sitting, school = (
        session.scalars(select(Sitting.uid)).first(),
        session.scalars(select(School.uid)).first(),
    )
    made = SchoolResult(sitting=sitting, school=school, **({"state": "valid"} | figures))
    session.add(made)
    session.flush()
    return made.uid


def bulk(session: Session, **values: object) -> None:
    """As imports write: past the mapped classes, many rows in one statement."""
    sitting, school = (
        session.scalars(select(Sitting.uid)).first(),
        session.scalars(select(School.uid)).first(),
    )
    names = ", ".join(values)
    session.connection().exec_driver_sql(
        f"INSERT INTO school_result (uid, sitting, school, state, {names}) VALUES (?, ?, ?, 'valid'"
        + ", ?" * len(values)
        + ")",
        [(bytes([n]) * 16, sitting, school, *values.values()) for n in range(1, 6)],
    )


REFUSED: dict[str, tuple[Work, str]] = {
    "control sign in a new record": (lambda s: s.add(School(name="Школа\x7f 9")), "«Школа», поле «Краткое"),
    "sign below 32": (lambda s: s.add(School(name="Школа", note="раз\x01два")), "«Школа», поле «Примечание»"),
    "no sign of XML": (
        lambda s: s.execute(update(School).values(place="а\ufffe")),
        "поле «Населённый пункт»",
    ),
    "zero": (lambda s: s.execute(update(School).values(place="а\x00б")), "поле «Населённый пункт»"),
    "half a letter": (lambda s: s.execute(update(School).values(place="\udcd8")), "UTF-8"),
    "too long": (lambda s: s.execute(update(School).values(note="я" * 8_000_001)), "слишком длинный"),
    "text of an import": (lambda s: bulk(s, source="итоги\x7f.xlsx"), "поле «Откуда»"),
    "number of an import": (lambda s: bulk(s, participants=10**15), "поле «Участников»: число вне пределов"),
    "negative": (lambda s: result(s, failed=-1), "вне пределов от 0"),
    "share": (lambda s: result(s, failed_pct_e4=10**15), "от 0 до 100"),
    "state": (lambda s: result(s, state="ерунда"), "поле «Состояние»: такого значения не бывает"),
    "season": (lambda s: s.execute(update(Sitting).values(season="зима")), "поле «Сезон»"),
    "year": (lambda s: s.execute(update(Sitting).values(school_year=2**40)), "поле «Учебный год»"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_office_takes_is_not_written(document: Document, name: str) -> None:
    work, told = REFUSED[name]
    before = states.state(document), len(document.actions())
    with pytest.raises(DocumentError, match=told), document.write("Правка") as session:
        work(session)
    assert (states.state(document), len(document.actions())) == before
    with document.write("Дальше") as session:
        session.add(School(name="Новая"))
    assert document.check().sound


def test_signs_that_only_look_written_out_are_texts(document: Document) -> None:
    told = r"путь C:\u0041\u00ff и \\u0001, [\u0000]"
    with document.write("Правка") as session:
        session.add(School(name=told))
        session.execute(update(School).values(note=told, place='["\\u0001"] хвост'))
    assert document.check().sound
    with stage(document.path):
        pass


def test_titles_and_writers_are_taken_by_everybody(path: Path) -> None:
    who = Who("Петров\x01а\ud800", "ИМЦ\n\x7f2", "ПК" * 100_000)
    with Document.create(path, who) as document:
        with document.write("Загрузка «итоги\x7f\udcff.xlsx» " + "я" * 200_000) as session:
            session.add(School(name="Школа"))
        document.undo()
        assert document.actions()[0].title.startswith("Отменено: Загрузка «итоги \ufffd.xlsx»")
        assert document.check().sound
    with stage(path) as staged:
        assert staged.offices == ("ИМЦ 2",)


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(st.characters(), max_size=40), st.integers(-(10**9), 10**9), st.sampled_from("nfp"))
def test_whatever_is_saved_is_taken_and_nothing_else_is_saved(
    document: Document, typed: str, number: int, column: str
) -> None:
    field = {"n": "participants", "f": "failed", "p": "failed_pct_e4"}[column]
    try:
        with document.write(f"Правка {typed}") as session:
            records.save(session, "school", None, {"name": f"Ш{typed}", "place": repr(number), "note": typed})
            session.execute(text("DELETE FROM school_result"))
            result(session, **{field: number})
    except UserError:
        pass
    report = document.check()
    assert report.findings == ()


def test_figures_nobody_can_have_are_a_question_at_once(document: Document) -> None:
    with document.write("Результат") as session:
        uid = result(session, participants=5, failed=9)
    assert [(one.kind, one.uid) for one in conflicts(document)] == [("rule", uid)]
    assert document.check().sound
    with document.raw() as connection:
        assert differences(connection) == {}
    with document.write("Исправлено") as session:
        session.execute(update(SchoolResult).values(failed=3))
    assert conflicts(document) == () and document.check().sound
    with document.write("Участников меньше") as session:
        session.execute(update(SchoolResult).values(participants=2))
    assert len(conflicts(document)) == 1
    document.undo()
    assert conflicts(document) == () and document.check().sound


FORGED = {
    "state": ("UPDATE change SET value = replace(value, '\"valid\"', '\"ерунда\"')", "поле «Состояние»"),
    "share": ("UPDATE change SET value = json_set(value, '$[12]', 1000001)", "поле «Доля «2»"),
    "count": ("UPDATE change SET value = json_set(value, '$[7]', -5)", "поле «Участников»"),
    "no sign of XML": (
        "UPDATE change SET value = json_set(value, '$[6]', 'а' || char(65535))",
        "поле «Откуда»",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_foreign_file_with_such_values_is_refused(document: Document, name: str) -> None:
    with document.write("Результат") as session:
        result(session, participants=5, failed=1)
    document.close()
    statement, told = FORGED[name]
    hostile.forged(document.path, f"{statement} WHERE table_no = 10 AND field_no = 0")
    with pytest.raises(DocumentError, match=told), stage(document.path):
        pass


@pytest.mark.parametrize(
    "scope",
    [
        "[" * 9_000,
        '{"school": "", "year": 1e999}',
        '{"school": "", "year": ' + "9" * 150 + "}",
        '{"school": "' + "ab" * 4_000 + '", "year": 1}',
        '{"school": "нет", "year": 0}',
        '{"school": "", "year": true}',
        '{"year": 2020}',
        "[]",
        "нет",
    ],
)
def test_a_part_says_plainly_what_it_holds(document: Document, scope: str) -> None:
    document.close()
    hostile.sql(
        document.path,
        "INSERT INTO meta VALUES ('kind', 'part') ON CONFLICT DO UPDATE SET v = excluded.v",
        f"INSERT INTO meta VALUES ('scope', '{scope}') ON CONFLICT DO UPDATE SET v = excluded.v",
    )
    with pytest.raises(DocumentError, match="целый это файл или часть"), stage(document.path):
        pass
    with pytest.raises(DocumentForged, match="целый это файл или часть"):
        Document.open(document.path, ME, back_up=False)
    with Document.open(document.path, ME, read_only=True) as ours:
        from shnor_desktop.operations.sharing.contents import part_of

        assert part_of(ours).startswith("часть файла"), "our own file is looked at all the same"
