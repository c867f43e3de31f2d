"""Tables as offices draw them: what is a heading, a section, a torn row, a month, a target."""

from pathlib import Path

import pytest
from docx.document import Document as Word

from shnor_desktop.sheets.roadmap import contents
from shnor_desktop.sheets.roadmap.contents import Chosen, Contents, understand
from shnor_desktop.sheets.roadmap.plans import Fate
from shnor_desktop.sheets.roadmap.tables import read_clipboard, read_tables
from tests.sheets.roadmap.documents import drawn, written

Row = tuple[str, ...]


def understood(path: Path, *rows: Row, above: str = "") -> Contents:
    return understand(read_tables(written(path / "т.docx", lambda word: drawn(word, above, rows))))


def told(found: Contents, names: str = "fate number text due_text") -> list[Row]:
    (plan,) = found.plans
    return [tuple(str(getattr(row, name)) for name in names.split()) for row in plan.rows]


HEAD = ("№ п/п", "Наименование мероприятия", "Срок", "Ответственные")


def test_numbers_are_taken_out_of_texts_where_they_have_no_column(tmp_path: Path) -> None:
    rows = [("1.1. Семинар", "май", "ИМЦ"), ("1.2 Выезд", "июнь", "ИМЦ"), ("1.3. Отчёт", "", "")]
    found = understood(tmp_path, ("Мероприятие", "Сроки", "Ответственный исполнитель"), *rows)
    assert told(found, "number text") == [("1.1.", "Семинар"), ("1.2", "Выезд"), ("1.3.", "Отчёт")]


def test_a_numbered_row_whose_points_follow_is_a_section(tmp_path: Path) -> None:
    rows = [
        ("1", "Кадры", "", ""),
        ("1.1", "Курсы", "май", "ИМЦ"),
        ("2", "Прочее", "", ""),
        ("3", "Сайт", "", ""),
    ]
    assert told(understood(tmp_path, HEAD, ("1", "2", "3", "4"), *rows), "fate text") == [
        ("section", "Кадры"),
        ("activity", "Курсы"),
        ("activity", "Прочее"),
        ("activity", "Сайт"),
    ]


def test_a_row_torn_by_a_page_break_is_one_row(tmp_path: Path) -> None:
    rows = [
        ("1.", "Разработка и", "В конце", "ИМЦ"),
        ("", "реализация мониторинга", "каждой четверти", ""),
        HEAD,
        ("", "Самооценка педагогов", "в течение года", "ИМЦ"),
    ]
    assert [row for row in told(understood(tmp_path, HEAD, *rows)) if row[0] == "activity"] == [
        ("activity", "1.", "Разработка и реализация мониторинга", "В конце каждой четверти"),
        ("activity", "", "Самооценка педагогов", "в течение года"),
    ]


def test_two_days_of_one_due_are_from_and_to(tmp_path: Path) -> None:
    heading = ("Мероприятие", "Дата начала", "Дата окончания")
    found = understood(tmp_path, heading, ("Семинар", "01.09.2022", "30.09.2022"))
    assert told(found, "due_text") == [("01.09.2022 – 30.09.2022",)]


def test_months_ticked_across_and_months_as_titles_are_dues(tmp_path: Path) -> None:
    across = understood(
        tmp_path, ("№", "Мероприятие", "Сентябрь", "Октябрь", "Май"), ("1", "Семинар", "+", "", "х")
    )
    assert told(across, "due_text") == [("Сентябрь, Май",)]
    down = understood(
        tmp_path,
        ("№", "Мероприятие", "Ответственный"),
        ("Сентябрь",),
        ("1", "Сбор", "ИМЦ"),
        ("Май",),
        ("2", "Итог", "ИМЦ"),
    )
    assert [row[3] for row in told(down) if row[0] == "activity"] == ["Сентябрь", "Май"]


def test_a_column_before_the_work_divides_the_plan_and_marks_are_read(tmp_path: Path) -> None:
    heading = ("Направление", "Мероприятия", "Срок", "Результат", "Отметка об исполнении")
    found = understood(tmp_path, heading, ("Кадры", "Курсы", "март", "список", "выполнено"))
    assert told(found, "section text expected done") == [("Кадры", "Курсы", "список", "выполнено")]


def test_plain_text_from_a_spreadsheet_has_titles_in_one_cell() -> None:
    block = "План работы на 2022 год\t\t\n№\tМероприятие\tСрок\nРаздел 1. Кадры\t\t\n1\tКурсы\tмарт\n\tРодители\t\t\n2\tСбор\tмай\n"
    found = understand(read_clipboard(block))
    assert found.plans[0].title == "План работы на 2022 год"
    assert told(found, "fate text") == [
        ("section", "Раздел 1. Кадры"),
        ("activity", "Курсы"),
        ("section", "Родители"),
        ("activity", "Сбор"),
    ]


def test_a_page_of_the_clipboard_keeps_its_spans_and_loads_nothing() -> None:
    page = (
        "<html><style>td {}</style><body><p>План</p><table><tr><td>№</td><td>Мероприятия</td><td>Сроки</td></tr>"
        "<tr><td colspan=3>Кадры<img src='file:///etc/passwd'></td></tr>"
        "<tr><td>1</td><td><p>Курсы:</p><p>учителя</p></td><td rowspan=2>в\n течение  года</td></tr>"
        "<tr><td>2</td><td>Сбор<br>школ</td></tr></table>"
    )
    found = understand(read_clipboard("не это", page))
    assert told(found) == [
        ("section", "", "Кадры", ""),
        ("activity", "1", "Курсы:\nучителя", "в течение года"),
        ("activity", "2", "Сбор\nшкол", "в течение года"),
    ]


def test_targets_and_facts_stand_under_their_years(tmp_path: Path) -> None:
    heading = ("№", "Показатель", "Ед. изм.", "Базовое значение", "2022/23, план", "2022/23, факт")
    rows = [
        ("I. Результаты",),
        ("1", "Доля школ", "%", "45,5", "не менее 40", "36,25"),
        ("2", "Число курсов", "ед.", "-", "5", "н/д"),
        ("3", "Охват", "", "увеличение", "10%", ""),
    ]
    found = understood(tmp_path, heading, *rows)
    assert found.kinds == ("indicators",)
    assert [(one.number, one.group, one.unit) for one in found.indicators] == [
        ("1", "I. Результаты", "%"),
        ("2", "I. Результаты", "ед."),
        ("3", "I. Результаты", "%"),
    ]
    values = [[(one.column.role, one.value_e4) for one in row.figures] for row in found.indicators]
    assert values == [
        [("base", 455_000), ("target", 400_000), ("fact", 362_500)],
        [("target", 50_000), ("fact", None)],
        [("target", 100_000)],
    ]
    assert "увеличение" in found.indicators[2].doubt


@pytest.mark.parametrize("numbered", [False, True])
def test_a_passport_is_known_by_its_labels(tmp_path: Path, numbered: bool) -> None:
    rows = [
        ("Наименование программы", "«Качество»"),
        ("Цель", "Рост"),
        ("Задачи", "1. Раз;\n2. Два"),
        ("Другое", "х"),
    ]
    shown = [(str(at), *row) if numbered else row for at, row in enumerate(rows, start=1)]
    found = understood(tmp_path, *shown, above="ПАСПОРТ")
    assert [(one.label, one.text) for one in found.passport] == rows


def test_what_a_person_says_of_tables_columns_and_rows_counts(tmp_path: Path) -> None:
    path = written(
        tmp_path / "т.docx", lambda word: drawn(word, "", [("А", "май"), ("Семинар школ", "июнь")])
    )
    tables = read_tables(path)
    assert understand(tables).kinds == ("skip",)
    chosen = Chosen({0: contents.PLAN}, {0: {1: "due_text"}}, {(0, 1): Fate.SKIP})
    found = understand(tables, chosen)
    assert told(found) == [("skip", "", "А", "май"), ("activity", "", "Семинар школ", "июнь")]


def test_foreign_tables_are_no_plans(tmp_path: Path) -> None:
    found = understood(tmp_path, ("Школа", "Участников", "Не справились"), ("Заречная СОШ", "20", "5"))
    assert (found.plans, found.indicators, found.passport) == ((), (), ())


@pytest.mark.parametrize(
    "heading",
    [
        ("№ п.п.", "Перечень мероприятий", "Сроки исполнения", "Исполнители", "Планируемый результат"),
        ("п/№", "Содержание работы", "Дата", "Ответственные за исполнение", "Итоговый документ"),
        ("", "Виды работ", "Период выполнения", "ФИО ответственного", "Выход"),
        ("№", "Что нужно сделать", "До какого числа", "Кто делает", "Индикатор выполнения"),
        ("№\nп/п", "Меро-\nприятия", "Сроки", "Ответствен-\nный", "Управленческие\nрешения"),
    ],
)
def test_headings_are_known_by_their_meaning(tmp_path: Path, heading: Row) -> None:
    rows = [(str(at), f"Дело {at}", "май", "ИМЦ", "приказ") for at in (1, 2, 3)]
    assert told(understood(tmp_path, heading, *rows), "number text due_text responsible expected") == rows


def test_columns_nobody_knows_are_kept_in_the_note(tmp_path: Path) -> None:
    heading = ("Тема", "Форма", "Сроки", "Участники", "Состояние на 01.12.2021")
    found = understood(tmp_path, heading, ("Чтение", "вебинар", "май", "учителя", "просрочено"))
    assert told(found, "text note") == [("Чтение", "Форма: вебинар\nУчастники: учителя")]


def test_a_work_over_several_rows_has_its_dues_below_each_other(tmp_path: Path) -> None:
    def write(word: Word) -> None:
        drawn(word, "", [HEAD, ("1", "Семинар", "октябрь", "ИМЦ"), ("", "", "март", "УО")])
        table = word.tables[0]
        for column in (0, 1):
            table.cell(1, column).merge(table.cell(2, column))

    found = understand(read_tables(written(tmp_path / "т.docx", write)))
    rows = [row for row in told(found, "fate text due_text responsible") if row[0] == "activity"]
    assert rows == [("activity", "Семинар", "октябрь\nмарт", "ИМЦ\nУО")]


def test_a_unit_in_the_heading_is_that_of_the_rows_and_another_is_asked_about(tmp_path: Path) -> None:
    head = ("№", "Индикаторы", "Показатели (%)")
    rows = (
        ("1.", "Наличие модели", "1 шт."),
        ("2.", "Доля школ", "40%"),
        ("3.", "Доля учителей", "10"),
        ("4.", "Рост", "-"),
    )
    found = understood(tmp_path, head, *rows).indicators
    assert [one.unit for one in found] == ["шт.", "%", "%", ""]
    assert [bool(one.doubt) for one in found] == [True, False, False, False]
    assert found[0].doubt == "В заголовке «Показатели (%)» другая единица, чем в ячейке «1 шт.»."
