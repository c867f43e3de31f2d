"""Invented facts of every size for the tests of papers."""

import random

from shnor_desktop.papers.results import facts as f
from shnor_desktop.papers.tree.frame import Approval, PaperMeta, Signatory
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


def low(sitting: str, slot: str, failed: int, participants: int | None, text: str = "") -> f.LowResult:
    """A low result with its reservations."""
    if participants is None:
        return f.LowResult(sitting, slot, None, None, text, int(text) * 10_000, border=text == "30")
    shown, value = percent(failed, participants)
    return f.LowResult(
        sitting, slot, participants, failed, shown, value, "12,1–64,6", participants < 10, participants < 8
    )


PROFILE = f.ProfileFacts(
    "Методика выявления школ с низкими образовательными результатами",
    2,
    30,
    f.SlotFacts(
        "A", ("2020/21",), ("ВПР МА 6, весна 2021", "ВПР РУ 7, весна 2021", "ОГЭ МА 2021", "ЕГЭ РУ 2021")
    ),
    f.SlotFacts("B", ("2018/19",), ("ВПР МА 5, весна 2019", "ВПР РУ 5, весна 2019", "ОГЭ МА 2019")),
)


def listed(count: int, seed: int = 1) -> f.ListFacts:
    """A signed list of `count` schools with everything that may stand in it; 0 gives an empty draft."""
    if not count:
        return f.ListFacts(META, PROFILE, "2021/22", 7)
    chance = random.Random(seed)
    schools = []
    for at, name in enumerate(names(count)):
        computed = at % 5 != 3
        results = (
            low(chance.choice(PROFILE.slot_a.sittings), "A", 4, chance.choice((9, 11, 13))),
            low("ОГЭ МА 2021", "A", 3, 7),
            low("ВПР МА 5, весна 2019", "B", 0, None, chance.choice(("30", "44"))),
        )
        ground = (
            f.StatusBasis("computation")
            if computed
            else f.StatusBasis("regional", "приказ министерства образования от 25.08.2021 № 1702")
        )
        schools.append(
            f.ListedSchool(
                name,
                ("C1", "C2") if computed else (),
                results if computed else (),
                (ground,),
                "",
                at % 4 == 0,
            )
        )
    return f.ListFacts(
        META,
        PROFILE,
        "2021/22",
        count + 6,
        tuple(schools),
        differences=tuple(
            f.Difference(one.name, False, True, "низких результатов за последний год нет", "перечень региона")
            for one in schools
            if not one.criteria
        ),
        unsure=(
            f.UnsureSchool("МБОУ «Дальняя ООШ»", "insufficient", ("ОГЭ МА 2021", "ОГЭ РУ 2021")),
            f.UnsureSchool("МБОУ «Ближняя ООШ»", "confirm", ("ВПР МА 5, весна 2019",)),
        ),
        watch=(f.WatchedSchool("МБОУ «Степная СОШ»", (low("ОГЭ МА 2021", "A", 4, 14),)),),
        corrections=(
            f.Correction(
                "МБОУ «Луговская СОШ»", "ОГЭ МА 2021: не преодолели порог 3 → 1 из 7", "2021-10-05", True
            ),
        ),
        signed_on="2021-09-16",
    )


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
            f.ChangeFacts(earlier.sitting, later.sitting, sign + decimal_e4(points, 1), points, verdict)
        )
    return f.RowFacts(name, results, tuple(changes), area)


def _area(chance: random.Random, key: str, *, full: bool) -> f.ResultFacts:
    failed, participants = chance.randint(40, 90), chance.randint(280, 320)
    shown, value = percent(failed, participants)
    return f.ResultFacts(key, participants, failed, shown, value, mean="3,61" if full else "", mean_e4=36_100)


def procedure(
    title: str, schools: tuple[str, ...], keys: tuple[str, ...], chance: random.Random, *, full: bool = False
) -> f.ProcedureFacts:
    """Results of one procedure with a district line."""
    sittings = tuple(f.SittingFacts(key, key, f"{int(key[-4:]) - 1}/{key[-2:]}") for key in keys)
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
        schools,
        tuple(subjects),
        f.ListSummary(PROFILE.name, 2, schools[:1], schools[:2], schools[:3], schools[3:4], "2021-09-16"),
        (f.MissingData(schools[0], ("ВПР МА 6, весна 2021", "ОГЭ РУ 2021")),),
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
    )
