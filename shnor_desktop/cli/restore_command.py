"""`shnor restore`: the verified backups of a file, or one of them in its place."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import DONE, NEEDS_PERSON, Answer, Meter, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.look_commands import of_new_file, told
from shnor_desktop.errors import DocumentError
from shnor_desktop.rules.words.russian import size_text

if TYPE_CHECKING:
    from shnor_desktop.document.file.backup import Backup

_AT = "%d.%m.%Y %H:%M:%S"


def takes(one: Parser) -> None:
    """FILE [--from BACKUP]."""
    arguments.file(one)
    one.option(
        "--from",
        "КОПИЯ",
        "какую поставить на место файла: номер из списка (1 — самая новая) или путь; без этого копии только названы",
        dest="backup",
    )


def restore(asked: argparse.Namespace) -> Answer:
    """Tell the backups, or put one in the place of the file; what was there is kept beside it."""
    from shnor_desktop.document.file import access, backup

    path = asked.file.absolute()
    path = access.followed(path) if path.is_symlink() else path
    known = backup.backups(path)
    if asked.backup is None:
        return _listed(path, known)
    chosen = _chosen(path, known, asked.backup)
    kept = backup.restore(path, chosen)
    lines = [f"Файл «{path.name}» восстановлен из копии «{chosen.name}»."]
    if kept is not None:
        lines.append(f"Прежний файл сохранён рядом: «{kept.name}».")
    meter = Meter()
    report = of_new_file(path, meter)
    meter.clear()
    if not report.sound:
        lines += ["В этой копии найдены ошибки:", *told(report)]
    data = {
        "file": str(path),
        "backup": str(chosen),
        "kept": str(kept) if kept else None,
        **picked(report, "sound findings"),
    }
    return Answer(lines, data, DONE if report.sound else NEEDS_PERSON)


def _listed(path: Path, known: "tuple[Backup, ...]") -> Answer:
    from shnor_desktop.document.file import backup

    unreachable = backup.out_of_reach(path)
    if not known:
        if unreachable is not None:
            raise unreachable
        raise DocumentError(
            f"Резервных копий файла «{path.name}» нет.",
            "Возьмите копию из другой организации, если она есть.",
        )
    troubles = [backup.trouble(one) for one in known]
    lines = [f"Резервные копии файла «{path.name}», новые сверху:"]
    for number, (one, trouble) in enumerate(zip(known, troubles, strict=True), start=1):
        wrong = f" — не годится: {trouble}" if trouble else ""
        lines.append(f"{number:>4}  {one.at:{_AT}}, {size_text(one.size)}{wrong}")
    lines.append("Поставить на место файла: shnor restore ФАЙЛ --from НОМЕР.")
    if unreachable is not None:
        lines.append(str(unreachable))
    data = [
        {
            "number": number,
            "path": str(one.path),
            "at": one.at.isoformat(timespec="seconds"),
            "bytes": one.size,
            "trouble": trouble or None,
        }
        for number, (one, trouble) in enumerate(zip(known, troubles, strict=True), start=1)
    ]
    return Answer(
        lines, {"file": str(path), "backups": data}, NEEDS_PERSON if unreachable or all(troubles) else DONE
    )


def _chosen(path: Path, known: "tuple[Backup, ...]", wanted: str) -> Path:
    """The backup of that number, or the copy of this document at that path."""
    from shnor_desktop.document.file import backup

    if wanted.isascii() and wanted.isdecimal():
        number = int(wanted) if len(wanted) < 9 else 0
        if not 1 <= number <= len(known):
            raise DocumentError(
                f"Резервной копии № {wanted} нет: всего их {len(known)}.", "Список: shnor restore ФАЙЛ."
            )
        return known[number - 1].path
    chosen = Path(wanted).absolute()
    if not chosen.is_file():
        raise DocumentError(f"Копия «{wanted}» не найдена.", "Список: shnor restore ФАЙЛ.")
    own = backup.uid_of(path) or next((uid for one in known if (uid := backup.uid_of(one.path))), None)
    if own is not None and backup.uid_of(chosen) not in (own, None):
        raise DocumentError(
            f"«{chosen.name}» — копия другого файла, а не «{path.name}».", "Выберите копию этого файла."
        )
    return chosen
