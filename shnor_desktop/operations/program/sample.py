"""The invented sample district as a document: requisites first, then its workbooks through the ordinary import."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.errors import UserError
from shnor_desktop.models.office import Office, Person
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.identification import statuses
from shnor_desktop.operations.program import sample_context, sample_programme, sample_support
from shnor_desktop.operations.results import book_import
from shnor_desktop.operations.results.dictionaries import create_document
from shnor_desktop.operations.schools import edits

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.document.journal.author import Who

Progress = Callable[[int, int, str], None]
_TYPED = ("name", "form", "place", "rural", "director")


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What the sample document holds."""

    schools: int
    results: int
    books: tuple[str, ...]


def workbooks() -> tuple[Path, ...]:
    """The workbooks of the sample district, in the order in which they are imported."""
    found = sorted(path for path in _folder().iterdir() if path.suffix in (".xlsx", ".csv"))
    if not found:
        raise UserError("Книги примера не найдены.", "Переустановите программу.")
    return tuple(found)


def create_sample(path: Path, who: "Who", progress: Progress | None = None) -> SampleReport:
    """A new document of the sample district at `path`; when something fails no file is left behind."""
    document = create_document(path, who)
    try:
        with document:
            return fill(document, progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def fill(document: "Document", progress: Progress | None = None) -> SampleReport:
    """Put the sample district into an empty document."""
    told = json.loads((_folder() / "district.json").read_text(encoding="utf-8"))
    with document.write("Внесены сведения об округе") as session:
        _write_office(session, told)
        schools = _write_schools(session, told)
    for book in workbooks():
        book_import.import_books(document, [book], progress=progress)
    with document.write("Внесён перечень региона") as session:
        regional = told["regional_list"]
        ground = statuses.Ground(statuses.REGIONAL, regional["basis_text"], regional["dated_on"])
        statuses.add_schools(session, [schools[name] for name in regional["schools"]], ground)
    programme = json.loads((_folder() / "programme.json").read_text(encoding="utf-8"))
    sample_programme.fill(document, programme, schools)
    support = json.loads((_folder() / "support.json").read_text(encoding="utf-8"))
    sample_support.fill(document, support, schools)
    context = json.loads((_folder() / "context.json").read_text(encoding="utf-8"))
    sample_context.fill(document, context, schools)
    with document.read() as session:
        count = session.scalar(select(func.count()).select_from(School)) or 0
        results = session.scalar(select(func.count()).select_from(SchoolResult)) or 0
    return SampleReport(count, results, tuple(path.name for path in workbooks()))


def _folder() -> Path:
    return places.resources() / "sample"


def _write_office(session: Session, told: dict[str, Any]) -> None:
    office = Office(**told["office"])
    session.add(office)
    session.flush()
    session.add_all(Person(office=office.uid, **one) for one in told["persons"])


def _write_schools(session: Session, told: dict[str, Any]) -> dict[str, bytes]:
    """The schools with codes, spellings and branches; uids by name."""
    uids: dict[str, bytes] = {}
    for one in told["schools"]:
        values = {name: one[name] for name in _TYPED} | {"municipality": told["municipality"]}
        uid = edits.save(session, None, values, ("fisoko", one["fisoko"]))
        edits.add_code(session, uid, "rcoi", one["rcoi"])
        for spelling in one.get("aliases", ()):
            edits.add_alias(session, uid, spelling)
        uids[one["name"]] = uid
    for one in told["schools"]:
        if parent := one.get("branch_of"):
            edits.save(session, uids[one["name"]], {"parent": uids[parent]})
    return uids
