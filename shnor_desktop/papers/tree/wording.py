"""Words of official papers: dates, numbers with units, lists, and the spaces that must not break."""

import re
from collections.abc import Iterable

from shnor_desktop.papers.tree.paper import Inline, Run, Says, Sources
from shnor_desktop.rules.words.russian import MONTHS_OF, NBSP, counted, joined

_STUCK: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"№[ \u00a0]*(?=\w)"), f"№{NBSP}"),
    (re.compile(r"(?<=\d)[ \u00a0]*%"), f"{NBSP}%"),
    (re.compile(r"(?<=\d) (?=(?:п\.п\.|класс|кл\.|чел\.|г\.|гг\.|год|шт\.|из \d))"), NBSP),
    (re.compile(r"(?<=\d из) (?=\d)"), NBSP),
    (re.compile(r"(?<=\d) (?=(?:" + "|".join(MONTHS_OF) + r")\b)"), NBSP),
    (re.compile(r"(?<=\b[А-ЯЁ]\.) (?=[А-ЯЁ](?:\.|[а-яё]))"), NBSP),
    (re.compile(r"(?<=[а-яё]) (?=[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.(?![ \u00a0]?[А-ЯЁ]))"), NBSP),
    (re.compile(r"(?<=\b[свкоуиаСВКОУИА]) (?=\w)"), NBSP),
    (re.compile(r"(?<=\b[Нн]а) (?=\d{4})"), NBSP),
    (re.compile(r"\b(г|с|п|пос|пгт|ст|д|дер|ул|им|р\.п)\. ?(?=[А-ЯЁ])"), rf"\1.{NBSP}"),
    (re.compile(r" (?=[–—] )"), NBSP),
    (re.compile(rf"(?<={NBSP}–) (?=\d|$)"), NBSP),
)

_YEARS = re.compile(r"\b(\d{4})\s*[-–—]\s*(\d{4}|\d{2})\b")


def stick(text: str) -> str:
    """Replace the spaces at which an official text must not break: «№ 2», «30 %», «И.И. Иванов», «с. Луговое»."""
    for pattern, put in _STUCK:
        text = pattern.sub(put, text)
    return text


def years_joined(text: str) -> str:
    """A period in one form: «2021 - 2024 гг.» with a short dash and no spaces."""
    return _YEARS.sub("\\1–\\2", text)


def run(
    text: str, source: Sources = (), *, says: Says = Says.WORDS, bold: bool = False, italic: bool = False
) -> Run:
    """A run with its unbreakable spaces in place and the records behind its figures."""
    return Run(stick(text), bold, italic, source, says)


def named(text: str, source: Sources = ()) -> Run:
    """What something is called."""
    return run(text, source, says=Says.NAME)


def form(text: str) -> Run:
    """Words that stand there whatever the records say; their digits are no figures."""
    return run(text, says=Says.FORM)


def ruled(text: str, method: Sources) -> Run:
    """A number of the method; one that the program itself holds has no record behind it."""
    return run(text, method) if method else form(text)


def dated(text: str, source: Sources = ()) -> Run:
    """A date or a period."""
    return run(text, source, says=Says.DATE)


def ordinal(number: int) -> Run:
    """The number of a row."""
    return Run(str(number), says=Says.ORDER)


def words(*parts: str | Run | None) -> Inline:
    """An inline from strings and runs; empty parts are dropped, and so is a full stop after a text that ends in one."""
    made: list[Run] = []
    for part in parts:
        if isinstance(part, str) and part[:1] == "." != part[1:2] and made and made[-1].text.endswith("."):
            part = part[1:]
        if part:
            made.append(part if isinstance(part, Run) else run(part))
    return tuple(made)


def count(value: int, source: Sources, one: str, few: str, many: str) -> Run:
    """«5 школ»: the number with its noun in the right form, traced to what was counted."""
    return Run(counted(value, one, few, many), source=source)


def date_words(iso: str) -> str:
    """«2022-03-05» → «5 марта 2022 г.»; anything that is no ISO date is printed as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", iso)
    if not match or not 1 <= int(match[2]) <= 12:
        return iso
    return f"{int(match[3])}{NBSP}{MONTHS_OF[int(match[2]) - 1]} {match[1]}{NBSP}г."


def date_digits(iso: str) -> str:
    """«2022-03-05» → «05.03.2022»."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", iso)
    return f"{match[3]}.{match[2]}.{match[1]}" if match else iso


def signed(name: str) -> str:
    """«Образцова Анна Петровна» → «А.П. Образцова»; a name written otherwise stays as it is."""
    words = name.split()
    if not 2 <= len(words) <= 3 or not all(
        re.fullmatch(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?", one) for one in words
    ):
        return name
    if len(words) == 3 and words[1].endswith(("вич", "вна", "чна")):
        words = [words[2], *words[:2]]  # The first name stands first.
    return stick(f"{''.join(f'{one[0]}.' for one in words[1:])} {words[0]}")


YEAR_WORDS = {"nominative": ("учебный год", "учебные годы"), "genitive": ("учебного года", "учебных годов")}


def school_years(years: Iterable[str], case: str = "nominative") -> str:
    """«2020/21 учебный год», «2018/19 и 2020/21 учебные годы»."""
    names = list(years)
    if not names:
        return ""
    one, many = YEAR_WORDS[case]
    return f"{joined(names)} {one if len(names) == 1 else many}"
