"""The form of a record, built from the fields of its kind; opened by tables, cards and questions alike."""

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.models.kind import Editor, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import records, saving
from shnor_desktop.operations.records.records import FormFacts
from shnor_desktop.operations.sharing import question_marks
from shnor_desktop.ui.kit.form import FormDialog, Verb
from shnor_desktop.ui.kit.jobs import Progress
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import plain_label, told
from shnor_desktop.ui.records.owned import OwnedRows

_WIDTH, _MARKED_WIDTH = 620, 760
_MARKED: Mapping[str, Collection[str]] = {"part": ("text",)}
"""Texts of a kind that always may have bold words, lists and tables."""
_NOTHING: Mapping[str, Value | Linked] = MappingProxyType({})
_NOTES: Mapping[str, str] = MappingProxyType({})


class RecordDialog(FormDialog):
    """Only what was changed is saved."""

    def __init__(
        self,
        context: Context,
        kind: RecordKind,
        facts: FormFacts,
        saved: Callable[[bytes], None],
        parent: QWidget,
        marked: Collection[str] = (),
        frozen: str = "",
    ) -> None:
        """`frozen`: why most of it cannot be changed any more."""
        self._may_change = not frozen
        super().__init__(
            context,
            f"{kind.one}: {facts.title}" if facts.title else f"{kind.one} — новая карточка",
            kind.shown,
            parent,
            verb=lambda given: _saving(kind.code, facts, given),
            done=saved,
            values=facts.values,
            choices=facts.choices,
            marked=marked,
            about=frozen,
            width=_MARKED_WIDTH if marked else _WIDTH,
        )
        if frozen:
            self._lock(kind)
        for editor in self.form.editors.values():
            if editor.field.editor is Editor.DUE:
                editor.read_due(facts.period)
        if facts.uid is not None:
            for code, field in kind.about.rows:
                rows = OwnedRows(context, code, field, facts.uid, edit_record, self.form)
                self.form.rows.addRow(BY_CODE[code].many, rows)

    def _lock(self, kind: RecordKind) -> None:
        """What was signed is only read; saving is possible once something else was changed."""
        for name, editor in self.form.editors.items():
            if name not in kind.about.frozen_but:
                editor.lock()
        self.form.changed.connect(self._touch)

    def _touch(self) -> None:
        self._may_change = True
        self.refresh()

    def _may_save(self) -> bool:
        return self._may_change and super()._may_save()

    def mark_undecided(self, fields: frozenset[str]) -> None:
        """Say beside these fields that organisations disagree about them; «» stands for the whole record."""
        for name in fields & set(self.form.editors):
            self.form.editors[name].add_note(told("организации ввели разное"))
        if "" in fields:
            self.form.rows.insertRow(0, plain_label("undecided", self, told("карточка")))


def _saving(code: str, facts: FormFacts, given: dict[str, Value | Linked]) -> Verb | None:
    new = facts.uid is None
    changed = {name: value for name, value in given.items() if new or value != facts.values.get(name)}
    return with_document(saving.save_record, code, facts.uid, changed) if changed else None


def delete_records(context: Context, owner: QObject, code: str, uids: Sequence[bytes]) -> None:
    """Delete them where there are any, and offer to take it back."""
    if uids:
        context.jobs.change(owner, with_document(saving.delete_records, code, uids), context.offer_undo)


def edit_record(
    context: Context,
    parent: QWidget,
    code: str,
    uid: bytes | None = None,
    saved: Callable[[bytes], None] = lambda uid: None,
    given: Mapping[str, Value | Linked] = _NOTHING,
    marked: Collection[str] = (),
    notes: Mapping[str, str] = _NOTES,
    first: str = "",
) -> None:
    """Open the form of a record, or of a new one of the given values; `saved` gets its uid. `marked`: names of the texts
    that may have bold words, lists and tables. `notes`: what is said below fields. `first`: the field with the cursor."""

    def work(document: Document, progress: Progress) -> tuple[FormFacts, frozenset[str], str]:
        with document.read() as session:
            marks = question_marks.marks(raw_of(session))
            undecided = marks.fields(code, uid) if uid else frozenset()
            return records.form(session, code, uid, given), undecided, saving.frozen(session, code, uid)

    def show(answer: tuple[FormFacts, frozenset[str], str]) -> None:
        facts, undecided, frozen = answer
        marks = marked or _MARKED.get(code, ())
        dialog = RecordDialog(context, BY_CODE[code], facts, saved, parent, marks, frozen)
        dialog.mark_undecided(undecided)
        for name, text in notes.items():
            dialog.form.editors[name].add_note(text, "muted")
        dialog.open()
        if first in dialog.form.editors:
            dialog.form.editors[first].setFocus()

    context.jobs.ask(parent, work, show)
