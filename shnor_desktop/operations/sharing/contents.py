"""What a file holds, in words: the whole document, one school of it, one school year.

Asked of every file that is opened, hence without anything that only parts need.
"""

import json
from typing import TYPE_CHECKING

from shnor_desktop.document.journal import lookup
from shnor_desktop.rules.admissible import LONGEST_WHOM
from shnor_desktop.rules.words import school_years

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.records.changes import Names


def part_of(document: "Document") -> str:
    """What the open file holds, when it is a part; empty for a whole file."""
    with document.rows() as connection:
        known = lookup.about_part(connection)
    kind = known["kind"]
    if kind == "full":
        return ""
    from shnor_desktop.operations.records.changes import Names

    with document.read() as session:
        return contents(Names(session), kind, known.get("scope"), known.get("whom", ""))


def contents(names: "Names", kind: str, scope: str | None, whom: str = "") -> str:
    """«файл целиком», «часть файла: школа «Заречная СОШ», для: Орлова И.К.», «форма без имён: 2020/21 учебный год»."""
    if kind == "full":
        return "файл целиком"
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in whom).split())[:LONGEST_WHOM]
    return f"{_held(names, kind, scope)}, для: {line}" if line else _held(names, kind, scope)


def _held(names: "Names", kind: str, scope: str | None) -> str:
    told = {"form": "форма без имён людей"}.get(kind, "часть файла")
    try:
        known = json.loads(scope or "")
        school, year = bytes.fromhex(str(known.get("school") or "")), int(known.get("year") or 0)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return told
    if school:
        from shnor_desktop.operations.records.changes import called

        name = names("school", school)
        return f"{told}: {called('школа', name)}" if name else f"{told}: одна школа"
    return f"{told}: {school_years.label(year)} учебный год" if 1900 < year < 2200 else told
