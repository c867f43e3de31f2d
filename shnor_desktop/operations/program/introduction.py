"""Who works on this machine and in which organisation: one answer, kept on the machine and in the document."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.values import Value
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.office.offices import Machine, OfficeCard

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document

ASKED = ("name", "short_name", "municipality", "place", "head_post", "head_name")
"""Fields of the office that are asked for at first; the others wait in «Справочники»."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before anybody is asked."""

    machine: Machine
    offices: tuple[OfficeCard, ...]
    own: OfficeCard | None
    """The office of this machine; where the machine names another one than the only one of the document, none."""


def known(connection: sqlite3.Connection) -> Known:
    """Read it."""
    machine, own = offices.machine(), offices.current(connection)
    if own is not None and machine.office.strip() and not _is_called(own, machine.office):
        own = None
    return Known(machine, offices.all_offices(connection), own)


def introduce(document: "Document", person: str, office: bytes | None, given: Mapping[str, Value]) -> None:
    """Write the organisation, a new one or that of the document, in the name of who says so; then keep the names on this
    machine."""
    kept = {name: " ".join(str(given.get(name) or "").split()) for name in ASKED}
    if any(kept.values()):
        kept["name"] = kept["name"] or kept["short_name"] or kept["municipality"]
        with document.rows() as connection:
            same = [
                one
                for one in offices.all_offices(connection)
                if _is_called(one, kept["name"], kept["short_name"])
            ]
        if office is None and same:  # It is in the file already: what is not said anew stays.
            office = same[0].uid
            kept = {name: text for name, text in kept.items() if text}
        _write(document, Machine(person, kept.get("short_name") or kept["name"]), office, kept)
    offices.remember(Machine(person, kept.get("short_name") or kept["name"]))


def _write(document: "Document", settings: Machine, office: bytes | None, kept: Mapping[str, str]) -> None:
    from shnor_desktop.operations.records import records

    here = Who.here()
    by = replace(here, person=settings.person or here.person, office=settings.office)
    with document.write(f"Организация: {settings.office}", by=by) as session:
        records.save(session, "office", office, dict(kept))


def _is_called(office: OfficeCard, *names: str) -> bool:
    own = {one.strip().casefold() for one in (office.name, office.short_name)}
    return any(name.strip().casefold() in own for name in names if name.strip())
