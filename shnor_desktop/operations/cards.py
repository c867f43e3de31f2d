"""Facts of the paper «Карточка школы»: requisites, statuses, results over the years beside the district's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.school import KIND
from shnor_desktop.models.values import show
from shnor_desktop.operations.classification import profile, verdicts
from shnor_desktop.operations.families import JudgedSchool, family_uids, judged_schools
from shnor_desktop.operations.list_facts import paper_meta
from shnor_desktop.operations.paper_results import subject_tables
from shnor_desktop.operations.schools import SchoolView, view
from shnor_desktop.operations.slots import held_sittings
from shnor_desktop.operations.statuses import BASIS_LABELS, StatusLine
from shnor_desktop.papers.facts import SchoolCardFacts, StatusFacts
from shnor_desktop.rules.explanation import headline
from shnor_desktop.rules.school_years import label

_STATUS_WORDS = {
    "low_result": "Школа с низкими образовательными результатами",
    "adverse_social": "Школа, функционирующая в неблагоприятных социальных условиях",
    "high_result": "Школа с высокими образовательными результатами",
    "resilient": "Резильентная школа",
    "leader": "Школа-лидер",
    "watch": "Группа внимания",
}
_REQUISITES = ("form", "municipality", "place", "rural", "address", "director", "phone", "email")


def card_facts(session: Session, school: bytes, profile_name: str | None = None) -> SchoolCardFacts:
    """Everything the card of one school prints."""
    seen = view(session, school)
    chosen = profile(session, profile_name)
    judged = _judged(session, seen)
    family = family_uids(judged)
    recorded = set(session.scalars(select(SchoolResult.sitting).where(SchoolResult.school.in_(family))))
    sittings = [one.sitting for one in held_sittings(session) if one.sitting.uid in recorded]
    return SchoolCardFacts(
        meta=paper_meta(session),
        name=str(seen.values["official_name"] or seen.name),
        requisites=_requisites(seen),
        years=tuple(label(year) for year in sorted({one.school_year for one in sittings})),
        threshold=chosen.threshold,
        subjects=subject_tables(session, sittings, [judged], chosen.threshold),
        statuses=tuple(_status(line) for line in seen.statuses),
        verdict=next(
            (headline(one.verdict, one.name) for one in verdicts(session, chosen) if one.school == school), ""
        ),
    )


def _judged(session: Session, seen: SchoolView) -> JudgedSchool:
    """The school with its branches; a branch or a closed school stands alone."""
    for one in judged_schools(session):
        if one.school == seen.uid:
            return one
    return JudgedSchool(seen.uid, seen.name)


def _requisites(seen: SchoolView) -> tuple[tuple[str, str], ...]:
    found = [("Краткое название", seen.name)] if seen.values["official_name"] else []
    for name in _REQUISITES:
        field, value = KIND.field(name), seen.values[name]
        found.append((field.label, show(field, value) if value else ""))
    found += [(code.label[:1].upper() + code.label[1:], code.code) for code in seen.codes]
    found.append(("Филиал школы", seen.parent))
    found.append(("Филиалы", ", ".join(seen.branches)))
    found.append(("Преемник школы", seen.predecessor))
    found.append(("Примечание", str(seen.values["note"] or "")))
    return tuple((name, value) for name, value in found if value)


def _status(line: StatusLine) -> StatusFacts:
    basis = ", ".join(part for part in (BASIS_LABELS.get(line.basis, line.basis), line.basis_text) if part)
    return StatusFacts(_STATUS_WORDS.get(line.kind, line.kind), basis, line.since, line.until)
