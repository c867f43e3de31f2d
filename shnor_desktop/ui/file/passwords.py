"""Copies under a password: the password of a new one is shown once, that of one that came is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QWidget

from shnor_desktop.models.kind import Field
from shnor_desktop.models.values import Value
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.form import FormDialog, Verb
from shnor_desktop.ui.kit.messages import LOCKED_SUFFIX
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.widgets import plain_label, selectable_label

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

T = TypeVar("T")
_ABOUT = (
    "Передайте пароль отдельно от копии: по телефону, другим письмом или на листке. Больше он не будет показан, и восстановить "
    "его нельзя."
)
_BY_HAND = (
    "перепишите пароль от руки, или нажмите «Скопировать пароль» и вставьте его в письмо, отдельное от копии"
)
_LARGE = 2.2


def sending(
    out: Path, send: "Callable[[Document, Path], T]"
) -> "Callable[[Document, Progress], tuple[T, str]]":
    """Work that sends a copy to `out`, under a password when its name says so: what `send` told, and the password."""

    def work(document: "Document", progress: "Progress") -> "tuple[T, str]":
        from shnor_desktop.operations.sharing import locked_copy

        progress(0, 0, f"Записывается и проверяется копия «{out.name}»")
        if out.suffix.casefold() == LOCKED_SUFFIX:
            return locked_copy.send(out, lambda to: send(document, to))
        return send(document, out), ""

    return work


class PasswordShown(Dialog):
    """The password of a copy that was just written: large, to be copied or printed as a slip."""

    def __init__(self, context: Context, copy: Path, password: str, parent: QWidget | None) -> None:
        super().__init__("Пароль к копии", parent, about=f"Копия записана и проверена: {copy}", size=(560, 0))
        self._context, self._copy, self._password = context, copy, password
        self.shown = selectable_label("heading", self, password, keyboard=True)
        self.shown.setAccessibleName("Пароль")
        font = QFont(self.shown.font())
        font.setPointSizeF(font.pointSizeF() * _LARGE)
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.shown.setFont(font)
        self.shown.setStyleSheet(f"font-size: {font.pointSizeF():.0f}pt")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.put(self.shown, plain_label("muted", self, _ABOUT))
        self.close_with(
            Act("Напечатать листок…", self.print_slip),
            Act("Скопировать пароль", self.take, main=True),
            leave="Закрыть",
        )
        self.setMinimumHeight(self.column.heightForWidth(self.width()))

    def take(self) -> None:
        """Into the clipboard."""
        QGuiApplication.clipboard().setText(self._password)
        self._context.messages.tell("Пароль скопирован.")

    def print_slip(self) -> None:
        """The slip on a printer."""
        copy, password = self._copy, self._password

        def work(_progress: "Progress") -> bytes:
            from shnor_desktop.operations.office.offices import machine
            from shnor_desktop.papers.draw import pdf
            from shnor_desktop.papers.sharing import slip
            from shnor_desktop.papers.tree.page import PageSettings

            return pdf.data(slip.compose(copy.name, password, machine().office), PageSettings())

        def done(made: bytes) -> None:
            from shnor_desktop.ui.kit.printing.print_run import print_pdf

            print_pdf(self._context, self, made, 1, "Пароль к копии файла", otherwise=_BY_HAND)

        self._context.jobs.alone(self, work, done)


def show_password(context: Context, copy: Path, password: str, parent: QWidget | None) -> None:
    """Show it once."""
    PasswordShown(context, copy, password, parent).open()


def ask_password(
    context: Context, copy: Path, out: Path, parent: QWidget | None, done: Callable[[Path], object]
) -> None:
    """Ask for the password of a copy that came, and write what it holds to `out`; `done` gets the file."""

    def verb(given: dict[str, Value]) -> Verb:
        password = str(given["password"] or "")

        def work(_document: Any, _progress: Any) -> Path:
            from shnor_desktop.operations.sharing import locked_copy

            return locked_copy.open_into(copy, password, out)

        return work

    def send(
        owner: QWidget, work: Verb, ended: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        context.jobs.alone(owner, lambda progress: work(None, progress), ended, failed)  # type: ignore[arg-type]

    FormDialog(
        context,
        "Копия под паролем",
        (Field("password", "&Пароль"),),
        parent,
        values={"password": ""},
        verb=verb,
        send=send,
        done=done,
        about=f"«{copy.name}» открывается паролем, который отправитель передал отдельно: четыре группы латинских букв и цифр.",
        save="Открыть",
        width=460,
    ).open()
