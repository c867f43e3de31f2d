"""A process that has a document open and does what it is told: `python -m tests.document.holder FILE`.

Words on its input: «edit NAME», «pause NAME» (the transaction stays open until the next line), «read», «look», «back up»,
«forget» (as much as SQLite can of what it has in memory), «close».
Each is answered by one line of JSON.
"""

import json
import sys
from pathlib import Path
from typing import TextIO

from sqlalchemy import select

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.errors import DocumentReplaced, UserError
from shnor_desktop.models.schools import School

USER = "чужая папка"
"""Name of the folder beside the document that stands for this user's own."""


def _edit(document: Document, name: str, paused: TextIO | None) -> None:
    with document.write(f"Добавлена школа «{name}»") as session:
        session.add(School(name=name))
        session.flush()
        if paused is not None:
            _say({"paused": True})
            paused.readline()


def _names(document: Document) -> list[str]:
    with document.read() as session:
        return sorted(session.scalars(select(School.name)))


def _do(document: Document, line: str) -> dict[str, object]:
    word, _, name = line.strip().partition(" ") if line.strip() != "back up" else ("back up", "", "")
    if word in ("edit", "pause"):
        _edit(document, name, sys.stdin if word == "pause" else None)
    elif word == "forget":
        for pragma in ("cache_size = 2", "shrink_memory"):
            document._connection.execute(f"PRAGMA {pragma}")
    elif word == "back up":
        document.make_backup()
    elif word == "look":
        document.must_be_ours()
    return {"names": _names(document)} if word == "read" else {}


def _say(answer: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main(path: Path, user: Path) -> None:
    """Until «close» or the end of the input."""
    places.user_data = lambda: user
    try:
        _serve(path)
    except DocumentReplaced as error:
        _say(_refusal(error))
    else:
        _say({})


def _serve(path: Path) -> None:
    with Document.open(path, Who("Петрова А.И.", "ИМЦ", "ПК-1"), back_up=False) as document:
        _say({})
        for line in iter(sys.stdin.readline, ""):
            if line.strip() == "close":
                break
            try:
                _say(_do(document, line))
            except DocumentReplaced as error:
                _say(_refusal(error))
            except UserError as error:
                _say({"refused": str(error)})


def _refusal(error: DocumentReplaced) -> dict[str, object]:
    return {"replaced": str(error), "kept": str(error.kept or ""), "there": error.there}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
