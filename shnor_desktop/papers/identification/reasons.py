"""The table of low results with their certainty: why a school is on the list."""

from collections.abc import Sequence

from shnor_desktop.papers.identification.facts import Records, records_behind
from shnor_desktop.papers.tree.paper import Align, Cell, Column, Inline, Row, Run, Sources
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import dated, form, named, run, words
from shnor_desktop.rules.identification.explanation import interval_text, is_small, share_text
from shnor_desktop.rules.results.facts import JudgedResult

REASON_COLUMNS = (
    Column(40, stretch=1),
    Column(20, align=Align.CENTER),
    Column(16, align=Align.CENTER),
    Column(20, align=Align.CENTER),
    Column(14, align=Align.CENTER),
    Column(22, align=Align.CENTER),
    Column(36),
)


_FORMER = "«Решает один» – при ином результате одного обучающегося вывод был бы другим."
_ONE_DECIDES = (
    "«Решает один» – при иной отметке одного обучающегося этот результат не был бы низким. Если от этого "
    "меняется и вывод о школе, рядом с её названием сказано: «вывод меняет один участник»."
)


def reason_head() -> Row:
    """Heading of a table of results with their certainty."""
    names = (
        "Оценочная процедура",
        "Учебный год",
        "Всего, чел.",
        "«2» или ниже порога, чел.",
        "Доля, %",
        "Интервал 95 %, %",
        "Примечание",
    )
    return row_of(*(form(name) for name in names))


def result_row(low: JudgedResult, year: str, threshold: int, records: Records) -> Row:
    """A line of a table under `reason_head`."""
    source = records_behind(records, low)
    interval = interval_text(low.wilson)
    return row_of(
        named(low.sitting.name, (("sitting", low.sitting.uid),)),
        (dated(year),) if year else (),
        _counted(low.result.participants, source),
        _counted(low.result.failed, source),
        Cell((Run(share_text(low, threshold), source=source),), number=True),
        (run(interval, source),) if interval else words("–"),
        words(remarks(low) or "–"),
    )


def _counted(value: int | None, source: Sources) -> Cell:
    if value is None:
        return Cell((Run("н/д"),))
    return Cell((Run(str(value), source=source),), number=True)


def remarks(low: JudgedResult) -> str:
    """Reservations about a result, in words."""
    said = [
        (is_small(low.result.participants), "мало участников"),
        (low.fragile, "решает один"),
        (low.border, "на границе округления"),
        (low.result.objectivity_flag, "признак необъективности"),
    ]
    return "; ".join(text for holds, text in said if holds)


def reason_notes(lows: Sequence[JudgedResult], small_n: int, *, former: bool = False) -> tuple[Inline, ...]:
    """What the remarks of these results mean."""
    notes = []
    if any(low.wilson for low in lows):
        notes.append(
            "Интервал 95 % показывает, в каких пределах может находиться доля при таком числе участников; "
            "на включение в перечень он не влияет."
        )
    if any(is_small(low.result.participants) for low in lows):
        notes.append(f"«Мало участников» – менее {small_n}: доля зависит от отметки одного-двух обучающихся.")
    if any(low.fragile for low in lows):
        notes.append(_FORMER if former else _ONE_DECIDES)
    if any(low.border for low in lows):
        notes.append(
            "«На границе округления» – число участников неизвестно, а точная доля может быть ниже порога."
        )
    if any(low.result.participants is None for low in lows):
        notes.append("н/д – источник приводит только долю, без числа участников.")
    return tuple((form(note),) for note in notes)
