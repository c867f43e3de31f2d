"""What stands twice in a programme because two offices took in the same plan or table, each into its own copy, before the copies
were merged; and joining it.

Joined records are one by a verdict: what was done for either, what is linked to either and what is still said of either in
another copy follows the one that is shown, and taking the step back parts them again.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kind import Editor
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import Indicator, IndicatorValue, Programme, year_label
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.programme.outline import PartNode
from shnor_desktop.operations.schools import sameness
from shnor_desktop.rules.words.russian import counted, quoted

_PLANS = ("plan", "plan_section")
_ALSO = {
    "programme": ("part_of", "previous"),
    "part": ("programme", "parent", "same_as"),
    "activity": ("part",),
    "indicator": ("programme",),
    "indicator_value": ("indicator",),
}
"""What need not be the same: it is by itself once what they stand in is one."""
_SLOT = ("school", "year_kind", "year", "stage")
_MOST_NAMED = 5
_ADDED = ("note",)
"""Both texts stay, one under the other."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Records of one kind that say the same; the first is the one that stays."""

    code: str
    uids: tuple[bytes, ...]
    title: str
    clashes: tuple[str, ...] = ()
    """What they say differently: with any of it they are not joined."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join did."""

    count: int
    """Records that stand there no more."""
    left: tuple[str, ...]
    """What was not joined, and why."""

    @property
    def told(self) -> str:
        """In one sentence."""
        text = f"Объединено, лишних карточек убрано: {self.count}." if self.count else "Объединять нечего."
        return f"{text} Порознь остались: {'; '.join(self.left[:_MOST_NAMED])}." if self.left else text


def find(session: Session, programme: bytes) -> tuple[Twins, ...]:
    """All twins of a programme: parts from the top, the rows in them, indicators."""
    return tuple(_Search(session, programme).found())


def told(found: Sequence[Twins]) -> str:
    """«12 мероприятий, 1 раздел»."""
    words = {
        "activity": ("мероприятие", "мероприятия", "мероприятий"),
        "programme": ("программа", "программы", "программ"),
        "part": ("раздел", "раздела", "разделов"),
        "indicator": ("показатель", "показателя", "показателей"),
    }
    counts = [
        counted(count, *forms)
        for code, forms in words.items()
        if (count := sum(one.code == code for one in found))
    ]
    return ", ".join(counts)


def remark(found: Sequence[Twins]) -> str:
    """The same as a finding of the check, with what cannot be joined."""
    text = f"Записано дважды: {told(found)}."
    if any(not one.clashes for one in found):
        text += " Карточки можно объединить: всё, что сделано, связано и приложено, останется."
    if apart := unlike(found):
        rest = len(apart) - _MOST_NAMED
        more = f"; ещё {rest}" if rest > 0 else ""
        text += f" Расходятся, поэтому останутся порознь: {'; '.join(apart[:_MOST_NAMED])}{more}."
    return text


def unlike(found: Sequence[Twins]) -> tuple[str, ...]:
    """Of those that cannot be joined, what they say differently."""
    return tuple(f"{quoted(one.title)}: {', '.join(one.clashes)}" for one in found if one.clashes)


def join(document: Document, programme: bytes) -> Joined:
    """Make one record of all twins that nowhere contradict each other, as one step."""
    with document.read() as session:
        every = find(session, programme)
    wanted = [one for one in every if not one.clashes]
    if wanted:
        with document.write(f"Объединено записанное дважды: {told(wanted)}") as session:
            for one in wanted:
                _join(session, one)
    return Joined(sum(len(one.uids) - 1 for one in wanted), unlike(every))


# --- what is the same ------------------------------------------------------------------------------------------------


class _Search:
    def __init__(self, session: Session, programme: bytes) -> None:
        self._session = session
        own = session.get(Programme, programme)
        same = (
            [getattr(Programme, name) == getattr(own, name) for name in ("kind", "title", "starts", "ends")]
            if own is not None
            else [Programme.uid == programme]
        )
        self._programmes = list(session.scalars(select(Programme).where(*same).order_by(Programme.uid)))
        self._outlines = [outline.outline(session, one.uid) for one in self._programmes]
        self._rows: dict[bytes | None, list[Activity]] = defaultdict(list)
        parts = [one.uid for each in self._outlines for one in each.walk()]
        for one in session.scalars(select(Activity).where(Activity.part.in_(parts)).order_by(Activity.uid)):
            self._rows[one.part].append(one)

    def found(self) -> Iterator[Twins]:
        if len(self._programmes) > 1:
            clashes = _clashes("programme", self._programmes)
            yield _twins("programme", self._programmes, self._programmes[0].title, clashes)
        yield from self._parts([one for each in self._outlines for one in each.parts])
        every = self._session.scalars(
            select(Indicator)
            .where(Indicator.programme.in_([one.uid for one in self._programmes]))
            .order_by(Indicator.uid)
        )
        for alike in _alike(
            ((_plain(one.number), _plain(one.text), _plain(one.group)), one) for one in every
        ):
            clashes = (*_clashes("indicator", alike), *self._values(alike))
            yield _twins("indicator", alike, alike[0].text, clashes)

    def _parts(self, inside: Iterable[PartNode]) -> Iterator[Twins]:
        """Twins among parts of one place, then among what stands in all of them together."""
        for alike in self._alike_parts(sorted(inside, key=lambda one: one.uid)):
            if len(alike) > 1:
                records = [self._session.get(BY_CODE["part"].record, one.uid) for one in alike]
                yield _twins("part", records, alike[0].heading, _clashes("part", records))
            yield from self._activities([row for one in alike for row in self._rows[one.uid]])
            yield from self._parts([child for one in alike for child in one.children])

    def _alike_parts(self, inside: Sequence[PartNode]) -> Iterator[list[PartNode]]:
        groups: dict[Hashable, list[list[PartNode]]] = defaultdict(list)
        for one in inside:
            known = groups[one.place, _plain(one.number), _plain(one.title)]
            into = next((group for group in known if self._same(group[0], one)), None)
            if into is None:
                known.append([one])
            else:
                into.append(one)
        return (group for known in groups.values() for group in known)

    def _same(self, one: PartNode, other: PartNode) -> bool:
        """Of plans some row has to be the same, of everything else its text."""
        if one.place in _PLANS:
            rows, others = self._keys(one), self._keys(other)
            return bool(rows & others) or (not rows and not others and bool(one.heading))
        return _plain(one.typed) == _plain(other.typed) and bool(one.heading or one.typed)

    def _keys(self, part: PartNode) -> set[tuple[str, str]]:
        return {(_plain(row.number), _plain(row.text)) for one in part.walk() for row in self._rows[one.uid]}

    def _activities(self, rows: list[Activity]) -> Iterator[Twins]:
        def key(row: Activity) -> tuple[str, str, str]:
            """A row without a number is the same only with its due."""
            return _plain(row.number), _plain(row.text), "" if row.number.strip() else _plain(row.due_text)

        for alike in _alike((key(row), row) for row in sorted(rows, key=lambda one: one.uid)):
            title = " ".join(f"{alike[0].number} {alike[0].text}".split())
            yield _twins("activity", alike, title[:80], _clashes("activity", alike))

    def _values(self, alike: Sequence[Any]) -> Iterator[str]:
        """Years in which twins have other values."""
        for values in _slots(self._session, [one.uid for one in alike]):
            if differing := _clashes("indicator_value", values):
                yield f"{year_label(values[0].year, values[0].year_kind)} ({', '.join(differing)})"


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split()).rstrip(".;")


def _alike(keyed: Iterable[tuple[Hashable, Any]]) -> list[list[Any]]:
    groups: dict[Hashable, list[Any]] = defaultdict(list)
    for key, one in keyed:
        groups[key].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _twins(code: str, alike: Sequence[Any], title: str, clashes: Iterable[str]) -> Twins:
    return Twins(code, tuple(one.uid for one in alike), title, tuple(clashes))


def _clashes(code: str, alike: Sequence[Any]) -> tuple[str, ...]:
    """Labels of the fields in which two of them say different things; to say nothing is no contradiction."""
    return tuple(
        field.label
        for field in BY_CODE[code].fields
        if _compared(code, field.name)
        and len({_said(value) for one in alike if not _blank(value := getattr(one, field.name))}) > 1
    )


def _compared(code: str, name: str) -> bool:
    field = BY_CODE[code].field(name)
    free = ("position", "decimals", *_ADDED, *_ALSO[code])
    return field.editor not in (Editor.LINKS, Editor.FLAG) and name not in free


def _blank(value: Any) -> bool:
    return value is None or value in ("", b"")


def _said(value: Any) -> Any:
    return _plain(value) if isinstance(value, str) else value


def _slots(session: Session, indicators: Sequence[bytes]) -> list[list[Any]]:
    """Values of twins for the same school and year."""
    query = select(IndicatorValue).where(IndicatorValue.indicator.in_(indicators))
    found = session.scalars(query.order_by(IndicatorValue.indicator, IndicatorValue.uid)).all()
    return _alike((tuple(getattr(one, name) for name in _SLOT), one) for one in found)


# --- joining ---------------------------------------------------------------------------------------------------------


def _join(session: Session, twins: Twins) -> None:
    kind = BY_CODE[twins.code]
    kept, *others = (session.get(kind.record, uid) for uid in twins.uids)
    if twins.code == "indicator":
        for values in _slots(session, twins.uids):
            for one in values:  # Whichever was there first is shown.
                _fill("indicator_value", one, values)
    _fill(twins.code, kept, others)
    session.flush()
    for uid in twins.uids[1:]:
        sameness.put(session, twins.code, twins.uids[0], uid, sameness.SAME)


def _fill(code: str, kept: Any, others: Sequence[Any]) -> None:
    """What the one that stays does not say is taken from the others."""
    every = [kept, *(one for one in others if one is not kept)]
    for field in BY_CODE[code].fields:
        if field.editor is Editor.LINKS or field.name in ("position", *_ALSO[code]):
            continue
        said = [value for one in every if not _blank(value := getattr(one, field.name))]
        if not said:
            continue
        value = said[0]
        if field.name in _ADDED:
            value = "\n".join(dict.fromkeys(said))
        elif field.editor is Editor.FLAG or field.name == "decimals":
            value = max(said)
        if getattr(kept, field.name) != value:
            setattr(kept, field.name, value)
