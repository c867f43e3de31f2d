"""The papers of the office: which there are, and how one is composed, looked over and written into a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.cards import printing as cards
from shnor_desktop.operations.context import printing as context_facts
from shnor_desktop.operations.effect import printing as effect
from shnor_desktop.operations.office.abbreviations import explained
from shnor_desktop.operations.orders import agreement, journal, order
from shnor_desktop.operations.orders.agreement import About, Remark
from shnor_desktop.operations.papers import asks, low_list, memo, protocol, signed_order, support_papers
from shnor_desktop.operations.papers.footnote import with_footnote
from shnor_desktop.operations.papers.kind import SECTIONS, Answers, Ask, Choice, PaperKind
from shnor_desktop.operations.papers.requisites import Missing, missing
from shnor_desktop.operations.programme import page
from shnor_desktop.operations.programme.forms import Forms
from shnor_desktop.operations.risks import printing as risk_facts
from shnor_desktop.operations.roadmap import evidence, minutes, printing
from shnor_desktop.papers.cards import card as card_paper
from shnor_desktop.papers.context import passport as passport_paper
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.draw.preview import page_sizes
from shnor_desktop.papers.draw.spots import Spot
from shnor_desktop.papers.effect import effect as effect_paper
from shnor_desktop.papers.identification import low_list as list_paper
from shnor_desktop.papers.orders import journal as journal_paper
from shnor_desktop.papers.orders import order as order_paper
from shnor_desktop.papers.programme import indicators as indicators_paper
from shnor_desktop.papers.programme import programme as programme_paper
from shnor_desktop.papers.results import memo as memo_paper
from shnor_desktop.papers.results import school_card
from shnor_desktop.papers.risks import papers as risk_papers
from shnor_desktop.papers.roadmap import evidence as evidence_paper
from shnor_desktop.papers.roadmap import minutes as minutes_paper
from shnor_desktop.papers.roadmap import plan as plan_paper
from shnor_desktop.papers.sharing import protocol as protocol_paper
from shnor_desktop.papers.tree import check, comparison, parts
from shnor_desktop.papers.tree.paper import Paper, Source

PAPERS: dict[str, PaperKind] = {
    kind.code: kind
    for kind in (
        PaperKind(
            "list",
            "Перечень школ с низкими образовательными результатами",
            "Кто включён, по каким результатам, чем расходится с перечнем региона.",
            (asks.LIST, asks.PROFILE),
            low_list.gather,
            list_paper.compose,
            asks.no_results,
            low_list.signed,
            "Перечень ШНОР",
        ),
        PaperKind(
            "memo",
            "Аналитическая справка по результатам оценочных процедур",
            "Результаты школ по предметам и годам, динамика, выводы.",
            (asks.PROFILE, asks.YEAR, asks.SECTIONS),
            memo.gather_memo,
            memo_paper.compose,
            asks.no_results,
            short="Аналитическая справка",
        ),
        PaperKind(
            "school-card",
            "Карточка школы",
            "Реквизиты, результаты за несколько лет и статусы одной школы.",
            (asks.PROFILE, asks.SCHOOL, asks.YEAR, asks.SECTIONS),
            memo.gather_card,
            school_card.compose,
            asks.no_results,
        ),
        PaperKind(
            "school",
            "Карточка школы: всё на двух страницах",
            "Статусы, результаты, контекст, риски, люди, контакты, мероприятия, документы.",
            (asks.SCHOOL, asks.PEOPLE, asks.SECTIONS),
            lambda session, answers: cards.gather(
                session, answers["school"], people=answers.get("people") is not False
            ),
            card_paper.compose,
            asks.no_schools,
        ),
        PaperKind(
            "effect",
            "Результаты школ с поддержкой",
            "Что изменилось в школах с поддержкой рядом с остальными и случайно ли это.",
            (asks.COMPARED, asks.SUPPORTED, asks.SECTIONS),
            lambda session, answers: effect.gather(
                session, answers["compared"], answers.get("supported") or ""
            ),
            effect_paper.compose,
            asks.no_comparisons,
        ),
        *support_papers.PAPERS,
        PaperKind(
            "minutes",
            "Протокол заседания",
            "Кто был, повестка, что слушали и что решили: кому и к какому сроку.",
            (asks.MEETING,),
            lambda session, answers: minutes.gather(session, answers["meeting"]),
            minutes_paper.compose,
            asks.no_meetings,
        ),
        PaperKind(
            "evidence",
            "Опись подтверждений",
            "Что сделано по дорожной карте, чем подтверждается и какой это файл.",
            (asks.PROGRAMME,),
            lambda session, answers: evidence.gather(session, answers["programme"]),
            evidence_paper.compose,
            asks.no_programmes,
        ),
        PaperKind(
            "programme",
            "Программа с паспортом, разделами и планом",
            "Паспорт, разделы текста, показатели, планы мероприятий с их графами.",
            (asks.PROGRAMME, asks.COVER),
            lambda session, answers: page.programme_facts(
                session, answers["programme"], cover=answers.get("cover") is not False
            ),
            programme_paper.compose,
            asks.no_programmes,
        ),
        PaperKind(
            "indicators",
            "Выполнение показателей программы",
            "Показатели по годам: план, факт, отметка, из чего вычислено.",
            (asks.PROGRAMME,),
            lambda session, answers: page.execution_facts(session, answers["programme"]),
            indicators_paper.compose,
            asks.no_programmes,
        ),
        PaperKind(
            "roadmap",
            "Дорожная карта с отметками об исполнении",
            "Мероприятия, сроки, ответственные и что выполнено на сегодня.",
            (asks.PROGRAMME, asks.ROWS, asks.WHOSE),
            lambda session, answers: printing.plan_facts(
                session,
                answers["programme"],
                answers.get("rows") or "",
                answers.get("whose"),
                date.today(),
            ),
            plan_paper.compose_plan,
            asks.no_programmes,
        ),
        PaperKind(
            "timeline",
            "План по месяцам",
            "Сроки мероприятий по месяцам или кварталам и что из них выполнено.",
            (asks.PROGRAMME,),
            lambda session, answers: printing.months_facts(session, answers["programme"], date.today()),
            plan_paper.compose_months,
            asks.no_programmes,
        ),
        PaperKind(
            "work-plan",
            "План работы на неделю или месяц",
            "Что начинается и кончается, что назначено, что просрочено, что без даты.",
            (asks.SPAN, asks.DAY),
            lambda session, answers: printing.work_facts(
                session, answers.get("span") or printing.WEEK, answers.get("day") or date.today()
            ),
            plan_paper.compose_work,
            asks.no_programmes,
        ),
        PaperKind(
            "order",
            "Приказ с приложениями",
            "Зарегистрированный приказ, постановление, письмо: основание, пункты, подпись, приложения из записей.",
            (asks.ORDER, asks.SECTIONS),
            lambda session, answers: order.gather(session, answers["order"]),
            order_paper.compose,
            asks.no_orders,
            signed=signed_order.signed,
        ),
        PaperKind(
            "orders-journal",
            "Журнал регистрации приказов",
            "Все приказы года по номерам; повторные номера названы, пропущенные — по желанию.",
            (asks.ORDER_YEAR, asks.ORDER_GAPS),
            lambda session, answers: journal.gather(
                session, answers.get("order_year"), gaps=bool(answers.get("order_gaps"))
            ),
            journal_paper.compose,
            asks.no_orders,
        ),
        PaperKind(
            "social-passport",
            "Социальный паспорт",
            "Контингент, семьи, кадры и условия школ или одной школы, индекс с его слагаемыми.",
            (asks.PASSPORT_YEAR, asks.PASSPORT_SCHOOL, asks.SECTIONS),
            lambda session, answers: context_facts.facts(
                session, answers.get("passport_year"), asks.all_of(answers.get("passport_school"))
            ),
            passport_paper.compose,
            asks.no_passport,
        ),
        PaperKind(
            "risks",
            "Матрица рисков школ",
            "Школы и факторы риска: значимость, что взято в работу и какие меры.",
            (asks.PASSPORT_YEAR, asks.SECTIONS),
            lambda session, answers: risk_facts.risk_facts(
                session, asks.school_year(answers.get("passport_year"))
            ),
            risk_papers.compose_risks,
            asks.no_risks,
        ),
        PaperKind(
            "school-documents",
            "Документы школ",
            "Что школы должны сдать, где это сейчас и чего не хватает.",
            (asks.DOCUMENTS_OF,),
            lambda session, answers: risk_facts.document_facts(
                session, answers.get("documents_of") or None, chosen=answers.get("documents_of") is not None
            ),
            risk_papers.compose_documents,
            asks.no_documents,
        ),
        PaperKind(
            "problems",
            "Проблемы и запросы",
            "Проблемы, дефициты, риски в работе и запросы, какие меры приняты и что без мер.",
            (asks.PROBLEMS,),
            lambda session, answers: risk_facts.problem_facts(session, answers.get("problems") or ""),
            risk_papers.compose_problems,
            asks.no_problems,
        ),
        PaperKind(
            "merge",
            "Протокол объединения файлов",
            "Какие файлы приняты, что в них изменено, какие расхождения возникли и как решены.",
            (asks.MERGE,),
            protocol.gather,
            protocol_paper.compose,
            asks.no_merges,
            current=False,
        ),
    )
}


def all_asks() -> tuple[Ask, ...]:
    """Everything that papers ask."""
    return tuple(dict.fromkeys(ask for kind in PAPERS.values() for ask in kind.asks))


def kind_of(code: str) -> PaperKind:
    """The paper of that code, or of that title."""
    wanted = code.strip().casefold()
    for kind in PAPERS.values():
        if wanted in (kind.code, kind.title.casefold()):
            return kind
    raise UserError(f"Документа «{code}» нет.", f"Выберите один из имеющихся: {', '.join(PAPERS)}.")


def compose(session: Session, code: str, **given: Any) -> Paper:
    """The paper as a tree, ready to be drawn. `given` are answers or words for them by the codes of the asks."""
    return _composed(session, kind_of(code), given).paper


class _Composed(NamedTuple):
    paper: Paper
    outdated: tuple[str, ...] = ()
    """Of a signed paper: what would be different now."""
    remarks: tuple[str, ...] = ()
    signed: bool = False
    sections: tuple[str, ...] = ()
    """All that may be chosen from."""
    disagreeing: tuple[Remark, ...] = ()
    """Figures of a draft that its records no longer say."""
    bound: tuple[Paper, ...] = ()
    """Of which it consists."""


_NOT_COMPARED = (
    "Подписан прежней версией программы: с нынешними данными сравниваются только исправленные результаты.",
)


def _composed(session: Session, kind: PaperKind, given: Answers, *, into_file: bool = False) -> _Composed:
    answers = {ask.code: ask.answer(session, given[ask.code]) for ask in kind.asks if ask.code in given}
    lacking = next((ask for ask in kind.must if answers.get(ask.code) is None), None)
    kept = None if lacking else kind.signed(session, answers)
    wanted = answers.get(SECTIONS)
    if kept is not None:
        if wanted is not None and wanted.only:
            raise UserError(
                "Подписанный документ печатается таким, каким его подписали.", "Не указывайте разделы."
            )
        if kept.answers is None:
            return _Composed(kept.shown, remarks=_NOT_COMPARED, signed=True)
        again = kind.compose(kind.gather(session, kept.answers))
        return _Composed(kept.shown, comparison.differences(kept.paper, again), signed=True)
    if into_file:
        kind.refuse_nothing(session)
    if lacking:
        raise UserError(lacking.missing, f"Укажите {lacking.help}.")
    if (about := kind.about_each) and about.several and isinstance(answers[about.code], tuple):
        return _bound(
            kind, [_composed(session, kind, {**answers, about.code: one}) for one in answers[about.code]]
        )
    paper = kind.compose(kind.gather(session, answers))
    named = parts.names(paper) if kind.has_sections else ()
    paper = explained(session, parts.arranged(paper, wanted) if wanted is not None else paper)
    if not kind.current:
        return _Composed(paper, sections=named)
    told = agreement.remarks(session, paper, About.of(session, answers, paper))
    return _Composed(with_footnote(session, paper), (), (), False, named, told)


def _bound(kind: PaperKind, made: Sequence[_Composed]) -> _Composed:
    """The same paper about several, each checked for itself."""
    papers = tuple(one.paper for one in made)
    names = tuple(dict.fromkeys(name for one in made for name in one.sections))
    told = tuple(remark for one in made for remark in one.disagreeing)
    return _Composed(parts.bound(kind.title, papers), (), (), False, names, told, papers)


def _found(made: _Composed) -> tuple[str, ...]:
    """What the check finds in it, or in each of those bound together."""
    each = (f"{one.title}: {text}" for one in made.bound for text in findings(one))
    return tuple(each) if made.bound else findings(made.paper)


def findings(paper: Paper) -> tuple[str, ...]:
    """What a check before printing finds: two periods, gaps in numbering, two spellings of one school."""
    return tuple(check.findings(paper))


def print_paper(
    document: Document, code: str, out: Path, *, blank: Path | None = None, **given: Any
) -> tuple[str, ...]:
    """Write a paper as the suffix of `out` says. Returns what the check found and what is outdated in a signed one;
    neither stops the printing. `blank` is the office's own .docx with fields."""
    kind = kind_of(code)
    with document.read() as session:
        made = _composed(session, kind, given, into_file=True)
        forms = Forms(session)
    if blank is not None:
        render.write_on(made.paper, out, blank, forms)
    else:
        render.write(made.paper, out)
    told = (one.text for one in made.disagreeing)
    return (*_found(made), *told, *made.remarks, *forms.doubts, *map(_outdated, made.outdated))


def _outdated(difference: str) -> str:
    return f"Устарело: {difference[:1].lower()}{difference[1:]}"


# ---- for the window


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper with everything that may be answered."""

    kind: PaperKind
    choices: dict[str, tuple[Choice, ...]]
    """By the code of the ask."""
    nothing: str
    usual: dict[str, Any] = field(default_factory=dict)
    """What is given until another is chosen, where that is not the first."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper ready to be shown, saved and printed."""

    paper: Paper
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    """Of the pages, in points."""
    spots: tuple[Spot, ...]
    name: str
    """Proposed for its file."""
    findings: tuple[str, ...]
    outdated: tuple[str, ...]
    missing: Missing
    sections: tuple[str, ...] = ()
    """All that the paper may consist of."""
    leads: Mapping[str, Source] = field(default_factory=dict)
    """The records whose texts findings are about."""


def offers(document: Document) -> tuple[Offer, ...]:
    """All papers; what several ask is read once."""
    with document.read() as session:
        choices = {ask.code: ask.choices(session) for ask in all_asks()}
        usual = {ask.code: ask.usual(session) for ask in all_asks() if ask.usual is not None}
        return tuple(
            Offer(
                kind,
                {ask.code: choices[ask.code] for ask in kind.asks},
                kind.nothing(session),
                {ask.code: usual[ask.code] for ask in kind.asks if ask.code in usual},
            )
            for kind in PAPERS.values()
        )


def sheet(document: Document, code: str, given: Answers, progress: Callable[[int, int, str], None]) -> Sheet:
    """The paper drawn; `progress` hears of every step and may raise to stop it."""
    progress(0, 100, "Составляется документ")
    with document.read() as session:
        made = _composed(session, kind_of(code), given)
        lacking = Missing() if made.signed else missing(session)
    progress(10, 100, "Составляется документ")
    paper = made.paper
    drawn = render.pages(paper, lambda done, of: progress(10 + 85 * done // of, 100, "Составляется документ"))
    sizes = tuple(page_sizes(drawn.pdf))
    progress(100, 100, "Составляется документ")
    leads = {one.text: one.source for one in made.disagreeing}
    if lacking.office is not None:
        leads |= {text: ("office", lacking.office) for text in lacking.wrong}
    found = (*_found(made), *leads, *made.remarks, *parts.left_out(made.sections, given.get(SECTIONS)))
    return Sheet(
        paper,
        drawn.pdf,
        sizes,
        drawn.spots,
        kind_of(code).file_name(paper),
        found,
        made.outdated,
        lacking,
        made.sections,
        leads,
    )
