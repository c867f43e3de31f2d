"""Pages of the import wizard for failure and the result of the import."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from shnor_desktop.errors import UserError
from shnor_desktop.operations.results.importing import BookFailure, Imported, save_refused, take_back
from shnor_desktop.operations.results.preview import Prepared
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document
from shnor_desktop.ui.kit.widgets import selectable_label
from shnor_desktop.ui.results.import_preview import NotTaken

_MARKED_FILES = "Книги Excel (*.xlsx)"


class FailurePage(QWidget):
    """Why nothing could be loaded at all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel("Загрузить не удалось", self)
        heading.setObjectName("subheading")
        self.text = selectable_label("", self, keyboard=True)
        column = QVBoxLayout(self)
        column.addWidget(heading)
        column.addWidget(self.text)
        column.addStretch(1)

    def show_failures(self, failures: Sequence[BookFailure]) -> None:
        """Files that could not be read."""
        self.text.setText(
            "\n\n".join(f"× {one.name}\n{one.what_happened} {one.what_to_do}" for one in failures)
        )

    def show_error(self, error: UserError) -> None:
        """Any other expected failure."""
        self.text.setText(f"× {error.what_happened}\n{error.what_to_do}\nДанные в файле не изменены.")


class ResultPage(QWidget):
    """What was written, and what can be done about it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._prepared: Prepared | None = None
        self._imported: Imported | None = None
        self.heading = QLabel(self)
        self.heading.setObjectName("subheading")
        self.lacking = NotTaken(self)
        self.text = selectable_label("", self, keyboard=True)
        self.undo_button = QPushButton("&Отменить загрузку", self)
        self.undo_button.clicked.connect(self._undo)
        self.save_button = QPushButton("&Сохранить отклонённые строки…", self)
        self.save_button.setToolTip("Та же книга, где отклонённые ячейки отмечены и подписаны")
        self.save_button.clicked.connect(self._save_refused)
        self.go_button = QPushButton("Показать &результаты", self)
        self.go_button.clicked.connect(self._go)
        row = QHBoxLayout()
        for button in (self.undo_button, self.save_button, self.go_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.said = selectable_label("", self, keyboard=True)
        card = QFrame(self)
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        inner.setSpacing(theme.MARGIN)
        for one in (self.lacking, self.heading, self.text):
            inner.addWidget(one)
        inner.addLayout(row)
        inner.addWidget(self.said)
        column = QVBoxLayout(self)
        column.addWidget(card)
        column.addStretch(1)

    def show_result(self, prepared: Prepared, imported: Imported) -> None:
        """Tell what was written."""
        self._prepared, self._imported = prepared, imported
        applied, counts = imported.applied, prepared.plan.counts
        lacking = prepared.plan.told
        self.lacking.tell("Загружено не всё: перечень и справка скажут, что данные неполны", lacking)
        self.heading.setText("✓ Загрузка записана в файл")
        told = imported.contents
        lines = [
            ("Добавлено", applied.added, ("результат", "результата", "результатов")),
            ("в том числе территорий", told.areas_results, ("строка", "строки", "строк")),
            ("Изменено", applied.changed, ("результат", "результата", "результатов")),
            ("Создано", applied.new_schools, ("школа", "школы", "школ")),
            ("Создано", told.sittings, ("проведение", "проведения", "проведений")),
            (
                "Запомнено",
                told.spellings,
                ("вариант названия школы", "варианта названий школ", "вариантов названий школ"),
            ),
            ("Осталось прежним", told.kept, ("результат", "результата", "результатов")),
            ("Не загружено по решению", len(prepared.plan.passed), ("позиция", "позиции", "позиций")),
            ("Дополнены сведения", len(prepared.plan.learned_of), ("школы", "школ", "школ")),
            ("Без изменений", counts.get("unchanged", 0), ("строка", "строки", "строк")),
            (
                "Отмечено как не полученные",
                len(prepared.plan.marks),
                ("результат", "результата", "результатов"),
            ),
            ("Ждут решения", counts.get("waiting", 0), ("строка", "строки", "строк")),
            ("Отклонено", counts.get("refused", 0), ("строка", "строки", "строк")),
        ]
        text = [f"{label}: {counted(n, *words)}" for label, n, words in lines if n]
        if told.added_bare:
            text.insert(bool(applied.added), f"в том числе {told.bare_text}")
        self.text.setText("\n".join(text))
        self.said.setText(
            "Загрузку можно отменить и позже, в разделе «История»: правки, сделанные после неё, останутся."
        )
        self.undo_button.setVisible(imported.action is not None)
        self.undo_button.setEnabled(True)
        refused = counts.get("refused", 0) + counts.get("waiting", 0)
        self.save_button.setVisible(bool(refused and prepared.reading.originals))
        self.setFocusProxy(self.go_button)

    def _undo(self) -> None:
        assert self._imported is not None
        action = self._imported.action
        if action is not None:
            self.undo_button.setEnabled(False)
            work = with_document(take_back, action)
            self.context.jobs.change(self, work, lambda _: self._on_undone())

    def _on_undone(self) -> None:
        self.heading.setText("Загрузка отменена")
        self.said.setText("Файл такой же, каким был до загрузки.")

    def _save_refused(self) -> None:
        assert self._prepared is not None
        plan = self._prepared.plan
        doubtful = {row.book for row in plan.rows if row.fate in ("refused", "waiting")}
        for at, original in enumerate(self._prepared.reading.originals):
            if at not in doubtful:
                continue
            suggested = original.with_name(f"{original.stem} — отклонённые строки.xlsx")
            out = self.context.messages.save_file("Сохранить отклонённые строки", suggested, _MARKED_FILES)
            if out is not None:
                self._save(original, out, at)

    def _save(self, original: Path, out: Path, book: int) -> None:
        assert self._prepared is not None
        plan = self._prepared.plan
        self.context.jobs.alone(
            self,
            lambda progress: save_refused(plan, original, out, book),
            lambda _: self.said.setText(f"Сохранено: {out}"),
            lambda error: self.said.setText(f"× {error}"),
        )

    def _go(self) -> None:
        assert self._prepared is not None
        years = [one.mention.school_year for one in self._prepared.plan.sittings]
        self.context.go("results", **({"year": max(years)} if years else {}))
        window = self.window()
        window.close()
