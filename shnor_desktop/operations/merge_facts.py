"""What a merge brings, as screens, commands and protocols tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shnor_desktop.document.merge import NewAction
from shnor_desktop.operations.history import KIND_WORDS
from shnor_desktop.operations.question_texts import Question
from shnor_desktop.operations.record_changes import KindCount, RecordChange, SchoolCount


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


def authors_of(actions: Sequence[NewAction]) -> tuple[Author, ...]:
    """Actions by who did them, newest first."""
    found: dict[tuple[str, str], list[Deed]] = {}
    for one in reversed(actions):
        deed = Deed(
            one.title, KIND_WORDS.get(one.kind, one.kind), datetime.fromisoformat(one.at), one.changes
        )
        found.setdefault((one.person, one.office), []).append(deed)
    return tuple(Author(person, office, tuple(deeds)) for (person, office), deeds in found.items())
