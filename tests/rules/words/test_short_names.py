import pytest

from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.rules.words.short_names import form_of, short_name


@pytest.mark.parametrize(
    ("name", "short", "form"),
    [
        (
            "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 7»",
            "МБОУ «СОШ № 7»",
            "secondary",
        ),
        (
            'муниципальное казённое  общеобразовательное учреждение "Липовская основная общеобразовательная школа"',
            "МКОУ «Липовская ООШ»",
            "basic",
        ),
        (
            "Муниципальное автономное общеобразовательное учреждение - Гимназия № 3",
            "МАОУ Гимназия № 3",
            "gymnasium",
        ),
        ("Луговая средняя школа", "Луговая СОШ", "secondary"),
        ("МБОУ «Луговая СОШ»", "МБОУ «Луговая СОШ»", "secondary"),
        ('МБОУ "Заречная СОШ №1"', "МБОУ «Заречная СОШ № 1»", "secondary"),
        ("МБОУ “Заречная  СОШ”", "МБОУ «Заречная СОШ»", "secondary"),
        ('МБОУ "СОШ №2 "Родник""', "МБОУ «СОШ № 2 «Родник»»", "secondary"),
        ("Начальная школа — детский сад № 5", "НШ-ДС № 5", "primary"),
        ("Лицей", "Лицей", "lyceum"),
        ("Школа у озера", "Школа у озера", ""),
        ("edu910401", "edu910401", ""),
        ("", "", ""),
    ],
)
def test_short_name_and_form(name: str, short: str, form: str) -> None:
    assert short_name(name) == short
    assert form_of(name) == form
    assert normalise(short) == normalise(name), "a school is known by both of its names"
