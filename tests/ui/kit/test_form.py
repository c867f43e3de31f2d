"""Forms and dialogs: mistakes beside the field, saving on the worker, refusals that stay, nothing closed while it works."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.form import Dialog, FormDialog
from shnor_desktop.ui.kit.jobs import Jobs, Progress
from shnor_desktop.ui.kit.screen import Context
from tests.ui.conftest import Recorder

FIELDS = (
    Field("until", "&По дату", Editor.DATE, required=True),
    Field("ground", "Основание", help="Приказ или письмо"),
    Field("hidden", "Не спрашивается", in_form=False),
)


@pytest.fixture
def context(jobs: Jobs, messages: Recorder, settings: object, qtbot: QtBot) -> Context:
    nothing = lambda *given, **named: None  # noqa: E731
    return Context(jobs, messages, settings, nothing, nothing, nothing)  # type: ignore[arg-type]


class Asked:
    """A form dialog and what came of it."""

    def __init__(self, context: Context, qtbot: QtBot, refuses: str = "") -> None:
        self.given: list[dict[str, Any]] = []
        self.answers: list[Any] = []
        self.owner = QWidget()
        qtbot.addWidget(self.owner)

        def verb(values: dict[str, Any]) -> Any:
            def work(document: Document, progress: Progress) -> int:
                self.given.append(values)
                if refuses:
                    raise UserError(refuses, "Исправьте.")
                return len(self.given)

            return work if values["ground"] != "ничего" else None

        self.dialog = FormDialog(
            context,
            "Вывести",
            FIELDS,
            self.owner,
            verb=verb,
            done=self.answers.append,
            about="Когда и по какому приказу.",
            save="Вывести",
        )
        self.dialog.open()
        self.closed: list[int] = []
        self.dialog.finished.connect(self.closed.append)


def test_a_mistake_stands_beside_its_field_and_nothing_is_saved(context: Context, qtbot: QtBot) -> None:
    asked = Asked(context, qtbot)
    form = asked.dialog.form
    assert (
        list(form.editors) == ["until", "ground"]
        and form.editors["until"].editor.accessibleName() == "По дату"
    )
    QTest.mouseClick(asked.dialog.button("Вывести"), Qt.MouseButton.LeftButton)
    assert form.editors["until"].mistake.isVisible() and not form.editors["ground"].mistake.isVisible()
    assert context.jobs.idle() and not asked.closed


def test_what_was_typed_is_saved_by_the_worker_and_the_answer_handed_on(
    context: Context, qtbot: QtBot
) -> None:
    asked = Asked(context, qtbot)
    asked.dialog.form.set_values({"until": "2026-09-01", "ground": "приказ"})
    qtbot.waitUntil(asked.dialog.isActiveWindow)
    QTest.keyClick(asked.dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not asked.dialog.button("Вывести").isEnabled()
    asked.dialog.reject()
    assert not asked.closed
    qtbot.waitUntil(lambda: asked.answers == [1])
    assert asked.given == [{"until": "2026-09-01", "ground": "приказ"}] and asked.closed == [1]


def test_a_refusal_stays_on_the_form(context: Context, qtbot: QtBot) -> None:
    asked = Asked(context, qtbot, "Дата раньше начала.")
    asked.dialog.form.set_values({"until": "2026-09-01"})
    asked.dialog.save()
    qtbot.waitUntil(asked.dialog.mistake.isVisible)
    assert asked.dialog.mistake.text() == "× Дата раньше начала. Исправьте."
    assert asked.dialog.button("Вывести").isEnabled() and not asked.closed and not asked.answers


def test_where_there_is_nothing_to_do_it_closes(context: Context, qtbot: QtBot) -> None:
    asked = Asked(context, qtbot)
    asked.dialog.form.set_values({"until": "2026-09-01", "ground": "ничего"})
    asked.dialog.save()
    assert asked.closed == [1] and context.jobs.idle()


def test_a_form_that_was_typed_into_asks_before_it_is_closed(
    context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    asked = Asked(context, qtbot)
    asked.dialog.form.set_values({"until": "2026-09-01"})
    ground = asked.dialog.form.editors["ground"].editor
    assert isinstance(ground, QLineEdit)
    ground.setText("приказ")
    for leave in (asked.dialog.close, asked.dialog.leave.click, asked.dialog.reject):
        leave()
        assert asked.dialog.isVisible() and not asked.closed
    assert messages.questions == ["Закрыть без сохранения? Изменено: «Основание»."] * 3
    messages.answers = [0]
    asked.dialog.close()
    qtbot.waitUntil(lambda: asked.answers == [1])
    assert asked.given == [{"until": "2026-09-01", "ground": "приказ"}] and asked.closed == [1]


def test_a_form_that_is_not_to_be_saved_closes_with_what_was_typed(
    context: Context, messages: Recorder, qtbot: QtBot
) -> None:
    asked = Asked(context, qtbot)
    line = asked.dialog.form.editors["until"].editor
    assert isinstance(line, QLineEdit)
    line.setText("когда-нибудь")
    messages.answers = [0, 1]
    asked.dialog.reject()
    assert asked.dialog.isVisible() and asked.dialog.form.editors["until"].mistake.isVisible()
    asked.dialog.reject()
    assert asked.closed == [0] and not asked.given


def test_an_untouched_form_closes_at_once(context: Context, messages: Recorder, qtbot: QtBot) -> None:
    asked = Asked(context, qtbot)
    line = asked.dialog.form.editors["ground"].editor
    assert isinstance(line, QLineEdit)
    line.setText("приказ")
    line.setText("")
    asked.dialog.close()
    assert asked.closed == [0] and not messages.questions


def test_a_form_tells_which_field_was_typed_into(context: Context, qtbot: QtBot) -> None:
    asked = Asked(context, qtbot)
    heard: list[str] = []
    asked.dialog.form.changed.connect(heard.append)
    asked.dialog.form.editors["ground"].set_value("приказ")
    assert heard == ["ground"]


def test_a_dialog_offers_what_is_possible(qtbot: QtBot) -> None:
    owner = QWidget()
    possible: list[int] = []
    qtbot.addWidget(owner)
    dialog = Dialog("Копии", owner, about="Выберите копию.")
    taken: list[str] = []
    dialog.close_with(
        Act("Восстановить", lambda: taken.append("да"), when=lambda: bool(possible), main=True),
        leave="Закрыть",
    )
    dialog.open()
    button = dialog.button("Восстановить")
    assert not button.isEnabled() and button.isDefault()
    possible.append(1)
    dialog.refresh()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert taken == ["да"]
    dialog.button("Закрыть").click()
    assert dialog.isHidden()
