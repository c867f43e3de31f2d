"""Numbers and codes as people type them: told apart from words, which may name somebody."""

import re

_LONGEST = 30
_WORD = re.compile(r"[^\W\d_]{4}")
_ROMAN = re.compile(r"[IVXLCХ.\s]+")


def is_code(text: str) -> bool:
    """Whether a text is a number as papers and lists bear it: «12-од», «01-02/345», «1.4», «IV.», «а)»; never a name with
    its initials."""
    if len(text) > _LONGEST or _WORD.search(text):
        return False
    return (
        any(sign.isdigit() for sign in text) or len(text.strip(" .)(")) <= 1 or bool(_ROMAN.fullmatch(text))
    )
