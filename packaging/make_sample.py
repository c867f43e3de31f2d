"""Writes the workbooks of the invented sample district into resources/sample.

Run by hand when the sample changes: `.venv/bin/python packaging/make_sample.py`. Every layout differs on purpose, as
the layouts an office receives do; all names and figures are invented, and the same ones come out every time.
"""

import csv
import io
import sys
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
DISTRICT = "Светлореченский муниципальный округ"
MOMENT = datetime(2026, 8, 20, 12, 0)
YEARS = (2024, 2025, 2026)
BORDER = Border(*(Side("thin", "808080") for _ in range(4)))
GREY = PatternFill("solid", "E8ECF0")
CENTER = Alignment("center", "center", wrap_text=True)


@dataclass(frozen=True)
class School:
    """A school of the district: its names in different files, size of a class and usual share of «2» in percent."""

    key: str
    name: str
    other: str
    login: str
    code: str
    size: int
    share: int
    grades: range


SCHOOLS = (
    School("s1", "МБОУ «Светлореченская СОШ № 1»", 'МБОУ "Светлореченская СОШ №1"', "edu910401", "400101", 68, 9, range(4, 12)),
    School("s2", "МБОУ «Светлореченская СОШ № 2»", 'МБОУ "Светлореченская СОШ №2"', "edu910402", "400102", 52, 13, range(4, 12)),
    School("gym", "МАОУ «Светлореченская гимназия»", "Светлореченская гимназия", "edu910403", "400103", 47, 3, range(4, 12)),
    School("olh", "МБОУ «Ольховецкая СОШ»", "Ольховецкая СОШ", "edu910404", "400104", 14, 21, range(4, 12)),
    School("tih", "МБОУ «Тихоозёрская СОШ»", "Тихоозерская СОШ", "edu910405", "400105", 17, 15, range(4, 12)),
    School("kam", "МКОУ «Каменнологская ООШ»", "Каменнологская ООШ", "edu910406", "400106", 10, 17, range(4, 10)),
    School("dub", "МБОУ «Дубравинская ООШ»", "Дубравинская ООШ", "edu910407", "400107", 11, 18, range(4, 10)),
    School("bel", "МБОУ «Белополянская СОШ»", "Белополянская  СОШ", "edu910408", "400108", 24, 11, range(4, 12)),
    School("ver", "МБОУ «Верхнекедровская СОШ»", "Верхнекедровская СОШ", "edu910409", "400109", 19, 12, range(4, 12)),
    School("niz", "Нижнекедровский филиал МБОУ «Верхнекедровская СОШ»", "Нижнекедровский филиал", "edu910410", "400110", 4, 10, range(4, 10)),
    School("sos", "МБОУ «Сосново-Ручейская СОШ»", "Сосново-Ручейская СОШ", "edu910411", "400111", 13, 14, range(4, 12)),
    School("zhu", "МКОУ «Журавлинская ООШ»", "Журавлинская ООШ", "edu910412", "400112", 3, 0, range(4, 10)),
    School("rya", "МБОУ «Рябиновская СОШ»", "Рябиновская СОШ", "edu910413", "400113", 16, 16, range(4, 12)),
    School("pri", "МБОУ «Пригорненская СОШ»", "Пригорненская СОШ", "edu910414", "400114", 20, 17, range(4, 12)),
    School("los", "МКОУ «Лосиноборская НОШ»", "Лосиноборская НОШ", "edu910415", "400115", 6, 6, range(4, 5)),
)  # fmt: skip
BY_KEY = {school.key: school for school in SCHOOLS}

# (school, procedure, year) → (participants, of them «2» or below the minimum); None: the figure was not received.
# Low in 2026 only, low in both years, one pupil of three, 3 of 10, exactly 30 % without counts, not received.
TOLD: dict[tuple[str, str, int], tuple[int, int] | None] = {
    ("olh", "ВПР МА 6", 2026): (14, 6), ("olh", "ВПР РУ 7", 2026): (13, 4), ("olh", "ОГЭ МА", 2026): (12, 5),
    ("olh", "ВПР МА 5", 2025): (15, 6), ("olh", "ОГЭ МА", 2025): (13, 5), ("olh", "ВПР РУ 6", 2024): (14, 5),
    ("dub", "ВПР МА 8", 2026): (10, 3), ("dub", "ВПР РУ 5", 2025): (12, 5), ("dub", "ОГЭ РУ", 2025): (9, 3),
    ("zhu", "ВПР МА 7", 2026): (3, 1), ("zhu", "ВПР МА 6", 2025): (4, 2), ("zhu", "ОГЭ МА", 2026): (4, 0),
    ("rya", "ВПР МА 7", 2026): (16, 6), ("rya", "ОГЭ МА", 2026): (15, 5),
    ("kam", "ВПР РУ 8", 2026): (11, 4), ("kam", "ВПР МА 7", 2025): (10, 3),
    ("sos", "ВПР МА 5", 2026): (13, 5), ("sos", "ВПР РУ 6", 2025): None, ("sos", "ВПР МА 6", 2025): None,
    ("tih", "ВПР МА 8", 2026): (17, 6), ("pri", "ВПР МА 6", 2026): (22, 6), ("pri", "ВПР МА 5", 2024): (20, 7),
}  # fmt: skip
EXAMS = (
    ("Русский язык", 1.0, 67), ("Математика (базовый уровень)", 0.6, 4), ("Математика (профильный уровень)", 0.4, 58),
    ("Обществознание", 0.45, 55), ("Биология", 0.25, 51), ("Физика", 0.2, 56), ("История", 0.15, 54),
    ("Химия", 0.15, 53), ("Информатика", 0.15, 57),
)  # fmt: skip


def figures(school: School, procedure: str, year: int, part: float = 1.0) -> tuple[int, int] | None:
    """Participants and failed of a school at a procedure: told above, or usual for the school."""
    if (school.key, procedure, year) in TOLD:
        return TOLD[school.key, procedure, year]
    chance = Random(f"{school.key} {procedure} {year}")
    taken = max(1, round(school.size * part + chance.uniform(-0.12, 0.12) * school.size * part))
    if school.size <= 6 or part < 0.3:
        return taken, 0
    share = min(school.share + chance.uniform(-5, 5), 23)
    return taken, int(taken * max(share, 0) / 100)


def marks(school: School, procedure: str, year: int) -> tuple[int, int, int, int] | None:
    """How many got «2», «3», «4» and «5»."""
    known = figures(school, procedure, year)
    if known is None:
        return None
    taken, failed = known
    chance = Random(f"marks {school.key} {procedure} {year}")
    passed = taken - failed
    five = int(passed * chance.uniform(0.04, 0.2 if school.share > 8 else 0.4))
    four = int((passed - five) * chance.uniform(0.3, 0.55))
    return failed, passed - five - four, four, five


def vpr_procedures(grades: range) -> list[tuple[str, str, int]]:
    """(name, subject, grade) of the ВПР written in spring."""
    return [
        (f"ВПР {short} {grade}", subject, grade)
        for grade in range(4, 9)
        if grade in grades
        for short, subject in (("МА", "Математика"), ("РУ", "Русский язык"))
    ]


def shares_of_vpr() -> Workbook:
    """Two years of ВПР in percent: a sitting over two columns, one row a school."""
    book = Workbook()
    sheet = book.active
    sheet.title = "ВПР"
    sheet["A1"] = f"Итоги ВПР в разрезе общеобразовательных организаций, {DISTRICT}"
    columns = [(year, name, grade) for name, _, grade in vpr_procedures(range(4, 9)) for year in YEARS[:2]]
    sheet["A3"] = "Название ОО"
    sheet.merge_cells("A3:A4")
    for place, (year, name, _) in enumerate(columns):
        first = 2 + place * 2
        sheet.cell(3, first, f"{name} {year} весна")
        sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=first + 1)
        sheet.cell(4, first, "% «2»")
        sheet.cell(4, first + 1, "% «5»")
    for row, school in enumerate(SCHOOLS, start=5):
        sheet.cell(row, 1, school.name)
        for place, (year, name, grade) in enumerate(columns):
            pair = _shares(school, name, year) if grade in school.grades else ("-", "-")
            sheet.cell(row, 2 + place * 2, pair[0])
            sheet.cell(row, 3 + place * 2, pair[1])
    _frame(sheet, 3, 4, widths={1: 52})
    return book


def _shares(school: School, name: str, year: int) -> tuple[int | str, int | str]:
    counted = marks(school, name, year)
    if counted is None:
        return "н/д", "н/д"
    taken = sum(counted)
    return round(100 * counted[0] / taken), round(100 * counted[3] / taken)


def marks_of_vpr() -> Workbook:
    """ВПР of the last spring: one result a row, counts of marks."""
    book = Workbook()
    sheet = book.active
    sheet.title = "ВПР 2026"
    sheet["A1"] = "Всероссийские проверочные работы, весна 2026 года: распределение отметок"
    sheet["A2"] = DISTRICT
    head = (
        "№ п/п",
        "Логин ОО",
        "Наименование ОО",
        "Предмет",
        "Класс",
        "Кол-во участников",
        "«2»",
        "«3»",
        "«4»",
        "«5»",
    )
    for column, text in enumerate(head, start=1):
        sheet.cell(4, column, text)
    row = 5
    for school in SCHOOLS:
        for name, subject, grade in vpr_procedures(school.grades):
            counted = marks(school, name, 2026)
            if counted is None:
                continue
            line = (row - 4, school.login, school.other, subject, grade, sum(counted), *counted)
            for column, value in enumerate(line, start=1):
                sheet.cell(row, column, value)
            row += 1
    _frame(sheet, 4, 4, widths={2: 12, 3: 40, 4: 16})
    return book


def state_exams() -> Workbook:
    """ЕГЭ as a region sends it: a sheet a year, three rows of heading, a subtotal by the municipality and a total."""
    book = Workbook()
    book.remove(book.active)
    for year in YEARS:
        _exam_sheet(book.create_sheet(str(year)), year)
    return book


def _exam_sheet(sheet: Any, year: int) -> None:
    sheet["A1"] = f"Результаты единого государственного экзамена в {year} году"
    sheet["A2"] = "(основной период, выпускники текущего года)"
    measures = (
        "приняло участие",
        "не преодолен min порог",
        "высокобалльники",
        "получили 100 баллов",
        "средний балл",
    )
    for column, text in enumerate(("Муниципалитет", "Код ОО", "Наименование ОО"), start=1):
        sheet.cell(4, column, text)
        sheet.merge_cells(start_row=4, end_row=6, start_column=column, end_column=column)
    sheet.cell(4, 4, "Учебные предметы")
    sheet.merge_cells(start_row=4, end_row=4, start_column=4, end_column=3 + 5 * len(EXAMS))
    for place, (subject, _, _) in enumerate(EXAMS):
        first = 4 + 5 * place
        sheet.cell(5, first, subject)
        sheet.merge_cells(start_row=5, end_row=5, start_column=first, end_column=first + 4)
        for offset, text in enumerate(measures):
            sheet.cell(6, first + offset, text)
    for column in range(1, 4 + 5 * len(EXAMS)):
        sheet.cell(7, column, column)
    rows = [(school, _exam_row(school, year)) for school in SCHOOLS if 11 in school.grades]
    row = 8
    for school, values in rows:
        _write(sheet, row, (DISTRICT, int(school.code), school.name, *values))
        row += 1
    totals = _exam_totals([values for _, values in rows])
    _write(sheet, row, (f"Всего: {DISTRICT}", None, None, *totals))
    _write(sheet, row + 1, ("ИТОГО", None, None, *totals))
    _frame(sheet, 4, 7, widths={1: 36, 3: 44}, strong=(row, row + 1))


def _exam_row(school: School, year: int) -> list[int | float | None]:
    line: list[int | float | None] = []
    for subject, part, mean in EXAMS:
        chance = Random(f"exam {school.key} {subject} {year}")
        known = figures(school, f"ЕГЭ {subject}", year, part * 0.5)
        taken, failed = known if known else (0, 0)
        if part < 0.3 and chance.random() < 0.35:
            line += [None] * 5
            continue
        high = 0 if mean < 10 else int(taken * chance.uniform(0, 0.25 if school.share < 10 else 0.1))
        average = round(mean + chance.uniform(-0.06, 0.06) * mean - school.share * mean / 900, 1)
        line += [taken, failed, high, 1 if high > 6 and chance.random() < 0.3 else 0, average]
    return line


def _exam_totals(rows: list[list[int | float | None]]) -> list[int | float | None]:
    totals: list[int | float | None] = []
    for place in range(len(EXAMS)):
        first = 5 * place
        taken = [(row[first] or 0, row[first + 4] or 0) for row in rows]
        people = sum(count for count, _ in taken)
        totals += [sum(int(row[first + offset] or 0) for row in rows) for offset in range(4)]
        totals.append(round(sum(count * mean for count, mean in taken) / people, 1) if people else None)
    return totals


def basic_exams() -> bytes:
    """ОГЭ of three years as a regional centre unloads it: semicolons, Windows-1251, one result a row."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(
        ["Год", "Экзамен", "Код ОО", "Школа", "Предмет", "Участников", "Получили «2»", "Средний балл"]
    )
    for year in YEARS:
        for school in SCHOOLS:
            for short, subject in (("МА", "Математика"), ("РУ", "Русский язык")):
                known = figures(school, f"ОГЭ {short}", year, 0.85)
                if 9 not in school.grades or known is None:
                    continue
                chance = Random(f"oge {school.key} {short} {year}")
                mean = f"{(15 if short == 'МА' else 25) - school.share / 8 + chance.uniform(-1.5, 1.5):.1f}"
                table.writerow(
                    [year, "ОГЭ", school.code, school.other, subject, *known, mean.replace(".", ",")]
                )
    return text.getvalue().encode("cp1251")


def _write(sheet: Any, row: int, values: tuple[object, ...]) -> None:
    for column, value in enumerate(values, start=1):
        if value is not None:
            sheet.cell(row, column, value)


def _frame(
    sheet: Any, head: int, head_end: int, widths: dict[int, int], strong: tuple[int, ...] = ()
) -> None:
    for row in sheet.iter_rows(min_row=head, max_row=sheet.max_row, max_col=sheet.max_column):
        for cell in row:
            cell.border = BORDER
            if cell.row <= head_end:
                cell.alignment, cell.font, cell.fill = CENTER, Font(bold=True, size=9), GREY
            elif cell.row in strong:
                cell.font = Font(bold=True)
    sheet["A1"].font = Font(bold=True, size=13)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = widths.get(column, 10)
    sheet.freeze_panes = sheet.cell(head_end + 1, 2)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes, the same every time: moments inside the archive are set to one date."""
    book.properties.creator = DISTRICT
    book.properties.created = MOMENT
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    stamp = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ")
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                now = book.properties.modified.strftime("%Y-%m-%dT%H:%M:%SZ")
                body = body.replace(now.encode(), stamp.encode())
            target.writestr(zipfile.ZipInfo(name, MOMENT.timetuple()[:6]), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def main() -> int:
    """Write the four workbooks."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    books = {
        "1 ВПР 2024 и 2025, доли.xlsx": saved(shares_of_vpr()),
        "2 ВПР 2026, отметки.xlsx": saved(marks_of_vpr()),
        "3 ОГЭ 2024-2026.csv": basic_exams(),
        "4 ЕГЭ 2024-2026.xlsx": saved(state_exams()),
    }
    for name, body in books.items():
        (FOLDER / name).write_bytes(body)
        print(f"{len(body):>8}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
