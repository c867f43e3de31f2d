"""A small invented district written straight into a document: schools, sittings and results by short words."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from shnor_desktop.models import kinds, uids
from shnor_desktop.models.results import Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.models.schools import School
from shnor_desktop.models.uids import new_uid
from shnor_desktop.rules.figures import ResultState

assert kinds.KINDS, "every mapped class must be known before the first flush"


@dataclass
class District:
    """Adds records to a session; schools and sittings are named and found by name."""

    session: Session
    schools: dict[str, bytes] = field(default_factory=dict)

    def school(self, name: str, **more: object) -> bytes:
        values: dict[str, object] = {
            "official_name": f"МБОУ «{name}»",
            "form": "",
            "municipality": "",
            "place": "",
            "rural": False,
            "director": "",
            "phone": "",
            "email": "",
            "address": "",
            "parent": None,
            "successor_of": None,
            "succession": "",
            "opened_on": "",
            "closed_on": "",
            "note": "",
        }
        uid = new_uid()
        self.session.add(School(uid=uid, name=name, **(values | more)))
        self.session.flush()
        self.schools[name] = uid
        return uid

    def sitting(
        self,
        family: str,
        subject: str,
        grade: int,
        school_year: int,
        season: str = "",
        level: str = "",
        sat: int = 0,
    ) -> bytes:
        subject_uid = uids.subject(subject)
        if self.session.get(Subject, subject_uid) is None:
            names = {"МА": "Математика", "РУ": "Русский язык"}
            self.session.add(
                Subject(
                    uid=subject_uid,
                    short=subject,
                    name=names.get(subject, subject),
                    aliases="",
                    ege_codes="",
                    oge_codes="",
                    position=len(subject),
                )
            )
            self.session.flush()
        procedure = uids.procedure(family, subject_uid, level, grade)
        if self.session.get(Procedure, procedure) is None:
            self.session.add(
                Procedure(
                    uid=procedure,
                    family=family,
                    subject=subject_uid,
                    level=level,
                    programme_grade=grade,
                    measured_by="marks",
                    title="",
                )
            )
            self.session.flush()
        uid = uids.sitting(procedure, school_year, season)
        if self.session.get(Sitting, uid) is None:
            self.session.add(
                Sitting(
                    uid=uid,
                    procedure=procedure,
                    school_year=school_year,
                    season=season,
                    sitting_grade=sat or grade,
                    pass_threshold=None,
                    maximum=None,
                    held_on="",
                    note="",
                )
            )
            self.session.flush()
        return uid

    def result(
        self,
        school: bytes,
        sitting: bytes,
        participants: int | None = None,
        failed: int | None = None,
        *,
        percent_e4: int | None = None,
        decimals: int = 0,
        state: ResultState = ResultState.VALID,
        flagged: bool = False,
        source: str = "",
        mean_e4: int | None = None,
    ) -> bytes:
        uid = uids.school_result(sitting, school)
        self.session.add(
            SchoolResult(
                uid=uid,
                sitting=sitting,
                school=school,
                state=str(state),
                reason="",
                objectivity_flag=flagged,
                parcel=None,
                source=source,
                participants=participants,
                failed=failed,
                failed_pct_e4=percent_e4,
                pct_decimals=decimals,
                mean_e4=mean_e4,
            )
        )
        self.session.flush()
        return uid
