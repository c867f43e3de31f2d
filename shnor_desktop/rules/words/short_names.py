"""Short names of schools and offices: «МБОУ «Луговая СОШ»» and «Управление образования Энского района» for the name of the
statute; the kind of school and the municipality a name tells."""

import re

from shnor_desktop.rules.words.school_names import name_parts

_FULL_FORM = re.compile(
    r"^\s*(?P<words>(?:(?:федеральное|государственное|краевое|областное|республиканское|муниципальное|районное|городское|"
    r"частное|негосударственное|автономное|бюджетное|казенное|некоммерческое|специальное|коррекционное|"
    r"общеобразовательное|образовательное|дошкольное|средне?е|основное|начальное)\s+)+)"
    r"(?P<last>учреждение|организация)(?:\s*[-–—:]\s*|\s+|(?=[«\"“„]))",
    re.IGNORECASE,
)
_SCHOOLS = tuple(
    (re.compile(pattern, re.IGNORECASE), short)
    for pattern, short in (
        (r"начальная\s+школа\s*[-–—]\s*детский\s+сад", "НШ-ДС"),
        (r"средняя\s+(?:общеобразовательная\s+)?школа", "СОШ"),
        (r"основная\s+(?:общеобразовательная\s+)?школа", "ООШ"),
        (r"начальная\s+(?:общеобразовательная\s+)?школа", "НОШ"),
    )
)
_OPENING = re.compile(r"(?:(?<=^)|(?<=[\s(«]))[\"“”„‟]")
_CLOSING = re.compile(r"[\"“”„‟]")
_NUMBER = re.compile(r"№\s*(?=\d)")
_LETTERS = {"общеобразовательное": "О", "образовательное": "О", "казенное": "К"}
_FORMS = (
    ("вечерняя", "evening"),
    ("интернат", "boarding"),
    ("гимназия", "gymnasium"),
    ("лицей", "lyceum"),
    ("сош", "secondary"),
    ("оош", "basic"),
    ("нош", "primary"),
)


def neat(name: str) -> str:
    """The name as papers write it: «ёлочки» for quotes of any kind, «№ 2» for «№2», single spaces."""
    clean = " ".join(name.replace("\u00a0", " ").split())
    return _NUMBER.sub("№ ", _CLOSING.sub("»", _OPENING.sub("«", clean)))


def short_name(name: str) -> str:
    """The name with the legal form and the type of school abbreviated; a short name comes back as it is."""
    clean = neat(name)
    plain = clean.replace("ё", "е").replace("Ё", "Е")
    found = _FULL_FORM.match(plain)
    rest = clean
    form = ""
    if found:
        words = [word.casefold() for word in found["words"].split()]
        form = "".join(_LETTERS.get(word, word[0].upper()) for word in words) + found["last"][0].upper()
        rest = clean[found.end() :]
    for pattern, short in _SCHOOLS:
        rest = pattern.sub(short, rest)
    return f"{form} {rest}".strip() if form else rest


def form_of(name: str) -> str:
    """Code of the kind of school (as the field «Вид» stores it) the name tells; empty when it tells none."""
    types = name_parts(name).types
    return next((code for word, code in _FORMS if word in types), "")


# ---- offices

_OFFICE_FORM = re.compile(
    r"^(?:(?:федеральное|государственное|краевое|областное|республиканское|муниципальное|районное|городское|окружное|"
    r"автономное|бюджетное|казенное|казённое|некоммерческое|образовательное)\s+)+(?:учреждение|организация)"
    r"(?:\s+дополнительного\s+(?:профессионального\s+)?образования)?\s*[-–—:]?\s*"
    r"|^[МГ](?:[АБК]?О?У|[АБК]?УО?)(?:\s+ДП?О)?\s+(?=«)",
    re.IGNORECASE,
)
_AREA = (
    r"(?:[А-ЯЁ][\w-]+[ое]го\s+(?:(?:муниципального|городского)\s+)?(?:района|округа)"
    r"|(?:городского\s+округа\s+)?(?:город|города|г\.)\s*[А-ЯЁ][\w-]+"
    r"|муниципального\s+образования\s+(?:«[^»]+»|[А-ЯЁ][\w-]+\s+(?:муниципальный\s+)?(?:район|округ)))"
)
_MUNICIPALITY = re.compile(_AREA, re.IGNORECASE)
_REGION = re.compile(
    rf"(?P<area>{_AREA})[\s,]+(?:[\w-]+(?:ой|ей)\s+области|[\w-]+[ое]го\s+(?:края|автономного\s+округа)[^«»]*"
    r"|Республики\s+[^«»]+)$",
    re.IGNORECASE,
)
_OFFICE_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), short)
    for pattern, short in (
        (r"(?<=\S)\s+администрации(?=\s)", ""),
        (r"\bмуниципального\s+(?=района\b|округа\b)", ""),
        (r"\bмуниципального\s+образования\b", "МО"),
        (r"\b(?:город|города)\s+(?=[А-ЯЁ])", r"г. "),
        (r"\bинформационно-методический\s+центр\b", "ИМЦ"),
        (r"\bучебно-методический\s+центр\b", "УМЦ"),
        (r"\bнаучно-методический\s+центр\b", "НМЦ"),
        (r"\bрегиональный\s+центр\s+оценки\s+качества\s+образования\b", "РЦОКО"),
        (r"\bцентр\s+оценки\s+качества\s+образования\b", "ЦОКО"),
        (r"\bцентр\s+развития\s+образования\b", "ЦРО"),
        (r"\bинститут\s+развития\s+образования\b", "ИРО"),
    )
)


def short_office(name: str) -> str:
    """The name without its legal form, without the region where the municipality is named, with what everybody abbreviates
    abbreviated; a short name comes back as it is."""
    clean = neat(name)
    rest = _without_quotes(clean[found.end() :] if (found := _OFFICE_FORM.match(clean)) else clean)
    rest = _REGION.sub(r"\g<area>", rest)
    for pattern, short in _OFFICE_WORDS:
        rest = pattern.sub(short, rest)
    return rest[:1].upper() + rest[1:]


def municipality_of(name: str) -> str:
    """«Энского муниципального района»: whose office it is, as the name says it; empty when it does not."""
    found = _MUNICIPALITY.search(neat(name))
    return found[0] if found else ""


def _without_quotes(text: str) -> str:
    """«Центр» of such a district: the quotes around the beginning are taken away, those inside stay."""
    if not text.startswith("«"):
        return text
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "«") - (letter == "»")
        if not depth:
            return f"{text[1:place]} {text[place + 1 :].strip()}".strip()
    # Two quotes were opened and one was closed, as often: it closes the inner one.
    return text[1:]
