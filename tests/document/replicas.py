"""Several copies of one document, worked in at once and merged in any order; used by the merge tests."""

import itertools
import random
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import text

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.merge.merge import MergeReport, merge
from shnor_desktop.models.kinds import KINDS
from tests.document.states import act, ground

_JOURNAL = {
    "action": "SELECT w.uid, seq, action.last_seq, lamport, kind, title FROM action JOIN writer w ON w.n = writer_n",
    "change": "SELECT w.uid, seq, field_no, table_no, row_uid, lamport, value, p.uid, pred_seq FROM change "
    "JOIN writer w ON w.n = writer_n LEFT JOIN writer p ON p.n = pred_writer_n",
    "writer": "SELECT uid, last_seq, chain, whole FROM writer w "
    "WHERE EXISTS (SELECT 1 FROM action a WHERE a.writer_n = w.n)",
    "conflict": "SELECT * FROM conflict",
    "head": "SELECT row_uid, field_no, w.uid, seq, win FROM head JOIN writer w ON w.n = writer_n",
    "row_state": "SELECT row_uid, table_no, w.uid, ins_seq, own_alive, alive, canonical_uid FROM row_state "
    "JOIN writer w ON w.n = ins_writer_n",
}


def picture(document: Document) -> dict[str, list[tuple[object, ...]]]:
    """Everything that must be equal in all offices: tables, history, heads, conflicts."""
    with document.read() as session:
        shown = {kind.code: f"SELECT * FROM {kind.code}" for kind in KINDS}
        return {
            name: sorted((tuple(row) for row in session.execute(text(query))), key=repr)
            for name, query in (shown | _JOURNAL).items()
        }


@cache
def _start() -> bytes:
    """The document all copies begin with, made once a run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "A.shnor"
        with Document.create(path, Who("А", "Организация А")) as document:
            ground(document)
        return path.read_bytes()


class Replicas:
    """Copies A, B, C … of one document in a folder."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.paths = [folder / f"{chr(65 + i)}.shnor" for i in range(count)]
        for path in self.paths:
            path.write_bytes(_start())
        self._numbers = itertools.count()

    def open(self, index: int) -> Document:
        """Open one copy for work."""
        name = chr(65 + index)
        return Document.open(self.paths[index], Who(name, f"Организация {name}"), back_up=False)

    def act(self, index: int, chance: random.Random, times: int = 1) -> None:
        """Random work in one copy."""
        with self.open(index) as document:
            for _ in range(times):
                act(document, chance)

    def merge(self, into: int, source: int) -> MergeReport:
        """Merge one copy into another."""
        staged = self.folder / f"staged{next(self._numbers)}.shnor"
        shutil.copyfile(self.paths[source], staged)
        with self.open(into) as document:
            return merge(document, staged, self.paths[source].name, keep=True)

    def picture(self, index: int) -> dict[str, list[tuple[object, ...]]]:
        """See `picture`."""
        with self.open(index) as document:
            return picture(document)
