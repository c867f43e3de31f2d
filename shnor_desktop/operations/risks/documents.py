"""Which documents schools must have, where each stands, and what is missing: schools by kinds of documents."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.models.links import Link
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.support import DOCUMENT_KINDS, DOCUMENT_STATES, SEVERAL, Assignment, SchoolDocument
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.operations.schools.rows import SchoolRow, school_rows
from shnor_desktop.rules.words.russian import counted, quoted, show_date

ANTIRISK = "antirisk"
USUAL = ("risk_profile", "questionnaire", "concept", "midterm", ANTIRISK)
"""What a school of the project has at least."""
KINDS, STATES = dict(DOCUMENT_KINDS), dict(DOCUMENT_STATES)
_LACKING = frozenset(("expected", "returned"))
_FINAL = frozenset(("confirmed", "done"))
_FROM_START = 3


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of a school."""

    uid: bytes
    kind: str
    title: str
    problem: bytes | None
    risk: str
    state: str
    state_on: str
    stage1_on: str
    stage2_on: str
    requisites: str

    @property
    def state_text(self) -> str:
        return STATES.get(self.state, self.state)

    @property
    def lacks(self) -> bool:
        """Whether the school still has to bring it."""
        return self.state in _LACKING

    def overdue(self, on: date) -> str:
        """Which stage is over without the document being where it must be; empty when none is."""
        day = on.isoformat()
        if self.stage2_on and self.stage2_on < day and self.state not in _FINAL:
            return f"второй этап до {show_date(self.stage2_on)}"
        if self.stage1_on and self.stage1_on < day and self.lacks:
            return f"первый этап до {show_date(self.stage1_on)}"
        return ""


@dataclass(frozen=True, slots=True)
class DocumentCell:
    """What a school has of a kind."""

    documents: tuple[DocumentLine, ...]
    wanted: int
    """How many it must have."""
    missing: tuple[str, ...]
    """What of it is not there, in words."""
    overdue: str

    @property
    def text(self) -> str:
        """«размещён», «2 из 3», «нет»."""
        there = [one for one in self.documents if not one.lacks]
        if self.wanted > 1 or len(self.documents) > 1:
            return f"{len(there)} из {max(self.wanted, len(self.documents))}"
        if self.documents:
            return self.documents[0].state_text
        return "нет" if self.missing else ""


@dataclass(frozen=True, slots=True)
class DocumentMatrix:
    """Schools by kinds of documents, of one programme or of none."""

    programme: bytes | None
    programmes: tuple[tuple[bytes | None, str], ...]
    kinds: tuple[str, ...]
    schools: tuple[SchoolRow, ...]
    cells: Mapping[tuple[bytes, str], DocumentCell]
    on: date

    @property
    def missing(self) -> tuple[tuple[SchoolRow, str, str], ...]:
        """Everything that is not there: school, kind, what."""
        return tuple(
            (school, kind, text)
            for school in self.schools
            for kind in self.kinds
            for text in self.cells[school.uid, kind].missing
        )


def read(
    session: Session, programme: bytes | None = None, on: date | None = None, *, chosen: bool = False
) -> DocumentMatrix:
    """The matrix of a programme; unless one is chosen, of the first that has documents."""
    held = _documents(session)
    offered = _offered(session, held)
    if not chosen and programme is None:
        programme = offered[0][0] if offered else None
    mine = held.get(programme, {})
    day = on or date.today()
    risks = _chosen_risks(session)
    schools = _schools(session, programme, mine)
    kinds = _kinds(mine)
    cells = {
        (school.uid, kind): _cell(
            kind, mine.get(school.uid, {}).get(kind, ()), risks.get(school.uid, {}), day
        )
        for school in schools
        for kind in kinds
    }
    return DocumentMatrix(programme, offered, kinds, schools, cells, day)


_Held = dict[bytes | None, dict[bytes, dict[str, tuple[DocumentLine, ...]]]]


def _documents(session: Session) -> _Held:
    titles = Titles(session)
    columns = SchoolDocument.__table__.columns
    found: Any = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for one in session.execute(select(*columns).order_by(columns.title, columns.uid)):
        found[one.programme][one.school][one.kind].append(_line(one, titles))
    return {
        programme: {
            school: {kind: tuple(lines) for kind, lines in kinds.items()} for school, kinds in schools.items()
        }
        for programme, schools in found.items()
    }


def _line(one: Any, titles: Titles) -> DocumentLine:
    requisites = " ".join(
        filter(
            None, (f"от {show_date(one.date)}" if one.date else "", f"№ {one.number}" if one.number else "")
        )
    )
    return DocumentLine(
        one.uid,
        one.kind,
        one.title,
        one.problem,
        titles("problem", one.problem),
        one.state,
        one.state_on,
        one.stage1_on,
        one.stage2_on,
        requisites,
    )


def _offered(session: Session, held: _Held) -> tuple[tuple[bytes | None, str], ...]:
    """Programmes with documents first, then the others; documents of no programme last."""
    titles = Titles(session)
    query = select(Programme.uid, Programme.kind).order_by(Programme.starts.desc(), Programme.uid)
    every = [(uid, kind) for uid, kind in session.execute(query)]
    every.sort(key=lambda pair: (pair[0] not in held, pair[1] != "external"))
    named: list[tuple[bytes | None, str]] = [
        (uid, titles("programme", uid)) for uid, kind in every if uid in held or kind != "route"
    ]
    none = (None, "Вне программ")
    return (none, *named) if None in held and not any(uid in held for uid, _ in named) else (*named, none)


def _schools(session: Session, programme: bytes | None, mine: Mapping[bytes, Any]) -> tuple[SchoolRow, ...]:
    """Those of the programme, and those that have documents of it."""
    wanted = set(mine)
    if programme is not None:
        linked = select(Link.school).where(Link.role == "programme_school", Link.programme == programme)
        taking = select(Assignment.school).where(
            Assignment.programme == programme, Assignment.role == "participant"
        )
        wanted |= {uid for query in (linked, taking) for uid in session.scalars(query) if uid}
    return tuple(one for one in school_rows(raw_of(session)) if one.uid in wanted)


def _kinds(mine: Mapping[bytes, Mapping[str, Any]]) -> tuple[str, ...]:
    present = {kind for kinds in mine.values() for kind in kinds}
    return tuple(code for code, _ in DOCUMENT_KINDS if code in present or code in USUAL)


def _chosen_risks(session: Session) -> dict[bytes, dict[bytes, str]]:
    """Risks a school works at, by school, of the newest year that has any."""
    titles = Titles(session)
    query = select(Problem.school, Problem.uid, Problem.school_year).where(
        Problem.kind == "risk", Problem.chosen, Problem.closed_on == "", Problem.school.is_not(None)
    )
    found: dict[bytes, dict[int, dict[bytes, str]]] = defaultdict(lambda: defaultdict(dict))
    for school, uid, year in session.execute(query):
        if school is not None:
            found[school][year or 0][uid] = titles("problem", uid)
    return {school: years[max(years)] for school, years in found.items()}


def _cell(kind: str, held: Sequence[DocumentLine], risks: Mapping[bytes, str], on: date) -> DocumentCell:
    lacking = [_named(one) for one in held if one.lacks]
    if kind == ANTIRISK:
        covered = {one.problem for one in held}
        lacking += [
            f"{KINDS[ANTIRISK]} для риска «{_short(name)}»"
            for uid, name in risks.items()
            if uid not in covered
        ]
        wanted = len(risks) or len(held)
    else:
        wanted = 0 if kind in SEVERAL else 1
        if wanted and not held:
            lacking.append(KINDS[kind])
    overdue = "; ".join(filter(None, (one.overdue(on) for one in held)))
    return DocumentCell(tuple(held), wanted, tuple(lacking), overdue)


def _named(one: DocumentLine) -> str:
    what = one.title or KINDS.get(one.kind, one.kind)
    return f"{what}{f' для риска «{_short(one.risk)}»' if one.risk else ''} — {one.state_text}"


def _short(name: str) -> str:
    return name.partition(",")[0]


# --- writing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typed or pasted cells."""

    changed: int
    refused: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    """What went because its cell was left empty, in words; `changed` counts it too."""


_ALSO = {
    "expected": ("-", "–", "—", "нет"),
    "placed": ("+", "есть", "да"),
    "verified": ("верифиц",),
    "loaded": ("сдан", "получен"),
}
"""Other words for states."""
HOW = f"Введите состояние: {', '.join(word for _, word in DOCUMENT_STATES)}; хватит первых букв."


def state_of(text: str) -> str | None:
    """The state that a typed text means by its first letters; "" for nothing, None for what is no state."""
    word = " ".join(text.casefold().replace("ё", "е").split())
    if not word:
        return ""
    for code, words in _ALSO.items():
        if any(word == one or (len(one) > _FROM_START and word.startswith(one)) for one in words):
            return code
    exact = [code for code, label in DOCUMENT_STATES if word == label.replace("ё", "е")]
    begun = exact or [code for code, label in DOCUMENT_STATES if label.replace("ё", "е").startswith(word)]
    if not begun and len(word) > _FROM_START:
        stem = word[:-1] if len(word) <= 2 * _FROM_START else word[:-2]
        begun = [code for code, label in DOCUMENT_STATES if label.replace("ё", "е").startswith(stem)]
    return begun[0] if len(begun) == 1 else None


def enter(
    document: Document,
    programme: bytes | None,
    edits: Sequence[tuple[bytes, str, str]],
    today: date | None = None,
) -> Entered:
    """States typed into cells: school, kind, text; as one step. A cell of several documents sets all of them."""
    with document.read() as session:
        held = _documents(session).get(programme, {})
        names = {one.uid: one.name for one in school_rows(raw_of(session))}
    wanted: list[tuple[bytes, str, str]] = []
    refused: list[str] = []
    for school, kind, text in edits:
        state = state_of(text)
        if state is None or school not in names:
            refused.append(
                f"{names.get(school, '')}, {KINDS.get(kind, kind)}: «{text.strip()[:40]}» — не состояние."
            )
        elif kind == ANTIRISK and not held.get(school, {}).get(kind):
            refused.append(f"{names[school]}: антирисковые программы заводятся на каждый взятый риск.")
        else:
            wanted.append((school, kind, state))
    if not wanted:
        return Entered(0, tuple(refused))
    title = f"Документы школ: {counted(len(wanted), 'состояние', 'состояния', 'состояний')}"
    day = (today or date.today()).isoformat()
    with document.write(title) as session:
        for school, kind, state in wanted:
            _set(session, programme, school, kind, state, held.get(school, {}).get(kind, ()), day)
    cleared = [
        f"{names[school]} — {KINDS.get(kind, kind)} (было «{', '.join(one.state_text for one in going)}»)"
        for school, kind, state in wanted
        if not state and (going := held.get(school, {}).get(kind, ()))
    ]
    return Entered(len(wanted), tuple(refused), tuple(cleared))


def _set(
    session: Session,
    programme: bytes | None,
    school: bytes,
    kind: str,
    state: str,
    held: Sequence[DocumentLine],
    day: str,
) -> None:
    if not state:
        records.delete(session, "school_document", [one.uid for one in held])
    elif not held:
        given: dict[str, Value] = {"school": school, "programme": programme, "kind": kind}
        records.save(session, "school_document", None, {**given, "state": state, "state_on": day})
    for one in held if state else ():
        if one.state != state:
            records.save(session, "school_document", one.uid, {"state": state, "state_on": day})


def expect(document: Document, programme: bytes | None, on: date | None = None) -> int:
    """Put down everything that is missing as expected, an antirisk programme a chosen risk; how many were added."""
    with document.read() as session:
        found = read(session, programme, on, chosen=True)
        risks = _chosen_risks(session)
    wanted: list[dict[str, Value]] = []
    for school in found.schools:
        for kind in found.kinds:
            cell = found.cells[school.uid, kind]
            base: dict[str, Value] = {"school": school.uid, "programme": programme, "kind": kind}
            if kind == ANTIRISK:
                covered = {one.problem for one in cell.documents}
                mine = risks.get(school.uid, {})
                wanted += [{**base, "problem": uid} for uid in mine if uid not in covered]
            elif cell.wanted and not cell.documents:
                wanted.append(base)
    if not wanted:
        return 0
    with document.write(f"Ожидаются документы школ: {len(wanted)}") as session:
        for one in wanted:
            records.save(session, "school_document", None, one)
    return len(wanted)


def told(entered: Entered) -> str:
    """Why some cells were not taken."""
    return "\n".join((*entered.refused[:10], HOW))


def missing_text(found: DocumentMatrix) -> str:
    """«Не хватает 7 документов у 3 школ»."""
    lacking = found.missing
    schools = len({school.uid for school, _, _ in lacking})
    if not lacking:
        return "Все документы на месте." if found.schools else ""
    return (
        f"Не хватает {counted(len(lacking), 'документа', 'документов', 'документов')} "
        f"у {counted(schools, 'школы', 'школ', 'школ')}."
    )


def title_of(kind: str) -> str:
    """With a capital letter, for headings."""
    word = KINDS.get(kind, kind)
    return word[:1].upper() + word[1:]


def named(school: str, what: str) -> str:
    """For lists of what is missing."""
    return f"{quoted(school)}: {what}"
