"""Words in the case a sentence needs: the form a person typed, else that of the library, and what it is unsure of."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.orders import CASES, WordForm
from shnor_desktop.rules.words import declension, name_cases
from shnor_desktop.rules.words.declension import Case, Form

_CASES = {code: label.partition(" ")[0] for code, label in CASES}


class Forms:
    """Declines for one paper and remembers what it doubts."""

    def __init__(self, session: Session) -> None:
        typed = session.execute(select(WordForm.text, WordForm.case, WordForm.form))
        self._typed = {(_same(text), case): form for text, case, form in typed}
        self._doubts: dict[str, None] = {}

    @property
    def doubts(self) -> tuple[str, ...]:
        """A sentence for each form that a person has to look at."""
        return tuple(self._doubts)

    def phrase(self, text: str, case: Case | None) -> str:
        """A post, a body, a school; without a case as it is called."""
        return self._form(text, case, declension.phrase) if case is not None else text

    def certain(self, text: str, case: Case) -> str:
        """A post, a body, a school; empty where nobody knows for sure."""
        found = self._known(text, case) or declension.phrase(text.strip(), case)
        return found.text if found.sure else ""

    def person(self, name: str, case: Case) -> str:
        """A person's name."""
        return self._form(name, case, name_cases.person)

    def approved(self, text: str) -> str:
        """«УТВЕРЖДЕНА» for what is approved."""
        return declension.approved(text).text

    def _form(self, text: str, case: Case, library: Callable[[str, Case], Form]) -> str:
        if not text.strip():
            return text
        made = self._known(text, case) or library(text.strip(), case)
        if not made.sure:
            self._doubts[
                f"Проверьте слова «{made.text}»: программа не уверена, что это {_CASES[case.value]} падеж от "
                f"«{text.strip()}». Верную форму введите в «Справочники → Формы слов»."
            ] = None
        return made.text

    def _known(self, text: str, case: Case) -> Form | None:
        typed = self._typed.get((_same(text), case.value))
        return Form(typed) if typed else None


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
