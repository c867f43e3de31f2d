"""Records that are linked to others: what LINKS fields show and how it is saved, as records of the kind `link`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import Field, RecordKind, kind_of
from shnor_desktop.models.links import ENDS, ROLES, Link
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records.titles import Titles

STEP = 1000
"""Between two places of an order, so that others may be put between."""


def linked(
    session: Session, kind: RecordKind, of: Iterable[bytes] | None = None
) -> dict[bytes, dict[str, Linked]]:
    """What records of a kind are linked to: uid → field → (uid, note) in their order; of all records, or of those named."""
    found: dict[bytes, dict[str, list[tuple[bytes, str]]]] = defaultdict(lambda: defaultdict(list))
    columns = Link.__table__.columns
    only = None if of is None else list(of)
    for field in kind.links:
        here, there = (columns[name] for name in ROLES[field.role][:2])
        query = select(here, there, columns.note).where(
            columns.role == field.role, here.is_not(None), there.is_not(None)
        )
        if only is not None:
            query = query.where(here.in_(only))
        for uid, other, note in session.execute(query.order_by(columns.position, columns.uid)).all():
            found[uid][field.name].append((other, note))
    return {uid: {name: tuple(pairs) for name, pairs in named.items()} for uid, named in found.items()}


def save(session: Session, field: Field, uid: bytes, wanted: Linked) -> None:
    """Link a record to these and to no others. What stays is not touched, but for its note and, where the order is
    another one, its place."""
    here, there, _ = ROLES[field.role]
    chosen = dict(wanted)
    table = Link.__table__.columns
    query = (
        select(Link).where(table.role == field.role, table[here] == uid).order_by(table.position, table.uid)
    )
    standing = {}
    for link in session.scalars(query).all():
        other = getattr(link, there)
        if other in chosen:
            standing[other] = link
        else:
            session.delete(link)
    last = max((link.position for link in standing.values()), default=0)
    for other, note in chosen.items():
        if other not in standing:
            last += STEP
            standing[other] = _new(field.role, {here: uid, there: other}, last)
            session.add(standing[other])
        link = standing[other]
        if link.note != note:
            link.note = note
    _put_in_order([standing[other] for other in chosen])
    session.flush()


def _new(role: str, ends: dict[str, bytes], position: int) -> Link:
    made = uids.link(role, *(ends.get(name) for name in ENDS))
    return Link(uid=made, role=role, position=min(position, fields.PLACE), **ends)


def _put_in_order(links: list[Link]) -> None:
    places = [link.position for link in links]
    if any(first >= second for first, second in pairwise(places)):
        for number, link in enumerate(links, start=1):
            link.position = number * STEP


def require_ends(values: Mapping[str, Value]) -> None:
    """Raise UserError unless exactly those two records are set that a link of this role joins."""
    role, kind = ROLES[str(values["role"])], kind_of(Link)
    if {name for name in ENDS if values[name] is not None} != {role.here, role.there}:
        here, there = (kind.field(name).label for name in role[:2])
        raise UserError(
            f"{kind.one} «{role.label}» соединяет две карточки: «{here}» и «{there}».",
            "Заполните эти два столбца и оставьте пустыми столбцы других карточек.",
        )


def text(field: Field, value: Linked, titles: Titles) -> str:
    """«Заречная СОШ; Береговая ООШ [базовая]»."""
    told = ((" ".join(titles(field.refers, uid).split()), note) for uid, note in value)
    return "; ".join(f"{title} [{note}]" if note else title for title, note in told if title)


def read(field: Field, typed: str, find: Callable[[Field, str], bytes | None]) -> Linked:
    """The records that a text of titles means; a title may hold a semicolon or brackets itself. Raises UserError for what
    is unknown; a title for which `find` has no record is left out."""
    found: dict[bytes, str] = {}
    for line in typed.splitlines():
        pieces = [piece.strip() for piece in line.split(";")]
        while pieces := [piece for piece in pieces if piece]:
            uid, note, used = _longest(field, pieces, find)
            if uid is not None:
                found[uid] = note
            pieces = pieces[used:]
    return tuple(found.items())


def _longest(
    field: Field, pieces: list[str], find: Callable[[Field, str], bytes | None]
) -> tuple[bytes | None, str, int]:
    refusal: UserError | None = None
    for used in range(len(pieces), 0, -1):
        whole = "; ".join(pieces[:used])
        for title, note in dict.fromkeys(((whole, ""), _noted(whole))):
            try:
                return find(field, title), note, used
            except UserError as error:
                refusal = error
    raise refusal or UserError(f"«{pieces[0]}» нет в файле.", "Введите название так, как оно записано.")


def _noted(piece: str) -> tuple[str, str]:
    """«Заречная СОШ [базовая]» → title and note."""
    if piece.endswith("]") and " [" in piece:
        title, _, note = piece[:-1].rpartition(" [")
        return title.strip(), note.strip()
    return piece, ""
