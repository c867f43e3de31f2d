"""Who works on this machine: asked once, kept on the machine, named in the history of every file."""

from PySide6.QtWidgets import QWidget

from shnor_desktop.models.kind import Field
from shnor_desktop.models.values import Value
from shnor_desktop.operations.office.offices import Machine, machine, remember
from shnor_desktop.ui.kit.form import FormDialog, Verb
from shnor_desktop.ui.kit.screen import Context

_FIELDS = (
    Field("person", "&Фамилия и инициалы"),
    Field("office", "&Организация кратко"),
)


def introduce(context: Context, parent: QWidget) -> None:
    """Ask who works on this machine and keep the answer; the file is opened anew under that name."""

    def show(known: Machine) -> None:
        FormDialog(
            context,
            "Кто работает на этом компьютере",
            _FIELDS,
            parent,
            values={"person": known.person, "office": known.office},
            verb=_keeping,
            send=context.jobs.ask,
            done=lambda _: context.command("file.reopen"),
            about="Это имя увидят в истории изменений и те, кому вы передадите файл.",
            width=460,
        ).open()

    context.jobs.alone(parent, lambda progress: machine(), show)


def _keeping(given: dict[str, Value]) -> Verb:
    settings = Machine(str(given["person"] or "").strip(), str(given["office"] or "").strip())
    return lambda document, progress: remember(settings)
