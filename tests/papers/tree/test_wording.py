import pytest

from shnor_desktop.papers.identification import facts as lf
from shnor_desktop.papers.identification import low_list
from shnor_desktop.papers.identification.low_list import basis_text
from shnor_desktop.papers.tree.frame import (
    Approval,
    PaperMeta,
    Signatory,
    approval_lines,
    closing,
    on_one_line,
)
from shnor_desktop.papers.tree.paper import Requisites, Signature, plain, runs_of
from shnor_desktop.papers.tree.wording import date_digits, date_words, named, school_years, stick, words
from shnor_desktop.papers.tree.wording import signed as initialled
from tests.papers import samples


@pytest.mark.parametrize(
    ("text", "stuck"),
    [
        ("СОШ № 2", "СОШ №~2"),
        ("СОШ №2", "СОШ №~2"),
        ("№\nп/п", "№\nп/п"),
        ("30 % и 5%", "30~% и~5~%"),
        ("А.Б. Светлова", "А.Б.~Светлова"),
        ("А. Б. Светлова", "А.~Б.~Светлова"),
        ("Светлова А.Б.", "Светлова~А.Б."),
        ("Союза П.Р. Долгополова", "Союза П.Р.~Долгополова"),
        ("с. Луговое, г.Заречный", "с.~Луговое, г.~Заречный"),
        ("5 класс", "5~класс"),
        ("1 ноября 2021 г.", "1~ноября 2021~г."),
        ("доля – 4", "доля~–~4"),
        ("ВПР – ", "ВПР~–~"),
        ("доля – низкая", "доля~– низкая"),
        ("9–11 лет", "9–11 лет"),
        ("школа с низкими", "школа с~низкими"),
        ("программа на 2018–2021 годы", "программа на~2018–2021~годы"),
        ("на 3 школы", "на 3 школы"),
    ],
)
def test_spaces_that_do_not_break(text: str, stuck: str) -> None:
    assert stick(text).replace("\u00a0", "~") == stuck
    assert stick(stick(text)) == stick(text)


def test_dates() -> None:
    assert date_words("2022-03-05").replace("\u00a0", " ") == "5 марта 2022 г."
    assert date_digits("2022-03-05") == "05.03.2022"
    assert date_words("весной 2022") == date_digits("весной 2022") == "весной 2022"
    assert date_words("2022-13-05") == "2022-13-05"


def test_a_sentence_that_ends_in_initials_has_one_full_stop() -> None:
    assert plain(words("Директор: ", named("Липова Л.Л."), ".")) == "Директор: Липова\u00a0Л.Л."
    assert plain(words(named("Липова Л.Л."), ". Иная И.И.", ".")) == "Липова\u00a0Л.Л. Иная\u00a0И.И."
    assert (
        plain(words("и так далее", ".")) == "и\u00a0так далее."
        and plain(words("и т.", "..")) == "и\u00a0т..."
    )


def test_school_years() -> None:
    assert school_years(()) == ""
    assert school_years(("2020/21",)) == "2020/21 учебный год"
    assert school_years(("2018/19", "2020/21"), "genitive") == "2018/19 и 2020/21 учебных годов"


def test_approval_by_an_order_and_by_a_person() -> None:
    by_order = Approval("утверждён", "приказом управления", date="2021-09-16", number="230")
    assert approval_lines(by_order) == ("УТВЕРЖДЁН", "приказом управления", "от 16.09.2021 №\u00a0230")
    by_person = Approval("Утверждаю", signatory=Signatory("Начальник", "А.Б. Светлова"))
    assert approval_lines(by_person) == ("УТВЕРЖДАЮ", "Начальник", "А.Б.\u00a0Светлова")
    undated = Approval("утверждён", "приказом", number="7")
    assert approval_lines(undated)[-1] == "от ____________ №\u00a07"


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ((lf.StatusBasis("computation"),), "по расчёту"),
        (
            (lf.StatusBasis("regional", "письмо от 01.09.2021 № 7"),),
            "по перечню региона (письмо от 01.09.2021 № 7)",
        ),
        ((lf.StatusBasis("order", "приказ УО от 01.09.2021 № 7"),), "приказ УО от 01.09.2021 № 7"),
        ((lf.StatusBasis("order", "УО от 01.09.2021 № 7"),), "приказ УО от 01.09.2021 № 7"),
        ((lf.StatusBasis("order"),), "приказ"),
        ((lf.StatusBasis("computation"), lf.StatusBasis("regional")), "по расчёту; по перечню региона"),
        ((), "–"),
    ],
)
def test_basis_in_words(basis: tuple[lf.StatusBasis, ...], said: str) -> None:
    assert basis_text(basis) == said


def text_of(facts: lf.ListFacts) -> str:
    blocks = low_list.compose(facts).blocks()
    return " ".join(plain(runs) for block in blocks for runs in runs_of(block)).replace("\u00a0", " ")


def test_an_empty_list_says_so_and_is_a_draft() -> None:
    said = text_of(samples.listed(0))
    assert "Школ, отвечающих критериям, не выявлено." in said and "ПРОЕКТ" in said


def test_numbers_agree_with_their_nouns() -> None:
    assert "включена 1 школа, отвечающая критериям" in text_of(samples.listed(1))
    assert "включены 3 школы, отвечающие критериям" in text_of(samples.listed(3))
    assert "включено 40 школ; критериям методики отвечают 32 школы" in text_of(samples.listed(40))


def test_a_list_by_regional_order_only() -> None:
    school = lf.ListedSchool("МБОУ «Речная СОШ»", (), (), (lf.StatusBasis("regional", "письмо"),))
    facts = lf.ListFacts(samples.META, samples.PROFILE, "2021/22", 5, (school,))
    assert "критериям методики ни одна из них не отвечает" in text_of(facts)
    assert "Низких результатов по процедурам методики нет" in text_of(facts)


@pytest.mark.parametrize(
    ("name", "signed"),
    [
        ("Образцова Анна Петровна", "А.П.\u00a0Образцова"),
        ("Образцова Анна", "А.\u00a0Образцова"),
        ("Образцова-Примерова Анна Петровна", "А.П.\u00a0Образцова-Примерова"),
        ("А.П. Образцова", "А.П. Образцова"),
        ("Образцова", "Образцова"),
        ("", ""),
    ],
)
def test_a_name_is_signed_with_initials_first(name: str, signed: str) -> None:
    assert initialled(name) == signed


def test_a_first_name_may_stand_first() -> None:
    assert (
        initialled("Анна Борисовна Светлова") == initialled("Светлова Анна Борисовна") == "А.Б.\u00a0Светлова"
    )


def test_the_signature_of_every_paper_has_initials() -> None:
    meta = PaperMeta(signatory=Signatory("Начальник", "Светлова Анна Борисовна"))
    assert closing(meta) == [Signature("Начальник", "А.Б.\u00a0Светлова")]
    assert approval_lines(Approval("утверждён", signatory=meta.signatory))[-1] == "А.Б.\u00a0Светлова"


def test_a_place_without_a_number_stands_at_the_end_of_the_line() -> None:
    named_, numbered = (Requisites("5 мая", "с. Луговое", number) for number in ("", "№ 7"))
    assert [(text, str(align)) for text, align, _ in on_one_line(named_)][1:] == [("с. Луговое", "right")]
    assert [str(align) for _, align, _ in on_one_line(numbered)] == ["left", "center", "right"]
