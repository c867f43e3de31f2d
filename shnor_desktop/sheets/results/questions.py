"""Questions to the user: answers given now or remembered from before, and the questions still open."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from shnor_desktop.rules.words.vocabulary import Vocabulary
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.results.types import Question
from shnor_desktop.sheets.words.hints import HintReader


@dataclass(slots=True)
class Asking:
    """Looks an answer up, or writes the question down once."""

    answers: Mapping[str, str]
    vocabulary: Vocabulary
    source: str
    hints: HintReader
    """What texts say of sittings, in the words of the vocabulary."""
    questions: dict[str, Question] = field(default_factory=dict)
    _learned: dict[str, str] = field(init=False)
    used: dict[str, str] = field(default_factory=dict)
    """Answers that this book needed."""
    _counts: dict[str, int] = field(default_factory=dict)
    kin: str = field(init=False)
    """What books of one source are called alike: the name of the file without years, dates and numbers."""

    def __post_init__(self) -> None:
        self._learned = dict(self.vocabulary.learned)
        self.kin = kin_of(self.source)

    def known(self, key: str) -> str:
        """The answer given, "" when there is none."""
        if not self.answers and not self._learned:
            return ""
        key = _bare(key)
        answer = (self.answers.get(key) or self._learned.get(key, "")).strip()
        if answer:
            self.used[key] = answer
        return answer

    @property
    def learned(self) -> Mapping[str, str]:
        """What is remembered from before."""
        return self._learned

    def ask_counted(
        self,
        key: str,
        count: int,
        text: Callable[[int], str],
        options: tuple[tuple[str, str], ...],
        where: CellRef | None,
        suggestion: str,
    ) -> str:
        """As `ask`, for so many places; asked again in the same book, the question speaks of all of them."""
        key = _bare(key)
        answer = self.ask(key, "", options, where, suggestion)
        if not answer:
            self._counts[key] = self._counts.get(key, 0) + count
            self.questions[key] = replace(self.questions[key], text=text(self._counts[key]))
        return answer

    def ask(
        self,
        key: str,
        text: str,
        options: tuple[tuple[str, str], ...] = (),
        where: CellRef | None = None,
        suggestion: str = "",
    ) -> str:
        """The answer, or "" with the question written down."""
        key = _bare(key)
        answer = self.known(key)
        if answer and (not options or any(answer == value for value, _ in options)):
            return answer
        self.questions.setdefault(key, Question(key, text, options, where, suggestion))
        return ""


def _bare(key: str) -> str:
    """The key without spaces at the ends of its parts, which names of sheets may have and nobody can type."""
    return ":".join(part.strip() for part in key.split(":"))


def kin_of(source: str) -> str:
    """«Итоги ЕГЭ 2023.xlsx» and «Итоги ЕГЭ_2024 (1).xls» come from one source."""
    stem = re.sub(r"\.[a-z]{2,4}$", "", plain(source.rsplit("/", 1)[-1]))
    return " ".join(re.findall(r"[^\W\d_]{2,}", stem)) or stem
