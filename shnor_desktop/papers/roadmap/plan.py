"""The papers of a plan: its rows with marks of execution, its months, the work of a week or a month."""

from shnor_desktop.papers.roadmap.facts import MonthsFacts, PlanFacts, StandingRow, WorkFacts, WorkRow
from shnor_desktop.papers.tree.frame import closing, opening, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Inline,
    Paper,
    Paragraph,
    Row,
    Run,
    Says,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import across, row_of
from shnor_desktop.papers.tree.wording import date_digits, dated, form, run, words

_SIZE = 10
_PAGE = 257.0
"""Millimetres of a landscape page between its margins."""


def compose_plan(facts: PlanFacts) -> Paper:
    """The plan in landscape, each row with its mark."""
    title = Title("ДОРОЖНАЯ КАРТА", tuple(filter(None, (facts.title, facts.period))))
    blocks: list[Block] = [*opening(facts.meta, title), *standing_summary(facts)]
    blocks += [standing_table(facts), *closing(facts.meta)]
    return paper_of(title.text, blocks, facts.meta, landscape=True, created=facts.on, period=facts.period)


def standing_summary(facts: PlanFacts) -> list[Block]:
    """On which day, which rows, how many of each state."""
    summary: list[Inline] = [words("Состояние на ", dated(date_digits(facts.on)), ".")]
    if facts.narrowed:
        summary.append(words(run(f"Показано: {facts.narrowed}.", facts.source, says=Says.NAME)))
    counted = [
        piece
        for word, number, source in facts.counts
        for piece in (run(f"{word} – {number}", source), form(", "))
    ]
    if counted:
        summary.append((*words("Всего строк: "), *counted[:-1], *words(".")))
    return [Paragraph(one, Align.LEFT) for one in summary]


def standing_table(facts: PlanFacts) -> Table:
    """The rows with their marks."""
    columns = [
        ("№", Column(14, align=Align.CENTER)),
        ("Мероприятие", Column(70, stretch=3)),
        ("Срок", Column(32)),
        ("Ответственные", Column(44, stretch=1)),
        ("Ожидаемый результат", Column(42, stretch=1)),
        ("Отметка об исполнении", Column(36)),
    ]
    if not facts.has_expected:
        del columns[4]
    return Table(
        columns=tuple(column for _, column in columns),
        head=(row_of(*(title for title, _ in columns)),),
        rows=tuple(_plan_row(one, len(columns), expected=facts.has_expected) for one in facts.rows),
        sheet="План",
        size=_SIZE,
    )


def _plan_row(one: StandingRow, width: int, *, expected: bool) -> Row:
    if one.title:
        return _across(one.title, one, width)
    texts = [one.number, one.text, one.due, one.responsible, one.expected, one.mark]
    if not expected:
        del texts[4]
    return row_of(*(_typed(text, one) for text in texts))


def _typed(text: str, one: StandingRow | WorkRow) -> Inline:
    return (Run(text, source=one.source, says=Says.TYPED),) if text else ()


def _across(title: str, one: StandingRow, width: int) -> Row:
    return across(run(title, one.source, says=Says.TYPED), width)


def compose_months(facts: MonthsFacts) -> Paper:
    """The plan by months: grey where a due stands, a sign for what became of it."""
    title = Title("ПЛАН ПО КВАРТАЛАМ" if facts.quarters else "ПЛАН ПО МЕСЯЦАМ", (facts.title, facts.period))
    title = Title(title.kind, tuple(filter(None, title.lines)))
    count = len(facts.columns)
    named = 76.0
    each = (_PAGE - named - 12) / max(count, 1)
    head = (
        row_of(
            Cell(words("№"), rows=2),
            Cell(words("Мероприятие"), rows=2),
            *(Cell((dated(year),), span=number) for year, number in facts.years),
        ),
        row_of(*(Cell((form(one),), strong=place == facts.today) for place, one in enumerate(facts.columns))),
    )
    table = Table(
        columns=(
            Column(12, align=Align.CENTER),
            Column(named, stretch=1),
            *(Column(each, align=Align.CENTER) for _ in facts.columns),
        ),
        head=head,
        rows=tuple(
            _across(one.title, one, count + 2)
            if one.title
            else row_of(
                _typed(one.number, one),
                _typed(one.text, one),
                *(
                    Cell((form(sign.strip()),) if sign.strip() else (), strong=bool(sign))
                    for sign in one.cells
                ),
            )
            for one in facts.rows
        ),
        notes=(
            words(
                form(
                    "Серым показан срок. «+» – выполнено, «!» – просрочено, «–» – отменено или не выполнено, "
                ),
                form("«…» – идёт. Выделен столбец, на который приходится "),
                dated(date_digits(facts.on)),
                form("."),
            ),
        ),
        sheet="По месяцам",
        size=8 if count > 12 else 9,
    )
    return paper_of(
        title.text,
        [*opening(facts.meta, title), table],
        facts.meta,
        landscape=True,
        created=facts.on,
        period=facts.period,
    )


def compose_work(facts: WorkFacts) -> Paper:
    """The work of a week or a month: by days, what is overdue, what has no day."""
    title = Title("ПЛАН РАБОТЫ", (facts.title,))
    rows: list[Row] = []
    for heading, found in facts.blocks:
        rows.append(across(run(heading, says=Says.FORM), 6))
        rows += [_work_row(one) for one in found]
    table = Table(
        columns=(
            Column(34),
            Column(80, stretch=3),
            Column(28),
            Column(34),
            Column(46, stretch=1),
            Column(35),
        ),
        head=(row_of("Дата", "Мероприятие", "Место", "Участники", "Ответственный", "Отметка"),),
        rows=tuple(rows),
        sheet="План работы",
        size=_SIZE,
    )
    body: Block = table if rows else Paragraph(words("На эти дни ничего не назначено, просроченного нет."))
    blocks: list[Block] = [*opening(facts.meta, title), body, *closing(facts.meta)]
    return paper_of(title.text, blocks, facts.meta, landscape=True, created=facts.on)


def _work_row(one: WorkRow) -> Row:
    texts = (one.date, one.text, one.place, one.people, one.responsible, one.mark)
    return row_of(*(_typed(text, one) for text in texts))
