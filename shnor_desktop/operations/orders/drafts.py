"""Orders prepared from what the file knows: usual points, appendices and the records they rest on; everything may be edited
before signing. Wordings are the program's own defaults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.office import Person
from shnor_desktop.models.programme import Programme
from shnor_desktop.models.roadmap import Event
from shnor_desktop.models.support import Assignment
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.identification.status_lines import LOW_RESULT, statuses_of_kind
from shnor_desktop.operations.office import offices
from shnor_desktop.operations.orders import register
from shnor_desktop.operations.orders.forms import Forms
from shnor_desktop.operations.records import linking, records
from shnor_desktop.operations.records.linking import STEP
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.declension import Case
from shnor_desktop.rules.words.russian import quoted, show_date

HEADS = "Руководители общеобразовательных организаций"
_GROUP = ("group", "group_head", "group_secretary", "group_member")
_BOUND = ("coordinator", "curator", "mentor", "tutor", "partner", "leader")


@dataclass(frozen=True, slots=True)
class Attached:
    """An appendix: its title, what of the file it prints, words under the title."""

    title: str
    draws: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A point: what, by whom, by when. `statement` asks nothing of anybody, `control` says who watches."""

    text: str
    responsible: str = ""
    due: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A usual order."""

    code: str
    name: str
    title: str
    """May hold {of}, {programme}, {event}, {schools}: what is asked for, in its case."""
    preamble: str
    points: tuple[Task, ...]
    appendices: tuple[Attached, ...] = ()
    kind: str = ""
    """Of the paper; empty for an order, a decree or an instruction, as is asked."""
    sections: tuple[Attached, ...] = ()
    decisions: tuple[Task, ...] = ()
    """Points after «РЕШИЛИ:»."""
    asks: tuple[str, ...] = ()
    """Codes of records it is about: programme, event."""
    roles: tuple[str, ...] = field(default=())
    """Roles whose assignments it confirms: those that rest on nothing yet will rest on it."""
    listed: bool = False
    """Names the schools that are on the list now."""


_ASKED = {
    "programme": ("Не выбрана программа.", "Укажите программу или дорожную карту, о которой эта бумага."),
    "school": ("Не выбрана школа.", "Укажите школу, о которой эта бумага."),
}
_CONTROL = Task("Контроль за исполнением приказа оставляю за собой", kind="statement")
TEMPLATES: dict[str, Template] = {
    one.code: one
    for one in (
        Template(
            "list",
            "Перечень школ",
            "Об утверждении перечня школ с низкими образовательными результатами",
            "В целях адресной поддержки общеобразовательных организаций",
            (
                Task(
                    "Утвердить перечень школ с низкими образовательными результатами (приложение)",
                    kind="statement",
                ),
                Task(
                    "Обеспечить методическую поддержку школ, включённых в перечень",
                    "Методическая служба",
                    "в течение учебного года",
                ),
                Task(
                    "Провести самоанализ причин низких результатов и представить предложения в план поддержки",
                    "Руководители школ перечня",
                    "в течение месяца",
                ),
                _CONTROL,
            ),
            (Attached("Перечень школ с низкими образовательными результатами", "schools"),),
            listed=True,
        ),
        Template(
            "group",
            "Рабочая группа",
            "О создании рабочей группы",
            "В целях координации поддержки школ с низкими образовательными результатами",
            (
                Task("Создать рабочую группу и утвердить её состав (приложение)", kind="statement"),
                Task(
                    "Проводить заседания рабочей группы",
                    "Руководитель рабочей группы",
                    "не реже 1 раза в четверть",
                ),
                Task("Представлять отчёт о работе группы", "Руководитель рабочей группы", "2 раза в год"),
                _CONTROL,
            ),
            (Attached("Состав рабочей группы", "assignments"),),
            roles=_GROUP,
        ),
        Template(
            "programme",
            "Программа",
            "Об утверждении {of}",
            "В целях повышения качества образования",
            (
                Task("Утвердить {accusative} (приложение)", kind="statement"),
                Task("Обеспечить выполнение мероприятий программы в установленные сроки", HEADS),
                Task(
                    "Представлять отчёт о выполнении программы",
                    "Ответственные исполнители программы",
                    "2 раза в год",
                ),
                _CONTROL,
            ),
            (Attached("", "programme"),),
            asks=("programme",),
        ),
        Template(
            "roadmap",
            "Дорожная карта",
            "Об утверждении дорожной карты",
            "В целях организации адресной поддержки школ",
            (
                Task("Утвердить дорожную карту {quoted} (приложение)", kind="statement"),
                Task("Обеспечить выполнение мероприятий дорожной карты", HEADS, "в сроки, указанные в ней"),
                Task(
                    "Представлять отчёт о выполнении мероприятий", "Ответственные исполнители", "2 раза в год"
                ),
                _CONTROL,
            ),
            (Attached("Дорожная карта", "activities"),),
            asks=("programme",),
        ),
        Template(
            "curators",
            "Кураторы и наставники",
            "О закреплении кураторов и наставников",
            "В целях сопровождения школ с низкими образовательными результатами",
            (
                Task("Закрепить кураторов и наставников (приложение)", kind="statement"),
                Task(
                    "Составить план работы со школой и согласовать его с её руководителем",
                    "Кураторы",
                    "в течение двух недель",
                ),
                Task(
                    "Отчитываться о работе с закреплёнными школами",
                    "Кураторы, наставники",
                    "1 раз в полугодие",
                ),
                Task("Создать условия для работы кураторов и наставников", HEADS),
                _CONTROL,
            ),
            (Attached("Закрепление кураторов и наставников", "assignments"),),
            roles=_BOUND,
        ),
        Template(
            "visit",
            "Выезд в школу",
            "О методическом выезде",
            "В целях оказания методической помощи",
            (
                Task("Провести методический выезд{event}{schools}", kind="statement"),
                Task("Утвердить программу выезда (приложение 1)", kind="statement"),
                Task("Обеспечить условия для работы выездной группы", "Руководители школ"),
                Task(
                    "Представить справку о результатах выезда",
                    "Руководитель выездной группы",
                    "в течение 5 рабочих дней",
                ),
                _CONTROL,
            ),
            (
                Attached("Программа выезда", "events"),
                Attached(
                    "Лист наблюдений",
                    "",
                    "Посещённые уроки: класс, предмет, учитель ____________________\n"
                    "Проблемные зоны: ____________________\nДоговорились, срок: ____________________",
                ),
            ),
            asks=("event",),
        ),
        Template(
            "meeting",
            "Совещание руководителей",
            "О проведении совещания руководителей общеобразовательных организаций",
            "В соответствии с планом работы",
            (
                Task(
                    "Провести совещание руководителей общеобразовательных организаций{event}",
                    kind="statement",
                ),
                Task("Утвердить повестку (приложение)", kind="statement"),
                Task("Обеспечить участие в совещании", HEADS),
                _CONTROL,
            ),
            (Attached("Повестка", "events"),),
            asks=("event",),
        ),
        Template(
            "monitoring",
            "Мониторинг",
            "О проведении мониторинга",
            "В целях оценки динамики образовательных результатов",
            (
                Task("Провести мониторинг образовательных результатов школ{schools}", kind="statement"),
                Task("Представить сведения по прилагаемой форме", HEADS, "в течение 10 рабочих дней"),
                Task("Подготовить аналитическую справку", "Методическая служба", "в течение месяца"),
                _CONTROL,
            ),
            (
                Attached(
                    "График и формы мониторинга",
                    "",
                    "Что изучается: ____________________\nСроки: ____________________",
                ),
            ),
            listed=True,
        ),
        Template(
            "commendation",
            "Поощрение",
            "О поощрении",
            "По итогам работы по повышению образовательных результатов",
            (
                Task("Объявить благодарность работникам по списку (приложение)", kind="statement"),
                Task("Довести приказ до сведения коллективов", HEADS),
                _CONTROL,
            ),
            (Attached("Список поощряемых", "", "____________________"),),
        ),
        Template(
            "staff",
            "Нехватка кадров",
            "О мерах по обеспечению школ педагогическими кадрами",
            "В целях устранения дефицита педагогических работников",
            (
                Task("Утвердить перечень вакансий (приложение)", kind="statement"),
                Task(
                    "Организовать замещение вакансий: сетевое взаимодействие, совместительство, дистанционные уроки",
                    HEADS,
                    "в течение месяца",
                ),
                Task("Направить заявки на целевое обучение и участие в программах привлечения кадров", HEADS),
                _CONTROL,
            ),
            (Attached("Перечень вакансий", "", "Школа, предмет, число часов: ____________________"),),
        ),
        Template(
            "execution",
            "Анализ выполнения с решениями",
            "о выполнении {of_programme}",
            "",
            (),
            kind="analysis",
            asks=("programme",),
            sections=(
                Attached("Основание", "acts"),
                Attached("Цель и задачи", "directions"),
                Attached("Школы", "schools"),
                Attached("Что показала диагностика", "problems"),
                Attached("Что сделано", "events"),
                Attached("Выполнение мероприятий", "activities"),
                Attached("Показатели", "indicators"),
                Attached("Результаты", "results"),
                Attached("Выводы", "", "____________________"),
            ),
            decisions=(
                Task("Принять к сведению информацию о выполнении мероприятий", kind="statement"),
                Task(
                    "Завершить невыполненные мероприятия",
                    "Ответственные исполнители",
                    "до конца учебного года",
                ),
                Task(
                    "Подготовить предложения в план следующего периода",
                    "Методическая служба",
                    "в течение месяца",
                ),
            ),
        ),
        Template(
            "report",
            "Отчёт о реализации программы",
            "о реализации {of_programme}",
            "",
            (),
            kind="report",
            asks=("programme",),
            sections=(
                Attached("Цель и задачи", "directions"),
                Attached("Школы", "schools"),
                Attached("Проблемные зоны, дефициты, запросы", "problems"),
                Attached("Что сделано", "events"),
                Attached("Выполнение мероприятий", "activities"),
                Attached("Показатели", "indicators"),
                Attached("Результаты", "results"),
                Attached("Направления работы на следующий период", "", "____________________"),
            ),
        ),
        Template(
            "info",
            "Справка о программе и «500+»",
            "о реализации {of_programme}",
            "",
            (),
            kind="memo",
            asks=("programme",),
            sections=(
                Attached("Основание", "acts"),
                Attached("Школы-участники", "schools"),
                Attached("Цель и направления", "directions"),
                Attached("Организация сопровождения", "assignments"),
                Attached("Рисковые профили школ", "risks"),
                Attached("Документы школ", "documents"),
                Attached("Работа со школами", "events"),
                Attached("Трудности и что делается", "problems"),
                Attached("Выводы и предложения", "", "____________________"),
            ),
        ),
        Template(
            "visit-report",
            "Справка о выезде",
            "о методическом выезде{event}",
            "",
            (),
            kind="memo",
            asks=("event",),
            sections=(
                Attached("Программа выезда", "events"),
                Attached("Что выявлено", "", "{findings}"),
                Attached("Проблемы и запросы школы", "problems"),
            ),
            decisions=(),
        ),
        Template(
            "letter",
            "Письмо школе с её показателями",
            "О результатах оценочных процедур",
            "Направляем сведения о результатах вашей школы по данным оценочных процедур. Просим проанализировать их и "
            "сообщить о принятых мерах",
            (),
            kind="letter",
            asks=("school",),
            sections=(
                Attached("Результаты школы", "results"),
                Attached("Проблемы и запросы, известные нам", "problems"),
                Attached("", "", "Просим представить ответ до ____________________."),
            ),
        ),
        Template(
            "blank",
            "Пустой приказ",
            "",
            "",
            (Task("____________________"), _CONTROL),
        ),
    )
}


def prepare(
    document: Document, template: str, given: Mapping[str, bytes | str | None] | None = None
) -> bytes:
    """A draft by a template; `given`: programme, event, issuer (uids), kind, date (ISO). One action; its uid."""
    kind = TEMPLATES.get(template)
    if kind is None:
        raise UserError(f"Образца приказа «{template}» нет.", f"Выберите: {', '.join(TEMPLATES)}.")
    answers = dict(given or {})
    with document.read() as session:
        for code in kind.asks:
            if code in _ASKED and answers.get(code) is None:
                raise UserError(*_ASKED[code])
    with document.write(f"Подготовлен приказ: {kind.name}") as session:
        return _Draft(session, kind, answers).made()


class _Draft:
    def __init__(self, session: Session, template: Template, given: Mapping[str, bytes | str | None]) -> None:
        self._session, self._template, self._given = session, template, given
        self._titles = Titles(session)

    def made(self) -> bytes:
        template = self._template
        day = str(self._given.get("date") or date.today().isoformat())
        kind = template.kind or str(self._given.get("kind") or "order")
        issuer = self._uid("issuer") or self._own_office()
        paper: dict[str, Value | Linked] = {
            "kind": kind,
            "issuer": issuer,
            "date": day,
            "number": register.next_number(self._session, kind, issuer, day)
            if self._is_numbered(kind)
            else "",
            "title": self._filled(template.title),
            "preamble": template.preamble,
            "programme": self._uid("programme"),
            "event": self._uid("event"),
            "school": self._uid("school"),
            "signatory": self._signatory(issuer),
            "state": "draft",
            **self._period(day),
        }
        schools = self._schools()
        if schools:
            paper["schools"] = tuple((uid, "") for uid in schools)
        uid = records.save(self._session, "paper", None, paper)
        self._points(uid, "points", template.points, kind)
        for number, one in enumerate(template.sections, start=2):
            self._attach(uid, "section", one, number)
        self._points(uid, "decisions", template.decisions, kind)
        for number, one in enumerate(template.appendices, start=30):
            self._attach(uid, "appendix", one, number)
        self._confirm(uid)
        return uid

    def _is_numbered(self, kind: str) -> bool:
        return kind in register.NUMBERED or kind == "letter"

    def _period(self, day: str) -> dict[str, Value | Linked]:
        """Of what is drawn up about a programme: from its beginning, or what was asked for, to the day of the paper."""
        if not self._template.kind:
            return {}
        programme = self._uid("programme")
        record = self._session.get(Programme, programme) if programme is not None else None
        since = str(self._given.get("since") or (record.starts if record is not None else ""))
        until = str(self._given.get("until") or day)
        ends = record.ends if record is not None and record.ends and not self._given.get("until") else until
        last = min(until, ends) if ends else until
        return {"period_from": since if since <= last else "", "period_to": last, "as_of": day}

    def _attach(self, paper: bytes, place: str, one: Attached, number: int) -> None:
        part: dict[str, Value | Linked] = {
            "paper": paper,
            "place": place,
            "title": one.title,
            "draws": one.draws,
        }
        text = self._findings() if one.text == "{findings}" else one.text
        records.save(self._session, "part", None, {**part, "text": text, "position": STEP * number})

    def _findings(self) -> str:
        uid = self._uid("event")
        record = self._session.get(Event, uid) if uid is not None else None
        return record.findings if record is not None and record.findings.strip() else "____________________"

    def _points(self, paper: bytes, place: str, tasks: tuple[Task, ...], kind: str) -> None:
        if not tasks:
            return
        given: dict[str, Value | Linked] = {"paper": paper, "place": place, "position": STEP}
        if place == "decisions":
            given |= {"title": "РЕШИЛИ:", "position": STEP * 25}
        part = records.save(self._session, "part", None, given)
        word = {"order": "приказа", "decree": "постановления", "instruction": "распоряжения"}.get(
            kind, "приказа"
        )
        for number, task in enumerate(tasks, start=1):
            self._point(part, task, number, word)

    def _point(self, part: bytes, task: Task, number: int, word: str) -> None:
        text = self._filled(task.text)
        given: dict[str, Value | Linked] = {
            "part": part,
            "position": STEP * number,
            "kind": task.kind,
            "text": text.replace("приказа", word) if task is _CONTROL else text,
            "responsible": task.responsible,
            "due_text": task.due,
        }
        records.save(self._session, "activity", None, given)

    def _confirm(self, paper: bytes) -> None:
        """Assignments that rest on nothing yet rest on this paper."""
        roles = self._template.roles
        if not roles:
            return
        query = select(Assignment.uid).where(
            Assignment.role.in_(roles),
            Assignment.basis.is_(None),
            Assignment.basis_text == "",
            Assignment.until == "",
        )
        programme = self._uid("programme")
        if programme is not None:
            query = query.where((Assignment.programme == programme) | Assignment.programme.is_(None))
        for uid in list(self._session.scalars(query)):
            records.save(self._session, "assignment", uid, {"basis": paper})

    # --- what it is about ----------------------------------------------------------------------------------------

    def _filled(self, text: str) -> str:
        """A text with what it is about in its case."""
        put: dict[str, Callable[[], str]] = {
            "{of_programme}": lambda: self._programme(Case.GENITIVE),
            "{of}": lambda: self._programme(Case.GENITIVE),
            "{accusative}": lambda: self._programme(Case.ACCUSATIVE),
            "{quoted}": lambda: self._programme(None),
            "{event}": self._event,
            "{schools}": self._named_schools,
        }
        for mark, made in put.items():
            if mark in text:
                text = text.replace(mark, made())
        return text

    def _programme(self, case: Case | None) -> str:
        uid = self._uid("programme")
        record = self._session.get(Programme, uid) if uid is not None else None
        if record is None:
            raise UserError("Этой программы больше нет в файле.", "Выберите другую.")
        title = record.title.strip()
        if case is None:
            return quoted(title)
        word = "дорожная карта" if record.kind == "roadmap" else "программа"
        label = (
            f" на {record.period_label}" if record.period_label and record.period_label not in title else ""
        )
        return f"{Forms(self._session).phrase(word, case)} {quoted(title)}{label}"

    def _event(self) -> str:
        uid = self._uid("event")
        record = self._session.get(Event, uid) if uid is not None else None
        if record is None:
            return ""
        when = show_date(record.starts) if record.starts else record.date_text
        return "".join((f" {when}" if when else "", f" ({record.place})" if record.place else ""))

    def _schools(self) -> list[bytes]:
        if self._template.listed:
            return self._listed()
        event = self._uid("event")
        if event is None:
            return []
        found = linking.linked(self._session, BY_CODE["event"], [event]).get(event, {})
        return [uid for uid, _ in found.get("schools", ())]

    def _named_schools(self) -> str:
        schools = self._schools()
        names = [self._titles("school", uid) for uid in schools]
        return f": {'; '.join(names)}" if 0 < len(names) <= 5 else ""

    def _listed(self) -> list[bytes]:
        """Schools with the status in force now, by name."""
        today = date.today().isoformat()
        every = statuses_of_kind(raw_of(self._session), LOW_RESULT)
        found = [school for school, lines in every.items() if any(one.in_force(today) for one in lines)]
        return sorted(found, key=lambda uid: self._titles("school", uid))

    def _own_office(self) -> bytes | None:
        office = offices.current(raw_of(self._session))
        return office.uid if office is not None else None

    def _signatory(self, issuer: bytes | None) -> bytes | None:
        """The only one of the issuer who signs papers; else the head named in its card is printed."""
        query = select(Person.uid).where(Person.signs.is_(True), Person.office == issuer)
        found = list(self._session.scalars(query)) if issuer is not None else []
        return found[0] if len(found) == 1 else None

    def _uid(self, code: str) -> bytes | None:
        value = self._given.get(code)
        return value if isinstance(value, bytes) else None
