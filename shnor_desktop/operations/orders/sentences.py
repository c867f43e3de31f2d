"""Sentences about what was done, one an event: when, what, how many, where, by whom confirmed, what came of it."""

import re
from collections.abc import Iterable

from shnor_desktop.models.roadmap import OUTCOMES
from shnor_desktop.operations.roadmap.events import EventLine
from shnor_desktop.papers.programme.facts import Line
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.papers.tree.wording import date_digits
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import counted, times

_ONE_DAY = re.compile(
    r"\d{1,2}(?:\.\d{1,2}\.(?:\d{4}|\d\d)|\s+[а-яё]+\s+\d{4})\s*(?:г\.?|года)?", re.IGNORECASE
)
"""A day in figures or in words, and nothing else."""


def event_line(one: EventLine, about: set[str]) -> tuple[Line, Sources]:
    """A sentence and its records; `about`: the schools its paper is about, called «все 3 школы» together."""
    sources = (("event", one.uid), *(("evidence", each.uid) for each in one.evidence))
    return Line(_sentence(one, about), 2), sources


def short(one: EventLine) -> str:
    """When and what."""
    return f"{one.when} – {one.name}"


def all_of(count: int) -> str:
    """«все 3 школы»."""
    return f"все {counted(count, 'школа', 'школы', 'школ')}"


def when(one: EventLine) -> tuple[str, str, bytes]:
    """Sorts the first first; of one day, and at the end what has no day, by their names."""
    day = one.days.starts.isoformat() if one.days is not None else "9999"
    return (day, by_name(one.title or one.name), one.uid)


def _sentence(one: EventLine, about: set[str]) -> str:
    """«15.12.2021 – совещание «Итоги», 12 чел. (приказ от 15.12.2021 № 324). Рассмотрено: …»."""
    when = _days(one)
    told = [one.name if one.name.casefold() == one.kind_text.casefold() or not one.title else one.title]
    if one.times is not None and one.times > 1 and not _says(one.title, one.times):
        told.append(times(one.times, "более" * one.at_least))
    if one.people is not None and not _says(one.who, one.people):
        told.append(f"{'более ' if one.at_least and one.times is None else ''}{one.people} чел.")
    told += _schools_of(one, about)
    if one.who:
        told.append(f"участники: {one.who}")
    if one.outcome == "partly":
        told.append(dict(OUTCOMES)["partly"])
    kept = "; ".join(
        filter(None, (" ".join(filter(None, (each.title, each.requisites))) for each in one.evidence))
    )
    first_of_all = "".join((f"{when} – " if when else "", ", ".join(told), f" ({kept})" if kept else ""))
    first_of_all = first_of_all[:1].upper() + first_of_all[1:]
    return " ".join((_stopped(first_of_all), *_details(one)))


def _days(one: EventLine) -> str:
    """As it was typed; a single day always in figures, so that a paper has one style of them."""
    if one.days is None or (one.date_text and not _ONE_DAY.fullmatch(one.date_text.strip())):
        return one.date_text
    first, last = (date_digits(day.isoformat()) for day in (one.days.starts, one.days.ends))
    return first if first == last else f"{first}–{last}"


def _says(text: str, number: int) -> bool:
    """Whether the words tell this number already: «6 вебинаров»."""
    return bool(re.search(rf"(?<!\d){number}(?!\d)", text))


def _schools_of(one: EventLine, about: set[str]) -> list[str]:
    if one.all_schools:
        return [] if "все школы" in one.title.casefold() else ["все школы"]
    return [all_of(len(about))] if len(about) > 1 and set(one.schools) == about else list(one.schools)


def _details(one: EventLine) -> Iterable[str]:
    """What was talked about and what came of it, where that is no repetition."""
    for word, text in (("Рассмотрено", one.agenda), ("Итог", one.findings)):
        lines = [line.strip(" ;.") for line in text.splitlines() if line.strip(" ;.")]
        if lines:
            yield _stopped(f"{word}: {'; '.join(lines)}")


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
