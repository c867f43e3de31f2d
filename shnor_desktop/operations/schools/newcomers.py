"""Schools a book names that the document does not know: which mentions are one school, and near names among them."""

import re
from collections import defaultdict
from collections.abc import Sequence

from shnor_desktop.operations.schools.known import (
    Known,
    Match,
    Suggestion,
    code_key,
    may_be_renamed,
    municipality_key,
    new_school_uid,
)
from shnor_desktop.rules.words.school_names import NameIndex, normalise
from shnor_desktop.sheets.results.types import SchoolMention

ASK_NEWCOMERS = 0.8
"""As near as this, two new names of different sheets may be one school spelled in two ways, and a person is asked."""


class Newcomers:
    """Schools the document does not know, compared with each other: one may be spelled in two ways."""

    def __init__(self, known: Known, mentions: Sequence[tuple[SchoolMention, frozenset[str]]]) -> None:
        clusters = _clusters([mention for mention, _ in mentions])
        uids = [new_school_uid(known, min(cluster, key=_identity_order)) for cluster in clusters]
        self._uids = {one: uid for uid, cluster in zip(uids, clusters, strict=True) for one in cluster}
        self._sheets: dict[bytes, set[str]] = defaultdict(set)
        self._names: dict[bytes, str] = {}
        self._municipality: dict[bytes, str] = {}
        for mention, sheets in mentions:
            uid = self._uids[mention]
            self._sheets[uid] |= sheets
            self._names.setdefault(uid, mention.name)
            self._municipality[uid] = self._municipality.get(uid) or municipality_key(mention.municipality)
        self._order = {uid: at for at, uid in enumerate(self._names)}
        self._towns: dict[str, set[str]] = defaultdict(set)
        self._places: dict[bytes, str] = {}
        for mention, sheets in mentions:
            self._places.setdefault(self._uids[mention], mention.municipality)
            for sheet in sheets:
                self._towns[sheet].add(municipality_key(mention.municipality))
        several = len({sheet for sheets in self._sheets.values() for sheet in sheets}) > 1
        self._index = NameIndex(self._names) if several else None

    def compared(self, mention: SchoolMention, found: Match) -> Match:
        """The match with near newcomers of other sheets added to its suggestions."""
        uid = self._uids[mention]
        near = self._near(mention.name, uid) if self._index else []
        if not near:
            kind = "suggested" if is_bare_code(mention) else found.kind
            return Match(kind, None, found.suggestions, uid)
        together = sorted((*found.suggestions, *near), key=lambda one: (-one.score, bool(one.reason)))[:3]
        return Match("suggested", None, tuple(together), uid)

    def _near(self, name: str, uid: bytes) -> list[Suggestion]:
        assert self._index is not None
        # All namesakes: of the twenty «СОШ № 1» of a region one may be this school before its district was renamed.
        scores = dict.fromkeys(self._index.exact(name), 1.0) | dict(self._index.suggest(name, limit=6))
        return [
            Suggestion(other, self._names[other], score, self._reason(other, uid))
            for other, score in scores.items()
            if score >= ASK_NEWCOMERS and self._may_be(other, uid, score)
        ]

    def _may_be(self, other: bytes, uid: bytes, score: float) -> bool:
        if self._order[other] >= self._order[uid] or self._sheets[other] & self._sheets[uid]:
            return False
        one, two = self._municipality[other], self._municipality[uid]
        return not one or not two or one == two or (score == 1 and self._renamed(one, two))

    def _renamed(self, one: str, other: str) -> bool:
        """Two municipalities that no sheet names together and whose names have a root in common may be one."""
        together = any(one in towns and other in towns for towns in self._towns.values())
        return not together and may_be_renamed(one, other)

    def _reason(self, other: bytes, uid: bytes) -> str:
        one, two = self._municipality[other], self._municipality[uid]
        if not one or not two or one == two:
            return ""
        return f"муниципалитет назван иначе: {self._places[other]} — {self._places[uid]}"


def is_bare_code(mention: SchoolMention) -> bool:
    """A school of which only a code is known, be it written as a name: nobody knows what it would be called."""
    name = mention.name.strip()
    return bool(_LONG_NUMBER.fullmatch(name) if name else mention.code)


_LONG_NUMBER = re.compile(r"(?:edu|sch)?\d{4,}", re.IGNORECASE)


def _clusters(mentions: Sequence[SchoolMention]) -> list[list[SchoolMention]]:
    """Mentions that are one school: the same code, or the same name with nothing against it.

    Those that say most go first, so that a bare name can join the one namesake it fits, and joins none of several.
    """
    by_name: dict[str, list[list[SchoolMention]]] = defaultdict(list)
    by_code: dict[tuple[str, str], list[SchoolMention]] = {}
    order = {mention: at for at, mention in enumerate(dict.fromkeys(mentions))}
    for mention in sorted(order, key=lambda one: (not one.municipality, not one.code, order[one])):
        namesakes = by_name[normalise(mention.name)]
        code = (mention.code_system, code_key(mention.code))
        fitting = [cluster for cluster in namesakes if all(_may_be_one(mention, one) for one in cluster)]
        cluster = by_code.get(code) if mention.code else None
        if cluster is None and len(fitting) == 1:
            cluster = fitting[0]
        if cluster is None:
            cluster = []
            namesakes.append(cluster)
        cluster.append(mention)
        if mention.code:
            by_code.setdefault(code, cluster)
    unique = {id(cluster): cluster for clusters in by_name.values() for cluster in clusters}
    return list(unique.values())


def _may_be_one(one: SchoolMention, other: SchoolMention) -> bool:
    """Whether nothing but the name would tell two mentions apart."""
    here, there = municipality_key(one.municipality), municipality_key(other.municipality)
    if here and there and here != there:
        return False
    same_system = one.code and other.code and one.code_system == other.code_system
    return not same_system or code_key(one.code) == code_key(other.code)


def _identity_order(mention: SchoolMention) -> tuple[int, str, str, str]:
    """Which of the mentions of a new school gives it its uid, whatever order the books came in."""
    system = mention.code_system or "other"
    place = _SYSTEMS.index(system) if mention.code and system in _SYSTEMS else len(_SYSTEMS)
    return place, code_key(mention.code), "" if mention.municipality else "1", mention.name


_SYSTEMS = ("fisoko", "rcoi", "inn", "ogrn", "other")
