"""A part of the document for somebody who needs one school or one school year: it comes back and is merged."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.file.faults import told as filing
from shnor_desktop.document.merge.part import kind_of, write_part
from shnor_desktop.errors import UserError
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records.changes import Names
from shnor_desktop.operations.schools.find import find as find_school
from shnor_desktop.operations.sharing.contents import contents
from shnor_desktop.operations.sharing.outside_edits import left_behind, require_none
from shnor_desktop.rules.admissible import LONGEST_WHOM
from shnor_desktop.rules.words import school_years
from shnor_desktop.rules.words.name_order import by_name


@dataclass(frozen=True, slots=True)
class PartReport:
    """What was sent and to whom."""

    path: Path
    contents: str
    """«часть файла: школа «…», для: куратор Орлова И.К.»."""
    whom: str
    records: int
    size: int
    lacks: str = ""
    """What could not go along, as a sentence."""


def send_part(
    document: Document,
    out: Path,
    *,
    school: bytes | str | None = None,
    year: int | None = None,
    form: bool = False,
    others: bool = False,
    whom: str = "",
) -> PartReport:
    """Write the part of one school (uid, name or code) or one school year to a new file. A form goes without
    names of people: it is filled in and comes back. `others` sends the signed lists whole, with the figures of
    other schools. `whom` is who it is for, in free words, and the part says it wherever it is opened; unsaid, a
    school's part is for the school."""
    if (school is None) == (year is None):
        raise UserError(
            "Часть файла — это одна школа или один учебный год.",
            "Выберите что-то одно: школу или учебный год.",
        )
    if out.suffix.lower() != ".shnor":
        raise UserError(f"Часть нельзя записать как «{out.name}».", "Выберите имя с расширением .shnor.")
    whom = _whom(whom)
    with document.read() as session:
        uid = find_school(session, school) if isinstance(school, str) else school
        names = Names(session)
        form = form or kind_of(names.raw) == "form"
        if uid is not None and not names.past("school", uid):
            raise UserError("Этой школы нет в файле.", "Выберите школу из списка.")
        if year is not None and not _has_year(session, year):
            raise UserError(
                f"За {school_years.label(year)} учебный год в файле ничего нет.", "Выберите другой год."
            )
        scope = json.dumps({"school": uid.hex() if uid else "", "year": year or 0})
        told = contents(names, "form" if form else "part", scope, whom)
        addressee = whom or names("school", uid)
    require_none(document)
    records = write_part(document, out, school=uid, year=year, form=form, others=others, whom=whom)
    return PartReport(out, told, addressee, records, out.stat().st_size, left_behind(out))


def send_to_every_school(
    document: Document,
    folder: Path,
    *,
    form: bool = False,
    others: bool = False,
    progress: Callable[[int, int, str], None] = lambda step, total, text: None,
) -> tuple[PartReport, ...]:
    """A part for each school that is not closed, all in one folder, which is made where there is none. Nothing that
    stands there is written over; a stop leaves the parts that are whole."""
    with document.read() as session:
        found = session.execute(select(School.uid, School.name, School.closed_on)).all()
    schools = sorted(
        ((uid, name) for uid, name, closed_on in found if not closed_on), key=lambda one: by_name(one[1])
    )
    if not schools:
        raise UserError("Школ, которым можно отправить их части, в файле нет.", "Сначала добавьте школы.")
    with filing(folder):
        places.make_folder(folder)
    sent = []
    for number, (uid, name) in enumerate(schools):
        progress(number, len(schools), f"Записываются части: {name}")
        out = places.free_name(folder / file_name(name, form=form))
        sent.append(send_part(document, out, school=uid, form=form, others=others))
    return tuple(sent)


def file_name(name: str, *, form: bool) -> str:
    """«МБОУ Лесная СОШ — часть.shnor»."""
    return f"{places.safe_name(name, 80)} — {'форма' if form else 'часть'}.shnor"


def _whom(typed: str) -> str:
    """The addressee as one short line. UserError when it is none."""
    whom = " ".join(typed.split())
    if len(whom) > LONGEST_WHOM or not all(sign.isprintable() for sign in whom):
        raise UserError(
            "Кому отправляется часть, записано слишком длинно или непечатными знаками.",
            f"Введите не больше {LONGEST_WHOM} знаков: школу, куратора или организацию.",
        )
    return whom


def _has_year(session: Session, year: int) -> bool:
    query = text("SELECT 1 FROM sitting WHERE school_year = :year LIMIT 1")
    return session.execute(query, {"year": year}).first() is not None
