"""Who works on this machine and in which organisation: one form, from the first step and from the menu."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations.office.offices import Machine, OfficeCard, remember
from shnor_desktop.operations.program.introduction import ASKED, Known, introduce, known
from shnor_desktop.rules.words.short_names import municipality_of, short_office
from shnor_desktop.ui.kit.form import FormDialog, Verb
from shnor_desktop.ui.kit.screen import Context

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

_PERSON = Field(
    "person",
    "&Фамилия и инициалы",
    help="Войдёт в историю изменений: её увидят и те, кому вы передадите файл.",
)
_MACHINE_OFFICE = Field("short_name", "&Организация кратко")
_PROPOSALS = (("short_name", short_office), ("municipality", municipality_of))
"""What the full name of an organisation proposes for these fields."""


def open_introduction(context: Context, parent: QWidget) -> None:
    """Ask and keep the answer; the file is opened anew under that name."""

    def work(document: "Document", progress: "Progress") -> Known:
        with document.rows() as connection:
            return known(connection)

    context.jobs.ask(parent, work, lambda found: IntroductionDialog(context, found, parent).open())


class IntroductionDialog(FormDialog):
    """What is proposed gives way to what is typed."""

    def __init__(self, context: Context, found: Known, parent: QWidget) -> None:
        self._offices = {one.uid.hex(): one for one in found.offices}
        own = found.own
        super().__init__(
            context,
            "Кто здесь работает",
            _fields(found, read_only=context.read_only),
            parent,
            values={
                "person": found.machine.person,
                "office": own.uid.hex() if own else "",
                **(_values(own) if own else {"short_name": found.machine.office}),
            },
            verb=self._keeping,
            send=context.jobs.ask if context.read_only else None,
            done=lambda _: context.command("file.reopen"),
            about="Название и руководитель встанут в документы. Всё это можно изменить здесь же: «Файл → Кто здесь работает…».",
        )
        self._proposed = {name: propose(own.name if own else "") for name, propose in _PROPOSALS}
        self.form.changed.connect(self._on_changed)

    def _on_changed(self, field: str) -> None:
        if field == "name":
            self._propose()
        elif field == "office":
            chosen = self._offices.get(str(self.form.editors["office"].value()))
            for name, value in _values(chosen).items():
                self.form.editors[name].set_value(value)

    def _propose(self) -> None:
        full = self._typed("name")
        for name, propose in _PROPOSALS:
            former, self._proposed[name] = self._proposed[name], propose(full)
            if self._typed(name) in ("", former):
                self.form.editors[name].set_value(self._proposed[name])

    def _typed(self, name: str) -> str:
        editor = self.form.editors[name].editor
        return editor.text().strip() if isinstance(editor, QLineEdit) else ""

    def _keeping(self, given: dict[str, Any]) -> Verb:
        person = str(given.pop("person") or "").strip()
        if self._context.read_only:
            settings = Machine(person, str(given["short_name"] or "").strip())
            return lambda document, progress: remember(settings)
        chosen = self._offices.get(str(given.pop("office", "")))
        uid = chosen.uid if chosen else None
        return lambda document, progress: introduce(document, person, uid, given)


def _fields(found: Known, *, read_only: bool) -> tuple[Field, ...]:
    if read_only:
        return (_PERSON, _MACHINE_OFFICE)
    declared = {field.name: field for field in BY_CODE["office"].fields}
    asked = tuple(replace(declared[name], required=False) for name in ASKED)
    if not found.offices:
        return (_PERSON, *asked)
    choices = tuple((one.uid.hex(), one.title) for one in found.offices)
    which = Field(
        "office",
        "&Организация",
        Editor.CHOICE,
        choices=(*choices, ("", "другая: впишите её ниже")),
        help="Из тех, что есть в файле.",
    )
    return (_PERSON, which, *asked)


def _values(office: OfficeCard | None) -> dict[str, Value]:
    return {name: str(getattr(office, name)) if office else "" for name in ASKED}
