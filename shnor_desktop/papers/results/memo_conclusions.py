"""The last parts of the memo: dynamics, missing data, conclusions and recommendations, from facts only."""

from shnor_desktop.papers.results.facts import (
    FamilyTotals,
    ListSummary,
    MemoFacts,
    Named,
    sittings_of,
    sources_of,
)
from shnor_desktop.papers.tree.frame import Tables, numbered
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Inline,
    Paragraph,
    Point,
    Points,
    Row,
    Run,
    Says,
    Table,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import count, date_words, dated, form, named, ruled, run, words
from shnor_desktop.rules.words.russian import counted_of, plural, sentence


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
            blocks += [numbered(str(first), title), *part]
            first += 1
    return blocks


def _dynamics(facts: MemoFacts, numbers: Tables) -> list[Block]:
    if not facts.totals.pairs:
        return []
    left = bool(_left(facts))
    names = (
        "Процедуры",
        "Сопоставлено пар",
        *(["Не сопоставлялось пар"] if left else []),
        "Доля снизилась",
        "Доля увеличилась",
        "Существенно не изменилась",
    )
    rows = [
        _dynamics_row(one, left=left) for one in facts.families if one.pairs or one.few or one.incomparable
    ]
    said = words(
        "Сопоставлены соседние по времени результаты одной школы по одному предмету и программе одного класса "
        "(обучающиеся разные). Изменение менее ",
        form(f"{facts.step_points} п.п."),
        " существенным не считается.",
        *((Run(" "), *_left(facts)) if left else ()),
        " Изменение доли в них показано в таблицах результатов, но вывода не даёт."
        if facts.totals.few
        else "",
    )
    head = row_of(*names)
    columns = (Column(40, stretch=1), *[Column(26 if left else 32, align=Align.CENTER)] * (len(names) - 1))
    caption = numbers.caption("Динамика доли низких отметок по школам")
    return [Paragraph(said), Table(columns, (head,), tuple(rows), caption, sheet="Динамика")]


def _left(facts: MemoFacts) -> Inline:
    """What is told in the tables of results and left out here, and why."""
    totals = facts.totals
    parts: list[str | Run] = []
    for number, why in (
        (totals.few, f"менее {counted_of(facts.small_n, 'участника', 'участников')} хотя бы в одном из двух"),
        (totals.incomparable, "несопоставимы (н/с)"),
    ):
        if number:
            parts += ["; " if parts else "", run(str(number), totals.left_source)]
            parts.append(form(f" – {why}"))
    if not parts:
        return ()
    return words("Не сопоставлялись пары результатов за разные годы: ", *parts, ".")


def _dynamics_row(one: FamilyTotals, *, left: bool) -> Row:
    behind = one.pairs_source or one.left_source
    figures = [(value, behind) for value in (one.pairs, one.better, one.worse, one.same)]
    if left:
        figures.insert(1, (one.few + one.incomparable, one.left_source or behind))
    cells = (Cell((Run(str(value), source=source),), number=True) for value, source in figures)
    return row_of(words(one.family), *cells)


def _missing(facts: MemoFacts, numbers: Tables) -> list[Block]:
    if not facts.missing:
        return []
    head = row_of("Школа", "Не получены результаты")
    rows = tuple(
        row_of(named(*one.school), named(", ".join(one.sittings), one.school.source)) for one in facts.missing
    )
    columns = (Column(70, stretch=1), Column(100, stretch=1))
    return [
        Table(columns, (head,), rows, numbers.caption("Недостающие результаты"), sheet="Недостающие данные")
    ]


def _conclusions(facts: MemoFacts) -> list[Block]:
    if not facts.subjects:
        return []
    first = [Point(one) for one in ((*_amounts(facts), *_incomplete(facts)), _moves(facts)) if one]
    return [Points((*first, *_summary(facts.summary, bool(facts.incomplete), facts.totals.results)))]


def _amounts(facts: MemoFacts) -> Inline:
    totals = facts.totals
    parts: list[str | Run] = [
        "Всего рассмотрено результатов школ – ",
        run(str(totals.results), totals.results_source or sittings_of(facts)),
        ", из них низких – ",
        run(str(totals.low), totals.results_source or sittings_of(facts)),
    ]
    families = [one for one in facts.families if one.results]
    if totals.low and len(families) > 1:
        for place, one in enumerate(families):
            parts += [" (" if not place else ", ", f"{one.family} – "]
            parts += [run(str(one.low), one.results_source), " из\u00a0"]
            parts.append(run(str(one.results), one.results_source))
        parts.append(")")
    if totals.low_small:
        parts += [form(f"; при числе участников менее {facts.small_n}"), " – "]
        parts.append(run(str(totals.low_small), totals.low_source))
    if totals.doubled:
        kept = "после пересдачи" if facts.last_counts else "основного периода"
        parts.append(
            form(f". Экзамен, известный до и после пересдачи, сосчитан один раз: учтён результат {kept}")
        )
    return words(*parts, ".")


def _incomplete(facts: MemoFacts) -> Inline:
    if facts.missing:
        lacking = sources_of(one.school for one in facts.missing)
        schools = count(len(facts.missing), lacking, "школы", "школ", "школ")
        return words(" Данные неполны: не получены результаты ", schools, ".")
    if facts.incomplete:
        return words(" Данные неполны: не все результаты загружены.")
    return ()


def _moves(facts: MemoFacts) -> Inline:
    totals = facts.totals
    left = _left(facts)
    if not totals.pairs:
        nothing = "Сопоставимых результатов за разные годы нет, динамика не определялась."
        return words(*left, " " if left else "", nothing)
    behind = totals.pairs_source
    return words(
        *left,
        " " if left else "",
        plural(totals.pairs, "Сопоставлена ", "Сопоставлены ", "Сопоставлено "),
        count(totals.pairs, behind, "пара", "пары", "пар"),
        " результатов за разные годы: доля низких отметок снизилась в ",
        run(str(totals.better), behind),
        ", увеличилась в ",
        run(str(totals.worse), behind),
        ", существенно не изменилась в ",
        run(str(totals.same), behind),
        ".",
    )


UNHELD = "вывод сделать нельзя: результатов процедур, которые она учитывает, в файле нет"


def _nobody(incomplete: bool, results: int) -> str:
    """«Не выявлено» is said only of what is known whole."""
    if not incomplete:
        return "школ, отвечающих критериям, не выявлено"
    if not results:
        return "вывод сделать нельзя: доля не справившихся не известна ни по одной процедуре"
    return "школ, отвечающих критериям, по загруженной части результатов не выявлено; данные неполны"


def _summary(summary: ListSummary | None, incomplete: bool, results: int) -> list[Point]:
    if summary is None:
        return []
    said: list[Point] = []
    then = _then(summary)
    method = words(
        "По методике ",
        named(f"«{summary.profile}»", summary.method),
        " (версия ",
        ruled(str(summary.version), summary.method),
        ")",
        *then,
        " ",
    )
    if summary.rule:
        rule = ruled(f"в перечень включается школа, которая {summary.rule}", summary.method)
        said += _named(summary, (*method, rule), summary.lowest)
        if not summary.lowest:
            unknown = "школ не отобрано: показатель, по которому сравнивают школы, неизвестен"
            said.append(Point(words(*method, unknown, ".")))
    elif not summary.criteria_1 and not summary.criteria_2:
        told = UNHELD if summary.unheld else _nobody(incomplete, results)
        said.append(Point(words(*method, told, ".")))
    for number, meeting in ((1, summary.criteria_1), (2, summary.criteria_2)):
        said += _named(summary, (*method, form(f"критерию {number} отвечают")), meeting)
    said += _named(summary, words("Вывод требует дополнительных данных", *then), summary.unsure)
    on = dated(date_words(summary.signed_on))
    signed = words(", подписанный ", on, ",") if summary.signed_on else words(" (проект)")
    included = words("В перечень школ с низкими образовательными результатами", *signed, " включено")
    return [*said, *_named(summary, included, summary.listed, always_counted=True)]


def _then(summary: ListSummary) -> Inline:
    """What is quoted of a signed list holds for the day of its signing."""
    if not summary.signed_on:
        return ()
    return words(" на день подписания перечня (", dated(date_words(summary.signed_on)), ")")


def _named(
    summary: ListSummary, lead: Inline, schools: tuple[Named, ...], *, always_counted: bool = False
) -> list[Point]:
    """A sentence with a few names; many stand below it, a line a municipality or a school."""
    if not schools:
        return []
    amount = count(len(schools), sources_of(schools), "школа", "школы", "школ")
    if len(schools) <= NAMED:
        counted = (" ", amount, ": ") if always_counted else (": ",)
        return [Point(words(*lead, *counted, *_names(schools), "."))]
    lines = _lines(summary, schools)
    points = [
        Point(words(named(f"{place}: ") if place else None, *_names(held, place), _end(at, len(lines))), 2)
        for at, (place, held) in enumerate(lines)
    ]
    return [Point(words(*lead, " (", amount, "):")), *points]


NAMED = 6
"""So many schools are named in one sentence."""


def _lines(summary: ListSummary, schools: tuple[Named, ...]) -> list[tuple[str, tuple[Named, ...]]]:
    """By municipality where the file has several, else a school a line."""
    if not summary.municipalities:
        return [("", (one,)) for one in schools]
    found: dict[str, tuple[Named, ...]] = {}
    for one in schools:
        place = next((place for place in summary.municipalities if one.name.endswith(f" ({place})")), "")
        found[place] = (*found.get(place, ()), one)
    return sorted(found.items())


def _end(at: int, total: int) -> str:
    return "." if at == total - 1 else ";"


def _names(schools: tuple[Named, ...], place: str = "") -> list[str | Run]:
    """Names one after another, without the municipality that stands before them."""
    parts: list[str | Run] = []
    for one in schools:
        shown = one.name.removesuffix(f" ({place})") if place else one.name
        parts += [", " if place and parts else "; " if parts else "", named(shown, one.source)]
    return parts


def _recommendations(facts: MemoFacts) -> list[Block]:
    if not facts.recommendations:
        return []
    return [Points(tuple(Point((run(sentence(text), says=Says.TYPED),)) for text in facts.recommendations))]
