"""Questions to the user: answers given now or remembered from before, and the questions still open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shnor_desktop.rules.vocabulary import Vocabulary
from shnor_desktop.sheets.book.problems import CellRef
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

    def __post_init__(self) -> None:
        self._learned = dict(self.vocabulary.learned)

    def known(self, key: str) -> str:
        """The answer given, "" when there is none."""
        return (self.answers.get(key) or self._learned.get(key, "")).strip()

    def ask(
        self,
        key: str,
        text: str,
        options: tuple[tuple[str, str], ...] = (),
        where: CellRef | None = None,
        suggestion: str = "",
    ) -> str:
        """The answer, or "" with the question written down."""
        answer = self.known(key)
        if answer and (not options or any(answer == value for value, _ in options)):
            return answer
        self.questions.setdefault(key, Question(key, text, options, where, suggestion))
        return ""
