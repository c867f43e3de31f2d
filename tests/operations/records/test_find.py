"""A record is found by words of its title; its links, titled by their ends, do not stand in the way."""

from shnor_desktop.document.document import Document
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.find import find_record


def test_links_of_a_record_are_not_meant_by_its_title(document: Document) -> None:
    with document.write("Карточки") as session:
        school = records.save(session, "school", None, {"name": "Луговая СОШ"})
        given: dict[str, Value | Linked] = {
            "kind": "visit",
            "title": "Итоги первой четверти",
            "schools": ((school, ""),),
        }
        event = records.save(session, "event", None, given)
    with document.read() as session:
        assert find_record(session, "итоги четверти") == ("event", event)
        assert find_record(session, "Луговая") == ("school", school)
