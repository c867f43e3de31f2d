"""A signed order as papers ask for it."""

from sqlalchemy.orm import Session

from shnor_desktop.operations.orders import signing
from shnor_desktop.operations.papers.kind import Answers, Signed


def signed(session: Session, answers: Answers) -> Signed | None:
    """What was signed, and the same order composed again from what the records say now."""
    uid: bytes | None = answers.get("order")
    if uid is None:
        return None
    kept = signing.kept(session, uid)
    return Signed(kept, signing.shown(session, uid) or kept, answers) if kept is not None else None
