"""Plans for tests: a programme whose rows are given as (number, text, due, responsible)."""

from collections.abc import Sequence

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records.records import save

Row = tuple[str, str, str, str]
SCHOOL_YEAR = ("2021-09-01", "2022-08-31")


def programme(document: Document, *, days: tuple[str, str] = SCHOOL_YEAR, approved: str = "") -> bytes:
    """A roadmap over these days, approved by an order of that day."""
    with document.write("Программа") as session:
        order = (
            save(session, "paper", None, {"kind": "order", "title": "Об утверждении", "date": approved})
            if approved
            else None
        )
        return save(
            session,
            "programme",
            None,
            {
                "kind": "roadmap",
                "title": "Дорожная карта Заречного района",
                "starts": days[0],
                "ends": days[1],
                "approved_by": order,
            },
        )


def section(
    document: Document, programme: bytes, title: str, rows: Sequence[Row], parent: bytes | None = None
) -> tuple[bytes, list[bytes]]:
    """A section of the plan with its rows: its uid and theirs."""
    with document.write("Раздел") as session:
        kept = {"programme": programme, "place": "plan_section" if parent else "plan", "title": title}
        part = save(session, "part", None, {**kept, "parent": parent, "position": 1000})
        uids = [
            save(
                session,
                "activity",
                None,
                {
                    "part": part,
                    "position": 1000 * place,
                    "number": number,
                    "text": text,
                    "due_text": due,
                    "responsible": responsible,
                    "expected": "Справка",
                },
            )
            for place, (number, text, due, responsible) in enumerate(rows, start=1)
        ]
    return part, uids


def done(document: Document, activity: bytes, day: str, **more: object) -> bytes:
    """An event of that day that executes an activity."""
    with document.write("Сделано") as session:
        return save(
            session,
            "event",
            None,
            {"kind": "seminar", "starts": day, "activities": ((activity, ""),), **more},  # type: ignore[dict-item]
        )
