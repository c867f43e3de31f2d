"""Dialogs of orders: which order to prepare and about what; the number and the day it is signed with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.orders import drafts, list_order, register, signing, templates
from shnor_desktop.operations.orders.list_order import Standing
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
    """What an order may be about: programmes, meetings and visits, schools, offices that issue it; the usual issuer; orders
    about the list that there are already."""

    choices: dict[str, tuple[tuple[bytes, str], ...]]
    issuer: bytes | None
    standing: tuple[Standing, ...] = ()


def offered(session: Any) -> Offered:
    """Read for the dialog."""
    choices = {
        "programme": records.choices(session, "programme"),
        "event": meetings.meetings(session),
        "office": records.choices(session, "office"),
        "school": records.choices(session, "school"),
    }
    standing = list_order.standing(session, date.today().isoformat())
    return Offered(choices, drafts.usual_issuer(session), standing)


class PrepareDialog(FormDialog):
    """Which of the usual orders, and what it is about: only what the chosen one asks for."""

    def __init__(
        self,
        context: Context,
        found: Offered,
        done: Callable[[bytes], object],
        go: Callable[[bytes], object],
        parent: QWidget,
    ) -> None:
        self._found, self._go = found, go
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

    def save(self) -> None:
        """Prepare it, or go to the order about the list that is there already."""
        found = self._found.standing if self._template().approves_list else ()
        answer = self._ask_about(found) if found and self.form.check() else 1
        if answer == 0:
            self.drop()
            self._go(found[0].uid)
        elif answer == 1:
            super().save()

    def _ask_about(self, found: tuple[Standing, ...]) -> int:
        first, *rest = (one.told for one in found)
        more = f" Кроме него: {'; '.join(rest)}." if rest else ""
        return self._context.messages.choose(
            f"Приказ об этом перечне уже есть: {first}.",
            f"Второй нужен редко: перечень утверждают один раз.{more}",
            ("Открыть его", "Подготовить ещё один"),
        )

    def _template(self) -> templates.Template:
        return templates.TEMPLATES[str(self.form.editors["template"].value())]

    def _asked(self) -> set[str]:
        """The fields that the chosen template needs."""
        template = self._template()
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
