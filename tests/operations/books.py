"""Books as the reader gives them, written by hand for the tests of imports."""

from shnor_desktop.rules.figures import Figures, ResultState
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity
from shnor_desktop.sheets.results.types import AreaRow, ReadBook, ReadRow, SchoolMention, SittingMention

VPR_MA5 = SittingMention("vpr", "МА", "", 5, 5, 2020, "spring")
VPR_RU5 = SittingMention("vpr", "РУ", "", 5, 5, 2020, "spring")
EGE_RU = SittingMention("ege", "РУ", "", 0, 0, 2020, "")


def school(name: str, municipality: str = "", code: str = "", system: str = "") -> SchoolMention:
    return SchoolMention(name, code, system, municipality)


def row(
    mention: SchoolMention | str,
    sitting: SittingMention = VPR_MA5,
    state: ResultState = ResultState.VALID,
    sheet: str = "Лист1",
    at: int = 2,
    flag: bool = False,
    **figures: int | None,
) -> ReadRow:
    one = school(mention) if isinstance(mention, str) else mention
    return ReadRow(one, sitting, state, Figures(**figures), (CellRef(sheet, at, 2),), flag)  # type: ignore[arg-type]


def area(name: str = "Заречный район", sitting: SittingMention = VPR_MA5, **figures: int | None) -> AreaRow:
    return AreaRow("district", name, sitting, Figures(**figures), (CellRef("Лист1", 99, 2),))  # type: ignore[arg-type]


def book(
    *rows: ReadRow, areas: tuple[AreaRow, ...] = (), refused: tuple[str, ...] = (), source: str = "итоги.xlsx"
) -> ReadBook:
    problems = tuple(
        Problem(Severity.REFUSED, text, "Исправьте.", CellRef("Лист1", 50 + at, 3), "Школа")
        for at, text in enumerate(refused)
    )
    return ReadBook(source, "ab" * 32, (), rows, areas, problems, ())
