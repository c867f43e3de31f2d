"""The explicit list of record kinds: a new kind is its file, one line here and one migration."""

from shnor_desktop.models import identification, office, results, schools
from shnor_desktop.models.kind import RecordKind

KINDS: tuple[RecordKind, ...] = (
    office.OFFICE,
    office.PERSON,
    schools.SCHOOL,
    schools.SCHOOL_CODE,
    schools.SCHOOL_ALIAS,
    results.SUBJECT,
    results.PROCEDURE,
    results.SITTING,
    results.PARCEL,
    results.SCHOOL_RESULT,
    results.AREA_RESULT,
    identification.PROFILE,
    identification.PROFILE_SITTING,
    identification.STATUS_LIST,
    identification.SCHOOL_STATUS,
    results.LEARNED_ANSWER,
    schools.IDENTITY_VERDICT,
)

BY_CODE: dict[str, RecordKind] = {kind.code: kind for kind in KINDS}
