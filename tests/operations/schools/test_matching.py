import pytest

from shnor_desktop.operations.schools.matching import (
    Known,
    KnownSchool,
    match,
    match_all,
    mention_key,
    municipality_key,
    new_school_uid,
)
from tests.operations.books import school

RED, BLUE, FIRST_A, FIRST_B = (bytes([n]) * 16 for n in range(1, 5))
KNOWN = Known(
    (
        KnownSchool(RED, "Красноозёрская СОШ", "МБОУ «Красноозёрская средняя общеобразовательная школа»"),
        KnownSchool(BLUE, "Синегорская ООШ", "", "Заречный район"),
        KnownSchool(FIRST_A, "СОШ № 1", "", "Заречный район"),
        KnownSchool(FIRST_B, "СОШ № 1", "", "Северный муниципальный округ"),
    ),
    codes=(("fisoko", "edu100200", RED), ("rcoi", "330101", BLUE)),
    aliases=(("синяя горка", BLUE),),
)


def test_code_wins_over_an_unknown_name() -> None:
    found = match(KNOWN, school("Школа у озера", code="EDU100200", system="fisoko"))
    assert (found.kind, found.school) == ("code", RED)


def test_code_without_a_system_is_found_when_only_one_school_has_it() -> None:
    assert match(KNOWN, school("Где-то", code="330101")).school == BLUE


def test_code_of_one_school_beside_the_name_of_another_is_asked() -> None:
    found = match(KNOWN, school("Синегорская ООШ", code="edu100200", system="fisoko"))
    assert found.kind == "suggested" and found.school is None
    assert [one.uid for one in found.suggestions] == [RED, BLUE]


def test_exact_and_normalised_names() -> None:
    assert match(KNOWN, school("Красноозёрская  СОШ")).kind == "exact"
    found = match(KNOWN, school('МКОУ "Красноозерская средняя общеобразовательная школа"'))
    assert (found.kind, found.school) == ("normalised", RED)


def test_learned_spelling() -> None:
    known = Known(KNOWN.schools, aliases=(("горка синяя", BLUE),))
    assert match(known, school("Синяя горка")).kind == "alias"


def test_spelling_learned_for_another_municipality_does_not_count() -> None:
    known = Known(KNOWN.schools, aliases=(("горка синяя", BLUE),))
    assert match(known, school("Синяя горка", "Южный район")).kind == "new"


def test_namesakes_are_told_apart_by_municipality_else_asked() -> None:
    assert match(KNOWN, school("МБОУ СОШ №1", "Северный МО")).school == FIRST_B
    found = match(KNOWN, school("МБОУ СОШ №1"))
    assert found.kind == "suggested" and {one.uid for one in found.suggestions} == {FIRST_A, FIRST_B}


def test_namesake_of_a_third_municipality_is_asked_not_added() -> None:
    found = match(KNOWN, school("СОШ № 1", "Южный район"))
    assert found.kind == "suggested" and found.school is None and found.newcomer


@pytest.mark.parametrize("name", ["МБОУ «Красно-озёрская СОШ»", "Красно озерская СОШ", "Сине-горская школа"])
def test_a_name_written_apart_is_asked_never_taken_nor_silently_new(name: str) -> None:
    found = match(KNOWN, school(name))
    assert (found.kind, found.school) == ("suggested", None)
    assert found.suggestions[0].uid == (RED if "Красно" in name else BLUE)


def test_two_schools_of_the_file_that_differ_by_a_gap_stay_two() -> None:
    names = {RED: "Ново-Петровская СОШ", BLUE: "Новопетровская СОШ", FIRST_A: "Приозёрная СОШ"}
    known = Known(tuple(KnownSchool(uid, name) for uid, name in names.items()))
    sheet = frozenset({"0:Лист1"})
    found = match_all(known, [(school(name), sheet) for name in (names[RED], names[BLUE], "При-озёрная СОШ")])
    assert [(one.kind, one.school) for one in found] == [
        ("exact", RED),
        ("exact", BLUE),
        ("suggested", None),
    ]
    assert [one.uid for one in found[2].suggestions] == [FIRST_A]
    asked = match(known, school("Ново-\nпетровская средняя школа"))
    assert (asked.kind, asked.school) == ("normalised", RED)  # as it is written, with the hyphen


def test_near_name_is_suggested_never_taken() -> None:
    found = match(KNOWN, school("Красноозерская основная школа"))
    assert found.kind == "suggested" and found.suggestions[0].uid == RED


def test_far_name_is_new() -> None:
    found = match(KNOWN, school("Берёзкинская СОШ"))
    assert found.kind == "new" and found.newcomer


def test_school_met_on_the_same_sheet_is_not_suggested_for_another_name() -> None:
    sheet = frozenset({"0:Лист1"})
    found = match_all(
        KNOWN, [(school("Красноозёрская СОШ"), sheet), (school("Красноозерская основная школа"), sheet)]
    )
    assert [one.kind for one in found] == ["exact", "new"]


def test_two_near_newcomers_of_one_sheet_are_two_schools() -> None:
    sheet = frozenset({"0:Лист1"})
    names = ("Сосновская СОШ", "Сосновенская СОШ", "Сосновская ООШ")
    found = match_all(Known(()), [(school(name), sheet) for name in names])
    assert [one.kind for one in found] == ["new"] * 3
    assert len({one.newcomer for one in found}) == 3


def test_near_newcomers_of_two_sheets_are_asked() -> None:
    found = match_all(
        Known(()),
        [
            (school("Сосновоборская СОШ"), frozenset({"0:2020"})),
            (school("Сосновоборскя СОШ"), frozenset({"0:2021"})),
        ],
    )
    assert [one.kind for one in found] == ["new", "suggested"]
    assert found[1].suggestions[0].uid == found[0].newcomer


def test_newcomer_with_less_said_of_it_is_its_fuller_namesake() -> None:
    fuller = school("Липовская СОШ", "Южный район", "edu1", "fisoko")
    found = match_all(
        Known(()), [(school("МБОУ «Липовская СОШ»"), frozenset({"0:1"})), (fuller, frozenset({"0:2"}))]
    )
    assert [one.kind for one in found] == ["new", "new"]
    assert found[0].newcomer == found[1].newcomer == new_school_uid(Known(()), fuller)


def test_one_school_of_unknown_municipality_is_not_namesakes_of_two() -> None:
    sheet = frozenset({"0:Лист1"})
    found = match_all(
        KNOWN,
        [
            (school("Красноозёрская СОШ", "Заречный район"), sheet),
            (school("Красноозёрская СОШ", "Южный район"), sheet),
        ],
    )
    assert [one.kind for one in found] == ["suggested", "suggested"]


def test_uid_of_a_new_school_is_the_same_everywhere_and_never_taken() -> None:
    mention = school("МБОУ «Новая СОШ»", "Южный район")
    uid = new_school_uid(Known(()), mention)
    assert uid == new_school_uid(Known(()), school('МБОУ "Новая СОШ"', "Южный район"))
    renamed = Known((KnownSchool(uid, "Старая СОШ"),))
    assert new_school_uid(renamed, mention) not in (uid, b"")


def test_municipalities() -> None:
    assert municipality_key("Заречный МО") == municipality_key("Заречный муниципальный район")
    assert municipality_key("г. Заречный") != municipality_key("Заречный район")
    assert municipality_key("") == ""


def test_key_of_the_question_does_not_depend_on_quotes() -> None:
    assert mention_key(school("МБОУ «Новая СОШ»")) == mention_key(school('Новая  "СОШ"'))
