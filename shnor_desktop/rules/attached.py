"""«(прилагается)» behind what an order approves together with its appendix, in the number of what is approved."""

import re
from collections.abc import Iterable

from shnor_desktop.rules.words import declension, marks
from shnor_desktop.rules.words.marks import Chunk, Line

Names = tuple[str, ...]
"""All that one attached thing may be called."""
_APPROVE = re.compile(r"\bутвердить\b", re.IGNORECASE)
_SAID = re.compile(r"прилаг|приложени", re.IGNORECASE)
_QUOTED = re.compile(r"«[^»]*»")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NEXT = re.compile(r"(?:,\s+а|[,;]|\sи)\s+(?:(?:также|затем)\s+)?([^\W\d_]+)|[.;]\s+[А-ЯЁ]")
"""Where the next thing to be done may begin: behind a comma or «и», or as a sentence of its own."""
_MARK = re.compile(r"\s*\((?:прилага|приложени)[^)]*\)|\bприлагаем\w+\s", re.IGNORECASE)
_TAIL = re.compile(r"[\s.,;:*]*$")


def is_said(text: str) -> bool:
    """Whether a text speaks of an appendix itself."""
    return bool(_SAID.search(text))


def is_lead(text: str) -> bool:
    """Whether what stands under this text is approved: «Утвердить:»."""
    found = _APPROVE.search(text)
    return found is not None and not _WORD.search(text, found.end())


def approves(text: str, names: Names) -> bool:
    """Whether a text approves the thing, with its mark or without."""
    bare = _MARK.sub("", text)
    return with_mark(bare, (names,)) != bare


def is_approved(point: str, names: Names) -> bool:
    """Whether a point, with what stands under it, approves the thing."""
    first, under = headed(marks.read(point))
    lines = [marks.marked(one.spans) for one in under if isinstance(one, Line)]
    told = [f"Утвердить {line}" for line in lines] if is_lead(first) else [first]
    return any(approves(one, names) for one in told)


def headed(chunks: tuple[Chunk, ...]) -> tuple[str, tuple[Chunk, ...]]:
    """The words of a point with their marks, and what stands under them."""
    if chunks and isinstance(chunks[0], Line):
        return marks.marked(chunks[0].spans), chunks[1:]
    return "", chunks


def with_mark(text: str, things: Iterable[Names], *, approved: bool = False) -> str:
    """The text with «(прилагается)» behind what it approves; as it is where it says so itself or approves nothing
    of these things. `approved`: it stands under «Утвердить:»."""
    found = _APPROVE.search(text)
    if is_said(text) or not (approved or found):
        return text
    masked = _QUOTED.sub(lambda one: "«" * len(one[0]), text)
    begin = found.end() if found else 0
    end = next((one.start() for one in _NEXT.finditer(masked, begin) if _begins(one[1])), len(text))
    clause, shown = masked[begin:end], text[begin:end].casefold()
    nouns = dict(hit for names in things if (hit := _named(clause, shown, names)) is not None)
    if not nouns:
        return text
    place = begin + len(_TAIL.sub("", text[begin:end]))
    word = "прилагаются" if len(nouns) > 1 or any(nouns.values()) else "прилагается"
    return f"{text[:place]} ({word}){text[place:]}"


def _begins(verb: str | None) -> bool:
    return verb is None or declension.is_infinitive(verb)


def _named(clause: str, shown: str, names: Names) -> tuple[str, bool] | None:
    """The noun the thing is called by here, and whether it tells of many."""
    for name in filter(None, names):
        called = declension.as_object(name)
        if f"«{name.casefold()}»" in shown:
            return name, False
        if called is not None and _is_object(clause, called[0]):
            return called
    return None


def _is_object(clause: str, noun: str) -> bool:
    """Whether the noun stands there and is what is approved: «план», but not «изменения в план»."""
    words = [one.lower() for one in _WORD.findall(clause)]
    return any(
        word == noun and not any(map(declension.is_preposition, words[max(0, at - 2) : at]))
        for at, word in enumerate(words)
    )
