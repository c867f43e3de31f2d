import pytest

from shnor_desktop.rules.facts import Outcome
from shnor_desktop.rules.listing import ADVICE_LABELS, Advice, advice, difference


@pytest.mark.parametrize(
    ("outcome", "listed", "expected"),
    [
        (Outcome.LOW, False, Advice.INCLUDE),
        (Outcome.LOW, True, Advice.KEEP),
        (Outcome.NOT, True, Advice.LEAVE),
        (Outcome.NOT, False, Advice.NOTHING),
        (Outcome.CONFIRM, True, Advice.CONFIRM),
        (Outcome.CONFIRM, False, Advice.CONFIRM),
        (Outcome.INSUFFICIENT, True, Advice.WAIT),
        (Outcome.INSUFFICIENT, False, Advice.WAIT),
    ],
)
def test_advice(outcome: Outcome, listed: bool, expected: Advice) -> None:
    assert advice(outcome, listed) is expected
    assert ADVICE_LABELS[expected]


@pytest.mark.parametrize(
    ("outcome", "listed"),
    [(Outcome.LOW, True), (Outcome.CONFIRM, True), (Outcome.NOT, False), (Outcome.INSUFFICIENT, False)],
)
def test_agreement_needs_no_note(outcome: Outcome, listed: bool) -> None:
    assert difference(outcome, listed) == ""


def test_difference_is_named_with_its_basis() -> None:
    assert "По расчёту критерии выполнены, в перечне школы нет" in difference(Outcome.LOW, False)
    note = difference(Outcome.NOT, True, "приказ от 01.09.2021 № 7")
    assert note.startswith(
        "По перечню (приказ от 01.09.2021 № 7) школа включена, по расчёту критерии не выполнены."
    )
    assert "По перечню школа включена, по расчёту данных недостаточно." in difference(
        Outcome.INSUFFICIENT, True
    )
