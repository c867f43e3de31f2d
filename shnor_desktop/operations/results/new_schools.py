"""The schools of a book: which known school each mention is, which are created, what is learned, what a person says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.results.plan_types import PlannedSchool
from shnor_desktop.operations.schools.find import find
from shnor_desktop.operations.schools.known import code_key, plain_spelling
from shnor_desktop.operations.schools.matching import Known, Match, match_all, mention_key
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.rules.words.short_names import short_name
from shnor_desktop.sheets.results.types import SchoolMention


@dataclass(frozen=True, slots=True)
class PlannedSchools:
    """All schools of the books and everything to be learned about them; see `ImportPlan` for the parts."""

    schools: tuple[PlannedSchool, ...]
    names: Mapping[bytes, str]
    aliases: tuple[tuple[bytes, str, str], ...]
    codes: tuple[tuple[bytes, str, str], ...]
    municipalities: tuple[tuple[bytes, str], ...]
    answers: tuple[tuple[str, str, str], ...]


def plan_schools(
    known: Known,
    mentions: Mapping[SchoolMention, tuple[frozenset[str], int]],
    decisions: Mapping[str, str],
) -> PlannedSchools:
    """Match every mention and follow the decisions a person made."""
    matches = match_all(known, [(mention, sheets) for mention, (sheets, _) in mentions.items()])
    planned = [
        _planned(known, mention, rows, found, decisions)
        for (mention, (_, rows)), found in zip(mentions.items(), matches, strict=True)
    ]
    planned = _followed(known, planned)
    names = {one.uid: one.name for one in known.schools}
    for one in planned:
        if one.is_new:
            names.setdefault(one.uid, school_name(one.mention))
    return PlannedSchools(
        tuple(planned),
        names,
        _aliases(known, planned, names),
        _codes(known, planned),
        _municipalities(known, planned),
        tuple(_answer(one, names) for one in planned if one.key in decisions and one.decision),
    )


def school_name(mention: SchoolMention) -> str:
    """Short name a new school gets."""
    return short_name(mention.name) or mention.code


def _planned(
    known: Known, mention: SchoolMention, rows: int, found: Match, decisions: Mapping[str, str]
) -> PlannedSchool:
    key = mention_key(mention)
    answer = decisions.get(key, "")
    if found.school is not None:
        return PlannedSchool(key, mention, found, found.school, "same", False, rows)
    if answer.startswith("same:"):
        uid = _uid(answer)
        if uid in known.by_uid or any(uid == one.uid for one in found.suggestions):
            return PlannedSchool(key, mention, found, uid, "same", False, rows)
    if answer == "skip":
        return PlannedSchool(key, mention, found, b"", "skip", False, rows)
    if answer == "new" or found.kind == "new":
        return PlannedSchool(key, mention, found, found.newcomer, "new", True, rows)
    return PlannedSchool(key, mention, found, b"", "", False, rows)


def _uid(answer: str) -> bytes:
    try:
        return bytes.fromhex(answer.removeprefix("same:"))
    except ValueError:
        return b""


def _followed(known: Known, planned: list[PlannedSchool]) -> list[PlannedSchool]:
    """A mention said to be the same as a newcomer goes where that newcomer goes; only the first creates it."""
    goes: dict[bytes, PlannedSchool] = {}
    for one in planned:
        if one.match.newcomer:
            goes.setdefault(one.match.newcomer, one)
    made: set[bytes] = set()
    result = []
    for one in planned:
        uid = one.uid
        target = goes.get(uid) if uid not in known.by_uid else None
        if one.decision == "same" and target is not None:
            uid = target.uid
        created = uid != b"" and uid not in known.by_uid and uid not in made and one.decision == "new"
        made |= {uid} if created else set()
        waits = one.decision == "same" and uid not in known.by_uid and uid not in made
        result.append(
            PlannedSchool(
                one.key,
                one.mention,
                one.match,
                b"" if waits else uid,
                "" if waits else one.decision,
                created,
                one.rows,
            )
        )
    return result


def _aliases(
    known: Known, planned: list[PlannedSchool], names: Mapping[bytes, str]
) -> tuple[tuple[bytes, str, str], ...]:
    """Spellings a person explained, unless the spelling is the name of some school already."""
    found: dict[str, tuple[bytes, str, str]] = {}
    for one in planned:
        key = normalise(one.mention.name)
        explained = one.decision == "same" and one.match.kind in ("suggested", "new", "code")
        if explained and key and key not in known.by_name and known.by_alias.get(key) != one.uid:
            found.setdefault(key, (one.uid, " ".join(one.mention.name.split()), key))
    return tuple(found.values())


def _codes(known: Known, planned: list[PlannedSchool]) -> tuple[tuple[bytes, str, str], ...]:
    """Codes the document does not know; a code that already belongs to a school is left alone."""
    taken = {(system, code_key(code)) for system, code, _ in known.codes}
    found: dict[tuple[str, str], tuple[bytes, str, str]] = {}
    for one in planned:
        system, code = one.mention.code_system or "other", one.mention.code.strip()
        if not one.uid or not code or (system, code_key(code)) in taken:
            continue
        if not one.mention.code_system and one.match.kind == "code":
            continue
        found.setdefault((system, code), (one.uid, system, code))
    return tuple(found.values())


def _municipalities(known: Known, planned: list[PlannedSchool]) -> tuple[tuple[bytes, str], ...]:
    """Municipalities of known schools that had none."""
    found: dict[bytes, str] = {}
    for one in planned:
        school = known.by_uid.get(one.uid)
        if school is not None and not school.municipality and one.mention.municipality:
            found.setdefault(one.uid, one.mention.municipality)
    return tuple(found.items())


def _answer(one: PlannedSchool, names: Mapping[bytes, str]) -> tuple[str, str, str]:
    """What is remembered of a decision."""
    if one.decision == "same":
        return (
            one.key,
            f"same:{one.uid.hex()}",
            f"{quoted(one.mention.name)} — это {quoted(names.get(one.uid, ''))}",
        )
    words = {"new": "отдельная школа", "skip": "пропускать"}
    return one.key, one.decision, f"{quoted(one.mention.name)} — {words[one.decision]}"


_WORDS = {"новая": "new", "new": "new", "пропустить": "skip", "skip": "skip"}


@dataclass(frozen=True, slots=True)
class SaidOfSchool:
    """What a person says of one mention of a school."""

    school: PlannedSchool
    decision: str
    """«same:<uid hex>», «new» or «skip»; a recognised school is only skipped, or confirmed."""


def said_of_schools(
    document: Document, schools: Sequence[PlannedSchool], wanted: Sequence[tuple[str, str]], where: str
) -> list[SaidOfSchool]:
    """Pairs «name or code in the book», «code or name in the file, новая, пропустить» understood.

    `where` is «в книгах» or «в перечне». UserError for nobody, for several, and for a school that the program recognises
    as another one.
    """
    said = []
    for name, answer in wanted:
        mentioned = _mentioned(schools, name, where)
        decision = _WORDS.get(plain_spelling(answer)) or f"same:{_meant(document, mentioned, answer).hex()}"
        for one in mentioned:
            known = one.match.school
            if known is not None and decision not in ("skip", f"same:{known.hex()}"):
                raise UserError(
                    f"Школу {quoted(name)} программа узнаёт сама, и это другая школа.",
                    "Исправьте её коды и названия в окне программы или не называйте её здесь.",
                )
            said.append(SaidOfSchool(one, decision))
    return said


def _mentioned(schools: Sequence[PlannedSchool], name: str, where: str) -> list[PlannedSchool]:
    """The mentions a person means: all spellings of one school, never two schools."""
    wanted = plain_spelling(name)
    for found in (
        [one for one in schools if plain_spelling(one.mention.text) == wanted],
        [one for one in schools if plain_spelling(one.mention.name) == wanted],
        [one for one in schools if one.mention.code and code_key(one.mention.code) == code_key(name)],
    ):
        kinds = {one.match.school or one.match.newcomer or one.key: one for one in found}
        if len(kinds) > 1:
            some = ", ".join(f"«{one.mention.text}»" for one in found[:5])
            raise UserError(
                f"Школ с названием {quoted(name)} {where} несколько.", f"Назовите одну из них: {some}."
            )
        if found:
            return found
    undecided = [one for one in schools if not one.decision]
    doubtful = ", ".join(f"«{one.mention.text}»" for one in undecided[:5])
    raise UserError(
        f"Школы {quoted(name)} {where} нет.",
        f"Решения ждут: {doubtful}." if doubtful else "Называть школы не нужно: все узнаны.",
    )


def _meant(document: Document, mentioned: Sequence[PlannedSchool], answer: str) -> bytes:
    """The school of the file, or the new one of these books that is suggested under this very name."""
    wanted = plain_spelling(answer)
    for one in mentioned:
        near = [found.uid for found in one.match.suggestions if plain_spelling(found.name) == wanted]
        if len(near) == 1:
            return near[0]
    with document.read() as session:
        return find(session, answer)
