"""One cell of the grid: how a result is written, marked, copied and typed."""

from typing import NamedTuple

from shnor_desktop.models.values import show_e4
from shnor_desktop.rules.figures import E4, Figures, ResultState
from shnor_desktop.rules.identification.explanation import SMALL_N
from shnor_desktop.rules.results.low_share import is_border, is_low, share_e4
from shnor_desktop.rules.results.quality import Aspect, Pooled, value_of
from shnor_desktop.rules.words.russian import counted_of

STATE_TEXTS: dict[str, str] = {
    ResultState.NOT_CONDUCTED: "-",
    ResultState.NO_PARTICIPANTS: "х",
    ResultState.NOT_RECEIVED: "н/д",
    ResultState.EXCLUDED: "искл.",
}
NO_FIGURE = "—"
"""The result is there, this figure of it is not known."""
NO_SHARE = "есть"
"""A result of which neither the failed nor their share is known."""


class GridCell(NamedTuple):
    """A result ready to be painted."""

    text: str
    """«31,5 % (16)»."""
    mark: str
    """State code for `theme.state_mark`: «low», «watch», «border», «not_received» …; «» for an ordinary result."""
    small: bool
    """Few participants."""
    flagged: bool
    edit: str
    """The text that typed in gives the same result: «3 из 12», «31,5», «-», «искл.: ГВЭ; 1 из 2»."""
    value_e4: int | None = None
    """The figure that is shown, bare, to sort and to add up by."""
    people: int | None = None
    """Participants."""
    failed: int | None = None


class Measure(NamedTuple):
    """Threshold in percent and how many points below it are watched."""

    threshold: int = 30
    watch_width: int = 5


def cell(
    state: str,
    participants: int | None,
    failed: int | None,
    pct_e4: int | None,
    decimals: int,
    flagged: bool,
    measure: Measure,
    reason: str = "",
) -> GridCell:
    """One result as the grid shows it."""
    edit = edit_text(state, participants, failed, pct_e4, decimals, reason)
    if state != ResultState.VALID:
        return GridCell(STATE_TEXTS.get(state, state), state, False, bool(flagged), edit)
    share, places = pct_e4, decimals
    if participants and failed is not None:
        share, places = share_e4(failed, participants), 1
    small = participants is not None and participants < SMALL_N
    if share is None:
        return GridCell(NO_SHARE, "", small, bool(flagged), edit, None, participants, failed)
    text = f"{show_e4(share, places)}\u00a0%"
    if participants is not None:
        text += f" ({participants})"
    mark = _mark(participants, failed, pct_e4, decimals, share, measure)
    return GridCell(text, mark, small, bool(flagged), edit, share, participants, failed)


def aspect_cell(
    figures: Figures, marks: bool, aspect: Aspect, state: str, flagged: bool, usual: GridCell
) -> GridCell:
    """The same result with another of its figures as text, and bare for copying; what marks it stays."""
    if state != ResultState.VALID:
        return usual
    found = value_of(aspect, figures, marks)
    if found is None:
        return usual._replace(text=NO_FIGURE, edit="", value_e4=None)
    unit = "\u00a0%" if aspect in (Aspect.PASSED, Aspect.QUALITY) else ""
    people = figures.participants
    shown = f" ({people})" if people is not None and aspect is not Aspect.TAKERS else ""
    return usual._replace(text=f"{found.text}{unit}{shown}", edit=found.text, value_e4=found.e4)


def pooled_cell(found: Pooled | None, aspect: Aspect) -> GridCell | None:
    """A figure over all schools; of how many, where not all of them could be added."""
    if found is None:
        return None
    unit = "\u00a0%" if aspect in (Aspect.PASSED, Aspect.QUALITY) else ""
    people = "" if aspect is Aspect.TAKERS else f" ({found.value.pupils})"
    part = f", {found.of} из {counted_of(found.among, 'школы', 'школ')}" if found.is_partial else ""
    return GridCell(f"{found.value.text}{unit}{people}{part}", "", False, False, "")


def _mark(
    participants: int | None,
    failed: int | None,
    pct_e4: int | None,
    decimals: int,
    share: int,
    measure: Measure,
) -> str:
    counted = bool(participants) and failed is not None
    if not counted and pct_e4 is not None and is_border(pct_e4, decimals, measure.threshold):
        return "border"
    if is_low(participants, failed, pct_e4, measure.threshold):
        return "low"
    return "watch" if share >= (measure.threshold - measure.watch_width) * E4 else ""


def edit_text(
    state: str, participants: int | None, failed: int | None, pct_e4: int | None, decimals: int, reason: str
) -> str:
    """A result as it is typed: «3 из 12», «31,5 (12)», «х»."""
    figures = ""
    if participants is not None and failed is not None:
        figures = f"{failed} из {participants}"
    elif pct_e4 is not None:
        people = f" ({participants})" if participants is not None else ""
        percent = " %" if state == ResultState.EXCLUDED else ""
        figures = f"{show_e4(pct_e4, decimals)}{percent}{people}"
    if state == ResultState.VALID:
        return figures or NO_SHARE
    text = STATE_TEXTS.get(state, "")
    if state != ResultState.EXCLUDED:
        return text
    return "; ".join(part for part in (f"{text}: {reason}" if reason else text, figures) if part)
