"""Beside the plan: the row with the cursor in full, how its due is read, where each window stands, what is wrong with it."""

from collections.abc import Iterable
from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from shnor_desktop.models.roadmap import ACTIVITY_KINDS, EXPECTED_KINDS
from shnor_desktop.operations.programme.findings import Finding
from shnor_desktop.operations.roadmap.rows import Plan, PlanRow, read_due
from shnor_desktop.operations.roadmap.standing import WORDS
from shnor_desktop.rules.deadlines import telling
from shnor_desktop.rules.deadlines.states import Standing
from shnor_desktop.ui.kit import theme

_MOST_WINDOWS = 16


class RowPanel(QTextBrowser):
    """Plain text with a little order, to be read and copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("О мероприятии")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setMinimumWidth(theme.wide(190))
        self.document().setDocumentMargin(theme.GAP)

    def show_row(self, row: PlanRow | None, found: Iterable[Finding] = ()) -> None:
        """One row, or what to do where there is none."""
        if row is None:
            self.setHtml("<p>Выберите строку: здесь будет, как прочитан её срок и что сделано.</p>")
            return
        number = f"{escape(row.number)} " if row.number else ""
        parts = [f"<p><b>{number}{_lines(row.text)}</b></p>", _due(row), _facts(row)]
        wrong = [one for one in found if row.uid in one.uids]
        if wrong:
            parts.append(
                "<p><b>Замечания</b></p>"
                + "".join(f"<p>{_sign(one)} {escape(one.text)}</p>" for one in wrong)
            )
        self.setHtml("".join(parts))

    def show_reading(self, plan: Plan, typed: str) -> None:
        """How the due that is being typed would be read."""
        due = read_due(typed, plan.period, plan.terms)
        windows = "".join(f"<li>{escape(telling.days(one))}</li>" for one in due.windows[:_MOST_WINDOWS])
        more = "<li>…</li>" if len(due.windows) > _MOST_WINDOWS else ""
        question = f"<p>{_coloured('confirm', due.question)}</p>" if due.question else ""
        self.setHtml(
            f"<p><b>{escape(typed)}</b></p><p>{escape(telling.told(due))}</p>{question}<ul>{windows}{more}</ul>"
        )


def _due(row: PlanRow) -> str:
    mark = theme.state_mark(row.state)
    stated = f"<p>{_coloured(mark.role, f'{mark.glyph} {row.state_text}')}</p>"
    note = f"<p>{escape(row.state_note)}</p>" if row.state_note else ""
    typed = " ".join((row.due_dates or row.due_text).split())
    read = f"<p>Срок: {escape(typed) or 'не указан'} — {escape(telling.told(row.due))}.</p>"
    asked = f"<p>{_coloured('confirm', row.due.question)}</p>" if row.due.question else ""
    stands = [one for one in row.standings if one.days is not None]
    windows = "".join(f"<li>{_window(row, one)}</li>" for one in stands[:_MOST_WINDOWS])
    more = f"<li>и ещё {len(stands) - _MOST_WINDOWS}</li>" if len(stands) > _MOST_WINDOWS else ""
    return stated + note + read + asked + (f"<ul>{windows}{more}</ul>" if len(stands) > 1 else "")


def _window(row: PlanRow, one: Standing) -> str:
    state = row.window_state(one)
    mark = theme.state_mark(state)
    days = telling.days(one.days) if one.days is not None else ""
    count = f" ({one.done} из {one.needed})" if one.needed > 1 else ""
    return f"{escape(days)}: {_coloured(mark.role, f'{mark.glyph} {WORDS.get(state, state)}{count}')}"


def _facts(row: PlanRow) -> str:
    schools = "все школы программы" if row.all_schools else ", ".join(row.schools)
    told = (
        ("Ответственные", row.responsible),
        ("Сотрудники", ", ".join(row.persons)),
        ("Ожидаемый результат", row.expected),
        ("Подтверждение", dict(EXPECTED_KINDS).get(row.expected_kind, "") if row.expected_kind else ""),
        ("Школы", schools),
        ("Вид", dict(ACTIVITY_KINDS).get(row.kind, "") if row.kind else ""),
        ("Сделано раз", str(row.done) if row.done else ""),
    )
    return "".join(f"<p>{title}: {_lines(text)}</p>" for title, text in told if text.strip())


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _coloured(role: str, text: str) -> str:
    return f'<span style="color:{theme.colour(role).name()}">{escape(text)}</span>'


def _sign(one: Finding) -> str:
    return _coloured("watch", "▲") if one.sure else _coloured("confirm", "?")
