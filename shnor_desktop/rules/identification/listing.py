"""The computed answer beside the lists in force: what differs, what may be proposed. The decision is an order's."""

from collections.abc import Sequence
from datetime import date

from shnor_desktop.rules.results.facts import Outcome, Profile
from shnor_desktop.rules.words.school_years import label, running

NOT_NAMED = (
    "Расчёт и перечень расходятся: критерии выполнены, а в перечне региона школы нет. Так бывает, если регион "
    "учитывал другие процедуры или годы. Решение остаётся за органом управления образованием."
)
LEAVE = (
    "По новым результатам критерии не выполнены: можно предложить исключить школу из перечня приказом, сохранив "
    "её сопровождение ещё на один год."
)
_ANSWERS = {
    Outcome.NOT: "критерии не выполнены",
    Outcome.INSUFFICIENT: "критерии не выполнены, но данных недостаточно",
}


def difference(outcome: Outcome, named_in: Sequence[str], region_speaks: bool) -> str:
    """What differs between the computation and the regional lists and orders (`named_in` are their requisites),
    and why that may be; empty where they agree. Absence tells something only when the region named anybody."""
    if outcome in (Outcome.LOW, Outcome.CONFIRM):
        return NOT_NAMED if region_speaks and not named_in else ""
    if not named_in:
        return ""
    return (
        f"Расчёт и перечень расходятся: школа названа в документе «{'; '.join(dict.fromkeys(named_in))}», а по "
        f"загруженным результатам {_ANSWERS[outcome]}. Так бывает, если регион учитывал другие процедуры "
        "(например, осенние ВПР), другие годы или сохранил статус с прошлого перечня. Решение остаётся за органом "
        "управления образованием."
    )


def year_passed(profile: Profile, day: date) -> str:
    """A remark on a list whose school year is over: the year after its last results; empty while it runs."""
    last = max((one.school_year for one in profile.slot_a), default=0)
    now = running(day)
    if not last or last + 1 >= now:
        return ""
    return (
        f"Перечень – на {label(last + 1)} учебный год, а идёт {label(now)}: последние учтённые результаты – за "
        f"{label(last)}. Для перечня на {label(now)} нужны результаты за {label(now - 1)} учебный год."
    )


def may_leave(outcome: Outcome, *, signed: bool, named: bool) -> bool:
    """Whether «исключена» may be proposed: on a signed list of the office, named by nobody else, not computed now."""
    return signed and not named and outcome is Outcome.NOT
