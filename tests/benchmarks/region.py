"""A region of 1,000 schools × 10 years × 40 sittings: 400,000 results, imported as one book, built once a run."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.results import importing
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.operations.results.plan_types import ImportPlan
from shnor_desktop.rules.figures import Figures, ResultState
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.results.types import ReadBook, ReadRow, SchoolMention, SittingMention
from tests.benchmarks.measuring import once

SCHOOLS, YEARS = 1_000, 10
WHO = Who(person="Benchmark")


@dataclass(frozen=True, slots=True)
class Region:
    """The document of the region and how long it took to plan and to write it."""

    path: Path
    plan: ImportPlan
    planning: float
    writing: float


@cache
def folder() -> Path:
    """A folder for the files of this run."""
    made = Path(tempfile.mkdtemp(prefix="shnor-bench-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def region() -> Region:
    """Built on first use."""
    path = folder() / "region.shnor"
    made = book()
    with create_document(path, WHO) as document:
        plans: list[ImportPlan] = []
        planning = once(lambda: plans.append(importing.plan(document, [made])))
        assert plans[0].counts["new"] == SCHOOLS * YEARS * 40 and not plans[0].undecided
        writing = once(lambda: importing.apply_plan(document, plans[0]))
    return Region(path, plans[0], planning, writing)


def opened() -> Document:
    """The document of the region, for reading."""
    return Document.open(region().path, WHO, read_only=True)


def sittings(years: int = YEARS) -> list[SittingMention]:
    """40 a year: ВПР in grades 4–8 with four subjects each, ОГЭ and ЕГЭ."""
    found = []
    for year in range(2026 - years, 2026):
        for grade in range(4, 9):
            found += [
                SittingMention("vpr", one, "", grade, grade, year, "spring")
                for one in ("МА", "РУ", "БИ", "ИС")
            ]
        found += [
            SittingMention("oge", one, "", 9, 9, year, "")
            for one in ("МА", "РУ", "БИ", "ИС", "ХИ", "ФИ", "ГЕ", "ОБ")
        ]
        found += [
            SittingMention("ege", one, "", 11, 11, year, "")
            for one in ("РУ", "БИ", "ИС", "ХИ", "ФИ", "ГЕ", "ОБ", "ЛИ", "ИН", "АЯ")
        ]
        found += [SittingMention("ege", "МА", level, 11, 11, year, "") for level in ("base", "profile")]
    return found


def _numbered(number: int) -> SchoolMention:
    return SchoolMention(f"Школа № {number + 1}", f"edu{100_000 + number}", "fisoko")


def book(school_of: Callable[[int], SchoolMention] = _numbered, years: int = YEARS) -> ReadBook:
    """What reading such a book would give."""
    chance = Random(1)
    rows = []
    cell = (CellRef("Лист1", 5, 2),)
    held = sittings(years)
    for number in range(SCHOOLS):
        school = school_of(number)
        weak = number % 7 == 0
        for sitting in held:
            taken = chance.randint(4, 60)
            failed = int(taken * chance.uniform(0.0, 0.45 if weak else 0.28))
            rows.append(ReadRow(school, sitting, ResultState.VALID, Figures(taken, failed), cell))
    return ReadBook("регион.xlsx", "0" * 64, (), tuple(rows), (), (), ())
