"""Tells an error of the program from a document in which another tool wrote: only the first is an internal error."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from shnor_desktop.errors import DocumentDamaged, DocumentError, UserError


@contextmanager
def explained(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a block that works in the document. When it fails for a reason the program does not know, the document is
    checked: if another tool changed it, DocumentError says so instead. Nothing is asked while all goes well."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        # Within a transaction the journal is half written; whoever began it comes here too, after taking it back.
        known = None if connection.in_transaction else _suspected(connection)
        if known is None:
            raise
        raise known from error


def _suspected(connection: sqlite3.Connection) -> DocumentError | None:
    """What the check finds, as an error."""
    from shnor_desktop.document import check  # It brings all the kinds of records along.

    try:
        history = check.unreadable(connection)
        if history:
            return DocumentDamaged(
                history[0], "Восстановите файл из резервной копии или из копии другой организации."
            )
        found = [*check.unreadable_merges(connection), *check.journal_differences(connection)]
    except DocumentError as error:
        return error
    except sqlite3.Error:
        return None
    if not found:
        return None
    return DocumentError(
        f"Файл правили другой программой. {found[0]}", "Проверьте его: меню «Файл», «Проверить файл»."
    )
