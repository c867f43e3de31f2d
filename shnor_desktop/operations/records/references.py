"""Which record a text means: by its title, else by a short text that tells it from all others, a code or a spelling. For
what is typed, pasted and taken in from books alike."""

from collections import defaultdict
from difflib import get_close_matches
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import TEXTS, Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.sheets.book.values import plain

_NAMES = frozenset(("title", "short_title", "name", "short_name", "short", "text"))
"""Fields that hold what people call a record, whatever its title is made of besides."""
_MOST_SUGGESTED = 6
_NEAR = 0.6


class References:
    """Reads a kind when it is first asked for; records that are about to be added may be told to it. A record has several
    names: the title it is shown by, its full and its short one, the words behind its number."""

    def __init__(self, session: Session, titles: Titles) -> None:
        self._session, self._titles = session, titles
        self._by_title: dict[str, dict[str, list[bytes]]] = {}
        self._by_other: dict[str, dict[str, list[bytes]]] = {}

    def meant(self, code: str, text: str) -> tuple[bytes, ...]:
        """The records of a kind that a text may mean; those called so go before those with such a code."""
        key = plain(text)
        found = self._titled(code).get(key) or self._others(code).get(key) or []
        return tuple(dict.fromkeys(found))

    def near(self, code: str, text: str) -> tuple[bytes, ...]:
        """Records called something like the text, each once: by their titles first, the nearest first."""
        found: dict[bytes, None] = {}
        for names in (self._titled(code), self._others(code)):
            for name in get_close_matches(plain(text), names, _MOST_SUGGESTED, _NEAR):
                found |= dict.fromkeys(names[name])
        return tuple(found)[:_MOST_SUGGESTED]

    def one(self, field: Field, text: str) -> bytes:
        """The one record a text means in a field; UserError when it means none or several."""
        found = self.meant(field.refers, text)
        if not found:
            raise UserError(
                f"{quoted(text)} нет среди карточек «{BY_CODE[field.refers].many}».",
                "Добавьте такую карточку или введите название так, как оно записано.",
            )
        if len(found) > 1:
            raise UserError(f"Карточек с названием {quoted(text)} несколько.", "Выберите нужную в карточке.")
        return found[0]

    def add(self, code: str, uid: bytes, title: str, others: tuple[tuple[str, bytes, str], ...] = ()) -> None:
        """Know a record that is not in the file yet; `others` are (kind, uid, text) it names others by."""
        titled = self._titled(code)[plain(title)]
        if uid not in titled:  # Whoever reads the kind only now has met it already.
            titled.append(uid)
        for kind, meant, text in others:
            self._others(kind)[plain(text)].append(meant)

    def _titled(self, code: str) -> dict[str, list[bytes]]:
        known = self._by_title.get(code)
        if known is None:
            known = self._by_title[code] = defaultdict(list)
            for uid, title in self._titles.all(code).items():
                known[plain(title)].append(uid)
        return known

    def _others(self, code: str) -> dict[str, list[bytes]]:
        known = self._by_other.get(code)
        if known is None:
            known = self._by_other[code] = defaultdict(list)
            for kind, owner, name in _namers(code):
                columns = kind.record.__table__.columns
                for uid, text in self._session.execute(select(columns[owner], columns[name])):
                    known[plain(text)].append(uid)
        return known


def others_of(kind: RecordKind, uid: bytes, row: Any) -> tuple[tuple[str, bytes, str], ...]:
    """What a record names by its texts: itself by a short key, its owner by a code."""
    found = []
    for code in dict.fromkeys((kind.code, *(field.refers for field in kind.fields if field.owner))):
        for namer, owner, name in _namers(code):
            if namer.code == kind.code:
                meant = uid if owner == "uid" else getattr(row, owner)
                found.append((code, meant, str(getattr(row, name) or "")))
    return tuple(found)


@cache
def _namers(code: str) -> list[tuple[RecordKind, str, str]]:
    """(kind, field of the record that is named, field of the text): keys of one text, and texts in the keys of what
    belongs to a record."""
    own = BY_CODE[code]
    found = [(own, "uid", name) for name in own.about.key if len(own.about.key) == 1 and _is_text(own, name)]
    found += [(own, "uid", one.name) for one in own.fields if one.name in _NAMES and one.editor in TEXTS]
    for kind in KINDS:
        for field in kind.fields:
            if field.owner and field.refers == code:
                found += [(kind, field.name, name) for name in kind.about.key if _is_text(kind, name)]
    return found


def _is_text(kind: RecordKind, name: str) -> bool:
    return kind.field(name).editor is Editor.LINE
