"""The union of two journals: which rows of the other copy are new, whether they fit, and taking them over.

What both know must be equal, what is proved of a writer gets nothing added, and what comes builds only on what is
here. Each of these is asked before anything is derived, and a refusal takes everything back.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from shnor_desktop.document.foreign.relations import builds_on_nothing, entered_twice
from shnor_desktop.document.journal.capture import OTHER_DEED
from shnor_desktop.document.journal.chain import Proof, agree, chain_at, proof
from shnor_desktop.document.merge import withheld
from shnor_desktop.document.merge.part import kind_of
from shnor_desktop.document.merge.selection import pointed
from shnor_desktop.document.merge.withheld import Filled
from shnor_desktop.document.state.row import RowId, chunks, marks
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.errors import DocumentError

_NOTHING_NEW = 2**62
"""A form carries our own words without names; they are not compared and not taken back."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One writer of the other copy (`fn`) and its number here (`n`)."""

    fn: int
    n: int
    ours: Proof
    theirs: Proof
    compare: bool
    """Whether at least one side knows it only in pieces, so that rows are held against each other one by one."""
    whole: bool
    """Whether both sides know it whole."""


class Union:
    """One other copy, attached as `other`, over a document's connection within its transaction."""

    def __init__(self, connection: sqlite3.Connection, name: str, live: int | None) -> None:
        """`live` is the number of the writer who works here now, if it wrote anything."""
        self._connection = connection
        self._name = name
        self._live = live
        self._pairs: list[Pair] = []
        self._kind = kind_of(connection, "other")

    # ---- writers

    def open(self) -> None:
        """Map the writers, find what is new and refuse what cannot be. Raises DocumentError."""
        if kind_of(self._connection, "main") == "form" and self._kind != "form":
            raise DocumentError(
                "Этот файл — форма без имён людей: полный файл или часть с ней не объединить.",
                "Откройте файл, из которого отправили форму, и объедините форму с ним.",
            )
        self._connection.execute(
            "CREATE TEMP TABLE j_map (fn INTEGER PRIMARY KEY, n INTEGER, after_seq INTEGER, compare INTEGER, "
            "proved INTEGER)"
        )
        theirs = self._connection.execute(
            "SELECT n, uid, office, person, device, app_version, started_wall, last_seq, chain, whole "
            "FROM other.writer"
        ).fetchall()
        for fn, *row in theirs:
            self._map(fn, tuple(row))
        self._must_be_equal()
        self._connection.execute(
            "CREATE TEMP TABLE j_new AS SELECT m.fn, m.n AS writer_n, x.seq, x.field_no, x.table_no, x.row_uid "
            + _NEW_CHANGE
        )
        self._connection.execute(
            "CREATE TEMP TABLE j_pred AS SELECT m.n AS writer_n, x.seq, x.field_no, x.pred_field_no, "
            "(SELECT p.n FROM temp.j_map p WHERE p.fn = x.pred_writer_n) AS pred_writer_n, x.pred_seq "
            + _NEW_PRED
        )
        self._must_fit()

    def _map(self, fn: int, row: tuple[object, ...]) -> None:
        """Their local number → ours, and from which number on their changes may be new."""
        whole = bool(row[-1])
        known = self._connection.execute(
            "SELECT n, last_seq, whole FROM writer WHERE uid = ?", row[:1]
        ).fetchone()
        of_form = self._kind == "form" and not whole
        if known is None and of_form:
            raise DocumentError(
                f"«{self._name}» — форма из другого файла или из более новой его копии.",
                "Объедините форму с файлом, из которого её отправили, или сначала объедините этот файл с ним.",
            )
        if known is None:
            cursor = self._connection.execute(
                "INSERT INTO writer (uid, office, person, device, app_version, started_wall, last_seq, chain, "
                "whole, here) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                row,
            )
            pair = Pair(fn, cursor.lastrowid or 0, Proof(), self._theirs(fn), compare=False, whole=False)
        elif of_form:
            self._connection.execute("INSERT INTO j_map VALUES (?, ?, ?, 0, 0)", (fn, known[0], _NOTHING_NEW))
            return
        else:
            pair = self._known(fn, whole, *known)
        self._pairs.append(pair)
        self._connection.execute(
            "INSERT INTO j_map VALUES (?, ?, ?, ?, ?)",
            (fn, pair.n, pair.ours.end if pair.whole else 0, pair.compare, pair.ours.end),
        )

    def _known(self, fn: int, whole: bool, n: int, last_seq: int, whole_here: int) -> Pair:
        """One must be the beginning of the other, as far as both are proved."""
        beyond = "SELECT 1 FROM other.action WHERE writer_n = ? AND last_seq > ?"
        if n == self._live and self._connection.execute(beyond, (fn, last_seq)).fetchone():
            raise self._altered()  # Nobody else can have spoken for who works here now.
        theirs = self._theirs(fn)
        try:
            ours = proof(self._connection, n)
        except ValueError as error:
            raise self._altered() from error
        if not agree(self._connection, (n, ours), (fn, theirs), "other"):
            raise self._altered()
        both = whole and bool(whole_here)
        return Pair(fn, n, ours, theirs, compare=not both, whole=both)

    def _theirs(self, fn: int) -> Proof:
        try:
            return proof(self._connection, fn, "other")
        except ValueError as error:
            raise self._altered() from error

    def _altered(self) -> DocumentError:
        return DocumentError(
            f"История в файле «{self._name}» отличается от нашей: её изменили другой программой.",
            "Попросите прислать файл заново; наши данные не изменены.",
        )

    def _forged_here(self) -> DocumentError:
        """Theirs is proved, what we hold beyond our own proof contradicts it."""
        return DocumentError(
            f"В «{self._name}» и в этом файле одни и те же действия записаны по-разному: "
            "в одну из частей, с которыми его объединяли, что-то вписали другой программой.",
            "Отмените то объединение («Файл → Объединения и протоколы…») и повторите; наши данные не изменены.",
        )

    # ---- what both know

    def _must_be_equal(self) -> None:
        """Actions that both know; `filled` holds the changes against each other. A file saved from a damaged disk
        may lack some of what a change replaces: that comes together as all else does."""
        self._refuse_if(_ACTIONS_DIFFER)

    def _refuse_if(self, query: str) -> None:
        """A difference below what their chain proves is a forgery here, any other one there."""
        found = self._connection.execute(f"{query} LIMIT 1").fetchone()
        if found:
            raise self._refusal(*found)

    def _refusal(self, fn: int, seq: int) -> DocumentError:
        pair = next(one for one in self._pairs if one.fn == fn)
        proved_there = pair.ours.end < seq <= pair.theirs.end
        return self._forged_here() if proved_there else self._altered()

    def filled(self) -> list[Filled]:
        """What both copies know must be the same in both, but for texts that a part goes without: those of ours
        that the other copy knows."""
        same = (
            "o.field_no = x.field_no AND o.table_no = x.table_no AND o.row_uid = x.row_uid "
            "AND o.lamport = x.lamport AND o.pred_seq IS x.pred_seq AND o.pred_writer_n IS p.n"
        )
        differing = self._connection.execute(
            f"SELECT {same}, o.table_no, o.row_uid, o.field_no, o.writer_n, o.seq, o.value, x.value, "
            "x.writer_n FROM temp.j_map m CROSS JOIN other.change x ON x.writer_n = m.fn "
            "JOIN main.change o ON o.writer_n = m.n AND o.seq = x.seq "
            f"LEFT JOIN temp.j_map p ON p.fn = x.pred_writer_n "
            f"WHERE m.compare = 1 AND NOT ({same} AND o.value IS x.value)"
        )
        tables = Shape(self._connection).tables
        found = []
        with closing(differing):
            for agreed, table_no, row_uid, field_no, writer_n, seq, ours, theirs, fn in differing:
                if not agreed:
                    raise self._refusal(fn, seq)
                try:
                    value = withheld.common(tables[table_no], field_no, ours, theirs)
                except ValueError as error:
                    raise self._refusal(fn, seq) from error
                if value != ours:
                    found.append(Filled(table_no, row_uid, field_no, writer_n, seq, value))
        return found

    # ---- what is new

    def _must_fit(self) -> None:
        """Nothing may be added to what is proved here, nor a second change under a number that is taken."""
        for new in (_NEW_ACTION, _NEW_CHANGE, _NEW_PRED):
            self._refuse_if(f"SELECT x.writer_n, x.seq {new} AND x.seq <= m.proved")
        self._refuse_if(
            "SELECT k.fn, k.seq FROM temp.j_new k CROSS JOIN main.change o ON o.writer_n = k.writer_n AND o.seq = k.seq"
        )

    def rows(self) -> list[RowId]:
        """Rows of which the other copy says something we have not heard."""
        return self._connection.execute(
            "SELECT table_no, row_uid FROM temp.j_new UNION SELECT c.table_no, c.row_uid FROM temp.j_pred k "
            "CROSS JOIN main.change c ON c.writer_n = k.writer_n AND c.seq = k.seq AND c.field_no = k.field_no"
        ).fetchall()

    def actions(self) -> list[tuple[str, str, str, str, int, int]]:
        """Title, kind, person, office, wall time and changes of each new action, oldest first."""
        joined = _NEW_ACTION.replace("WHERE", "JOIN other.writer w ON w.n = m.fn WHERE", 1)
        return self._connection.execute(
            "SELECT x.title, x.kind, w.person, w.office, x.wall_ms, x.last_seq - x.seq "
            f"{joined} ORDER BY x.lamport, w.uid, x.seq"
        ).fetchall()

    def spans(self) -> Iterator[tuple[bytes, int, int]]:
        """Writer uid, first and last number of each new action."""
        query = _NEW_ACTION.replace("WHERE", "JOIN main.writer w ON w.n = m.n WHERE", 1)
        return self._connection.execute(f"SELECT w.uid, x.seq, x.last_seq {query} ORDER BY w.uid, x.seq")

    # ---- taking it over

    def take_over(self) -> None:
        """Write the new rows and bring the writers up to date. Raises DocumentError for what does not fit."""
        ask = self._connection.execute
        ask(
            "INSERT INTO main.action (writer_n, seq, last_seq, lamport, wall_ms, kind, title, target_writer_n, "
            "target_seq) SELECT m.n, x.seq, x.last_seq, x.lamport, x.wall_ms, x.kind, x.title, "
            "(SELECT t.n FROM temp.j_map t WHERE t.fn = x.target_writer_n), x.target_seq " + _NEW_ACTION
        )
        ask(
            "INSERT INTO main.change_pred (writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq) "
            "SELECT writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq FROM temp.j_pred"
        )
        ask(
            "INSERT INTO main.change (writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, "
            "pred_seq) SELECT k.writer_n, x.seq, x.field_no, x.table_no, x.row_uid, x.lamport, x.value, "
            "(SELECT p.n FROM temp.j_map p WHERE p.fn = x.pred_writer_n), x.pred_seq FROM temp.j_new k "
            "CROSS JOIN other.change x ON x.writer_n = k.fn AND x.seq = k.seq AND x.field_no = k.field_no"
        )
        for pair in self._pairs:
            self._settle(pair)
        self._must_build_on_ours()

    def _settle(self, pair: Pair) -> None:
        """What is proved on either side is proved here, once it agrees with all we hold."""
        if pair.whole:
            if pair.theirs.end > pair.ours.end:
                self._connection.execute(
                    "UPDATE writer SET last_seq = ?, chain = ? WHERE n = ?",
                    (pair.theirs.end, pair.theirs.chain, pair.n),
                )
            return
        longer = max(pair.ours, pair.theirs, key=lambda one: one.end)
        (end,) = self._connection.execute(
            "SELECT coalesce(max(last_seq), 0) FROM action WHERE writer_n = ?", (pair.n,)
        ).fetchone()
        if pair.compare:
            if longer.end > pair.ours.end and chain_at(self._connection, pair.n, longer.end) != longer.chain:
                raise self._forged_here()
            if self._connection.execute(_OUT_OF_ORDER, (pair.n,)).fetchone():
                raise self._altered()
        self._connection.execute(
            "UPDATE writer SET last_seq = ?, chain = ?, whole = ? WHERE n = ?",
            (end, longer.chain, 0 < end == longer.end, pair.n),
        )

    def _must_build_on_ours(self) -> None:
        """What another office's quarantine would ask of the new rows. Parts and full files are closed by
        themselves; a form leaves out what its sender knows."""
        said = (
            "(SELECT c.* FROM temp.j_new k CROSS JOIN main.change c ON c.writer_n = k.writer_n "
            "AND c.seq = k.seq AND c.field_no = k.field_no)"
        )
        if entered_twice(self._connection, said):
            raise self._altered()
        if builds_on_nothing(self._connection, said, "temp.j_pred") or (
            self._kind == "form" and self._refers_to_nothing()
        ):
            raise DocumentError(
                f"«{self._name}» продолжает записи, которых в этом файле ещё нет.",
                f"Сначала объедините его с файлом, из которого отправлен «{self._name}», потом повторите.",
            )

    def _refers_to_nothing(self) -> bool:
        tables = Shape(self._connection).tables
        wanted: set[bytes] = set()
        for table_no, field_no, value in self._connection.execute(
            "SELECT c.table_no, c.field_no, c.value FROM temp.j_new k CROSS JOIN main.change c "
            "ON c.writer_n = k.writer_n AND c.seq = k.seq AND c.field_no = k.field_no"
        ):
            wanted |= pointed(tables[table_no], field_no, value)
        return bool(wanted - self._entered(wanted))

    def _entered(self, uids: Iterable[bytes]) -> set[bytes]:
        found: set[bytes] = set()
        for some in chunks(sorted(uids)):
            rows = self._connection.execute(
                f"SELECT row_uid FROM change WHERE row_uid IN ({marks(some)}) AND field_no = 0 "
                "AND typeof(value) = 'text'",
                tuple(some),
            )
            found.update(uid for (uid,) in rows)
        return found

    def complete(self) -> None:
        """A part that has taken in a whole file is a whole file."""
        if self._kind == "full":
            self._connection.execute("DELETE FROM main.meta WHERE k IN ('kind', 'scope', 'whom')")

    def close(self) -> None:
        """Drop what only this merge needed."""
        for table in ("j_pred", "j_new", "j_map"):
            self._connection.execute(f"DROP TABLE temp.{table}")


# ---- queries

_NEW = (
    "FROM temp.j_map m CROSS JOIN other.{table} x ON x.writer_n = m.fn AND x.seq > m.after_seq WHERE (m.compare = 0 "
    "OR NOT EXISTS (SELECT 1 FROM main.{table} o WHERE o.writer_n = m.n AND o.seq = x.seq{more}))"
)
_NEW_ACTION = _NEW.format(table="action", more="")
_NEW_CHANGE = _NEW.format(table="change", more=" AND o.field_no = x.field_no")
_NEW_PRED = _NEW.format(
    table="change_pred",
    more=" AND o.field_no = x.field_no AND o.pred_field_no = x.pred_field_no AND o.pred_seq = x.pred_seq "
    "AND o.pred_writer_n = (SELECT p.n FROM temp.j_map p WHERE p.fn = x.pred_writer_n)",
)

_ACTIONS_DIFFER = (
    "SELECT x.writer_n, x.seq FROM temp.j_map m CROSS JOIN other.action x ON x.writer_n = m.fn "
    "JOIN main.action o ON o.writer_n = m.n AND o.seq = x.seq "
    "LEFT JOIN temp.j_map t ON t.fn = x.target_writer_n WHERE m.compare = 1 AND NOT (o.last_seq = x.last_seq "
    "AND o.lamport = x.lamport AND o.wall_ms = x.wall_ms AND o.kind = x.kind "
    f"AND (o.title = x.title OR '{OTHER_DEED}' IN (o.title, x.title)) "
    "AND o.target_writer_n IS t.n AND o.target_seq IS x.target_seq)"
)
_OUT_OF_ORDER = (
    "SELECT 1 FROM (SELECT seq, lamport, lag(last_seq) OVER w AS ended, lag(lamport) OVER w AS earlier "
    "FROM main.action WHERE writer_n = ? WINDOW w AS (ORDER BY seq)) WHERE seq <= ended OR lamport <= earlier LIMIT 1"
)
