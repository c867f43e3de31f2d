"""Plans, passports and indicators out of tables of documents: what taking them in would do, and doing it as one action.

`preview` reads and matches, only `take_in` writes. A plan that is taken in again changes what the document says otherwise
and adds what is new; nothing is deleted, and an empty cell empties nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.outline import ProgrammeLine
from shnor_desktop.operations.roadmap.planned import indicators, matching, passport
from shnor_desktop.operations.roadmap.planned.indicators import PlannedIndicator
from shnor_desktop.operations.roadmap.planned.lines import CHANGED, NEW, SAME, PlannedLine, PlannedPlan, alike
from shnor_desktop.operations.roadmap.planned.passport import PlannedPassport
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.sheets.roadmap import columns, contents
from shnor_desktop.sheets.roadmap.contents import Chosen, Contents
from shnor_desktop.sheets.roadmap.tables import Table, read_clipboard, read_tables

__all__ = [
    "Chosen",
    "PlanPreview",
    "Table",
    "preview",
    "read_clipboard",
    "read_tables",
    "chosen_columns",
    "take_in",
]


Planned = PlannedLine | PlannedPassport | PlannedIndicator


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What taking the tables in would do."""

    programme: ProgrammeLine
    source: str
    tables: tuple[Table, ...]
    contents: Contents
    chosen: Chosen
    plans: tuple[PlannedPlan, ...]
    passport: tuple[PlannedPassport, ...]
    indicators: tuple[PlannedIndicator, ...]
    unread: tuple[str, ...]
    """Tables in which nothing was recognised."""

    @property
    def lines(self) -> tuple[PlannedLine, ...]:
        """Rows of all plans."""
        return tuple(line for plan in self.plans for line in plan.lines)

    @property
    def activities(self) -> tuple[PlannedLine, ...]:
        """Rows that are something to be done."""
        return tuple(line for line in self.lines if line.becomes in (NEW, SAME, CHANGED) and line.is_activity)

    def count(self, becomes: str) -> int:
        """So many activities, passport rows and indicators are new, the same or changed."""
        every: tuple[Planned, ...] = (*self.activities, *self.passport, *self.indicators)
        return sum(one.becomes == becomes for one in every)

    @property
    def writes(self) -> bool:
        """Whether anything would be written."""
        titles = any(line.becomes == NEW for line in self.lines)
        return titles or bool(self.count(NEW) or self.count(CHANGED))

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """(where, what) a person should look at."""
        every: tuple[Planned, ...] = (*self.lines, *self.passport, *self.indicators)
        return tuple((one.where, doubt) for one in every for doubt in one.doubts)


@dataclass(frozen=True, slots=True)
class TakenPlan:
    """What was written."""

    added: int
    changed: int
    unchanged: int


def preview(
    document: Document,
    tables: Sequence[Table],
    programme: bytes,
    chosen: Chosen | None = None,
    *,
    source: str = "",
    year: int | None = None,
    needed: bool = True,
) -> PlanPreview:
    """Read the tables, compare them with the programme; nothing is written. `year`: of targets whose heading names none.
    Where something is `needed`, tables that say nothing are refused; in the window a person says what they are."""
    read = contents.understand(tables, chosen)
    if needed and not (read.plans or read.indicators or read.passport):
        raise UserError(
            "В таблицах не узнан ни план, ни показатели, ни паспорт.",
            "Плану нужна строка заголовков: «Мероприятие» и «Срок» или «Ответственные»; "
            "в окне загрузки таблицу и столбцы можно указать самому.",
        )
    with document.read() as session:
        outlined = outline.outline(session, programme)
        return PlanPreview(
            outlined.programme,
            source,
            tuple(tables),
            read,
            chosen or Chosen(),
            matching.match(session, outlined, read.plans, tables),
            passport.match(outlined, read.passport, tables),
            indicators.match(session, outlined.programme, read.indicators, tables, year),
            tuple(
                _named(table, at)
                for at, (table, kind) in enumerate(zip(tables, read.kinds, strict=True))
                if kind == contents.SKIP and at not in (chosen or Chosen()).kinds
            ),
        )


def chosen_columns(tables: Sequence[Table], said: Sequence[tuple[str, str]]) -> Chosen:
    """Columns by the words of their headings and what is in them: «Дни» → «срок»."""
    roles = {alike(label): role for role, label in columns.ROLES.items()}
    found: dict[int, dict[int, str]] = {}
    for heading, label in said:
        role = next((code for name, code in roles.items() if name.startswith(alike(label))), None)
        if role is None:
            names = ", ".join(columns.ROLES.values())
            raise UserError(f"Графы «{label}» в планах нет.", f"Укажите одну из них: {names}.")
        read = contents.understand(tables, Chosen(roles=found))
        places = [
            (table, at)
            for table, head in read.headings.items()
            for at, column in enumerate(head.columns)
            if alike(heading) == alike(column.heading)
        ]
        if not places:
            raise UserError(f"Столбца «{heading}» в таблицах нет.", "Назовите его, как в заголовке таблицы.")
        for table, at in places:
            found.setdefault(table, {})[at] = role
    return Chosen(roles=found)


def take_in(document: Document, planned: PlanPreview) -> TakenPlan:
    """Write what the preview shows; one action, or none where there is nothing new."""
    if planned.writes:
        with document.write(_title(planned)) as session:
            _write(session, planned)
    return TakenPlan(planned.count(NEW), planned.count(CHANGED), planned.count(SAME))


def _write(session: Session, planned: PlanPreview) -> None:
    for plan in planned.plans:
        matching.write(session, planned.programme.uid, plan)
    passport.write(session, planned.programme.uid, planned.passport)
    indicators.write(session, planned.programme.uid, planned.indicators)


def _title(planned: PlanPreview) -> str:
    what = []
    if planned.activities:
        what.append(counted(len(planned.activities), "мероприятие", "мероприятия", "мероприятий"))
    if planned.indicators:
        what.append(counted(len(planned.indicators), "показатель", "показателя", "показателей"))
    if planned.passport:
        what.append("паспорт")
    source = f" из {quoted(planned.source)}" if planned.source else ""
    return f"Загружено{source}: {', '.join(what) or 'разделы плана'}"


def _named(table: Table, at: int) -> str:
    words = next((one.plain for line in table.lines for one in line.filled), "")
    return f"{table.name or f'таблица {at + 1}'} («{words[:60]}»)"
