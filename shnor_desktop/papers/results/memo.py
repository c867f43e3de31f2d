"""Composes «Аналитическая справка по результатам оценочных процедур» from facts only."""

from shnor_desktop.papers.results import incomplete
from shnor_desktop.papers.results.facts import ListSummary, MemoFacts, SubjectFacts, sittings_of, sources_of
from shnor_desktop.papers.results.memo_conclusions import conclusions
from shnor_desktop.papers.results.memo_subject import subject_blocks
from shnor_desktop.papers.results.quality import quality_tables
from shnor_desktop.papers.results.result_tables import is_wide
from shnor_desktop.papers.tree.frame import Tables, closing, numbered, opening
from shnor_desktop.papers.tree.paper import Block, Inline, Paper, Paragraph, Run, Section, Title
from shnor_desktop.papers.tree.wording import count, form, named, ruled, school_years, words
from shnor_desktop.rules.words.russian import few, joined, show_date

PURPOSE = (
    "анализ образовательных результатов обучающихся и определение школ, которым необходима адресная "
    "методическая помощь"
)
VPR_NOTICE = (
    "Результаты всероссийских проверочных работ не предназначены для оценки деятельности школ и учителей; "
    "в справке они использованы для оказания адресной методической помощи."
)
NO_RANKING = "Школы приведены в алфавитном порядке, рейтинг не составлялся."


def compose(facts: MemoFacts) -> Paper:
    """The memo: basis and purpose, tables by family and subject, dynamics, conclusions."""
    where = f" {facts.meta.district}" if facts.meta.district else ""
    subject = f"по результатам оценочных процедур в общеобразовательных организациях{where}"
    years = f"за {school_years(facts.years)}" if facts.years else ""
    title = Title("АНАЛИТИЧЕСКАЯ СПРАВКА", tuple(line for line in (subject, years) if line))
    numbers = Tables()
    start = Section(tuple([*opening(facts.meta, title), *_general(facts)]))
    middle = _results(facts, numbers)
    ending = tuple([*conclusions(facts, numbers, len(facts.families) + 1), *closing(facts.meta)])
    return Paper(
        title=title.text,
        sections=_joined(start, *middle, Section(ending)),
        author=facts.meta.office,
        schools=tuple(one.name for one in facts.schools),
        years=facts.years,
        created=facts.meta.date,
        doubts=_otherwise(facts.summary),
    )


def _otherwise(summary: ListSummary | None) -> tuple[str, ...]:
    """The tables are of today, the conclusions quote the signed list: said where the two part."""
    if summary is None:
        return ()
    told = []
    if summary.otherwise:
        told.append(f"по которым решение изменилось бы: {joined([*summary.otherwise])}")
    if summary.added:
        told.append(f"в которые после подписания добавлены: {few(summary.added)}")
    signed = show_date(summary.signed_on)
    given = f"Выводы приведены по перечню, подписанному {signed}, а таблицы – по сегодняшним данным, "
    return tuple(f"{given}{one}." for one in told)


def _joined(*sections: Section) -> tuple[Section, ...]:
    """Neighbouring sections of one orientation flow on without a new page."""
    made: list[Section] = []
    for section in sections:
        if made and made[-1].landscape == section.landscape:
            made[-1] = Section((*made[-1].blocks, *section.blocks), section.landscape)
        else:
            made.append(section)
    return tuple(made)


def _general(facts: MemoFacts) -> list[Block]:
    blocks: list[Block] = []
    if facts.meta.order_basis:
        blocks.append(_labelled("Основание", facts.meta.order_basis))
    blocks.append(_labelled("Цель", facts.purpose or PURPOSE))
    if facts.years:
        blocks.append(_labelled("Период", school_years(facts.years)))
    if not facts.subjects:
        nothing = Paragraph(words("Результатов оценочных процедур за этот период нет."))
        return [*blocks, *(incomplete.said(facts.incomplete) or [nothing])]
    notices = [VPR_NOTICE] if any(one.family_code == "vpr" for one in facts.subjects) else []
    return [
        *blocks,
        Paragraph(_scope(facts)),
        Paragraph(
            words(
                "Низким считается результат, при котором не менее ",
                ruled(f"{facts.threshold}\u00a0%", facts.method),
                form(" участников получили отметку «2» или не преодолели минимальный порог."),
                form(f" При числе участников менее {facts.small_n}"),
                " доля зависит от отметок одного-двух обучающихся, такие результаты отмечены в таблицах.",
            )
        ),
        Paragraph(words(" ".join([*notices, NO_RANKING]))),
        *incomplete.said(facts.incomplete),
    ]


def _labelled(label: str, text: str) -> Paragraph:
    return Paragraph((Run(f"{label}: ", bold=True), named(text.rstrip(". ") + ".")))


def _scope(facts: MemoFacts) -> Inline:
    parts: list[str | Run] = [
        "Рассмотрены результаты ",
        count(len(facts.schools), sources_of(facts.schools), "школы", "школ", "школ"),
        " по ",
        count(
            facts.totals.sittings, sittings_of(facts), "оценочной процедуре", *["оценочным процедурам"] * 2
        ),
    ]
    for at, family in enumerate(facts.families):
        amount = Run(str(family.sittings), source=sittings_of(facts, family.family))
        parts += [": " if at == 0 else ", ", f"{family.family} – ", amount]
    return words(*parts, ". Процедура, проведённая в разные годы, учтена за каждый год отдельно.")


def _results(facts: MemoFacts, numbers: Tables) -> list[Section]:
    sections: list[Section] = []
    for number, family in enumerate(facts.families, 1):
        own = [one for one in facts.subjects if one.family == family.family]
        wide = any(map(is_wide, own))
        blocks: list[Block] = [numbered(str(number), f"Результаты {_genitive(own[0])}")]
        for place, subject in enumerate(own, 1):
            blocks.append(numbered(f"{number}.{place}", subject.subject, 2))
            blocks += subject_blocks(facts, subject, numbers)
        told = [*quality_tables(facts.quality, family.family, numbers)]
        if told:
            blocks += [numbered(f"{number}.{len(own) + 1}", "Успеваемость и качество", 2), *told]
        sections.append(Section(tuple(blocks), landscape=wide))
    return sections


def _genitive(subject: SubjectFacts) -> str:
    names = {
        "vpr": "всероссийских проверочных работ (ВПР)",
        "oge": "основного государственного экзамена (ОГЭ)",
        "ege": "единого государственного экзамена (ЕГЭ)",
        "rkr": "региональных контрольных работ (РКР)",
        "mkr": "муниципальных контрольных работ (МКР)",
        "gve": "государственного выпускного экзамена (ГВЭ)",
        "other": "других процедур",
    }
    return names.get(subject.family_code, subject.family)
