"""The computed answer beside the list in force: what differs, what to propose. The decision is an order's."""

from enum import StrEnum

from shnor_desktop.rules.facts import Outcome


class Advice(StrEnum):
    """What the program proposes for a school; it never changes a list by itself."""

    INCLUDE = "include"
    KEEP = "keep"
    LEAVE = "leave"
    CONFIRM = "confirm"
    WAIT = "wait"
    NOTHING = "nothing"


ADVICE_LABELS: dict[str, str] = {
    Advice.INCLUDE: "предложить включить в перечень",
    Advice.KEEP: "оставить в перечне",
    Advice.LEAVE: "предложить вывести из перечня, сохранив сопровождение ещё на один год",
    Advice.CONFIRM: "сначала подтвердить числа участников",
    Advice.WAIT: "дождаться недостающих результатов",
    Advice.NOTHING: "оснований для включения нет",
}


def advice(outcome: Outcome, listed: bool) -> Advice:
    """What follows from the computed answer for a school that stands in the list or does not."""
    if outcome == Outcome.CONFIRM:
        return Advice.CONFIRM
    if outcome == Outcome.INSUFFICIENT:
        return Advice.WAIT
    if outcome == Outcome.LOW:
        return Advice.KEEP if listed else Advice.INCLUDE
    return Advice.LEAVE if listed else Advice.NOTHING


def difference(outcome: Outcome, listed: bool, basis: str = "") -> str:
    """Where the list and the computation differ, as a plain note; empty where they agree or nothing is sure."""
    computed = outcome in (Outcome.LOW, Outcome.CONFIRM)
    if listed == computed:
        return ""
    if computed:
        return (
            "По расчёту критерии выполнены, в перечне школы нет. Возможные причины: перечень составлен "
            "по другим проведениям или годам либо раньше, чем получены эти результаты."
        )
    ground = f" ({basis})" if basis else ""
    answer = "данных недостаточно" if outcome == Outcome.INSUFFICIENT else "критерии не выполнены"
    return (
        f"По перечню{ground} школа включена, по расчёту {answer}. Возможные причины: в перечне учтены "
        "другие проведения или годы либо статус сохранён с прошлого перечня. Расчёт статуса не отменяет."
    )
