from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.words.points import listed, points, tidy


def test_points_under_points_are_indented_by_two_spaces() -> None:
    typed = "Цель \n\n\tподготовка\n\u00a0\u00a0\u00a0\u00a0курсы\n  семинары\nИтоги"
    assert tidy(typed) == "Цель\n  подготовка\n  курсы\n  семинары\nИтоги"
    assert points(tidy(typed)) == (
        (0, "Цель"),
        (1, "подготовка"),
        (1, "курсы"),
        (1, "семинары"),
        (0, "Итоги"),
    )


def test_a_text_without_words_has_no_points() -> None:
    assert tidy(" \n\t\n") == "" and points("\n") == ()


@given(st.text(alphabet=" \tаб\n\u00a0"))
def test_a_tidy_text_stays_as_it_is(text: str) -> None:
    kept = tidy(text)
    assert tidy(kept) == kept
    assert [words for _, words in points(kept)] == [line.strip() for line in kept.splitlines()]


def test_points_of_a_list_end_in_semicolons_and_the_last_in_a_full_stop() -> None:
    assert listed(["курсы", "семинары;", "итоги. "]) == ("курсы;", "семинары;", "итоги.")
    assert listed(["готовы ли школы?", "в том числе:", "сеть"]) == (
        "готовы ли школы?",
        "в том числе:",
        "сеть.",
    )
    assert listed([]) == ()
