"""`shnor import`: workbooks into the document, and what came of every row."""

import argparse
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, Meter, asked_values, picked, questions, some
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.errors import UserError
from shnor_desktop.rules.words.russian import counted, quoted

if TYPE_CHECKING:
    from shnor_desktop.operations.results.book_import import ImportOutcome
    from shnor_desktop.operations.results.plan_types import PlannedRow, PlannedSchool
    from shnor_desktop.sheets.book.amending import Amended
    from shnor_desktop.sheets.book.problems import Problem

SHOWN_OF_A_REASON, EXAMPLES = 5, 3
"""Refused rows of one reason are all told up to so many, else so many as examples."""


def load(asked: argparse.Namespace) -> Answer:
    """Read, plan, apply; with --dry-run only tell."""
    from shnor_desktop.sheets.book import helper

    helper.prepare()  # It gets ready while the words of an import are loaded.
    from shnor_desktop.operations.results.asked_corrections import Wanted
    from shnor_desktop.operations.results.book_import import import_books

    for book in asked.books:
        if book.is_dir():
            raise UserError(f"«{book}» — это папка.", "Укажите книги, которые в ней лежат.")
    meter = Meter()
    file = opened(asked.file, read_only=True) if asked.dry_run else changing(asked.file)
    with file as document:
        outcome = import_books(
            document,
            asked.books,
            year=asked.year,
            dry_run=asked.dry_run,
            answers=dict(asked.answer),
            schools=asked.school,
            alike=arguments.ALIKE.get(asked.alike, ""),
            hidden=arguments.HIDDEN.get(asked.hidden, ""),
            wanted=Wanted(asked.cell, asked.skip_row, asked.skip_column),
            forget=asked.forget,
            overwrite=asked.overwrite,
            progress=meter,
        )
    meter.clear()
    if not outcome.plan.books:
        first = outcome.failures[0]
        raise UserError(f"Ни одна книга не загружена. {first.what_happened}", first.what_to_do)
    code = NEEDS_PERSON if outcome.needs_person else 0
    return Answer(_told(outcome, dry=asked.dry_run), _values(outcome, dry=asked.dry_run), code)


def _told(outcome: "ImportOutcome", *, dry: bool) -> list[str]:
    lines = [
        *_not_taken(outcome),
        *_recognised(outcome),
        f"{'Будет добавлено' if dry else 'Добавлено'} {outcome.contents.added_text}, "
        f"{'изменится' if dry else 'изменено'} {outcome.changed}, без изменений {outcome.unchanged}, "
        f"не принято {len(outcome.refused)}, ждёт решения {outcome.waiting}.",
    ]
    if beside := outcome.contents.beside:
        lines.append(f"Кроме результатов: {beside}.")
    if outcome.new_schools:
        word = "Новые школы, которые появятся" if dry else "Новые школы"
        lines.append(f"{word} ({len(outcome.new_schools)}): {', '.join(outcome.new_schools)}.")
    if learned := len(outcome.plan.learned_of):
        word = "Дополнятся" if dry else "Дополнены"
        lines.append(f"{word} сведения о школах (коды, названия, муниципалитеты): {learned}.")
    lines += some("Не принято:", _by_reason(outcome.refused))
    lines += some(
        "Исправлено в файле вручную и оставлено (взять из книги — --overwrite):",
        [_by_hand(one) for one in outcome.by_hand],
    )
    lines += some("Не загружается по вашему решению:", [one.text for one in outcome.plan.passed])
    lines += some("Исправлено при загрузке:", [_amended(outcome, *one) for one in outcome.plan.amended])
    lines += some("Учтены прежние ответы (забыть — --forget):", _remembered(outcome))
    if alike := outcome.alike:
        lines.append(f"Можно объединить сразу все школы с тем же названием, их {alike}: --alike same.")
    lines += some(
        'Ждут решения о школе (в окне программы или --school "в книге=школа файла, новая или пропустить"):',
        map(_waiting, outcome.needs_decision),
    )
    lines += questions(outcome.questions)
    lines += some("Замечания:", map(_problem, outcome.problems))
    lines += some(
        "Не прочитаны:", [f"{one.name}: {one.what_happened} {one.what_to_do}" for one in outcome.failures]
    )
    if dry:
        lines.append("Ничего не записано: это проба.")
    return lines


def _not_taken(outcome: "ImportOutcome") -> list[str]:
    """What was not taken goes before everything else."""
    if not outcome.plan.told:
        return []
    marked = len(outcome.plan.marks)
    kept = f"Отмечены как не полученные: {marked}; перечень и справка скажут, что данные неполны."
    return ["Загружено не всё.", *(f"    {one}" for one in outcome.plan.told), *([kept] if marked else [])]


def _recognised(outcome: "ImportOutcome") -> list[str]:
    plan = outcome.plan
    names: dict[int, dict[str, None]] = {}
    schools: dict[int, set[str]] = {}
    for row in plan.rows:
        names.setdefault(row.book, {})[row.sitting_name] = None
        if row.school_name:
            schools.setdefault(row.book, set()).add(row.school_name)
    areas = Counter(row.book for row in plan.areas)
    lines = []
    for number, book in enumerate(plan.books):
        sittings = [name for name in names.get(number, {}) if name]
        parts = [f"школ {len(schools.get(number, ()))}", f"проведений {len(sittings)}"]
        if areas[number]:
            parts.append(f"строк территорий {areas[number]}")
        if book.reconciled:
            parts.append(f"сверено итогов {book.reconciled}")
        lines.append(f"«{book.source}»: {', '.join(parts)}.")
        if sittings:
            shown = "; ".join(sittings[:12]) + ("; …" if len(sittings) > 12 else "")
            lines.append(f"    распознано: {shown}")
    return lines


def _by_reason(rows: "Iterable[PlannedRow]") -> list[str]:
    """Many rows of one reason are told as one, with examples."""
    from shnor_desktop.operations.results.refusals import grouped

    lines: list[str] = []
    for group in grouped(rows):
        if len(group.rows) == 1:
            lines.append(_refused(group.rows[0]))
            continue
        shown = group.rows if len(group.rows) <= SHOWN_OF_A_REASON else group.rows[:EXAMPLES]
        lines.append(f"{group.label}: {counted(len(group.rows), 'строка', 'строки', 'строк')}")
        lines += [f"    {_refused(one)}" for one in shown]
        if len(shown) < len(group.rows):
            lines.append(f"    … и ещё {len(group.rows) - len(shown)}; все — в ответе с --json")
    return lines


def _by_hand(row: "PlannedRow") -> str:
    changes = "; ".join(f"{one.label}: в файле {one.before}, в книге {one.after}" for one in row.changes)
    return f"{row.school_name}, {row.sitting_name}: {changes}"


def _amended(outcome: "ImportOutcome", book: int, one: "Amended") -> str:
    source = outcome.plan.books[book].source
    return f"{source} · {one.where.address}: «{one.before}» → «{one.after}»"


def _remembered(outcome: "ImportOutcome") -> list[str]:
    return [f"{one.text} (ключ «{one.key}»)" for one in outcome.remembered]


def _refused(row: "PlannedRow") -> str:
    about = ", ".join(part for part in (row.school_name, row.sitting_name) if part)
    return f"{row.source}: {row.why}" + (f" ({about})" if about else "")


def _waiting(one: "PlannedSchool") -> str:

    near = ", ".join(
        f"{quoted(found.name)} ({found.why.removeprefix('похожа на ')})" for found in one.match.suggestions
    )
    return f"{quoted(one.mention.text)}: строк {one.rows}" + (f"; похожа на {near}" if near else "")


def _problem(one: "Problem") -> str:
    where = f"{one.where.address}: " if one.where else ""
    return f"{where}{one.text} {one.what_to_do}".strip()


def _values(outcome: "ImportOutcome", *, dry: bool) -> dict[str, object]:
    plan = outcome.plan
    return {
        "dry_run": dry,
        "not_taken": plan.told,
        "lost": picked(plan.lost, "school=school_name sitting=sitting_name participants why where=source"),
        "books": picked(plan.books, "source reconciled"),
        "sittings": [one.name for one in plan.sittings],
        **picked(outcome, "added changed unchanged waiting new_schools"),
        "learned_schools": len(plan.learned_of),
        **picked(outcome, "parcels contents"),
        "refused": [_row(one) for one in outcome.refused],
        "reasons": _reasons(outcome),
        "by_hand": [
            _row(one) | {"changes": one.changes, "why": outcome.plan.by_hand[one.uid]}
            for one in outcome.by_hand
        ],
        "skipped": picked(plan.passed, "key text where=where.address"),
        "amended": [
            {"source": plan.books[book].source, **picked(one, "where=where.address before after")}
            for book, one in plan.amended
        ],
        "remembered": picked(outcome.remembered, "key text"),
        "changes": [_row(one) | {"changes": one.changes} for one in plan.rows if one.changes],
        "needs_decision": [_undecided(one) for one in outcome.needs_decision],
        "questions": asked_values(outcome.questions),
        "problems": picked(outcome.problems, "severity reason text what_to_do where=where.address"),
        "failures": picked(outcome.failures, "name what_happened what_to_do"),
    }


def _reasons(outcome: "ImportOutcome") -> list[dict[str, object]]:
    """What was not taken by reason, the most frequent first."""
    from shnor_desktop.operations.results.refusals import grouped

    return [
        {
            "code": one.code or "other",
            "label": one.label,
            "count": len(one.rows),
            "where": [row.source for row in one.rows],
        }
        for one in grouped(outcome.refused)
    ]


def _row(one: "PlannedRow") -> dict[str, object]:
    return {
        "where": one.source,
        "cells": [cell.address for cell in one.cells],
        **picked(one, "school=school_name sitting=sitting_name why"),
        "reason": one.group or "other",
    }


def _undecided(one: "PlannedSchool") -> dict[str, object]:
    near = [
        {"school": found.name, "score": round(found.score, 2), "why": found.why}
        for found in one.match.suggestions
    ]
    told = picked(one, "school=mention.name code=mention.code? municipality=mention.municipality? rows")
    return {**told, "suggestions": near}
