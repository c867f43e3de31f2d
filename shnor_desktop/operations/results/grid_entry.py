"""Typing and pasting into the grid: «3/12», «31,5», «-», «х», «н/д» become results through the same checks as books.

One entry or one pasted block is one `document.write`; what cannot be taken comes back with its reason.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids as identity
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.results.grid import GridFilter, read_sittings
from shnor_desktop.operations.results.grid_cells import NO_SHARE, edit_text
from shnor_desktop.operations.results.parcels import INSERT_RESULT, UPDATE_RESULT
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, FigureTuple, as_figures, as_tuple
from shnor_desktop.operations.results.snapshot import ONE_OF_A_KIND, known_results, measured_by, plan_sittings
from shnor_desktop.rules.figures import E4, Figures, ResultState
from shnor_desktop.rules.results.checks import REFUSED, check_figures
from shnor_desktop.rules.results.low_share import PERCENT_E4
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.sheets.results.types import SittingMention

TYPED = "введено вручную"
"""Source of a typed result."""

_COUNTS = re.compile(r"(\d{1,6})\s*(?:/|из|\\)\s*(\d{1,6})", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?\s*%?(?:\s*\((\d{1,6})\))?")
_STATES = {
    "-": ResultState.NOT_CONDUCTED,
    "х": ResultState.NO_PARTICIPANTS,
    "н/д": ResultState.NOT_RECEIVED,
    "нд": ResultState.NOT_RECEIVED,
    "нет данных": ResultState.NOT_RECEIVED,
}
_EXCLUDED = re.compile(r"искл(?:\.|юч\w*)? *:? *(.*)", re.IGNORECASE)
_DASHES = str.maketrans("–—−‐‑‒―x×", "-------хх")
_FIGURED = (ResultState.VALID, ResultState.EXCLUDED)
_MAIN = ("participants", "failed", "failed_pct_e4", "pct_decimals")
_OTHER_MARKS = ("count_3", "count_4", "count_5", "pct_3_e4", "pct_4_e4", "pct_5_e4", "quality_pct_e4")


class Entry(NamedTuple):
    """What typed text means; `state` is empty when the result is to be deleted."""

    state: str
    figures: Figures
    reason: str = ""
    """Why the result is excluded."""
    bare: bool = False
    """A whole number alone, which may be a percentage or pupils."""


class Edit(NamedTuple):
    """Text typed or pasted into the cell of a school and a sitting."""

    school: bytes
    sitting: bytes
    text: str
    dropped: tuple[str, ...] = ()
    """Stored figures that are given up for it."""


class Way(NamedTuple):
    """One click that takes what was refused: the text that is entered instead, the stored figures it gives up."""

    kind: str
    """The same for ways that other refused cells have too."""
    title: str
    text: str
    dropped: tuple[str, ...] = ()


class Refusal(UserError):
    """An entry that is not taken as it is."""

    def __init__(self, what_happened: str, what_to_do: str, ways: tuple[Way, ...] = ()) -> None:
        super().__init__(what_happened, what_to_do)
        self.ways = ways


class RefusedEdit(NamedTuple):
    """An entry that was not taken: where, what stood there and why, in Russian, and what would be taken."""

    school: str
    sitting: str
    text: str
    why: str
    edit: Edit
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typed or pasted cells."""

    changed: int
    refused: tuple[RefusedEdit, ...]
    emptied: int = 0
    """So many results had figures and have only a mark like «х» now."""
    cleared: tuple[str, ...] = ()
    """The results that went because their cells were left empty: school, procedure, what stood there. `changed` counts
    them too."""


def parse_entry(text: str) -> Entry:
    """The meaning of a typed cell. Raises UserError when it has none."""
    clean = " ".join(text.replace("\u00a0", " ").split())
    if not clean:
        return Entry("", Figures())
    word = clean.casefold().translate(_DASHES)
    if word in _STATES:
        return Entry(_STATES[word], Figures())
    if word == NO_SHARE:
        return Entry(ResultState.VALID, Figures())
    excluded = _EXCLUDED.fullmatch(clean)
    if excluded:
        return _excluded(excluded[1])
    figures = _parse_figures(clean)
    if figures is not None:
        return Entry(ResultState.VALID, figures, bare=clean.isdecimal())
    raise UserError(
        f"«{clean[:40]}» — не результат.",
        "Введите «3/12» (3 из 12), «31,5» (процент), «-» (не проводилась), «х» (нет участников), «н/д» или «искл.: причина».",
    )


def _parse_figures(clean: str) -> Figures | None:
    found = _COUNTS.fullmatch(clean)
    if found:
        return Figures(participants=int(found[2]), failed=int(found[1]))
    found = _PERCENT.fullmatch(clean)
    if not found:
        return None
    rest = found[2] or ""
    share = int(found[1]) * E4 + int((rest + "0000")[:4])
    participants = int(found[3]) if found[3] else None
    return Figures(participants=participants, failed_pct_e4=share, pct_decimals=len(rest))


def _excluded(text: str) -> Entry:
    """«ГВЭ; 1 из 2»: the reason, and the figures when they stand after it."""
    reason, parted, last = text.rpartition(";")
    figures = _parse_figures(last.strip()) if parted else None
    if figures is None or (figures.failed is None and "%" not in last):
        reason, figures = text, Figures()
    if not reason.strip() or _says_a_result(reason.strip()):
        raise UserError("Не названа причина исключения.", "Напишите её: «искл.: ГВЭ».")
    return Entry(ResultState.EXCLUDED, figures, reason.strip())


def _says_a_result(text: str) -> bool:
    """Nothing but figures or a mark, which say no reason."""
    word = text.casefold().translate(_DASHES)
    return word in _STATES or word == NO_SHARE or _parse_figures(text) is not None


def enter(document: Document, edits: Sequence[Edit], title: str = "") -> Entered:
    """Take typed or pasted cells in: one undo step, refused cells are left as they were."""
    with document.read() as session:
        plan = _plan(session, edits)
    if not plan.rows and not plan.deleted:
        return Entered(0, tuple(plan.refused))
    with document.write(title or _title(plan)) as session:
        _apply(session, plan)
    return Entered(
        len(plan.rows) + len(plan.deleted), tuple(plan.refused), plan.emptied, tuple(plan.deleted.values())
    )


class _Old(NamedTuple):
    uid: bytes
    state: str
    reason: str
    figures: FigureTuple


class _New(NamedTuple):
    uid: bytes
    school: bytes
    sitting: bytes
    state: str
    reason: str
    figures: FigureTuple
    exists: bool


@dataclass(slots=True)
class _Plan:
    rows: list[_New]
    deleted: dict[bytes, str]
    """By uid what it was, in words."""
    refused: list[RefusedEdit]
    schools: dict[bytes, str]
    emptied: int = 0


def _plan(session: Session, edits: Sequence[Edit]) -> _Plan:
    schools = {row[0]: row[1] for row in session.execute(select(School.uid, School.name))}
    sittings = _sittings(session)
    old = _old_results(session, edits)
    plan = _Plan([], {}, [], {one.school: schools.get(one.school, "") for one in edits})
    for edit in {(one.school, one.sitting): one for one in edits}.values():
        if edit.school not in schools or edit.sitting not in sittings:
            plan.refused.append(RefusedEdit("", "", edit.text, "Школа или проведение удалены.", edit))
            continue
        name, by_marks = sittings[edit.sitting]
        try:
            _plan_one(plan, edit, old.get((edit.school, edit.sitting)), name, by_marks)
        except UserError as error:
            ways = error.ways if isinstance(error, Refusal) else ()
            plan.refused.append(RefusedEdit(schools[edit.school], name, edit.text, str(error), edit, ways))
    return plan


def _plan_one(plan: _Plan, edit: Edit, old: _Old | None, sitting: str, by_marks: bool) -> None:
    entry = parse_entry(edit.text)
    if not entry.state:
        if old is not None:
            was = text_of(old.state, old.reason, as_figures(old.figures))
            plan.deleted[old.uid] = f"{plan.schools[edit.school]} — {sitting} (было {quoted(was)})"
        return
    figures = entry.figures
    if entry.state in _FIGURED and old is not None and old.state in _FIGURED:
        before = as_figures(old.figures)
        _refuse_bare(entry, before)
        figures = _beside(before, _with_people(before, figures, edit.dropped), edit, by_marks)
    else:
        refuse_contradictions(figures, by_marks)
    if (
        figures == Figures()
        and entry.state == ResultState.VALID
        and (old is None or old.state != entry.state)
    ):
        raise UserError("Не введено ни одного числа.", "Введите «3/12» (3 из 12) или «31,5» (процент).")
    values = as_tuple(figures)
    if old is not None and figures == Figures() and as_figures(old.figures) != Figures():
        plan.emptied += 1
    if old is None or (old.state, old.reason, old.figures) != (entry.state, entry.reason, values):
        uid = old.uid if old else identity.school_result(edit.sitting, edit.school)
        plan.rows.append(
            _New(uid, edit.school, edit.sitting, entry.state, entry.reason, values, old is not None)
        )


def text_of(state: str, reason: str, figures: Figures) -> str:
    """A stored result as it is typed into its cell."""
    return edit_text(
        state, figures.participants, figures.failed, figures.failed_pct_e4, figures.pct_decimals, reason
    )


def refuse_early(edit: Edit, before: Figures, by_marks: bool) -> RefusedEdit | None:
    """What can be told at once of typed text over these counts, before the whole result is looked at; None when nothing."""
    try:
        entry = parse_entry(edit.text)
        _refuse_bare(entry, before)
        refuse_contradictions(entry.figures, by_marks)
    except UserError as error:
        ways = error.ways if isinstance(error, Refusal) else ()
        return RefusedEdit("", "", edit.text, str(error), edit, ways)
    return None


def _refuse_bare(entry: Entry, before: Figures) -> None:
    """«17» over «3 из 46» may be pupils or a percentage: it is asked."""
    n, typed = before.participants, entry.figures.failed_pct_e4
    if not entry.bare or n is None or before.failed is None or typed is None:
        return
    number = typed // E4
    ways = [Way("people", f"{number} из {n}", f"{number} из {n}")] if number <= n else []
    if typed <= PERCENT_E4:
        ways.append(_as_percent(number, n))
    if ways:
        raise Refusal(
            f"«{number}» — это ученики или процент?",
            f"Сейчас в ячейке {before.failed}\u00a0из\u00a0{n}.",
            tuple(ways),
        )


def _as_percent(number: int, n: int) -> Way:
    """The participants stay, unless so many cannot have this share."""
    if _contradiction(Figures(participants=n, failed_pct_e4=number * E4), False):
        return Way("percent", f"{number} %, без числа участников", f"{number} %", ("participants",))
    return Way("percent", f"{number} %, участников {n}", f"{number} % ({n})")


def _with_people(before: Figures, typed: Figures, dropped: Sequence[str]) -> Figures:
    """A percentage alone changes nothing about how many took part."""
    alone = typed.failed_pct_e4 is not None and typed.participants is None
    keeps = alone and "participants" not in dropped
    return replace(typed, participants=before.participants) if keeps else typed


def _beside(before: Figures, typed: Figures, edit: Edit, by_marks: bool) -> Figures:
    """The typed figures with what the result has besides; refused with a way out where they contradict each other."""
    figures = _with_rest(before, typed, edit.dropped)
    why = _contradiction(figures, by_marks)
    if why:
        raise Refusal(why, _TO_CORRECT, tuple(_ways(before, typed, edit, by_marks)))
    return figures


def _ways(before: Figures, typed: Figures, edit: Edit, by_marks: bool) -> Iterator[Way]:
    """What of the stored figures may be given up so that the typed ones can stand."""
    stored = {name for name in FIGURE_NAMES if getattr(before, name) is not None}
    others = tuple(name for name in FIGURE_NAMES if name in stored and name not in _MAIN)
    marks = tuple(name for name in others if name in _OTHER_MARKS)
    offered = [("marks", "Убрать отметки", marks), ("others", "Убрать остальные числа", others)]
    if typed.failed_pct_e4 is not None and typed.participants == before.participants:
        offered.append(("nobody", "Убрать число участников", ("participants",)))
    for kind, title, names in offered:
        dropped = (*edit.dropped, *names)
        bare = replace(typed, participants=None) if "participants" in names else typed
        if names and not _contradiction(_with_rest(before, bare, dropped), by_marks):
            yield Way(kind, title, edit.text, dropped)
            if kind == "marks":
                return


def _with_rest(old: Figures, typed: Figures, dropped: Sequence[str] = ()) -> Figures:
    """The typed share or counts in place of the old ones; marks and means stay and must agree with them, but for those
    that are dropped. «искл.: ГВЭ» without figures leaves all of them.
    """
    if typed == Figures():
        return old
    values = dict(zip(FIGURE_NAMES, as_tuple(old), strict=True)) | dict.fromkeys(dropped)
    values |= {name: getattr(typed, name) for name in _MAIN}
    if typed.failed_pct_e4 is None and any(
        values[name] is not None for name in ("pct_3_e4", "pct_4_e4", "pct_5_e4")
    ):
        values["pct_decimals"] = old.pct_decimals
    return as_figures(tuple(values.values()))


_TO_CORRECT = "Исправьте числа; все числа результата видны в карточке справа."


def refuse_contradictions(figures: Figures, by_marks: bool) -> None:
    """UserError with the first contradiction of the figures."""
    if why := _contradiction(figures, by_marks):
        raise UserError(why, _TO_CORRECT)


def _contradiction(figures: Figures, by_marks: bool) -> str:
    found = check_figures(figures, by_marks)
    return next((one.text for one in found if one.severity == REFUSED), "")


def _sittings(session: Session) -> dict[bytes, tuple[str, bool]]:
    return {one.uid: (one.name, one.by_marks) for one in read_sittings(session, GridFilter())}


def _old_results(session: Session, edits: Sequence[Edit]) -> dict[tuple[bytes, bytes], _Old]:
    figures = [getattr(SchoolResult, name) for name in FIGURE_NAMES]
    found: dict[tuple[bytes, bytes], _Old] = {}
    schools = list({one.school for one in edits})
    sittings = list({one.sitting for one in edits})
    for at in range(0, len(schools), 500):
        query = select(
            SchoolResult.school,
            SchoolResult.sitting,
            SchoolResult.uid,
            SchoolResult.state,
            SchoolResult.reason,
            *figures,
        ).where(
            SchoolResult.school.in_(schools[at : at + 500]), SchoolResult.sitting.in_(sittings), ONE_OF_A_KIND
        )
        for row in session.execute(query):
            found[row[0], row[1]] = _Old(row[2], row[3], row[4], tuple(row[5:]))
    return found


def _apply(session: Session, plan: _Plan) -> None:
    connection = session.connection()
    deleted = list(plan.deleted)
    for at in range(0, len(deleted), 500):
        session.execute(delete(SchoolResult).where(SchoolResult.uid.in_(deleted[at : at + 500])))
    new: list[tuple[Any, ...]] = [
        (one.uid, one.sitting, one.school, one.state, one.reason, False, None, TYPED, *one.figures)
        for one in plan.rows
        if not one.exists
    ]
    if new:
        connection.exec_driver_sql(INSERT_RESULT, new)
    flags = _flags(session, [one.uid for one in plan.rows if one.exists])
    changed: list[tuple[Any, ...]] = [
        (one.state, one.reason, flags[one.uid], None, TYPED, *one.figures, one.uid)
        for one in plan.rows
        if one.exists
    ]
    if changed:
        connection.exec_driver_sql(UPDATE_RESULT, changed)


def _flags(session: Session, uids: Sequence[bytes]) -> dict[bytes, bool]:
    found: dict[bytes, bool] = {}
    for at in range(0, len(uids), 500):
        query = select(SchoolResult.uid, SchoolResult.objectivity_flag)
        found |= {
            row[0]: row[1] for row in session.execute(query.where(SchoolResult.uid.in_(uids[at : at + 500])))
        }
    return found


def _title(plan: _Plan) -> str:
    count = len(plan.rows) + len(plan.deleted)
    if count == 1 and len(plan.schools) == 1:
        verb = "Введён" if plan.rows else "Удалён"
        return f"{verb} результат: {next(iter(plan.schools.values()))}"
    many = counted(len(plan.rows) or count, "результат", "результата", "результатов")
    if not plan.rows:
        return f"Удалено {many}"
    return f"Введено {many}" + (f", убрано: {len(plan.deleted)}" if plan.deleted else "")


def new_sitting(document: Document, mention: SittingMention) -> bytes:
    """Add a column to the grid as one step; the uid of the sitting."""
    with document.write("Добавлено проведение") as session:
        return add_sitting(session, mention)


def add_sitting(session: Session, mention: SittingMention) -> bytes:
    """A new column of the grid: the sitting, and its procedure when there is none. Returns the uid."""
    planned = plan_sittings(known_results(session, ()), [mention])[mention]
    if planned is None:
        raise UserError(
            f"Предмета {quoted(mention.subject)} нет в справочнике.", "Добавьте предмет в «Справочниках»."
        )
    if not planned.is_new:
        raise UserError(f"{quoted(planned.name)} уже есть.", "Выберите его год и предмет в отборе.")
    connection = session.connection()
    if planned.procedure_is_new:
        connection.exec_driver_sql(
            "INSERT INTO procedure (uid, family, subject, level, programme_grade, measured_by) VALUES (?, ?, ?, ?, ?, ?)",
            (
                planned.procedure,
                mention.family,
                planned.subject,
                mention.level,
                planned.mention.programme_grade,
                measured_by(mention.family, mention.level),
            ),
        )
    connection.exec_driver_sql(
        "INSERT INTO sitting (uid, procedure, school_year, season, sitting_grade) VALUES (?, ?, ?, ?, ?)",
        (
            planned.uid,
            planned.procedure,
            mention.school_year,
            mention.season,
            planned.mention.sitting_grade,
        ),
    )
    return planned.uid
