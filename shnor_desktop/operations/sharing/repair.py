"""The file again from its journal alone: a sound document even when another tool changed the tables.

A damaged file again from a partner's copy: whatever the partner was ever given comes back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.file import access, backup
from shnor_desktop.document.file.faults import told, writing
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.journal import lookup
from shnor_desktop.document.state import rebuild
from shnor_desktop.errors import DocumentError, UserError
from shnor_desktop.models.kinds import BY_CODE

_OWN_TABLES = {"head": "Спорные значения", "conflict": "Вопросы к решению", "row_state": "Состояния карточек"}


@dataclass(frozen=True, slots=True)
class Differing:
    """A table of the file that was not what the journal says."""

    table: str
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was written, and where the file differed from its journal."""

    records: int
    changes: int
    differing: tuple[Differing, ...]


def rebuild_into(
    document: Document, out: Path, progress: Callable[[int, int, str], None] | None = None
) -> Rebuilt:
    """Write to `out`, which must not exist, a document with the same journal and its tables derived anew."""
    tell = progress or (lambda step, total, text: None)
    if out.suffix.lower() != ".shnor":
        raise UserError(f"Файл нельзя записать как «{out.name}».", "Выберите имя с расширением .shnor.")
    if out.exists():
        raise DocumentError(
            f"Файл «{out.name}» уже есть.", "Выберите другое имя: существующий файл не изменён."
        )
    tell(0, 2, "Карточки строятся по истории")
    with told(out), writing(out), places.written_whole(out, replace=False) as draft:
        with document.raw() as connection, writing(out):
            rebuild.rebuild(connection, draft)
            tell(1, 2, "Сверка с таблицами")
            with rebuild.attached(connection, draft):
                found = rebuild.compare(connection)
            changes = lookup.changes(connection)
        backup.verify_copy(draft)
    with Document.open(out, document.who, read_only=True) as made, made.raw() as connection:
        records = sum(connection.execute(f"SELECT count(*) FROM {code}").fetchone()[0] for code in BY_CODE)
    return Rebuilt(records, changes, tuple(_differing(table, rows) for table, rows in found.items()))


def _differing(table: str, rows: int) -> Differing:
    name = BY_CODE[table].many if table in BY_CODE else _OWN_TABLES.get(table, table)
    return Differing(table, name, rows)


def from_partner(path: Path, partner: Path, cancelled: Callable[[], bool] | None = None) -> Path:
    """A new file beside the damaged one, with everything of the partner's copy. Returns its path."""
    out = free_name(path, "из копии другой организации")
    with stage(partner, cancelled=cancelled) as staged, told(out):
        if staged.kind != "full":
            raise DocumentError(
                f"«{partner.name}» — только часть файла.",
                "Попросите прислать файл целиком: «Файл → Копия для другой организации…».",
            )
        connection = access.connect(staged.path, writable=False)
        try:
            with places.written_whole(out, replace=False) as draft:
                rebuild.rebuild(connection, draft)
                backup.verify_copy(draft)
        finally:
            connection.close()
    return out


def free_name(path: Path, word: str) -> Path:
    """«Район (word).shnor» beside the file, numbered when that is taken."""
    return places.free_name(path.with_name(f"{path.stem} ({word}).shnor"))
