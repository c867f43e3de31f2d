"""Makers of workbooks laid out as real offices lay them out, with invented names and the truth beside them."""

import csv
import json
import random
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shnor_desktop.places import resources
from shnor_desktop.rules.figures import E4, Figures, ResultState
from shnor_desktop.rules.results.checks import EGE_MINIMUM
from shnor_desktop.rules.words.vocabulary import SubjectWord, Vocabulary
from shnor_desktop.sheets.results.types import SittingMention


def _shipped_vocabulary() -> Vocabulary:
    """The dictionary every new document begins with."""
    subjects = json.loads((resources() / "dictionaries" / "subjects.json").read_text("utf-8"))
    return Vocabulary(
        tuple(
            SubjectWord(
                one["short"],
                one["name"],
                tuple(one["aliases"]),
                tuple(one["ege_codes"]),
                tuple(one["oge_codes"]),
            )
            for one in subjects
        )
    )


VOCABULARY = _shipped_vocabulary()
EGE_SUBJECTS = (
    ("Русский язык", "РУ", ""),
    ("Математика (профиль)", "МА", "profile"),
    ("Математика (база)", "МА", "base"),
    ("Физика", "ФИ", ""),
    ("Химия", "ХИ", ""),
    ("Информатика и ИКТ", "ИН", ""),
    ("Биология", "БИ", ""),
    ("История", "ИС", ""),
    ("География", "ГЕ", ""),
    ("Английский язык", "АЯ", ""),
    ("Немецкий язык", "НЯ", ""),
    ("Французский язык", "ФЯ", ""),
    ("Обществознание", "ОБ", ""),
    ("Испанский язык", "ИЯ", ""),
    ("Китайский язык", "КЯ", ""),
    ("Литература", "ЛИ", ""),
)
MEASURES = (
    ("приняло участие", "participants"),
    ("не преодолен min порог", "failed"),
    ("высокобалльники", "high"),
    ("получили 100 баллов", "hundreds"),
    ("средний балл", "mean"),
)
ROOTS = (
    "Берёз", "Ольхов", "Рябин", "Калин", "Сосн", "Вишн", "Дубр", "Ключ", "Ветл", "Кедр", "Лип", "Ясен", "Полев", "Лугов",
    "Озёр", "Камен", "Песчан", "Холм", "Яснен", "Снеж", "Ягод", "Журавл", "Лебед", "Совин", "Тих", "Звон", "Багр", "Малин",
)  # fmt: skip
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Cell = str | int | float | None
Truth = dict[tuple[str, SittingMention], tuple[ResultState, Figures]]


@dataclass
class SheetData:
    """One sheet to be written: rows and merges (rows and columns from 0, inclusive)."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, value: Cell) -> None:
        """Write one cell, growing the sheet."""
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a range when it is more than one cell."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))


@dataclass
class Made:
    """A workbook and what must be read from it."""

    sheets: list[SheetData]
    truth: Truth
    reconciled: int = 0
    subtotals: int = 0


def school_names(chance: random.Random, count: int) -> list[str]:
    """Different invented names in several spellings of the form of ownership."""
    forms = (
        "МБОУ «{}ская СОШ»",
        "МКОУ «{}ская ООШ»",
        'МАОУ "Гимназия {}ская"',
        "МБОУ СОШ № {n} с. {}ское",
        "Лицей «{}ский»",
    )
    names: list[str] = []
    for n in range(count):
        root = ROOTS[n % len(ROOTS)] + ("", "ов", "ин", "еев", "ик", "онов")[n // len(ROOTS) % 6]
        second = "" if n < len(ROOTS) * 6 else "Ново-" if n < len(ROOTS) * 12 else "Верхне-"
        names.append(chance.choice(forms).format(second + root, n=n + 1) + ("" if n < 504 else f" {n}"))
    return names


def _ege(subject: str, level: str, year: int) -> SittingMention:
    return SittingMention("ege", subject, level, 11, 11, year - 1, "")


def region_book(
    seed: int = 0,
    schools: int = 400,
    municipalities: int = 20,
    years: Sequence[int] = (2019, 2020, 2021),
    subjects: int = 16,
    habits: bool = False,
) -> Made:
    """A region's ЕГЭ workbook: sheets are years, subjects over measures, subtotals, grand total.

    With `habits` as regions publish them: empty cells for noughts of schools, a mean of 0 where nobody took it, column
    numbers that start again, «ИКТ», a sheet of applications, a «100» column that sums up its row, two municipalities
    renamed in the last year."""
    chance = random.Random(seed)
    made = Made([], {})
    names = school_names(chance, schools)
    districts = [
        f"{ROOTS[n % len(ROOTS)]}{'ов' * (n // len(ROOTS))}ский район" for n in range(municipalities)
    ]
    of = {name: districts[n * municipalities // schools] for n, name in enumerate(names)}
    layout = _RegionLayout(chance, subjects, habits)
    if habits:
        made.sheets.append(_applications(years[-1] + 1, names, of))
    for year in years:
        renamed = habits and year == years[-1]
        there = {name: _renamed(of[name], districts) if renamed else of[name] for name in names}
        made.sheets.append(_region_sheet(layout, year, names, there, made))
    return made


def _renamed(district: str, districts: Sequence[str]) -> str:
    return district.replace(" район", " муниципальный округ") if district in districts[:2] else district


def _applications(year: int, names: Sequence[str], of: Mapping[str, str]) -> SheetData:
    """How many pupils applied for every subject: not what came of it."""
    sheet = SheetData(str(year))
    sheet.put(0, 0, f"Информация о заявлениях на участие в ЕГЭ {year} года")
    for at, heading in enumerate(("Муниципалитет", "Школа", "Русский язык", "Физика")):
        sheet.put(1, at, heading)
    for row, name in enumerate(names, 2):
        values: tuple[Cell, ...] = (of[name], name, 20 + row % 7, row % 5)
        for at, value in enumerate(values):
            sheet.put(row, at, value)
    return sheet


class _RegionLayout:
    """The choices a region makes once for its workbook."""

    def __init__(self, chance: random.Random, subjects: int, habits: bool) -> None:
        self.chance = chance
        self.habits = habits
        self.subjects = chance.sample(EGE_SUBJECTS, subjects)
        self.summed = chance.randrange(subjects) if habits else -1
        """Number of the subject whose «100» column sums up its row."""
        if habits:
            self.subjects = [("ИКТ, чел.", *one[1:]) if one[1] == "ИН" else one for one in self.subjects]
        self.measures = chance.sample(MEASURES, len(MEASURES))
        self.ids = chance.choice(
            (
                ("municipality", "school"),
                ("number", "municipality", "school"),
                ("municipality", "code", "school"),
                ("school", "municipality"),
            )
        )
        self.number_row = chance.random() < 0.7
        self.gap = chance.random() < 0.4
        self.over_all = chance.random() < 0.5
        self.subtotal = chance.choice(("named", "bare", "column"))
        self.nobody = chance.choice((None, 0))
        self.titles = chance.randint(1, 3)
        self.fill_down = chance.random() < 0.3

    def headings(self) -> dict[str, str]:
        """How the columns of schools are called."""
        return {
            "municipality": self.chance.choice(
                ("Муниципалитет", "Муниципальное образование", "Район", "Наименование МО")
            ),
            "school": self.chance.choice(
                ("Наименование ОО", "Образовательная организация", "Школа", "Название ОО")
            ),
            "code": self.chance.choice(("Код ОО", "Код школы")),
            "number": "№ п/п",
        }


def _region_sheet(
    layout: _RegionLayout, year: int, names: list[str], of: dict[str, str], made: Made
) -> SheetData:
    sheet = SheetData(layout.chance.choice((str(year), f"{year} год", f"ЕГЭ {year}")))
    row = layout.titles
    for at, title in enumerate(
        ("Приложение 2", "Результаты ЕГЭ", "в разрезе образовательных организаций")[: layout.titles]
    ):
        sheet.put(at, 0, title if at or layout.titles > 1 else "Результаты единого государственного экзамена")
    if layout.titles == 1:
        sheet.put(0, 0, "Результаты единого государственного экзамена")
    columns = _region_heading(layout, sheet, row)
    row += 2 + layout.over_all
    if layout.number_row:
        for at, column in enumerate([*columns.ids.values(), *(c for c, _, _ in columns.measures)], 1):
            ids, size = len(columns.ids), len(layout.measures)
            sheet.put(row, column, at if at <= ids or not layout.habits else ids + 1 + (at - ids - 1) % size)
        row += 1
    _region_rows(layout, sheet, row, year, names, of, columns, made)
    return sheet


@dataclass
class _Columns:
    ids: dict[str, int]
    measures: list[tuple[int, int, str]]
    """Column, number of the subject, measure."""


def _region_heading(layout: _RegionLayout, sheet: SheetData, row: int) -> _Columns:
    headings = layout.headings()
    tall = 1 + layout.over_all
    columns = _Columns({}, [])
    for at, name in enumerate(layout.ids):
        sheet.put(row, at, headings[name])
        sheet.merge(row, at, row + tall, at)
        columns.ids[name] = at
    column = first = len(layout.ids) + layout.gap
    for number, (subject, _, _) in enumerate(layout.subjects):
        sheet.put(row + layout.over_all, column, subject)
        sheet.merge(row + layout.over_all, column, row + layout.over_all, column + len(layout.measures) - 1)
        for heading, measure in layout.measures:
            sheet.put(row + tall, column, heading)
            columns.measures.append((column, number, measure))
            column += 1
        column += layout.gap and number % 3 == 2
    if layout.over_all:
        sheet.put(row, first, "Учебные предметы")
        sheet.merge(row, first, row, columns.measures[-1][0])
    return columns


def _region_rows(
    layout: _RegionLayout,
    sheet: SheetData,
    row: int,
    year: int,
    names: list[str],
    of: dict[str, str],
    columns: _Columns,
    made: Made,
) -> None:
    everything: list[dict[int, Figures]] = []
    block: list[dict[int, Figures]] = []
    previous = ""
    for number, name in enumerate(names, 1):
        if previous and of[name] != previous:
            row = _region_total(layout, sheet, row, previous, block, columns, made, grand=False)
            block = []
        first_of_block = of[name] != previous
        previous = of[name]
        values: dict[str, Cell] = {
            "municipality": of[name],
            "school": name,
            "code": str(300_000 + number),
            "number": number,
        }
        for key, column in columns.ids.items():
            if key != "municipality" or first_of_block or not layout.fill_down or layout.subtotal == "column":
                sheet.put(row, column, values[key])
        figures = _region_school(layout, name, year, made)
        if layout.habits:
            _put_as_published(sheet, row, columns, figures, layout.summed)
        else:
            _put_figures(sheet, row, columns, figures, layout.nobody)
        everything.append(figures)
        block.append(figures)
        row += 1
    row = _region_total(layout, sheet, row, previous, block, columns, made, grand=False)
    row = _region_total(layout, sheet, row, "", everything, columns, made, grand=True)
    sheet.put(row + 1, 0, "Исполнитель: Ландышева И.И., тел. 2-00-00")


def _region_school(layout: _RegionLayout, name: str, year: int, made: Made) -> dict[int, Figures]:
    found = {}
    for number, (_, subject, level) in enumerate(layout.subjects):
        n = layout.chance.choice((0, 0, 1, 2, 3, 7, 15, 40))
        sitting = _ege(subject, level, year)
        if not n:
            made.truth[name, sitting] = (ResultState.NO_PARTICIPANTS, Figures())
            continue
        failed = layout.chance.randint(0, n)
        high = layout.chance.randint(0, n - failed)
        hundreds = layout.chance.randint(0, high)
        mean = _mean(layout.chance, n, failed, high, hundreds, sitting)
        figures = Figures(participants=n, failed=failed, high=high, hundreds=hundreds, mean_e4=mean)
        made.truth[name, sitting] = (ResultState.VALID, figures)
        found[number] = figures
    return found


def _put_as_published(
    sheet: SheetData, row: int, columns: _Columns, figures: dict[int, Figures], summed: int
) -> None:
    """Noughts are left empty, but the mean of nobody is one; the «100» column of one subject is a sum."""
    for column, number, measure in columns.measures:
        one = figures.get(number)
        if one is None:
            sheet.put(row, column, 0 if measure == "mean" else None)
        elif measure == "mean":
            sheet.put(row, column, (one.mean_e4 or 0) / E4)
        elif measure == "hundreds" and number == summed:
            sheet.put(row, column, (one.participants or 0) + (one.failed or 0) + (one.high or 0))
        else:
            sheet.put(row, column, getattr(one, measure) or None)


def _mean(
    chance: random.Random, n: int, failed: int, high: int, hundreds: int, sitting: SittingMention
) -> int:
    """A mean that such pupils can have, with one decimal."""
    minimum = EGE_MINIMUM[sitting.subject] if sitting.level != "base" else 30
    scores = [
        *(chance.randint(minimum // 2, minimum - 1) for _ in range(failed)),
        *(100 for _ in range(hundreds)),
        *(chance.randint(81, 99) for _ in range(high - hundreds)),
        *(chance.randint(minimum, 80) for _ in range(n - failed - high)),
    ]
    return round(10 * sum(scores) / n) * E4 // 10


def _put_figures(
    sheet: SheetData, row: int, columns: _Columns, figures: dict[int, Figures], nobody: Cell
) -> None:
    for column, number, measure in columns.measures:
        one = figures.get(number)
        if one is None:
            sheet.put(row, column, nobody if measure != "mean" else None)
        elif measure == "mean":
            assert one.mean_e4 is not None
            sheet.put(row, column, one.mean_e4 / E4)
        else:
            sheet.put(row, column, getattr(one, measure))


def _region_total(
    layout: _RegionLayout,
    sheet: SheetData,
    row: int,
    district: str,
    block: list[dict[int, Figures]],
    columns: _Columns,
    made: Made,
    grand: bool,
) -> int:
    where = columns.ids["school"]
    if grand:
        sheet.put(
            row, columns.ids["municipality"] if layout.subtotal == "column" else where, "Всего по региону"
        )
    elif layout.subtotal == "column":
        sheet.put(row, columns.ids["municipality"], district)
    else:
        named = district.replace("ский район", "скому району")
        sheet.put(row, where, f"Итого по {named}" if layout.subtotal == "named" else "Итого")
    sums: dict[int, Figures] = {}
    for number in range(len(layout.subjects)):
        parts = [one[number] for one in block if number in one]
        if parts:
            sums[number] = _sum(parts)
            made.reconciled += len(layout.measures)
    _put_figures(sheet, row, columns, sums, layout.nobody)
    made.subtotals += 1
    return row + 1


def _sum(parts: list[Figures]) -> Figures:
    n = sum(one.participants or 0 for one in parts)
    mean = round(sum((one.mean_e4 or 0) * (one.participants or 0) for one in parts) / n / 1000) * 1000
    return Figures(
        participants=n,
        failed=sum(one.failed or 0 for one in parts),
        high=sum(one.high or 0 for one in parts),
        hundreds=sum(one.hundreds or 0 for one in parts),
        mean_e4=mean,
    )


def save(sheets: Sequence[SheetData], path: Path) -> Path:
    """Write the sheets in the format of the suffix; .csv takes the first sheet."""
    {".xlsx": _save_xlsx, ".xls": _save_xls, ".ods": _save_ods, ".csv": _save_csv}[path.suffix](sheets, path)
    return path


def _save_xlsx(sheets: Sequence[SheetData], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        for row, line in enumerate(sheet.rows, 1):
            for column, value in enumerate(line, 1):
                if value is not None:
                    page.cell(row, column, value)
        for top, left, bottom, right in sheet.merges:
            page.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    book.save(path)
    _share_strings(path)


def _share_strings(path: Path) -> None:
    """Put the texts into a table of shared strings, as Excel itself does."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    shared: dict[str, int] = {}

    def share(found: re.Match[str]) -> str:
        number = shared.setdefault(found[2], len(shared))
        return f'<c {found[1]}t="s"><v>{number}</v></c>'

    cell = re.compile(r'<c ([^>]*?)t="inlineStr"><is><t[^>]*>([^<]*)</t></is></c>')
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = cell.sub(share, parts[name])
    strings = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in shared)
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{MAIN}" count="{len(shared)}" uniqueCount="{len(shared)}">{strings}</sst>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rIdStrings" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def _save_xls(sheets: Sequence[SheetData], path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
        for row, line in enumerate(sheet.rows):
            for column, value in enumerate(line):
                if value is None:
                    continue
                if (row, column) in merged:
                    bottom, right = merged[row, column]
                    page.write_merge(row, bottom, column, right, value)
                else:
                    page.write(row, column, value)
    book.save(str(path))


def _save_ods(sheets: Sequence[SheetData], path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    for sheet in sheets:
        page = Table(name=sheet.name)
        spans = {(t, le): (b - t + 1, r - le + 1) for t, le, b, r in sheet.merges}
        covered = {
            (row, column)
            for top, left, bottom, right in sheet.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        } - spans.keys()
        width = max((len(line) for line in sheet.rows), default=0)
        for row, line in enumerate(sheet.rows):
            made = TableRow()
            for column in range(width):
                value = line[column] if column < len(line) else None
                if (row, column) in covered:
                    made.addElement(CoveredTableCell())
                    continue
                tall, wide = spans.get((row, column), (1, 1))
                extra = {"numberrowsspanned": tall, "numbercolumnsspanned": wide} if tall * wide > 1 else {}
                if isinstance(value, int | float):
                    cell = TableCell(valuetype="float", value=value, **extra)
                else:
                    cell = TableCell(valuetype="string", **extra) if value is not None else TableCell(**extra)
                if value is not None:
                    cell.addElement(P(text=str(value)))
                made.addElement(cell)
            page.addElement(made)
        book.spreadsheet.addElement(page)
    book.save(str(path))


def _save_csv(
    sheets: Sequence[SheetData], path: Path, encoding: str = "utf-8-sig", delimiter: str = ";"
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        for line in sheets[0].rows:
            writer.writerow(["" if value is None else russian(value) for value in line])


def save_csv(sheet: SheetData, path: Path, encoding: str, delimiter: str) -> Path:
    """A text table in a given encoding and with a given delimiter."""
    _save_csv([sheet], path, encoding, delimiter)
    return path


def russian(value: Cell) -> str:
    """A number as it is printed in Russia."""
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
