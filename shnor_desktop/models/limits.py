"""What every field of a file of today's format may hold.

The kinds declare it. The list beside this module is made from their declarations by `dev.py migration` and frozen with the
format, because a wider range or a new code is a new format; a test holds it against them. Who opens or examines a file reads
the list and need not load the kinds, which bring SQLAlchemy along.
"""

import json
from functools import cache
from pathlib import Path

from shnor_desktop.rules.admissible import FREE, Limit, Limits, heard

LIST = Path(__file__).with_name("limits.json")


@cache
def limits() -> Limits:
    """Of every field that has bounds or codes."""
    return heard(json.loads(LIST.read_text("utf-8")))


def limit(table: str, column: str) -> Limit:
    """What one column may hold."""
    return limits().get(f"{table}.{column}", FREE)


def declared() -> Limits:
    """The same as the kinds declare it."""
    from shnor_desktop.models.kinds import KINDS

    found = {}
    for kind in KINDS:
        for field in kind.fields:
            bounds = None if field.least is None or field.most is None else (field.least, field.most)
            if bounds or field.codes is not None:
                found[f"{kind.code}.{field.name}"] = Limit(bounds, field.codes)
    return found
