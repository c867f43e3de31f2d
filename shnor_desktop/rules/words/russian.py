"""Russian words: plurals and decimals around numbers, percentages, dates, lists with «и».

Between a number and its word or sign stands a no-break space, as their papers are set.
"""

from collections.abc import Sequence
from datetime import date, datetime

from shnor_desktop.rules.figures import E4

NBSP = "\u00a0"
MONTHS_OF = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
"""«15 сентября»."""


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form of the word that goes with n: 1 участник, 2 участника, 5 участников."""
    tens, units = abs(n) % 100, abs(n) % 10
    if units == 1 and tens != 11:
        return one
    if 2 <= units <= 4 and not 12 <= tens <= 14:
        return few
    return many


def counted(n: int, one: str, few: str, many: str) -> str:
    """«5 участников»."""
    return f"{n}{NBSP}{plural(n, one, few, many)}"


def counted_of(n: int, one: str, many: str) -> str:
    """Genitive after «из»: «из 21 участника», «из 5 участников»."""
    return f"{n}{NBSP}{plural(n, one, many, many)}"


def times(n: int, least: str = "") -> str:
    """«3 раза»; after «не менее», «более» the genitive: «более 23 раз»."""
    return f"{least} {counted_of(n, 'раза', 'раз')}" if least else counted(n, "раз", "раза", "раз")


def decimal_e4(value_e4: int, decimals: int) -> str:
    """Ten-thousandths with a comma, rounded half up away from zero: 333_333 → «33,3»."""
    decimals = max(0, min(decimals, 4))
    unit = E4 // 10**decimals
    rounded = (2 * abs(value_e4) + unit) // (2 * unit)
    whole, part = divmod(rounded, 10**decimals)
    sign = "\u2212" if value_e4 < 0 and rounded else ""
    return f"{sign}{whole},{part:0{decimals}d}" if decimals else f"{sign}{whole}"


def percent_e4(value_e4: int, decimals: int) -> str:
    """«33,3 %»."""
    return f"{decimal_e4(value_e4, decimals)}{NBSP}%"


def e4(value: float) -> int:
    """A float as ten-thousandths, for printing intervals and means through the same door."""
    return round(value * E4)


def show_day(day: date) -> str:
    """ДД.ММ.ГГГГ. The way of the library takes twenty times as long in the window, where whole columns are shown."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def show_date(iso: str) -> str:
    """ДД.ММ.ГГГГ of an ISO date; the text itself when it is not one."""
    try:
        return show_day(date.fromisoformat(iso))
    except ValueError:
        return iso


def read_date(text: str) -> date | None:
    """«15.09.2026» or «2026-09-15»; None for what is neither."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None


def size_text(size: int) -> str:
    """«340 КБ», «1,5 МБ»; as in Explorer 1 КБ is 1024 bytes, and one that is begun counts."""
    for unit, step in (("ТБ", 1024**4), ("ГБ", 1024**3), ("МБ", 1024**2)):
        if size >= step:
            return f"{size / step:.1f}".removesuffix(".0").replace(".", ",") + f" {unit}"
    return f"{-(-size // 1024)} КБ"


def joined(words: Sequence[str], last: str = "и") -> str:
    """«МА 5, МА 6 и РУ 7»."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def few(names: Sequence[str], most: int = 6) -> str:
    """«А, Б и В»; of many the first ones: «А, Б, В и ещё 12»."""
    left = len(names) - most
    return f"{', '.join(names[:most])} и ещё {left}" if left > 0 else joined(names)


_INNER = str.maketrans("«»", "„“")


def quoted(title: str) -> str:
    """«Физика»; quotes within quotes are others: «МБОУ „Заречная СОШ“»."""
    return f"«{title.translate(_INNER)}»"


def inside(text: str) -> str:
    """Words that stood at the beginning, for the middle of a sentence: «Начальник» small, «МКУ «Центр»» as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """The text with a capital first letter and exactly one full stop."""
    stripped = text.strip().rstrip(".")
    return f"{stripped[:1].upper()}{stripped[1:]}." if stripped else ""
