"""What the columns of a table are: meanings and sittings from their headings, what stands aside, who is named where."""

import itertools
import re
from dataclasses import replace

from shnor_desktop.rules.figures import Family
from shnor_desktop.sheets.book.grid import Grid
from shnor_desktop.sheets.book.problems import Problem, Reason, Severity
from shnor_desktop.sheets.book.values import plain, value_of
from shnor_desktop.sheets.results.heading_blocks import Block
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.table import FINAL, TELLING, Column, Table, column_key, own_words
from shnor_desktop.sheets.words.aside import SUPERSEDED, is_of_journal, is_resit, parts_figures
from shnor_desktop.sheets.words.hints import (
    Hints,
    is_year_alone,
    nearest,
    only_in_brackets,
)
from shnor_desktop.sheets.words.meaning import (
    COUNT,
    LABELS,
    MEASURES,
    PERCENT,
    SITTING_COLUMNS,
    is_code,
    is_number_of_school,
    is_short_number,
    measure_and_unit,
    measure_of,
    numbered_name,
    role_of,
    unit_of,
)
from shnor_desktop.sheets.words.persons import is_person

_CLASS = re.compile(r"(?:по )?(?:класс(?:ы|ам|ах)?|кл\.?|параллел[ьи]|параллелям|парал{1,2}\.?)")
_MARKS = frozenset(("failed", "mark_3", "mark_4", "mark_5"))
_ORDER = ("failed", "mark_3", "mark_4", "mark_5")
COMPARED = frozenset(("lowered", "confirmed", "raised", "objectivity"))
_NUMBER_AND_SHARE = re.compile(r"(?:чел\w*|кол-?во|количество|число|абс)\.?[^%]{0,20}(?:%|дол[яи]|процент)")
_PAIR = re.compile(r"(\d{1,5}) ?[/\\;|] ?(\d{1,3}(?:[.,]\d{1,3})?)")
_SHARE = re.compile(r"%|(?:в )?процент[а-я]*|дол[яи](?:,? %)?|в %")
_PEOPLE = re.compile(r"чел\.?|человек|кол-?во(?:,? чел\.?)?|количество|абс\.?|число")
FIRST_ROWS = 4
"""A column of units says so in its first rows."""
_EARLIER = re.compile(r"(?<![а-я])впл(?![а-я])|прошлых лет|(?<![а-я])спо(?![а-я])|экстерн")
_THIS_YEAR = re.compile(r"(?<![а-я])втг(?![а-я])|(?:текущ|эт)[а-я]* (?:уч[а-я.]* )?год")
ID_ROLES = frozenset(("school", "code", "municipality"))
PUPILS = frozenset(("test_score", "mark"))
"""Columns of single pupils: what stands beside them without a known heading may be their names."""


def build(grid: Grid, block: Block, end: int, asking: Asking, outer: tuple[str, ...]) -> Table:
    """The table under a heading block; `outer` are sheet and file name."""
    titles = block.titles
    context = nearest(asking.hints(text) for text in (*titles, *outer))
    strip = _other_years(block, context)
    columns = [_column(at, chain, asking, strip) for at, chain in enumerate(block.chains) if chain]
    _marks_of_schools(columns)
    _continued(columns)
    table = Table(grid, block, end, columns, [], context, titles, outer)
    _without_shares(table)
    _resits(table)
    _journal(table)
    _of_other_years(table)
    _superseded(table)
    _pairs(table)
    _numbers_of_schools(table)
    _settle_roles(table)
    _measure_from_titles(table)
    return table


def _other_years(block: Block, context: Hints) -> frozenset[str]:
    """Texts of the heading that name a year in brackets only, which is not that of the column: the title or the sheet
    names one, or it stands among other words. Different years alone in brackets are those of the columns."""
    texts = {text: only_in_brackets(text) for chain in block.chains for text in chain if "(" in text}
    texts = {text: bracketed for text, bracketed in texts.items() if bracketed}
    alone = {text for text, bracketed in texts.items() if is_year_alone(bracketed)}
    dated = context.year or context.school_year >= 0
    if len({texts[text] for text in alone}) > 1 or not dated:
        return frozenset(texts.keys() - alone)
    return frozenset(texts)


def _hints(text: str, asking: Asking, strip: frozenset[str]) -> Hints:
    found = asking.hints(text)
    return replace(found, year=0, school_year=-1) if text in strip else found


def _column(index: int, chain: tuple[str, ...], asking: Asking, strip: frozenset[str]) -> Column:
    heading = " / ".join(reversed(chain))
    hints = nearest(_hints(text, asking, strip) for text in chain)
    answer = asking.known(column_key(heading)) or asking.known(column_key(own_words(chain, asking.hints)))
    if answer:
        meaning, _, unit = answer.partition(":")
        if meaning in LABELS:
            return Column(index, heading, meaning, unit, hints)
    graded = _grade_under_class(chain)
    if graded:
        hints, chain = replace(hints, grade=graded, programme_grade=0), chain[1:]
    role = role_of(chain[0])
    measure, unit = measure_and_unit(chain)
    if role and (not measure or measure_of(chain[0]) in ("", "participants", "ignored")):
        return Column(index, heading, role, "", hints)
    if measure:
        return Column(index, heading, measure, unit, hints)
    upper = next((found for text in chain if (found := role_of(text)) in ID_ROLES | SITTING_COLUMNS), "")
    return Column(index, heading, upper or "unknown", unit, hints)


def _marks_of_schools(columns: list[Column]) -> None:
    """«Mark5» is the mark of a pupil, but beside mark2, mark3, mark4 it is one of the marks of a school."""
    if {"failed", "mark_3", "mark_4"} <= {column.meaning for column in columns}:
        for column in columns:
            if column.meaning == "mark" and plain(column.heading).endswith("5"):
                column.meaning = "mark_5"


def _without_shares(table: Table) -> None:
    """«Чел.» and under it «%» beside one school: the second line says the first again, so its figures are not read."""
    measured = [column.index for column in table.columns if column.meaning in MEASURES]
    begin = range(table.first, min(table.end, table.first + FIRST_ROWS))
    for at in range(min(measured, default=0)):
        if not any(_PEOPLE.fullmatch(plain(table.grid.text(row, at))) for row in begin):
            continue
        words = {row: plain(table.grid.text(row, at)) for row in range(table.first, table.end)}
        shares = {row for row, word in words.items() if _SHARE.fullmatch(word)}
        people = {row for row, word in words.items() if _PEOPLE.fullmatch(word)}
        if shares and people and len(shares | people) * 2 > sum(map(bool, words.values())):
            for row in shares:
                if row - 1 in people:
                    table.grid.rows[row] = [""] * table.grid.width
            return


def _continued(columns: list[Column]) -> None:
    """«Сдали ОГЭ МА на «2»», «на «3»», «на «4»», «на «5»»: what follows is about the same sitting."""
    for before, column in itertools.pairwise(columns):
        if column.hints or not before.hints or column.index != before.index + 1:
            continue
        if {before.meaning, column.meaning} <= _MARKS and before.unit == column.unit:
            step = _ORDER.index(column.meaning) - _ORDER.index(before.meaning)
            if abs(step) == 1:
                column.hints = before.hints


def _pairs(table: Table) -> None:
    """«5/11,4» under «чел./%»: the heading says that a number stands there with its share."""
    for column in table.columns:
        if column.meaning not in MEASURES or not _NUMBER_AND_SHARE.search(plain(column.heading)):
            continue
        for row in range(table.first, table.end):
            found = _PAIR.fullmatch(table.grid.text(row, column.index))
            if found:
                table.grid.rows[row][column.index] = f"{found[1]} ({found[2]} %)"
                column.unit = COUNT


def _resits(table: Table) -> None:
    """Columns of a resit beside those of the main period are left aside; a table of nothing else is told of whole."""
    chains = table.block.chains
    measured = [column for column in table.columns if column.meaning in MEASURES]
    resit = [
        column
        for column in measured
        if column.hints.season != FINAL and any(is_resit(text) for text in chains[column.index])
    ]
    main = {column.meaning for column in measured if column not in resit}
    if resit and main & {"failed", "mark_3", "mark_4", "mark_5", "passed"}:
        text = f"Столбцы пересдачи («{resit[0].heading[:80]}») оставлены в стороне: засчитывается основной период."
        _leave(table, resit, text)


def _of_other_years(table: Table) -> None:
    """«ВТГ» beside «ВПЛ» without a column of both: graduates of earlier years are no pupils of the school."""
    chains = table.block.chains
    past, present, both = [], set(), set()
    for column in table.columns:
        if column.meaning in MEASURES:
            texts = [plain(text) for text in chains[column.index]]
            if any(map(_EARLIER.search, texts)):
                past.append(column)
            elif any(map(_THIS_YEAR.search, texts)):
                present.add(column.meaning)
            else:
                both.add(column.meaning)
    if present and past and not present & both:
        text = (
            f"Столбцы «{past[0].heading[:80]}» оставлены в стороне: засчитываются выпускники текущего года."
        )
        _leave(table, past, text)


def _superseded(table: Table) -> None:
    """Plans beside facts and figures before the appeals beside those after them are left aside."""
    if not any(parts_figures(text) for chain in table.block.chains for text in chain):
        return
    for earlier, later in SUPERSEDED:
        old, new = (_said_under(table, pattern) for pattern in (earlier, later))
        kept = {(column.meaning, column.hints) for column in new}
        if old := [column for column in old if (column.meaning, column.hints) in kept]:
            text = f"Столбцы «{old[0].heading[:80]}» оставлены в стороне: взято «{new[0].heading[:80]}»."
            _leave(table, old, text)


def _said_under(table: Table, pattern: re.Pattern[str]) -> list[Column]:
    """Measures of which one line of the heading says just that."""
    measured = [column for column in table.columns if column.meaning in MEASURES]
    return [
        one
        for one in measured
        if any(pattern.fullmatch(plain(text)) for text in table.block.chains[one.index])
    ]


def _leave(table: Table, columns: list[Column], text: str) -> None:
    """Leaves columns aside and tells why."""
    where = table.grid.ref(table.block.first, columns[0].index)
    table.told.append(Problem(Severity.NOTE, text, "", where, reason=Reason.ASIDE))
    for column in columns:
        column.meaning = "ignored"


def _journal(table: Table) -> None:
    """Marks of the year or the quarter beside those of the work are no results of it."""
    chains = table.block.chains
    measured = [column for column in table.columns if column.meaning in MEASURES - COMPARED]
    for beside_work in (False, True):
        found = [
            column
            for column in measured
            if any(is_of_journal(text, beside_work=beside_work) for text in chains[column.index])
        ]
        work = [column for column in measured if column not in found and column.meaning in TELLING]
        if found and (work or not beside_work):
            text = f"Столбцы «{found[0].heading[:80]}» — отметки по журналу, а не за работу: они оставлены в стороне."
            _leave(table, found, text)
            return


def is_class_heading(text: str) -> bool:
    """«Класс», «по параллелям»: the digits under it are grades, not marks."""
    return _CLASS.fullmatch(plain(text)) is not None


def _grade_under_class(chain: tuple[str, ...]) -> int:
    """«5» under «Классы» is a grade, not a mark."""
    if not chain[0].isdigit() or not 1 <= int(chain[0]) <= 11:
        return 0
    return int(chain[0]) if any(is_class_heading(text) for text in chain[1:]) else 0


def _numbers_of_schools(table: Table) -> None:
    """1, 2, 15 under «№ ОО», or under «Школа» itself, are names of schools, unless a column beside names them."""
    chains = table.block.chains
    named = [column for column in table.columns if column.meaning == "school"]
    for column in table.columns:
        numbered = is_number_of_school(chains[column.index][0]) and column.meaning not in MEASURES
        if numbered and column.meaning == "unknown":
            column.meaning = "code" if _holds_codes(table, column) else "school"
        if not numbered and column not in named or not _holds_numbers(table, column):
            continue
        others = any(other is not column and not _holds_numbers(table, other) for other in named)
        column.meaning = "number" if others else "school"
        if not others:
            row = next(
                row for row in _shown_rows(table) if is_short_number(table.grid.text(row, column.index))
            )
            where, number = table.grid.ref(row, column.index), table.grid.text(row, column.index)
            text = f"Школы в столбце «{column.heading[:80]}» названы номерами: {number} прочитано как «{numbered_name(number)}»."
            table.told.append(Problem(Severity.NOTE, text, "", where, reason=Reason.DOUBTED))


def _shown_rows(table: Table) -> range:
    return range(table.first, min(table.end, table.first + 50))


def _holds_numbers(table: Table, column: Column) -> bool:
    texts = [text for row in _shown_rows(table) if (text := table.grid.text(row, column.index))]
    return bool(texts) and sum(map(is_short_number, texts)) * 2 >= len(texts)


def _settle_roles(table: Table) -> None:
    """One column for a role; of several «названия» the one that holds names."""
    for column in table.columns:
        if column.meaning in MEASURES or column.meaning in ("ignored", "unknown", "number", "person"):
            continue
        held = table.roles.setdefault(column.meaning, column)
        if held is not column:
            _second(table, held, column)
    if "school" not in table.roles and not table.roles.keys() & PUPILS:
        names = _names_column(table)
        if names is not None:
            names.meaning = "school"
            table.roles["school"] = names


def _second(table: Table, held: Column, column: Column) -> None:
    """«ОО» with logins beside «Название ОО»: the first is a code; any other repeat is passed over."""
    if column.meaning == "school" and "code" not in table.roles:
        for codes, names in ((held, column), (column, held)):
            if _holds_codes(table, codes) and not _holds_codes(table, names):
                codes.meaning, names.meaning = "code", "school"
                table.roles["code"], table.roles["school"] = codes, names
                return
    column.meaning = "ignored"


def _holds_codes(table: Table, column: Column) -> bool:
    texts = [text for row in _shown_rows(table) if (text := table.grid.text(row, column.index))]
    return bool(texts) and sum(is_code(text) for text in texts) * 2 > len(texts)


def _names_column(table: Table) -> Column | None:
    """Without a heading of schools: the first column that mostly holds different texts."""
    headed = {column.index: column for column in table.columns}
    rows = range(table.first, min(table.end, table.first + 200))
    for at in range(table.grid.width):
        column = headed.get(at) or Column(at, "", "unknown")
        if column.meaning != "unknown":
            continue
        texts = [value for row in rows if isinstance(value := value_of(table.grid.own(row, at)), str)]
        persons = sum(map(is_person, texts))
        if len(texts) * 2 > len(rows) and len(set(texts)) * 2 > len(texts) and persons * 2 < len(texts):
            if at not in headed:
                table.columns.insert(0, column)
            return column
    return None


def _measure_from_titles(table: Table) -> None:
    """Headings may name sittings only; then the title says what the figures are."""
    if any(column.meaning in MEASURES for column in table.columns):
        return
    texts = [
        text
        for text in (*table.titles, *table.outer)
        if unit_of(text) == PERCENT or measure_of(text) == "failed"
    ]
    for text in texts:
        measure, unit = measure_and_unit((text,))
        if measure in MEASURES:
            for column in table.columns:
                if column.meaning == "unknown" and column.hints:
                    column.meaning, column.unit = measure, unit
            return


def with_inferred_family(table: Table) -> Hints:
    """Only ЕГЭ has hundreds and high scores, only ВПР is compared with the journal and has logins."""
    if table.context.family:
        return table.context
    meanings = {column.meaning for group in table.groups for column in group.columns}
    if "hundreds" in meanings:
        return replace(table.context, family=Family.EGE)
    if meanings & {"lowered", "confirmed", "raised"}:
        return replace(table.context, family=Family.VPR)
    return table.context


def stray_columns(table: Table) -> list[int]:
    """Columns without a heading, right of the schools, that are filled in few rows only."""
    headed = {column.index for column in table.columns}
    keys = [table.roles[name].index for name in ("school", "code") if name in table.roles]
    start = min(keys, default=0) + 1
    rows = range(table.first, table.end)
    strays = []
    for at in range(start, table.grid.width):
        if at in headed:
            continue
        filled = sum(value_of(table.grid.own(row, at)) is not None for row in rows)
        if filled and filled * 2 <= len(rows):
            strays.append(at)
    return strays
