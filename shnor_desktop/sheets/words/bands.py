"""Bands of scores in headings: «до 24 баллов», «25–44», «81 и выше»; where a high score begins."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from shnor_desktop.sheets.book.values import plain

MOST = 100
FEWEST_BANDS = 3
_UNITS = re.compile(
    r"(?<![а-я])(?:балл[а-я]*|б\.|тестовых|чел[а-я]*\.?|человек|кол-?во|количество|число|дол[яи]|участник[а-я]*|обучающ[а-я]*|"
    r"выпускник[а-я]*|набрали|набравши[а-я]*|получили|получивши[а-я]*|результат[а-я]*|диапазон[а-я]*|интервал[а-я]*|"
    r"(?:включ)[а-я]*)(?![а-я])|[%():,;]"
)
_BETWEEN = re.compile(r"(?:от |с )?(\d{1,3}) ?(?:-|до|по|\.\.\.?|…) ?(\d{1,3})")
_UP_TO = re.compile(r"(?:от 0 )?до (\d{1,3})")
_BELOW = re.compile(r"(?:менее|меньше|ниже|<) ?(?:чем )?(\d{1,3})")
_ABOVE = re.compile(r"(?:более|больше|свыше|выше|>) ?(?:чем )?(\d{1,3})")
_FROM = re.compile(
    r"(?:от|с|не менее|>=|≥) ?(\d{1,3})(?: и (?:выше|более|больше))?|(\d{1,3}) ?(?:\+|и (?:выше|более|больше))"
)
_HIGH = tuple(
    (re.compile(pattern), more)
    for pattern, more in (
        (r"(?<!\d)(\d{2})(?: балл[а-я]*)? ?(?:-|до) ?(?:100|99)(?!\d)", 0),
        (r"(?<!\d)(\d{2})(?: балл[а-я]*)? ?(?:\+|и (?:выше|более|больше))", 0),
        (r"(?:от|не менее|>=|≥) ?(\d{2})(?!\d| ?(?:до|-) ?\d)", 0),
        (r"(?:более|больше|свыше|выше|(?<!=)>(?!=)) ?(?:чем )?(\d{2})(?!\d)", 1),
    )
)


class Band(NamedTuple):
    """From the lowest to the highest score, both inside; of «до 24» alone nobody can say whether 24 is."""

    low: int
    high: int
    unsure: bool = False


@lru_cache(maxsize=20_000)
def band_of(text: str) -> Band | None:
    """The band a heading is; None when it is anything else."""
    clean = " ".join(_UNITS.sub(" ", plain(text)).split())
    if found := _BETWEEN.fullmatch(clean):
        band = Band(int(found[1]), int(found[2]))
    elif found := _UP_TO.fullmatch(clean):
        band = Band(0, int(found[1]), unsure=True)
    elif found := _BELOW.fullmatch(clean):
        band = Band(0, int(found[1]) - 1)
    elif found := _ABOVE.fullmatch(clean):
        band = Band(int(found[1]) + 1, MOST)
    elif found := _FROM.fullmatch(clean):
        band = Band(int(found[1] or found[2]), MOST)
    else:
        return Band(MOST, MOST) if clean == str(MOST) else None
    return band if band.low <= band.high <= MOST else None


def settled(bands: Sequence[Band]) -> list[Band]:
    """The bands with «до 24» cut where the next one begins."""
    lows = {band.low for band in bands}
    return [
        Band(band.low, band.high - 1) if band.unsure and band.high in lows
        else Band(band.low, band.high) if band.unsure and band.high + 1 in lows
        else band
        for band in bands
    ]  # fmt: skip


def are_bands(texts: Iterable[str]) -> bool:
    """Headings that part the scores into bands, the lowest among them."""
    bands = [band for text in texts if (band := band_of(text)) is not None]
    return len(bands) >= FEWEST_BANDS and any(not band.low for band in bands)


def high_from(texts: Iterable[str]) -> int:
    """The score from which a result is high, when the headings say one; 0 when none or several."""
    found = {
        int(match[1]) + more
        for text in texts
        for pattern, more in _HIGH
        if (match := pattern.search(plain(text))) is not None
    }
    return found.pop() if len(found) == 1 else 0
