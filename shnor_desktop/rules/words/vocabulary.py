"""The words by which a reader recognises subjects; filled from the document's dictionary."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubjectWord:
    """A subject as a reader may meet it. `short` identifies it: «МА», «РУ»."""

    short: str
    name: str
    aliases: tuple[str, ...] = ()
    """Other spellings met in workbooks, lower case: «матем», «mathematics»."""
    ege_codes: tuple[str, ...] = ()
    """РЦОИ codes of ЕГЭ: «02» профиль, «22» база."""
    oge_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a reader may need to know of the document to recognise headings."""

    subjects: tuple[SubjectWord, ...]
    learned: tuple[tuple[str, str], ...] = ()
    """Answers given before: (question key, value); the reader uses them instead of asking again."""
