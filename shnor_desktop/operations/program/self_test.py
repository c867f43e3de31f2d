"""The main job once through, for a program that was just built or installed: create, import, classify, print, check."""

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop import places
from shnor_desktop.rules.words.russian import size_text

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document

_SIGNATURES = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04"}
FLAGGED = {"Дубравинская", "Ольховецкая", "Рябиновская", "Журавлинская"}
"""Schools of the sample district that the rule flags."""


class Failed(Exception):
    """A step gave something else than it must."""


def self_test() -> int:
    """0 when every step held; what was done goes to standard output."""
    started = time.monotonic()
    try:
        with places.private_folder("проверка") as folder:
            for line in run(folder):
                _say(line)
    except Exception as error:
        _say("".join(traceback.format_exception(error)))
        _say(f"ОШИБКА: {error}")
        return 1
    _say(f"Программа исправна. {time.monotonic() - started:.1f} с")
    return 0


def run(folder: Path) -> list[str]:
    """Do the main job in the folder; what was done, line by line."""
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.office import offices
    from shnor_desktop.operations.program import sample

    path = folder / "проверка.shnor"
    made = sample.create_sample(path, offices.who())
    _must(made.schools == len(_names()), f"школ {made.schools}, должно быть {len(_names())}")
    told = [f"Загружено книг {len(made.books)}: школ {made.schools}, результатов {made.results}."]
    steps: tuple[Callable[[Document, Path], str], ...] = (
        _classify,
        _print,
        _decline,
        _find,
        _export,
        _undo,
        _check,
        _lock,
    )
    with Document.open(path, offices.who()) as document:
        told += [step(document, folder) for step in steps]
    return told


def _names() -> list[str]:
    import json

    from shnor_desktop import places

    told = json.loads((places.resources() / "sample" / "district.json").read_text(encoding="utf-8"))
    return [str(one["name"]) for one in told["schools"]]


def _classify(document: "Document", folder: Path) -> str:
    from shnor_desktop.operations.identification import classification
    from shnor_desktop.rules.results.facts import Outcome

    with document.read() as session:
        answered = classification.verdicts(session, classification.profile(session))
    flagged = [one.name for one in answered if one.verdict.outcome is Outcome.LOW]
    right = len(flagged) == len(FLAGGED) and all(any(part in name for name in flagged) for part in FLAGGED)
    _must(right, f"по расчёту отмечены {flagged}")
    return f"По расчёту отмечены: {', '.join(flagged)}."


def _print(document: "Document", folder: Path) -> str:
    from shnor_desktop.operations.papers import registry

    sizes = []
    for code in ("list", "memo"):
        for suffix, signature in _SIGNATURES.items():
            out = folder / f"{code}{suffix}"
            registry.print_paper(document, code, out)
            body = out.read_bytes()
            _must(body.startswith(signature) and len(body) > 5_000, f"документ {out.name} не напечатан")
            sizes.append(f"{out.name} {size_text(len(body))}")
    return f"Напечатано: {', '.join(sizes)}."


def _export(document: "Document", folder: Path) -> str:
    from shnor_desktop.operations.records.export import RESULTS_SHEET, export_workbook

    out = folder / "выгрузка.xlsx"
    sheets = {one.name: one.rows for one in export_workbook(document, out)}
    _must(sheets[RESULTS_SHEET] > 0 and out.stat().st_size > 5_000, "выгрузка пуста")
    return f"Выгружено листов {len(sheets)}, результатов {sheets[RESULTS_SHEET]}."


def _undo(document: "Document", folder: Path) -> str:
    report = document.undo()
    _must(report is not None and report.undone > 0, "отмена ничего не вернула")
    _must(document.redo() is not None, "возврат ничего не вернул")
    return "Последнее действие отменено и возвращено."


def _check(document: "Document", folder: Path) -> str:
    report = document.check()
    _must(report.sound, "; ".join(report.findings))
    document.copy_to(folder / "копия.shnor")
    return f"Файл исправен: карточек {report.rows}, изменений {report.changes}; копия проверена."


def _decline(document: "Document", folder: Path) -> str:
    from shnor_desktop.rules.words.declension import Case, phrase
    from shnor_desktop.rules.words.name_cases import person

    post = phrase("директор школы", Case.DATIVE).text
    name = person("Орлова Ирина Петровна", Case.DATIVE).text
    _must((post, name) == ("директору школы", "Орловой Ирине Петровне"), f"склонение: {post} {name}")
    return f"Просклонено: {post} {name}."


def _find(document: "Document", folder: Path) -> str:
    from shnor_desktop.operations.search.index import Index

    found = Index().find(document, "дубравинскую школу")
    _must(bool(found.groups) and found.groups[0].kind == "school", "поиск не нашёл школу")
    return f"Найдено: {found.groups[0].hits[0].title}."


def _lock(document: "Document", folder: Path) -> str:
    from shnor_desktop.operations.sharing import locked_copy

    locked = folder / "на дорогу.zip"
    _, password = locked_copy.send(locked, lambda out: document.copy_to(out))
    opened = locked_copy.open_into(locked, password, folder / "с дороги.shnor")
    _must(opened.read_bytes()[:15] == b"SQLite format 3", "копия под паролем не открылась")
    return f"Копия под паролем записана и открыта: {size_text(locked.stat().st_size)}."


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Failed(otherwise)


def _say(line: str) -> None:
    if sys.stdout is not None:  # The windowed program of Windows has none.
        stream = getattr(sys.stdout, "buffer", None)
        if stream is not None:
            stream.write((line + "\n").encode("utf-8"))
            stream.flush()
