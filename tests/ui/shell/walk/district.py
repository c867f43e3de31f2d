"""Files that screens and dialogs are looked at with: the sample district as it is, the same with every name at its longest
and a merge that left questions, and an empty file."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.kind import TEXTS, Editor, RecordKind
from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.schools import School
from shnor_desktop.operations.orders import drafts
from shnor_desktop.operations.program import sample
from shnor_desktop.operations.records import export
from shnor_desktop.operations.results import dictionaries
from shnor_desktop.operations.sharing import merging

LETTERS = 240
_MORE = (
    " имени первостроителей Верхнеозёрско-Каменногорского лесопромышленного комбината и участников полярных экспедиций"
    " Заозёрного муниципального округа, филиал сельскохозяйственного образовательно-производственного объединения"
    " «Светлореченское» и его подразделения в отдалённых населённых пунктах"
)
_SHORT = {"number", "phone", "value", "system", "form_code", "okato"}


def lengthened(text: str, letters: int = LETTERS) -> str:
    """The text with words added until it has so many letters; its own stand first, so that no two become one."""
    return (text + _MORE * 3)[:letters].strip() if len(text) < letters else text


OURS = Who(person=lengthened("Петрова А.И."), office=lengthened("ИМЦ"), device="Наш")
THEIRS = Who(person=lengthened("Сидорова В.П."), office=lengthened("Управление образования"), device="Их")
LONG_FILE = lengthened("Книга района", 96)
"""As long as a file may be called."""


def make(folder: Path) -> None:
    """`sample`, `empty`, `long`; `theirs` is to be merged into the last, `book` taken in by it, `results` imported."""
    dictionaries.create_document(folder / "empty.shnor", OURS).close()
    path = folder / "sample.shnor"
    sample.create_sample(path, Who(person="Петрова А.И.", office="ИМЦ", device="Наш"))
    with Document.open(path, OURS, back_up=False) as document:
        drafts.prepare(document, "list")
        export.export_workbook(document, folder / f"{LONG_FILE}.xlsx")
    long, theirs, first = folder / "long.shnor", folder / f"{LONG_FILE}.shnor", folder / "первая.shnor"
    shutil.copyfile(path, long)
    _lengthen(long)
    shutil.copyfile(long, first)
    _edit(long, OURS, director=lengthened("Кузнецова О.Л."))
    _edit(first, THEIRS, director=lengthened("Фомин П.С."))
    shutil.copyfile(first, theirs)
    with Document.open(long, OURS, back_up=False) as document:
        merging.apply(document, [first])
    _edit(theirs, THEIRS, site=lengthened("https://example.org/"), place=lengthened("Заречье"))
    _results(folder / f"{LONG_FILE} результаты.xlsx", long)


def _lengthen(path: Path) -> None:
    """Every name and text of every record of a file."""
    with Document.open(path, OURS, back_up=False) as document, document.write("Длинные названия") as session:
        for kind in KINDS:
            for record in session.scalars(select(kind.record)):
                for name in _names(kind):
                    text = getattr(record, name)
                    if text and not text.replace("-", "").isdigit():
                        setattr(record, name, lengthened(text))


def _names(kind: RecordKind) -> list[str]:
    """The fields people write freely."""
    return [
        field.name
        for field in kind.fields
        if field.editor in TEXTS
        and field.editor is not Editor.DUE
        and not field.choices
        and field.name not in _SHORT
    ]


def _edit(path: Path, who: Who, **values: Any) -> None:
    with (
        Document.open(path, who, back_up=False) as document,
        document.write(lengthened("Исправлены сведения")) as session,
    ):
        for school in session.scalars(select(School).order_by(School.uid)).all()[:6]:
            for name, value in values.items():
                setattr(school, name, value)


def _results(path: Path, document: Path) -> None:
    """A workbook of which not every line can be taken."""
    with Document.open(document, OURS, read_only=True) as opened, opened.read() as session:
        names = [school.name for school in session.scalars(select(School).order_by(School.uid))][:5]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ВПР математика 5 класс, весна 2021"])
    sheet.append(["Школа", "Участников", "Получили «2»"])
    for name in (*names, lengthened("МБОУ «Неизвестная СОШ»")):
        sheet.append([name, 20, 3])
    sheet.append([lengthened("МБОУ «Иная СОШ»"), 20, lengthened("уточняется")])
    sheet.append([names[0], 10, 11])
    book.save(path)
