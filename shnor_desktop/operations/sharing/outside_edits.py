"""Edits another tool made in the file, past the program: what they are in words, and what becomes of them."""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.document.file import access, attachments
from shnor_desktop.document.merge.merge import RowEffect
from shnor_desktop.document.opening.mending import check_journal
from shnor_desktop.document.rescue import outside_edits
from shnor_desktop.document.state.check import journal_differences
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.records import changes
from shnor_desktop.operations.records.changes import KindCount, Names, RecordChange, called

Progress = Callable[[int, int, str], None]
COMPARED = "Сверка с историей"


@dataclass(frozen=True, slots=True)
class Refused:
    """One record whose edit cannot be taken over; it is put back."""

    title: str
    """«Школа МБОУ «…»»."""
    why: str


@dataclass(frozen=True, slots=True)
class ExternalEdits:
    """What another tool changed: «before» as the journal says, «after» as the file shows."""

    counts: tuple[KindCount, ...]
    records: tuple[RecordChange, ...]
    refused: tuple[Refused, ...]
    derived: bool
    """Whether what the program works out by itself differs: it is worked out anew."""

    def __bool__(self) -> bool:
        return bool(self.counts or self.derived)

    @property
    def total(self) -> int:
        """How many records differ."""
        return sum(one.total for one in self.counts)


def find(document: Document, progress: Progress | None = None) -> ExternalEdits:
    """Compare the tables with the journal; as long as a rebuild of the file."""
    if progress:
        progress(0, 0, COMPARED)
    return _told(document, outside_edits.find(document))


def accept(document: Document, progress: Progress | None = None) -> ExternalEdits:
    """Take the edits over as the word of another program: one line of history, which can be undone and travels.
    What cannot be taken over is put back."""
    if progress:
        progress(0, 0, COMPARED)
    return _told(
        document, outside_edits.take_over(document, lambda found: _title(found, document.who.person))
    )


def put_back(document: Document, progress: Progress | None = None) -> ExternalEdits:
    """Show again what the journal says. A backup keeps the file as it stood."""
    if progress:
        progress(0, 0, COMPARED)
    return _told(document, outside_edits.restore(document))


def _title(found: outside_edits.Outside, person: str) -> str:
    counted = Counter(BY_CODE[edit.table.name].many.lower() for edit in found.accepted)
    told = ", ".join(f"{name} — {number}" for name, number in counted.items())
    return f"Приняты правки другой программы: {told}" + (f" ({person})" if person else "")


def require_none(document: Document, progress: Progress | None = None) -> None:
    """Before anything is sent: what stands in no journal would be lost on the way, and a changed history would be
    refused by whoever gets it. Raises DocumentError."""
    if progress:
        progress(0, 0, COMPARED)
    with document.raw() as connection:
        check_journal(connection)
        found = journal_differences(connection)
    if found:
        raise DocumentError(
            f"Файл правили другой программой, в истории этого нет: {' '.join(found)}",
            "Сначала примите эти правки или уберите их: «Файл → Проверить файл».",
        )


def send_copy(document: Document, out: Path, progress: Progress | None = None) -> str:
    """A verified copy for another office, of a file whose every value stands in its journal. Returns what of it could
    not go along, as a sentence."""
    if out.suffix.casefold() != ".shnor":
        raise DocumentError(f"Копию нельзя записать как «{out.name}».", "Выберите имя с расширением .shnor.")
    require_none(document, progress)
    document.copy_to(out, travels=True)
    return left_behind(out)


def left_behind(out: Path) -> str:
    """What a file that was sent lacks of the attached files its records keep, as a sentence; empty when nothing."""
    with closing(access.connect(out, writable=False)) as connection:
        names = [one.name for one in attachments.lost(connection, read=False)]
    if not names:
        return ""
    more = f" и ещё {len(names) - _MOST_TOLD}" if names[_MOST_TOLD:] else ""
    return (
        f"Без содержимого приложенных файлов: {', '.join(f'«{one}»' for one in names[:_MOST_TOLD])}{more}. "
        "Его здесь нет или оно повреждено: объедините файл с копией, где они целы, и отправьте снова."
    )


_MOST_TOLD = 5


def _told(document: Document, found: outside_edits.Outside) -> ExternalEdits:
    effects = [
        RowEffect(edit.table.name, edit.uid, _named(edit, edit.before), _named(edit, edit.after))
        for edit in found.edits
    ]
    with document.read() as session:
        names = Names(session)
        for effect in effects:
            if effect.before is None and effect.after is not None:
                names.adopt(effect.uid, effect.after)
        refused = tuple(
            Refused(_record(names, effect), edit.obstacle)
            for edit, effect in zip(found.edits, effects, strict=True)
            if edit.obstacle
        )
        return ExternalEdits(changes.counts(effects), changes.told(names, effects), refused, found.derived)


def _named(edit: outside_edits.Edit, values: outside_edits.Values | None) -> dict[str, object] | None:
    if values is None:
        return None
    return dict(zip((column.name for column in edit.table.columns), values, strict=True))


def _record(names: Names, effect: RowEffect) -> str:
    (told,) = changes.told(names, [effect])
    return called(told.kind_name, told.title)
