"""The second half of the list of schools: differences, doubts, watch group, the closing notice, and the corrections
that are told beside a signed list."""

from dataclasses import replace

from shnor_desktop.papers.identification.facts import (
    Correction,
    ListFacts,
    UnsureSchool,
    WatchedSchool,
    records_behind,
)
from shnor_desktop.papers.tree.frame import Tables
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Column,
    Heading,
    Inline,
    Marks,
    Paragraph,
    Point,
    Points,
    Run,
    Table,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import date_digits, dated, named, run, words
from shnor_desktop.rules.identification.explanation import share_text
from shnor_desktop.rules.words.declension import inside
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
        Paragraph(words(NOTICE if _uses_vpr(facts) else PLAIN_NOTICE)),
    ]


def _uses_vpr(facts: ListFacts) -> bool:
    return any("ВПР" in one.name for one in (*facts.profile.slot_a, *facts.profile.slot_b))


def _differences(facts: ListFacts, tables: Tables) -> list[Block]:
    if not facts.differences:
        return []
    heads = ("Школа", "По расчёту", "По перечню, приказу", "Пояснение")
    rows = tuple(
        row_of(
            named(one.school, one.records),
            words(_answer(one.computed)),
            named(_answer(one.listed) + (f" ({one.source})" if one.source else "")),
            run(sentence(_decided(one.explanation, facts)), one.records),
        )
        for one in facts.differences
    )
    columns = (Column(48, stretch=1), Column(24, align=Align.CENTER), Column(34), Column(64, stretch=1))
    caption = tables.caption("Школы, по которым расчёт и перечень (приказ) расходятся")
    return [
        Heading(words("Расхождения с перечнем региона и приказами")),
        Table(
            columns,
            (row_of(*heads),),
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
        schools = [one for one in facts.unsure if one.kind == kind]
        if schools:
            points = tuple(
                _doubt(replace(one, decision=_decided(one.decision, facts)), why, _end(at, len(schools)))
                for at, one in enumerate(schools)
            )
            blocks += [Heading(words(title)), Points(points, Marks.DASHES)]
    return blocks


_DECISION = "по решению: "


def _decided(text: str, facts: ListFacts) -> str:
    """A reason stands inside a sentence, however it was typed."""
    head, decision, reason = text.partition(_DECISION)
    return text if facts.former else f"{head}{decision}{inside(reason)}"


def _doubt(one: UnsureSchool, why: str, end: str) -> Point:
    told = _named(one.sittings)
    if end == "." and not one.decision:
        told = told.removesuffix(".")
    sittings = named(f": {told}", one.records) if told else None
    decision = named(f" – {one.decision.removesuffix('.')}") if one.decision else None
    return Point(words(named(one.school, one.records), f": {why}", sittings, decision, end))


def _named(sittings: tuple[str, ...]) -> str:
    """Names in words hold commas themselves; a list signed with short names is printed as it was."""
    return ("; " if any(name.endswith((".", ")")) for name in sittings) else ", ").join(sittings)


def _end(place: int, total: int) -> str:
    return "." if place == total - 1 else ";"


def _watch(facts: ListFacts) -> list[Block]:
    if not facts.watch:
        return []
    threshold = facts.profile.threshold
    points = tuple(
        Point(words(named(one.school, one.source), *_watched(one, threshold), _end(at, len(facts.watch))))
        for at, one in enumerate(facts.watch)
    )
    return [
        Heading(words("Группа внимания")),
        Paragraph(words("Статуса не имеют; результаты близки к критериям:")),
        Points(points, Marks.DASHES),
    ]


def _watched(one: WatchedSchool, threshold: int) -> Inline:
    parts: list[str | Run] = []
    for result, spoken in zip(one.results, one.spoken, strict=True):
        source = records_behind(one.records, result)
        share = run(f"{share_text(result, threshold)} %", source)
        parts += ["; " if parts else ": ", named(spoken, source), " – ", share]
        n, failed = result.result.participants, result.result.failed
        if n is not None and failed is not None:
            parts += [" (", run(str(failed), source), " из\u00a0", run(str(n), source), ")"]
    return words(*parts)


def corrections_blocks(corrections: tuple[Correction, ...], tables: Tables) -> list[Block]:
    """What was corrected after signing, told beside the signed list."""
    if not corrections:
        return []
    heads = ("Школа", "Исправление", "Дата", "Влияние на решение")
    rows = tuple(
        row_of(
            named(one.school, one.records),
            run(one.text, one.records),
            dated(date_digits(one.date) or "–"),
            words("изменило бы решение" if one.would_change else "решение прежнее"),
        )
        for one in corrections
    )
    columns = (Column(50, stretch=1), Column(60, stretch=1), Column(24, align=Align.CENTER), Column(36))
    changing = list(dict.fromkeys(one.school for one in corrections if one.would_change))
    said = words(
        "Подписанный перечень не изменён.",
        named(f" Решение изменилось бы: {joined(changing)}.") if changing else None,
    )
    return [
        Heading(words("Исправления данных после подписания")),
        Paragraph(said),
        Table(
            columns,
            (row_of(*heads),),
            rows,
            tables.caption("Исправления данных после подписания перечня"),
            sheet="Исправления",
            size=11,
        ),
    ]
