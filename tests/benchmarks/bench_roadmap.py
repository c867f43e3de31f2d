"""A plan of 500 activities over four years: the table and the months are there, and scroll without a pause."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from shnor_desktop.document.document import Document
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.results.dictionaries import create_document
from tests.benchmarks.measuring import Measurement, once
from tests.benchmarks.region import WHO, folder

SECTIONS, ROWS, EVENTS = 20, 25, 600
OPENED_S, FRAME_S = 0.15, 0.05
DUES = (
    "январь",
    "март 2019 года",
    "1 раз в четверть",
    "ежемесячно",
    "ежеквартально",
    "в течение всего периода",
    "ежегодно, декабрь",
    "до 15 октября 2020 года",
    "по запросам",
    "по плану управления образования",
    "2 раза в год",
    "I полугодие 2021 года",
)
WORDS = [
    "мониторинг",
    "семинар",
    "консультации",
    "школ",
    "анализ",
    "результатов",
    "диагностика",
    "программу",
    "совещание",
    "план",
]


def plan() -> Iterator[Measurement]:
    """From the click on «Дорожная карта» to painted rows, to painted months, and the slowest frame of each."""
    from tests.benchmarks.window import Stage

    with Stage(_file()) as stage:
        from shnor_desktop.ui.roadmap.screen import MONTHS, RoadmapScreen

        def opened() -> RoadmapScreen:
            stage.window._drop_screens()
            stage.wait(stage.window.jobs.idle)
            stage.window.go("roadmap")
            stage.wait(lambda: isinstance(stage.window.shown_screen(), RoadmapScreen))
            screen = stage.window.shown_screen()
            assert isinstance(screen, RoadmapScreen)
            stage.wait(lambda: screen.table.model().rowCount() > SECTIONS * ROWS)
            screen.table.viewport().repaint()
            return screen

        shown = min(once(opened) for _ in range(3))
        screen = opened()
        stage.wait(stage.window.jobs.idle)
        table, months = screen.table, screen.timeline

        def turn() -> None:
            screen.tabs.setCurrentIndex(MONTHS)
            months.viewport().repaint()

        rows = _slowest(table, 8)
        turned = once(turn)
        frames = _slowest(months, 200)
    yield Measurement("500 activities: the table opens", shown, OPENED_S, "limit", 1)
    yield Measurement("… the months open", turned, OPENED_S, "limit", 1)
    yield Measurement("… slowest frame of the scrolled table", rows, FRAME_S, "limit", 1)
    yield Measurement("… slowest frame of the scrolled months", frames, FRAME_S, "limit", 1)


def _slowest(view: object, step: int) -> float:
    bar, canvas = view.verticalScrollBar(), view.viewport()  # type: ignore[attr-defined]

    def frame(at: int) -> None:
        bar.setValue(at)
        canvas.repaint()

    return max(once(lambda at=at: frame(at)) for at in range(0, bar.maximum(), step))  # type: ignore[misc]


def _file() -> Path:
    path, chance = folder() / "plan.shnor", Random(7)
    create_document(path, WHO).close()
    with Document.open(path, WHO) as document, document.write("Plan") as session:
        days = {"starts": "2018-01-01", "ends": "2021-12-31"}
        programme = save(session, "programme", None, {"kind": "municipal", "title": "Программа", **days})
        whole = save(session, "part", None, {"programme": programme, "place": "plan", "title": "План"})
        rows: list[bytes] = []
        for section in range(SECTIONS):
            kept: dict[str, Value | Linked] = {
                "programme": programme,
                "parent": whole,
                "place": "plan_section",
                "title": f"Раздел {section}",
                "position": 1000 * section,
            }
            part = save(session, "part", None, kept)
            for place in range(ROWS):
                given: dict[str, Value | Linked] = {
                    "part": part,
                    "position": 1000 * place,
                    "number": f"{len(rows) + 1}.",
                    "text": " ".join(chance.choices(WORDS, k=12)),
                    "due_text": chance.choice(DUES),
                    "responsible": chance.choice(("ИМЦ", "Управление образования")),
                }
                rows.append(save(session, "activity", None, given))
        for _ in range(EVENTS):
            day = date(chance.randint(2018, 2021), chance.randint(1, 12), 10).isoformat()
            done: dict[str, Value | Linked] = {
                "kind": "seminar",
                "starts": day,
                "activities": ((chance.choice(rows), ""),),
            }
            save(session, "event", None, done)
    return path
