"""A district of a dozen schools with two years of one exam, in which four may be helped."""

from sqlalchemy.orm import Session

from shnor_desktop.models.results import Sitting
from shnor_desktop.operations.records.records import save
from tests.operations.district import District

HELPED = ("Первая", "Вторая", "Третья", "Четвёртая")
OTHERS = ("Пятая", "Шестая", "Седьмая", "Восьмая", "Девятая", "Десятая", "Одиннадцатая", "Двенадцатая")


def fill(session: Session, *, scale: str = "", held_on: str = "") -> dict[str, bytes]:
    """Schools by name; the helped fall from 20 of 40 to 6, the others stay."""
    district = District(session)
    sittings = [district.sitting("vpr", "МА", 5, year, "spring") for year in (2021, 2022)]
    session.get_one(Sitting, sittings[1]).scale = scale
    session.get_one(Sitting, sittings[1]).held_on = held_on
    for at, name in enumerate((*HELPED, *OTHERS)):
        school = district.school(name)
        before, after = (20, 6) if name in HELPED else (8 + 2 * (at % 4), 9 + 2 * (at % 3))
        for sitting, failed in zip(sittings, (before, after), strict=True):
            district.result(school, sitting, 40, failed)
    return district.schools


def curators(session: Session, schools: dict[str, bytes], **days: str) -> None:
    """The helped have curators from one day to another."""
    for name in HELPED:
        save(
            session,
            "assignment",
            None,
            {"role": "curator", "body": "ИМЦ", "for_school": schools[name], **days},
        )
