"""The second half of the list of schools: differences, doubts, watch group, corrections, the closing notice."""

from shnor_desktop.papers.results.facts import ListFacts, WatchedSchool
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Inline,
    Marks,
    Paragraph,
    Point,
    Points,
    Row,
    Run,
    Table,
)
from shnor_desktop.papers.tree.wording import date_digits, run, words
from shnor_desktop.rules.words.russian import joined, sentence

NOTICE = (
    "Школы приведены в алфавитном порядке, рейтинг не составлялся. Результаты всероссийских проверочных работ "
    "не предназначены для оценки деятельности школ и учителей; в перечне они использованы для оказания "
    "адресной методической помощи."
)
PLAIN_NOTICE = "Школы приведены в алфавитном порядке, рейтинг не составлялся."


def after_reasons(facts: ListFacts, tables: Tables) -> list[Block]:
    """Everything that follows the reasons."""
    return [
        *_differences(facts, tables),
        *_unsure(facts),
        *_watch(facts),
        *_corrections(facts, tables),
        Paragraph(words(NOTICE if _uses_vpr(facts) else PLAIN_NOTICE)),
    ]


def _uses_vpr(facts: ListFacts) -> bool:
    sittings = (*facts.profile.slot_a.sittings, *facts.profile.slot_b.sittings)
    return any("ВПР" in name for name in sittings)


def _differences(facts: ListFacts, tables: Tables) -> list[Block]:
    if not facts.differences:
        return []
    heads = ("Школа", "По расчёту", "По перечню, приказу", "Пояснение")
    rows = tuple(
        Row(
            (
                Cell((run(one.school, f"differences[{at}].school"),)),
                Cell(words(_answer(one.computed))),
                Cell(words(_answer(one.listed) + (f" ({one.source})" if one.source else ""))),
                Cell(words(sentence(one.explanation))),
            )
        )
        for at, one in enumerate(facts.differences)
    )
    columns = (Column(48, stretch=1), Column(24, align=Align.CENTER), Column(34), Column(64, stretch=1))
    caption = tables.caption("Школы, по которым расчёт и перечень (приказ) расходятся")
    return [
        Heading(words("Расхождения с перечнем региона и приказами")),
        Table(
            columns,
            (Row(tuple(Cell(words(head)) for head in heads)),),
            rows,
            caption,
            sheet="Расхождения",
            size=11,
        ),
    ]


def _answer(holds: bool) -> str:
    return "отвечает" if holds else "не отвечает"


def _unsure(facts: ListFacts) -> list[Block]:
    parts = (
        ("insufficient", "Недостаточно данных", "не получены результаты, от которых зависит вывод"),
        ("confirm", "Требуется подтверждение", "вывод зависит от результатов на границе округления"),
    )
    blocks: list[Block] = []
    for kind, title, why in parts:
        schools = [(at, one) for at, one in enumerate(facts.unsure) if one.kind == kind]
        if not schools:
            continue
        points = tuple(
            Point(
                words(
                    run(one.school, f"unsure[{at}].school"),
                    f": {why}: {_named(one.sittings)}" if one.sittings else f": {why}",
                    f" – {one.decision}" if one.decision else "",
                    _end(place, len(schools)),
                )
            )
            for place, (at, one) in enumerate(schools)
        )
        blocks += [Heading(words(title)), Points(points, Marks.DASHES)]
    return blocks


def _named(sittings: tuple[str, ...]) -> str:
    """Names in words hold commas themselves; a list signed with short names is printed as it was."""
    return ("; " if any(name.endswith((".", ")")) for name in sittings) else ", ").join(sittings)


def _end(place: int, total: int) -> str:
    return "." if place == total - 1 else ";"


def _watch(facts: ListFacts) -> list[Block]:
    if not facts.watch:
        return []
    points = tuple(
        Point(words(run(one.school, f"watch[{at}].school"), *_watched(at, one), _end(at, len(facts.watch))))
        for at, one in enumerate(facts.watch)
    )
    return [
        Heading(words("Группа внимания")),
        Paragraph(words("Статуса не имеют; результаты близки к критериям:")),
        Points(points, Marks.DASHES),
    ]


def _watched(at: int, one: WatchedSchool) -> Inline:
    if not one.results:
        return ()
    parts: list[str | Run] = [": "]
    for place, result in enumerate(one.results):
        path = f"watch[{at}].results[{place}]"
        parts += [
            "; " if place else "",
            f"{result.spoken or result.sitting} – ",
            run(f"{result.percent} %", f"{path}.percent"),
        ]
        if result.participants is not None and result.failed is not None:
            parts += [
                " (",
                Run(str(result.failed), fact=f"{path}.failed"),
                " из\u00a0",
                Run(str(result.participants), fact=f"{path}.participants"),
                ")",
            ]
    return words(*parts)


def _corrections(facts: ListFacts, tables: Tables) -> list[Block]:
    if not facts.corrections:
        return []
    heads = ("Школа", "Исправление", "Дата", "Влияние на решение")
    rows = tuple(
        Row(
            (
                Cell((run(one.school, f"corrections[{at}].school"),)),
                Cell(words(one.text)),
                Cell(words(date_digits(one.date) or "–")),
                Cell(words("изменило бы решение" if one.would_change else "решение прежнее")),
            )
        )
        for at, one in enumerate(facts.corrections)
    )
    columns = (Column(50, stretch=1), Column(60, stretch=1), Column(24, align=Align.CENTER), Column(36))
    changing = [one.school for one in facts.corrections if one.would_change]
    said = "Подписанный перечень не изменён."
    if changing:
        said += f" Решение изменилось бы: {joined(list(dict.fromkeys(changing)))}."
    return [
        Heading(words("Исправления данных после подписания")),
        Paragraph(words(said)),
        Table(
            columns,
            (Row(tuple(Cell(words(head)) for head in heads)),),
            rows,
            tables.caption("Исправления данных после подписания перечня"),
            sheet="Исправления",
            size=11,
        ),
    ]
