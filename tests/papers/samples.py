"""Invented facts of every size for the tests of papers."""

import random

from shnor_desktop.papers.identification import facts as lf
from shnor_desktop.papers.identification.facts import Records
from shnor_desktop.papers.results import facts as f
from shnor_desktop.papers.tree.frame import Approval, PaperMeta, Signatory
from shnor_desktop.papers.tree.paper import Sources
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.certainty import wilson
from shnor_desktop.rules.results.facts import JudgedResult, Profile, Result, Sitting
from shnor_desktop.rules.words.russian import decimal_e4

META = PaperMeta(
    letterhead=(
        "Администрация Приозёрного муниципального округа",
        "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ",
        "Муниципальное бюджетное учреждение «Информационно-методический центр»",
    ),
    office="Управление образования администрации Приозёрного муниципального округа",
    district="Приозёрного муниципального округа",
    place="с. Приозёрное",
    date="2021-09-15",
    number="41",
    signatory=Signatory("Начальник управления образования", "А.Б. Светлова"),
    executor="Кленова Вера Гавриловна",
    executor_phone="8 (38999) 2-10-11",
    order_basis="приказ управления образования от 01.09.2021 № 211",
    approval=Approval(
        "УТВЕРЖДЁН", "приказом управления образования администрации", date="2021-09-16", number="230"
    ),
)
PLACES = (
    "Луговская",
    "Заречная",
    "Ясногорская",
    "Белоключевская",
    "Озёрная",
    "Каменская",
    "Боровая",
    "Речная",
)
LONG = (
    "Муниципальное бюджетное общеобразовательное учреждение «Верхнеозёрно-Каменногорская основная "
    "общеобразовательная школа № 12 имени Героя Советского Союза П.Р. Долгополова-Старокрасноярского» с. Луговое"
)
SPRING = ("весна 2019", "весна 2021")


def names(count: int) -> tuple[str, ...]:
    """School names, one of them very long."""
    made = [LONG] if count > 1 else []
    number = 0
    while len(made) < count:
        place = PLACES[number % len(PLACES)]
        tail = f" № {number // len(PLACES) + 1}" if count > len(PLACES) else ""
        made.append(f"МБОУ «{place} СОШ{tail}»")
        number += 1
    return tuple(sorted(made))


def percent(failed: int, participants: int) -> tuple[str, int]:
    """The share as printed and in ten-thousandths."""
    value = (2 * failed * 1_000_000 + participants) // (2 * participants)
    return decimal_e4(value, 1), value


def sitting(name: str, year: int) -> Sitting:
    """A sitting of that name."""
    return Sitting(name.encode()[:16].ljust(16, b"."), name, "", "", "", 0, 0, year, "")


def low(held: Sitting, slot: str, failed: int, participants: int | None, text: str = "") -> JudgedResult:
    """A low result with its reservations."""
    if participants is None:
        share = int(text) * 10_000
        result = Result(held.uid, ResultState.VALID, failed_pct_e4=share)
        return JudgedResult(held, slot, result, True, text == "30", False, share, None)
    result = Result(held.uid, ResultState.VALID, participants, failed)
    _, share = percent(failed, participants)
    interval = wilson(failed, participants)
    return JudgedResult(held, slot, result, True, False, participants < 8, share, interval)


def records(*lows: JudgedResult) -> Records:
    """The records behind results."""
    return {one.sitting.uid: (("school_result", one.sitting.uid),) for one in lows}


METHOD: Sources = (("method_profile", b"M" * 16),)
LAST = tuple(
    sitting(name, 2020)
    for name in ("ВПР МА 6, весна 2021", "ВПР РУ 7, весна 2021", "ОГЭ МА 2021", "ЕГЭ РУ 2021")
)
BEFORE = tuple(
    sitting(name, 2018) for name in ("ВПР МА 5, весна 2019", "ВПР РУ 5, весна 2019", "ОГЭ МА 2019")
)
PROFILE = Profile("Методика выявления школ с низкими образовательными результатами", 2, LAST, BEFORE)


def source(at: int) -> Sources:
    """A school."""
    return (("school", bytes([at]) * 16),)


def listed(count: int, seed: int = 1) -> lf.ListFacts:
    """A signed list of `count` schools with everything that may stand in it; 0 gives an empty draft."""
    if not count:
        return lf.ListFacts(META, PROFILE, "2021/22", 7, examined=source(1), method=METHOD)
    chance = random.Random(seed)
    schools = []
    watched = low(LAST[2], "A", 4, 14)
    for at, name in enumerate(names(count)):
        computed = at % 5 != 3
        results = (
            low(chance.choice(LAST), "A", 4, chance.choice((9, 11, 13))),
            low(LAST[2], "A", 3, 7),
            low(BEFORE[0], "B", 0, None, chance.choice(("30", "44"))),
        )
        ground = (
            lf.StatusBasis("computation")
            if computed
            else lf.StatusBasis("regional", "приказ министерства образования от 25.08.2021 № 1702")
        )
        schools.append(
            lf.ListedSchool(
                name,
                ("C1", "C2") if computed else (),
                results if computed else (),
                (ground,),
                "",
                at % 4 == 0,
                source=source(at),
                records=records(*results),
            )
        )
    return lf.ListFacts(
        META,
        PROFILE,
        "2021/22",
        count + 6,
        tuple(schools),
        differences=tuple(
            lf.Difference(
                one.name,
                False,
                True,
                "низких результатов за последний год нет",
                "перечень региона",
                one.source,
            )
            for one in schools
            if not one.criteria
        ),
        unsure=(
            lf.UnsureSchool("МБОУ «Дальняя ООШ»", "insufficient", ("ОГЭ МА 2021", "ОГЭ РУ 2021")),
            lf.UnsureSchool("МБОУ «Ближняя ООШ»", "confirm", ("ВПР МА 5, весна 2019",)),
        ),
        watch=(
            lf.WatchedSchool(
                "МБОУ «Степная СОШ»", (watched,), ("ОГЭ МА 2021",), source(99), records(watched)
            ),
        ),
        signed_on="2021-09-16",
        examined=source(1),
        method=METHOD,
    )


def _source(key: str) -> Sources:
    return (("school_result", key.encode()[:16].ljust(16, b".")),)


def _result(chance: random.Random, key: str, *, full: bool) -> f.ResultFacts:
    if chance.random() < 0.08:
        return f.ResultFacts(key, absent=chance.choice(("не проводилась", "нет участников", "не получен")))
    participants = chance.randint(3, 60)
    failed = min(participants, int(participants * chance.random() * 0.5))
    shown, value = percent(failed, participants)
    mean = chance.randint(28_000, 45_000)
    return f.ResultFacts(
        key,
        participants,
        failed,
        shown,
        value,
        mean=decimal_e4(mean, 2) if full else "",
        mean_e4=mean if full else None,
        high=1 if full else None,
        high_percent="12,5" if full else "",
        high_percent_e4=125_000 if full else None,
        low=100 * failed >= 30 * participants,
        small=participants < 10,
        fragile=participants < 10 and 100 * failed >= 30 * participants,
        source=_source(key),
    )


def _row(
    chance: random.Random, name: str, keys: tuple[str, ...], *, full: bool, area: bool = False
) -> f.RowFacts:
    results = tuple(_result(chance, key, full=full) for key in keys)
    if area:
        results = tuple(_area(chance, key, full=full) for key in keys)
    changes = []
    for earlier, later in zip(results, results[1:], strict=False):
        if earlier.percent_e4 is None or later.percent_e4 is None:
            continue
        points = later.percent_e4 - earlier.percent_e4
        sign = "+" if points > 0 else ""
        verdict = "worse" if points >= 50_000 else "better" if points <= -50_000 else "same"
        changes.append(
            f.ChangeFacts(
                earlier.sitting,
                later.sitting,
                sign + decimal_e4(points, 1),
                points,
                verdict,
                source=(*earlier.source, *later.source),
            )
        )
    return f.RowFacts(name, results, tuple(changes), area)


def _area(chance: random.Random, key: str, *, full: bool) -> f.ResultFacts:
    failed, participants = chance.randint(40, 90), chance.randint(280, 320)
    shown, value = percent(failed, participants)
    return f.ResultFacts(
        key,
        participants,
        failed,
        shown,
        value,
        mean="3,61" if full else "",
        mean_e4=36_100,
        source=_source(key),
    )


def procedure(
    title: str, schools: tuple[str, ...], keys: tuple[str, ...], chance: random.Random, *, full: bool = False
) -> f.ProcedureFacts:
    """Results of one procedure with a district line."""
    sittings = tuple(
        f.SittingFacts(key, key, f"{int(key[-4:]) - 1}/{key[-2:]}", (("sitting", key.encode()),))
        for key in keys
    )
    rows = [_row(chance, name, keys, full=full) for name in schools]
    return f.ProcedureFacts(
        title, 5, "", sittings, (*rows, _row(chance, "Муниципальный округ", keys, full=full, area=True))
    )


def memo(count: int, seed: int = 1, grades: tuple[int, ...] = (5, 6, 7)) -> f.MemoFacts:
    """A memo over `count` schools; 0 gives a memo with nothing to say."""
    if not count:
        return f.MemoFacts(META, ("2020/21",), 30, ())
    chance = random.Random(seed)
    schools = names(count)
    named = tuple(f.Named(name, source(at)) for at, name in enumerate(schools))
    subjects = []
    for subject in ("Математика", "Русский язык"):
        made = tuple(procedure(f"{subject}, {grade} класс", schools, SPRING, chance) for grade in grades)
        subjects.append(f.SubjectFacts("ВПР", subject, made, "vpr"))
    exam = procedure("Математика (профильный уровень)", schools, ("2019", "2020", "2021"), chance, full=True)
    subjects.append(f.SubjectFacts("ЕГЭ", "Математика", (exam,), "ege"))
    return f.MemoFacts(
        META,
        ("2018/19", "2019/20", "2020/21"),
        30,
        named,
        tuple(subjects),
        f.ListSummary(
            PROFILE.name, 2, named[:1], named[:2], named[:3], named[3:4], "2021-09-16", method=METHOD
        ),
        (f.MissingData(named[0], ("ВПР МА 6, весна 2021", "ОГЭ РУ 2021")),),
        method=METHOD,
        recommendations=(
            "Методическому центру провести адресные консультации учителей математики до 1 ноября 2021 г.",
            "Руководителям школ представить результаты самодиагностики.",
        ),
    )


def card() -> f.SchoolCardFacts:
    """The card of one school."""
    chance = random.Random(5)
    name = "МБОУ «Луговская СОШ»"
    made = tuple(procedure(f"Математика, {grade} класс", (name,), SPRING, chance) for grade in (5, 6))
    exam = procedure("Русский язык", (name,), ("2019", "2020", "2021"), chance, full=True)
    return f.SchoolCardFacts(
        META,
        name,
        (
            ("Официальное наименование", "Муниципальное бюджетное учреждение «Луговская школа»"),
            ("Директор", "Ветрова Г.Д."),
            ("Адрес", ""),
        ),
        ("2018/19", "2020/21"),
        30,
        (
            f.SubjectFacts("ВПР", "Математика", made, "vpr"),
            f.SubjectFacts("ЕГЭ", "Русский язык", (exam,), "ege"),
        ),
        (f.StatusFacts("Школа с низкими образовательными результатами", "по расчёту", "2021-09-16"),),
        "По расчёту школа отвечает критериям 1 и 2",
        source=source(1),
        method=METHOD,
    )
