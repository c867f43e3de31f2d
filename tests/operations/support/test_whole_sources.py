"""What two papers tell of support goes whole into records, and the screens' questions are answered from them."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shnor_desktop.document.document import Document
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.support import SchoolDocument
from shnor_desktop.operations.context import passport
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.support import standing
from shnor_desktop.operations.support.standing import Support
from shnor_desktop.papers.tree.paper import runs_of
from shnor_desktop.rules.indicators import CALENDAR
from tests.conftest import WHO
from tests.operations.programme.source_facts import FACTS, Loader, facts_of
from tests.operations.support.source_facts import SupportLoader

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the sources are not at hand")
Made = tuple[Document, Loader]


def load(source: str, template: Path, folder: Path) -> Made:
    path = folder / f"{source}.shnor"
    path.write_bytes(template.read_bytes())
    document = Document.open(path, WHO)
    kind = SupportLoader if source in ("000", "004") else Loader
    return document, kind(document, facts_of(source))


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    folder = tmp_path_factory.mktemp("facts")
    return {source: load(source, template, folder) for source in ("000", "002", "003", "004")}


def stands(made: Made, on: date) -> Support:
    with made[0].read() as session:
        return standing.support(session, on)


def kinds(found: Support) -> dict[str, tuple[int, bool, int]]:
    return {one.kind: (one.times, one.at_least, one.undated) for one in found.counts}


@pytest.mark.parametrize("source", ["000", "004"])
def test_the_counts_hold_and_nothing_is_left_over(made: dict[str, Made], source: str) -> None:
    loader = made[source][1]
    counts = dict(loader.data["counts"])
    assert {key: loader.counts[key] for key in counts} == counts
    assert sorted(loader.data.left()) == []


def test_ten_schools_a_coordinator_a_group_and_a_landing(made: dict[str, Made]) -> None:
    found = stands(made["000"], date(2020, 9, 1))
    assert len(found.board.asked) == len(found.board.without_curator) == 10
    roles = [(one.role, one.who) for one in found.board.every]
    assert sorted(role for role, _ in roles) == ["coordinator", "group", "participant", "participant"]
    assert ("group", "Муниципальная рабочая группа") in roles
    assert kinds(found) == {"landing": (1, False, 1)}
    landing = found.contacts[0]
    assert (landing.when, len(landing.names)) == ("без даты", 2)
    assert [one.undated for one in found.seen if one.undated] == [1, 1]
    with made["000"][0].read() as session:
        told = session.execute(
            select(Problem.kind, Problem.level, func.count()).group_by(Problem.kind, Problem.level)
        )
        assert {(kind, level): count for kind, level, count in told} == {
            ("problem", "school"): 5,
            ("problem", "municipal"): 9,
            ("deficit", "teachers"): 3,
            ("request", "teachers"): 11,
        }
        here = select(func.count()).where(Problem.event == landing.uid)
        assert session.scalar(here) == 3
    assert len(found.unanswered) == 28


def test_three_schools_of_a_project_with_their_curators(made: dict[str, Made]) -> None:
    found = stands(made["004"], date(2021, 6, 1))
    named = sorted(one["name"] for one in facts_of("004")["school"])
    assert [one.school.name for one in found.board.asked] == named
    assert not found.board.without_curator
    assert [(one.role, len(one.schools)) for one in found.board.loads] == [("curator", 1)] * 3
    groups = [one for one in found.board.every if one.role == "group"]
    heads = [one for one in found.board.every if one.role == "group_head"]
    assert {one.uid for one in groups} == {one.of for one in heads}
    assert {one.whom.partition(",")[0] for one in heads} == {"школьная рабочая группа"}
    assert all(one.basis == "приказ (реквизиты не названы)" and one.school for one in groups)
    assert kinds(found) == {
        "visit": (1, False, 1),
        "seminar": (2, False, 1),
        "webinar": (6, False, 6),
        "monitoring": (1, False, 1),
        "other": (1, False, 1),
    }
    (opening,) = [one for one in found.contacts if one.days is not None]
    assert (opening.days and opening.days.starts, opening.people, len(opening.names)) == (
        date(2021, 2, 12),
        9,
        3,
    )
    assert len(found.not_visited) == 3, "the visits have no day"
    assert sorted(one.factor for one in found.unanswered) == [
        "Высокая доля учеников с рисками неуспешности",
        "Низкая учебная мотивация",
        "Риски низкой адаптивности",
    ]
    assert len(found.missing) == 3, "an antirisk programme names no risk, so each chosen one lacks its own"
    with made["004"][0].read() as session:
        states = session.execute(
            select(SchoolDocument.kind, SchoolDocument.state, func.count()).group_by(
                SchoolDocument.kind, SchoolDocument.state
            )
        )
        assert sorted((kind, state, count) for kind, state, count in states) == [
            ("antirisk", "placed", 3),
            ("concept", "placed", 3),
            ("folder", "confirmed", 3),
            ("midterm", "placed", 3),
            ("questionnaire", "loaded", 3),
            ("risk_profile", "verified", 3),
        ]


def test_what_a_roadmap_tells_of_support(made: dict[str, Made]) -> None:
    found = stands(made["003"], date(2022, 12, 31))
    weak, leading = (one["name"] for one in facts_of("003")["school"])
    (school,) = [one for one in found.board.people if one.school.name == weak]
    assert [(one.role_text, one.who) for one in school.held] == [("наставник", "Ершов П.С.")]
    assert school.without_curator and not school.alone
    assert "«500+»" in school.school.why
    site = [one for one in found.board.every if one.role == "innovation_site"]
    assert [(one.who, one.theme) for one in site] == [(leading, "интерес к педагогической профессии")]
    counted = kinds(found)
    assert counted["webinar"] == (23, True, 23)
    assert counted["interview"] == (3, False, 1)
    assert counted["visit"] == (1, False, 1)
    told = {one.when for one in found.contacts if one.kind == "interview"}
    assert told == {"в ноябре 2020 г.", "В ноябре 2022 г.", "без даты"}


def test_a_programme_of_one_school_has_nobody_yet(made: dict[str, Made]) -> None:
    found = stands(made["002"], date(2019, 9, 1))
    assert [one.school.name for one in found.board.asked] == ["МБОУ «Дорогорская средняя школа»"]
    assert len(found.board.asked[0].school.family) == 3, "its two branches stand under it"
    assert len(found.board.alone) == 1 and not found.board.every


def told(made: Made, code: str, **given: object) -> str:
    with made[0].read() as session:
        paper = registry.compose(session, code, **given)
    runs = (run.text for block in paper.blocks() for inline in runs_of(block) for run in inline)
    return " ".join(" ".join(runs).split())


SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "000": {
        "assignments": (
            "Лукина Вера Ильинична координатор Повышение качества образования",
            "МБОУ «Мигнинская СШ» участник Региональный проект, мероприятие 2.2 ФЦПРО",
            "Муниципальная рабочая группа рабочая группа",
        ),
        "contacts": (
            "Методический десант выявлены дефициты педагогов",
            "Контактов с датой не было с 10 школами",
        ),
        "problems": ("Всего: 28", "Методы работы с детьми с ОВЗ Методический десант –", "самодиагностика"),
        "school": ("КАРТОЧКА ШКОЛЫ", "итоги мониторинга", "Результатов школы в файле нет."),
    },
    "004": {
        "assignments": (
            "Дымов С.И. куратор 1 МКОУ «СОШ с. Маруха»",
            "МКОУ «СОШ с. Маруха» участник «500+»",
            "школьная рабочая группа рабочая группа МКОУ «СОШ с. Маруха» приказ (реквизиты не названы)",
            "Дымов С.И. руководитель группы школьная рабочая группа, МКОУ «СОШ с. Маруха»",
        ),
        "contacts": ("вебинар – 6", "еженедельных", "Посещены школы, беседы с руководством и коллективами"),
        "risks": ("Отмечено: 5 рисков ; взято в работу: 3", "Дефицит кадров"),
        "school-documents": ("размещён размещён размещён загружен проверен подтверждён",),
        "school": ("Папка документов («500+»)", "Обучающие вебинары о программах развития, 6 раз", "куратор"),
    },
    "002": {"problems": ("дефицит", "проблема"), "school": ("КАРТОЧКА ШКОЛЫ",)},
    "003": {
        "assignments": ("Ершов П.С.", "инновационная площадка", "интерес к педагогической профессии"),
        "contacts": ("не менее 23", "В ноябре 2022 г."),
        "school": ("наставник Ершов П.С.",),
    },
}
"""What the papers of support say of each source, beside the papers that are arranged as the originals."""


@pytest.mark.parametrize(
    ("source", "code"), [(source, code) for source, said in SAID.items() for code in said]
)
def test_the_papers_of_support_speak_of_it(made: dict[str, Made], source: str, code: str) -> None:
    loader = made[source][1]
    given: dict[str, object] = {"day": date(2022, 11, 10)} if code == "contacts" else {}
    if code == "school":
        names = {"000": "mignin", "002": "dorog", "004": "ermol"}
        weak = names.get(source) or loader.data["school"][0]["id"]
        given["school"] = loader.made[weak]
    text = told(made[source], code, **given)
    assert [piece for piece in SAID[source][code] if piece not in text] == []


def test_all_values_of_a_school_and_its_district_are_in_the_passport(made: dict[str, Made]) -> None:
    """27 of the second paper, of school years and of calendar ones."""
    with made["002"][0].read() as session:
        newest = passport.read(session)
        shown = [passport.read(session, year) for year in newest.years]
        shown += [passport.read(session, year, CALENDAR) for year in newest.calendar_years]
        values = [cell.uid for one in shown for cell in (*one.cells.values(), *one.district.values())]
    assert len(set(values)) == 27 and newest.calendar_years
