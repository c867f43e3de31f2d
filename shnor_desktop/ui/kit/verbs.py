"""Verbs of the operations as work for the worker: what they are given is read at once, on the thread of the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.ui.kit.jobs import Progress

P = ParamSpec("P")
T = TypeVar("T")


def with_document(
    verb: "Callable[Concatenate[Document, P], T]", *given: P.args, **named: P.kwargs
) -> "Callable[[Document, Progress], T]":
    """A verb that takes the document: a story that writes, or one that opens its own reading."""
    return lambda document, progress: verb(document, *given, **named)


def with_session(
    verb: Callable[Concatenate[Any, P], T], *given: P.args, **named: P.kwargs
) -> "Callable[[Document, Progress], T]":
    """A verb that reads through a session."""

    def work(document: "Document", progress: "Progress") -> T:
        with document.read() as session:
            return verb(session, *given, **named)

    return work


def with_rows(
    verb: Callable[Concatenate[Any, P], T], *given: P.args, **named: P.kwargs
) -> "Callable[[Document, Progress], T]":
    """A verb that reads plain rows, before records are loaded."""

    def work(document: "Document", progress: "Progress") -> T:
        with document.rows() as connection:
            return verb(connection, *given, **named)

    return work
