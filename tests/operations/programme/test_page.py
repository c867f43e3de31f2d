"""What a programme prints of its parts and of the records they draw."""

from shnor_desktop.document.document import Document
from shnor_desktop.models.values import Value
from shnor_desktop.operations.programme.page import programme_facts
from shnor_desktop.operations.records.records import save

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
    assert [one.text for one in section.lines] == ["Нет учителя физики", "Нет сети наставников"]


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
