"""Why a school is on the list, in the words of the list: the criteria it meets, who named it, what was decided."""

from collections.abc import Iterable

from shnor_desktop.operations.identification.frozen import FrozenStatus
from shnor_desktop.operations.identification.status_lines import StatusLine
from shnor_desktop.operations.identification.statuses import COMPUTED, OTHER
from shnor_desktop.papers.identification.facts import StatusBasis
from shnor_desktop.papers.identification.low_list import basis_text
from shnor_desktop.papers.tree.codec import load
from shnor_desktop.rules.identification import lowest
from shnor_desktop.rules.identification.explanation import criteria_text
from shnor_desktop.rules.words.russian import plural


def of_school(lines: Iterable[StatusLine]) -> str:
    """«по расчёту (критерии 1 и 2); по перечню региона (письмо от …)»."""
    return "; ".join(dict.fromkeys(map(_ground, lines)))


def _ground(line: StatusLine) -> str:
    if criteria := _criteria(line):
        codes = criteria_text(criteria)
        if tuple(criteria) != (lowest.CODE,):
            codes = f"{plural(len(criteria), 'критерий', 'критерии', 'критерии')} {codes}"
        return f"по расчёту ({codes})"
    if line.signed_on and line.note:
        return basis_text((StatusBasis("decision", line.note),))
    if line.basis_text and line.basis in (COMPUTED, OTHER):
        return line.basis_text  # Words of the office say it whole.
    if line.basis == COMPUTED:
        return "по расчёту"
    return basis_text((StatusBasis(line.basis, line.basis_text),))


def _criteria(line: StatusLine) -> tuple[str, ...]:
    """What it met when the list was signed."""
    try:
        return load(FrozenStatus, line.verdict).answer.criteria if line.verdict else ()
    except ValueError:
        return ()
