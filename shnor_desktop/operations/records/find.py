"""Finding the record a person means: by kind and uid, or by words of its title."""

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.operations.records.changes import Names
from shnor_desktop.rules.words.name_order import alphabetical
from shnor_desktop.rules.words.russian import quoted


def find_record(session: Session, wanted: str) -> tuple[str, bytes]:
    """(kind, uid) of «school:0190…», of «school:Заречная» or of words of a title; a school goes first,
    a link, which is titled by its ends, goes by its kind only. Deleted records are found by uid."""
    names = Names(session)
    code, colon, rest = wanted.partition(":")
    kinds = [code] if colon and code in BY_CODE else [kind.code for kind in KINDS if kind.code != "link"]
    words = rest if len(kinds) == 1 else wanted
    uid = _uid(words)
    if uid is not None and len(kinds) == 1 and names.past(code, uid):
        return code, uid
    looked_for = alphabetical(words)
    for sure in (True, False):
        found = [
            (one, key)
            for one in kinds
            for key, title in names.all(one).items()
            if (alphabetical(title) == looked_for if sure else _within(looked_for, alphabetical(title)))
        ]
        schools = [one for one in found if one[0] == "school"]
        if len(found) == 1 or len(schools) == 1:
            return (schools or found)[0]
        if found:
            some = ", ".join(f"{one}:{key.hex()} {quoted(names(one, key))}" for one, key in found[:5])
            raise UserError(
                f"По запросу {quoted(wanted)} найдено карточек: {len(found)}.", f"Уточните: {some}."
            )
    raise UserError(
        f"Карточки {quoted(wanted)} в файле нет.",
        "Укажите ВИД:НОМЕР или слова из названия, например school:Заречная.",
    )


def _within(words: str, title: str) -> bool:
    return bool(words.split()) and all(word in title for word in words.split())


def _uid(text: str) -> bytes | None:
    try:
        uid = bytes.fromhex(text)
    except ValueError:
        return None
    return uid if len(uid) == 16 else None
