"""The card of «Обмен» about copies in other organisations: merging, comparing, protocols, what waits to be decided."""

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from shnor_desktop.operations.sharing.merging import MergeLine
from shnor_desktop.ui.kit.laying.boxes import SNUG, in_row, lay_column
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.texts import moment_text
from shnor_desktop.ui.kit.widgets import plain_label, show_count, undecided_button

_ABOUT = (
    "Выберите файлы .shnor или копии под паролем .zip других организаций либо перетащите их на окно. "
    "Программа покажет, что они принесут и "
    "от кого; до подтверждения данные не меняются, и ничего не пропадает."
)


class MergeCard(QFrame):
    """Buttons, and the last merge."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        heading = plain_label("subheading", self, "Объединить с другим файлом")
        about = QLabel(_ABOUT, self)
        about.setWordWrap(True)
        self.merge = QPushButton("Объединить с файлом…", self)
        self.merge.setToolTip("Ctrl+M")
        self.compare = QPushButton("Сравнить…", self)
        self.compare.setToolTip("Показать различия, ничего не объединяя")
        self.log = QPushButton("Протоколы…", self)
        self.log.setToolTip("Все объединения этого файла, протокол каждого и отмена")
        self.last = plain_label("muted", self)
        self.undecided = undecided_button(context, self)
        for button, command in (
            (self.merge, "file.merge"),
            (self.compare, "file.compare"),
            (self.log, "file.merges"),
        ):
            button.clicked.connect(lambda checked=False, command=command: context.command(command))
        acts = in_row(self.merge, self.compare, 1), in_row(self.log, self.undecided, 1)
        lay_column(self, heading, about, *acts, self.last, 1, around=SNUG)

    def show_merges(self, lines: tuple[MergeLine, ...], waiting: int) -> None:
        """The newest merge and how many questions are open."""
        self.log.setEnabled(bool(lines))
        newest = lines[0] if lines else None
        self.last.setText(
            f"Последнее объединение: {moment_text(newest.at)}, «{newest.file_name}»."
            if newest
            else "Этот файл ещё ни с чем не объединяли."
        )
        show_count(self.undecided, waiting)
