"""Who works with the document, as the journal and the lock note name them."""

import json
import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop.rules.admissible import LONGEST_LINE, clean, line


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
        except (OSError, KeyError):
            person = ""
        return cls(person=person, device=platform.node())


def note_path(document: Path) -> Path:
    """The lock note beside a document: information only, never the lock itself."""
    return document.with_name(f".~{document.name}.lock")


def leave_note(document: Path, who: Who) -> None:
    """Say who holds the document. A note that cannot be written is no reason not to work."""
    facts = {
        "person": who.person,
        "office": who.office,
        "device": who.device,
        "since": time.strftime("%d.%m.%Y %H:%M"),
        "pid": os.getpid(),
    }
    try:
        note_path(document).write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    except OSError:
        return


def remove_note(document: Path) -> None:
    """Take our note away."""
    try:
        note_path(document).unlink(missing_ok=True)
    except OSError:
        return


def read_note(document: Path) -> str:
    """«Иванова А.П., ИМЦ, компьютер METOD-2, с 05.09.2026 10:12», or empty."""
    try:
        facts = json.loads(note_path(document).read_text("utf-8")[:4000])
    except (OSError, ValueError):
        return ""
    if not isinstance(facts, dict):
        return ""
    parts = [str(facts.get(key) or "") for key in ("person", "office")]
    device, since = str(facts.get("device") or ""), str(facts.get("since") or "")
    parts.append(f"компьютер {device}" if device else "")
    parts.append(f"с {since}" if since else "")
    return ", ".join(part for part in parts if part)
