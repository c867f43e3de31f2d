"""The program's own export, read back whole: results of schools and areas; its other sheets are set aside by name.

Its cells are known one by one, so nothing is guessed, nothing asked, and an empty cell is no figure.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from shnor_desktop.models.kind import kind_of
from shnor_desktop.models.results import AREAS, SchoolResult
from shnor_desktop.rules.figures import (
    FAMILY_LABELS,
    LEVELS,
    SEASONS,
    STATE_LABELS,
    Figures,
    ResultState,
    by_marks,
)
from shnor_desktop.rules.results.checks import REFUSED, check_figures
from shnor_desktop.rules.results.sitting_names import procedure_name, sitting_name
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.school_words import SYSTEMS
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity
from shnor_desktop.sheets.book.reader import Cell, RawBook, RawSheet
from shnor_desktop.sheets.book.values import Number, tidy, value_of
from shnor_desktop.sheets.results.questions import Asking
from shnor_desktop.sheets.results.sittings import resolve
from shnor_desktop.sheets.results.types import (
    AreaRow,
    LostRow,
    ReadBook,
    ReadRow,
    SchoolMention,
    SheetSummary,
    SittingMention,
)

HEADINGS = (
    "Школа",
    "Вид",
    "Предмет",
    "Уровень",
    "Класс",
    "Год",
    "Сезон",
    "Учебный год",
    "Состояние",
    "Участников",
    "Получили «2» / не преодолели порог",
    "Доля, %",
)
"""The first columns of the sheet of results; those of the other figures follow."""
MUNICIPALITY, WRITING_GRADE, DECIMALS = "Муниципалитет", "Писавший класс", "Знаков после запятой в долях"
LAST_HEADINGS = (MUNICIPALITY, WRITING_GRADE, DECIMALS)
"""Its last columns; exports of earlier versions have none of them."""
OWN_FIELDS = {
    "Школа": "school",
    "Состояние": "state",
    "Участников": "participants",
    "Получили «2» / не преодолели порог": "failed",
    DECIMALS: "pct_decimals",
}
"""Those of these columns that are fields of the result; the others are spelled out or computed."""
_SCHOOL_NAMES = ("Краткое наименование", "Краткое название")
"""The first column of schools, and what earlier versions called it."""
_AREA_HEADINGS = ("Территория", "Название", "Проведение")
_N, _FAILED, _SHARE = HEADINGS[9:]

_OWN_FIGURES = {_N: "participants", _FAILED: "failed", _SHARE: "failed_pct_e4"}
_FIGURES = {
    f"{one.label}, {one.unit}" if one.unit else one.label: one.name
    for one in kind_of(SchoolResult).fields
    if one.name in Figures.__slots__
} | _OWN_FIGURES
_CODES: Mapping[str, Mapping[str, str]] = {
    name: {label.casefold(): str(code) for code, label in pairs}
    for name, pairs in (
        ("family", FAMILY_LABELS.items()),
        ("level", LEVELS.items()),
        ("season", SEASONS.items()),
        ("state", STATE_LABELS.items()),
        ("area", AREAS),
    )
}
_SYSTEMS = {label: code for code, label in SYSTEMS}


class _Wrong(Exception):
    """A cell that says nothing such a cell may say."""

    def __init__(self, heading: str, text: str) -> None:
        super().__init__(f"В столбце «{heading}» не понято «{text[:60]}».")
        self.heading = heading


@dataclass(slots=True)
class _Line:
    """One row by the names of its columns."""

    sheet: RawSheet
    row: int
    columns: Mapping[str, int]

    def cell(self, heading: str) -> Cell:
        at = self.columns.get(heading, -1)
        cells = self.sheet.rows[self.row]
        return cells[at] if 0 <= at < len(cells) else ""

    def text(self, heading: str) -> str:
        return tidy(self.cell(heading))

    def code(self, name: str, heading: str) -> str:
        text = self.text(heading)
        found = _CODES[name].get(text.casefold())
        if found is None:
            raise _Wrong(heading, text)
        return found

    def whole(self, heading: str) -> int:
        """A whole number; 0 for an empty cell only."""
        if not self.text(heading):
            return 0
        value = value_of(self.cell(heading))
        if not isinstance(value, Number) or value.whole is None or value.e4 < 0 or value.percent_sign:
            raise _Wrong(heading, self.text(heading))
        return value.whole

    def where(self, heading: str) -> CellRef:
        at = max(0, self.columns.get(heading, 0))
        return CellRef(self.sheet.name, self.sheet.top + self.row + 1, self.sheet.left + at + 1)

    def figures(self) -> Figures:
        """Every figure the row has; shares keep the decimals they were printed with."""
        found: dict[str, int] = {}
        decimals = 0
        for heading, name in _FIGURES.items():
            value = value_of(self.cell(heading))
            if value is None or name == "pct_decimals":
                continue
            if not isinstance(value, Number) or (not name.endswith("_e4") and value.whole is None):
                raise _Wrong(heading, self.text(heading))
            found[name] = value.e4 if name.endswith("_e4") else value.whole or 0
            decimals = max(decimals, value.decimals if name.endswith("_e4") and name != "mean_e4" else 0)
        if found.get("participants") and "failed" in found:
            found.pop("failed_pct_e4", None)  # The export computed it from the counts.
        stored = self.cell(DECIMALS)
        return Figures(**found, pct_decimals=self.whole(DECIMALS) if stored != "" else decimals)


def find_results(raw: RawBook) -> RawSheet | None:
    """The sheet of results, if the book is an export of the program."""
    for sheet in raw.sheets:
        if sheet.rows and tuple(tidy(cell) for cell in sheet.rows[0][: len(HEADINGS)]) == HEADINGS:
            return sheet
    return None


@dataclass(slots=True)
class _Reader:
    """Gathers what the export holds."""

    raw: RawBook
    asking: Asking
    rows: list[ReadRow] = field(default_factory=list)
    areas: list[AreaRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: list[LostRow] = field(default_factory=list)
    summaries: list[SheetSummary] = field(default_factory=list)
    sittings: dict[str, SittingMention] = field(default_factory=dict)

    def read(self, results: RawSheet) -> ReadBook:
        """The whole book."""
        codes, places = self._schools()
        subjects = {one.name.casefold(): one.short for one in self.asking.vocabulary.subjects}
        self._each(results, lambda line: self._result(line, codes, places, subjects))
        aside = []
        for sheet in self.raw.sheets:
            head = tuple(tidy(cell) for cell in sheet.rows[0]) if sheet.rows else ()
            if sheet is results:
                self._summary(results, len(self.rows))
            elif head[:3] == _AREA_HEADINGS:
                self._each(sheet, self._area)
                self._summary(sheet, 0)
            elif sheet.rows and not sheet.hidden:
                aside.append(f"«{sheet.name}»")
        if aside:
            text = "Это выгрузка программы: загружаются результаты школ и территорий."
            rest = f"Остальные листы ({', '.join(aside)}) отложены: их берёт «Загрузить данные из книги или файла…»."
            self.problems.append(Problem(Severity.NOTE, text, rest))
        return ReadBook(
            self.raw.source,
            self.raw.sha256,
            tuple(self.summaries),
            tuple(self.rows),
            tuple(self.areas),
            tuple(self.problems),
            (),
            lost=tuple(self.lost),
        )

    def _summary(self, sheet: RawSheet, schools: int) -> None:
        self.summaries.append(SheetSummary(sheet.name, (sheet.top + 1, sheet.top + 1), (), schools, 0))

    def _lines(self, sheet: RawSheet) -> Iterator[_Line]:
        columns = {tidy(cell): at for at, cell in enumerate(sheet.rows[0])}
        for row in range(1, len(sheet.rows)):
            if any(cell != "" for cell in sheet.rows[row]):
                yield _Line(sheet, row, columns)

    def _each(self, sheet: RawSheet, take: Callable[[_Line], None]) -> None:
        for line in self._lines(sheet):
            try:
                take(line)
            except _Wrong as wrong:
                name = line.text("Школа")
                advice = "Верните значение, которое было в выгрузке."
                where = line.where(wrong.heading)
                self.problems.append(Problem(Severity.REFUSED, str(wrong), advice, where, name))

    def _schools(self) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
        """(system, code) and municipality by the name of the school, where the name is only one's."""
        codes: dict[str, tuple[str, str]] = {}
        places: dict[str, str] = {}
        twice: set[str] = set()
        order = [code for code, _ in SYSTEMS]
        for sheet in self.raw.sheets:
            head = [tidy(cell) for cell in sheet.rows[0]] if sheet.rows else []
            if head[:3] == ["Школа", "Система", "Код"]:
                for line in self._lines(sheet):
                    system = _SYSTEMS.get(line.text("Система"), "other")
                    held = codes.get(line.text("Школа"))
                    if held is None or order.index(system) < order.index(held[0]):
                        codes[line.text("Школа")] = (system, line.text("Код"))
            elif head[:1] and head[0] in _SCHOOL_NAMES and MUNICIPALITY in head and "Директор" in head:
                for line in self._lines(sheet):
                    name = line.text(head[0])
                    twice |= {name} if name in places else set()
                    places[name] = line.text(MUNICIPALITY)
        return {name: code for name, code in codes.items() if name not in twice}, places

    def _result(
        self,
        line: _Line,
        codes: Mapping[str, tuple[str, str]],
        places: Mapping[str, str],
        subjects: Mapping[str, str],
    ) -> None:
        name = line.text("Школа")
        system, code = codes.get(name, ("", ""))
        known = MUNICIPALITY in line.columns
        place = line.text(MUNICIPALITY) if known else places.get(name, "")
        school = SchoolMention(name, code, system, place)
        sitting = self._sitting(line, subjects)
        state = ResultState(line.code("state", "Состояние"))
        figures = line.figures()
        where = line.where(_N)
        refused = next(
            (
                one
                for one in check_figures(figures, by_marks(sitting.family, sitting.level))
                if one.severity == REFUSED
            ),
            None,
        )
        if refused is not None and state is ResultState.VALID:
            self.problems.append(
                Problem(Severity.REFUSED, refused.text, "Сверьте с источником и исправьте.", where, name)
            )
            self.lost.append(LostRow(school, sitting, figures.participants, "числа не сходятся", where))
            return
        flagged = line.text("Признак необъективности").casefold() == "да"
        reason = line.text("Причина исключения")
        self.rows.append(ReadRow(school, sitting, state, figures, (where,), flagged, reason))

    def _sitting(self, line: _Line, subjects: Mapping[str, str]) -> SittingMention:
        named = line.text("Предмет")
        subject = subjects.get(named.casefold())
        if subject is None:
            raise _Wrong("Предмет", named)
        year = school_years.parse(line.text("Учебный год"))
        if year is None:
            raise _Wrong("Учебный год", line.text("Учебный год"))
        grade = line.whole("Класс")
        sitting = SittingMention(
            line.code("family", "Вид"),
            subject,
            line.code("level", "Уровень"),
            grade,
            line.whole(WRITING_GRADE) or grade,
            year,
            line.code("season", "Сезон"),
        )
        called = procedure_name(sitting.family, subject, sitting.level, grade)
        self.sittings.setdefault(sitting_name(called, year, sitting.season), sitting)
        return sitting

    def _area(self, line: _Line) -> None:
        named = line.text("Проведение")
        sitting = self.sittings.get(named) or resolve(self.asking.hints(named)).sitting
        if sitting is None:
            raise _Wrong("Проведение", named)
        kind = line.code("area", "Территория")
        figures = line.figures()
        self.areas.append(AreaRow(kind, line.text("Название"), sitting, figures, (line.where("Проведение"),)))


def read_own(raw: RawBook, asking: Asking) -> ReadBook | None:
    """The export read back; None for any other book."""
    results = find_results(raw)
    return _Reader(raw, asking).read(results) if results is not None else None
