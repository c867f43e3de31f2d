"""`shnor effect`: what changed in schools with support beside the others, and whether it is more than chance; `shnor school`:
everything the file knows of one school."""

import argparse
from typing import TYPE_CHECKING, Any

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import Answer, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.document_commands import opened

if TYPE_CHECKING:
    from shnor_desktop.operations.effect.comparing import Report, SchoolChange
    from shnor_desktop.papers.cards.facts import CardBlock, WholeCard
    from shnor_desktop.rules.effect import Count, Difference, Group

WAYS = {
    "закрепление": "assignment",
    "программа": "programme",
    "статус": "status",
    "помощь": "help",
    "assignment": "assignment",
    "programme": "programme",
    "status": "status",
    "help": "help",
}
"""Words of the command line for the ways a school counts as supported."""


def takes(one: Parser) -> None:
    """The file, the sitting, what it is compared with, who counts as supported."""
    arguments.file(one)
    one.option("--sitting", "ПРОВЕДЕНИЕ", "позднее из двух: «ВПР МА 5, весна 2024»; иначе все, кратко")
    one.option(
        "--before", "ПРОВЕДЕНИЕ", "с чем сравнить; иначе с прежним, лучше всего подходящим", default=""
    )
    one.option(
        "--supported",
        "КТО",
        "кого считать школой с поддержкой: закрепление, программа, статус или помощь (закрепление либо программа); "
        "иначе помощь, а если её в файле нет — статус",
        choices=tuple(WAYS),
        default="",
    )


def effect(asked: argparse.Namespace) -> Answer:
    """One comparison in full, or all of them in a line each."""
    from shnor_desktop.operations.effect.comparing import Effects

    way = WAYS.get(asked.supported, "")
    with opened(asked.file, read_only=True) as document, document.read() as session:
        effects = Effects(session)
        if asked.sitting:
            report = effects.report(effects.asked(asked.sitting, asked.before), way)
            return Answer(_lines(report), _told(report))
        reports = effects.reports(effects.comparisons(), way)
    lines = [f"{_names(one)}: {one.answer}" for one in reports]
    return Answer(
        lines or ["Сравнивать нечего: нет процедуры с результатами двух лет."],
        {"comparisons": [_told(one, schools=False) for one in reports]},
    )


def _names(report: "Report") -> str:
    return f"{report.comparison.after.name} после {report.comparison.before.name}"


def _lines(report: "Report") -> list[str]:
    from shnor_desktop.operations.effect.supported import WAYS as NAMES
    from shnor_desktop.rules.effect import ASSUMED, difference_text, share_text
    from shnor_desktop.rules.words.russian import show_date

    days = report.comparison.days
    lines = [
        f"{_names(report)}.",
        f"С поддержкой: {NAMES[report.way]}, с {show_date(days.starts)} по {show_date(days.ends)}.",
        *report.sentences,
        *report.warnings,
        *ASSUMED,
    ]
    for one in report.schools:
        if one.pair is not None and one.change is not None:
            mark = "с поддержкой" if one.supported else "без поддержки"
            shares = f"{share_text(one.pair.before)} → {share_text(one.pair.after)}"
            lines.append(f"  {one.name} ({mark}): {shares}; {difference_text(one.change)}")
    return lines


def _told(report: "Report", *, schools: bool = True) -> dict[str, Any]:
    one, found = report.comparison, report.effect
    told: dict[str, Any] = {
        **picked(one, "sitting=after.name before=before.name not_comparable=why_not"),
        "supported_by": report.way,
        **picked(one.days, "from=starts to=ends"),
        "finding": "not_comparable" if one.why_not else str(found.finding),
        "chance": found.finding == "chance" and not one.why_not,
        "answer": report.answer,
        "supported": _group(found.supported),
        "as_low": _group(found.as_low),
        "others": _group(found.others),
        "low_from": found.low_from,
        "expected": None if found.expected is None else list(found.expected),
        "beyond_expected": _difference(found.excess),
        "spread": found.spread,
        "warnings": list(report.warnings),
    }
    if schools:
        told |= {
            "sentences": list(report.sentences),
            "share": None if report.share is None else 100 * report.share,
            "schools": [_school(line, report.share) for line in report.schools],
        }
    return told


def _group(group: "Group | None") -> dict[str, Any] | None:
    if group is None:
        return None
    return {
        "schools": group.schools,
        "before": _count(group.before),
        "after": _count(group.after),
        "change": _difference(group.change),
    }


def _count(count: "Count | None") -> dict[str, Any] | None:
    return None if count is None else picked(count, "failed participants=n pct")


def _difference(one: "Difference | None") -> dict[str, Any] | None:
    return None if one is None else {**picked(one, "points low high"), "chance": one.is_chance}


def _school(line: "SchoolChange", share: float | None) -> dict[str, Any]:
    from shnor_desktop.rules.effect import place

    return {
        "name": line.name,
        "supported": [ground.text for ground in line.grounds],
        "before": _count(line.before),
        "after": _count(line.after),
        "change": _difference(line.change),
        "place": str(place(line.after, share)) if line.after and share is not None else None,
        "lacking": line.why,
    }


# ---- one school


def school_takes(one: Parser) -> None:
    """The file, the school, the day."""
    arguments.file(one)
    one.argument("school", "ШКОЛА", "название или код школы")
    one.option("--on", "ДАТА", "на какой день смотреть: 01.02.2022; иначе на сегодня", type=arguments.day)
    one.flag("--without-people", "без фамилий: без раздела о людях, директора и телефонов")


def school(asked: argparse.Namespace) -> Answer:
    """All blocks of the card."""
    from shnor_desktop.operations.cards.whole import whole
    from shnor_desktop.operations.schools.find import find

    with opened(asked.file, read_only=True) as document, document.read() as session:
        uid = find(session, asked.school)
        card = whole(session, uid, asked.on, people=not asked.without_people)
    return Answer(_card_lines(card), _card(card))


def _card_lines(card: "WholeCard") -> list[str]:
    lines = [f"{card.official_name}, на {card.on:%d.%m.%Y}"]
    for block in card.blocks:
        lines += ["", f"{block.title}:", *([f"  {block.told}"] if block.told else [])]
        if not block.lines:
            lines.append(f"  {block.empty}")
        if block.lines and len(block.heads) > 2:
            lines.append(f"  ({' | '.join(block.heads)})")
        joint = ": " if len(block.heads) == 2 else " | "
        lines += [f"  {joint.join(line.cells)}" for line in block.lines]
    return lines


def _card(card: "WholeCard") -> dict[str, Any]:
    return {
        **picked(card, "school=uid name official_name on"),
        "blocks": {block.code: _block(block) for block in card.blocks},
    }


def _block(block: "CardBlock") -> dict[str, Any]:
    return {
        "title": block.title,
        "columns": list(block.heads),
        "rows": [{"cells": list(line.cells), "mark": line.mark} for line in block.lines],
        "note": block.told or block.empty,
    }
