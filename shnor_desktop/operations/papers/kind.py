"""What a paper is declared by: what it asks, how its facts are gathered, how they are composed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.errors import UserError
from shnor_desktop.papers.tree.paper import Paper
from shnor_desktop.rules.words.russian import quoted

Answers = Mapping[str, Any]
"""What was answered, by the code of the ask; what was not asked or not answered is missing or None."""

SECTIONS = "sections"
"""Code of the ask of what a report consists of."""


class Choice(NamedTuple):
    """One possible answer and how it is shown."""

    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked of whoever wants a paper."""

    code: str
    """Key of the answer; `go("papers", …)` and the operations name it so."""
    label: str
    """Beside its box in the window, with its mnemonic: «&Школа»."""
    option: str
    """Of the command line: «--school»."""
    metavar: str
    help: str
    choices: Callable[[Session], tuple[Choice, ...]]
    """All answers; the first is given unless another is chosen."""
    read: Callable[[Session, str], Any] | None = None
    """What words of the command line mean; otherwise they are compared with the choices."""
    missing: str = ""
    """Said when nothing is chosen, for nothing is chosen by itself: «Не выбрана школа.»."""
    instead: tuple[str, ...] = ()
    """Codes of asks that are void unless the first choice stands."""
    several: bool = False
    """Several may be given: a tuple of answers."""
    usual: Callable[[Session], Any] | None = None
    """What the window gives until another is chosen, where that is not the first."""

    def answer(self, session: Session, given: Any) -> Any:
        """The answer from a value or from words; of several that are given each, once, one alone as if it stood alone."""
        if self.several and isinstance(given, list | tuple):
            found = tuple(dict.fromkeys(self._one(session, one) for one in given))
            return found if len(found) > 1 else next(iter(found), None)
        return self._one(session, given)

    def _one(self, session: Session, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        try:
            if self.read is not None:
                return self.read(session, given)
        except UserError:
            if (shown := self._shown(self.choices(session), given)) is not None:
                return shown.value  # What the window shows means the same here.
            raise
        choices = self.choices(session)
        if (chosen := self._shown(choices, given)) is not None:
            return chosen.value
        known = "; ".join(quoted(one.text) for one in choices) or "нет ни одного"
        raise UserError(f"{self.title} {quoted(given)} нет в файле.", f"Выберите из имеющихся: {known}.")

    @staticmethod
    def _shown(choices: tuple[Choice, ...], given: str) -> Choice | None:
        wanted = given.strip().casefold()
        return next(
            (one for one in choices if wanted in (str(one.value).casefold(), one.text.casefold())), None
        )

    @property
    def title(self) -> str:
        """The label without its mnemonic."""
        return self.label.replace("&", "")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed paper: the tree it keeps for good, as it is shown now, and the answers that compose it again from what
    the records say today."""

    paper: Paper
    shown: Paper
    answers: Answers | None
    """None where it cannot be composed again."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper the program composes. `gather` reads frozen facts, `compose` makes the tree of them alone."""

    code: str
    title: str
    about: str
    asks: tuple[Ask, ...]
    gather: Callable[[Session, Answers], Any]
    compose: Callable[[Any], Paper]
    nothing: Callable[[Session], str] = lambda session: ""
    """Why there is nothing to print yet and what to do; empty when there is."""
    signed: Callable[[Session, Answers], Signed | None] = lambda session, answers: None
    """The signed paper that is asked for."""
    short: str = ""
    """Names its files where the title of the paper is a long one."""
    current: bool = True
    """Prints what the records say now: values that wait for a decision are told in a footnote."""

    @property
    def must(self) -> tuple[Ask, ...]:
        """What nobody answers by itself."""
        return tuple(ask for ask in self.asks if ask.missing)

    @property
    def has_sections(self) -> bool:
        """Whether its sections may be left out and put in another order."""
        return any(ask.code == SECTIONS for ask in self.asks)

    @property
    def about_each(self) -> Ask | None:
        """What the paper is about, when it can be printed about all at once: the only thing it must be told."""
        return self.must[0] if len(self.must) == 1 else None

    def file_name(self, paper: Paper) -> str:
        """A name for its file without suffix, fit for every file system: «Перечень ШНОР 2025-26»."""
        last_year = " ".join(paper.years[-1:])
        return places.safe_name(f"{self.short} {last_year}" if self.short else paper.title)

    def refuse_nothing(self, session: Session) -> None:
        """UserError while there is nothing to print."""
        if nothing := self.nothing(session):
            why, _, hint = nothing.partition(". ")
            raise UserError(f"{why.rstrip('.')}.", hint or "Внесите то, о чём этот документ.")
