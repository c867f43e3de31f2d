"""Bringing copies of the file together: look first, then take everything over.

The look is taken in a private copy of the document, so that what is told is what would really be.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.file import backup
from shnor_desktop.document.file.faults import told as faults_told
from shnor_desktop.document.foreign.intake import Staged, stage
from shnor_desktop.document.merge import merge
from shnor_desktop.document.merge.questions import conflict_ids, open_conflicts
from shnor_desktop.document.state.undecided import TOGETHER, open_count
from shnor_desktop.errors import Cancelled, DocumentError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.programme import outline, twins
from shnor_desktop.operations.records import changes
from shnor_desktop.operations.records.changes import Names, called
from shnor_desktop.operations.sharing import questions, together
from shnor_desktop.operations.sharing.contents import contents
from shnor_desktop.operations.sharing.merge_log import (
    MOST_LOGGED,
    Author,
    Deed,
    FilePreview,
    MergeLine,
    MergePreview,
    authors_of,
    merges,
    remember,
    undo_merge,
)
from shnor_desktop.rules.admissible import line
from shnor_desktop.rules.words.russian import counted, quoted

__all__ = [
    "Author",
    "Deed",
    "FilePreview",
    "MergeLine",
    "MergePreview",
    "Stranger",
    "apply",
    "authors_of",
    "examined",
    "merges",
    "preview",
    "undo_merge",
]

_OF_PROGRAMMES = ("programme", "part", "activity", "indicator")
MOST_MIXED = 5
_RENEWED = "Вопросы и отметки этого файла правила другая программа: у карточек, которых коснулось объединение, они определены заново."

Progress = Callable[[int, int, str], None]
Stop = Callable[[], bool]


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
    staged = stack.enter_context(stage(path, cancelled=watch.cancelled))
    if staged.uid != document.uid:
        offices = f" ({', '.join(staged.offices[:3])})" if staged.offices else ""
        raise Stranger(
            f"«{path.name}» — не копия этого файла, а самостоятельный файл{offices}.",
            "Объединяют только копии одного файла. Данные другого файла загружают с проверкой: «Файл → Загрузить данные из "
            "книги или файла…».",
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
    with places.private_folder("preview") as folder:
        path = folder / "preview.shnor"
        with faults_told(path), document.raw() as connection:
            backup.vacuum_into(connection, path)
        with Document.open(path, document.who, back_up=False) as copy:
            yield copy


def _bring_all(
    document: Document,
    found: Sequence[tuple[Path, Staged | DocumentError]],
    watch: _Watch,
    *,
    applied: bool,
) -> MergePreview:
    before = _open_questions(document)
    files = []
    for path, staged in found:
        if isinstance(staged, DocumentError):
            stranger = isinstance(staged, Stranger)
            files.append(FilePreview(path, line(path.name), refused=str(staged), stranger=stranger))
            continue
        watch.step(f"Объединяется «{path.name}»")
        try:
            files.append(_bring(document, path, staged, applied=applied))
        except DocumentError as error:
            if applied:
                raise
            files.append(FilePreview(path, line(path.name), refused=str(error)))
    if applied:
        try:
            remember(document, [one for one in files if not one.already], watch.batch)
        except Exception as error:
            places.keep_details(error)
    return MergePreview(tuple(files), before, _open_questions(document), applied)


@dataclass(frozen=True, slots=True)
class _Open:
    """What waits for a decision: all that differs, and the number of questions that are asked about it."""

    ids: frozenset[str]
    count: int


def _bring(document: Document, path: Path, staged: Staged, *, applied: bool) -> FilePreview:
    """Take one file over. What is told of it afterwards must not make a merge that stands look failed."""
    before = _open(document)
    report = merge.merge(document, staged.path, line(path.name), keep=True, back_up=applied)
    try:
        return _told(document, path, staged, report, before)
    except Exception as error:
        if not applied:
            raise
        places.keep_details(error)
        return FilePreview(
            path,
            line(path.name),
            already=report.already,
            offices=staged.offices,
            remarks=(*staged.remarks, "Всё принято; подробный рассказ об этом не составлен."),
            backup=report.backup if not report.already else "",
        )


def _told(
    document: Document, path: Path, staged: Staged, report: merge.MergeReport, before: _Open
) -> FilePreview:
    after = _open(document)
    with document.read() as session:
        names = Names(session)
        groups = together.grouped(open_conflicts(raw_of(session))) if after.ids - before.ids else []
        fresh = [group for group in groups if before.ids.isdisjoint(one.id for one in group)]
        counts = changes.counts(report.rows)
        return FilePreview(
            path=path,
            name=line(path.name),
            contents=contents(names, staged.kind, staged.scope, staged.whom),
            already=report.already,
            counts=counts,
            records=changes.told(names, report.rows),
            by_school=changes.by_school(names, report.rows),
            authors=authors_of(report.actions),
            offices=staged.offices,
            remarks=(
                *staged.remarks,
                *((_RENEWED,) if report.renewed else ()),
                *_written_twice(session, counts),
                *_mixed(names, report.mixed),
            ),
            opened=len(fresh),
            questions=tuple(questions.asked(names, one) for one in fresh[:MOST_LOGGED]),
            closed=before.count + len(fresh) - after.count,
            files=report.files,
            backup=report.backup if not report.already else "",
        )


def _mixed(names: Names, found: Sequence[tuple[str, bytes]]) -> Iterator[str]:
    """Results whose two figures nobody reported together, and files nobody attached under their name."""
    for code, uid in found[:MOST_MIXED]:
        values = names.past(code, uid)
        if BY_CODE[code].keeps_file:
            yield (
                f"{called(BY_CODE[code].one, names(code, uid))}: приложен «{values['file_name']!s}». Так файл назвали в одной "
                "организации, а содержимое заменили в другой. Проверьте его."
            )
            continue
        pair = together.text([values[name] for name in TOGETHER])
        yield (
            f"{called(BY_CODE[code].one, names(code, uid))}: {pair}. Этих чисел вместе не сообщал никто: число не "
            "справившихся исправили в одной организации, число участников — в другой. Проверьте их."
        )
    if len(found) > MOST_MIXED:
        more = counted(len(found) - MOST_MIXED, "карточке", "карточках", "карточках")
        yield f"Так же ещё в {more}."


def _written_twice(session: Session, counts: Sequence[changes.KindCount]) -> Iterator[str]:
    """What stands twice in the programmes since both offices took it in; only a merge that brings some can make it so."""
    if not any(one.new and one.kind in _OF_PROGRAMMES for one in counts):
        return
    seen: set[bytes] = set()
    for one in outline.programmes(session):
        found = twins.find(session, one.uid)
        if found and found[0].uids[0] not in seen:
            seen.add(found[0].uids[0])
            yield (
                f"В программе {quoted(one.name)} записано дважды: {twins.told(found)}. Объединить их предложит проверка "
                "программы или плана."
            )


def _open_questions(document: Document) -> int:
    """What belongs together is counted once, as it is asked."""
    with document.raw() as connection:
        return open_count(connection)


def _open(document: Document) -> _Open:
    with document.raw() as connection:
        return _Open(conflict_ids(connection), open_count(connection))
