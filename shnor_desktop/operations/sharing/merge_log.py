"""The log of merges of this very file: what came with each, as screens, commands and protocols tell it, and the way back.
It does not travel.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from pathlib import Path

from shnor_desktop.document.document import Backup, Document
from shnor_desktop.document.file import backup
from shnor_desktop.document.journal import merge_log
from shnor_desktop.document.journal.history import moment
from shnor_desktop.document.merge.merge import NewAction
from shnor_desktop.errors import UserError
from shnor_desktop.operations.records import changes
from shnor_desktop.operations.records.changes import KindCount, RecordChange, SchoolCount
from shnor_desktop.operations.records.history import word_of
from shnor_desktop.operations.sharing import questions
from shnor_desktop.operations.sharing.questions import Question
from shnor_desktop.rules.admissible import line
from shnor_desktop.rules.words.russian import counted


@dataclass(frozen=True, slots=True)
class Deed:
    """One action that comes with the file."""

    title: str
    word: str
    """«изменение», «загрузка» …"""
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
    by_school: tuple[SchoolCount, ...] = ()
    authors: tuple[Author, ...] = ()
    offices: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    opened: int = 0
    """Questions it opens."""
    questions: tuple[Question, ...] = ()
    """The first of them in words."""
    closed: int = 0
    """Open questions it answers."""
    files: int = 0
    """Attached files it heals: missing or damaged here before."""
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
        if self.files:
            told += f", возвращено приложенных файлов {self.files}"
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


def authors_of(actions: Sequence[NewAction]) -> tuple[Author, ...]:
    """Actions by who did them, newest first."""
    found: dict[tuple[str, str], list[Deed]] = {}
    for one in reversed(actions):
        deed = Deed(one.title, word_of(one.kind, one.title), datetime.fromisoformat(one.at), one.changes)
        found.setdefault((one.person, one.office), []).append(deed)
    return tuple(Author(person, office, tuple(deeds)) for (person, office), deeds in found.items())


MOST_LOGGED = 1_000
"""So many changed records and questions are kept for the protocol of a merge."""
FEWEST_FOLDED = 4
"""So many records that came or went with one school are told as one line."""


def remember(document: Document, made: Sequence[FilePreview], batch: int) -> None:
    """Keep the words of what came, for the protocol; the log stays in this file and does not travel. Questions
    are told as they stand after the last file. What the way back needs, the merge itself has written."""
    if not made:
        return
    told: dict[str, Question] = {}
    if len(made) > 1:
        with document.read() as session:
            told = {one.id: one for one in questions.read(session)}
    with document.raw() as connection:
        lamport = merge_log.newest_lamport(connection)
        for one, merge in zip(made, merge_log.logged(connection)[-len(made) :], strict=True):
            facts = merge.report | {
                "batch": batch,
                "document": line(document.path.name),
                "contents": one.contents,
                "lamport": lamport,
                "opened": one.opened,
                "closed": one.closed,
                "records": [_record_facts(record) for record in one.records[:MOST_LOGGED]],
                "by_school": [astuple(count) for count in one.by_school if count.count >= FEWEST_FOLDED],
                "questions": [_question_facts(told.get(asked.id, asked)) for asked in one.questions],
            }
            merge_log.put_report(connection, merge.n, facts)


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
    elsewhere: str
    """Name of the file it was made in when this one is a copy of that; empty for a merge of this very file."""
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
    here = line(document.path.name)
    with document.raw() as connection:
        own = merge_log.own_lamports(connection)
        found = []
        for place, merge in enumerate(reversed(merge_log.logged(connection))):
            facts = merge.report
            deeds = len(own) - bisect_right(own, facts.get("lamport", 0))
            authors = tuple((one["person"], one["office"], one["actions"]) for one in facts["authors"])
            found.append(
                MergeLine(
                    merge.n,
                    moment(merge.wall_ms),
                    merge.person,
                    merge.office,
                    merge.file_name,
                    changes.counts_of(facts["counts"]),
                    authors,
                    facts.get("opened", 0),
                    known.get(merge.backup),
                    "" if facts.get("document", here) == here else str(facts["document"]),
                    deeds + place,
                )
            )
    return tuple(found)


def undo_merge(document: Document, n: int | None = None) -> Path:
    """Take a merge back, the newest by default: the automatic backup takes the place of the file. The document
    is closed; the path of the file as it was until now is returned."""
    known = merges(document)
    line = next((one for one in known if n is None or one.n == n), None)
    if line is None and n is None:
        raise UserError(
            "В этом файле ничего не объединяли.", "Объединение отменяют в том файле, в котором его сделали."
        )
    if line is None:
        raise UserError("Такого объединения в файле не было.", "Обновите список объединений.")
    if line.backup is None and line.elsewhere:
        raise UserError(
            f"Объединение с «{line.file_name}» сделано в файле «{line.elsewhere}», а этот файл — его копия.",
            f"Отмените его в «{line.elsewhere}» или отмените здесь полученные правки в истории по одной.",
        )
    if line.backup is None:
        raise UserError(
            f"Резервной копии до объединения с «{line.file_name}» больше нет.",
            "Отмените полученные правки в истории по одной.",
        )
    path = document.path
    document.close()
    kept = backup.restore(path, line.backup.path)
    return kept or path
