"""The region's 400,000 results: import, low results, verdicts, the first screen of the grid."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from shnor_desktop.operations.identification import classification
from shnor_desktop.operations.results import parcels
from tests.benchmarks.measuring import Measurement, once, paired
from tests.benchmarks.region import folder, opened, region

FIRST_SCREEN_S = 0.1
LONGEST_PAUSE_S = 0.1


def bulk_import() -> Iterator[Measurement]:
    """Writing the plan, journal included, beside sqlite3's executemany into the bare table."""
    made = region()
    numbers = {number: bytes(16) for number in range(len(made.plan.books))}
    rows = [parcels._result(row, numbers) for row in made.plan.rows]
    limit = once(lambda: _bare(rows))
    yield Measurement(f"write {len(rows):,} results with journal", made.writing, limit, "bare executemany", 4)
    yield Measurement("… planned before that", made.planning, limit, "bare executemany", 12)


def _bare(rows: list[tuple[Any, ...]]) -> None:
    """The same rows into a table of the same columns, without journal, indexes and references."""
    path = folder() / "bare.db"
    path.unlink(missing_ok=True)
    columns = parcels.INSERT_RESULT.partition("(")[2].partition(")")[0]
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"CREATE TABLE school_result ({columns}, PRIMARY KEY (uid))")
    connection.execute("BEGIN")
    connection.executemany(parcels.INSERT_RESULT, rows)
    connection.execute("COMMIT")
    connection.close()


def low_results() -> Iterator[Measurement]:
    """What the list needs of the file, beside one SQL query on the covering index."""
    with opened() as document, document.read() as session:
        profile = classification.profile(session)
        query = _Query(session, profile)
        assert query() == len(classification.low_results(session, profile)) > 1_000
        ours, limit = paired(lambda: classification.low_results(session, profile), query, 15)
    yield Measurement("low results of two years among 400,000", ours, limit, "one SQL query", 1.5)


def verdicts() -> Iterator[Measurement]:
    """Explained verdicts of 1,000 schools, beside the same query."""
    with opened() as document, document.read() as session:
        profile = classification.profile(session)
        query = _Query(session, profile)
        ours, limit = paired(lambda: classification.verdicts(session, profile), query, 9)
    yield Measurement("explained verdicts of 1,000 schools", ours, limit, "one SQL query", 10)


class _Query:
    """The limit: sqlite3 itself on the covering index, rows fetched and nothing done with them."""

    def __init__(self, session: Any, profile: Any) -> None:
        connection = session.connection().connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        self._connection = connection
        self._sittings = [one.uid for one in (*profile.slot_a, *profile.slot_b)]
        marks = ", ".join("?" * len(self._sittings))
        self._statement = (
            "SELECT sitting, school, participants, failed, failed_pct_e4 FROM school_result "
            f"WHERE sitting IN ({marks}) AND state = 'valid' AND participants > 0 "
            "AND 100 * failed >= 30 * participants"
        )
        plan = connection.execute(f"EXPLAIN QUERY PLAN {self._statement}", self._sittings).fetchall()
        assert any("COVERING INDEX" in str(step) for step in plan), plan

    def __call__(self) -> int:
        return len(self._connection.execute(self._statement, self._sittings).fetchall())


def first_screen() -> Iterator[Measurement]:
    """From the click on «Результаты» to the first painted rows, in the real window."""
    from tests.benchmarks.window import Stage

    with Stage(region().path) as stage:
        ours = min(stage.first_rows() for _ in range(3))
    yield Measurement("first screen of the grid of 400,000 results", ours, FIRST_SCREEN_S, "limit", 1)


def pauses() -> Iterator[Measurement]:
    """How long the window does not answer while a screen of the region is shown for the first time."""
    from tests.benchmarks.window import Stage

    with Stage(region().path) as stage:
        for code in ("schools", "results", "list", "papers"):
            longest = stage.longest_pause(code)
            yield Measurement(f"longest pause, 1,000 schools: {code}", longest, LONGEST_PAUSE_S, "limit", 1)
