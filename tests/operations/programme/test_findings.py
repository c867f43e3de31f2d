"""What the check of a programme says."""

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme.findings import Finding, gaps, of_programme
from shnor_desktop.operations.records.records import save
from tests.operations.programme.source_facts import FACTS, Loader, facts_of


def told(document: Document, programme: bytes) -> tuple[Finding, ...]:
    with document.read() as session:
        return of_programme(session, programme)


def texts(found: tuple[Finding, ...], code: str) -> list[str]:
    return [one.text.replace("\u00a0", " ") for one in found if one.code == code]


@pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the sources are not at hand")
def test_the_first_paper(document: Document) -> None:
    found = told(document, Loader(document, facts_of("001")).programme)
    assert texts(found, "numbering_gap") == ["«2.2. Задачи»: после номера 2 идёт 4 — пропущен 3."]
    assert texts(found, "numbering_repeat_gap") == [
        "Показатели: номер 1 повторён.",
        "Показатели: после номера 2 идёт 4 — пропущен 3.",
        "Показатели: после номера 6 идёт 9 — пропущены 7 и 8.",
    ]
    assert [one.partition(":")[0] for one in texts(found, "share_unreachable")] == [
        "1. «Доля школ, вошедших в Программу»",
        "9. «Доля школ с положительной динамикой»",
    ]
    assert len(texts(found, "denominator")) == 3
    assert texts(found, "two_lists_differ") == ["Показателей в паспорте: 7, в таблице: 7, общих: 4."]
    assert texts(found, "heading_numbering") and texts(found, "number_style")
    assert texts(found, "requisites_missing")
    assert [one.sure for one in found] == sorted((one.sure for one in found), reverse=True)


@pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the sources are not at hand")
def test_the_second_paper(document: Document) -> None:
    found = told(document, Loader(document, facts_of("002")).programme)
    assert texts(found, "indicator_no_target") == ["Ни у одного из 31 показателя нет целевого значения."]
    tasks, results, directions, shown = texts(found, "two_lists_differ")
    assert tasks == "Задачи: напечатаны дважды, в одном месте пункты с номерами, в другом без номеров."
    assert results.startswith("Ожидаемые результаты: в паспорте 11, в разделе 13, тексты разные")
    assert directions.count(";") == 3, "the third, the fourth, the fifth and the sixth of seven"
    assert shown == "Показателей в паспорте: 9, в таблице: 31, общих: 0."
    assert "до 2020 года, программа — до 2021" in texts(found, "financing_gap")[0]
    assert not texts(found, "requisites_missing")


def test_one_list_typed_twice(document: Document) -> None:
    with document.write("программа") as session:
        given = {"kind": "municipal", "title": "П", "starts": "2021-01-01", "ends": "2022-12-31"}
        one = save(session, "programme", None, given)

        def part(place: str, title: str, text: str) -> None:
            save(session, "part", None, {"programme": one, "place": place, "title": title, "text": text})

        part("passport", "Задачи программы", "1. Найти.\n2. Помочь.")
        part("section", "Задачи", "- найти;\n- помочь;\n- научить.")
        part("passport", "Цель", "Качество.")
        part("section", "Цель", "Качество")
        part("section", "Актуальность", "По карте на 2020-2021 годы и программе 2014–2025 годов.")
    found = told(document, one)
    assert texts(found, "two_lists_differ") == [
        "Задачи: в паспорте 2, в разделе 3, тексты разные; в паспорте нет: научить."
    ]
    assert len(texts(found, "text_twice")) == 1
    assert len(texts(found, "two_periods")) == 1 and "2020-2021" in texts(found, "two_periods")[0]


def test_gaps_are_told_in_words() -> None:
    assert list(gaps([1, 2, 4, 4, 3, 6])) == [
        "после номера 2 идёт 4 — пропущен 3",
        "номер 4 повторён",
        "после номера 4 идёт 3",
        "после номера 3 идёт 6 — пропущены 4 и 5",
    ]
    assert list(gaps([])) == []


def test_a_list_may_begin_and_go_on_inside_a_line(document: Document) -> None:
    def told_of(text: str) -> list[str]:
        with document.write("программа") as session:
            given = {"kind": "municipal", "title": "П", "starts": "2021-01-01", "ends": "2022-12-31"}
            one = save(session, "programme", None, given)
            save(
                session, "part", None, {"programme": one, "place": "section", "title": "Раздел", "text": text}
            )
        return texts(told(document, one), "numbering_gap")

    for lost in (
        "Проблемы системы: 1. Формы стандартны;\nСреда ограничена\n3. Цели слабы",
        "1. Разработать систему. 2. Обеспечить работу. 4. Организовать сеть.",
        "1) найти школы; 3) помочь им",
        "Задачи: 1. Найти.\n3. Помочь.",
        "1. Найти школы.\n2. Помочь.\n5. Обучить.",
    ):
        assert len(told_of(lost)) == 1, lost
    for right in (
        "1. Найти школы (п. 3. Положения).\n2. Помочь.",
        "Проблемы: 1. Среда; 2. Цели.\n3. Сеть.",
        "В школе № 5. Там 12 учителей. 2024 год.",
        "Срок – до 1 мая. 3 школы готовы.",
        "2.1. Цель.\n2.2. Задачи.",
        "ст. 5. Закона",
        "в 9. классе",
        "Итого 15. Из них 7.",
        "1. Одно",
        "",
    ):
        assert told_of(right) == [], right
