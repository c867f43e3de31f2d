"""Method profiles as records: create, copy, change with a new version, delete, and see beforehand what a change does."""

from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.identification import (
    ATTEMPTS,
    AUTUMN,
    MEASURES,
    METHODS,
    MethodProfile,
    ProfileSitting,
)
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.identification.classification import SchoolVerdict, verdicts
from shnor_desktop.operations.identification.draft import plain_why_not
from shnor_desktop.operations.identification.slots import ProfileSpec, resolve, specs
from shnor_desktop.rules.figures import FAMILY_LABELS, Family
from shnor_desktop.rules.identification import classifier
from shnor_desktop.rules.identification.explanation import result_text
from shnor_desktop.rules.identification.lowest import explained
from shnor_desktop.rules.results.facts import Outcome, Profile, Sitting
from shnor_desktop.rules.words.russian import quoted


@dataclass(frozen=True, slots=True)
class Move:
    """A school that enters or leaves the computed list, and why."""

    school: bytes
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a changed profile would do, before it is saved."""

    enters: tuple[Move, ...]
    leaves: tuple[Move, ...]
    before: int
    """Schools on the computed list now."""
    after: int
    unconfirmed: int
    """Schools among `after` whose answer hangs on rounded percentages."""
    insufficient: int
    """Schools that would lack data."""
    slot_a: tuple[Sitting, ...]
    slot_b: tuple[Sitting, ...]


def check(wanted: ProfileSpec) -> None:
    """Raise UserError when the rule cannot work by such a profile."""
    bounds = (
        ("Порог", wanted.threshold, 1, 100),
        ("Наименьшее число участников", wanted.min_n, 1, 1000),
        ("Число процедур для критерия 1", wanted.c1_count, 1, 100),
        ("Число процедур года А для критерия 2", wanted.c2_count_a, 1, 100),
        ("Число процедур года Б для критерия 2", wanted.c2_count_b, 1, 100),
        ("Ширина группы внимания", wanted.watch_width, 0, 100),
    )
    if not wanted.name.strip():
        raise UserError("У профиля нет названия.", "Введите название, например «Методика 2026 года».")
    for what, value, least, most in bounds:
        if not least <= value <= most:
            raise UserError(f"{what}: {value} не подходит.", f"Введите число от {least} до {most}.")
    unknown = [one for one in wanted.families if one not in FAMILY_LABELS]
    if unknown:
        raise UserError(
            f"Вид процедур «{unknown[0]}» неизвестен.", f"Выберите из: {', '.join(FAMILY_LABELS.values())}."
        )
    if wanted.slot_mode not in ("auto", "named") or wanted.autumn not in dict(AUTUMN):
        raise UserError("Способ выбора процедур неизвестен.", "Выберите его в форме профиля.")
    if wanted.attempts not in dict(ATTEMPTS):
        raise UserError("Способ учёта пересдач неизвестен.", "Выберите его в форме профиля.")
    _check_method(wanted)
    if wanted.slot_mode == "named":
        _check_slots(wanted)


def _check_method(wanted: ProfileSpec) -> None:
    """A method of the second type needs a figure and, for a share of schools, how large it is."""
    if wanted.method not in dict(METHODS) or wanted.measure not in dict(MEASURES):
        raise UserError("Способ отбора школ неизвестен.", "Выберите его в форме профиля.")
    if wanted.method and not wanted.measure:
        raise UserError(
            "Не выбран показатель, по которому школы включают в перечень.",
            "Выберите средний балл, качество или долю не справившихся.",
        )
    mixed = not wanted.families or (Family.EGE in wanted.families and len(wanted.families) > 1)
    if wanted.method and wanted.measure == "mean" and wanted.slot_mode == "auto" and mixed:
        raise UserError(
            "Средний балл ЕГЭ и средние отметки других процедур несравнимы.",
            "Оставьте на вкладке «Процедуры» только ЕГЭ или только виды с отметками.",
        )
    if wanted.method == "lowest" and not 1 <= wanted.lowest_pct <= 50:
        raise UserError(
            f"Доля школ {wanted.lowest_pct} % не подходит.", "Введите число от 1 до 50, например 15."
        )


def _check_slots(wanted: ProfileSpec) -> None:
    if not wanted.slot_a:
        raise UserError("В году А не выбрано ни одной процедуры.", "Отметьте процедуры последнего года.")
    if set(wanted.slot_a) & set(wanted.slot_b):
        raise UserError("Одно проведение отмечено в обоих годах.", "Оставьте его в одном из них.")


def what_if(session: Session, now: ProfileSpec, wanted: ProfileSpec) -> WhatIf:
    """Who enters and who leaves the computed list when `wanted` is used instead of `now`."""
    check(wanted)
    old_profile, new_profile = resolve(session, now), resolve(session, wanted)
    old = {one.school: one for one in verdicts(session, old_profile)}
    new = {one.school: one for one in verdicts(session, new_profile)}
    moved = classifier.what_if([one.verdict for one in old.values()], [one.verdict for one in new.values()])
    return WhatIf(
        enters=tuple(Move(uid, new[uid].name, _reasons(new[uid], new_profile)) for uid in moved.enters),
        leaves=tuple(Move(uid, old[uid].name, _left(new.get(uid), new_profile)) for uid in moved.leaves),
        before=sum(classifier.is_computed(one.verdict) for one in old.values()),
        after=sum(classifier.is_computed(one.verdict) for one in new.values()),
        unconfirmed=sum(one.verdict.outcome is Outcome.CONFIRM for one in new.values()),
        insufficient=sum(bool(one.verdict.deciding_missing) for one in new.values()),
        slot_a=new_profile.slot_a,
        slot_b=new_profile.slot_b,
    )


def _reasons(school: SchoolVerdict, profile: Profile) -> str:
    if school.verdict.place is not None:
        return explained(profile, school.verdict.place)
    return "; ".join(
        f"{one.sitting.name} — {result_text(one, profile.threshold)}" for one in school.verdict.low
    )


def _left(school: SchoolVerdict | None, profile: Profile) -> str:
    return plain_why_not(school.verdict, profile) if school else "Школа не рассматривается."


def store(document: Document, wanted: ProfileSpec) -> str:
    """Write a profile as one step: a new one when it has no uid, else the next version; its name."""
    verb = "Изменён" if wanted.uid else "Добавлен"
    with document.write(f"{verb} профиль методики {quoted(wanted.name)}") as session:
        if wanted.uid:
            save(session, wanted)
        else:
            create(session, wanted)
    return wanted.name


def delete_profile(document: Document, doomed: ProfileSpec) -> str:
    """Delete a profile as one step; its name."""
    with document.write(f"Удалён профиль методики {quoted(doomed.name)}") as session:
        if doomed.uid is not None:
            remove(session, doomed.uid)
    return doomed.name


def create(session: Session, wanted: ProfileSpec) -> bytes:
    """A new profile, version 1."""
    check(wanted)
    _refuse_taken_name(session, wanted)
    record = MethodProfile(uid=new_uid(), version=1, **_columns(wanted))
    session.add(record)
    session.flush()
    _name_sittings(session, record.uid, wanted)
    return record.uid


def save(session: Session, wanted: ProfileSpec) -> int:
    """Write a changed profile with the next version; an unchanged one keeps its own. Returns the version."""
    check(wanted)
    record = session.get(MethodProfile, wanted.uid) if wanted.uid else None
    if record is None or wanted.uid is None:
        raise UserError("Этого профиля уже нет в файле.", "Сохраните его как новый.")
    _refuse_taken_name(session, wanted)
    known = next(one for one in specs(session) if one.uid == wanted.uid)
    if _comparable(known) == _comparable(wanted):
        return record.version
    for name, value in _columns(wanted).items():
        setattr(record, name, value)
    record.version += 1
    session.flush()
    _name_sittings(session, record.uid, wanted)
    return record.version


def copy(session: Session, uid: bytes, name: str = "") -> bytes:
    """A profile like another one, to be changed without losing it."""
    known = specs(session)
    source = next((one for one in known if one.uid == uid), None)
    if source is None:
        raise UserError("Этого профиля уже нет в файле.", "Выберите другой.")
    taken = {one.name.casefold() for one in known}
    wanted = name.strip() or f"{source.name} (копия)"
    number = 2
    while not name.strip() and wanted.casefold() in taken:
        wanted = f"{source.name} (копия {number})"
        number += 1
    return create(session, replace(source, uid=None, name=wanted))


def remove(session: Session, uid: bytes) -> None:
    """Delete a profile; the last one stays."""
    known = specs(session)
    if len(known) < 2:
        raise UserError("Это единственный профиль методики.", "Создайте другой, прежде чем удалить этот.")
    session.execute(delete(ProfileSitting).where(ProfileSitting.profile == uid))
    record = session.get(MethodProfile, uid)
    if record is not None:
        session.delete(record)
    session.flush()


def _comparable(one: ProfileSpec) -> ProfileSpec:
    return replace(
        one,
        version=0,
        families=tuple(sorted(one.families)),
        slot_a=tuple(sorted(one.slot_a)),
        slot_b=tuple(sorted(one.slot_b)),
    )


def _refuse_taken_name(session: Session, wanted: ProfileSpec) -> None:
    name = wanted.name.strip().casefold()
    if any(one.name.strip().casefold() == name and one.uid != wanted.uid for one in specs(session)):
        raise UserError(f"Профиль {quoted(wanted.name.strip())} уже есть.", "Введите другое название.")


def _columns(wanted: ProfileSpec) -> dict[str, object]:
    return {
        "name": wanted.name.strip(),
        "slot_mode": wanted.slot_mode,
        "families": ",".join(wanted.families),
        "threshold": wanted.threshold,
        "min_n": wanted.min_n,
        "c1_count": wanted.c1_count,
        "c2_count_a": wanted.c2_count_a,
        "c2_count_b": wanted.c2_count_b,
        "watch_width": wanted.watch_width,
        "join_levels": wanted.join_levels,
        "exclude_flagged": wanted.exclude_flagged,
        "autumn": wanted.autumn,
        "method": wanted.method,
        "measure": wanted.measure,
        "lowest_pct": wanted.lowest_pct,
        "subjects": ", ".join(wanted.subjects),
        "attempts": wanted.attempts,
        "note": wanted.note.strip(),
    }


def _name_sittings(session: Session, profile: bytes, wanted: ProfileSpec) -> None:
    """Bring the named sittings to what is wanted, touching only what differs."""
    pairs = {("A", one) for one in wanted.slot_a} | {("B", one) for one in wanted.slot_b}
    for line in session.scalars(select(ProfileSitting).where(ProfileSitting.profile == profile)).all():
        if (line.slot, line.sitting) in pairs:
            pairs.discard((line.slot, line.sitting))
        else:
            session.delete(line)
    for slot, sitting in sorted(pairs):
        uid = uids.profile_sitting(profile, slot, sitting)
        session.add(ProfileSitting(uid=uid, profile=profile, slot=slot, sitting=sitting))
    session.flush()
