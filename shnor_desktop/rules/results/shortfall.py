"""How much of a sitting the file holds: said wherever figures are summed over it or nobody is found low."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shnor_desktop.rules.results.facts import Profile, Sitting
from shnor_desktop.rules.results.sitting_names import spoken
from shnor_desktop.rules.words.russian import NBSP, counted, counted_of

NO_SHARE = "доля не справившихся неизвестна"
NOT_RECEIVED = "результат не получен"
MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One sitting of which something lacks."""

    sitting: bytes
    name: str
    schools: int
    """Schools whose share is known."""
    schools_total: int
    participants: int
    """Who wrote at those schools, as far as the sources tell."""
    participants_total: int | None
    """Who wrote at all schools; None where the sources do not tell it of every school."""
    reasons: tuple[tuple[str, int], ...]
    """Why, with the number of schools (0: it stands in the words), the most frequent first."""
    school_year: int = 0
    spoken: str = ""
    """The sitting as a sentence calls it."""
    aside: bool = False
    """Nothing of it could be taken, so that the computation does not look at it at all."""
    schools_named: tuple[tuple[str, ...], ...] = ()
    """Of every reason the schools; none where there are too many to be named, or their names are not known."""
    held: Sitting | None = None
    subject: str = ""
    """Its name in full."""

    def _named(self) -> tuple[tuple[str, ...], ...]:
        return self.schools_named or ((),) * len(self.reasons)

    @property
    def why(self) -> str:
        """«не загружено: «Не преодолели»: пусто (297); результат не получен (3)»."""
        told = [
            f"{reason} ({', '.join(named) or number(count)})" if count else reason
            for (reason, count), named in zip(self.reasons[:MOST_REASONS], self._named(), strict=False)
        ]
        rest = sum(count for _, count in self.reasons[MOST_REASONS:])
        return "; ".join([*told, f"по другим причинам ({number(rest)})"] if rest else told)


def number(value: int) -> str:
    """«5 211»."""
    return f"{value:,}".replace(",", NBSP)


def told(one: Shortfall, *others: Shortfall) -> str:
    """«ЕГЭ ФИ 2023: по 460 из 5 211 участников (43 из 340 школ); остальное не загружено: … (297)»; with others of which
    the same lacks."""
    every = (one, *others)
    names = "; ".join(each.name for each in every)
    if not same_amount(every):
        return f"{names}: загружено не всё: {one.why}"
    return f"{names}: {amount(one)}; остальное не загружено: {one.why}"


def together(these: Iterable[Shortfall]) -> tuple[tuple[Shortfall, ...], ...]:
    """Sittings of which the same lacks: the same schools, or as much where these are not named."""
    found: dict[tuple[object, ...], list[Shortfall]] = {}
    for one in these:
        same = () if one.schools_named and all(one.schools_named) else (_amounts(one),)
        found.setdefault((one.reasons, one.schools_named, one.aside, same), []).append(one)
    return tuple(map(tuple, found.values()))


def briefly(these: Iterable[Shortfall]) -> str:
    """«результат не получен (Кедровая НОШ) – 8 проведений»; nothing where that takes more than a line."""
    groups = together(these)
    if len(groups) != 1:
        return ""
    return f"{groups[0][0].why} – {counted(len(groups[0]), 'проведение', 'проведения', 'проведений')}"


def same_amount(these: Sequence[Shortfall]) -> bool:
    """Whether as much is held of each."""
    return len(set(map(_amounts, these))) == 1


def _amounts(one: Shortfall) -> tuple[int | None, ...]:
    of = one.participants_total
    return one.schools, one.schools_total, None if of is None else one.participants, of


def spoken_of(these: Sequence[Shortfall]) -> str:
    """The sittings as a sentence calls them, those of one subject and time together."""
    held = [one.held for one in these if one.held is not None]
    if len(held) < len(these):
        return "; ".join(one.spoken or one.name for one in these)
    return "; ".join(
        spoken(held, {one.held.subject: one.subject for one in these if one.held and one.subject})
    )


def amount(one: Shortfall) -> str:
    """«по 460 из 5 211 участников (43 из 340 школ)», or by schools where the participants are not told."""
    schools = f"{number(one.schools)} из {_of(one.schools_total, 'школы', 'школ')}"
    if one.participants_total is None:
        return f"по {schools}"
    pupils = _of(one.participants_total, "участника", "участников")
    return f"по {number(one.participants)} из {pupils} ({schools})"


def _of(value: int, one: str, many: str) -> str:
    return counted_of(value, one, many).replace(str(value), number(value), 1)


def of_sittings(shortfalls: Iterable[Shortfall], sittings: Iterable[bytes]) -> tuple[Shortfall, ...]:
    """Those of these sittings, in their order."""
    found = {one.sitting: one for one in shortfalls}
    return tuple(found[uid] for uid in sittings if uid in found)


def no_conclusion(profile: Profile, lacking: Sequence[Shortfall]) -> str:
    """Why nothing can be concluded from what the file holds; "" where something can."""
    names = {one.name for one in (*profile.slot_a, *profile.slot_b)}
    if not names:
        return "Вывод сделать нельзя: результатов процедур, которые учитывает методика, в файле нет."
    if names <= {one.name for one in lacking if not one.aside and not one.schools}:
        return "Вывод сделать нельзя: ни по одной процедуре доля не справившихся не известна."
    return ""
