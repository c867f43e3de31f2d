"""Finding the record a person means: by kind and uid, or by words of its title."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.operations.records.changes import Names
from shnor_desktop.rules.searching import words_of
from shnor_desktop.rules.words.russian import quoted


def find_record(
    session: Session, wanted: str, among: Collection[str] = (), called: str = "Карточки {} в файле нет."
) -> tuple[str, bytes]:
    """(kind, uid) of «school:0190…», of «school:Заречная» or of words of a title; a school goes first, a link, which is
    titled by its ends, goes by its kind only. Deleted records are found by uid. Words without a kind mean those `among`,
    where any are named; `called` says that there is none. Signs between words do not matter, quotes neither."""
    names = Names(session)
    code, colon, rest = wanted.partition(":")
    every = [kind.code for kind in KINDS if (kind.code in among if among else kind.code != "link")]
    kinds = [code] if colon and code in BY_CODE else every
    words = rest if kinds == [code] else wanted
    uid = _uid(words)
    if uid is not None and kinds == [code] and names.past(code, uid):
        return code, uid
    looked_for = words_of(words)
    titles = [(one, key, words_of(title)) for one in kinds for key, title in names.all(one).items()]
    for sure in (True, False):
        found = [
            (one, key)
            for one, key, title in titles
            if looked_for and (title == looked_for if sure else _within(looked_for, title))
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
        called.format(quoted(wanted)),
        "Укажите ВИД:НОМЕР или слова из названия, например school:Заречная.",
    )


def _within(words: Sequence[str], title: Sequence[str]) -> bool:
    text = " ".join(title)
    return all(word in text for word in words)


def _uid(text: str) -> bytes | None:
    try:
        uid = bytes.fromhex(text)
    except ValueError:
        return None
    return uid if len(uid) == 16 else None
