"""What a cell says where schools are named: the name of one, of several, a note under the table."""

import re
from functools import lru_cache

from shnor_desktop.sheets.book.reader import Cell
from shnor_desktop.sheets.book.values import Number, plain, tidy, value_of
from shnor_desktop.sheets.words.meaning import measure_of, role_of
from shnor_desktop.sheets.words.territories import SCHOOL, area_of
from shnor_desktop.sheets.words.totals import total_name

_FOOTER = re.compile(
    r"всего участник|всего по списк|исполнител|средн(?:ие|ее|ий|яя(?!.*(?:школа|сош|оош)(?![а-я])))(?![а-я])|минимальн|максимальн|примечани|\*|руководител|директор\b|"
    r"начальник|тел\.|телефон|источник(?:и|ом)?(?![а-я])|ответственн|дата(?![а-я])|подпис|согласован|заместител|методист|специалист|составил|итоги подвел"
)
MANY = re.compile(r"школам|школах|(?:организаци|учреждени)(?:й|ях|ям)(?![а-я])|результат|(?<![а-я])итоги")
_GROUP = re.compile(
    r"(?:в том числе|в т\. ?ч\.|из них|по типам)(?![а-я]).*|(?:выпускник\w* прошлых лет|впл|(?:обучающ\w* |выпускник\w* |студент\w* )?спо|экстерн\w*)(?![а-я]).*|"
    r"(?:[а-я-]+(?:ие|ые) )+(?:школы|сош|оош|гимназии|лицеи|оо|оу|организации|учреждения)|"
    r"(?:все )?(?:школы|гимназии|лицеи|интернаты|школы-интернаты)(?: (?:и|,) (?:школы|гимназии|лицеи|интернаты))*(?: (?:города|района|округа|села|области|края|республики|городские|сельские))?"
)
"""Several schools in one line: «Сельские школы», «в том числе малокомплектные»."""
BARE_KIND = re.compile(
    r"(?:сош|оош|нош|сш|ош)(?:(?: и |, ?| ?/ ?)(?:сош|оош|нош|сш|ош|гимназии|лицеи))*(?: ?\((?:\d+ )?(?:школ[а-я]*|оо|оу|шт\.?)\))?[:.]?"
)
"""«СОШ» alone, among schools with names of their own: a subtotal by kind."""
_NUMBER_SIGN = re.compile(r"№ ?(?=\d)")


@lru_cache(maxsize=20_000)
def looks_like_school(text: str) -> bool:
    """Does the text name one school? «№ 1» alone may be a task, «Сельские школы» are many."""
    clean = plain(text)
    if len(text) > 200 or not SCHOOL.search(_NUMBER_SIGN.sub(" ", clean)):
        return False
    many = _GROUP.fullmatch(clean) or MANY.search(clean) or clean.startswith("школы")
    return not (many or role_of(text) or measure_of(text) or total_name(text) is not None)


def stands_for_schools(text: str) -> bool:
    """A total, an area, or an average over schools."""
    return total_name(text) is not None or bool(area_of(text)) or _is_footer(text)


@lru_cache(maxsize=20_000)
def _is_footer(text: str) -> bool:
    return _FOOTER.match(plain(text)) is not None


@lru_cache(maxsize=20_000)
def is_aside(text: str) -> bool:
    """A footer, or a line of several schools."""
    return _is_footer(text) or _GROUP.fullmatch(plain(text)) is not None


@lru_cache(maxsize=20_000)
def is_usual_name(name: str) -> bool:
    """The name of one school, whatever stands beside it."""
    clean = plain(name)
    named = SCHOOL.search(clean) is not None and not BARE_KIND.fullmatch(clean)
    return named and not is_aside(name) and total_name(name) is None


@lru_cache(maxsize=20_000)
def stands_beside(cell: Cell) -> bool:
    """Does a cell beside the name of a school leave the row that of the school?"""
    text = tidy(cell)
    return isinstance(value_of(text), Number) or not is_aside(text) and total_name(text) is None
