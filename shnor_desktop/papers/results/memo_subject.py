"""What the memo says of one subject: its tables, sentences under them and the chart of the district line."""

from shnor_desktop.papers.results.facts import (
    ChangeFacts,
    MemoFacts,
    ProcedureFacts,
    ResultFacts,
    RowFacts,
    SittingFacts,
    SubjectFacts,
    sources_of,
)
from shnor_desktop.papers.results.incomplete import amount, of_keys
from shnor_desktop.papers.results.result_tables import tables
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import Bar, BarGroup, Block, Chart, ChartBlock, Inline, Paragraph, Run
from shnor_desktop.papers.tree.wording import count, named, run, words
from shnor_desktop.rules.figures import E4
from shnor_desktop.rules.results.shortfall import Shortfall
from shnor_desktop.rules.words.russian import counted_of, plural

NAMED = 8
"""So many schools are named in a sentence; more are left to the table."""
SERIES = 4


def subject_blocks(facts: MemoFacts, subject: SubjectFacts, numbers: Tables) -> list[Block]:
    """The table of the subject, what it says of every procedure, then the chart."""
    blocks: list[Block] = [
        *tables(subject, numbers, small_n=facts.small_n, threshold=facts.threshold, method=facts.method),
        *(Paragraph(_said(procedure, subject.incomplete)) for procedure in subject.procedures),
    ]
    chart = area_chart(subject, facts.threshold)
    return [*blocks, ChartBlock(chart)] if chart and _tells(chart) else blocks


def _tells(chart: Chart) -> bool:
    """A chart of zeros alone shows nothing that the table does not."""
    return any(bar.value_e4 for group in chart.groups for bar in group.bars)


def _said(procedure: ProcedureFacts, incomplete: tuple[Shortfall, ...]) -> Inline:
    latest = _latest(procedure)
    if latest is None:
        return words(named(procedure.title), ": результатов школ нет.")
    area = _area(procedure, latest, incomplete)
    return (*_low(procedure, latest), *((Run(" "), *area) if area else ()))


def _latest(procedure: ProcedureFacts) -> SittingFacts | None:
    """The latest sitting at which some school has figures."""
    for sitting in reversed(procedure.sittings):
        if any(_result(row, sitting) for row in procedure.rows if not row.area):
            return sitting
    return None


def _result(row: RowFacts, sitting: SittingFacts) -> ResultFacts | None:
    return next((one for one in row.results if one.sitting == sitting.key and one.known), None)


def _low(procedure: ProcedureFacts, sitting: SittingFacts) -> Inline:
    schools = [row for row in procedure.rows if not row.area]
    found = [(row, result) for row in schools if (result := _result(row, sitting))]
    low = [(row, one) for row, one in found if one.low]
    everything = sources_of(one for _, one in found)
    title = named(f"{procedure.title} ({sitting.name}): ")
    if not low:
        among = run(counted_of(len(found), "школы", "школ"), everything)
        return words(title, "низких результатов нет ни в одной из ", among, ", имеющих результат.")
    many = plural(len(low), "низкий результат имеет", "низкие результаты имеют", "низкие результаты имеют")
    parts: list[str | Run] = [
        title,
        f"{many} ",
        count(len(low), everything, "школа", "школы", "школ"),
        " из\u00a0",
        run(str(len(found)), everything),
    ]
    if len(low) > NAMED:
        return words(*parts, " (выделены в таблице).")
    for place, (row, one) in enumerate(low):
        parts += [": " if not place else "; ", named(row.name, row.source), " – ", *share(one)]
    return words(*parts, ".")


def share(result: ResultFacts) -> list[str | Run]:
    """«44,4 % (4 из 9)»."""
    parts: list[str | Run] = [run(f"{result.percent}\u00a0%", result.source)]
    if result.participants is not None and result.failed is not None:
        parts += [
            " (",
            run(str(result.failed), result.source),
            "\u00a0из\u00a0",
            run(str(result.participants), result.source),
            ")",
        ]
    return parts


def _area(procedure: ProcedureFacts, sitting: SittingFacts, incomplete: tuple[Shortfall, ...]) -> Inline:
    for row in sorted(procedure.rows, key=lambda one: not one.main):
        found = _result(row, sitting) if row.area else None
        if found is None:
            continue
        parts: list[str | Run] = [named(row.name), ": " if found.partial else " в целом: ", *share(found)]
        for one in of_keys(incomplete, [sitting.key] if found.partial else []):
            parts += [" (", *amount(one), ": остальное не загружено)"]
        for change in row.changes:
            if change.later == sitting.key and change.incomparable:
                parts.append(named(f"; с предыдущим проведением несопоставимо: {change.incomparable}"))
            elif change.later == sitting.key:
                parts += _moved(procedure, change)
        return words(*parts, ".")
    return ()


def _moved(procedure: ProcedureFacts, change: ChangeFacts) -> list[str | Run]:
    name = next((one.name for one in procedure.sittings if one.key == change.earlier), change.earlier)
    compared = named(f" (сравнение: {name})", change.source)
    if not change.points_e4:
        return ["; доля не изменилась", compared]
    verb = "увеличилась" if change.points_e4 > 0 else "снизилась"
    amount = run(f"{change.points.lstrip('+−-')}\u00a0п.п.", change.source)
    return [f"; доля {verb} на ", amount, compared]


def area_chart(subject: SubjectFacts, threshold: int, row_name: str = "") -> Chart | None:
    """Bars of one row over the sittings of every procedure: of the first area, or of the named school."""
    series = list(dict.fromkeys(one.name for procedure in subject.procedures for one in procedure.sittings))
    series = series[-SERIES:]
    groups, title = [], row_name
    for procedure in subject.procedures:
        row = _picked(procedure, row_name)
        if row is None:
            continue
        title = row.name
        bars = tuple(_bar(procedure, row, name) for name in series)
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


def _picked(procedure: ProcedureFacts, row_name: str) -> RowFacts | None:
    for row in sorted(procedure.rows, key=lambda one: not one.main):
        if (row.name == row_name) if row_name else row.area:
            return row
    return None


def _bar(procedure: ProcedureFacts, row: RowFacts, name: str) -> Bar:
    keys = {one.key for one in procedure.sittings if one.name == name}
    for one in row.results:
        if one.sitting in keys and one.known:
            return Bar(one.percent_e4, one.percent, one.source)
    return Bar(None, "нет" if keys else "")
