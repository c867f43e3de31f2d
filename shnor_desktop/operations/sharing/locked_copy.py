"""A copy for the road under a password: a zip with one file in it, encrypted by AES-256 (WinZip AE-2), which 7-Zip opens
as well. It keeps a lost stick from being read; it is no certified means of protection, and the help says so.

The password is made here and shown once: the format's own stretching of it (1,000 rounds of PBKDF2) is weak, 80 random
bits need none. The name inside is always the same, because names are not encrypted.
"""

import errno
import hashlib
import math
import os
import re
import secrets
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from shnor_desktop import places
from shnor_desktop.document.file.access import ARCHIVE, MAGIC
from shnor_desktop.document.file.faults import told, writing
from shnor_desktop.document.foreign.intake import LARGEST
from shnor_desktop.errors import DocumentError, UserError
from shnor_desktop.rules.words.russian import size_text

SUFFIX = ".zip"
_INSIDE = "Копия.shnor"
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that are taken for another: 0 and O, 1 and I."""
_GROUPS, _LETTERS = 4, 4
BITS = _GROUPS * _LETTERS * math.log2(len(_SIGNS))
_PIECE = 1 << 20
_ASK = "Попросите отправителя прислать её заново."
_ENCRYPTED, _AES = 0x1, 99
_END, _FAR_END = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _LONGEST_COMMENT = 22, 0xFFFF
_LARGEST_DIRECTORY = 4096
"""Bytes; of one member with the longest of names there are fewer."""
_OF_ARCHIVES = (None, errno.EINVAL)
"""What an archive brings about that names a place before its beginning. Windows calls by the last a stick that was pulled out, too."""
_RUSSIAN = re.compile("[А-Яа-яЁё]")
T = TypeVar("T")


def new_password() -> str:
    """«K7QF-…»: 80 random bits in signs that nobody mistakes."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LETTERS)) for _ in range(_GROUPS))


def clean(typed: str) -> str:
    """A password as somebody types it from a slip: small letters, spaces or nothing between the groups."""
    signs = "".join(sign for sign in typed.upper() if sign in _SIGNS)
    whole = len(signs) == _GROUPS * _LETTERS
    return (
        "-".join(signs[at : at + _LETTERS] for at in range(0, len(signs), _LETTERS))
        if whole
        else typed.strip()
    )


def is_locked(path: Path) -> bool:
    """Whether the file is such a copy, by what it holds."""
    try:
        require_copy(path)
    except DocumentError:
        return False
    return True


def is_meant(path: Path) -> bool:
    """Whether the file is such a copy or was one before it was damaged: what is wrong with it is told on opening."""
    if path.suffix.casefold() != SUFFIX:
        return is_locked(path)
    try:
        return stat.S_ISREG(path.stat().st_mode) and not _ends(path)[0].startswith(MAGIC)
    except OSError:
        return False


def send(out: Path, write: Callable[[Path], T]) -> tuple[T, str]:
    """Have a copy written by `write` among private files and put it under a new password to `out`, read back before it
    is given its name. Returns what `write` told and the password. Raises UserError and what `write` raises."""
    if out.suffix.casefold() != SUFFIX:
        raise UserError(
            f"Копию под паролем нельзя записать как «{out.name}».", f"Выберите имя с расширением {SUFFIX}."
        )
    password = new_password()
    with places.private_folder("locked") as folder:
        plain = folder / _INSIDE
        answer = write(plain)
        if plain.stat().st_size > LARGEST:
            raise DocumentError(
                f"Копия больше {size_text(LARGEST)}: под паролем её никто не откроет.",
                "Отправьте под паролем часть: одну школу или один год.",
            )
        with told(out), writing(out), places.written_whole(out, replace=False, private=False) as draft:
            _lock(plain, draft, password)
            if not _reads_back(draft, password, folder / "again.shnor", plain):
                raise DocumentError(
                    f"Копия «{out.name}» прочиталась не такой, как записана.", "Повторите на другом носителе."
                )
    return answer, password


def _reads_back(draft: Path, password: str, again: Path, plain: Path) -> bool:
    """Whatever a recipient would be told of the copy, the sender is told that it is not what was written."""
    try:
        return _unlock(draft, password, again) == _hash(plain)
    except DocumentError:
        return False


def open_into(locked: Path, password: str, out: Path) -> Path:
    """Write what the copy holds as a new file. Raises DocumentError for a wrong password and a damaged or strange copy;
    FileExistsError when the name is taken."""
    with told(out), writing(out), places.written_whole(out, replace=False) as draft:
        _unlock(locked, clean(password), draft)
        with draft.open("rb") as file:
            if not file.read(len(MAGIC)).startswith(MAGIC):
                raise DocumentError(f"В копии «{locked.name}» лежит не файл этой программы.", _ASK)
    return out


def keep(opened: Path, out: Path) -> None:
    """Write what a copy was found to hold as a new file. Raises DocumentError, also for a name that is taken."""
    with told(out), writing(out), places.written_whole(out, replace=False) as draft:
        shutil.copyfile(opened, draft)


def opened_name(locked: Path) -> str:
    """What is opened for a look is called like the copy, as far as that leaves room for the longer ending."""
    return f"{places.safe_name(locked.stem)}.shnor"


@contextmanager
def opened(locked: Path, password: str) -> Iterator[Path]:
    """What the copy holds, for the time of the block, among private files."""
    with places.private_folder("locked") as folder:
        yield open_into(locked, password, folder / opened_name(locked))


def _lock(plain: Path, out: Path, password: str) -> None:
    import pyzipper

    with out.open("wb") as file:
        disk = _Disk(file)
        with pyzipper.AESZipFile(
            disk, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
        ) as packed:
            packed.setpassword(password.encode())
            with plain.open("rb") as source, packed.open(_INSIDE, "w", force_zip64=True) as into:
                shutil.copyfileobj(source, into, _PIECE)
        disk.settle()


class _Disk:
    """A file for the library, which cannot bear it when a disk is full: it hides the reason behind an error of its own and
    speaks on standard error. What the disk refuses is kept from it and raised in the end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._at = file, 0
        self._refused: OSError | None = None

    def write(self, data: bytes) -> int:
        """Of the position the library is always told what it expects."""
        self._try(lambda: self._file.write(data))
        self._at += len(data)
        return len(data)

    def seek(self, at: int) -> int:
        """From the beginning."""
        self._try(lambda: self._file.seek(at))
        self._at = at
        return at

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._at

    def flush(self) -> None:
        """To the system."""
        self._try(self._file.flush)

    def settle(self) -> None:
        """Raises what the disk refused."""
        self.flush()
        if self._refused is not None:
            raise self._refused

    def _try(self, act: Callable[[], object]) -> None:
        if self._refused is None:
            try:
                act()
            except OSError as error:
                self._refused = error


def _unlock(locked: Path, password: str, out: Path) -> str:
    """The hash of what was unlocked to `out`. Not a byte more is written than the copy says it holds."""
    import pyzipper

    name = locked.name
    require_copy(locked)
    with ExitStack() as stack:
        with _reading(locked, password):
            packed = stack.enter_context(pyzipper.AESZipFile(locked))
            (one,) = packed.infolist()
            if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise DocumentError(
                    f"Копия «{name}» сжата способом, которого программа не знает.",
                    "Распакуйте её архиватором; если не выйдет, попросите прислать её заново.",
                )
            if one.file_size > LARGEST:
                raise DocumentError(f"Копия «{name}» слишком велика: больше {size_text(LARGEST)}.", _ASK)
            packed.setpassword(password.encode("utf-8", "replace"))
            # Told a larger size, the library reads to the end of what was packed, where its seal stands.
            declared, one.file_size = one.file_size, LARGEST + 1
            source = stack.enter_context(packed.open(one))
        into = stack.enter_context(out.open("wb"))

        def read(size: int) -> bytes:
            with _reading(locked, password):
                return bytes(source.read(size))

        return _poured(read, into.write, declared, name)


@contextmanager
def _reading(locked: Path, password: str) -> Iterator[None]:
    """Run a block in which the library reads: of a damaged archive it may raise whatever it comes upon."""
    name = locked.name
    try:
        yield
    except DocumentError:
        raise
    except OSError as error:
        raise _failed(error, locked) from error
    except RuntimeError as error:
        if isinstance(error, NotImplementedError):
            raise _damaged(name) from error
        raise _wrong(name, password) from error
    except Exception as error:
        raise _damaged(name) from error


def _failed(error: OSError, locked: Path) -> DocumentError:
    """The medium that cannot be read, or the archive that cannot be understood."""
    try:
        with told(locked):
            if error.errno not in _OF_ARCHIVES:
                raise error
            _hash(locked)  # Whether it can be read at all.
    except DocumentError as medium:
        return medium
    return _damaged(locked.name)


def _damaged(name: str) -> DocumentError:
    return DocumentError(f"Копия «{name}» повреждена.", _ASK)


def _wrong(name: str, password: str) -> DocumentError:
    if _RUSSIAN.search(password):
        return DocumentError(
            f"Пароль к «{name}» не подходит: в нём русские буквы.",
            "Переключите клавиатуру и введите латинские буквы и цифры с листка.",
        )
    return DocumentError(
        f"Пароль к «{name}» не подходит.",
        "Проверьте его по листку: латинские буквы и цифры. Если пароль верен, копия повреждена: попросите прислать её заново.",
    )


def require_copy(path: Path) -> None:
    """Raises DocumentError that says why the file is no such copy. Its end is looked at before a library is let at it: a
    list of millions of members would be read whole."""
    name = path.name
    with told(path):
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise DocumentError(f"«{name}» — не обычный файл.", "Выберите копию под паролем (.zip).")
        head, tail = _ends(path)
    at = tail.rfind(_END)
    record = tail[at : at + _END_SIZE] if at >= 0 else b""
    if len(record) < _END_SIZE:
        raise _no_copy(head, name)
    if (
        tail[max(0, at - 20) :].startswith(_FAR_END)
        or int.from_bytes(record[12:16], "little") > _LARGEST_DIRECTORY
    ):
        raise _other(name)
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except OSError as error:
        raise _failed(error, path) from error
    except Exception as error:  # Whatever the library comes upon.
        raise _damaged(name) from error
    if len(members) != 1 or not _is_ours(members[0]):
        raise _other(name)


def _is_ours(one: zipfile.ZipInfo) -> bool:
    return (
        one.filename.casefold().endswith(".shnor")
        and bool(one.flag_bits & _ENCRYPTED)
        and one.compress_type == _AES
    )


def _ends(path: Path) -> tuple[bytes, bytes]:
    """The beginning of a file, and as much of its end as the last record of an archive may take."""
    with path.open("rb") as file:
        head = file.read(len(MAGIC))
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - 20))
        return head, file.read()


def _no_copy(head: bytes, name: str) -> DocumentError:
    if head.startswith(ARCHIVE):
        return DocumentError(
            f"Копия «{name}» оборвана или повреждена.",
            "Скопируйте её заново или попросите отправителя прислать снова.",
        )
    if head.startswith(MAGIC):
        return DocumentError(
            f"«{name}» — не копия под паролем, а обычный файл программы.",
            "Дайте ему расширение .shnor и откройте.",
        )
    return DocumentError(
        f"«{name}» — не копия под паролем.", "Возьмите файл, который записала эта программа."
    )


def _other(name: str) -> DocumentError:
    return DocumentError(
        f"«{name}» — не копия под паролем, а другой архив.",
        "В копии один файл .shnor под шифром AES; другой архив распакуйте сами и возьмите файл из него.",
    )


def _poured(read: Callable[[int], bytes], write_: Callable[[bytes], object], size: int, name: str) -> str:
    found, left = hashlib.sha256(), size
    while piece := read(min(_PIECE, left + 1)):
        left -= len(piece)
        if left < 0:
            raise DocumentError(f"Копия «{name}» повреждена: в ней больше, чем она о себе говорит.", _ASK)
        found.update(piece)
        write_(piece)
    if left:
        raise DocumentError(f"Копия «{name}» повреждена: в ней меньше, чем она о себе говорит.", _ASK)
    return found.hexdigest()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
