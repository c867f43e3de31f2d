"""Which subject a text names: full names in any case ending, abbreviations, short names, РЦОИ codes."""

import re
from functools import lru_cache

from shnor_desktop.rules.figures import Family
from shnor_desktop.rules.words.vocabulary import SubjectWord, Vocabulary
from shnor_desktop.sheets.book.values import plain

Found = tuple[str, tuple[int, int] | None]
"""Short name of the subject ("" for none or several) and where it stands in the plain text."""

SHORTEST = 5
"""Letters of an abbreviation that may stand among other words; shorter ones must be the whole subject."""
SHORTEST_CUT, MOST_CUT = 3, 5_000
_CAPITALS = re.compile(r"(?<![А-Яа-яЁёA-Za-z])[А-ЯЁ]{2,10}(?![А-Яа-яЁёA-Za-z])")
_BESIDE = re.compile(
    r"(?<![а-я])(?:впр|огэ|к?егэ|ркр|мкр|класс\w*|кл|весн\w*|весен\w*|осен\w*|год\w*|гг?|баз\w*|проф\w*)(?![а-я])|"
    r"(?<![а-я])(?:чел\w*|предмет\w*|экзамен\w*|шт|по)(?![а-я])|(?<=мат)[\W_]*[бп](?![а-я])|[\W\d_]+"
)
_FOREIGN = re.compile(r"(?<![а-я])(?:(?:ин|иностр)\.?[ -]*яз(?:ык\w*|\.|(?![а-я]))|иностранн\w*)")
_LANGUAGES = tuple(
    (short, re.compile(rf"(?<![а-я])(?:{cut})(?:{rest}\w*|(?![а-я]))[.)]*"))
    for short, cut, rest in (
        ("АЯ", "англ?", "ийск"),
        ("НЯ", "нем", "ецк"),
        ("ФЯ", "фр(?:анц)?", "узск"),
        ("ИЯ", "исп", "анск"),
        ("КЯ", "кит", "айск"),
    )
)
"""Languages as they stand beside «ин. яз.», which alone is a subject of its own."""
_CONTRACTED = re.compile(r"(?<![а-я-])([а-я]{2,8})\.?-([а-я]{1,4})(?![а-я-])(?: (?:яз|мир)[а-я]*\.?)?")
_LETTER_OF_LEVEL = re.compile(r"(?<![а-я])мат[\W_]*(?:[бп](?![а-я])|баз|проф)")
"""«Мат. Б», «МатП»: mathematics with its level."""


class SubjectFinder:
    """The subjects of one vocabulary, made ready for searching."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._shorts = {word.short: word.short for word in vocabulary.subjects}
        self._shorts |= _written_otherwise(vocabulary)
        self._whole: dict[str, str] = {}
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        every: list[str] = []
        for word in vocabulary.subjects:
            self._whole.setdefault(_bare(word.short), self._shorts[word.short])
            long, abbreviations = _spellings(word)
            for abbreviation in abbreviations:
                self._whole.setdefault(abbreviation, word.short)
            if long:
                self._patterns.append((word.short, re.compile("|".join(long))))
                every += long
        self._any = re.compile("|".join(every) or r"(?!)")
        self._firsts = [
            (
                plain(word.name).split()[0],
                word.short,
                len(plain(word.name).split()) == 1 or word.name.endswith(" язык"),
            )
            for word in vocabulary.subjects
        ]
        self._cut: dict[str, str] = {}

    def find(self, text: str, clean: str) -> Found:
        """The one subject named; the longest name wins where names overlap; of «ин. яз. (англ.)» the language."""
        languages = {
            short: found.span()
            for short, pattern in _LANGUAGES
            if short in self._shorts and (found := pattern.search(clean))
        }
        if len(languages) == 1 and _FOREIGN.search(clean) and "русск" not in clean:
            return next(iter(languages.items()))
        return self._find(text, clean)

    def _find(self, text: str, clean: str) -> Found:
        if not self._any.search(clean):
            return self._short(text, clean)
        found = [
            (*match.span(), short) for short, pattern in self._patterns for match in pattern.finditer(clean)
        ]
        found.sort(key=lambda one: (one[0] - one[1], one[0]))
        taken: list[tuple[int, int, str]] = []
        for start, end, short in found:
            if all(end <= one[0] or start >= one[1] for one in taken):
                taken.append((start, end, short))
        if len({short for _, _, short in taken}) > 1:
            return "", None
        start, end, short = min(taken)
        return short, (start, end)

    def _short(self, text: str, clean: str) -> Found:
        """«МА» among other words is read in capitals only; «ма», «хим.» when no other word stands beside."""
        spaced = re.sub(r"[\s\u00a0_]+", " ", text).strip()
        capitals = {
            match[0]: match.span() for match in _CAPITALS.finditer(spaced) if match[0] in self._shorts
        }
        if len(capitals) == 1:
            word, span = next(iter(capitals.items()))
            return self._shorts[word], span
        bare = _bare(clean)
        cut = bare.removesuffix(" яз")
        short = self._whole.get(bare) or (self._of_cut(cut) if len(cut) >= SHORTEST_CUT else "")
        if short and not capitals:
            at = clean.find(bare)
            return short, (at, at + len(bare)) if at >= 0 else None
        if capitals:
            return "", None
        found = self._in_capitals(spaced)
        if not found[0]:
            found = self._contracted(clean)
        level = None if found[0] else _LETTER_OF_LEVEL.search(clean)
        return (self._whole.get("мат", ""), level.span()) if level else found

    def _in_capitals(self, spaced: str) -> Found:
        """«ИКТ, чел.», «АНГ8», «ВПР МАТ 5»: an abbreviation in capitals among other words."""
        found = {
            short: match.span()
            for match in _CAPITALS.finditer(spaced)
            if len(match[0]) >= SHORTEST_CUT and (short := self._of_cut(match[0].lower().replace("ё", "е")))
        }
        return next(iter(found.items())) if len(found) == 1 else ("", None)

    def _contracted(self, clean: str) -> Found:
        """«Общ-е», «био-я», «рус-й яз.»: the beginning and the end of the name of one subject."""
        found = {}
        for match in _CONTRACTED.finditer(clean):
            begin, end = match.groups()
            named = [
                (single, short)
                for first, short, single in self._firsts
                if first.startswith(begin) and first.endswith(end) and len(first) > len(begin) + len(end)
            ]
            chosen = {short for single, short in named if single} or {short for _, short in named}
            if len(chosen) == 1:
                found[chosen.pop()] = match.span()
        return next(iter(found.items())) if len(found) == 1 else ("", None)

    def _of_cut(self, word: str) -> str:
        """The subject whose name begins so: «анг», «обществ»; a name of one word before those of several."""
        known = self._cut.get(word)
        if known is None:
            if len(self._cut) > MOST_CUT:
                self._cut.clear()
            known = self._cut[word] = self._whole.get(word) or self._beginning(word)
        return known

    def _beginning(self, word: str) -> str:
        if not word.isalpha():
            return ""
        found = [(single, short) for first, short, single in self._firsts if first.startswith(word)]
        single = [short for alone, short in found if alone]
        chosen = single or [short for _, short in found]
        return chosen[0] if len(set(chosen)) == 1 else ""


def _written_otherwise(vocabulary: Vocabulary) -> dict[str, str]:
    """«РЯ» is our short name of «Родной язык», but in books of others it is русский язык («РОД» is the native one)."""
    names = {word.short: plain(word.name) for word in vocabulary.subjects}
    ours = names.get("РЯ", "").startswith("родной") and names.get("РУ", "").startswith("русский")
    return {"РЯ": "РУ"} if ours else {}


GVE_CODES = {"51": "РУ", "52": "МА"}
"""Codes of ГВЭ in protocols; no code of ОГЭ or ЕГЭ."""


def level_of_code(text: str, family: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Subject and level of a bare РЦОИ code: 2 and «02» are профиль, 22 is база."""
    if not text.isdigit() or len(text) > 2:
        return "", ""
    code = text.zfill(2)
    for word in vocabulary.subjects:
        codes = {one.zfill(2) for one in (word.oge_codes if family == Family.OGE else word.ege_codes)}
        if code in codes:
            two_levels = family != Family.OGE and {"02", "22"} <= codes
            return word.short, {"02": "profile", "22": "base"}.get(code, "") if two_levels else ""
    return "", ""


@lru_cache(maxsize=8)
def subject_finder(vocabulary: Vocabulary) -> SubjectFinder:
    """The finder of a vocabulary, made once."""
    return SubjectFinder(vocabulary)


def _bare(text: str) -> str:
    """The text without what may stand beside a subject: «впр хим. 8 класс» → «хим»."""
    return _BESIDE.sub(" ", plain(text)).strip()


def _spellings(word: SubjectWord) -> tuple[list[str], list[str]]:
    """Patterns of long names, and abbreviations."""
    names = {plain(name) for name in (word.name, *word.aliases)}
    if plain(word.name).endswith(" язык"):
        names.add(plain(word.name).removesuffix(" язык"))
    long = sorted((name for name in names if sum(map(str.isalpha, name)) >= SHORTEST), key=len, reverse=True)
    patterns = [r"(?<![а-яa-z])" + r"[ -]+".join(_stem(part) for part in name.split()) for name in long]
    return patterns, [bare for name in names - set(long) if (bare := _bare(name))]


def _stem(part: str) -> str:
    """A word with any case ending: «русский», «русскому»; short and cut words stand as they are."""
    letters = len(part)
    if letters <= 3 or not part.isalpha():
        return re.escape(part) + (r"(?![а-яa-z])" if part[-1].isalpha() else "")
    if letters == 4:
        return re.escape(part) + r"[а-яa-z]{0,2}(?![а-яa-z])"
    cut = 2 if letters > 6 else 1
    return re.escape(part[:-cut]) + r"[а-яa-z]{0,4}(?![а-яa-z])"
