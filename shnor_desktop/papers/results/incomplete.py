"""What a paper says of sittings of which the file holds only a part: before anything is concluded from them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from shnor_desktop.papers.tree.paper import Block, Inline, Marks, Paragraph, Point, Points, Run, Sources
from shnor_desktop.papers.tree.wording import named, run, words
from shnor_desktop.rules.results.shortfall import (
    Shortfall,
    number,
    same_amount,
    spoken_of,
    together,
)
from shnor_desktop.rules.words.russian import plural

LEAD = "Данные неполны: не все результаты загружены, выводы сделаны только по загруженным."


def said(incomplete: tuple[Shortfall, ...], *, apart: bool = False) -> list[Block]:
    """A sentence in bold and a line for the sittings of which the same lacks, or for each `apart`; nothing when everything
    is whole."""
    if not incomplete:
        return []
    groups = together(incomplete)
    if apart:
        groups = tuple((replace(one, schools_named=()),) for one in incomplete)
    last = len(groups) - 1
    points = tuple(
        Point(words(*_lacking(group), "." if at == last else ";")) for at, group in enumerate(groups)
    )
    return [Paragraph((Run(LEAD, bold=True),)), Points(points, Marks.DASHES)]


def _lacking(group: Sequence[Shortfall]) -> Inline:
    """What lacks of these sittings alike."""
    one, source = group[0], _source(*group)
    alike = same_amount(group)
    return words(
        named(spoken_of(group), source),
        ": ",
        *(amount(*group) if alike else ()),
        "; остальное не загружено: " if alike else "загружено не всё: ",
        run(one.why, source),
        " (в расчёт не вошло)" if one.aside else "",
    )


def _source(*these: Shortfall) -> Sources:
    return tuple(("sitting", one.sitting) for one in these)


def amount(one: Shortfall, *alike: Shortfall) -> Inline:
    """«по 460 из 5 211 участников (43 из 340 школ)»."""
    source = _source(one, *alike)
    schools = (
        Run(number(one.schools), source=source),
        Run("\u00a0из\u00a0"),
        Run(number(one.schools_total), source=source),
        Run(f"\u00a0{plural(one.schools_total, 'школы', 'школ', 'школ')}"),
    )
    if one.participants_total is None:
        return (Run("по\u00a0"), *schools)
    return (
        Run("по\u00a0"),
        Run(number(one.participants), source=source),
        Run("\u00a0из\u00a0"),
        Run(number(one.participants_total), source=source),
        Run(f"\u00a0{plural(one.participants_total, 'участника', 'участников', 'участников')} ("),
        *schools,
        Run(")"),
    )


def of_keys(incomplete: Iterable[Shortfall], keys: Iterable[str]) -> list[Shortfall]:
    """Those of these sittings."""
    wanted = set(keys)
    return [one for one in incomplete if one.sitting.hex() in wanted]
