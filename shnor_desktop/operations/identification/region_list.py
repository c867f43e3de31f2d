"""A region's list of schools taken in as statuses with their basis: matched, previewed, compared with the computation.

`plan` is pure in what it is given; only `apply` writes. Who stands in an earlier list and not in this one is named as
leaving and leaves only when a person says so.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.results import LearnedAnswer
from shnor_desktop.operations.identification import classification
from shnor_desktop.operations.identification.status_lines import KIND_LABELS, LOW_RESULT, StatusLine
from shnor_desktop.operations.identification.statuses import (
    REGIONAL,
    Ground,
    add_schools,
    end,
    statuses,
)
from shnor_desktop.operations.records import records
from shnor_desktop.operations.results.new_schools import PlannedSchools, plan_schools, said_of_schools
from shnor_desktop.operations.results.parcels import write_names, write_schools
from shnor_desktop.operations.results.plan_types import PlannedSchool
from shnor_desktop.operations.schools.known import known_schools, mention_key
from shnor_desktop.rules.identification.classifier import is_computed
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.sheets.book.problems import Problem
from shnor_desktop.sheets.identification.school_list import ListedRow, SchoolList, read_list
from shnor_desktop.sheets.results.types import SchoolMention

__all__ = ["ListPlan", "apply", "opened", "options_of", "plan", "read_list", "take"]


SKIP = "skip"
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
    """«new», «standing» (has the status by this or an earlier list), «again» (a further line of a school that is
    «new»), «waiting», «other» (of another municipality), «skipped»."""
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
    other_status: tuple[str, ...]
    """Schools of the list that it names with another status; they are not taken in with this one."""
    schools: PlannedSchools = field(repr=False)
    remembered: Mapping[str, str] = field(default_factory=dict)
    """Lines that an earlier list of this status said to pass over, by the key of the school."""
    answers: tuple[tuple[str, str, str], ...] = ()
    """(key, value, text) of what is to be remembered or, with no value, put back."""

    def of(self, *fates: str) -> tuple[ListLine, ...]:
        """Lines with one of these fates."""
        return tuple(one for one in self.lines if one.fate in fates)

    @property
    def only_listed(self) -> tuple[str, ...]:
        """Schools the list names and the computation does not flag."""
        return tuple(one.school_name for one in self.of("new", "standing") if not one.computed)


class Opened(NamedTuple):
    """A list that was read, what taking it in would do, and the schools its lines may mean."""

    listed: SchoolList
    planned: ListPlan
    known: tuple[tuple[bytes, str], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written."""

    added: int
    ended: int
    """Schools, not statuses."""
    created: int


def options_of(listed: SchoolList) -> Options:
    """What the titles say, or all rows alike; a person may change it."""
    kinds = {one.kind for one in listed.rows}
    of_rows = kinds.pop() if len(kinds) == 1 else ""
    return Options(listed.ground, listed.dated_on, listed.kind or of_rows or LOW_RESULT)


def opened(document: Document, path: Path) -> Opened:
    """Read a list and plan it by what its titles say."""
    listed = read_list(path)
    planned = plan(document, listed)
    with document.read() as session:
        return Opened(listed, planned, records.choices(session, "school"))


def take(
    document: Document,
    listed: SchoolList,
    decisions: Mapping[str, str],
    options: Options,
    *,
    end_absent: bool = False,
) -> Taken:
    """Plan a list anew, as it was typed last, and write it as one step."""
    return apply(document, plan(document, listed, decisions, options), end_absent=end_absent)


def plan(
    document: Document,
    listed: SchoolList,
    decisions: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> ListPlan:
    """Match the schools and compare with the statuses in force and with the computation."""
    chosen = options or options_of(listed)
    rows = [one for one in listed.rows if one.kind in ("", chosen.kind)]
    with document.read() as session:
        known = known_schools(session)
        answered = {row.question: row.value for row in session.scalars(select(LearnedAnswer))}
        learned = {key: value for key, value in answered.items() if value.startswith("same:")}
        mentions = {one.school: (frozenset({one.where.sheet}), 1) for one in rows}
        given, decisions = decisions or {}, {**_passed_over(answered, chosen, mentions), **(decisions or {})}
        planned = plan_schools(known, mentions, {**learned, **decisions})
        in_force = _in_force(session, chosen)
        computed = _computed(session)
        strange = _strange(planned, decisions, known.by_uid)
        ours = {_place(one.municipality) for one in known.schools if one.municipality}
    lines = _once(
        _line(named, basis, planned, strange, decisions, in_force, computed, ours)
        for named, basis in zip(planned.schools, _bases(rows), strict=True)
    )
    found = {one.named.uid for one in lines if one.named.uid}
    names = {one.uid: one.name for one in known.schools}
    # A list without a line of this status says nothing of those who have it.
    leaving = [one for school, one in in_force.items() if school not in found] if rows else []
    return ListPlan(
        listed,
        chosen,
        lines,
        tuple(line for standing in leaving for line in standing),
        tuple(names.get(standing[0].school, "") for standing in leaving),
        tuple(sorted((names[uid] for uid in computed - found if uid in names), key=by_name)),
        tuple(dict.fromkeys(one.school.text for one in listed.rows if one.kind not in ("", chosen.kind))),
        planned,
        {
            one.named.key: SKIP
            for one in lines
            if decisions.get(one.named.key) == SKIP != given.get(one.named.key)
        },
        tuple(_answers(answered, chosen, lines, decisions)),
    )


def _passed_over(
    answered: Mapping[str, str], chosen: Options, mentions: Iterable[SchoolMention]
) -> dict[str, str]:
    """What an earlier list of this status and basis said to pass over."""
    keys = (mention_key(mention) for mention in mentions)
    return {key: SKIP for key in keys if answered.get(_listed_key(chosen, key)) == SKIP}


def _listed_key(chosen: Options, key: str) -> str:
    """A line passed over in a list is none passed over in a book of results."""
    return f"list:{chosen.basis}:{chosen.kind}:{key}"


def _answers(
    answered: Mapping[str, str], chosen: Options, lines: Iterable[ListLine], decisions: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """What of the decisions the next list of this status is to know: a new school it knows by its name."""
    label = KIND_LABELS.get(chosen.kind, chosen.kind)
    for one in lines:
        key, value = _listed_key(chosen, one.named.key), decisions.get(one.named.key)
        if value == SKIP and answered.get(key) != SKIP:
            yield key, SKIP, f"Перечень «{label}»: {one.named.mention.text} — пропускать"
        elif value is not None and value != SKIP and key in answered:
            yield key, "", ""


def _strange(
    planned: PlannedSchools, decisions: Mapping[str, str], known: Collection[bytes]
) -> frozenset[bytes]:
    """Schools that would be made, and of which nobody has said that they shall be."""
    agreed = {one.uid for one in planned.schools if one.decision == "new" == decisions.get(one.key)}
    return frozenset(
        one.uid for one in planned.schools if one.uid and one.uid not in known and one.uid not in agreed
    )


def _once(lines: Iterable[ListLine]) -> tuple[ListLine, ...]:
    """A school that the list names under two spellings enters once."""
    entered: set[bytes] = set()
    found = []
    for one in lines:
        if one.fate == "new":
            one = replace(one, fate="again") if one.named.uid in entered else one
            entered.add(one.named.uid)
        found.append(one)
    return tuple(found)


def _bases(rows: Sequence[ListedRow]) -> list[str]:
    """Basis of every school, in the order in which the schools are met."""
    found: dict[object, list[str]] = {}
    for one in rows:
        found.setdefault(one.school, []).append(one.basis)
    return ["; ".join(dict.fromkeys(filter(None, texts))) for texts in found.values()]


def _line(
    named: PlannedSchool,
    basis: str,
    planned: PlannedSchools,
    strange: Collection[bytes],
    decisions: Mapping[str, str],
    in_force: Mapping[bytes, Sequence[StatusLine]],
    computed: Collection[bytes],
    ours: Collection[str],
) -> ListLine:
    uid = named.uid
    name = planned.names.get(uid, "") if uid else ""
    if uid in strange:
        # A school nobody knows is never made by a list: it is another district's, or a person says what it is.
        elsewhere = (
            bool(ours) and bool(named.mention.municipality) and _place(named.mention.municipality) not in ours
        )
        named = replace(named, uid=b"", decision="", is_new=False)
        return ListLine(named, "", basis, "other" if elsewhere else "waiting", False)
    if SKIP in (named.decision, decisions.get(named.key)):
        return ListLine(named, "", basis, "skipped", False)
    if not uid:
        return ListLine(named, "", basis, "waiting", False)
    return ListLine(named, name, basis, "standing" if uid in in_force else "new", uid in computed)


def _place(municipality: str) -> str:
    return normalise(municipality)


def _in_force(session: Session, chosen: Options) -> dict[bytes, list[StatusLine]]:
    """All that stands by earlier lists of a region or orders, by school; nothing of signed lists."""
    on = chosen.since or "9999-12-31"
    found = {}
    for school, lines in statuses(session, chosen.kind).items():
        standing = [
            one for one in lines if one.basis == chosen.basis and not one.signed_on and one.in_force(on)
        ]
        if standing:
            found[school] = standing
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
    if not fresh and not (end_absent and planned.leaving) and not planned.answers:
        raise UserError(
            "В перечне нет новых школ.", "Проверьте, тот ли это перечень: его школы уже отмечены."
        )
    if end_absent:
        _refuse_unsure(planned)
    with document.write(f"Загружен перечень: {chosen.text.strip()}") as session:
        created = _create(session, planned)
        _remember(session, planned.answers)
        if fresh:
            _add(session, planned, fresh)
        ended = planned.leaving if end_absent else ()
        for one in ended:
            end(session, one.uid, chosen.since, f"нет в перечне: {chosen.text.strip()}")
    return Taken(len(fresh), len({one.school for one in ended}), created)


def _refuse_unsure(planned: ListPlan) -> None:
    """A status does not end while a school of the list may be the very one that has it."""
    leaving = {one.school for one in planned.leaving}
    for one in planned.of("waiting"):
        if any(near.uid in leaving for near in one.named.match.suggestions):
            raise UserError(
                f"Школа {quoted(one.named.mention.text)} может быть той, чей статус заканчивается.",
                "Сначала решите, какая это школа.",
            )


def _create(session: Session, planned: ListPlan) -> int:
    """Write the new schools, and what the list tells of those it names: spellings a person explained, codes, places."""
    used = {one.named.uid for one in planned.of("new", "again", "standing")}
    made = [one.named for one in planned.of("new", "again") if one.named.is_new]
    told = planned.schools
    write_schools(session, made, [one for one in told.municipalities if one[0] in used])
    write_names(
        session,
        [one for one in told.aliases if one[0] in used],
        [one for one in told.codes if one[0] in used],
    )
    return len(made)


def _remember(session: Session, answers: Iterable[tuple[str, str, str]]) -> None:
    for key, value, text in answers:
        held = session.get(LearnedAnswer, uids.learned_answer(key))
        if held is not None and not value:
            session.delete(held)
        elif value:
            session.add(LearnedAnswer(uid=uids.learned_answer(key), question=key, value=value, text=text))


def _add(session: Session, planned: ListPlan, fresh: Sequence[ListLine]) -> None:
    chosen = planned.options
    ground = Ground(chosen.basis, chosen.text, chosen.since, chosen.kind)
    by_school: dict[bytes, list[str]] = {one.named.uid: [] for one in fresh}
    for one in planned.of("new", "again"):
        by_school[one.named.uid] += filter(None, [one.basis])
    before = set(session.scalars(select(StatusList.uid)))
    added = add_schools(session, by_school, ground)
    source = None
    for status in session.scalars(select(SchoolStatus).where(SchoolStatus.uid.in_(added))):
        status.note = "; ".join(dict.fromkeys(by_school[status.school]))
        source = status.list
    if source is not None and source not in before:
        # What is known of a list that the file has already stays as it is.
        record = session.get_one(StatusList, source)
        record.school_year = planned.listed.school_year
        record.stated_count = len(planned.lines) - len(planned.of("again"))
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
        (
            "Пропущены, как отвечено раньше",
            [one.named.mention.text for one in planned.lines if one.named.key in planned.remembered],
        ),
        ("По перечню да, по расчёту нет", list(planned.only_listed)),
        ("По расчёту да, в перечне нет", list(planned.only_computed)),
        ("Ждут решения", [one.named.mention.text for one in planned.of("waiting")]),
        ("Других муниципалитетов", [one.named.mention.text for one in planned.of("other")]),
        (f"Названы с другим статусом и не взяты ({len(planned.other_status)})", list(planned.other_status)),
        ("Названы ещё раз, под другим названием", [one.named.mention.text for one in planned.of("again")]),
    ):
        if names:
            lines.append(f"{title}: {'; '.join(names[:MOST_NAMED])}{_more(names)}.")
    problems = planned.listed.problems
    lines += [_problem(one) for one in problems[:MOST_NAMED]]
    if len(problems) > MOST_NAMED:
        lines.append(f"Замечаний к перечню{_more(problems)}.")
    return lines


def _more(all_: Sequence[object]) -> str:
    return f" и ещё {len(all_) - MOST_NAMED}" if len(all_) > MOST_NAMED else ""


def _problem(one: Problem) -> str:
    place = f"{one.where.address}: " if one.where else ""
    return f"{place}{one.text} {one.what_to_do}".strip()


def decisions_of(document: Document, planned: ListPlan, wanted: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Decisions for `plan` from pairs «name or code in the list», «code or name in the file, новая, пропустить»."""
    said = said_of_schools(document, [one.named for one in planned.lines], wanted, "в перечне")
    return {one.school.key: one.decision for one in said}
