"""One document in two organisations that both worked on: every kind of question, something new, something the same."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QListWidgetItem
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import records
from shnor_desktop.operations.schools import edits
from shnor_desktop.ui.shell.window import Window
from tests.operations.district import District

OURS = Who("Петрова А.И.", "ИМЦ", "Наш")
THEIRS = Who("Сидорова В.П.", "Управление образования", "Их")
ZARECHNAYA, IVOVKA, BEREZOVKA = "Заречная СОШ", "Ивовская ООШ", "Берёзовская СОШ"


@dataclass(frozen=True)
class Copies:
    """The same document here and there; `base` is what both knew before."""

    base: Path
    ours: Path
    theirs: Path

    def copied(self, folder: Path) -> "Copies":
        """The same in another folder, with whatever lies beside it."""
        shutil.copytree(self.base.parent, folder, dirs_exist_ok=True)
        return Copies(*(folder / path.name for path in (self.base, self.ours, self.theirs)))


def questions_line(window: Window) -> QListWidgetItem:
    """«Нужно решить» in the navigation: the last line."""
    item = window.navigation.item(window.navigation.count() - 1)
    assert item is not None
    return item


def opened(path: Path, who: Who) -> Document:
    """One copy in the hands of its organisation."""
    return Document.open(path, who, back_up=False)


def school(session: Any, name: str) -> bytes:
    """uid of a school."""
    return bytes(session.scalars(select(School.uid).where(School.name == name)).one())


def edit(path: Path, who: Who, name: str, **values: Any) -> None:
    """One edit of a school in one copy."""
    with opened(path, who) as document, document.write(f"Изменена школа «{name}»") as session:
        records.save(session, "school", school(session, name), values)


def start(path: Path, *, schools: int = 3) -> None:
    """Schools, two sittings and results, entered by us."""
    with opened(path, OURS) as document, document.write("Школы и результаты") as session:
        district = District(session)
        names = [ZARECHNAYA, IVOVKA, BEREZOVKA] + [f"Школа № {n}" for n in range(4, schools + 1)]
        sittings = [district.sitting("oge", "МА", 9, year) for year in (2020, 2021)]
        for number, name in enumerate(names):
            uid = district.school(name, place="Заречье", director="Иванова Н.Н.", phone="2-11-34")
            for sitting in sittings:
                district.result(uid, sitting, 20 + number, 5 + number % 7)


def copies(base: Path, folder: Path, *, schools: int = 3) -> Copies:
    """Both copies, each edited without knowing of the other."""
    start(base, schools=schools)
    ours, theirs = folder / "Заречный район.shnor", folder / "Заречный район (управление).shnor"
    shutil.copyfile(base, ours)
    shutil.copyfile(base, theirs)
    edit(ours, OURS, ZARECHNAYA, director="Кузнецова О.Л.", phone="2-11-35")
    edit(theirs, THEIRS, ZARECHNAYA, director="Фомин П.С.", phone="2-11-35")
    edit(theirs, THEIRS, ZARECHNAYA, email="zar@example.org")
    edit(ours, OURS, BEREZOVKA, place="Берёзовка")
    for path, who, participants in ((ours, OURS, 31), (theirs, THEIRS, 32)):
        with opened(path, who) as document:
            with document.write("Исправлен результат") as session:
                _result(session, ZARECHNAYA).participants = participants
            with document.write("Добавлен код") as session:
                uid = school(session, IVOVKA if who is OURS else BEREZOVKA)
                edits.add_code(session, uid, "rcoi", "400123")
    with opened(theirs, THEIRS) as document, document.write("Удалена школа «Берёзовская СОШ»") as session:
        edits.remove(session, [school(session, BEREZOVKA)])
    with opened(theirs, THEIRS) as document, document.write("Добавлена школа «Дальняя НОШ»") as session:
        records.save(session, "school", None, {"name": "Дальняя НОШ", "place": "Дальнее"})
    return Copies(base, ours, theirs)


def many(base: Path, folder: Path, count: int) -> Copies:
    """Two copies with `count` open questions of long names."""
    long = "Муниципальное бюджетное общеобразовательное учреждение средняя школа с углублённым изучением предметов"
    with opened(base, OURS) as document, document.write("Школы") as session:
        district = District(session)
        for number in range(count):
            district.school(f"{long} № {number + 1}", place="Заречье", director="Иванова Н.Н.")
    ours, theirs = folder / "много здесь.shnor", folder / "много там.shnor"
    shutil.copyfile(base, ours)
    shutil.copyfile(base, theirs)
    for path, who, name in ((ours, OURS, "Кузнецова О.Л."), (theirs, THEIRS, "Фомин П.С.")):
        with opened(path, who) as document, document.write("Новые директора") as session:
            for one in session.scalars(select(School)):
                one.director = name
    return Copies(base, ours, theirs)


def _result(session: Any, name: str) -> SchoolResult:
    found = session.scalars(select(SchoolResult).where(SchoolResult.school == school(session, name))).first()
    assert found is not None
    return found  # type: ignore[no-any-return]
