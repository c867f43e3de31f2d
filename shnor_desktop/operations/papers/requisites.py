"""Requisites of the office that a paper lacks: told before printing, with the record where they are entered."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.operations.office import offices


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, in words, and the organisation to fill in."""

    names: tuple[str, ...] = ()
    office: bytes | None = None
    """None when the file does not describe the organisation of this machine."""


def missing(session: Session) -> Missing:
    """Of a paper that is composed now; a signed one is as it was signed."""
    office = offices.current(raw_of(session))
    if office is None:
        return Missing(("организация",))
    told = (
        (office.head_post and office.head_name, "руководитель"),
        (office.letterhead.strip(), "бланк"),
    )
    return Missing(tuple(name for there, name in told if not there), office.uid)
