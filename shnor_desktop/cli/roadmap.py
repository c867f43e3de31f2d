"""`shnor roadmap`: the rows of the plans of a file and where they stand on a day; `shnor due`: how a due text is read, by the
usual school calendar."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.errors import UserError
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.deadlines.due import Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.words import russian

if TYPE_CHECKING:
    from shnor_desktop.operations.programme.findings import Finding
    from shnor_desktop.operations.roadmap.rows import Plan, PlanRow


def takes(one: Parser) -> None:
    """The file, one programme, the day."""
    arguments.file(one)
    one.option("--programme", "НАЗВАНИЕ", "программа или дорожная карта; иначе все")
    one.option("--on", "ДАТА", "на какой день смотреть: 01.02.2022; иначе на сегодня", type=arguments.day)


def roadmap(asked: argparse.Namespace) -> Answer:
    """What was promised, by whom, by when, and was it done."""
    from shnor_desktop.operations.programme import findings as of_texts
    from shnor_desktop.operations.programme import outline
    from shnor_desktop.operations.roadmap import findings, rows

    on = asked.on or date.today()
    with opened(asked.file, read_only=True) as document, document.read() as session:
        found = [rows.plan(session, one.uid, on) for one in outline.find(session, asked.programme)]
        every = [(one, findings.of_plan(session, one)) for one in found]
        plans = [(one, told) for one, told in every if one.rows or told or asked.programme]
        of_programmes = [of_texts.of_programme(session, one.programme.uid) for one, _ in plans]
    lines = [
        line
        for (one, told), words in zip(plans, of_programmes, strict=True)
        for line in (*_lines(one, told), *_remarks("Замечания к программе", words))
    ]
    data = {
        "on": on.isoformat(),
        "programmes": [
            {**_programme(one, told), "programme_findings": picked(words, "code sure text")}
            for (one, told), words in zip(plans, of_programmes, strict=True)
        ],
        "activities": [_row(one, row) for one, _ in plans for row in one.rows],
    }
    needs = any(told or any(row.state in ("overdue", "ask") for row in one.rows) for one, told in plans)
    return Answer(lines or ["Планов в файле нет."], data, NEEDS_PERSON if needs else 0)


def _lines(plan: "Plan", told: "tuple[Finding, ...]") -> list[str]:
    lines = [f"{plan.programme.title}, на {plan.on:%d.%m.%Y}:"]
    section = ""
    for row in plan.rows:
        if row.section != section:
            section = row.section
            lines.append(f"  {section}")
        text = " ".join(row.text.split())
        due = f" [{' '.join(row.due_text.split())}]" if row.due_text.strip() else ""
        lines.append(f"    {row.number} {text}{due} — {row.state_text}".replace("  ", " "))
    return [*lines, *_remarks("Замечания", told)]


def _remarks(title: str, told: "tuple[Finding, ...]") -> list[str]:
    return [f"  {title}:", *(f"    {one.text}" for one in told)] if told else []


def _programme(plan: "Plan", told: "tuple[Finding, ...]") -> dict[str, object]:
    period = plan.period
    return {
        **picked(plan.programme, "title period_label"),
        "from": period.starts.isoformat() if period else None,
        "to": period.ends.isoformat() if period else None,
        "findings": picked(told, "code sure text"),
    }


def _row(plan: "Plan", row: "PlanRow") -> dict[str, object]:
    return {
        "programme": plan.programme.title,
        **picked(row, "section number text due_text"),
        "reading": telling.told(row.due),
        "windows": [
            {
                "from": one.days.starts.isoformat() if one.days else None,
                "to": one.days.ends.isoformat() if one.days else None,
                "state": row.window_state(one),
                "done": one.done,
                "needed": one.needed,
            }
            for one in row.standings
        ],
        **picked(row, "state state_text done responsible expected schools"),
    }


def due_takes(one: Parser) -> None:
    """The text, the period and how the programme counts its years."""
    one.argument("text", "ТЕКСТ", "срок, как он напечатан в плане")
    one.option(
        "--from", "ДАТА", "начало периода: 01.09.2021", dest="since", type=arguments.day, required=True
    )
    one.option("--to", "ДАТА", "конец периода: 31.08.2022", dest="until", type=arguments.day, required=True)
    kind = one.options.add_mutually_exclusive_group()
    kind.add_argument("--calendar-year", action="store_true", help="годы программы календарные")
    kind.add_argument(
        "--school-year",
        action="store_true",
        help="годы программы учебные (так и без указания, если период начат в сентябре)",
    )


def due(asked: argparse.Namespace) -> Answer:
    """The windows, or what must be asked."""
    school = asked.school_year or (not asked.calendar_year and asked.since.month == 9)
    period = Period(asked.since, asked.until, school)
    if period.starts > period.ends:
        raise UserError("Период кончается раньше, чем начинается.", "Поменяйте местами --from и --to.")
    if not period.usable:
        raise UserError(
            "По такому периоду сроки не посчитать.", "Укажите не больше 30 лет, между 1950 и 2150 годами."
        )
    found = parse(asked.text, period)
    lines = [russian.sentence(telling.told(found))]
    lines += [f"    {telling.days(one)}" for one in found.windows]
    lines += [found.question] if found.question else []
    data = picked(found, "kind windows least asks=question")
    data["windows"] = picked(found.windows, "from=starts to=ends")
    return Answer(lines, data, NEEDS_PERSON if found.question else 0)
