"""A region's list of schools taken in as statuses with their basis: matched, previewed, compared with the computation.

`plan` is pure in what it is given; only `apply` writes. Who stands in an earlier list and not in this one is named as
leaving and leaves only when a person says so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import identity
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.results import LearnedAnswer
from shnor_desktop.models.schools import School, SchoolAlias
from shnor_desktop.operations.identification import classification
from shnor_desktop.operations.identification.status_lines import KIND_LABELS, LOW_RESULT, StatusLine
from shnor_desktop.operations.identification.statuses import (
    REGIONAL,
    Ground,
    add_schools,
    end,
    statuses,
)
from shnor_desktop.operations.results.new_schools import PlannedSchools, plan_schools, school_name
from shnor_desktop.operations.results.plan_types import PlannedSchool
from shnor_desktop.operations.schools.find import find
from shnor_desktop.operations.schools.known import code_key, known_schools, plain_spelling
from shnor_desktop.rules.classifier import is_computed
from shnor_desktop.rules.names import normalise
from shnor_desktop.rules.russian import counted, quoted
from shnor_desktop.sheets.results.school_list import SchoolList, read_list

__all__ = ["ListPlan", "apply", "options_of", "plan", "read_list"]


MOST_NAMED = 20
"""So many schools are named in a sentence; the table and JSON have all."""


@dataclass(frozen=True, slots=True)
class Options:
    """By which document, of what day, for which status; as read from the titles or typed."""

    text: str
    since: str
    kind: str = LOW_RESULT
    basis: str = REGIONAL


@dataclass(frozen=True, slots=True)
class ListLine:
    """One row of the list and what becomes of it."""

    named: PlannedSchool
    school_name: str
    """As the file calls the school; empty while nobody knows which it is."""
    basis: str
    fate: str
    """«new», «standing» (has the status by this or an earlier list), «waiting», «other» (of another municipality),
    «skipped»."""
    computed: bool
    """Whether the computation flags the school too."""


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What taking the list in would do."""

    listed: SchoolList
    options: Options
    lines: tuple[ListLine, ...]
    leaving: tuple[StatusLine, ...]
    """Statuses in force by earlier lists whose schools this one does not name."""
    leaving_names: tuple[str, ...]
    only_computed: tuple[str, ...]
    """Schools the computation flags and the list does not name."""
    schools: PlannedSchools = field(repr=False)

    def of(self, *fates: str) -> tuple[ListLine, ...]:
        """Lines with one of these fates."""
        return tuple(one for one in self.lines if one.fate in fates)

    @property
    def only_listed(self) -> tuple[str, ...]:
        """Schools the list names and the computation does not flag."""
        return tuple(one.school_name for one in self.of("new", "standing") if not one.computed)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written."""

    added: int
    ended: int
    created: int


def options_of(listed: SchoolList) -> Options:
    """What the titles say; a person may change it."""
    return Options(listed.ground, listed.dated_on, listed.kind or LOW_RESULT)


def plan(
    document: Document,
    listed: SchoolList,
    decisions: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> ListPlan:
    """Match the schools and compare with the statuses in force and with the computation."""
    chosen = options or options_of(listed)
    with document.read() as session:
        known = known_schools(session)
        learned = {
            row.question: row.value
            for row in session.scalars(select(LearnedAnswer))
            if row.value.startswith("same:")
        }
        mentions = {one.school: (frozenset({one.where.sheet}), 1) for one in listed.rows}
        planned = plan_schools(known, mentions, {**learned, **(decisions or {})})
        in_force = _in_force(session, chosen)
        computed = _computed(session)
        ours = {_place(one.municipality) for one in known.schools if one.municipality}
    lines = tuple(
        _line(named, basis, planned, decisions or {}, in_force, computed, ours)
        for named, basis in zip(planned.schools, _bases(listed), strict=True)
    )
    found = {one.named.uid for one in lines if one.named.uid}
    names = {one.uid: one.name for one in known.schools}
    leaving = tuple(line for school, line in in_force.items() if school not in found)
    return ListPlan(
        listed,
        chosen,
        lines,
        leaving,
        tuple(names.get(one.school, "") for one in leaving),
        tuple(sorted(names[uid] for uid in computed - found if uid in names)),
        planned,
    )


def _bases(listed: SchoolList) -> list[str]:
    """Basis of every school, in the order in which the schools are met."""
    found: dict[object, list[str]] = {}
    for one in listed.rows:
        found.setdefault(one.school, []).append(one.basis)
    return ["; ".join(dict.fromkeys(filter(None, texts))) for texts in found.values()]


def _line(
    named: PlannedSchool,
    basis: str,
    planned: PlannedSchools,
    decisions: Mapping[str, str],
    in_force: Mapping[bytes, StatusLine],
    computed: Collection[bytes],
    ours: Collection[str],
) -> ListLine:
    uid = named.uid
    name = planned.names.get(uid, "") if uid else ""
    if named.is_new and named.key not in decisions:
        # A school nobody knows is never made by a list: it is another district's, or a person says what it is.
        elsewhere = (
            bool(ours) and bool(named.mention.municipality) and _place(named.mention.municipality) not in ours
        )
        named = replace(named, uid=b"", decision="", is_new=False)
        return ListLine(named, "", basis, "other" if elsewhere else "waiting", False)
    if named.decision == "skip":
        return ListLine(named, "", basis, "skipped", False)
    if not uid:
        return ListLine(named, "", basis, "waiting", False)
    return ListLine(named, name, basis, "standing" if uid in in_force else "new", uid in computed)


def _place(municipality: str) -> str:
    return normalise(municipality)


def _in_force(session: Session, chosen: Options) -> dict[bytes, StatusLine]:
    """Schools with the status by earlier lists of a region or orders, not those of signed lists."""
    on = chosen.since or "9999-12-31"
    found = {}
    for school, lines in statuses(session, chosen.kind).items():
        standing = [
            one for one in lines if one.basis == chosen.basis and not one.signed_on and one.in_force(on)
        ]
        if standing:
            found[school] = standing[0]
    return found


def _computed(session: Session) -> set[bytes]:
    profile = classification.profile(session, None)
    return {one.school for one in classification.verdicts(session, profile) if is_computed(one.verdict)}


def apply(document: Document, planned: ListPlan, *, end_absent: bool = False) -> Taken:
    """Write the statuses, the new schools and the learned names as one step."""
    chosen = planned.options
    fresh = planned.of("new")
    if not chosen.text.strip() or not chosen.since:
        raise UserError(
            "Не указаны реквизиты или дата перечня.",
            "Введите вид, номер и дату документа, например «приказ министерства от 01.09.2026 № 123».",
        )
    if not fresh and not (end_absent and planned.leaving):
        raise UserError(
            "В перечне нет новых школ.", "Проверьте, тот ли это перечень: его школы уже отмечены."
        )
    with document.write(f"Загружен перечень: {chosen.text.strip()}") as session:
        created = _create(session, fresh)
        _learn(session, planned)
        if fresh:
            _add(session, planned, fresh)
        ended = planned.leaving if end_absent else ()
        for one in ended:
            end(session, one.uid, chosen.since, f"нет в перечне: {chosen.text.strip()}")
    return Taken(len(fresh), len(ended), created)


def _create(session: Session, fresh: Sequence[ListLine]) -> int:
    made = [one.named for one in fresh if one.named.is_new]
    for one in made:
        session.add(
            School(
                uid=one.uid,
                name=school_name(one.mention),
                official_name=one.mention.name if school_name(one.mention) != one.mention.name else "",
                municipality=one.mention.municipality,
            )
        )
    session.flush()
    return len(made)


def _learn(session: Session, planned: ListPlan) -> None:
    """Spellings that a person explained are recognised the next time, in results too."""
    used = {one.named.uid for one in planned.of("new", "standing")}
    for school, spelling, normalised in planned.schools.aliases:
        uid = identity.school_alias(normalised)
        if school in used and session.get(SchoolAlias, uid) is None:
            session.add(SchoolAlias(uid=uid, school=school, spelling=spelling, normalised=normalised))
    session.flush()


def _add(session: Session, planned: ListPlan, fresh: Sequence[ListLine]) -> None:
    chosen = planned.options
    ground = Ground(chosen.basis, chosen.text, chosen.since, chosen.kind)
    by_school = {one.named.uid: one for one in fresh}
    added = add_schools(session, by_school, ground)
    source = None
    for status in session.scalars(select(SchoolStatus).where(SchoolStatus.uid.in_(added))):
        status.note = by_school[status.school].basis
        source = status.list
    if source is not None:
        record = session.get_one(StatusList, source)
        record.school_year = planned.listed.school_year
        record.stated_count = len(planned.lines)
    session.flush()


def told(planned: ListPlan) -> list[str]:
    """The preview in sentences, for the command and the window."""
    fresh, standing = planned.of("new"), planned.of("standing")
    kind = KIND_LABELS.get(planned.options.kind, planned.options.kind)
    lines = [
        f"Основание: {planned.options.text or 'не указано'}. Статус: {kind}.",
        f"В перечне {counted(len(planned.lines), 'школа', 'школы', 'школ')}: входят {len(fresh)}, уже отмечены "
        f"{len(standing)}, ждут решения {len(planned.of('waiting'))}, других муниципалитетов {len(planned.of('other'))}, "
        f"пропущены {len(planned.of('skipped'))}.",
    ]
    for title, names in (
        ("Входят", [f"{one.school_name}{f' ({one.basis})' if one.basis else ''}" for one in fresh]),
        ("Отмечены прежним перечнем, а в этом их нет", list(planned.leaving_names)),
        ("По перечню да, по расчёту нет", list(planned.only_listed)),
        ("По расчёту да, в перечне нет", list(planned.only_computed)),
        ("Ждут решения", [one.named.mention.text for one in planned.of("waiting")]),
        ("Других муниципалитетов", [one.named.mention.text for one in planned.of("other")]),
    ):
        if names:
            more = f" и ещё {len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
            lines.append(f"{title}: {'; '.join(names[:MOST_NAMED])}{more}.")
    return lines


_WORDS = {"новая": "new", "new": "new", "пропустить": "skip", "skip": "skip"}


def decisions_of(document: Document, planned: ListPlan, wanted: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Decisions for `plan` from pairs «name or code in the list», «code or name in the file, новая, пропустить»."""
    decisions: dict[str, str] = {}
    with document.read() as session:
        for name, answer in wanted:
            meant = [one.named for one in planned.lines if _is_named(one.named, name)]
            if len(meant) != 1:
                raise UserError(
                    f"Школы {quoted(name)} в перечне {'нет' if not meant else 'несколько'}.",
                    "Назовите её так, как она записана в перечне, или её код.",
                )
            word = _WORDS.get(plain_spelling(answer))
            decisions[meant[0].key] = word or f"same:{find(session, answer).hex()}"
    return decisions


def _is_named(one: PlannedSchool, name: str) -> bool:
    wanted = plain_spelling(name)
    names = {plain_spelling(one.mention.text), plain_spelling(one.mention.name)}
    return wanted in names or (bool(one.mention.code) and code_key(one.mention.code) == code_key(name))
