"""Requisites of the office that a paper lacks: told before printing, with the record where they are entered."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.office.cases import wrong_cases

_HEAD = ("head_post", "head_name")


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, in words, and the organisation to fill in."""

    names: tuple[str, ...] = ()
    office: bytes | None = None
    """None when the file does not describe the organisation of this machine."""
    field: str = ""
    """Where to begin."""
    wrong: tuple[str, ...] = ()
    """What stands in another case than papers print."""


def missing(session: Session) -> Missing:
    """Of a paper that is composed now; a signed one is as it was signed."""
    office = offices.current(raw_of(session))
    if office is None:
        return Missing(("организация",))
    empty = next((name for name in _HEAD if not getattr(office, name)), "")
    return Missing(("руководитель",) if empty else (), office.uid, empty, wrong_cases(office))
