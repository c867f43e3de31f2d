from shnor_desktop.rules.figures import E4, Figures
from shnor_desktop.rules.results.classes import add_classes


def test_counts_are_added_never_percentages_averaged() -> None:
    summed = add_classes(
        [("5А", Figures(participants=20, failed=2)), ("5Б", Figures(participants=5, failed=4))]
    )
    assert summed.figures == Figures(participants=25, failed=6)
    assert (summed.repeated, summed.without_counts) == ((), ())


def test_the_same_class_twice_keeps_the_first() -> None:
    first, again = Figures(participants=20, failed=2), Figures(participants=3, failed=3)
    summed = add_classes([("5 «А»", first), ("5а", again), ("5Б", Figures(participants=5, failed=4))])
    assert summed.figures == Figures(participants=25, failed=6)
    assert summed.repeated == ("5а",)


def test_what_follows_from_a_class_is_used() -> None:
    marks = Figures(failed=1, count_3=2, count_4=3, count_5=4)
    share = Figures(participants=10, failed_pct_e4=20 * E4)
    assert add_classes([("5А", marks), ("5Б", share)]).figures == Figures(participants=20, failed=3)


def test_a_class_known_only_by_its_share_is_named() -> None:
    summed = add_classes([("5А", Figures(participants=20, failed=2)), ("5Б", Figures(failed_pct_e4=20 * E4))])
    assert summed.figures == Figures(participants=20, failed=2)
    assert summed.without_counts == ("5Б",)


def test_nothing_can_be_added_of_shares_alone() -> None:
    share = Figures(failed_pct_e4=20 * E4)
    summed = add_classes([("5А", share), ("5Б", share)])
    assert (summed.figures, summed.without_counts) == (Figures(), ("5А", "5Б"))
    assert add_classes([]).figures == Figures()


def test_a_single_class_is_taken_whole() -> None:
    share = Figures(failed_pct_e4=20 * E4, mean_e4=38 * E4)
    assert add_classes([("5А", share), ("5А", share)]).figures == share
