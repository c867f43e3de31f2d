"""«3 из 46»: the failed and the participants of a result are reported together, so what differs in them is one question
with one answer, and an answer nobody reported is doubted. Any two fields of which two offices changed one each, so that
they contradict, are asked about alike: whose pair stands? So is the file a record keeps, whose name, size and bytes
are one thing: nobody can type another, one of those that were attached is taken whole.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from shnor_desktop.document.file.attachments import FILE
from shnor_desktop.document.merge.questions import ALSO, Conflict
from shnor_desktop.document.merge.versions import Report, Versions, versions
from shnor_desktop.document.state.undecided import TOGETHER
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value, is_beyond
from shnor_desktop.rules.words.russian import size_text

_TYPED = re.compile(r"(\d{1,7})\s*(?:из|/|\\)\s*(\d{1,7})", re.IGNORECASE)

Group = tuple[Conflict, ...]
"""One question: mostly one conflict, several of a pair or a file."""
NO_FILE = "без файла"
_NOBODY = Versions((), ())


def grouped(found: Iterable[Conflict]) -> list[Group]:
    """Conflicts as they are asked, in their order."""
    groups: dict[object, Group] = {}
    for one in found:
        names = _asked_with(one)
        key: object = (one.table, one.uid, names) if names else one.id
        groups[key] = (*groups.get(key, ()), one)
    return list(groups.values())


def _asked_with(one: Conflict) -> tuple[str, ...]:
    """The fields that are one thing with what is asked about."""
    if one.kind == "field" and one.field in FILE and BY_CODE[one.table].keeps_file:
        return FILE
    return TOGETHER if _is_of_pair(one) else ()


def is_of_file(group: Group) -> bool:
    """Whether it is asked which of several files a record keeps."""
    return _asked_with(group[0]) == FILE


def _is_of_pair(one: Conflict) -> bool:
    if one.kind != "rule" and (one.kind != "field" or one.field not in TOGETHER):
        return False
    return {field.name for field in BY_CODE[one.table].fields}.issuperset(TOGETHER)


def pair_of(group: Group) -> tuple[str, ...]:
    """The fields that are asked about at once."""
    return next((one.pair for one in group if one.pair), FILE if is_of_file(group) else TOGETHER)


def left(connection: sqlite3.Connection, group: Group) -> Versions:
    """Who left which pair or which file, and what all knew before; nobody where a single field is asked about and the other
    is the same to everybody, and where nobody's own pair could stand either."""
    if is_of_file(group):
        return versions(connection, group, FILE)
    contradicts = any(one.kind == "rule" for one in group)
    if not (contradicts or _is_of_pair(group[0])):
        return _NOBODY
    found = versions(connection, group, pair_of(group))
    if contradicts:
        return replace(found, reports=tuple(one for one in found.reports if not is_beyond(*one.values)))
    asked = {one.field for one in group}
    same = (
        len({one.values[at] for one in found.reports}) == 1
        for at, name in enumerate(TOGETHER)
        if name not in asked
    )
    return _NOBODY if any(same) else found


def reported(connection: sqlite3.Connection, group: Group) -> tuple[Report, ...]:
    """Who left which pair or which file."""
    return left(connection, group).reports


def options(found: Sequence[Report]) -> dict[str, Report]:
    """The pairs by what `decide` takes: here, there, there:2 … as for a single field."""
    own = [one for one in found if one.side.here] or [one for one in found if one.side.shown]
    here = (own or list(found))[-1]
    chosen, known = {"here": here}, [here.values]
    for one in reversed(found):
        if one.values not in known:
            known.append(one.values)
            chosen["there" if len(chosen) == 1 else f"there:{len(chosen)}"] = one
    return chosen


def text(values: Sequence[Value]) -> str:
    """«3 из 46»."""
    failed, participants = ("—" if one is None else str(one) for one in values)
    return f"{failed} из {participants}"


def file_text(values: Sequence[Value], *, exact: bool = False) -> str:
    """«а.png, 12 КБ»; `exact` with the beginning of what names its bytes."""
    name, size, sha = values
    if not (name or sha):
        return NO_FILE
    told = f"{name!s}, {size_text(size)}" if isinstance(size, int) else str(name)
    return f"{told} (содержимое {str(sha)[:8] or 'неизвестно'})" if exact else told


def file_texts(found: Iterable[Sequence[Value]]) -> dict[tuple[Value, ...], str]:
    """Each in words; those of one name and size are told apart by their bytes."""
    files = list(dict.fromkeys(map(tuple, found)))
    many = Counter(map(file_text, files))
    return {one: file_text(one, exact=many[file_text(one)] > 1) for one in files}


def typed(take: str) -> tuple[Value, ...]:
    """The pair that people type."""
    found = _TYPED.fullmatch(take.strip())
    if found is None:
        raise UserError(f"«{take}» не отвечает на этот вопрос.", "Введите оба числа: «3 из 46».")
    failed, participants = int(found[1]), int(found[2])
    if is_beyond(failed, participants):
        raise UserError(f"Не справились {failed}, а участников {participants}.", "Исправьте числа.")
    return failed, participants


def doubt(values: Sequence[Value], found: Sequence[Report]) -> str:
    """Why a pair is doubted: empty where somebody reported it."""
    if tuple(values) in [one.values for one in found]:
        return ""
    told = ", ".join(dict.fromkeys(text(one.values) for one in found))
    return f"«{text(values)}» не сообщал никто: сообщали {told}."


def answers(
    group: Group, values: Sequence[Value], shown: Sequence[Value]
) -> list[tuple[Conflict, str, Value]]:
    """What has to be decided so that all these fields are so; a field nobody asks about changes along."""
    asked = {one.field: one for one in group}
    made: list[tuple[Conflict, str, Value]] = []
    for name, value, before in zip(pair_of(group), values, shown, strict=True):
        if name in asked:
            made.append((asked[name], "value", value))
        elif value != before:
            made.append((replace(group[0], field=name, sides=()), ALSO, value))
    return made
