"""A table of what was done with everything that can be done to it: form, evidence by files and requisites, minutes; files are
dropped onto a line."""

import contextlib
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QWidget

from shnor_desktop import places
from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.operations.records import attaching
from shnor_desktop.operations.roadmap import evidence
from shnor_desktop.operations.roadmap.events import EventLine, EvidenceLine
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import FormDialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.records.form import delete_records, edit_record

_ANY = "Любые файлы (*)"


def _evidence_text(line: EventLine) -> str:
    return "; ".join(one.text for one in line.evidence)


def _columns(*, short: bool) -> tuple[Column[EventLine], ...]:
    when = Column[EventLine](
        "Когда",
        lambda line: line.when,
        key=lambda line: line.days.starts.toordinal() if line.days is not None else None,
    )
    name = Column[EventLine](
        "Что сделано",
        lambda line: f"{line.name} ({line.outcome_text})" if line.outcome_text else line.name,
        ink=lambda line: "muted" if line.outcome == "not_held" else "",
    )
    proof = Column[EventLine](
        "Чем подтверждается",
        lambda line: _evidence_text(line) or "—",
        ink=lambda line: "" if line.evidence else "muted",
    )
    if short:
        said = Column[EventLine](
            "Что сделано",
            lambda line: " · ".join(filter(None, (name.text(line), _evidence_text(line)))),
            ink=name.ink,
        )
        return (when, said)
    return (
        when,
        name,
        Column("Вид", lambda line: line.kind_text),
        Column("Сколько", lambda line: line.numbers),
        Column("Школы", lambda line: "все школы" if line.all_schools else ", ".join(line.schools)),
        Column("Мероприятия плана", lambda line: "; ".join(title for _, title in line.activities)),
        proof,
    )


class EventTable(Table):
    """Lines of what was done, the last first."""

    dropped = Signal(object, list)
    """The line under the files, None beside all lines; and the files."""
    key_pressed = Signal(str)
    """A key that belongs to these lines, though the screen around has one of that name: «Delete», «Ctrl+Return»."""

    def __init__(self, context: Context, parent: QWidget, *, short: bool, keep: str) -> None:
        super().__init__(
            _columns(short=short),
            parent,
            name="Что сделано",
            settings=context.settings,
            keep=keep,
            words=lambda line: (
                f"{line.name} {line.kind_text} {_evidence_text(line)} {' '.join(line.schools)} "
                f"{' '.join(title for _, title in line.activities)} {line.when}"
            ),
            empty="Пока ничего не отмечено. Введите строкой, что сделано, или нажмите «Добавить…».",
        )
        self.setAcceptDrops(not context.read_only)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (key := _own(event)) and self.state() != Table.State.EditingState:
            self.key_pressed.emit(key)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        _consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        _consider(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _files(event)
        if paths:
            event.acceptProposedAction()
            index = self.indexAt(self.viewport().mapFrom(self, event.position().toPoint()))
            line = self.row_of(index) if index.isValid() else self.current()
            # The program the file is dragged from waits until this returns.
            QTimer.singleShot(0, self, lambda: self.dropped.emit(line, paths))


_KEYS = frozenset(("Delete", "Ctrl+Delete", "Ctrl+Return", "Ctrl+Enter", "Ctrl+Insert", "Alt+Up", "Alt+Down"))


def _own(event: QKeyEvent) -> str:
    name = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
    name = name.replace("Num+", "").replace("Del", "Delete").replace("Ins", "Insert")
    return name if name in _KEYS else ""


def _consider(event: QDropEvent) -> None:
    if _files(event):
        event.acceptProposedAction()


def _files(event: QDropEvent) -> list[Path]:
    """Any files but documents of this program, which the window merges."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix.casefold() != ".shnor"]


class EventActs:
    """What can be done with the chosen line; `given` are the beginnings of a new one, `owner` what the worker answers to."""

    def __init__(
        self,
        context: Context,
        owner: QWidget,
        table: EventTable,
        given: Callable[[], dict[str, Any]] = dict,
    ) -> None:
        self._context, self._owner, self._table, self._given = context, owner, table, given
        self._folder: Path | None = None
        table.opened.connect(lambda _: self.edit())
        table.dropped.connect(self.attach)
        table.key_pressed.connect(self._on_key)

    def acts(self) -> tuple[Act, ...]:
        """For the bar and the menu of a line."""
        return (
            Act("Добавить…", self.add, tip="Форма с полями (Ctrl+Insert)", writes=True, in_menu=False),
            Act("Изменить…", self.edit, tip="Открыть карточку (Ctrl+Enter)", when=self._any),
            Act(
                "Приложить файл…",
                self.choose_files,
                tip="Или перетащите файлы на строку: они будут храниться в файле района",
                when=self._any,
                writes=True,
            ),
            Act(
                "Реквизиты…",
                self.ask_reference,
                tip="Подтверждение без файла: приказ от 15.12.2021 № 324",
                when=self._any,
                writes=True,
            ),
            Act("Открыть файл", self.open_file, tip="Показать приложенный файл", when=self._has_file),
            Act("Сохранить файл…", self.save_file, when=self._has_file, in_bar=False),
            Act(
                "Убрать подтверждение…",
                self.drop_evidence,
                when=self._has_evidence,
                writes=True,
                in_bar=False,
            ),
            Act("Протокол", self.print_minutes, tip="Составить протокол", when=self._any),
            Act("Удалить", self.delete, tip="Delete", when=self._any, writes=True),
        )

    def _on_key(self, key: str) -> None:
        if key == "Ctrl+Insert":
            self.add()
        elif key in ("Ctrl+Return", "Ctrl+Enter"):
            self.edit()
        elif key.endswith("Delete") and not self._context.read_only:
            self.delete()

    def _line(self) -> EventLine | None:
        line: EventLine | None = self._table.current()
        return line

    def _any(self) -> bool:
        return self._line() is not None

    def _has_file(self) -> bool:
        line = self._line()
        return line is not None and any(one.file_name for one in line.evidence)

    def _has_evidence(self) -> bool:
        line = self._line()
        return line is not None and bool(line.evidence)

    # --- the event itself ----------------------------------------------------------------------------------------

    def add(self) -> None:
        """The form of a new one."""
        if not self._context.read_only:
            edit_record(self._context, self._owner, "event", None, self._select, given=self._given())

    def edit(self) -> None:
        """The form of the chosen one."""
        if (line := self._line()) is not None:
            edit_record(self._context, self._owner, "event", line.uid)

    def _select(self, uid: bytes) -> None:
        QTimer.singleShot(0, self._table, lambda: self._table.select(uid))

    def delete(self) -> None:
        """Delete the chosen lines with their evidence, and offer to take it back."""
        delete_records(self._context, self._owner, "event", [line.uid for line in self._table.selected()])

    def print_minutes(self) -> None:
        """The minutes among the papers."""
        if (line := self._line()) is not None:
            self._context.go("papers", paper="minutes", meeting=line.uid)

    # --- evidence ------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files to keep."""
        if (line := self._line()) is not None:
            self.attach(line, self._context.messages.open_files("Приложить файлы", _ANY, many=True))

    def attach(self, line: EventLine | None, paths: Sequence[Path]) -> None:
        """Keep these files as evidence of a line."""
        if not paths or self._context.read_only:
            return
        if line is None:
            self._context.messages.warn(
                "Не выбрано, что подтверждают эти файлы.", "Отметьте, что сделано, и перетащите их на строку."
            )
            return
        told = f"Приложено: {counted(len(paths), 'файл', 'файла', 'файлов')}."
        self._context.jobs.change(
            self._owner,
            with_document(evidence.attach_files, line.uid, list(paths)),
            lambda uids: self._context.offer_undo(told),
        )

    def ask_reference(self) -> None:
        """Evidence that is only named."""
        if (line := self._line()) is None:
            return
        field = Field(
            "text", "Чем подтверждается", Editor.LINE, required=True, help="приказ от 15.12.2021 № 324"
        )
        FormDialog(
            self._context,
            "Подтверждение без файла",
            (field,),
            self._owner,
            verb=lambda given: with_document(evidence.add_reference, line.uid, given["text"]),
        ).open()

    def open_file(self) -> None:
        """Show a file in its program."""
        chosen = self._chosen("Какой файл открыть?", files=True)
        if chosen is None:
            return
        if self._folder is None:
            self._folder = places.new_private_folder("files")
            self._owner.destroyed.connect(partial(_removed, self._folder))
        self._context.jobs.ask(
            self._owner, with_document(evidence.open_copy, chosen.uid, self._folder), self._show
        )

    def _show(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._context.messages.warn(
                f"Не нашлось программы, чтобы открыть «{path.name}».",
                "Сохраните файл на диск и откройте сами.",
            )

    def save_file(self) -> None:
        """Write a file to the disk."""
        chosen = self._chosen("Какой файл сохранить?", files=True)
        if chosen is None:
            return
        out = self._context.messages.save_file("Сохранить файл", Path(chosen.file_name), _ANY)
        if out is not None:
            self._context.jobs.ask(
                self._owner,
                with_document(attaching.export, "evidence", chosen.uid, out),
                lambda size: self._context.messages.wrote(f"Файл сохранён: {out.name}.", out),
            )

    def drop_evidence(self) -> None:
        """Delete one piece of evidence, and offer to take it back."""
        if (chosen := self._chosen("Какое подтверждение убрать?")) is not None:
            delete_records(self._context, self._owner, "evidence", [chosen.uid])

    def _chosen(self, question: str, *, files: bool = False) -> EvidenceLine | None:
        """The only one, or the one that is asked for."""
        line = self._line()
        found = [one for one in line.evidence if one.file_name or not files] if line is not None else []
        if len(found) < 2:
            return found[0] if found else None
        answer = self._context.messages.choose(question, "", tuple(one.text for one in found))
        return found[answer] if 0 <= answer < len(found) else None


def _removed(folder: Path) -> None:
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)
