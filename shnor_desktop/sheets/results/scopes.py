"""Which rows of schools a total, a subtotal or the line of an area stands for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.results.lines import Line, LineKind
from shnor_desktop.sheets.results.table import Table

_ENDING = re.compile(
    r"(?<=[а-я]{3})(?:(?:ск|цк)?(?:ого|ому|ыми|ими|ым|им|ом|ой|ый|ий|ая|яя|ую|юю|ое|ее|ей|его|ему|ем)|ов|ам|ах|ями|а|у|е|ы|и|я|ю|ь)(?![а-я])"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The school rows a total may stand for."""

    name: str
    """Of the municipality; "" for all or for a stretch of rows."""
    rows: frozenset[int]
    whole: bool = False


class Scopes:
    """The rows of schools of one table and its totals."""

    def __init__(self, table: Table, municipality: Mapping[int, str], totals: Sequence[Line]) -> None:
        self._end = table.end
        self._totals = totals
        self.municipality = municipality
        """Of every row of a school."""
        self.names = {plain(name): name for name in municipality.values() if name}
        self.school_rows = sorted(municipality)

    def of(self, line: Line) -> list[Scope]:
        """The rows the line may stand for, the likeliest first."""
        everything = Scope("", frozenset(self.school_rows), whole=True)
        if line.area in ("region", "country"):
            return [everything]
        named = self._named(line.municipality or line.name)
        if named:
            return [named]
        above, below = self._stretch(line, up=True), self._stretch(line, up=False)
        if line.kind == LineKind.AREA:
            return [scope for scope in (below, above) if scope.rows]
        last = not below.rows
        scopes = (everything, above) if last else (above, everything)
        return [scope for scope in scopes if scope.rows]

    def _named(self, name: str) -> Scope | None:
        wanted = _stems(name)
        if not wanted:
            return None
        for clean, municipality in self.names.items():
            if _stems(municipality) == wanted or plain(name) == clean:
                rows = frozenset(row for row, held in self.municipality.items() if plain(held) == clean)
                return Scope(municipality, rows)
        return None

    def _stretch(self, line: Line, up: bool) -> Scope:
        """School rows from the line to the next total."""
        marks = [other.row for other in self._totals if other.row != line.row]
        if up:
            edge = max((row for row in marks if row < line.row), default=-1)
            inside = (row for row in self.school_rows if edge < row < line.row)
        else:
            edge = min((row for row in marks if row > line.row), default=self._end)
            inside = (row for row in self.school_rows if line.row < row < edge)
        return Scope("", frozenset(inside))


def _stems(name: str) -> frozenset[str]:
    """Words without endings: «Берёзовскому району» and «Берёзовский район» are one."""
    words = re.findall(r"[а-яa-z\d]+", _ENDING.sub("", plain(name)))
    return frozenset(word for word in words if word not in ("по", "и", "город", "муницип", "образ"))
