import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_desktop.rules.words.school_names import NEAR, NameIndex, name_parts, normalise, similarity, suggest

ASK = 0.6
"""As near as this, a person is asked before a school is made."""

SAME = [
    ("МБОУ «Еловская СОШ»", 'МКОУ "Еловская СОШ"'),
    ("МБОУ «Еловская СОШ»", "мбоу „еловская сош“"),
    ("МБОУ «Еловская СОШ»", "МБОУ 'Ёловская  СОШ'"),
    ("МБОУ «Еловская СОШ»", "СОШ Еловская"),
    ("МБОУ «Еловская СОШ»", "МБОУ\u00a0‹Еловская\u00a0СОШ›"),
    (
        "МБОУ «Еловская СОШ»",
        "Муниципальное бюджетное общеобразовательное учреждение «Еловская средняя общеобразовательная школа»",
    ),
    ("МБОУ «Еловская СОШ»", "муниципальная казённая общеобразовательная организация Еловская средняя школа"),
    ("МБОУ «Еловская СОШ»", "МБОУ «Еловская СШ»"),
    ("МБОУ «Еловская COШ»", "MБOУ «Eлoвcкaя СОШ»"),
    ("Зарецкая школа", "Зарецкая школa"),
    ("Горный лицей", "\ufeffГор\u00adный ли\u0301цей"),
    ("Майская СОШ", "Маи\u0306ская СОШ"),
    ("СОШ № 2", "СОШ №2"),
    ("СОШ № 2", "СОШ N2"),
    ("СОШ № 2", "СОШ N 2"),
    ("СОШ № 2", "СОШ No. 2"),
    ("СОШ № 2", "СОШ #2"),
    ("СОШ № 2", "СОШ-2"),
    ("СОШ № 2", "СОШ2"),
    ("СОШ № 2", "СОШ №02"),
    ("СОШ № 2", "МАОУ средняя общеобразовательная школа номер 2"),
    ("MAOY COШ № 2", "МОУ СОШ № 2"),
    ("МКОУ «СОШ с.Тихое»", "МКОУ СОШ села Тихое"),
    ("СОШ г. Луговска № 5", "СОШ № 5 города Луговска"),
    ("МБОУ ООШ ст-цы Речной", "ООШ станицы Речной"),
    ("СОШ № 1 пос. Тихий", "МБОУ СОШ №1 п.г.т. Тихий"),
    ("СОШ № 1 р. п. Тихий", "МБОУ СОШ №1 пгт Тихий"),
    ("МОУ-СОШ № 2", "СОШ № 2"),
    ("Усть-Луговская ООШ", "Усть – Луговская основная общеобразовательная школа"),
    ("СОШ № 2 им. Ю. А. Лугового", "СОШ №2 имени Лугового Ю.А."),
    ("СОШ № 2 им. Ю. А. Лугового", "СОШ №2 имени Лугового"),
    ("Гимназия имени 50-летия Октября", "Гимназия им. 50 летия Октября"),
    ("МБОУ «Школа-интернат № 3»", "Школа – интернат №3"),
    ("МБВ(С)ОУ О(С)ОШ № 1", "Вечерняя (сменная) общеобразовательная школа № 1"),
    ("НШ-ДС «Ручеёк»", "МБОУ «Начальная школа - детский сад «Ручеек»"),
    ("СОШ № 3 с УИОП", "СОШ № 3 с углублённым изучением отдельных предметов"),
    ("ФГКОУ «СОШ № 8»", "Федеральное государственное казённое общеобразовательное учреждение СОШ №8"),
    ("ГБОУ Еловский район СОШ № 1", "СОШ № 1, Еловский р-н"),
    ("Филиал МБОУ «Еловская СОШ» – Зарецкая НОШ", "филиал МКОУ Еловская СОШ Зарецкая начальная школа"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert normalise(a) == normalise(b)
    assert similarity(a, b) == 1.0


APART = [
    ("Еловская СОШ", "Еловская ООШ"),
    ("Еловская СОШ", "Еловская школа"),
    ("Еловская СОШ", "Филиал МБОУ Еловская СОШ"),
    ("Еловская СОШ", "Иванвоская СОШ"),
    ("СОШ № 2", "СОШ № 2 им. Лугового"),
    ("СОШ № 2", "Гимназия № 2"),
    ("СОШ имени 8 Марта", "СОШ № 8"),
    ("СОШ № 5", "СОШ № 5а"),
    ("СОШ с. Тихое", "СОШ п. Тихое"),
    ("Филиал Еловская СОШ Зарецкая НОШ", "Филиал Зарецкая НОШ Еловская СОШ"),
    ("МБОУ", "МКОУ"),
]


@pytest.mark.parametrize(("a", "b"), APART)
def test_different_names_have_different_keys(a: str, b: str) -> None:
    assert normalise(a) != normalise(b)
    assert similarity(a, b) < 1.0


FAR = [
    ("МБОУ СОШ № 2", "МБОУ СОШ № 12"),
    ("МБОУ СОШ № 2", "МБОУ СОШ № 22"),
    ("Еловская СОШ № 1", "Еловская СОШ № 2"),
    ("СОШ № 2", "Еловская СОШ"),
    ("Зарецкая СОШ", "Полянская СОШ"),
    ("Верхнелуговская СОШ", "Нижнелуговская СОШ"),
    ("Гимназия им. Лугового", "Гимназия им. Полевого"),
    ("", "СОШ № 2"),
]


@pytest.mark.parametrize(("a", "b"), FAR)
def test_never_near(a: str, b: str) -> None:
    assert similarity(a, b) < NEAR


# From the surest to the least sure.
NEARER = [
    ("СОШ № 2", "СОШ № 2 им. Лугового"),
    ("Еловская СОШ", "Еловская школа"),
    ("Еловская СОШ", "Еловская ООШ"),
    ("Еловская СОШ", "Филиал МБОУ Еловская СОШ"),
    ("Еловская СОШ", "Еловская СОШ № 1"),
]


def test_nearness_falls_with_what_differs() -> None:
    scores = [similarity(a, b) for a, b in NEARER]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= NEAR


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Полянская СОШ", "Полнаяская СОШ"),
        ("Полянская СОШ", "СОШ с. Полянка"),
        ("Гимназия им. Лугового", "Гимназия имени Сергея Лугового"),
        ("СОШ № 3 им. Лугового", "СОШ № 3 им. Полевого"),
        ("СОШ № 7 г. Луговска", "СОШ № 7"),
        ("Усть-Еловская СОШ", "Еловская СОШ"),
        ("Еловская Зарецкая СОШ", "Еловская СОШ"),
    ],
)
def test_near_enough_to_be_suggested(a: str, b: str) -> None:
    assert NEAR <= similarity(a, b) < 1


def test_parts() -> None:
    parts = name_parts("МБОУ «Еловская СОШ № 2 имени Лугового» Полянского района")
    assert parts.numbers == ("2",)
    assert parts.types == {"сош"}
    assert parts.strong == ("еловская",)
    assert parts.weak == {"им", "лугового", "полянского", "района"}
    assert not parts.branch


KNOWN = {
    1: "МБОУ «Еловская СОШ»",
    2: "МБОУ «Еловская ООШ»",
    3: "МБОУ СОШ № 2",
    4: "МБОУ СОШ № 12",
    5: "МБОУ СОШ № 2 г. Луговска",
    6: "Гимназия им. Лугового",
    7: "МКОУ «Еловская СОШ»",
}


def test_suggestions_are_ordered_and_limited() -> None:
    found = suggest("Еловскя СОШ", KNOWN)
    assert [key for key, _ in found] == [1, 7, 2]
    assert suggest("Еловскя СОШ", KNOWN, limit=1) == found[:1]
    assert [key for key, _ in suggest("средняя школа №2", KNOWN)] == [3, 5]
    assert suggest("СОШ № 22", KNOWN) == []
    assert [key for key, _ in suggest("гимназия им. С. Лугового", KNOWN)] == [6]
    assert suggest("", KNOWN) == []


def test_index_names_namesakes() -> None:
    index = NameIndex(KNOWN)
    assert index.exact("Еловская средняя школа") == (1, 7)
    assert index.exact("СОШ 2") == (3,)
    assert index.exact("СОШ 3") == ()


def test_the_right_school_among_thousands() -> None:
    first = ["Ело", "Заре", "Поля", "Луго", "Бере", "Сосно", "Камы", "Озёр"]
    last = ["новская", "чинская", "товская", "девская", "гульская", "мыжская"]
    known = {
        f"{a}{b}{kind}{n}": f"МБОУ «{a}{b} {kind} № {n}»"
        for a in first
        for b in last
        for kind in ("СОШ", "ООШ")
        for n in range(1, 51)
    }
    index = NameIndex(known)
    assert index.suggest("Берегулская ООШ №17")[0][0] == "БерегульскаяООШ17"
    assert all(key.endswith("17") for key, _ in index.suggest("Берегулская ООШ №17"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_taken(a: str, b: str) -> None:
    assert normalise(a) == normalise(a)
    assert 0 <= similarity(a, b) <= 1
    assert similarity(a, b) == similarity(b, a)
    assert similarity(a, a) == 1


@given(st.integers(1, 300), st.integers(1, 300))
def test_numbers_are_never_confused(a: int, b: int) -> None:
    score = similarity(f"МБОУ СОШ № {a}", f"СОШ №{b}")
    assert score == (1.0 if a == b else 0.0)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("МБОУ «Пригорневая СОШ»", "МБОУ «Подгоренская СОШ»", False),
        ("МБОУ «Сосновская СОШ»", "МБОУ «Сосновоборская СОШ»", False),
        ("Верхнеольховская ООШ", "Нижнеольховская ООШ", False),
        ("Клёновская СОШ", "Еловская СОШ", False),
        ("Анисмовская СОШ", "Анисимовская СОШ", True),
        ("Ольховсакя СОШ", "Ольховская СОШ", True),
        ("Лукьяновка СОШ", "Лукьяновская СОШ", True),
        ("Луговая СОШ", "Луговская СОШ", True),
        ("Кедровская ООШ", "Кедровская СОШ", True),
    ],
)
def test_only_slips_and_endings_make_names_near_enough_to_ask(one: str, other: str, near: bool) -> None:
    for a, b in ((one, other), (other, one)):
        assert any(score >= ASK for _, score in suggest(a, {1: b})) is near


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("МБОУ «Ново-еловская СОШ»", "МБОУ «Новоеловская СОШ»"),
        ("МБОУ «Ново еловская СОШ»", "Новоеловская"),
        ("МБОУ «Ново-еловская СОШ»", "СОШ с. Новоеловское"),
        ("Усть-Верхне-Камская ООШ", "Устьверхнекамская ООШ"),
        ("Верхне-Луговская Еловская СОШ № 2", "Верхнелуговская Еловская СОШ № 2"),
        ("Филиал Ново-Еловской СОШ в с. Дол", "Филиал Новоеловской СОШ в с. Дол"),
    ],
)
def test_a_name_written_apart_is_asked_about_but_never_taken_for_the_same(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)
    for a, b in ((one, other), (other, one)):
        assert [score for _, score in suggest(a, {1: b}) if 0.8 <= score < 1]


PARTED = [
    ("МБОУ «При-озёрная СОШ»", "МБОУ «Приозёрная СОШ»"),
    ("При озёрная средняя школа", "Приозёрная СОШ"),
    ("На горная СОШ", "Нагорная СОШ"),
    ("Приозёр-\nная сред-\nняя обще-\nобразова-\nтельная школа", "Приозёрная СОШ"),
    ("МБОУ «Приозёр- ная СОШ»", "МБОУ «При‑озёрная СОШ»"),
    ("В‐осточная ООШ № 2", "Восточная ООШ № 2"),
    ("Гор-ная СОШ", "Горная СОШ"),
    ("Пос-ёлковая СОШ", "Посёлковая СОШ"),
    ("Сош-никовская СОШ", "Сошниковская СОШ"),
    ("Рай-онная СОШ", "Районная СОШ"),
    ("Усть-Верхнекам-ская СОШ", "Устьверхне-Камская СОШ"),
    ("Гимназия им. Луго-вого", "Гимназия имени Лугового"),
    ("СОШ № 1 с. Зем-ляное", "СОШ № 1 с. Земляное"),
    ("Гимна-зия № 3", "Гимназия № 3"),
    ("Филиал При-озёрной СОШ в с. Дол", "Филиал Приозёрной СОШ в с. Дол"),
    ("Ново-Еловская СОШ с. Новоеловское", "Новоеловская СОШ с. Новоеловское"),
]


@pytest.mark.parametrize(("one", "other"), PARTED)
def test_a_word_parted_anywhere_is_asked_about_among_many_schools(one: str, other: str) -> None:
    many = {at: f"{word}ская СОШ № {at}" for at, word in enumerate(("Озёр", "Верхнегор", "Ольхов") * 30, 10)}
    assert normalise(one) != normalise(other)
    for a, b in ((one, other), (other, one)):
        assert NameIndex(many | {1: b}).suggest(a)[0] == (1, 0.99)


def test_a_word_that_is_only_parted_stands_before_a_name_without_its_beginning() -> None:
    found = suggest("На горная СОШ", {1: "Горная СОШ", 2: "Нагорная СОШ", 3: "Загорная СОШ"})
    assert [key for key, _ in found] == [2, 1]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("СОШ № 1", "СОШ № 11"),
        ("СОШ № 1 1", "СОШ № 11"),
        ("При-озёрная СОШ № 1", "Приозёрная СОШ № 11"),
        ("За-горная СОШ", "Нагорная СОШ"),
        ("Верхняя Озёрная СОШ", "Верхняя Горная СОШ"),
    ],
)
def test_what_differs_in_more_than_a_gap_is_not_joined(a: str, b: str) -> None:
    assert similarity(a, b) < ASK


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ново-еловская СОШ", "Староеловская СОШ"),
        ("Верхне-Луговская СОШ", "Нижнелуговская СОШ"),
        ("Ново-еловская СОШ № 1", "Новоеловская СОШ № 2"),
    ],
)
def test_another_name_written_apart_is_not_asked_about(a: str, b: str) -> None:
    assert similarity(a, b) < ASK


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("МБОУ «СОШ №5» г.Камск, филиал с. Дол", "Филиал МБОУ СОШ № 5 в с. Дол"),
        ("МБОУ СОШ № 5 (филиал в д. Липки)", "Липкинский филиал МБОУ СОШ № 5"),
        ("МБОУ «Луговская СОШ» филиал в с. Гора", "Горский филиал МБОУ Луговской СОШ"),
        ("филиал МБОУ СОШ № 5 «Дольская НОШ»", "МБОУ СОШ № 5 филиал в с. Дол"),
        ("Филиал Ольховской СОШ в п. Ключи", "Ольховская СОШ (структурное подразделение п. Ключи)"),
    ],
)
def test_spellings_of_one_branch_are_near(a: str, b: str) -> None:
    assert 0.8 <= similarity(a, b) < 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Филиал МБОУ СОШ № 5 в с. Дол", "Филиал МБОУ СОШ № 5 в с. Гора"),
        ("Филиал МБОУ СОШ № 5 в с. Дол", "Филиал МБОУ СОШ № 7 в с. Дол"),
        ("МБОУ СОШ №5 г. Камск, филиал с. Дол", "МБОУ СОШ №5 г. Камск, филиал с. Гора"),
        ("Филиал Луговской СОШ в с. Дол", "Филиал Луговской СОШ в с. Гора"),
        ("МБОУ СОШ №5 г. Камск, филиал с. Дол", "МБОУ СОШ №5 г. Камск"),
    ],
)
def test_branches_of_one_school_and_their_school_are_apart(a: str, b: str) -> None:
    assert similarity(a, b) < 0.6


def test_branches_that_are_only_numbered_are_likened_as_schools() -> None:
    assert similarity("Филиал № 2 школы", "Филиал № 2 СОШ") > similarity("Филиал № 2 школы", "Филиал № 3 СОШ")
