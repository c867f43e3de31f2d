"""Every number of every paper names its records: what changes when a record changes leads to that record."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.results import AreaResult, SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.identification import classification, lists, statuses
from shnor_desktop.operations.papers import origins, registry
from shnor_desktop.papers.draw import render, spots
from shnor_desktop.papers.tree.paper import Paper, Run, Says, runs_of
from shnor_desktop.rules.figures import ResultState
from tests.operations.district import District


@pytest.fixture
def filled(document: Document) -> Document:
    """Schools with a branch, two families, an area, results that lack, a region's list and a signed one."""
    with document.write("Заполнение") as session:
        district = District(session)
        springs = [district.sitting("vpr", "МА", 5, year, "spring") for year in (2019, 2020, 2021)]
        exam, later = (district.sitting("oge", "РУ", 9, year) for year in (2020, 2021))
        ege = district.sitting("ege", "МА", 11, 2021, level="profile")
        names = ("Береговая ООШ", "Горная СОШ", "Дальняя ООШ", "Средняя СОШ № 12")
        first, second, third, fourth = (district.school(name, place=f"с. {name[:4]}") for name in names)
        branch = district.school("Филиал в Заречье", parent=first)
        for at, held in enumerate(springs):
            district.result(first, held, 31, 20 - 4 * at, mean_e4=33_000)
            district.result(second, held, 23, 1 + at, mean_e4=41_000)
            district.result(third, held, percent_e4=300_000)
            district.result(fourth, held, 19, 5 + at)
        district.result(branch, springs[2], 11, 7)
        for held in (exam, later):
            district.result(first, held, 9, 4)
            district.result(fourth, held, 17, 5)
        district.result(second, later, state=ResultState.NOT_RECEIVED)
        district.result(first, ege, 14, 3, mean_e4=530_000)
        for record in session.scalars(select(SchoolResult).where(SchoolResult.mean_e4.is_not(None))):
            record.count_5 = 4
        area = {"parcel": None, "source": "", "pct_decimals": 0, "participants": 407, "failed": 61}
        session.add(
            AreaResult(uid=new_uid(), sitting=springs[2], area="district", area_name="Заречный район", **area)
        )
        ground = statuses.Ground("regional", "приказ министерства от 01.09.2021 № 7", "2021-09-01")
        statuses.add_schools(session, [second], ground)
        lists.sign(session, classification.profile(session), lists.Signing("2022-09-05", "И.О. Образцова"))
    return document


def papers(session: Session) -> Iterator[tuple[str, Paper]]:
    """Every paper of the file with every answer that makes another one."""
    for code, kind in registry.PAPERS.items():
        if kind.nothing(session):
            continue
        asked = [ask for ask in kind.asks if ask.code == "signed" or ask.missing]
        choices = asked[0].choices(session) if asked else [None]
        for choice in choices:
            given = {asked[0].code: choice.value} if choice is not None else {}
            signed = "signed" if given.get("signed") else code
            yield signed, registry.compose(session, code, **given)


def runs(paper: Paper) -> list[Run]:
    return [run for block in paper.blocks() for inline in runs_of(block) for run in inline]


def test_no_number_of_any_paper_is_without_a_source(filled: Document) -> None:
    met = Counter[str]()
    with filled.read() as session:
        for code, paper in papers(session):
            assert [run.text for run in runs(paper) if run.is_untraced] == [], code
            met[code] += sum(1 for run in runs(paper) if run.source)
    assert (
        set(met) == {"list", "signed", "memo", "school-card", "school", "effect"} and min(met.values()) > 50
    )


def test_every_source_is_a_record_of_the_file(filled: Document) -> None:
    with filled.read() as session:
        named = {source for _, paper in papers(session) for run in runs(paper) for source in run.source}
        for kind, uid in named:
            assert session.get(BY_CODE[kind].record, uid) is not None, kind
    kinds = {kind for kind, _ in named}
    assert {"school", "school_result", "area_result", "sitting", "method_profile", "status_list"} <= kinds


@pytest.mark.parametrize("field", ["participants", "failed", "mean_e4", "count_5"])
def test_what_changes_with_a_record_leads_to_it(filled: Document, field: str) -> None:
    """Signed papers stay; of all others, no figure may change that does not name the record or its sitting."""
    with filled.write("Проверка") as session:
        before = [set(runs(paper)) for code, paper in papers(session) if code != "signed"]
        query = select(SchoolResult).where(getattr(SchoolResult, field).is_not(None))
        changed = 0
        for record in session.scalars(query).all():
            value = getattr(record, field)
            setattr(record, field, value + (10_000 if field == "mean_e4" else 1))
            session.flush()
            session.expire_all()
            after = [set(runs(paper)) for code, paper in papers(session) if code != "signed"]
            behind = {("school_result", record.uid), ("sitting", record.sitting)}
            for old, new in zip(before, after, strict=True):
                for run in new - old:
                    of_method = {kind for kind, _ in run.source} == {"method_profile"}
                    if run.says is Says.WORDS and any(map(str.isdigit, run.text)) and not of_method:
                        assert behind & set(run.source), (run.text, field)
                        changed += 1
            setattr(record, field, value)
            session.flush()
        assert changed > 5


def test_a_figure_tells_what_its_records_hold(filled: Document) -> None:
    with filled.read() as session:
        school = session.scalars(select(School.uid).where(School.name == "Горная СОШ")).one()
        paper = registry.compose(session, "school-card", school=school)
    (share,) = [run for run in runs(paper) if run.text == "13,0"]
    (figure,) = origins.of_runs(filled, (share,))
    (origin,) = figure.origins
    assert (figure.text, figure.more) == ("13,0", 0)
    assert (origin.kind, origin.school, origin.year) == ("school_result", school, 2021)
    assert "Горная СОШ" in origin.title and "3 из 23" in origin.says


def test_a_letter_of_a_sentence_means_its_number(filled: Document, tmp_path: Path) -> None:
    with filled.read() as session:
        drawn = render.pages(registry.compose(session, "memo"))
    spot = next(one for one in drawn.spots if any("оценочным процедурам" in run.text for run in one.runs))
    found = set()
    for across in range(int(spot.left) + 1, int(spot.right), 3):
        for up in range(int(spot.bottom) + 1, int(spot.top), 3):
            told = spots.under(drawn.pdf, drawn.spots, spot.page, across, up)
            assert told
            found.add(tuple(run.text for run in told))
            hit = spots.under(drawn.pdf, drawn.spots, spot.page, across, up, hit=True)
            assert hit == (told if len(told) == 1 else ())
    single = {one[0] for one in found if len(one) == 1}
    assert single == {run.text for run in spot.figures}, "every number of the sentence can be hit"
    assert spots.under(drawn.pdf, drawn.spots, spot.page, 1, 1) == ()


def test_a_signed_list_that_is_outdated_says_what_differs(filled: Document, tmp_path: Path) -> None:
    with filled.read() as session:
        signed = registry.PAPERS["list"].asks[0].choices(session)[1].value
    assert not [
        one
        for one in registry.print_paper(filled, "list", tmp_path / "п.pdf", signed=signed)
        if "стар" in one
    ]
    with filled.write("Исправление") as session:
        record = session.scalars(select(SchoolResult).where(SchoolResult.failed == 4)).first()
        assert record is not None
        record.failed = 8
    told = registry.print_paper(filled, "list", tmp_path / "п.pdf", signed=signed)
    (line,) = [one for one in told if "«Доля, %»" in one]
    assert line.startswith("Устарело: ") and "было «44,4», теперь «88,9»" in line and "Береговая" in line


def test_a_memo_written_after_signing_quotes_the_signed_list(filled: Document) -> None:
    def said() -> str:
        with filled.read() as session:
            return "".join(run.text for run in runs(registry.compose(session, "memo"))).replace("\u00a0", " ")

    listed = (
        "В перечень школ с низкими образовательными результатами, подписанный 5 сентября 2022 г., включено"
    )
    assert listed in said() and "(проект)" not in said()
    assert "(версия 1) на день подписания перечня (5 сентября 2022 г.) критерию 2 отвечают" in said()
    with filled.read() as session:
        assert registry.compose(session, "memo").doubts == ()
    before = said().partition(listed)[2][:200]
    with filled.write("Исправление") as session:
        for record in session.scalars(select(SchoolResult)).all():
            if record.failed is not None:
                record.failed = 0
    assert said().partition(listed)[2][:200] == before, "the signed list, whatever the records say now"
    with filled.read() as session:
        (doubt,) = registry.compose(session, "memo").doubts
    assert "подписанному 05.09.2022" in doubt and "Береговая ООШ" in doubt
    with filled.write("Новая школа") as session:
        District(session).school("Новая СОШ")
    with filled.read() as session:
        again, added = registry.compose(session, "memo").doubts
    assert again == doubt and added.endswith("в которые после подписания добавлены: Новая СОШ.")
