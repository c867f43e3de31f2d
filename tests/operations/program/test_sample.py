"""The sample district: complete, imported by the ordinary road, and never half-made."""

from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.office import Person
from shnor_desktop.models.results import AreaResult, SchoolResult
from shnor_desktop.operations.cards import school_lines
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.orders import order, register, signing
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.program import sample
from shnor_desktop.operations.results import book_import
from shnor_desktop.papers.orders import order as order_paper
from shnor_desktop.papers.tree import comparison

WHO = Who(person="Петрова А.И.", office="ИМЦ")


def test_it_has_an_office_signatories_branches_and_a_regional_list(tmp_path: Path) -> None:
    path = tmp_path / "s.shnor"
    report = sample.create_sample(path, WHO)
    with Document.open(path, WHO) as document, document.read() as session:
        office = offices.current(raw_of(session))
        assert office is not None and office.head_name and office.letterhead
        assert session.scalars(select(Person.name).where(Person.signs)).all() == ["Ветлугина Елена Павловна"]
        lines = {line.name: line for line in school_lines.lines(raw_of(session))}
        assert len(lines) == report.schools == 15
        assert all(len(line.codes) == 2 for line in lines.values())
        assert set(session.scalars(select(SchoolResult.school))) == {line.uid for line in lines.values()}
        assert (
            lines["Нижнекедровский филиал МБОУ «Верхнекедровская СОШ»"].branch_of
            == "МБОУ «Верхнекедровская СОШ»"
        )
        assert sum(len(given) for given in statuses.statuses(session).values()) == 3
        assert all(session.scalars(select(SchoolResult.source)))
        assert session.scalars(select(AreaResult.area)).all().count("district") >= 1
        titles = [one.title for one in document.actions() if one.kind == "import"]
    assert titles == [f"Загрузка «{name}»" for name in reversed(report.books)]


def test_nothing_is_asked_refused_or_doubted(document: Document) -> None:
    with document.write("Сведения") as session:
        import json

        from shnor_desktop import places

        told = json.loads((places.resources() / "sample" / "district.json").read_text("utf-8"))
        sample._write_schools(session, told)
    outcome = book_import.import_books(document, sample.workbooks())
    assert not outcome.needs_person and outcome.problems == () and outcome.new_schools == ()
    assert sum(book.reconciled for book in outcome.plan.books) > 0


def test_a_sample_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(book_import, "import_books", broken)
    with pytest.raises(RuntimeError):
        sample.create_sample(tmp_path / "s.shnor", WHO)
    assert not (tmp_path / "s.shnor").exists()


def test_its_signed_orders_keep_their_text_and_agree_with_the_records(tmp_path: Path) -> None:
    path = tmp_path / "s.shnor"
    sample.create_sample(path, WHO)
    with Document.open(path, WHO, read_only=True) as document, document.read() as session:
        orders = register.lines(session)
        assert [one.state for one in orders] == ["signed", "signed"]
        for one in orders:
            kept = signing.kept(session, one.uid)
            assert kept is not None and not kept.doubts
            again = order_paper.compose(order.gather(session, one.uid))
            assert comparison.differences(kept, again) == ()
            assert len(kept.sections) > 1 and not registry.findings(kept)
