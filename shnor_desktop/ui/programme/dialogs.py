"""Dialogs of programmes: a new one with its template, indicators of the templates."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from shnor_desktop.models import fields
from shnor_desktop.models.kind import FIELD, Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.operations.programme import writing
from shnor_desktop.operations.programme.templates import IndicatorTemplate, Template
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.form import FormDialog, Verb
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document

_ASKED = ("kind", "title", "short_title", "period_label", "starts", "ends", "year_kind")
_CODE = Qt.ItemDataRole.UserRole


class BeginDialog(FormDialog):
    """What a new programme is called, when it runs, from which template it begins."""

    def __init__(
        self,
        context: Context,
        templates: tuple[Template, ...],
        done: Callable[[bytes], object],
        parent: QWidget,
    ) -> None:
        kind = BY_CODE["programme"]
        super().__init__(
            context,
            "Новая программа",
            (*(kind.field(name) for name in _ASKED), _template_field(templates)),
            parent,
            verb=_begin,
            done=done,
            values={"kind": "municipal", "template": templates[1].code if len(templates) > 1 else ""},
            about="Паспорт, разделы и показатели образца потом можно изменить, убрать и дополнить.",
            save="Создать",
        )


def _template_field(templates: tuple[Template, ...]) -> Field:
    choices = tuple((one.code, one.title) for one in templates)
    column = fields.choice(
        "Образец", choices, help=" ".join(f"{one.title}: {one.about}" for one in templates[1:])
    )
    made: Field = column.column.info[FIELD]
    return Field("template", made.label, made.editor, help=made.help, choices=choices, codes=made.codes)


def _begin(given: dict[str, object]) -> Verb:
    values = {name: value for name, value in given.items() if name != "template"}
    return with_document(writing.begin, values, str(given["template"] or ""))  # type: ignore[arg-type]


class IndicatorsDialog(Dialog):
    """Ticked indicators are added, group by group."""

    def __init__(
        self, context: Context, every: tuple[IndicatorTemplate, ...], programme: bytes, parent: QWidget
    ) -> None:
        super().__init__(
            "Показатели из образцов",
            parent,
            about="Отметьте пробелом. Показатели со знаком Σ программа посчитает сама, когда данные есть в файле.",
            size=(720, 520),
        )
        self._context, self._programme = context, programme
        self.list = QTreeWidget(self)
        self.list.setHeaderLabels(["Показатель", "Ед."])
        self.list.setAccessibleName("Образцы показателей")
        groups: dict[str, QTreeWidgetItem] = {}
        for one in every:
            if one.group not in groups:
                groups[one.group] = QTreeWidgetItem(self.list, [one.group])
            sign = "Σ " if one.computed else ""
            item = QTreeWidgetItem(groups[one.group], [f"{sign}{one.text}", one.unit])
            item.setData(0, _CODE, one.code)
            item.setToolTip(0, one.denominator)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Unchecked)
        self.list.expandAll()
        self.list.setColumnWidth(0, 580)
        self.column.addWidget(self.list, 1)
        self.close_with(Act("Добавить", self._add, main=True))

    def codes(self) -> tuple[str, ...]:
        """What is ticked."""
        found = []
        for place in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(place)
            for at in range(group.childCount() if group is not None else 0):
                item = group.child(at)  # type: ignore[union-attr]
                if item is not None and item.checkState(0) == Qt.CheckState.Checked:
                    found.append(str(item.data(0, _CODE)))
        return tuple(found)

    def _add(self) -> None:
        codes = self.codes()
        if not codes:
            self.reject()
            return
        verb = with_document(writing.add_indicators, self._programme, codes)
        self.run(self._context.jobs.change, verb, lambda count: self.accept())
