"""The words of Qt in Russian: Qt's own translation, and what it leaves in English."""

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

_LEFT_OUT = {
    "QAbstractFileIconProvider": {
        "Drive": "Диск",
        "File": "Файл",
        "File Folder": "Папка с файлами",
        "Folder": "Папка",
        "Alias": "Псевдоним",
        "Shortcut": "Ярлык",
        "Unknown": "Неизвестно",
    },
    "QErrorMessage": {"An error occurred": "Произошла ошибка"},
    # Of files where the system does not describe them itself.
    "QMimeType": {
        "Compressed Archive File": "Архив ZIP",
        "Directory": "Папка",
        "Joint Photographic Experts Group": "Картинка JPEG",
        "Microsoft Excel 2007 Binary Spreadsheet": "Книга Excel",
        "Microsoft Excel Spreadsheet": "Книга Excel",
        "Microsoft Word Document": "Документ Word",
        "Office Open XML Document": "Документ Word",
        "Office Open XML Workbook": "Книга Excel",
        "Office Open XML Workbook (macro-enabled)": "Книга Excel с макросами",
        "OpenDocument v1.0: Spreadsheet document": "Таблица OpenDocument",
        "OpenDocument v1.0: Text document": "Документ OpenDocument",
        "Portable Document Format": "Документ PDF",
        "Portable Network Graphics": "Картинка PNG",
        "Rich Text Format File": "Документ RTF",
    },
    "QPrintSettingsOutput": {"Form": "Форма"},
    "QShortcut": {"Control": "Ctrl"},
    "quiaccessibilityelement": {"checked": "отмечено", "unchecked": "не отмечено"},
}
"""By the class that says it."""


class LeftOut(QTranslator):
    """Asked for what the translation before it has no words for."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, sourceText: str, /, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # None, which the declaration does not know, sends Qt to the next translation; an empty text would be shown.
        return _LEFT_OUT.get(context, {}).get(sourceText)  # type: ignore[return-value]


def prepare() -> None:
    """Before the application is made: its file dialog writes dates and sizes as the system does, whose language may be
    another. Where everything was set by one word, that stays."""
    if os.name == "posix" and not os.environ.get("LC_ALL"):
        for one in ("LC_TIME", "LC_NUMERIC"):
            os.environ[one] = "ru_RU.UTF-8"


def speak(app: QCoreApplication) -> bool:
    """Numbers, dates and every standard text in Russian; whether Qt's own translation was found."""
    QLocale.setDefault(QLocale(QLocale.Language.Russian, QLocale.Country.Russia))
    own = QTranslator(app)
    found = own.load("qtbase_ru", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for one in (LeftOut(app), own):  # The last one is asked first.
        QCoreApplication.installTranslator(one)
    return found
