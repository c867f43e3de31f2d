"""In which order names stand: schools by their proper names, № 2 before № 10, «ё» with «е»."""

import re
from functools import lru_cache


def alphabetical(name: str) -> str:
    """Sort key of a Russian name: «ё» stands with «е»."""
    return name.casefold().replace("ё", "е")


_BEFORE_NAME = re.compile(r"^\s*(?:[А-ЯЁ\s]+(?=[«\"“„])|[А-ЯЁ]{1,4}ОУ\s+)?[«\"“„]?")
"""«МБОУ «», «МБОУ "», «МКОУ СОШ «», a bare «МБОУ »: what stands before the proper name."""


_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=65_536)
def by_name(name: str) -> str:
    """Sort key of a school: by the proper name in quotes, not by «МБОУ» or «МКОУ», and № 2 before № 10."""
    before = _BEFORE_NAME.match(name)
    text = alphabetical(name[before.end() :] if before else name)
    return _NUMBER.sub(lambda found: found[0].zfill(9), text)
