"""What the check of a plan says of words: slips of one sort together, another paper awaited than was issued, many schools where
there is one; and of what was done: other years than its section names, papers without requisites."""

from typing import Any

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme.findings import Finding
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.roadmap import findings, rows
from tests.operations.roadmap.plans import Row, programme, section
from tests.operations.roadmap.test_findings import DAY


def told(document: Document, uid: bytes) -> list[Finding]:
    with document.read() as session:
        return list(findings.of_plan(session, rows.plan(session, uid, DAY)))


def texts(document: Document, uid: bytes, code: str) -> list[str]:
    return [one.text for one in told(document, uid) if one.code == code]


def of_rows(document: Document, code: str, *given: Row, **more: Any) -> list[str]:
    uid = programme(document, **more)
    section(document, uid, "План", given)
    return texts(document, uid, code)


def test_slips_of_one_sort_are_told_together(document: Document) -> None:
    plan = [(str(at), f"Дело {at}..", "май", "ИМЦ") for at in range(1, 4)]
    found = of_rows(document, "typography", *plan, ("4", "Дело 4", "июнь", "ИМЦ"))
    assert found == ["Строки 1, 2 и 3: две точки подряд: „Дело 1..“."]


def test_an_order_is_awaited_where_a_decree_was_issued(document: Document) -> None:
    uid = programme(document, approved="2021-08-30")
    awaited = ("Приказ об утверждении программы", "распоряжение об утверждении дорожной карты")
    right = (
        "Постановление об утверждении программы",
        "Приказ о рабочей группе",
        "Приказ; план утверждён",
        "Программа",
    )
    _, uids = section(document, uid, "План", [(str(at), f"Дело {at}", "май", "ИМЦ") for at in range(1, 7)])
    with document.write("Документ") as session:
        for row, text in zip(uids, (*awaited, *right), strict=True):
            save(session, "activity", row, {"expected": text})
        plan = rows.plan(session, uid, DAY)
        assert plan.programme.approved_by is not None
        save(session, "paper", plan.programme.approved_by, {"kind": "decree"})
    found = texts(document, uid, "act_kind_mismatch")
    assert [("строка 1 " in one, "строка 2 " in one) for one in found] == [(True, False), (False, True)]


def test_yearly_in_one_year(document: Document) -> None:
    plan = [
        (str(at), f"Дело {at}", due, "ИМЦ")
        for at, due in enumerate(("ежегодно", "каждый год", "раз в год", "май"), 1)
    ]
    assert of_rows(document, "style", *plan) == [
        "В программе на один год срок «ежегодно»: строки 1 и 2. Как это понимать?"
    ]
    assert of_rows(document, "style", *plan, days=("2021-01-01", "2024-12-31")) == []


def test_one_school_and_many_members(document: Document) -> None:
    uid = programme(document)
    said = (
        "Семинары в школах-участницах",
        "помощь школам – участникам",
        "опыт школы-участницы",
        "опыт школ района",
    )
    section(document, uid, "План", [(str(at), text, "май", "ИМЦ") for at, text in enumerate(said, 1)])
    assert texts(document, uid, "number_of_schools") == []
    with document.write("Школа") as session:
        one = save(session, "school", None, {"name": "Кедровая школа"})
        save(session, "programme", uid, {"schools": ((one, ""),)})
    (found,) = texts(document, uid, "number_of_schools")
    assert "строки 1 и 2 говорят" in found
    with document.write("Школа") as session:
        other = save(session, "school", None, {"name": "Луговская школа"})
        save(session, "programme", uid, {"schools": ((one, ""), (other, ""))})
    assert texts(document, uid, "number_of_schools") == []


def test_who_answers_is_written_one_way(document: Document) -> None:
    right = [
        ("1", "Дело", "май", "Управление образования\nруководители школ"),
        ("2", "Другое", "июнь", "Управление образования,\nруководители школ"),
        ("3", "Третье", "июль", "Руководители школ"),
    ]
    assert of_rows(document, "responsible_case", *right) == []
    assert len(of_rows(document, "responsible_case", *right, ("4", "Ещё", "май", "руководители школ"))) == 1
    assert len(of_rows(document, "responsible_case", *right, ("4", "Ещё", "май", "Руководители школ."))) == 1


def test_what_a_document_is_called_may_be_said_of_many(document: Document) -> None:
    uid = programme(document)
    _, uids = section(document, uid, "План", [(str(at), f"Дело {at}", "май", "ИМЦ") for at in range(1, 7)])
    expected = (
        "Аналитическая справка",
        "Аналитическая справка.",
        "Рост качества",
        "рост качества",
        "Приказ",
        "Приказ",
    )
    with document.write("Итоги") as session:
        for row, text in zip(uids, expected, strict=True):
            save(session, "activity", row, {"expected": text})
    assert texts(document, uid, "repeated_text") == [
        "Ожидаемый результат повторён слово в слово: строки 3 и 4."
    ]


def done_in(document: Document, uid: bytes, text: str, *days: tuple[str, str], **part: Any) -> list[str]:
    with document.write("Сделано") as session:
        kept = {
            "programme": uid,
            "place": "section",
            "title": "Ход работы",
            "text": text,
            "position": 9000,
            **part,
        }
        save(session, "part", None, kept)
        for starts, ends in days:
            save(
                session,
                "event",
                None,
                {"kind": "seminar", "title": "Семинар", "starts": starts, "ends": ends},
            )
    return [one for one in texts(document, uid, "date_outside_period") if one.startswith("Раздел")]


def test_what_was_done_in_another_year_than_its_section_names(document: Document) -> None:
    uid = programme(document, days=("2021-01-01", "2022-12-31"))
    section(document, uid, "План", [("1", "Дело", "май 2022 года", "ИМЦ")])
    assert done_in(document, uid, "В 2021-2022 учебном году:", ("2022-12-01", "2022-12-31")) == []
    assert done_in(document, uid, "В 2020–2021 и 2021–2022 учебных годах", draws="events") == []
    assert done_in(document, uid, "В 2021-2023 учебном году", draws="events") == []
    assert done_in(document, uid, "За весь период", title="Выполнение", draws="events") == []
    (found,) = done_in(document, uid, "В 2021/22 учебном году:", ("2021-10-05", ""), draws="events")
    assert "2021/22 учебный год" in found and "декабрь 2022 года" in found
    both = done_in(document, uid, "В 2022-23 учебном году:", title="Что сделано")
    assert len(both) == 2


def test_a_paper_that_confirms_something_has_a_date_and_a_number(document: Document) -> None:
    uid = programme(document)
    with document.write("Документы") as session:
        event = save(
            session, "event", None, {"kind": "document", "title": "Издан приказ", "starts": "2021-10-05"}
        )
        for title, given in {
            "О кадрах": {"state": "signed", "date": "2021-10-05"},
            "О группе": {"state": "signed", "date": "2021-10-05", "number": "7"},
            "О плане": {"state": "draft"},
        }.items():
            kept: dict[str, Any] = {"kind": "order", "title": title, **given}
            paper = save(session, "paper", None, kept)
            save(session, "evidence", None, {"event": event, "paper": paper, "title": title})
    (found,) = texts(document, uid, "requisites_missing")
    assert "нет номера" in found and "О кадрах" in found


def test_slips_in_what_was_done_and_decided(document: Document) -> None:
    uid = programme(document)
    with document.write("Сделано") as session:
        save(
            session,
            "event",
            None,
            {"kind": "document", "title": "Издан приказ «О кадрах", "starts": "2021-10-05"},
        )
        held: dict[str, Any] = {
            "kind": "heads_meeting",
            "title": "Совещание",
            "starts": "2021-10-05",
            "place": "ИМЦ",
            "people": 9,
        }
        meeting = save(session, "event", None, held)
        given: dict[str, Any] = {
            "event": meeting,
            "text": "-создать группу",
            "due_text": "май",
            "responsible": "ИМЦ",
        }
        save(session, "activity", None, given)
    assert [one.text.partition(":")[0] for one in told(document, uid) if one.code == "unclosed_quote"] == [
        "Сделано"
    ]
    assert texts(document, uid, "typography") == [
        "Решение: нет пробела после знака пункта: „-создать группу“."
    ]
