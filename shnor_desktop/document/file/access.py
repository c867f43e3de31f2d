"""Looking at a file before SQLite does, and connecting to it with the right settings."""

import errno
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shnor_desktop import system
from shnor_desktop.document.file import schema
from shnor_desktop.document.file import schema_pages as pages
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.file.watch import WatchedConnection, not_a_journal
from shnor_desktop.errors import DocumentDamaged, DocumentError

MAGIC = b"SQLite format 3\x00"
ARCHIVE = b"PK\x03\x04"
_LONGEST_VALUE = 32_000_000
_LOCK_SECONDS = 0.1
_FULL_CHECK_BYTES = 20_000_000
"""Up to this size a file is checked with its indexes (integrity_check) at every opening, above without."""


def check_header(path: Path) -> int:
    """Format number of the document at `path`. Raises DocumentError for anything that is not a whole
    document of this or an older format."""
    with told(path):
        if path.is_dir():
            raise DocumentError(f"«{path.name}» — это папка.", "Выберите файл с расширением .shnor.")
        if not path.exists():
            raise DocumentError(f"Файл «{path}» не найден.", "Проверьте путь или создайте новый файл.")
        if not path.is_file():  # A pipe or a device would keep us waiting for ever.
            raise DocumentError(f"«{path.name}» — не обычный файл.", "Выберите файл с расширением .shnor.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
    _check_kind(path, head)
    _check_size(path, head, size)
    version = int.from_bytes(head[60:64], "big")
    if version > schema.FORMAT:
        raise DocumentError(
            f"Файл «{path.name}» создан более новой программой (формат {version}, эта знает {schema.FORMAT}).",
            "Обновите программу и откройте файл снова.",
        )
    if version < 1:
        raise DocumentError(
            f"Файл «{path.name}» не до конца создан.", "Создайте новый файл или возьмите резервную копию."
        )
    if not _unfinished(path):
        _check_schema(path, version)
    return version


def _check_kind(path: Path, head: bytes) -> None:
    if not head:
        raise DocumentDamaged(
            f"Файл «{path.name}» пуст.", "Возьмите резервную копию или копию из другой организации."
        )
    if not any(head):
        raise DocumentDamaged(
            f"Файл «{path.name}» повреждён: его начало стёрто.", "Восстановите его из резервной копии."
        )
    if not head.startswith(MAGIC):
        packed = "копию под паролем назовите с расширением .zip и откройте снова; "
        raise DocumentError(
            f"«{path.name}» — не файл этой программы.",
            f"Откройте файл .shnor; {packed if head.startswith(ARCHIVE) else ''}"
            "книги с результатами загружаются через «Обмен».",
        )
    if len(head) < 100:
        raise DocumentDamaged(f"Файл «{path.name}» оборван.", "Восстановите его из резервной копии.")
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise DocumentError(
            f"«{path.name}» — база данных другой программы.", "Откройте файл, созданный этой программой."
        )
    if head[18:20] != b"\x01\x01" or head[56:60] != b"\x00\x00\x00\x01":
        raise DocumentError(
            f"Файл «{path.name}» изменён другой программой и открыт в непривычном режиме.",
            "Возьмите резервную копию или попросите отправителя прислать копию через «Обмен».",
        )


def _check_size(path: Path, head: bytes, size: int) -> None:
    page = int.from_bytes(head[16:18], "big")
    page = 65_536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big")
    if _unfinished(path):
        return  # An unfinished transaction may have left any size; SQLite rolls it back.
    if page < 512 or size % page or size != pages * page:
        raise DocumentDamaged(
            f"Файл «{path.name}» оборван: часть данных не скопировалась.",
            "Скопируйте его ещё раз или восстановите из резервной копии.",
        )


def _check_schema(path: Path, version: int) -> None:
    try:
        with told(path):
            strangers = pages.strangers(path, version)
    except pages.Unreadable as error:
        raise DocumentDamaged(
            f"Файл «{path.name}» повреждён: его устройство не читается.",
            "Восстановите его из резервной копии: «Файл → Восстановить из резервной копии…».",
        ) from error
    if strangers:
        raise strange_parts(path, strangers)


def strange_parts(path: Path, strangers: tuple[str, ...]) -> DocumentError:
    """What is said of a file that holds more or less than its format knows."""
    return DocumentDamaged(
        f"В файле «{path.name}» чужие или недостающие части: {', '.join(strangers[:5])}.",
        "Возьмите резервную копию; этот файл меняли другой программой.",
    )


def _unfinished(path: Path) -> bool:
    hot = sidecar(path, "-journal")
    return is_plain(hot) and hot.stat().st_size > 512


def sidecar(path: Path, suffix: str) -> Path:
    """The file SQLite keeps beside a database: `-journal`, `-wal`, `-shm`."""
    return path.with_name(path.name + suffix)


def set_foreign_sidecars_aside(path: Path) -> None:
    """Move away what must not lie beside the file when SQLite opens it."""
    for stale in strange_sidecars(path):
        with told(path):
            put_aside(stale)


def put_aside(stale: Path) -> None:
    """Rename a sidecar so that SQLite does not see it."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    system.patiently(lambda: stale.rename(stale.with_name(f"{stale.name}.отложен-{stamp}")))


def strange_sidecars(path: Path) -> list[Path]:
    """What lies beside the file and is not our own journal. A `-wal` or `-shm`: ours never has them, and a stale one
    would replace good rows by old ones. And whatever is no plain file."""
    wal = [beside for beside in (sidecar(path, "-wal"), sidecar(path, "-shm")) if os.path.lexists(beside)]
    journal = sidecar(path, "-journal")
    return [*wal, journal] if os.path.lexists(journal) and not is_plain(journal) else wal


def irregular_sidecars(path: Path) -> list[Path]:
    """Pipes, devices, folders and links that bear the names of files SQLite opens unasked."""
    beside = (sidecar(path, suffix) for suffix in ("-journal", "-wal", "-shm"))
    return [one for one in beside if os.path.lexists(one) and not is_plain(one)]


def is_plain(path: Path) -> bool:
    """Whether a file lies there: no link to one, nothing one could wait for."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def followed(path: Path) -> Path:
    """Where a path leads when its links are followed: SQLite, its journal and the backups are there; the path itself when
    the system cannot tell. Raises DocumentError for links that lead to themselves."""
    path = system.plain(path)
    try:
        return path.resolve()
    except (RuntimeError, OSError) as error:  # The first of Python before 3.13.
        if isinstance(error, OSError) and error.errno != errno.ELOOP:
            return system.real_path(path)
        raise DocumentError(
            f"Файл «{path.name}» не открывается: ссылка ведёт сама на себя.",
            "Удалите ссылку и выберите сам файл.",
        ) from error


@contextmanager
def attached(connection: sqlite3.Connection, path: Path, name: str) -> Iterator[None]:
    """Another database beside `main`, to be read only; outside a transaction. Were it writable, a transaction that takes
    the lock at its beginning would span both, and SQLite would write a super-journal: killed then, neither file alone
    tells any more which state holds."""
    connection.execute(f"ATTACH ? AS {name}", (system.sqlite_uri(followed(path), "mode=ro"),))
    try:
        yield
    finally:
        if not connection.in_transaction:  # Whoever leaves one open in a fault closes the connection.
            connection.execute(f"DETACH {name}")


def connect(path: Path, *, writable: bool) -> WatchedConnection:
    """A connection with all safety settings; nothing of the file is trusted to run. A lock is not waited for long:
    another program of ours that holds the file keeps it for as long as it is open. Raises DocumentError when something
    lies beside the file that SQLite would wait for without end."""
    for beside in irregular_sidecars(path):
        raise not_a_journal(beside)
    mode = "rw" if writable else "ro"
    connection = sqlite3.connect(
        system.sqlite_uri(followed(path), f"mode={mode}"),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_LOCK_SECONDS,
        cached_statements=512,
        factory=WatchedConnection,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 2)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        for pragma in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "temp_store = MEMORY",
            "foreign_keys = ON",
            "mmap_size = 0",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError as error:  # SQLite quotes a damaged name, whose bytes are no text.
        connection.close()
        raise sqlite3.DatabaseError("Could not decode to UTF-8 what SQLite says of the schema") from error
    except BaseException:
        connection.close()
        raise
    return connection


def hold(connection: sqlite3.Connection) -> None:
    """Take the file for this program alone, until the connection closes. Raises OperationalError (busy)."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def verify(connection: sqlite3.Connection, path: Path, version: int, *, references: bool = True) -> None:
    """Raise DocumentError when the file is damaged or holds anything its format does not know. Without
    `references` those may be torn: what is asked of the file needs its journal only."""
    with told(path, opening=True):
        strangers = schema.strangers(connection, version)
        if strangers:
            raise strange_parts(path, strangers)
        small = path.stat().st_size <= _FULL_CHECK_BYTES
        pragma = "integrity_check" if small else "quick_check"
        first = connection.execute(f"PRAGMA {pragma}(1)").fetchone()
        if not first or first[0] != "ok":
            raise DocumentDamaged(
                f"Файл «{path.name}» повреждён: проверка нашла ошибки.",
                "Восстановите его из резервной копии: «Файл → Восстановить из резервной копии…».",
            )
        uid = connection.execute(
            "SELECT length(v) FROM meta WHERE k = 'uid' AND typeof(v) = 'blob'"
        ).fetchone()
        if uid != (16,):
            raise DocumentError(
                f"Файл «{path.name}» не до конца создан.", "Создайте новый файл или возьмите резервную копию."
            )
        if references and connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DocumentDamaged(
                f"В файле «{path.name}» записи ссылаются на то, чего нет.",
                "Восстановите его из резервной копии: «Файл → Восстановить из резервной копии…».",
            )
