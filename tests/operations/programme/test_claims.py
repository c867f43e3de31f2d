"""What figures contradict: means that cannot be, sentences that say otherwise than the results and the passport of the school."""

from collections.abc import Callable
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme.findings import of_programme
from shnor_desktop.operations.programme.indicators import Slot, save_value
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.indicators import Year
from tests.operations.district import District

Told = Callable[[str], list[str]]


@pytest.fixture
def told(document: Document) -> Told:
    """Says a sentence in a programme of one school: by ЕГЭ РУ it is above the district, by ОГЭ МА below; its passport is above."""
    with document.write("Школа") as session:
        made = District(session)
        school = made.school("Кедровая СОШ")
        for family, subject, grade, own, area in (("ege", "РУ", 11, 65, 60), ("oge", "МА", 9, 3, 4)):
            sitting = made.sitting(family, subject, grade, 2023)
            made.result(school, sitting, 10, 0 if family == "ege" else 1, mean_e4=own * 10_000)
            given: dict[str, Any] = {
                "area": "district",
                "area_name": "район",
                "sitting": sitting,
                "mean_e4": area * 10_000,
            }
            save(session, "area_result", None, given)
        for text, own, area in (("качество обученности", 50, 45), ("успеваемость", 98, 99)):
            one = save(session, "indicator", None, {"use": "context", "text": text, "unit": "%"})
            for year in (2022, 2023):
                save_value(session, one, Slot(Year(year, "school")), {"fact_e4": own * 10_000}, school)
                save_value(session, one, Slot(Year(year, "school")), {"fact_e4": area * 10_000})

    def of(sentence: str) -> list[str]:
        with document.write("Программа") as session:
            given = {"kind": "municipal", "title": "П", "starts": "2024-01-01", "ends": "2025-12-31"}
            one = save(session, "programme", None, {**given, "schools": ((school, ""),)})
            save(
                session,
                "part",
                None,
                {"programme": one, "place": "section", "title": "Анализ", "text": sentence},
            )
        with document.read() as session:
            return [each.text for each in of_programme(session, one) if each.code == "text_vs_table"]

    return of


def test_a_sentence_that_the_figures_contradict_is_told(told: Told) -> None:
    for sentence in (
        "Баллы ЕГЭ по русскому языку не превышают средние по району.",
        "Результаты ЕГЭ (русский язык) ниже районных.",
        "Средний балл ОГЭ по математике выше среднего по району.",
        "Итоги года. Отметки ОГЭ по математике превышают районные.",
        "Школа имеет низкие показатели обученности.",
        "Учащиеся показывают невысокий уровень качества знаний и качества обученности",
    ):
        assert len(told(sentence)) == 1, sentence
    for sentence in (
        "Баллы ЕГЭ по русскому языку выше средних по району.",
        "Результаты ОГЭ по математике ниже районных.",
        "Результаты ЕГЭ по физике ниже районных.",
        "Результаты ниже районных.",
        "Баллы ВПР по русскому языку не превышают районные.",
        "Школа имеет низкие показатели успеваемости.",
        "В школах с низким уровнем качества образования нужна помощь.",
        "Школа имеет низкие показатели посещаемости.",
        "Баллы ЕГЭ по русскому языку: одни ниже районных, другие выше районных.",
        "Район поддерживает школу.",
        "Нужно повысить качество обученности до районного.",
    ):
        assert told(sentence) == [], sentence


def test_a_mean_that_cannot_be_is_told(document: Document) -> None:
    with document.write("Школа") as session:
        made = District(session)
        school = made.school("Кедровая СОШ")
        for year, failed, mean in ((2021, 8, 41), (2022, 3, 41), (2023, 0, 29), (2024, 12, 30)):
            made.result(school, made.sitting("oge", "МА", 9, year), 12, failed, mean_e4=mean * 1_000)
        given = {"kind": "municipal", "title": "П", "starts": "2024-01-01", "ends": "2025-12-31"}
        one = save(session, "programme", None, {**given, "schools": ((school, ""),)})
    with document.read() as session:
        found = [each for each in of_programme(session, one) if each.code == "value_impossible"]
    assert [each.text.partition(":")[0][-4:] for each in found] == ["2022", "2024", "2025"]
    assert all(each.sure and each.uids for each in found)
