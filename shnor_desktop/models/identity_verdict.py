"""Decisions that two records are one, or are not: how merged offices agree on their schools."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind

VERDICTS = (("same", "одно и то же"), ("different", "разные"))


class IdentityVerdict(Record):
    """A verdict on two records of one kind; identity is the unordered pair. `first` and `second` are uids
    without a reference, because one of the two is not shown while the verdict says «same»."""

    __tablename__ = "identity_verdict"
    kind: Mapped[str]
    first: Mapped[bytes] = mapped_column(LargeBinary(16))
    second: Mapped[bytes] = mapped_column(LargeBinary(16))
    verdict: Mapped[str]
    reason: Mapped[str]


KIND = RecordKind(
    code="identity_verdict",
    record=IdentityVerdict,
    one="Решение о совпадении",
    many="Решения о совпадении",
    title=lambda r, names: " и ".join(filter(None, (names("", r.first), names("", r.second)))),
    user_made=False,
    fields=(
        Field("kind", "Вид записей", in_table=False, in_form=False),
        Field("first", "Первая запись", Editor.RECORD, in_form=False),
        Field("second", "Вторая запись", Editor.RECORD, in_form=False),
        Field("verdict", "Решение", Editor.CHOICE, choices=VERDICTS),
        Field("reason", "Обоснование", quiet=True),
    ),
)
