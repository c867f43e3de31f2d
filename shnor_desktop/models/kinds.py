"""The explicit list of record kinds: a new kind is its file, one line here and one migration."""

from shnor_desktop.models import (
    identity_verdict,
    learned_answer,
    method_profile,
    office,
    parcel,
    person,
    procedure,
    results,
    school,
    school_alias,
    school_code,
    sitting,
    status,
    subject,
)
from shnor_desktop.models.kind import RecordKind

KINDS: tuple[RecordKind, ...] = (
    office.KIND,
    person.KIND,
    school.KIND,
    school_code.KIND,
    school_alias.KIND,
    subject.KIND,
    procedure.KIND,
    sitting.KIND,
    parcel.KIND,
    results.SCHOOL_RESULT,
    results.AREA_RESULT,
    method_profile.PROFILE,
    method_profile.PROFILE_SITTING,
    status.STATUS_LIST,
    status.SCHOOL_STATUS,
    learned_answer.KIND,
    identity_verdict.KIND,
)

BY_CODE: dict[str, RecordKind] = {kind.code: kind for kind in KINDS}
