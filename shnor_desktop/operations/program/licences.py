"""The licences of the libraries this program is made of: those put into a bundle when it was made, else those installed for
the sources."""

import json
import re
import tomllib
import zipfile
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from shnor_desktop import places

_BUNDLED = "licences.zip"
_WORDS = ("licen", "copying", "notice")
_CODE = (".py", ".pyc")
_LOCK = re.compile(r"^([\w.-]+)==", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Library:
    """A library by name, version and, where its makers say it, the licence in a word."""

    name: str
    version: str
    licence: str


def libraries() -> list[Library]:
    """What the program is made of, by name."""
    bundled = places.resources() / _BUNDLED
    if bundled.exists():
        with zipfile.ZipFile(bundled) as packed:
            index = json.loads(packed.read("index.json"))
        return [Library(one["name"], one["version"], one["licence"]) for one in index]
    locked = _locked()
    found = {
        one.name: Library(one.name, one.version, said_by(one))
        for one in distributions()
        if not locked or plain(one.name) in locked
    }
    return sorted(found.values(), key=lambda one: one.name.lower())


def text_of(name: str) -> str:
    """The licence of a library whole; empty when it is not here."""
    bundled = places.resources() / _BUNDLED
    if bundled.exists():
        with zipfile.ZipFile(bundled) as packed:
            known = {one["name"]: one["file"] for one in json.loads(packed.read("index.json"))}
            return packed.read(known[name]).decode("utf-8") if name in known else ""
    return "\n\n".join(text for one in [*distributions(name=name)][:1] for text in texts_of(one))


def _packaging() -> Path:
    """The folder with the locked requirements and the texts that libraries do not bring; among the sources only."""
    return places.resources().parent / "packaging"


def _locked() -> set[str]:
    """The libraries that are part of the program and no tools of its developers; none where nobody says so."""
    lock = _packaging() / "requirements.txt"
    return set(map(plain, _LOCK.findall(lock.read_text("utf-8")))) if lock.exists() else set()


def plain(name: str) -> str:
    """The name of a library as the package index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def texts_of(one: Distribution) -> list[str]:
    """The texts about its licence that an installed library brought, and those that this project holds for it."""
    held = _packaging() / "licences"
    index = held / "index.toml"
    own = tomllib.loads(index.read_text("utf-8")).get(one.name, {}) if index.exists() else {}
    texts = [own["note"]] if "note" in own else []
    return [*_brought(one), *texts, *((held / name).read_text("utf-8") for name in own.get("texts", ()))]


def _brought(one: Distribution) -> list[str]:
    return [
        Path(str(one.locate_file(file))).read_text("utf-8", "replace")
        for file in one.files or ()
        if any(word in part.lower() for part in file.parts for word in _WORDS) and file.suffix not in _CODE
    ]


def said_by(one: Distribution) -> str:
    """Its licence in a word, as an installed library says it; empty when it does not."""
    said = one.metadata.json.get("license_expression") or one.metadata.json.get("license") or ""
    return str(said).splitlines()[0][:60] if said else ""
