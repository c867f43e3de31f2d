"""What people decided about identity: two records are one, or are not. Verdicts travel with the file."""

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identity import natural_uid
from shnor_desktop.models.identity_verdict import IdentityVerdict
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.record_changes import Names
from shnor_desktop.rules import admissible

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
            f"Обоснование слишком длинное: {len(kept)} знаков.",
            f"Введите не больше {admissible.LONGEST_LINE}.",
        )
    return kept


def _say(document: Document, code: str, pair: tuple[bytes, bytes], verdict: str, reason: str) -> None:
    reason = said(reason)
    with document.read() as session:
        names = Names(session)
        first, second = (names(code, uid) for uid in pair)
        if not all(names.past(code, uid) for uid in pair):
            raise UserError(f"{BY_CODE[code].one}: записи нет в файле.", "Обновите список.")
    sign = "=" if verdict == SAME else "≠"
    with document.write(heading(f"Решено: {first} {sign} {second}", reason), "decide") as session:
        put(session, code, *pair, verdict, reason)


def heading(title: str, reason: str) -> str:
    """Title of a decision with its reason."""
    return f"{title} — {reason.strip()}" if reason.strip() else title


def put(session: Session, code: str, one: bytes, other: bytes, verdict: str, reason: str = "") -> None:
    """Write a verdict down; the pair has one, whoever gives it."""
    if one == other:
        raise UserError("Выбрана одна и та же запись.", "Выберите две записи.")
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
