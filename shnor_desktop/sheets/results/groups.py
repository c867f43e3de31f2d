"""Measures gathered into groups by sitting; what no heading names is asked: a figure, or which level means «not reached»."""

import re
from collections.abc import Sequence
from dataclasses import replace

from shnor_desktop.rules.figures import FAMILY_LABELS, Family
from shnor_desktop.sheets.book.problems import CellRef, Problem, Reason, Severity
from shnor_desktop.sheets.book.values import Number, plain
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.table import (
    COLUMN_OPTIONS,
    FINAL,
    Column,
    Group,
    Table,
    column_key,
    column_numbers,
    own_words,
    value_at,
)
from shnor_desktop.sheets.results.units import settle_taken
from shnor_desktop.sheets.words.aside import is_rating
from shnor_desktop.sheets.words.hints import Hints, day_of, said, without_day
from shnor_desktop.sheets.words.meaning import (
    COUNT,
    MEASURES,
    PERCENT,
    is_achievement,
    measure_of,
    took_part,
    unit_of,
)

COUNT_FIELDS = {
    "participants": "participants",
    "failed": "failed",
    "mark_3": "count_3",
    "mark_4": "count_4",
    "mark_5": "count_5",
    "high": "high",
    "hundreds": "hundreds",
    "lowered": "lowered",
    "confirmed": "confirmed",
    "raised": "raised",
}


PERCENT_FIELDS = {
    "failed": "failed_pct_e4",
    "mark_3": "pct_3_e4",
    "mark_4": "pct_4_e4",
    "mark_5": "pct_5_e4",
    "high": "high_pct_e4",
    "quality": "quality_pct_e4",
}
FEWEST_LEVELS, FEWEST_DAYS = 3, 2
CLASHING = MEASURES - {"participants", "objectivity", "quality"}
"""Measures a sitting has one of; numbers of people may be those of all pupils and of those who took part."""
_AREA = re.compile(
    r"(?<![а-я])(?:район|област|регион|кра[йюяе](?![а-я])|муниципал|округ|республик|росси|рф(?![а-я])|средн)"
)
_PART = re.compile(r"(?<![а-я])(?:в том числе|из них|в т\. ?ч\.?|в т ?ч(?![а-я]))")
_WHOLE = re.compile(r"(?:всего|итого|общее|все(?: участники)?)(?: по (?:школе|оо))?:?")
_TOTAL = re.compile(r"(?<![а-я])(?:всего|итог|общ(?:ее|ий|ая|ие)(?![а-я])|сумм)")
_EXAM = re.compile(r"(?<![а-я])(?:огэ|к?егэ|гвэ)(?![а-я])")
_OF_THEM = re.compile(
    r"(?:(?:в т\.? ?ч\.?|в том числе|из них|из которых|сда[а-я]+|в форме|форма|чел\.?|человек|к?егэ|огэ|гвэ)(?![а-я])[ ,:()-]*)+"
)
"""«Из них в форме ГВЭ»: a part of those named before."""
EXAMS = frozenset((Family.OGE, Family.EGE, Family.GVE))
SAY_FAILED = frozenset(("failed", "passed", "mark_3", "mark_4", "mark_5"))


def group_measures(table: Table, asking: Asking) -> None:
    """Gather the measures into groups by sitting; what no heading names is asked."""
    _parts_by_form(table, asking)
    settle_taken(table, asking)
    _ask_days(table, asking)
    _ask_measures(table, asking)
    _refuse_clashes(table)
    table.groups = _without_sums_of_levels(table, _groups(table.columns, table.context))
    _same_people(table)


def _without_sums_of_levels(table: Table, groups: list[Group]) -> list[Group]:
    """«Математика (всего)» beside база and профиль is their sum, not one more sitting; so is a named total beside one."""
    levels: dict[Hints, set[str]] = {}
    for group in groups:
        hints = group.hints.over(table.context)
        if hints.level:
            levels.setdefault(replace(hints, level=""), set()).add(hints.level)
    kept = []
    for group in groups:
        hints = group.hints.over(table.context)
        beside = set() if hints.level or not hints.subject else levels.get(hints, set())
        named = any(_TOTAL.search(plain(column.heading)) for column in group.columns)
        if {"base", "profile"} <= beside or beside and named:
            column = group.columns[0]
            text = (
                f"Столбцы «{column.heading[:80]}» — сумма уровней, которые стоят рядом: они оставлены в стороне, "
                "взяты сами уровни."
            )
            where = table.grid.ref(table.block.first, column.index)
            table.told.append(Problem(Severity.NOTE, text, "", where, reason=Reason.ASIDE))
            for one in group.columns:
                one.meaning = "ignored"
        else:
            kept.append(group)
    return kept


def _same_people(table: Table) -> None:
    """Those who failed «с учётом пересдачи» beside those who did before it are of the same participants."""
    for group in table.groups:
        hints = group.hints.over(table.context)
        if group.counts_people or group.hints.season != FINAL:
            continue
        main = (one for one in table.groups if one.hints.over(table.context) == replace(hints, season=""))
        people = next((column for one in main if (column := one.of("participants"))), None)
        if people is not None:
            group.columns.insert(0, people)


def _ask_days(table: Table, asking: Asking) -> None:
    """«Математика 27.05» and «Математика 03.06» are days of one exam: they are added up when others sat it each day, which
    only a person knows. Days beside a total of them are its parts."""
    found: dict[tuple[Hints, str], dict[str, list[Column]]] = {}
    if not any(day_of(text) for chain in table.block.chains for text in chain):
        return
    for column in table.columns:
        if column.meaning in MEASURES:
            chain = table.block.chains[column.index]
            rest = " ".join(without_day(text) for text in chain if not measure_of(text)).strip()
            day = next((day for text in chain if (day := day_of(text))), "")
            hints = column.hints
            if hints.over(table.context).family in EXAMS and hints.season != FINAL:
                hints = replace(hints, season="")  # an exam in May and in June is one
            found.setdefault((hints, rest), {}).setdefault(day, []).append(column)
    for days in found.values():
        telling = [day for day, columns in days.items() if any(c.meaning in SAY_FAILED for c in columns)]
        if sum(map(bool, telling)) < FEWEST_DAYS:
            continue
        answer = "whole" if "" in telling else _days_answer(table, asking, [days[day][0] for day in telling])
        for day, columns in days.items():
            taken = (
                answer == "sum"
                or (answer == "whole" and not day)
                or (answer == "first" and day == telling[0])
            )
            for column in columns:
                column.part = day if answer == "sum" else ""
                column.meaning = column.meaning if taken and (day or answer == "whole") else "ignored"


def _days_answer(table: Table, asking: Asking, firsts: list[Column]) -> str:
    chains = [table.block.chains[column.index] for column in firsts]
    shown = [next(text for text in chain if day_of(text))[:60] for chain in chains]
    return ask_days(asking, shown, table.grid.ref(table.block.first, firsts[1].index))


def ask_days(asking: Asking, shown: Sequence[str], where: CellRef) -> str:
    """Did others sit the exam on each of its days? sum, first, none; "" when that is not answered."""
    text = f"«{shown[0]}» и «{shown[1]}» — дни одного экзамена. Разные ли участники сдавали его в эти дни?"
    options = (
        ("sum", "Разные: сложить"),
        ("first", "Есть и те же самые: взять только первый из дней"),
        ("none", "Не загружать"),
    )
    return asking.ask(f"days:{asking.kin}", text, options, where)


def _refuse_clashes(table: Table) -> None:
    """Columns that say one thing of one sitting twice, and differently, under headings of their own: neither is taken."""
    if table.grid.places is not None:
        return  # refused whole
    told: dict[tuple[Hints, str, str, str], Column] = {}
    clashes: dict[Hints, tuple[Column, Column]] = {}
    subjects = any(column.hints.subject for column in table.columns)
    named_outside = bool(table.context.subject) or "subject" in table.roles
    for column in table.columns:
        if column.meaning in CLASHING and (column.hints.subject or named_outside or not subjects):
            held = told.setdefault((column.hints, column.part, column.meaning, column.unit), column)
            if held is not column and _clash(table, held, column):
                clashes.setdefault(column.hints, (held, column))
    for hints, (held, column) in clashes.items():
        where = table.grid.ref(table.block.first, column.index)
        text = (
            f"Столбцы «{held.heading[:60]}» и «{column.heading[:60]}» — об одном проведении, а числа в них разные. "
            "Результаты этого проведения не загружены."
        )
        advice = (
            "Назовите в заголовках, чем они различаются (предмет, уровень, класс, год), сложите их в одну группу "
            "столбцов или оставьте одну."
        )
        table.told.append(Problem(Severity.REFUSED, text, advice, where, reason=Reason.LAYOUT))
        for one in table.columns:
            if one.hints == hints and one.meaning in MEASURES:
                one.meaning = "ignored"


def _clash(table: Table, held: Column, column: Column) -> bool:
    """Do the headings differ by more than the measure («Математика 27.05», «Математика 03.06» over «сдали») or not at
    all, and the figures differ?"""
    apart = _outside_measures(table, held) != _outside_measures(table, column)
    return (
        (apart or plain(held.heading) == plain(column.heading))
        and not _is_part(table, held, column)
        and _of_one_side(held, column)
        and _differ(table, held, column)
    )


def _is_part(table: Table, held: Column, column: Column) -> bool:
    """«В том числе с ОВЗ» beside the whole, or anything beside «всего»: the whole, which stands first, is what counts."""
    below = (
        table.first if held.heading == column.heading else -1
    )  # a line of the heading that none of its words told
    whole, part = (
        [plain(text) for text in (*table.block.chains[at], table.grid.text(below, at) if below >= 0 else "")]
        for at in (held.index, column.index)
    )
    inside = any(map(_PART.search, part)) and not any(map(_PART.search, whole))
    return inside or any(map(_WHOLE.fullmatch, whole)) and not any(map(_WHOLE.fullmatch, part))


def _of_one_side(held: Column, column: Column) -> bool:
    """A share of the school beside that of its area is a comparison, not a second group."""
    return (_AREA.search(plain(held.heading)) is None) == (_AREA.search(plain(column.heading)) is None)


def _outside_measures(table: Table, column: Column) -> str:
    chain = table.block.chains[column.index]
    return " / ".join(plain(text) for text in chain if not measure_of(text) or len(chain) == 1)


def _differ(table: Table, held: Column, column: Column) -> bool:
    """Is there a row in which the two columns say different things?"""
    rows = range(table.first, table.end)
    return any(value_at(table, row, held) != value_at(table, row, column) for row in rows)


def _parts_by_form(table: Table, asking: Asking) -> None:
    """«Всего», «в т. ч. ОГЭ», «в т. ч. ГВЭ» beside «не сдали ОГЭ»: those who sat each exam, not «всего»."""
    by_name = [column for column in table.columns if _exam_named(table, column)]
    if not by_name:
        return
    told = {_exam_of(column) for column in by_name if column.meaning in SAY_FAILED}
    parts = [
        column for column in by_name if column.meaning == "participants" or _is_of_them(table, column, asking)
    ]
    split = {_subject_of(part) for part in parts if _exam_of(part) in told}
    apart = {(_subject_of(column), column.meaning) for column in by_name if column.meaning in SAY_FAILED}
    together = [
        column
        for column in table.columns
        if column not in by_name
        and _subject_of(column) in split
        and (column.meaning == "participants" or (_subject_of(column), column.meaning) in apart)
    ]
    for column in together:
        if column.meaning in SAY_FAILED:
            where = table.grid.ref(table.block.first, column.index)
            text = f"«{column.heading[:80]}» — по всем экзаменам вместе: взято то, что названо по каждому."
            table.told.append(Problem(Severity.NOTE, text, "", where, reason=Reason.ASIDE))
        column.meaning = "ignored"
    for part in parts:
        if part.meaning != "participants" and told:
            part.meaning, part.unit = ("participants", COUNT) if _exam_of(part) in told else ("ignored", "")
    if not told:
        _undivided(table, asking, [part for part in parts if part.meaning == "unknown"])


def _undivided(table: Table, asking: Asking, parts: list[Column]) -> None:
    """«Всего», «из них ОГЭ», «из них ГВЭ» beside one «2»: whose it is must be said, unless nobody sat ГВЭ."""
    both = {part.hints.family for part in parts}
    other = [part for part in parts if part.hints.family == Family.GVE]
    measures = [column for column in table.columns if column.meaning in MEASURES]
    if len(both) != 2 or not other or not any(column.meaning in SAY_FAILED for column in measures):
        return
    exam = FAMILY_LABELS[Family((both - {Family.GVE}).pop())]
    answer = "exam"
    if any(number.e4 for part in other for number in column_numbers(table, part)):
        text = f"Участники {exam} и ГВЭ даны отдельно, а отметки общие. О ком отметки на листе «{table.grid.name}»?"
        options = (("exam", f"Только {exam}"), ("both", f"{exam} и ГВЭ вместе: не загружать"))
        where = table.grid.ref(table.block.first, other[0].index)
        answer = asking.ask(f"parts:{asking.source}:{table.grid.name}", text, options, where)
    for column in measures:
        if answer != "exam" or column.meaning == "participants":
            column.meaning = "ignored"
    for part in parts:
        kept = answer == "exam" and part not in other
        part.meaning, part.unit = ("participants", COUNT) if kept else ("ignored", "")
        part.hints = _subject_of(part)


def _exam_named(table: Table, column: Column) -> bool:
    return any(_EXAM.search(plain(text)) for text in table.block.chains[column.index])


def _is_of_them(table: Table, column: Column, asking: Asking) -> bool:
    """Says its heading, beside the subject, nothing but «из них» and the exam?"""
    own = [text for text in table.block.chains[column.index] if not asking.hints(text).subject]
    return column.meaning == "unknown" and bool(own) and all(_OF_THEM.fullmatch(plain(text)) for text in own)


def _exam_of(column: Column) -> tuple[str, str]:
    return column.hints.family, column.hints.subject


def _subject_of(column: Column) -> Hints:
    return replace(column.hints, family="", grade=0)


def _ask_measures(table: Table, asking: Asking) -> None:
    """Figures under a sitting whose heading names no measure are asked about, unless the sitting has failed."""
    telling = {"failed", "passed", "mark_3", "mark_4", "mark_5", "objectivity"}
    told = {column.hints for column in table.columns if column.meaning in telling}
    _ask_participants(table, asking)
    for column in table.columns:
        if column.meaning != "unknown" or column.hints in told or not column_numbers(table, column):
            continue
        if told and not column.hints.subject and any(hints.subject for hints in told):
            continue  # stands beside the subjects, not under one
        if is_rating(column.heading):
            continue  # a place among schools, of whatever year
        if told and is_achievement(table.block.chains[column.index][0]):
            continue  # «повышенный уровень» beside those who failed
        words = own_words(table.block.chains[column.index], asking.hints)
        if not words and not column.hints:
            continue
        if not words and any(other.hints == column.hints for other in table.columns if other is not column):
            continue
        key = column_key(words) if words else f"measure:{asking.source}:{table.grid.name}"
        shown = words or column.heading
        where = table.grid.ref(table.block.first, column.index)
        answer = asking.ask(key, f"Что записано в столбце «{shown}»?", COLUMN_OPTIONS, where)
        if answer:
            column.meaning, _, column.unit = answer.partition(":")


def _ask_participants(table: Table, asking: Asking) -> None:
    """Where shares stand without the number of participants, a column of whole numbers before them may be it."""
    if any(c.meaning in ("participants", "mark") for c in table.columns):
        return
    share = next((c for c in table.columns if c.meaning in SAY_FAILED), None)
    counted = {c.meaning for c in table.columns if c.meaning in SAY_FAILED and c.unit != PERCENT}
    if share is None or {"failed", "passed"} <= counted or SAY_FAILED - {"passed"} <= counted:
        return
    told = [row for row in range(table.first, table.end) if isinstance(value_at(table, row, share), Number)]
    for column in table.columns:
        if column.meaning != "unknown" or column.hints != share.hints or is_rating(column.heading):
            continue
        numbers = column_numbers(table, column)
        if len(numbers) * 2 <= len(told) or any(one.whole is None or one.percent_sign for one in numbers):
            continue
        words = own_words(table.block.chains[column.index], asking.hints) or column.heading
        where = table.grid.ref(table.block.first, column.index)
        options = (("participants:count", "Число участников"), ("ignored:", "Не загружать"))
        text = f"Число участников не найдено. Не оно ли стоит под «{words[:80]}»?"
        answer = asking.ask(column_key(words), text, options, where)
        if answer:
            column.meaning, _, column.unit = answer.partition(":")
        return


def _groups(columns: list[Column], context: Hints) -> list[Group]:
    """Columns with figures by what their headings say of the sitting."""
    found: dict[tuple[Hints, str], list[Column]] = {}
    for column in columns:
        if column.meaning in MEASURES:
            found.setdefault((column.hints, column.part), []).append(column)
    for (hints, _), members in found.items():
        _top_marks_of_exams(members, hints.over(context))
    groups = []
    for (hints, part), members in found.items():
        kept = _distinct(members)
        groups.append(Group(hints, kept, [column for column in members if column not in kept], part))
    return _joined(_of_one_sitting(groups, context))


def _of_one_sitting(groups: list[Group], context: Hints) -> list[Group]:
    """«Средний балл 2025» beside «не преодолели» under the title «2025» is the same sitting, unless it says twice."""
    kept: list[Group] = []
    for group in groups:
        same = next((one for one in kept if one.hints.over(context) == group.hints.over(context)), None)
        if same is None or _overlap(same, group):
            kept.append(group)
        else:
            columns = sorted((*same.columns, *group.columns), key=lambda column: column.index)
            kept[kept.index(same)] = Group(same.hints.over(group.hints), columns)
    return kept


def _overlap(one: Group, other: Group) -> bool:
    return one.part != other.part or bool(
        {(c.meaning, c.unit) for c in one.columns} & {(c.meaning, c.unit) for c in other.columns}
    )


def _joined(groups: list[Group]) -> list[Group]:
    """«Участников ЕГЭ» beside «не преодолели порог»: two halves of one result, when nothing else can be meant."""
    if len(groups) != 2:
        return groups
    inner, outer = sorted(groups, key=lambda group: len(said(group.hints)))
    if _overlap(inner, outer) or not said(inner.hints).items() <= said(outer.hints).items():
        return groups
    columns = sorted((*inner.columns, *outer.columns), key=lambda column: column.index)
    return [Group(outer.hints, columns)]


def _top_marks_of_exams(columns: list[Column], hints: Hints) -> None:
    """ЕГЭ has no marks but in the basic mathematics: a share of «5» there is the share of high scores."""
    if hints.family != Family.EGE or hints.level == "base":
        return
    names = {column.meaning for column in columns}
    if "mark_5" in names and not names & {"mark_3", "mark_4", "high"}:
        next(column for column in columns if column.meaning == "mark_5").meaning = "high"


def _distinct(columns: list[Column]) -> list[Column]:
    """One column for a measure: of two numbers of people the one that says they took part, else the first."""
    kept: dict[tuple[str, str], Column] = {}
    for column in columns:
        key = (column.meaning, "" if column.meaning == "participants" else column.unit)
        held = kept.setdefault(key, column)
        if held is column:
            continue
        if column.meaning == "participants" and took_part(column.heading) and not took_part(held.heading):
            kept[key] = column
            held.meaning = "ignored"
        else:
            column.meaning = "ignored"
    return sorted(kept.values(), key=lambda column: column.index)


def ask_levels(table: Table, asking: Asking) -> bool:
    """Shares by levels of achievement instead of marks: which level means «not reached» must be said. False until it is."""
    chains = table.block.chains
    levels = [column for column in table.columns if any(map(is_achievement, chains[column.index][:1]))]
    if len(levels) < FEWEST_LEVELS or table.roles.get("level") in levels:
        return True
    if any(column.meaning in SAY_FAILED for column in table.columns if column not in levels):
        for column in levels:  # marks say it
            column.meaning = "ignored"
        return True
    names = [plain(chains[column.index][0]) for column in levels]
    options = (
        *((name, f"Не справились — уровень «{name}»") for name in dict.fromkeys(names)),
        ("none", "Никакой: не справившихся здесь не видно"),
    )
    where = table.grid.ref(table.block.first, levels[0].index)
    text = "Результаты даны по уровням, а не отметками. Какой уровень значит, что участник не справился?"
    answer = asking.ask(f"levels:{asking.kin}:{', '.join(dict.fromkeys(names))}", text, options, where)
    for column, name in zip(levels, names, strict=True):
        unit = next((found for text in chains[column.index] if (found := unit_of(text))), "")
        column.meaning, column.unit = ("failed", unit) if name == answer else ("ignored", "")
    return bool(answer)


def places(table: Table, group: Group, row: int) -> dict[str, CellRef]:
    """Which cell each field of the figures comes from."""
    found: dict[str, CellRef] = {}
    for column in group.columns:
        where = table.grid.ref(row, column.index)
        for name in _fields_of(column):
            found.setdefault(name, where)
    return found


def _fields_of(column: Column) -> tuple[str, ...]:
    if column.meaning == "mean":
        return ("mean_e4",)
    if column.meaning == "passed":
        return ("failed", "failed_pct_e4")
    if column.unit == PERCENT:
        return (PERCENT_FIELDS.get(column.meaning, column.meaning),)
    return (COUNT_FIELDS[column.meaning],) if column.meaning in COUNT_FIELDS else ()
