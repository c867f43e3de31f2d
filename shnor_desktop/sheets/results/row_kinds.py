"""What a row under the heading is: a school, a subtotal, an area, a section, a footer."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from shnor_desktop.rules.figures import Family
from shnor_desktop.rules.words.area_names import nominative
from shnor_desktop.sheets.book.values import Absent, Number, plain, tidy, value_of
from shnor_desktop.sheets.results.heading_blocks import is_numbers
from shnor_desktop.sheets.results.table import Table
from shnor_desktop.sheets.results.types import SchoolMention
from shnor_desktop.sheets.words.aside import Aside, aside_of_row, is_main_period
from shnor_desktop.sheets.words.meaning import is_short_number, numbered_name
from shnor_desktop.sheets.words.persons import is_person, is_signature
from shnor_desktop.sheets.words.school_lines import (
    BARE_KIND,
    MANY,
    is_aside,
    is_usual_name,
    looks_like_school,
    stands_beside,
)
from shnor_desktop.sheets.words.territories import SCHOOL, area_of, is_nameless
from shnor_desktop.sheets.words.totals import names_school, total_name

_GENERIC = re.compile(
    r"(?:всем |все )?(?:муниципалитет|муниципальн|район|округ|город|област|кра[йюя]|республик|регион|субъект|мо|го|мр)\w*(?: \w*образован\w*)?"
)
_PROPER = re.compile(r'"|№|сош|оош|нош|гимнази|лице[йя]|[мгфч][а-я]{0,3}оу(?![а-я])')
_PART_OF_SCHOOL = re.compile(r"(?:в том числе|в т\. ?ч\.|из них).*(?:филиал|\"|№ ?\d)")
"""«В т. ч. филиал Лесная ООШ» under its school."""
_AFTER_NAME = re.compile(
    r"(?<!№)(?:[\s,;.–—-]+(?:за|в|на|по)?\s*(?:весн\w*|осен\w*|впр|огэ|егэ|гиа|20\d\d(?:\s*[/–-]\s*\d{2,4})?|уч\w*|год\w*|г|\d{1,2}(?:-?[а-я]{1,2})?\s*кл\w*))+[\s.]*$",
    re.IGNORECASE,
)
"""What of the sitting stands behind the name of a school in a title."""
_NOTE = re.compile(
    r"[:;]|(?<![а-я])(?:не|нет|без|школы|школе|школах|карантин\w*|данн\w*|результат\w*|участи\w*)(?![а-я])|[а-я]{3}\.$"
)
"""What a line without figures says when it speaks about schools and does not name one."""
_BEFORE_NAME = re.compile(
    r"(?:[\W\d_]*(?:впр|огэ|егэ|гиа|ркр|мкр|результат\w*|итог\w*|отч[её]т\w*|анализ\w*|свод\w*|весн\w*|осен\w*|"
    r"год\w*|гг?|за|по|в|класс\w*|уч|учебн\w*)(?![а-яё])[\W\d_]*)+",
    re.IGNORECASE,
)
_FORM = re.compile(r"(?<![А-Яа-яЁё])[МГФЧНОК][А-Я]{0,4}ОУ(?![А-Яа-яЁё])")
"""How the names of schools begin: МБОУ, МКОУ, ГБОУ."""
_LOGIN = re.compile(r"(?<![a-zа-я\d])(sch|edu)\s?(\d{4,8})(?!\d)", re.IGNORECASE)
_LEADING_CODE = re.compile(r"^(\d{4,7})\s*(?:[-–—.:,]\s*|\s)(?=\D)")
_FOOTNOTE = re.compile(r"(?:\s*[*†¹²³⁴⁵]+|(?<=[^\W\d_]|[\"»”])\s*\d\))+$")
_BRACKETED = re.compile(r"\s*[(\[]\s*[)\]]|\s*[-–—,;:]\s*$")


class LineKind(StrEnum):
    """Kinds of rows."""

    EMPTY = "empty"
    SCHOOL = "school"
    TOTAL = "total"
    AREA = "area"
    SECTION = "section"
    FOOTER = "footer"
    PERSON = "person"
    NAMELESS = "nameless"
    ASIDE = "aside"


_SUMS = frozenset((LineKind.TOTAL, LineKind.AREA, LineKind.NAMELESS))
_SCHOOL_WORK = re.compile(r"(?<![а-я])(?:впр|[кр]др|ркр|мкр)(?![а-я])|провероч|контрольн|диагност")


class Line(NamedTuple):
    """One row under the heading."""

    row: int
    kind: LineKind
    school: SchoolMention = SchoolMention("")
    name: str = ""
    """Of a total, an area or a section."""
    area: str = ""
    """district, region, country; "" when a total does not say."""
    municipality: str = ""
    """Of the row: written, carried down, or of the section."""
    aside: Aside | None = None
    """What the row is instead of a result; then `name` is the word that says so."""


class LineReader:
    """Goes down the rows of one table and remembers what is carried down."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._school = table.roles.get("school")
        self._code = table.roles.get("code")
        self._municipality = table.roles.get("municipality")
        self._number = next((column for column in table.columns if column.meaning == "number"), None)
        self._measures = [column.index for group in table.groups for column in group.columns]
        ids = [table.roles[role].index for role in ("school", "code", "municipality") if role in table.roles]
        self._left = frozenset((*range(min(self._measures, default=table.grid.width)), *ids))
        self._beside = sorted(self._left - {self._school.index if self._school else -1})
        self._flat = any(role in table.roles for role in ("subject", "sitting", "family", "grade", "year"))
        self._home = table.district or _district_of_sheet(table.grid.name.strip())
        self._section = self._home
        self._carried = ""
        self._last: SchoolMention | None = None
        self._municipalities = self._known_municipalities()
        self._only = "" if self._school or self._code else only_school(table)
        self._named = self._has_names()
        self._steps = _steps(table)
        """Columns of names that form a staircase under one heading: districts left, schools right."""
        self._periods = [
            column.index
            for column in table.columns
            if column.meaning in ("season", "sitting", "family", "mark", "unknown")
        ]
        """Columns that may say that a row is no result of the main period, or no result at all."""
        self._period = ""
        families = {table.context.family, *(column.hints.family for column in table.columns)} - {""}
        self._exams = families <= {Family.OGE, Family.EGE, Family.GVE}
        self._last_figures = self._last_row_with_figures()
        self._place = table.roles.get("place")
        self._step = -1
        """The column in which the last name stood."""
        self._namesakes = self._same_names()
        self._simple = bool(self._measures) and not self._steps and self._place is None
        """Names stand in one column, whole, beside figures."""
        self._logins = self._school is not None and "группы участников" in plain(self._school.heading)
        """A report of ФИС ОКО: a line of figures without a login is an area."""

    def _known_municipalities(self) -> frozenset[str]:
        if self._municipality is None:
            return frozenset()
        rows = range(self.table.first, self.table.end)
        names = {plain(self.table.grid.text(row, self._municipality.index)) for row in rows}
        return frozenset(name for name in names if name and total_name(name) is None)

    def _has_names(self) -> bool:
        """Do different texts stand where schools are named, so that «СОШ» alone says nothing?"""
        if self._school is None:
            return False
        first = ""
        for row in range(self.table.first, self.table.end):
            text = plain(self.table.grid.text(row, self._school.index))
            if text != first and SCHOOL.search(text) and total_name(text) is None:
                if first:
                    return True
                first = text
        return False

    def _last_row_with_figures(self) -> int:
        """Below it there are no schools any more, but notes and signatures."""
        rows = self.table.grid.rows
        for row in range(self.table.end - 1, self.table.first - 1, -1):
            if any(isinstance(value_of(rows[row][at]), Number) for at in self._measures):
                return row
        return self.table.end

    def read(self, row: int) -> Line:
        """What the row is."""
        line = self._usual(row) or self._kind(row)
        if line.kind == LineKind.SCHOOL and not self._periods and not self._period:
            return line
        if line.kind in (LineKind.FOOTER, LineKind.SECTION):
            self._begin_period(line)
        if line.kind not in (LineKind.SCHOOL, *_SUMS):
            return line
        for text in (*(self.table.grid.text(row, at) for at in self._periods), self._period):
            aside = aside_of_row(text, exams=self._exams) if text else None
            if aside is not None and not self._is_school_work(row):
                return line._replace(kind=LineKind.ASIDE, name=text, aside=aside)
        return line

    def _usual(self, row: int) -> Line | None:
        """A row as most are, told at a glance: the name of a school, and a number where figures begin."""
        if self._school is None or not self._simple:
            return None
        grid = self.table.grid
        cells = grid.rows[row]
        if value_of(cells[self._measures[0]]).__class__ is not Number:
            return None
        at = self._school.index
        name = grid.text(row, at) if grid.anchors else tidy(cells[at])
        if not is_usual_name(name):
            return None
        for at in self._beside:
            if cells[at].__class__ is str and not stands_beside(cells[at]):
                return None
        return self._school_line(row, name, self._code_text(row), self._written_municipality(row))

    def _begin_period(self, line: Line) -> None:
        """«Дополнительный период» over the schools that follow it."""
        texts = [self.table.grid.text(line.row, at) for at in self.table.grid.filled(line.row)]
        if len(texts) == 1 and line.row < self._last_figures:
            if self._exams and aside_of_row(texts[0], exams=True):
                self._period = texts[0]
            elif is_main_period(texts[0]):
                self._period = ""

    def _is_school_work(self, row: int) -> bool:
        """ВПР may have a day in reserve, but no resits."""
        column = self.table.roles.get("family") or self.table.roles.get("sitting")
        return (
            column is not None
            and _SCHOOL_WORK.search(plain(self.table.grid.text(row, column.index))) is not None
        )

    def _kind(self, row: int) -> Line:
        filled = self.table.grid.filled(row)
        if not filled:
            return Line(row, LineKind.EMPTY)
        cells = self.table.grid.rows[row]
        own = [tidy(cells[at]) for at in filled if cells[at].__class__ is str and at in self._left]
        texts = [text for text in own if not isinstance(value_of(text), Number)]
        first = next((value for at in self._measures if (value := value_of(cells[at])) is not None), None)
        figures = first is not None
        if texts and is_aside(texts[0]):
            if figures and _PART_OF_SCHOOL.match(plain(texts[0])):
                return Line(row, LineKind.ASIDE, name=texts[0], aside=Aside.PART)
            return Line(row, LineKind.FOOTER)
        total = self._total(row, texts, figures)
        if total:
            return total
        if isinstance(first, str) and not self._may_be_school(row, texts):
            return Line(row, LineKind.FOOTER)
        return self._figures_line(row, texts) if figures else self._plain_line(row, filled, texts)

    def _may_be_school(self, row: int, texts: list[str]) -> bool:
        """Words alone stand beside the names of schools and in the signatures under the table."""
        cells = self.table.grid.rows[row]
        if any(isinstance(value_of(cells[at]), Number | Absent) for at in self._measures):
            return True
        if any(is_signature(text) for text in texts):
            return False
        return row < self._last_figures or any(SCHOOL.search(plain(text)) for text in texts)

    def _total(self, row: int, texts: list[str], has_figures: bool) -> Line | None:
        for text in texts:
            name = total_name(text)
            if name is not None:
                if not has_figures:
                    return Line(row, LineKind.FOOTER)
                beside = not name and text is not texts[0] and self._school is not None
                if beside and (whole := self._whole_school(row)):
                    return whole
                if names_school(name):
                    return Line(row, LineKind.TOTAL, name=name)
                municipality = self._written_municipality(row)
                municipality = municipality if total_name(municipality) is None else ""
                if not name and self._section == self._home and not self._carried:
                    municipality = municipality or self._home
                area = area_of(name) or ("district" if municipality and not name else "")
                name = "" if _GENERIC.fullmatch(plain(name)) else name
                name = nominative(name) if area == "region" else name
                return Line(
                    row, LineKind.TOTAL, name=name or municipality, area=area, municipality=municipality
                )
        return None

    def _whole_school(self, row: int) -> Line | None:
        """«Всего» beside a school: the total of its classes in the rows above or below, else its result."""
        name = self._name(row)
        if not name or total_name(name) is not None or self._area(name):
            return None
        before = self._last
        line = self._school_line(row, name, self._code_text(row), self._written_municipality(row))
        below = before == line.school and self._is_class(row - 1, row, name)
        if below or self._is_class(row + 1, row, name):
            return Line(row, LineKind.TOTAL, line.school, name=name)
        return line

    def _is_class(self, row: int, of: int, school: str) -> bool:
        """Does the row beside hold one class of what is summed up there?"""
        grid, roles = self.table.grid, self.table.roles
        if not self._flat or not self.table.first <= row < self.table.end:
            return False
        same = [roles[role].index for role in ("subject", "sitting", "family", "year") if role in roles]
        return (
            any(isinstance(value_of(grid.rows[row][at]), Number) for at in self._measures)
            and self._written_name(row) in ("", school)
            and all(grid.text(row, at) in ("", grid.text(of, at)) for at in same)
            and not any(total_name(grid.text(row, at)) is not None for at in self._left)
        )

    def _figures_line(self, row: int, texts: list[str]) -> Line:
        name, code = self._name(row) or self._only, self._code_text(row)
        written = self._written_municipality(row)
        if not name and not code:
            if written and not self._flat and is_numbers(self.table.grid, row):
                return Line(row, LineKind.FOOTER)
            if written and not self._flat:
                return self._area_line(row, written, _larger(written) or "district", carried=True)
            if self._flat and self._last:
                return Line(row, LineKind.SCHOOL, self._last, municipality=self._last.municipality)
            return Line(row, LineKind.NAMELESS, municipality=self._carried)
        if self._named and not code and BARE_KIND.fullmatch(plain(name)):
            return Line(row, LineKind.AREA, name=name)
        area = self._area(name)
        if area and not code:
            return self._area_line(row, name, area)
        if not code and (name.isdigit() or len(name) == 1) and is_numbers(self.table.grid, row):
            return Line(row, LineKind.FOOTER)
        if not code and is_person(name):
            return Line(row, LineKind.PERSON, name=name)
        return self._school_line(row, name, code, written)

    def _area_line(self, row: int, name: str, area: str, *, carried: bool = False) -> Line:
        """A district heads the schools under it, when it is named."""
        if is_nameless(name):
            return Line(row, LineKind.AREA, area=area)
        if area != "district":
            return Line(row, LineKind.AREA, name=name, area=area)
        self._section = name
        if carried:
            self._carried = name
        return Line(row, LineKind.AREA, name=name, area=area, municipality=name)

    def _area(self, name: str) -> str:
        if not name or _names_one(name):
            return ""
        if plain(name) in self._municipalities:
            return "district"
        return area_of(name) or ("district" if self._logins or self._is_left_step(name) else "")

    def _is_left_step(self, name: str) -> bool:
        """On a staircase schools stand in the last column; what stands left of it heads them."""
        return bool(self._steps) and self._step != self._steps[-1]

    def _plain_line(self, row: int, filled: list[int], texts: list[str]) -> Line:
        """Without figures: a school that has nothing, a section heading or a note."""
        name = self._name(row)
        if len(filled) == 1 and row > self._last_figures and self.table.end < self.table.grid.height:
            return Line(row, LineKind.FOOTER, name=name)  # a title of the next table
        if is_signature(name) or (texts and is_signature(texts[0])):
            return Line(row, LineKind.FOOTER, name=name)
        numbered = self._number is not None and self.table.grid.text(row, self._number.index).isdigit()
        among = row < self._last_figures or numbered or SCHOOL.search(plain(name)) or self._code_text(row)
        if among and len(filled) > 1 and (name or self._code_text(row)) and not self._area(name):
            return self._school_line(row, name, self._code_text(row), self._written_municipality(row))
        text = texts[0] if texts else ""
        if name and SCHOOL.search(plain(name)) and len(name) < 200 and not _NOTE.search(plain(name)):
            return self._school_line(row, name, "", self._written_municipality(row))
        if text and area_of(text) == "district" and not is_nameless(text):
            self._section = self._carried = text
            return Line(row, LineKind.SECTION, name=text)
        return Line(row, LineKind.FOOTER, name=text)

    def _school_line(self, row: int, name: str, code: str, written: str) -> Line:
        if written:
            self._carried = written
        municipality = written or self._carried or self._section
        school = mention(name, code, self._code.heading if self._code else "", municipality)
        self._last = school
        return Line(row, LineKind.SCHOOL, school, municipality=municipality)

    def _name(self, row: int) -> str:
        """The name as it stands, with the number made a name, and the place where it tells namesakes apart."""
        name = self._written_name(row)
        if is_short_number(name) and not is_numbers(self.table.grid, row):
            name = numbered_name(name)
        place = self.table.grid.text(row, self._place.index) if self._place else ""
        if not name or not place or plain(place) in plain(name):
            return name
        return f"{name} {place}" if self._needs_place(name) else name

    def _needs_place(self, name: str) -> bool:
        return bool(BARE_KIND.fullmatch(plain(name))) or plain(name) in self._namesakes

    def _same_names(self) -> frozenset[str]:
        """Names that stand in several places of one municipality."""
        if self._place is None:
            return frozenset()
        places: dict[tuple[str, str], set[str]] = {}
        municipality = ""
        for row in range(self.table.first, self.table.end):
            municipality = self._written_municipality(row) or municipality
            place = plain(self.table.grid.text(row, self._place.index))
            if place:
                places.setdefault((municipality, plain(self._written_name(row))), set()).add(place)
        return frozenset(name for (_, name), found in places.items() if len(found) > 1)

    def _written_name(self, row: int) -> str:
        for step in self._steps:
            self._step = step
            if text := tidy(self.table.grid.own(row, step)):
                return text
        return self.table.grid.text(row, self._school.index) if self._school else ""

    def _code_text(self, row: int) -> str:
        return self.table.grid.text(row, self._code.index) if self._code else ""

    def _written_municipality(self, row: int) -> str:
        return self.table.grid.text(row, self._municipality.index) if self._municipality else ""


def _district_of_sheet(name: str) -> str:
    """A sheet for each district is called by its name."""
    return name if area_of(name) == "district" and not is_nameless(name) else ""


def _larger(name: str) -> str:
    """region, country among municipalities; "" for a municipality."""
    area = area_of(name)
    return area if area != "district" else ""


def _steps(table: Table) -> tuple[int, ...]:
    """Columns under one heading of schools (merged, or followed by columns without a heading), when names stand in more
    than one of them: in every row in one."""
    school = table.roles.get("school")
    if school is None:
        return ()
    grid, chains = table.grid, table.block.chains
    columns, rows = [school.index], range(table.first, table.end)
    for at in range(school.index + 1, grid.width):
        if chains[at] and chains[at] != chains[school.index]:
            break
        named = [row for row in rows if isinstance(value_of(grid.own(row, at)), str)]
        if named and all(not tidy(grid.own(row, before)) for row in named for before in columns):
            columns.append(at)
        elif not chains[at]:
            break
    if len(columns) == 1:
        return ()
    filled = {at for at in columns for row in rows if isinstance(value_of(grid.own(row, at)), str)}
    return tuple(sorted(filled)) if len(filled) > 1 else ()


def names_no_school(table: Table) -> bool:
    """Has the table no column of schools, nor a school in its titles or anywhere in its rows?"""
    if table.roles.keys() & {"school", "code", "municipality"} or only_school(table):
        return False
    rows = table.grid.rows[table.first : table.end]
    return not any(isinstance(cell, str) and looks_like_school(cell) for cells in rows for cell in cells)


def only_school(table: Table) -> str:
    """The school a workbook without a column of schools is about: named in a title, the sheet's or file's name."""
    for text in (*table.titles, *table.outer):
        begins, form = _BEFORE_NAME.match(text), _FORM.search(text)
        name = text[form.start() :] if form else text[begins.end() :] if begins else text
        name = _AFTER_NAME.sub("", name)
        clean = plain(name)
        if SCHOOL.search(clean) and _PROPER.search(clean) and not MANY.search(clean) and len(name) < 200:
            return name
    return ""


@lru_cache(maxsize=20_000)
def _names_one(name: str) -> bool:
    """Is it the name of a school, or does it hold the login of one?"""
    return SCHOOL.search(plain(name)) is not None or _LOGIN.search(name) is not None


@lru_cache(maxsize=20_000)
def mention(name: str, code: str, code_heading: str, municipality: str) -> SchoolMention:
    """The school with the code that stands beside its name, in its own column or in front of it."""
    name, system = _FOOTNOTE.sub("", name.replace("\n", " ").strip()).strip(), ""
    login = _LOGIN.search(code) or _LOGIN.search(name)
    if login:
        name = name or code
        if not code or _LOGIN.search(name):
            name = _BRACKETED.sub("", _LOGIN.sub("", name)).strip(" ,;")
            name = name[1:-1] if re.fullmatch(r"\([^()]+\)", name) else name
        return SchoolMention(name, f"{login[1].lower()}{login[2]}", "fisoko", municipality)
    leading = _LEADING_CODE.match(name)
    if leading and not code:
        name, code = name[leading.end() :].strip(), leading[1]
    if code:
        heading = plain(code_heading)
        system = "inn" if "инн" in heading else "" if "огрн" in heading else "rcoi"
    return SchoolMention(name, code, system, municipality)
