"""Composes «Курсы и охват учителей»: courses of a period with certificates, teachers by subject, routes."""

from shnor_desktop.papers.support.facts import CoursesFacts
from shnor_desktop.papers.support.support import line_of, listed, on_day, table_of
from shnor_desktop.papers.tree.frame import closing, opening, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Paper,
    Says,
    Table,
    Title,
)
from shnor_desktop.papers.tree.rows import row_of, typed
from shnor_desktop.papers.tree.wording import dated, form, named, run, words


def compose_courses(facts: CoursesFacts) -> Paper:
    """What was passed, by whom, who of which subject has not."""
    title = Title("КУРСЫ ПОВЫШЕНИЯ КВАЛИФИКАЦИИ", (facts.period,))
    blocks: list[Block] = [*opening(facts.meta, title), on_day(facts.on)]
    if facts.told:
        blocks.append(line_of(*words("Прошли курсы: "), run(facts.told, facts.source), form(".")))
    blocks.append(_courses(facts) if facts.courses else line_of(form("В это время курсов не отмечено.")))
    if facts.coverage:
        whose = (
            "Учителя всех школ по предметам"
            if facts.all_schools
            else "Учителя поддерживаемых школ по предметам"
        )
        blocks += [Heading(words(whose), 2), _coverage(facts)]
    if facts.routes:
        blocks += [Heading(words("Индивидуальные маршруты"), 2), _routes(facts)]
    blocks += closing(facts.meta)
    return paper_of(
        "Курсы повышения квалификации и охват учителей",
        blocks,
        facts.meta,
        landscape=True,
        created=facts.on,
        period=facts.period,
    )


def _courses(facts: CoursesFacts) -> Table:
    return table_of(
        (
            ("Когда", Column(42)),
            ("Курсы", Column(76, stretch=2)),
            ("Часов", Column(18, align=Align.CENTER)),
            ("Участников", Column(26, align=Align.CENTER)),
            ("Кто прошёл, удостоверение", Column(95, stretch=2)),
        ),
        tuple(
            row_of(
                dated(one.when),
                run(one.name, one.source, says=Says.TYPED),
                (run(one.hours, one.source),) if one.hours else (),
                (run(one.people, one.source),) if one.people else (),
                tuple(listed(one.persons, says=Says.TYPED)),
            )
            for one in facts.courses
        ),
        "Курсы",
    )


def _coverage(facts: CoursesFacts) -> Table:
    return table_of(
        (
            ("Предмет", Column(60, stretch=1)),
            ("Учителей", Column(24, align=Align.CENTER)),
            ("Прошли курсы", Column(30, align=Align.CENTER)),
            ("Доля", Column(22, align=Align.CENTER)),
            ("Ещё не прошли", Column(121, stretch=2)),
        ),
        tuple(
            row_of(
                named(one.subject),
                Cell((run(str(one.teachers), one.source),), number=True),
                Cell((run(str(one.covered), one.covered_source),), number=True),
                Cell((run(one.share, one.covered_source),), number=True),
                (run(one.missing, one.source, says=Says.NAME),) if one.missing else (),
            )
            for one in facts.coverage
        ),
        "Охват",
    )


def _routes(facts: CoursesFacts) -> Table:
    return table_of(
        (
            ("Сотрудник", Column(54, stretch=1)),
            ("Школа", Column(42, stretch=1)),
            ("Маршрут", Column(54, stretch=1)),
            ("Период", Column(42)),
            ("Пройдено шагов", Column(24, align=Align.CENTER)),
            ("Следующий шаг", Column(41, stretch=1)),
        ),
        tuple(
            row_of(
                named(one.person, one.source),
                named(one.school, one.source),
                run(one.title, one.source, says=Says.TYPED),
                dated(one.days, one.source),
                run(one.steps, one.source),
                typed(one.following, one.source),
            )
            for one in facts.routes
        ),
        "Маршруты",
    )
