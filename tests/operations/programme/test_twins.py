"""Two offices took in the same plan each: it stands there twice after the merge, and is joined without loss."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme import findings, indicators, twins
from shnor_desktop.operations.programme.findings import WRITTEN_TWICE
from shnor_desktop.operations.programme.indicators import Slot
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap import plan_import, rows
from shnor_desktop.operations.roadmap.findings import of_plan
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import Year
from tests.conftest import WHO
from tests.operations.copies import Copies
from tests.operations.roadmap.plans import done, programme
from tests.sheets.roadmap import documents

ROWS = (("1.", "Семинар"), ("2.", "Выезд"), ("", "Совещание"))
Y2021 = Slot(Year(2021, "school"))


def taken_in(session: Session, uid: bytes) -> tuple[list[bytes], bytes]:
    """A plan with a section and an indicator, as an office takes them in: rows and indicator."""
    plan = save(session, "part", None, {"programme": uid, "place": "plan", "title": "План"})
    inner: dict[str, Any] = {"programme": uid, "parent": plan, "place": "plan_section", "title": "Раздел I"}
    parts = [plan, plan, save(session, "part", None, inner)]
    made = [
        save(session, "activity", None, {"part": part, "number": number, "text": text, "due_text": "январь"})
        for part, (number, text) in zip(parts, ROWS, strict=True)
    ]
    text: dict[str, Any] = {"programme": uid, "number": "1.", "text": "Доля «2»", "unit": "%"}
    return made, save(session, "indicator", None, text)


@pytest.fixture
def copies(template: Path, tmp_path: Path) -> tuple[Copies, bytes]:
    path = tmp_path / "план.shnor"
    path.write_bytes(template.read_bytes())
    with Document.open(path, WHO, back_up=False) as document:
        uid = programme(document)
    return Copies(path, tmp_path), uid


def shown(document: Document, uid: bytes) -> list[tuple[str, str, int]]:
    with document.read() as session:
        return [(one.text, one.section, one.done) for one in rows.plan(session, uid, date(2022, 2, 10)).rows]


def test_both_copies_of_a_plan_become_one_and_keep_what_was_done(copies: tuple[Copies, bytes]) -> None:
    pair, uid = copies
    (ours, our_share), (theirs, their_share) = (
        pair.edit(number, lambda session: taken_in(session, uid)) for number in range(2)
    )
    with pair.open(0) as document:
        done(document, ours[0], "2022-01-20")
        indicators.type_value(document, our_share, Y2021, {"target_e4": 20 * E4})
    with pair.open(1) as document:
        done(document, theirs[0], "2022-01-21")
        indicators.type_value(document, their_share, Y2021, {"fact_e4": 18 * E4})
        with document.write("Кто") as session:
            save(session, "activity", theirs[1], {"responsible": "ИМЦ", "note": "на автобусе"})
    pair.exchange()
    with pair.open(0) as document:
        assert len(shown(document, uid)) == 6
        with document.read() as session:
            (finding,) = (
                one
                for one in of_plan(session, rows.plan(session, uid, date(2022, 2, 10)))
                if one.code == WRITTEN_TWICE
            )
            assert findings.of_programme(session, uid)[0].text == finding.text
        assert finding.sure and len(finding.uids) == 6
        assert "3 мероприятия, 2 раздела, 1 показатель" in finding.text.replace("\u00a0", " ")
        joined = twins.join(document, uid)
        assert (joined.count, joined.left) == (6, ())
        assert shown(document, uid) == [
            ("Семинар", "План", 2),
            ("Выезд", "План", 0),
            ("Совещание", "Раздел I", 0),
        ]
    done_later = pair.open(1)
    with done_later as document:  # Nobody told them yet: both copies of the row are still there.
        done(document, theirs[2], "2022-01-25")
        done(document, ours[1], "2022-01-26")
    pair.exchange()
    assert pair.questions(0) == pair.questions(1) == ()
    for number in range(2):
        with pair.open(number) as document:
            assert [count for _, _, count in shown(document, uid)] == [2, 1, 1]
            with document.read() as session:
                assert twins.find(session, uid) == ()
                (row,) = indicators.table(session, uid).rows
                figure = row.figures[0]
                assert (figure.target, figure.fact) == ("20", "18")
                told = {one.text: one for one in rows.plan(session, uid, date(2022, 2, 10)).rows}
            assert (told["Выезд"].responsible, told["Выезд"].note) == ("ИМЦ", "на автобусе")


def test_both_offices_may_join_and_either_may_take_it_back(copies: tuple[Copies, bytes]) -> None:
    pair, uid = copies
    for number in range(2):
        pair.edit(number, lambda session: taken_in(session, uid))
    pair.exchange()
    for number in range(2):
        with pair.open(number) as document:
            twins.join(document, uid)
    pair.exchange()
    assert pair.questions(0) == pair.questions(1) == ()
    with pair.open(0) as document:
        assert len(shown(document, uid)) == 3
        assert twins.join(document, uid) == twins.Joined(0, ())


def test_a_join_is_taken_back_by_one_step(document: Document) -> None:
    uid = programme(document)
    with document.write("дважды") as session:
        (first, _), _ = taken_in(session, uid), taken_in(session, uid)
    done(document, first[0], "2022-01-20")
    before = shown(document, uid)
    twins.join(document, uid)
    assert len(shown(document, uid)) == 3
    assert [one.title for one in document.actions(1)] == [
        "Объединено записанное дважды: 3\u00a0мероприятия, 2\u00a0раздела, 1\u00a0показатель"
    ]
    document.undo()
    assert shown(document, uid) == before


def test_what_contradicts_stays_apart_and_is_named(document: Document) -> None:
    uid = programme(document)
    with document.write("дважды") as session:
        (first, share), (second, other) = taken_in(session, uid), taken_in(session, uid)
        save(session, "activity", first[0], {"due_text": "март"})
        for one, fact in ((share, 40), (other, 45)):
            indicators.save_value(session, one, Y2021, {"fact_e4": fact * E4})
    joined = twins.join(document, uid)
    assert joined.count == 4
    assert joined.left == ("«1. Семинар»: Срок", "«Доля „2“»: 2021/22 (Факт)")
    assert joined.told.startswith("Объединено, лишних карточек убрано: 4. Порознь остались: ")
    assert [one[0] for one in shown(document, uid)].count("Семинар") == 2
    assert second


def rows_of(document: Document, uid: bytes, *every: dict[str, Any]) -> None:
    with document.write("план") as session:
        plan = save(session, "part", None, {"programme": uid, "place": "plan", "title": "План"})
        for one in every:
            save(session, "activity", None, {"part": plan, **one})


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"number": "1.", "text": "Семинар"}, {"number": "1", "text": "семинар."}, True),
        ({"number": "1.", "text": "Семинар"}, {"number": "2.", "text": "Семинар"}, False),
        ({"text": "Семинар", "due_text": "март"}, {"text": "Семинар", "due_text": "март"}, True),
        ({"text": "Семинар", "due_text": "март"}, {"text": "Семинар", "due_text": "май"}, False),
    ],
)
def test_which_rows_are_the_same(
    document: Document, one: dict[str, Any], other: dict[str, Any], alike: bool
) -> None:
    uid = programme(document)
    rows_of(document, uid, one, other)
    with document.read() as session:
        assert [found.code for found in twins.find(session, uid)] == ["activity"] * alike


def test_plans_of_one_name_with_other_rows_are_two_plans(document: Document) -> None:
    uid = programme(document)
    rows_of(document, uid, {"number": "1.", "text": "Семинар"})
    rows_of(document, uid, {"number": "1.", "text": "Выезд"})
    with document.read() as session:
        assert twins.find(session, uid) == ()


def test_programmes_begun_in_both_offices_are_one(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "план.shnor"
    path.write_bytes(template.read_bytes())
    pair = Copies(path, tmp_path)
    made = []
    for number in range(2):
        with pair.open(number) as document:
            made.append(programme(document))
        pair.edit(number, lambda session: taken_in(session, made[-1]))
    pair.exchange()
    with pair.open(1) as document:
        twins.join(document, made[0])
    pair.exchange()
    assert pair.questions(0) == ()
    with pair.open(0) as document:
        assert len(shown(document, min(made))) == 3


def test_one_document_taken_in_by_both_offices(copies: tuple[Copies, bytes], tmp_path: Path) -> None:
    pair, uid = copies
    plan = [
        ("№", "Мероприятие", "Срок", "Ответственный"),
        ("I. Кадры",),
        ("1.1", "Провести семинар", "октябрь", "ИМЦ"),
        ("1.2", "Провести курсы", "ноябрь", "ИМЦ"),
        ("II. Школы",),
        ("2.1", "Выехать в школы", "в течение года", "Кураторы"),
    ]
    shares = [
        ("№", "Показатель", "Ед. изм.", "2021/22"),
        ("1", "Доля двоек", "%", "20"),
        ("2", "Школ", "шт.", "3"),
    ]
    path = documents.written(
        tmp_path / "план.docx",
        lambda word: documents.drawn(word, "План мероприятий", plan),
        lambda word: documents.drawn(word, "Показатели", shares),
    )
    for number in range(2):
        with pair.open(number) as document:
            planned = plan_import.preview(document, plan_import.read_tables(path), uid, source=path.name)
            plan_import.take_in(document, planned)
            assert (len(planned.activities), len(planned.indicators)) == (3, 2)
    (brought,) = pair.merge(0, 1).files
    assert "записано дважды: 3\u00a0мероприятия, 3\u00a0раздела, 2\u00a0показателя" in brought.remarks[-1]
    pair.merge(1, 0)
    with pair.open(0) as document:
        assert len(shown(document, uid)) == 6
        assert twins.join(document, uid).left == ()
        assert [(text, section) for text, section, _ in shown(document, uid)] == [
            ("Провести семинар", "I. Кадры"),
            ("Провести курсы", "I. Кадры"),
            ("Выехать в школы", "II. Школы"),
        ]
        with document.read() as session:
            assert [one.text for one in indicators.table(session, uid).rows] == ["Доля двоек", "Школ"]
