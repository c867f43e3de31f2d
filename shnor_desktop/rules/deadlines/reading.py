"""The due text of a plan's row as windows of days: read whole, to the last word, or asked about.

The text is printed as typed; what stands here follows from it, the period of the programme and the school calendar.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from shnor_desktop.rules.deadlines import counted, repeats, words
from shnor_desktop.rules.deadlines.calendar import Calendar, Window, month
from shnor_desktop.rules.deadlines.due import (
    ASK,
    BY_PLAN,
    CHECKPOINTS,
    CONDITION,
    EMPTY,
    ON_DEMAND,
    REPEAT,
    WHOLE,
    WINDOW,
    Due,
    Period,
)
from shnor_desktop.rules.deadlines.pieces import PERIOD, SCHOOL_YEAR, Often, Pieces, read
from shnor_desktop.rules.deadlines.places import AFTER, BEFORE, FIRST, IN, SINCE, Item, Place, Unread

LONGEST_TEXT = 400


def parse(text: str, period: Period | None, terms: Calendar | None = None) -> Due:
    """What a due text means in a programme of this period, or from the day of an order on; without a period only what the
    text itself says."""
    plain = words.normal(text)
    if not any(sign.isalnum() for sign in plain) or _EMPTY.search(plain):
        return Due(EMPTY, question="Срок не указан.")
    if len(plain) > LONGEST_TEXT:
        return Due(ASK, question="Текст срока слишком длинный, чтобы его прочесть: поставьте даты сами.")
    if period is not None and not period.usable:
        return Due(ASK, question="Проверьте период программы: по нему нельзя посчитать сроки.")
    terms, school = terms or Calendar(), period is not None and period.school
    if period is not None and period.day is not None:
        due = counted.counted(plain, period.day, school, terms)
        if due is not None:
            return due
    found = words.tokens(text)
    try:
        pieces = read(found, school, terms)
        due = None if pieces is None else _Reading(pieces, _limited(period, pieces, terms), terms).due()
    except Unread:
        return Due(ASK, question="Таких чисел в календаре нет: исправьте срок или поставьте даты сами.")
    if due is None:
        due = _without_days(plain, found)
    slips: dict[str, None] = {}
    if re.search("[mQTHI]/n?[mQTHI]", "".join(one.kind for one in found)):
        slips["Через дробь — с первого по последний или каждый из них?"] = None
    slips |= dict.fromkeys(f"Опечатка: «{one.text}» — это «{one.meant}»?" for one in found if one.meant)
    return replace(due, question=" ".join([due.question, *slips]).strip()) if due.windows else due


def _limited(period: Period | None, pieces: Pieces, terms: Calendar) -> Period | None:
    """«Ежемесячно в течение учебного года» in an order goes on until the lessons end."""
    if period is None or period.day is None or not pieces.school_year or pieces.places:
        return period
    return replace(period, ends=min(period.ends, counted.school_end(period.day, terms)))


# ---- texts that name no days


_EMPTY = re.compile(
    r"^(?:срок\w*|дат\w*)?\s*(?:будут?\s+)?(?:уточня\w+|уточнен\w*|определен\w* позднее|"
    r"не (?:указан|определен|установлен|назначен)\w*|нет)\.?$"
)
_CONDITION = re.compile(
    r"\b(?:после|перед|с момента|со дня|со? дат\w+|по (?:итогам|результатам|окончании|завершении|истечении)|"
    r"за \S+ (?:\w+ )?д\w+ до|до (?:начала|окончания|завершения|проведения)|в (?:начале|конце|ходе|день|дни)|во время|"
    r"отчетн\w+|текущ\w+|сегодняшн\w+|на (?:момент|дату)|при (?:поступлении|приеме|получении|наличии|выявлении)|накануне)\b"
)
_BY_PLAN = re.compile(
    r"\b(?:план\w*|графи\w+|циклограмм\w+|расписани\w+|установленн\w+|утвержденн\w+|определя\w+|определенн\w+|"
    r"(?:согласно|соответствии со?) срок\w+|по согласовани\w+|(?:согласно|соответствии со?|по) (?:приказ|положени|распоряжени|порядк)\w+)"
)
_ON_DEMAND = re.compile(
    r"\b(?:(?:по|при) (?:\w+ )?(?:запрос|заявк|заявлени|обращени|требовани|необходимост|потребност|желани|поступлени)\w*|"
    r"по мере \w+)"
)
_DAYS = frozenset("mdxFRQ")


_SPELT = tuple(
    [
        "запросам",
        "запросу",
        "заявкам",
        "необходимости",
        "потребности",
        "требованию",
        "обращению",
        "обращениям",
        "поступления",
        "графику",
        "графиком",
        "планом",
        "соответствии",
        "согласно",
        "согласованию",
        "результатам",
        "проведения",
        "окончании",
        "завершении",
    ]
)
"""Words of such texts that are recognised with one slip too."""


def _respelt(plain: str) -> str:
    def spelt(found: re.Match[str]) -> str:
        near = [one for one in _SPELT if words.one_slip(found.group(), one)]
        return near[0] if len(near) == 1 else found.group()

    return re.sub(r"[а-я]{6,}", spelt, plain)


def _without_days(typed: str, found: Sequence[words.Token]) -> Due:
    """A condition, another plan or a request; with days or a count beside it a person must say which one holds."""
    plain = _respelt(typed)
    dated = any(one.kind in _DAYS for one in found)
    for kind, pattern, question in (
        (CONDITION, _CONDITION, "Срок зависит от события: когда оно будет известно, поставьте дату сами."),
        (ON_DEMAND, _ON_DEMAND, ""),
        (BY_PLAN, _BY_PLAN, ""),
    ):
        if pattern.search(plain) and (kind == CONDITION or not dated):
            return Due(kind, least=None if kind == CONDITION else 0, question=question)
    unread = next((one.text for one in found if one.kind == "?"), "")
    told = f"Не прочитано: «{unread}». " if unread else "Срок не понят. "
    return Due(ASK, question=f"{told}Поставьте даты сами.")


# ---- texts that name days


class _Reading:
    """The windows of what was read, with the questions that arise on the way."""

    def __init__(self, pieces: Pieces, period: Period | None, terms: Calendar) -> None:
        self.pieces, self.period, self.terms = pieces, period, terms
        self.school = period is not None and period.school
        self._counts = period is not None and period.day is not None
        self.questions: dict[str, None] = {}

    def ask(self, question: str) -> None:
        self.questions[question] = None

    def due(self) -> Due | None:
        due = self._kind()
        if due is None:
            return None
        if self._counts:
            due = replace(due, windows=tuple(map(self._from_day, due.windows)))
        if self.period is None and not due.windows:
            self.ask("Период программы не назван: за какие годы?")
        elif self.period is not None and not all(self.period.days.holds(one) for one in due.windows):
            self.ask("Срок выходит за период программы: верно ли он назван?")
        return replace(due, question=" ".join(self.questions))

    def _from_day(self, one: Window) -> Window:
        """What goes on already on the day of an order is done from then on."""
        assert self.period is not None
        return Window(max(one.starts, min(self.period.starts, one.ends)), one.ends)

    def _kind(self) -> Due | None:
        pieces = self.pieces
        if pieces.checkpoints:
            return self._checkpoints()
        if pieces.often or pieces.days:
            return self._repeat()
        if pieces.places:
            return self._window()
        if pieces.year:
            return self._any_year()
        return self._whole()

    def _whole(self) -> Due:
        if self.pieces.vague:
            self.ask("Как часто?")
        return Due(WHOLE, (self.period.days,) if self.period else (), 1 if self.period else None)

    def _any_year(self) -> Due:
        """«В течение года»: the year of a programme that has one, each of several."""
        often = Often(SCHOOL_YEAR if self.pieces.school_year else words.YEAR)
        found = self._units(often, self.period.days) if self.period else []
        if self.period is None or self.period.days.days <= repeats.ONE_YEAR or len(found) == 1:
            return self._whole()
        self.ask("Какого года? В программе их несколько: каждый год?")
        return Due(REPEAT, tuple(found), len(found), often=often)

    def _checkpoints(self) -> Due | None:
        pieces = self.pieces
        names = tuple(pieces.checkpoints)
        if pieces.often or pieces.days:
            return None
        if not pieces.places:
            self.ask("Назначьте даты замеров.")
            return Due(CHECKPOINTS, (), len(names), names=names)
        if len(pieces.places) != len(names):
            return None
        found = self._all_days(self.period.days if self.period else None)
        if len(found) != len(names):
            return Due(CHECKPOINTS, (), len(names), names=names) if self.period is None else None
        if found != sorted(found):
            self.ask("Верен ли порядок замеров?")
        return Due(CHECKPOINTS, tuple(found), len(names), names=names)

    def _window(self) -> Due:
        places = self.pieces.places
        found = self._all_days(self.period.days if self.period else None)
        only = places[0] if len(places) == 1 else None
        if only and only.mode == IN and only.place.whole_year and self.period and found == [self.period.days]:
            return Due(WHOLE, tuple(found), 1)
        until = len(found) == 1 and places[0].mode == BEFORE
        return Due(WINDOW, tuple(sorted(found)), len(found) or None, until=until)

    # ---- days of places

    def _all_days(self, span: Window | None) -> list[Window]:
        found: list[Window] = []
        until: Window | None = None
        for one in self._in_named_years():
            days = self._days(one, span)
            if days is not None and one.mode == BEFORE:
                if until is not None and until.ends < days.ends:
                    days = Window(until.ends + timedelta(days=1), days.ends)
                until = days
            found += [days] if days is not None else []
        unique = list(dict.fromkeys(found))
        if any(a.shared(b) for at, a in enumerate(unique) for b in unique[at + 1 :]):
            self.ask("Названные сроки накладываются друг на друга: верно ли они прочитаны?")
        return unique

    def _in_named_years(self) -> list[Item]:
        """«Март 2022, 2023», «2022 год, I квартал», «II квартал 2021–2023 гг.»: places of years named beside them."""
        places = self.pieces.places
        named = [one.place for one in places if one.place.whole_year and one.mode == IN]
        years = [one.days for one in named]
        inner = [one for one in places if not one.place.whole_year]
        if not years or not inner:
            return places
        for doubt in (one.doubt for one in named if one.doubt):
            self.ask(doubt)
        kept = [one for one in inner if one.place.year is not None]
        several = len(inner) > 1 and (kept or len(years) > 1)
        if several or any(one.mode != IN for one in inner):
            self.ask("К какому году относится каждый срок?")
        for year in years:
            for one in inner:
                keys = range(year.starts.year - 1, year.ends.year + 1)
                dated = (replace(one, place=replace(one.place, year=key)) for key in keys)
                kept += [one for one in dated if one.place.days.mostly_in(year) is not None]
        return kept

    def _days(self, item: Item, span: Window | None) -> Window | None:
        """The days an item means within the span, or None when the year cannot be known."""
        place = item.place
        if place.year is None and span is None:
            return None
        days = place.days if place.year is not None else self._first(item, span)
        if place.doubt and days != span:
            self.ask(place.doubt)
        if item.mode == IN:
            return days
        if item.mode == BEFORE:
            return self._until(place, days, span)
        return self._after(item, days, span)

    def _first(self, item: Item, span: Window | None) -> Window:
        """A place without a year: the first one the span has; several are asked about."""
        assert span is not None
        place = item.place
        every = [place.on(year) for year in range(span.starts.year - 1, span.ends.year + 2)]
        if item.mode == BEFORE:
            found = met = [one for one in every if span.starts <= _point(place, one) <= span.ends]
        else:
            met = [one for one in every if one.shared(span)]
            found = met[:1] if self._counts else [one for one in met if one.mostly_in(span)] or met
        if not found:
            self.ask("В периоде программы таких дней нет: какой год имеется в виду?")
            return next(one for one in every if one.ends >= span.starts)
        if len(found) > 1 or (len(met) > 1 and not span.holds(found[0])):
            years = ", ".join(dict.fromkeys(str(one.starts.year) for one in met))
            self.ask(f"Год не назван: {years}?")
        part = found[0].shared(span)
        return part if part is not None and item.mode == IN else found[0]

    def _until(self, place: Place, days: Window, span: Window | None) -> Window:
        last = _point(place, days)
        if not place.point:
            self.ask("До первого или до последнего из этих дней?")
        if span is None:
            self.ask("Период программы не назван: с какого дня?")
        starts = last if span is None else min(span.starts, last)
        return Window(starts, last)

    def _after(self, item: Item, days: Window, span: Window | None) -> Window:
        starts = days.starts if item.mode == SINCE else days.ends + timedelta(days=1)
        if span is None or starts > span.ends or item.mode == AFTER:
            self.ask("До какого дня?")
        return Window(starts, starts if span is None else max(starts, span.ends))

    # ---- again and again

    def _repeat(self) -> Due | None:
        often = self._one_often()
        if often is None:
            return None
        if self.period is None:
            return Due(REPEAT, often=often)
        inner = [one for one in self.pieces.places if not self._limits(one, often)]
        spans = self._limited(self.period.days, often)
        each = often.count
        if often.unit in (words.YEAR, SCHOOL_YEAR, PERIOD) and inner:
            found = self._in_years(often, inner, spans)
            each = self._each(often, inner)
        elif inner:
            years = [one for span in spans for one in self._units(Often(words.YEAR), span)]
            if len(years) > 1 and any(one.mode != IN for one in inner):
                self.ask("Какого года?")
            parts = [days for year in years for one in inner if (days := self._inside(one, year))]
            found = [one for part in parts for one in self._units(often, part, summer=True)]
        else:
            found = [one for span in spans for one in self._units(often, span)]
            self._ask_of_summer(often)
        if self.pieces.days:
            found = self._of_months(found)
        found = sorted(set(found))
        return Due(REPEAT, tuple(found), each * len(found), each=each, often=often)

    def _one_often(self) -> Often | None:
        """What repeats, when it is said once, or once besides «ежегодно»."""
        often = self.pieces.often or [Often(words.MONTH)]
        if not self.pieces.often:
            self.ask("Каждый месяц?")
        if len(often) > 1:
            finer = [one for one in often if one not in (Often(words.YEAR), Often(SCHOOL_YEAR))] or often[:1]
            edges = [one for one in finer if one.edge]
            if len(finer) == 2 and len({one.unit for one in finer}) == 1 and len(edges) == 1:
                finer = edges
            often = finer
        if len(often) > 1 or (self.pieces.days and often[0].unit != words.MONTH):
            return None
        return often[0]

    def _limits(self, item: Item, often: Often) -> bool:
        """Whether a place only says from when to when it repeats."""
        finer = often.unit not in (words.YEAR, SCHOOL_YEAR, PERIOD)
        return item.place.whole_year or (finer and item.place.year is not None)

    def _limited(self, span: Window, often: Often) -> list[Window]:
        limits = [one for one in self.pieces.places if self._limits(one, often)]
        return [days for one in limits if (days := self._days(one, span)) is not None] or [span]

    def _units(self, often: Often, span: Window, *, summer: bool = False) -> list[Window]:
        return repeats.windows(often, span, self.school, self.terms, summer=summer)

    def _in_years(self, often: Often, inner: list[Item], spans: list[Window]) -> list[Window]:
        """«Август, ежегодно»: the places of every year; a named year says from when, and is asked about."""
        unit = PERIOD if often.unit == PERIOD else often.unit
        years = [one for span in spans for one in self._units(Often(unit), span)]
        named = [one.place.days for one in inner if one.place.year is not None]
        if named and unit != PERIOD:
            self.ask("Каждый год или только в названном?")
            years = [one for one in years if one.ends >= min(named).starts]
            inner = [replace(one, place=replace(one.place, year=None)) for one in inner]
        return [days for year in years for one in inner if (days := self._inside(one, year)) is not None]

    def _inside(self, item: Item, year: Window) -> Window | None:
        """The place in one year of the period; a year cut so that it has no such days has none."""
        every = [item.place.on(key) for key in range(year.starts.year - 1, year.ends.year + 2)]
        if item.place.year is not None:
            return self._days(item, year)
        if item.mode == BEFORE and not any(
            year.starts <= _point(item.place, one) <= year.ends for one in every
        ):
            return None
        if not any(one.shared(year) for one in every):
            return None
        return self._days(item, year)

    def _each(self, often: Often, inner: list[Item]) -> int:
        """«2 раза в год (декабрь, май)» is one a place; «2 раза в год (сентябрь–май)» two in the one."""
        if often.count in (1, len(inner)):
            return 1
        if len(inner) > 1:
            self.ask(f"Названо раз: {often.count}, а сроков: {len(inner)}. Что верно?")
            return 1
        return often.count

    def _ask_of_summer(self, often: Often) -> None:
        assert self.period is not None
        days = self.period.days
        summer = any(days.shared(month(year, 7)) for year in range(days.starts.year, days.ends.year + 1))
        if self.school and summer and often.unit in (words.MONTH, words.WEEK):
            self.ask("Считать ли июнь–август?")
        if self.school and often.unit == words.QUARTER:
            self.ask("Календарный квартал или учебная четверть?")

    def _of_months(self, found: list[Window]) -> list[Window]:
        first, last = self.pieces.days or (1, 1)
        if not 1 <= first <= last <= 31:
            raise Unread
        kept = []
        for one in found:
            whole = month(one.starts.year, one.starts.month)
            end = whole.starts.replace(day=min(last, whole.days))
            part = Window(whole.starts.replace(day=min(first, whole.days)), end).shared(one)
            if part is not None:
                kept.append(part)
        return kept


def _point(place: Place, days: Window) -> date:
    return days.starts if place.point == FIRST else days.ends
