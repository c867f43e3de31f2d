"""A district with a record of many kinds, to be found."""

from sqlalchemy.orm import Session

from shnor_desktop.models.office import Person
from shnor_desktop.models.orders import Paper
from shnor_desktop.models.programme import Indicator, Part, Programme
from shnor_desktop.models.risks import Problem
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.models.schools import School, SchoolAlias, SchoolCode


def fill(session: Session) -> None:
    """Write it."""
    school = School(name="МБОУ «Тихоозёрская СОШ № 5»", place="с. Тихое")
    programme = Programme(kind="municipal", title="Программа поддержки школ")
    session.add_all([school, programme, Person(name="Орлова Елена Петровна", post="методист")])
    session.flush()
    session.add(SchoolCode(school=school.uid, system="fisoko", code="sch440123"))
    session.add(SchoolAlias(school=school.uid, spelling="Озёрная школа", normalised="озерная школа"))
    plan = Part(programme=programme.uid, place="plan", title="План")
    paper = Paper(kind="order", title="О рабочей группе", date="2026-09-01", number="12-од")
    session.add_all([plan, paper])
    session.flush()
    inner, points = (
        Part(parent=plan.uid, place="plan_section", title="Кадры"),
        Part(paper=paper.uid, place="points"),
    )
    visit = Event(kind="visit", title="Выезд в Тихое", starts="2026-10-01")
    session.add_all([inner, points, visit])
    session.flush()
    session.add(Activity(part=inner.uid, text="Провести семинары для учителей", responsible="ИМЦ"))
    session.add(Activity(part=points.uid, text="Создать рабочую группу"))
    session.add(Activity(event=visit.uid, text="Обновить кабинет химии"))
    session.add(Indicator(programme=programme.uid, text="Доля школ с планом развития", use="programme"))
    session.add(Problem(school=school.uid, kind="request", text="Нет учителя физики", closed_on="2026-10-02"))
