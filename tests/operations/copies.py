"""Two copies of one document, opened one after the other as their offices would."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.sharing import decisions, merging
from shnor_desktop.operations.sharing.decisions import Question

T = TypeVar("T")
OFFICES = ("Управление", "ИМЦ", "Регион")


class Copies:
    """Copies of one file by number."""

    def __init__(self, path: Path, folder: Path, count: int = 2) -> None:
        self.paths = [Path(shutil.copyfile(path, folder / f"копия {n}.shnor")) for n in range(count)]

    def open(self, number: int) -> Document:
        return Document.open(self.paths[number], Who(f"Работник {number}", OFFICES[number]), back_up=False)

    def edit(self, number: int, work: Callable[[Session], T]) -> T:
        """One write in one copy."""
        with self.open(number) as document, document.write("Правка") as session:
            return work(session)

    def merge(self, into: int, source: int) -> merging.MergePreview:
        with self.open(into) as document:
            return merging.apply(document, self.paths[source])

    def exchange(self) -> None:
        """Everybody gets everything: the first from all others, then they from it."""
        others = range(1, len(self.paths))
        for source in others:
            self.merge(0, source)
        for into in others:
            self.merge(into, 0)

    def questions(self, number: int) -> tuple[Question, ...]:
        with self.open(number) as document, document.read() as session:
            return decisions.questions(session)

    def decide(self, number: int, question: str, take: str, reason: str = "") -> decisions.Decided:
        with self.open(number) as document:
            return decisions.decide(document, question, take, reason)
