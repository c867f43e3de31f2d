"""Tables of «Закрепления»: schools with their helpers, loads, teachers, single assignments."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.support.assignments import (
    CURATOR,
    HELPERS,
    MENTOR,
    PARTNERS,
    Assigned,
    Load,
    SchoolPeople,
    Teacher,
)
from shnor_desktop.rules.words.russian import counted, show_date
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table, counting, standing

NO_SCHOOLS = "Школ в файле пока нет. Загрузите книгу с результатами или добавьте школу на экране «Школы»."


def _names(held: tuple[Assigned, ...]) -> str:
    return ", ".join(one.who for one in held)


def _who(*roles: str) -> Callable[[SchoolPeople], str]:
    return lambda one: _names(one.of(*roles)) or "—"


def _ink(*roles: str) -> Callable[[SchoolPeople], str]:
    return lambda one: "" if one.of(*roles) else "muted"


def _told(*roles: str) -> Callable[[SchoolPeople], str]:
    return lambda one: "\n".join(map(told, one.of(*roles)))


def told(one: Assigned) -> str:
    """«куратор Петрова А.И., с 01.09.2025 по 31.05.2026; приказ № 5»."""
    days = " ".join(
        filter(
            None,
            (
                f"с {show_date(one.since)}" if one.since else "",
                f"по {show_date(one.until)}" if one.until else "",
            ),
        )
    )
    return "; ".join(filter(None, (", ".join(filter(None, (f"{one.role_text} {one.who}", days))), one.basis)))


def school_state(one: SchoolPeople, on: date) -> tuple[str, str]:
    """A code of the theme and words: who is missing, what runs out."""
    asked = one.school.supported
    if one.alone:
        return ("overdue" if asked else "todo", "никого")
    if one.without_curator:
        return ("due" if asked else "todo", "без куратора")
    ends = min((held.until for held in one.held if held.expires(on)), default="")
    return ("warning", f"до {show_date(ends)}") if ends else ("done", "есть")


class SchoolPeopleTable(Table):
    """A school a line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self.on = date.today()
        columns: tuple[Column[SchoolPeople], ...] = (
            Column("Школа", lambda one: one.school.name),
            Column("За что поддерживают", lambda one: ", ".join(one.school.why)),
            Column("Куратор", _who(CURATOR), ink=_ink(CURATOR), tip=_told(CURATOR)),
            Column("Наставник, тьютор", _who(MENTOR, "tutor"), ink=_ink(MENTOR, "tutor")),
            Column("Школа-партнёр", _who(*PARTNERS), ink=_ink(*PARTNERS), tip=_told(*PARTNERS)),
            Column("Другие", lambda one: _others(one)),
            standing("Состояние", lambda one: school_state(one, self.on)),
        )
        super().__init__(
            columns,
            parent,
            name="Школы и кто им помогает",
            settings=context.settings,
            keep="support-schools",
            words=lambda one: f"{one.school.name} {' '.join(one.school.why)} {_names(one.held)}",
            empty=NO_SCHOOLS,
        )


def _others(one: SchoolPeople) -> str:
    rest = [held for held in one.held if held.role not in HELPERS or held.for_person]
    return "; ".join(
        f"{held.role_text} {held.who}" + (f" ({held.person})" if held.person else "") for held in rest
    )


class LoadTable(Table):
    """A helper in one role a line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns: tuple[Column[Load], ...] = (
            Column("Кто", lambda one: one.who),
            Column("Роль", lambda one: one.role_text),
            counting("Школ", lambda one: len(one.schools)),
            counting("Сотрудников", lambda one: len(one.people)),
            Column("За кем закреплён", lambda one: ", ".join((*one.schools, *one.people))),
        )
        super().__init__(
            columns,
            parent,
            name="Нагрузка",
            settings=context.settings,
            keep="support-loads",
            identity=lambda one: (one.role, one.who_uid, one.who),
            empty="Никто пока ни за кем не закреплён. Закрепите кураторов на вкладке «Школы».",
        )


class TeacherTable(Table):
    """A teacher chosen for help a line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns: tuple[Column[Teacher], ...] = (
            Column("Сотрудник", lambda one: one.name),
            Column("Школа", lambda one: one.school),
            Column("Предмет", lambda one: one.subject),
            Column("За что выбран", lambda one: ", ".join(one.why)),
            Column("Кто помогает", lambda one: _helpers(one) or "—"),
            standing("Состояние", lambda one: ("overdue", "никого") if one.alone else ("done", "есть")),
        )
        super().__init__(
            columns,
            parent,
            name="Сотрудники, которым помогают",
            settings=context.settings,
            keep="support-teachers",
            empty="Здесь те, у кого записан свой дефицит или запрос, и те, у кого есть индивидуальный маршрут.",
        )


def _helpers(one: Teacher) -> str:
    return ", ".join(f"{held.role_text} {held.who}" for held in one.held)


class AssignmentTable(Table):
    """An assignment a line."""

    def __init__(self, context: Context, parent: QWidget, *, keep: str) -> None:
        self.on = date.today()
        columns: tuple[Column[Assigned], ...] = (
            Column("Роль", lambda one: one.role_text),
            Column("Кто", lambda one: one.who),
            Column("За кем", lambda one: one.whom or "—"),
            Column("С", lambda one: show_date(one.since), key=lambda one: one.since or None),
            Column("По", lambda one: show_date(one.until), key=lambda one: one.until or None),
            Column("Основание", lambda one: one.basis or "—", ink=lambda one: "" if one.basis else "muted"),
            Column("Тема", lambda one: one.theme),
            standing("Состояние", lambda one: _state(one, self.on)),
        )
        super().__init__(
            columns,
            parent,
            name="Закрепления",
            settings=context.settings,
            keep=keep,
            ink=lambda one: "muted" if one.ended(self.on) else "",
            words=lambda one: (
                f"{one.role_text} {one.who} {one.school} {one.person} {one.programme} {one.basis} {one.theme}"
            ),
            empty="Закреплений нет. Нажмите «Закрепить…».",
        )


def _state(one: Assigned, on: date) -> tuple[str, str]:
    if one.ended(on):
        return "excluded", "окончено"
    if not one.in_force(on):
        return "not_yet", "ещё не началось"
    return ("warning", "кончается") if one.expires(on) else ("done", "действует")


def load_words(loads: tuple[Load, ...]) -> str:
    """«Кураторов 3, у каждого от 1 до 4 школ»."""
    curators = [len(one.schools) for one in loads if one.role == CURATOR and one.schools]
    if not curators:
        return "Кураторов пока нет."
    least, most = min(curators), max(curators)
    each = (
        counted(most, "школа", "школы", "школ")
        if least == most
        else f"от {least} до {counted(most, 'школы', 'школ', 'школ')}"
    )
    told_of = f"у каждого {each}" if len(curators) > 1 else each
    return f"Кураторов {len(curators)}, {told_of}."
