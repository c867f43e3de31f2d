"""The last parts of the memo: dynamics, missing data, conclusions and recommendations, from facts only."""

from shnor_desktop.papers.results.facts import FamilyTotals, ListSummary, MemoFacts
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Inline,
    Paragraph,
    Point,
    Points,
    Row,
    Run,
    Table,
)
from shnor_desktop.papers.tree.wording import count, date_words, run, words
from shnor_desktop.rules.russian import sentence


def conclusions(facts: MemoFacts, numbers: Tables, first: int) -> list[Block]:
    """Numbered parts from `first` on."""
    parts = [
        ("Динамика результатов", _dynamics(facts, numbers)),
        ("Недостающие данные", _missing(facts, numbers)),
        ("Выводы", _conclusions(facts)),
        ("Рекомендации", _recommendations(facts)),
    ]
    blocks: list[Block] = []
    for title, part in parts:
        if part:
            blocks += [Heading(words(f"{first}. {title}")), *part]
            first += 1
    return blocks


def _dynamics(facts: MemoFacts, numbers: Tables) -> list[Block]:
    if not facts.totals.pairs:
        return []
    names = (
        "Процедуры",
        "Сопоставлено пар",
        "Доля снизилась",
        "Доля увеличилась",
        "Существенно не изменилась",
    )
    rows = [_dynamics_row(f"families[{at}]", one) for at, one in enumerate(facts.families) if one.pairs]
    said = words(
        "Сопоставлены соседние по времени результаты одной школы по одному предмету и программе одного класса "
        "(обучающиеся разные). Изменение менее ",
        run(f"{facts.step_points} п.п.", "step_points"),
        " существенным не считается.",
    )
    head = Row(tuple(Cell(words(name)) for name in names))
    columns = (Column(40, stretch=1), *[Column(32, align=Align.CENTER)] * 4)
    caption = numbers.caption("Динамика доли низких отметок по школам")
    return [Paragraph(said), Table(columns, (head,), tuple(rows), caption, sheet="Динамика")]


def _dynamics_row(path: str, one: FamilyTotals) -> Row:
    figures = (("pairs", one.pairs), ("better", one.better), ("worse", one.worse), ("same", one.same))
    cells = (Cell((Run(str(value), fact=f"{path}.{name}"),), number=True) for name, value in figures)
    return Row((Cell(words(one.family)), *cells))


def _missing(facts: MemoFacts, numbers: Tables) -> list[Block]:
    if not facts.missing:
        return []
    head = Row((Cell(words("Школа")), Cell(words("Не получены результаты"))))
    rows = tuple(
        Row((Cell((run(one.school, f"missing[{at}].school"),)), Cell(words(", ".join(one.sittings)))))
        for at, one in enumerate(facts.missing)
    )
    columns = (Column(70, stretch=1), Column(100, stretch=1))
    return [
        Table(columns, (head,), rows, numbers.caption("Недостающие результаты"), sheet="Недостающие данные")
    ]


def _conclusions(facts: MemoFacts) -> list[Block]:
    if not facts.subjects:
        return []
    said = [
        (*_amounts(facts), *_incomplete(facts)),
        _moves(facts),
        *_summary(facts.summary, bool(facts.incomplete)),
    ]
    return [Points(tuple(Point(one) for one in said if one))]


def _amounts(facts: MemoFacts) -> Inline:
    totals = facts.totals
    parts: list[str | Run] = [
        "Всего рассмотрено результатов школ – ",
        Run(str(totals.results), fact="totals.results"),
        ", из них низких – ",
        Run(str(totals.low), fact="totals.low"),
    ]
    families = [(at, one) for at, one in enumerate(facts.families) if one.results]
    if totals.low and len(families) > 1:
        for place, (at, one) in enumerate(families):
            parts += [" (" if not place else ", ", f"{one.family} – "]
            parts += [Run(str(one.low), fact=f"families[{at}].low"), " из\u00a0"]
            parts.append(Run(str(one.results), fact=f"families[{at}].results"))
        parts.append(")")
    if totals.low_small:
        parts += ["; при числе участников менее ", Run(str(facts.small_n), fact="small_n"), " – "]
        parts.append(Run(str(totals.low_small), fact="totals.low_small"))
    return words(*parts, ".")


def _incomplete(facts: MemoFacts) -> Inline:
    if facts.missing:
        schools = count(len(facts.missing), "missing#", "школы", "школ", "школ")
        return words(" Данные неполны: не получены результаты ", schools, ".")
    if facts.incomplete:
        return words(" Данные неполны: не все результаты загружены.")
    return ()


def _moves(facts: MemoFacts) -> Inline:
    totals = facts.totals
    if not totals.pairs:
        return words("Сопоставимых результатов за разные годы нет, динамика не определялась.")
    return words(
        "Доля низких отметок снизилась в ",
        Run(str(totals.better), fact="totals.better"),
        " и увеличилась в ",
        Run(str(totals.worse), fact="totals.worse"),
        " из ",
        count(totals.pairs, "totals.pairs", "сопоставимой пары", "сопоставимых пар", "сопоставимых пар"),
        " результатов.",
    )


def _summary(summary: ListSummary | None, incomplete: bool) -> list[Inline]:
    if summary is None:
        return []
    groups = (
        (1, "criteria_1", summary.criteria_1),
        (2, "criteria_2", summary.criteria_2),
    )
    method = f"По методике «{summary.profile}» (версия {summary.version}) "
    if not summary.criteria_1 and not summary.criteria_2:
        part = "по загруженной части результатов " if incomplete else ""
        rest = "; данные неполны" if incomplete else ""
        said = [words(f"{method}{part}школ, отвечающих критериям, не выявлено{rest}.")]
    else:
        said = [
            words(f"{method}критерию {number} отвечают: ", *_names(f"summary.{name}", schools), ".")
            for number, name, schools in groups
            if schools
        ]
    if summary.unsure:
        said.append(
            words("Вывод требует дополнительных данных: ", *_names("summary.unsure", summary.unsure), ".")
        )
    if summary.listed:
        signed = f", подписанный {date_words(summary.signed_on)}," if summary.signed_on else " (проект)"
        schools = count(len(summary.listed), "summary.listed#", "школа", "школы", "школ")
        included = f"В перечень школ с низкими образовательными результатами{signed} включено: "
        said.append(words(included, schools, " – ", *_names("summary.listed", summary.listed), "."))
    return said


def _names(path: str, schools: tuple[str, ...]) -> list[str | Run]:
    parts: list[str | Run] = []
    for at, name in enumerate(schools):
        parts += ["; " if at else "", run(name, f"{path}[{at}]")]
    return parts


def _recommendations(facts: MemoFacts) -> list[Block]:
    if not facts.recommendations:
        return []
    return [
        Points(
            tuple(
                Point((run(sentence(text), f"recommendations[{at}]"),))
                for at, text in enumerate(facts.recommendations)
            )
        )
    ]
