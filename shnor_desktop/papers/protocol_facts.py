"""Frozen facts of «Протокол объединения файлов»: words and counts only, gathered by operations."""

from dataclasses import dataclass

from shnor_desktop.papers.facts import PaperMeta


@dataclass(frozen=True, slots=True)
class ProtocolAuthor:
    """Who worked in the copy that came."""

    who: str
    """«Иванова А.П., ИМЦ»."""
    office: str
    actions: int


@dataclass(frozen=True, slots=True)
class ProtocolCount:
    """How many records of a kind came."""

    kind: str
    """«Школы»."""
    new: int
    changed: int
    deleted: int


@dataclass(frozen=True, slots=True)
class ProtocolField:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProtocolRecord:
    """One record that came changed."""

    kind: str
    """«Школы»: heading of its part."""
    title: str
    what: str
    """«новая», «изменена» or «удалена» (запись)."""
    fields: tuple[ProtocolField, ...]
    many: int = 1
    """So many records of one school are told as one; then `title` is its name."""


@dataclass(frozen=True, slots=True)
class ProtocolVoice:
    """What one side said: «5-55», «Иванова А.П., ИМЦ», «05.10.2026 14:20»."""

    value: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class ProtocolQuestion:
    """What had to be decided, and how it was."""

    about: str
    what: str
    before: str
    voices: tuple[ProtocolVoice, ...]
    decided: bool
    answer: str = ""
    who: str = ""
    when: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolFile:
    """One file that was taken in."""

    name: str
    contents: str
    """«файл целиком», «часть файла: школа …»."""
    authors: tuple[ProtocolAuthor, ...]
    counts: tuple[ProtocolCount, ...]
    records: tuple[ProtocolRecord, ...]
    """The first of them."""
    records_total: int
    questions: tuple[ProtocolQuestion, ...]


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """One merge of one or more files."""

    meta: PaperMeta
    document: str
    """Name of the file they were merged into."""
    at: str
    """«05.10.2026 14:20»."""
    who: str
    """Who merged: «Петрова А.И., Управление образования»."""
    files: tuple[ProtocolFile, ...]

    @property
    def offices(self) -> tuple[str, ...]:
        """Offices whose work came with the files."""
        known = (author.office for one in self.files for author in one.authors if author.office)
        return tuple(dict.fromkeys(known))
