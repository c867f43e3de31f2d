"""The dictionary of the social passport: which indicators it has, and the usual ones to begin with."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import Indicator
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.rules.context_index import BORDER_E4
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import LESS, MORE

CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of the social passport."""

    uid: bytes
    group: str
    text: str
    unit: str
    denominator: str
    of: bytes | None
    """The indicator that the denominator names, so that a count becomes a share."""
    direction: str
    weight_e4: int
    limit_e4: int | None

    @property
    def counts(self) -> bool:
        """Whether it is part of the index."""
        return self.weight_e4 > 0 and self.direction in (MORE, LESS)

    @property
    def about(self) -> str:
        """For a tip: unit, what it is a share of, what is better, weight and border."""
        told = [self.unit, f"доля от «{self.denominator}»" if self.of else self.denominator]
        told.append({MORE: "чем больше, тем лучше", LESS: "чем меньше, тем лучше"}.get(self.direction, ""))
        if self.counts:
            told.append(f"вес в индексе {_plain(self.weight_e4)}")
            limit = "худшая четверть школ"
            if self.limit_e4 is not None:
                limit = f"{_plain(self.limit_e4)}{' %' if self.of else ''}"
            told.append(f"порог: {limit}")
        return "; ".join(filter(None, told))


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All indicators of the social passport in their order, and from where on the index is adverse."""

    lines: tuple[Line, ...]
    border_e4: int
    index: bytes | None
    """The record that holds the border; None where the usual one counts."""

    @property
    def by_uid(self) -> dict[bytes, Line]:
        return {one.uid: one for one in self.lines}


@cache
def _kept() -> dict[str, Any]:
    return dict(places.dictionary("context"))


def _index_uid() -> bytes:
    return uids.indicator(CONTEXT, _kept()["index"]["text"])


def read(session: Session) -> Dictionary:
    """The dictionary as it stands in the file."""
    query = select(Indicator).where(Indicator.use == CONTEXT, Indicator.programme.is_(None))
    found = list(session.scalars(query))
    index = next((one for one in found if one.uid == _index_uid()), None)
    groups: dict[str, int] = {}
    for one in sorted(found, key=lambda one: (one.position, one.uid)):
        groups.setdefault(one.group, len(groups))
    found.sort(key=lambda one: (groups[one.group], one.position, one.uid))
    named = {_plain_words(one.text): one.uid for one in found}
    lines = tuple(_line(one, named) for one in found if one is not index)
    border = index.limit_e4 if index is not None and index.limit_e4 is not None else BORDER_E4
    return Dictionary(lines, border, index.uid if index is not None else None)


def _line(one: Indicator, named: dict[str, bytes]) -> Line:
    of = named.get(_plain_words(one.denominator)) if one.denominator else None
    return Line(
        one.uid,
        one.group,
        one.text,
        one.unit,
        one.denominator,
        of if of != one.uid else None,
        one.direction,
        one.weight_e4 or 0,
        one.limit_e4,
    )


def _plain_words(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _plain(value_e4: int) -> str:
    return f"{value_e4 / E4:g}".replace(".", ",")


def fill(document: Document) -> int:
    """Add the usual indicators that are not there yet, as one step; how many were added."""
    with document.write("Внесены показатели социального паспорта") as session:
        return write(session)


def write(session: Session) -> int:
    """The same inside an action that is under way."""
    query = select(Indicator.text).where(Indicator.use == CONTEXT, Indicator.programme.is_(None))
    known = {_plain_words(text) for text in session.scalars(query)}
    wanted = [
        one for one in (_kept()["index"], *_kept()["indicators"]) if _plain_words(one["text"]) not in known
    ]
    kind = BY_CODE["indicator"]
    last = records.last_place(session, kind, {"programme": None}) - STEP
    born = {uids.indicator(CONTEXT, one["text"]) for one in wanted}
    taken = set(session.scalars(select(Indicator.uid).where(Indicator.uid.in_(born))))
    for number, one in enumerate(wanted, start=1):
        uid = uids.indicator(CONTEXT, one["text"])
        values = records.full_values(kind, {**_values(one), "position": last + number * STEP})
        session.add(Indicator(uid=uids.new_uid() if uid in taken else uid, **values))
    session.flush()
    return len(wanted)


def _values(one: dict[str, Any]) -> dict[str, Value]:
    texts: dict[str, Value] = {
        name: one.get(name, "") for name in ("group", "text", "unit", "denominator", "direction")
    }
    numbers: dict[str, Value] = {
        f"{name}_e4": round(one[name] * E4) for name in ("weight", "limit") if name in one
    }
    return {"use": CONTEXT, **texts, **numbers}
