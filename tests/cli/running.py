"""Running commands and editing copies, for the tests of the commands about copies of the file."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records import records

Shnor = Callable[..., tuple[int, str, str]]
OFFICES = ("Управление", "ИМЦ", "Регион")


def answer(shnor: Shnor, *words: object, code: int = 0) -> Any:
    got, out, err = shnor(*words, "--json")
    assert (got, err) == (code, ""), (out, err)
    return json.loads(out)


def refusal(told: tuple[int, str, str]) -> str:
    code, out, err = told
    assert (code, out) == (2, ""), told
    assert err.count("\n") == 1 and "Traceback" not in err and not err.startswith("Внутренняя"), err
    return err.strip()


def opened(path: Path, office: int) -> Document:
    return Document.open(path, Who(f"Работник {office}", OFFICES[office]), back_up=False)


def change(path: Path, office: int, name: str, **values: Any) -> None:
    """One edit of the school of that name in one copy."""
    with opened(path, office) as document, document.write(f"Изменена школа «{name}»") as session:
        uid = session.scalars(select(School.uid).where(School.name == name)).one()
        records.save(session, "school", uid, values)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def exported(shnor: Shnor, path: Path) -> str:
    out = path.with_suffix(".xlsx")
    out.unlink(missing_ok=True)
    answer(shnor, "export", path, out)
    return digest(out)


def questions(shnor: Shnor, path: Path) -> Any:
    found = json.loads(shnor("conflicts", path, "--json")[1])["conflicts"]
    assert shnor("conflicts", path)[0] == (1 if found else 0)
    return found


def director(path: Path, name: str = "Школа № 1") -> str:
    with opened(path, 0) as document, document.read() as session:
        return session.scalars(select(School.director).where(School.name == name)).one()
