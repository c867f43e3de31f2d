"""A form of a school or of a year holds nobody's name anywhere in its bytes, though support stands in the file: people who
are there, were there and were renamed, typed names, notes of links, papers, files, titles of what was done."""

import json
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.records import attaching, saving
from shnor_desktop.operations.records.records import save
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.operations.risks import problems
from shnor_desktop.operations.sharing import parts
from tests.operations.district import District as Results

YEAR = 2022


class Names:
    """Makes names that stand nowhere else and remembers them."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def __call__(self, where: str) -> str:
        name = f"Ъмятлин{'абвгдежзиклмнопрст'[len(self.made) % 18]}{len(self.made)} Ю.Щ."
        self.made[name.partition(" ")[0]] = where
        return name

    def found(self, path: Path) -> set[str]:
        """Where the names were planted that stand in the bytes of a file, however they are written there."""
        data = path.read_bytes()
        return {
            where
            for name, where in self.made.items()
            for text in (name, name.casefold(), name.upper())
            for form in (
                text.encode(),
                text.encode("utf-16le"),
                text.encode("cp1251"),
                json.dumps(text)[1:-1].encode(),
            )
            if form in data
        }


def planted(path: Path, names: Names, tmp_path: Path) -> bytes:
    """A district with names wherever support may hold them; the school."""
    who = Who(person=names("writer"), office="ИМЦ", device=names("device"))
    with create_document(path, who) as document:
        school = _people(document, names)
        file = tmp_path / f"{names('name of a file')}.txt"
        file.write_text(f"Справку составил {names('inside a file')}", "utf-8")
        with document.read() as session:
            event = session.connection().exec_driver_sql("SELECT uid FROM event").scalar_one()
        given = {"event": event, "title": names("evidence.title"), "requisites": names("evidence.requisites")}
        attaching.attach(document, file, "evidence", None, given)
        gone = saving.save_record(document, "person", None, {"name": names("deleted person")})
        saving.delete_records(document, "person", [gone])
        with document.write(f"Выезд: {names('title of an action')}") as session:
            save(session, "school", school, {"note": names("school.note")})
    return school


def _people(document: Document, names: Names) -> bytes:
    def kept(session: Any, code: str, *texts: str, **given: Any) -> bytes:
        return save(session, code, None, given | {text: names(f"{code}.{text}") for text in texts})

    with document.write(names("title of the first action")) as session:
        school = kept(session, "school", "director", "phone", "email", "address", name="Заречная СОШ")
        kept(session, "office", "head_name", "executor", "executor_phone", name="Управление")
        sitting = Results(session).sitting("vpr", "МА", 5, YEAR, "spring")
        Results(session).result(school, sitting, 20, 9, source=names("school_result.source"))
        teacher = kept(session, "person", "name", "post", "category", "phone", school=school)
        curator = kept(session, "person", "name", "email")
        paper = kept(
            session, "paper", "title", "preamble", "distribution", "note",
            kind="order", signatory=curator, executor=curator, school=school,
            persons=((teacher, names("note: familiarised")),), schools=((school, ""),),
        )  # fmt: skip
        kept(
            session,
            "assignment",
            "basis_text",
            "theme",
            "note",
            role="curator",
            person=curator,
            for_school=school,
            basis=paper,
        )
        kept(session, "assignment", "body", role="mentor", for_school=school)
        kept(session, "assignment", "note", role="mentor", person=curator, for_person=teacher)
        event = kept(
            session, "event", "title", "who", "place", "agenda", "findings", "note", "date_text",
            kind="course", schools=((school, ""),), persons=((teacher, names("note: certificate")),),
        )  # fmt: skip
        problem = kept(session, "problem", "text", "source", kind="request", school=school, event=event)
        kept(session, "problem", "text", kind="deficit", school=school, person=teacher)
        kept(
            session, "activity", "text", "responsible", "expected", "state_note", "note",
            event=event, problems=((problem, ""),), persons=((teacher, names("note: responsible")),),
            schools=((school, ""),),
        )  # fmt: skip
        kept(session, "school_document", "title", "note", school=school, kind="concept")
        kept(session, "school_document", "title", school=school, kind="order")
        kept(session, "programme", "note", kind="route", title="Маршрут", person=teacher, school=school)
        indicator = save(
            session, "indicator", None, {"use": "context", "text": "Обучающихся", "unit": "чел."}
        )
        kept(
            session,
            "indicator_value",
            "source",
            "reason",
            indicator=indicator,
            school=school,
            year=YEAR,
            fact_e4=90_000,
        )
        kept(
            session,
            "school_status",
            "basis_text",
            "note",
            school=school,
            kind="low_result",
            basis="order",
            since="2022-09-01",
        )
        kept(session, "word_form", "text", "form", case="dative")
        save(session, "person", teacher, {"name": names("renamed person")})
    problems.answer_by_event(document, [problem], event)
    return school


@pytest.mark.parametrize("whose", ["school", "year"])
def test_a_form_holds_no_name_in_its_bytes(tmp_path: Path, whose: str) -> None:
    names = Names()
    path, out = tmp_path / "Район.shnor", tmp_path / f"Форма {whose}.shnor"
    school = planted(path, names, tmp_path)
    assert names.found(path) == set(names.made.values()), "they do stand in the file"
    given: dict[str, Any] = {"school": school} if whose == "school" else {"year": YEAR}
    with Document.open(path, Who(), read_only=True) as document:
        parts.send_part(document, out, form=True, **given)
    assert names.found(out) == set()
    with Document.open(out, Who(), read_only=True) as document, document.rows() as connection:
        counts = {
            kind: connection.execute(f"SELECT count(*) FROM {kind}").fetchone()[0]
            for kind in ("school", "event", "problem", "school_document", "school_status", "school_result")
        }
        assert document.check().sound
    if whose == "school":
        assert min(counts.values()) > 0, "support stands in it"
