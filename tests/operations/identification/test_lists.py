"""Statuses with their grounds, signing a list for good, corrections after signing."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import SchoolStatus, StatusList
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import classification, explanation, lists, signed_lists, statuses
from shnor_desktop.operations.identification.draft import Decision, draft
from shnor_desktop.operations.identification.frozen import FrozenStatus
from shnor_desktop.operations.identification.listed_paper import list_facts
from shnor_desktop.operations.papers import low_list as gathered
from shnor_desktop.operations.records import records
from shnor_desktop.operations.sharing import merging
from shnor_desktop.papers.identification import low_list
from shnor_desktop.papers.identification.facts import StatusBasis
from shnor_desktop.papers.tree import codec
from shnor_desktop.papers.tree.comparison import differences
from shnor_desktop.papers.tree.paper import Cell, Column, Paper, Row, Section, Table, plain, runs_of
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.identification.listing import LEAVE
from shnor_desktop.rules.results.facts import Outcome
from tests.operations.district import District

REGION = statuses.Ground("regional", "приказ министерства от 01.09.2021 № 7", "2021-09-01")
SIGNING = lists.Signing("2022-09-05", "Начальник управления И.О. Образцова", "приказ от 05.09.2022 № 12-од")


@pytest.fixture
def session(document: Document) -> Iterator[Session]:
    with document.write("Проверка") as opened:
        yield opened


@pytest.fixture
def district(session: Session) -> District:
    """Low by the rule; to be confirmed; calm; lacking data."""
    made = District(session)
    math = made.sitting("vpr", "МА", 5, 2021, "spring")
    russian = made.sitting("vpr", "РУ", 5, 2021, "spring")
    earlier = made.sitting("vpr", "МА", 5, 2020, "spring")
    low, border, calm, waiting = (
        made.school(name) for name in ("Береговая ООШ", "Высокая СОШ", "Горная СОШ", "Дальняя ООШ")
    )
    made.result(low, math, 10, 4)
    made.result(low, russian, 10, 5)
    made.result(border, math, percent_e4=300_000)
    made.result(border, russian, percent_e4=300_000)
    made.result(calm, math, 40, 2)
    made.result(calm, earlier, 40, 2)
    made.result(waiting, math, 10, 5)
    made.result(waiting, russian, state=ResultState.NOT_RECEIVED)
    return made


def text_of(paper: Paper) -> str:
    pieces = (plain(runs) for block in paper.blocks() for runs in runs_of(block) if plain(runs))
    return " ".join(" ".join(pieces).split())


def listed_names(paper: Paper) -> list[str]:
    """The schools in the table of the list."""
    table = next(paper.tables())
    return (
        [row.cells[1].text for row in table.rows]
        if len(table.columns) == 4 and table.sheet == "Перечень"
        else []
    )


def view(session: Session, name: str) -> lists.StatusView:
    profile = classification.profile(session)
    return next(one for one in lists.status_view(session, profile, "2022-10-01") if one.school.name == name)


def sign(session: Session, decisions: dict[bytes, Decision] | None = None) -> bytes:
    return lists.sign(session, classification.profile(session), SIGNING, decisions)


def test_the_draft_proposes_computed_and_named_schools(session: Session, district: District) -> None:
    statuses.add_schools(session, [district.schools["Горная СОШ"]], REGION)
    drafted = draft(session, classification.profile(session), on="2022-01-01")
    assert [(one.school.name, one.included) for one in drafted.entries] == [
        ("Береговая ООШ", True),
        ("Высокая СОШ", False),
        ("Горная СОШ", True),
        ("Дальняя ООШ", False),
    ]


def test_statuses_by_the_region_stand_beside_the_computation(session: Session, district: District) -> None:
    statuses.add_schools(session, [district.schools["Горная СОШ"]], REGION)
    calm, low = view(session, "Горная СОШ"), view(session, "Береговая ООШ")
    assert (calm.computed, [one.basis_text for one in calm.regional]) == (False, [REGION.text])
    assert (low.computed, low.regional, low.order, low.signed) == (True, (), (), None)


def test_a_ground_is_needed_and_is_not_given_twice(session: Session, district: District) -> None:
    school = [district.schools["Горная СОШ"]]
    for wrong in (
        statuses.Ground("computed", "приказ", "2021-09-01"),
        statuses.Ground("regional", " ", "2021-09-01"),
        statuses.Ground("regional", "приказ", ""),
    ):
        with pytest.raises(UserError):
            statuses.add_schools(session, school, wrong)
    with pytest.raises(UserError, match="Школы не выбраны"):
        statuses.add_schools(session, [], REGION)
    statuses.add_schools(session, school, REGION)
    with pytest.raises(UserError, match="уже отмечены"):
        statuses.add_schools(session, school, REGION)
    assert session.query(StatusList).count() == 1


def test_taking_a_mark_back_removes_an_empty_list(session: Session, district: District) -> None:
    schools = [district.schools["Горная СОШ"], district.schools["Дальняя ООШ"]]
    first, second = statuses.add_schools(session, schools, REGION)
    assert statuses.remove(session, first) == "Горная СОШ"
    assert session.query(StatusList).count() == 1
    statuses.remove(session, second)
    assert session.query(StatusList).count() == 0
    with pytest.raises(UserError, match="уже нет"):
        statuses.remove(session, second)


def test_signing_freezes_every_figure(session: Session, district: District) -> None:
    statuses.add_schools(session, [district.schools["Горная СОШ"]], REGION)
    confirmed = {district.schools["Высокая СОШ"]: Decision(True, "по протоколам 3 из 10 и 6 из 20")}
    uid = sign(session, confirmed)
    kept = signed_lists.signed_list(session, uid)
    assert listed_names(kept.paper) == ["МБОУ «Береговая ООШ»", "МБОУ «Высокая СОШ»", "МБОУ «Горная СОШ»"]
    said = text_of(kept.paper)
    assert "ВПР РУ 5, весна 2022 2021/22 10 5 50,0" in said and "2021/22 10 4 40,0" in said
    assert "подписан 5 сентября 2022 г." in said and f"Основание: {SIGNING.basis_text}." in said
    assert {one.outcome for one in kept.outcomes} == set(Outcome)
    assert kept.profile == classification.profile(session)
    given = session.query(SchoolStatus).filter(SchoolStatus.list == uid).all()
    assert sorted(one.basis for one in given) == ["computed", "computed", "regional"]
    low = next(one for one in given if one.school == district.schools["Береговая ООШ"])
    answer = codec.load(FrozenStatus, low.verdict).answer
    assert (answer.outcome, [one.name for one in answer.figures if one.low]) == (
        Outcome.LOW,
        ["ВПР РУ 5, весна 2022", "ВПР МА 5, весна 2022"],
    )
    (line,) = [one for one in lists.all_lists(session) if one.signed_on]
    assert (line.title, line.schools) == ("Перечень ШНОР на 2022/23 учебный год", 3)


def test_decisions_against_the_proposal_need_a_reason(session: Session, district: District) -> None:
    low, border = district.schools["Береговая ООШ"], district.schools["Высокая СОШ"]
    with pytest.raises(UserError, match="«Береговая ООШ» исключена без объяснения"):
        sign(session, {low: Decision(False, " ")})
    with pytest.raises(UserError, match="«Высокая СОШ» не подтверждён"):
        sign(session, {border: Decision(True, "")})
    uid = sign(session, {low: Decision(False, "закрывается с 1 сентября")})
    paper = signed_lists.signed_list(session, uid).paper
    assert listed_names(paper) == []
    assert "Не включена по решению: закрывается с 1 сентября." in text_of(paper)


def test_a_doubtful_school_is_never_left_out_in_silence(session: Session, district: District) -> None:
    border, waiting = district.schools["Высокая СОШ"], district.schools["Дальняя ООШ"]
    for school in (border, waiting):
        with pytest.raises(UserError, match="не включена без объяснения"):
            sign(session, {school: Decision(False, " ")})
    uid = sign(session, {border: Decision(False, "", undecided=True), waiting: Decision(False, "закрыта")})
    said = text_of(signed_lists.signed_list(session, uid).paper)
    assert "весна 2022 г. – не решено, включать ли в перечень" in said
    assert "– не включена по решению: закрыта" in said


def test_signing_without_a_word_says_that_doubts_are_open(session: Session, district: District) -> None:
    said = text_of(signed_lists.signed_list(session, sign(session)).paper)
    assert said.count("не решено, включать ли в перечень") == 2 and "по решению" not in said


def test_a_school_lacking_data_is_included_by_a_decision(session: Session, district: District) -> None:
    waiting = district.schools["Дальняя ООШ"]
    with pytest.raises(UserError, match="«Дальняя ООШ» не подтверждён"):
        sign(session, {waiting: Decision(True, "")})
    uid = sign(session, {waiting: Decision(True, "по протоколу школы 6 из 10")})
    assert "МБОУ «Дальняя ООШ»" in listed_names(signed_lists.signed_list(session, uid).paper)
    basis = (StatusBasis("decision", "по протоколу школы 6 из 10"),)
    assert low_list.basis_text(basis) in text_of(signed_lists.signed_list(session, uid).paper)
    given = session.query(SchoolStatus).filter(SchoolStatus.list == uid, SchoolStatus.school == waiting).one()
    assert (given.basis, given.basis_text) == ("order", SIGNING.basis_text)


def test_a_signature_needs_results_a_date_and_a_name(session: Session, district: District) -> None:
    profile = classification.profile(session)
    with pytest.raises(UserError, match="кто и когда"):
        lists.sign(session, profile, lists.Signing("2022-09-05", " "))
    session.query(SchoolResult).delete()
    with pytest.raises(UserError, match="Подписывать нечего"):
        sign(session)


def test_a_signed_list_cannot_be_edited(session: Session, district: District) -> None:
    uid = sign(session)
    status = session.query(SchoolStatus).filter(SchoolStatus.list == uid).first()
    assert status is not None
    with pytest.raises(UserError, match="изменить или удалить нельзя"):
        statuses.remove(session, status.uid)
    with pytest.raises(UserError, match="Подписано"):
        records.refuse_frozen(session, "status_list", uid)
    records.refuse_frozen(session, "school", district.schools["Горная СОШ"])


def test_later_corrections_only_say_what_they_would_change(session: Session, district: District) -> None:
    uid = sign(session)
    before = session.get_one(StatusList, uid).frozen
    assert signed_lists.would_change(session, uid) == ()
    low, calm = district.schools["Береговая ООШ"], district.schools["Горная СОШ"]
    for school, failed in ((low, 1), (calm, 30)):
        record = session.query(SchoolResult).filter(SchoolResult.school == school).first()
        assert record is not None
        record.failed = failed
    session.flush()
    first, second = signed_lists.would_change(session, uid)
    assert (first.name, first.decision, first.before, first.after) == ("Береговая ООШ", True, ("C1",), ())
    assert first.corrections == ("ВПР МА 5, весна 2022: 4 из 10 → 1 из 10",)
    assert (second.name, second.decision) == ("Горная СОШ", False)
    said = text_of(signed_lists.signed_paper(session, uid, signed_lists.signed_list(session, uid)))
    assert "Береговая ООШ ВПР МА 5, весна 2022: 4 из 10 → 1 из 10 – изменило бы решение" in said
    assert f"Горная СОШ {second.corrections[0]} – решение прежнее" in said
    assert "2021/22 10 5 50,0" in said and "2021/22 10 4 40,0" in said
    assert session.get_one(StatusList, uid).frozen == before


def test_results_of_a_sitting_recorded_after_signing_speak_too(session: Session, district: District) -> None:
    calm = district.schools["Горная СОШ"]
    uid = sign(session)
    for subject in ("РУ", "МА"):
        district.result(calm, district.sitting("vpr", subject, 7, 2021, "spring"), 15, 6)
    session.flush()
    (one,) = signed_lists.would_change(session, uid)
    assert (one.name, one.decision, one.before, one.after) == ("Горная СОШ", True, (), ("C1",))
    assert "ВПР РУ 7, весна 2022: записи не было → 6 из 15" in one.corrections
    said = text_of(signed_lists.signed_paper(session, uid, signed_lists.signed_list(session, uid)))
    assert "Решение изменилось бы: Горная СОШ." in said
    district.result(calm, district.sitting("vpr", "РУ", 7, 2022, "spring"), 15, 6)
    session.flush()
    assert signed_lists.would_change(session, uid) == (), "the method has gone on to the next year"


def test_what_is_entered_after_signing_is_named(session: Session, district: District) -> None:
    """A school the list never looked at, and one that had no results yet, whatever they come to."""
    silent, closed = district.school("Ельниковская СОШ"), district.school("Жилинская СОШ")
    math = district.sitting("vpr", "МА", 5, 2021, "spring")
    uid = sign(session)
    assert signed_lists.would_change(session, uid) == ()
    district.result(district.schools["Горная СОШ"], district.sitting("vpr", "РУ", 6, 2021, "spring"), 40, 1)
    session.flush()
    assert signed_lists.would_change(session, uid) == (), "it had results then"
    district.result(silent, math, 20, 1)
    low, bare = district.school("Заречная СОШ"), district.school("Ивановская СОШ")
    for subject in ("МА", "РУ"):
        district.result(low, district.sitting("vpr", subject, 5, 2021, "spring"), 10, 6)
    session.get_one(School, closed).closed_on = "2022-09-01"
    session.flush()
    found = {one.name: one for one in signed_lists.would_change(session, uid)}
    assert list(found) == ["Ельниковская СОШ", "Заречная СОШ", "Ивановская СОШ"]
    assert all(one.added for one in found.values())
    assert [one.decision for one in found.values()] == [False, True, False]
    assert found["Ельниковская СОШ"].corrections == ("при подписании результатов не было",)
    first, *figures = found["Заречная СОШ"].corrections
    assert first == "при подписании в расчёте не было"
    assert sorted(figures) == [f"ВПР {one} 5, весна 2022: записи не было → 6 из 10" for one in ("МА", "РУ")]
    assert (found["Ивановская СОШ"].school, found["Ивановская СОШ"].corrections) == (
        bare,
        (),
    )
    said = text_of(signed_lists.signed_paper(session, uid, signed_lists.signed_list(session, uid)))
    assert "Решение изменилось бы: Заречная СОШ." in said
    assert "Ельниковская СОШ при подписании результатов не было – решение прежнее" in said
    assert "Ивановская СОШ" not in said, "without results it corrects nothing of the list"


def test_what_a_colleague_entered_before_but_sent_after_signing_is_named(
    document: Document, tmp_path: Path
) -> None:
    """The list could not look at it, however old it is."""
    with document.write("Район") as session:
        made = District(session)
        math = made.sitting("vpr", "МА", 5, 2021, "spring")
        made.result(made.school("Береговая ООШ"), math, 10, 4)
        sent, late = made.school("Горная СОШ"), made.school("Ельниковская СОШ")

    def result_of(school: bytes, name: str) -> Path:
        theirs = tmp_path / name
        document.copy_to(theirs)
        with (
            Document.open(theirs, Who("Сидорова В.Г.", "Школа", "Шкаф")) as other,
            other.write("Итог") as session,
        ):
            District(session).result(school, math, 20, 1)
        return theirs

    before, after = result_of(sent, "до.shnor"), result_of(late, "после.shnor")
    merging.apply(document, before)
    with document.write("Подписано") as session:
        uid = sign(session)
    time.sleep(0.002)  # The clock of the journal knows no shorter time.
    merging.apply(document, after)
    with document.read() as session:
        assert [one.name for one in signed_lists.would_change(session, uid) if one.added] == [
            "Ельниковская СОШ"
        ]


def test_a_branch_that_gets_results_does_not_make_its_school_new(
    session: Session, district: District
) -> None:
    calm = district.schools["Горная СОШ"]
    branch = district.school("Горный филиал", parent=calm)
    uid = sign(session)
    district.result(branch, district.sitting("vpr", "МА", 5, 2021, "spring"), 40, 1)
    session.flush()
    assert not [one for one in signed_lists.would_change(session, uid) if one.added]


def test_leaving_the_list_is_proposed_and_decided_by_an_order(session: Session, district: District) -> None:
    sign(session)
    low = district.schools["Береговая ООШ"]
    assert not view(session, "Береговая ООШ").leaving
    for record in session.query(SchoolResult).filter(SchoolResult.school == low):
        record.failed = 0
    session.flush()
    leaving = view(session, "Береговая ООШ")
    assert leaving.leaving
    assert explanation.explain(session, classification.profile(session), low).difference == LEAVE
    assert leaving.signed is not None
    with pytest.raises(UserError, match="раньше даты включения"):
        statuses.end(session, leaving.signed.uid, "2020-01-01", "приказ № 1")
    with pytest.raises(UserError, match="дата или основание"):
        statuses.end(session, leaving.signed.uid, "2022-09-30", "")
    statuses.end(session, leaving.signed.uid, "2022-09-30", "приказ от 30.09.2022 № 20")
    assert view(session, "Береговая ООШ").signed is None


def wild(paper: Paper) -> Paper:
    """A paper no renderer can draw, as another program may have written it."""
    table = Table((Column(10),), (), (Row((Cell(span=10**9),)),))
    return replace(paper, sections=(Section((table,)),))


def test_damaged_frozen_text_is_told(session: Session, district: District) -> None:
    uid = sign(session)
    record = session.get_one(StatusList, uid)
    kept = signed_lists.signed_list(session, uid)
    for wrong in ("{", "[]", '{"profile":{"name":5}}', "null"):
        record.frozen = wrong
        with pytest.raises(UserError, match="повреждены"):
            signed_lists.signed_list(session, uid)
    record.frozen = codec.dump(replace(kept, paper=wild(kept.paper)))
    with pytest.raises(UserError, match="повреждены"):
        signed_lists.signed_list(session, uid)
    record.frozen = ""
    with pytest.raises(UserError, match="не подписан"):
        signed_lists.signed_list(session, uid)


def test_facts_of_the_draft_tell_the_unsure_and_the_watched(session: Session, district: District) -> None:
    drafted = draft(session, classification.profile(session))
    facts = list_facts(session, drafted)
    assert {(one.school, one.kind) for one in facts.unsure} == {
        ("МБОУ «Высокая СОШ»", "confirm"),
        ("МБОУ «Дальняя ООШ»", "insufficient"),
    }
    assert facts.signed_on == ""
    assert (facts.schools_total, len(facts.computed), facts.school_year) == (4, 1, "2022/23")


def test_a_region_that_lists_others_is_a_difference(session: Session, district: District) -> None:
    statuses.add_schools(session, [district.schools["Горная СОШ"]], REGION)
    facts = list_facts(session, draft(session, classification.profile(session)))
    assert [(one.school, one.computed, one.listed) for one in facts.differences] == [
        ("МБОУ «Береговая ООШ»", True, False),
        ("МБОУ «Горная СОШ»", False, True),
    ]
    assert "низких результатов нет" in facts.differences[1].explanation


def test_the_draft_says_where_nobody_has_decided_yet(session: Session, district: District) -> None:
    named, low = district.schools["Горная СОШ"], district.schools["Береговая ООШ"]
    statuses.add_schools(session, [named], REGION)
    profile = classification.profile(session)
    open_ones = {named: Decision(False, ""), low: Decision(False, "")}
    told = [one.explanation for one in list_facts(session, draft(session, profile, open_ones)).differences]
    assert told[0] == "По расчёту входит; решение не включать ещё не принято."
    assert told[1].endswith("Названа перечнем региона, но не расчётом; решение не включать ещё не принято.")
    decided = {named: Decision(False, "закрыта")}
    facts = list_facts(session, draft(session, profile, decided))
    assert facts.differences[-1].explanation.endswith("Не включена по решению: закрыта.")


def test_any_other_ground_stands_with_the_orders_and_is_named_as_such(
    session: Session, district: District
) -> None:
    ground = statuses.Ground("other", "решение коллегии от 01.09.2021", "2021-09-01")
    calm = district.schools["Горная СОШ"]
    statuses.add_schools(session, [calm], ground)
    named = view(session, "Горная СОШ")
    assert [one.basis_text for one in named.order] == [ground.text] and named.regional == ()
    assert not named.leaving
    chosen = classification.profile(session)
    drafted = draft(session, chosen, {calm: Decision(False, "")}, on="2022-10-01")
    (told,) = [one.explanation for one in list_facts(session, drafted).differences if "Горная" in one.school]
    assert "Названа по иному основанию, но не расчётом" in told


def test_a_decision_about_a_doubtful_school_is_seen_and_waits_no_more(
    session: Session, district: District
) -> None:
    profile = classification.profile(session)
    doubtful = {one.school.name: one.school.school for one in lists.status_view(session, profile)}
    decided = {
        doubtful["Высокая СОШ"]: Decision(False, "", undecided=True),
        doubtful["Дальняя ООШ"]: Decision(False, "Школа закрывается."),
    }
    assert lists.list_state(session).signed_here is None
    uid = lists.sign(session, profile, SIGNING, decided)
    state = lists.list_state(session)
    told = {one.school.name: one.decided.text for one in state.views if one.decided}
    assert state.signed_here is not None and state.signed_here.uid == uid
    assert told["Дальняя ООШ"].startswith("Решение не включать в перечень: школа закрывается («Перечень")
    assert told["Высокая СОШ"].startswith("Не решено, включать ли в перечень")
    other = replace(profile, name="Иная")
    assert not any(one.decided for one in lists.status_view(session, other))
    assert "не включена по решению: школа закрывается." in text_of(
        signed_lists.signed_list(session, uid).paper
    )


def test_other_words_of_the_program_are_not_outdated_data(session: Session, district: District) -> None:
    profile = classification.profile(session)
    doubtful = {one.school.name: one.school.school for one in lists.status_view(session, profile)}
    decided = {
        doubtful[name]: Decision(False, "Школа закрывается") for name in ("Высокая СОШ", "Дальняя ООШ")
    }
    uid = lists.sign(session, profile, SIGNING, decided)
    now = gathered.gather(session, {"signed": uid})
    former = low_list.compose(replace(now, former=True))
    assert not now.former and differences(former, low_list.compose(now))
    kept = signed_lists.signed_list(session, uid)
    session.get_one(StatusList, uid).frozen = codec.dump(replace(kept, paper=former))
    session.flush()
    again = low_list.compose(gathered.gather(session, {"signed": uid}))
    assert differences(former, again) == ()
