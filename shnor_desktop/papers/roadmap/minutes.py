"""Composes «Протокол» of a meeting: who was there, what was on the agenda, heard and decided."""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Executor,
    Heading,
    Inline,
    Letterhead,
    Paper,
    Paragraph,
    Point,
    Points,
    Requisites,
    Run,
    Says,
    Signature,
    Sources,
    Title,
)
from shnor_desktop.papers.tree.wording import date_digits, date_words, named, run, signed, stick, words
from shnor_desktop.rules.words.russian import sentence

_LINE = "____________________"


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody who was there."""

    name: str
    post: str
    role: str
    """«председатель», «приглашён», as it was noted."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision: what, by whom, by when."""

    text: str
    responsible: str
    due: str
    is_task: bool
    """Whether somebody must do it; what is only noted has no addressee."""
    votes: str = ""
    """«за – 5, против – нет»; empty where no vote was taken down."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the agenda with what was heard and decided about it."""

    text: str
    details: tuple[str, ...] = ()
    """Speaker, points of the question."""
    heard: tuple[str, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything minutes are composed of."""

    meta: PaperMeta
    what: str
    """Of what, in the genitive: «заседания рабочей группы»."""
    title: str
    number: str
    date: str
    place: str
    chair: str
    secretary: str
    people: int | None
    who: str
    """Who was there, in words."""
    attendants: tuple[Attendant, ...]
    items: tuple[Item, ...]
    heard: tuple[str, ...]
    """What belongs to no question of the agenda."""
    resolutions: tuple[Resolution, ...]
    """What belongs to no question of the agenda."""
    source: Sources

    @property
    def invited(self) -> tuple[Attendant, ...]:
        return tuple(one for one in self.attendants if "приглаш" in one.role.casefold())

    @property
    def present(self) -> tuple[Attendant, ...]:
        return tuple(one for one in self.attendants if one not in self.invited)


def compose(facts: MinutesFacts) -> Paper:
    """The minutes as a tree."""
    blocks: list[Block] = []
    if facts.meta.letterhead:
        blocks.append(Letterhead(tuple(map(stick, facts.meta.letterhead))))
    lines = tuple(stick(line) for line in (facts.what, facts.title) if line)
    number = stick(f"№ {facts.number}") if facts.number else "№ ____"
    blocks += [Title("ПРОТОКОЛ", lines), Requisites(date_words(facts.date), stick(facts.place), number)]
    blocks += [*_presence(facts), *_agenda(facts), *_course(facts)]
    blocks += [
        Signature("Председатель", signed(facts.chair) or _LINE),
        Signature("Секретарь", signed(facts.secretary) or _LINE),
    ]
    if facts.meta.executor and not facts.secretary:
        blocks.append(Executor(stick(facts.meta.executor), facts.meta.executor_phone))
    title = " ".join(
        filter(None, ("Протокол", facts.what, f"от {date_digits(facts.date)}" * bool(facts.date)))
    )
    return paper_of(title, blocks, facts.meta, created=facts.date)


def _presence(facts: MinutesFacts) -> list[Block]:
    blocks: list[Block] = [
        _plain("Председатель: ", named(facts.chair or _LINE)),
        _plain("Секретарь: ", named(facts.secretary or _LINE)),
    ]
    present = [one for one in facts.present if one.name not in (facts.chair, facts.secretary)]
    people = facts.people if facts.people is not None else len(facts.present) or None
    count = run(f"{people} чел.", facts.source) if people is not None else None
    who = run(facts.who, says=Says.TYPED) if facts.who and str(people) not in facts.who.split() else None
    told: list[str | Run] = ["Присутствовали: "]
    told += [one for one in (count, who) if one is not None] or ([] if present else [named(_LINE)])
    if count is not None and who is not None:
        told.insert(2, ", ")
    blocks.append(Paragraph(words(*told, ":" if present else None), Align.LEFT, indent=False))
    if present:
        blocks.append(Points(tuple(Point(_attendant(one)) for one in present)))
    if facts.invited:
        blocks.append(_plain("Приглашены:", None))
        blocks.append(Points(tuple(Point(_attendant(one, roles=False)) for one in facts.invited)))
    return blocks


def _attendant(one: Attendant, *, roles: bool = True) -> Inline:
    told = ", ".join(filter(None, (one.post, one.role if roles else "")))
    return words(named(one.name, one.source), named(f" – {told}") if told else None)


def _plain(label: str, value: Run | None) -> Paragraph:
    return Paragraph(words(label, value), Align.LEFT, indent=False)


def _agenda(facts: MinutesFacts) -> list[Block]:
    if not facts.items:
        return []
    points = tuple(Point((_typed(_question(item)),)) for item in facts.items)
    return [Heading((run("ПОВЕСТКА ДНЯ"),), 2), Points(points)]


def _question(item: Item) -> str:
    """«О кадрах (докладчик: методист)»."""
    details = "; ".join(one.rstrip(".;") for one in item.details)
    return f"{item.text.rstrip('.;')} ({details[:1].lower()}{details[1:]})" if details else item.text


def _course(facts: MinutesFacts) -> list[Block]:
    blocks: list[Block] = []
    for number, item in enumerate(facts.items, start=1):
        blocks.append(Heading((Run(f"{number}. ", says=Says.ORDER), _typed(item.text)), 2))
        blocks += _said(item.heard or item.details, of_item=True)
        blocks += _resolved(item.resolutions, f"{number}.")
    blocks += _said(facts.heard, of_item=False)
    blocks += _resolved(facts.resolutions, "")
    return blocks


def _said(heard: tuple[str, ...], *, of_item: bool) -> list[Block]:
    if not heard:
        return [_plain("СЛУШАЛИ: ", named(_LINE))] if of_item else []
    return [
        _plain("СЛУШАЛИ:", None),
        *(Paragraph((run(sentence(one), says=Says.TYPED),)) for one in heard),
    ]


def _resolved(resolutions: tuple[Resolution, ...], item: str) -> list[Block]:
    if not resolutions:
        return []
    blocks: list[Block] = [_plain("РЕШИЛИ:", None)]
    for number, one in enumerate(resolutions, start=1):
        told = [
            Run(f"{item}{number}. ", says=Says.ORDER),
            run(sentence(one.text), one.source, says=Says.TYPED),
        ]
        if one.is_task:
            told.append(run(f" Ответственные: {one.responsible or _LINE}.", one.source, says=Says.TYPED))
            told.append(run(f" Срок: {one.due.rstrip('.') or _LINE}.", one.source, says=Says.TYPED))
        blocks.append(Paragraph(tuple(told)))
        if one.votes.strip():
            votes = run(f"{one.votes.strip().rstrip('.')}.", one.source, says=Says.TYPED)
            blocks.append(Paragraph(words("Голосовали: ", votes)))
    return blocks


def _typed(text: str) -> Run:
    return run(text.strip().rstrip(";."), says=Says.TYPED)
