"""The protocol of a merge stays short when a whole school came or went, and both sides sign it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.schools import School
from shnor_desktop.operations.papers import protocol as merge_protocol
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.schools import edits
from shnor_desktop.papers.tree.paper import Paper, Signature, plain, runs_of
from tests.operations.copies import Copies
from tests.operations.district import District


@pytest.fixture
def copies(new_path: Callable[[str], Path], tmp_path: Path) -> Copies:
    """Two copies with a school of six results and one of none."""
    copies = Copies(new_path("начало.shnor"), tmp_path, 2)

    def fill(session: Session) -> None:
        district = District(session)
        uid = district.school("Ивовская СОШ")
        district.school("Лесная ООШ")
        for year in range(2016, 2022):
            district.result(uid, district.sitting("oge", "МА", 9, year, "spring"), 20, 5)

    copies.edit(0, fill)
    copies.exchange()
    return copies


def uid_of(session: Session, name: str) -> bytes:
    return bytes(session.scalars(select(School.uid).where(School.name == name)).one())


def protocol(copies: Copies) -> Paper:
    with copies.open(0) as document, document.read() as session:
        paper = registry.compose(session, "merge")
    runs = [run for block in paper.blocks() for inline in runs_of(block) for run in inline]
    assert [run.text for run in runs if run.is_untraced] == []
    return paper


def told(paper: Paper) -> str:
    return "\n".join(plain(runs) for block in paper.blocks() for runs in runs_of(block)).replace(
        "\u00a0", " "
    )


def test_what_went_with_a_school_is_one_line(copies: Copies) -> None:
    copies.edit(1, lambda session: edits.remove(session, [uid_of(session, "Ивовская СОШ")]))
    copies.merge(0, 1)
    paper = protocol(copies)
    assert "удалённых карточек: 6" in told(paper) and told(paper).count("карточка удалена") == 1
    assert "Ещё" not in told(paper) and registry.findings(paper) == ()


def test_a_few_records_are_told_one_by_one(copies: Copies) -> None:
    def add(session: Session) -> None:
        district, uid = District(session), uid_of(session, "Лесная ООШ")
        for year in (2016, 2017, 2018):
            district.result(uid, district.sitting("oge", "МА", 9, year, "spring"), 20, 5)

    copies.edit(1, add)
    copies.merge(0, 1)
    assert told(protocol(copies)).count("карточка новая") == 3


def test_both_sides_sign_also_where_the_file_describes_no_organisation(copies: Copies) -> None:
    copies.edit(1, lambda session: edits.remove(session, [uid_of(session, "Лесная ООШ")]))
    copies.merge(0, 1)
    signed = [block.post for block in protocol(copies).blocks() if isinstance(block, Signature)]
    assert signed == ["Объединил: Работник 0, Управление", "Представитель: ИМЦ"]


def test_a_school_with_more_than_is_told_one_by_one_is_counted_whole(copies: Copies) -> None:
    def add(session: Session) -> None:
        district, uid = District(session), uid_of(session, "Лесная ООШ")
        for year in range(1951, 2086):
            for grade in (4, 5, 6, 7):
                district.result(uid, district.sitting("vpr", "МА", grade, year, "spring"), 20, 5)

    copies.edit(1, add)
    copies.merge(0, 1)
    text = told(protocol(copies))
    assert "новых карточек: 540" in text  # 500 of a kind are told one by one.
    assert "изменен" not in text.partition("Изменения по карточкам")[2].partition("Расхождения")[0]


def test_what_is_left_out_is_called_so(copies: Copies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge_protocol, "_MOST_PRINTED", 2)

    def add(session: Session) -> None:
        for number in range(5):
            District(session).school(f"Новая {number}")

    copies.edit(1, add)
    copies.merge(0, 1)
    assert "Ещё 3 карточки не показаны: см. историю файла." in told(protocol(copies))
