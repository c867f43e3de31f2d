"""Districts drawn by chance: records of every kind with every field, links of every role, attached files; whatever the
declarations of the kinds allow."""

import random
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.file import attachments
from shnor_desktop.models import uids
from shnor_desktop.models.kind import Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.links import ENDS, ROLES, Link
from shnor_desktop.operations.records.stock import in_order
from tests.operations.records.test_every_kind import follow

_WORDS = (
    "Ивовая",
    "Вязовая; филиал",
    "Липовая [новая]",
    "Дубовая «старая»",
    "Ольховая № 2",
    "=Кленовая",
    "№ 7",
    "О'Ель",
)

_NOTHING = {Editor.INTEGER: 0, Editor.DECIMAL_E4: None, Editor.FLAG: False, Editor.SCHOOL_YEAR: 0}


def draw(
    document: Document, chance: random.Random, most: int = 6, *, signed: bool = True
) -> dict[str, list[bytes]]:
    """Fill a file with up to so many records a kind, some of them signed; uids by code of the kind."""
    made: dict[str, list[bytes]] = {}
    with document.write("Район по жребию") as session:
        for code in in_order(frozenset(BY_CODE)):
            kind = BY_CODE[code]
            taken = {_key(kind, row) for row in session.query(kind.record).all()}
            found = made.setdefault(code, [row.uid for row in session.query(kind.record).all()])
            for _ in range(chance.randint(2, most) if kind.record is not Link else 0):
                record = _record(session, kind, chance, made)
                if record is not None and (not kind.about.key or _key(kind, record) not in taken):
                    taken.add(_key(kind, record))
                    if kind.about.frozen_when and not signed:
                        setattr(record, kind.about.frozen_when, "")
                    session.add(record)
                    session.flush()
                    found.append(record.uid)
        _link(session, chance, made)
    return made


def _key(kind: RecordKind, row: Any) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in kind.about.key)


def _record(session: Session, kind: RecordKind, chance: random.Random, made: dict[str, list[bytes]]) -> Any:
    values: dict[str, Any] = {}
    for field in kind.fields:
        if field.editor is Editor.RECORD:
            others = made.get(field.refers or "school", [])
            if (field.required or not field.refers) and not others:
                return None
            values[field.name] = (
                chance.choice(others)
                if others and (field.required or not field.refers or chance.random() < 0.6)
                else None
            )
        elif not field.name.startswith("file_"):
            values[field.name] = value_of(field, chance)
    if kind.keeps_file and chance.random() < 0.5:
        content = f"содержимое {chance.randrange(3)}".encode()
        values |= {
            "file_sha": attachments.put(raw_of(session), content),
            "file_size": len(content),
            "file_name": "скан.pdf",
        }
    for lower, upper in kind.about.ordered:
        if None not in (values[lower], values[upper]) and values[lower] > values[upper]:
            values[lower], values[upper] = values[upper], values[lower]
    record = kind.record(**values)
    follow(kind, record)
    if kind.about.natural and kind.about.key_if(record):
        record.uid = kind.about.natural(*_key(kind, record))
    return record


def value_of(field: Field, chance: random.Random) -> Any:
    """A value the field may hold, often none."""
    word = f"{chance.choice(_WORDS)} {chance.randrange(10**6)}"
    if not field.required and chance.random() < 0.3:
        return _NOTHING.get(field.editor, "")
    match field.editor:
        case Editor.INTEGER:
            return chance.randint(field.least or 0, min(field.most or 9, 50))
        case Editor.DECIMAL_E4:
            return chance.randint(field.least or 0, min(field.most or 9, 10**6))
        case Editor.DATE:
            return f"20{chance.randint(10, 30)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        case Editor.SCHOOL_YEAR:
            return chance.randint(2015, 2026)
        case Editor.CHOICE:
            return chance.choice([code for code, _ in field.choices if code or not field.required])
        case Editor.FLAG:
            return chance.random() < 0.5
        case Editor.TEXT | Editor.LINES:
            return f"{word}\nвторая строка"
        case _:
            return word


def _link(session: Session, chance: random.Random, made: dict[str, list[bytes]]) -> None:
    for code, role in ROLES.items():
        here, there = (made[BY_CODE["link"].field(name).refers] for name in role[:2])
        for one in here:
            for place, other in enumerate(chance.sample(there, chance.randint(0, min(3, len(there)))), 1):
                ends = {role.here: one, role.there: other}
                uid = uids.link(code, *(ends.get(name) for name in ENDS))
                note = chance.choice(("", "", "роль", "ведущий; второй"))
                session.add(Link(uid=uid, role=code, position=place * 1000, note=note, **ends))
    session.flush()


assert {kind.code for kind in KINDS} == set(BY_CODE)
