"""A verdict in Russian sentences: which figures, which criteria, how sure, what is missing, why not.

For the explain panel, the papers and the command line: the same words and figures everywhere, ready to be copied.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from shnor_desktop.rules.figures import E4, ResultState
from shnor_desktop.rules.identification import lowest
from shnor_desktop.rules.identification.classifier import low_counts, near_threshold, pivotal
from shnor_desktop.rules.results.certainty import wilson
from shnor_desktop.rules.results.facts import JudgedResult, Outcome, Place, Profile, Result, Sitting, Verdict
from shnor_desktop.rules.results.quality import Aspect
from shnor_desktop.rules.words.russian import (
    NBSP,
    counted,
    counted_of,
    decimal_e4,
    e4,
    joined,
    percent_e4,
    plural,
)
from shnor_desktop.rules.words.school_years import label

SMALL_N = 10
"""Fewer participants than this are always pointed out."""
MOST_NAMES = 8

SLOTS = {"A": "А", "B": "Б"}
NOTICE = "Сведения предназначены для оказания адресной методической помощи, а не для оценки работы школы."

_SO_MANY = ("нет", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять")
_AT_LEAST = (
    "нуля",
    "одного",
    "двух",
    "трёх",
    "четырёх",
    "пяти",
    "шести",
    "семи",
    "восьми",
    "девяти",
    "десяти",
)

_HEADLINES = {
    Outcome.LOW: "по расчёту {criteria} — школе нужна адресная методическая помощь",
    Outcome.CONFIRM: (
        "по расчёту {criteria}, но ответ держится на округлённых процентах: нужно подтвердить числа участников"
    ),
    Outcome.INSUFFICIENT: "данных недостаточно: критерии не выполнены, но не все результаты известны",
    Outcome.NOT: "по расчёту критерии не выполнены",
}
_NO_RECORDS = "вывода нет: за годы А и Б в файле нет ни одного результата школы"


def explain(verdict: Verdict, school_name: str) -> tuple[str, ...]:
    """The whole explanation, a sentence or a short paragraph an item, in the order in which it is read."""
    profile = verdict.profile or Profile(verdict.profile_name, verdict.profile_version, (), ())
    parts: tuple[Callable[[Verdict, Profile], Iterable[str]], ...] = (
        why,
        why_not,
        low_results,
        _one_pupil,
        _risk_group,
        what_is_missing,
        _notes,
        _basis,
    )
    lines = [headline(verdict, school_name), *(line for part in parts for line in part(verdict, profile))]
    return (*lines, NOTICE)


def headline(verdict: Verdict, school_name: str) -> str:
    """The answer in one sentence."""
    if _has_no_records(verdict):
        return f"{school_name}: {_NO_RECORDS}."
    if verdict.place is not None and verdict.profile is not None:
        return f"{school_name}: {_placed(verdict.place, verdict.profile)}."
    numbers = [one[1:] for one in verdict.criteria]
    met = f"{plural(len(numbers), 'выполнен критерий', 'выполнены критерии', '')} {joined(numbers)}"
    return f"{school_name}: {_HEADLINES[verdict.outcome].format(criteria=met)}."


def _placed(place: Place, profile: Profile) -> str:
    if not place.figure:
        return "вывода нет: показатель, по которому школы включают в перечень, неизвестен"
    answer = "по расчёту" if place.included else "по расчёту не"
    return f"{answer} {lowest.rule_text(profile)}"


def criteria_text(criteria: Iterable[str]) -> str:
    """«1 и 2»; by a profile of the second type «по доле школ»."""
    return joined(["по доле школ" if code == lowest.CODE else code.removeprefix("C") for code in criteria])


def percent_text(one: JudgedResult, threshold: int = 30) -> str:
    """The share of failed with the decimals of its source; «—» when there is none.

    A share computed from counts is never rounded up to the threshold that it does not reach.
    """
    share = one.percent_e4
    if share is None:
        return "—"
    printed = one.result.pct_decimals if one.result.failed_pct_e4 is not None else 1
    if one.wilson is None:
        return percent_e4(share, printed)
    decimals = max(1, printed)
    while decimals < 4 and share < threshold * E4 and _rounds_up_to(share, decimals, threshold):
        decimals += 1
    return percent_e4(share, decimals)


def wilson_text(interval: tuple[float, float]) -> str:
    """«от 6,1 до 79,2 %»."""
    low, high = (decimal_e4(e4(bound), 1) for bound in interval)
    return f"от {low} до {high}{NBSP}%"


def result_text(one: JudgedResult, threshold: int = 30) -> str:
    """«не справились 4 из 9 участников — 44,4 %» or «доля не справившихся 31 %»."""
    share = percent_text(one, threshold)
    n, failed = one.result.participants, one.result.failed
    if one.wilson is None or n is None or failed is None:
        return f"доля не справившихся {share}"
    verb = plural(failed, "не справился", "не справились", "не справились")
    return f"{verb} {failed} из {counted_of(n, 'участника', 'участников')} — {share}"


def why(verdict: Verdict, profile: Profile) -> Iterator[str]:
    """Which criteria are met and by what."""
    if verdict.place is not None:
        yield lowest.explained(profile, verdict.place)
        return
    low_a = [one.sitting for one in verdict.low if one.slot == "A"]
    low_b = [one.sitting for one in verdict.low if one.slot == "B"]
    if "C1" in verdict.criteria:
        need = _at_least(profile.c1_count)
        yield f"Критерий 1: {_slot_count(profile, 'A', len(low_a))} при необходимых {need} — {_names(low_a)}."
    if "C2" in verdict.criteria:
        yield (
            f"Критерий 2: низкие результаты есть в каждом из двух лет — "
            f"{_slot(profile, 'A')}: {_names(low_a)}; {_slot(profile, 'B')}: {_names(low_b)}."
        )


def why_not(verdict: Verdict, profile: Profile) -> Iterator[str]:
    """Why no criterion is met; nothing when one is, or when there is nothing to judge by."""
    if verdict.criteria or verdict.place is not None or _has_no_records(verdict):
        return
    low_a, low_b = low_counts(verdict.judged)
    need = f"нужно не менее {_at_least(profile.c1_count)}"
    yield (
        f"Почему нет: {_slot_count(profile, 'A', low_a)}, для критерия 1 {need}; "
        f"{_slot_count(profile, 'B', low_b)}, для критерия 2 {_need_c2(profile)}."
    )
    if low_b >= profile.c1_count:
        yield (
            f"За предыдущий год ({_slot(profile, 'B')}) критерий 1 был бы выполнен, "
            f"но он считается только по последнему году ({_slot(profile, 'A')})."
        )


def low_results(verdict: Verdict, profile: Profile) -> Iterator[str]:
    """A paragraph for each low result."""
    for one in verdict.low:
        yield " ".join(_low_result(one, profile))


def what_is_missing(verdict: Verdict, profile: Profile) -> Iterator[str]:
    """Results not received, and sittings of which the file knows nothing for this school."""
    in_figure = _in_figure(verdict, profile)
    for unknown, will, may, will_not in (
        (
            False,
            "Ответ могут изменить ещё не полученные результаты",
            "Не получены; с ними показатель может измениться",
            "Не получены, но ответа не изменят",
        ),
        (
            True,
            "Ответ могут изменить результаты, в которых доля не справившихся неизвестна",
            "Доля не справившихся неизвестна; с нею показатель может измениться",
            "Доля не справившихся неизвестна, но ответа не изменит",
        ),
    ):
        these = [one for one in verdict.missing if (one in verdict.unknown) is unknown]
        deciding = [one for one in these if one in verdict.deciding_missing]
        moving = [one for one in these if one in in_figure]
        others = [one for one in these if one not in deciding and one not in moving]
        for said, named in ((will, deciding), (may, moving), (will_not, others)):
            if named:
                yield f"{said}: {_names(named)}."
    if verdict.aside:
        yield f"Та же работа уже учтена, второй раз не считается: {_names(verdict.aside)}."
    if verdict.absent:
        yield f"Записей о школе нет (в расчёте не участвуют): {_names(verdict.absent)}."


def _in_figure(verdict: Verdict, profile: Profile) -> tuple[Sitting, ...]:
    """By a profile of the second type: what is missing from a figure that is known, and would move it. Without the
    share of those who failed a result still moves no mean and no качество."""
    if verdict.place is None:
        return ()
    return tuple(
        one
        for one in verdict.missing
        if one in profile.slot_a
        and one not in verdict.deciding_missing
        and (one not in verdict.unknown or lowest.aspect_of(profile) is Aspect.FAILED)
    )


def missing_names(verdict: Verdict, sittings: Iterable[Sitting]) -> tuple[str, ...]:
    """Names of sittings whose result lacks: those that came without the share say so."""
    return tuple(
        f"{one.name} (доля не справившихся неизвестна)" if one in verdict.unknown else one.name
        for one in sittings
    )


def _low_result(one: JudgedResult, profile: Profile) -> Iterator[str]:
    threshold = profile.threshold
    yield (
        f"{one.sitting.name} (год {SLOTS[one.slot]}): {result_text(one, threshold)} "
        f"при пороге {threshold}{NBSP}%."
    )
    if one.wilson is None:
        yield "Число участников неизвестно, поэтому оценить точность нельзя."
    else:
        yield f"С вероятностью 95{NBSP}% истинная доля — {wilson_text(one.wilson)}."
    if one.fragile:
        yield "Будь не справившихся на одного меньше, результат не был бы низким."
    if _is_small(one):
        yield f"Участников меньше {SMALL_N}: доля сильно зависит от каждого ученика."
    if one.border:
        yield "Доля округлена до порога: точная может быть и ниже."


def _one_pupil(verdict: Verdict, profile: Profile) -> Iterator[str]:
    if not verdict.one_pupil_decides:
        return
    places = [
        f"{one.sitting.name} ({one.result.failed} из {one.result.participants})"
        for one in pivotal(verdict.judged, profile)
    ]
    where = plural(len(places), "в результате", "в одном из результатов", "в одном из результатов")
    yield (
        f"Вывод меняет один ученик: он был бы другим, если бы {where} не справившихся было на одного "
        f"больше или меньше: {_listed(places)}."
    )


def _risk_group(verdict: Verdict, profile: Profile) -> Iterator[str]:
    if not verdict.watch:
        return
    reasons = []
    if low_counts(verdict.judged)[0] == 1:
        reasons.append(f"в году {SLOTS['A']} ровно один низкий результат")
    near = near_threshold(verdict.judged, profile)
    if near:
        shown = _listed([f"{one.sitting.name} — {percent_text(one, profile.threshold)}" for one in near])
        reasons.append(
            f"близко к порогу ({profile.threshold - profile.watch_width}–{profile.threshold}{NBSP}%): {shown}"
        )
    yield f"Группа внимания (это не статус): {'; '.join(reasons)}."


def _notes(verdict: Verdict, _profile: Profile) -> Iterator[str]:
    judged = verdict.judged
    border = [one.sitting for one in judged if one.border and one.sitting in verdict.deciding_border]
    if border:
        yield f"Подтвердите числами участников и не справившихся: {_names(border)}."
    added = [one.sitting for one in judged if one.joined_from]
    if added:
        yield f"База и профиль сложены по числу участников: {_names(added)}."
    flagged = [
        one.sitting for one in judged if one.result.objectivity_flag and one.result.state == ResultState.VALID
    ]
    if flagged:
        yield f"Учтены, хотя отмечены признаком необъективности: {_names(flagged)}."
    left_out = [
        f"{one.sitting.name} ({one.result.reason or 'причина не указана'})"
        for one in judged
        if one.result.state == ResultState.EXCLUDED
    ]
    if left_out:
        yield f"Исключены из расчёта: {_listed(left_out)}."
    yield from _without_figures(judged)


def _without_figures(judged: Sequence[JudgedResult]) -> Iterator[str]:
    for state, words in (
        (ResultState.NOT_CONDUCTED, "Не проводились"),
        (ResultState.NO_PARTICIPANTS, "Не было участников"),
    ):
        sittings = [one.sitting for one in judged if one.result.state == state]
        if sittings:
            yield f"{words} (низкими не считаются): {_names(sittings)}."
    small = [one for one in judged if _is_small(one)]
    if small:
        names = _listed([f"{one.sitting.name} — {_participants(one)}" for one in small])
        yield f"Мало участников (меньше {SMALL_N}), доли неустойчивы: {names}."


def _basis(verdict: Verdict, profile: Profile) -> Iterator[str]:
    slots = [_slot(profile, slot) for slot in ("A" if profile.method else "AB") if _years(profile, slot)]
    used = f"; {'; '.join(slots)}" if slots else ""
    rule = f"порог {profile.threshold}{NBSP}% включительно"
    if profile.method:
        rule = f"в перечень включается школа, которая {lowest.rule_text(profile)}"
    yield f"Расчёт: профиль методики «{verdict.profile_name}», версия {verdict.profile_version}; {rule}{used}."


def _participants(one: JudgedResult) -> str:
    return counted(one.result.participants or 0, "участник", "участника", "участников")


def _is_small(one: JudgedResult) -> bool:
    n = one.result.participants
    return one.result.state == ResultState.VALID and n is not None and n < SMALL_N


def _rounds_up_to(share_e4: int, decimals: int, threshold: int) -> bool:
    unit = E4 // 10**decimals
    rounded: int = (2 * share_e4 + unit) // (2 * unit) * unit
    return rounded >= threshold * E4


def _names(sittings: Sequence[Sitting]) -> str:
    return _listed([one.name for one in sittings])


def _listed(items: Sequence[str]) -> str:
    """A list for a sentence; items that hold commas themselves («ВПР МА 5, весна 2019») stand with semicolons."""
    if len(items) > MOST_NAMES:
        return f"{'; '.join(items[:MOST_NAMES])} и ещё {len(items) - MOST_NAMES}"
    return "; ".join(items) if any("," in item for item in items) else joined(items)


def _years(profile: Profile, slot: str) -> str:
    sittings = profile.slot_a if slot == "A" else profile.slot_b
    return joined([label(year) for year in sorted({one.school_year for one in sittings})])


def _has_no_records(verdict: Verdict) -> bool:
    """The file holds nothing of this school, which is not the same as criteria that are not met."""
    return bool(verdict.absent) and not verdict.judged and not verdict.missing


def _slot(profile: Profile, slot: str) -> str:
    years = _years(profile, slot)
    return f"год {SLOTS[slot]} — {years}" if years else f"год {SLOTS[slot]}"


def _slot_count(profile: Profile, slot: str, low: int) -> str:
    years = _years(profile, slot)
    where = f"в году {SLOTS[slot]} ({years})" if years else f"в году {SLOTS[slot]}"
    so_many = _SO_MANY[low] if low < len(_SO_MANY) else str(low)
    return f"{where} {plural(low, 'низкий результат', 'низких результатов', 'низких результатов')} {so_many}"


def _at_least(count: int) -> str:
    return _AT_LEAST[count] if count < len(_AT_LEAST) else str(count)


def _need_c2(profile: Profile) -> str:
    if (profile.c2_count_a, profile.c2_count_b) == (1, 1):
        return "нужен хотя бы один в каждом"
    return f"нужно не менее {_at_least(profile.c2_count_a)} и {_at_least(profile.c2_count_b)}"


def share_text(one: JudgedResult, threshold: int) -> str:
    """«33,3», without the sign; empty when there is no share."""
    if one.percent_e4 is None:
        return ""
    return percent_text(one, threshold).removesuffix(f"{NBSP}%")


def plain_share(
    sitting: Sitting, result: Result, percent_e4: int | None, counts: tuple[int, int] | None, threshold: int
) -> str:
    """The same text for a result that nobody judged: an area, a year outside the slots."""
    interval = wilson(counts[1], counts[0]) if counts else None
    return share_text(JudgedResult(sitting, "", result, False, False, False, percent_e4, interval), threshold)


def interval_text(interval: tuple[float, float] | None) -> str:
    """«6,1–79,2»."""
    if interval is None:
        return ""
    return "–".join(decimal_e4(e4(bound), 1) for bound in interval)


def is_small(participants: int | None) -> bool:
    """So few participants that the percentage says little."""
    return participants is not None and 0 < participants < SMALL_N


def change_text(points_e4: int) -> str:
    """«+5,3», «−12,0», «0,0»: a difference in percentage points."""
    text = decimal_e4(points_e4, 1)
    return f"+{text}" if points_e4 > 0 and text.strip("0,") else text
