"""The window shows and asks; what is written is a story of the operations, and tables and dialogs are those of the kit."""

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "shnor_desktop" / "ui"
_WRITING = {"write", "execute", "executemany", "commit"}
_NO_DOCUMENT = {"stderr", "process", "render", "marks"}
"""What else the window writes with: a stream, a helper process, a renderer of papers, the marks of a typed text."""
_TABLES = {
    "QAbstractItemModel",
    "QAbstractListModel",
    "QAbstractTableModel",
    "QSortFilterProxyModel",
    "QStandardItemModel",
    "QTableWidget",
    "QTreeWidget",
}
_OWN_TABLES = {
    "results/rows.py": "the grid of results",
    "programme/dialogs.py": "a tree: groups and their templates",
    "sharing/question_list.py": "a tree: schools and their questions",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(UI.rglob("*.py")):
        yield path.relative_to(UI).as_posix(), ast.parse(path.read_text("utf-8"))


def called_on(call: ast.Call) -> str:
    """The last name before the method: `stderr` of `sys.stderr.write`."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""


def made_of(node: ast.AST) -> list[ast.expr]:
    """What a class derives from, or what a call calls: a name in an annotation makes nothing."""
    if isinstance(node, ast.ClassDef):
        return node.bases
    return [node.func] if isinstance(node, ast.Call) else []


def test_no_transaction_is_opened_in_the_window() -> None:
    found = {
        f"{name}:{node.lineno} {called_on(node)}.{node.func.attr}"
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _WRITING
        and called_on(node) not in _NO_DOCUMENT
    }
    assert found == set()


def test_tables_are_made_by_the_kit_alone() -> None:
    found = {
        name
        for name, tree in modules()
        if not name.startswith("kit/")
        for node in ast.walk(tree)
        if _TABLES & {one.id for one in made_of(node) if isinstance(one, ast.Name)}
    }
    assert found == set(_OWN_TABLES)


def test_dialogs_stand_in_the_frame_of_the_kit() -> None:
    found = {
        name
        for name, tree in modules()
        if not name.startswith("kit/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "QDialog" for base in node.bases)
    }
    assert found == set()
