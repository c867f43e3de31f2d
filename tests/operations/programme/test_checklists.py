"""Down the checklists of the five papers, row by row: every fact of a row stands in its record, and those that plans, indicators, meetings
and evidence hold stand on the plain papers of these as well."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import IndicatorValue, Part
from shnor_desktop.models.results import AreaResult, SchoolResult
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.papers import registry
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.paper import RowKind
from shnor_desktop.rules.words.russian import show_date
from tests.conftest import WHO
from tests.operations.programme.source_facts import FACTS, Facts, Loader, facts_of
from tests.operations.support.source_facts import SupportLoader
from tests.papers.drawn import docx_text, pdf_text

CHECKLISTS = FACTS.parents[1] / "CHECKLISTS.md"
pytestmark = pytest.mark.skipif(not CHECKLISTS.is_file(), reason="the checklists are not at hand")
SOURCES = ("000", "001", "002", "003", "004")


def numbers(first: int, last: int, form: str = "{}") -> str:
    return " ".join(form.format(at) for at in range(first, last + 1))


HOMES: dict[str, dict[int, str]] = {
    "000": {
        1: "paper report; programme prog",
        **{at: f"part p{at - 1:02}" for at in (2, 3, 4, 5, 6)},
        7: f"school_status {numbers(1, 10, 'st{:02}')}; part p06",
        8: "part p07",
        9: "programme fcpro; assignment ps1 ps2; part p08",
        10: "assignment m1; person coord",
        11: "assignment wg; part p09",
        12: "programme prog; part p10",
        15: f"school_status {numbers(1, 10, 'st{:02}')}",
        16: "programme rm; part p11",
        17: "part p12",
        18: f"problem {numbers(1, 5, 'z{}')}",
        19: "event c1",
        20: "problem d1 d2 d3",
        21: f"problem {numbers(1, 11, 'k{:02}')}",
        22: "problem w1 w2 w3",
        23: f"problem {numbers(1, 6, 'g{}')}",
        25: "paper report",
    },
    "004": {
        1: "paper o30; programme prog; part p1",
        2: "programme prog p500",
        3: "assignment ps1 ps2 ps3",
        5: "event c1; part p3",
        6: "school_document f1 f2 f3",
        7: "assignment w1 w2 w3 m1 m2 m3",
        8: f"school_document rp1 rp2 rp3; problem {numbers(1, 5, 'x{}')}",
        9: "act a1 a2; part p4 p5 p6",
        10: "school_document q1 q2 q3; part p7",
        11: "event c2",
        12: "school_document k21 k22 k23; part p8",
        13: "assignment m0; person coord; part p9",
        14: "event c3; part p10",
        15: "event c4; part p11",
        16: "event c6; part p12",
        17: "school_document k11 k12 k13 k21 k22 k23 k31 k32 k33",
        18: "event c5; part p13",
        22: "part p16",
        23: "paper memo",
    },
    "001": {
        1: "programme prog",
        **{at + 2: f"part r{at}" for at in (1, 2, 3)},
        6: "part r4 s21",
        7: "part r5 s22",
        8: "part r6; indicator i2 i3 i4 i6 pi2 pi5 pi7",
        9: "programme prog; part r7",
        10: "part r8 s6",
        11: "part s1",
        12: "act a1 a2",
        **dict.fromkeys((13, 14, 16, 17, 18), "part s1"),
        15: f"school_status {numbers(1, 7, 'st{}')}",
        19: "part s2",
        20: "part s21",
        21: "part s22",
        22: "part s23",
        23: f"part s24; indicator {numbers(1, 7, 'i{}')}",
        24: "part s3",
        25: "part plan",
        26: f"activity {numbers(1, 10, 'p{:02}')} p06a p16 p18 p19 p21",
        27: "activity p02 p09 p10 p21",
        28: "activity p06a",
        29: "activity p08",
        30: f"activity {numbers(1, 10, 'p{:02}')}",
        31: "part s4",
        32: "part s4",
        33: "assignment wg",
        34: "part s5",
        35: "part measures",
        36: "part m1 m2 m3",
        37: f"activity {numbers(11, 16, 'q{}')} q21 q31",
        38: "part s6",
        39: "part s7",
    },
    "002": {
        1: "office adm",
        **dict.fromkeys((2, 3, 4, 5, 6), "paper decree"),
        7: "paper decree; act in9 charter",
        **{at + 7: f"activity dp{at}" for at in (1, 2, 3, 4)},
        12: "person chief; paper decree",
        13: "paper decree",
        14: "programme prog; paper decree",
        15: "programme prog",
        17: "part r1",
        18: "part r2 r3 r4",
        19: "part r5",
        20: "part r6",
        21: "part r7",
        22: "programme prog; part r8",
        23: "part r9",
        24: "part r10",
        25: "part r11",
        26: f"indicator {numbers(1, 9, 'pi{}')}",
        27: "part r13",
        28: "part s1",
        29: f"act {numbers(1, 9, 'in{}')}",
        30: "part s1; problem z1 z2 z3",
        31: "school_status st1",
        32: "school dorog x1 x2 x3 x4 x5 x6",
        33: "school dorog sovpol mosey",
        36: f"school_result {numbers(1, 9, 're{}')}",
        37: f"school_result {numbers(1, 6, 'ro{}')}",
        38: f"school_result {numbers(1, 8, 'q{}')}",
        **dict.fromkeys((35, 40, 41), "part s1"),
        42: "part forms",
        43: "problem d1",
        44: "part s1",
        45: "part s2",
        46: "part s3",
        47: f"indicator {numbers(1, 31, 'i{:02}')}",
        48: "part plan",
        49: f"part {numbers(1, 7, 'n{}s')}",
        50: f"activity {numbers(1, 50, 'a{:02}')}",
        51: "activity a03 a16 a46",
        52: "activity a08 a19 a36 a43 a45",
        53: "activity a01 a04 a17",
        54: "part s5",
        55: "part s6",
        56: "part s7",
    },
    "003": {
        1: "paper analysis; programme rm",
        2: "part s1",
        3: "part s2",
        4: "part s3",
        5: "part s4",
        6: "school_status st1",
        7: "method_profile mp",
        8: "method_profile mp",
        9: "part s4",
        10: "part s5",
        11: "event e1; paper o324",
        12: "event e2; paper o72; programme rm",
        13: "event e3",
        14: "event e4",
        15: "event e5; programme srm",
        **{at + 10: f"event e{at}" for at in (6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)},
        18: "event e8; paper ostaff; programme zemsky; assignment ps2 ps3",
        19: "event e9; assignment ps1 m1",
        27: "part s6",
        28: "activity r1 r2",
        29: "activity r3 r4 r5 r6",
        30: "event mt",
    },
}
"""Of each row the records that hold it, by their names in the facts."""
DERIVED: dict[str, dict[int, str]] = {
    "000": {},
    "004": {21: "the same lines again: they must not be kept twice"},
    "001": {2: "heading of the passport", 42: "no approval: the mark «ПРОЕКТ»"},
    "002": {16: "heading of the passport", 57: "the line at the end"},
    "003": {},
}
COUNTED = {
    ("000", 13): "the goal",
    ("000", 14): "6 tasks",
    ("000", 24): "6 directions",
    ("004", 4): "4 directions",
    ("004", 19): "9 mechanisms",
    ("004", 20): "3 recommendations",
    ("001", 40): "17 sittings",
    ("001", 41): "119 results",
    ("002", 34): "12 values of the passport of the school",
    ("002", 39): "8 results with a mark",
}
"""Rows that are many records without a name each; they are counted below."""

Made = Callable[[str], tuple[Document, Loader]]


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    kept: dict[str, tuple[Document, Loader]] = {}

    def of(source: str) -> tuple[Document, Loader]:
        if source not in kept:
            path = tmp_path_factory.mktemp(source) / "документ.shnor"
            path.write_bytes(template.read_bytes())
            document = Document.open(path, WHO, back_up=False)
            loader = SupportLoader if source in ("000", "004") else Loader
            kept[source] = document, loader(document, facts_of(source))
        return kept[source]

    yield of
    for document, _ in kept.values():
        document.close()


def listed(source: str) -> set[int]:
    return {
        int(found[1]) for found in re.finditer(rf"(?m)^\| {source}-(\d+) \|", CHECKLISTS.read_text("utf-8"))
    }


@pytest.mark.parametrize("source", SOURCES)
def test_every_row_has_a_home(source: str) -> None:
    counted = {row for named, row in COUNTED if named == source}
    assert set(HOMES[source]) | set(DERIVED[source]) | counted == listed(source)


def homes(source: str, row: int) -> Iterator[tuple[str, str]]:
    """(kind, name) of each record of a row."""
    for piece in HOMES[source][row].split(";"):
        code, *names = piece.split()
        yield from ((code, name) for name in names)


def said(session: Session, code: str, uid: bytes) -> str:
    """All that a record says, with what it repeats."""
    record = session.get(BY_CODE[code].record, uid)
    assert record is not None, code
    texts = [str(getattr(record, one.name, "")) for one in BY_CODE[code].fields if hasattr(record, one.name)]
    if code == "part" and record.same_as is not None:  # type: ignore[attr-defined]
        texts.append(said(session, "part", record.same_as))  # type: ignore[attr-defined]
    return " ".join(" ".join(texts).split())


_WORDS = "gist text title label value name number due_text result expected_result what date_text preamble place basis_text unit"
"""Keys of the facts that are words of the paper."""
_LISTS = "items agenda responsible paragraphs criteria procedures distribution letterhead parts"


def words_of(fact: Facts) -> Iterator[str]:
    for key in _WORDS.split():
        value = dict.get(fact, key)
        if isinstance(value, str) and value:
            yield " ".join(fact.said(key).split())
    for key in _LISTS.split():
        value = dict.get(fact, key)
        for one in value if isinstance(value, list) else ():
            yield one.said("text") if isinstance(one, Facts) else " ".join(str(one).split())


def named(facts: Facts) -> dict[str, Facts]:
    """The facts that have a name of their own."""
    return {
        one["id"]: one
        for value in facts.values()
        if isinstance(value, list)
        for one in value
        if isinstance(one, Facts) and "id" in one
    }


DRAWN = {"r1", "o30", "o324", "o72", "r6", "decree", "adm", "plan", "measures", "rm", "analysis"} | {
    f"n{at}s" for at in range(1, 8)
}
"""What is said in other words in the record: a row that draws the title, the list of a row, a title of several lines, columns as codes."""


@pytest.mark.parametrize(("source", "row"), [(source, row) for source in SOURCES for row in HOMES[source]])
def test_the_facts_of_a_row_are_in_its_records(made: Made, source: str, row: int) -> None:
    document, loader = made(source)
    facts = named(loader.data)
    with document.read() as session:
        for code, name in homes(source, row):
            told = said(session, code, loader.made[name])
            assert told, (code, name)
            for words in words_of(facts[name]) if name in facts and name not in DRAWN else ():
                assert words in told or loader.uid(words) is not None, (name, words)


def count(session: Session, kind: Any, *where: Any) -> int:
    return session.scalar(select(func.count()).select_from(kind).where(*where)) or 0


def test_lists_that_are_one_text(made: Made) -> None:
    """A line a point, each once."""
    for source, row, title, points in (
        ("000", "goal", "Цель", 1),
        ("000", "task", "Задачи", 6),
        ("000", "direction", "Направления", 6),
        ("004", "direction", "Направления", 4),
        ("004", "mechanism", "Механизмы", 9),
        ("004", "recommendation", "Рекомендации школам", 3),
    ):
        document, loader = made(source)
        with document.read() as session:
            (part,) = session.scalars(select(Part).where(Part.title == title, Part.paper.is_(None)))
            lines = part.text.splitlines()
        assert len(lines) == points, (source, title)
        told = loader.data["programme"][0][row] if row == "goal" else None
        wanted = [told] if told else [one.said("text") for one in loader.data[row]]
        assert all(text in line for text, line in zip(wanted, lines, strict=True)), (source, title)


def test_rows_that_are_many_records(made: Made) -> None:
    with made("001")[0].read() as session:
        assert count(session, SchoolResult) == 119
        assert session.scalar(select(func.count(SchoolResult.sitting.distinct()))) == 17
    with made("002")[0].read() as session:
        assert count(session, IndicatorValue, IndicatorValue.fact_e4.is_not(None)) == 27
        assert count(session, SchoolResult, SchoolResult.objectivity_flag.is_(True)) == 8
        assert count(session, AreaResult) == 15
        assert count(session, Part, Part.place == "plan_section") == 7
        assert count(session, Activity, Activity.expected == "", Activity.number != "") == 8 + 4


# ---- plain papers of plans, indicators, meetings and evidence

PAPERS = {
    ("001", "roadmap"): "programme",
    ("001", "indicators"): "programme",
    ("001", "timeline"): "programme",
    ("002", "roadmap"): "programme",
    ("002", "indicators"): "programme",
    ("003", "evidence"): "programme",
    ("003", "minutes"): "meeting",
}


def squeezed(text: str) -> str:
    """Without what a line break, a hyphen of the page or a no-break space may change."""
    return re.sub(r"[\s\u00a0\u00ad\u2010\u2011\ufffe\u0002-]+", "", text)


def expected(code: str, facts: Facts) -> Iterable[str]:
    if code == "roadmap":
        for one in facts["activity"]:
            yield from (one.said("text"), " ".join(one["due_text"].split()), *one["responsible"])
            yield from one.get("items") or one.get("agenda") or ()
    elif code == "timeline":
        yield from (one.said("text") for one in facts["activity"])
    elif code == "indicators":
        for one in facts["indicator"]:
            yield from (one.said("text"), one.get("unit") or "", str(one["target"] or ""))
    elif code == "minutes":
        yield from (one["text"] for one in facts["decision"])
        yield from facts["meeting"][0]["agenda"]
    else:
        yield from (one.said("what") for one in facts["execution"] if one.get("evidence"))
        yield from (f"{show_date(one['date'])} № {one['number']}" for one in facts["order"] if one["number"])


@pytest.mark.parametrize(("source", "code"), list(PAPERS))
def test_rows_stand_on_the_plain_papers(made: Made, source: str, code: str) -> None:
    document, loader = made(source)
    asked = {"programme": loader.programme, "meeting": loader.made.get("mt")}[PAPERS[source, code]]
    with document.read() as session:
        paper = registry.compose(session, code, **{PAPERS[source, code]: asked})
    for text in (pdf_text(render.data(paper, ".pdf")), docx_text(render.data(paper, ".docx"))):
        told = squeezed(text)
        assert [words for words in expected(code, loader.data) if squeezed(words) not in told] == []
    if code == "roadmap":
        rows = sum(row.kind is RowKind.ROW for table in paper.tables() for row in table.rows)
        assert rows >= len(loader.data["activity"])
