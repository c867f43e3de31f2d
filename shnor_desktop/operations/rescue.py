"""A damaged file again from a partner's copy: whatever the partner was ever given comes back."""

from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document import backup, opening, rebuild
from shnor_desktop.document.faults import told
from shnor_desktop.document.quarantine import stage
from shnor_desktop.errors import DocumentError


def from_partner(path: Path, partner: Path, cancelled: Callable[[], bool] | None = None) -> Path:
    """A new file beside the damaged one, with everything of the partner's copy. Returns its path."""
    out = free_name(path, "из копии другой организации")
    draft = out.with_name(f".{out.name}.new")
    with stage(partner, cancelled=cancelled) as staged, told(out):
        if staged.kind != "full":
            raise DocumentError(
                f"«{partner.name}» — только часть файла.", "Попросите прислать файл целиком: «Обмен», копия."
            )
        connection = opening.connect(staged.path, writable=False)
        try:
            draft.unlink(missing_ok=True)
            rebuild.rebuild(connection, draft)
            backup.verify_copy(draft)
            draft.replace(out)
        finally:
            connection.close()
            draft.unlink(missing_ok=True)
    return out


def free_name(path: Path, word: str) -> Path:
    """«Район (word).shnor» beside the file, numbered when that is taken."""
    out, number = path.with_name(f"{path.stem} ({word}).shnor"), 2
    while out.exists():
        out, number = path.with_name(f"{path.stem} ({word} {number}).shnor"), number + 1
    return out
