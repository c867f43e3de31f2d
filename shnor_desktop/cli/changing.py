"""Commands that change a file on a stick, a share or a read-only medium: never in place, but in a copy on this
computer, which goes back whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli.answers import complain
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.errors import DocumentError

if TYPE_CHECKING:
    from shnor_desktop.document.carried.checkout import Taken
    from shnor_desktop.document.document import Document


@contextmanager
def changing(path: Path) -> Iterator["Document"]:
    """The document to be changed; where it must not be edited in place, its working copy, which is returned when the
    command has succeeded. A command that fails leaves the file there as it was."""
    from shnor_desktop.document.carried import checkout

    if not checkout.must_be_taken(path):
        with opened(path) as document:
            yield document
        return
    known = _taken(path)
    try:
        with opened(known.working) as document:
            yield document
    except BaseException:
        _release(known)
        raise
    _give_back(known)


def _taken(path: Path) -> "Taken":
    """A working copy that may be returned: refused at once when the file there is another one by now."""
    from shnor_desktop.document.carried import checkout
    from shnor_desktop.document.carried.delivery import look
    from shnor_desktop.document.carried.media import Medium, medium_of

    if path.is_file() and medium_of(path) is Medium.READ_ONLY:
        raise DocumentError(
            f"Файл «{path.name}» защищён от записи.",
            "Снимите защиту или скопируйте файл в свою папку и повторите.",
        )
    known = checkout.check_out(path)
    if known.resumed:
        with _copy_named(known):
            look(known.source, known.sha256)
        complain(f"Продолжена рабочая копия файла «{path.name}», правки которой ещё не возвращены на место.")
    return known


def _give_back(known: "Taken") -> None:
    from shnor_desktop.document.carried import checkout
    from shnor_desktop.document.carried.media import Medium
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.office.offices import who

    if known.changed:
        with _copy_named(known), Document.open(known.working, who(), back_up=False) as document:
            known = checkout.check_in(document)
        complain(
            f"«{known.source.name}»: {Medium[known.medium].value}. Изменения внесены в копию на этом "
            "компьютере, файл на носителе заменён ею целиком."
        )
    checkout.release(known)


def _release(known: "Taken") -> None:
    """Forget a copy in which nothing was changed."""
    from shnor_desktop.document.carried import checkout

    if not known.changed:
        checkout.release(known)


@contextmanager
def _copy_named(known: "Taken") -> Iterator[None]:
    """A refusal also tells where the edits are that could not be returned."""
    try:
        yield
    except DocumentError as error:
        raise DocumentError(
            error.what_happened,
            f"{error.what_to_do} Правки целы в рабочей копии «{known.working}»; "
            "файл, открытый в окне программы, продолжит её.",
        ) from error
