"""Who signs a paper and who prepared it: what a signed one printed, of a draft what it would print now."""

import json
import re

from sqlalchemy.orm import Session

from shnor_desktop.models.office import Office, Person
from shnor_desktop.models.orders import Paper
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.papers.tree.frame import PaperMeta, Signatory
from shnor_desktop.papers.tree.wording import signed

_TEXT = r'("(?:[^"\\]|\\.)*")'
_SIGNED = re.compile(rf'{{"post":{_TEXT},"name":{_TEXT},"is":"Signature"}}')
_PREPARED = re.compile(rf'{{"name":{_TEXT}(?:,"phone":{_TEXT})?,"is":"Executor"}}')
"""As a frozen paper keeps them; quotes inside its texts are escaped, so that no text can look like one."""


class Requisites:
    """Reads for many papers."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._own: PaperMeta | None = None

    @property
    def own(self) -> PaperMeta:
        """Of this machine's office."""
        if self._own is None:
            self._own = paper_meta(self._session)
        return self._own

    def signatory(self, paper: Paper) -> Signatory:
        """Who signs as things are now: who is named, else the head of the issuer."""
        person = self._person(paper.signatory)
        if person is not None:
            return Signatory(person.post, person.name)
        issuer = self._session.get(Office, paper.issuer) if paper.issuer is not None else None
        return Signatory(issuer.head_post, issuer.head_name) if issuer is not None else self.own.signatory

    def executor(self, paper: Paper) -> tuple[str, str]:
        """Name and phone of who prepares it as things are now; the executor is of this office."""
        person = self._person(paper.executor)
        return (
            (person.name, person.phone)
            if person is not None
            else (self.own.executor, self.own.executor_phone)
        )

    def printed(self, paper: Paper) -> tuple[str, str]:
        """Names of who signs and who prepared, as they stand on the paper; of what was signed elsewhere only those that
        its card names, for whoever is head now need not have signed it."""
        if paper.frozen:
            return _kept(_SIGNED, 2, paper.frozen), _kept(_PREPARED, 1, paper.frozen)
        if paper.state == "draft":
            return signed(self.signatory(paper).name), self.executor(paper)[0]
        signatory, executor = self._person(paper.signatory), self._person(paper.executor)
        return signed(signatory.name) if signatory else "", executor.name if executor else ""

    def _person(self, uid: bytes | None) -> Person | None:
        return self._session.get(Person, uid) if uid is not None else None


def _kept(pattern: re.Pattern[str], group: int, frozen: str) -> str:
    found = pattern.search(frozen)
    return " ".join(json.loads(found[group]).strip("_").split()) if found is not None else ""
