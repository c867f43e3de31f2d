"""Records taken in from a book of records: read, planned, written as one parcel that can be taken back, and the refused
cells returned marked."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import ActionId, Document, raw_of
from shnor_desktop.document.file import attachments
from shnor_desktop.errors import Cancelled, UserError, WorkbookError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import linking, other_file, records
from shnor_desktop.operations.records.incoming import plan
from shnor_desktop.operations.records.incoming_types import Fate, TakeInPlan
from shnor_desktop.operations.records.stock import in_order
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.sheets.book.problems import Problem, Severity
from shnor_desktop.sheets.book.reader import CellReader, RawBook
from shnor_desktop.sheets.records.layout import mark_of
from shnor_desktop.sheets.records.reader import RecordBook, read_records, together

Progress = Callable[[int, int, str], None]
Cancel = Callable[[], bool]
Source = Callable[[Mapping[str, str]], RecordBook]
"""The records of a book, given the answers to the questions about its sheets and columns."""

SUFFIX = ".shnor"
BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
LARGE = 2_000
"""Taking in a book of more rows than this is preceded by a backup."""
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was written, or would be; `action` is None when nothing was."""

    plan: TakeInPlan
    silent: tuple[str, ...] = ()
    """Forms: the schools they were sent to that have not answered."""
    deleted: int = 0
    action: ActionId | None = None


def open_book(path: Path, cancelled: Cancel | None = None) -> Source:
    """The cells of a workbook, read in a process of their own. Raises WorkbookError for what cannot be read."""
    with CellReader() as reader:
        raw = reader.read(path, cancelled)
    return source_of(raw)


def open_any(document: Document, paths: Path | Sequence[Path], cancelled: Cancel | None = None) -> Source:
    """A workbook, a document that was begun separately, or many workbooks at once, as a folder or one by one."""
    chosen = [paths] if isinstance(paths, Path) else list(paths)
    if len(chosen) == 1 and chosen[0].is_dir():
        chosen = books_in(chosen[0])
    if len(chosen) > 1:
        return _many(chosen, cancelled)
    if chosen[0].suffix.lower() == SUFFIX:
        return other_file.open_document(document, chosen[0], cancelled)
    return open_book(chosen[0], cancelled)


def books_in(folder: Path) -> list[Path]:
    """Workbooks of a folder by name; what a spreadsheet leaves beside an open one is none."""
    found = sorted(
        one
        for one in folder.iterdir()
        if one.suffix.lower() in BOOKS and not one.name.startswith(("~$", ".")) and one.is_file()
    )
    if not found:
        raise UserError(f"В папке «{folder.name}» нет книг.", "Укажите папку с присланными книгами.")
    return found


def _many(paths: Sequence[Path], cancelled: Cancel | None) -> Source:
    """Each place is named with its book; what cannot be read is told beside the rest."""
    found: list[RawBook] = []
    failed: list[str] = []
    with CellReader() as reader:
        for path in paths:
            try:
                raw = reader.read(path, cancelled)
            except WorkbookError as error:
                failed.append(f"Не прочитан «{path.name}»: {error}")
                continue
            sheets = tuple(replace(one, name=f"[{path.name}]{one.name}") for one in raw.sheets)
            found.append(replace(raw, sheets=sheets))
    if not found:
        raise UserError("Ни одна книга не прочитана.", " ".join(failed[:3]))

    def read(answers: Mapping[str, str]) -> RecordBook:
        books = [read_records(one, answers) for one in found]
        whole = together(counted(len(paths), "книга", "книги", "книг"), books)
        return replace(whole, notes=(*failed, *whole.notes))

    return read


def source_of(raw: RawBook) -> Source:
    """A workbook that was read."""

    def read(answers: Mapping[str, str]) -> RecordBook:
        book = read_records(raw, answers)
        if not book.tables and not book.questions:
            raise UserError(
                f"В книге «{raw.source}» нет листов с данными этой программы.",
                "Книги с результатами загружают командой «Загрузить результаты из книги…», остальное — книгой из «Выгрузить в "
                "Excel…» или такой, где лист и столбцы названы как на экране.",
            )
        return book

    return read


def look(document: Document, source: Source, answers: Mapping[str, str] | None = None) -> TakenIn:
    """What the book would change; nothing is written."""
    given = dict(answers or {})
    book, uid = source(given), document.uid.hex()
    with document.read() as session:
        return TakenIn(plan(session, book, given, uid), _silent(session, book))


def _silent(session: Session, book: RecordBook) -> tuple[str, ...]:
    """Schools that forms were sent to, without those that came back with something filled in."""
    sent = {mark for table in book.tables for mark in table.facts.sent}
    answered = {
        mark_of(bytes.fromhex(table.facts.school))
        for table in book.tables
        if table.facts.school and any(not row.untouched for row in table.rows.rows(lambda uid: True))
    }
    names = Titles(session).all("school") if sent else {}
    silent = (name for uid, name in names.items() if mark_of(uid) in sent - answered)
    return tuple(sorted(silent, key=by_name))


def take_in(
    document: Document,
    source: Source,
    answers: Mapping[str, str] | None = None,
    *,
    delete_missing: bool = False,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> TakenIn:
    """Write what can be written as one action. What is refused or waits for an answer is left out; records whose rows are
    gone from the book are deleted only with `delete_missing`."""
    given = dict(answers or {})
    book, uid = source(given), document.uid.hex()
    title = f"Загрузка данных: {quoted(book.source)}"
    large = sum(len(table.rows) for table in book.tables) > LARGE
    with document.write(title, "import", backup_first=large) as session:
        # Planned anew: only what is true of the file at this very moment is written.
        planned, silent = plan(session, book, given, uid), _silent(session, book)
        _put_files(session, planned, book.files)
        _write(session, planned, _Steps(planned.added + planned.changed, progress, cancelled))
        deleted = _delete(session, planned) if delete_missing else 0
    if not (planned.added or planned.changed or deleted):
        return TakenIn(planned, silent)
    last = document.actions(limit=1)
    action = last[0].action if last and last[0].title == title else None
    return TakenIn(planned, silent, deleted, action)


@dataclass(slots=True)
class _Steps:
    """Tells how far the writing is and notices the wish to stop."""

    total: int
    progress: Progress | None
    cancelled: Cancel | None
    done: int = 0

    def __call__(self, more: int) -> None:
        if self.cancelled and self.cancelled():
            raise Cancelled
        self.done += more
        if self.progress:
            self.progress(self.done, self.total, "Запись")


T = TypeVar("T")


def _write(session: Session, planned: TakeInPlan, step: _Steps) -> None:
    """New records first, in an order in which each finds those it refers to; then what changed."""
    connection = session.connection()
    for code, group in groupby(planned.of(Fate.NEW), key=lambda one: one.kind):
        statement = insert(BY_CODE[code].record)
        for piece in _pieces(group):
            connection.execute(statement, [{"uid": one.uid, **one.values} for one in piece])
            step(len(piece))
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[bytes, Mapping[str, Value]]]] = defaultdict(list)
    for one in planned.records:
        changed = {**(one.values if one.fate is Fate.CHANGED else {}), **one.later}
        if changed:
            alike[one.kind, tuple(sorted(changed))].append((one.uid, changed))
    for (code, names), found in alike.items():
        record = BY_CODE[code].record
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        changing = update(record).where(record.uid == bindparam("its_uid")).values(values)
        for some in _pieces(found):
            rows = [{"its_uid": uid, **{f"new_{name}": new[name] for name in names}} for uid, new in some]
            connection.execute(changing, rows)
            step(len(some))
    _write_links(session, planned)


def _put_files(session: Session, planned: TakeInPlan, files: Mapping[str, bytes]) -> None:
    """Keep the bytes that the records written will name."""
    named = (str(one.values.get(attachments.COLUMN, "")) for one in planned.records)
    for name in sorted({name for name in named if name in files}):
        attachments.put(raw_of(session), files[name])


def _write_links(session: Session, planned: TakeInPlan) -> None:
    """What records are linked to, when all of them are there."""
    for one in planned.records:
        for name, wanted in one.links.items():
            linking.save(session, BY_CODE[one.kind].field(name), one.uid, wanted)


def _pieces(found: Iterable[T]) -> Iterable[list[T]]:
    piece: list[T] = []
    for one in found:
        piece.append(one)
        if len(piece) == _BATCH:
            yield piece
            piece = []
    if piece:
        yield piece


def _delete(session: Session, planned: TakeInPlan) -> int:
    """Those that refer go before those referred to."""
    gone: dict[str, list[bytes]] = defaultdict(list)
    for one in planned.missing:
        gone[one.kind].append(one.uid)
    return sum(
        records.delete(session, code, gone[code])
        for code in reversed(in_order(frozenset(gone)))
        if gone[code]
    )


def save_marked(planned: TakeInPlan, paths: Path | Sequence[Path], out: Path) -> int:
    """The same workbook, or of many the ones concerned into a folder, with the cells that were not taken marked and
    commented; how many cells were marked."""
    from shnor_desktop.sheets.writing import marked

    chosen = [paths] if isinstance(paths, Path) else list(paths)
    if len(chosen) == 1 and chosen[0].is_dir():
        chosen = books_in(chosen[0])
    problems = [
        Problem(
            Severity.REFUSED if one.fate is Fate.REFUSED else Severity.WARNING,
            refusal.text,
            refusal.what_to_do,
            refusal.where,
            one.title,
        )
        for one in planned.records
        for refusal in one.refusals
    ]
    if len(chosen) == 1:
        return marked.save_marked(chosen[0], problems, out)
    places.make_folder(out)
    count = 0
    for path in chosen:
        prefix = f"[{path.name}]"
        mine = [
            replace(one, where=one.where._replace(sheet=one.where.sheet.removeprefix(prefix)))
            for one in problems
            if one.where is not None and one.where.sheet.startswith(prefix)
        ]
        if mine:
            count += marked.save_marked(path, mine, out / f"{path.stem}.xlsx")
    return count
