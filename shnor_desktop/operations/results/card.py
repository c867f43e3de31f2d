"""One result in full: all its figures, where they came from and what happened to them; and saving it from a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.journal.history import FieldChange
from shnor_desktop.document.state import replaced
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.kind import Editor, Field, kind_of
from shnor_desktop.models.results import Parcel, SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.models.values import parse, show, show_e4
from shnor_desktop.operations.results.grid import GridFilter, read_sittings
from shnor_desktop.operations.results.grid_entry import TYPED, refuse_contradictions, text_of
from shnor_desktop.operations.results.parcels import INSERT_RESULT, UPDATE_RESULT
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, as_figures
from shnor_desktop.operations.results.snapshot import ONE_OF_A_KIND
from shnor_desktop.rules.figures import STATE_LABELS, ResultState
from shnor_desktop.rules.results.checks import PERCENTS, check_figures
from shnor_desktop.rules.words.russian import quoted

_HIDDEN = ("school", "sitting", "parcel", "source", "pct_decimals")
CARD_FIELDS: tuple[Field, ...] = tuple(one for one in kind_of(SchoolResult).fields if one.name not in _HIDDEN)
"""Fields of the form, in the order of the kind."""


class HistoryLine(NamedTuple):
    """One thing that happened to a result."""

    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class ResultCard:
    """A result as the form shows it; `texts` are what the fields hold."""

    school: bytes
    sitting: bytes
    school_name: str
    sitting_name: str
    by_marks: bool
    exists: bool
    texts: Mapping[str, str]
    source: str
    parcel: str
    doubts: tuple[str, ...]
    """What the checks say against the figures."""
    history: tuple[HistoryLine, ...]
    removed: str = ""
    """When it was deleted and what it was; empty where it stands or never was."""


def read_card(document: Document, school: bytes, sitting: bytes) -> ResultCard | None:
    """The result of a school at a sitting, which may not exist yet; None when school or sitting are gone."""
    with document.read() as session:
        name = session.scalar(select(School.name).where(School.uid == school))
        column = _column(session, sitting)
        if name is None or column is None:
            return None
        record = _record(session, school, sitting)
        texts = _texts(record)
        parcel = ""
        if record is not None and record.parcel:
            parcel = session.scalar(select(Parcel.title).where(Parcel.uid == record.parcel)) or ""
        figures = as_figures(tuple(getattr(record, n) for n in FIGURE_NAMES)) if record else None
        uid, source = (record.uid, record.source) if record else (uids.school_result(sitting, school), "")
        told = replaced.record_history(raw_of(session), "school_result", uid)
        removed = "" if record else _removed(session, uid, told)
    found = check_figures(figures, column.by_marks) if figures else ()
    lines = tuple(_history_line(one) for one in reversed(told))
    return ResultCard(
        school,
        sitting,
        name,
        column.name,
        column.by_marks,
        record is not None,
        texts,
        source,
        parcel,
        tuple(one.text for one in found),
        tuple(line for line in lines if line.what),
        removed,
    )


def _removed(session: Session, uid: bytes, told: Sequence[FieldChange]) -> str:
    """«Результат убран 05.09.2026 12:05, был «3 из 12».» of a result that the journal knows."""
    last = next((one for one in reversed(told) if one.what == "deleted"), None)
    if last is None:
        return ""
    line = _history_line(last)
    before: dict[str, Any] = replaced.around(raw_of(session), last.action, [("school_result", uid)])[
        uid
    ].before
    was = ""
    if before:
        figures = as_figures(tuple(before[name] for name in FIGURE_NAMES))
        was = f", был {quoted(text_of(before['state'], before['reason'], figures))}"
    return f"Результат убран {line.when}{was}."


def save_card(document: Document, school: bytes, sitting: bytes, texts: Mapping[str, str]) -> None:
    """Store what the form holds; UserError says which field is wrong or what contradicts what."""
    values: dict[str, Any] = {one.name: parse(one, texts.get(one.name, "")) for one in CARD_FIELDS}
    values["pct_decimals"] = max((_decimals(texts.get(name, "")) for name in PERCENTS), default=0)
    with document.read() as session:
        column = _column(session, sitting)
        record = _record(session, school, sitting)
        name = session.scalar(select(School.name).where(School.uid == school))
        uid = record.uid if record else None
    if column is None or name is None:
        raise UserError("Школа или проведение удалены.", "Обновите экран.")
    _refuse_empty(values)
    refuse_contradictions(as_figures(tuple(values[one] for one in FIGURE_NAMES)), column.by_marks)
    figures = tuple(values[one] for one in FIGURE_NAMES)
    main = (values["state"], values["reason"], bool(values["objectivity_flag"]), None, TYPED)
    with document.write(f"Изменён результат: {name}, {column.name}") as session:
        connection = session.connection()
        if uid:
            connection.exec_driver_sql(UPDATE_RESULT, (*main, *figures, uid))
        else:
            new = uids.school_result(sitting, school)
            connection.exec_driver_sql(INSERT_RESULT, (new, sitting, school, *main, *figures))


def _refuse_empty(values: Mapping[str, Any]) -> None:
    known = [name for name in FIGURE_NAMES if name != "pct_decimals" and values[name] is not None]
    state = values["state"]
    if state == ResultState.VALID and not known:
        raise UserError("Не введено ни одного числа.", "Введите числа или выберите другое состояние.")
    if state not in (ResultState.VALID, ResultState.EXCLUDED) and known:
        raise UserError(
            f"При состоянии «{STATE_LABELS[state]}» чисел не бывает.",
            "Очистите числа или выберите «есть результат».",
        )
    if state == ResultState.EXCLUDED and not values["reason"]:
        raise UserError("Не названа причина исключения.", "Напишите, почему результат не учитывается.")


def _decimals(text: str) -> int:
    rest = text.replace("\u00a0", "").replace("%", "").strip().replace(".", ",").partition(",")[2]
    return min(len(rest), 4)


def _column(session: Session, sitting: bytes) -> Any:
    return next((one for one in read_sittings(session, GridFilter()) if one.uid == sitting), None)


def _record(session: Session, school: bytes, sitting: bytes) -> SchoolResult | None:
    query = select(SchoolResult).where(
        SchoolResult.school == school, SchoolResult.sitting == sitting, ONE_OF_A_KIND
    )
    return session.scalars(query.limit(1)).first()


def _texts(record: SchoolResult | None) -> dict[str, str]:
    if record is None:
        return {one.name: "" for one in CARD_FIELDS}
    texts = {}
    for field in CARD_FIELDS:
        value = getattr(record, field.name)
        if field.editor in (Editor.CHOICE, Editor.LINE):
            texts[field.name] = value
        elif field.name in PERCENTS and value is not None:
            texts[field.name] = show_e4(value, record.pct_decimals)
        else:
            texts[field.name] = show(field, value)
    return texts


def _history_line(change: FieldChange) -> HistoryLine:
    when = change.at.replace(tzinfo=change.at.tzinfo or UTC).astimezone().strftime("%d.%m.%Y %H:%M")
    who = ", ".join(part for part in (change.person, change.office) if part)
    return HistoryLine(when, who, _what(change))


def _what(change: FieldChange) -> str:
    if change.what != "changed":
        return f"{'Добавлен' if change.what == 'added' else 'Удалён'}: {change.title}"
    if change.field in ("parcel", "pct_decimals"):
        return ""
    field = kind_of(SchoolResult).field(change.field)
    before = " или ".join(show(field, value) or "—" for value in change.replaced or (None,))
    return f"{field.label}: {before} → {show(field, change.after) or '—'}"
