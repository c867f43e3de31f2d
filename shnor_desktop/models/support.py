"""Who is bound to what, and which documents a school must have and where they stand."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields, uids
from shnor_desktop.models.kind import About, Record

ROLES = (
    ("coordinator", "координатор"),
    ("curator", "куратор"),
    ("mentor", "наставник"),
    ("tutor", "тьютор"),
    ("partner", "партнёр"),
    ("leader", "школа-лидер"),
    ("participant", "участник"),
    ("innovation_site", "инновационная площадка"),
    ("group", "рабочая группа"),
    ("group_head", "руководитель группы"),
    ("group_secretary", "секретарь группы"),
    ("group_member", "член группы"),
    ("responsible", "ответственный"),
)
DOCUMENT_KINDS = (
    ("concept", "концепция развития"),
    ("midterm", "среднесрочная программа развития"),
    ("antirisk", "антирисковая программа"),
    ("roadmap", "дорожная карта"),
    ("questionnaire", "анкета"),
    ("risk_profile", "рисковый профиль"),
    ("folder", "папка документов"),
    ("order", "приказ"),
    ("agreement", "договор, соглашение"),
    ("other", "другой"),
)
SEVERAL = frozenset(("order", "agreement", "other"))
"""Kinds of documents of which a school may have several."""
DOCUMENT_STATES = (
    ("expected", "ожидается"),
    ("loaded", "загружен"),
    ("verified", "проверен"),
    ("returned", "возвращён"),
    ("placed", "размещён"),
    ("confirmed", "подтверждён"),
    ("in_progress", "выполняется"),
    ("done", "выполнен"),
)


class Assignment(Record):
    """A person, a school or a body is bound to a school, a person or a programme."""

    __tablename__ = "assignment"
    about = About(
        one="Закрепление",
        many="Закрепления",
        title=lambda r, names: ", ".join(
            filter(
                None,
                (
                    f"{dict(ROLES).get(r.role, r.role)}: "
                    + (names("person", r.person) or names("school", r.school) or r.body),
                    names("school", r.for_school) or names("person", r.for_person),
                ),
            )
        ),
        hint="Кураторы, наставники, школы-партнёры, рабочие группы.",
        ordered=(("since", "until"),),
        rows=(("assignment", "of"),),
    )
    role: Mapped[str] = fields.choice("Роль", ROLES, required=True)
    person: Mapped[bytes | None] = fields.refers("person", "Сотрудник", owner=True)
    school: Mapped[bytes | None] = fields.refers(
        "school", "Школа", owner=True, help="Школа-партнёр, участник."
    )
    body: Mapped[str] = fields.line("Кто", help="Организация или группа, если это не сотрудник и не школа.")
    for_school: Mapped[bytes | None] = fields.refers("school", "За какой школой", owner=True)
    for_person: Mapped[bytes | None] = fields.refers("person", "За кем", owner=True, in_table=False)
    programme: Mapped[bytes | None] = fields.refers("programme", "Программа", lets_go=True, in_table=False)
    of: Mapped[bytes | None] = fields.refers("assignment", "В составе группы", owner=True, in_table=False)
    since: Mapped[str] = fields.date("С")
    until: Mapped[str] = fields.date("По")
    basis: Mapped[bytes | None] = fields.refers("paper", "Каким приказом", lets_go=True, in_table=False)
    basis_text: Mapped[str] = fields.line(
        "Основание словами", help="Приказ, договор, соглашение.", in_table=False
    )
    theme: Mapped[str] = fields.line("Тема", in_table=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)


class SchoolDocument(Record):
    """What a school must have and where it stands; of most kinds it has one in a programme, for a risk."""

    __tablename__ = "school_document"
    about = About(
        one="Документ школы",
        many="Документы школ",
        title=lambda r, names: ", ".join(
            filter(
                None,
                (
                    r.title or dict(DOCUMENT_KINDS).get(r.kind, r.kind),
                    names("school", r.school),
                ),
            )
        ),
        hint="Концепции, программы, анкеты, рисковые профили: что школа должна сдать и где это сейчас.",
        key=("school", "programme", "kind", "problem"),
        key_if=lambda r: r.kind not in SEVERAL,
        kept_once=False,
        natural=uids.school_document,
        ordered=(("stage1_on", "stage2_on"),),
        rows=(("evidence", "school_document"),),
    )
    school: Mapped[bytes] = fields.refers("school", "Школа", owner=True, required=True)
    programme: Mapped[bytes | None] = fields.refers("programme", "Программа", lets_go=True)
    kind: Mapped[str] = fields.choice("Вид", DOCUMENT_KINDS, required=True)
    problem: Mapped[bytes | None] = fields.refers(
        "problem", "Для какого риска", lets_go=True, help="Антирисковая программа — по одному риску."
    )
    title: Mapped[str] = fields.line("Название")
    number: Mapped[str] = fields.line("Номер", in_table=False)
    date: Mapped[str] = fields.date("Дата", in_table=False)
    state: Mapped[str] = fields.choice("Состояние", DOCUMENT_STATES, required=True, default="expected")
    state_on: Mapped[str] = fields.date("Состояние на")
    stage1_on: Mapped[str] = fields.date("Первый этап до", in_table=False)
    stage2_on: Mapped[str] = fields.date("Второй этап до", in_table=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)
