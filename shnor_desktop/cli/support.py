"""`shnor support`: who helps which school, where nobody has been, what runs out, how much everybody carries, what nothing
answers, which documents are not there."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, number_e4, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.rules.words.russian import counted, show_date

if TYPE_CHECKING:
    from shnor_desktop.operations.risks.problems import ProblemLine
    from shnor_desktop.operations.support.assignments import Assigned, Load, SchoolPeople
    from shnor_desktop.operations.support.contacts import Count, Seen
    from shnor_desktop.operations.support.standing import Support


def takes(one: Parser) -> None:
    """The file and the days."""
    arguments.file(one)
    one.option("--on", "ДАТА", "на какой день смотреть: 01.02.2022; иначе на сегодня", type=arguments.day)
    one.option(
        "--since",
        "ДАТА",
        "с какого дня школу должны были посетить; иначе за 90 дней до этого дня",
        type=arguments.day,
    )


def support(asked: argparse.Namespace) -> Answer:
    """Which schools and teachers stand alone."""
    from shnor_desktop.operations.support import standing

    with opened(asked.file, read_only=True) as document, document.read() as session:
        found = standing.support(session, asked.on or date.today(), asked.since)
    return Answer(_lines(found), _data(found), 0 if found.calm else NEEDS_PERSON)


def _data(found: "Support") -> dict[str, object]:
    board = found.board
    return {
        "on": found.on.isoformat(),
        "since": found.since.isoformat(),
        "scope": "supported" if board.schools.listed else "all",
        "schools": [_school(one) for one in board.asked],
        "without_curator": [one.school.name for one in board.without_curator],
        "alone": [one.school.name for one in board.alone],
        "not_visited": [_seen(one) for one in found.not_visited],
        "visited": [_seen(one) for one in found.seen],
        "teachers_alone": picked(board.teachers_alone, "name school subject why"),
        "expiring": [_assigned(one) for one in board.expiring],
        "assignments": [_assigned(one) for one in board.every if one.in_force(found.on)],
        "loads": [
            {**picked(one, "role who count"), "schools": list(one.schools), "people": list(one.people)}
            for one in board.loads
        ],
        "unanswered": picked(found.unanswered, "kind level school=school_name person text=words source year"),
        "missing_documents": picked(found.missing, "programme school what"),
        "contacts": [
            {**picked(one, "kind times at_least people undated"), "hours": number_e4(one.hours_e4)}
            for one in found.counts
        ],
    }


def _school(one: "SchoolPeople") -> dict[str, object]:
    return {
        "school": one.school.name,
        "why": list(one.school.why),
        "held": [_assigned(held) for held in one.held],
    }


def _assigned(one: "Assigned") -> dict[str, object]:
    return {
        **picked(one, "role who school person group programme basis theme"),
        "since": one.since or None,
        "until": one.until or None,
    }


def _seen(one: "Seen") -> dict[str, object]:
    return {
        "school": one.school.name,
        "last": one.last_on.isoformat() if one.last_on else None,
        "undated": one.undated,
        "ahead": one.ahead.isoformat() if one.ahead else None,
    }


def _lines(found: "Support") -> list[str]:
    board = found.board
    lines = [f"Поддержка школ на {found.on:%d.%m.%Y}."]
    if not board.schools.lines:
        return [*lines, "Школ в файле нет."]
    if not board.schools.listed:
        lines.append("Ни о какой школе не сказано, что её поддерживают: названы все школы файла.")
    return [
        *lines,
        *_block("Без куратора", [one.school.name for one in board.without_curator]),
        *_block(f"Не посещали с {found.since:%d.%m.%Y}", [_told(one) for one in found.not_visited]),
        *_block("Учителя без помощи", [f"{one.name} ({', '.join(one.why)})" for one in board.teachers_alone]),
        *_block("Закрепления кончаются", [_ending(one) for one in board.expiring]),
        *_block("Проблемы и запросы без мер", [_problem(one) for one in found.unanswered]),
        *_block("Нет документов", [f"{one.school}: {one.what} ({one.programme})" for one in found.missing]),
        *_block("Нагрузка", [_load(one) for one in board.loads]),
        *_block("Контакты", [_count(one) for one in found.counts]),
    ]


def _block(title: str, lines: list[str]) -> list[str]:
    return [f"{title}: {len(lines) or 'нет'}", *(f"    {one}" for one in lines)]


def _told(one: "Seen") -> str:
    last = f"последний раз {one.last_on:%d.%m.%Y}" if one.last_on else "посещений с датой нет"
    undated = f", без даты: {one.undated}" if one.undated else ""
    ahead = f", назначено на {one.ahead:%d.%m.%Y}" if one.ahead else ""
    return f"{one.school.name} — {last}{undated}{ahead}"


def _ending(one: "Assigned") -> str:
    return f"{one.role_text} {one.who} — {one.whom}, до {show_date(one.until)}"


def _problem(one: "ProblemLine") -> str:
    whose = f" ({one.whose})" if one.whose else ""
    return f"{one.kind_text}: {' '.join(one.words.split())}{whose}"


def _load(one: "Load") -> str:
    told = [counted(len(one.schools), "школа", "школы", "школ")] if one.schools else []
    if one.people:
        told.append(counted(len(one.people), "сотрудник", "сотрудника", "сотрудников"))
    return f"{one.role_text} {one.who} — {', '.join(told)}"


def _count(one: "Count") -> str:
    return f"{one.text}, из них без даты: {one.undated}" if one.undated else one.text
