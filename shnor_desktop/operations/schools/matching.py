"""Which school of the document a name in a workbook means: by code, exact name, learned spelling, normalised
name; near names are only suggested, never taken silently. Pure: `known_schools` takes the snapshot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from shnor_desktop.operations.schools.known import (
    Kind,
    Known,
    KnownSchool,
    Match,
    Suggestion,
    code_key,
    known_schools,
    mention_key,
    municipality_key,
    new_school_uid,
    plain_spelling,
)
from shnor_desktop.operations.schools.newcomers import Newcomers
from shnor_desktop.rules.words.school_names import ASK, normalise
from shnor_desktop.sheets.results.types import SchoolMention

__all__ = [
    "Known",
    "KnownSchool",
    "Match",
    "Suggestion",
    "known_schools",
    "match",
    "match_all",
    "mention_key",
    "municipality_key",
    "new_school_uid",
]


def match(known: Known, mention: SchoolMention) -> Match:
    """The school a single mention means."""
    return match_all(known, [(mention, frozenset())])[0]


def match_all(known: Known, mentions: Sequence[tuple[SchoolMention, frozenset[str]]]) -> list[Match]:
    """Matches of mentions that stand together in books; each comes with the names of its sheets.

    Two names on one sheet are two schools, so a school already met on the sheet is not suggested for another.
    """
    sure = [_sure(known, mention) for mention, _ in mentions]
    _doubt_namesakes(known, mentions, sure)
    taken: dict[str, set[bytes]] = defaultdict(set)
    for (_, sheets), found in zip(mentions, sure, strict=True):
        for sheet in sheets:
            if found.school is not None:
                taken[sheet].add(found.school)
    newcomers = Newcomers(
        known, [(m, s) for (m, s), found in zip(mentions, sure, strict=True) if not found.school]
    )
    matches = []
    for (mention, sheets), found in zip(mentions, sure, strict=True):
        if found.school is None:
            found = _doubtful(known, mention, found, set().union(*(taken[sheet] for sheet in sheets)))
            found = newcomers.compared(mention, found)
        matches.append(found)
    return matches


def _sure(known: Known, mention: SchoolMention) -> Match:
    """By code, exact name, learned spelling or normalised name; namesakes become suggestions."""
    named = _agreeing(known, mention, known.by_spelling.get(plain_spelling(mention.name), ()))
    coded = _coded(known, mention)
    if coded is not None:
        exact = named or _agreeing(known, mention, known.by_name.get(normalise(mention.name), ()))
        if exact and coded not in exact:
            return Match("suggested", None, _as_suggestions(known, (coded, *exact)))
        return Match("code", coded)
    if len(named) == 1:
        return Match("exact", named[0])
    key = normalise(mention.name)
    alias = known.by_alias.get(key)
    if alias in known.by_uid and alias is not None and _agreeing(known, mention, (alias,)):
        return Match("alias", alias)
    candidates = _agreeing(known, mention, known.by_name.get(key, ()))
    if len(candidates) == 1:
        return Match("normalised", candidates[0])
    if candidates:
        return Match("suggested", None, _as_suggestions(known, candidates))
    return Match("new", None)


def _coded(known: Known, mention: SchoolMention) -> bytes | None:
    """The one school that has the code; a code without a system counts when only one school has it."""
    if not mention.code:
        return None
    found = {
        uid
        for system, uid in known.by_code.get(code_key(mention.code), ())
        if not mention.code_system or system in (mention.code_system, "other")
    }
    return found.pop() if len(found) == 1 else None


def _agreeing(known: Known, mention: SchoolMention, uids: Sequence[bytes]) -> tuple[bytes, ...]:
    """Those of the schools whose municipality is that of the mention; else those whose is not known."""
    wanted = municipality_key(mention.municipality)
    if not wanted:
        return tuple(uids)
    keys = {uid: municipality_key(known.by_uid[uid].municipality) for uid in uids if uid in known.by_uid}
    same = tuple(uid for uid, key in keys.items() if key == wanted)
    return same or tuple(uid for uid, key in keys.items() if not key)


def _as_suggestions(known: Known, uids: Iterable[bytes], score: float = 1.0) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(uid, known.by_uid[uid].name, score) for uid in dict.fromkeys(uids))


def _doubt_namesakes(
    known: Known, mentions: Sequence[tuple[SchoolMention, frozenset[str]]], sure: list[Match]
) -> None:
    """A school of unknown municipality cannot be the namesakes of several municipalities at once."""
    claims: dict[bytes, set[str]] = defaultdict(set)
    for (mention, _), found in zip(mentions, sure, strict=True):
        if found.school and found.kind != "code" and not known.by_uid[found.school].municipality:
            claims[found.school].add(municipality_key(mention.municipality))
    for at, found in enumerate(sure):
        if found.school and found.kind != "code" and len(claims[found.school] - {""}) > 1:
            sure[at] = Match("suggested", None, _as_suggestions(known, (found.school,)))


def _doubtful(known: Known, mention: SchoolMention, found: Match, taken: set[bytes]) -> Match:
    """A mention with no sure match: near names that are not met elsewhere on its sheets."""
    if found.kind == "suggested":
        left = tuple(one for one in found.suggestions if one.uid not in taken)
        return Match("suggested", None, left or found.suggestions)
    near = {uid: score for uid, score in known.names.suggest(mention.name, limit=6) if uid not in taken}
    for uid in known.by_name.get(normalise(mention.name), ()):
        if uid not in taken:
            near[uid] = 1.0
    ordered = sorted(near.items(), key=lambda one: -one[1])[:3]
    suggestions = tuple(Suggestion(uid, known.by_uid[uid].name, score) for uid, score in ordered)
    kind: Kind = "suggested" if suggestions and suggestions[0].score >= ASK else "new"
    return Match(kind, None, suggestions)
