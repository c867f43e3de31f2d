"""`shnor orders`, `order`, `sign`: the register, a draft, its signing."""

from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.operations.records import records
from tests.cli.running import Shnor, answer, refusal


def test_an_order_is_prepared_signed_and_registered(
    new_path: Callable[[str], Path], shnor: Shnor, tmp_path: Path
) -> None:
    file = new_path("Район.shnor")
    assert answer(shnor, "orders", file) == {"orders": [], "gaps": []}
    made = answer(shnor, "order", file, "group", "--date", "01.09.2026", code=1)
    assert (made["number"], made["date"], made["title"]) == ("1", "2026-09-01", "О создании рабочей группы")
    assert made["points"][1]["text"].startswith("Руководителю рабочей группы проводить заседания")
    told = answer(shnor, "sign", file, "О создании рабочей группы", "--number", "3", code=1)
    lacking = ["Не указано, кто подписывает.", "Приложение «Состав рабочей группы» пусто: закреплений нет."]
    assert (told["order"], told["asks"]) == (made["order"], lacking)
    listed = answer(shnor, "orders", file, "--year", "2026")
    assert [(one["number"], one["state"]) for one in listed["orders"]] == [("3", "signed")]
    assert listed["gaps"] == []
    out = tmp_path / "Приказ.docx"
    assert shnor("print", file, "order", "--order", "3", "-o", out)[0] == 0
    assert out.is_file()


def test_what_cannot_be_done_is_refused_in_a_sentence(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = new_path("Район.shnor")
    assert "Не выбрана программа" in refusal(shnor("order", file, "programme"))
    assert "«7» в файле нет" in refusal(shnor("sign", file, "7"))
    both = shnor("print", file, "order", "--all", "--blank", "бланк.docx", "-o", "все.docx")
    assert "по одному документу" in refusal(both)


def test_what_is_signed_with_doubts_is_told(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = new_path("Район.shnor")
    answer(shnor, "order", file, "commendation", code=1)
    assert answer(shnor, "sign", file, "О поощрении", code=1)["asks"] == [
        "Не указано, кто подписывает.",
        "Не заполнено: «Список поощряемых».",
    ]


def test_a_letter_to_every_school(shnor: Shnor, tmp_path: Path, new_path: Callable[[str], Path]) -> None:
    file = new_path("Район.shnor")
    assert "Школ в файле пока нет" in refusal(shnor("order", file, "letter", "--every"))
    assert "только письма" in refusal(shnor("order", file, "group", "--every"))
    with Document.open(file, Who()) as document, document.write("Школы") as session:
        for name in ("Береговая ООШ", "Горная СОШ"):
            records.save(session, "school", None, {"name": name})
    assert answer(shnor, "order", file, "letter", "--every") == {"letters": 2}
    assert answer(shnor, "print", file, "order", "--all", "-o", tmp_path / "Письма", code=1)["papers"] == 2
    assert len(list((tmp_path / "Письма").glob("*.pdf"))) == 2


def test_a_second_order_about_the_list_is_told(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = new_path("Район.shnor")
    assert not [one for one in answer(shnor, "order", file, "list", code=1)["asks"] if "перечн" in one]
    (told,) = [one for one in answer(shnor, "order", file, "list", code=1)["asks"] if "перечн" in one]
    assert told.startswith("О том же перечне в файле уже есть: приказ от ") and told.endswith("» (проект).")
