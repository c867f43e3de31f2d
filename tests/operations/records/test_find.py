"""A record is found by words of its title; its links, titled by their ends, do not stand in the way."""

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import attaching, records
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


def test_signs_between_words_do_not_matter(document: Document) -> None:
    with document.write("Карточки") as session:
        records.save(session, "school", None, {"name": "МБОУ «Верхняя СОШ»"})
        given: dict[str, Value | Linked] = {"title": "МБОУ «Верхняя СОШ», 10.10.2026"}
        visit = records.save(session, "evidence", None, given)
    with document.read() as session:
        for words in ("Верхняя СОШ, 10.10.2026", "верхняя сош 10.10.2026", 'МБОУ "Верхняя СОШ" (10.10.2026)'):
            assert find_record(session, words) == ("evidence", visit)
        with pytest.raises(UserError, match="в файле нет"):
            find_record(session, "«», .")


def test_words_without_a_kind_mean_those_that_are_possible(document: Document) -> None:
    with document.write("Карточки") as session:
        school = records.save(session, "school", None, {"name": "Луговая СОШ"})
        paper = records.save(session, "evidence", None, {"title": "Справка: Луговая"})
    taking = [kind.code for kind in attaching.taking()]
    assert {"event", "evidence"} <= set(taking) and "school" not in taking
    with document.read() as session:
        assert find_record(session, "Луговая", taking) == ("evidence", paper)
        assert find_record(session, "school:Луговая", taking) == ("school", school), (
            "said, it is refused by name"
        )
        with pytest.raises(UserError, match=r"^Некуда: «Полевая»\."):
            find_record(session, "Полевая", taking, "Некуда: {}.")
