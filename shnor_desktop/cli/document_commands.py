"""Commands about the file itself: new, sample, copy, history, export."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop import places
from shnor_desktop.cli.answers import Answer, Meter, complain, picked

if TYPE_CHECKING:
    from shnor_desktop.document.document import ActionId, ActionLine, Document


def opened(path: Path, *, read_only: bool = False, references: bool = True) -> "Document":
    """The document at the path, for the person of this machine; what was put right at opening is told beside
    the answer. Without `references` a file whose records refer to nothing is looked into all the same."""
    from shnor_desktop.document.document import Document
    from shnor_desktop.document.opening import missing
    from shnor_desktop.operations.office.offices import who

    document = Document.open(path, who(), read_only=read_only, references=references, hurried=False)
    for remark in document.remarks:
        complain(remark)
    if not read_only:
        missing.remember(path, document.uid)
    return document


def new(asked: argparse.Namespace) -> Answer:
    """An empty document with dictionaries."""
    from shnor_desktop.document.opening import missing
    from shnor_desktop.operations.office.offices import who
    from shnor_desktop.operations.results.dictionaries import create_document

    path = _named(asked.file)
    with create_document(path, who()) as document:
        missing.remember(path, document.uid)
    return Answer((f"Создан файл «{path}».",), {"file": path})


def _named(path: Path) -> Path:
    """The path of a new document: a double click opens only files whose names end in «.shnor»."""
    # What is there already will be refused by its own name.
    return path if path.exists() else places.with_ending(path, ".shnor")


def sample(asked: argparse.Namespace) -> Answer:
    """A document of the invented sample district, made by importing its workbooks."""
    from shnor_desktop.operations.office.offices import who
    from shnor_desktop.operations.program.sample import create_sample

    path = _named(asked.file)
    made = create_sample(path, who())
    lines = (
        f"Создан файл «{path}» с вымышленным округом: школ {made.schools}, результатов {made.results}.",
        *(f"  загружена книга «{name}»" for name in made.books),
    )
    return Answer(lines, {"file": path, **picked(made, "schools results books")})


def history(asked: argparse.Namespace) -> Answer:
    """What was done, newest first."""
    from shnor_desktop.operations.records.history import page
    from shnor_desktop.operations.sharing.merge_log import merges
    from shnor_desktop.rules.words.russian import quoted

    with opened(asked.file, read_only=True) as document:
        limit = asked.limit if asked.person is None else 10**9
        found = page(document, size=limit)
        files = {
            one.n: f"; пришло {_moment(one.at)} с файлом {quoted(one.file_name)}" for one in merges(document)
        }
    actions = found.lines
    if asked.person is not None:
        who = asked.person.casefold()
        actions = tuple(one for one in actions if who in one.person.casefold())[: asked.limit]
    if not actions:
        return Answer(("История пуста.",), {"actions": []})
    return Answer(
        [_line(one, files.get(found.came.get(one.action, 0), "")) for one in actions],
        {"actions": [_values(one) for one in actions]},
    )


def _moment(at: datetime) -> str:
    return at.astimezone().strftime("%d.%m.%Y %H:%M")


def _line(one: "ActionLine", came: str) -> str:
    undone = " (отменено)" if one.undone else ""
    return f"{_code(one.action):>8}  {_moment(one.at)}  {one.title}{undone}  [{one.who}{came}]"


def _values(one: "ActionLine") -> dict[str, object]:
    told = picked(one, "at title kind person office changes undone")
    return {"id": _code(one.action), **told, "target": _code(one.target) if one.target else None}


def _code(action: "ActionId") -> str:
    return f"{action.writer_n}.{action.seq}"


def is_code(writer: str, seq: str) -> bool:
    """Whether «writer.seq» is a number of the history."""
    return all(part.isascii() and part.isdecimal() and len(part) < 18 for part in (writer, seq))


def export(asked: argparse.Namespace) -> Answer:
    """Everything as one workbook."""
    from shnor_desktop.operations.records.export import export_workbook

    meter = Meter()
    with opened(asked.file, read_only=True) as document:
        sheets = export_workbook(document, asked.out, meter)
    meter.clear()
    lines = [f"Записана книга «{asked.out}».", *(f"  {one.name}: строк {one.rows}" for one in sheets)]
    return Answer(lines, {"out": asked.out, "sheets": picked(sheets, "name rows")})
