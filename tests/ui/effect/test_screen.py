"""«Эффект» in the real window."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF

from shnor_desktop.document.document import Document
from shnor_desktop.ui.effect.screen import EffectScreen
from shnor_desktop.ui.papers.screen import PapersScreen
from shnor_desktop.ui.schools.screen import SchoolsScreen
from shnor_desktop.ui.shell.window import Window
from tests.operations.effect.schools import curators, fill


def filled(document: Document, progress: Any) -> dict[str, bytes]:
    with document.write("Район") as session:
        schools = fill(session)
        curators(session, schools)
    return schools


def test_the_answer_the_plots_and_where_they_lead(window: Window, settle: Callable[[], None]) -> None:
    window.go("effect")
    settle()
    screen = window.shown_screen()
    assert isinstance(screen, EffectScreen)
    assert screen.tabs.isHidden() and not screen.answer.text()
    window.jobs.change(window, filled, lambda _: None)
    settle()
    assert [one.after for one in screen.table.shown()] == ["ВПР МА 5, весна 2023"]
    assert screen.answer.text().startswith("В школах с поддержкой не справившихся меньше")
    assert "поднимаются и сами собой" in screen.text.text()
    assert [screen.tabs.isTabEnabled(at) for at in range(4)] == [True] * 4
    screen.tabs.setCurrentIndex(2)
    spot = screen.funnel.picture().spots[0]
    found = screen.funnel.spot_at(
        QPointF(spot.x + spot.width / 2 + 8, screen.funnel.height() - spot.y - spot.height / 2)
    )
    assert found is not None and found.tip.splitlines()[0] in {row.name for row in screen.schools.shown()}
    screen.way.setCurrentIndex(screen.way.findData("status"))
    screen.way.activated.emit(screen.way.currentIndex())
    settle()
    assert "сказать о поддержке нечего" in screen.answer.text()
    screen.print_paper()
    settle()
    papers = window.shown_screen()
    assert isinstance(papers, PapersScreen)
    screen.funnel.clicked.emit(found.key)
    settle()
    assert isinstance(window.shown_screen(), SchoolsScreen)
