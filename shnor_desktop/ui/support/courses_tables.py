"""Tables of «Курсы»: courses, who passed them, teachers by subject, routes."""

from PySide6.QtWidgets import QWidget

from shnor_desktop.operations.support.courses import Course, Coverage, Passed, Route
from shnor_desktop.rules.words.russian import decimal_e4, percent_e4
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table, counting, standing


def _hours(one: Course) -> str:
    hours = one.contact.hours_e4
    return decimal_e4(hours, 0 if hours % 10_000 == 0 else 1) if hours else ""


def _people(one: Course) -> str:
    number = one.contact.people
    if number is None:
        return str(len(one.persons)) if one.persons else "—"
    return f"{'не менее ' * one.contact.at_least}{number}"


class CourseTable(Table):
    """A course a line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns: tuple[Column[Course], ...] = (
            Column(
                "Когда",
                lambda one: one.contact.when,
                key=lambda one: one.contact.days.starts.toordinal() if one.contact.days else None,
            ),
            Column("Курсы", lambda one: one.contact.name),
            Column("Часов", _hours, key=lambda one: one.contact.hours_e4, align="right"),
            Column("Участников", _people, align="right"),
            Column(
                "Названы",
                lambda one: str(len(one.persons)) if one.persons else "—",
                key=lambda one: len(one.persons),
                align="right",
            ),
            Column(
                "Без удостоверения",
                lambda one: str(one.without_certificate) if one.without_certificate else "",
                align="right",
                ink=lambda one: "watch",
            ),
            Column("Школы", lambda one: one.contact.where),
        )
        super().__init__(
            columns,
            parent,
            name="Курсы повышения квалификации",
            settings=context.settings,
            keep="support-courses",
            words=lambda one: f"{one.contact.name} {' '.join(p.name for p in one.persons)}",
            empty="Курсов пока нет. Нажмите «Добавить курсы…».",
        )


class PassedTable(Table):
    """Somebody who passed a course a line; the certificate may be typed."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns: tuple[Column[Passed], ...] = (
            Column("Сотрудник", lambda one: one.name),
            Column("Школа", lambda one: one.school),
            Column("Предмет", lambda one: one.subject),
            Column("Удостоверение", lambda one: one.certificate, name="certificate"),
        )
        super().__init__(
            columns,
            parent,
            name="Кто прошёл курсы",
            settings=context.settings,
            keep="support-passed",
            empty="Участники не названы. Отметьте их в форме курсов.",
        )
        self.set_editable(not context.read_only)


class CoverageTable(Table):
    """A subject a line; no ranking, subjects stand by their names."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns: tuple[Column[Coverage], ...] = (
            Column("Предмет", lambda one: one.subject or "предмет не указан"),
            counting("Учителей", lambda one: len(one.teachers)),
            counting("Прошли курсы", lambda one: len(one.covered)),
            Column(
                "Доля", lambda one: percent_e4(one.share_e4, 0), key=lambda one: one.share_e4, align="right"
            ),
            Column("Ещё не прошли", lambda one: ", ".join(one.missing)),
        )
        super().__init__(
            columns,
            parent,
            name="Учителя по предметам",
            settings=context.settings,
            keep="support-coverage",
            empty="Учителей этих школ в файле нет. Добавьте их в справочнике «Сотрудники»: школа и предмет.",
        )


class RouteTable(Table):
    """A route a line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        columns: tuple[Column[Route], ...] = (
            Column("Сотрудник", lambda one: one.person or "—"),
            Column("Школа", lambda one: one.school),
            Column("Предмет", lambda one: one.subject),
            Column("Маршрут", lambda one: one.title),
            Column("Срок", lambda one: one.days),
            Column("Шаги", lambda one: f"{one.done} из {one.steps}" if one.steps else "шагов нет"),
            Column("Следующий шаг", lambda one: one.following),
            standing("Состояние", _state),
        )
        super().__init__(
            columns,
            parent,
            name="Индивидуальные маршруты",
            settings=context.settings,
            keep="support-routes",
            ink=lambda one: "muted" if one.over else "",
            empty="Маршрутов пока нет. Нажмите «Новый маршрут…»: сотрудник, срок, потом шаги.",
        )


def _state(one: Route) -> tuple[str, str]:
    if one.overdue:
        return "overdue", f"просрочено: {one.overdue}"
    if one.steps and one.done == one.steps:
        return "done", "пройден"
    return (
        ("excluded", "закончен")
        if one.over
        else ("counted", "идёт")
        if one.steps
        else ("warning", "без шагов")
    )
