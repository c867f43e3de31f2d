"""Forms for schools: sent in one step, filled in, taken back in one step, and who has not answered."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.records import records, taking_in
from shnor_desktop.operations.records.incoming_types import Fate
from shnor_desktop.operations.records.taking_in import TakenIn
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.operations.schools import forms
from tests.conftest import WHO
from tests.operations.records.edited import column, edit, put

ASKED = ("Школы: Директор, Телефон", "сотрудники: Должность, Электронная почта")


@pytest.fixture
def district(document: Document) -> Document:
    with document.write("Добавлено") as session:
        ivy = records.save(session, "school", None, {"name": "Ивовская СОШ", "director": "Ивов И.И."})
        elm = records.save(session, "school", None, {"name": "Вязовая ООШ", "director": "Вязов В.В."})
        records.save(session, "school", None, {"name": "Липовая НОШ"})
        records.save(session, "person", None, {"name": "Ивова Анна Петровна", "school": ivy})
        records.save(session, "person", None, {"name": "Ракитина Мария Петровна", "school": elm})
    return document


def taken(document: Document, folder: Path) -> TakenIn:
    return taking_in.take_in(document, taking_in.open_any(document, folder))


def test_forms_go_out_locked_and_come_back(district: Document, tmp_path: Path) -> None:
    folder = tmp_path / "формы"
    sent = forms.send(district, folder, forms.asked_of(ASKED))
    assert [one.name for one in sent.books] == ["Вязовая ООШ.xlsx", "Ивовская СОШ.xlsx", "Липовая НОШ.xlsx"]
    book = load_workbook(folder / "Ивовская СОШ.xlsx")
    page = book["Школы"]
    assert page.protection.sheet and page.max_row == 2
    assert page.cell(2, column(page, "Краткое наименование")).protection.locked
    assert not page.cell(2, column(page, "Директор")).protection.locked
    people = book["Сотрудники"]
    assert people.cell(2, column(people, "Фамилия")).protection.locked
    assert not people.cell(3, column(people, "Фамилия")).protection.locked
    texts = [str(cell) for sheet in book for cells in sheet.values for cell in cells]
    assert not any("Ракитина" in text for text in texts), "nothing of people of other schools"

    def answered(book: Any) -> None:
        put(book, "Школы", "Ивовская СОШ", "Директор", "Новая Н.Н.")
        page = book["Сотрудники"]
        page.cell(2, column(page, "Должность")).value = "учитель"
        page.cell(3, column(page, "Фамилия")).value = "Клёнова Ольга Ильинична"
        page.cell(3, column(page, "Должность")).value = "завуч"

    edit(folder / "Ивовская СОШ.xlsx", answered)
    done = taken(district, folder)
    assert (done.plan.added, done.plan.changed, done.plan.questions, done.plan.of(Fate.REFUSED)) == (
        1,
        2,
        (),
        (),
    )
    assert done.silent == ("Вязовая ООШ", "Липовая НОШ")
    with district.read() as session:
        ivy = next(one for one in records.rows(session, "school") if one.title == "Ивовская СОШ")
        maple = next(one for one in records.rows(session, "person") if one.title.startswith("Клёнова"))
        assert maple.values[3] == ivy.uid and "Новая Н.Н." in ivy.texts
    again = taken(district, folder)
    assert (again.plan.records, again.plan.questions) == ((), ()) and again.silent == done.silent


def test_a_form_changes_only_what_was_asked_of_its_own_school(district: Document, tmp_path: Path) -> None:
    folder = tmp_path / "формы"
    forms.send(district, folder, forms.asked_of(ASKED))
    ours, theirs = folder / "Ивовская СОШ.xlsx", load_workbook(folder / "Вязовая ООШ.xlsx")
    stolen = [cell.value for cell in theirs["Школы"][2]]

    def wrong(book: Any) -> None:
        put(book, "Школы", "Ивовская СОШ", "Населённый пункт", "с. Чужое")
        book["Школы"].append(stolen)
        page = book["Школы"]
        page.cell(3, column(page, "Директор")).value = "Подменный П.П."

    edit(ours, wrong)
    done = taken(district, folder)
    told = {refusal.text for one in done.plan.of(Fate.REFUSED) for refusal in one.refusals}
    assert any("не просили" in text for text in told) and any("другой школы" in text for text in told)
    assert done.plan.changed == 0 and done.action is None
    assert all(one.place.sheet.startswith("[Ивовская СОШ.xlsx]") for one in done.plan.of(Fate.REFUSED))
    assert taking_in.save_marked(done.plan, folder, tmp_path / "отмечено") == 2


def test_forms_of_another_file_are_not_taken(
    district: Document, tmp_path: Path, new_path: Callable[[str], Path]
) -> None:
    with dictionaries.create_document(tmp_path / "Отдельный.shnor", WHO) as other:
        with other.write("Добавлено") as session:
            records.save(session, "school", None, {"name": "Ольховая СОШ"})
        forms.send(other, tmp_path / "чужие", forms.asked_of(ASKED[:1]))
    edit(
        tmp_path / "чужие" / "Ольховая СОШ.xlsx",
        lambda book: put(book, "Школы", "Ольховая СОШ", "Директор", "Ольхов О.О."),
    )
    done = taken(district, tmp_path / "чужие")
    assert not done.plan.records and any("другого файла" in one for one in done.plan.notes)


def test_what_cannot_be_asked_or_written(district: Document, tmp_path: Path) -> None:
    for wish in ("Перечни: Название", "Школы: Цвет", "Школы", ""):
        with pytest.raises(UserError):
            forms.asked_of([wish])
    forms.send(district, tmp_path / "формы", forms.asked_of(ASKED[:1]))
    with pytest.raises(UserError, match="уже есть"):
        forms.send(district, tmp_path / "формы", forms.asked_of(ASKED[:1]))
    (tmp_path / "пусто").mkdir()
    with pytest.raises(UserError, match="нет книг"):
        taken(district, tmp_path / "пусто")


def test_a_run_that_was_broken_off_is_gone_on_with(
    district: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any moment: no half book bears a name, and the next run needs no other folder."""
    folder, asked = tmp_path / "формы", forms.asked_of(ASKED)
    whole = forms.send(district, tmp_path / "сразу", asked)

    class Killed(BaseException):
        """The process ends here."""

    for moment in range(1, 8):
        seen = 0

        def dying(name: str, real: Callable[..., Any], at: int = moment) -> Callable[..., Any]:
            def call(*given: Any, **more: Any) -> Any:
                nonlocal seen
                seen += 1
                if seen == at:
                    raise Killed(name)
                return real(*given, **more)

            return call

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", dying("replace", Path.replace))
            patch.setattr("os.fsync", dying("fsync", os.fsync))
            with pytest.raises(Killed):
                forms.send(district, folder, asked)
        for book in folder.glob("*.xlsx"):
            load_workbook(book)
    with district.write("Изменено") as session:
        (ivy,) = (one for one, name in records.choices(session, "school") if name == "Ивовская СОШ")
        records.save(session, "school", ivy, {"director": "Новый Н.Н."})
    sent = forms.send(district, folder, asked)
    assert sorted(one.name for one in folder.iterdir()) == sorted(one.name for one in sent.books)
    assert len(sent.books) == len(whole.books)
    page = load_workbook(folder / "Ивовская СОШ.xlsx")["Школы"]
    assert page.cell(2, column(page, "Директор")).value == "Новый Н.Н."
    with pytest.raises(UserError, match="уже есть"):
        forms.send(district, folder, asked)


def test_what_somebody_filled_in_is_never_taken_for_a_draft(
    district: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, asked = tmp_path / "формы", forms.asked_of(ASKED)
    with monkeypatch.context() as patch:
        patch.setattr(forms._Run, "done", lambda self: None)
        forms.send(district, folder, asked)
    edit(
        folder / "Ивовская СОШ.xlsx", lambda book: put(book, "Школы", "Ивовская СОШ", "Директор", "Заполнено")
    )
    with pytest.raises(UserError, match="Ивовская"):
        forms.send(district, folder, asked)
