"""Everything of the document as one workbook: a sheet a record kind, headings and values as people read them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor, Field, RecordKind, Travel, kind_of
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.results import Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.records.cells import heading, number, offered, written
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.figures import (
    FAMILY_LABELS,
    LEVELS,
    SEASONS,
    STATE_LABELS,
    Figures,
    ResultState,
    by_marks,
)
from shnor_desktop.rules.results.low_share import share_e4
from shnor_desktop.rules.results.quality import Aspect, value_of
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.name_order import alphabetical, by_name
from shnor_desktop.sheets.book.problems import column_letters
from shnor_desktop.sheets.records.layout import (
    COMPUTED,
    FACTS,
    LISTS,
    Cell,
    Facts,
    facts_rows,
    key_heading,
    key_text,
    mark_of,
)
from shnor_desktop.sheets.results.own_export import HEADINGS, LAST_HEADINGS, OWN_FIELDS

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.sheets.writing.workbook import ExportTable, Look

RESULTS_SHEET = kind_of(SchoolResult).many
_LISTS_SHEET = "Списки"
_MOST_CHOICES = 5_000
_SEVERAL = "Несколько названий — через точку с запятой; примечание — в квадратных скобках после названия."
Row = tuple[Cell, ...]
Progress = Callable[[int, int, str], None]

_FIGURES = tuple(
    name
    for name in (field.name for field in kind_of(SchoolResult).fields)
    if name not in (*OWN_FIELDS.values(), "sitting", "failed_pct_e4")
)
_OF_FIGURES = frozenset(one.name for one in dataclass_fields(Figures))
_BESIDE = ("sitting", "failed_pct_e4")
"""Fields that the first columns spell out or compute; as they are they stand last."""
_COMPUTED = (Aspect.PASSED, Aspect.QUALITY, Aspect.MEAN)
_COMPUTED_HEADINGS = ("Успеваемость (расчёт), %", "Качество (расчёт), %", "Средний (расчёт)")
"""Read back, columns marked «расчёт» are passed over: they follow from the others."""


@dataclass(frozen=True, slots=True)
class SheetReport:
    """One sheet of the exported workbook."""

    name: str
    rows: int


def export_workbook(
    document: "Document", out: Path, progress: Progress | None = None
) -> tuple[SheetReport, ...]:
    """Write everything of the document to `out`; the same data give the same bytes."""
    with document.read() as session:
        names = Titles(session)
        pages = []
        for step, kind in enumerate(KINDS):
            if progress:
                progress(step, len(KINDS), kind.many)
            pages.append(page_of(session, kind, names))
        with written_safely(out):
            write_book(pages, names, Facts(document=document.uid.hex()), out)
    return tuple(SheetReport(page.title, len(page.rows)) for page in pages)


def write_book(
    pages: "Sequence[Page]", names: Titles, facts: Facts, out: Path, guide: Sequence[str] = ()
) -> None:
    """A workbook of records: a sheet a kind, lists to choose from, and what it says of itself on a hidden sheet. `guide`
    are lines for whoever fills it in; then it goes to somebody who must not read of others, in lists neither."""
    from shnor_desktop.sheets.writing.workbook import ExportTable, write_tables

    lists = _Lists(names, of_all=not guide)
    tables = [page.table(lists) for page in pages]
    facts = replace(facts, written={page.kind.code: frozenset(map(mark_of, page.uids)) for page in pages})
    hidden = ExportTable("Служебный лист", (FACTS,), facts_rows(facts), (40,), hidden=True)
    first = (
        [ExportTable("Как заполнить", (guide[0],), [(line,) for line in guide[1:]], (100,))] if guide else []
    )
    write_tables([*first, *tables, lists.table(), hidden], out)


@contextmanager
def written_safely(out: Path) -> Iterator[None]:
    """What may go wrong with the file, in a sentence."""
    if out.suffix.lower() != ".xlsx":
        raise UserError(f"Книгу нельзя записать как «{out.name}».", "Выберите имя с расширением .xlsx.")
    if not out.absolute().parent.is_dir():
        raise UserError(f"Папки «{out.parent}» нет.", "Создайте её или выберите другую.")
    if out.is_dir():
        raise UserError(f"«{out.name}» — это папка.", "Укажите имя файла.")
    try:
        yield
    except OSError as error:
        full = places.no_temporary_room(out) if error.errno in places.FULL else None
        if full:
            raise UserError(*full) from error
        raise UserError(
            f"Книгу «{out.name}» не удалось записать: она открыта в другой программе, запись запрещена или нет места.",
            "Закройте её или сохраните под другим именем или в другую папку.",
        ) from error


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a sheet: a field, or something computed under a heading of its own."""

    heading: str
    field: Field | None = None

    @property
    def code(self) -> str:
        """What the key column calls it."""
        return self.field.name if self.field else COMPUTED + self.heading


@dataclass(frozen=True, slots=True)
class Page:
    """The records of one kind as a sheet shows them."""

    kind: RecordKind
    columns: tuple[Shown, ...]
    uids: Sequence[bytes]
    rows: Sequence[Row]
    asked: frozenset[str] | None = None
    """Of a form: the fields that may be typed into."""
    below: frozenset[str] = frozenset()
    """Of a form: the fields that may be typed into in the empty rows for new records."""
    room: int = 0
    """Of a form: so many of these rows."""

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return self.kind.many

    def table(self, lists: "_Lists") -> "ExportTable":
        """The sheet with its hidden column of keys."""
        from shnor_desktop.sheets.writing.workbook import ExportTable, Look

        codes = tuple(one.code for one in self.columns)
        asked = self.asked or frozenset()
        looks = tuple(
            replace(
                lists.look(one.field, typed=self.asked is None or one.code in asked | self.below),
                open=one.code in asked,
                open_below=one.code in self.below,
            )
            for one in self.columns
        )
        return ExportTable(
            self.title,
            (*(one.heading for one in self.columns), key_heading(self.kind.code, codes)),
            _Lazy(range(len(self.rows)), lambda at: self._with_key(at)),
            looks=(*looks, Look(hidden=True)),
            locked=self.asked is not None,
            room=self.room,
        )

    def _with_key(self, at: int) -> Row:
        row = self.rows[at]
        return (*row, key_text(self.uids[at], row))


class _Lists:
    """The hidden sheet of lists to choose from, each written once."""

    def __init__(self, names: Titles, *, of_all: bool) -> None:
        """Without `of_all` only records that are of no school and nobody's names: subjects, factors, acts."""
        self._names, self._of_all = names, of_all
        self._columns: dict[str, tuple[str, tuple[str, ...]]] = {}

    def look(self, field: Field | None, *, typed: bool) -> "Look":
        """How the column of a field looks; what nobody may type into offers nothing."""
        from shnor_desktop.sheets.writing.workbook import DATE, TEXT, Look

        if field is None:
            return Look()
        if field.editor is Editor.LINKS:
            return Look(TEXT, help=" ".join(filter(None, (field.help, _SEVERAL))))
        texts = (Editor.INTEGER, Editor.DECIMAL_E4)
        format = DATE if field.editor is Editor.DATE else "" if field.editor in texts else TEXT
        choices = self._place(field) if typed else ""
        return Look(format, choices, bool(field.refers), help=field.help)

    def _place(self, field: Field) -> str:
        """Where the choices of a field stand; empty where there are none or too many."""
        if field.refers and not self._of_all and _is_of_somebody(field.refers):
            return ""
        if field.refers:
            code, heading = field.refers, BY_CODE[field.refers].many
            texts = tuple(sorted(set(self._names.all(field.refers).values()) - {""}, key=alphabetical))
        else:
            texts = offered(field)
            code, heading = "\x1f".join(texts), field.label
        if not texts or len(texts) > _MOST_CHOICES:
            return ""
        self._columns.setdefault(code, (heading, texts))
        letters = column_letters(list(self._columns).index(code) + 1)
        return f"'{_LISTS_SHEET}'!${letters}$3:${letters}${len(texts) + 2}"

    def table(self) -> "ExportTable":
        """The sheet."""
        from shnor_desktop.sheets.writing.workbook import ExportTable

        columns = list(self._columns.values())
        longest = max((len(texts) for _, texts in columns), default=0)
        rows: list[Row] = [tuple(text for text, _ in columns)] if columns else []
        rows += [
            tuple(texts[at] if at < len(texts) else None for _, texts in columns) for at in range(longest)
        ]
        headings = (LISTS, *("" for _ in columns[1:]))
        return ExportTable(_LISTS_SHEET, headings, rows, (30,) * len(headings), hidden=True)


def _is_of_somebody(code: str) -> bool:
    """Whether records of a kind name people, or belong to a school or to what may be of one."""
    waiting, seen = [code], set()
    while waiting:
        kind = BY_CODE[waiting.pop()]
        seen.add(kind.code)
        if kind.code == "school" or any(
            one.required and one.travel is not Travel.ANYWHERE for one in kind.fields
        ):
            return True
        referred = {one.refers for one in kind.shown if one.refers}
        waiting += referred - seen
    return False


def shown_fields(kind: RecordKind) -> tuple[Field, ...]:
    """Fields a person ever sees, and those that tell a record from its like; the others are for the program."""
    return tuple(
        field for field in kind.shown if field.in_table or field.in_form or field.name in kind.about.key
    )


def page_of(session: Session, kind: RecordKind, names: Titles, uids: Collection[bytes] | None = None) -> Page:
    """All records of a kind, or those named, as a sheet shows them."""
    if kind.record is SchoolResult and uids is None:
        return _results(session, kind, names)
    fields, record = shown_fields(kind), kind.record.__table__.columns
    linked = linking.linked(session, kind) if kind.links else {}
    made = []
    for found in session.execute(select(*record)):
        if uids is None or found.uid in uids:
            links = linked.get(found.uid, {})
            kept = (
                getattr(found, one.name) if one.name in record else links.get(one.name, ()) for one in fields
            )
            row = tuple(written(one, value, names) for one, value in zip(fields, kept, strict=True))
            made.append((_place(kind, found, names), _key(row), found.uid, row))
    made.sort(key=lambda one: one[:3])
    shown = tuple(Shown(heading(field), field) for field in fields)
    return Page(kind, shown, [uid for _, _, uid, _ in made], [row for _, _, _, row in made])


def _place(kind: RecordKind, found: Any, names: Titles) -> tuple[Any, ...]:
    """What people order by hand stands with its parents and in their order."""
    if not kind.has_position:
        return ()
    parents = (written(kind.field(name), getattr(found, name), names) for name in kind.about.within)
    return (*(alphabetical(str(one or "")) for one in parents), found.position)


def _key(row: Row) -> tuple[tuple[int, int | float, str], ...]:
    """Sort key: texts alphabetically, numbers and days by size."""
    return tuple(
        (0, one, "")
        if isinstance(one, int | float)
        else (0, one.toordinal(), "")
        if isinstance(one, date)
        else (1, 0, alphabetical(one or ""))
        for one in row
    )


def _results(session: Session, kind: RecordKind, names: Titles) -> Page:
    """Results with their sitting spelled out, by school and then in the order of sittings."""
    fields = [kind.field(name) for name in _FIGURES]
    fixed = {text: kind.field(name) for text, name in OWN_FIELDS.items()}
    columns = (
        *(Shown(one, fixed.get(one)) for one in HEADINGS),
        *(Shown(heading(one), one) for one in fields),
        *(Shown(one, fixed.get(one)) for one in (*LAST_HEADINGS, *_COMPUTED_HEADINGS)),
        *(Shown(heading(one), one) for one in map(kind.field, _BESIDE)),
    )
    query = select(
        SchoolResult.uid,
        School.uid,
        School.name,
        SchoolResult.sitting,
        SchoolResult.state,
        SchoolResult.participants,
        SchoolResult.failed,
        SchoolResult.failed_pct_e4,
        School.municipality,
        SchoolResult.pct_decimals,
        *(getattr(SchoolResult, name) for name in _FIGURES),
    ).join(School, School.uid == SchoolResult.school)
    sittings = _sittings(session)
    school_key = cache(by_name)
    found = session.execute(query)
    rows = sorted(found, key=lambda row: (school_key(row[2]), row[1], sittings[row[3]][0]))
    beside = [kind.field(name) for name in _BESIDE]

    def made(row: Any) -> Row:
        stored = (row[3], row[7])
        more = tuple(written(field, value, names) for field, value in zip(beside, stored, strict=True))
        return (*_result_row(row[1:], sittings[row[3]][1:], fields, names), *more)

    return Page(kind, columns, [row[0] for row in rows], _Lazy(rows, made))


class _Lazy(Sequence[Row]):
    """Rows made as they are asked for: a region's results need not stand in memory twice."""

    def __init__(self, rows: Sequence[Any], make: Callable[[Any], Row]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self._make(row) for row in self._rows[at]]
        return self._make(self._rows[at])


def _result_row(row: Any, sitting: tuple[Row, bool], fields: list[Field], names: Titles) -> Row:
    _, school, _, state, n, failed, percent, municipality, decimals, *figures = row
    *told_of, writing_grade = sitting[0]
    computed: tuple[Cell, ...] = (None,) * len(_COMPUTED)
    if state == ResultState.VALID:
        given = {
            one.name: value for one, value in zip(fields, figures, strict=True) if one.name in _OF_FIGURES
        }
        whole = Figures(
            participants=n, failed=failed, failed_pct_e4=percent, pct_decimals=decimals or 0, **given
        )
        computed = tuple(_computed(one, whole, sitting[1]) for one in _COMPUTED)
    if n and failed is not None:
        percent = share_e4(failed, n)
    told = tuple(written(field, value, names) for field, value in zip(fields, figures, strict=True))
    return (
        school,
        *told_of,
        STATE_LABELS.get(state, state),
        n,
        failed,
        None if percent is None else number(percent),
        *told,
        municipality,
        writing_grade,
        decimals,
        *computed,
    )


def _computed(aspect: Aspect, figures: Figures, marks: bool) -> Cell:
    """A computed figure as it is shown everywhere: rounded to its decimals."""
    found = value_of(aspect, figures, marks)
    return float(found.text.replace(",", ".")) if found else None


def _sittings(session: Session) -> dict[bytes, tuple[tuple[Any, ...], Row, bool]]:
    """Sort key and columns of every sitting, and whether it is measured by marks."""
    query = (
        select(
            Sitting.uid,
            Procedure.family,
            Subject.position,
            Subject.name,
            Procedure.level,
            Procedure.programme_grade,
            Sitting.school_year,
            Sitting.season,
            Sitting.sitting_grade,
        )
        .join(Procedure, Procedure.uid == Sitting.procedure)
        .join(Subject, Subject.uid == Procedure.subject)
    )
    order = {code: place for place, code in enumerate(FAMILY_LABELS)}
    found: dict[bytes, tuple[tuple[Any, ...], Row, bool]] = {}
    for uid, family, position, subject, level, grade, year, season, writing in session.execute(query):
        key = (order.get(family, len(order)), position, subject, level, grade, year, season != "autumn", uid)
        columns = (
            FAMILY_LABELS.get(family, family),
            subject,
            LEVELS.get(level, level),
            grade or None,
            school_years.calendar_year_of(year, season),
            SEASONS.get(season, season),
            school_years.label(year),
            writing or None,
        )
        found[uid] = (key, columns, by_marks(family, level))
    return found
