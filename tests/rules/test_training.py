"""Who passed courses: names count once, numbers without names are told apart."""

import pytest

from shnor_desktop.rules.training import Course, trained

A, B, C = b"a", b"b", b"c"


@pytest.mark.parametrize(
    ("courses", "count", "told"),
    [
        ([], 0, ""),
        ([Course(frozenset((A, B)), 2), Course(frozenset((B, C)))], 3, "названы 3"),
        ([Course(frozenset((A,)), 9)], 9, "названы 1, ещё 8 без имён"),
        ([Course(people=9)], 9, "9 без имён"),
        (
            [Course(people=9), Course(people=11)],
            20,
            "20 без имён, кто был на нескольких курсах, мог быть посчитан не раз",
        ),
        ([Course(frozenset((A, B)), 1), Course()], 2, "названы 2, в 1 записи участники не указаны"),
    ],
)
def test_people_of_courses(courses: list[Course], count: int, told: str) -> None:
    found = trained(courses)
    assert (found.count, found.told) == (count, told)
    assert found.courses == len(courses) and not found.at_least


def test_more_may_have_been_there() -> None:
    assert trained([Course(people=20, at_least=True)]).at_least
