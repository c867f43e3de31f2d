"""The main job shown without a display: the sample workbooks through import, classification and printing, and
pictures of the real window, all into one folder. `python -m shnor_desktop --demo FOLDER`."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop import places
from shnor_desktop.errors import UserError

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.shell.window import Window

SIZE = (1366, 728)
LONGEST_WAIT_MS = 30_000
SETTLE_MS = 250
PRINTED = ("list", "memo")
EXPORT = "Выгрузка"
PICTURED = ("start", "schools", "results", "list", "papers", "exchange", "dictionaries", "history")


def demo(arguments: list[str]) -> int:
    """0 when everything was made; one sentence and 2 when not."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
    folder = Path(arguments[0] if arguments else "build/demo")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _fresh(folder)
        _say(f"Показываю основную работу на вымышленном округе. Папка: {folder}")
        _import(path)
        with _opened(path) as document:
            told = _classify(document)
            _print(document, folder)
            _export(document, folder)
        _photograph(path, folder, told)
    except (UserError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _say("Готово.")
    return 0


def _say(line: str) -> None:
    if sys.stdout is not None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _fresh(folder: Path) -> Path:
    """The path of the sample document, with what an earlier demonstration left there removed; a folder that
    holds anything else is refused, for it may be somebody's."""
    path = folder / "Пример.shnor"
    left = [one for one in folder.iterdir() if one.suffix in (".shnor", ".pdf", ".docx", ".xlsx", ".png")]
    if left and not path.exists():
        raise UserError(f"В папке «{folder}» лежат чужие файлы.", "Назовите пустую или новую папку.")
    for old in left:
        if old == path or _is_ours(old):
            old.unlink(missing_ok=True)
    return path


def _is_ours(file: Path) -> bool:
    from shnor_desktop.operations.papers.registry import PAPERS

    made = {PAPERS[code].title for code in PRINTED} | {EXPORT}
    return file.stem in made or (file.suffix == ".png" and file.stem.startswith("Экран "))


def _opened(path: Path) -> "Document":
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.office import offices

    return Document.open(path, offices.who(), back_up=False)


def _import(path: Path) -> None:
    from shnor_desktop.operations.office import offices
    from shnor_desktop.operations.program.sample import create_sample

    made = create_sample(path, offices.who())
    _say(f"Создан файл «{path.name}»: школ {made.schools}, результатов {made.results}.")
    for name in made.books:
        _say(f"  загружена книга «{name}»")


def _classify(document: "Document") -> bytes:
    """Tell what the rule found; the school with the most low results, to be shown on the screens."""
    from shnor_desktop.operations.identification import classification
    from shnor_desktop.rules.identification.explanation import headline, result_text

    with document.read() as session:
        profile = classification.profile(session)
        answered = classification.verdicts(session, profile)
    _say(
        f"Профиль методики «{profile.name}», порог {profile.threshold} %. Рассмотрено школ: {len(answered)}."
    )
    for one in answered:
        if one.verdict.outcome == "not":
            continue
        _say(f"  {headline(one.verdict, one.name)}")
        for low in one.verdict.low:
            _say(f"      {low.sitting.name}: {result_text(low, profile.threshold)}")
        if one.verdict.one_pupil_decides:
            _say("      вывод меняет один ученик")
    return max(answered, key=lambda one: len(one.verdict.low)).school


def _print(document: "Document", folder: Path) -> None:
    from shnor_desktop.operations.papers import registry

    for code in PRINTED:
        title = registry.PAPERS[code].title
        for suffix in (".pdf", ".docx", ".xlsx"):
            found = registry.print_paper(document, code, folder / f"{title}{suffix}")
            _say(f"Напечатано: «{title}{suffix}»{''.join(f'; замечание: {one}' for one in found)}")


def _export(document: "Document", folder: Path) -> None:
    from shnor_desktop.operations.records.export import export_workbook

    sheets = export_workbook(document, folder / f"{EXPORT}.xlsx")
    _say(f"Выгружено в «{EXPORT}.xlsx»: листов {len(sheets)}.")


# --- pictures of the window --------------------------------------------------------------------------------------


def _photograph(path: Path, folder: Path, school: bytes) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # On Windows Qt looks for fonts of its own then.
    os.environ.setdefault("QT_QPA_FONTDIR", str(places.resources() / "fonts"))
    from PySide6.QtCore import QSettings, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from shnor_desktop.app import dress
    from shnor_desktop.ui.kit import theme
    from shnor_desktop.ui.shell.screens import SCREENS
    from shnor_desktop.ui.shell.window import Window

    qInstallMessageHandler(_hear)
    app = QApplication.instance() or QApplication([sys.argv[0], *theme.STYLE])
    settings = QSettings(str(folder / ".demo.ini"), QSettings.Format.IniFormat)
    settings.setValue("view/scheme", "light")
    dress(app, settings)  # type: ignore[arg-type]
    if app.translate("QPlatformTheme", "Cancel") != "Отмена":
        raise UserError(
            "Стандартные кнопки не по-русски: перевод Qt не найден.", "Установите программу заново."
        )
    window = Window(settings)
    try:
        window.resize(*SIZE)
        window.show()
        window.open_file(path.absolute())
        _wait(window)
        for number, entry in enumerate((one for one in SCREENS if one.code in PICTURED), start=1):
            window.go(entry.code)
            _wait(window)
            window.go(entry.code, **({"school": school} if entry.code in ("schools", "list") else {}))
            _wait(window)
            picture = folder / f"Экран {number} {entry.title}.png"
            if not window.grab().save(str(picture)):
                raise UserError(f"Картинка «{picture.name}» не записана.", "Проверьте место на диске.")
            _say(f"Снят экран «{entry.title}»: «{picture.name}»")
    finally:
        window.jobs.stop()
        window.deleteLater()
        settings.sync()
        (folder / ".demo.ini").unlink(missing_ok=True)


def _hear(kind: object, context: object, text: str) -> None:
    """What Qt says, but for the one remark every window without a display provokes."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def _wait(window: "Window") -> None:
    """Let the window work until nothing is asked of the worker any more, then paint."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    waited, calm = 0, 0

    def look() -> None:
        nonlocal waited, calm
        waited += 25
        calm = calm + 25 if window.jobs.idle() else 0
        if calm >= SETTLE_MS or waited >= LONGEST_WAIT_MS:
            loop.quit()

    timer = QTimer()
    timer.setInterval(25)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if waited >= LONGEST_WAIT_MS:
        raise UserError("Окно не ответило за отведённое время.", "Повторите показ.")
