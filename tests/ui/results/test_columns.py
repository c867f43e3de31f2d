"""Columns stay as somebody likes them, whatever other columns come and go."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from shnor_desktop.ui.results.sheet.columns import ColumnPlan

A, B, C, D = b"a", b"b", b"c", b"d"


@pytest.fixture
def kept(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "columns.ini"), QSettings.Format.IniFormat)


def test_by_themselves_columns_stand_as_given() -> None:
    plan = ColumnPlan()
    assert plan.arranged((A, B, C)) == [0, 1, 2] and plan.width(A) == 0 and plan.names == 0


def test_what_was_chosen_is_kept(kept: QSettings) -> None:
    plan = ColumnPlan(kept)
    plan.move((A, B, C), (A, B, C), C, 0)
    plan.hide(B)
    plan.widen(A, 130)
    plan.widen_names(300)
    again = ColumnPlan(kept)
    assert again.arranged((A, B, C)) == [2, 0]
    assert (again.width(A), again.names, again.hidden_among((A, B, C))) == (130, 300, [1])
    again.show((B,))
    again.widen(A, 0)
    assert ColumnPlan(kept).arranged((A, B, C)) == [2, 0, 1] and ColumnPlan(kept).width(A) == 0
    again.forget()
    assert ColumnPlan(kept).arranged((A, B, C)) == [0, 1, 2]


def test_a_new_column_comes_after_its_usual_neighbour() -> None:
    plan = ColumnPlan()
    plan.move((A, B, D), (A, B, D), D, 0)
    assert plan.arranged((A, B, C, D)) == [3, 0, 1, 2]
    assert plan.arranged((C, A)) == [0, 1], "the first one comes first"


def test_hidden_columns_keep_their_places_while_others_move() -> None:
    plan = ColumnPlan()
    plan.hide(B)
    plan.move((A, B, C), (A, C), C, 0)
    plan.show((B,))
    assert plan.arranged((A, B, C)) == [2, 1, 0]


def test_frozen_columns_stand_first_and_stay_so() -> None:
    plan = ColumnPlan()
    plan.freeze(C, True)
    assert plan.arranged((A, B, C)) == [2, 0, 1] and plan.frozen_among((A, B, C)) == 1
    plan.move((A, B, C), (C, A, B), A, 0)
    assert plan.arranged((A, B, C)) == [2, 0, 1], "nothing comes before what stays in view"
    plan.freeze(C, False)
    assert not plan.is_frozen(C)


@pytest.mark.parametrize("spoiled", ["нет", "[]", '{"order": 5, "widths": [], "hidden": null, "names": "x"}'])
def test_spoiled_settings_are_none(kept: QSettings, spoiled: str) -> None:
    kept.setValue("results/columns", spoiled)
    assert ColumnPlan(kept).arranged((A, B)) == [0, 1]
