"""The explicit list of record kinds: a new kind is its class, one line here and one migration."""

from shnor_desktop.models import (
    identification,
    links,
    office,
    orders,
    programme,
    results,
    risks,
    roadmap,
    schools,
    support,
)
from shnor_desktop.models.kind import RecordKind, kind_of

KINDS: tuple[RecordKind, ...] = tuple(
    map(
        kind_of,
        (
            office.Office,
            office.Person,
            schools.School,
            schools.SchoolCode,
            schools.SchoolAlias,
            results.Subject,
            results.Procedure,
            results.Sitting,
            results.Parcel,
            results.SchoolResult,
            results.AreaResult,
            identification.MethodProfile,
            identification.ProfileSitting,
            identification.StatusList,
            identification.SchoolStatus,
            results.LearnedAnswer,
            schools.IdentityVerdict,
            programme.Programme,
            programme.Part,
            roadmap.Activity,
            roadmap.Event,
            orders.Paper,
            orders.Act,
            support.SchoolDocument,
            orders.Evidence,
            risks.Problem,
            risks.Factor,
            programme.Indicator,
            programme.IndicatorValue,
            support.Assignment,
            links.Link,
            programme.Term,
            orders.WordForm,
        ),
    )
)

BY_CODE: dict[str, RecordKind] = {kind.code: kind for kind in KINDS}

for _kind in KINDS:
    for _field in _kind.links:
        _role = links.ROLES.get(_field.role)
        if _role is None or not {_role.here, _role.there} <= {*links.ENDS}:
            raise TypeError(
                f"{_kind.code}.{_field.name}: models/links.py lacks the role «{_field.role}» or a column of it"
            )
