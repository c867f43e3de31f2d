"""What the check finds in what was done and decided; put right, it finds nothing."""

from datetime import date
from typing import Any

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap.execution_findings import remarks
from shnor_desktop.operations.roadmap.rows import plan
from tests.operations.roadmap.plans import done, programme, section

ROWS = (("1.", "Семинар", "январь", "ИМЦ"), ("2.", "Выезд", "март", "ИМЦ"))


def found(document: Document, uid: bytes) -> dict[str, str]:
    with document.read() as session:
        told = remarks(session, plan(session, uid, date(2022, 6, 1)))
        return {one.code: one.text.replace("\u00a0", " ") for one in told}


def put(document: Document, code: str, uid: bytes | None = None, **given: Any) -> bytes:
    with document.write("Правка") as session:
        return save(session, code, uid, given)


def test_what_was_done_apart_from_the_plan_without_days_or_outside_the_period(document: Document) -> None:
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS)
    first = put(document, "event", kind="seminar", title="Первый", date_text="15.12.2021")
    second = put(document, "event", kind="visit", title="Второй", date_text="18.02.22")
    third = put(document, "event", kind="visit", title="Третий")
    old = put(document, "event", kind="visit", title="Давний", starts="2020-11-01", ends="2020-11-30")
    told = found(document, uid)
    assert told["execution_without_plan"].startswith("Не связано со строками плана 4 из 4")
    assert told["execution_without_date"] == "Дата не указана у 1 из 4 сделанных дел: «Третий»."
    assert "«Давний», ноябрь 2020" in told["date_outside_period"]
    assert told["date_style"] == "Даты сделанного написаны по-разному: «15.12.2021» и «18.02.22»."
    for one, row in ((first, rows[0]), (second, rows[0]), (third, rows[1]), (old, rows[1])):
        put(document, "event", one, activities=((row, ""),))
    put(document, "event", second, date_text="18.02.2022")
    put(document, "event", third, starts="2022-03-01")
    put(document, "event", old, starts="2021-11-01", ends="2021-11-30")
    assert found(document, uid) == {}


def test_decisions_without_due_addressee_or_with_other_years(document: Document) -> None:
    uid = programme(document, days=("2021-01-01", "2022-12-31"))
    event = put(document, "event", kind="heads_meeting", title="Совещание")
    decided: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Принять к сведению анализ за 2020-2021 годы", {"kind": "statement"}),
        ("Представить проект следующей карты на 2021-2022 годы", {"responsible": "ИМЦ"}),
        ("Разместить на сайте", {"due_text": "до 1 марта"}),
        ("Контроль оставляю за собой", {"kind": "control", "responsible": "начальник"}),
    )
    made = [put(document, "activity", event=event, text=text, **given) for text, given in decided]
    told = found(document, uid)
    assert told["decision_without_due"].startswith("Срока нет у 1 из 2 поручений: «Представить проект")
    assert told["addressee_missing"] == "Не сказано, кому поручено: «Разместить на сайте»."
    assert told["two_periods"].endswith("это годы нынешней.")
    assert "нет даты, места, присутствующих" in told["requisites_missing"]
    assert "execution_without_plan" not in told, "a meeting that decided is no work of the plan"
    put(document, "event", event, starts="2022-02-01", place="Заречье", people=12)
    put(document, "activity", made[0], text="Принять к сведению анализ за 2021-2022 годы")
    put(
        document,
        "activity",
        made[1],
        text="Представить проект следующей карты на 2023-2024 годы",
        due_text="март",
    )
    put(document, "activity", made[2], responsible="ИМЦ")
    assert found(document, uid) == {}


def test_beside_another_programme_only_what_carries_out_its_own_rows_counts(document: Document) -> None:
    uid = programme(document)
    _, rows = section(document, uid, "План", ROWS)
    other = programme(document)
    put(document, "event", kind="visit", title="Ничей")
    done(document, rows[0], "2019-01-20")
    assert list(found(document, uid)) == ["date_outside_period"]
    assert found(document, other) == {}
