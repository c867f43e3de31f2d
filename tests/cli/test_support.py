"""`shnor support`: who stands without help on a day."""

from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from tests.cli.running import Shnor, answer
from tests.conftest import WHO
from tests.operations.support.district import District


def filled(path: Path) -> Path:
    with Document.open(path, WHO) as document:
        district = District(document)
        district.school("Заречная СОШ", "low_result")
        district.school("Береговая ООШ", "low_result")
        district.school("Горная СОШ")
        district.person("Белова Н.К.")
        district.assign("curator", "Белова Н.К.", "Заречная СОШ", until="2026-03-31", basis_text="приказ № 5")
        district.contact("visit", "2026-02-10", "Заречная СОШ")
        district.contact("visit", "", "Береговая ООШ", times=2)
        district.contact("webinar", "", times=6)
        project = district.make("programme", kind="external", title="«500+»")
        school = district.uids["Заречная СОШ"]
        for kind in ("concept", "midterm", "risk_profile", "questionnaire"):
            district.make("school_document", school=school, programme=project, kind=kind, state="placed")
        district.make("problem", kind="request", level="teachers", school=school, text="Оценивание")
    return path


def test_schools_people_and_contacts_are_told(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = filled(new_path("Район.shnor"))
    told = answer(shnor, "support", file, "--on", "01.03.2026", code=1)
    assert (told["on"], told["since"], told["scope"]) == ("2026-03-01", "2025-12-01", "supported")
    assert told["without_curator"] == told["alone"] == ["Береговая ООШ"]
    assert told["not_visited"] == [{"school": "Береговая ООШ", "last": None, "undated": 2, "ahead": None}]
    assert told["loads"] == [
        {"role": "curator", "who": "Белова Н.К.", "count": 1, "schools": ["Заречная СОШ"], "people": []}
    ]
    assert [(one["who"], one["until"], one["basis"]) for one in told["expiring"]] == [
        ("Белова Н.К.", "2026-03-31", "приказ № 5")
    ]
    assert [(one["kind"], one["times"], one["undated"]) for one in told["contacts"]] == [
        ("visit", 3, 2),
        ("webinar", 6, 6),
    ]
    assert [(one["text"], one["school"]) for one in told["unanswered"]] == [("Оценивание", "Заречная СОШ")]
    assert {one["school"] for one in told["missing_documents"]} <= {"Заречная СОШ"}


def test_another_day_asks_for_other_schools(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = filled(new_path("Район.shnor"))
    told = answer(shnor, "support", file, "--on", "2026-03-01", "--since", "2026-02-11", code=1)
    assert [one["school"] for one in told["not_visited"]] == ["Береговая ООШ", "Заречная СОШ"]
    code, out, _ = shnor("support", file, "--on", "2026-03-01")
    assert code == 1
    assert "Без куратора: 1\n    Береговая ООШ\n" in out
    assert "Береговая ООШ — посещений с датой нет, без даты: 2" in out


def test_a_file_without_schools_says_so(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    code, out, err = shnor("support", new_path("Район.shnor"))
    assert (code, err) == (0, "")
    assert "Школ в файле нет." in out
