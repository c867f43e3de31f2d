"""The dictionary of factors: the columns of the matrix of risks, and the usual ones to begin with."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.risks import Factor
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.linking import STEP


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A factor."""

    uid: bytes
    group: str
    name: str
    short: str

    @property
    def heading(self) -> str:
        """As the column is called."""
        return self.short or self.name


@cache
def _kept() -> tuple[dict[str, str], ...]:
    return tuple(places.dictionary("risks")["factors"])


def read(session: Session) -> tuple[FactorLine, ...]:
    """All factors, the risks first, in their order."""
    found = session.scalars(select(Factor).order_by(Factor.position, Factor.uid))
    made = [FactorLine(one.uid, one.group, one.name, one.short) for one in found]
    return tuple(sorted(made, key=lambda one: one.group != "risk"))


def fill(document: Document) -> int:
    """Add the usual factors that are not there yet, as one step; how many were added."""
    with document.write("Внесены факторы риска") as session:
        return write(session)


def write(session: Session) -> int:
    """The same inside an action that is under way."""
    known = {(one.group, _plain(one.name)) for one in read(session)}
    wanted = [one for one in _kept() if (one["group"], _plain(one["name"])) not in known]
    kind, last = BY_CODE["factor"], dict[str, int]()
    born = {uids.factor(one["group"], one["name"]): one for one in wanted}
    taken = set(session.scalars(select(Factor.uid).where(Factor.uid.in_(born))))
    for uid, one in born.items():
        group = one["group"]
        if group not in last:
            last[group] = records.last_place(session, kind, {"group": group}) - STEP
        last[group] += STEP
        full = records.full_values(kind, {**one, "position": last[group]})
        session.add(Factor(uid=uids.new_uid() if uid in taken else uid, **full))
    session.flush()
    return len(wanted)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
