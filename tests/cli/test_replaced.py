"""A command whose file is replaced while it works: exit code 2 and one sentence that names the kept copy."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.capture import Journal
from shnor_desktop.operations.sharing import merging
from tests.cli.running import Shnor, change, director, refusal

Act = Callable[[Path], object]
ACTS: dict[str, Act] = {
    "deleted": lambda path: path.unlink(),
    "renamed over": lambda path: Path(shutil.copyfile(path, path.with_name("чужая"))).replace(path),
    "copied over": lambda path: path.write_bytes(b"0" * path.stat().st_size),
}


@pytest.mark.parametrize("how", ACTS)
def test_undo(shnor: Shnor, base: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    change(base, 0, "Школа № 1", director="Первый")
    begin = Journal.begin

    def meanwhile(journal: Journal, *how_to: Any) -> object:
        if base.exists() and not base.with_name("было").exists():
            base.with_name("было").touch()
            ACTS[how](base)
        return begin(journal, *how_to)

    monkeypatch.setattr(Journal, "begin", meanwhile)
    said = refusal(shnor("undo", base))
    (kept,) = base.parent.glob("*мои правки*.shnor")
    assert f"«{kept}»" in said and "Последнее действие не записано" in said
    monkeypatch.undo()
    assert director(kept) == "Первый"


@pytest.mark.parametrize("how", ["deleted", "renamed over"])
def test_merge(shnor: Shnor, copies: list[Path], monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    path = copies[0]
    bring = merging._bring

    def meanwhile(document: Document, *args: object, **named: object) -> object:
        if document.path == path:
            ACTS[how](path)
        return bring(document, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "_bring", meanwhile)
    said = refusal(shnor("merge", path, copies[1]))
    (kept,) = path.parent.glob("*мои правки*.shnor")
    assert f"«{kept}»" in said
    assert director(kept).startswith("Директор 0")
