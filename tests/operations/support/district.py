"""A small district with people: schools, statuses, helpers, contacts, told in few words."""

from typing import Any

from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.schools import School
from shnor_desktop.operations.records.records import save


class District:
    """Makes records in a document and remembers schools and people by their names."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.uids: dict[str, bytes] = {}

    def make(self, code: str, **given: Any) -> bytes:
        """A record of a kind."""
        with self.document.write("Запись") as session:
            uid = save(session, code, None, given)
        if name := given.get("name"):
            self.uids[name] = uid
        return uid

    def school(self, name: str, *statuses: str, **given: Any) -> bytes:
        """A school with these statuses in force since 2020."""
        uid = self.make("school", name=name, **given)
        for kind in statuses:
            self.make(
                "school_status",
                school=uid,
                kind=kind,
                basis="order",
                basis_text="приказ № 1",
                since="2020-09-01",
            )
        return uid

    def person(self, name: str, **given: Any) -> bytes:
        return self.make("person", name=name, **given)

    def assign(self, role: str, who: str, school: str = "", **given: Any) -> bytes:
        """Somebody, by the name of a school or person or in words, for a school."""
        with self.document.read() as session:
            is_school = session.scalar(select(School.uid).where(School.name == who)) is not None
        kind = "school" if is_school else "person" if who in self.uids else "body"
        bound = {kind: self.uids.get(who, who)}
        if school:
            bound["for_school"] = self.uids[school]
        return self.make("assignment", role=role, **bound, **given)

    def contact(self, kind: str, day: str, *schools: str, **given: Any) -> bytes:
        """Something done with schools on a day, or without one."""
        linked = tuple((self.uids[name], "") for name in schools)
        days = {"starts": day, "ends": given.pop("ends", day)} if day else {}
        return self.make("event", kind=kind, outcome="done", schools=linked, **days, **given)
