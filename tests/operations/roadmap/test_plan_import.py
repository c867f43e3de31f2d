"""Plans out of tables of documents: all rows of the sources in three layouts, taken in whole, once and again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.programme import Indicator, IndicatorValue, Part
from shnor_desktop.models.roadmap import ACTIVITY_KINDS, EXPECTED_KINDS, Activity
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import plan_import
from shnor_desktop.operations.roadmap.planned import kinds
from tests.conftest import WHO
from tests.operations.copies import Copies
from tests.sheets.roadmap import documents

PERIODS = {"001": ("2021-09-01", "2022-08-31"), "002": ("2018-01-01", "2021-12-31")}


def a_programme(document: Document, source: str = "001") -> bytes:
    starts, ends = PERIODS[source]
    values = {"kind": "municipal", "title": f"Программа {source}", "starts": starts, "ends": ends}
    with document.write("Программа") as session:
        return records.save(session, "programme", None, values)


def taken(document: Document, path: Path, programme: bytes) -> plan_import.PlanPreview:
    planned = plan_import.preview(document, plan_import.read_tables(path), programme, source=path.name)
    plan_import.take_in(document, planned)
    return planned


def standing(session: Session, programme: bytes) -> dict[str, documents.Expected]:
    """The rows of every plan of a programme, by its title."""
    found: dict[str, documents.Expected] = {}
    for plan in outline.outline(session, programme).at("plan"):
        rows: documents.Expected = []
        for part in plan.walk():
            query = select(Activity).where(Activity.part == part.uid).order_by(Activity.position)
            rows += [
                (
                    "" if part is plan else part.heading,
                    one.number,
                    one.text,
                    one.due_text,
                    one.responsible,
                    one.expected,
                )
                for one in session.scalars(query)
            ]
        found[plan.title] = rows
    return found


@pytest.mark.parametrize("source", ["001", "002"])
@pytest.mark.parametrize("layout", list(documents.LAYOUTS))
def test_plans_of_the_sources_go_in_whole_in_every_layout(
    document: Document, tmp_path: Path, source: str, layout: str
) -> None:
    told = documents.facts(source)
    draw = documents.LAYOUTS[layout]
    wanted = {one["title"]: documents.rows_of(told, one["id"]) for one in told["roadmap"]}

    def write(word: Any) -> None:
        for one in told["roadmap"]:
            draw(
                word,
                one["title"],
                one["columns"],
                [row[: len(one["columns"]) + 1] for row in wanted[one["title"]]],
            )

    path = documents.written(tmp_path / "план.docx", write)
    programme = a_programme(document, source)
    planned = taken(document, path, programme)
    assert len(planned.activities) == told["counts"]["activity"]
    with document.read() as session:
        assert standing(session, programme) == wanted
        columns = [one.columns for one in session.scalars(select(Part).where(Part.place == "plan"))]
    for one in told["roadmap"]:
        codes = ("number", "text", "due", "responsible", "expected")
        assert (
            "; ".join(f"{code}={words}" for code, words in zip(codes, one["columns"], strict=False))
            in columns
        )
    before = len(document.actions())
    again = taken(document, path, programme)
    assert (again.count("new"), again.count("changed"), len(document.actions())) == (0, 0, before)
    document.undo()
    with document.read() as session:
        assert standing(session, programme) == {}


def passport_of(told: Any) -> list[tuple[str, str]]:
    """Labels and texts of the passport as a paper prints them, its lists written out."""
    found = []
    for one in told["passport_row"]:
        listed = [
            str(each.get("passport") or each.get("text") or "") for each in told.get(one.get("list"), ())
        ]
        text = "\n".join(filter(None, (one.get("lead", ""), *listed))) or one["value"]
        found.append((one["label"], text))
    return found


def indicators_of(told: Any) -> list[tuple[str, str, str, str]]:
    groups = {one["id"]: f"{one['number']} {one['title']}" for one in told.get("indicator_group", ())}
    return [
        (groups.get(one.get("group"), ""), one.get("criterion") or "", one["number"], one["text"])
        for one in told["indicator"]
    ]


def draw_indicators(word: Any, told: Any) -> None:
    """Groups over the width, a criterion once for all its rows, targets with their units."""
    heading = told["indicator_table"]["columns"]
    rows: list[tuple[str, ...]] = [tuple(heading)]
    group = criterion = ""
    for one, (named, said, number, text) in zip(told["indicator"], indicators_of(told), strict=True):
        if named != group:
            group, criterion = named, ""
            rows.append((named,))
        last = one.get("target_text", text)
        rows.append((number, text if "target_text" in one else "" if said == criterion else said, last))
        criterion = said
    documents.drawn(word, "Показатели", rows)


@pytest.mark.parametrize("source", ["001", "002"])
def test_passport_and_indicators_of_the_sources_go_in_whole(
    document: Document, tmp_path: Path, source: str
) -> None:
    told = documents.facts(source)
    wanted = passport_of(told)
    path = documents.written(
        tmp_path / "программа.docx",
        lambda word: documents.drawn(word, "ПАСПОРТ", [("ПАСПОРТ программы",), *wanted]),
        lambda word: draw_indicators(word, told),
    )
    programme = a_programme(document, source)
    planned = taken(document, path, programme)
    counts = told["counts"]
    assert (len(planned.passport), len(planned.indicators)) == (counts["passport_row"], counts["indicator"])
    with document.read() as session:
        parts = outline.outline(session, programme).at("passport")
        assert [(one.title, one.typed.splitlines()) for one in parts] == [
            (label, text.splitlines()) for label, text in wanted
        ]
        query = select(Indicator).where(Indicator.programme == programme).order_by(Indicator.position)
        found = list(session.scalars(query))
        assert [(one.group, one.criterion, one.number, one.text) for one in found] == indicators_of(told)
        targets = {one.text: one.target_e4 for one in values_of(session, programme)}
    assert targets == {
        one["text"]: one["target"] * 10_000 for one in told["indicator"] if one.get("target") is not None
    }
    again = taken(document, path, programme)
    assert (again.count("new"), again.count("changed")) == (0, 0)


def values_of(session: Session, programme: bytes) -> list[Any]:
    query = select(Indicator.text, IndicatorValue.target_e4, IndicatorValue.year, IndicatorValue.year_kind)
    joined = query.join(IndicatorValue, IndicatorValue.indicator == Indicator.uid)
    return list(session.execute(joined.where(Indicator.programme == programme)))


def test_two_offices_take_in_edited_plans_and_nothing_is_lost_or_asked(
    new_path: Callable[[str], Path], tmp_path: Path
) -> None:
    heading, path = ["№", "Мероприятия", "Сроки", "Ответственные"], new_path("начало.shnor")
    rows = [("Раздел", "1.", "Семинар", "октябрь", "ИМЦ"), ("Раздел", "2.", "Выезды", "ноябрь", "ИМЦ")]

    def drawn(name: str, *edited: tuple[str, ...]) -> Path:
        return documents.written(
            tmp_path / name, lambda word: documents.across(word, "План", heading, list(edited))
        )

    with Document.open(path, WHO, back_up=False) as document:
        programme = a_programme(document)
        taken(document, drawn("план.docx", *rows), programme)
    copies = Copies(path, tmp_path)
    first = [("Раздел", "1.", "Семинар", "декабрь", "ИМЦ"), rows[1], ("Раздел", "3.", "Итоги", "май", "УО")]
    other = [rows[0], ("Раздел", "1.1.", "Консультации", "весь год", "школы"), (*rows[1][:4], "Школы")]
    for number, edited in enumerate((first, other)):
        with copies.open(number) as document:
            taken(document, drawn(f"{number}.docx", *edited), programme)
    copies.exchange()
    assert not copies.questions(0) and not copies.questions(1)
    found = []
    for number in (0, 1):
        with copies.open(number) as document, document.read() as session:
            (plan,) = standing(session, programme).values()
            found.append([row[:5] for row in plan])
    assert found[0] == found[1] == [first[0], other[1], other[2], first[2]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Заседание рабочей группы: итоги", "group_meeting"),
        ("Организация и проведение тематических обучающих семинаров", "seminar"),
        ("Проведение мониторинга эффективности", "monitoring"),
        ("Совещание руководителей", "meeting"),
        ("Методический выезд в школу", "visit"),
        ("Обучение по программам ДПО", "course"),
        ("Заключение договоров о сети", "agreement"),
        ("Самооценка затруднений", ""),
        ("", ""),
    ],
)
def test_the_kind_of_work_is_told_by_its_first_words(text: str, kind: str) -> None:
    assert kinds.work_kind(text) == kind


def test_the_kind_of_a_result_is_told_by_its_first_words() -> None:
    told = (
        "Приказ об утверждении",
        "Аналитическая справка",
        "Протоколы",
        "План работы",
        "Условия партнёрства",
    )
    assert [kinds.result_kind(one) for one in told] == ["order", "memo", "protocol", "plan", ""]
    codes = {code for code, _ in (*ACTIVITY_KINDS, *EXPECTED_KINDS)}
    assert {code for code, _ in (*kinds._WORKS, *kinds._RESULTS)} <= codes


def test_taken_in_again_a_plan_changes_what_it_says_and_empties_nothing(
    document: Document, tmp_path: Path
) -> None:
    programme = a_programme(document)

    def again(*rows: tuple[str, ...]) -> plan_import.PlanPreview:
        heading = ("№", "Мероприятие", "Срок", "Форма")
        path = documents.written(
            tmp_path / "п.docx", lambda word: documents.drawn(word, "План", [heading, *rows])
        )
        return taken(document, path, programme)

    again(("1", "Семинар для команд", "май", "очно"), ("2", "Итоги", "июнь", ""))
    with document.write("Примечание") as session:
        (uid,) = session.scalars(select(Activity.uid).where(Activity.number == "1"))
        records.save(session, "activity", uid, {"note": "Форма: очно\nСвоё"})
    found = again(("1", "Семинар для школьных команд", "", "заочно"), ("3", "Новое", "май", ""))
    assert [line.becomes for line in found.activities] == ["changed", "new"]
    with document.read() as session:
        query = select(Activity).order_by(Activity.position)
        assert [(one.number, one.text, one.due_text, one.note) for one in session.scalars(query)] == [
            ("1", "Семинар для школьных команд", "май", "Форма: очно\nСвоё\nФорма: заочно"),
            ("3", "Новое", "май", ""),
            ("2", "Итоги", "июнь", ""),
        ]


def test_a_school_named_later_is_linked_to_the_row_that_stands(document: Document, tmp_path: Path) -> None:
    programme = a_programme(document)
    with document.write("Школы") as session:
        for name in ("Ивовская СОШ", "Вязовская ООШ"):
            records.save(session, "school", None, {"name": name})
    heading = ("№", "Мероприятие", "Срок", "Школа")
    found = []
    for schools in ("Ивовская СОШ", "Вязовская ООШ", "Вязовская ООШ"):
        path = documents.written(
            tmp_path / "п.docx",
            lambda word, schools=schools: documents.drawn(
                word, "План", [heading, ("1", "Выезд", "май", schools)]
            ),
        )
        found += [line.becomes for line in taken(document, path, programme).activities]
    assert found == ["new", "changed", "same"]
    with document.read() as session:
        (uid,) = session.scalars(select(Activity.uid))
        linked = records.form(session, "activity", uid).values["schools"]
        assert isinstance(linked, tuple) and len(linked) == 2
