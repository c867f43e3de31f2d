"""What a signed list stands on, and what corrections made since would change; the list itself is never rewritten.

What it keeps for good are frozen dataclasses, written as JSON text and read back; no fractions are stored.
"""

import json
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy.orm import Session

from shnor_desktop.document.journal.capture import STAND_INS, WITHHELD
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import StatusList
from shnor_desktop.operations.identification.classification import SchoolVerdict, full_verdicts
from shnor_desktop.operations.identification.draft import Draft
from shnor_desktop.papers.results.facts import Correction, ListedSchool, ListFacts
from shnor_desktop.rules.figures import STATE_LABELS, ResultState
from shnor_desktop.rules.identification.classifier import is_computed
from shnor_desktop.rules.identification.explanation import percent_text
from shnor_desktop.rules.results.facts import JudgedResult, Outcome, Profile
from shnor_desktop.rules.words.russian import quoted


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """One judged result as it was when the list was signed."""

    sitting: bytes
    name: str
    text: str
    low: bool


@dataclass(frozen=True, slots=True)
class FrozenOutcome:
    """The answer for one school as it was when the list was signed."""

    school: bytes
    name: str
    outcome: Outcome
    criteria: tuple[str, ...]
    listed: bool
    figures: tuple[FrozenFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class FrozenList:
    """Everything a signed list stands on."""

    profile: Profile
    facts: ListFacts
    outcomes: tuple[FrozenOutcome, ...]


@dataclass(frozen=True, slots=True)
class FrozenStatus:
    """What a status keeps of its list: the method and the reasons for this school."""

    profile_name: str
    profile_version: int
    outcome: Outcome
    school: ListedSchool


@dataclass(frozen=True, slots=True)
class WouldChange:
    """A school whose figures were corrected after signing; the signed list stays as it is."""

    school: bytes
    name: str
    corrections: tuple[str, ...]
    """«ОГЭ МА 2021: 4 из 9 → 2 из 9»."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    """Criteria met before and now."""
    decision: bool
    """The answer would be another one: «изменило бы решение»."""


def outcomes(drafted: Draft) -> tuple[FrozenOutcome, ...]:
    """The answers for all schools as they are now, to be frozen."""
    listed = {one.school.school for one in drafted.included}
    threshold = drafted.profile.threshold
    return tuple(
        FrozenOutcome(
            one.school,
            one.name,
            one.verdict.outcome,
            one.verdict.criteria,
            one.school in listed,
            tuple(
                FrozenFigure(
                    judged.sitting.uid, judged.sitting.name, figure_text(judged, threshold), judged.low
                )
                for judged in one.verdict.judged
            ),
        )
        for one in drafted.everyone
    )


def figure_text(one: JudgedResult, threshold: int) -> str:
    """«4 из 9», «31 %», «не получен»."""
    if one.result.state is not ResultState.VALID:
        return STATE_LABELS[one.result.state]
    if one.wilson is not None:
        return f"{one.result.failed} из {one.result.participants}"
    return percent_text(one, threshold)


def signed_list(session: Session, uid: bytes) -> FrozenList:
    """What was frozen when the list was signed."""
    record = session.get(StatusList, uid)
    if record is None or not record.frozen:
        raise UserError("Этот перечень не подписан.", "Выберите подписанный перечень.")
    if record.frozen == WITHHELD:
        called = "Этого перечня" if record.title in STAND_INS else f"Перечня {quoted(record.title)}"
        raise UserError(
            f"{called} целиком в этой части файла нет: в нём показатели других школ.",
            "Полный перечень есть у того, кто прислал часть.",
        )
    try:
        return load(FrozenList, record.frozen)
    except ValueError:
        raise UserError(
            f"Зафиксированные данные перечня {quoted(record.title)} повреждены.",
            "Восстановите файл из резервной копии.",
        ) from None


def would_change(session: Session, uid: bytes) -> tuple[WouldChange, ...]:
    """Corrections made since the list was signed, by the method it was signed with."""
    kept = signed_list(session, uid)
    current = {one.school: one for one in full_verdicts(session, kept.profile)}
    changes = []
    for outcome in kept.outcomes:
        now = current.get(outcome.school)
        if now is None:
            continue
        corrections = _corrections(outcome, now, kept.profile.threshold)
        decision = (outcome.outcome in (Outcome.LOW, Outcome.CONFIRM)) != is_computed(now.verdict)
        if corrections or decision or outcome.criteria != now.verdict.criteria:
            changes.append(
                WouldChange(
                    outcome.school,
                    outcome.name,
                    corrections,
                    outcome.criteria,
                    now.verdict.criteria,
                    decision,
                )
            )
    return tuple(changes)


def _corrections(outcome: FrozenOutcome, now: SchoolVerdict, threshold: int) -> tuple[str, ...]:
    current = {one.sitting.uid: one for one in now.verdict.judged}
    texts = []
    for figure in outcome.figures:
        one = current.pop(figure.sitting, None)
        text = figure_text(one, threshold) if one else "записи нет"
        if text != figure.text:
            texts.append(f"{figure.name}: {figure.text} → {text}")
    texts += [f"{one.sitting.name}: {figure_text(one, threshold)}" for one in current.values() if one.low]
    return tuple(texts)


def signed_facts(session: Session, uid: bytes) -> ListFacts:
    """The paper of a signed list: as frozen, with the corrections made since."""
    kept = signed_list(session, uid)
    corrections = tuple(
        Correction(one.name, "; ".join(one.corrections), would_change=one.decision)
        for one in would_change(session, uid)
        if one.corrections
    )
    return replace(kept.facts, corrections=corrections)


T = TypeVar("T")


def dump(value: Any) -> str:
    """JSON text of a dataclass of plain values, tuples and dataclasses; bytes become hexadecimal text."""
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"), default=_plain)


def load(kind: type[T], text: str) -> T:
    """The dataclass again. Fields the text does not know take their defaults. ValueError when it is not such text."""
    try:
        value: T = _build(kind, json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error
    return value


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"cannot be frozen: {type(value).__name__}")


def _build(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if value is None else _build(_without_none(kind), value)
    if origin is tuple:
        (inner, _) = get_args(kind)
        return tuple(_build(inner, one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(
            **{
                one.name: _build(hints[one.name], value[one.name])
                for one in fields(kind)
                if one.name in value
            }
        )
    if kind is bytes:
        return bytes.fromhex(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected")
    return value


def _without_none(kind: Any) -> Any:
    return next(one for one in get_args(kind) if one is not NoneType)
