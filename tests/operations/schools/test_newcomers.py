"""Schools of one import are compared with each other, also where their district was renamed between two years."""

from shnor_desktop.operations.schools.matching import Known, match_all
from tests.operations.books import school

NEW, OLD = "Ключевской муниципальный округ", "муниципальный район «Ключевский район»"
OTHER = "Лесной район"
KNOWN = Known(())


def found(*mentions: tuple[str, str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Kind and suggestions of (sheet, name, municipality)."""
    matches = match_all(KNOWN, [(school(name, place), frozenset({sheet})) for sheet, name, place in mentions])
    return [(one.kind, tuple(near.why for near in one.suggestions)) for one in matches]


def test_a_renamed_municipality_is_suggested_with_its_reason() -> None:
    first, second = found(("2023", "Родниковская СОШ", NEW), ("2022", "МОУ «Родниковская СОШ»", OLD))
    assert first == ("new", ())
    assert second == ("suggested", (f"то же название; муниципалитет назван иначе: {NEW} — {OLD}",))


def test_of_many_namesakes_the_one_of_the_renamed_district_is_suggested() -> None:
    others = [("2023", "СОШ № 1", f"{name} район") for name in ("Лесной", "Южный", "Северный", "Речной")]
    *_, last = found(*others, ("2023", "СОШ № 1", NEW), ("2022", "СОШ №1", OLD))
    assert last[0] == "suggested" and len(last[1]) == 1 and NEW in last[1][0]


def test_a_name_written_apart_on_another_sheet_is_asked_about() -> None:
    kinds = [
        kind
        for kind, _ in found(("2023", "Новоеловская СОШ", NEW), ("2022", "МБОУ «Ново-еловская СОШ»", NEW))
    ]
    assert kinds == ["new", "suggested"]


def test_municipalities_that_stand_together_are_two() -> None:
    near = ("Ключевской район", "Ключевской городской округ")
    sheets = [(sheet, "СОШ № 1", place) for sheet in ("2023", "2022") for place in near]
    assert all(kind == "new" for kind, _ in found(*sheets))


def test_namesakes_of_other_districts_are_not_asked_about() -> None:
    assert [kind for kind, _ in found(("А", "СОШ № 1", NEW), ("Б", "СОШ № 1", OTHER))] == ["new", "new"]


def test_forms_of_ownership_and_spaces_make_no_other_school() -> None:
    same = match_all(
        KNOWN,
        [
            (school("МБОУ «СОШ № 1 с.Ключи»", NEW), frozenset({"2023"})),
            (school('МАОУ "СОШ №1 с. Ключи"', NEW), frozenset({"2022"})),
        ],
    )
    assert same[0].newcomer == same[1].newcomer
