"""The table of the list of schools: alphabetical by default, found by text, filtered by groups, never ranked.

Cells are made once, when verdicts arrive; colour always comes with a sign.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QWidget

from shnor_desktop.operations.identification.classification import SchoolVerdict
from shnor_desktop.operations.identification.lists import StatusView
from shnor_desktop.operations.identification.status_lines import BASIS_LABELS
from shnor_desktop.rules.identification.explanation import SMALL_N, criteria_text
from shnor_desktop.rules.results.facts import Outcome
from shnor_desktop.rules.words.name_order import by_name
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.table import Column, Table

GROUPS = (
    ("all", "Все школы"),
    ("listed", "По расчёту или по перечню"),
    ("computed", "По расчёту"),
    ("unsure", "Ждут решения или данных"),
    ("watch", "Группа внимания"),
    ("differs", "Расчёт и перечень расходятся"),
    ("leaving", "Можно исключить"),
    ("empty", "Нет результатов"),
)
_WORDS = {
    Outcome.LOW: "низкие результаты",
    Outcome.CONFIRM: "подтвердить",
    Outcome.INSUFFICIENT: "недостаточно данных",
    Outcome.NOT: "критерии не выполнены",
}
_ORDER = {"low": 0, "confirm": 1, "insufficient": 2, "watch": 3, "not": 4, "empty": 5}
SCHOOL, ANSWER, REGIONAL, ORDER, CRITERIA, LOW_A, LOW_B, ONE_PUPIL, CERTAINTY, MISSING = range(10)


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One school, ready to be shown; `uid` is the school's."""

    uid: bytes
    name: str
    state: str
    """low, confirm, insufficient, watch, not or empty."""
    cells: tuple[str, ...]
    tips: tuple[str, ...]
    """The same with the requisites of lists and orders."""
    keys: tuple[Any, ...]
    groups: frozenset[str]
    text: str
    """All cells, to be searched in."""


def state_of(school: SchoolVerdict) -> str:
    """The answer with the watch group and schools without results told apart."""
    verdict = school.verdict
    if not school.has_results:
        return "empty"
    if verdict.outcome is Outcome.NOT and verdict.watch:
        return "watch"
    return str(verdict.outcome)


def answer_text(state: str) -> str:
    """«▲ низкие результаты»: a shape and a word."""
    if state == "empty":
        return "– нет результатов"
    if state == "watch":
        mark = theme.state_mark("watch")
        return f"{mark.glyph} {mark.word}"
    return f"{theme.state_mark(state).glyph} {_WORDS[Outcome(state)]}"


def row_of(view: StatusView, region_speaks: bool = False) -> VerdictRow:
    """The row of one school; `region_speaks`: some regional list is in the file, so that absence from it tells."""
    school, verdict, state = view.school, view.school.verdict, state_of(view.school)
    low_a, low_b = [sum(one.slot == slot for one in verdict.low) for slot in "AB"]
    regional = "; ".join(dict.fromkeys(one.basis_text for one in view.regional))
    order = "; ".join(dict.fromkeys(_order_texts(view)))
    shown = state != "empty"
    rest = (
        criteria_text(verdict.criteria),
        str(low_a) if shown else "",
        str(low_b) if shown else "",
        f"{theme.state_mark('fragile').glyph} да" if verdict.one_pupil_decides else "",
        certainty(school),
        "; ".join(one.name for one in verdict.missing),
    )
    tick = theme.state_mark("done").glyph
    named = (f"{tick} в перечне" if regional else "", f"{tick} {_order_word(view)}" if order else "")
    tips = (school.name, answer_text(state), regional, order, *rest)
    name_key = by_name(school.name)
    keys = (
        name_key,
        (_ORDER[state], name_key),
        (not regional, regional, name_key),
        (not order, order, name_key),
    )
    return VerdictRow(
        uid=school.school,
        name=school.name,
        state=state,
        cells=(school.name, answer_text(state), *named, *rest),
        tips=tips,
        keys=keys,
        groups=_groups(view, state, region_speaks),
        text=" ".join(tips),
    )


def _order_word(view: StatusView) -> str:
    if view.signed is not None:
        return "подписан"
    if view.decided is not None and not view.order:
        return "не решено" if view.decided.decision.undecided else "не включена"
    return "приказ" if any(one.basis == "order" for one in view.order) else BASIS_LABELS["other"]


def _order_texts(view: StatusView) -> list[str]:
    texts = [one.basis_text for one in view.order]
    if view.signed is not None:
        texts.append(view.signed.list_title)
    if view.decided is not None:
        texts.append(view.decided.text)
    return texts


def certainty(school: SchoolVerdict) -> str:
    """How far the low results can be trusted, in few words."""
    low = school.verdict.low
    if not low:
        return ""
    parts = []
    if any(one.wilson is None for one in low):
        parts.append("известны только доли")
    if any((one.result.participants or SMALL_N) < SMALL_N for one in low):
        parts.append(f"{theme.state_mark('small_n').glyph} мало участников")
    if any(one.border for one in low):
        parts.append(f"{theme.state_mark('border').glyph} на границе")
    if any(one.result.objectivity_flag for one in low):
        parts.append(f"{theme.state_mark('flagged').glyph} признак необъективности")
    return ", ".join(parts) or "участников достаточно"


def _groups(view: StatusView, state: str, region_speaks: bool) -> frozenset[str]:
    outside = bool(view.regional or view.order)
    named = outside or view.signed is not None
    low = state == "low"
    settled = view.decided is not None and not view.decided.decision.undecided
    holds = {
        "all": True,
        "listed": low or named,
        "computed": low,
        "unsure": state in ("confirm", "insufficient") and not settled,
        "watch": state == "watch",
        "differs": (outside and not view.computed) or (low and region_speaks and not view.regional),
        "leaving": view.leaving,
        "empty": state == "empty",
    }
    return frozenset(code for code, yes in holds.items() if yes)


def _column(place: int, title: str, hint: str, **more: Any) -> Column[VerdictRow]:
    """Only columns that make no ranking may be sorted by."""
    tip: Callable[[VerdictRow], str] = lambda row: row.tips[place]  # noqa: E731
    return Column(title, lambda row: row.cells[place], tip=tip, copied=tip, hint=hint, sortable=False, **more)


def _sortable(place: int, title: str, hint: str, **more: Any) -> Column[VerdictRow]:
    return replace(_column(place, title, hint, **more), key=lambda row: row.keys[place], sortable=True)


def _role(row: VerdictRow) -> str:
    """Colour of the answer; its sign and word stand in the text."""
    return theme.state_mark("not_conducted" if row.state == "empty" else row.state).role


COLUMNS = (
    _sortable(SCHOOL, "Школа", "Открытые школы по алфавиту"),
    _sortable(
        ANSWER,
        "По расчёту",
        "Ответ по профилю методики",
        ink=_role,
        back=lambda row: f"{_role(row)}_back",
        bold=lambda row: row.state == "low",
        whole=True,
    ),
    _sortable(REGIONAL, "По перечню\nрегиона", "Названа ли школа в перечне региона"),
    _sortable(
        ORDER, "По решению", "Приказ, иное основание, подписанный перечень или решение при его подписании"
    ),
    _column(CRITERIA, "Критерии", "Какие критерии выполнены", align="centre"),
    _column(LOW_A, "Низких\nв году А", "Низких результатов в последнем учебном году", align="centre"),
    _column(LOW_B, "Низких\nв году Б", "Низких результатов в предыдущем учебном году", align="centre"),
    _column(
        ONE_PUPIL,
        "Вывод меняет\nодин ученик",
        "Вывод был бы другим при ином результате одного ученика",
        align="centre",
    ),
    _column(CERTAINTY, "Достоверность", "Насколько надёжны низкие результаты"),
    _column(MISSING, "Не получены", "Результаты, которых ждут"),
)


def hide_empty(table: Table, rows: Sequence[VerdictRow]) -> None:
    """Columns in which no school has anything leave their room to names."""
    for place in (REGIONAL, ORDER, ONE_PUPIL, CERTAINTY, MISSING):
        table.setColumnHidden(place, bool(rows) and not any(row.cells[place] for row in rows))


def new_table(context: Context, parent: QWidget) -> Table:
    """The table of schools with their verdicts; lines are numbered as they are shown, names stay in view."""
    table = Table(
        COLUMNS,
        parent,
        name="Школы и выводы по ним",
        settings=context.settings,
        keep="list",
        words=lambda row: row.text,
    )
    table.cut_names_within()
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().show()
    table.freeze(1)
    return table
