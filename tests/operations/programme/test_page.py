"""What a programme prints of its parts and of the records they draw."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.programme.forms import Forms
from shnor_desktop.operations.programme.grounds import cited
from shnor_desktop.operations.programme.page import meeting_label, programme_facts
from shnor_desktop.operations.records.records import save
from shnor_desktop.papers.programme.facts import FOR_HELP
from shnor_desktop.papers.tree.paper import Corner, Table, plain, runs_of
from shnor_desktop.rules.words.declension import Case
from tests.operations.district import District

GIVEN = {"kind": "municipal", "title": "Поддержка", "starts": "2021-09-01", "ends": "2022-08-31"}


def test_only_open_problems_of_its_schools_are_printed(document: Document) -> None:
    with document.write("программа") as session:
        own, other = (save(session, "school", None, {"name": name}) for name in ("Береговая", "Горная"))
        person = save(session, "person", None, {"name": "Образцова Анна Петровна", "school": own})
        uid = save(session, "programme", None, {**GIVEN, "schools": ((own, ""),)})
        save(session, "part", None, {"programme": uid, "place": "section", "draws": "problems"})
        problems: tuple[tuple[str, dict[str, Value]], ...] = (
            ("Нет учителя физики", {"school": own}),
            ("Нет сети наставников", {}),
            ("Не владеет методикой", {"person": person}),
            ("Снята давно", {"school": own, "closed_on": "2021-10-01"}),
            ("Чужая", {"school": other}),
            ("", {"school": own}),
        )
        for text, more in problems:
            save(session, "problem", None, {"kind": "risk", "text": text, **more})
        (section,) = programme_facts(session, uid).sections
    assert [one.text for one in section.lines] == ["Нет учителя физики;", "Нет сети наставников."]


def test_nothing_in_a_part_that_is_not_printed_is_printed(document: Document) -> None:
    with document.write("программа") as session:
        uid = save(session, "programme", None, GIVEN)

        def part(place: str, title: str, parent: bytes | None = None, **more: Value) -> bytes:
            given = {"programme": uid, "place": place, "title": title, "parent": parent, **more}
            one = save(session, "part", None, given)
            if place.startswith("plan"):
                save(session, "activity", None, {"part": one, "text": f"Дело {title}"})
            return one

        part("section", "Глава в скрытой", part("section", "Скрытая", off=True))
        plan = part("plan", "План")
        part("plan_section", "Б", part("plan_section", "А", plan, off=True))
        part("plan_section", "В", plan)
        part("plan_section", "Г", part("plan", "Скрытый план", off=True))
        part("section", "Мероприятия", draws="activities")
        part("passport", "Направления", draws="directions")
        part("passport", "Строка", part("passport", "Скрытая строка", off=True))
        facts = programme_facts(session, uid)
    assert sorted(one.title for one in facts.sections) == ["Мероприятия", "План"]
    for one in facts.sections:
        assert one.plan is not None
        told = [row.cells[1] if row.cells else row.title for row in one.plan.rows]
        assert told == ["Дело План", "В", "Дело В"]
    (row,) = facts.passport
    assert [line.text for line in row.lines] == ["В"]


@pytest.mark.parametrize(
    ("titles", "printed"),
    [
        (("Кадры", "Информация"), ["1. Кадры", "2. Информация"]),
        (("I. Кадры", "II. Информация"), ["I. Кадры", "II. Информация"]),
        (("1. Кадры", "2. Информация"), ["1. Кадры", "2. Информация"]),
        (("ИКТ", "Кадры"), ["1. ИКТ", "2. Кадры"]),
    ],
)
def test_directions_have_one_number(document: Document, titles: tuple[str, ...], printed: list[str]) -> None:
    with document.write("программа") as session:
        uid = save(session, "programme", None, GIVEN)
        plan = save(session, "part", None, {"programme": uid, "place": "plan"})
        save(
            session,
            "part",
            None,
            {"programme": uid, "place": "passport", "title": "Н", "draws": "directions"},
        )
        for at, title in enumerate(titles, start=1):
            kept: dict[str, Value | Linked] = {
                "programme": uid,
                "place": "plan_section",
                "parent": plan,
                "title": title,
                "position": at,
            }
            save(session, "part", None, kept)
        (row,) = programme_facts(session, uid).passport
    assert [line.text for line in row.lines] == printed


def test_only_what_took_place_is_printed_as_done(document: Document) -> None:
    with document.write("программа") as session:
        uid = save(session, "programme", None, GIVEN)
        plan = save(session, "part", None, {"programme": uid, "place": "plan"})
        row = save(session, "activity", None, {"part": plan, "text": "Семинары"})
        save(session, "part", None, {"programme": uid, "place": "section", "draws": "events"})
        for title, more in (
            ("Когда-то", {"date_text": "осенью"}),
            ("Без дня", {}),
            ("Второй", {"starts": "2021-10-01", "ends": "2021-10-31"}),
            ("Беседа", {"date_text": "01.10.2021"}),
            ("Отменён", {"starts": "2021-11-05", "outcome": "not_held"}),
            ("Начат", {"starts": "2021-11-06", "outcome": "partly"}),
            ("Впереди", {"starts": "2022-05-05"}),
            ("Словами впереди", {"date_text": "в мае 2022"}),
        ):
            save(
                session,
                "event",
                None,
                {"kind": "seminar", "title": title, "activities": ((row, ""),), **more},
            )
        facts = programme_facts(session, uid, date(2022, 1, 1))
    told = [line.text for one in facts.sections for line in one.lines]
    assert told == [
        "Беседа, 01.10.2021;",
        "Второй, 01.10.2021 – 31.10.2021;",
        "Начат, 06.11.2021, частично;",
        "Без дня;",
        "Когда-то, осенью.",
    ]


def test_a_part_draws_the_results_of_the_schools_of_the_programme(document: Document) -> None:
    with document.write("программа") as session:
        district = District(session)
        own, other = district.school("Береговая"), district.school("Горная")
        for year, failed in ((2017, 9), (2020, 4), (2021, 2)):
            held = district.sitting("oge", "МА", 9, year)
            district.result(own, held, 10, failed)
            district.result(other, held, 10, 10)
        uid = save(session, "programme", None, {**GIVEN, "schools": ((own, ""),)})
        save(
            session,
            "part",
            None,
            {"programme": uid, "place": "section", "title": "Итоги", "draws": "results"},
        )
        (section,) = programme_facts(session, uid, date(2022, 6, 1)).sections
        assert section.results is not None
        assert section.results.years == ("2020/21", "2021/22"), (
            "three years before it at most, none without results"
        )
        (line,) = section.results.lines
        assert [(one.pupils, one.failed) for one in line.cells] == [("10", "40,0"), ("10", "20,0")]
        assert all(len(one.source) == 1 for one in line.cells)
        paper = registry.compose(session, "programme", programme=uid)
        told = [plain(inline) for block in paper.blocks() for inline in runs_of(block)]
        assert "20,0" in told and any("школы программы" in one for one in told)


def test_what_has_nothing_to_draw_is_left_out_and_told(document: Document) -> None:
    with document.write("программа") as session:
        uid = save(session, "programme", None, {"kind": "municipal", "title": "Без дат"})
        upper = None
        for place, title, draws, text in (
            ("section", "Итоги", "results", ""),
            ("section", "Проблемы", "problems", "Их нет"),
            ("section", "Управление", "", ""),
            ("plan", "План", "", ""),
            ("appendix", "Приложение 1", "results", ""),
            ("section", "II. Цель", "", ""),
            ("section", "2.1 Цель", "", "Текст"),
            ("section", "Глава", "", ""),
        ):
            given: dict[str, Value | Linked] = {"programme": uid, "place": place, "title": title}
            upper = save(session, "part", None, {**given, "draws": draws, "text": text})
        under = {"programme": uid, "place": "section", "title": "Под ней", "text": "Текст", "parent": upper}
        save(session, "part", None, under)
        paper = registry.compose(session, "programme", programme=uid)
    told = [plain(inline) for block in paper.blocks() for inline in runs_of(block)]
    assert not {"Итоги", "Приложение 1"} & set(told)
    assert {"Проблемы", "Их нет", "Управление", "План", "Глава", "Под ней"} <= set(told)
    nothing = "не напечатан: того, что он выводит, в файле нет."
    assert set(paper.doubts) == {
        f"Раздел «Итоги» {nothing}",
        f"Раздел «Приложение 1» {nothing}",
        "Раздел «Управление» пуст. Напишите его текст или отметьте у раздела «Не печатать».",
        "Раздел «План» пуст. Внесите мероприятия или отметьте у раздела «Не печатать».",
    }


def test_the_corner_says_whose_paper_approved_it(document: Document) -> None:
    def basis(name: str, typed: str = "") -> str:
        with document.write("программа") as session:
            office = save(session, "office", None, {"name": name})
            if typed:
                save(session, "word_form", None, {"text": name, "case": "genitive", "form": typed})
            paper = save(
                session,
                "paper",
                None,
                {"kind": "order", "issuer": office, "date": "2021-09-01", "number": "5"},
            )
            uid = save(session, "programme", None, {**GIVEN, "approved_by": paper})
            approval = programme_facts(session, uid).meta.approval
        return approval.basis if approval is not None else ""

    assert (
        basis("Управление образования Заречного района") == "приказом управления образования Заречного района"
    )
    assert basis("РИМЦ «Маяк»", "Муниципального центра «Маяк»") == "приказом муниципального центра «Маяк»"
    assert basis("Фыва") == "приказом"


def test_an_appendix_has_its_mark_and_every_school_at_every_sitting(document: Document) -> None:
    with document.write("программа") as session:
        district = District(session)
        own, other = district.school("Береговая"), district.school("Горная")
        for family, grade, year, failed in (("vpr", 6, 2020, 4), ("oge", 9, 2020, 2), ("oge", 9, 2015, 1)):
            district.result(own, district.sitting(family, "МА", grade, year), 10, failed)
        of: dict[str, Value | Linked] = {**GIVEN, "schools": ((own, ""), (other, ""))}
        uid = save(session, "programme", None, of)
        for title in ("Итоги", "Приложение 5. Списки"):
            given: dict[str, Value | Linked] = {
                "programme": uid,
                "place": "appendix",
                "title": title,
                "draws": "results",
            }
            save(session, "part", None, given)
    with document.read() as session:
        paper = registry.compose(session, "programme", programme=uid)
    first, second = (one for one in paper.sections if one.landscape)
    corners = [next(one.lines for one in each.blocks if isinstance(one, Corner)) for each in (first, second)]
    assert [lines[0].replace("\u00a0", " ") for lines in corners] == ["Приложение № 1", "Приложение 5"]
    assert {lines[1].replace("\u00a0", " ") for lines in corners} == {"к муниципальной программе"}
    tables = [one for one in first.blocks if isinstance(one, Table)]
    assert [plain(one.caption).partition("– ")[2] for one in tables] == [
        "ВПР: результаты школ",
        "ОГЭ: результаты школ",
    ]
    assert [cell.text for cell in tables[1].head[1].cells] == ["n", "«2», %"]
    marks = "n – число участников; «–» – не проводилось или сведений нет."
    assert [[plain(note).replace("\u00a0", " ") for note in one.notes] for one in tables] == [
        [marks, FOR_HELP, "МА – математика."],
        [marks],
    ]
    told = [[cell.text for cell in row.cells] for row in tables[1].rows]
    assert told == [["Береговая", "10", "20,0"], ["Горная", "–", "–"]], "what is older has no column"


def test_a_section_tells_the_schools_the_grounds_and_the_figures_beside_the_district(
    document: Document,
) -> None:
    with document.write("программа") as session:
        names = (("Береговая", "secondary"), ("Горная", "secondary"), ("Лесная", "basic"))
        own, *_ = (save(session, "school", None, {"name": name, "form": form}) for name, form in names)
        save(session, "school", None, {"name": "Филиал в с. Луг", "parent": own})
        act = save(
            session, "act", None, {"kind": "decree", "issuer_text": "Правительство РФ", "number": "295"}
        )
        of: dict[str, Value | Linked] = {**GIVEN, "schools": ((own, ""),), "acts": ((act, ""),)}
        uid = save(session, "programme", None, of)
        for draws in ("schools", "acts", "results"):
            save(session, "part", None, {"programme": uid, "place": "section", "draws": draws})
        name = save(session, "part", None, {"programme": uid, "place": "passport", "draws": "programme"})
        value = save(session, "indicator", None, {"use": "context", "text": "успеваемость", "unit": "%"})
        for school, fact in ((own, 980_000), (None, 975_000)):
            kept = {"indicator": value, "school": school, "year": 2020, "fact_e4": fact}
            save(session, "indicator_value", None, kept)
        facts = programme_facts(session, uid, date(2022, 6, 1))
    schools, grounds, results = facts.sections
    assert [one.text.replace("\u00a0", " ") for one in schools.lines] == [
        "В муниципалитете 3 общеобразовательные организации: 1 основная и 2 средние.",
        "В программе участвует 1 школа:",
        "Береговая; филиалы: Филиал в с. Луг.",
    ]
    assert [one.text for one in grounds.lines] == [
        "Программа разработана в соответствии с:",
        "постановлением Правительства РФ № 295.",
    ]
    (context,) = results.context
    figures = {whose: [one.text for one in cells] for _, _, whose, cells in context.rows}
    assert (context.years, figures) == (("2020/21",), {"Береговая": ["98,0"], "район": ["97,5"]})
    assert all(one.source for one in schools.lines)
    (row,) = facts.passport
    assert row.lines[0].text == "«Поддержка» (далее – Программа)" and row.source == (("part", name),)


def test_marks_are_explained_where_they_stand(document: Document) -> None:
    with document.write("программа") as session:
        district = District(session)
        own = district.school("Береговая")
        district.result(own, district.sitting("vpr", "МА", 6, 2020), 10, 4)
        uid = save(session, "programme", None, {**GIVEN, "schools": ((own, ""),)})
        save(session, "part", None, {"programme": uid, "place": "appendix", "draws": "results"})
    with document.read() as session:
        paper = registry.compose(session, "programme", programme=uid)
    (table,) = (one for one in paper.blocks() if isinstance(one, Table))
    notes = [plain(one).replace("\u00a0", " ") for one in table.notes]
    assert table.rows and notes == ["n – число участников.", FOR_HELP, "МА – математика."]


def test_an_examination_tells_the_share_below_its_threshold(document: Document) -> None:
    with document.write("программа") as session:
        district = District(session)
        own = district.school("Береговая")
        for family, grade in (("ege", 11), ("oge", 9)):
            district.result(own, district.sitting(family, "РУ", grade, 2020), 10, 4)
        uid = save(session, "programme", None, {**GIVEN, "schools": ((own, ""),)})
        save(session, "part", None, {"programme": uid, "place": "section", "draws": "results"})
    with document.read() as session:
        paper = registry.compose(session, "programme", programme=uid)
    heads = {
        plain(one.caption).partition("Результаты ")[2]: [cell.text for cell in one.head[0].cells]
        for one in paper.blocks()
        if isinstance(one, Table)
    }
    assert "Ниже порога, %" in heads["ЕГЭ"] and "Доля «2», %" not in heads["ЕГЭ"]
    assert "Доля «2», %" in heads["ОГЭ"]


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (
            {"kind": "law", "number": "273-ФЗ", "title": "Об образовании"},
            "федеральным законом № 273-ФЗ «Об образовании»",
        ),
        ({"kind": "law", "number": "4-ФКЗ"}, "федеральным конституционным законом № 4-ФКЗ"),
        ({"kind": "law", "number": "712-41-ОЗ"}, "законом № 712-41-ОЗ"),
        ({"kind": "charter", "title": "Устав", "number": "1"}, "уставом № 1"),
        ({"kind": "other", "title": "Концепция"}, "«Концепция»"),
    ],
)
def test_an_act_is_called_by_its_number_and_not_twice(
    document: Document, act: dict[str, Value], told: str
) -> None:
    with document.write("Основание") as session:
        uid = save(session, "act", None, act)
        assert cited(session, Forms(session), "act", uid, Case.INSTRUMENTAL) == told


@pytest.mark.parametrize(
    ("act", "told", "of"),
    [
        (
            {"issuer_text": "РФ", "date": "1993-12-12"},
            "Конституция Российской Федерации",
            "Конституции Российской Федерации",
        ),
        ({"title": "Конституция РФ", "number": "1"}, "Конституция РФ", "Конституции РФ"),
        (
            {"issuer_text": "Республика Карелия"},
            "Конституция Республики Карелия",
            "Конституции Республики Карелия",
        ),
        (
            {"kind": "law", "issuer_text": "РФ", "title": "Конституция"},
            "Конституция Российской Федерации",
            "Конституции Российской Федерации",
        ),
        ({"title": "«Конституция»"}, "Конституция Российской Федерации", "Конституции Российской Федерации"),
    ],
)
def test_a_constitution_is_cited_by_its_name_alone(
    document: Document, act: dict[str, Value], told: str, of: str
) -> None:
    with document.write("Основание") as session:
        uid, forms = save(session, "act", None, {"kind": "constitution", **act}), Forms(session)
        assert cited(session, forms, "act", uid, None) == told
        assert cited(session, forms, "act", uid, Case.GENITIVE) == of


def test_a_meeting_of_the_group_is_called_so_before_its_agenda() -> None:
    label = "Заседание рабочей группы:"
    assert meeting_label("seminar", "Заседание рабочей группы") == ("", "Заседание рабочей группы")
    assert meeting_label("group_meeting", "обсуждение") == (label, "обсуждение")
    assert meeting_label("group_meeting", "Заседание рабочей группы: итоги") == (label, "итоги")
    assert meeting_label("group_meeting", "Заседание рабочей группы\n  итоги") == (label, "  итоги")
