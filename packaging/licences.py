"""The licences of what a bundle really holds: called by shnor.spec with the files that went in, put beside the program."""

import json
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from shnor_desktop.operations.program.licences import said_by, texts_of

HERE = Path(__file__).resolve().parent / "licences"
ROOT = HERE.parent.parent
FONTS = ROOT / "resources" / "fonts"
COMMON = Path("/usr/share/common-licenses")


@dataclass(frozen=True)
class Part:
    """A library of the bundle."""

    name: str
    version: str
    licence: str
    """In a word, as its package says; empty when it does not."""
    text: str


def write(sources: Iterable[str], out: Path) -> Path:
    """A .zip with index.json (name, version, licence, file) and a text for each library that any of the files comes
    from. Raises ValueError for a file whose licence is not known: a bundle without it must not be handed on."""
    parts = {part.name: part for part in parts_of(map(Path, sources))}
    index = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, part in enumerate(sorted(parts.values(), key=lambda one: one.name.lower())):
            file = f"{number:02d}.txt"
            packed.writestr(file, part.text)
            index.append({"name": part.name, "version": part.version, "licence": part.licence, "file": file})
        packed.writestr("index.json", json.dumps(index, ensure_ascii=False))
    return out


def parts_of(sources: Iterable[Path]) -> Iterable[Part]:
    """The libraries of the files: of the package index by their lists of files, of Python, of the system."""
    owners = {
        Path(str(dist.locate_file(file))).resolve(): dist
        for dist in distributions()
        for file in dist.files or ()
    }
    # A Python of Debian shares its folder with everything else.
    whole = Path(sys.base_prefix).resolve()
    of_python = [Path(sysconfig.get_path("stdlib")).resolve(), *([whole] if whole != Path("/usr") else [])]
    found: dict[str, Distribution] = {}
    system: set[Path] = set()
    with_fonts = False
    for source in sources:
        path = source.resolve()
        with_fonts |= path.parent == FONTS
        if path in owners:
            found[owners[path].name] = owners[path]
        elif path.suffix != ".py" and not any(map(path.is_relative_to, (ROOT, *of_python))):
            system.add(path)
    yield python()
    for dist in found.values():
        yield of_distribution(dist)
    yield from of_system(system)
    if with_fonts:
        yield fonts()


def of_distribution(dist: Distribution) -> Part:
    """A library of the package index: the texts it brought, else those of this folder."""
    texts = texts_of(dist)
    if not texts:
        raise ValueError(f"{dist.name} brings no text of its licence: name one in {HERE / 'index.toml'}.")
    return Part(dist.name, dist.version, said_by(dist), "\n\n".join(texts))


def python() -> Part:
    """The language itself. Raises ValueError where its licence does not lie."""
    debian = Path(f"/usr/share/doc/python{sys.version_info.major}.{sys.version_info.minor}/copyright")
    library = Path(sysconfig.get_path("stdlib"))
    for path in (Path(sys.base_prefix) / "LICENSE.txt", library / "LICENSE.txt", debian):
        if path.is_file():
            return Part("Python", sys.version.split()[0], "PSF-2.0", path.read_text("utf-8", "replace"))
    raise ValueError(f"This Python ({sys.base_prefix}) does not bring its licence.")


def fonts() -> Part:
    """Those of the papers."""
    return Part("Liberation Fonts", "", "OFL-1.1", (FONTS / "OFL.txt").read_text(encoding="utf-8"))


def of_system(paths: Iterable[Path]) -> Iterable[Part]:
    """Libraries of Debian, by the package each belongs to; of Windows, whose own libraries need no word, none."""
    if sys.platform == "win32":
        return
    referred: set[str] = set()
    for package in sorted({package_of(path) for path in paths}):
        copyright_ = Path("/usr/share/doc") / package / "copyright"
        version = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=True
        ).stdout
        text = copyright_.read_text("utf-8", "replace")
        referred.update(re.findall(rf"{COMMON}/([\w.+-]*\w)", text))
        yield Part(package, version, "", text)
    # Debian leaves out of these texts what every system of its own has.
    for name in sorted(referred):
        yield Part(f"Текст лицензии {name}", "", name, (COMMON / name).read_text("utf-8", "replace"))


def package_of(path: Path) -> str:
    """The Debian package of a file. Raises ValueError for one that no package brought."""
    # Since /lib is a link to /usr/lib, dpkg knows some files by one name and some by the other.
    for name in (path, Path(str(path).removeprefix("/usr"))):
        said = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if said.returncode == 0:
            return said.stdout.split(":", 1)[0]
    raise ValueError(f"Nobody knows what {path} belongs to, nor its licence.")
