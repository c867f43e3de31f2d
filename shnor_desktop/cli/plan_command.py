"""`shnor plan`: plans, indicators and passports out of tables of documents into a programme."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked, some
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.errors import UserError

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.roadmap.plan_import import PlanPreview


def takes(one: Parser) -> None:
    """What the command is given."""
    arguments.file(one)
    one.argument(
        "book", "ДОКУМЕНТ", "документ или книга с таблицей плана: docx, doc, xlsx, ods, csv", type=Path
    )
    add = one.options.add_argument
    add("--programme", metavar="ПРОГРАММА", default=None,
        help="название или номер программы, в которую загрузить; если она в файле одна, можно не указывать")  # fmt: skip
    add("--column", metavar="ЗАГОЛОВОК=ГРАФА", type=arguments.pair, action="append", default=[],
        help="что в столбце плана, если это не узнано: номер, мероприятие, срок, ответственные, ожидаемый результат, "
        "раздел, школы, примечание; можно несколько раз")  # fmt: skip
    add("--year", metavar="ГОД", type=arguments.positive, default=None,
        help="год значений показателей, если заголовок столбца его не называет: 2021 (учебный год — начальный)")  # fmt: skip
    add("--export", action="store_true",
        help="наоборот: записать планы программы в книгу .xlsx или календарь .ics")  # fmt: skip
    add("--dry-run", action="store_true", help="только показать, ничего не записывать")
    arguments.writes(one, "book")


def load(asked: argparse.Namespace) -> Answer:
    """Read, match, write; with --dry-run only tell."""
    from shnor_desktop.operations.roadmap import plan_import as operation

    if asked.export:
        return _export(asked)
    tables = operation.read_tables(asked.book)
    file = opened(asked.file, read_only=True) if asked.dry_run else changing(asked.file)
    with file as document:
        programme = _programme(document, asked.programme)
        chosen = operation.chosen_columns(tables, asked.column)
        planned = operation.preview(
            document, tables, programme, chosen, source=asked.book.name, year=asked.year
        )
        if not asked.dry_run:
            operation.take_in(document, planned)
    return Answer(told(planned, dry=asked.dry_run), values(planned), NEEDS_PERSON if planned.questions else 0)


def _programme(document: "Document", text: str | None) -> bytes:
    """The programme that is meant: the one that is named, or the only one."""
    from shnor_desktop.operations.programme import outline

    with document.read() as session:
        found = outline.find(session, text)
    if not found:
        raise UserError("В файле нет ни одной программы.", "Сначала добавьте программу или дорожную карту.")
    if len(found) > 1:
        names = "; ".join(f"«{one.name}»" for one in found)
        raise UserError("Не сказано, о какой программе речь.", f"Укажите --programme: {names}.")
    return found[0].uid


def _export(asked: argparse.Namespace) -> Answer:
    from shnor_desktop.operations.roadmap.plan_export import export

    with opened(asked.file, read_only=True) as document:
        count = export(document, _programme(document, asked.programme), asked.book, date.today())
    return Answer([f"Записано в «{asked.book}»: {count}."], {"out": str(asked.book), "count": count})


def told(planned: "PlanPreview", *, dry: bool) -> list[str]:
    """For a person."""
    new, changed, same = (planned.count(one) for one in ("new", "changed", "same"))
    lines = [f"«{planned.programme.name}»: новых строк {new}, изменённых {changed}, без изменений {same}."]
    for plan in planned.plans:
        mine = [line for line in plan.lines if line.is_activity]
        lines.append(f"План «{plan.title}»: мероприятий {len(mine)}.")
    if planned.indicators:
        lines.append(f"Показателей: {len(planned.indicators)}.")
    if planned.passport:
        lines.append(f"Строк паспорта: {len(planned.passport)}.")
    lines += some("Посмотрите:", [f"{where}: {what}" for where, what in planned.questions])
    lines += some("Не узнаны таблицы:", planned.unread)
    if dry:
        lines.append("Ничего не записано: это проба.")
    return lines


def values(planned: "PlanPreview") -> dict[str, object]:
    """For a machine."""
    return {
        "programme": planned.programme.name,
        "added": planned.count("new"),
        "changed": planned.count("changed"),
        "unchanged": planned.count("same"),
        "plans": [
            {
                **picked(plan, "number title columns"),
                "rows": picked(
                    plan.lines,
                    "where what=row.fate becomes number=row.number text=row.text due_text=row.due_text reading "
                    "responsible=row.responsible expected=row.expected section",
                ),
            }
            for plan in planned.plans
        ],
        "indicators": [
            picked(one, "where becomes number=row.number text=row.text group=row.group unit=row.unit")
            | {"values": [value.told for value in one.values]}
            for one in planned.indicators
        ],
        "passport": picked(planned.passport, "where becomes label=row.label text=row.text"),
        "questions": [{"where": where, "text": what} for where, what in planned.questions],
        "unread": planned.unread,
    }
