"""What the texts of a row mean as values: above all which records its references are, asked where that is doubtful."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import linking
from shnor_desktop.operations.records.cells import read, written
from shnor_desktop.operations.records.incoming_types import EMPTY, Asked, Draft, Later, Left
from shnor_desktop.operations.records.stock import Stock
from shnor_desktop.sheets.book.problems import CellRef, Question
from shnor_desktop.sheets.book.values import plain
from shnor_desktop.sheets.records.layout import LONGEST_CELL, text_of
from shnor_desktop.sheets.records.reader import SKIP


class Meanings:
    """One a plan."""

    def __init__(self, stock: Stock, answers: Mapping[str, str]) -> None:
        self.stock, self.answers = stock, answers
        self.mapped: dict[bytes, bytes] = {}
        """uid where a row comes from → uid here."""
        self.final = False
        """Nothing more will be understood: what is not known now is asked about."""

    def value(self, draft: Draft, one: Field, text: str) -> Value | Linked:
        if one.editor is Editor.LINKS:
            return self._linked(draft, one, text)
        meant = draft.row.references.get(one.name)
        if meant is not None:
            return self._reference(one, meant)
        if one.editor is Editor.RECORD and text and not one.refers:
            raise UserError(f"«{one.label}» книгой не переносится.", "Загрузите сам файл, из которого книга.")
        if one.name in draft.row.values:
            return draft.row.values[one.name]
        return cast(Value, read(one, text, lambda field, said: self._find(draft, field, said)))

    def _reference(self, one: Field, meant: bytes) -> bytes:
        """The record here for one of where the row comes from."""
        if meant in self.mapped:
            return self.mapped[meant]
        if not self.final:
            raise Later
        raise UserError(f"«{one.label}»: карточки, на которую ссылаются, здесь нет.", "Загрузите и её.")

    def _linked(self, draft: Draft, one: Field, text: str) -> Linked:
        """The records a cell of several titles means. What the record is linked to already is meant before others of the
        same title, and what has no title stays."""
        standing: Linked = ()
        if draft.current is not None:
            standing = cast(Linked, self.stock.value(draft.kind, draft.current, one))
        if len(linking.text(one, standing, self.stock.names)) > LONGEST_CELL:
            raise UserError(f"«{one.label}» не помещается в ячейку.", "Исправьте это в программе.")
        mine: dict[str, list[bytes]] = defaultdict(list)
        for uid, _ in standing:
            mine[plain(self.stock.names(one.refers, uid))].append(uid)

        def find(field: Field, said: str) -> bytes | None:
            if uids := mine[plain(said)]:
                return uids.pop(0)
            if self.answers.get(_key(field, said)) or self.stock.references.meant(field.refers, said):
                return self._find(draft, field, said)
            raise _Unknown(said)

        try:
            found = linking.read(one, text, find)
        except _Unknown as unknown:
            self._find(draft, one, unknown.what_happened)
            raise
        return (*found, *((uid, note) for uid, note in standing if uid in mine[""]))

    def _find(self, draft: Draft, one: Field, text: str) -> bytes | None:
        references = self.stock.references
        found = references.meant(one.refers, text)
        if len(found) == 1:
            return found[0]
        if not self.final:
            raise Later
        key = _key(one, text)
        said = self.answers.get(key, "")
        if said == EMPTY and not one.required:
            return None
        if said not in ("", SKIP, EMPTY):
            called = self.stock.called(said)
            meant = (called,) if called else references.meant(one.refers, said)
            if len(meant) == 1 and self.stock.get(one.refers, meant[0]) is not None:
                return meant[0]
        many = BY_CODE[one.refers].many
        options = [
            (self.stock.named(uid), self.told(one.refers, uid))
            for uid in found or references.near(one.refers, text)
        ]
        options += [] if one.required else [(EMPTY, "не указывать")]
        told = f"«{text}» нет среди карточек «{many}». Что имеется в виду?"
        if found:
            told = f"«{text}»: таких карточек среди «{many}» несколько. Какая имеется в виду?"
        where = draft.row.cells.get(one.name, draft.row.place)
        raise self._ask(key, told, (*options, (SKIP, "не загружать такие строки")), where)

    def _ask(self, key: str, text: str, options: Sequence[tuple[str, str]], where: CellRef) -> "Asked | Left":
        """What is raised for a question without an answer that holds."""
        return Left() if self.answers.get(key) == SKIP else Asked(Question(key, text, tuple(options), where))

    def told(self, code: str, uid: bytes) -> str:
        """A title with what tells the record from those of the same title."""
        row, kind = self.stock.get(code, uid), BY_CODE[code]
        title = self.stock.names.of(code, row)
        more = [
            text
            for one in kind.fields
            if one.in_table and (text := self._telling(one, getattr(row, one.name)))
        ]
        return f"{title} ({', '.join([text for text in more if text not in title][:3])})" if more else title

    def _telling(self, one: Field, value: Value) -> str:
        """What a value says by itself: «нет» alone says nothing, so a mark that is set is told by its name."""
        if one.editor is Editor.FLAG:
            return one.label.lower() if value else ""
        return text_of(written(one, value, self.stock.names))


class _Unknown(UserError):
    """No record has the title that is its first sentence."""

    def __init__(self, title: str) -> None:
        super().__init__(title, "")


def _key(one: Field, text: str) -> str:
    """Under which it is answered what a text means."""
    return f"ref:{one.refers}:{plain(text)}"
