"""`shnor indicators`: targets and facts of the indicators of programmes."""

import argparse
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, number_e4, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.rules.indicators import STATE_LABELS, State

if TYPE_CHECKING:
    from shnor_desktop.operations.programme.indicators import Figure, IndicatorRow, IndicatorTable


def takes(one: Parser) -> None:
    """The file and, where it has several, the programme."""
    arguments.file(one)
    one.option("--programme", "ПРОГРАММА", "название программы; иначе все программы файла")


def indicators(asked: argparse.Namespace) -> Answer:
    """Every indicator with every year of its programme."""
    from shnor_desktop.operations.programme import indicators as verbs
    from shnor_desktop.operations.programme import outline

    with opened(asked.file, read_only=True) as document, document.read() as session:
        found = [verbs.table(session, one.uid) for one in outline.find(session, asked.programme)]
    lines: list[str] = []
    for table in found:
        lines += _told(table)
    if not found:
        lines = ["Программ в файле нет. Добавьте программу на экране «Программа»."]
    data = {"indicators": [_row(table, row) for table in found for row in table.rows]}
    unreachable = any(
        one.state is State.UNREACHABLE for table in found for row in table.rows for one in row.figures
    )
    return Answer(lines, data, NEEDS_PERSON if unreachable else 0)


def _told(table: "IndicatorTable") -> list[str]:
    lines = [table.programme.title]
    if not table.rows:
        return [*lines, "    показателей нет"]
    for row in table.rows:
        unit = f", {row.unit}" if row.unit else ""
        lines.append(f"    {' '.join(filter(None, (row.number, row.text)))}{unit}")
        for slot, one in zip(table.slots, row.figures, strict=True):
            told = f"план {one.target or '—'}, факт {one.fact or '—'}: {STATE_LABELS[one.state]}"
            why = f" ({one.computed_from})" if one.computed_from else ""
            lines.append(f"        {slot.label}: {told}{why}")
            if one.unreachable:
                lines.append(f"            {one.unreachable}")
    return lines


def _row(table: "IndicatorTable", row: "IndicatorRow") -> dict[str, object]:
    return {
        "programme": table.programme.title,
        **picked(row, "number text unit group direction"),
        "years": [
            {"year": slot.year.label, "stage": slot.stage, **_figure(one)}
            for slot, one in zip(table.slots, row.figures, strict=True)
        ],
    }


def _figure(one: "Figure") -> dict[str, object]:
    return {
        "target": number_e4(one.target_e4),
        "fact": number_e4(one.fact_e4),
        "computed": number_e4(one.computed_e4),
        "computed_from": one.computed_from,
        "state": str(one.state),
        **picked(one, "unreachable reason"),
    }
