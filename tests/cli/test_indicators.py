"""`shnor indicators`: targets and facts for people and for machines."""

from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme import indicators
from shnor_desktop.operations.programme.indicators import Slot
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.indicators import Year
from tests.cli.running import Shnor, answer, opened, refusal


def filled(path: Path) -> Path:
    with opened(path, 0) as document:
        _fill(document)
    return path


def _fill(document: Document) -> None:
    with document.write("программа") as session:
        programme = save(
            session,
            "programme",
            None,
            {"kind": "municipal", "title": "Поддержка", "starts": "2021-09-01", "ends": "2022-08-31"},
        )
        for number, text in (("1.", "Рекомендации"), ("1.", "Доля уроков")):
            one = save(
                session,
                "indicator",
                None,
                {"programme": programme, "number": number, "text": text, "unit": "шт."},
            )
            slot = Slot(Year(2021, "school"))
            indicators.save_value(session, one, slot, {"target_e4": 3 * E4, "fact_e4": 25_000})


def test_every_indicator_with_every_year(shnor: Shnor, new_path: Callable[[str], Path]) -> None:
    path = filled(new_path("а.shnor"))
    found = answer(shnor, "indicators", path)["indicators"]
    assert [(one["number"], one["text"], one["unit"]) for one in found] == [
        ("1.", "Рекомендации", "шт."),
        ("1.", "Доля уроков", "шт."),
    ]
    year = found[0]["years"][0]
    assert (year["year"], year["target"], year["fact"], year["state"]) == ("2021/22", 3, 2.5, "not_met")
    code, out, _ = shnor("indicators", path, "--programme", "поддержка")
    assert code == 0 and "2021/22: план 3, факт 2,5: не достигнут" in out


def test_without_programmes_and_with_unknown_ones(shnor: Shnor, new_path: Callable[[str], Path]) -> None:
    path = new_path("б.shnor")
    assert answer(shnor, "indicators", path) == {"indicators": []}
    assert "Программ в файле нет" in shnor("indicators", path)[1]
    assert "нет в файле" in refusal(shnor("indicators", path, "--programme", "Космос"))
