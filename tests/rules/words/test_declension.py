"""Cases of posts, bodies, schools and people, and what the program says it does not know."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shnor_desktop.models.orders import CASES
from shnor_desktop.rules.words.declension import Case, agreed, approved, better, inside, person, phrase

GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, PREPOSITIONAL = Case
PHRASES = {
    "начальник управления образования": (
        "начальника управления образования",
        "начальнику управления образования",
        "начальника управления образования",
        "начальником управления образования",
    ),
    "заведующий отделом": (
        "заведующего отделом",
        "заведующему отделом",
        "заведующего отделом",
        "заведующим отделом",
    ),
    "временно исполняющий обязанности директора": (
        "временно исполняющего обязанности директора",
        "временно исполняющему обязанности директора",
        "временно исполняющего обязанности директора",
        "временно исполняющим обязанности директора",
    ),
    "ведущий специалист-эксперт": (
        "ведущего специалиста-эксперта",
        "ведущему специалисту-эксперту",
        "ведущего специалиста-эксперта",
        "ведущим специалистом-экспертом",
    ),
    "Кедровая СОШ": ("Кедровой СОШ", "Кедровой СОШ", "Кедровую СОШ", "Кедровой СОШ"),
    "МБОУ «Кедровая школа»": ("МБОУ «Кедровая школа»",) * 4,
    "информационно-методический центр": (
        "информационно-методического центра",
        "информационно-методическому центру",
        "информационно-методический центр",
        "информационно-методическим центром",
    ),
    "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ": (
        "УПРАВЛЕНИЯ ОБРАЗОВАНИЯ",
        "УПРАВЛЕНИЮ ОБРАЗОВАНИЯ",
        "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ",
        "УПРАВЛЕНИЕМ ОБРАЗОВАНИЯ",
    ),
    "директор школы, учитель математики": (
        "директора школы, учителя математики",
        "директору школы, учителю математики",
        "директора школы, учителя математики",
        "директором школы, учителем математики",
    ),
    "начальник отдела и главный бухгалтер": (
        "начальника отдела и главного бухгалтера",
        "начальнику отдела и главному бухгалтеру",
        "начальника отдела и главного бухгалтера",
        "начальником отдела и главным бухгалтером",
    ),
    "ответственный за питание и транспорт": (
        "ответственного за питание и транспорт",
        "ответственному за питание и транспорт",
        "ответственного за питание и транспорт",
        "ответственным за питание и транспорт",
    ),
    "комитет образования, культуры и спорта": (
        "комитета образования, культуры и спорта",
        "комитету образования, культуры и спорта",
        "комитет образования, культуры и спорта",
        "комитетом образования, культуры и спорта",
    ),
    "руководители общеобразовательных организаций": (
        "руководителей общеобразовательных организаций",
        "руководителям общеобразовательных организаций",
        "руководителей общеобразовательных организаций",
        "руководителями общеобразовательных организаций",
    ),
    "главные специалисты": (
        "главных специалистов",
        "главным специалистам",
        "главных специалистов",
        "главными специалистами",
    ),
    "ученый секретарь": ("ученого секретаря", "ученому секретарю", "ученого секретаря", "ученым секретарём"),
    "средняя школа № 5": (
        "средней школы № 5",
        "средней школе № 5",
        "среднюю школу № 5",
        "средней школой № 5",
    ),
    "дорожная карта (план)": (
        "дорожной карты (плана)",
        "дорожной карте (плану)",
        "дорожную карту (план)",
        "дорожной картой (планом)",
    ),
}
PEOPLE = {
    "Иванова Мария Петровна": (
        "Ивановой Марии Петровны",
        "Ивановой Марии Петровне",
        "Иванову Марию Петровну",
    ),
    "Мария Петровна Иванова": (
        "Ивановой Марии Петровны",
        "Ивановой Марии Петровне",
        "Иванову Марию Петровну",
    ),
    "Сидоров Лев Львович": ("Сидорова Льва Львовича", "Сидорову Льву Львовичу", "Сидорова Льва Львовича"),
    "Ткач Ольга Игоревна": ("Ткач Ольги Игоревны", "Ткач Ольге Игоревне", "Ткач Ольгу Игоревну"),
    "Алиев Мамед Расул оглы": (
        "Алиева Мамеда Расул оглы",
        "Алиеву Мамеду Расул оглы",
        "Алиева Мамеда Расул оглы",
    ),
    "И.И. Петров": ("И.И. Петрова", "И.И. Петрову", "И.И. Петрова"),
    "Лесная О. П.": ("Лесной О. П.", "Лесной О. П.", "Лесную О. П."),
    "Шевченко Т. Г.": ("Шевченко Т. Г.",) * 3,
}
UNSURE = ("И.о. директора", "директора", "школы", "", "№ 5", "ввв", "очень", "5 школа", "большого")
UNSURE_PEOPLE = ("О. В. Мельник", "Э. К. Кох", "Мария", "Иванова Мария", "Де Ла Крус И. И.", "", "Smith J.")


@pytest.mark.parametrize("text", PHRASES)
def test_a_phrase_is_declined_by_its_head(text: str) -> None:
    for case, form in zip(Case, PHRASES[text], strict=False):
        made = phrase(text, case)
        assert (made.text, made.sure) == (form, True)


def test_the_prepositional_case() -> None:
    assert phrase("рабочая группа", PREPOSITIONAL).text == "рабочей группе"
    assert person("Петров Иван Ильич", PREPOSITIONAL).text == "Петрове Иване Ильиче"


@pytest.mark.parametrize("name", PEOPLE)
def test_a_name_is_declined_by_its_patronymic_or_surname(name: str) -> None:
    for case, form in zip(Case, PEOPLE[name], strict=False):
        made = person(name, case)
        assert (made.text, made.sure) == (form, True)


@pytest.mark.parametrize("text", UNSURE)
def test_what_cannot_be_known_stays_and_is_unsure(text: str) -> None:
    made = phrase(text, DATIVE)
    assert (made.text, made.sure) == (text, False)


@pytest.mark.parametrize("name", UNSURE_PEOPLE)
def test_a_name_of_unknown_gender_stays_and_is_unsure(name: str) -> None:
    made = person(name, DATIVE)
    assert (made.text, made.sure) == (name, False)


@pytest.mark.parametrize("name", ["Заяц Пётр Ильич", "Кулёк Иван Ильич", "Ким Ия Ильинична", "Абв Где Жзи"])
def test_a_guessed_name_is_unsure(name: str) -> None:
    assert not person(name, DATIVE).sure


@pytest.mark.parametrize("text", ["главный брундуляк", "сельский стадионами", "старший сад школа"])
def test_a_guessed_phrase_is_unsure(text: str) -> None:
    assert not phrase(text, DATIVE).sure


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("программа", "УТВЕРЖДЕНА"),
        ("план мероприятий", "УТВЕРЖДЁН"),
        ("положение", "УТВЕРЖДЕНО"),
        ("списки школ", "УТВЕРЖДЕНЫ"),
        ("дорожная карта", "УТВЕРЖДЕНА"),
    ],
)
def test_the_word_of_approval_agrees(text: str, word: str) -> None:
    assert (approved(text).text, approved(text).sure) == (word, True)


def test_the_word_of_approval_of_nothing_known_is_unsure() -> None:
    assert not approved("№ 5").sure


@pytest.mark.parametrize(
    ("word", "text", "told"),
    [
        ("загружен", "анкета", "загружена"),
        ("размещён", "среднесрочная программа развития", "размещена"),
        ("подтверждён", "папка документов", "подтверждена"),
        ("проверен", "рисковый профиль", "проверен"),
        ("проверен", "анкеты", "проверены"),
        ("ожидается", "анкета", "ожидается"),
        ("возвращён", "№ 5", "возвращён"),
    ],
)
def test_what_became_of_it_agrees_with_what_it_is(word: str, text: str, told: str) -> None:
    assert agreed(word, text) == told


def test_cases_are_those_of_typed_forms() -> None:
    assert [code for code, _ in CASES] == [case.value for case in Case]


@example("𗀀", Case.GENITIVE)
@example("Главный 𗀀", Case.DATIVE)
@given(st.text(max_size=60), st.sampled_from(Case))
def test_any_text_has_a_form(text: str, case: Case) -> None:
    assert isinstance(phrase(text, case).text, str)
    assert isinstance(person(text, case).text, str)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Начальная школа, ВПР не пишет", "начальная школа, ВПР не пишет"),
        ("В пятых классах не учатся", "в пятых классах не учатся"),
        ("Решение, принятое комиссией", "решение, принятое комиссией"),
        *(
            (same, same)
            for same in (
                "Петров просил",
                "Вера просила",
                "Новая Ляда",
                "ВПР не пишет",
                "Ыыыкк школа",
                "5 класс",
                "",
            )
        ),
    ],
)
def test_a_common_word_is_small_inside_a_sentence(text: str, told: str) -> None:
    assert inside(text) == told


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Кедринский район", "Кедринского района"),
        ("  Кедринский  муниципальный округ ", "Кедринского муниципального округа"),
        ("Кедринского района", ""),
        ("г. Кедрин", ""),
        ("пгт Кедрин", ""),
        ("", ""),
    ],
)
def test_another_case_is_offered_only_for_a_certain_nominative(typed: str, offered: str) -> None:
    assert better(typed, Case.GENITIVE) == offered
