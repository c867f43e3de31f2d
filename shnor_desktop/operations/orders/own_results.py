"""Results of one school, a row a sitting, as a letter to it tells them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.results import SchoolResult
from shnor_desktop.operations.results.held import held_sittings
from shnor_desktop.operations.results.plan_types import FIGURE_NAMES, as_figures
from shnor_desktop.papers.orders.order import Drawing, Listing
from shnor_desktop.papers.programme.facts import FOR_HELP, Line
from shnor_desktop.rules.figures import STATE_LABELS, Family, ResultState
from shnor_desktop.rules.words.russian import decimal_e4

_TOLD = (ResultState.VALID, ResultState.NOT_RECEIVED, ResultState.EXCLUDED)
"""Where nobody took part there is nothing to tell."""

_UNKNOWN, _NO_DATA = "н/д", "н/д – источник не приводит этих сведений."


def own_results(session: Session, school: bytes) -> Drawing:
    """In the order of papers: by family, subject, grade and year."""
    query = select(SchoolResult).where(SchoolResult.school == school, SchoolResult.state.in_(_TOLD))
    found = {one.sitting: one for one in session.scalars(query)}
    held = [one.sitting for one in held_sittings(session) if one.sitting.uid in found]
    rows = tuple(
        ((one.name, *_figures(found[one.uid])), (("school_result", found[one.uid].uid),)) for one in held
    )
    heads = ("Процедура", "Участников", "Не справились", "Доля не справившихся, %")
    unknown = any(_UNKNOWN in cells for cells, _ in rows)
    return Drawing(
        ((Line(FOR_HELP), ()),) if any(one.family == Family.VPR for one in held) else (),
        listing=Listing(heads, (76.0, 28.0, 30.0, 34.0), rows, (_NO_DATA,) if unknown else ()),
        nothing="" if rows else "Сведений о результатах школы нет.",
    )


def _figures(one: SchoolResult) -> tuple[str, str, str]:
    state = ResultState(one.state)
    if state is not ResultState.VALID:
        return STATE_LABELS[state], "–", "–"
    figures = as_figures(tuple(getattr(one, name) for name in FIGURE_NAMES))
    people = _UNKNOWN if figures.participants is None else str(figures.participants)
    failed = _UNKNOWN if figures.failed is None else str(figures.failed)
    share, decimals = figures.failed_pct_e4, figures.pct_decimals
    if figures.participants and figures.failed is not None:
        share, decimals = round(1_000_000 * figures.failed / figures.participants), 1
    return people, failed, _UNKNOWN if share is None else decimal_e4(share, decimals)
