"""Pages of merging: what a file brings and what became of it."""

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from shnor_desktop.operations.records.changes import EMPTY
from shnor_desktop.operations.sharing.decisions import Question
from shnor_desktop.operations.sharing.merge_log import Author, Deed
from shnor_desktop.operations.sharing.merging import FilePreview, MergePreview
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column, stacked
from shnor_desktop.ui.kit.narrow.scrolled import ScrolledLabel
from shnor_desktop.ui.kit.table import Column, Table
from shnor_desktop.ui.kit.widgets import ChoiceBox, push_button, selectable_label
from shnor_desktop.ui.records.changes_view import ChangesView
from shnor_desktop.ui.records.history import clock_text
from shnor_desktop.ui.sharing.question_list import under_school

Done = tuple[Author, Deed]
"""Something somebody did."""
_DEEDS = (
    Column[Done]("Когда", lambda one: clock_text(one[1].at), lambda one: one[1].at.timestamp()),
    Column[Done]("Действие", lambda one: one[1].title),
    Column[Done]("Вид", lambda one: one[1].word),
    Column[Done]("Кто", lambda one: one[0].person),
    Column[Done]("Организация", lambda one: one[0].office),
    Column[Done]("Изменений", lambda one: str(one[1].changes), lambda one: one[1].changes, align="right"),
)
_QUESTIONS = (
    Column[Question]("Школа", lambda one: one.school_name),
    Column[Question]("Что решить", under_school),
    Column[Question]("Было", lambda one: one.before),
    Column[Question](
        "Что указано", lambda one: "; ".join(f"{voice.value or EMPTY} — {voice.who}" for voice in one.voices)
    ),
)


class MergePage(QWidget):
    """What every file would bring: numbers, records before and after, authors, questions."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview: MergePreview | None = None
        self.heading = selectable_label("subheading", self, keyboard=True)
        self.files = ChoiceBox("Файл", self)
        self.about = selectable_label("", self, keyboard=True)
        self.remarks = selectable_label("muted", self, keyboard=True)
        self.changes = ChangesView(settings, self)
        self.deeds = deeds_table("Кто и когда это сделал", settings, self)
        self.questions = Table(
            _QUESTIONS,
            self,
            name="Вопросы, которые откроются",
            settings=settings,
            keep="merge_questions",
            identity=lambda one: one.id,
        )
        self.tabs = QTabWidget(self)
        for tab in (self.changes, self.deeds, self.questions):
            self.tabs.addTab(tab, "")
        self.nothing = selectable_label("", self, keyboard=True)
        self.pages = QStackedWidget(self)
        blank = stacked(self, self.nothing, 1, around=(0, theme.MARGIN, 0, 0))
        self.pages.addWidget(self.tabs)
        self.pages.addWidget(blank)
        lay_column(self, self.heading, self.files, self.about, self.remarks, (self.pages, 1))
        self.files.currentIndexChanged.connect(self._on_file_chosen)

    def show_preview(self, preview: MergePreview) -> None:
        """Show what was found; with several files one at a time."""
        self.preview = preview
        self.files.offer(((one.path, f"{one.name}: {_short(one)}") for one in preview.files), None)
        self.files.setVisible(len(preview.files) > 1)
        self._on_file_chosen(0)

    def _on_file_chosen(self, number: int) -> None:
        if self.preview is not None and 0 <= number < len(self.preview.files):
            self.show_file(self.preview.files[number])

    def show_file(self, one: FilePreview) -> None:
        """Everything about one file."""
        self.heading.setText(_heading(one))
        self.about.setText(_about(one))
        self.about.setVisible(bool(self.about.text()))
        self.remarks.setText("\n".join(one.remarks))
        self.remarks.setVisible(bool(one.remarks))
        self.nothing.setText(_nothing(one))
        self.pages.setCurrentIndex(1 if self.nothing.text() else 0)
        asked = frozenset((question.code, question.shown_uid) for question in one.questions)
        self.changes.show_changes(one.counts, one.records, asked)
        deeds = done_by(one.authors)
        self.deeds.set_rows(deeds)
        by_school = sorted(
            one.questions, key=lambda each: (not each.school_name, each.school_name.casefold())
        )
        self.questions.set_rows(by_school)
        total = sum(count.total for count in one.counts)
        self.tabs.setTabText(0, f"Что изменится: {total}")
        self.tabs.setTabText(1, f"Кто и когда: {len(deeds)}")
        self.tabs.setTabText(2, f"Нужно будет решить: {one.opened}")
        self.tabs.setTabVisible(2, bool(one.opened))
        self.tabs.setCurrentIndex(0 if total or not deeds else 1)


class MergedPage(QWidget):
    """What was taken over, and what follows from it."""

    questions_wanted = Signal()
    protocol_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = selectable_label("subheading", self, keyboard=True)
        self.text = selectable_label("", self, keyboard=True)
        self.open_text = selectable_label("", self, keyboard=True)
        self.decide = push_button("", self, self.questions_wanted, role="main")
        self.protocol = push_button(
            "Напечатать &протокол…",
            self,
            self.protocol_wanted,
            "Что пришло, от кого и что осталось решить; на подпись обеим организациям",
        )
        self.undo = push_button(
            "&Отменить объединение…",
            self,
            self.undo_wanted,
            "Вернуть файл таким, каким он был до объединения",
        )
        row = in_row(self.decide, self.protocol, self.undo, 1)
        lay_column(
            self,
            self.heading,
            ScrolledLabel(self.text, "Что изменило объединение", lines=12),
            self.open_text,
            row,
            1,
            around=None,
            gap=theme.MARGIN,
        )

    def show_merged(self, merged: MergePreview) -> None:
        """What the merge did."""
        names = ", ".join(f"«{one.name}»" for one in merged.files if not one.already)
        done = theme.state_mark("done").glyph
        self.heading.setText(f"{done} Объединено: {names}" if names else "Нового не было, файл не изменён.")
        lines = []
        for one in merged.files:
            lines.append(f"{one.name}: {_short(one)}" if len(merged.files) > 1 else _upper(_short(one)))
            lines += [f"    {count.name}: {_counts(count)}" for count in one.counts]
            lines += [f"    {remark}" for remark in one.remarks]
        self.text.setText("\n".join(lines))
        count = merged.open_after
        many = counted(count, "вопрос", "вопроса", "вопросов")
        self.open_text.setText(
            f"{theme.state_mark('undecided').glyph} Ждёт решения: {many}. Работать это не мешает: "
            "до решения показано одно из значений с пометкой."
            if count
            else "Решать нечего: расхождений нет."
        )
        self.decide.setText(f"&Что решить ({count})")
        self.decide.setVisible(bool(count))
        changed = not merged.nothing_new
        self.protocol.setVisible(changed)
        self.undo.setVisible(changed)


def _short(one: FilePreview) -> str:
    if one.refused:
        return "не объединяется"
    return one.brief


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _heading(one: FilePreview) -> str:
    if one.stranger:
        return f"«{one.name}» — другой файл, а не копия этого"
    if one.refused:
        return f"«{one.name}» объединить нельзя"
    if one.already:
        return f"«{one.name}»: уже содержится, ничего нового"
    return f"Что принесёт «{one.name}»"


def _about(one: FilePreview) -> str:
    if one.refused:
        return ""
    told = [_upper(one.contents)] if one.contents else []
    if one.offices:
        told.append(f"Работали: {', '.join(one.offices)}.")
    if not one.already:
        told.append(_upper(one.brief))
    if one.closed:
        many = counted(one.closed, "вопрос", "вопроса", "вопросов")
        told.append(f"Решено в другом файле и закроется в этом: {many}.")
    return " ".join(told)


def _nothing(one: FilePreview) -> str:
    if one.stranger:
        return f"{one.refused}\n\nМожно загрузить данные из него: сначала будет видно, что изменится. Или открыть его: нынешний файл закроется, в нём всё сохранено."
    if one.refused:
        return f"{theme.state_mark('refused').glyph} {one.refused}\n\nВаш файл не изменён."
    if one.already:
        return "Всё, что есть в этом файле, у вас уже есть. Объединять нечего."
    return ""


def _counts(count: object) -> str:
    words = (("new", "новых"), ("changed", "изменено"), ("deleted", "удалено"))
    return ", ".join(f"{word} {getattr(count, name)}" for name, word in words if getattr(count, name))


def done_by(authors: Sequence[Author]) -> list[Done]:
    """A line for everything somebody did."""
    return [(author, deed) for author in authors for deed in author.deeds]


def deeds_table(name: str, settings: QSettings, parent: QWidget) -> Table:
    """The table of what people did."""
    return Table(_DEEDS, parent, name=name, settings=settings, keep="merge_deeds", identity=id)
