"""What a paper says of sittings of which the file holds only a part: before anything is concluded from them."""

from collections.abc import Iterable

from shnor_desktop.papers.tree.paper import Block, Inline, Marks, Paragraph, Point, Points, Run, Sources
from shnor_desktop.papers.tree.wording import named, run, words
from shnor_desktop.rules.results.shortfall import Shortfall, number
from shnor_desktop.rules.words.russian import plural

LEAD = "Данные неполны: не все результаты загружены, выводы сделаны только по загруженным."


def said(incomplete: tuple[Shortfall, ...]) -> list[Block]:
    """A sentence in bold and a line a sitting; nothing when everything is whole."""
    if not incomplete:
        return []
    last = len(incomplete) - 1
    points = tuple(
        Point(
            words(
                named(one.spoken or one.name, _source(one)),
                ": ",
                *amount(one),
                "; остальное не загружено: ",
                run(one.why, _source(one)),
                " (в расчёт не вошло)" if one.aside else "",
                "." if at == last else ";",
            )
        )
        for at, one in enumerate(incomplete)
    )
    return [Paragraph((Run(LEAD, bold=True),)), Points(points, Marks.DASHES)]


def _source(one: Shortfall) -> Sources:
    return (("sitting", one.sitting),)


def amount(one: Shortfall) -> Inline:
    """«по 460 из 5 211 участников (43 из 340 школ)»."""
    source = _source(one)
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
