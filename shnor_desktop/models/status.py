"""Dated lists of schools and the statuses they give."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind

STATUS_KINDS = (
    ("low_result", "ШНОР"),
    ("adverse_social", "ШНСУ"),
    ("high_result", "высокие результаты"),
    ("resilient", "резильентная"),
    ("leader", "школа-лидер"),
    ("watch", "группа внимания"),
)
BASES = (("computed", "по расчёту"), ("regional", "по перечню"), ("order", "по приказу"))


class StatusList(Record):
    """A list with its basis. Signing freezes the verdicts in `frozen` (JSON); nothing rewrites them later."""

    __tablename__ = "status_list"
    title: Mapped[str]
    kind: Mapped[str]
    basis: Mapped[str]
    basis_text: Mapped[str]
    dated_on: Mapped[str]
    school_year: Mapped[int | None]
    profile_name: Mapped[str]
    profile_version: Mapped[int | None]
    signed_on: Mapped[str]
    signed_by: Mapped[str]
    frozen: Mapped[str]
    note: Mapped[str]


class SchoolStatus(Record):
    """A status of a school since a date, with its basis and the verdict frozen at signing (JSON)."""

    __tablename__ = "school_status"
    school: Mapped[bytes] = mapped_column(ForeignKey("school.uid"))
    kind: Mapped[str]
    basis: Mapped[str]
    basis_text: Mapped[str]
    list: Mapped[bytes | None] = mapped_column(ForeignKey("status_list.uid"))
    since: Mapped[str]
    until: Mapped[str]
    verdict: Mapped[str]
    note: Mapped[str]


STATUS_LIST = RecordKind(
    code="status_list",
    record=StatusList,
    one="Перечень",
    many="Перечни",
    title=lambda r, names: r.title,
    user_made=False,
    fields=(
        Field("title", "Название", required=True),
        Field("kind", "Статус", Editor.CHOICE, choices=STATUS_KINDS),
        Field("basis", "Основание", Editor.CHOICE, choices=BASES),
        Field("basis_text", "Реквизиты основания"),
        Field("dated_on", "Дата", Editor.DATE),
        Field("school_year", "Учебный год", Editor.SCHOOL_YEAR),
        Field("profile_name", "Профиль методики", in_table=False),
        Field("profile_version", "Версия профиля", Editor.INTEGER, in_table=False),
        Field("signed_on", "Подписан", Editor.DATE),
        Field("signed_by", "Кем подписан", personal=True),
        Field("frozen", "Зафиксированные выводы", Editor.TEXT, in_table=False, in_form=False, others=True),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)

SCHOOL_STATUS = RecordKind(
    code="school_status",
    record=SchoolStatus,
    one="Статус школы",
    many="Статусы школ",
    title=lambda r, names: f"{names('school', r.school)}: {dict(STATUS_KINDS).get(r.kind, r.kind)}",
    hint="Статус даёт подписанный перечень, перечень региона или приказ.",
    fields=(
        Field("school", "Школа", Editor.RECORD, refers="school", required=True),
        Field("kind", "Статус", Editor.CHOICE, choices=STATUS_KINDS, required=True),
        Field("basis", "Основание", Editor.CHOICE, choices=BASES, required=True),
        Field("basis_text", "Реквизиты основания", help="Например: приказ от 05.09.2026 № 12-од."),
        Field("list", "Перечень", Editor.RECORD, refers="status_list"),
        Field("since", "С", Editor.DATE),
        Field("until", "По", Editor.DATE),
        Field("verdict", "Зафиксированный вывод", Editor.TEXT, in_table=False, in_form=False),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)
