"""The verbs that write a document, each on a small file, for the machine that kills them at every write."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop import cli, places
from shnor_desktop.document.carried import checkout
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import backup, schema
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import records
from shnor_desktop.operations.results import dictionaries
from tests.sheets.drawn import sheet
from tests.sheets.makers import save

PLAIN, FULL = "plain", "long notes and an open question"
GROUNDS = (FULL, PLAIN)
SCHOOLS = 12
_LONG = 1000
"""Letters; two bytes each."""
_BOOK = (
    "ОО|Участников|2|3|4|5\nМБОУ «Кедровая СОШ»|10|1|4|3|2\nМБОУ «Липовая ООШ»|10|1|4|3|2\nИтого|20|2|8|6|4"
)


# ---- the ground


def lay(folder: Path, ground: str) -> Path:
    """Files for the verbs to work on: a document, and a copy of it in which another office worked."""
    folder.mkdir()
    ours, theirs = folder / "район.shnor", folder / "другие.shnor"
    dictionaries.create_document(ours, Who("Первая", "УО")).close()
    with _opened(ours) as document, document.write("Школы") as session:
        for number in range(SCHOOLS):
            records.save(session, "school", None, {"name": f"Школа № {number}", "place": "Заречье"})
    shutil.copyfile(ours, theirs)
    if ground == FULL:
        for path, word in ((ours, "первая"), (theirs, "вторая")):
            _note(path, word, schools=2)
        _run("merge", ours, theirs, code=1)
        shutil.copyfile(ours, theirs)
        shutil.rmtree(backup.folder_of(ours))
    _note(theirs, "б" if ground == PLAIN else "б" * _LONG, schools=SCHOOLS, apart=True)
    _note(ours, "а", schools=2)
    with _opened(ours) as document:
        document.make_backup()
    return folder


def _opened(path: Path) -> Document:
    return Document.open(path, Who("Вторая", "ИМЦ"), back_up=False)


def _note(path: Path, note: str, *, schools: int, apart: bool = False) -> None:
    """Give schools a note, each by an action of its own where they are to be `apart`."""
    with _opened(path) as document:
        with document.read() as session:
            uids = sorted(session.scalars(select(School.uid)))[:schools]
        for some in [[uid] for uid in uids] if apart else [uids]:
            with document.write("Заметка") as session:
                for uid in some:
                    records.save(session, "school", uid, {"note": note})


def _run(*words: object, code: int = 0) -> None:
    assert cli.main([str(word) for word in words]) == code


# ---- the verbs


@dataclass(frozen=True)
class Verb:
    """Something a person does to a document; by its own word it has done it when its exit code is one of `codes`."""

    act: Callable[[Path], int]
    prepare: Callable[[Path], None] = field(default=lambda folder: None)
    file: str = "район.shnor"
    """What it changes, or makes."""
    makes: bool = False
    codes: frozenset[int] = frozenset({0, 1})
    repeatable: bool = False
    """Whether it may be done again although it is done; otherwise the file is checked then."""
    around: Callable[[], AbstractContextManager[None]] | None = None


def _shnor(*words: str) -> Callable[[Path], int]:
    return lambda folder: cli.main(list(words))


def _edit(folder: Path) -> int:
    _note(folder / "район.shnor", "в" * _LONG, schools=SCHOOLS)
    return 0


def _book(folder: Path) -> None:
    save([sheet("Лист1", _BOOK)], folder / "ВПР МА 5 весна 2021.xlsx")


def _merged(folder: Path) -> None:
    _run("merge", folder / "район.shnor", folder / "другие.shnor", code=1)


def _outside(folder: Path) -> None:
    with sqlite3.connect(folder / "район.shnor") as other_program:
        other_program.execute("UPDATE school SET phone = 'другая программа'")
    other_program.close()


def _back_up(folder: Path) -> int:
    with _opened(folder / "район.shnor") as document:
        document.make_backup()
    return 0


def _changed_since(folder: Path) -> None:
    _note(folder / "район.shnor", "после копии", schools=3)


def _open(folder: Path) -> int:
    _opened(folder / "район.shnor").close()
    return 0


def _to_stick(folder: Path) -> None:
    (folder / "флешка").mkdir()
    shutil.move(folder / "район.shnor", folder / "флешка" / "район.shnor")


def _return(folder: Path) -> int:
    """Take the file from the stick, or go on with what was taken, and give it back."""
    source = folder / "флешка" / "район.shnor"
    waiting = checkout.unreturned()
    known = waiting[0] if waiting else checkout.check_out(source)
    with _opened(known.working) as document:
        with document.write("Работа дома") as session:
            uid = sorted(session.scalars(select(School.uid)))[0]
            records.save(session, "school", uid, {"note": "дома"})
        checkout.check_in(document)
    checkout.release(known, force=True)
    return 0


@contextmanager
def format_2() -> Iterator[None]:
    """A program one format ahead: a new column."""
    real, number = schema.migration, schema.FORMAT + 1
    text = (
        "ALTER TABLE school ADD COLUMN invented TEXT;\n"
        "INSERT INTO catalogue (table_no, field_no, table_name, column_name, type) SELECT table_no, "
        "max(field_no) + 1, 'school', 'invented', 'TEXT' FROM catalogue WHERE table_name = 'school';\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "migration", lambda asked: text if asked == number else real(asked))
        patch.setattr(schema, "FORMAT", number)
        schema.golden.cache_clear()
        schema.golden_objects.cache_clear()
        schema._statements.cache_clear()
        yield
    schema.golden.cache_clear()
    schema.golden_objects.cache_clear()
    schema._statements.cache_clear()


_OUT = "копия.shnor"
VERBS = {
    "new": Verb(_shnor("new", _OUT), file=_OUT, makes=True),
    "edit": Verb(_edit),
    "import": Verb(_shnor("import", "район.shnor", "ВПР МА 5 весна 2021.xlsx"), _book),
    "merge": Verb(_shnor("merge", "район.shnor", "другие.shnor")),
    "decide": Verb(_shnor("decide", "район.shnor", "all", "--take", "here", "--reason", "приказ"), _merged),
    "undo": Verb(_shnor("undo", "район.shnor")),
    "undo of merge": Verb(_shnor("undo", "район.shnor", "--merge"), _merged),
    "accept": Verb(_shnor("external", "район.shnor", "--accept"), _outside),
    "put back": Verb(_shnor("external", "район.shnor", "--put-back"), _outside),
    "back up": Verb(_back_up, _changed_since, repeatable=True),
    "restore": Verb(_shnor("restore", "район.shnor", "--from", "1"), _changed_since),
    "copy": Verb(_shnor("copy", "район.shnor", _OUT), file=_OUT, makes=True),
    "part": Verb(_shnor("copy", "район.shnor", _OUT, "--school", "Школа № 1"), file=_OUT, makes=True),
    "form": Verb(
        _shnor("copy", "район.shnor", _OUT, "--school", "Школа № 1", "--form"), file=_OUT, makes=True
    ),
    "return": Verb(_return, _to_stick, file="флешка/район.shnor"),
    "migrate": Verb(_open, repeatable=True, around=format_2),
}


def at_home(folder: Path, act: Callable[[Path], int]) -> Callable[[], int]:
    """The verb in its folder, with folders of its own for what the program keeps elsewhere."""

    def work() -> int:
        import os

        for name in ("временное", "программа"):
            (folder / name).mkdir(exist_ok=True)
        tempfile.tempdir = str(folder / "временное")
        places.user_data = lambda: folder / "программа"
        os.chdir(folder)
        return act(folder)

    return work
