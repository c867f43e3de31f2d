"""Every Russian text of the sources with its place: literals, and f-strings with their holes in braces."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "shnor_desktop"
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_HOLE = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Text:
    """A literal; what an f-string puts in stands as `{code}`."""

    module: str
    line: int
    text: str

    @property
    def said(self) -> str:
        """The text without its holes."""
        return _HOLE.sub("", self.text)

    @property
    def place(self) -> str:
        """Where to look for it."""
        return f"{self.module}:{self.line}"


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every module of the program."""
    return tuple(
        (path.relative_to(SOURCES).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted(SOURCES.rglob("*.py"))
    )


@cache
def texts() -> tuple[Text, ...]:
    """Russian literals of the program; docstrings are nobody's but ours."""
    return tuple(
        Text(name, line, text)
        for name, tree in modules()
        for line, text in _literals(tree)
        if _RUSSIAN.search(_HOLE.sub("", text))
    )


def shown() -> tuple[Text, ...]:
    """Those that may come before people in the window and on paper: patterns that only read are left out."""
    return tuple(one for one in texts() if not re.search(r"\\[a-z]|\(\?|\[\^|\w\|\w", one.text))


def pages() -> tuple[Text, ...]:
    """The help and the Russian part of the README, a line each."""
    readme = (ROOT / "README.md").read_text("utf-8")
    start = readme[: readme.index("## Для отдела образования")].count("\n")
    russian = readme[readme.index("## Для отдела образования") :].split("\n## ")[0]
    lines = [
        Text("README.md", start + number, line) for number, line in enumerate(russian.split("\n"), start=1)
    ]
    for path in sorted((ROOT / "resources" / "help").glob("*.md")):
        told = path.read_text("utf-8").split("\n")
        lines += [Text(path.name, number, line) for number, line in enumerate(told, start=1)]
    return tuple(lines)


def paragraphs() -> tuple[Text, ...]:
    """The same, a paragraph each: what is said may go on in the next line."""
    made: list[Text] = []
    for one in pages():
        last = made[-1] if made else None
        if last is not None and last.module == one.module and last.text and one.text:
            made[-1] = Text(last.module, last.line, f"{last.text} {one.text.strip()}")
        else:
            made.append(one)
    return tuple(made)


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, joined(node)
            left += [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node.lineno, node.value
        else:
            left += ast.iter_child_nodes(node)


def joined(node: ast.JoinedStr) -> str:
    """An f-string with its holes as code."""
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{" + ast.unparse(part.value) + "}"
        for part in node.values
        if isinstance(part, ast.Constant | ast.FormattedValue)
    )
