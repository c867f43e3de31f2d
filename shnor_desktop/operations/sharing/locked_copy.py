"""A copy for the road under a password: a zip with one file in it, encrypted by AES-256 (WinZip AE-2), which 7-Zip opens
as well. It keeps a lost stick from being read; it is no certified means of protection, and the help says so.

The password is made here and shown once: the format's own stretching of it (1,000 rounds of PBKDF2) is weak, 80 random
bits need none. The name inside is always the same, because names are not encrypted.
"""

import hashlib
import math
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from shnor_desktop import places
from shnor_desktop.document.file.faults import told
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
_ENCRYPTED = 0x1
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
        with zipfile.ZipFile(path) as packed:
            (one,) = packed.infolist()
            return one.filename.endswith(".shnor") and bool(one.flag_bits & _ENCRYPTED)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
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
        with told(out), places.written_whole(out, replace=False, private=False) as draft:
            _lock(plain, draft, password)
            if _unlock(draft, password, folder / "again.shnor", out.name) != _hash(plain):
                raise DocumentError(
                    f"Копия «{out.name}» прочиталась не такой, как записана.", "Повторите на другом носителе."
                )
    return answer, password


def open_into(locked: Path, password: str, out: Path) -> Path:
    """Write what the copy holds as a new file. Raises DocumentError for a wrong password and a damaged or strange copy;
    FileExistsError when the name is taken."""
    with told(out), places.written_whole(out, replace=False) as draft:
        _unlock(locked, clean(password), draft, locked.name)
    return out


@contextmanager
def opened(locked: Path, password: str) -> Iterator[Path]:
    """What the copy holds, for the time of the block, among private files."""
    with places.private_folder("locked") as folder:
        yield open_into(locked, password, folder / f"{locked.stem}.shnor")


def _lock(plain: Path, out: Path, password: str) -> None:
    import pyzipper

    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as packed:
        packed.setpassword(password.encode())
        with plain.open("rb") as source, packed.open(_INSIDE, "w", force_zip64=True) as into:
            shutil.copyfileobj(source, into, _PIECE)


def _unlock(locked: Path, password: str, out: Path, name: str) -> str:
    """The hash of what was unlocked to `out`. Not a byte more is written than the copy says it holds."""
    import pyzipper

    if not is_locked(locked):
        raise DocumentError(
            f"«{name}» — не копия под паролем.", "Возьмите файл, который записала эта программа."
        )
    try:
        with pyzipper.AESZipFile(locked) as packed:
            (one,) = packed.infolist()
            if one.file_size > LARGEST:
                raise DocumentError(f"Копия «{name}» слишком велика: больше {size_text(LARGEST)}.", _ASK)
            packed.setpassword(password.encode())
            # Told a larger size, the library reads to the end of what was packed, where its seal stands.
            declared, one.file_size = one.file_size, LARGEST + 1
            with packed.open(one) as source, out.open("wb") as into:
                return _poured(source.read, into.write, declared, name)
    except RuntimeError as error:  # Only the wrong password is told so.
        raise DocumentError(
            f"Пароль к «{name}» не подходит.", "Проверьте его по памятке: латинские буквы и цифры."
        ) from error
    except (
        zipfile.BadZipFile,
        pyzipper.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise DocumentError(f"Копия «{name}» повреждена.", _ASK) from error


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
