"""A list of schools with no figures: the table of a region's order, with municipality and basis of every school."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from shnor_desktop.errors import WorkbookError
from shnor_desktop.rules.words import school_years
from shnor_desktop.sheets.book.grid import Grid, grid_of
from shnor_desktop.sheets.book.problems import CellRef, Problem, Severity
from shnor_desktop.sheets.book.reader import CellReader, RawBook
from shnor_desktop.sheets.book.values import Number, plain, tidy, value_of
from shnor_desktop.sheets.results.row_kinds import mention
from shnor_desktop.sheets.results.types import SchoolMention
from shnor_desktop.sheets.words.meaning import role_of
from shnor_desktop.sheets.words.school_lines import looks_like_school
from shnor_desktop.sheets.words.territories import area_of
from shnor_desktop.sheets.words.totals import total_name

_BASIS = re.compile(r"основани|критери|обоснован|причин|показател\w* отнесен")
_STATUS = re.compile(r"статус|категори|вид перечня|тип перечня")
_KINDS = (
    ("adverse_social", re.compile(r"неблагоприятн|шнсу|сложн\w* социальн|социальн\w* услови")),
    ("low_result", re.compile(r"низк\w* (?:образовательн\w* )?результат|шнор|рискам\w* (?:учебн|низк)")),
)
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DOCUMENTS = (
    ("приказ", "приказ"),
    ("распоряжени", "распоряжение"),
    ("постановлени", "постановление"),
    ("письм", "письмо"),
    ("решени", "решение"),
    ("протокол", "протокол"),
)
_NO_STATUS = re.compile(r"-+|нет|не .+|.*(?:исключ|выведен|выбыл|снят).*")
"""Says that the school has not the status: «нет», «не ШНОР», «исключена»."""
_DOCUMENT = (
    r"(?P<kind>приказ|распоряжени|постановлени|письм|решени|протокол)\w*\s+(?P<body>[^\d№]{0,150}?)\s*"
)
_DATE = r"от\s+(?P<date>\d{1,2}\.\d{1,2}\.\d{4}|[«\"]?\d{1,2}[»\"]?\s+[а-яё]+\s+\d{4})"
_NUMBER = r"№\s*(?P<number>[^\s,;)«»]+)"
_GROUNDS = (
    re.compile(rf"{_DOCUMENT}{_DATE}\s*(?:г\.|года|г)?,?\s*{_NUMBER}", re.IGNORECASE),
    re.compile(rf"{_DOCUMENT}{_NUMBER},?\s*{_DATE}", re.IGNORECASE),
)
"""«от 15.09.2026 № 777» and «№ 777 от 15.09.2026»."""
_NUMBERED = re.compile(r"^\s*\d{1,4}[.)]\s+")
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A school as the list names it."""

    school: SchoolMention
    basis: str
    """As written: «критерий 1»."""
    kind: str
    """Code of the status where the row says it; else empty."""
    where: CellRef


@dataclass(frozen=True, slots=True)
class SchoolList:
    """What a workbook or text table says of schools that a region or an order lists."""

    source: str
    title: str = ""
    ground: str = ""
    """«приказ министерства образования от 15.09.2026 № 777»; empty when the titles do not say."""
    dated_on: str = ""
    school_year: int | None = None
    kind: str = ""
    """Status by the words of the titles; empty when they do not say."""
    rows: tuple[ListedRow, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def read_list(path: Path, cancelled: Callable[[], bool] | None = None) -> SchoolList:
    """Read the list; WorkbookError when there is no table of schools in the file."""
    with CellReader() as cells:
        raw = cells.read(path, cancelled)
    return understand(raw)


def understand(raw: RawBook) -> SchoolList:
    """The schools of every sheet; the titles of the first that has some name the document."""
    rows: list[ListedRow] = []
    problems: list[Problem] = []
    titles: list[str] = []
    for sheet in raw.sheets:
        if sheet.hidden:
            continue
        found = _Sheet(grid_of(sheet))
        if found.read():
            titles = titles or found.titles
            rows += found.rows
            problems += found.problems
    if not rows:
        raise WorkbookError(
            f"В файле «{raw.source}» не найдено перечня школ.",
            "Нужна таблица со столбцом названий школ, например «Общеобразовательная организация».",
        )
    text = " ".join(titles)
    ground, dated = _ground(text)
    kinds = [kind for kind, pattern in _KINDS if pattern.search(plain(text))]
    year = school_years.parse(text)
    return SchoolList(
        raw.source,
        max(titles, key=len, default="")[:300],
        ground,
        dated,
        year,
        kinds[0] if len(kinds) == 1 else "",
        tuple(rows),
        tuple(problems),
    )


class _Sheet:
    """One sheet: where the heading is, then down the rows."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.titles: list[str] = []
        self.rows: list[ListedRow] = []
        self.problems: list[Problem] = []
        self._roles: dict[str, int] = {}
        self._code_heading = ""
        self._district = ""
        self._unknown: set[str] = set()

    def read(self) -> bool:
        """Whether the sheet lists schools."""
        first = self._heading()
        if first is None:
            return False
        for row in range(first, self.grid.height):
            if self._is_heading(row):
                self._settle(row)
            else:
                self._row(row)
        return bool(self.rows)

    def _heading(self) -> int | None:
        """The row after the heading; without one, the first row of the column that holds most schools."""
        for row in range(min(self.grid.height, _LONGEST_TITLE)):
            if self._is_heading(row):
                self._settle(row)
                self._take_titles(row)
                return row + 1
        return self._without_heading()

    def _is_heading(self, row: int) -> bool:
        roles = [role_of(self._text(row, at)) for at in self.grid.filled(row)]
        return "school" in roles and (len(roles) > 1 or looks_like_school(self._text(row + 1, 0)))

    def _settle(self, row: int) -> None:
        self._roles = {}
        for at in self.grid.filled(row):
            text = self._text(row, at)
            role = self._further(text) or role_of(text)
            if role:
                self._roles.setdefault(role, at)
            if role == "code":
                self._code_heading = text

    def _further(self, text: str) -> str:
        clean = plain(text)
        return "basis" if _BASIS.search(clean) else "status" if _STATUS.search(clean) else ""

    def _without_heading(self) -> int | None:
        votes: dict[int, int] = {}
        for row in range(self.grid.height):
            for at in self.grid.filled(row):
                if looks_like_school(self._name(row, at)):
                    votes[at] = votes.get(at, 0) + 1
        if not votes:
            return None
        best = max(votes, key=lambda at: (votes[at], -at))
        self._roles = {"school": best}
        first = next(row for row in range(self.grid.height) if looks_like_school(self._name(row, best)))
        self._take_titles(first)
        return first

    def _take_titles(self, row: int) -> None:
        for above in range(row):
            self.titles += [text for at in self.grid.filled(above) if (text := self._text(above, at))]

    def _row(self, row: int) -> None:
        filled = self.grid.filled(row)
        if not filled or all(isinstance(value_of(self.grid.own(row, at)), Number) for at in filled):
            return
        name, code = self._name(row, self._roles["school"]), self._role(row, "code")
        if not name or not any(sign.isalpha() for sign in name):
            self._without_name(row, filled, code)
            return
        if total_name(name) is not None or total_name(self._text(row, filled[0])) is not None:
            return
        if area_of(name) and len(filled) <= 2:
            self._district = name  # A line of a municipality above its schools.
            return
        if not looks_like_school(name) and not code and (len(filled) < 2 or "number" in self._roles):
            number = self._role(row, "number")
            if not isinstance(value_of(number) if number else None, Number):
                return  # A signature, an executor, a remark under the table.
        self._take(row, name, code)

    def _without_name(self, row: int, filled: list[int], code: str) -> None:
        if code:
            self._take(row, "", code)
            return
        texts = [self._text(row, at) for at in filled]
        if len(texts) == 1 and area_of(texts[0]):
            self._district = texts[0]

    def _take(self, row: int, name: str, code: str) -> None:
        municipality = self._role(row, "municipality") or self._district
        school = mention(name, code, self._code_heading, municipality)
        where = self.grid.ref(row, self._roles["school"])
        for kind in self._kinds(row, school, where):
            if any(one.school == school and one.kind == kind for one in self.rows):
                text = f"Школа названа дважды: {school.text}."
                self._note(text, "Взята одна строка.", where)
            else:
                self.rows.append(ListedRow(school, self._role(row, "basis"), kind, where))

    def _kinds(self, row: int, school: SchoolMention, where: CellRef) -> tuple[str, ...]:
        """Statuses the row gives, each a code; an empty one where it does not say, none where it says «no»."""
        told = self._role(row, "status")
        status = plain(told)
        if _NO_STATUS.fullmatch(status):
            self._note(f"Школа не взята, её статус «{told}»: {school.text}.", "Проверьте, так ли это.", where)
            return ()
        kinds = tuple(kind for kind, pattern in _KINDS if pattern.search(status))
        if status and not kinds and status not in self._unknown:
            self._unknown.add(status)
            text = f"Статус не распознан: «{told}». Строки с ним взяты как строки без статуса."
            self._note(text, "Проверьте эти школы.", where)
        return kinds or ("",)

    def _note(self, text: str, what_to_do: str, where: CellRef) -> None:
        self.problems.append(Problem(Severity.NOTE, text, what_to_do, where))

    def _role(self, row: int, role: str) -> str:
        at = self._roles.get(role)
        return self._text(row, at) if at is not None else ""

    def _name(self, row: int, at: int) -> str:
        return _NUMBERED.sub("", self._text(row, at))

    def _text(self, row: int, at: int) -> str:
        if row >= self.grid.height or at >= self.grid.width:
            return ""
        return " ".join(tidy(self.grid.rows[row][at]).split())


def _ground(text: str) -> tuple[str, str]:
    """«приказ министерства образования Заречной области от 15.09.2026 № 777» and the date as ISO."""
    line = " ".join(text.split())
    matches = [found for one in _GROUNDS if (found := one.search(line))]
    if not matches:
        return "", ""
    found = min(matches, key=lambda one: one.span())
    on = _date(found["date"])
    if on is None:
        return "", ""
    kind = next(word for stem, word in _DOCUMENTS if found["kind"].lower().startswith(stem))
    body = f" {found['body'].strip()}" if found["body"].strip() else ""
    return f"{kind}{body} от {on:%d.%m.%Y} № {found['number'].rstrip('.,')}", on.isoformat()


def _date(text: str) -> date | None:
    """«15.09.2026», «15 сентября 2026», «15» with quotes around it; None for what is no date."""
    day, month, year = text.split(".") if "." in text else text.split()
    day = day.strip('«»"')
    if not month.isdigit():
        month = str(_MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else 0)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
