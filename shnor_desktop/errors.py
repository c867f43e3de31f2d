"""Expected failures: what the user is told instead of a traceback. Every layer may raise them."""

import signal
from pathlib import Path


class UserError(Exception):
    """An expected failure. Both parts are one Russian sentence each, shown together."""

    def __init__(self, what_happened: str, what_to_do: str = "") -> None:
        super().__init__(f"{what_happened} {what_to_do}".strip())
        self.what_happened = what_happened
        self.what_to_do = what_to_do


class DocumentError(UserError):
    """The document cannot be opened, read or written."""


class DocumentLocked(DocumentError):
    """Another program holds the document; `holder` says who and since when, in Russian."""

    def __init__(self, what_happened: str, what_to_do: str, holder: str = "") -> None:
        super().__init__(what_happened, what_to_do)
        self.holder = holder


class DocumentReplaced(DocumentError):
    """What lies at the path of an open document is no longer what this program left there, so nothing is written to it.
    `kept` is the copy of what this program had, None when none could be made; `there` says whether a file lies at the
    path now."""

    def __init__(
        self, what_happened: str, what_to_do: str, path: Path, kept: Path | None, *, there: bool
    ) -> None:
        super().__init__(what_happened, what_to_do)
        self.path = path
        self.kept = kept
        self.there = there


class DocumentMissing(DocumentError):
    """Nothing is where the document should be; the sentence names its copies that are near."""

    def __init__(self, what_happened: str, what_to_do: str, path: Path) -> None:
        super().__init__(what_happened, what_to_do)
        self.path = path


class DocumentDamaged(DocumentError):
    """The content of our own document cannot be read whole: backups, a partner's file or recovery may help."""


class DocumentForged(DocumentDamaged):
    """The history of our own document is not what its writers sealed: no other office takes what is built on it."""


class WorkbookError(UserError):
    """A workbook cannot be read at all: broken, encrypted, too large, not a workbook."""


class Cancelled(UserError):
    """The user stopped a long operation; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Действие отменено.", "Данные не изменены.")


_FROM_OUTSIDE = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT")
"""Signals that nothing in a file brings about: somebody, or the system when it runs out of memory, sends them."""


def helper_stopped(name: str, code: int | None) -> tuple[str, str] | None:
    """What is known when the helper process that read a file ended without an answer, and what to do; None where its end
    `code` does not speak for a stop from outside, so that the file may have crashed it."""
    if code is None or code >= 0:
        return None
    known = {int(getattr(signal, one)): one for one in _FROM_OUTSIDE if hasattr(signal, one)}
    if -code not in known:
        return None
    return (
        f"Файл «{name}» не прочитан: вспомогательный процесс был остановлен системой (сигнал {-code}, {known[-code]}). "
        "О самом файле это ничего не говорит.",
        "Закройте лишние программы (могло не хватить памяти) и повторите.",
    )
