"""What becomes of files that are dragged onto the window, in every state of it."""

from pathlib import Path

import pytest

from shnor_desktop.ui.shell.landing import Landing, Way, landing


def of(*names: str, opened: bool = True, read_only: bool = False) -> Landing:
    return landing([Path(name) for name in names], opened=opened, read_only=read_only)


@pytest.mark.parametrize(
    ("names", "opened", "way", "told"),
    [
        (["Район.shnor"], False, Way.OPEN, "Открыть: Район.shnor"),
        (["Район.shnor"], True, Way.MERGE, "Объединить с открытым файлом: Район.shnor"),
        (["а.shnor", "б.SHNOR"], True, Way.MERGE, "Объединить с открытым файлом: файлов: 2"),
        (["копия.zip"], True, Way.MERGE, "Снять пароль: копия.zip"),
        (["копия.zip", "Район.shnor"], False, Way.OPEN, "Снять пароль: копия.zip"),
        (["план.docx"], True, Way.PLAN, "Прочитать план: план.docx"),
        (["план.DOC"], True, Way.PLAN, "Прочитать план: план.DOC"),
        (["а.xlsx"], True, Way.IMPORT, "Загрузить результаты: а.xlsx"),
        (["а.xlsx", "б.csv", "в.png"], True, Way.IMPORT, "Загрузить результаты: книг: 2"),
        (["а.xlsx"], False, Way.NOTHING, "Файл не открыт."),
        (["план.docx"], False, Way.NOTHING, "Файл не открыт."),
        (["а.png"], True, Way.NOTHING, "«а.png» сюда не загружается."),
        (["папка"], True, Way.NOTHING, "«папка» сюда не загружается."),
        (["а.png", "б.pdf"], True, Way.NOTHING, "Эти файлы (2) сюда не загружаются."),
        ([], True, Way.NOTHING, "Это не файлы."),
    ],
)
def test_the_way_of_files(names: list[str], opened: bool, way: Way, told: str) -> None:
    found = of(*names, opened=opened)
    assert (found.way, found.title) == (way, told)


def test_only_what_can_be_used_goes_on() -> None:
    assert of("а.xlsx", "в.png", "б.csv").paths == (Path("а.xlsx"), Path("б.csv"))
    assert of("а.shnor", "б.shnor", opened=False).paths == (Path("а.shnor"),)
    assert "Остальные файлы (1)" in of("а.shnor", "б.shnor", opened=False).text
    assert "Остальные файлы (1)" in of("а.zip", "б.zip").text
    assert "Остальные файлы (2)" in of("план.docx", "а.xlsx", "второй.docx").text
    assert "Остальные" not in of("а.xlsx", "б.csv").text


def test_nothing_is_written_into_a_file_that_is_only_looked_at() -> None:
    assert of("а.xlsx", read_only=True).title == "Файл открыт только для просмотра."
    assert of("Район.shnor", read_only=True).way is Way.MERGE


def test_a_long_name_is_cut() -> None:
    assert len(of("а" * 200 + ".xlsx").title) < 100
