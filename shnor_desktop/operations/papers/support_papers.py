"""Papers of who helps whom, of contacts and of courses."""

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from shnor_desktop.operations.papers import asks
from shnor_desktop.operations.papers.kind import Answers, PaperKind
from shnor_desktop.operations.support import courses
from shnor_desktop.operations.support import printing as support
from shnor_desktop.papers.support import courses as courses_paper
from shnor_desktop.papers.support import support as support_paper


def _when(answers: Answers) -> tuple[str, date]:
    """How long a time, and a day in it."""
    return answers.get("lasting") or support.YEAR, answers.get("day") or date.today()


def _helper(session: Session, answers: Answers, *, report: bool) -> Any:
    return support.helper_facts(
        session,
        answers["helper"],
        *_when(answers),
        date.today(),
        report=report,
    )


PAPERS = (
    PaperKind(
        "assignments",
        "Закрепление кураторов, наставников и школ-партнёров",
        "Кто помогает какой школе, с какого времени и на каком основании; нагрузка; кто без куратора.",
        (asks.SECTIONS,),
        lambda session, answers: support.assignments_facts(session, date.today()),
        support_paper.compose_assignments,
        asks.no_assignments,
    ),
    PaperKind(
        "contacts",
        "Контакты со школами за период",
        "Посещения, консультации, семинары: что выявлено, о чём договорились, с кем контактов не было.",
        (asks.LASTING, asks.DAY, asks.ONE_SCHOOL, asks.SECTIONS),
        lambda session, answers: support.contacts_facts(
            session,
            *_when(answers),
            asks.all_of(answers.get("of_school")),
            date.today(),
        ),
        support_paper.compose_contacts,
        asks.no_contacts,
    ),
    *(
        PaperKind(
            code,
            title,
            about,
            (asks.HELPER, asks.LASTING, asks.DAY, asks.SECTIONS),
            partial(_helper, report=report),
            support_paper.compose_helper,
            asks.no_helpers,
        )
        for code, title, about, report in (
            (
                "helper-plan",
                "План работы куратора",
                "По школам: что назначено, что обещано и к какому сроку, какие проблемы без мер.",
                False,
            ),
            (
                "helper-report",
                "Отчёт куратора",
                "По школам: что сделано за время, что выявлено, о чём договорились.",
                True,
            ),
        )
    ),
    PaperKind(
        "courses",
        "Курсы и охват учителей",
        "Курсы за время с удостоверениями, доля учителей по предметам, индивидуальные маршруты.",
        (asks.LASTING, asks.DAY, asks.SECTIONS),
        lambda session, answers: courses.courses_facts(session, *_when(answers), date.today()),
        courses_paper.compose_courses,
        asks.no_courses,
    ),
    PaperKind(
        "visit",
        "Лист или справка о посещении",
        "До посещения — лист с тем, что известно о школе, и местом для записей; после — справка.",
        (asks.VISIT, asks.SECTIONS),
        lambda session, answers: support.visit_facts(session, answers["visit"], date.today()),
        support_paper.compose_visit,
        asks.no_visits,
    ),
)
