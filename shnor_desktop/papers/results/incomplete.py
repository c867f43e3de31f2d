"""What a paper says of sittings of which the file holds only a part: before anything is concluded from them."""

from collections.abc import Iterable

from shnor_desktop.papers.results.facts import IncompleteFacts
from shnor_desktop.papers.tree.paper import Block, Inline, Marks, Paragraph, Point, Points, Run
from shnor_desktop.papers.tree.wording import run, words
from shnor_desktop.rules.results.shortfall import number
from shnor_desktop.rules.words.russian import plural

LEAD = "Данные неполны: не все результаты загружены, выводы сделаны только по загруженным."


def said(incomplete: tuple[IncompleteFacts, ...], path: str = "incomplete") -> list[Block]:
    """A sentence in bold and a line a sitting; nothing when everything is whole."""
    if not incomplete:
        return []
    last = len(incomplete) - 1
    points = tuple(
        Point(
            (
                *words(run(*_name(one, f"{path}[{at}]")), ": "),
                *amount(one, f"{path}[{at}]"),
                *words(f"; остальное не загружено: {one.why}"),
                *words(" (в расчёт не вошло)" if one.aside else ""),
                Run("." if at == last else ";"),
            )
        )
        for at, one in enumerate(incomplete)
    )
    return [Paragraph((Run(LEAD, bold=True),)), Points(points, Marks.DASHES)]


def _name(one: IncompleteFacts, path: str) -> tuple[str, str]:
    """The sitting with the path of its fact."""
    return (one.spoken, f"{path}.spoken") if one.spoken else (one.sitting, f"{path}.sitting")


def amount(one: IncompleteFacts, path: str) -> Inline:
    """«по 460 из 5 211 участников (43 из 340 школ)»."""
    schools = (
        Run(number(one.schools), fact=f"{path}.schools"),
        Run("\u00a0из\u00a0"),
        Run(number(one.schools_total), fact=f"{path}.schools_total"),
        Run(f"\u00a0{plural(one.schools_total, 'школы', 'школ', 'школ')}"),
    )
    if one.participants_total is None:
        return (Run("по\u00a0"), *schools)
    return (
        Run("по\u00a0"),
        Run(number(one.participants), fact=f"{path}.participants"),
        Run("\u00a0из\u00a0"),
        Run(number(one.participants_total), fact=f"{path}.participants_total"),
        Run(f"\u00a0{plural(one.participants_total, 'участника', 'участников', 'участников')} ("),
        *schools,
        Run(")"),
    )


def of_keys(incomplete: Iterable[IncompleteFacts], keys: Iterable[str]) -> list[tuple[int, IncompleteFacts]]:
    """Those of these sittings, with their places."""
    wanted = set(keys)
    return [(at, one) for at, one in enumerate(incomplete) if one.key in wanted]
