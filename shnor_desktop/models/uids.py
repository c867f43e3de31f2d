"""Identities of records: UUIDv7 for new ones, UUIDv5 of the natural key where two offices that enter the same thing
must get the same record.

The parts of a natural key and their order are part of the file format and never change.
"""

import hashlib
import os
import time
import uuid

_SPACE = uuid.UUID("6a1f6c0e-52a4-5d0b-9c8e-1d3f0a7b2e44").bytes


def new_uid() -> bytes:
    """A UUIDv7: 48 bits of milliseconds, the rest random (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    raw = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw)


def natural_uid(kind: str, *parts: object) -> bytes:
    """The UUIDv5 every office computes for the same natural key; bytes parts are uids of other records."""
    return _named("\x1f".join([p.hex() if isinstance(p, bytes) else str(p) for p in (kind, *parts)]))


def _named(text: str) -> bytes:
    # RFC 9562 §5.5 by hand: imports make hundreds of thousands of these, uuid.uuid5 takes thrice as long.
    raw = bytearray(hashlib.sha1(_SPACE + text.encode(), usedforsecurity=False).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x50
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw)


# Exams are taken at one grade; a workbook that names it and one that does not mean the same procedure.
EXAM_GRADES = {"oge": 9, "ege": 11}
DEFAULT_PROFILE = natural_uid("method_profile", "default")


def subject(short: str) -> bytes:
    """«МА» and «ма» are one subject."""
    return natural_uid("subject", short.strip().upper())


def procedure(family: str, subject_uid: bytes, level: str, programme_grade: int, title: str = "") -> bytes:
    """Family, subject, level and programme grade; the title tells procedures of the same four apart."""
    grade = EXAM_GRADES.get(family, int(programme_grade))
    return natural_uid("procedure", family, subject_uid, level, grade, title.strip().casefold())


def sitting(procedure_uid: bytes, school_year: int, season: str) -> bytes:
    """A procedure in a school year (the year it starts in) and season."""
    return natural_uid("sitting", procedure_uid, int(school_year), season)


def school_result(sitting_uid: bytes, school_uid: bytes) -> bytes:
    """A school has one result at a sitting."""
    return _named(f"school_result\x1f{sitting_uid.hex()}\x1f{school_uid.hex()}")  # Of every row of an import.


def area_result(sitting_uid: bytes, area: str, area_name: str) -> bytes:
    """An area (its kind and name) has one result at a sitting."""
    return natural_uid("area_result", sitting_uid, area, " ".join(area_name.split()).casefold())


def school(code_system: str, code: str, normalised_name: str, place: str) -> bytes:
    """The school's first code when one is known, else its normalised name and place."""
    if code_system and code:
        return natural_uid("school", "code", code_system, code.strip())
    return natural_uid("school", "name", normalised_name, " ".join(place.split()).casefold())


def school_code(system: str, code: str) -> bytes:
    """A code belongs to one school of its system."""
    return natural_uid("school_code", system, code.strip())


def school_alias(normalised: str) -> bytes:
    """A normalised spelling means one school."""
    return natural_uid("school_alias", normalised)


def profile_sitting(profile_uid: bytes, slot: str, sitting_uid: bytes) -> bytes:
    """A sitting is named once in a slot of a profile."""
    return natural_uid("profile_sitting", profile_uid, slot, sitting_uid)


def learned_answer(question: str) -> bytes:
    """A question about workbooks is answered once."""
    return natural_uid("learned_answer", question)


def factor(group: str, name: str) -> bytes:
    """A column of the risk matrix is known by its words."""
    return natural_uid("factor", group, _plain(name))


def problem(school_uid: bytes | None, school_year: int | None, factor_uid: bytes | None) -> bytes:
    """A school has a risk once a year."""
    return natural_uid("problem", school_uid or "", school_year or 0, factor_uid or "")


def indicator(use: str, text: str) -> bytes:
    """A row of the dictionary is known by its words."""
    return natural_uid("indicator", use, _plain(text))


def indicator_value(
    indicator_uid: bytes, school_uid: bytes | None, year_kind: str, year: int, stage: str
) -> bytes:
    """An indicator has one value of a school, or of all, at a stage of a year."""
    return natural_uid("indicator_value", indicator_uid, school_uid or "", year_kind, int(year), stage)


def act(kind: str, issuer: str, date: str, number: str) -> bytes:
    """An act is known by its requisites."""
    return natural_uid("act", kind, _plain(issuer), date, _plain(number))


def school_document(
    school_uid: bytes, programme_uid: bytes | None, kind: str, problem_uid: bytes | None
) -> bytes:
    """A school has one of a kind in a programme, for a risk."""
    return natural_uid("school_document", school_uid, programme_uid or "", kind, problem_uid or "")


def link(role: str, *ends: bytes | None) -> bytes:
    """Two records are linked once in a role; `ends` are those of all columns, two of them set."""
    return natural_uid("link", role, *(one for one in ends if one))


def word_form(text: str, case: str) -> bytes:
    """A word has one form of a case."""
    return natural_uid("word_form", text.strip(), case)


def term(school_year: int, kind: str, number: int) -> bytes:
    """A school year has one second term."""
    return natural_uid("term", int(school_year), kind, int(number))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
