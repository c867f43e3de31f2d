"""Requisites that papers print in a case as they were typed: told where another case was typed, never changed."""

from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.orders import CASES
from shnor_desktop.operations.office.offices import OfficeCard
from shnor_desktop.rules.words.declension import better
from shnor_desktop.rules.words.russian import quoted

_NAMES = {code: label.partition(" ")[0] for code, label in CASES}


def wrong_cases(office: OfficeCard) -> tuple[str, ...]:
    """Requisites that stand in the nominative where papers need another case; they are printed as they are."""
    found = []
    for field in BY_CODE["office"].fields:
        text = str(getattr(office, field.name, ""))
        if field.case is not None and text and (form := better(text, field.case)):
            found.append(
                f"Реквизит «{field.label}» похож на именительный падеж: {quoted(text)}, а документам нужен "
                f"{_NAMES[field.case]}: {quoted(form)}. Программа сама его не меняет."
            )
    return tuple(found)
