"""Schools with branches and successors, their codes and spellings, and verdicts that two records are one."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.rules.words.russian import quoted
from shnor_desktop.rules.words.school_names import normalise
from shnor_desktop.rules.words.school_words import FORMS, SYSTEMS

VERDICTS = (("same", "одно и то же"), ("different", "разные"))
SUCCESSION = (("", "начать заново"), ("join", "объединять"))


class School(Record):
    """A school or a branch of one. `name` is the short name printed everywhere."""

    __tablename__ = "school"
    about = About(
        one="Школа",
        many="Школы",
        title=lambda r, names: r.name,
        hint="Перетащите на окно книгу с результатами: школы будут взяты из неё. Или добавьте школу вручную.",
        key=("name", "place"),
        kept_once=False,
        natural=lambda name, place: uids.school("", "", normalise(name), place),
    )
    name: Mapped[str] = fields.line("Краткое наименование", required=True, travels=Travel.ANYWHERE)
    official_name: Mapped[str] = fields.line("Полное наименование по уставу", in_table=False)
    form: Mapped[str] = fields.choice("Вид", FORMS)
    levels: Mapped[str] = fields.line(
        "Уровни образования",
        help="Через запятую: НОО, ООО, СОО, адаптированные программы.",
        in_table=False,
    )
    municipality: Mapped[str] = fields.line("Муниципалитет")
    place: Mapped[str] = fields.line("Населённый пункт", travels=Travel.ANYWHERE)
    rural: Mapped[bool] = fields.flag("Сельская")
    director: Mapped[str] = fields.line("Директор", travels=Travel.PEOPLE)
    phone: Mapped[str] = fields.line("Телефон", travels=Travel.PEOPLE)
    email: Mapped[str] = fields.line("Электронная почта", in_table=False, travels=Travel.PEOPLE)
    address: Mapped[str] = fields.line("Адрес", in_table=False)
    parent: Mapped[bytes | None] = fields.refers(
        "school",
        "Филиал школы",
        lets_go=True,
        help="Результаты филиала складываются с результатами основной школы.",
        in_table=False,
    )
    successor_of: Mapped[bytes | None] = fields.refers(
        "school", "Преемник школы", lets_go=True, in_table=False
    )
    succession: Mapped[str] = fields.choice("Результаты предшественника", SUCCESSION, in_table=False)
    opened_on: Mapped[str] = fields.date("Открыта", in_table=False)
    closed_on: Mapped[str] = fields.date("Закрыта", in_table=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)


class SchoolCode(Record):
    """One code of a school in one system; identity is the system and the code."""

    __tablename__ = "school_code"
    about = About(
        one="Код школы",
        many="Коды школ",
        title=lambda r, names: (
            f"{names('school', r.school)}: {dict(SYSTEMS).get(r.system, r.system)} {r.code}"
        ),
        hint="Коды помогают узнавать школу в любой книге, как бы ни было написано название.",
        key=("system", "code"),
        natural=uids.school_code,
        names="school",
    )
    school: Mapped[bytes] = fields.refers("school", "Школа", owner=True, required=True)
    system: Mapped[str] = fields.choice("Система", SYSTEMS, required=True)
    code: Mapped[str] = fields.line("Код", required=True, travels=Travel.ANYWHERE)


class SchoolAlias(Record):
    """A learned spelling; identity is the normalised spelling."""

    __tablename__ = "school_alias"
    about = About(
        one="Вариант названия школы",
        many="Варианты названий школ",
        title=lambda r, names: f"{quoted(r.spelling)} — {names('school', r.school)}",
        hint="Варианты названий запоминаются при загрузке книг.",
        key=("normalised",),
        natural=uids.school_alias,
        names="school",
        derived=lambda known: {"normalised": normalise(str(known["spelling"] or ""))},
    )
    school: Mapped[bytes] = fields.refers("school", "Школа", owner=True, required=True)
    spelling: Mapped[str] = fields.line("Название в книге", required=True)
    normalised: Mapped[str] = fields.line("Название для сравнения", in_form=False)


class IdentityVerdict(Record):
    """A verdict on two records of one kind; identity is the unordered pair. `first` and `second` are uids
    without a reference, because one of the two is not shown while the verdict says «same»."""

    __tablename__ = "identity_verdict"
    about = About(
        one="Решение о совпадении",
        many="Решения о совпадении",
        title=lambda r, names: " и ".join(filter(None, (names("", r.first), names("", r.second)))),
        user_made=False,
    )
    kind: Mapped[str] = fields.line("Вид сведений", in_table=False, in_form=False, travels=Travel.ANYWHERE)
    first: Mapped[bytes] = fields.any_record("Первая карточка", in_form=False)
    second: Mapped[bytes] = fields.any_record("Вторая карточка", in_form=False)
    verdict: Mapped[str] = fields.choice("Решение", VERDICTS)
    reason: Mapped[str] = fields.line("Обоснование", quiet=True)
