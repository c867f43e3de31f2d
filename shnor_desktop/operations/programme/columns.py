"""The columns a plan is printed with: which, in what order, under which headings. They are kept as one line of the part,
«number=№ п/п; text=Мероприятия»."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.programme import Part
from shnor_desktop.operations.records import records
from shnor_desktop.rules.words.russian import quoted

NAMES = {
    "number": "Номер",
    "text": "Содержание",
    "due": "Срок",
    "responsible": "Ответственные",
    "expected": "Ожидаемый результат",
    "schools": "Школы",
    "note": "Примечание",
}
"""All columns there are, by code."""
USUAL = (
    ("number", "№"),
    ("text", "Мероприятия"),
    ("due", "Сроки"),
    ("responsible", "Ответственные"),
    ("expected", "Ожидаемый результат"),
)


def columns_of(text: str) -> tuple[tuple[str, str], ...]:
    """The columns of a plan by code and heading; the usual ones where none are kept."""
    found: dict[str, str] = {}
    for piece in text.split(";"):
        code, _, words = (part.strip() for part in piece.partition("="))
        code = {"due_text": "due"}.get(code, code)
        if code in NAMES:
            found.setdefault(code, words or NAMES[code])
    return tuple(found.items()) or USUAL


def kept(columns: Iterable[tuple[str, str]]) -> str:
    """The line they are kept as; what parts its pieces cannot stand in a heading."""
    pieces = (f"{code}={' '.join(words.replace(';', ',').split())}" for code, words in columns)
    return "; ".join(pieces)


def choose(document: Document, plan: bytes, columns: tuple[tuple[str, str], ...]) -> None:
    """Print a plan with these columns, as one step."""
    if not columns:
        raise UserError("Не отмечена ни одна графа.", "Отметьте те, которые печатать.")
    with document.read() as session:
        name = records.title(session, "part", plan)
    with document.write(f"Графы плана {quoted(name)}") as session:
        records.save(session, "part", plan, {"columns": "" if columns == USUAL else kept(columns)})


def of_plan(session: Session, plan: bytes) -> tuple[tuple[str, str], ...]:
    """The columns of one plan."""
    part = session.get(Part, plan)
    return columns_of(part.columns if part is not None else "")
