"""Where the program's own files and this user's folders are, from a checkout and from the frozen bundle; and the one
way a whole file is put into a folder."""

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

APP_NAME = "shnor-desktop"


def resources() -> Path:
    """Folder of fonts, icons, help pages and dictionaries that ship with the program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


def user_data() -> Path:
    """This user's folder for read-only views and other files of this machine; made when missing."""
    import platformdirs

    return Path(platformdirs.user_data_path(APP_NAME, appauthor=False, ensure_exists=True))


def keep_details(error: BaseException) -> Path | None:
    """Where the details of a mistake of our own were written, for its developers; None when they cannot be."""
    import time
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
def written_whole(path: Path, *, replace: bool = True) -> Iterator[Path]:
    """Put a file at `path` whole or not at all. The block fills the draft it gets, an empty file beside `path` that
    nobody had before. When it ends well, the draft is brought to the disk and takes the name: from a file that bears it,
    or from a link, which is never followed. Without `replace` a name that is taken is a FileExistsError. Whatever goes
    wrong, the draft is gone and what was there stays."""
    draft = path.with_name(_draft_name(path.name))
    # Exclusive creation follows no link and waits for no pipe.
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666))
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        _take_rights(draft, path)
        if replace:
            draft.replace(path)
        else:
            _name_freshly(draft, path)
    finally:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    sync_folder(path.parent)


def _draft_name(name: str) -> str:
    """The process is named, so that whoever finds a draft later can see whether its maker still lives."""
    start = name.encode("utf-8", "surrogateescape")[:_LONGEST_START].decode("utf-8", "ignore")
    return f".{start}.{os.getpid()}-{secrets.token_hex(4)}.new"


def _take_rights(draft: Path, path: Path) -> None:
    """The new file may be read and written by whoever might do so with the old one."""
    with contextlib.suppress(OSError):  # There is none; or a stick, which knows no rights.
        known = path.lstat()
        if stat.S_ISREG(known.st_mode) and os.name == "posix":
            draft.chmod(known.st_mode & 0o777)


def _name_freshly(draft: Path, path: Path) -> None:
    """Give the draft a name that nobody bears yet, without a moment in which somebody else could take it."""
    if os.name != "posix":
        draft.rename(path)  # Windows refuses a taken name by itself.
        return
    try:
        os.link(draft, path, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # A file system without hard links.
        if os.path.lexists(path):
            raise FileExistsError(f"{path} is taken") from None
        draft.replace(path)


def sync_folder(folder: Path) -> None:
    """Make new names last; Windows and some shares know no such thing for folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
