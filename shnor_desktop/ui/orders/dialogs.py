"""Dialogs of orders: which order to prepare and about what; the number and the day it is signed with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.orders import drafts, register, signing, templates
from shnor_desktop.operations.orders.register import RegisterLine
from shnor_desktop.operations.records import records
from shnor_desktop.operations.roadmap import meetings
from shnor_desktop.ui.kit.form import FormDialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document

_KINDS = tuple((code, register.KINDS[code]) for code in register.NUMBERED)
_ALWAYS = ("template", "issuer", "date")


@dataclass(frozen=True, slots=True)
class Offered:
    """What an order may be about: programmes, meetings and visits, schools, offices that issue it; the usual issuer."""

    choices: dict[str, tuple[tuple[bytes, str], ...]]
    issuer: bytes | None


def offered(session: Any) -> Offered:
    """Read for the dialog."""
    choices = {
        "programme": records.choices(session, "programme"),
        "event": meetings.meetings(session),
        "office": records.choices(session, "office"),
        "school": records.choices(session, "school"),
    }
    return Offered(choices, drafts.usual_issuer(session))


class PrepareDialog(FormDialog):
    """Which of the usual orders, and what it is about: only what the chosen one asks for."""

    def __init__(
        self, context: Context, found: Offered, done: Callable[[bytes], object], parent: QWidget
    ) -> None:
        usual = tuple((one.code, one.name) for one in templates.TEMPLATES.values())
        paper = BY_CODE["paper"]
        super().__init__(
            context,
            "Подготовить документ",
            (
                Field(
                    "template",
                    "О чём",
                    Editor.CHOICE,
                    help="Пункты, разделы и приложения образца потом можно изменить.",
                    choices=usual,
                ),
                Field("kind", "Вид документа", Editor.CHOICE, choices=_KINDS),
                paper.field("issuer"),
                Field("programme", "Программа, дорожная карта", Editor.RECORD, refers="programme"),
                Field(
                    "event",
                    "Выезд, совещание",
                    Editor.RECORD,
                    help="Если его здесь нет, сначала внесите его в «Выполнении».",
                    refers="event",
                ),
                Field("school", "Школа", Editor.RECORD, refers="school"),
                paper.field("date"),
            ),
            parent,
            verb=lambda given: with_document(
                drafts.prepare,
                given["template"],
                {name: value for name, value in given.items() if name != "template"},
            ),
            done=done,
            values={
                "template": "list",
                "kind": "order",
                "issuer": found.issuer,
                "date": date.today().isoformat(),
            },
            choices=found.choices,
            about="Программа составит проект из того, что внесено: перечня, закреплений, плана, повестки.",
            save="Подготовить",
        )
        self.form.changed.connect(self._on_changed)
        self._on_changed("template")

    def _asked(self) -> set[str]:
        """The fields that the chosen template needs."""
        template = templates.TEMPLATES[str(self.form.editors["template"].value())]
        asked = {*_ALWAYS, *template.asks}
        return asked | ({"programme"} if template.roles else set()) | (set() if template.kind else {"kind"})

    def _on_changed(self, name: str) -> None:
        if name == "template":
            self.form.show_only(self._asked())
            self.fit()


class SignDialog(FormDialog):
    """The number and the day; signing freezes what is printed."""

    def __init__(
        self, context: Context, line: RegisterLine, done: Callable[[str], object], parent: QWidget
    ) -> None:
        paper = BY_CODE["paper"]
        super().__init__(
            context,
            f"Подписать: {line.kind_text}",
            (paper.field("number"), paper.field("date")),
            parent,
            verb=lambda given: with_document(signing.sign, line.uid, given["number"], given["date"]),
            done=done,
            values={"number": line.number, "date": line.date or date.today().isoformat()},
            about="После подписания текст документа зафиксирован: что изменится в карточках, будет показано как отличие, "
            "напечатанное останется прежним.",
            save="Подписать",
        )
