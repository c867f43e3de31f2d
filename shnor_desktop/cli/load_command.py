"""`shnor load`: records edited in a workbook back into the document, and what came of every row."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, Meter, asked_values, picked, questions, some
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.rules.words.russian import sentence

if TYPE_CHECKING:
    from shnor_desktop.operations.records.incoming_types import PlannedRecord
    from shnor_desktop.operations.records.taking_in import TakenIn


def takes(one: Parser) -> None:
    """What the command is given."""
    arguments.file(one)
    one.argument(
        "book",
        "КНИГА",
        "книга из shnor export после правки, такая же по столбцам или другой файл .shnor",
        type=Path,
    )
    add = one.options.add_argument
    add("--answer", metavar="ВОПРОС=ОТВЕТ", type=arguments.pair, action="append", default=[],
        help="ответ на вопрос; вопросы и варианты называет загрузка; можно несколько раз")  # fmt: skip
    add("--delete-missing", action="store_true",
        help="удалить из файла карточки, строки которых удалены из книги")  # fmt: skip
    add("--marked", metavar="КНИГА", type=Path, default=None,
        help="записать копию книги .xlsx (для папки книг — папку копий), где непринятые ячейки отмечены и подписаны")  # fmt: skip
    add("--dry-run", action="store_true", help="только показать, ничего не записывать")
    arguments.writes(one, "marked")


def takes_forms(one: Parser) -> None:
    """What the command is given."""
    arguments.file(one)
    one.argument(
        "folder", "ПАПКА", "пустая или новая папка для книг, или та, где запись форм прервалась", type=Path
    )
    add = one.options.add_argument
    add("--ask", metavar="ВИД:ПОЛЯ", action="append", required=True,
        help='о чём спросить: "Школы: Директор, Телефон"; можно несколько раз')  # fmt: skip
    add("--school", metavar="ШКОЛА", action="append", default=[],
        help="название или код школы; можно несколько раз; без него — все школы")  # fmt: skip


def forms(asked: argparse.Namespace) -> Answer:
    """A locked book a school into a folder; `shnor load FILE FOLDER` takes them back."""
    from shnor_desktop.operations.schools.find import find
    from shnor_desktop.operations.schools.forms import asked_of, send

    meter, wishes = Meter(), asked_of(asked.ask)
    with opened(asked.file, read_only=True) as document:
        with document.read() as session:
            schools = [find(session, one) for one in asked.school]
        sent = send(document, asked.folder, wishes, schools, meter)
    meter.clear()
    lines = [
        f"Формы записаны в папку «{sent.folder}»: {len(sent.books)}.",
        f"Когда книги вернутся: shnor load ФАЙЛ «{sent.folder}».",
    ]
    return Answer(lines, {"folder": str(sent.folder), "books": [one.name for one in sent.books]})


def load(asked: argparse.Namespace) -> Answer:
    """Read, plan, apply; with --dry-run only tell."""
    from shnor_desktop.operations.records import taking_in

    meter, answers = Meter(), dict(asked.answer)
    file = opened(asked.file, read_only=True) if asked.dry_run else changing(asked.file)
    with file as document:
        source = taking_in.open_any(document, asked.book)
        if asked.dry_run:
            taken = taking_in.look(document, source, answers)
        else:
            taken = taking_in.take_in(
                document, source, answers, delete_missing=asked.delete_missing, progress=meter
            )
    meter.clear()
    marked = taking_in.save_marked(taken.plan, asked.book, asked.marked) if asked.marked else 0
    lines = [*told(taken, dry=asked.dry_run, deleting=asked.delete_missing)]
    if asked.marked:
        lines.append(f"Отмечено ячеек: {marked}, книга «{asked.marked}».")
    return Answer(lines, values(taken, dry=asked.dry_run), NEEDS_PERSON if taken.plan.needs_person else 0)


def told(taken: "TakenIn", *, dry: bool, deleting: bool) -> list[str]:
    """For a person."""
    from shnor_desktop.operations.records.incoming_types import Fate

    plan = taken.plan
    refused = plan.of(Fate.REFUSED)
    deleted = len(plan.missing) if dry and deleting else taken.deleted
    lines = [sentence(plan.brief(done=not dry, deleted=deleted))]
    lines += some("Изменения:", [_changed(one) for one in plan.of(Fate.CHANGED)])
    lines += some("Не принято:", [_refused(one) for one in refused])
    lines += questions(plan.questions)
    if plan.missing and not deleting:
        lines += some(
            "Есть в файле, а строки в книге нет (удалить и в файле — --delete-missing):",
            [f"{one.title}" for one in plan.missing],
        )
    lines += some(f"Не ответили ({len(taken.silent)}):", taken.silent)
    lines += some("Замечания:", plan.notes)
    if dry:
        lines.append("Ничего не записано: это проба.")
    return lines


def _changed(one: "PlannedRecord") -> str:
    edits = "; ".join(f"{edit.label}: «{edit.before}» → «{edit.after}»" for edit in one.edits)
    return f"{one.place.address} {one.title}: {edits}"


def _refused(one: "PlannedRecord") -> str:
    return "; ".join(f"{refusal.where.address}: {refusal}" for refusal in one.refusals) + f" ({one.title})"


def values(taken: "TakenIn", *, dry: bool) -> dict[str, object]:
    """For a machine."""
    from shnor_desktop.operations.records.incoming_types import Fate

    plan = taken.plan
    return {
        "dry_run": dry,
        **picked(plan, "added changed unchanged"),
        "deleted": taken.deleted,
        "waiting": len(plan.of(Fate.WAITING)),
        "new": [_record(one) for one in plan.of(Fate.NEW)],
        "changes": [_record(one) for one in plan.of(Fate.CHANGED)],
        "refused": [_record(one) for one in plan.of(Fate.REFUSED)],
        "missing": picked(plan.missing, "kind record=title"),
        "questions": asked_values(plan.questions),
        "silent": taken.silent,
        "notes": plan.notes,
        "action": f"{taken.action.writer_n}.{taken.action.seq}" if taken.action else None,
    }


def _record(one: "PlannedRecord") -> dict[str, object]:
    return {
        **picked(one, "kind record=title where=place.address"),
        "fields": picked(one.edits, "label before after"),
        "why": picked(one.refusals, "where=where.address text what_to_do"),
    }
