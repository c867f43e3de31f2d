"""The bar below the pages: file, when it was saved, last verified copy, who works; progress of long work."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs, Standing
from shnor_desktop.ui.kit.texts import moving_range, shortened
from shnor_desktop.ui.shell.last_messages import LastMessages

if TYPE_CHECKING:
    from shnor_desktop.document.document import Changes, Document
    from shnor_desktop.ui.kit.jobs import Progress

_BUSY_MS = 400
_STOPPING = "Останавливается…"
_NARROWEST = 40
"""Where there is no room texts are cut; the window is not widened by them."""
_ROOMY = 1080
"""So wide a window has room for all texts."""


class StatusBar(QStatusBar):
    """Follows the jobs by itself; of a file that was opened it asks who works with it."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.setSizeGripEnabled(False)
        self.file = QLabel("Файл не открыт", self)
        self.mode = QLabel("◆ Только просмотр", self)
        self.saved = QLabel(self)
        self.verified = QLabel(self)
        self.person = QLabel(self)
        for label, name in (
            (self.file, "Файл"),
            (self.mode, "Режим"),
            (self.saved, "Сохранено"),
            (self.verified, "Проверенная копия"),
            (self.person, "Кто работает"),
        ):
            label.setAccessibleName(name)
            label.setMinimumWidth(_NARROWEST)
            self.addWidget(label)
        self.mode.hide()
        self.last = LastMessages(self)
        self.addPermanentWidget(self.last)
        self.text = QLabel(self)
        self.text.setMinimumWidth(_NARROWEST)
        self.progress = QProgressBar(self)
        self.progress.setFixedWidth(140)
        self.progress.setAccessibleName("Ход работы")
        self.stop = QPushButton("Остановить", self)
        self.stop.clicked.connect(self._on_stop)
        for widget in (self.text, self.progress, self.stop):
            self.addPermanentWidget(widget)
            widget.hide()
        self._busy = QTimer(self)
        self._busy.setInterval(_BUSY_MS)
        self._busy.timeout.connect(self._on_busy_long)
        jobs.standing_changed.connect(self.show_standing)
        jobs.progressed.connect(self._on_progressed)
        jobs.busy_changed.connect(self._on_busy_changed)
        jobs.document_changed.connect(self._on_changed)

    def make_elastic(self) -> None:
        """Names end with an ellipsis where there is no room for them; the first frame, which has none, does without."""
        self.file, self.person = self._elastic(self.file, 0), self._elastic(self.person, 4)
        for moment in (self.saved, self.verified):
            moment.setMinimumWidth(0)  # It takes what it needs.

    def _elastic(self, former: QLabel, place: int) -> QLabel:
        from shnor_desktop.ui.kit.narrow.names import NameLabel

        label = NameLabel("", self, former.text())
        label.setToolTip(former.toolTip())
        label.setAccessibleName(former.accessibleName())
        self.removeWidget(former)
        former.deleteLater()
        self.insertWidget(place, label)
        label.show()
        return label

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.last.be_short(self.width() < theme.wide(_ROOMY))

    def show_standing(self, standing: Standing) -> None:
        """File, moments and read-only mark."""
        self.file.setText(shortened(standing.path.name) if standing.path else "Файл не открыт")
        self.file.setToolTip(str(standing.shown) if standing.shown else "")
        self.mode.setVisible(standing.read_only)
        self.saved.setText(f"сохранено {_moment(standing.saved_at)}" if standing.saved_at else "")
        self.saved.setToolTip("Каждое изменение записывается в файл сразу, сохранять отдельно не нужно.")
        if standing.path is None:
            self.verified.setText("")
        elif standing.verified_at:
            self.verified.setText(f"проверенная копия {_moment(standing.verified_at)}")
        else:
            self.verified.setText("проверенных копий нет")

    def ask_person(self) -> None:
        """Ask who works with the file that is open: «Иванова А.П., ИМЦ»."""

        def work(document: "Document", progress: "Progress") -> str:
            from shnor_desktop.operations.office import offices

            with document.rows() as connection:
                return offices.at_work(connection, document.who)

        self._jobs.ask(self, work, self.show_person, latest="person")

    def _on_changed(self, changes: "Changes", initiator: object) -> None:
        if "office" in changes.tables:
            self.ask_person()

    def show_person(self, text: str) -> None:
        """Who works with the file."""
        self.person.setText(shortened(text))
        self.person.setToolTip(text)

    def _on_progressed(self, step: int, total: int, text: str) -> None:
        if not self._jobs.idle():
            self._show_progress(step, total, _STOPPING if self._jobs.is_stopping() else text)

    def _show_progress(self, step: int, total: int, text: str) -> None:
        self.text.setText(shortened(text))
        self.text.setToolTip(text)
        moving_range(self.progress, step, total)
        self.text.show()
        self.progress.show()
        self.stop.setVisible(self._jobs.stoppable())
        self.stop.setEnabled(not self._jobs.is_stopping())

    def _on_busy_long(self) -> None:
        if not self.progress.isVisible():
            self._show_progress(0, 0, _STOPPING if self._jobs.is_stopping() else "Идёт работа…")
        self.stop.setVisible(self._jobs.stoppable())

    def _on_stop(self) -> None:
        self.text.setText(_STOPPING)
        self.text.setToolTip("")
        self._jobs.cancel()
        self.stop.setEnabled(False)

    def _on_busy_changed(self, busy: bool) -> None:
        if busy:
            self._busy.start()
            return
        self._busy.stop()
        for widget in (self.text, self.progress, self.stop):
            widget.hide()


def _moment(at: datetime) -> str:
    """«в 12:05» of today, «05.09 в 12:05» of another day, in the time of this machine."""
    local = at.astimezone()
    today = datetime.now().astimezone().date()
    if local.date() == today:
        return f"в {local:%H:%M}"
    day = f"{local:%d.%m}" if local.year == today.year else f"{local:%d.%m.%Y}"
    return f"{day} в {local:%H:%M}"
