"""What a bundle carries of the libraries' files, and how those of Linux are cut to what is used here."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

PLUGINS = {
    # Nothing is drawn by the graphics processor, so what speaks to it stays out.
    "platforms": "qxcb qwayland-generic qoffscreen qwindows",
    "platforminputcontexts": "composeplatforminputcontextplugin ibusplatforminputcontextplugin",
    "platformthemes": "qxdgdesktopportal",
    "wayland-shell-integration": "xdg-shell",
    "wayland-decoration-client": "bradient adwaita",
    "imageformats": "qico qjpeg qsvg",
    "iconengines": "qsvgicon",
    "printsupport": "cupsprintersupport",
    "styles": "qmodernwindowsstyle",
}
"""Of Qt's plugins those that a Widgets program asks for on any system; «lib» and the suffix are left out."""
CIPHERS = "_raw_aes _raw_aesni _raw_ctr _raw_ecb _Salsa20 _BLAKE2s _SHA1 _SHA256 _scrypt _cpuid_c _strxor"
"""What locking a copy by AES needs of the library of ciphers, which brings thirty others and opens them one by one."""
_SYMBOL = re.compile(
    r"(?P<address>[0-9a-f]+)\s+(?P<size>0x[0-9a-f]+|\d+)\s+OBJECT\s+GLOBAL\s+DEFAULT\s+\d+\s+icudt(?P<version>\d+)_dat"
)
_KEPT = re.compile(
    r"(?:(?:coll|curr|lang|region|unit|zone)/)?"
    r"(?:root|ru|ru_RU|en|en_US|en_001|pool|res_index|supplementalData|tzdbNames|ucadata)\.\w+"
    r"|(?!rfc|confusables|unames)\w+\.(?:icu|nrm)"
    r"|(?:[a-z]+[A-Z]\w*|icu\w+|plurals|zoneinfo64)\.res"
)
"""Russian, English and what is of no language; in the last line the tables, whose names are words run together. Qt cuts
words and lines by itself and takes signs from Python, so the rest is asked for by nobody."""
_SOURCE = """
.section .rodata
.globl icudt{version}_dat
.type icudt{version}_dat, @object
.balign 16
icudt{version}_dat:
.incbin "{file}"
.size icudt{version}_dat, .-icudt{version}_dat
.section .note.GNU-stack, "", @progbits
"""


def data_wanted(path: Path) -> bool:
    """Data files: Russian words of Qt and Russian hyphenation, no other languages; nothing twice."""
    if "translations" in path.parts and "PySide6" in path.parts:
        return path.name == "qtbase_ru.qm"
    if "default-docx-template" in path.parts:  # What default.docx was packed from.
        return False
    return path.suffix != ".dic" or path.name == "hyph_ru_RU.dic"


def plugin_wanted(path: Path) -> bool:
    """Qt plugins by the list above."""
    wanted = PLUGINS.get(path.parent.name, "").split()
    return path.name.removeprefix("lib").split(".")[0] in wanted


def cipher_wanted(path: Path) -> bool:
    """Libraries of the ciphers by the list above."""
    return path.name.split(".")[0] in CIPHERS.split()


def picture_module_wanted(path: Path) -> bool:
    """Pillow's own modules, but neither AVIF nor WebP nor the GUI toolkits' ones."""
    return not path.name.startswith(("_avif", "_webp", "_imagingtk", "_imagingcms"))


def newest_glibc(files: Iterable[Path]) -> tuple[int, ...]:
    """The newest version of the C library that any of the files asks for, and so the oldest they run on."""
    found: list[tuple[int, ...]] = [(0, 0)]
    for path in files:
        if path.is_file() and path.read_bytes()[:4] == b"\x7fELF":
            asked = re.findall(r"GLIBC_([\d.]+)\b", _run("objdump", "-p", path))
            found += [tuple(map(int, one.split("."))) for one in asked]
    return max(found)


def cut_icu(folder: Path) -> None:
    """Replace Qt's ICU data below the folder by the part that is used: about 3 MB of 32. The order of words, their case
    and the dates stay what they were."""
    (library,) = (path for path in folder.rglob("libicudata.so.*") if not path.is_symlink())
    said = _run("readelf", "--wide", "--dyn-syms", library)
    if (symbol := _SYMBOL.search(said)) is None:
        raise RuntimeError(f"{library.name} holds no data of ICU")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        # The file is named after the package, and the package is looked for by that name.
        whole, part = (work / one / f"icudt{symbol['version']}l.dat" for one in ("whole", "part"))
        for path in (whole, part):
            path.parent.mkdir()
        start, size = int(symbol["address"], 16), int(symbol["size"], 0)
        whole.write_bytes(library.read_bytes()[start : start + size])
        unwanted = [one for one in _run("icupkg", "--list", whole).split() if not _KEPT.fullmatch(one)]
        (work / "unwanted.txt").write_text("\n".join(unwanted) + "\n", encoding="ascii")
        _run("icupkg", "--remove", work / "unwanted.txt", whole, part)
        source, made = work / "data.s", work / "data.o"
        source.write_text(_SOURCE.format(version=symbol["version"], file=part), encoding="ascii")
        _run("as", source, "-o", made)
        _run("ld", "-shared", "-z", "noexecstack", "-soname", library.name, made, "-o", library)
        _run("strip", library)


def take_system_xau(folder: Path) -> None:
    """Pillow's libXau is 2 MB of padding around 15 kB; the system's own does the same."""
    known = re.search(
        r"libXau\.so\.6 \(.*x86-64.*\) => (\S+)|libXau\.so\.6 => (\S+)", _run("/sbin/ldconfig", "-p")
    )
    for own in (folder / "pillow.libs").glob("libXau-*.so.6*"):
        if known:
            shutil.copyfile(known[1] or known[2], own)


def _run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
