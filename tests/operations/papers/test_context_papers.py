"""The papers of context, risks, documents and problems: every number leads to its records, and what changes with a record
names it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.programme import IndicatorValue
from shnor_desktop.operations.context import dictionary, entry, passport
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.operations.risks import documents, factors, matrix, problems
from shnor_desktop.operations.schools import edits
from shnor_desktop.papers.tree.paper import Paper, Run, Says, plain, runs_of

CODES = ("social-passport", "risks", "school-documents", "problems")


@pytest.fixture
def filled(document: Document) -> Document:
    """Five schools with a passport, risks, documents and problems."""
    dictionary.fill(document)
    factors.fill(document)
    with document.write("Школы") as session:
        schools = [edits.save(session, None, {"name": f"Школа № {n}"}) for n in range(1, 6)]
        linked = ((schools[0], ""), (schools[1], ""))
        project = records.save(
            session, "programme", None, {"kind": "external", "title": "Проект", "schools": linked}
        )
        columns = [one.uid for one in factors.read(session)]
        lines = {one.text: one.uid for one in dictionary.read(session).lines}
    cells = [
        (school, lines[name], str(value + at))
        for at, school in enumerate(schools)
        for name, value in (("Обучающихся всего", 100), ("Обучающиеся с ОВЗ", 7), ("Вакансии учителей", 0))
    ]
    entry.enter(document, 2021, [*cells, (None, lines["Средний педагогический стаж"], "24,4")])
    matrix.enter(document, 2021, [(schools[0], columns[0], "в + *"), (schools[1], columns[13], "с")])
    documents.enter(document, project, [(schools[0], "concept", "разм"), (schools[1], "midterm", "возвр")])
    requests = problems.add(document, "Тема 1\nТема 2", {"kind": "request", "level": "teachers"})
    with document.write("Мера") as session:
        given = {"kind": "seminar", "title": "Семинар", "starts": "2022-02-01", "ends": "2022-02-01"}
        event = records.save(session, "event", None, given)
        risk = matrix.read(session, 2021).cells[schools[0], columns[0]].uid
        named = ((risk, ""),)
        records.save(session, "activity", None, {"text": "Кружки", "due_text": "до 1 мая", "problems": named})
    problems.answer_by_event(document, requests[:1], event)
    return document


def papers(session: Session) -> Iterator[tuple[str, Paper]]:
    for code in CODES:
        yield code, registry.compose(session, code)
    (school, *_) = registry.PAPERS["social-passport"].asks[1].choices(session)[1:]
    yield "one school", registry.compose(session, "social-passport", passport_school=school.value)


def runs(paper: Paper) -> list[Run]:
    return [run for block in paper.blocks() for inline in runs_of(block) for run in inline]


def text(paper: Paper) -> str:
    return " ".join(" ".join(run.text for run in runs(paper)).split()).replace(" ;", ";")


def test_every_number_has_its_source_and_every_source_is_a_record(filled: Document) -> None:
    with filled.read() as session:
        for code, paper in papers(session):
            assert [run.text for run in runs(paper) if run.is_untraced] == [], code
            named = {source for run in runs(paper) for source in run.source}
            assert named, code
            for kind, uid in named:
                assert session.get(BY_CODE[kind].record, uid) is not None, (code, kind)


def test_what_changes_with_a_value_leads_to_it(filled: Document) -> None:
    with filled.write("Проверка") as session:
        before = [set(runs(paper)) for _, paper in papers(session)]
        changed = 0
        for record in session.scalars(select(IndicatorValue).where(IndicatorValue.fact_e4 > 0)).all():
            value = record.fact_e4 or 0
            record.fact_e4 = value + 10_000
            session.flush()
            session.expire_all()
            for old, (_, paper) in zip(before, papers(session), strict=True):
                for run in set(runs(paper)) - old:
                    if run.says is Says.WORDS and any(map(str.isdigit, run.text)):
                        assert ("indicator_value", record.uid) in run.source, run.text
                        changed += 1
            record.fact_e4 = value
            session.flush()
        assert changed > 20


def test_the_papers_say_what_the_screens_say(filled: Document) -> None:
    with filled.read() as session:
        made = dict(papers(session))
        found = passport.read(session, 2021)
    told = {code: text(paper) for code, paper in made.items()}
    assert "101 " in told["social-passport"] and "7 (7,0 %)" in told["social-passport"]
    assert "Школа № 1" in told["one school"] and "Школа № 2" not in told["one school"]
    assert "В+*" in told["risks"] and "Кружки, срок: до 1 мая" in told["risks"]
    assert "из них без мер: 0" in told["risks"]
    assert "Не хватает 8 документов у 2 школ" in told["school-documents"]
    assert "антирисковая программа для риска «Оснащённость»" in told["school-documents"]
    assert "Тема 2" in told["problems"] and "сделано: Семинар, 01.02.2022" in told["problems"]
    assert len(found.schools) == 5


def test_the_list_may_be_narrowed_to_what_is_without_answer(filled: Document) -> None:
    with filled.read() as session:
        told = text(registry.compose(session, "problems", problems="open"))
        every = text(registry.compose(session, "problems", problems="all"))
    assert "Тема 2" in told and "Тема 1" not in told
    assert "в работу не взято: 1" in every


def test_without_data_the_next_step_is_named(document: Document) -> None:
    with document.read() as session:
        for code in CODES:
            assert "на экране" in registry.PAPERS[code].nothing(session), code


def test_a_paper_of_several_schools_names_them_and_no_other(filled: Document) -> None:
    with filled.read() as session:
        made = registry.compose(session, "social-passport", passport_school=["Школа № 2", "Школа № 4"])
        again = registry.compose(session, "social-passport", passport_school=["Школа № 2", "Школа № 2"])
        one = registry.compose(session, "social-passport", passport_school="Школа № 2")
    told = "\n".join(plain(runs) for block in made.blocks() for runs in runs_of(block)).replace("\u00a0", " ")
    assert "Школа № 2, Школа № 4" in told and "Школа № 3" not in told and "Медиана всех школ" in told
    assert again == one


def test_cards_of_several_schools_are_one_paper_with_pages_of_their_own(filled: Document) -> None:
    names = ["Школа № 3", "Школа № 1"]
    with filled.read() as session:
        made = registry.compose(session, "school", school=names)
        each = [registry.compose(session, "school", school=name) for name in names]
    assert [one.anew for one in made.sections].count(True) == 2
    assert list(made.blocks()) == [block for paper in each for block in paper.blocks()]


def test_a_school_without_a_figure_is_told_so(filled: Document) -> None:
    """An empty table would look like a fault of the program."""
    with filled.write("Школа") as session:
        bare = edits.save(session, None, {"name": "Школа № 9"})
    with filled.read() as session:
        told = text(registry.compose(session, "social-passport", passport_school=bare))
        assert "Сведений о школе за этот год нет." in told and "Обучающихся всего" in told
        empty = registry.compose(session, "social-passport", passport_school=bare, passport_year=2030)
        assert "Сведений за этот год нет." in text(empty) and "Показатель" not in text(empty)
