"""Other layouts: pairs of shares, flat lists, marks as counts or shares, text tables, pasted blocks."""

from pathlib import Path

import pytest

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.sheets.book.problems import Reason, Severity
from shnor_desktop.sheets.results.reader import read, read_block
from shnor_desktop.sheets.results.types import ReadBook, SittingMention
from tests.sheets.makers import VOCABULARY, Cell, SheetData, save, save_csv

APPENDIX = Path(__file__).parents[4] / "shared" / "data" / "appendix1.xlsx"


def sheet_of(rows: list[list[Cell]], name: str = "Лист1") -> SheetData:
    return SheetData(name, [list(row) for row in rows])


def read_rows(
    tmp_path: Path, rows: list[list[Cell]], file: str = "книга.xlsx", sheet: str = "Лист1"
) -> ReadBook:
    return read(save([sheet_of(rows, sheet)], tmp_path / file), VOCABULARY)


def vpr(subject: str, grade: int, school_year: int, season: str = "spring", sat: int = 0) -> SittingMention:
    return SittingMention("vpr", subject, "", grade, sat or grade, school_year, season)


def texts(book: ReadBook, severity: Severity) -> list[str]:
    return [problem.text for problem in book.problems if problem.severity == severity]


@pytest.mark.skipif(not APPENDIX.exists(), reason="the list of appendix 1 is not at hand")
def test_appendix() -> None:
    book = read(APPENDIX, VOCABULARY)
    assert len(book.rows) == 7 * 17
    assert book.problems == () and book.questions == ()
    assert len({row.sitting for row in book.rows}) == 17
    assert sum(row.state == ResultState.NOT_CONDUCTED for row in book.rows) == 18
    exact = next(r for r in book.rows if r.cells[0].address == "Приложение 1!B6")
    assert exact.figures.failed_pct_e4 == 30 * E4 and exact.sitting == vpr("МА", 5, 2018)


PAIRS: list[list[Cell]] = [
    ["Итоги ВПР и ЕГЭ по школам"],
    ["ОО", "ВПР МА 5 2019", None, "ВПР РУ 6 2021 весна", None, "ЕГЭ РУ 2021", None],
    [None, "% «2»", "% «5»", "% «2»", "% «5»", "% «2»", "% «5»"],
    ["Кедровая СОШ", 30, 10, 33.3, 0, 0, 50],
    ["Липовая ООШ", 0, 0, 12.5, 12.5, "-", "–"],
]


def test_pairs_of_shares_without_merges(tmp_path: Path) -> None:
    book = read_rows(tmp_path, PAIRS)
    assert book.problems == () and book.questions == ()
    found = {(row.school.name, row.sitting.subject, row.sitting.family): row for row in book.rows}
    assert len(found) == 6
    first = found["Кедровая СОШ", "МА", "vpr"].figures
    assert (first.failed_pct_e4, first.pct_5_e4) == (300_000, 100_000)
    ege = found["Кедровая СОШ", "РУ", "ege"].figures
    assert (ege.failed_pct_e4, ege.high_pct_e4, ege.pct_5_e4) == (0, 500_000, None)
    assert found["Липовая ООШ", "РУ", "ege"].state == ResultState.NOT_CONDUCTED
    assert found["Кедровая СОШ", "РУ", "vpr"].figures.pct_decimals == 1


def test_row_one_value_too_long_is_refused_whole(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*PAIRS, ["Сосновая СОШ", 1, 2, 3, 4, 5, 6, 7]]
    book = read_rows(tmp_path, rows)
    assert {row.school.name for row in book.rows} == {"Кедровая СОШ", "Липовая ООШ"}
    (problem,) = book.problems
    assert problem.severity == Severity.REFUSED and problem.school == "Сосновая СОШ"
    assert problem.where is not None and problem.where.address == "Лист1!H6"


def test_row_one_value_too_short_is_refused_whole(tmp_path: Path) -> None:
    short: list[Cell] = ["Сосновая СОШ", 1, 2, 3, 4, 5]
    book = read_rows(tmp_path, [*PAIRS, short])
    assert {row.school.name for row in book.rows} == {"Кедровая СОШ", "Липовая ООШ"}
    (text,) = texts(book, Severity.REFUSED)
    assert "обрывается" in text and "G6" in text


def test_half_empty_pair_is_refused_with_both_addresses(tmp_path: Path) -> None:
    book = read_rows(tmp_path, [*PAIRS, ["Сосновая СОШ", 1, 2, 3, 4, 0, "-"]])
    assert len([row for row in book.rows if row.school.name == "Сосновая СОШ"]) == 2
    (text,) = texts(book, Severity.REFUSED)
    assert "Лист1!F6" in text and "Лист1!G6" in text


FLAT: list[list[Cell]] = [
    ["Школа", "Вид", "Предмет", "Класс", "Год", "Сезон", "Участников", "Не справились", "Состояние"],
    ["МБОУ «Кедровая СОШ»", "ВПР", "математика", 5, 2019, "весна", 20, 6, None],
    ["МБОУ «Кедровая СОШ»", "ВПР", "Русский язык", 6, 2020, "осень", 21, 0, None],
    ["МБОУ «Кедровая СОШ»", "ЕГЭ", "Математика профильная", 11, "2020/21", None, 3, 1, None],
    ["МБОУ «Кедровая СОШ»", "ОГЭ", "МА", 9, 2021, None, None, None, "не получен"],
    ["МБОУ «Липовая ООШ»", "ОГЭ", "МА", 9, 2021, None, 7, 7, None],
]


@pytest.mark.parametrize("file", ["a.xlsx", "a.xls", "a.ods", "a.csv"])
def test_flat_list(tmp_path: Path, file: str) -> None:
    book = read_rows(tmp_path, FLAT, file)
    assert book.problems == () and book.questions == ()
    assert [row.sitting for row in book.rows] == [
        vpr("МА", 5, 2018),
        vpr("РУ", 5, 2020, "autumn", sat=6),
        SittingMention("ege", "МА", "profile", 11, 11, 2020, ""),
        SittingMention("oge", "МА", "", 9, 9, 2020, ""),
        SittingMention("oge", "МА", "", 9, 9, 2020, ""),
    ]
    assert [row.state.value for row in book.rows] == ["valid", "valid", "valid", "not_received", "valid"]
    assert [(row.figures.participants, row.figures.failed) for row in book.rows] == [
        (20, 6), (21, 0), (3, 1), (None, None), (7, 7)
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_tables(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = save_csv(sheet_of(FLAT), tmp_path / "список.csv", encoding, delimiter)
    book = read(path, VOCABULARY)
    assert book.problems == () and book.questions == ()
    assert len(book.rows) == 5
    assert book.rows[0].cells[0].address == "G2"


def test_pasted_block() -> None:
    lines = [
        "Школа\tПриняло участие\tПолучили «2»",
        '"МБОУ ""Кедровая СОШ"""\t1 020\t306',
        "Липовая ООШ\t7\t0",
    ]
    book = read_block("\r\n".join(lines), VOCABULARY, title="ВПР МА 5 2021")
    assert book.problems == () and book.questions == ()
    assert [(r.school.name, r.figures.participants, r.figures.failed) for r in book.rows] == [
        ('МБОУ "Кедровая СОШ"', 1020, 306),
        ("Липовая ООШ", 7, 0),
    ]
    assert book.rows[0].sitting == vpr("МА", 5, 2020)
    assert book.source == "буфер обмена"


def marks(kind: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        ["Результаты ВПР по математике, 5 класс, 2021 год"],
        ["№", "Код ОО", "Наименование ОО", "Кол-во участников", "Отметки", None, None, None],
        [None, None, None, None, 2, 3, 4, 5],
    ]
    for at, (name, counts) in enumerate((("Кедровая СОШ", (3, 4, 2, 1)), ("Липовая ООШ", (0, 2, 2, 0))), 1):
        n = sum(counts)
        values: list[Cell] = list(counts)
        if kind == "share":
            values = [100 * one / n for one in counts]
        elif kind == "fraction":
            values = [one / n for one in counts]
        elif kind == "text":
            values = [f"{100 * one / n:.1f} %".replace(".", ",") for one in counts]
        rows.append([at, f"40{at}", name, n, *values])
    return rows


@pytest.mark.parametrize("kind", ["count", "share", "fraction", "text"])
def test_marks_are_told_by_their_sums(tmp_path: Path, kind: str) -> None:
    book = read_rows(tmp_path, marks(kind))
    assert book.problems == () and book.questions == ()
    found = [(r.school.code, r.figures.participants, r.figures.failed, r.figures.count_5) for r in book.rows]
    assert found == [("401", 10, 3, 1), ("402", 4, 0, 0)]
    assert {row.sitting for row in book.rows} == {vpr("МА", 5, 2020)}
    if kind != "count":
        assert book.rows[0].figures.failed_pct_e4 == 300_000


def test_count_and_share_side_by_side(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ОГЭ 2022. Русский язык"],
        ["Школа", "Писали", "Получили «2»", None, "Успеваемость, %", "Качество, %"],
        [None, "чел.", "чел.", "%", None, None],
        ["Кедровая СОШ", 30, 10, 33.3, 66.7, 20],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    (row,) = book.rows
    assert (row.figures.participants, row.figures.failed, row.figures.failed_pct_e4) == (30, 10, 333_000)
    assert row.sitting == SittingMention("oge", "РУ", "", 9, 9, 2021, "")


def test_pass_rate_stands_for_failed(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2023, 6 класс"],
        ["Школа", "Математика", None, "Русский язык", None],
        [None, "Кол-во", "Успеваемость", "Кол-во", "Успеваемость"],
        ["Кедровая СОШ", 10, 70, 8, 100],
        ["Липовая ООШ", 4, 25.0, 4, 50],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [row.figures.failed for row in book.rows] == [3, 0, 3, 2]


def test_states(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2021 весна 7 класс"],
        ["Школа", "МА", None, "РУ", None],
        [None, "участников", "«2»", "участников", "«2»"],
        ["Кедровая СОШ", 10, 3, "-", "-"],
        ["Липовая ООШ", "х", "x", 0, 0],
        ["Сосновая ООШ", None, None, "н/д", "н/д"],
        ["Ключевская ООШ", 5, 5, 5, "н/д"],
        ["Озёрная ООШ", 1, 0, "исключён", None],
    ]
    book = read_rows(tmp_path, rows)
    state = {(row.school.name, row.sitting.subject): row.state.value for row in book.rows}
    assert state == {
        ("Кедровая СОШ", "МА"): "valid",
        ("Кедровая СОШ", "РУ"): "not_conducted",
        ("Липовая ООШ", "МА"): "no_participants",
        ("Липовая ООШ", "РУ"): "no_participants",
        ("Сосновая ООШ", "МА"): "no_participants",
        ("Сосновая ООШ", "РУ"): "not_received",
        ("Ключевская ООШ", "МА"): "valid",
        ("Озёрная ООШ", "МА"): "valid",
        ("Озёрная ООШ", "РУ"): "excluded",
    }
    assert len(texts(book, Severity.REFUSED)) == 1


def test_impossible_figures_are_refused_with_address(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [FLAT[0], ["Кедровая СОШ", "ВПР", "МА", 5, 2019, None, 5, 6, None], *FLAT[2:]]
    book = read_rows(tmp_path, rows)
    (problem,) = book.problems
    assert problem.severity == Severity.REFUSED
    assert problem.where is not None and problem.where.address == "Лист1!H2"
    assert len(book.rows) == 4


def test_repeats(tmp_path: Path) -> None:
    same = read_rows(tmp_path, [*FLAT, FLAT[1]])
    assert len(same.rows) == 5 and [p.severity for p in same.problems] == [Severity.NOTE]
    other: list[Cell] = ['МБОУ "Кедровая СОШ"', "ВПР", "математика", 5, 2019, "весна", 20, 7, None]
    book = read_rows(tmp_path, [*FLAT, other])
    assert len(book.rows) == 4
    (text,) = texts(book, Severity.REFUSED)
    assert "Лист1!G2" in text and "Лист1!G7" in text


def test_classes_of_one_school_are_added_up(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2021, математика"],
        ["Школа", "Класс", "Участников", "«2»", "«3»", "«4»", "«5»"],
        ["Кедровая СОШ", "5А", 10, 3, 3, 3, 1],
        [None, "5Б", 8, 1, 3, 3, 1],
        ["Липовая ООШ", "5", 4, 0, 2, 2, 0],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [(r.school.name, r.figures.participants, r.figures.failed) for r in book.rows] == [
        ("Кедровая СОШ", 18, 4),
        ("Липовая ООШ", 4, 0),
    ]


def test_shares_of_classes_are_not_taken_for_the_school(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2021, математика"],
        ["Школа", "Класс", "Доля «2», %"],
        ["Кедровая СОШ", "5А", 20],
        ["Кедровая СОШ", "5Б", 60],
        ["Липовая ООШ", "5А", 25],
    ]
    book = read_rows(tmp_path, rows)
    assert [(row.school.name, row.figures.failed_pct_e4) for row in book.rows] == [("Липовая ООШ", 25 * E4)]
    (text,) = texts(book, Severity.REFUSED)
    assert "даны только доли" in text and "(А, Б)" in text


def test_a_refused_class_leaves_the_whole_school_out(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2021, математика"],
        ["Школа", "Класс", "Участников", "«2»", "«3»", "«4»", "«5»"],
        ["Кедровая СОШ", "5А", 10, 3, 3, 3, 1],
        ["Кедровая СОШ", "5Б", 8, 9, 3, 3, 1],
        ["Липовая ООШ", "5А", 4, 0, 2, 2, 0],
    ]
    book = read_rows(tmp_path, rows)
    assert [row.school.name for row in book.rows] == ["Липовая ООШ"]
    assert any(
        "одна из его частей (класс или день) отклонена" in text for text in texts(book, Severity.REFUSED)
    )


def test_a_refused_class_leaves_a_row_of_the_whole_school(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2024, 5 класс, математика"],
        ["Школа", "Класс", "Участников", "«2»", "«3»", "«4»", "«5»"],
        ["СОШ № 1", "", 20, 2, 8, 6, 4],
        ["СОШ № 1", "5а", 10, "много", 4, 3, 2],
    ]
    book = read_rows(tmp_path, rows)
    assert [row.figures.participants for row in book.rows] == [20]
    assert len(texts(book, Severity.REFUSED)) == 1


def test_sitting_from_sheet_and_file_names(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Школа", "Участников", "Доля «2», %"],
        ["Кедровая СОШ", 10, 30],
        ["Липовая ООШ", 4, 25],
    ]
    book = read(
        save([sheet_of(rows, "5 класс МА"), sheet_of(rows, "РУ 6")], tmp_path / "ВПР_2021_весна.xlsx"),
        VOCABULARY,
    )
    assert book.problems == () and book.questions == ()
    assert {row.sitting for row in book.rows} == {vpr("МА", 5, 2020), vpr("РУ", 6, 2020)}
    assert [row.figures.failed for row in book.rows] == [3, 1, 3, 1]


def test_what_is_not_said_is_asked_and_the_answer_used(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Школа", "Участников", "Получили «2»"], ["Кедровая СОШ", 10, 3]]
    path = save([sheet_of(rows)], tmp_path / "итоги.xlsx")
    book = read(path, VOCABULARY)
    assert book.rows == () and [question.key.split(":")[0] for question in book.questions] == [
        "family",
        "subject",
        "year",
    ]
    answers = {
        "family:итоги.xlsx": "rkr",
        "subject:итоги.xlsx:Лист1": "МА",
        "year:итоги.xlsx:Лист1": "2022/23",
    }
    again = read(path, VOCABULARY, answers)
    assert [question.key for question in again.questions] == ["grade:итоги.xlsx:Лист1"]
    done = read(path, VOCABULARY, {**answers, "grade:итоги.xlsx:Лист1": "8"})
    assert done.questions == ()
    assert [row.sitting for row in done.rows] == [SittingMention("rkr", "МА", "", 8, 8, 2022, "")]


def test_unknown_measure_is_asked(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Школа", "ВПР МА 5 2021", "ВПР РУ 5 2021"],
        ["Кедровая СОШ", 30, 10],
        ["Липовая ООШ", 0, 25],
    ]
    book = read_rows(tmp_path, rows)
    assert book.rows == ()
    (question,) = book.questions
    assert question.options
    done = read(tmp_path / "книга.xlsx", VOCABULARY, {question.key: "failed:percent"})
    assert [row.figures.failed_pct_e4 for row in done.rows] == [300_000, 100_000, 0, 250_000]


def test_school_named_in_the_title_of_its_own_workbook(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["МБОУ «Кедровая СОШ»"],
        ["Результаты ВПР 2021 (весна)"],
        ["Предмет", "Класс", "Писали", "«2»", "«3»", "«4»", "«5»"],
        ["Математика", 5, 10, 3, 3, 3, 1],
        ["Русский язык", 5, 9, 2, 3, 3, 1],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [(row.school.name, row.sitting) for row in book.rows] == [
        ("МБОУ «Кедровая СОШ»", vpr("МА", 5, 2020)),
        ("МБОУ «Кедровая СОШ»", vpr("РУ", 5, 2020)),
    ]


def test_subtotal_that_does_not_add_up_is_a_warning(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ЕГЭ 2021, физика"],
        ["Муниципалитет", "Школа", "Участников", "Не преодолели порог"],
        ["Ключевской район", "Кедровая СОШ", 10, 3],
        [None, "Липовая СОШ", 5, 0],
        [None, "Итого", 15, 4],
        ["Озёрский район", "Сосновая СОШ", 2, 1],
        [None, "Итого", 2, 1],
        [None, "Всего по области", 17, 4],
    ]
    book = read_rows(tmp_path, rows)
    assert len(book.rows) == 3 and book.rows[1].school.municipality == "Ключевской район"
    (text,) = texts(book, Severity.WARNING)
    assert "Лист1!D5" in text and "4" in text and "3" in text
    assert [(area.kind, area.name) for area in book.areas] == [
        ("district", "Ключевской район"),
        ("district", "Озёрский район"),
        ("region", ""),
    ]
    assert book.reconciled == 5


def test_several_tables_on_one_sheet(tmp_path: Path) -> None:
    head: list[Cell] = ["Школа", "Участников", "«2»"]
    rows: list[list[Cell]] = [
        ["ОГЭ 2022"],
        ["Математика"], head, ["Кедровая СОШ", 10, 3], ["Липовая ООШ", 4, 1], [],
        ["Русский язык"], head, ["Кедровая СОШ", 11, 2], ["Липовая ООШ", 5, 0],
    ]  # fmt: skip
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [(r.sitting.subject, r.figures.participants) for r in book.rows] == [
        ("МА", 10),
        ("МА", 4),
        ("РУ", 11),
        ("РУ", 5),
    ]


def test_sections_of_districts_and_footers(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2023. Физика. 8 класс"],
        ["ОО", "Кол-во участников", "Кол-во «2»"],
        ["Ключевской муниципальный район", None, None],
        ["Кедровая СОШ", 10, 3],
        ["Озёрский муниципальный район", None, None],
        ["Сосновая СОШ", 2, 1],
        ["Всего", 12, 4],
        ["Примечание: по данным школ", None, None],
        ["Исполнитель Ландышева", None, None],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == () and book.reconciled == 2
    assert [row.school.municipality for row in book.rows] == [
        "Ключевской муниципальный район",
        "Озёрский муниципальный район",
    ]


def test_nothing_recognised_is_said(tmp_path: Path) -> None:
    book = read_rows(tmp_path, [["Меню столовой"], ["Суп", "Каша"], [1, 2]])
    assert book.rows == () and len(texts(book, Severity.REFUSED)) == 1
    assert book.sheets[0].heading_rows is None and book.sheets[0].note


def test_subtotals_as_excel_itself_names_them(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Приложение № 1 к приказу от 15.12.2023 № 324"],
        ["ЕГЭ 2021-2022 учебный год, физика"],
        ["Район", "Школа", "Участников", "Не преодолели порог"],
        ["Ключевской район", "Кедровая СОШ", 10, 3],
        ["Ключевской район", "Липовая СОШ", 5, 0],
        ["Ключевской район Итог", None, 15, 3],
        ["Озёрский район", "Сосновая СОШ", 2, 1],
        ["Озёрский район Итог", None, 2, 1],
        ["Общий итог", None, 17, 4],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == () and book.reconciled == 6
    assert [(area.kind, area.name) for area in book.areas] == [
        ("district", "Ключевской район"),
        ("district", "Озёрский район"),
        ("region", ""),
    ]
    assert {row.sitting.school_year for row in book.rows} == {2021}


def test_line_of_figures_without_a_school_is_refused(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ОГЭ 2022, физика"],
        ["Школа", "Участников", "Не преодолели порог"],
        ["Кедровая СОШ", 10, 3],
        [None, 4, 1],
        ["Липовая СОШ", 5, 0],
    ]
    book = read_rows(tmp_path, rows)
    assert [row.school.name for row in book.rows] == ["Кедровая СОШ", "Липовая СОШ"]
    assert len(texts(book, Severity.REFUSED)) == 1 and book.areas == ()


def test_nameless_line_that_adds_up_is_a_total(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ОГЭ 2022, физика"],
        ["Школа", "Участников", "Не преодолели порог"],
        ["Кедровая СОШ", 10, 3],
        ["Липовая СОШ", 5, 0],
        [None, 15, 3],
    ]
    book = read_rows(tmp_path, rows)
    assert len(book.rows) == 2 and book.problems == () and book.reconciled == 2


def test_blanks_of_one_row_are_one_question_that_names_the_school(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР математика 5 класс, весна 2022"],
        ["Школа", "Писали", "% «2»", "% «3»", "% «4»", "% «5»"],
        ["Кедровая СОШ", 10, 30, 40, 20, 10],
        ["МБОУ «Липовая СОШ»", 5, "-", "-", 40, 20],
        ["Ольховая СОШ", 5, 20, 40, None, 20],
    ]
    first, second, other = read_rows(tmp_path, rows).questions
    assert "под «% „2“» стоит «-»" in first.text and "под «% „3“» стоит «-»" in second.text
    assert first.group == second.group != other.group and first.about == "МБОУ «Липовая СОШ»"
    assert not (first.suggestion or second.suggestion or other.suggestion)


def test_empty_failed_beside_participants_is_asked_once(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ЕГЭ 2022"],
        ["Школа", "Физика", None, "Химия", None],
        [None, "приняли участие", "не преодолели порог", "приняли участие", "не преодолели порог"],
        ["Кедровая СОШ", 10, 3, 5, None],
        ["Липовая СОШ", 5, None, None, None],
    ]
    (question,) = read_rows(tmp_path, rows).questions
    assert question.suggestion == "" and question.about == "Кедровая СОШ, Липовая СОШ"
    book = read(tmp_path / "книга.xlsx", VOCABULARY, {question.key: "zero"})
    assert [one.severity for one in book.problems] == [Severity.NOTE] and book.questions == ()
    assert [(r.figures.participants, r.figures.failed) for r in book.rows] == [
        (10, 3),
        (5, 0),
        (5, 0),
        (None, None),
    ]


def test_hidden_sheets_are_passed_over_and_said(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = save([sheet_of(FLAT, "Явный"), sheet_of(FLAT, "Скрытый")], tmp_path / "книга.xlsx")
    book = load_workbook(path)
    book["Скрытый"].sheet_state = "hidden"
    book.save(path)
    read_book = read(path, VOCABULARY)
    assert len(read_book.rows) == 5 and read_book.hidden == "usual"
    assert [one.text for one in read_book.problems] == ["Скрытый лист «Скрытый» пропущен."]
    whole = read(path, VOCABULARY, hidden="read")
    assert whole.problems[0].text == "Скрытый лист «Скрытый» прочитан."
    assert [sheet.school_rows for sheet in whole.sheets] == [5, 5]
    assert [(sheet.name, bool(sheet.note)) for sheet in read_book.sheets] == [
        ("Явный", False),
        ("Скрытый", True),
    ]


def test_year_given_by_the_user_fills_what_the_file_does_not_say(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ОГЭ, физика"],
        ["Школа", "Участников", "Получили «2»"],
        ["Кедровая СОШ", 10, 3],
    ]
    path = save([sheet_of(rows)], tmp_path / "книга.xlsx")
    (row,) = read(path, VOCABULARY, year=2020).rows
    assert row.sitting == SittingMention("oge", "ФИ", "", 9, 9, 2020, "")


def test_those_who_took_part_not_all_pupils(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ОГЭ 2022, физика"],
        ["Школа", "Кол-во выпускников", "Приняли участие", "Кол-во «2»", "% «2»", "Примечание"],
        ["Кедровая СОШ", 30, 10, 3, "30 %", "двое болели"],
        ["Липовая СОШ", 20, 8, 2, "25 %", None],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [(r.figures.participants, r.figures.failed) for r in book.rows] == [(10, 3), (8, 2)]


def test_count_and_share_in_one_cell(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ВПР 2024, весна, 4 класс"],
        ["Школа", "РУ", None, "МА", None],
        [None, "писали", "получили «2»", "писали", "получили «2»"],
        ["Кедровая СОШ", "10 чел.", "3 (30%)", "11 чел.", "0 (0%)"],
    ]
    book = read_rows(tmp_path, rows)
    assert book.problems == () and book.questions == ()
    assert [(r.figures.participants, r.figures.failed) for r in book.rows] == [(10, 3), (11, 0)]


def test_high_scores_below_a_hundred_are_joined_with_the_hundreds(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["ЕГЭ 2021, физика"],
        ["Школа", "Участников", "Не преодолели порог", "от 81 до 99 баллов", "100 баллов"],
        ["Кедровая СОШ", 10, 3, 1, 2],
    ]
    (row,) = read_rows(tmp_path, rows).rows
    assert (row.figures.high, row.figures.hundreds) == (3, 2)


def test_an_answer_about_empty_cells_holds_for_the_next_book_of_the_source(tmp_path: Path) -> None:
    def rows(year: int) -> list[list[Cell]]:
        return [
            [f"ЕГЭ {year}"],
            ["Школа", "Физика", None],
            [None, "приняли участие", "не преодолели порог"],
            ["Кедровая СОШ", 10, None],
        ]

    first = save([sheet_of(rows(2023), "2023")], tmp_path / "Итоги 2023.xlsx")
    second = save([sheet_of(rows(2024), "2024 ")], tmp_path / "Итоги_2024 (1).xls")
    (question,) = read(first, VOCABULARY).questions
    book = read(second, VOCABULARY, {question.key: "zero"})
    assert book.questions == () and [row.figures.failed for row in book.rows] == [0]
    assert [problem.reason for problem in book.problems] == [Reason.BLANK]
    other = read(
        save([sheet_of(rows(2024), "2024")], tmp_path / "Свод.xlsx"), VOCABULARY, {question.key: "zero"}
    )
    assert len(other.questions) == 1


def test_keys_of_questions_have_no_spaces_at_their_ends(tmp_path: Path) -> None:
    """Names of sheets may; nobody can type them."""
    rows: list[list[Cell]] = [
        ["ЕГЭ"],
        ["Школа", "приняли участие", "не преодолели порог"],
        ["Кедровая СОШ", 10, 1],
    ]
    questions = read(save([sheet_of(rows, "Химия ")], tmp_path / "а.xlsx"), VOCABULARY).questions
    assert [one.key for one in questions] == ["year:а.xlsx:Химия"]
    assert read(tmp_path / "а.xlsx", VOCABULARY, {"year:а.xlsx:Химия": "2024"}).questions == ()
