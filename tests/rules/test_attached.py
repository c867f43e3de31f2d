import pytest

from shnor_desktop.rules.attached import approves, headed, is_approved, is_lead, is_said, with_mark
from shnor_desktop.rules.words import marks

GROUP, PROGRAMME = ("Состав рабочей группы",), ("Муниципальная программа", "Поддержка школ")
PLAN, FORMS = ("План работы группы",), ("Формы отчётности",)


@pytest.mark.parametrize(
    ("text", "things", "told"),
    [
        ("Утвердить состав рабочей группы.", (GROUP,), "Утвердить состав рабочей группы (прилагается)."),
        (
            "Создать рабочую группу и утвердить её состав",
            (GROUP,),
            "Создать рабочую группу и утвердить её состав (прилагается)",
        ),
        ("Утвердить формы отчётности", (FORMS,), "Утвердить формы отчётности (прилагаются)"),
        (
            "Утвердить состав группы и план её работы.",
            (GROUP, PLAN),
            "Утвердить состав группы и план её работы (прилагаются).",
        ),
        (
            "Утвердить состав группы и опубликовать его на сайте.",
            (GROUP,),
            "Утвердить состав группы (прилагается) и опубликовать его на сайте.",
        ),
        (
            "Утвердить состав группы, а также назначить её руководителя",
            (GROUP,),
            "Утвердить состав группы (прилагается), а также назначить её руководителя",
        ),
        (
            "Утвердить состав группы. Руководителем назначить методиста.",
            (GROUP,),
            "Утвердить состав группы (прилагается). Руководителем назначить методиста.",
        ),
        (
            "Утвердить план работы и отчётность школ",
            (PLAN,),
            "Утвердить план работы и отчётность школ (прилагается)",
        ),
        (
            "**Утвердить программу «Учить и учиться»**.",
            (PROGRAMME,),
            "**Утвердить программу «Учить и учиться» (прилагается)**.",
        ),
        ("Утвердить «Поддержка школ»", (("", "Поддержка школ"),), "Утвердить «Поддержка школ» (прилагается)"),
    ],
)
def test_what_is_approved_with_its_appendix_says_so(
    text: str, things: tuple[tuple[str, ...], ...], told: str
) -> None:
    assert with_mark(text, things) == told
    assert with_mark(told, things) == told


@pytest.mark.parametrize(
    "text",
    [
        "Утвердить состав группы (приложение 1).",
        "Утвердить прилагаемый состав группы.",
        "Утвердить смету расходов.",
        "Утвердить изменения в состав рабочей группы.",
        "Утвердить отчёт школы «Состав»",
        "Ознакомить состав группы с приказом.",
    ],
)
def test_nothing_is_said_twice_or_of_what_is_not_attached(text: str) -> None:
    assert with_mark(text, (GROUP, ("123",))) == text


def test_what_stands_under_a_lead_is_approved_as_well() -> None:
    assert is_lead("Утвердить:") and not is_lead("Утвердить состав:") and not is_lead("Создать:")
    assert with_mark("состав группы;", (GROUP,), approved=True) == "состав группы (прилагается);"
    assert is_said("(Приложение 2)") and not is_said("Утвердить состав")


def test_what_a_point_approves_is_known_with_its_mark_or_without() -> None:
    for text in (
        "Утвердить состав группы",
        "Утвердить состав группы (приложение 1).",
        "Утвердить прилагаемый состав",
    ):
        assert approves(text, GROUP)
    assert not approves("Создать группу (приложение 1)", GROUP)
    assert not approves("Утвердить смету (прилагается)", GROUP)


def test_a_point_approves_what_it_names_or_what_stands_under_it() -> None:
    assert is_approved("Утвердить **план** работы", ("План работы",))
    assert is_approved("Утвердить:\nсостав\nплан работы", ("План работы",))
    assert not is_approved("Изучить план работы", ("План работы",))
    table = "| | |\nПлан работы | Утвердить"
    assert headed(marks.read(table)) == ("", marks.read(table))
