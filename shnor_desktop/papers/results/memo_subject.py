"""What the memo says of one subject: its tables, sentences under them and the chart of the district line."""

from shnor_desktop.papers.results.facts import (
    IncompleteFacts,
    MemoFacts,
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SittingFacts,
    SubjectFacts,
)
from shnor_desktop.papers.results.incomplete import amount, of_keys
from shnor_desktop.papers.results.result_tables import tables
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import Bar, BarGroup, Block, Chart, ChartBlock, Inline, Paragraph, Run
from shnor_desktop.papers.tree.wording import count, run, words
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.words.russian import counted_of, plural

NAMED = 8
"""So many schools are named in a sentence; more are left to the table."""
SERIES = 4


def subject_blocks(facts: MemoFacts, subject: SubjectFacts, path: str, numbers: Tables) -> list[Block]:
    """The table of the subject, what it says of every procedure, then the chart."""
    blocks: list[Block] = [
        *tables(subject, path, numbers, small_n=facts.small_n, threshold=facts.threshold),
        *(
            Paragraph(_said(facts, procedure, f"{path}.procedures[{at}]", subject.incomplete))
            for at, procedure in enumerate(subject.procedures)
        ),
    ]
    chart = area_chart(subject, path, facts.threshold)
    return [*blocks, ChartBlock(chart)] if chart and _tells(chart) else blocks


def _tells(chart: Chart) -> bool:
    """A chart of zeros alone shows nothing that the table does not."""
    return any(bar.value_e4 for group in chart.groups for bar in group.bars)


def _said(
    facts: MemoFacts, procedure: ProcedureFacts, path: str, incomplete: tuple[IncompleteFacts, ...]
) -> Inline:
    latest = _latest(procedure)
    if latest is None:
        return words(f"{procedure.title}: результатов школ нет.")
    area = _area(procedure, latest, path, incomplete)
    return (*_low(facts, procedure, latest, path), *((Run(" "), *area) if area else ()))


def _latest(procedure: ProcedureFacts) -> SittingFacts | None:
    """The latest sitting at which some school has figures."""
    for sitting in reversed(procedure.sittings):
        if any(_result(row, sitting) for row in procedure.rows if not row.area):
            return sitting
    return None


def _result(row: RowFacts, sitting: SittingFacts) -> tuple[int, ResultFacts] | None:
    for at, one in enumerate(row.results):
        if one.sitting == sitting.key and one.known:
            return at, one
    return None


def _low(facts: MemoFacts, procedure: ProcedureFacts, sitting: SittingFacts, path: str) -> Inline:
    found = [
        (at, row, result)
        for at, row in enumerate(procedure.rows)
        if not row.area and (result := _result(row, sitting))
    ]
    low = [(at, row, place, one) for at, row, (place, one) in found if one.low]
    title = f"{procedure.title} ({sitting.name}): "
    totals = f"{path}.totals[{procedure.sittings.index(sitting)}]"
    if not low:
        among = Run(counted_of(len(found), "школы", "школ"), fact=f"{totals}.results")
        return words(f"{title}низких результатов нет ни в одной из ", among, ", имеющих результат.")
    many = plural(len(low), "низкий результат имеет", "низкие результаты имеют", "низкие результаты имеют")
    parts: list[str | Run] = [
        f"{title}{many} ",
        count(len(low), f"{totals}.low", "школа", "школы", "школ"),
        " из\u00a0",
        Run(str(len(found)), fact=f"{totals}.results"),
    ]
    if len(low) > NAMED:
        return words(*parts, " (выделены в таблице).")
    for place, (at, row, index, one) in enumerate(low):
        here = f"{path}.rows[{at}]"
        parts += [": " if not place else "; ", run(row.name, f"{here}.name"), " – "]
        parts += share(one, f"{here}.results[{index}]")
    return words(*parts, ".")


def share(result: ResultFacts, path: str) -> list[str | Run]:
    """«44,4 % (4 из 9)»."""
    parts: list[str | Run] = [Run(f"{result.percent}\u00a0%", fact=f"{path}.percent")]
    if result.participants is not None and result.failed is not None:
        parts += [
            " (",
            Run(str(result.failed), fact=f"{path}.failed"),
            "\u00a0из\u00a0",
            Run(str(result.participants), fact=f"{path}.participants"),
            ")",
        ]
    return parts


def _area(
    procedure: ProcedureFacts,
    sitting: SittingFacts,
    path: str,
    incomplete: tuple[IncompleteFacts, ...],
) -> Inline:
    subject_path = path.rpartition(".procedures")[0]
    for at, row in sorted(enumerate(procedure.rows), key=lambda one: not one[1].main):
        found = _result(row, sitting) if row.area else None
        if found is None:
            continue
        here = f"{path}.rows[{at}]"
        parts: list[str | Run] = [run(row.name, f"{here}.name"), ": " if found[1].partial else " в целом: "]
        parts += share(found[1], f"{here}.results[{found[0]}]")
        for place, one in of_keys(incomplete, [sitting.key] if found[1].partial else []):
            parts += [" (", *amount(one, f"{subject_path}.incomplete[{place}]"), ": остальное не загружено)"]
        for place, change in enumerate(row.changes):
            if change.later == sitting.key and change.incomparable:
                parts.append(f"; с предыдущим проведением несопоставимо: {change.incomparable}")
            elif change.later == sitting.key:
                parts += _moved(
                    procedure, change.earlier, change.points_e4, change.points, f"{here}.changes[{place}]"
                )
        return words(*parts, ".")
    return ()


def _moved(
    procedure: ProcedureFacts, earlier: str, points_e4: int, points: str, path: str
) -> list[str | Run]:
    name = next((one.name for one in procedure.sittings if one.key == earlier), earlier)
    if not points_e4:
        return [f"; доля не изменилась (сравнение: {name})"]
    verb = "увеличилась" if points_e4 > 0 else "снизилась"
    amount = Run(f"{points.lstrip('+−-')}\u00a0п.п.", fact=f"{path}.points")
    return [f"; доля {verb} на ", amount, f" (сравнение: {name})"]


def area_chart(subject: SubjectFacts, path: str, threshold: int, row_name: str = "") -> Chart | None:
    """Bars of one row over the sittings of every procedure: of the first area, or of the named school."""
    series = list(dict.fromkeys(one.name for procedure in subject.procedures for one in procedure.sittings))
    series = series[-SERIES:]
    groups, title = [], row_name
    for at, procedure in enumerate(subject.procedures):
        picked = _picked(procedure, row_name)
        if picked is None:
            continue
        place, row = picked
        title = row.name
        bars = tuple(_bar(procedure, row, name, f"{path}.procedures[{at}].rows[{place}]") for name in series)
        if any(bar.value_e4 is not None for bar in bars):
            groups.append(BarGroup(procedure.title, bars))
    if sum(bar.value_e4 is not None for group in groups for bar in group.bars) < 2:
        return None
    what = subject.subject.lower()
    if len(groups) == 1:
        what = groups[0].label[:1].lower() + groups[0].label[1:]
        by_year = zip(series, groups[0].bars, strict=True)
        groups = [BarGroup(name, (bar,)) for name, bar in by_year if bar.text]
        series = [what]
    failed = "не преодолевших порог" if subject.family_code == "ege" else "получивших «2»"
    return Chart(
        title=f"{subject.family}, {what}: доля {failed}, % – {title}",
        series=tuple(series),
        groups=tuple(groups),
        threshold_e4=threshold * E4,
        threshold_label=f"порог низкого результата – {threshold}\u00a0%",
    )


def _picked(procedure: ProcedureFacts, row_name: str) -> tuple[int, RowFacts] | None:
    for at, row in sorted(enumerate(procedure.rows), key=lambda one: not one[1].main):
        if (row.name == row_name) if row_name else row.area:
            return at, row
    return None


def _bar(procedure: ProcedureFacts, row: RowFacts, name: str, path: str) -> Bar:
    keys = {one.key for one in procedure.sittings if one.name == name}
    for at, one in enumerate(row.results):
        if one.sitting in keys and one.known:
            return Bar(one.percent_e4, one.percent, f"{path}.results[{at}].percent")
    return Bar(None, "нет" if keys else "")
