"""`shnor region-list`: a region's list taken in by command: tried, decided, written, and refused in sentences."""

from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.models.identification import SchoolStatus
from shnor_desktop.models.schools import School
from tests.cli.running import Shnor, answer, opened, refusal
from tests.sheets.makers import Cell, SheetData, save


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    rows: list[list[Cell]] = [
        ["Приложение к приказу министерства образования края № 777 от 15.09.2026"],
        ["№", "Школа", "Статус", "Основание"],
        [1, "Школа № 1", "ШНОР", "критерий 1"],
        [2, "Школа № 1", "ШНСУ", "анкеты"],
        [3, "Школа № 2", "ШНСУ", "анкеты"],
        [4, "Дубовская ООШ", "ШНОР", "критерий 2"],
        [5, "Школа № 1", "ШНОР", "критерий 1"],
    ]
    return save([SheetData("Перечень", rows)], tmp_path / "перечень.xlsx")


def given(path: Path) -> list[tuple[str, str, str]]:
    with opened(path, 0) as document, document.read() as session:
        names = {uid: name for uid, name in session.execute(select(School.uid, School.name))}
        return sorted(
            (names[one.school], one.kind, one.since) for one in session.scalars(select(SchoolStatus))
        )


def test_tried_decided_and_written(shnor: Shnor, base: Path, listed: Path) -> None:
    tried = answer(shnor, "region-list", base, listed, "--dry-run", code=1)
    assert (tried["basis"], tried["date"]) == (
        "приказ министерства образования края от 15.09.2026 № 777",
        "2026-09-15",
    )
    assert [(one["in_list"], one["school"], one["fate"]) for one in tried["schools"]] == [
        ("Школа № 1", "Школа № 1", "new"),
        ("Дубовская ООШ", "", "waiting"),
    ]
    assert tried["other_status"] == ["Школа № 1", "Школа № 2"]
    assert tried["notes"] == ["Школа названа дважды: Школа № 1."]
    assert given(base) == [], "a trial writes nothing"
    new = ("--school", "Дубовская ООШ=новая")
    assert answer(shnor, "region-list", base, listed, *new)["added"] == 2
    taken = answer(shnor, "region-list", base, listed, "--status", "ШНСУ")
    assert (taken["added"], taken["other_status"]) == (2, ["Школа № 1", "Дубовская ООШ"])
    assert given(base) == [
        ("Дубовская ООШ", "low_result", "2026-09-15"),
        ("Школа № 1", "adverse_social", "2026-09-15"),
        ("Школа № 1", "low_result", "2026-09-15"),
        ("Школа № 2", "adverse_social", "2026-09-15"),
    ]


def test_a_later_list_ends_who_is_absent_only_when_asked(
    shnor: Shnor, base: Path, listed: Path, tmp_path: Path
) -> None:
    answer(shnor, "region-list", base, listed, "--school", "Дубовская ООШ=пропустить")
    later = save([SheetData("1", [["№", "Школа"], [1, "Школа № 3"]])], tmp_path / "новый.xlsx")
    said = ("--basis", "письмо от 01.09.2027 № 5", "--date", "01.09.2027")
    told = answer(shnor, "region-list", base, later, *said, "--dry-run", code=1)
    assert told["leaving"] == ["Школа № 1"]
    code, out, err = shnor("region-list", base, later, *said, "--end-absent")
    assert (code, err) == (0, "") and "Отмечено школ 1, из них новых в файле 0; статус закончен у 1." in out
    with opened(base, 0) as document, document.read() as session:
        ends = set(session.scalars(select(SchoolStatus.until).where(SchoolStatus.since == "2026-09-15")))
    assert ends == {"2027-09-01"}


def test_refusals_are_sentences_and_change_nothing(
    shnor: Shnor, base: Path, listed: Path, tmp_path: Path
) -> None:
    def refused(*words: object, book: Path = listed) -> str:
        return refusal(shnor("region-list", base, book, *words))

    assert "узнаёт сама" in refused("--school", "Школа № 1=Школа № 2")
    assert "узнаёт сама" in refused("--school", "Школа № 1=новая")
    assert "в перечне нет. Решения ждут: «Дубовская ООШ»" in refused("--school", "Чужая=новая")
    assert "нет в файле" in refused("--school", "Дубовская ООШ=Неведомая")
    assert "не дата" in refused("--date", "завтра")
    plain = save([SheetData("1", [["№", "Школа"], [1, "Школа № 3"]])], tmp_path / "без приказа.xlsx")
    assert "Не указаны реквизиты" in refused(book=plain)
    assert given(base) == []
