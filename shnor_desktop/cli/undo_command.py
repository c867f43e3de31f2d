"""`shnor undo`: the last action, an import or a merge taken back."""

import argparse

from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import is_code
from shnor_desktop.errors import UserError


def undo(asked: argparse.Namespace) -> Answer:
    """Take back the last action, one import with everything it brought, or the last merge as a whole."""
    if asked.merge:
        return _undo_merge(asked)
    from shnor_desktop.document.document import ActionId

    with changing(asked.file) as document:
        if asked.parcel is None:
            report = document.undo()
            if report is None:
                raise UserError(
                    "Отменять нечего: в файле нет неотменённых действий.", "История: shnor history."
                )
        else:
            writer, _, seq = asked.parcel.partition(".")
            known = {one.action: one for one in document.actions(1_000_000) if one.kind == "import"}
            chosen = known.get(ActionId(int(writer), int(seq))) if is_code(writer, seq) else None
            if chosen is None:
                raise UserError(
                    f"Загрузки {asked.parcel} в истории нет.", "Номера загрузок показывает shnor history."
                )
            if chosen.undone:
                raise UserError(f"Загрузка {asked.parcel} уже отменена.", "История: shnor history.")
            report = document.undo_action(chosen.action)
    lines = [f"Отменено: {report.title}. Возвращено изменений: {report.undone}."]
    if report.kept:
        lines.append(report.left.strip())
    return Answer(lines, picked(report, "title undone kept"), NEEDS_PERSON if report.kept else 0)


def _undo_merge(asked: argparse.Namespace) -> Answer:
    """Take the last merge back as a whole."""
    if asked.parcel is not None:
        raise UserError("Отменить можно либо загрузку, либо объединение.", "Оставьте --parcel или --merge.")
    from shnor_desktop.operations.sharing import merging

    with changing(asked.file) as document:
        line, *_ = merging.merges(document) or (None,)
        kept = merging.undo_merge(document)
    name = line.file_name if line else ""
    lines = [
        f"Файл возвращён к состоянию до объединения с «{name}».",
        f"Прежний файл сохранён как «{kept.name}».",
        "Если объединить с тем же файлом снова, всё полученное вернётся.",
    ]
    return Answer(lines, {"file_name": name, "kept": kept, "lost_actions": line.later if line else 0})
