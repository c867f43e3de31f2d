"""What the check says of the words of a programme: offices' slips of several kinds are found, what only looks alike is not."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme.findings import Finding, of_programme
from shnor_desktop.operations.records.records import save

YEARS = {"starts": "2024-01-01", "ends": "2025-12-31", "period_label": "2024–2025 годы"}


class Made:
    """Programmes of one document, each checked for itself."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def check(self, fill: Callable[[Session, bytes], object], **given: object) -> tuple[Finding, ...]:
        with self._document.write("Программа") as session:
            kept: dict[str, Any] = {
                "kind": "municipal",
                "title": "Программа поддержки школ",
                **YEARS,
                **given,
            }
            uid = save(session, "programme", None, kept)
            fill(session, uid)
        with self._document.read() as session:
            return of_programme(session, uid)

    def parts(self, *parts: tuple[str, str, str], **given: object) -> tuple[Finding, ...]:
        """Parts as (place, title, text)."""

        def fill(session: Session, uid: bytes) -> None:
            for at, (place, title, text) in enumerate(parts, start=1):
                kept: dict[str, Any] = {
                    "programme": uid,
                    "place": place,
                    "title": title,
                    "text": text,
                    "position": 1000 * at,
                }
                save(session, "part", None, kept)

        return self.check(fill, **given)


@pytest.fixture
def made(document: Document) -> Made:
    return Made(document)


def of_code(found: Iterable[Finding], code: str) -> list[Finding]:
    return [one for one in found if one.code == code]


# ---- units in headings

_Case = tuple[dict[str, str], dict[str, str], tuple[str, ...]]
WITH_UNITS: tuple[_Case, ...] = (
    ({"title": "Показатели (%)"}, {}, ("%", "шт.")),
    ({"title": "Целевые значения, %"}, {}, ("шт.",)),
    ({"title": "Показатели", "columns": "number=№; target=План, чел."}, {}, ("%", "чел.")),
    ({"title": "Показатели"}, {"group": "Охват (чел.)"}, ("чел.", "%")),
    ({"title": "Показатели"}, {"criterion": "Средние результаты, баллов"}, ("балл", "%")),
    ({"title": "Показатели в штуках (шт.)"}, {}, ("шт", "%", "шт.")),
)
WITHOUT_UNITS: tuple[_Case, ...] = (
    ({"title": "Показатели (%)"}, {}, ("%", "процент")),
    ({"title": "Показатели"}, {}, ("%", "шт.", "чел.")),
    ({"title": "Показатели (%)"}, {}, ("%", "")),
    ({"title": "Показатели (индикаторы)"}, {}, ("%", "шт.")),
    ({"title": "Показатели, план и факт"}, {}, ("%", "чел.")),
    ({"title": "Доля школ, % и число школ"}, {}, ("%", "шт.")),
    ({"title": "Показатели", "columns": "number=№; text=Показатель; target=План"}, {}, ("%", "шт.")),
    ({"title": "Показатели"}, {"group": "Охват (чел.)"}, ("чел.", "человек")),
    ({"title": "Показатели"}, {"criterion": "Средние результаты (баллов)"}, ("балл.", "баллы")),
    ({"title": "Показатели"}, {"group": "1. Кадры", "criterion": "по школам"}, ("%", "ед.")),
    ({"title": "Показатели (шт.)"}, {}, ("шт", "штук", "шт.")),
)


def indicators(
    made: Made, part: dict[str, str], of_each: dict[str, str], units: Iterable[str]
) -> list[Finding]:
    def fill(session: Session, uid: bytes) -> None:
        kept: dict[str, Any] = {"programme": uid, "place": "section", "draws": "indicators", **part}
        save(session, "part", None, kept)
        for place, unit in enumerate(units, start=1):
            given: dict[str, Any] = {
                "programme": uid,
                "use": "programme",
                "text": f"Показатель {place}",
                "unit": unit,
                **of_each,
            }
            given |= {"position": 1000 * place, "number": f"{place}."}
            save(session, "indicator", None, given)

    return of_code(made.check(fill), "unit_in_heading")


def test_a_heading_that_names_the_unit_of_all_has_rows_of_no_other(made: Made) -> None:
    for part, of_each, units in WITH_UNITS:
        (found,) = indicators(made, part, of_each, units)
        assert found.sure and found.uids, part
    for part, of_each, units in WITHOUT_UNITS:
        assert indicators(made, part, of_each, units) == [], (part, of_each, units)


# ---- years

SCHOOL_YEAR = (
    "В 2024-2025 учебном году реализованы мероприятия",
    "план помощи на 2024–2025 учебный год",
    "за 2024 - 2025 уч. год проведено",
    "результаты 2024-25 учебного года",
    "в 2024—2025 учебном году начата работа",
)
OTHER_YEARS = (
    "в 2024-2025 годах реализованы мероприятия",
    "в 2024/25 учебном году и в 2025/26 учебном году",
    "результаты 2023-2024 учебного года и 2024-2025 учебного года",
    "в 2023-2024 учебном году выявлены школы",
    "план на 2024 год и на 2025 год",
    "в 2025-2026 учебном году работа продолжится",
    "с 2024 по 2025 год",
    "учебный год, отчётный период",
    "за 2024 год; учебная неделя",
    "весь период 2024–2025 гг.",
)


def test_a_school_year_is_not_two_calendar_years(made: Made) -> None:
    for text in SCHOOL_YEAR:
        (found,) = of_code(made.parts(("section", "Ход работы", text)), "two_periods")
        assert found.sure and "годы календарные или учебный?" in found.text, text
    for text in OTHER_YEARS:
        told = [one.text for one in made.parts(("section", "Ход работы", text))]
        assert not any("годы календарные" in one for one in told), text
    school = {"starts": "2024-09-01", "ends": "2025-08-31", "year_kind": "school"}
    for text in SCHOOL_YEAR:
        assert of_code(made.parts(("section", "Ход работы", text), **school), "two_periods") == []


# ---- one text in two parts

LONG = "Повышение качества преподавания, управления и условий обучения в школах района через единую систему методической помощи учителю"
AGAIN = (
    (LONG, LONG),
    (LONG, f"- {LONG.replace('Повышение', 'Повысить')};"),
    (f"Обоснование: {LONG}", LONG.lower()),
    (LONG, f"1. Первое.\n2. {LONG.replace('единую систему', 'систему')}."),
    (f"Введение.\n{LONG}.", f"{LONG.replace('учителю', 'учителям')}"),
)
APART = (
    (LONG, "Создание условий для роста педагогов через сеть объединений, курсов и открытых уроков в каждой из школ района"),
    ("Повышение качества преподавания в школах", "Повышение качества преподавания в школах"),
    (LONG, "Повышение качества преподавания"),
    (LONG, f"{LONG} и дополнительно через обмен опытом между школами, конкурсы, стажировки, площадки, семинары и взаимные посещения"),
    (LONG, ""),
    ("Школы с низкими результатами обучения получают помощь методистов центра каждый месяц учебного года по плану",
     "Школы с высокими результатами делятся опытом на открытых уроках и семинарах не реже раза в четверть"),
    ("", ""),
    (LONG, "Управление образования контролирует исполнение программы и отчитывается о ней перед главой района каждое полугодие года"),
    ("1. Найти.\n2. Помочь.", "1. Найти.\n2. Помочь."),
    ("В районе семь школ, из них две основные и пять средних, все в сельской местности и малочисленные",
     "В программу вошли три школы, из них одна основная и две средние, остальные участвуют в работе сети района"),
)  # fmt: skip


def test_a_text_that_stands_in_two_parts_is_told(made: Made) -> None:
    for first, second in AGAIN:
        found = made.parts(("section", "Обоснование", first), ("section", "Ход работы", second))
        (twice,) = of_code(found, "repeated_text")
        assert twice.sure and len(twice.uids) == 2
    for first, second in APART:
        found = made.parts(("section", "Обоснование", first), ("section", "Ход работы", second))
        assert of_code(found, "repeated_text") == [], first
    assert (
        of_code(made.parts(("passport", "Идея", LONG), ("section", "Ход работы", LONG)), "repeated_text")
        == []
    )


# ---- lists in two places


def test_directions_of_the_passport_are_the_sections_of_the_plan(made: Made) -> None:
    plan = [
        ("plan", "План", ""),
        *(("plan_section", one, "") for one in ("Кадры", "Информация", "Мониторинг")),
    ]
    typed = "1. Кадры проекта\n2. Информация\n3. Мониторинг"
    (found,) = of_code(made.parts(("passport", "Направления", typed), *plan), "two_lists_differ")
    assert found.sure and found.text.endswith("Кадры.")
    same = "· Кадры;\n· информация;\n· мониторинг."
    assert of_code(made.parts(("passport", "Направления", same), *plan), "two_lists_differ") == []
    others = "Работа с детьми\nРабота с семьёй"
    assert of_code(made.parts(("passport", "Направления", others), *plan), "two_lists_differ") == []


def test_tasks_among_other_words_of_a_section(made: Made) -> None:
    row = ("passport", "Задачи", "1. Найти школы.\n2. Помочь школам.\n3. Обучить учителей.")
    about = "Цели, задачи, срок"

    def told(text: str) -> list[str]:
        return [one.text for one in of_code(made.parts(row, ("section", about, text)), "two_lists_differ")]

    (numbers,) = told("Цель: качество.\nНайти школы.\nПомочь школам.\nОбучить учителей.")
    assert "в одном месте пункты с номерами" in numbers
    (lost,) = told("Цель: качество.\n1. Найти школы.\n2. Помочь школам.")
    assert lost.endswith("обучить учителей.")
    assert told("Цель: качество.\nСовсем о другом.") == []


# ---- what stands beside the programme


def test_acts_that_were_over_before_the_programme_began(made: Made) -> None:
    def with_act(**act: str) -> list[Finding]:
        def fill(session: Session, uid: bytes) -> None:
            kept = {
                "kind": "instruction",
                "issuer_text": "Министерство",
                "number": str(len(act["title"])),
                **act,
            }
            save(session, "programme", uid, {"acts": ((save(session, "act", None, kept), ""),)})

        return of_code(made.check(fill), "act_expired")

    for act in (
        {"title": "О стратегии на 2012–2017 годы"},
        {"title": "О мерах на 2021 - 2023 гг.!"},
        {"title": "О мониторинге", "valid_to": "2023-06-01"},
    ):
        (found,) = with_act(**act)
        assert not found.sure and found.text.endswith("Действует ли оно?")
    for act in (
        {"title": "О госпрограмме на 2018–2025 годы."},
        {"title": "Об образовании"},
        {"title": "Об итогах 2019 года в районе"},
        {"title": "О мерах на 2012–2017 годы, изменённых", "valid_to": "2030-01-01"},
    ):
        assert with_act(**act) == []


def test_a_school_is_named_as_it_is_called(made: Made, document: Document) -> None:
    with document.write("Школы") as session:
        save(session, "school", None, {"name": "МБОУ «Кедровая ООШ»"})
        save(
            session,
            "school",
            None,
            {"name": "МБОУ «Луговская СОШ № 2»", "official_name": "муниципальное «Луговская СОШ № 2»"},
        )

    def told(text: str) -> list[str]:
        return [
            one.text for one in of_code(made.parts(("section", "Школы", text)), "name_two_ways") if one.sure
        ]

    for text in (
        "МКОУ «Кедровая школа» и её учителя",
        "опыт МКОУ «Кедровая ООШ»",
        "в «Кедровая СОШ» открыт класс",
        "МБОУ «Луговская ООШ № 2»",
        "учреждение «Кедровая основная школа Заречного района»",
    ):
        assert len(told(text)) == 1, text
    for text in (
        "МБОУ «Кедровая ООШ» и МБОУ «Луговская СОШ № 2»",
        "МБОУ «Луговская СОШ №2»",
        "Кедровая школа принимает гостей",
        "учителя Кедровой школы и Луговской СОШ",
        "муниципальное учреждение «Кедровая ООШ»",
        "школа «Кедровая ООШ»",
        "МБОУ «Луговская СОШ № 3»",
        "МКОУ «Сосновая ООШ»",
        "программа «Школа росы»",
        "все школы района",
    ):
        assert told(text) == [], text


def test_an_exam_that_was_not_held_has_no_results(made: Made) -> None:
    def told(text: str) -> list[Finding]:
        return of_code(made.parts(("section", "Анализ", text)), "sitting_not_held")

    for text in ("По ОГЭ 2020 года", "ВПР и ОГЭ, прошедших в 2019, 2020 годах", "ОГЭ за 2019–2020 годы"):
        (found,) = told(text)
        assert not found.sure
    for text in (
        "ОГЭ 2021 года",
        "В 2020 году ОГЭ не проводился. ОГЭ 2021 года сдали все",
        "ВПР 2020 года",
        "ОГЭ за 2020/21 учебный год",
        "ОГЭ отменили в 2020 году",
        "ОГЭ 2018–2021 годов",
    ):
        assert told(text) == [], text


def test_marks_of_an_exam_that_gives_none(made: Made) -> None:
    def told(text: str) -> list[Finding]:
        def fill(session: Session, uid: bytes) -> None:
            save(
                session,
                "indicator",
                None,
                {"programme": uid, "use": "programme", "text": text, "number": "1."},
            )

        return of_code(made.check(fill), "indicator_slip")

    for text in ("Доля получивших оценку «2» по математике ЕГЭ", "Доля с отметкой 2 на ЕГЭ"):
        assert len(told(text)) == 1
    for text in (
        "Доля отметок «2» на ОГЭ",
        "Доля отметок «2» на ОГЭ и ЕГЭ",
        "ЕГЭ базовая: доля отметок «2»",
        "Средний балл ЕГЭ",
    ):
        assert told(text) == []


def test_slips_are_told_with_their_place_and_not_without_end(made: Made) -> None:
    (found,) = of_code(made.parts(("section", "Ход работы", "Итоги.. Планы")), "typography")
    assert found.text == "«Ход работы»: две точки подряд: „Итоги.. Планы“."
    many = "\n".join(f"пункт {place}.. о школе № {place} района" for place in range(100, 140))
    texts = [one.text for one in of_code(made.parts(("section", "Ход работы", many)), "typography")]
    assert len(texts) == 31 and texts[-1] == "И ещё замечаний к оформлению: 10."
