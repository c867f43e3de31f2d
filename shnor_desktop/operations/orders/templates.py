"""Usual orders, reports and letters: their titles, points, sections and appendices, in the program's own wording."""

from dataclasses import dataclass, field

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
    """May hold {of}, {accusative}, {quoted}, {event}, {schools}: what is asked for, in its case; {year}: of the list."""
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
    approves_list: bool = False
    """It is what approves the list that was signed last."""


ASKED = {
    "programme": ("Не выбрана программа.", "Укажите программу или дорожную карту, о которой этот документ."),
    "school": ("Не выбрана школа.", "Укажите школу, о которой этот документ."),
}
CONTROL = Task("Контроль за исполнением приказа оставляю за собой", kind="statement")
TEMPLATES: dict[str, Template] = {
    one.code: one
    for one in (
        Template(
            "list",
            "Перечень школ",
            "Об утверждении перечня школ с низкими образовательными результатами{year}",
            "В целях адресной поддержки общеобразовательных организаций",
            (
                Task(
                    "Утвердить перечень школ с низкими образовательными результатами{year}",
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
                CONTROL,
            ),
            (Attached("Перечень школ с низкими образовательными результатами{year}", "schools"),),
            listed=True,
            approves_list=True,
        ),
        Template(
            "group",
            "Рабочая группа",
            "О создании рабочей группы",
            "В целях координации поддержки школ с низкими образовательными результатами",
            (
                Task("Создать рабочую группу и утвердить её состав", kind="statement"),
                Task(
                    "Проводить заседания рабочей группы",
                    "Руководитель рабочей группы",
                    "не реже 1 раза в четверть",
                ),
                Task("Представлять отчёт о работе группы", "Руководитель рабочей группы", "2 раза в год"),
                CONTROL,
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
                Task("Утвердить {accusative}", kind="statement"),
                Task("Обеспечить выполнение мероприятий программы в установленные сроки", HEADS),
                Task(
                    "Представлять отчёт о выполнении программы",
                    "Ответственные исполнители программы",
                    "2 раза в год",
                ),
                CONTROL,
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
                Task("Утвердить дорожную карту {quoted}", kind="statement"),
                Task("Обеспечить выполнение мероприятий дорожной карты в установленные сроки", HEADS),
                Task(
                    "Представлять отчёт о выполнении мероприятий", "Ответственные исполнители", "2 раза в год"
                ),
                CONTROL,
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
                CONTROL,
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
                CONTROL,
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
                Task("Утвердить повестку", kind="statement"),
                Task("Обеспечить участие в совещании", HEADS),
                CONTROL,
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
                CONTROL,
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
                CONTROL,
            ),
            (Attached("Список поощряемых", "", "____________________"),),
        ),
        Template(
            "staff",
            "Нехватка кадров",
            "О мерах по обеспечению школ педагогическими кадрами",
            "В целях устранения дефицита педагогических работников",
            (
                Task("Утвердить перечень вакансий", kind="statement"),
                Task(
                    "Организовать замещение вакансий: сетевое взаимодействие, совместительство, дистанционные уроки",
                    HEADS,
                    "в течение месяца",
                ),
                Task("Направить заявки на целевое обучение и участие в программах привлечения кадров", HEADS),
                CONTROL,
            ),
            (Attached("Перечень вакансий", "", "Школа, предмет, число часов: ____________________"),),
        ),
        Template(
            "execution",
            "Анализ выполнения с решениями",
            "о выполнении {of}",
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
            "о реализации {of}",
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
            "о реализации {of}",
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
                Attached("Программа выезда", "", "{agenda}"),
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
            (Task("____________________"), CONTROL),
        ),
    )
}
