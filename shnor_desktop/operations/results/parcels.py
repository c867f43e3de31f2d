"""Writing an import plan into the document: one parcel a book, everything in bulk, in the transaction of the caller."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.document.journal import bulk
from shnor_desktop.models import uids
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.results.coverage import LOADED
from shnor_desktop.operations.results.new_schools import school_name
from shnor_desktop.operations.results.plan_types import (
    FIGURE_NAMES,
    Fate,
    ImportPlan,
    PlannedLost,
    PlannedRow,
    PlannedSchool,
    as_tuple,
)
from shnor_desktop.operations.results.snapshot import measured_by
from shnor_desktop.rules.figures import Figures, ResultState
from shnor_desktop.rules.words.short_names import form_of, neat

_BATCH = 10_000
NOT_TAKEN = "строка книги не загружена"
"""What is said of a result that a book has and that was not taken from it."""
_SET_FIGURES = ", ".join(f"{name} = ?" for name in FIGURE_NAMES)

_RESULT = (
    "uid",
    "sitting",
    "school",
    "state",
    "reason",
    "objectivity_flag",
    "parcel",
    "source",
    *FIGURE_NAMES,
)
_AREA = ("uid", "sitting", "area", "area_name", "parcel", "source", *FIGURE_NAMES)
INSERT_RESULT = f"INSERT INTO school_result ({', '.join(_RESULT)}) VALUES ({', '.join('?' * len(_RESULT))})"
UPDATE_RESULT = (
    "UPDATE school_result SET state = ?, reason = ?, objectivity_flag = ?, parcel = ?, source = ?, "
    f"{_SET_FIGURES} WHERE uid = ?"
)
_UPDATE_AREA = f"UPDATE area_result SET parcel = ?, source = ?, {_SET_FIGURES} WHERE uid = ?"


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written."""

    added: int
    changed: int
    parcels: tuple[bytes, ...]
    new_schools: int


def apply(
    session: Session,
    plan: ImportPlan,
    leave: Collection[bytes] = (),
    step: Callable[[int, int], None] | None = None,
) -> Applied:
    """Write the plan. Results whose uids are in `leave` keep what the document holds.

    `step(done, total)` is called now and then; it may raise to stop, and the caller's transaction takes all back.
    """
    taken = [row for row in plan.rows if row.fate in (Fate.NEW, Fate.CHANGED) and row.uid not in leave]
    areas = [row for row in plan.areas if row.fate in (Fate.NEW, Fate.CHANGED) and row.uid not in leave]
    write_schools(session, _created(plan, {row.school for row in taken}), plan.municipalities)
    _write_sittings(
        session, plan, {row.sitting for row in (*taken, *areas)} | {one.sitting for one in plan.marks}
    )
    parcels = _write_parcels(
        session, plan, {row.book for row in (*taken, *areas)} | {one.book for one in plan.marks}
    )
    run = _Runner(session, step, len(taken) + len(areas))
    run.insert("school_result", _RESULT, [_result(row, parcels) for row in taken if row.fate is Fate.NEW])
    run(UPDATE_RESULT, [_changed_result(row, parcels) for row in taken if row.fate is Fate.CHANGED])
    run.insert("area_result", _AREA, [_area(row, parcels) for row in areas if row.fate is Fate.NEW])
    run(_UPDATE_AREA, [_changed_area(row, parcels) for row in areas if row.fate is Fate.CHANGED])
    run.insert("school_result", _RESULT, [_mark(one, parcels) for one in plan.marks if one.uid])
    _write_learned(session, plan)
    both = (*taken, *areas)
    return Applied(
        sum(row.fate is Fate.NEW for row in both),
        sum(row.fate is Fate.CHANGED for row in both),
        tuple(parcels.values()),
        len(_created(plan, {row.school for row in taken})),
    )


@dataclass(slots=True)
class _Runner:
    """Runs a statement for many rows, in batches between which the work can be stopped."""

    session: Session
    step: Callable[[int, int], None] | None = None
    total: int = 0
    done: int = 0

    def __call__(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        for batch in self._batches(rows):
            self.session.connection().exec_driver_sql(statement, list(batch))

    def insert(self, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """New rows of a table."""
        for batch in self._batches(rows):
            bulk.insert(self.session, table, names, batch)

    def _batches(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
        for at in range(0, len(rows), _BATCH):
            if self.step:
                self.step(self.done, self.total)
            batch = rows[at : at + _BATCH]
            yield batch
            self.done += len(batch)


def _result(row: PlannedRow, parcels: dict[int, bytes]) -> tuple[Any, ...]:
    return (
        row.uid,
        row.sitting,
        row.school,
        row.state,
        row.reason,
        row.flag,
        parcels[row.book],
        row.source,
        *row.figures,
    )


def _mark(one: PlannedLost, parcels: dict[int, bytes]) -> tuple[Any, ...]:
    """«Не получен» with the number who wrote, as far as the book tells it."""
    figures = Figures(participants=one.participants)
    reason = f"{NOT_TAKEN}: {one.why}"
    state = ResultState.NOT_RECEIVED
    return (
        *(one.uid, one.sitting, one.school, state, reason, False, parcels[one.book], one.source),
        *as_tuple(figures),
    )


def _changed_result(row: PlannedRow, parcels: dict[int, bytes]) -> tuple[Any, ...]:
    return (row.state, row.reason, row.flag, parcels[row.book], row.source, *row.figures, row.uid)


def _area(row: PlannedRow, parcels: dict[int, bytes]) -> tuple[Any, ...]:
    return (row.uid, row.sitting, row.area, row.school_name, parcels[row.book], row.source, *row.figures)


def _changed_area(row: PlannedRow, parcels: dict[int, bytes]) -> tuple[Any, ...]:
    return (parcels[row.book], row.source, *row.figures, row.uid)


def _created(plan: ImportPlan, used: set[bytes]) -> Sequence[PlannedSchool]:
    return [one for one in plan.schools if one.is_new and one.uid in used]


def write_schools(
    session: Session, created: Iterable[PlannedSchool], municipalities: Iterable[tuple[bytes, str]]
) -> None:
    """New schools as they are planned, and the municipalities of schools that had none."""
    run = _Runner(session)
    run(
        "INSERT INTO school (uid, name, official_name, form, municipality) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [_school(one) for one in created],
    )
    run(
        "UPDATE school SET municipality = ? WHERE uid = ? AND municipality = ''",
        [(name, uid) for uid, name in municipalities],
    )


def _school(one: PlannedSchool) -> tuple[Any, ...]:
    mention, name = one.mention, school_name(one.mention)
    full = neat(mention.name)
    return (one.uid, name, full if full != name else "", form_of(mention.name), mention.municipality)


def _write_sittings(session: Session, plan: ImportPlan, used: set[bytes]) -> None:
    run = _Runner(session)
    sittings = [one for one in plan.sittings if one.uid in used]
    procedures = {one.procedure: one for one in sittings if one.procedure_is_new}
    high_from = dict(plan.high_from)
    run(
        "INSERT INTO procedure (uid, family, subject, level, programme_grade, measured_by) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (uid, m.family, one.subject, m.level, m.programme_grade, measured_by(m.family, m.level))
            for uid, one in procedures.items()
            for m in (one.mention,)
        ],
    )
    run(
        "INSERT INTO sitting (uid, procedure, school_year, season, sitting_grade, high_from) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (one.uid, one.procedure, m.school_year, m.season, m.sitting_grade, high_from.get(one.uid))
            for one in sittings
            for m in (one.mention,)
            if one.is_new
        ],
    )
    run(
        "UPDATE sitting SET high_from = ? WHERE uid = ? AND high_from IS NULL",
        [(score, uid) for uid, score in plan.high_from if uid in used],
    )


def _write_parcels(session: Session, plan: ImportPlan, used: set[int]) -> dict[int, bytes]:
    """A parcel for every book something is taken from."""
    today = date.today().isoformat()
    parcels = {number: new_uid() for number in sorted(used)}
    _Runner(session).insert(
        "parcel",
        ("uid", "title", "file_name", "sha256", "imported_on"),
        [
            (uid, parcel_title(book.source), book.source, book.sha256, today)
            for number, uid in parcels.items()
            for book in (plan.books[number],)
        ],
    )
    return parcels


def parcel_title(source: str) -> str:
    """How a parcel is called."""
    return f"Загрузка «{source}»"


def write_names(
    session: Session, aliases: Iterable[tuple[bytes, str, str]], codes: Iterable[tuple[bytes, str, str]]
) -> None:
    """Spellings (school, spelling, normalised) and codes (school, system, code) by which schools are recognised."""
    run = _Runner(session)
    run(
        "INSERT INTO school_alias (uid, school, spelling, normalised) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        [(uids.school_alias(key), school, spelling, key) for school, spelling, key in aliases],
    )
    run(
        "INSERT INTO school_code (uid, school, system, code) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(uids.school_code(system, code), school, system, code) for school, system, code in codes],
    )


def _write_learned(session: Session, plan: ImportPlan) -> None:
    run = _Runner(session)
    created = {one.uid for one in plan.schools if one.is_new}
    written = {row.school for row in plan.rows if row.fate in (Fate.NEW, Fate.CHANGED)}

    def exists(uid: bytes) -> bool:
        return uid not in created or uid in written

    write_names(
        session,
        [one for one in plan.aliases if exists(one[0])],
        [one for one in plan.codes if exists(one[0])],
    )
    run(
        "INSERT INTO learned_answer (uid, question, value, text) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (uid) DO UPDATE SET value = excluded.value, text = excluded.text "
        "WHERE value <> excluded.value",
        [
            (uids.learned_answer(question), question, value, text)
            for question, value, text in (*plan.answers, *map(_remembered, plan.lost))
            if question
        ],
    )

    run(
        "UPDATE learned_answer SET value = ? WHERE question = ? AND value <> ?",
        [(LOADED, key, LOADED) for key in plan.loaded],
    )


def _remembered(one: PlannedLost) -> tuple[str, str, str]:
    """A result whose school the document does not know; see `shortfall`."""
    text = f"{one.sitting_name}, {one.school_name}: {NOT_TAKEN} ({one.why})"
    return one.question, "" if one.participants is None else str(one.participants), text
