"""Composes the journal of orders: every number of a year, the missing and the doubled told in their place."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta, opening
from shnor_desktop.papers.tree.paper import (
    Block,
    Cell,
    Column,
    Notes,
    Paper,
    Row,
    Says,
    Section,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import across, row_of
from shnor_desktop.papers.tree.wording import count, date_digits, dated, named, run, words

_SIZE = 10


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A registered paper, or with `missing` numbers that nobody used."""

    number: str
    date: str
    kind: str
    title: str
    signatory: str
    executor: str
    registered: str
    familiar: str
    note: str
    source: Sources
    missing: str = ""


@dataclass(frozen=True, slots=True)
class JournalFacts:
    """The journal of a year."""

    meta: PaperMeta
    year: int
    rows: tuple[JournalRow, ...]


_HEAD = (
    ("№", 20.0),
    ("Дата", 24.0),
    ("Наименование", 60.0),
    ("Кто подписал", 38.0),
    ("Исполнитель", 34.0),
    ("Подписан", 24.0),
    ("Ознакомлены", 34.0),
    ("Примечание", 34.0),
)


def compose(facts: JournalFacts) -> Paper:
    """The journal as a tree."""
    title = Title("ЖУРНАЛ", (f"регистрации приказов за {facts.year} год",))
    columns = tuple(Column(width, float(words_ == "Наименование")) for words_, width in _HEAD)
    head = (row_of(*(Cell(words(one), rows=1) for one, _ in _HEAD)),)
    registered = [one for one in facts.rows if not one.missing]
    source = tuple(each for one in registered for each in one.source)
    rows = tuple(_row(one) for one in facts.rows)
    blocks: list[Block] = [
        *opening(_without_requisites(facts.meta), title),
        Table(columns, head, rows, sheet=f"Журнал {facts.year}", size=_SIZE),
        Notes(
            (
                words("Всего: ", count(len(registered), source, "документ", "документа", "документов"), "."),
                words("Пронумеровано и прошнуровано ______ листов. Ответственный ____________________"),
            )
        ),
    ]
    return Paper(title.text, (Section(tuple(blocks), landscape=True),), facts.meta.office)


def _without_requisites(meta: PaperMeta) -> PaperMeta:
    return PaperMeta(letterhead=meta.letterhead, office=meta.office)


def _row(one: JournalRow) -> Row:
    if one.missing:
        return across(named(one.missing), len(_HEAD))
    title = " ".join(filter(None, (one.kind, one.title)))
    cells = (
        Cell((named(one.number, one.source),), mark=""),
        Cell((dated(date_digits(one.date), one.source),)),
        Cell((run(title, one.source, says=Says.TYPED),)),
        Cell((named(one.signatory, one.source),)),
        Cell((named(one.executor, one.source),)),
        Cell((dated(date_digits(one.registered), one.source),)),
        Cell((run(one.familiar, one.source, says=Says.TYPED),)),
        Cell((run(one.note, one.source, says=Says.TYPED),)),
    )
    return Row(cells)
