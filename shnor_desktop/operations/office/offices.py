"""Who works on this machine and which office of the document that is."""

import json
import sqlite3
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.journal.author import Who


@dataclass(frozen=True, slots=True)
class Machine:
    """What this machine remembers of its user; it does not travel with the document."""

    person: str = ""
    office: str = ""
    """Short name of the office, as the history names it."""


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """The office record as papers and screens need it."""

    uid: bytes
    name: str
    short_name: str
    municipality: str
    region: str
    place: str
    letterhead: str
    head_post: str
    head_name: str
    executor: str
    executor_phone: str
    order_suffix: str

    @property
    def title(self) -> str:
        """What it is called on screens."""
        return self.short_name or self.name


def machine() -> Machine:
    """The settings of this machine; empty ones when there are none or they cannot be read."""
    try:
        stored = json.loads(_settings_file().read_text("utf-8"))
    except (OSError, ValueError):
        return Machine()
    if not isinstance(stored, dict):
        return Machine()
    return Machine(str(stored.get("person") or ""), str(stored.get("office") or ""))


def remember(settings: Machine) -> None:
    """Keep the settings of this machine."""
    with places.written_whole(_settings_file()) as draft:
        draft.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), "utf-8")


def _settings_file() -> Path:
    return places.user_data() / "settings.json"


def who() -> Who:
    """How the history and the lock note name the user of this machine."""
    here, settings = Who.here(), machine()
    return Who(person=settings.person or here.person, office=settings.office, device=here.device)


def all_offices(connection: sqlite3.Connection) -> tuple[OfficeCard, ...]:
    """Every office of the document by name."""
    columns = ", ".join(one.name for one in fields(OfficeCard))
    found = [OfficeCard(*row) for row in connection.execute(f"SELECT {columns} FROM office")]
    return tuple(sorted(found, key=lambda one: one.title.casefold()))


def current(connection: sqlite3.Connection) -> OfficeCard | None:
    """The office of this machine: the one it is set to, else the only one of the document."""
    known = all_offices(connection)
    wanted = machine().office.strip().casefold()
    for one in known:
        if wanted and wanted in (one.short_name.strip().casefold(), one.name.strip().casefold()):
            return one
    return known[0] if len(known) == 1 else None


def at_work(connection: sqlite3.Connection, who: Who) -> str:
    """«Иванова А.П., ИМЦ»: the person, and the organisation of the file that is theirs. In a file of others it is not the one
    of the file before; where no organisation is described yet, it is the one the machine knows."""
    own = current(connection)
    office = own.title if own else "" if all_offices(connection) else who.office
    return ", ".join(part for part in (who.person, office) if part)
