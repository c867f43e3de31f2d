"""Schools with branches and successors, the codes by which other systems know them and the spellings of their names met in
files; and decisions that two records are one, or are not, by which merged offices agree on their schools.
"""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind, Travel
from shnor_desktop.rules.russian import quoted
from shnor_desktop.rules.schools import FORMS, SYSTEMS


class School(Record):
    """A school or a branch of one. `name` is the short name printed everywhere."""

    __tablename__ = "school"
    name: Mapped[str]
    official_name: Mapped[str]
    form: Mapped[str]
    municipality: Mapped[str]
    place: Mapped[str]
    rural: Mapped[bool]
    director: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    address: Mapped[str]
    parent: Mapped[bytes | None] = mapped_column(ForeignKey("school.uid"))
    successor_of: Mapped[bytes | None] = mapped_column(ForeignKey("school.uid"))
    succession: Mapped[str]
    opened_on: Mapped[str]
    closed_on: Mapped[str]
    note: Mapped[str]
    levels: Mapped[str]


SCHOOL = RecordKind(
    code="school",
    record=School,
    one="Школа",
    many="Школы",
    title=lambda r, names: r.name,
    hint="Перетащите на окно книгу с результатами: школы будут взяты из неё. Или добавьте школу вручную.",
    fields=(
        Field("name", "Краткое название", required=True, travels=Travel.ANYWHERE),
        Field("official_name", "Полное название по уставу", in_table=False, travels=Travel.ANYWHERE),
        Field("form", "Вид", Editor.CHOICE, choices=FORMS),
        Field(
            "levels",
            "Уровни образования",
            in_table=False,
            help="Через запятую: НОО, ООО, СОО, адаптированные программы.",
            travels=Travel.ANYWHERE,
        ),
        Field("municipality", "Муниципалитет", travels=Travel.ANYWHERE),
        Field("place", "Населённый пункт", travels=Travel.ANYWHERE),
        Field("rural", "Сельская", Editor.FLAG),
        Field("director", "Директор", travels=Travel.PEOPLE),
        Field("phone", "Телефон", travels=Travel.PEOPLE),
        Field("email", "Электронная почта", in_table=False, travels=Travel.PEOPLE),
        Field("address", "Адрес", in_table=False),
        Field(
            "parent",
            "Филиал школы",
            Editor.RECORD,
            refers="school",
            in_table=False,
            help="Результаты филиала складываются с результатами основной школы.",
        ),
        Field("successor_of", "Преемник школы", Editor.RECORD, refers="school", in_table=False),
        Field(
            "succession",
            "Результаты предшественника",
            Editor.CHOICE,
            choices=(("", "начать заново"), ("join", "объединять")),
            in_table=False,
        ),
        Field("opened_on", "Открыта", Editor.DATE, in_table=False),
        Field("closed_on", "Закрыта", Editor.DATE, in_table=False),
        Field("note", "Примечание", Editor.TEXT, in_table=False),
    ),
)


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


IDENTITY_VERDICT = RecordKind(
    code="identity_verdict",
    record=IdentityVerdict,
    one="Решение о совпадении",
    many="Решения о совпадении",
    title=lambda r, names: " и ".join(filter(None, (names("", r.first), names("", r.second)))),
    user_made=False,
    fields=(
        Field("kind", "Вид записей", in_table=False, in_form=False, travels=Travel.ANYWHERE),
        Field("first", "Первая запись", Editor.RECORD, in_form=False),
        Field("second", "Вторая запись", Editor.RECORD, in_form=False),
        Field("verdict", "Решение", Editor.CHOICE, choices=VERDICTS),
        Field("reason", "Обоснование", quiet=True),
    ),
)


class SchoolAlias(Record):
    """A learned spelling; identity is the normalised spelling."""

    __tablename__ = "school_alias"
    school: Mapped[bytes] = mapped_column(ForeignKey("school.uid"))
    spelling: Mapped[str]
    normalised: Mapped[str]


SCHOOL_ALIAS = RecordKind(
    code="school_alias",
    record=SchoolAlias,
    one="Написание школы",
    many="Написания школ",
    title=lambda r, names: f"{quoted(r.spelling)} — {names('school', r.school)}",
    hint="Написания запоминаются при загрузке книг.",
    fields=(
        Field("school", "Школа", Editor.RECORD, refers="school", required=True),
        Field("spelling", "Написание в книге", required=True),
        Field("normalised", "Приведённое написание", in_form=False),
    ),
)


class SchoolCode(Record):
    """One code of a school in one system; identity is the system and the code."""

    __tablename__ = "school_code"
    school: Mapped[bytes] = mapped_column(ForeignKey("school.uid"))
    system: Mapped[str]
    code: Mapped[str]


SCHOOL_CODE = RecordKind(
    code="school_code",
    record=SchoolCode,
    one="Код школы",
    many="Коды школ",
    title=lambda r, names: f"{names('school', r.school)}: {dict(SYSTEMS).get(r.system, r.system)} {r.code}",
    hint="Коды помогают узнавать школу в любой книге, как бы ни было написано название.",
    fields=(
        Field("school", "Школа", Editor.RECORD, refers="school", required=True),
        Field("system", "Система", Editor.CHOICE, choices=SYSTEMS, required=True),
        Field("code", "Код", required=True, travels=Travel.ANYWHERE),
    ),
)
