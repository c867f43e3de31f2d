"""What people decided about identity: two records are one, or are not. Verdicts travel with the file.

Before they decide they see two records that may be one school side by side: what they say and how much hangs on each.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import kind_of
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import IdentityVerdict, School
from shnor_desktop.models.uids import natural_uid
from shnor_desktop.operations.records.changes import FieldLine, Names, value_text
from shnor_desktop.rules import admissible
from shnor_desktop.rules.words.russian import counted

SAME, DIFFERENT = "same", "different"


def say_same(document: Document, code: str, one: bytes, other: bytes, reason: str = "") -> None:
    """Two records of a kind are one: whatever belongs to either follows the shown one, late arrivals too."""
    _say(document, code, (one, other), SAME, reason)


def say_different(document: Document, code: str, one: bytes, other: bytes, reason: str = "") -> None:
    """Two records are not one; this also takes an earlier «same» back."""
    _say(document, code, (one, other), DIFFERENT, reason)


def said(reason: str) -> str:
    """A typed reason as it is kept. Raises UserError when it is no text or too long for one."""
    admissible.require_letters(reason)
    kept = admissible.clean(reason).strip()
    if len(kept) > admissible.LONGEST_LINE:
        raise UserError(
            f"Обоснование слишком длинное: {counted(len(kept), 'знак', 'знака', 'знаков')}.",
            f"Введите не больше {admissible.LONGEST_LINE}.",
        )
    return kept


def _say(document: Document, code: str, pair: tuple[bytes, bytes], verdict: str, reason: str) -> None:
    reason = said(reason)
    with document.read() as session:
        names = Names(session)
        first, second = (names(code, uid) for uid in pair)
        if not all(names.past(code, uid) for uid in pair):
            raise UserError(f"{BY_CODE[code].one}: карточки нет в файле.", "Обновите список.")
    sign = "=" if verdict == SAME else "≠"
    with document.write(heading(f"Решено: {first} {sign} {second}", reason), "decide") as session:
        put(session, code, *pair, verdict, reason)


def heading(title: str, reason: str) -> str:
    """Title of a decision with its reason."""
    return f"{title} — {reason.strip()}" if reason.strip() else title


def put(session: Session, code: str, one: bytes, other: bytes, verdict: str, reason: str = "") -> None:
    """Write a verdict down; the pair has one, whoever gives it."""
    if one == other:
        raise UserError("Выбрана одна и та же карточка.", "Выберите две карточки.")
    first, second = sorted((one, other))
    uid = natural_uid("identity_verdict", code, first, second)
    known = session.get(IdentityVerdict, uid)
    if known is None:
        session.add(
            IdentityVerdict(
                uid=uid, kind=code, first=first, second=second, verdict=verdict, reason=reason.strip()
            )
        )
    else:
        known.verdict, known.reason = verdict, reason.strip()
    session.flush()


@dataclass(frozen=True, slots=True)
class SchoolPair:
    """The two records; in the lines `before` is the first and `after` the second."""

    uids: tuple[bytes, bytes]
    names: tuple[str, str]
    lines: tuple[FieldLine, ...]
    """Every field that either has."""
    results: tuple[int, int]


def read(session: Session, first: bytes, second: bytes) -> SchoolPair:
    """Both records, also when one of them is not shown at present."""
    names = Names(session)
    values = [names.past("school", uid) for uid in (first, second)]
    if not all(values):
        raise UserError("Одной из школ в файле уже нет.", "Обновите список.")
    told = [
        FieldLine(one.label, *(value_text(names, one, found.get(one.name)) for found in values))
        for one in kind_of(School).fields
    ]
    counts = [
        session.scalar(select(func.count()).select_from(SchoolResult).where(SchoolResult.school == uid)) or 0
        for uid in (first, second)
    ]
    return SchoolPair(
        (first, second),
        (names("school", first), names("school", second)),
        tuple(line for line in told if line.before or line.after),
        (counts[0], counts[1]),
    )
