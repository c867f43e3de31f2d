"""What the check of a programme finds in its words: slips of the pen, one thing named in two ways, one text said twice, a school year
that is not the programme's own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.office import Office
from shnor_desktop.models.orders import Act, Paper
from shnor_desktop.models.programme import Part, Programme
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.indicators import IndicatorTable
from shnor_desktop.operations.programme.outline import Outline, PartNode
from shnor_desktop.operations.records import records
from shnor_desktop.papers.tree import school_spellings
from shnor_desktop.rules.deadlines import redating
from shnor_desktop.rules.words import naming, proofreading, spelling
from shnor_desktop.rules.words.proofreading import Slip
from shnor_desktop.rules.words.russian import joined, show_date

_MOST = 30
"""So many slips are told one by one."""
_FEWEST = 10
"""Words of a text that is found again elsewhere."""
_ALIKE = 0.85
_RUN = 5
"""So many words in a row they have in common."""
_BESIDE = ("passport", "section")
"""A list may stand in both: they are compared by what they are about."""

Remark = tuple[Slip, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """A text and where it stands."""

    name: str
    text: str
    uid: bytes


def slips(places: Iterable[Place]) -> Iterator[Remark]:
    """Slips of the pen in these texts; the same in several places once."""
    found: dict[tuple[str, bool, str], dict[bytes, None]] = {}
    for place in places:
        for one in (*proofreading.slips(place.text), *proofreading.list_slips(place.text)):
            key = (one.code, one.sure, f"{place.name}: {one.text[:1].lower()}{one.text[1:]}")
            found.setdefault(key, {})[place.uid] = None
    every = sorted(found.items(), key=lambda item: not item[0][1])
    for (code, sure, text), uids in every[:_MOST]:
        yield Slip(code, sure, text), tuple(uids)
    if len(every) > _MOST:
        rest = tuple(uid for _, uids in every[_MOST:] for uid in uids)
        yield Slip("typography", True, f"И ещё замечаний к оформлению: {len(every) - _MOST}."), rest


def remarks(session: Session, found: Outline, table: IndicatorTable) -> Iterator[Remark]:
    """All of a programme; slips in the rows of its plan are told by the check of the plan."""
    own = [*_of_parts(found), *_of_indicators(table), *_of_paper(session, found)]
    yield from slips(own)
    for one in found.walk():
        torn = proofreading.torn(one.typed) if "\n" not in one.typed.strip() else None
        if torn is not None:
            yield (
                Slip(torn.code, torn.sure, f"{part_name(one)}: {torn.text[:1].lower()}{torn.text[1:]}"),
                (one.uid,),
            )
    every = [*own, *_of_rows(session, found), *_of_work(session, found), *_names(session, found)]
    texts = [one.text for one in every]
    for slip in _between(session, found, texts):
        yield (
            slip,
            tuple(one.uid for one in every if any(_stands(mark, one.text) for mark in slip.marks[1:]))[:1],
        )
    yield from _misspelt(every)
    yield from _said_twice(found)
    yield from _not_held(own)
    yield from _expired(session, found)


def _misspelt(places: Iterable[Place]) -> Iterator[Remark]:
    """Each word once, with all places where it stands."""
    found: dict[tuple[str, ...], tuple[Slip, dict[bytes, None]]] = {}
    for place in places:
        for slip in spelling.misspelt(place.text):
            found.setdefault(slip.marks, (slip, {}))[1][place.uid] = None
    for slip, uids in list(found.values())[:_MOST]:
        yield slip, tuple(uids)


def part_name(part: PartNode) -> str:
    """A part by its heading, else by its first words."""
    return f"«{part.heading or part.text.partition(chr(10))[0][:40]}»"


# ---- the texts of a programme


def _of_parts(found: Outline) -> Iterator[Place]:
    yield Place("Название программы", found.programme.title, found.programme.uid)
    for one in found.walk():
        for text in (one.title, one.typed):
            if text.strip():
                yield Place(part_name(one), text, one.uid)


def _of_indicators(table: IndicatorTable) -> Iterator[Place]:
    for one in table.rows:
        name = f"Показатель {one.number.rstrip('.)')}" if one.number else "Показатель"
        yield from (Place(name, text, one.uid) for text in (one.text, one.criterion) if text)


def _of_paper(session: Session, found: Outline) -> Iterator[Place]:
    """What approved it: the preamble and the points."""
    uid = found.programme.approved_by
    paper = session.get(Paper, uid) if uid is not None else None
    if paper is None:
        return
    name = "Документ, которым программа утверждена"
    yield from (Place(name, text, paper.uid) for text in (paper.title, paper.preamble) if text)
    query = select(Activity).join(Part, Part.uid == Activity.part).where(Part.paper == paper.uid)
    for one in session.scalars(query.order_by(Activity.position, Activity.uid)):
        yield Place(f"{name}, пункт {one.number.rstrip('.)')}", f"{one.text}\n{one.responsible}", one.uid)


def _of_rows(session: Session, found: Outline) -> Iterator[Place]:
    parts = [one.uid for one in found.walk() if one.activities]
    query = select(Activity).where(Activity.part.in_(parts)).order_by(Activity.position, Activity.uid)
    for one in session.scalars(query):
        for text in (one.text, one.expected, one.responsible):
            yield Place(f"Строка {one.number.rstrip('.)')}", text, one.uid)


def _of_work(session: Session, found: Outline) -> Iterator[Place]:
    """What was done and decided, where it can be about no other programme."""
    if not outline.is_alone(session, found.programme.uid):
        return
    for event in session.scalars(select(Event).order_by(Event.starts, Event.uid)):
        for text in (event.title, event.date_text, event.findings, event.who, event.agenda, event.place):
            yield Place("Сделано", text, event.uid)
    query = select(Activity).where(Activity.event.is_not(None)).order_by(Activity.position, Activity.uid)
    for one in session.scalars(query):
        yield Place("Решение", f"{one.text}\n{one.responsible}", one.uid)


def _names(session: Session, found: Outline) -> Iterator[Place]:
    """Names of bodies that stand beside its texts: who issued the paper, and the acts it rests on."""
    line = found.programme
    paper = session.get(Paper, line.approved_by) if line.approved_by is not None else None
    office = session.get(Office, paper.issuer) if paper is not None and paper.issuer is not None else None
    if office is not None:
        yield from (Place("Кто издал", text, office.uid) for text in (office.name, office.letterhead))
    owners = (
        Link.programme == line.uid
        if paper is None
        else (Link.programme == line.uid) | (Link.paper == paper.uid)
    )
    for act in session.scalars(select(Act).join(Link, Link.act == Act.uid).where(owners)):
        yield Place("Основание", act.issuer_text, act.uid)


# ---- what the texts say together


def _between(session: Session, found: Outline, texts: list[str]) -> Iterator[Slip]:
    line = found.programme
    titles = set(session.scalars(select(Programme.title).where(Programme.uid != line.uid)))
    yield from naming.two_ways(texts, (line.title,), _other_names(session), titles)
    schools = tuple(session.scalars(select(School.name).order_by(School.uid)))
    for names in school_spellings.contradicting(tuple(dict.fromkeys(texts)), schools):
        yield Slip(naming.CODE, True, f"Школа названа по-разному: {joined(names)}.", names)
    if (differ := proofreading.signs_differ(texts)) is not None:
        yield differ
    yield from _school_year(found, texts)


def _stands(mark: str, text: str) -> bool:
    return mark.strip("«»") in " ".join(text.split())


def _other_names(session: Session) -> dict[str, str]:
    """Other names of bodies, as the office keeps them; a piece of the usual name is the same name shortened."""
    return {
        other: office.name
        for office in session.scalars(select(Office))
        for other in map(str.strip, office.other_names.split(";"))
        if len(other) > 3 and other not in office.name and other != office.short_name
    }


_SCHOOL_YEAR = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)?\d\d)\s*(?:уч\.|учебн)", re.IGNORECASE)


def _school_year(found: Outline, texts: Iterable[str]) -> Iterator[Slip]:
    """«2021–2022 годы» in the name and «2021-2022 учебный год» in the text: four halves of a year, or two."""
    days = outline.period(found.programme)
    if days is None or found.programme.year_kind == "school":
        return
    own = (days.starts.year, days.ends.year)
    met: dict[tuple[int, int], str] = {}
    for text in texts:
        for one in _SCHOOL_YEAR.finditer(text):
            first, last = int(one[1]), int(one[2]) % 100
            met.setdefault((first, first - first % 100 + last), one[0])
    if own[1] - own[0] == 1 and list(met) == [own] and days.starts.month == 1:
        told = f"Программа — на {own[0]}–{own[1]} годы, а в тексте — «{met[own]}…»: годы календарные или учебный?"
        yield Slip("two_periods", True, told, (found.programme.title, met[own]))


def _said_twice(found: Outline) -> Iterator[Remark]:
    """A long line of one part that stands nearly word for word in another, or once more in its own."""
    lines = [
        (part, line, tuple(re.findall(r"[а-яё]+", line.casefold())))
        for part in found.walk()
        if part.place != "plan"
        for line in part.typed.splitlines()
    ]
    lines = [one for one in lines if len(one[2]) >= _FEWEST]
    at: dict[tuple[str, ...], list[int]] = {}
    for number, (_, _, words) in enumerate(lines):
        for place in range(len(words) - _RUN + 1):
            at.setdefault(words[place : place + _RUN], []).append(number)
    pairs = {pair for numbers in at.values() for pair in pairwise(dict.fromkeys(numbers))}
    for upper, lower in sorted(pairs):
        (part, line, words), (other, _, others) = lines[upper], lines[lower]
        if (words != others) if part.uid == other.uid else {part.place, other.place} == set(_BESIDE):
            continue
        if SequenceMatcher(None, words, others, autojunk=False).ratio() >= _ALIKE:
            where = f"{part_name(part)} и {part_name(other)}" if part.uid != other.uid else part_name(part)
            told = f"Один текст дважды, {where}: {proofreading.around(line, (0, 60))}."
            yield Slip("repeated_text", True, told), tuple(dict.fromkeys((other.uid, part.uid)))


_NOT_HELD = re.compile(r"\bне\s+(?:провод|сдава|состоя)|отмен", re.IGNORECASE)
_YEAR_OF_NONE = re.compile(r"(?<!\d)(?:2020|2019\s*[-–—]\s*20(?:20)?)(?!\s*/|\d|\s*[-–—]\s*20)")


def _not_held(places: Iterable[Place]) -> Iterator[Remark]:
    """Results of an exam in the year in which nobody sat it."""
    for place in places:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[А-ЯЁ])|\n", place.text):
            if "ОГЭ" in sentence and _YEAR_OF_NONE.search(sentence) and not _NOT_HELD.search(sentence):
                told = f"{place.name}: ОГЭ в 2020 году не проводился, его результатов быть не может. Верен ли год?"
                yield Slip("sitting_not_held", False, told), (place.uid,)


def _expired(session: Session, found: Outline) -> Iterator[Remark]:
    """Acts that were over before the programme began: by the day the office keeps, or by the period in their title."""
    days = outline.period(found.programme)
    if days is None:
        return
    owners = (Link.role == "programme_act") & (Link.programme == found.programme.uid)
    for act in session.scalars(select(Act).join(Link, Link.act == Act.uid).where(owners).order_by(Act.uid)):
        spans = redating.mentions(act.title)
        last = max((one.last for one in spans if one.last > one.first), default=0)
        is_over = act.valid_to < days.starts.isoformat() if act.valid_to else 0 < last < days.starts.year
        if is_over:
            name = records.title(session, "act", act.uid)
            until = show_date(act.valid_to) if act.valid_to else f"{last} год"
            told = f"Основание действовало до начала программы (по {until}): {name}. Действует ли оно?"
            yield Slip("act_expired", False, told), (act.uid,)
