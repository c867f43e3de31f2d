"""Composes «Закрепления», «Контакты со школами», the plan and the report of a helper, the sheet and the memo of a visit."""

from collections.abc import Iterable, Iterator, Sequence

from shnor_desktop.papers.support.facts import (
    AssignmentsFacts,
    ContactRow,
    ContactsFacts,
    Helped,
    HelperFacts,
    HelperSchool,
    KindCount,
    StepRow,
    Told,
    VisitFacts,
)
from shnor_desktop.papers.tree.frame import closing, opening, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Inline,
    Marks,
    Paper,
    Paragraph,
    Point,
    Points,
    Row,
    Run,
    Says,
    Sources,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import row_of, typed
from shnor_desktop.papers.tree.wording import count, date_digits, dated, form, named, ordinal, run, words

_SIZE = 10
_NOTHING = "–"
_BLANK_LINES = 6


def compose_assignments(facts: AssignmentsFacts) -> Paper:
    """Who is bound to which school, who stands without a curator, who carries how much."""
    title = Title("ЗАКРЕПЛЕНИЕ", ("кураторов, наставников и школ-партнёров",))
    blocks: list[Block] = [*opening(facts.meta, title), on_day(facts.on)]
    if facts.all_schools:
        blocks.append(line_of(form("Статусов школ в файле нет: названы все школы.")))
    blocks.append(_helped(facts.rows))
    if facts.without:
        total = count(len(facts.without), _sources(facts.without), "школа", "школы", "школ")
        blocks.append(line_of(*words("Без куратора ", total, ": "), *listed(facts.without), form(".")))
    if facts.loads:
        blocks += [Heading(words("Нагрузка"), 2), _loads(facts)]
    if facts.others:
        blocks += [Heading(words("Координаторы, рабочие группы, участники проектов"), 2), _others(facts)]
    blocks += closing(facts.meta)
    return paper_of(
        "Закрепление кураторов, наставников и школ-партнёров",
        blocks,
        facts.meta,
        landscape=True,
        created=facts.on,
    )


def _helped(rows: Sequence[Helped]) -> Table:
    return table_of(
        (
            ("№", Column(10, align=Align.CENTER)),
            ("Школа", Column(62, stretch=1)),
            ("Куратор", Column(46, stretch=1)),
            ("Наставник, тьютор", Column(42, stretch=1)),
            ("Школа-партнёр", Column(48, stretch=1)),
            ("Основание, срок", Column(49, stretch=1)),
        ),
        tuple(
            row_of(
                ordinal(number),
                named(one.school.text, one.school.source),
                *(_several(group) for group in (one.curators, one.mentors, one.partners)),
                _several(one.basis, says=Says.TYPED),
            )
            for number, one in enumerate(rows, start=1)
        ),
        "Закрепления",
    )


def _loads(facts: AssignmentsFacts) -> Table:
    return table_of(
        (
            ("Кто", Column(70, stretch=1)),
            ("Роль", Column(36)),
            ("Закреплён за", Column(24, align=Align.CENTER)),
            ("За кем", Column(127, stretch=3)),
        ),
        tuple(
            row_of(
                named(one.who.text, one.who.source),
                run(one.role, says=Says.NAME),
                Cell((run(str(one.count), one.source),), number=True),
                named(one.names, one.source),
            )
            for one in facts.loads
        ),
        "Нагрузка",
    )


def _others(facts: AssignmentsFacts) -> Table:
    return table_of(
        (
            ("Кто", Column(80, stretch=1)),
            ("Роль", Column(44)),
            ("Где, за что отвечает", Column(75, stretch=2)),
            ("Основание, срок", Column(58, stretch=1)),
        ),
        tuple(
            row_of(
                named(one.who, one.source),
                run(one.role, says=Says.NAME),
                *(run(text or _NOTHING, one.source, says=Says.TYPED) for text in (one.whom, one.basis)),
            )
            for one in facts.others
        ),
        "Другие роли",
    )


# --- contacts --------------------------------------------------------------------------------------------------------


def compose_contacts(facts: ContactsFacts) -> Paper:
    """Everything done with schools in a period, and with whom nothing was."""
    title = Title("КОНТАКТЫ СО ШКОЛАМИ", tuple(filter(None, (facts.school, facts.period))))
    blocks: list[Block] = [*opening(facts.meta, title), on_day(facts.on)]
    blocks += _counted(facts.counts)
    if facts.rows:
        blocks.append(_contacts(facts.rows, "Контакты"))
    else:
        blocks.append(line_of(form("В эти дни контактов с датой не отмечено.")))
    if facts.undated:
        blocks += [Heading(words("Без даты"), 2), _contacts(facts.undated, "Без даты")]
    if facts.not_met:
        total = count(len(facts.not_met), _sources(facts.not_met), "школой", "школами", "школами")
        lead = "Контактов с датой не было с " if facts.undated else "Не было контактов с "
        blocks.append(line_of(*words(lead, total, ": "), *listed(facts.not_met), form(".")))
    blocks += closing(facts.meta)
    return paper_of(
        "Контакты со школами", blocks, facts.meta, landscape=True, created=facts.on, period=facts.period
    )


def _counted(counts: Sequence[KindCount]) -> list[Block]:
    if not counts:
        return []
    pieces: list[Run] = []
    for one in counts:
        least = "не менее " if one.at_least else ""
        undated = f" (без даты {one.undated})" if one.undated else ""
        pieces += [run(f"{one.kind} – {least}{one.times}{undated}", one.source), form(", ")]
    return [line_of(*words("Проведено: "), *pieces[:-1], form("."))]


def _contacts(rows: Sequence[ContactRow], sheet: str) -> Table:
    return table_of(
        (
            ("Когда", Column(42)),
            ("Школы", Column(40, stretch=1)),
            ("Что сделано", Column(60, stretch=2)),
            ("Сколько", Column(24)),
            ("Что выявлено", Column(40, stretch=1)),
            ("Договорённость", Column(51, stretch=2)),
        ),
        tuple(
            row_of(
                dated(one.when),
                named(one.schools or _NOTHING, one.source),
                _what(one),
                typed(one.numbers, one.source),
                typed(one.findings, one.source),
                _steps_in_cell(one.steps),
            )
            for one in rows
        ),
        sheet,
    )


def _what(one: ContactRow) -> Inline:
    alike = one.name.casefold() == one.kind.casefold()
    kind = "" if alike or not one.kind else f" ({one.kind})"
    return (run(f"{one.name}{kind}", one.source, says=Says.TYPED),)


def _steps_in_cell(steps: Sequence[StepRow]) -> Inline:
    runs: list[Run] = []
    for one in steps:
        due = f" – {one.due}" if one.due else ""
        runs.append(run(f"{one.text}{due} ({one.state})", one.source, says=Says.TYPED))
        runs.append(form("; "))
    return tuple(runs[:-1])


# --- helpers ---------------------------------------------------------------------------------------------------------


def compose_helper(facts: HelperFacts) -> Paper:
    """The plan of a helper for a period, or the report of what was done in it."""
    kind = "ОТЧЁТ" if facts.report else "ПЛАН РАБОТЫ"
    who = ", ".join(filter(None, (facts.who, facts.post)))
    title = Title(kind, tuple(filter(None, (who, facts.period))))
    blocks: list[Block] = [*opening(facts.meta, title), on_day(facts.on)]
    if facts.report:
        blocks += _counted(facts.counts)
    if facts.people:
        blocks.append(line_of(*words("Закреплён за сотрудниками: "), *listed(facts.people), form(".")))
    for one in facts.schools:
        blocks += _helper_school(one, report=facts.report)
    if not facts.schools:
        blocks.append(line_of(form("Школы в эти дни не закреплены.")))
    blocks += closing(facts.meta)
    name = f"{'Отчёт' if facts.report else 'План работы'}: {facts.who}"
    return paper_of(name, blocks, facts.meta, landscape=True, created=facts.on, period=facts.period)


def _helper_school(one: HelperSchool, *, report: bool) -> Iterator[Block]:
    yield Heading((named(one.school.text, one.school.source),), 2)
    known: list[Inline] = [words(run(f"{one.role} {one.days}".strip(), one.school.source, says=Says.TYPED))]
    if one.last:
        known.append(words("последнее посещение ", dated(one.last, one.last_source)))
    yield line_of(*_joined(known), form("."))
    if one.rows:
        yield _contacts(one.rows, one.school.text) if report else _set(one.rows)
    else:
        yield line_of(form("Контактов не отмечено." if report else "Ничего не назначено."))
    if one.steps:
        yield _steps(one.steps, "Договорённости" if report else "К исполнению")
    if one.open:
        yield line_of(*words("Без мер: "), *listed(one.open, says=Says.TYPED), form("."))


def _set(rows: Sequence[ContactRow]) -> Table:
    return table_of(
        (("Когда", Column(40)), ("Что назначено", Column(140, stretch=2)), ("Школы", Column(77, stretch=1))),
        tuple(
            row_of(dated(one.when), _what(one), named(one.schools or _NOTHING, one.source)) for one in rows
        ),
        "Назначено",
    )


def _steps(steps: Sequence[StepRow], sheet: str) -> Table:
    return table_of(
        (
            (sheet, Column(120, stretch=3)),
            ("Срок", Column(40)),
            ("Ответственные", Column(52, stretch=1)),
            ("Состояние", Column(45)),
        ),
        tuple(
            row_of(
                typed(one.text, one.source),
                typed(one.due, one.source),
                typed(one.responsible, one.source),
                typed(one.state, one.source),
            )
            for one in steps
        ),
        sheet,
    )


# --- a visit ---------------------------------------------------------------------------------------------------------


def compose_visit(facts: VisitFacts) -> Paper:
    """Before a visit a sheet to take along, after it a memo."""
    schools = ", ".join(one.text for one in facts.schools)
    title = Title("СПРАВКА" if facts.held else "ЛИСТ ПОСЕЩЕНИЯ", tuple(filter(None, (schools, facts.when))))
    blocks: list[Block] = [*opening(facts.meta, title)]
    blocks.append(line_of(run(f"{facts.title} ({facts.kind}).", facts.source, says=Says.TYPED)))
    for label, several in (
        ("Участвовали: " if facts.held else "Едут: ", facts.who),
        ("Школе помогают: ", facts.helpers),
    ):
        if several:
            blocks.append(line_of(*words(label), *listed(several, says=Says.TYPED), form(".")))
    if facts.numbers:
        blocks.append(
            line_of(
                *words("Сколько: "), run(facts.numbers.rstrip("."), facts.source, says=Says.TYPED), form(".")
            )
        )
    blocks += _texts("Программа", facts.agenda, facts.source)
    if facts.open:
        blocks += [Heading(words("Проблемы и запросы без мер"), 2), _points(facts.open)]
    if facts.former:
        blocks += [Heading(words("О чём договорились раньше"), 2), _steps(facts.former, "Договорённость")]
    blocks += _outcome(facts) if facts.held else _to_write_on()
    if facts.next_on:
        blocks.append(line_of(*words("Следующая встреча: ", dated(facts.next_on, facts.source)), form(".")))
    blocks += closing(facts.meta)
    kind = "Справка о посещении" if facts.held else "Лист посещения"
    title_of = f"{kind}: {schools}" if schools else kind
    return paper_of(title_of, blocks, facts.meta, created=facts.on)


def _outcome(facts: VisitFacts) -> list[Block]:
    blocks = _texts("Что выявлено", facts.findings, facts.source)
    if facts.answered:
        blocks += [Heading(words("По каким проблемам и запросам проведено"), 2), _points(facts.answered)]
    if facts.steps:
        blocks += [Heading(words("О чём договорились"), 2), _steps(facts.steps, "Договорённость")]
    return blocks or [line_of(form("Что выявлено и о чём договорились, не записано."))]


def _to_write_on() -> list[Block]:
    """Empty tables for what will be seen and agreed."""
    seen = table_of(
        (
            ("Время", Column(20)),
            ("Класс, предмет, учитель", Column(55, stretch=1)),
            ("Что увидено", Column(55, stretch=2)),
            ("Что посоветовано", Column(40, stretch=1)),
        ),
        _blank(_BLANK_LINES, 4),
        "Уроки",
    )
    agreed = table_of(
        (
            ("О чём договорились", Column(100, stretch=2)),
            ("Кто", Column(40, stretch=1)),
            ("До какого дня", Column(30)),
        ),
        _blank(_BLANK_LINES // 2, 3),
        "Договорённости",
    )
    return [Heading(words("Уроки и беседы"), 2), seen, Heading(words("Договорённости"), 2), agreed]


def _blank(rows: int, columns: int) -> tuple[Row, ...]:
    return tuple(row_of(*(form("\u00a0") for _ in range(columns))) for _ in range(rows))


def _texts(heading: str, text: str, source: Sources) -> list[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    points = tuple(Point((run(line, source, says=Says.TYPED),)) for line in lines)
    return [Heading(words(heading), 2), Points(points, Marks.DASHES)]


def _points(several: Iterable[Told]) -> Points:
    return Points(
        tuple(Point((run(one.text, one.source, says=Says.TYPED),)) for one in several), Marks.DASHES
    )


# --- pieces ----------------------------------------------------------------------------------------------------------


def table_of(columns: tuple[tuple[str, Column], ...], rows: tuple[Row, ...], sheet: str) -> Table:
    """A table under these headings."""
    return Table(
        columns=tuple(column for _, column in columns),
        head=(row_of(*(form(title) for title, _ in columns)),),
        rows=rows,
        sheet=sheet,
        size=_SIZE,
    )


def on_day(day: str) -> Paragraph:
    """«Состояние на 01.03.2026.»."""
    return line_of(*words("Состояние на ", dated(date_digits(day)), "."))


def line_of(*runs: Run) -> Paragraph:
    """A line of its own."""
    return Paragraph(runs, Align.LEFT, indent=False)


def _several(several: Sequence[Told], says: Says = Says.NAME) -> Inline:
    return tuple(listed(several, says=says)) or (form(_NOTHING),)


def listed(several: Sequence[Told], says: Says = Says.NAME) -> list[Run]:
    """One after another, each with its records."""
    runs: list[Run] = []
    for one in several:
        runs += [run(one.text, one.source, says=says), form("; ")]
    return runs[:-1]


def _joined(several: Sequence[Inline]) -> list[Run]:
    runs: list[Run] = []
    for one in several:
        runs += [*one, form("; ")]
    return runs[:-1]


def _sources(several: Iterable[Told]) -> Sources:
    return tuple(one for told in several for one in told.source)
