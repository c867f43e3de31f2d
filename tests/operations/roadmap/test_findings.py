"""What a check of a plan finds: what is proved, what is asked; and nothing in a plan that is in order."""

from datetime import date

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme.findings import Finding, told
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap.findings import findings
from shnor_desktop.operations.roadmap.rows import plan
from tests.operations.roadmap import facts
from tests.operations.roadmap.plans import Row, programme, section

DAY = date(2022, 2, 10)


def of(document: Document, uid: bytes) -> tuple[Finding, ...]:
    with document.read() as session:
        return findings(plan(session, uid, DAY))


def of_rows(document: Document, *rows: Row, **more: str) -> dict[str, str]:
    uid = programme(document, **more)  # type: ignore[arg-type]
    section(document, uid, "План", rows)
    return {one.code: one.text for one in of(document, uid)}


def test_a_plan_in_order_is_not_spoken_of(document: Document) -> None:
    assert (
        of_rows(
            document,
            ("1", "Создать рабочую группу", "сентябрь", "Управление"),
            ("2", "Провести диагностику затруднений", "до 15.11.2021", "ИМЦ"),
            ("3", "Подведение итогов", "май 2022", "Управление"),
            approved="2021-08-30",
        )
        == {}
    )


def test_rows_that_nobody_answers_for_and_that_have_no_due(document: Document) -> None:
    found = of_rows(document, ("1", "Диагностика", "", "ИМЦ"), ("2", "Мониторинг", "март", ""))
    assert found == {
        "due_missing": "Срок не указан: строка 1.",
        "responsible_missing": "Никто не отвечает: строка 2.",
    }


def test_who_only_takes_note_answers_for_nothing(document: Document) -> None:
    uid = programme(document)
    _, (row,) = section(document, uid, "План", [("1", "Принять к сведению", "", "")])
    with document.write("Вид") as session:
        save(session, "activity", row, {"kind": "statement"})
    assert of(document, uid) == ()


def test_dues_outside_the_period_and_before_the_approval(document: Document) -> None:
    found = of_rows(
        document,
        ("1", "Диагностика", "октябрь 2021", "ИМЦ"),
        ("2", "Мониторинг", "октябрь 2023 года", "ИМЦ"),
        approved="2021-11-26",
    )
    assert found["due_before_approval"] == "Программа утверждена 26.11.2021, а срок истёк раньше: строка 1."
    assert found["due_outside_period"].startswith("Строка 2: срок — октябрь 2023 года, вне периода")


def test_without_a_period_a_month_has_no_days(document: Document) -> None:
    uid = programme(document, days=("", ""))
    section(document, uid, "План", [("1", "Дело", "январь", "ИМЦ"), ("2", "Ещё", "потом" * 30, "ИМЦ")])
    found = {one.code: one.text for one in of(document, uid)}
    assert found["period_missing"] == "Период программы не указан, поэтому дни не определены: строка 1."
    assert len(found["due_unread"]) < 250
    with document.read() as session:
        assert [row.state for row in plan(session, uid, DAY).rows] == ["ask", "ask"]


def test_one_body_in_two_spellings_and_years_of_another_programme(document: Document) -> None:
    found = of_rows(
        document,
        ("1", "Карта на 2019-2020 годы", "сентябрь", "Руководители школ"),
        ("2", "Диагностика", "октябрь", "руководители школ."),
    )
    assert (
        found["responsible_case"]
        == "Ответственный написан по-разному: «Руководители школ», «руководители школ.»."
    )
    assert "названы годы: 2019, 2020" in found["two_periods"]


def test_the_same_work_with_two_dues_is_asked_about(document: Document) -> None:
    found = of_rows(
        document,
        ("1", "Разработать муниципальный проект качества", "март", "ИМЦ"),
        ("2", "Муниципальный проект качества", "ноябрь", "ИМЦ"),
    )
    assert "строки 1 и 2" in found["duplicate_activity"]


@pytest.mark.skipif(not facts.known("001"), reason="facts are not here")
def test_the_plan_of_the_first_facts(document: Document) -> None:
    found = of(document, facts.load_plan(document, "001"))
    texts = "\n".join(one.text for one in found if one.sure)
    for wanted in ("11–15, 17, 20", "Срок не указан: строка 8", "2020, 2021", "раньше, чем", "Самооценка"):
        assert wanted in texts
    codes = {one.code for one in found if one.sure}
    assert {"numbering_gap", "row_without_number", "number_style", "due_order"} <= codes


@pytest.mark.skipif(not facts.known("002"), reason="facts are not here")
def test_the_plan_of_the_second_facts(document: Document) -> None:
    found = of(document, facts.load_plan(document, "002"))
    by_code: dict[str, list[Finding]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(one)
    before = next(one.text for one in by_code["due_before_approval"] if one.sure)
    assert "строки 1, 2, 3, 4 и 21" in before
    assert "строка 5" in next(one.text for one in by_code["due_before_approval"] if not one.sure)
    assert "18, 20, 23, 24, 26, 27, 42 и 48" in by_code["result_missing"][0].text
    repeated = " ".join(one.text for one in by_code["repeated_text"])
    assert all(pair in repeated for pair in ("31 и 32", "49 и 50", "4 и 6"))
    assert "Строка 5" in by_code["due_without_year"][0].text
    assert "Строка 17" in by_code["due_contradictory"][0].text
    assert "Строки 37, 38 и 46" in by_code["due_year_unclear"][0].text
    assert "responsible_case" in by_code
    assert told(found)
