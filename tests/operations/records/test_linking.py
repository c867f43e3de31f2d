"""Several records linked to one: saved together with it, merged silently, deleted with either end; and the order of rows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.links import Link
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.records import records, saving, typed
from tests.operations.copies import Copies

NAMES = ("Ивовская СОШ", "Липовская ООШ; филиал", "Кленовская СОШ")


def schools(session: Session) -> list[bytes]:
    return [records.save(session, "school", None, {"name": name}) for name in NAMES]


def shown(session: Session, uid: bytes) -> str:
    kind = BY_CODE["event"]
    (row,) = records.rows(session, "event", [uid])
    return row.texts[kind.shown.index(kind.field("schools"))]


def test_links_are_saved_with_their_order_and_read_back_as_text(document: Document) -> None:
    with document.write("Основа") as session:
        first, second, third = schools(session)
        event = records.save(session, "event", None, {"kind": "visit", "schools": ((third, ""), (first, ""))})
        assert shown(session, event) == "Кленовская СОШ; Ивовская СОШ"
        assert records.form(session, "event", event).values["schools"] == ((third, ""), (first, ""))
    with document.write("Ещё") as session:
        typed.save_texts(
            session, "event", [typed.Edit(event, {"schools": "липовская ООШ; филиал; Ивовская СОШ"})]
        )
        assert shown(session, event) == "Липовская ООШ; филиал; Ивовская СОШ"
    document.undo()
    with document.read() as session:
        assert shown(session, event) == "Кленовская СОШ; Ивовская СОШ"
    with document.write("Ошибка") as session, pytest.raises(UserError, match="Дубовская"):
        typed.save_texts(session, "event", [typed.Edit(event, {"schools": "Дубовская СОШ; Ивовская СОШ"})])


def test_a_note_stands_with_its_link(document: Document) -> None:
    with document.write("Основа") as session:
        person = records.save(session, "person", None, {"name": "Примерова А.И."})
        event = records.save(session, "event", None, {"kind": "course", "persons": ((person, "слушатель"),)})
        typed.save_texts(session, "event", [typed.Edit(event, {"persons": "Примерова А.И. [лектор]"})])
        assert records.form(session, "event", event).values["persons"] == ((person, "лектор"),)


def test_both_offices_tick_the_same_school_and_nobody_is_asked(
    new_path: Callable[[str], Path], tmp_path: Path
) -> None:
    copies = Copies(new_path("основа.shnor"), tmp_path)

    def base(session: Session) -> tuple[bytes, list[bytes]]:
        return records.save(session, "event", None, {"kind": "visit"}), schools(session)

    event, (first, second, third) = copies.edit(0, base)
    copies.merge(1, 0)
    copies.edit(0, lambda s: records.save(s, "event", event, {"schools": ((first, ""), (second, ""))}))
    copies.edit(1, lambda s: records.save(s, "event", event, {"schools": ((third, ""), (first, ""))}))
    copies.exchange()
    for number in (0, 1):
        assert copies.questions(number) == ()
        with copies.open(number) as document, document.read() as session:
            assert session.scalar(select(func.count()).select_from(Link)) == 3


def test_a_link_goes_with_either_end(document: Document) -> None:
    with document.write("Основа") as session:
        first, second, _ = schools(session)
        event = records.save(
            session, "event", None, {"kind": "visit", "schools": ((first, ""), (second, ""))}
        )
        records.delete(session, "school", [first])
        assert shown(session, event) == "Липовская ООШ; филиал"
        records.delete(session, "event", [event])
        assert session.scalar(select(func.count()).select_from(Link)) == 0


def test_rows_are_moved_up_and_down_inside_their_part(document: Document) -> None:
    with document.write("Основа") as session:
        part = records.save(session, "part", None, {"place": "plan", "title": "План"})
        rows = [records.save(session, "activity", None, {"text": str(n), "part": part}) for n in range(4)]
        records.save(session, "activity", None, {"text": "чужая"})

    def order() -> list[str]:
        with document.read() as session:
            query = select(Activity.text).where(Activity.part == part)
            return list(session.scalars(query.order_by(Activity.position, Activity.uid)))

    saving.move_record(document, "activity", rows[3], up=True)
    assert order() == ["0", "1", "3", "2"]
    for _ in range(12):  # More often than a step can be halved.
        saving.move_record(document, "activity", rows[0], up=False)
        saving.move_record(document, "activity", rows[0], up=True)
    assert order() == ["0", "1", "3", "2"]
    saving.move_record(document, "activity", rows[0], up=True)
    assert order() == ["0", "1", "3", "2"]
    document.undo()


def test_dates_out_of_order_are_refused_with_both(document: Document) -> None:
    with (
        document.write("Проба") as session,
        pytest.raises(UserError, match=r"Начало.*02\.09\.2026.*01\.09\.2026"),
    ):
        records.save(session, "event", None, {"kind": "visit", "starts": "2026-09-02", "ends": "2026-09-01"})


def test_due_texts_are_read_in_the_days_of_the_programme(document: Document) -> None:
    with document.write("Основа") as session:
        programme = records.save(
            session,
            "programme",
            None,
            {"kind": "roadmap", "title": "Карта", "starts": "2021-09-01", "ends": "2022-08-31"},
        )
        part = records.save(session, "part", None, {"place": "plan", "programme": programme})
        activity = records.save(session, "activity", None, {"text": "Семинар", "part": part})
        period = records.form(session, "activity", activity).period
    assert period is not None
    assert (period.starts.isoformat(), period.school) == ("2021-09-01", True)
