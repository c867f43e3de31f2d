"""The first hour: steps that tick by what is done. What the file holds is asked of the file; what it does not say, such as a
paper that was printed, this machine remembers. When all are done the steps fold away; they can be shown again."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import in_row, lay_column
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.step_card import Step, StepCard
from shnor_desktop.ui.shell.screens import LOOKED_AT, title_of

if TYPE_CHECKING:
    from shnor_desktop.operations.cards.overview import Overview

LIST = "list"
"""The step whose text the rule writes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step and where it leads."""

    code: str
    title: str
    text: str
    button: str
    done: bool
    goes: str
    """A screen, or a command where there is a dot."""
    arguments: tuple[tuple[str, Any], ...] = ()
    writes: bool = False


def stages(facts: "Overview", marks: Collection[str]) -> tuple[Stage, ...]:
    """The steps in the order of the work; `marks` is what was done of which the file does not say."""
    filled, signed = facts.results > 0, bool(facts.listed.last_on)
    unseen = [code for code in LOOKED_AT if code not in marks]
    return (
        _introduction(facts),
        Stage(
            "import",
            "Загрузите результаты",
            "Книги ВПР, ОГЭ, ЕГЭ из ФИС ОКО, РЦОИ или от школ: .xlsx, .xls, .ods, .csv. Книгу можно перетащить "
            "на окно. Школы будут взяты из неё.",
            "Загрузить книгу…",
            filled,
            "file.import",
            writes=True,
        ),
        Stage(
            "look",
            "Просмотрите школы и результаты",
            "Одна школа под разными названиями, филиалы, пропуски, необычные значения."
            + (f" Ещё не открывали: {_named(unseen)}." if filled and unseen else ""),
            title_of(unseen[0] if unseen else LOOKED_AT[0]),
            filled and not unseen,
            unseen[0] if unseen else LOOKED_AT[0],
        ),
        Stage(
            "method",
            "Проверьте методику",
            "Порог, годы и предметы, по которым школа попадает в перечень. Если всё так, закройте форму без изменений.",
            "Методика…",
            facts.profile_changed or "profile" in marks,
            "list",
            (("profile", True),),
        ),
        Stage(LIST, "Подпишите перечень", "", title_of("list"), signed, "list"),
        Stage(
            "papers",
            "Напечатайте документы",
            "Перечень школ с основаниями, аналитическая справка, приказ: на печать, в PDF или Word.",
            title_of("papers"),
            "papers" in marks,
            "papers",
        ),
        Stage(
            "copy",
            "Сохраните копию на другом носителе",
            "Проверенные копии рядом с файлом программа делает сама. Копия на флешке спасёт работу, если сломается "
            "компьютер.",
            "Сохранить копию…",
            "copy" in marks,
            "file.copy",
        ),
    )


def _introduction(facts: "Overview") -> Stage:
    done = bool(facts.person and facts.office)
    text = f"{facts.person or 'Имя не указано'}; {facts.office or 'организация не описана'}."
    more = "" if done else " Имя войдёт в историю, реквизиты — в бланки документов."
    button = "Изменить…" if facts.person else "Представиться…"
    return Stage("person", "Представьтесь", text + more, button, done, "file.person")


def _named(codes: Collection[str]) -> str:
    return ", ".join(f"«{title_of(code)}»" for code in codes)


class Guide(QWidget):
    """The steps under their heading with how many are done."""

    folded_changed = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.cards: dict[str, StepCard] = {}
        self.heading = QLabel(self)
        self.heading.setObjectName("subheading")
        self.fold = QPushButton(self)
        self.fold.setAutoDefault(True)
        self.fold.clicked.connect(self._on_fold)
        line = in_row((self.heading, 1), self.fold)
        self._steps = QWidget(self)
        self._column = lay_column(self._steps)
        lay_column(self, line, self._steps, 1)
        self._all_done = False
        self.hide()

    @property
    def folded(self) -> bool:
        """Done steps are folded away and others shown, until somebody wishes otherwise."""
        wished = self.context.settings.value(self._key())
        return wished == "folded" if wished in ("folded", "shown") else self._all_done

    def show_stages(self, found: Collection[Stage], list_text: str) -> None:
        """Show the steps as they stand."""
        focused = next((code for code, card in self.cards.items() if card.button.hasFocus()), "")
        for card in self.cards.values():
            card.hide()
            card.deleteLater()
        done = sum(one.done for one in found)
        self._all_done = done == len(found)
        mark = f"{theme.state_mark('done').glyph} " if self._all_done else ""
        self.heading.setText(f"{mark}Первые шаги: сделано {done} из {len(found)}")
        first = next((one.code for one in found if not one.done), "")
        self.cards = {}
        for number, one in enumerate(found, start=1):
            step = Step(
                f"{number}. {one.title}",
                list_text if one.code == LIST else one.text,
                one.button,
                self._go(one),
                one.done,
                one.writes,
            )
            card = StepCard(step, one.code == first, self.context.read_only, self._steps)
            self.cards[one.code] = card
            self._column.addWidget(card)
        if focused in self.cards:
            self.cards[focused].button.setFocus()
        self._apply()
        self.show()

    def say(self, list_text: str) -> None:
        """What the rule says of the list by now."""
        if LIST in self.cards:
            self.cards[LIST].say(list_text)

    def _go(self, stage: Stage) -> Callable[[], None]:
        if "." in stage.goes:
            return lambda: self.context.command(stage.goes)
        return lambda: self.context.go(stage.goes, **dict(stage.arguments))

    def _key(self) -> str:
        """The wish of finished steps is another than that of unfinished ones."""
        uid = self.context.jobs.standing.uid
        return f"guide/{'done' if self._all_done else 'open'}-{uid}"

    def _on_fold(self) -> None:
        self.context.settings.setValue(self._key(), "shown" if self.folded else "folded")
        self._apply()

    def _apply(self) -> None:
        folded = self.folded
        self._steps.setVisible(not folded)
        self.fold.setText("Показать шаги" if folded else "Свернуть")
        self.folded_changed.emit()
