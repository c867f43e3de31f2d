"""Everything about one school: every block says what the file holds and where it is kept, on screen and paper alike."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.models.office import Person
from shnor_desktop.operations.cards.printing import gather
from shnor_desktop.operations.cards.whole import whole
from shnor_desktop.operations.papers import batch, registry
from shnor_desktop.operations.records.records import save
from shnor_desktop.papers.cards import card as card_paper
from shnor_desktop.papers.cards import facts
from shnor_desktop.papers.cards.facts import WholeCard
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.papers.tree.paper import runs_of
from shnor_desktop.ui.shell.screens import SCREENS
from tests.benchmarks.support_district import SupportDistrict, fill
from tests.conftest import WHO

ON = date(2021, 3, 1)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SupportDistrict]:
    from shnor_desktop.operations.results.dictionaries import create_document

    path = tmp_path_factory.mktemp("cards") / "Район.shnor"
    with create_document(path, WHO) as document:
        return path, fill(document, schools=9, years=2)


@pytest.fixture
def seen(district: tuple[Path, SupportDistrict]) -> Callable[..., WholeCard]:
    path, made = district

    def card(number: int = 0, **given: bool) -> WholeCard:
        with Document.open(path, WHO, read_only=True) as document, document.read() as session:
            return whole(session, made.schools[number], ON, **given)

    return card


def test_every_block_holds_what_the_file_knows(seen: Callable[..., WholeCard]) -> None:
    card = seen()
    assert [one.code for one in card.blocks] == [
        *("about", "statuses", "verdict", "results", "context"),
        *("problems", "people", "contacts", "work", "documents"),
    ]
    assert all(one.lines for one in card.blocks)
    assert card.block("statuses").lines[0].cells[0] == "ШНОР"
    assert card.block("results").heads == ("Процедура", "2019/20", "2020/21", "Качество, последнее")
    assert len(card.block("context").lines) == 10 and card.block("context").heads[1:3] == (
        "2020/21",
        "2019/20",
    )
    assert card.block("problems").note == "Без мер: 2."
    assert {one.cells[0] for one in card.block("people").lines} >= {"куратор", "партнёр", "наставник"}
    assert "Посещений" in card.block("contacts").note and len(card.block("contacts").lines) == 8
    assert card.block("contacts").total > 8
    assert "Просрочено" in card.block("work").note
    assert card.block("work").lines[0].mark == "overdue"
    assert any(one.mark == "ask" for one in card.block("documents").lines), "an expected one is missing"


def test_every_block_opens_a_screen_of_the_window(seen: Callable[..., WholeCard]) -> None:
    known = {one.code for one in SCREENS}
    for block in seen().blocks:
        assert block.screen in known, block.code
        assert all(len(line.cells) == max(1, len(block.heads)) for line in block.lines), block.code


def test_a_school_without_support_says_so(seen: Callable[..., WholeCard]) -> None:
    card = seen(3)
    assert card.block("statuses").lines == () and card.block("people").lines == ()
    assert card.block("people").empty == "За школой никто не закреплён."


def test_without_people_no_name_is_told(
    seen: Callable[..., WholeCard], district: tuple[Path, SupportDistrict]
) -> None:
    with Document.open(district[0], WHO, read_only=True) as document, document.read() as session:
        names = [one for one in session.scalars(Person.__table__.select().with_only_columns(Person.name))]
        given = [gather(session, one, people=False, on=ON) for one in district[1].schools]
    blocks = [block for one in given for block in card_paper.compose(one).blocks()]
    told = " ".join(run.text for block in blocks for inline in runs_of(block) for run in inline)
    assert names and not [one for one in names if one in told]
    assert "people" not in {one.code for one in seen(people=False).blocks}


def test_branches_and_teachers_count_with_the_school(document: Document) -> None:
    with document.write("Школа") as session:
        school = save(session, "school", None, {"name": "Заречная СОШ", "director": "Ручьёва Н.П."})
        branch = save(session, "school", None, {"name": "Филиал", "parent": school})
        teacher = save(session, "person", None, {"name": "Тропин М.", "school": branch})
        other = save(session, "school", None, {"name": "Горная СОШ"})
        save(session, "assignment", None, {"role": "mentor", "body": "ИМЦ", "for_person": teacher})
        save(session, "assignment", None, {"role": "partner", "school": school, "for_school": other})
        save(
            session,
            "assignment",
            None,
            {"role": "curator", "body": "Отдел", "for_school": school, "until": "2020-01-01"},
        )
        linked = ((branch, ""),)
        event = {"kind": "visit", "starts": "2021-02-01", "ends": "2021-02-01", "next_on": "2021-03-20"}
        save(session, "event", None, {**event, "schools": linked})
        programme = save(session, "programme", None, {"kind": "school", "title": "Карта", "school": school})
        part = save(session, "part", None, {"programme": programme, "place": "plan", "title": "План"})
        save(session, "activity", None, {"part": part, "text": "Сделать", "due_dates": "до 01.02.2021"})
        save(session, "activity", None, {"part": part, "text": "Сделано", "state": "done"})
        order = save(session, "paper", None, {"kind": "order", "title": "О помощи", "date": "2021-02-01"})
        points = save(session, "part", None, {"paper": order, "place": "points"})
        save(
            session,
            "activity",
            None,
            {"part": points, "text": "Помочь", "due_text": "до 01.04.2021", "schools": linked},
        )
        save(
            session, "school_document", None, {"school": school, "kind": "concept", "stage1_on": "2021-01-10"}
        )
    with document.read() as session:
        card = whole(session, school, ON)
    assert ("Филиалы", "Филиал") in [one.cells for one in card.block("about").lines]
    assert [one.cells[:3] for one in card.block("people").lines] == [
        ("наставник", "ИМЦ", "Тропин М."),
        ("партнёр", "Заречная СОШ", "Горная СОШ"),
    ]
    assert card.block("people").note == "Куратора у школы нет."
    assert card.block("contacts").note == "Посещений: 1. Следующая встреча: 20.03.2021."
    late, ordered = card.block("work").lines
    assert (late.cells[0], late.mark) == ("Сделать (Карта)", "overdue")
    assert "О помощи" in ordered.cells[0] and ordered.mark == ""
    assert (card.block("work").screen, card.block("work").arguments["programme"]) == ("roadmap", programme)
    assert card.block("work").note == "Просрочено: 1. Закрыто: 1."
    document_line = card.block("documents").lines[0]
    assert (document_line.mark, document_line.cells[3]) == ("overdue", "первый этап до 10.01.2021")
    assert card.block("verdict").lines == () and card.block("results").told == ""


def test_cards_of_all_schools_stand_on_two_pages_each(
    district: tuple[Path, SupportDistrict], tmp_path: Path
) -> None:
    with Document.open(district[0], WHO, read_only=True) as document:
        with document.read() as session:
            paper = card_paper.compose(gather(session, district[1].schools[0], on=ON))
        every = batch.all_answers(document, "school", {})
        steps: list[int] = []
        batch.write_all(
            document,
            "school",
            every,
            tmp_path / "Все.pdf",
            lambda at, of, what: steps.append(1000 * at // of),
        )
        assert steps == sorted(steps) and steps[-1] == 1000 and len(set(steps)) >= 2 * len(every)
    assert not [
        run for block in paper.blocks() for inline in runs_of(block) for run in inline if run.is_untraced
    ]
    pdf = pypdfium2.PdfDocument((tmp_path / "Все.pdf").read_bytes())
    try:
        marks = [one.get_dest().get_index() for one in pdf.get_toc() if one.level == 0]
        assert len(marks) == 9
        assert all(later - at <= 2 for at, later in zip(marks, [*marks[1:], len(pdf)], strict=True))
        begun = [pdf[at].get_textpage().get_text_range().split()[0] for at in range(len(pdf))]
        assert [one == "2" for one in begun] == [at not in marks for at in range(len(pdf))], (
            "each counts its own"
        )
    finally:
        pdf.close()


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_card_is_written_in_other_ways(
    district: tuple[Path, SupportDistrict], suffix: str, tmp_path: Path
) -> None:
    with Document.open(district[0], WHO, read_only=True) as document:
        out = tmp_path / f"Карточка{suffix}"
        registry.print_paper(document, "school", out, school=district[1].schools[0], people="без людей")
        assert out.stat().st_size > 2_000


def test_however_much_there_is_two_pages_are_enough() -> None:
    """Long cells, many lines: what is left out is told."""
    long = "Очень длинный текст, который никто не станет читать до конца. " * 6
    codes = ("about", "statuses", "context", "problems", "people", "contacts", "work", "documents")
    widths = {"about": 2, "people": 5, "contacts": 3}
    blocks = tuple(
        facts.CardBlock(
            code,
            code,
            tuple("Графа" for _ in range(widths.get(code, 4))),
            tuple(facts.CardLine((long,) * widths.get(code, 4), "overdue" * (at > 30)) for at in range(40)),
            "",
            "schools",
        )
        for code in codes
    )
    card = WholeCard(b"\1" * 16, "Школа", long, ON, blocks)
    with_cards = card_paper.compose(facts.CardFacts(PaperMeta(office="Управление образования"), card))
    pdf = pypdfium2.PdfDocument(render.data(with_cards, ".pdf"))
    try:
        assert len(pdf) <= 2
        text = "".join(pdf[at].get_textpage().get_text_range() for at in range(len(pdf)))
    finally:
        pdf.close()
    assert "из 40" in text
