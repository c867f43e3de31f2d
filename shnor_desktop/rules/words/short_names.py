"""Short names of schools: «МБОУ «Луговая СОШ»» for the name of the charter, and the kind of school a name tells."""

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
