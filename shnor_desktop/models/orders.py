"""Papers of an office, acts they rest on, evidence of what was done, and words the program declines as it was told."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.attached import Attached
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.rules.words.russian import show_date

PAPER_KINDS = (
    ("order", "приказ"),
    ("decree", "постановление"),
    ("instruction", "распоряжение"),
    ("programme", "программа"),
    ("plan", "план, дорожная карта"),
    ("report", "отчёт"),
    ("analysis", "аналитическая записка"),
    ("memo", "справка"),
    ("minutes", "протокол"),
    ("letter", "письмо"),
    ("list", "перечень, список"),
    ("card", "карта, паспорт"),
    ("other", "другой"),
)
PAPER_STATES = (("draft", "проект"), ("signed", "подписан"), ("cancelled", "отменён"))
ACT_KINDS = (
    ("constitution", "Конституция"),
    ("law", "закон"),
    ("edict", "указ"),
    ("decree", "постановление"),
    ("instruction", "распоряжение"),
    ("order", "приказ"),
    ("letter", "письмо"),
    ("charter", "устав, положение"),
    ("programme", "программа"),
    ("agreement", "соглашение"),
    ("recommendations", "методические рекомендации"),
    ("other", "другой"),
)
CASES = (
    ("genitive", "родительный (кого, чего)"),
    ("dative", "дательный (кому, чему)"),
    ("accusative", "винительный (кого, что)"),
    ("instrumental", "творительный (кем, чем)"),
    ("prepositional", "предложный (о ком, о чём)"),
)


def act_word(kind: str, number: str) -> str:
    """What an act is called where it is cited: its number tells a federal law."""
    if kind == "law" and number.rstrip().upper().endswith(("-ФЗ", "-ФКЗ")):
        return (
            "федеральный конституционный закон"
            if number.rstrip().upper().endswith("-ФКЗ")
            else "федеральный закон"
        )
    return "" if kind == "other" else dict(ACT_KINDS).get(kind, kind).partition(",")[0]


def requisites(kind: str, date: str, number: str, title: str) -> str:
    """«приказ от 05.09.2022 № 12-од «О рабочей группе»»."""
    dated = f"от {show_date(date)}" if date else ""
    numbered = f"№ {number}" if number else ""
    return " ".join(filter(None, (kind, dated, numbered, f"«{title}»" if title else "")))


def _act_title(r: "Act") -> str:
    if r.kind == "constitution":
        return r.title or dict(ACT_KINDS)[r.kind]
    return requisites(dict(ACT_KINDS).get(r.kind, r.kind), r.date, r.number, r.title)


class Paper(Record):
    """A paper of an office: order, decree, report, memo, minutes, letter. Signing freezes what it says in `frozen`."""

    __tablename__ = "paper"
    about = About(
        one="Документ",
        many="Документы",
        title=lambda r, names: requisites(dict(PAPER_KINDS).get(r.kind, r.kind), r.date, r.number, r.title),
        hint="Приказы, постановления, отчёты, справки, протоколы и письма организации.",
        ordered=(("period_from", "period_to"),),
        frozen_when="frozen",
        frozen_but=frozenset(("state", "note", "persons")),
        frozen_hint="Отмените документ (поле «Состояние») и подготовьте новый.",
        rows=(("part", "paper"), ("evidence", "paper")),
    )
    kind: Mapped[str] = fields.choice("Вид", PAPER_KINDS, required=True)
    issuer: Mapped[bytes | None] = fields.refers("office", "Кто издаёт", lets_go=True)
    place: Mapped[str] = fields.line("Место издания", in_table=False)
    number: Mapped[str] = fields.line("Номер", travels=Travel.CODE)
    date: Mapped[str] = fields.date("Дата")
    title: Mapped[str] = fields.line("Заголовок", help="«О создании рабочей группы».")
    preamble: Mapped[str] = fields.text("Вступительная часть", in_table=False)
    operative: Mapped[str] = fields.line(
        "Распорядительное слово",
        help="«ПРИКАЗЫВАЮ:», «постановляет:».",
        in_table=False,
    )
    programme: Mapped[bytes | None] = fields.refers("programme", "По программе", lets_go=True, in_table=False)
    event: Mapped[bytes | None] = fields.refers(
        "event", "О чём протокол", lets_go=True, help="Заседание, совещание, посещение.", in_table=False
    )
    school: Mapped[bytes | None] = fields.refers("school", "Школа", lets_go=True, in_table=False)
    period_from: Mapped[str] = fields.date("За период с", in_table=False)
    period_to: Mapped[str] = fields.date("За период по", in_table=False)
    as_of: Mapped[str] = fields.date("По состоянию на", in_table=False)
    signatory: Mapped[bytes | None] = fields.refers("person", "Подписывает", lets_go=True)
    acting: Mapped[bool] = fields.flag("И.о.", in_table=False)
    executor: Mapped[bytes | None] = fields.refers("person", "Исполнитель", lets_go=True, in_table=False)
    distribution: Mapped[str] = fields.lines("Кому направлено", in_table=False)
    state: Mapped[str] = fields.choice("Состояние", PAPER_STATES, required=True, default="draft")
    signed_on: Mapped[str] = fields.date("Подписан", in_table=False)
    frozen: Mapped[str] = fields.text("Подписанный текст", in_table=False, in_form=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)
    acts = fields.links("act", "Основания", in_table=False)
    papers = fields.links("paper", "Основания — свои документы", role="paper_basis", in_table=False)
    schools = fields.links("school", "Школы", in_table=False)
    persons = fields.links("person", "Ознакомлены", noted="дата", in_table=False)


class Act(Record):
    """A law, letter or order of another body that papers and programmes cite; with a number it is one for everybody."""

    __tablename__ = "act"
    about = About(
        one="Основание",
        many="Основания",
        title=lambda r, names: f"{r.issuer_text}: " * bool(r.issuer_text) + _act_title(r),
        hint="Законы, постановления, приказы и письма, на которые ссылаются документы.",
        key=("kind", "issuer_text", "date", "number"),
        key_if=lambda r: bool(r.number),
        kept_once=False,
        natural=uids.act,
        ordered=(("valid_from", "valid_to"),),
    )
    kind: Mapped[str] = fields.choice("Вид", ACT_KINDS, required=True)
    issuer_text: Mapped[str] = fields.line("Кто издал", travels=Travel.ANYWHERE)
    number: Mapped[str] = fields.line("Номер", travels=Travel.ANYWHERE)
    date: Mapped[str] = fields.date("Дата")
    title: Mapped[str] = fields.line("Заголовок", travels=Travel.ANYWHERE)
    valid_from: Mapped[str] = fields.date("Действует с", in_table=False)
    valid_to: Mapped[str] = fields.date("Действует по", in_table=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)


class Evidence(Attached, Record):
    """A file kept in the document, or a reference to what lies elsewhere."""

    __tablename__ = "evidence"
    about = About(
        one="Подтверждение",
        many="Подтверждения",
        title=lambda r, names: r.title,
        hint="Файлы и ссылки, которые подтверждают сделанное.",
    )
    event: Mapped[bytes | None] = fields.refers("event", "Что сделано", owner=True)
    paper: Mapped[bytes | None] = fields.refers("paper", "Документ", owner=True)
    school_document: Mapped[bytes | None] = fields.refers("school_document", "Документ школы", owner=True)
    title: Mapped[str] = fields.line("Название", required=True)
    requisites: Mapped[str] = fields.line(
        "Реквизиты", help="Номер и дата того, чего нет в файле.", in_table=False
    )
    note: Mapped[str] = fields.text("Примечание", in_table=False)


class WordForm(Record):
    """How a post, body, school or name is declined, where the library is wrong; identity is word and case."""

    __tablename__ = "word_form"
    about = About(
        one="Форма слова",
        many="Формы слов",
        title=lambda r, names: f"{r.text} — {r.form}",
        hint="Если программа неверно склоняет должность, название или фамилию, введите верную форму.",
        key=("text", "case"),
        natural=uids.word_form,
    )
    text: Mapped[str] = fields.line("Слово, название", required=True, travels=Travel.PEOPLE)
    case: Mapped[str] = fields.choice("Падеж", CASES, required=True)
    form: Mapped[str] = fields.line("Верная форма", required=True, travels=Travel.PEOPLE)
