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
from shnor_desktop.rules.words.russian import sentence


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
    first = [Point(one) for one in ((*_amounts(facts), *_incomplete(facts)), _moves(facts)) if one]
    return [Points((*first, *_summary(facts.summary, bool(facts.incomplete), facts.totals.results)))]


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
    method = f"По методике «{summary.profile}» (версия {summary.version}) "
    if summary.rule:
        said += _named(summary, f"{method}отбирается школа, которая {summary.rule}", "lowest")
        if not summary.lowest:
            unknown = "школ не отобрано: показатель, по которому сравнивают школы, неизвестен"
            said.append(Point(words(method, unknown, ".")))
    elif not summary.criteria_1 and not summary.criteria_2:
        said.append(Point(words(method, _nobody(incomplete, results), ".")))
    for number in (1, 2):
        said += _named(summary, f"{method}критерию {number} отвечают", f"criteria_{number}")
    said += _named(summary, "Вывод требует дополнительных данных", "unsure")
    signed = f", подписанный {date_words(summary.signed_on)}," if summary.signed_on else " (проект)"
    included = f"В перечень школ с низкими образовательными результатами{signed} включено"
    return [*said, *_named(summary, included, "listed", always_counted=True)]


def _named(summary: ListSummary, lead: str, name: str, *, always_counted: bool = False) -> list[Point]:
    """A sentence with a few names; many stand below it, a line a municipality or a school."""
    schools: tuple[str, ...] = getattr(summary, name)
    path = f"summary.{name}"
    if not schools:
        return []
    amount = count(len(schools), f"{path}#", "школа", "школы", "школ")
    if len(schools) <= NAMED:
        counted = (": ", amount, " – ") if always_counted else (": ",)
        return [Point(words(lead, *counted, *_names(path, list(enumerate(schools))), "."))]
    lines = _lines(summary, schools)
    points = [
        Point(words(f"{place}: " if place else None, *_names(path, held, place), _end(at, len(lines))), 2)
        for at, (place, held) in enumerate(lines)
    ]
    return [Point(words(lead, " (", amount, "):")), *points]


NAMED = 6
"""So many schools are named in one sentence."""


def _lines(summary: ListSummary, schools: tuple[str, ...]) -> list[tuple[str, list[tuple[int, str]]]]:
    """By municipality where the file has several, else a school a line; each school with its place."""
    if not summary.municipalities:
        return [("", [pair]) for pair in enumerate(schools)]
    found: dict[str, list[tuple[int, str]]] = {}
    for at, name in enumerate(schools):
        place = next((one for one in summary.municipalities if name.endswith(f" ({one})")), "")
        found.setdefault(place, []).append((at, name))
    return sorted(found.items())


def _end(at: int, total: int) -> str:
    return "." if at == total - 1 else ";"


def _names(path: str, schools: list[tuple[int, str]], place: str = "") -> list[str | Run]:
    """Names one after another, without the municipality that stands before them."""
    parts: list[str | Run] = []
    for number, (at, name) in enumerate(schools):
        shown = name.removesuffix(f" ({place})") if place else name
        parts += [", " if place and number else "; " if number else "", run(shown, f"{path}[{at}]")]
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
