"""Facts of the protocol of a merge: what its log kept, and how its questions have been answered since."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.document.file.attachments import FILE
from shnor_desktop.document.journal import lookup, merge_log
from shnor_desktop.document.journal.history import moment
from shnor_desktop.document.merge.questions import open_conflicts
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.papers.kind import Answers
from shnor_desktop.operations.records.changes import WORDS, Names, counts_of, value_text
from shnor_desktop.operations.sharing.together import file_text
from shnor_desktop.papers.sharing.protocol import (
    ProtocolAuthor,
    ProtocolCount,
    ProtocolFacts,
    ProtocolField,
    ProtocolFile,
    ProtocolQuestion,
    ProtocolRecord,
    ProtocolVoice,
)
from shnor_desktop.rules.words.name_order import by_name

_MOST_PRINTED = 300
"""So many records are listed one by one; a protocol of thousands nobody signs."""


def gather(session: Session, answers: Answers) -> ProtocolFacts:
    """Facts of one merge, the newest by default, with every file that was taken in by the same step."""
    n = answers.get("merge")
    names = Names(session)
    merges = merge_log.logged(names.raw)
    chosen = next((one for one in reversed(merges) if n is None or one.n == n), None)
    if chosen is None:
        raise UserError(
            "Объединений в этом файле ещё не было.", "Протокол составится после объединения с другой копией."
        )
    batch = chosen.report.get("batch")
    together = [one for one in merges if one is chosen or batch and one.report.get("batch") == batch]
    at = moment(chosen.wall_ms).astimezone()
    waiting = {one.id for one in open_conflicts(names.raw)}
    return ProtocolFacts(
        meta=paper_meta(session, on=at.date().isoformat()),
        document=str(chosen.report.get("document", "")),
        at=at.strftime("%d.%m.%Y %H:%M"),
        who=_who(chosen.person, chosen.office),
        files=tuple(_file(names, one, waiting) for one in together),
    )


def _who(person: str, office: str) -> str:
    return ", ".join(part for part in (person, office) if part)


def _file(names: Names, merge: merge_log.LoggedMerge, waiting: set[str]) -> ProtocolFile:
    facts = merge.report
    kinds = counts_of(facts["counts"])
    printed = _lines(facts, [one.kind for one in kinds])
    return ProtocolFile(
        name=merge.file_name,
        contents=str(facts.get("contents", "")),
        authors=tuple(
            ProtocolAuthor(_who(one["person"], one["office"]) or "без имени", one["office"], one["actions"])
            for one in facts["authors"]
        ),
        counts=tuple(ProtocolCount(one.name, one.new, one.changed, one.deleted) for one in kinds),
        records=printed,
        records_total=sum(one.total for one in kinds) - sum(one.many - 1 for one in printed),
        questions=tuple(_question(names, one, waiting) for one in facts.get("questions", [])),
        source=(("merge_log", merge.n.to_bytes(8, "big")),),
    )


def _lines(facts: dict[str, Any], kinds: list[str]) -> tuple[ProtocolRecord, ...]:
    """Records one by one, but the many that came or went with a school as one line: of these the log knows the
    numbers, of single records only the first."""
    folded = {(kind, what, school): count for kind, what, school, count in facts.get("by_school", ())}
    found = [
        (about, ProtocolRecord(BY_CODE[about[0]].many, about[2], WORDS[about[1]], (), count))
        for about, count in folded.items()
    ]
    found += [
        ((one["kind"], one["what"], one["title"]), _record(one))
        for one in facts.get("records", ())
        if (one["kind"], one["what"], one["school"]) not in folded
    ]
    printed = found[:_MOST_PRINTED]  # What tells of many comes before single records.
    printed.sort(key=lambda one: (kinds.index(one[0][0]), one[0][1], by_name(one[0][2])))
    return tuple(line for _, line in printed)


def _record(facts: dict[str, Any]) -> ProtocolRecord:
    fields = (ProtocolField(one["label"], one["before"], one["after"]) for one in facts["fields"])
    source = ((facts["kind"], bytes.fromhex(facts["uid"])),)
    return ProtocolRecord(
        BY_CODE[facts["kind"]].many, facts["title"], WORDS[facts["what"]], tuple(fields), source=source
    )


def _question(names: Names, facts: dict[str, Any], waiting: set[str]) -> ProtocolQuestion:
    voices = tuple(ProtocolVoice(*one) for one in facts["voices"])
    told = {name: str(facts[name]) for name in ("about", "what", "before")}
    if facts["id"] in waiting:
        return ProtocolQuestion(voices=voices, decided=False, **told)
    kind, code, field = (str(facts[name]) for name in ("kind", "code", "field"))
    uid = bytes.fromhex(facts["uid"])
    title, person, office, wall = _last_word(names, code, _said_of(names.raw, kind, uid), field)
    return ProtocolQuestion(
        voices=voices,
        decided=True,
        answer=_shown(names, code, uid, field, voices) if field else _outcome(names, kind, code, uid),
        who=_who(person, office),
        when=moment(wall).astimezone().strftime("%d.%m.%Y %H:%M"),
        reason=_reason(title, told["about"]),
        **told,
    )


def _said_of(connection: sqlite3.Connection, kind: str, uid: bytes) -> list[bytes]:
    """The rows whose last change is the answer: the record itself, or the verdicts on it."""
    if kind != "merged":
        return [uid]
    rows = connection.execute("SELECT uid FROM identity_verdict WHERE ? IN (first, second)", (uid,))
    return [verdict for (verdict,) in rows]


def _last_word(names: Names, code: str, uids: list[bytes], field: str) -> tuple[str, str, str, int]:
    """Title of the action, person, office and time of the newest change."""
    numbers = [one.field_no for one in names.shape.by_name[code].columns if one.name == field]
    found = lookup.last_word(names.raw, uids, numbers[0] if numbers else None)
    return found or ("", "", "", 0)


def _shown(names: Names, code: str, uid: bytes, field: str, voices: Sequence[ProtocolVoice]) -> str:
    values = names.past(code, uid)
    if field in FILE and BY_CODE[code].keeps_file and values:
        kept = [values[name] for name in FILE]
        exact = file_text(kept, exact=True)
        return exact if exact in [one.value for one in voices] else file_text(kept)
    return value_text(names, BY_CODE[code].field(field), values.get(field)) or "пусто"


def _outcome(names: Names, kind: str, code: str, uid: bytes) -> str:
    """How a question about a whole record ended, as the tables show it."""
    (there,) = names.raw.execute(f"SELECT EXISTS (SELECT 1 FROM {code} WHERE uid = ?)", (uid,)).fetchone()
    if kind in ("delete", "parent"):
        return "карточка оставлена" if there else "карточка удалена"
    if kind == "merged":
        return "карточки разъединены" if there else "карточки соединены"
    return "исправлено" if kind == "rule" else "оставлена одна карточка"


def _reason(title: str, about: str) -> str:
    """What follows the dash in «Решено: Школа «…», Директор — по приказу»."""
    start = f"Решено: {about}"
    rest = title.removeprefix(start) if title.startswith(start) else title[title.rfind(" — ") :]
    return rest.removeprefix(" — ").strip() if rest.startswith(" — ") and title.startswith("Решено") else ""
