"""Rows that hold plain numbers are read on a short road: it gives just what the long one gives, whatever stands around."""

import random

import pytest

from shnor_desktop.rules.results import checks
from shnor_desktop.sheets.book.reader import Cell, RawBook, RawSheet
from shnor_desktop.sheets.results import reader
from shnor_desktop.sheets.results.figures import PlainGroup
from shnor_desktop.sheets.results.row_kinds import LineReader
from shnor_desktop.sheets.results.types import ReadBook
from tests.sheets.makers import VOCABULARY

BOOKS = 40
MARKS = ["Участников", "«2»", "«3»", "«4»", "«5»"]
SHARES = ["Участников", "«2», %", "«3», %", "«4», %", "«5», %"]
EXAM = ["Участников", "Не преодолели порог", "Средний балл", "Высокобалльники", "100 баллов"]
PASSED = ["Участников", "Не справились", "Успеваемость, %", "Качество, %"]
NAMES = (
    "МБОУ «Школа № {}»", "Гимназия № {}", "МКОУ СОШ с. Луговое-{}", "{}", "Луч-{}", "Школа № {} имени героев",
    "МБОУ СОШ № {} (филиал)", "Вечерняя школа {}", "edu20{:04} Лицей {}", "СОШ",
)  # fmt: skip
OTHERS = (
    "Итого", "Всего по району", "Ключевской район", "Заречный край", "Средний показатель", "Иванова А. И.",
    "Начальник отдела", "Примечание: без учёта филиалов", "Городские школы", "В том числе ОВЗ", "",
)  # fmt: skip
ODD: tuple[Cell, ...] = (
    "", "-", "х", "н/д", "нет", "никто", "5 (25 %)", "25 %", "0,3", 0.3, 2.5, -1.0, 1e10, "карантин", "#ДЕЛ/0!",
    "#ФОРМУЛА!", "1 (5,0)", "много", 0.0, 3.0000000001, "7", "исключён", 101.0,
)  # fmt: skip


def book(chance: random.Random) -> RawBook:
    """A sheet of one to three subjects with rows of every sort and a few odd cells."""
    kind = chance.choice((MARKS, SHARES, EXAM, PASSED))
    title = "ЕГЭ 2024 года" if kind is EXAM else "ВПР, весна 2023 года, 6 класс"
    subjects = chance.sample(("Математика", "Русский язык", "Физика"), chance.choice((1, 1, 2, 3)))
    ids = [
        "№ п/п",
        *chance.choice(([], ["Муниципалитет"])),
        *chance.choice(([], ["Код ОО"])),
        "Наименование ОО",
    ]
    ids += chance.choice(([], ["Населённый пункт"], ["Период"], ["Класс"], ["Примечание"], []))
    width = len(ids) + len(kind) * len(subjects)
    lines: list[list[Cell]] = [[title, *[""] * (width - 1)]]
    merged: list[tuple[int, int, int, int]] = []
    if len(subjects) > 1:
        spread = [cell for subject in subjects for cell in (subject, *[""] * (len(kind) - 1))]
        merged += [
            (1, len(ids) + len(kind) * at, 1, len(ids) + len(kind) * (at + 1) - 1)
            for at in range(len(subjects))
        ]
        lines.append([*[""] * len(ids), *spread])
    else:
        lines[0][0] = f"{title}, {subjects[0]}"
    lines.append([*ids, *kind * len(subjects)])
    first, calm = len(lines), chance.random() < 0.5
    for number in range(1, chance.randint(3, 25)):
        lines.append(_line(chance, ids, kind, len(subjects), number, calm))
    if "Муниципалитет" in ids and chance.random() < 0.5:
        at = ids.index("Муниципалитет")
        merged.append((first, at, first + 2, at))
        for row in lines[first + 1 : first + 3]:
            row[at] = ""
    return RawBook("книга.xlsx", "", (RawSheet("Лист1", lines, merged=tuple(merged)),))


def _line(
    chance: random.Random, ids: list[str], kind: list[str], subjects: int, number: int, calm: bool
) -> list[Cell]:
    said: dict[str, Cell] = {
        "№ п/п": float(number),
        "Муниципалитет": chance.choice(("Ключевской район", "г. Заречный", "")),
        "Код ОО": chance.choice((f"edu20{number:04}", float(450000 + number), "")),
        "Наименование ОО": chance.choice(NAMES[:3] if calm else NAMES).format(number, number),
        "Населённый пункт": chance.choice(("с. Луговое", "", "Итого")),
        "Период": chance.choice(("основной", "дополнительный", "")),
        "Класс": chance.choice(("6а", "6б", "6", "")),
        "Примечание": chance.choice(("", "карантин", "Всего", 5.0)),
    }
    if chance.random() < 0.12:
        said["Наименование ОО"], said["Код ОО"] = chance.choice(OTHERS), ""
    figures = [cell for _ in range(subjects) for cell in _figures(chance, kind)]
    for at in range(len(figures)):
        if chance.random() < (0.002 if calm else 0.04):
            figures[at] = chance.choice(ODD)
    return [*(said[name] for name in ids), *figures]


def _figures(chance: random.Random, kind: list[str]) -> list[Cell]:
    marks = [chance.randint(0, 9) for _ in range(4)]
    people = max(1, sum(marks))
    if kind is MARKS:
        return [float(sum(marks)), *map(float, marks)]
    if kind is SHARES:
        return [float(people), *(round(100 * one / people, 1) for one in marks)]
    if kind is EXAM:
        high = marks[3]
        return [
            float(people),
            float(marks[0]),
            round(chance.uniform(30, 90), 2),
            float(high),
            float(high // 3),
        ]
    good = marks[2] + marks[3]
    return [
        float(people),
        float(marks[0]),
        round(100 * (people - marks[0]) / people, 1),
        round(100 * good / people),
    ]


def read(monkeypatch: pytest.MonkeyPatch, raw: RawBook) -> ReadBook:
    monkeypatch.setattr(reader, "raw_block", lambda text: raw)
    return reader.read_block("", VOCABULARY, title="книга")


def test_the_short_road_gives_what_the_long_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, short, taken = random.Random(7), 0, 0
    plain = PlainGroup.read

    def counted(self: PlainGroup, row: int) -> object:
        nonlocal short
        found = plain(self, row)
        short += found is not None
        return found

    for _ in range(BOOKS):
        raw = book(chance)
        with monkeypatch.context() as patch:
            patch.setattr(PlainGroup, "read", counted)
            quick = read(patch, raw)
        with monkeypatch.context() as patch:
            patch.setattr(PlainGroup, "read", lambda self, row: None)
            patch.setattr(LineReader, "_usual", lambda self, row: None)
            patch.setattr(checks, "add_up", lambda figures: False)
            assert read(patch, raw) == quick
        taken += len(quick.rows)
    assert short > 10 * BOOKS
    assert taken > 5 * BOOKS
