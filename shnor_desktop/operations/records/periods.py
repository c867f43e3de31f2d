"""The days in which the due texts of a record are read: those of its programme, or of the paper it stands in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.models.kind import RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.orders import Paper
from shnor_desktop.rules.deadlines.due import Period

_SEPTEMBER = 9
_YEAR = timedelta(days=364)


def period_of(session: Session, kind: RecordKind, values: Mapping[str, Any]) -> Period | None:
    """The first of the declared ways that leads to a record with both days."""
    for way in kind.about.period:
        record = _followed(session, kind, values, way.split("."))
        found = of_paper(record) if isinstance(record, Paper) else days_of(record)
        if found is not None:
            return found
    return None


def _followed(session: Session, kind: RecordKind, values: Mapping[str, Any], names: list[str]) -> Any:
    uid, record = values.get(names[0]), None
    for place, name in enumerate(names):
        kind = BY_CODE[kind.field(name).refers]
        record = session.get(kind.record, uid) if isinstance(uid, bytes) else None
        if record is None:
            return None
        uid = getattr(record, names[place + 1]) if place + 1 < len(names) else None
    return record


def of_paper(paper: Paper) -> Period | None:
    """Of what a paper asks for: terms run from its day, for a year or through its own period where that goes on."""
    period = days_of(paper)
    try:
        day = date.fromisoformat(paper.date)
    except ValueError:
        return period
    if period is not None and period.ends > day:
        return replace(period, starts=max(period.starts, day), day=day)
    return from_day(day)


def from_day(starts: date, ends: date | None = None) -> Period:
    """The year after what was decided on these days."""
    return Period(starts, (ends or starts) + _YEAR, starts.month >= _SEPTEMBER, starts)


def days_of(record: Any) -> Period | None:
    """Those of a record that has a beginning and an end."""
    starts = getattr(record, "starts", "") or getattr(record, "period_from", "")
    ends = getattr(record, "ends", "") or getattr(record, "period_to", "")
    try:
        first, last = date.fromisoformat(starts), date.fromisoformat(ends)
    except ValueError:
        return None
    kind = getattr(record, "year_kind", "")
    period = Period(first, last, kind == "school" or (not kind and first.month == _SEPTEMBER))
    return period if period.usable else None
