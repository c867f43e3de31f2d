"""The program for Windows, built and tried on Debian by way of Wine; called by `dev.py bundle --windows`.

    dev.py bundle --windows [--python FOLDER]

FOLDER is that of an official Windows Python 3.11–3.13 (python.exe and Lib in it), which a release should be built with;
without it CPython 3.11 comes from the package index. See wine.py.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import bundle
import wine
import wine_tests
from environment import HERE, PYTHON, ROOT, SetupError

FOLDER = ROOT / "build" / "bundle-windows" / "shnor-desktop"
PICTURES = ROOT / "build" / "windows" / "pictures"
PAINTED = 100
"""Colours of a screen that shows the window; an empty desktop has a handful."""
BOOK = """
import sys
from openpyxl import Workbook

book = Workbook()
sheet = book.active
sheet.title = "ОГЭ МА"
sheet.append(["Результаты ОГЭ по математике, 2026 год"])
sheet.append(["Школа", "Участников", "Не справились"])
for row in (("МБОУ «Дубравинская ООШ»", 12, 6), ("МБОУ «Рябиновская СОШ»", 20, 1), ("МКОУ «Заречная СОШ»", 9, 0)):
    sheet.append(row)
book.save(sys.argv[1])
"""
"""Made by a Python of this computer: it stands for the workbook of an office."""


def main(words: Sequence[str]) -> int:
    """0 when the program was built, tried out, packed, installed, used and taken away again."""
    parser = argparse.ArgumentParser(prog="dev.py bundle --windows", description=__doc__.splitlines()[0])
    parser.add_argument("--test", action="store_true", help="run the tests instead")
    parser.add_argument("--python", type=Path, metavar="FOLDER", help="an official Windows Python")
    asked = parser.parse_args(words)
    started = time.monotonic()
    try:
        wine.prepare(asked.python and asked.python.resolve())
        if asked.test:
            print(f"Tried under {version_of_wine()}, never on a real Windows.", flush=True)
            return wine_tests.run_all()
        freeze()
        installer = make_installer()
        Trial(installer).run()
    finally:
        if shutil.which("wineserver"):
            wine.stop()
    print(
        f"Built and tried under {version_of_wine()}, never on a real Windows: "
        f"{bundle.megabytes(FOLDER)} MB unpacked, {megabytes(installer)} MB as installer, "
        f"{time.monotonic() - started:.0f} s. Look at the pictures in {PICTURES}."
    )
    return 0


def freeze() -> None:
    """The frozen program with its self-test, its demo and its archive, all made inside Wine."""
    done = wine.python(HERE / "bundle.py", shown=True)
    if done.code:
        raise SetupError(f"The program could not be frozen or failed its trial: exit code {done.code}.")


def make_installer() -> Path:
    """The installer for one user."""
    out = ROOT / "build" / f"shnor-desktop-{bundle.version()}-setup.exe"
    print(f"Packing {out.name} …", flush=True)
    facts = {
        "VERSION": bundle.version(),
        "FOLDER": FOLDER,
        "ICON": ROOT / "resources" / "icons" / "shnor.ico",
        "OUTPUT": out,
    }
    script = HERE / "windows" / "installer.nsi"
    given = [f"-D{name}={value}" for name, value in facts.items()]
    wine.run(
        ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *given, script], "NSIS could not make the installer"
    )
    return out


class Trial:
    """What an office would do with the installer, by the installed programs. Raises SetupError at the first fault."""

    def __init__(self, installer: Path) -> None:
        self._installer = installer
        self._folder = wine.DRIVE / "users" / "Public" / "Программы района" / "ШНОР 1"
        self._work = wine.DRIVE / "users" / "Public" / "Мои документы"

    def run(self) -> None:
        """Install, twice over itself; the commands; the window; take away."""
        shutil.rmtree(self._folder.parent, ignore_errors=True)
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)
        self._install()
        self._install()
        self._commands()
        self._window()
        self._take_away()

    def _install(self) -> None:
        # NSIS takes all that follows /D= as it stands, without quotes: words with spaces go one by one.
        into = "C:\\" + str(self._folder.relative_to(wine.DRIVE)).replace("/", "\\")
        said = wine.wine([self._installer, "/S", *f"/D={into}".split(" ")])
        if said.code or not (self._folder / "shnor.exe").exists():
            raise SetupError(f"The installer did not install into {self._folder}: {said.output[-2000:]}")
        print("Installed.", flush=True)

    def _commands(self) -> None:
        book = self._work / "ОГЭ 2026.xlsx"
        wine.run([PYTHON, "-c", BOOK, book], "the workbook for the trial could not be made")
        file, copy, part = "Район.shnor", "Копия у методиста.shnor", "Для школы.shnor"
        self._shnor("sample", file)
        self._shnor("import", file, book.name, "--alike", "same")
        self._shnor("sign", file, "--list", "--open", "все", "--date", "01.09.2026")
        for out in ("Перечень.pdf", "Перечень.docx", "Перечень.xlsx"):
            self._shnor("print", file, "list", "-o", out)
        self._shnor("print", file, "programme", "--programme", "Программа", "-o", "Программа.pdf")
        self._shnor("copy", file, copy)
        self._shnor("copy", file, part, "--school", "Рябиновская")
        self._shnor("done", copy, "15.10.2026 совещание с директорами, 12 чел.")
        self._shnor("done", part, "20.10.2026 посещение Рябиновской, уроки математики, 2 ч")
        self._shnor("merge", file, copy)
        self._shnor("merge", file, part)
        locked = self._shnor("copy", file, "На дорогу.zip")
        password = locked.split("Пароль: ")[1].splitlines()[0]
        self._shnor("unlock", "На дорогу.zip", "С дороги.shnor", "--password", password)
        self._shnor("undo", file)
        self._shnor("check", file)
        for printed in ("Перечень.pdf", "Перечень.docx", "Программа.pdf"):
            if (self._work / printed).stat().st_size < 5_000:
                raise SetupError(f"{printed} is not the paper it should be.")

    def _shnor(self, *words: str) -> str:
        said = wine.wine([self._folder / "shnor.exe", *words], cwd=self._work)
        # 1: done, but something needs a person.
        if said.code not in (0, 1):
            raise SetupError(f"shnor {' '.join(words)} ended with {said.code}:\n{said.output[-3000:]}")
        first = next(iter(said.output.splitlines()), "")
        print(f"shnor {words[0]}: {said.code}  {first[:100]}", flush=True)
        return said.output

    def _window(self) -> None:
        """The window on a desktop of Wine, opened as a double click does; a picture of it is kept to be looked at."""
        PICTURES.mkdir(exist_ok=True)
        picture = PICTURES / "window.png"
        picture.unlink(missing_ok=True)
        with desktop() as display:
            words: list[str | Path] = [
                "explorer",
                "/desktop=shnor,1366x768",
                self._folder / "shnor-desktop.exe",
                self._work / "Район.shnor",
            ]
            with wine.running(words, cwd=self._work, changed={"DISPLAY": display}):
                until, before, seen = time.monotonic() + 180, 0, 0
                while time.monotonic() < until and (seen < PAINTED or seen != before):
                    time.sleep(5)
                    before, seen = seen, colours(display, picture)
            wine.stop()
        if seen < PAINTED:
            raise SetupError(f"The window did not come up: see {picture}.")
        print(f"The window came up: {picture}", flush=True)

    def _take_away(self) -> None:
        said = wine.wine([self._folder / "uninstall.exe", "/S"])
        until = time.monotonic() + 60
        while time.monotonic() < until and self._folder.exists():
            time.sleep(1)
        if said.code or self._folder.exists():
            left = ", ".join(path.name for path in self._folder.iterdir()) if self._folder.exists() else ""
            raise SetupError(f"Uninstalling ended with {said.code} and left {left}.")
        if not (self._work / "Район.shnor").exists():
            raise SetupError("Uninstalling took a document away.")
        print("Uninstalled; the documents stayed.", flush=True)


@contextlib.contextmanager
def desktop() -> Iterator[str]:
    """A screen that nobody sees, of the size of an office laptop; its name for DISPLAY."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def colours(display: str, picture: Path) -> int:
    """How many colours the screen shows now; a picture of it is kept."""
    variables = os.environ | {"DISPLAY": display}
    subprocess.run(["import", "-window", "root", picture], env=variables, check=False, capture_output=True)
    said = subprocess.run(["identify", "-format", "%k", picture], check=False, capture_output=True, text=True)
    return int(said.stdout or 0)


def version_of_wine() -> str:
    """«wine-8.0 (Debian …)»."""
    said = subprocess.run(
        ["wine", "--version"], env=wine.variables(), check=False, capture_output=True, text=True
    )
    return said.stdout.strip()


def megabytes(file: Path) -> int:
    """Size of one file."""
    return round(file.stat().st_size / 1e6)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
