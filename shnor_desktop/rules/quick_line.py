"""«15.12 совещание, 12 чел., приказ 324»: what was done, typed in one line, read into the fields of an event.

Nothing typed is lost: what is not understood stays in the title, and whoever types sees what was understood before it is kept.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from shnor_desktop.rules.deadlines.calendar import Window
from shnor_desktop.rules.deadlines.days import days_of
from shnor_desktop.rules.deadlines.due import REPEAT, WINDOW, Period
from shnor_desktop.rules.deadlines.reading import parse
from shnor_desktop.rules.words.mentions import SchoolMentions
from shnor_desktop.rules.words.russian import MONTHS_OF, decimal_e4, show_day, times

DONE, PARTLY, NOT_HELD = "done", "partly", "not_held"
OTHER, DOCUMENT = "other", "document"
HOURS_E4 = 10_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that confirms it: «Приказ», «от 15.12.2021 № 324»."""

    title: str
    requisites: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A step agreed upon: «Тренажёр», «до 01.04»."""

    text: str
    due_text: str = ""


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What was understood. `date_text` holds what is no single day, as typed; `kind` is empty where no word tells it."""

    title: str = ""
    days: Window | None = None
    date_text: str = ""
    kind: str = ""
    times: int | None = None
    at_least: bool = False
    people: int | None = None
    who: str = ""
    hours_e4: int | None = None
    outcome: str = DONE
    papers: tuple[Reference, ...] = ()
    schools: tuple[bytes, ...] = ()
    all_schools: bool = False
    agreed: tuple[Agreed, ...] = ()
    next_on: date | None = None
    asks: tuple[str, ...] = ()
    """What whoever typed it may want to mend."""


def read(
    line: str, today: date, period: Period | None = None, schools: SchoolMentions[bytes] | None = None
) -> QuickLine:
    """Read a line typed on a day; a day or month without a year is the last one in the period that is not ahead. Schools
    are found among those given; behind «договорились» stands what is to be done."""
    line, agreed = _parted(line)
    reading = _Reading(today, period)
    if schools is not None:
        named = schools.find(line)
        line = named.rest
        reading.found = replace(reading.found, schools=named.schools, all_schools=named.every)
        reading.asks += named.asks
    for piece in _pieces(line):
        reading.take(piece)
    for piece in _steps(agreed, today):
        reading.agree(piece)
    return reading.outcome()


def with_kind(read: QuickLine, kind: str) -> QuickLine:
    """The same, of this kind."""
    return replace(read, kind=kind)


def told(read: QuickLine, kinds: Mapping[str, str], names: Callable[[bytes], str] = lambda school: "") -> str:
    """What was understood, for whoever typed it: «15.12.2021 · совещание · 12 чел. · приказ № 324»."""
    words = [
        day_words(read.days) if read.days is not None else "",
        "все школы" if read.all_schools else "",
        ", ".join(filter(None, map(names, read.schools))),
        kinds.get(read.kind, ""),
        _OUTCOME_WORDS.get(read.outcome, ""),
        times(read.times, "не менее" * read.at_least) if read.times is not None else "",
        f"{read.people} чел." if read.people is not None else "",
        f"{decimal_e4(read.hours_e4, 0)} ч" if read.hours_e4 is not None else "",
        *(f"подтверждение: {paper.title} {paper.requisites}".strip() for paper in read.papers),
        f"«{read.title}»" if read.title else "",
        *(f"договорились: {' '.join(filter(None, (step.text, step.due_text)))}" for step in read.agreed),
        f"следующая встреча {show_day(read.next_on)}" if read.next_on is not None else "",
    ]
    return " · ".join(filter(None, words))


def day_words(days: Window) -> str:
    """«15.12.2021», «01.11.2020–30.11.2020»."""
    first, last = show_day(days.starts), show_day(days.ends)
    return first if first == last else f"{first}–{last}"


_OUTCOME_WORDS = {PARTLY: "проведено частично", NOT_HELD: "не состоялось"}


# --- what is to be done ---------------------------------------------------------------------------------------------


def _parted(line: str) -> tuple[str, str]:
    """What was done, and what was agreed upon."""
    match = _AGREED.search(line)
    return (line[: match.start()], line[match.end() :]) if match else (line, "")


def _steps(text: str, today: date) -> list[str]:
    """Steps one by one: after a semicolon, and after a comma where a due stands before it."""
    found: list[str] = []
    for part in text.split(";"):
        held: list[str] = []
        for piece in _pieces(part):
            held.append(piece)
            if _NEXT.fullmatch(piece) or _step(", ".join(held), today).due_text:
                found += [", ".join(held[:-1]), piece] if _NEXT.fullmatch(piece) else [", ".join(held)]
                held = []
        found.append(", ".join(held))
    return [one for one in found if one]


def _step(text: str, today: date) -> Agreed:
    """The step and the longest words at its end that name a due."""
    words = _POINT.sub("", text).split()
    around = Period(today - timedelta(days=366), today + timedelta(days=366), False)
    for at in range(max(1, len(words) - _LONGEST), len(words)):
        due_text = " ".join(words[at:])
        if _DUE_WORD.match(due_text) and not _DUE_WORD.fullmatch(" ".join(words[:at])):
            due = parse(due_text, around)
            if due.kind in (WINDOW, REPEAT) and due.windows:
                return Agreed(_capital(" ".join(words[:at]).strip(" ,;:–—-")), due_text)
    return Agreed(_capital(" ".join(words)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- pieces ------------------------------------------------------------------------------------------------------

_DIVIDER = re.compile(r"[,;](?!\d)|\n")
_CLOSED = re.compile(r"«[^«»]*»|\"[^\"]*\"|\([^()]*\)")


def _pieces(line: str) -> list[str]:
    """What stands between commas, but for those within quotes and brackets."""
    closed = [match.span() for match in _CLOSED.finditer(line)]
    cuts = [
        match.span()
        for match in _DIVIDER.finditer(line)
        if not any(first <= match.start() < last for first, last in closed)
    ]
    edges = [0, *(at for cut in cuts for at in cut), len(line)]
    pieces = (line[first:last] for first, last in zip(edges[::2], edges[1::2], strict=True))
    return [plain for one in pieces if (plain := " ".join(one.split()).strip(" ."))]


_DATE = (
    r"(?:\d{1,2}\.\d{1,2}(?:\.(?:\d{4}|\d{2}))?|\d{1,2}\s+(?:" + "|".join(MONTHS_OF) + r")(?:\s+\d{4})?)"
    r"(?:\s*г(?:\.|ода)?(?!\w))?"
)
_NOUNS = (
    r"приказ\w*|распоряжени\w+|постановлени\w+|протокол\w*|справк\w+|письм\w+|договор\w*|соглашени\w+|отч[её]т\w*|акт|"
    r"положени\w+|удостоверени\w+|аналитическ\w+ записк\w+|информаци\w+|план"
)
_NUMBER = r"\d+(?:[-/][\w/-]+|[а-яa-z]{1,3}\b)?(?!\.?\d)(?!\s*(?:чел|раз|педагог|учител|участ|ч\b|час))"
_PAPER = re.compile(
    rf"\b(?P<title>(?:{_NOUNS})(?:\s+[^\d\s№,;]+){{0,9}}?)"
    rf"(?:\s+от\s+(?P<dated>{_DATE})(?:\s*(?:№|N|#)?\s*(?P<after>{_NUMBER}))?"
    rf"|\s*(?:№|N|#)\s*(?P<number>{_NUMBER})(?:\s+от\s+(?P<then>{_DATE}))?"
    rf"|\s+(?P<bare>{_NUMBER})(?:\s+от\s+(?P<late>{_DATE}))?)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:приказ|протокол|(?:аналитическая\s+)?справка|аналитическая\s+записка|(?:фото)?отч[её]т)",
    re.IGNORECASE,
)

_MORE = r"(?P<more>более|свыше|больше|не менее|около|примерно)?\s*"
_WHO = (
    r"чел(?:\.|овек\w*)?|участни\w+|педагог\w*|учител\w+|руководител\w+|директор\w*|завуч\w*|заместител\w+|родител\w+|"
    r"обучающ\w+|ученик\w*|слушател\w+|методист\w*|представител\w+|специалист\w*"
)
_PEOPLE = re.compile(rf"{_MORE}(?<![\d.№])(?P<count>\d{{1,6}})\s+(?P<who>{_WHO})(?=[\s),]|$)", re.IGNORECASE)
_HOURS = re.compile(r"(?<![\d.])(?P<count>\d{1,4})\s*(?:ч\.?|час(?:а|ов)?)(?=\s|$)", re.IGNORECASE)

_KINDS: tuple[tuple[str, str], ...] = (
    (r"методическ\w+\s+десант\w*", "landing"),
    (r"открыт\w+\s+урок\w*", "open_lesson"),
    (r"родительск\w+\s+собрани\w*", "parents_meeting"),
    (r"(?:заседани\w+\s+)?(?:методическ\w+\s+объединени\w*|[ршг]мо(?!\w))", "association"),
    (r"заседани\w*", "group_meeting"),
    (r"совещани\w*", "heads_meeting"),
    (r"вебинар\w*", "webinar"),
    (r"(?:семинар|практикум|мастер-класс|тренинг)\w*", "seminar"),
    (r"консультаци\w*|проконсультир\w+", "consultation"),
    (r"выезд\w*|посещени\w*|посетил\w*|визит\w*", "visit"),
    (r"собеседовани\w*", "interview"),
    (r"курс(?:ы|ов|ах|ам|ами)?(?!\w)|кпк(?!\w)|повышени\w+\s+квалификаци\w*", "course"),
    (r"мониторинг\w*|анкетировани\w*|опрос(?!\w)", "monitoring"),
    (r"контрол(?:ь|я|ю|ем|е)(?!\w)|проверк\w+", "control"),
    (r"публикаци\w*|опубликова\w*|размест\w+\s+на\s+сайт\w*|размещ[её]н\w*\s+на\s+сайт\w*", "publication"),
    (
        r"(?:издан\w*\s+|подготовлен\w*\s+|разработан\w*\s+)?(?:приказ|распоряжени|постановлени|справк)\w*",
        DOCUMENT,
    ),
)
_KIND = [(re.compile(rf"\b(?:{words})", re.IGNORECASE), code) for words, code in _KINDS]
_TIMES = re.compile(
    _MORE
    + r"(?<![\d.№])(?P<count>\d{1,4})\s+(?:раз(?:а)?(?=\s|$)|(?="
    + "|".join(words for words, _ in _KINDS)
    + "))",
    re.IGNORECASE,
)
_OUTCOMES = (
    (
        re.compile(
            r"\bне\s+(?:состоял\w+|проведен\w*|проводил\w+)|\bотменен\w*|\bперенесен\w*", re.IGNORECASE
        ),
        NOT_HELD,
    ),
    (re.compile(r"\bчастично\b", re.IGNORECASE), PARTLY),
)
_AGREED = re.compile(
    r"[,;.]?\s*\b(?:договорил(?:ись|ся|ась)\b(?:\s*,?\s*что\b)?\s*[:–—-]?|договор[её]нност[ьи]\s*:|решили\s*:)\s*",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"(?:следующ\w+\s+(?:встреч\w+|посещени\w+|выезд\w*|визит\w*|консультаци\w+)|следующий\s+раз|приед\w+\s+снова|снова)"
    r"\s*[:–—-]?\s+(?P<when>.+)",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(
    r"\d|сегодня|вчера|январ|феврал|март|апрел|\bма[йяе]\b|июн|июл|август|сентябр|октябр|ноябр|декабр|четверт|полугоди|квартал|"
    r"каникул|триместр|весн|лет[оа]м|осен|зим|период|\bгод",
    re.IGNORECASE,
)
_POINT = re.compile(r"^\d{1,2}[).]\s+")
"""«1) план до 20.03»."""
_DUE_WORD = re.compile(
    r"(?:до|к|ко|не\s+позднее|в|во|с|на|по|кажд\w+|еже\w+|раз|\d+\s+раз\w*|\d{1,2}\.\d{1,2}|\d{1,2}\s+[а-я]{3,})\b",
    re.IGNORECASE,
)
_LONGEST = 8
"""So many words may a date have."""


@dataclass(slots=True)
class _Reading:
    """What was understood so far."""

    today: date
    period: Period | None
    found: QuickLine = field(default_factory=QuickLine)
    title: list[str] = field(default_factory=list)
    days: list[Window] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    of_papers: list[Window] = field(default_factory=list)
    asks: tuple[str, ...] = ()
    following: list[str] = field(default_factory=list)
    """When the next meeting is, as typed."""

    def take(self, piece: str) -> None:
        """Read one piece; what is left of it goes to the title."""
        if match := _NEXT.fullmatch(piece):
            self.following.append(match["when"])
            return
        for reader in (self._papers, self._date):
            piece = reader(piece)
        self._kind(piece)
        for count in (self._times, self._people, self._hours, self._outcome):
            piece = count(piece)
        if piece := piece.strip(" ,;:–—-"):
            self.title.append(piece)

    def agree(self, piece: str) -> None:
        """A step of what was agreed upon, or when the next meeting is."""
        if match := _NEXT.fullmatch(piece):
            self.following.append(match["when"])
        else:
            self.found = replace(self.found, agreed=(*self.found.agreed, _step(piece, self.today)))

    def _papers(self, piece: str) -> str:
        if _ALONE.fullmatch(piece):
            self._add_paper(Reference(piece[:1].upper() + piece[1:]))
            return ""
        while match := _PAPER.search(piece):
            told = match.groupdict()
            dated = next((told[name] for name in ("dated", "then", "late") if told[name]), "")
            number = next((told[name] for name in ("after", "number", "bare") if told[name]), "")
            if dated and (days := days_of(dated, self.today, self.period)):
                self.of_papers.append(days)
                dated = show_day(days.starts)
            words = " ".join(filter(None, (f"от {dated}" * bool(dated), f"№ {number}" * bool(number))))
            title = match["title"].strip()
            self._add_paper(Reference(title[:1].upper() + title[1:], words))
            piece = f"{piece[: match.start()]} {piece[match.end() :]}".strip(" ()")
            piece = " ".join(piece.split())
        return piece

    def _add_paper(self, paper: Reference) -> None:
        self.found = replace(self.found, papers=(*self.found.papers, paper))

    def _date(self, piece: str) -> str:
        """The longest words at the beginning or at the end that name days; elsewhere they belong to a sentence."""
        words = piece.split()
        for length in range(min(len(words), _LONGEST), 0, -1):
            for at in dict.fromkeys((0, len(words) - length)):
                phrase = " ".join(words[at : at + length]).strip(" .,;:–—")
                days = self._days(phrase)
                if days is not None:
                    self.days.append(days)
                    self.dated.append(phrase)
                    return " ".join((*words[:at], *words[at + length :]))
        return piece

    def _days(self, phrase: str) -> Window | None:
        if not _DATE_WORD.search(phrase) or phrase.isdigit():
            return None
        return days_of(phrase, self.today, self.period)

    def _kind(self, piece: str) -> None:
        if self.found.kind:
            return
        matches = [
            (match.start(), -match.end(), code) for words, code in _KIND if (match := words.search(piece))
        ]
        if matches:
            self.found = replace(self.found, kind=min(matches)[2])

    def _times(self, piece: str) -> str:
        match = _TIMES.search(piece)
        if match is None or self.found.times is not None:
            return piece
        at_least = bool(match["more"]) and match["more"].casefold() not in ("около", "примерно")
        self.found = replace(self.found, times=int(match["count"]), at_least=at_least)
        return "" if match[0].strip() == piece else piece

    def _people(self, piece: str) -> str:
        matches = list(_PEOPLE.finditer(piece))
        if not matches:
            return piece
        count = sum(int(match["count"]) for match in matches) + (self.found.people or 0)
        told = [
            match[0].strip()
            for match in matches
            if match["more"] or not match["who"].startswith(("чел", "участ"))
        ]
        who = ", ".join(filter(None, (self.found.who, *told)))
        self.found = replace(self.found, people=count, who=who)
        return "" if piece == " ".join(match[0].strip() for match in matches) else piece

    def _hours(self, piece: str) -> str:
        match = _HOURS.search(piece)
        if match is None:
            return piece
        self.found = replace(self.found, hours_e4=int(match["count"]) * HOURS_E4)
        return "" if match[0] == piece else piece

    def _outcome(self, piece: str) -> str:
        for words, outcome in _OUTCOMES:
            if match := words.search(piece):
                self.found = replace(self.found, outcome=outcome)
                return "" if match[0] == piece else piece
        return piece

    def outcome(self) -> QuickLine:
        """Everything together, with what is doubtful."""
        found, title = self.found, ", ".join(self.title)
        days = self.days or self.of_papers[:1]
        asks = _doubts(days, self.today, self.period, from_paper=not self.days and bool(days))
        whole = Window(min(one.starts for one in days), max(one.ends for one in days)) if days else None
        one_day = len(days) == 1 and days[0].days == 1
        if not title and found.papers and found.kind in ("", DOCUMENT):
            title = found.papers[0].title
        times = len(days) if len(days) > 1 and found.times is None else found.times
        last = whole.ends if whole is not None else self.today
        next_on, unread = _next_day(self.following, last)
        title = ", ".join(filter(None, (title, *unread)))
        return replace(
            found,
            title=_capital(title),
            days=whole,
            date_text="" if one_day else ", ".join(self.dated),
            times=times,
            next_on=next_on,
            asks=(*self.asks, *asks),
        )


def _next_day(texts: list[str], last: date) -> tuple[date | None, list[str]]:
    """The first day after the last that one of the texts means; what is no such day stays as it was typed."""
    period = Period(last + timedelta(days=1), last + timedelta(days=365), False)
    found, unread = None, []
    for text in texts:
        due = parse(text, period)
        if found is None and due.kind == WINDOW and due.windows:
            found = due.windows[0].starts
        else:
            unread.append(f"следующая встреча {text}")
    return found, unread


def _doubts(days: list[Window], today: date, period: Period | None, *, from_paper: bool) -> tuple[str, ...]:
    if not days:
        return ("Дата не названа: запись будет без даты.",)
    checks: tuple[tuple[bool, Callable[[], str]], ...] = (
        (from_paper, lambda: "Дата взята из реквизитов документа."),
        (any(one.starts > today for one in days), lambda: "Эта дата ещё не наступила."),
        (
            period is not None and all(one.shared(period.days) is None for one in days),
            lambda: "Дата вне периода программы.",
        ),
    )
    return tuple(told() for wrong, told in checks if wrong)
