"""What is to be done and what was done: rows of plans, points of orders, agreed steps; visits, seminars, courses."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields
from shnor_desktop.models.kind import About, Record, Travel
from shnor_desktop.rules.words import marks

ACTIVITY_KINDS = (
    ("", "не указан"),
    ("group_meeting", "заседание рабочей группы"),
    ("meeting", "совещание"),
    ("seminar", "семинар"),
    ("course", "курсы повышения квалификации"),
    ("consultation", "консультация"),
    ("monitoring", "мониторинг"),
    ("analysis", "анализ"),
    ("visit", "выезд, посещение"),
    ("document", "разработка документа"),
    ("agreement", "договор, соглашение"),
    ("publication", "публикация"),
    ("purchase", "закупка"),
    ("control", "контроль"),
    ("statement", "к сведению"),
    ("other", "другое"),
)
EXPECTED_KINDS = (
    ("", "не указан"),
    ("order", "приказ"),
    ("contract", "договор, соглашение"),
    ("memo", "справка"),
    ("report", "отчёт"),
    ("protocol", "протокол"),
    ("plan", "план, дорожная карта"),
    ("programme", "программа"),
    ("list", "список, сведения"),
    ("certificate", "удостоверение"),
    ("publication", "публикация"),
    ("other", "другое"),
)
ACTIVITY_STATES = (
    ("", "по факту выполнения"),
    ("done", "выполнено"),
    ("partly", "выполнено частично"),
    ("not_done", "не выполнено"),
    ("ongoing", "выполняется"),
    ("cancelled", "отменено"),
)
EVENT_KINDS = (
    ("visit", "выезд, посещение"),
    ("consultation", "консультация"),
    ("seminar", "семинар"),
    ("webinar", "вебинар"),
    ("interview", "собеседование"),
    ("open_lesson", "открытый урок"),
    ("heads_meeting", "совещание руководителей"),
    ("group_meeting", "заседание рабочей группы"),
    ("association", "методическое объединение"),
    ("parents_meeting", "родительское собрание"),
    ("course", "курсы повышения квалификации"),
    ("monitoring", "мониторинг"),
    ("control", "контроль"),
    ("landing", "методический десант"),
    ("document", "выпуск документа"),
    ("publication", "публикация"),
    ("other", "другое"),
)
OUTCOMES = (
    ("", "не указан"),
    ("done", "проведено"),
    ("partly", "проведено частично"),
    ("not_held", "не состоялось"),
)


class Activity(Record):
    """Something to be done: a row of a plan, a point of an order, a decision, a step agreed at a visit."""

    __tablename__ = "activity"
    about = About(
        one="Мероприятие, поручение",
        many="Мероприятия и поручения",
        title=lambda r, names: " ".join(filter(None, (r.number, " ".join(marks.bare(r.text).split())[:120]))),
        hint="Строки планов, пункты приказов, решения и договорённости.",
        frozen_with="part",
        frozen_but=frozenset(
            ("state", "state_note", "note", "due_dates", "position", "problems", "indicators")
        ),
        within=("part", "event"),
        period=("part.programme", "part.paper"),
    )
    part: Mapped[bytes | None] = fields.refers("part", "Раздел", owner=True)
    event: Mapped[bytes | None] = fields.refers("event", "О чём договорились при", owner=True, in_table=False)
    position: Mapped[int] = fields.position()
    number: Mapped[str] = fields.line(
        "Номер", help="Как напечатан: «1.4», «21». Может быть пустым.", travels=Travel.CODE
    )
    kind: Mapped[str] = fields.choice("Вид", ACTIVITY_KINDS)
    text: Mapped[str] = fields.lines("Содержание", required=True, travels=Travel.NEEDED)
    due_text: Mapped[str] = fields.due(
        "Срок", help="Как напечатан: «1–2 квартал», «ежемесячно».", travels=Travel.NEEDED
    )
    due_dates: Mapped[str] = fields.due(
        "Срок датами",
        help="Только если срок нужно понимать иначе: «до 15.10.2021», «10.09.2021, 12.04.2022».",
        in_table=False,
        travels=Travel.NEEDED,
    )
    responsible: Mapped[str] = fields.lines(
        "Ответственные",
        help="Должности и организации, как напечатаны. Человека по имени выбирают ниже.",
    )
    expected: Mapped[str] = fields.lines("Ожидаемый результат", in_table=False, travels=Travel.NEEDED)
    expected_kind: Mapped[str] = fields.choice("Чем подтверждается", EXPECTED_KINDS, in_table=False)
    all_schools: Mapped[bool] = fields.flag("Для всех школ программы", in_table=False)
    state: Mapped[str] = fields.choice("Состояние", ACTIVITY_STATES)
    state_note: Mapped[str] = fields.line("Пояснение к состоянию", in_table=False)
    note: Mapped[str] = fields.text("Примечание", in_table=False)
    votes: Mapped[str] = fields.line(
        "Голосование", help="Решение заседания: «за – 5, против – нет, воздержались – 1».", in_table=False
    )
    schools = fields.links("school", "Школы", of_each=True, in_table=False)
    problems = fields.links("problem", "Какие проблемы решает", in_table=False)
    indicators = fields.links("indicator", "На какие показатели влияет", in_table=False)
    persons = fields.links("person", "Сотрудники", noted="за что отвечает", in_table=False)


class Event(Record):
    """Something that was done, however vague: «в ноябре 2020», «более 23», «6 вебинаров»."""

    __tablename__ = "event"
    about = About(
        one="Что сделано",
        many="Что сделано",
        title=lambda r, names: (
            r.title or ", ".join(filter(None, (dict(EVENT_KINDS).get(r.kind, ""), r.date_text)))
        ),
        hint="Посещения, консультации, семинары, курсы, совещания — и что из них вышло.",
        ordered=(("starts", "ends"),),
        rows=(("activity", "event"), ("evidence", "event")),
    )
    kind: Mapped[str] = fields.choice("Вид", EVENT_KINDS, required=True)
    title: Mapped[str] = fields.line("Название")
    date_text: Mapped[str] = fields.line("Когда, словами", help="«в ноябре 2020», «сентябрь – май».")
    starts: Mapped[str] = fields.date("Начало", help="Известен только месяц — его первый и последний день.")
    ends: Mapped[str] = fields.date("Окончание")
    times: Mapped[int | None] = fields.number("Сколько раз", in_table=False)
    at_least: Mapped[bool] = fields.flag("Не меньше («более 23»)", in_table=False)
    people: Mapped[int | None] = fields.number("Участников", unit="чел.")
    who: Mapped[str] = fields.line("Кто участвовал", in_table=False)
    place: Mapped[str] = fields.line("Где", in_table=False)
    all_schools: Mapped[bool] = fields.flag("Для всех школ", in_table=False)
    agenda: Mapped[str] = fields.lines("Повестка, программа", in_table=False)
    findings: Mapped[str] = fields.lines("Что выявлено, выводы", in_table=False)
    outcome: Mapped[str] = fields.choice("Итог", OUTCOMES)
    next_on: Mapped[str] = fields.date("Следующая встреча", in_table=False)
    hours_e4: Mapped[int | None] = fields.decimal(
        "Часов", most=fields.AMOUNT_E4, unit="ч", in_table=False, help="Объём курсов."
    )
    note: Mapped[str] = fields.text("Примечание", in_table=False)
    schools = fields.links("school", "Школы")
    activities = fields.links("activity", "Какие мероприятия выполняет", in_table=False)
    problems = fields.links("problem", "По каким проблемам и запросам проведено", in_table=False)
    persons = fields.links("person", "Участники", noted="роль, удостоверение", in_table=False)
