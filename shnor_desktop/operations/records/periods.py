"""The days in which the due texts of a record are read: those of its programme, or of the paper it stands in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.models.kind import RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.rules.deadlines.due import Period

_SEPTEMBER = 9


def period_of(session: Session, kind: RecordKind, values: Mapping[str, Any]) -> Period | None:
    """The first of the declared ways that leads to a record with both days."""
    for way in kind.about.period:
        record = _followed(session, kind, values, way.split("."))
        found = days_of(record) if record is not None else None
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
