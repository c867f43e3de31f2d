"""What was kept of a session whose file was deleted or replaced under it: merged with what lies there, or saved."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.opening import replaced
from shnor_desktop.errors import UserError
from shnor_desktop.operations.sharing import merging
from shnor_desktop.operations.sharing.merging import MergePreview


def merge_into(
    path: Path,
    kept: Path,
    who: Who,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Document, MergePreview]:
    """Open what lies at `path` and take the kept copy in; the copy stands among the backups afterwards. When either
    cannot be done, nothing is open and the copy stays where it is."""
    document = Document.open(path, who)
    try:
        merged = merging.apply(document, kept, progress, cancelled)
    except BaseException:
        document.close()
        raise
    with contextlib.suppress(UserError):  # Then it stays beside the file: everything in it is merged.
        replaced.shelve(kept, path)
    return document, merged


def save_as(kept: Path, out: Path) -> None:
    """Give the kept copy the name and place a person chose; never writes over a file."""
    replaced.move_to(kept, out)
