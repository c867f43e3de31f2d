"""Context, risks, documents, problems and requests in the sample district, entered by the verbs of their screens."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.programme import Programme
from shnor_desktop.models.roadmap import Activity
from shnor_desktop.operations.context import dictionary, entry
from shnor_desktop.operations.risks import documents, factors, matrix, problems

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document


def fill(document: "Document", told: dict[str, Any], schools: dict[str, bytes]) -> None:
    """The passport of a year, the risks of two, the documents of the programme, problems and what answers them."""
    dictionary.fill(document)
    factors.fill(document)
    with document.read() as session:
        indicators = {one.text: one.uid for one in dictionary.read(session).lines}
        columns = {one.heading: one.uid for one in factors.read(session)}
        activities = {number: uid for number, uid in session.execute(select(Activity.number, Activity.uid))}
        programme = session.scalars(select(Programme.uid).where(Programme.kind == "municipal")).first()
    cells = [
        (schools[name], indicators[text], str(value))
        for name, values in told["schools"].items()
        for text, value in zip(told["indicators"], values, strict=True)
    ]
    entry.enter(document, told["year"], cells)
    for year, marks in told["risks"].items():
        typed = [
            (schools[name], columns[short], text)
            for name, held in marks.items()
            for short, text in held.items()
        ]
        matrix.enter(document, int(year), typed)
    states = [
        (schools[name], kind, state)
        for name, held in told["documents"].items()
        for kind, state in held.items()
    ]
    documents.enter(document, programme, states)
    for one in told["problems"]:
        given = {name: one[name] for name in ("kind", "level", "source")}
        if name := one.get("school"):
            given["school"] = schools[name]
        problems.add(document, "\n".join(one["texts"]), given)
    with document.read() as session:
        measures = _measures(session, told, schools, columns)
    for number, chosen in measures:
        problems.answer_by_activity(document, chosen, activities[number])


def _measures(
    session: Session, told: dict[str, Any], schools: dict[str, bytes], columns: dict[str, bytes]
) -> list[tuple[str, list[bytes]]]:
    """Number of a row of the plan, and what it answers."""
    risks = matrix.read(session, told["year"]).cells
    requests = {one.text: one.uid for one in problems.read(session)}
    found = [(number, [risks[schools[name], columns[short]].uid]) for number, name, short in told["measures"]]
    return found + [(number, [requests[text] for text in texts]) for number, texts in told["answered"]]
