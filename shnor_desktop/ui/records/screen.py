"""Dictionaries: the office and its people, subjects, procedures, sittings, profiles and what was learned of schools."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.laying.boxes import EVEN, in_column, lay_row
from shnor_desktop.ui.kit.screen import Context, Screen
from shnor_desktop.ui.kit.widgets import plain_label
from shnor_desktop.ui.records.page import OWN_PAGES, RecordPage

_TOLD = (
    ("office", "Организация и её реквизиты: они встают в бланки документов."),
    ("person", "Те, кто подписывает и исполняет документы."),
    ("subject", "Предметы и то, как их называют в книгах: по этим словам программа узнаёт столбцы."),
    ("procedure", "Оценочные процедуры. Класс программы — тот, за который пишут работу."),
    ("sitting", "Когда процедуры проводились. Сроки появляются при загрузке книг."),
    (
        "method_profile",
        "По какому правилу определяются школы: порог, процедуры, наименьшее число участников.",
    ),
    ("programme", "Программы поддержки, проекты и дорожные карты: названия, сроки, школы."),
    ("part", "Разделы программ и документов по порядку; раздел без программы и документа — готовый текст."),
    (
        "activity",
        "Строки планов, пункты приказов, решения. Срок пишется, как напечатан, и читается программой.",
    ),
    ("event", "Посещения, консультации, семинары, курсы: что сделано и что из этого вышло."),
    ("indicator", "Показатели программ, социального паспорта и работы."),
    ("indicator_value", "План и факт показателей по годам и школам."),
    ("problem", "Проблемы, дефициты, риски и запросы школ и учителей."),
    ("factor", "Столбцы матрицы рисков."),
    ("assignment", "Кураторы, наставники, школы-партнёры, рабочие группы."),
    ("school_document", "Какие документы должна сдать школа и где они сейчас."),
    ("paper", "Приказы, постановления, отчёты, справки, протоколы и письма организации."),
    ("act", "Законы, приказы и письма, на которые ссылаются документы."),
    ("evidence", "Файлы и ссылки, которые подтверждают сделанное."),
    ("term", "Четверти, триместры и каникулы: по ним читаются сроки."),
    ("word_form", "Верные падежи слов, которые программа склоняет неверно."),
    ("school_code", "Коды школ в других системах: по ним школа узнаётся, как бы её ни назвали."),
    ("school_alias", "Как школы называли в книгах: по этим названиям программа их узнаёт."),
    (
        "learned_answer",
        "Ответы, которые вы дали при загрузке книг. Удалите ответ, чтобы программа спросила снова.",
    ),
)
_ELSEWHERE = {"school", "school_status"}
"""Added on screens of their own."""
SHOWN = (
    *_TOLD,
    *(
        (kind.code, kind.about.hint)
        for kind in KINDS
        if kind.about.user_made and kind.code not in _ELSEWHERE | dict(_TOLD).keys()
    ),
)
"""Codes of kinds with words about them: whatever people add by hand and no other screen shows."""


class DictionariesScreen(Screen):
    """The list of dictionaries at the left; each page is built when it is first shown."""

    title = "Справочники"
    help_page = "dictionaries"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.names = QListWidget(self)
        self.start_at(self.names)
        self.names.setAccessibleName("Справочники")
        self.names.setFixedWidth(theme.wide(190))
        for code, _ in SHOWN:
            item = QListWidgetItem(BY_CODE[code].many)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setSizeHint(QSize(0, theme.row_height()))
            self.names.addItem(item)
        self.about = plain_label("muted", self)
        self.stack = QStackedWidget(self)
        self.pages: dict[str, RecordPage] = {}
        self._stale_pages: set[str] = set()
        right = in_column(self.about, (self.stack, 1))
        lay_row(self, self.names, (right, 1), around=EVEN, gap=theme.MARGIN)
        self.names.currentRowChanged.connect(self._on_chosen)
        self.names.setCurrentRow(0)

    def reload(self) -> None:
        self._stale_pages = set(self.pages)
        self._refresh_page()

    def arrive(self, **arguments: Any) -> None:
        """go("dictionaries", kind="subject", uid=…)"""
        code = str(arguments.get("kind") or "")
        codes = [one for one, _ in SHOWN]
        if code in codes:
            self.names.setCurrentRow(codes.index(code))
            uid = arguments.get("uid")
            if isinstance(uid, bytes):
                self.page().select(uid)

    def page(self) -> RecordPage:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, RecordPage)
        return shown

    def _on_chosen(self, place: int) -> None:
        code, about = SHOWN[max(place, 0)]
        self.about.setText(about)
        if code not in self.pages:
            page = self.pages[code] = self._new_page(code)
            self.stack.addWidget(page)
            self._stale_pages.add(code)
        self.stack.setCurrentWidget(self.pages[code])
        self._refresh_page()

    def _new_page(self, code: str) -> RecordPage:
        page = OWN_PAGES.get(code, RecordPage)
        return page(self.context, BY_CODE[code], self)

    def _refresh_page(self) -> None:
        code = SHOWN[max(self.names.currentRow(), 0)][0]
        if code in self._stale_pages and self.isVisible():
            self._stale_pages.discard(code)
            self.pages[code].reload()
