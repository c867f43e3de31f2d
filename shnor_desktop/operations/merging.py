"""Bringing copies of the file together: look first, then take everything over; the log of merges and the way back.

The look is taken in a private copy of the document, so that what is told is what would really be.
"""

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from shnor_desktop.document import backup, merge
from shnor_desktop.document.conflicts import conflict_id, open_conflicts
from shnor_desktop.document.document import Backup, Document
from shnor_desktop.document.faults import told as faults_told
from shnor_desktop.document.history import moment
from shnor_desktop.document.merge import MergeReport, NewAction
from shnor_desktop.document.quarantine import Staged, stage
from shnor_desktop.errors import Cancelled, DocumentError, UserError
from shnor_desktop.operations import question_texts, record_changes
from shnor_desktop.operations.history import KIND_WORDS
from shnor_desktop.operations.parts import contents
from shnor_desktop.operations.question_texts import Question
from shnor_desktop.operations.record_changes import KindCount, Names, RecordChange, raw
from shnor_desktop.rules.russian import counted

Progress = Callable[[int, int, str], None]
Stop = Callable[[], bool]
_MOST_LOGGED = 1_000
"""So many changed records and questions are kept for the protocol of a merge."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One action that comes with the file."""

    title: str
    word: str
    """«правка», «загрузка» …"""
    at: datetime
    changes: int


@dataclass(frozen=True, slots=True)
class Author:
    """Who did what in the other copy, newest deeds first."""

    person: str
    office: str
    deeds: tuple[Deed, ...]

    @property
    def changes(self) -> int:
        """Changed values."""
        return sum(one.changes for one in self.deeds)

    @property
    def who(self) -> str:
        """«Иванова А.П., ИМЦ»."""
        return ", ".join(part for part in (self.person, self.office) if part) or "без имени"


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What one file brings. A refused file brings nothing; `refused` says why and what to do."""

    path: Path
    name: str
    refused: str = ""
    stranger: bool = False
    """A document of its own, not a copy of ours."""
    contents: str = ""
    """«файл целиком», «часть: школа …»."""
    already: bool = False
    """Everything was here before."""
    counts: tuple[KindCount, ...] = ()
    records: tuple[RecordChange, ...] = ()
    authors: tuple[Author, ...] = ()
    offices: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    opened: int = 0
    """Questions it opens."""
    questions: tuple[Question, ...] = ()
    """The first of them in words."""
    closed: int = 0
    """Open questions it answers."""
    backup: str = ""

    @property
    def brief(self) -> str:
        """One line: «новых 3, изменено 12, удалено 1; вопросов 2», «уже содержится» or why it is refused."""
        if self.refused:
            return self.refused
        if self.already:
            return "уже содержится"
        new, changed, deleted = (
            sum(getattr(one, name) for one in self.counts) for name in ("new", "changed", "deleted")
        )
        told = f"новых {new}, изменено {changed}, удалено {deleted}"
        return f"{told}; нужно решить: {self.opened}" if self.opened else told


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging the files brings, or has brought."""

    files: tuple[FilePreview, ...]
    open_before: int
    open_after: int
    """Questions waiting afterwards, older ones included."""
    applied: bool

    @property
    def nothing_new(self) -> bool:
        """Whether no file brings anything."""
        return all(one.already or one.refused for one in self.files)

    @property
    def acceptable(self) -> tuple[Path, ...]:
        """Files that can be merged and bring something."""
        return tuple(one.path for one in self.files if not one.refused and not one.already)


# ---- looking and taking over


def preview(
    document: Document,
    paths: Path | Sequence[Path],
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> MergePreview:
    """What the files would bring, one after the other; nothing is changed. Bad files are told, not raised."""
    watch = _Watch(paths, progress, cancelled)
    found: list[tuple[Path, Staged | DocumentError]] = []
    with ExitStack() as stack:
        for path in watch.paths:
            try:
                found.append((path, _examined(stack, document, path, watch)))
            except DocumentError as error:
                found.append((path, error))
        with _scratch(document) as copy:
            return _bring_all(copy, found, watch, applied=False)


def apply(
    document: Document,
    paths: Path | Sequence[Path],
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> MergePreview:
    """Merge the files. All are examined before the first is taken over: a bad one stops everything."""
    if document.read_only:
        raise DocumentError(
            f"Файл «{document.path.name}» открыт только для чтения.",
            "Закройте его в другой программе и откройте снова.",
        )
    watch = _Watch(paths, progress, cancelled)
    with ExitStack() as stack:
        found = [(path, _examined(stack, document, path, watch)) for path in watch.paths]
        if len(found) > 1:
            with _scratch(document) as copy:
                for one in _bring_all(copy, found, watch, applied=False).files:
                    if one.refused:
                        raise DocumentError(one.refused)
        return _bring_all(document, found, watch, applied=True)


class Stranger(DocumentError):
    """The file is a document of its own."""


class _Watch:
    """Progress and the wish to stop, over all steps of one call."""

    def __init__(
        self, paths: Path | Sequence[Path], progress: Progress | None, cancelled: Stop | None
    ) -> None:
        self.paths = [paths] if isinstance(paths, Path) else list(paths)
        self.cancelled = cancelled or (lambda: False)
        self.batch = time.time_ns()
        """Files taken in together stand in one protocol."""
        self._progress = progress
        self._step = 0

    def step(self, told: str) -> None:
        """The next step begins."""
        if self.cancelled():
            raise Cancelled
        if self._progress:
            self._progress(min(self._step, 2 * len(self.paths)), 2 * len(self.paths), told)
        self._step += 1


def _examined(stack: ExitStack, document: Document, path: Path, watch: _Watch) -> Staged:
    """The file after quarantine. Raises DocumentError for what must not or cannot be merged."""
    watch.step(f"Проверяется «{path.name}»")
    if _is_same(path, document.path):
        # Reading our own file from beside would cost this process its lock on it (POSIX).
        raise DocumentError(
            f"«{path.name}» — тот самый файл, в котором вы работаете.", "Выберите другую его копию."
        )
    with document.read() as session:
        lamport = session.execute(text("SELECT coalesce(max(lamport), 0) FROM action")).scalar_one()
    staged = stack.enter_context(stage(path, lamport=lamport, cancelled=watch.cancelled))
    if staged.uid != document.uid:
        offices = f" ({', '.join(staged.offices[:3])})" if staged.offices else ""
        raise Stranger(
            f"«{path.name}» — не копия этого файла, а самостоятельный файл{offices}.",
            "Объединяют только копии одного файла; из чужого данные берут выгрузкой в Excel.",
        )
    return staged


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


@contextmanager
def examined(
    document: Document, path: Path, progress: Progress | None = None, cancelled: Stop | None = None
) -> Iterator[Staged]:
    """One file after quarantine, a copy of this document for sure; raises DocumentError when it is not."""
    with ExitStack() as stack:
        yield _examined(stack, document, path, _Watch(path, progress, cancelled))


@contextmanager
def _scratch(document: Document) -> Iterator[Document]:
    """A private copy of the document to try things in."""
    with tempfile.TemporaryDirectory(prefix="shnor-preview-") as folder:
        path = Path(folder) / "preview.shnor"
        with faults_told(path), document.raw() as connection:
            connection.execute("VACUUM INTO ?", (str(path),))
        with Document.open(path, document.who, back_up=False) as copy:
            yield copy


def _bring_all(
    document: Document,
    found: Sequence[tuple[Path, Staged | DocumentError]],
    watch: _Watch,
    *,
    applied: bool,
) -> MergePreview:
    before = _open_ids(document)
    files = []
    for path, staged in found:
        if isinstance(staged, DocumentError):
            stranger = isinstance(staged, Stranger)
            files.append(FilePreview(path, path.name, refused=str(staged), stranger=stranger))
            continue
        watch.step(f"Объединяется «{path.name}»")
        try:
            files.append(_bring(document, path, staged, applied=applied))
        except DocumentError as error:
            if applied:
                raise
            files.append(FilePreview(path, path.name, refused=str(error)))
    if applied:
        _remember(document, [one for one in files if not one.already], watch.batch)
    return MergePreview(tuple(files), len(before), len(_open_ids(document)), applied)


def _bring(document: Document, path: Path, staged: Staged, *, applied: bool) -> FilePreview:
    before = _open_ids(document)
    report = merge.merge(document, staged.path, path.name, keep=True, back_up=applied)
    after = _open_ids(document)
    with document.read() as session:
        names = Names(session)
        fresh = (
            [one for one in open_conflicts(raw(session)) if one.id not in before] if after - before else []
        )
        made = FilePreview(
            path=path,
            name=path.name,
            contents=contents(names, staged.kind, staged.scope),
            already=report.already,
            counts=record_changes.counts(report.rows),
            records=record_changes.told(names, report.rows),
            authors=authors_of(report.actions),
            offices=staged.offices,
            remarks=staged.remarks,
            opened=len(fresh),
            questions=tuple(question_texts.question(names, one) for one in fresh[:_MOST_LOGGED]),
            closed=len(before - after),
            backup=_state_before(document, report) if applied and not report.already else "",
        )
    return made


def _open_ids(document: Document) -> frozenset[str]:
    with document.raw() as connection:
        rows = connection.execute("SELECT kind, table_no, row_uid, field_no FROM conflict")
        return frozenset(conflict_id(*row) for row in rows)


def authors_of(actions: Sequence[NewAction]) -> tuple[Author, ...]:
    """Actions by who did them, newest first."""
    found: dict[tuple[str, str], list[Deed]] = {}
    for one in reversed(actions):
        deed = Deed(
            one.title, KIND_WORDS.get(one.kind, one.kind), datetime.fromisoformat(one.at), one.changes
        )
        found.setdefault((one.person, one.office), []).append(deed)
    return tuple(Author(person, office, tuple(deeds)) for (person, office), deeds in found.items())


# ---- the log of merges


def _state_before(document: Document, report: MergeReport) -> str:
    """Name of the backup that holds the document as it was: made now, or the newest, which held it already."""
    known = document.backups()
    return report.backup or (known[0].path.name if known else "")


def _remember(document: Document, made: Sequence[FilePreview], batch: int) -> None:
    """Keep the words of what came, for the protocol; the log stays in this file and does not travel. Questions
    are told as they stand after the last file."""
    if not made:
        return
    with document.read() as session:
        told = {one.id: one for one in question_texts.read(session)}
    with document.raw() as connection:
        rows = connection.execute(
            "SELECT n, report, (SELECT max(lamport) FROM action) FROM merge_log ORDER BY n DESC LIMIT ?",
            (len(made),),
        ).fetchall()
        for one, (n, stored, lamport) in zip(made, reversed(rows), strict=True):
            facts = json.loads(stored) | {
                "batch": batch,
                "document": document.path.name,
                "contents": one.contents,
                "lamport": lamport,
                "opened": one.opened,
                "closed": one.closed,
                "records": [_record_facts(record) for record in one.records[:_MOST_LOGGED]],
                "questions": [_question_facts(told.get(asked.id, asked)) for asked in one.questions],
            }
            connection.execute(
                "UPDATE merge_log SET report = ?, backup = ? WHERE n = ?",
                (json.dumps(facts, ensure_ascii=False), one.backup, n),
            )


def _record_facts(one: RecordChange) -> dict[str, object]:
    return asdict(one) | {"uid": one.uid.hex()}


def _question_facts(one: Question) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind,
        "code": one.code,
        "uid": one.uid.hex(),
        "field": one.field,
        "about": one.about,
        "what": one.what,
        "before": one.before,
        "voices": [[voice.value, voice.who, voice.when] for voice in one.voices],
    }


@dataclass(frozen=True, slots=True)
class MergeLine:
    """One merge this very file went through."""

    n: int
    at: datetime
    person: str
    office: str
    file_name: str
    counts: tuple[KindCount, ...]
    authors: tuple[tuple[str, str, int], ...]
    """(person, office, actions)."""
    opened: int
    backup: Backup | None
    """The file as it was before; None when the backup was thinned out or taken away."""
    later: int
    """Actions and merges of this file since then: lost when the merge is undone."""

    @property
    def warning(self) -> str:
        """What undoing this merge means."""
        at = self.at.astimezone().strftime("%d.%m.%Y %H:%M")
        lost = ""
        if self.later:
            deeds = counted(
                self.later, "более позднее действие", "более поздних действия", "более поздних действий"
            )
            lost = f" Вместе с ним пропадут {deeds}; нынешний файл останется рядом под другим именем."
        return (
            f"Файл вернётся к состоянию до объединения с «{self.file_name}» {at}.{lost} "
            "Если объединить с тем же файлом снова, всё полученное вернётся."
        )


def merges(document: Document) -> tuple[MergeLine, ...]:
    """Merges of this file, newest first."""
    known = {one.path.name: one for one in document.backups()}
    with document.raw() as connection:
        rows = connection.execute(
            "SELECT n, wall_ms, person, office, file_name, backup, report FROM merge_log ORDER BY n DESC"
        ).fetchall()
        found = []
        for place, (n, wall, person, office, name, copy, report) in enumerate(rows):
            facts = json.loads(report)
            (deeds,) = connection.execute(
                "SELECT count(*) FROM action a JOIN writer w ON w.n = a.writer_n WHERE w.here = 1 AND a.lamport > ?",
                (facts.get("lamport", 0),),
            ).fetchone()
            authors = tuple((one["person"], one["office"], one["actions"]) for one in facts["authors"])
            found.append(
                MergeLine(
                    n,
                    moment(wall),
                    person,
                    office,
                    name,
                    record_changes.counts_of(facts["counts"]),
                    authors,
                    facts.get("opened", 0),
                    known.get(copy),
                    deeds + place,
                )
            )
    return tuple(found)


def undo_merge(document: Document, n: int | None = None) -> Path:
    """Take a merge back, the newest by default: the automatic backup takes the place of the file. The document
    is closed; the path of the file as it was until now is returned."""
    known = merges(document)
    line = next((one for one in known if n is None or one.n == n), None)
    if line is None:
        raise UserError("Такого объединения в файле не было.", "Обновите список объединений.")
    if line.backup is None:
        raise UserError(
            f"Резервной копии до объединения с «{line.file_name}» больше нет.",
            "Отмените полученные правки в истории по одной.",
        )
    path = document.path
    document.close()
    kept = backup.restore(path, line.backup.path)
    return kept or path
