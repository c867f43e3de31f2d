"""The facts of the papers of risks, documents and problems, with the records behind every figure."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.models.risks import PROBLEM_LEVELS
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.risks import documents, matrix, problems
from shnor_desktop.operations.risks.documents import DocumentCell
from shnor_desktop.operations.risks.matrix import RiskCell
from shnor_desktop.operations.risks.measures import Answer
from shnor_desktop.operations.risks.problems import CLOSED, NOT_ASKED, OPEN, PAST, STATE_WORDS, ProblemLine
from shnor_desktop.papers.risks.facts import (
    DocumentFacts,
    MatrixCell,
    MatrixRow,
    ProblemFacts,
    ProblemRow,
    RiskFacts,
    RiskWork,
)
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.risk_marks import HIGH, LOW, MIDDLE, NO, NONE, YES, RiskMark
from shnor_desktop.rules.words.russian import show_date

_SHORT = {HIGH: "В", MIDDLE: "С", LOW: "Н", NONE: "нет"}
_LONG = {HIGH: "высокая", MIDDLE: "средняя", LOW: "низкая"}
_SAID = {YES: "+", NO: "×"}
NARROWED = {"": "", OPEN: "без мер", "all": "все записи"}


def risk_facts(session: Session, year: int | None) -> RiskFacts:
    """The matrix of a year: factors that some school has, schools that have some."""
    found = matrix.read(session, year)
    held = {place[1] for place in found.cells}
    columns = [one for one in found.factors if one.uid in held]
    rows, work = [], []
    for school in found.schools:
        mine = {factor: cell for (uid, factor), cell in found.cells.items() if uid == school.uid}
        if not mine:
            continue
        cells = tuple(_cell(mine.get(one.uid)) for one in columns)
        rows.append(MatrixRow(school.name, cells, (("school", school.uid),)))
        work += [
            RiskWork(
                school.name,
                one.name,
                _LONG.get(mine[one.uid].mark.significance, ""),
                tuple(answer.told for answer in mine[one.uid].answers),
                _behind(mine[one.uid].uid, mine[one.uid].answers),
            )
            for one in columns
            if one.uid in mine and mine[one.uid].mark.chosen and not mine[one.uid].closed_on
        ]
    cells_ = found.cells.values()
    return RiskFacts(
        paper_meta(session),
        found.label,
        tuple((one.heading, one.name) for one in columns),
        tuple(rows),
        tuple(work),
        _problems(one for one in cells_ if one.mark.counts),
        _problems(one for one in cells_ if one.is_bare),
    )


def _problems(cells: Iterable[RiskCell]) -> Sources:
    return tuple(("problem", one.uid) for one in cells)


def _cell(one: RiskCell | None) -> MatrixCell:
    if one is None or one.mark == RiskMark():
        return MatrixCell()
    mark = one.mark
    text = f"{_SHORT.get(mark.significance, '')}{_SAID.get(mark.confirmed, '')}{'*' if mark.chosen else ''}"
    return MatrixCell(text, mark.significance == HIGH and mark.confirmed != NO, (("problem", one.uid),))


def _behind(problem: bytes, answers: Iterable[Answer]) -> Sources:
    """The problem, and what answers it."""
    found: list[tuple[str, bytes]] = [("problem", problem)]
    for one in answers:
        found.append((one.kind, one.uid))
        found += [("event", uid) for uid in one.events if uid != one.uid]
    return tuple(found)


def document_facts(session: Session, programme: bytes | None, *, chosen: bool) -> DocumentFacts:
    """Every school and kind; of a cell the state and its day, and what is missing."""
    found = documents.read(session, programme, chosen=chosen)
    rows = []
    missing: list[tuple[str, tuple[str, ...], Sources]] = []
    for school in found.schools:
        source: Sources = (("school", school.uid),)
        cells = [found.cells[school.uid, kind] for kind in found.kinds]
        rows.append(MatrixRow(school.name, tuple(_document(one) for one in cells), source))
        lacking = tuple(text for one in cells for text in one.missing)
        if lacking:
            behind = tuple(("school_document", line.uid) for one in cells for line in one.documents)
            missing.append((school.name, lacking, (*source, *behind)))
    name = next((text for uid, text in found.programmes if uid == found.programme and uid is not None), "")
    return DocumentFacts(
        paper_meta(session),
        name,
        found.on.isoformat(),
        tuple(documents.title_of(kind) for kind in found.kinds),
        tuple(rows),
        tuple(missing),
        (("programme", found.programme),) if found.programme is not None else (),
    )


def _document(one: DocumentCell) -> MatrixCell:
    days = sorted(line.state_on for line in one.documents if line.state_on)
    when = f", {show_date(days[-1])}" if days and len(one.documents) == 1 else ""
    sources: Sources = tuple(("school_document", line.uid) for line in one.documents)
    sources += tuple(("problem", line.problem) for line in one.documents if line.problem is not None)
    return MatrixCell(f"{one.text}{when}" if one.text else "", bool(one.missing), sources)


def problem_facts(session: Session, which: str = "", on: date | None = None) -> ProblemFacts:
    """All that waits or was answered, or only what is without answer; risks nobody works at only when all are asked for."""
    day = on or date.today()
    found = [one for one in problems.read(session, on=day) if _wanted(one, which)]
    levels = dict(PROBLEM_LEVELS)
    groups = []
    for code, word in PROBLEM_LEVELS:
        rows = tuple(_row(one) for one in found if one.level == code)
        if rows:
            groups.append((word[:1].upper() + word[1:] if code else "Чья, не указано", rows))
    other = tuple(_row(one) for one in found if one.level not in levels)
    counts = []
    for code, word in STATE_WORDS.items():
        mine: Sources = tuple(("problem", one.uid) for one in found if one.state == code)
        if mine:
            counts.append((word, len(mine), mine))
    return ProblemFacts(
        paper_meta(session, on=day.isoformat()),
        day.isoformat(),
        NARROWED.get(which, ""),
        (*groups, *((("Другие", other),) if other else ())),
        tuple(counts),
    )


def _wanted(one: ProblemLine, which: str) -> bool:
    if which == OPEN:
        return one.state == OPEN
    return which == "all" or one.state not in (NOT_ASKED, PAST)


def _row(one: ProblemLine) -> ProblemRow:
    told = [one.words, one.mark.text, one.subject]
    closed = f"{STATE_WORDS[CLOSED]} {show_date(one.closed_on)}" if one.closed_on else STATE_WORDS[one.state]
    return ProblemRow(
        one.person or one.school_name or "–",
        "; ".join(filter(None, told)),
        one.kind_text,
        ", ".join(dict.fromkeys(filter(None, (one.source, one.found_at, one.year_text)))),
        tuple(answer.told for answer in one.answers),
        closed,
        one.state == OPEN,
        _behind(one.uid, one.answers),
    )


def any_risks(session: Session) -> bool:
    """Whether some school has a mark."""
    return bool(matrix.read(session).cells)


def years(session: Session) -> tuple[int, ...]:
    """Those with risks, the newest first."""
    return tuple(one for one in matrix.read(session).years)
