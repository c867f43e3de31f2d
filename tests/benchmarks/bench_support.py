"""Screens of support over 40 schools and five years: from the click to what is painted, as time of the processor."""

import time
from collections.abc import Iterator

from tests.benchmarks.measuring import Measurement
from tests.benchmarks.support_district import path

OPENED_S = 0.15
SCREENS = (
    "start",
    "context",
    "risks",
    "problems",
    "people",
    "contacts",
    "courses",
    "effect",
    "roadmap",
    "done",
)


def screens() -> Iterator[Measurement]:
    """Each screen anew: built, its rows read, painted; then the whole card of a school."""
    from shnor_desktop.ui.schools.screen import SchoolsScreen
    from tests.benchmarks.window import Stage

    with Stage(path()) as stage:
        window = stage.window

        def settled() -> None:
            quiet = 0
            while quiet < 3:
                stage.app.processEvents()
                time.sleep(0.001)
                quiet = quiet + 1 if window.jobs.idle() else 0

        def opened(code: str, **given: object) -> float:
            window._drop_screens()
            settled()
            started = time.process_time()
            window.go(code, **given)
            settled()
            screen = window.shown_screen()
            assert screen is not None
            screen.grab()
            return time.process_time() - started

        for code in SCREENS:
            yield Measurement(f"{code} opens", min(opened(code) for _ in range(4)), OPENED_S, "limit", 1)
        window.go("schools")
        settled()
        screen = window.shown_screen()
        assert isinstance(screen, SchoolsScreen)
        school = screen.table.rows.row_at(4).uid
        took = min(opened("schools", school=school, view="whole") for _ in range(4))
        yield Measurement("schools opens with everything about one", took, OPENED_S, "limit", 1)
