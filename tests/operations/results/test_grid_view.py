"""The grid as somebody looks at it: which schools in which order, and what a selection comes to."""

import pytest

from shnor_desktop.operations.results.grid_cells import NO_SHARE, GridCell, Measure, aspect_cell, cell
from shnor_desktop.operations.results.seen.order import Only, View, arranged
from shnor_desktop.operations.results.seen.totals import totals
from shnor_desktop.rules.figures import E4, Figures, ResultState
from shnor_desktop.rules.results.quality import Aspect

A, B = b"a", b"b"


def counted(failed: int, n: int) -> GridCell:
    return cell(ResultState.VALID, n, failed, None, 0, False, Measure())


def share(percent: int) -> GridCell:
    return cell(ResultState.VALID, None, None, percent * E4, 0, False, Measure())


def state(one: ResultState) -> GridCell:
    return cell(one, None, None, None, 0, False, Measure())


LINES = (
    (counted(3, 12), None),
    (counted(10, 20), state(ResultState.NOT_RECEIVED)),
    (None, counted(0, 4)),
    (share(10), counted(9, 10)),
    (state(ResultState.NOT_CONDUCTED), counted(1, 20)),
)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(), [0, 1, 2, 3, 4]),
        (View(by=A), [3, 0, 1, 2, 4]),
        (View(by=A, falling=True), [1, 0, 3, 2, 4]),
        (View(by=b"gone"), [0, 1, 2, 3, 4]),
        (View(Only.LOW), [1, 3]),
        (View(Only.LOW, within=A), [1]),
        (View(Only.LOW, within=b"gone"), [1, 3]),
        (View(Only.WATCH), [0]),
        (View(Only.SMALL), [2]),
        (View(Only.MISSING), [0, 1, 2]),
        (View(Only.MISSING, within=B), [0, 1]),
        (View(Only.LOW, by=B, falling=True), [3, 1]),
    ],
)
def test_schools_are_shown_as_somebody_looks_at_them(view: View, expected: list[int]) -> None:
    assert arranged(view, (A, B), (0, 1), LINES) == expected


def test_hidden_columns_neither_sort_nor_hold_what_is_looked_for() -> None:
    assert arranged(View(Only.LOW), (A, B), (0,), LINES) == [1]
    assert arranged(View(by=B), (A, B), (0,), LINES) == [0, 1, 2, 3, 4]


def test_a_result_without_the_figure_has_no_data() -> None:
    unknown = cell(ResultState.VALID, 12, None, None, 0, False, Measure())
    assert unknown.text == NO_SHARE
    known = counted(5, 10)
    quality = aspect_cell(Figures(10, 5), True, Aspect.QUALITY, ResultState.VALID, False, known)
    assert arranged(View(Only.MISSING), (A,), (0,), ((unknown,), (known,), (quality,))) == [0, 2]


def test_pupils_are_added_and_never_percentages() -> None:
    cells = [LINES[0][0], LINES[1][0], LINES[2][0]]
    assert totals(cells, Aspect.FAILED) == (
        "Выделено: 3\u00a0ячейки · с числами 2 · участников 32 · не справились 13 · доля «2» в среднем 40,6\u00a0%"
    )
    assert totals([*cells, share(99)], Aspect.FAILED).endswith("40,6\u00a0% (по 2 из 3)")
    assert totals([share(10), share(20)], Aspect.FAILED).endswith(
        "с числами 2 · среднего нет: число участников неизвестно"
    )
    assert totals(cells[:1], Aspect.FAILED) == ""
    assert totals([None, None], Aspect.FAILED) == "Выделено: 2\u00a0ячейки · с числами 0"


def figure(aspect: Aspect, figures: Figures, by_marks: bool = True) -> GridCell:
    usual = cell(ResultState.VALID, figures.participants, figures.failed, None, 0, False, Measure())
    return aspect_cell(figures, by_marks, aspect, ResultState.VALID, False, usual)


def test_other_figures_are_added_by_pupils_too() -> None:
    first, second = Figures(10, 1, 4, 3, 2), Figures(30, 15, 10, 5, 0)
    quality = [figure(Aspect.QUALITY, one) for one in (first, second)]
    assert totals(quality, Aspect.QUALITY).endswith("участников 40 · качество в среднем 25,0\u00a0%")
    takers = [figure(Aspect.TAKERS, one) for one in (first, second)]
    assert totals(takers, Aspect.TAKERS).endswith("сумма 40 · в среднем 20,0")
    means = [figure(Aspect.MEAN, one) for one in (first, second)]
    assert totals(means, Aspect.MEAN).endswith("участников 40 · среднее 2,90")
    scores = figure(Aspect.MEAN, Figures(10, 1, mean_e4=55 * E4), by_marks=False)
    assert totals([*means, scores], Aspect.MEAN).endswith("отметки и баллы вместе не складывают")
    assert totals([scores, scores], Aspect.MEAN).endswith("среднее 55,0")
