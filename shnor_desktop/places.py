"""Where the program's own files and this user's folders are, from a checkout and from the frozen bundle; and the one
way a whole file is put into a folder."""

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from shnor_desktop import system
from shnor_desktop.errors import DocumentError, UserError

APP_NAME = "shnor-desktop"


def resources() -> Path:
    """Folder of fonts, icons, help pages and dictionaries that ship with the program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


def dictionary(name: str) -> Any:
    """What a dictionary holds that ships with the program."""
    return json.loads((resources() / "dictionaries" / f"{name}.json").read_text("utf-8"))


def user_data() -> Path:
    """This user's folder for read-only views and other files of this machine; made when missing."""
    import platformdirs

    try:
        return Path(platformdirs.user_data_path(APP_NAME, appauthor=False, ensure_exists=True))
    except RuntimeError as error:  # Nobody knows where this user is at home.
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "~") from error


def home() -> Path:
    """Where this user's files are looked for at first."""
    try:
        return Path.home()
    except RuntimeError:
        return Path.cwd()


_DAY = 86_400
_FIRST_DAY, _LAST_DAY = 315_619_200, 9_000_000_000
"""1980 and 2255: archives, and with them workbooks and papers, know no earlier days, the library of the tables takes every
connection for outdated before 1970, and Python cannot tell later ones."""


def must_know_the_time() -> None:
    """Raise DocumentError when this computer's clock shows a day that cannot be, or its zone is none: whatever is done would
    bear it."""
    try:
        now = time.time()
    except OverflowError:
        now = _LAST_DAY + 1.0
    if not _FIRST_DAY <= now <= _LAST_DAY:
        raise DocumentError(
            "Часы этого компьютера показывают невозможную дату.",
            "Поставьте верные дату и время и повторите: ничего не изменено.",
        )
    if abs(time.localtime(now).tm_gmtoff) >= _DAY:  # Nothing that tells a time here could be shown.
        raise DocumentError(
            "Часовой пояс этого компьютера невозможен.",
            "Поставьте в настройках системы верный часовой пояс и повторите: ничего не изменено.",
        )


def keep_details(error: BaseException) -> Path | None:
    """Where the details of a mistake of our own were written, for its developers; None when they cannot be."""
    import traceback

    try:
        path = user_data() / f"ошибка {time.strftime('%Y-%m-%d %H-%M-%S')}.txt"
        text = "".join(traceback.format_exception(error))
        with written_whole(path) as draft:
            draft.write_text(text, "utf-8", "backslashreplace")
    except OSError:
        return None
    return path


# ---- writing whole files

_LONGEST_START = 60
"""Bytes of the name that a draft keeps: it must fit where the whole name just fits."""


@contextlib.contextmanager
def written_whole(path: Path, *, replace: bool = True, private: bool = True) -> Iterator[Path]:
    """Put a file at `path` whole or not at all. The block fills the draft it gets, an empty file beside `path` that
    nobody had before. When it ends well, the draft is brought to the disk and takes the name: from a file that bears it,
    or from a link, which is never followed. Without `replace` a name that is taken is a FileExistsError. Whatever goes
    wrong, the draft is gone and what was there stays. A new file is `private`, for its owner alone where the folder is
    not shared, unless it is made to be handed on."""
    system.require_name(path)
    sweep(path.parent)
    draft = path.with_name(_draft_name(path.name))
    # Exclusive creation follows no link and waits for no pipe.
    os.close(
        os.open(
            draft,
            os.O_RDWR | os.O_CREAT | os.O_EXCL,
            0o600 if private and not is_shared(path.parent) else 0o666,
        )
    )
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        _take_rights(draft, path)
        if replace:
            system.take_name(draft, path)
        else:
            _name_freshly(draft, path)
    finally:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    sync_folder(path.parent)


def with_ending(path: Path, ending: str) -> Path:
    """The path with this ending, one time, behind a name that no dot or space closes: «Район 2025.» is «Район 2025.shnor»."""
    there = path.suffix.casefold() == ending.casefold()
    stem, added = (path.stem, path.suffix) if there else (path.name, ending)
    return path.with_name((stem.rstrip(" .") or stem) + added)


def free_name(path: Path) -> Path:
    """The path, or numbered where that is taken: «Район (2).shnor»."""
    free, number = path, 1
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069«»]+')
"""No file system takes it, or it makes a name read otherwise than it is: «\u202egpj.exe» shows as «exe.jpg»."""

_YEARS = re.compile(r"(?<=\d)/(?=\d)")
"""In «2025/26» and numbers of acts."""


def is_folder(path: Path) -> bool:
    """Whether a folder is there; of a share that refuses or is away it is not."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


_HANGING = re.compile(
    r"(?:[\s,;:.([{„“‘'№—–-]|(?<![\w-])(?:а|без|близ|в|во|вне|да|для|до|если|за|и|из|изо|из-за|из-под|или|иначе|к|как|ко|"
    r"кроме|либо|между|на|над|надо|не|ни|но|о|об|обо|около|от|ото|перед|передо|по|под|подо|после|при|про|против|ради|с|"
    r"свыше|сквозь|со|среди|так|то|у|через|чем|что|чтобы))+$",
    re.IGNORECASE,
)
"""What belongs to a word that was cut away: prepositions and conjunctions, opening quotes and brackets."""


def safe_name(text: str, longest: int = 100) -> str:
    """A name for a file that every system takes, cut behind a word where it is too long, and never behind a preposition."""
    plain = " ".join(_FORBIDDEN.sub(" ", _YEARS.sub("-", text)).split())
    if len(plain) > longest:
        kept = plain[: longest + 1].rpartition(" ")[0]
        plain = _HANGING.sub("", kept) if len(kept) > longest // 2 else plain[:longest]
    plain = plain.strip(" .")
    return system.DEVICE.sub(r"\g<1>_", plain, count=1) if system.DEVICE.match(plain) else plain or "файл"


def _draft_name(name: str) -> str:
    """The process is named, so that whoever finds a draft later can see whether its maker still lives."""
    start = name.encode("utf-8", "surrogateescape")[:_LONGEST_START].decode("utf-8", "ignore")
    return f".{start}.{os.getpid()}-{secrets.token_hex(4)}.new"


def is_shared(folder: Path) -> bool:
    """Whether colleagues may write in a folder: then its files keep the rights that are usual there, otherwise they are
    for their owner alone. A folder for everybody's temporary files is nobody's common one."""
    rights = folder.stat().st_mode
    return bool(rights & stat.S_ISGID or (rights & 0o022 and not rights & stat.S_ISVTX))


def make_folder(path: Path) -> None:
    """Make a folder that a person named, with those it stands in, unless it is there."""
    for missing in (one for one in (path, *path.parents) if not is_folder(one)):
        system.require_name(missing)
    path.mkdir(parents=True, exist_ok=True)


def own_folder(path: Path) -> Path:
    """Make a folder that is as open as the one it stands in: for its owner alone unless that is shared. One that exists
    stays as it is."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(0o700)
        if os.name == "posix" and is_shared(path.parent):
            path.chmod(stat.S_IMODE(path.parent.stat().st_mode))
    return path


def is_own_folder(path: Path) -> bool:
    """Whether a folder stands there itself, and no link or junction that leads to one."""
    try:
        about = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and not getattr(about, "st_reparse_tag", 0)


def _take_rights(draft: Path, path: Path) -> None:
    """The new file may be read and written by whoever might do so with the old one."""
    with contextlib.suppress(OSError):  # There is none; or a stick, which knows no rights.
        known = path.lstat()
        if stat.S_ISREG(known.st_mode) and os.name == "posix":
            draft.chmod(known.st_mode & 0o777)


def _name_freshly(draft: Path, path: Path) -> None:
    """Give the draft a name that nobody bears yet, without a moment in which somebody else could take it."""
    if system.WINDOWS:
        system.patiently(lambda: draft.rename(path))  # Windows refuses a taken name by itself.
        return
    try:
        os.link(draft, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # A file system without hard links.
        if os.path.lexists(path):
            raise FileExistsError(f"{path} is taken") from None
        system.take_name(draft, path)


def sync_folder(folder: Path) -> None:
    """Make new names last; Windows and some shares know no such thing for folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# ---- temporary files

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says when a disk has no room."""
_HARDLY_ANY = 2_000_000


def temporary() -> Path:
    """Where this computer keeps temporary files. Raises UserError when there is no such place."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError as error:  # All that come into question refuse to be written into.
        raise UserError(
            "Папка для временных файлов недоступна или заполнена.",
            "Освободите место на диске и повторите: прежние данные целы.",
        ) from error


def no_temporary_room(beside: Path) -> tuple[str, str] | None:
    """What is said when a disk turned out full and it is not that of the file asked for, but that of the temporary files;
    None when it is the former. The system does not tell which."""
    try:
        there, here = Path(tempfile.gettempdir()), beside.absolute().parent
        inside = _is_private(here.resolve(), there.resolve())
        if not inside and there.stat().st_dev == here.stat().st_dev:
            return None
        if not inside and shutil.disk_usage(there).free >= shutil.disk_usage(here).free:
            return None
    except OSError:
        return None
    return (
        f"На диске с папкой для временных файлов «{there}» нет места.",
        "Освободите его и повторите: прежние данные целы.",
    )


def _is_private(folder: Path, temporary_files: Path) -> bool:
    """Whether a folder is one of our own among the temporary files: a user's file may lie among those too."""
    return folder.is_relative_to(temporary_files) and any(
        one.startswith(("shnor-", ".shnor-")) for one in folder.relative_to(temporary_files).parts
    )


@contextlib.contextmanager
def parts_of_a_book() -> Iterator[None]:
    """Run a block in which openpyxl writes parts of a workbook among the temporary files. Its library says in words of
    its own, different ones each time, that a write failed; it leaves as the OSError it was."""
    try:
        yield
    except Exception as error:
        if not _is_of_lxml(type(error)):
            raise
        _hear_no_echoes()
        full = shutil.disk_usage(temporary()).free < _HARDLY_ANY
        number = errno.ENOSPC if full else errno.EIO
        raise OSError(number, os.strerror(number)) from error


def _is_of_lxml(kind: type[BaseException]) -> bool:
    return kind.__module__.startswith("lxml.")


def _hear_no_echoes() -> None:
    """The half-written sheets fail once more when they are forgotten; nobody need read that on the terminal."""
    usual = sys.unraisablehook
    sys.unraisablehook = lambda told: None if _is_of_lxml(told.exc_type) else usual(told)


# ---- what killed processes leave

_OLD_S = 3600
"""What nothing was written to for so long, and whose maker does not live, belongs to nobody. On a shared folder the
maker may live on another computer."""
_VERY_OLD_S = 24 * _OLD_S
"""The same of what does not name its maker."""
_DRAFT = re.compile(r"\..+\.(?P<pid>\d+)-[0-9a-f]{8}\.new(?:-journal)?")
_PRIVATE = re.compile(r"\.?shnor-[^\W\d_]+-(?P<pid>\d+)-(?:(?P<computer>[0-9a-f]{8})-)?\w{8}")
_NAMELESS_DRAFT = re.compile(r"\.(?P<of>.+(?:\.shnor(?=\.new)|\.xlsx(?=\.unfinished)))\.\w+(?:-journal)?")
_NAMELESS_PRIVATE = re.compile(r"shnor-[^\W\d_]+-\w{8}")
"""As earlier versions called them."""


@contextlib.contextmanager
def private_folder(word: str, inside: Path | None = None) -> Iterator[Path]:
    """A folder for copies that only this user may look into; it goes with the block. See `new_private_folder`."""
    made = new_private_folder(word, inside)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def new_private_folder(word: str, inside: Path | None = None) -> Path:
    """The same for who takes it away himself; among the temporary files unless it must stand `inside` another folder."""
    there = inside or temporary()
    sweep(there)
    start = f".shnor-{word}-{os.getpid()}-" if inside else f"shnor-{word}-{os.getpid()}-{_computer()}-"
    return system.new_folder(there, start)


def _computer() -> str:
    """This computer among those that may share a folder, in signs that every name may have. Who sees other processes, in a
    sandbox, is another one: those here would seem gone to him."""
    import zlib

    name = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            name += str(Path("/proc/self/ns/pid").readlink())
    return f"{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def sweep_temporary() -> None:
    """The same among the temporary files."""
    with contextlib.suppress(UserError):
        sweep(temporary())


def sweep(folder: Path) -> None:
    """Take away the drafts and private folders that killed processes of this user left here. What was among temporary files
    may be a copy without its password: when its maker lived on this computer, it goes as soon as he is gone."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith((".", "shnor-")):
                continue
            if entry.is_dir(follow_symlinks=False):
                named, nameless = _PRIVATE.fullmatch(entry.name), _NAMELESS_PRIVATE.fullmatch(entry.name)
                take_away: Callable[[str], None] = _take_folder_away
            else:
                named, nameless = _DRAFT.fullmatch(entry.name), _NAMELESS_DRAFT.fullmatch(entry.name)
                take_away = os.unlink
                if nameless and not (folder / nameless["of"]).exists():
                    nameless = None  # It may be all there is of that file.
            if (named or nameless) and _is_nobodys(entry, named):
                with contextlib.suppress(OSError):
                    take_away(entry.path)


def _take_folder_away(path: str) -> None:
    shutil.rmtree(path, ignore_errors=True)


def _is_nobodys(entry: "os.DirEntry[str]", named: re.Match[str] | None) -> bool:
    try:
        known = entry.stat(follow_symlinks=False)
    except OSError:
        return False
    ours = os.name != "posix" or known.st_uid == os.getuid()
    if named is None:
        enough = _VERY_OLD_S
    else:
        enough = 0 if named.groupdict().get("computer") == _computer() else _OLD_S
    old = time.time() - known.st_mtime > enough
    return ours and old and not (named and _lives(int(named["pid"])))


_NO_SUCH_PROCESS = 87
"""Windows calls it a wrong parameter."""


def _lives(pid: int) -> bool:
    """Whether a process of that number runs on this computer; asking it must not end it."""
    if sys.platform == "win32":
        import ctypes

        # Python itself asks the system between two calls: without this the reason may be that of another one.
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        try:
            handle = kernel.OpenProcess(0x100000, False, pid)
        except ctypes.ArgumentError:
            return True  # No number of a process.
        if not handle:
            return ctypes.get_last_error() != _NO_SUCH_PROCESS  # It is somebody else's.
        ended = kernel.WaitForSingleObject(handle, 0) == 0
        kernel.CloseHandle(handle)
        return not ended
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # It is somebody else's; or no number of a process.
        return True
    return True
