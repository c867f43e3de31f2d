"""The dictionaries every document begins with, and the vocabulary they give to readers of workbooks."""

from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.journal.writes import Fill
from shnor_desktop.models import uids
from shnor_desktop.models.identification import MethodProfile
from shnor_desktop.models.results import LearnedAnswer, Procedure, Subject
from shnor_desktop.rules.words.vocabulary import SubjectWord, Vocabulary

SEPARATOR = "; "


def create_document(path: Path, who: Who) -> Document:
    """A new document with filled dictionaries, whole or none at all."""
    return Document.create(path, who, Fill("Заполнены справочники", fill))


def fill(session: Session) -> None:
    """Subjects, usual procedures and the default profile, with the uids every office gives them."""
    subjects = places.dictionary("subjects")
    session.execute(insert(Subject), [_subject(line, place) for place, line in enumerate(subjects, start=1)])
    session.execute(
        insert(Procedure), [row for line in places.dictionary("procedures") for row in _procedures(line)]
    )
    profiles = places.dictionary("profiles")
    session.execute(insert(MethodProfile), [{"uid": uids.DEFAULT_PROFILE, **line} for line in profiles])


def _subject(line: dict[str, Any], position: int) -> dict[str, Any]:
    joined = {name: SEPARATOR.join(line[name]) for name in ("aliases", "ege_codes", "oge_codes")}
    return {
        "uid": uids.subject(line["short"]),
        "short": line["short"],
        "name": line["name"],
        "position": position,
        **joined,
    }


def _procedures(line: dict[str, Any]) -> list[dict[str, Any]]:
    """One procedure for every subject of a line: they differ in nothing else."""
    family, level, grade = line["family"], line["level"], line["programme_grade"]
    return [
        {
            "uid": uids.procedure(family, uids.subject(short), level, grade),
            "family": family,
            "subject": uids.subject(short),
            "level": level,
            "programme_grade": grade,
            "measured_by": line["measured_by"],
            "title": "",
        }
        for short in line["subjects"]
    ]


def vocabulary(session: Session) -> Vocabulary:
    """What a reader of workbooks may know: subjects with all their names and codes, answers given before."""
    subjects = session.scalars(select(Subject).order_by(Subject.position, Subject.short))
    answers = session.execute(
        select(LearnedAnswer.question, LearnedAnswer.value).order_by(LearnedAnswer.question)
    )
    return Vocabulary(
        subjects=tuple(_word(one) for one in subjects),
        learned=tuple((question, value) for question, value in answers),
    )


def _word(subject: Subject) -> SubjectWord:
    return SubjectWord(
        short=subject.short,
        name=subject.name,
        aliases=tuple(one.casefold() for one in _parts(subject.aliases)),
        ege_codes=_parts(subject.ege_codes),
        oge_codes=_parts(subject.oge_codes),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for one in text.split(SEPARATOR.strip()) if (part := " ".join(one.split())))
