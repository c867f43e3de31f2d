"""What a file may hold, in one place: signs of texts, lengths, sizes of numbers, codes of enumerated fields.

Everything that writes (forms, commands, imports, the journal) and the quarantine of foreign files ask here, so that no
office ever writes what another must refuse. It needs neither record kinds nor a database, because the quarantine starts
without them; a test holds it against the record kinds.
"""

import re

from shnor_desktop.errors import UserError
from shnor_desktop.rules.figures import FAMILY_LABELS, LEVELS, SEASONS, STATE_LABELS

LONGEST_TEXT = 8_000_000
"""Letters of one value, of all values of a new record together, too."""
LONGEST_NAME = 100_000
"""Letters of the title of an action and of the names of a writer."""
LONGEST_LINE = 10_000
"""Letters of a line people type: a name, a reason."""
LONGEST_TYPED = 100_000
"""Letters of a text of several lines people type."""
LONGEST_WHOM = 200
"""Letters of the addressee of a part."""
MOST = 2**53

# What people paste from other programs stays: breaks of lines, columns and pages, Word's two hyphens.
_REFUSED = re.compile("[\x00-\x08\x0e-\x1d\x7f\ud800-\udfff\ufffe\uffff]")
_UNCLEAN = re.compile("\r\n?|[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_BREAKS = dict.fromkeys(("\r", "\r\n", "\x0b", "\x0c"), "\n") | {"\x1e": "-", "\x1f": ""}
_NOTHING = frozenset("\x00\ufffe\uffff")
_MARK = "\ufffd"
"""Stands for a letter that is none: half a pair, a byte of a name that is not UTF-8."""
_UNPRINTABLE = dict.fromkeys((*(code for code in range(32) if code not in (9, 10, 13)), 0xFFFE, 0xFFFF)) | (
    dict.fromkeys(range(0xD800, 0xE000), _MARK)
)


def refused(text: str) -> bool:
    """Whether a text has signs that no office accepts."""
    return _REFUSED.search(text) is not None


def require_letters(text: str) -> None:
    """Raises UserError when typed bytes are no text in UTF-8: nobody can say what was meant."""
    if _HALVES.search(text):
        raise UserError("Введённый текст не читается: он не в кодировке UTF-8.", "Введите его заново.")


def clean(text: str) -> str:
    """The text as it is kept: control signs become spaces or go, other programs' line breaks become ours."""
    return _UNCLEAN.sub(_replacement, text) if _UNCLEAN.search(text) else text


def _replacement(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in _BREAKS:
        return _BREAKS[sign]
    if sign in _NOTHING:
        return ""
    return _MARK if "\ud800" <= sign <= "\udfff" else " "


def line(text: str, longest: int = LONGEST_NAME) -> str:
    """A name or a title for the journal: clean, and cut where it is too long."""
    made = clean(text)
    return made if len(made) <= longest else f"{made[: longest - 1]}…"


def printable(text: str) -> str:
    """The text without what XML, hence no workbook and no Word file can hold; whatever a table holds."""
    return text.translate(_UNPRINTABLE)


_COUNT = (0, 10_000_000)
"""Pupils; lines of the whole country count more than a million."""
_PERCENT_E4 = (0, 1_000_000)
_SMALL = (0, 1_000)
_YEAR = (0, 2199)
"""0 where a new record has no year yet."""

RANGES: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        ("participants", "failed", "count_3", "count_4", "count_5", "high", "hundreds")
        + ("lowered", "confirmed", "raised"),
        _COUNT,
    ),
    **dict.fromkeys(
        ("failed_pct_e4", "pct_3_e4", "pct_4_e4", "pct_5_e4", "high_pct_e4", "mean_e4", "quality_pct_e4"),
        _PERCENT_E4,
    ),
    "pct_decimals": (0, 4),
    "school_year": _YEAR,
    "programme_grade": (0, 12),
    "sitting_grade": (0, 12),
    "pass_threshold": _SMALL,
    "maximum": _SMALL,
    "high_from": _SMALL,
    "threshold": _SMALL,
    "min_n": _SMALL,
    "c1_count": _SMALL,
    "c2_count_a": _SMALL,
    "c2_count_b": _SMALL,
    "watch_width": _SMALL,
    "lowest_pct": (0, 100),
    "stated_count": _COUNT,
    "version": _COUNT,
    "profile_version": _COUNT,
    "position": _COUNT,
}
"""Column → least and most; the same name means the same in every table."""

_STATUS_KINDS = ("low_result", "adverse_social", "high_result", "resilient", "leader", "watch")
_BASES = ("computed", "regional", "order", "other")
_FORMS = ("primary", "basic", "secondary", "gymnasium", "lyceum", "boarding", "evening", "other")

CODES: dict[str, frozenset[str]] = {
    name: frozenset(map(str, codes))
    for name, codes in {
        "office.form": ("", "own", "founder", "other"),
        "school.form": ("", *_FORMS),
        "school.succession": ("", "join"),
        "school_code.system": ("fisoko", "rcoi", "inn", "ogrn", "other"),
        "procedure.family": FAMILY_LABELS,
        "procedure.level": LEVELS,
        "procedure.measured_by": ("", "marks", "threshold"),
        "sitting.season": SEASONS,
        "sitting.cohort": ("", "all", "chosen", "random", "two"),
        "school_result.state": STATE_LABELS,
        "area_result.area": ("district", "region", "country"),
        "method_profile.slot_mode": ("", "auto", "named"),
        "method_profile.autumn": ("", "programme", "sitting", "exclude"),
        "method_profile.method": ("", "lowest", "quartile"),
        "method_profile.measure": ("", "mean", "quality", "failed"),
        "method_profile.attempts": ("", "last"),
        "profile_sitting.slot": ("A", "B"),
        "status_list.kind": ("", *_STATUS_KINDS),
        "status_list.basis": ("", *_BASES),
        "school_status.kind": ("", *_STATUS_KINDS),
        "school_status.basis": ("", *_BASES),
        "identity_verdict.verdict": ("", "same", "different"),
    }.items()
}
"""«table.column» → codes; an empty one only where nothing need be chosen. A newer format may add some, and files of
newer formats are refused before anybody looks at their values."""


def fits(table: str, column: str, value: object) -> bool:
    """Whether a value may stand in a column, as far as signs, lengths, sizes and codes go."""
    if isinstance(value, str):
        known = CODES.get(f"{table}.{column}")
        return len(value) <= LONGEST_TEXT and not refused(value) and (known is None or value in known)
    if isinstance(value, int):
        least, most = RANGES.get(column, (-MOST, MOST))
        return least <= value <= most
    return True
