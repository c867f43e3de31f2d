"""The licences of the libraries this program is made of: those put into a bundle when it was made, else those installed."""

import json
import zipfile
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from shnor_desktop import places

_BUNDLED = "licences.zip"
_WORDS = ("licen", "copying", "notice")
_CODE = (".py", ".pyc")


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
    found = {one.name: Library(one.name, one.version, said_by(one)) for one in distributions()}
    return sorted(found.values(), key=lambda one: one.name.lower())


def text_of(name: str) -> str:
    """The licence of a library whole; empty when it is not here."""
    bundled = places.resources() / _BUNDLED
    if bundled.exists():
        with zipfile.ZipFile(bundled) as packed:
            known = {one["name"]: one["file"] for one in json.loads(packed.read("index.json"))}
            return packed.read(known[name]).decode("utf-8") if name in known else ""
    return "\n\n".join(text for one in [*distributions(name=name)][:1] for text in texts_of(one))


def texts_of(one: Distribution) -> list[str]:
    """The texts about its licence that an installed library brought."""
    return [
        Path(str(one.locate_file(file))).read_text("utf-8", "replace")
        for file in one.files or ()
        if any(word in part.lower() for part in file.parts for word in _WORDS) and file.suffix not in _CODE
    ]


def said_by(one: Distribution) -> str:
    """Its licence in a word, as an installed library says it; empty when it does not."""
    said = one.metadata.json.get("license_expression") or one.metadata.json.get("license") or ""
    return str(said).splitlines()[0][:60] if said else ""
