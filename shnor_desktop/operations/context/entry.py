"""Typing and pasting into the social passport: numbers, «н/д», nothing. One entry or one pasted block is one step."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids, values
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import Indicator, IndicatorValue
from shnor_desktop.models.schools import School
from shnor_desktop.operations.context import passport
from shnor_desktop.operations.context.dictionary import CONTEXT
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import SCHOOL
from shnor_desktop.rules.words.russian import counted, decimal_e4, quoted

TYPED = "введено вручную"
_NO_DATA = re.compile(r"[-–—]+|н/?д\.?|нет данных|нет сведений|х|x", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:чел(?:\.|овек\w*)?|шт\.?|%|км|ч|час\w*|лет|год\w*|сем\w*)\s*$", re.IGNORECASE)


class Typed(NamedTuple):
    """What typed text means; neither a value nor «no data» deletes."""

    value_e4: int | None = None
    no_data: bool = False
    decimals: int = 0


class Refused(NamedTuple):
    """A cell that was not taken: where, what stood there and why."""

    school: str
    indicator: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typed or pasted cells."""

    changed: int
    refused: tuple[Refused, ...] = ()
    cleared: tuple[str, ...] = ()
    """The values that went because their cells were left empty, in words; `changed` counts them too."""


class Change(NamedTuple):
    """A value to be kept of a school, or of the district where that is None."""

    school: bytes | None
    indicator: bytes
    typed: Typed
    source: str = TYPED


def parse(text: str, unit: str = "") -> Typed:
    """The meaning of a typed cell. Raises UserError when it has none."""
    clean = " ".join(text.replace("\u00a0", " ").split())
    if not clean:
        return Typed()
    if _NO_DATA.fullmatch(clean):
        return Typed(no_data=True)
    if "%" in clean and unit.startswith(("чел", "шт")):
        raise UserError(
            f"«{clean[:40]}» — доля, а показатель считается в единицах «{unit}».",
            "Введите число: долю программа посчитает сама.",
        )
    number = _UNIT.sub("", clean)
    found = values.parse(BY_CODE["indicator_value"].field("fact_e4"), number)
    assert isinstance(found, int)
    if found < 0:
        raise UserError(f"«{clean[:40]}» меньше нуля.", "Введите число не меньше нуля.")
    if unit.startswith(("чел", "шт")) and found % E4:
        raise UserError(
            f"«{clean[:40]}»: {unit} бывает только целым числом.",
            "Введите целое число; доля считается сама от названного в показателе целого.",
        )
    if unit == "%" and found > 100 * E4:
        raise UserError(f"«{clean[:40]}»: доля больше 100 %.", "Введите число от 0 до 100.")
    digits = re.findall(r"[.,](\d+)", number)
    return Typed(found, decimals=len(digits[-1]) if digits else 0)


def enter(
    document: Document, year: int, edits: Sequence[tuple[bytes | None, bytes, str]], kind: str = SCHOOL
) -> Entered:
    """Take typed or pasted cells in: school, indicator and text of each. Refused cells are left as they were."""
    with document.read() as session:
        changes, refused = _understood(session, edits)
        names = _names(session, School, [one.school for one in changes if one.school])
    if not changes:
        return Entered(0, tuple(refused))
    title = f"Социальный паспорт: {counted(len(changes), 'значение', 'значения', 'значений')}"
    if len(names) == 1:
        title = f"Социальный паспорт: {next(iter(names.values()))}"
    with document.write(title) as session:
        cleared = _cleared(session, (year, kind), changes)
        changed = apply(session, year, changes, kind)
    return Entered(changed, tuple(refused), cleared)


def _cleared(session: Session, of: tuple[int, str], changes: Sequence[Change]) -> tuple[str, ...]:
    """What stands in the cells that are left empty."""
    empty = {(one.school, one.indicator) for one in changes if one.typed == Typed()}
    going = [
        one
        for one in (passport.values_of(session, *of) if empty else ())
        if (one.school, one.indicator) in empty and (one.fact_e4 is not None or one.state == "no_data")
    ]
    names = _names(session, School, [one.school for one in going if one.school])
    lines = {uid: text for uid, text in session.execute(select(Indicator.uid, Indicator.text))}
    return tuple(
        f"{names[one.school] if one.school else 'По району'} — {lines[one.indicator]} (было {_was(one)})"
        for one in going
    )


def _was(one: IndicatorValue) -> str:
    return "н/д" if one.fact_e4 is None else decimal_e4(one.fact_e4, one.decimals)


def _understood(
    session: Session, edits: Sequence[tuple[bytes | None, bytes, str]]
) -> tuple[list[Change], list[Refused]]:
    schools = _names(session, School, [school for school, _, _ in edits if school])
    query = select(Indicator).where(Indicator.use == CONTEXT, Indicator.programme.is_(None))
    known = {one.uid: one for one in session.scalars(query)}
    changes: dict[tuple[bytes | None, bytes], Change] = {}
    refused: list[Refused] = []
    for school, indicator, text in edits:
        name = "По району" if school is None else schools.get(school, "")
        line = known.get(indicator)
        if line is None or not name:
            refused.append(Refused(name, "", text, "Школа или показатель удалены."))
            continue
        try:
            changes[school, indicator] = Change(school, indicator, parse(text, line.unit))
        except UserError as error:
            refused.append(Refused(name, line.text, text, str(error)))
    return list(changes.values()), refused


def _names(session: Session, record: type[School], wanted: Iterable[bytes]) -> dict[bytes, str]:
    named = list(dict.fromkeys(wanted))
    found: dict[bytes, str] = {}
    for at in range(0, len(named), 500):
        query = select(record.uid, record.name).where(record.uid.in_(named[at : at + 500]))
        found |= {uid: name for uid, name in session.execute(query)}
    return found


def apply(session: Session, year: int, changes: Iterable[Change], kind: str = SCHOOL) -> int:
    """Keep these values of a year; how many were changed."""
    standing = {(one.school, one.indicator): one for one in passport.values_of(session, year, kind)}
    wanted = list(changes)
    new = [one for one in wanted if (one.school, one.indicator) not in standing]
    born = _born(session, [_uid(year, kind, one) for one in new])
    changed = 0
    for one in wanted:
        changed += _keep(session, (year, kind), one, standing.get((one.school, one.indicator)), born)
    session.flush()
    return changed


def _uid(year: int, kind: str, one: Change) -> bytes:
    return uids.indicator_value(one.indicator, one.school, kind, year, "")


def _born(session: Session, wanted: Sequence[bytes]) -> frozenset[bytes]:
    """Identities that records have which were given another school or year since."""
    found: set[bytes] = set()
    for at in range(0, len(wanted), 500):
        found |= set(
            session.scalars(select(IndicatorValue.uid).where(IndicatorValue.uid.in_(wanted[at : at + 500])))
        )
    return frozenset(found)


def _keep(
    session: Session, of: tuple[int, str], one: Change, held: IndicatorValue | None, born: Collection[bytes]
) -> bool:
    typed = one.typed
    empty = typed.value_e4 is None and not typed.no_data
    if held is None:
        if not empty:
            uid = _uid(*of, one)
            session.add(_new(*of, one, uids.new_uid() if uid in born else uid))
        return not empty
    if empty and held.target_e4 is None:
        session.delete(held)
        return True
    wanted: Mapping[str, object] = {
        "fact_e4": typed.value_e4,
        "state": "no_data" if typed.no_data else "",
        "decimals": typed.decimals,
    }
    same = held.fact_e4 == typed.value_e4 and (held.state == "no_data") == typed.no_data
    if same:
        return False
    for name, value in {**wanted, "source": one.source}.items():
        if getattr(held, name) != value:
            setattr(held, name, value)
    return True


def _new(year: int, kind: str, one: Change, uid: bytes) -> IndicatorValue:
    return IndicatorValue(
        uid=uid,
        indicator=one.indicator,
        school=one.school,
        year=year,
        year_kind=kind,
        stage="",
        target_e4=None,
        fact_e4=one.typed.value_e4,
        decimals=one.typed.decimals,
        state="no_data" if one.typed.no_data else "",
        as_of="",
        source=one.source,
        reason="",
    )


def told(entered: Entered) -> str:
    """Why some of what was typed or pasted was not taken; the first ten."""
    lines = [
        f"{one.school}, {quoted(one.indicator)}: «{one.text.strip()}» — {one.why}"
        for one in entered.refused[:10]
    ]
    more = len(entered.refused) - len(lines)
    return "\n".join((*lines, *([f"… и ещё {more}"] if more else [])))
