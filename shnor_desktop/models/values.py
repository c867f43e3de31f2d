"""Field values as people read and type them: used by tables, forms, workbooks and history alike."""

import re
from datetime import date

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import LONG, TEXTS, Editor, Field
from shnor_desktop.rules import admissible
from shnor_desktop.rules.words import points, school_years
from shnor_desktop.rules.words.russian import MONTHS_OF, counted, show_date

Value = str | int | bool | bytes | None
Linked = tuple[tuple[bytes, str], ...]
"""Of a LINKS field: the linked records with their notes, in their order."""


def show(field: Field, value: Value) -> str:
    """Russian text of a stored value; a RECORD value is left to the caller, who knows titles."""
    if value is None or value == "":
        return ""
    if field.editor is Editor.FLAG:
        return "да" if value else "нет"
    if field.editor is Editor.CHOICE:
        return dict(field.choices).get(str(value), str(value))
    if field.editor is Editor.DATE:
        return show_date(str(value))
    if field.editor is Editor.SCHOOL_YEAR and isinstance(value, int):
        return school_years.label(value)
    if field.editor is Editor.DECIMAL_E4 and isinstance(value, int):
        return show_e4(value)
    return value.hex() if isinstance(value, bytes) else str(value)


def is_beyond(lower: Value, upper: Value) -> bool:
    """Whether two ordered values, dates or numbers, are out of their order; what is unknown never is."""
    if isinstance(lower, str) and isinstance(upper, str):
        return "" < upper < lower
    return isinstance(lower, int) and isinstance(upper, int) and lower > upper


def show_e4(value: int, decimals: int | None = None) -> str:
    """Decimal text with a comma; without `decimals` only as many as are needed."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    if decimals is None:
        text = f"{size // 10_000},{size % 10_000:04d}".rstrip("0").rstrip(",")
    else:
        unit = 10 ** (4 - decimals)
        rounded = (size + unit // 2) // unit
        whole, rest = divmod(rounded, 10**decimals)
        text = f"{whole},{rest:0{decimals}d}" if decimals else str(whole)
    return sign + text


def parse(field: Field, text: str) -> Value:
    """Stored value of typed text. Raises UserError saying what is wrong with it."""
    admissible.require_letters(text)
    clean = admissible.clean(text).replace("\u00a0", " ").strip()
    if field.editor is Editor.LINES:
        clean = points.tidy(clean)
    if not clean:
        return _empty(field)
    require_length(field, clean)
    parser = _PARSERS.get(field.editor)
    return parser(field, clean) if parser else clean


def _empty(field: Field) -> Value:
    if field.required:
        raise UserError(f"Поле «{field.label}» не заполнено.", "Введите значение.")
    if field.editor in (*TEXTS, Editor.CHOICE, Editor.DATE):
        return ""
    return False if field.editor is Editor.FLAG else None


def _integer(field: Field, text: str) -> Value:
    digits = _bare(field, text)
    if not re.fullmatch(r"-?\d{1,15}", digits):
        raise UserError(
            f"«{text}» в поле «{field.label}» — не целое число.", "Введите целое число, например 12."
        )
    return _within(field, int(digits))


def _bare(field: Field, text: str) -> str:
    """A number without the spaces inside and without its unit behind it."""
    digits = text.replace(" ", "")
    units = [unit for unit in (field.unit.replace(" ", ""), field.unit.rstrip(".")) if unit]
    return next((digits.removesuffix(unit) for unit in units if digits.endswith(unit)), digits)


def require_length(field: Field, text: str) -> None:
    """Raises UserError when nobody types that much into such a field."""
    longest = admissible.LONGEST_TYPED if field.editor in LONG else admissible.LONGEST_LINE
    if len(text) > longest:
        raise UserError(
            f"Текст в поле «{field.label}» слишком длинный: {counted(len(text), 'знак', 'знака', 'знаков')}.",
            f"Введите не больше {longest}.",
        )


def _within(field: Field, number: int) -> int:
    least = -admissible.MOST if field.least is None else field.least
    most = admissible.MOST if field.most is None else field.most
    if least <= number <= most:
        return number
    unit = 10_000 if field.editor is Editor.DECIMAL_E4 else 1
    raise UserError(
        f"Число в поле «{field.label}» вне допустимых пределов.",
        f"Введите число от {least // unit} до {most // unit}.",
    )


def _decimal(field: Field, text: str) -> Value:
    clean = _bare(field, text).replace("%", "").replace(",", ".")
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,4})?", clean):
        raise UserError(
            f"«{text}» в поле «{field.label}» — не число.",
            "Введите число, не более четырёх знаков после запятой, например 31,5.",
        )
    whole, _, rest = clean.lstrip("-").partition(".")
    size = int(whole) * 10_000 + int((rest + "0000")[:4])
    return _within(field, -size if clean.startswith("-") else size)


def _date(field: Field, text: str) -> Value:
    clean = re.sub(r" ?г(?:\.|ода)?$| 0?0:00(?::00)?$", "", text)
    found = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", clean)
    worded = re.fullmatch(r"[«\"]?(\d{1,2})[»\"]? ([а-я]+) (\d{4})", clean.lower())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        if worded and worded[2] in MONTHS_OF:
            return date(int(worded[3]), MONTHS_OF.index(worded[2]) + 1, int(worded[1])).isoformat()
        return date.fromisoformat(clean).isoformat()
    except ValueError:
        raise UserError(
            f"«{text}» в поле «{field.label}» — не дата.", "Введите дату в виде 05.09.2026."
        ) from None


def _school_year(field: Field, text: str) -> Value:
    year = school_years.parse(text)
    if year is None and (day := re.fullmatch(r"0?1\.(\d{1,2})\.(20\d\d)", text)):
        # What a spreadsheet makes of a typed «2011/12».
        year = school_years.parse(f"{day[2]}/{int(day[1]):02d}")
    if year is None:
        raise UserError(
            f"«{text}» в поле «{field.label}» — не учебный год.", "Введите учебный год в виде 2020/21."
        )
    return year


FORMERLY = {
    "другая": "другой",
    "подписана": "подписан",
    "отменена": "отменён",
    "пункты бумаги": "пункты документа",
    "основание бумаги": "основание документа",
    "своя бумага, основание бумаги": "свой документ, основание документа",
    "своя бумага, основание программы": "свой документ, основание программы",
    "школа бумаги": "школа документа",
    "на что ответило сделанное": "проблема, по которой проведена работа",
    "по тому, что сделано": "по факту выполнения",
    "ознакомленный с бумагой": "ознакомленный с документом",
}
"""Choices as books of earlier versions call them → what they are called."""


def _choice(field: Field, text: str) -> Value:
    typed = text.casefold()
    for wanted in (typed, FORMERLY.get(typed)):
        for code, label in field.choices:
            if wanted in (label.casefold(), code.casefold()):
                return code
    known = ", ".join(label for _, label in field.choices if label)
    raise UserError(f"«{text}» не подходит для поля «{field.label}».", f"Выберите одно из: {known}.")


def _flag(field: Field, text: str) -> Value:
    if text.casefold() in ("да", "1", "+", "истина", "true"):
        return True
    if text.casefold() in ("нет", "0", "-", "ложь", "false"):
        return False
    raise UserError(f"«{text}» не подходит для поля «{field.label}».", "Введите «да» или «нет».")


_PARSERS = {
    Editor.INTEGER: _integer,
    Editor.DECIMAL_E4: _decimal,
    Editor.DATE: _date,
    Editor.SCHOOL_YEAR: _school_year,
    Editor.CHOICE: _choice,
    Editor.FLAG: _flag,
}
