"""Tables of schools beside results: `shnor region-list`, a region's list taken in as statuses, and `shnor passport`, a workbook of
context data taken into the social passport; both tried first or written."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened

if TYPE_CHECKING:
    from shnor_desktop.operations.context import workbooks
    from shnor_desktop.operations.identification.region_list import ListPlan, Taken

_KINDS = {"ШНОР": "low_result", "ШНСУ": "adverse_social"}


def takes(one: Parser) -> None:
    """What the command is given."""
    arguments.file(one)
    one.argument("book", "КНИГА", "таблица перечня: xlsx, xls, ods или csv", type=Path)
    add = one.options.add_argument
    add("--school", metavar="В_ПЕРЕЧНЕ=ШКОЛА", type=arguments.pair, action="append", default=[],
        help="какая это школа: название или код в перечне=название или код в файле, «новая» или «пропустить»")  # fmt: skip
    add("--basis", metavar="РЕКВИЗИТЫ", default="", help="реквизиты документа, если их нет в самой книге")
    add("--date", metavar="ДАТА", type=arguments.day, default=None, help="дата документа: 15.09.2026")
    add("--status", metavar="СТАТУС", choices=tuple(_KINDS), default=None, help="ШНОР или ШНСУ")
    add("--end-absent", action="store_true",
        help="закончить статусы школ прежнего перечня, которых в этом нет")  # fmt: skip
    add("--dry-run", action="store_true", help="только показать, что изменится")


def load(asked: argparse.Namespace) -> Answer:
    """Read, match, compare, write; with --dry-run only tell."""
    from shnor_desktop.operations.identification import region_list as operation

    listed = operation.read_list(asked.book)
    said = operation.options_of(listed)
    options = operation.Options(
        asked.basis or said.text,
        asked.date.isoformat() if asked.date else said.since,
        _KINDS.get(asked.status, said.kind),
    )
    file = opened(asked.file, read_only=True) if asked.dry_run else changing(asked.file)
    with file as document:
        planned = operation.plan(document, listed, None, options)
        if asked.school:
            decisions = operation.decisions_of(document, planned, asked.school)
            planned = operation.plan(document, listed, decisions, options)
        taken = None if asked.dry_run else operation.apply(document, planned, end_absent=asked.end_absent)
    code = NEEDS_PERSON if planned.of("waiting") or (planned.leaving and not asked.end_absent) else 0
    return Answer([*operation.told(planned), *_done(taken)], _values(planned, taken), code)


def _done(taken: "Taken | None") -> list[str]:
    if taken is None:
        return ["Ничего не записано: это только просмотр."]
    return [
        f"Отмечено школ {taken.added}, из них новых в файле {taken.created}; статус закончен у {taken.ended}."
    ]


def _values(planned: "ListPlan", taken: "Taken | None") -> dict[str, object]:
    return {
        **picked(planned, "basis=options.text date=options.since"),
        "schools": picked(planned.lines, "in_list=named.mention.text school=school_name basis fate computed"),
        **picked(planned, "leaving=leaving_names only_computed only_listed other_status"),
        "notes": [one.text for one in planned.listed.problems],
        "added": taken.added if taken else 0,
        "ended": taken.ended if taken else 0,
    }


# --- context data ----------------------------------------------------------------------------------------------------


def passport_takes(one: Parser) -> None:
    """What the command is given."""
    arguments.file(one)
    one.argument("book", "КНИГА", "книга с паспортами: xlsx, xls, ods, csv или docx", type=Path)
    add = one.options.add_argument
    add("--year", metavar="ГОД", type=arguments.school_year, default=None,
        help="учебный год сведений: 2021/22; иначе названный в книге")  # fmt: skip
    add("--school", metavar="В_КНИГЕ=ШКОЛА", type=arguments.pair, action="append", default=[],
        help="какая это школа: название в книге=название или код в файле, «новая» или «пропустить»")  # fmt: skip
    add("--column", metavar="СТОЛБЕЦ=ПОКАЗАТЕЛЬ", type=arguments.pair, action="append", default=[],
        help="что в столбце: его заголовок=показатель словаря, «новый» или «пропустить»")  # fmt: skip
    add("--overwrite", action="store_true", help="заменить введённое вручную")
    add("--dry-run", action="store_true", help="только показать, что изменится")


def passport(asked: argparse.Namespace) -> Answer:
    """Read, match, compare, write; with --dry-run only tell."""
    from shnor_desktop.operations.context import workbooks

    file = opened(asked.file, read_only=True) if asked.dry_run else changing(asked.file)
    with file as document:
        found = workbooks.opened(document, asked.book)
        decisions = workbooks.decisions_of(document, found.planned, asked.school, asked.column)
        planned = workbooks.plan(document, found.book, decisions, asked.year, overwrite=asked.overwrite)
        taken = None
        if not asked.dry_run:
            taken = workbooks.take(document, found.book, decisions, asked.year, overwrite=asked.overwrite)
    unsure = planned.waiting or any(not one.decision for one in planned.columns)
    kept = planned.count("by_hand") if not asked.overwrite else 0
    code = NEEDS_PERSON if unsure or kept or planned.count("refused", "twice") else 0
    return Answer([*workbooks.told(planned), *_passport_done(taken)], _passport_values(planned, taken), code)


def _passport_done(taken: "workbooks.Taken | None") -> list[str]:
    if taken is None:
        return ["Ничего не записано: это только просмотр."]
    return [f"Записано значений {taken.values}, школ {taken.schools}, новых показателей {taken.indicators}."]


def _passport_values(planned: "workbooks.ContextPlan", taken: "workbooks.Taken | None") -> dict[str, object]:
    return {
        "year": planned.year,
        "columns": [
            {
                "heading": one.column.heading,
                "indicator": one.indicator.text if one.indicator else "",
                "decision": one.decision.partition(":")[0],
            }
            for one in planned.columns
        ],
        "schools": picked(planned.schools, "in_book=mention.text decision"),
        **{fate: planned.count(fate) for fate in ("new", "changed", "same", "by_hand", "twice", "refused")},
        "written": taken.values if taken else 0,
    }
