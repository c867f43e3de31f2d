"""What a check of a programme finds: lost numbers, two lists of one thing, other years in the texts, targets nobody can reach. What
the records prove is sure; what is only likely is asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from shnor_desktop.operations.programme import claims, indicators, outline, twins, wording
from shnor_desktop.operations.programme.indicators import IndicatorTable
from shnor_desktop.operations.programme.outline import Outline, PartNode
from shnor_desktop.operations.programme.page import tabled
from shnor_desktop.rules.deadlines import redating
from shnor_desktop.rules.words import units
from shnor_desktop.rules.words.russian import counted, joined

_ROMAN = re.compile(r"[IVXІХ]+\.?")
_ARABIC = re.compile(r"\d+[.)]?")
_NUMBERED = re.compile(r"\s*(\d{1,3})[.)](?!\d)\s*\S")
_INSIDE = re.compile(r"(?:^\s*|(?<=[а-яё»)]{3}[.;:])\s+)(\d{1,3})[.)](?!\d)\s*(?=[^\W\d])")
"""The same where a list begins, or goes on, in the middle of a line."""
_SUBJECTS = (
    ("цел", "Цель"),
    ("задач", "Задачи"),
    ("результат", "Ожидаемые результаты"),
    ("направлен", "Направления"),
)
_MOST = 5
WRITTEN_TWICE = "written_twice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `sure`: the records prove it; else it is a question."""

    code: str
    sure: bool
    text: str
    uids: tuple[bytes, ...] = ()
    """The records it is about; the first is gone to."""


def told(found: Iterable[Finding]) -> str:
    """«3 замечания, 2 вопроса»."""
    every = list(found)
    sure = sum(one.sure for one in every)
    parts = [
        counted(sure, "замечание", "замечания", "замечаний") if sure else "",
        counted(len(every) - sure, "вопрос", "вопроса", "вопросов") if sure < len(every) else "",
    ]
    return ", ".join(part for part in parts if part)


def of_programme(session: Session, programme: bytes) -> tuple[Finding, ...]:
    """All remarks on a programme."""
    found, table = outline.outline(session, programme), indicators.table(session, programme)
    every = [
        *written_twice(session, programme, "part", "indicator"),
        *findings(found, table),
        *of_words(wording.remarks(session, found, table)),
        *of_words(claims.remarks(session, found)),
    ]
    return tuple(sorted(every, key=lambda one: not one.sure))


def of_words(remarks: Iterable[wording.Remark]) -> Iterator[Finding]:
    """Remarks on words as findings."""
    return (Finding(slip.code, slip.sure, slip.text, uids) for slip, uids in remarks)


def written_twice(session: Session, programme: bytes, *kinds: str) -> Iterator[Finding]:
    """What its records alone tell: that there are two of them; it leads to those of these kinds."""
    if found := twins.find(session, programme):
        uids = tuple(uid for one in found if one.code in kinds for uid in one.uids)
        yield Finding(WRITTEN_TWICE, True, twins.remark(found), uids)


def findings(found: Outline, table: IndicatorTable) -> tuple[Finding, ...]:
    """All remarks, what is proved first."""
    every = [
        *_requisites(found),
        *_headings(found),
        *(one for part in found.walk() for one in _lists(part)),
        *_other_years(found),
        *_twice(found),
        *_financing(found),
        *_indicators(table),
        *_units(found, table),
    ]
    return tuple(sorted(every, key=lambda one: not one.sure))


def _requisites(found: Outline) -> Iterator[Finding]:
    line = found.programme
    if line.kind == "external":
        return  # It is approved elsewhere, and its days bind nobody here.
    if line.approved_by is None:
        text = "Не указано, чем утверждена программа: грифа утверждения, даты и номера не будет."
        yield Finding("requisites_missing", True, text, (line.uid,))
    if not (line.starts and line.ends):
        yield Finding(
            "period_missing", True, "Период программы не указан: сроки плана не читаются.", (line.uid,)
        )


def _headings(found: Outline) -> Iterator[Finding]:
    """Numbers of sections in two ways of writing."""
    sections = [one for one in found.parts if one.title and one.place in ("section", "plan")]
    bare = [one for one in sections if not one.number]
    if bare and len(sections) - len(bare) > 1:
        names = "; ".join(wording.part_name(one) for one in bare[:_MOST])
        rest = f"; ещё {len(bare) - _MOST}" if len(bare) > _MOST else ""
        text = f"Одни разделы с номерами, другие без номеров: {names}{rest}."
        yield Finding("heading_numbering", True, text, (bare[0].uid,))
    top = [one for one in found.parts if one.number and one.place != "passport"]
    roman = [one for one in top if _ROMAN.fullmatch(one.number)]
    arabic = [one for one in top if _ARABIC.fullmatch(one.number)]
    if roman and arabic:
        other = arabic[0]
        text = f"Разделы пронумерованы по-разному: «{roman[0].number}» и «{other.number}»."
        yield Finding("heading_numbering", True, text, (other.uid,))
    numbers = [one for one in found.walk() if one.number and one not in roman and one.place != "passport"]
    dotted = [one for one in numbers if one.number.endswith(".")]
    if dotted and len(dotted) < len(numbers):
        plain = next(one for one in numbers if one not in dotted)
        text = f"Номера написаны по-разному: «{plain.number}» и «{dotted[0].number}»."
        yield Finding("number_style", True, text, (plain.uid,))


def _lists(part: PartNode) -> Iterator[Finding]:
    numbers = [int(one[1]) for line in part.typed.splitlines() for one in _INSIDE.finditer(line)]
    if len(numbers) > 1:
        for text in gaps(numbers):
            yield Finding("numbering_gap", True, f"{wording.part_name(part)}: {text}.", (part.uid,))


def gaps(numbers: Iterable[int]) -> Iterator[str]:
    """«после номера 2 идёт 4 — пропущен 3», «номер 1 повторён»."""
    for before, after in pairwise(numbers):
        lost = [str(one) for one in range(before + 1, after)]
        if after == before:
            yield f"номер {after} повторён"
        elif after < before:
            yield f"после номера {before} идёт {after}"
        elif lost:
            which = f"пропущен {lost[0]}" if len(lost) == 1 else f"пропущены {joined(lost)}"
            yield f"после номера {before} идёт {after} — {which}"


def _other_years(found: Outline) -> Iterator[Finding]:
    """A span of as many years as the programme's own, but others: left there from the one before."""
    days = outline.period(found.programme)
    if days is None:
        return
    own = (days.starts.year, days.ends.year)
    for part in found.walk():
        for text in (part.title, part.typed):
            for one in redating.mentions(text):
                same_length = one.last - one.first == own[1] - own[0] > 0
                if (
                    same_length
                    and (one.first, one.last) != own
                    and abs(one.first - own[0]) <= own[1] - own[0]
                ):
                    said = f"Программа на {own[0]}–{own[1]} годы, в части {wording.part_name(part)} названы другие: {one.text}."
                    yield Finding("two_periods", True, said, (part.uid,))


def _twice(found: Outline) -> Iterator[Finding]:
    """One list typed in the passport and in a section."""
    rows = [one for one in found.at("passport") if one.typed]
    sections = [one for one in found.walk() if one.place == "section" and one.typed]
    for stem, name in _SUBJECTS:
        row, section = _about(rows, stem), _about(sections, stem)
        if row is None:
            continue
        if section is not None:
            yield from _compared(name, row, section)
        elif stem == "направлен":
            yield from _directions(found, row)
        elif (section := _among_others(sections, stem, row)) is not None:
            yield from _compared(name, row, section, among=True)


def _compared(name: str, row: PartNode, section: PartNode, *, among: bool = False) -> Iterator[Finding]:
    here, there = _points(row), _points(section)
    if among:
        there = [one for one in there if one in here]
    if here == there and _is_numbered(row) is not _is_numbered(section):
        text = f"{name}: напечатаны дважды, в одном месте пункты с номерами, в другом без номеров."
        yield Finding("two_lists_differ", True, text, (row.uid, section.uid))
    elif here == there:
        text = f"{name}: один текст введён дважды; укажите в паспорте «тот же текст, что в разделе»."
        yield Finding("text_twice", False, text, (row.uid,))
    elif among:
        lost = [one for one in here if one not in there]
        text = f"{name}: в паспорте и в разделе {wording.part_name(section)} тексты разные: {'; '.join(lost[:_MOST])}."
        yield Finding("two_lists_differ", True, text, (row.uid, section.uid))
    else:
        more = sorted(set(there) - set(here))
        named = f"; в паспорте нет: {'; '.join(more[:_MOST])}" if more else ""
        text = f"{name}: в паспорте {len(here)}, в разделе {len(there)}, тексты разные{named}."
        yield Finding("two_lists_differ", True, text, (row.uid,))


def _among_others(sections: Iterable[PartNode], stem: str, row: PartNode) -> PartNode | None:
    """A section about this and more, in which at least half of the points stand."""
    here = _points(row)
    about = (one for one in sections if stem in one.title.casefold())
    return next((one for one in about if 2 * len(set(here) & set(_points(one))) >= len(here)), None)


def _directions(found: Outline, row: PartNode) -> Iterator[Finding]:
    """Directions are the sections of the plan, where their number shows that they are meant to be."""
    here = _points(row)
    titles = [one.title for one in found.at("plan_section") if one.title]
    there = [_plain_point(one) for one in titles]
    if len(here) == len(there) and here != there and set(here) & set(there):
        other = [title for title, point, typed in zip(titles, there, here, strict=True) if point != typed]
        text = f"Направления в паспорте и разделы плана названы по-разному: {'; '.join(other[:_MOST])}."
        yield Finding("two_lists_differ", True, text, (row.uid,))


def _is_numbered(part: PartNode) -> bool:
    return any(map(_NUMBERED.match, part.typed.splitlines()))


def _about(parts: Iterable[PartNode], stem: str) -> PartNode | None:
    """The first part about this and nothing else of the sort."""
    for one in parts:
        if [each for each, _ in _SUBJECTS if each in one.title.casefold()] == [stem]:
            return one
    return None


def _points(part: PartNode) -> list[str]:
    return [point for line in part.typed.splitlines() if (point := _plain_point(line))]


def _plain_point(line: str) -> str:
    words = re.sub(r"^\s*(?:\d{1,3}[.)]|[-–—•·])\s*", "", line).split()
    return " ".join(words).rstrip(".;, ").casefold().replace("ё", "е")


def _financing(found: Outline) -> Iterator[Finding]:
    days = outline.period(found.programme)
    for row in found.at("passport"):
        spans = redating.mentions(row.text) if "финанс" in row.title.casefold() else ()
        if days is not None and spans and max(one.last for one in spans) < days.ends.year:
            last = max(one.last for one in spans)
            text = f"Финансирование названо до {last} года, программа — до {days.ends.year}: чем обеспечен остаток?"
            yield Finding("financing_gap", False, text, (row.uid,))


_MARK_OF_EGE = re.compile(
    r"(?=.*\bЕГЭ\b)(?!.*базов)(?:отметк|оценк)[а-яё]+\s*[«\"]?(?:2|два|неудовлетворительн)", re.IGNORECASE
)


def _indicators(table: IndicatorTable) -> Iterator[Finding]:
    rows = tabled(table).rows
    numbers = [int(found[1]) for one in rows if (found := re.fullmatch(r"(\d{1,3})[.)]?", one.number))]
    for text in gaps(numbers) if len(numbers) > 1 else ():
        yield Finding("numbering_repeat_gap", True, f"Показатели: {text}.")
    if rows and not any(figure.target_e4 is not None for one in rows for figure in one.figures):
        many = counted(len(rows), "показателя", "показателей", "показателей")
        yield Finding("indicator_no_target", True, f"Ни у одного из {many} нет целевого значения.")
    for one in rows:
        for unreachable in dict.fromkeys(figure.unreachable for figure in one.figures if figure.unreachable):
            yield Finding("share_unreachable", True, f"{_indicator(one)}: {unreachable}", (one.uid,))
        if _MARK_OF_EGE.search(one.text) and "огэ" not in one.text.casefold():
            text = f"{_indicator(one)}: отметка «2» бывает на ОГЭ, а назван ЕГЭ. Верно ли?"
            yield Finding("indicator_slip", False, text, (one.uid,))
        if one.mixed:
            text = f"{_indicator(one)}: считаются люди, а знаменатель — «{one.denominator}»; это школы?"
            yield Finding("denominator", False, text, (one.uid,))
    in_passport = {one.uid for one in table.rows if one.in_passport}
    shown = {one.uid for one in rows}
    if in_passport - shown:
        text = f"Показателей в паспорте: {len(in_passport)}, в таблице: {len(shown)}, общих: {len(in_passport & shown)}."
        yield Finding("two_lists_differ", True, text)


def _units(found: Outline, table: IndicatorTable) -> Iterator[Finding]:
    """A heading that names the unit of all its rows, and rows of another."""
    rows = tabled(table).rows
    headings = [
        (head.partition("=")[2].strip() or head.strip(), rows)
        for part in found.walk()
        if part.draws == "indicators" and part.place != "passport"
        for head in (part.title, *part.columns.split(";"))
    ]
    for name in dict.fromkeys(name for one in rows for name in (one.group, one.criterion)):
        headings.append((name, tuple(one for one in rows if name in (one.group, one.criterion))))
    for heading, under in headings:
        other = [one for one in under if units.differ(one.unit, units.named_in(heading))]
        if other:
            shown = "; ".join(f"{_indicator(one)} — {one.unit.rstrip('.')}" for one in other[:_MOST])
            text = f"Графа «{heading}» содержит показатели в других единицах: {shown}."
            yield Finding("unit_in_heading", True, text, tuple(one.uid for one in other))


def _indicator(one: indicators.IndicatorRow) -> str:
    return " ".join(filter(None, (one.number, f"«{one.text}»")))
