"""Joining two records of one school: everything of the second goes to the first, nothing is lost silently."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.identification import SchoolStatus
from shnor_desktop.models.kind import Editor, RecordKind, kind_of
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School, SchoolAlias
from shnor_desktop.models.values import show_e4
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.schools import sameness as verdicts
from shnor_desktop.operations.schools.find import known_school
from shnor_desktop.rules.figures import STATE_LABELS, ResultState, state_of
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.rules.words.school_names import normalise

_SAME_STATUS = ("kind", "basis", "basis_text", "list", "since", "until")
_NOT_FIGURES = ("uid", "school", "parcel", "source")


@dataclass(frozen=True, slots=True)
class Clash:
    """Both records had a result at the sitting: the kept one stays, the other is told."""

    sitting: str
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class JoinReport:
    """What joining does, or would do: counts of what is carried over, and every clash."""

    kept: str
    dropped: str
    results: int
    same: int
    """Results that were equal in both."""
    clashes: tuple[Clash, ...]
    carried: tuple[tuple[str, int], ...]
    """(kind in Russian, how many records)."""
    filled: tuple[str, ...]
    """Labels of empty fields that were filled from the other record."""

    def told(self) -> tuple[str, ...]:
        """The report in Russian, line by line."""
        told = [f"{quoted(self.dropped)} → {quoted(self.kept)}."]
        told.append(f"Перенесено: {counted(self.results, 'результат', 'результата', 'результатов')}.")
        told += [f"{label}: {count}." for label, count in self.carried if count]
        if self.same:
            told.append(
                f"Совпали в обеих карточках: {counted(self.same, 'результат', 'результата', 'результатов')}."
            )
        if self.filled:
            told.append(f"Заполнены пустые поля: {', '.join(self.filled)}.")
        for clash in self.clashes:
            told.append(f"{clash.sitting}: оставлено «{clash.kept}», отклонено «{clash.dropped}».")
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Held:
    """How much the file knows of a record of a school."""

    results: int
    others: int
    """Records of other kinds that name it."""
    fields: int
    """Of its own card."""

    @property
    def told(self) -> str:
        """«36 результатов, 4 другие карточки, заполнено полей: 12»."""
        results = counted(self.results, "результат", "результата", "результатов")
        others = counted(self.others, "другая карточка", "другие карточки", "других карточек")
        return f"{results}, {others}, заполнено полей: {self.fields}"


def weighed(session: Session, first: bytes, second: bytes) -> tuple[Held, Held]:
    """What stands in the file about both records."""
    return _held(session, first), _held(session, second)


def _held(session: Session, school: bytes) -> Held:
    row = known_school(session, school)
    return Held(
        len(_results(session, school)),
        sum(_count(session, kind, name, school) for kind, name in _referring()),
        sum(bool(getattr(row, field.name)) for field in kind_of(School).fields),
    )


def fuller(first: Held, second: Held) -> int:
    """0 or 1: the record that is kept unless somebody says otherwise, the one with more of what would have to move."""
    more = (second.results + second.others, second.fields) > (first.results + first.others, first.fields)
    return int(more)


def plan_join(session: Session, keep: bytes, drop: bytes) -> JoinReport:
    """What `join` would do, without doing it."""
    if keep == drop:
        raise UserError("Выбрана одна и та же школа.", "Выберите две карточки, которые нужно соединить.")
    kept, dropped = known_school(session, keep), known_school(session, drop)
    own, other = _results(session, keep), _results(session, drop)
    titles = Titles(session)
    names = {sitting: titles("sitting", sitting) for sitting in own if sitting in other}
    both = sorted(names, key=names.__getitem__)
    clashes = [sitting for sitting in both if _figures(own[sitting]) != _figures(other[sitting])]
    return JoinReport(
        kept=kept.name,
        dropped=dropped.name,
        results=len(other) - len(both),
        same=len(both) - len(clashes),
        clashes=tuple(Clash(names[one], told(own[one]), told(other[one])) for one in clashes),
        carried=tuple((kind.many, _count(session, kind, name, drop)) for kind, name in _referring()),
        filled=tuple(field.label for field, _ in _fillings(kept, dropped)),
    )


def join_records(document: Document, keep: bytes, drop: bytes) -> JoinReport:
    """Join two records of one school as one step."""
    with document.write("Соединены две карточки школы") as session:
        return join(session, keep, drop)


def join(session: Session, keep: bytes, drop: bytes) -> JoinReport:
    """Carry everything of `drop` over to `keep` and delete `drop`; clashing results keep the value of `keep`.

    The verdict that both are one lets what other offices still add to `drop` follow when copies are merged.
    """
    report = plan_join(session, keep, drop)
    kept, dropped = known_school(session, keep), known_school(session, drop)
    for field, value in _fillings(kept, dropped):
        setattr(kept, field.name, value)
    _rehang_relatives(session, kept, dropped)
    _carry_results(session, keep, drop)
    _drop_same_statuses(session, keep, drop)
    for kind, name in _referring():
        for one in session.scalars(select(kind.record).where(getattr(kind.record, name) == drop)):
            setattr(one, name, keep)
    session.flush()
    _remember_spelling(session, kept, dropped.name)
    session.delete(dropped)
    session.flush()
    verdicts.put(session, "school", keep, drop, verdicts.SAME)
    return report


def told(row: SchoolResult) -> str:
    """A result in few words: «12 участников, не преодолели 4 (33,3 %)»."""
    if row.state != ResultState.VALID:
        return STATE_LABELS[state_of(row.state)]
    parts = []
    if row.participants is not None:
        parts.append(counted(row.participants, "участник", "участника", "участников"))
    if row.failed is not None:
        parts.append(f"не преодолели {row.failed}")
    if row.failed_pct_e4 is not None:
        parts.append(f"{show_e4(row.failed_pct_e4)}\u00a0%")
    return ", ".join(parts) or "есть результат"


def _referring() -> list[tuple[RecordKind, str]]:
    """Kinds that point to a school and only have to point to the other one."""
    return [
        (kind, field.name)
        for kind in KINDS
        if kind.record not in (SchoolResult, School)
        for field in kind.fields
        if field.editor is Editor.RECORD and field.refers == "school"
    ]


def _count(session: Session, kind: RecordKind, name: str, school: bytes) -> int:
    return len(session.scalars(select(kind.record.uid).where(getattr(kind.record, name) == school)).all())


def _results(session: Session, school: bytes) -> dict[bytes, SchoolResult]:
    query = select(SchoolResult).where(SchoolResult.school == school)
    return {row.sitting: row for row in session.scalars(query)}


def _figures(row: SchoolResult) -> tuple[object, ...]:
    return tuple(getattr(row, c.name) for c in SchoolResult.__table__.columns if c.name not in _NOT_FIGURES)


def _fillings(kept: School, dropped: School) -> list[tuple[Any, object]]:
    """Fields empty in the kept record and filled in the other; relatives are handled apart."""
    return [
        (field, getattr(dropped, field.name))
        for field in kind_of(School).fields
        if field.editor not in (Editor.RECORD, Editor.FLAG)
        and field.name != "closed_on"
        and not getattr(kept, field.name)
        and getattr(dropped, field.name)
    ]


def _rehang_relatives(session: Session, kept: School, dropped: School) -> None:
    """Branches and successors of the one record become those of the other; no school becomes its own relative."""
    for name in ("parent", "successor_of"):
        column = getattr(School, name)
        for one in session.scalars(select(School).where(column == dropped.uid)):
            if one.uid != kept.uid:
                setattr(one, name, kept.uid)
        own, other = getattr(kept, name), getattr(dropped, name)
        if own in (None, dropped.uid):
            setattr(kept, name, None if other == kept.uid else other)
    session.flush()
    for name in ("parent", "successor_of"):
        _break_circle(session, kept, name)


def _break_circle(session: Session, kept: School, name: str) -> None:
    seen = {kept.uid}
    at = getattr(kept, name)
    while at is not None and at not in seen:
        seen.add(at)
        at = session.scalar(select(getattr(School, name)).where(School.uid == at))
    if at is not None:
        setattr(kept, name, None)
        session.flush()


def _carry_results(session: Session, keep: bytes, drop: bytes) -> None:
    """A result's identity names its school, hence carrying it over is a new record and a deleted one."""
    table = SchoolResult.__table__
    taken = set(session.scalars(select(SchoolResult.sitting).where(SchoolResult.school == keep)))
    rows = session.execute(select(*table.columns).where(table.c.school == drop)).mappings().all()
    carried = [
        {**row, "uid": uids.school_result(row["sitting"], keep), "school": keep}
        for row in rows
        if row["sitting"] not in taken
    ]
    session.execute(delete(SchoolResult).where(SchoolResult.school == drop))
    if carried:
        session.execute(insert(SchoolResult), carried)


def _drop_same_statuses(session: Session, keep: bytes, drop: bytes) -> None:
    own = session.scalars(select(SchoolStatus).where(SchoolStatus.school == keep)).all()
    known = {tuple(getattr(one, name) for name in _SAME_STATUS) for one in own}
    for one in session.scalars(select(SchoolStatus).where(SchoolStatus.school == drop)).all():
        if tuple(getattr(one, name) for name in _SAME_STATUS) in known:
            session.delete(one)
    session.flush()


def _remember_spelling(session: Session, kept: School, spelling: str) -> None:
    """The name of the dropped record is from now on a spelling of the kept school."""
    normalised = normalise(spelling)
    uid = uids.school_alias(normalised)
    if normalised and normalised != normalise(kept.name) and session.get(SchoolAlias, uid) is None:
        session.add(SchoolAlias(uid=uid, school=kept.uid, spelling=spelling, normalised=normalised))
