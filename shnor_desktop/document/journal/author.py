"""Who works with the document, as the journal and the lock note name them."""

import contextlib
import json
import os
import platform
import secrets
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.rules.admissible import LONGEST_LINE, clean, line

_LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True)
class Who:
    """A person, an office and a device, in words."""

    person: str = ""
    office: str = ""
    device: str = ""

    def __post_init__(self) -> None:
        """Names come from machines and settings; the journal holds them as every office takes them."""
        for name in ("person", "office", "device"):
            object.__setattr__(self, name, line(" ".join(clean(getattr(self, name)).split()), LONGEST_LINE))

    @classmethod
    def here(cls) -> "Who":
        """The user of this machine, until they say otherwise."""
        import getpass

        try:
            person = getpass.getuser()
        except (OSError, KeyError, ImportError):  # The last on Windows without USERNAME.
            person = ""
        return cls(person=person, device=platform.node())


def _user() -> str:
    """The account on this computer, whatever names its settings give."""
    here = Who.here()
    return f"{here.person}@{here.device}"


def note_path(document: Path) -> Path:
    """The lock note beside a document: information only, never the lock itself."""
    return document.with_name(f".~{document.name}.lock")


def leave_note(document: Path, who: Who) -> str:
    """Say who holds the document; the mark of the note is returned. One that cannot be written is no reason not to
    work."""
    mark = secrets.token_hex(8)
    facts = {
        "mark": mark,
        "person": who.person,
        "office": who.office,
        "device": who.device,
        "user": _user(),
        "since": time.strftime("%d.%m.%Y %H:%M"),
        "pid": os.getpid(),
    }
    with contextlib.suppress(OSError), places.written_whole(note_path(document)) as draft:
        draft.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    return mark


def remove_note(document: Path, mark: str) -> None:
    """Take our note away; not that of somebody who opened another file of that name since."""
    if _facts(document).get("mark") == mark:
        with contextlib.suppress(OSError):
            note_path(document).unlink(missing_ok=True)


def _facts(document: Path) -> dict[str, object]:
    """What the note says, whoever wrote it: no link is followed, no pipe waited for, no endless file read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(note_path(document), flags), "rb") as note:
            if not stat.S_ISREG(os.fstat(note.fileno()).st_mode):
                return {}
            facts = json.loads(note.read(_LONGEST_NOTE))
    except (OSError, ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def read_note(document: Path) -> str:
    """«Иванова А.П., ИМЦ, компьютер METOD-2, с 05.09.2026 10:12», or empty."""
    facts = _facts(document)
    parts = [str(facts.get(key) or "") for key in ("person", "office")]
    device, since = str(facts.get("device") or ""), str(facts.get("since") or "")
    parts.append(f"компьютер {device}" if device else "")
    parts.append(f"с {since}" if since else "")
    return ", ".join(part for part in parts if part)


def is_mine(document: Path) -> bool:
    """Whether the note was left by this account on this computer: by another window, most likely."""
    return _facts(document).get("user") == _user()
