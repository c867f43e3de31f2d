"""What the rows of a foreign journal may be: types, ranges, lengths, order. Everything else is a Fault.

Read-only opening skips the CHECK constraints of a file, and a crafted file may break any of its own promises
so each value is held against the tables of this program.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from shnor_desktop.document.foreign.rules import FieldRule, Rules
from shnor_desktop.document.journal.counter import furthest
from shnor_desktop.rules.admissible import LONGEST_NAME, LONGEST_TEXT, LONGEST_WHOM, MOST, refused

__all__ = ["MOST", "Admission", "Fault", "Identity", "Writer"]

Row = tuple[Any, ...]

IDENTITY_KEYS = ("uid", "kind", "scope", "whom")
"""All that `meta` holds."""
IDENTITY = "SELECT k, v FROM meta WHERE k IN ('uid', 'kind', 'scope', 'whom')"
WRITER_COLUMNS = "n, uid, office, person, device, app_version, started_wall, last_seq, chain, whole"
ACTION_COLUMNS = "writer_n, seq, last_seq, lamport, wall_ms, kind, title, target_writer_n, target_seq"
CHANGE_COLUMNS = "writer_n, seq, field_no, table_no, row_uid, lamport, value, pred_writer_n, pred_seq"
PRED_COLUMNS = "writer_n, seq, field_no, pred_field_no, pred_writer_n, pred_seq"

_LONGEST_SCOPE = 200
_LAST_YEAR = 9_999
_MOST_REFERENCES = 500_000
_MOST_KINDS = 1_000
_MOST_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 40
_KIND = re.compile("[a-z_]{1,30}")
_decode = json.JSONDecoder().decode
_BAD_EDIT = "в истории недопустимая запись о правке"

KINDS = ("full", "part", "form")


class Fault(Exception):
    """A row this program never writes; the text says in Russian what is wrong with which part."""


def altered(who: str) -> Fault:
    """The history of a writer does not add up."""
    return Fault(f"история изменена или обрезана (записи: {who})")


def called(person: str, office: str) -> str:
    """A writer in a sentence; names of a hostile file may be long."""
    return ", ".join(part[:60] for part in (person, office) if part) or "без имени"


@dataclass(slots=True)
class Writer:
    """What is known of one writer while its rows pass."""

    uid: bytes
    last_seq: int
    whole: bool
    who: str
    """«Петрова А.И., ИМЦ»."""
    end: int = 0
    """Where its last action so far ends."""
    lamport: int = 0
    expected: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Identity:
    """Number of the document, «full», «part» or «form», what a part holds and whom it is for."""

    uid: bytes
    kind: str
    scope: str | None
    whom: str = ""


class Admission:
    """Checks the rows of one file while they are carried over; each method yields what may be written."""

    def __init__(self, rules: Rules, actions: int) -> None:
        """`actions` is how many the file holds."""
        self._rules = rules
        self._actions = actions
        self._furthest = MOST - 1
        self.identity = Identity(b"", "full", None)
        self.writers: dict[int, Writer] = {}
        self.references: set[tuple[int, bytes]] = set()
        """(table number, uid) of every row somebody refers to."""
        self.counts = {"writers": 0, "actions": 0, "changes": 0, "attachments": 0}
        self._known: dict[int, tuple[set[object], ...]] = {
            number: tuple(set() for _ in fields) for number, fields in rules.fields.items()
        }
        """Table number → admitted values of each field of inserts, as the journal writes them."""
        self._known_kinds: set[tuple[object, ...]] = set()
        """(table number, types of the values) of admitted inserts."""
        self._remembered = 0

    def called(self, table_no: int) -> str:
        """What the records of a table are called."""
        return self._rules.called(table_no)

    def identity_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of IDENTITY: which document it is, and which part of it."""
        found: dict[str, Any] = dict(rows)
        uid, kind, scope = found.get("uid"), found.get("kind", "full"), found.get("scope")
        whom = found.get("whom", "")
        if type(uid) is not bytes or len(uid) != 16:
            raise Fault("в файле не указано, копией какого файла он является")
        if kind not in KINDS or not _is_scope(scope):
            raise Fault("не понять, целый это файл или часть")
        if not _text(whom, LONGEST_WHOM):
            raise Fault("не понять, кому отправлена часть")
        self.identity = Identity(uid, kind, scope, whom)
        self._furthest = furthest(kind, self._actions)
        yield from found.items()

    def writer_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of WRITER_COLUMNS in any order."""
        for row in rows:
            self.check_writer(row)
            yield row
        if len({writer.uid for writer in self.writers.values()}) != len(self.writers):
            raise Fault("один автор записан дважды")
        self.counts["writers"] = len(self.writers)

    def check_writer(self, row: Row) -> None:
        """One row of WRITER_COLUMNS by itself; a good one is known from then on."""
        n, uid, office, person, device, version, started, last_seq, chain, whole = row
        good = (
            _number(n, 1)
            and type(uid) is bytes
            and len(uid) == 16
            and all(_text(part, LONGEST_NAME) for part in (office, person, device, version))
            and _number(started, 0)
            and _number(last_seq, 0)
            and _number(whole, 0)
            and whole <= 1
            and type(chain) is bytes
            and len(chain) in ((32,) if last_seq and whole else (0, 32))
        )
        if not good:
            raise Fault("в списке авторов недопустимая запись")
        self.writers[n] = Writer(uid, last_seq, bool(whole), called(person, office))

    def action_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of ACTION_COLUMNS in the order of the key."""
        for row in rows:
            self.check_action(row)
            n, seq, last_seq, lamport = row[:4]
            _follow(self.writers[n], seq, last_seq, lamport)
            self.counts["actions"] += 1
            yield row
        for writer in self.writers.values():
            if writer.end != writer.last_seq if writer.whole else writer.end > writer.last_seq:
                raise altered(writer.who)

    def check_action(self, row: Row) -> None:
        """One row of ACTION_COLUMNS by itself."""
        n, seq, last_seq, lamport, wall, kind, title, target_n, target_seq = row
        untargeted = target_n is None and target_seq is None
        good = (
            n in self.writers
            and _number(seq, 1)
            and _number(last_seq, seq)
            and self._moment(lamport)
            and _number(wall, 0)
            and type(kind) is str
            and _KIND.fullmatch(kind)
            and _text(title, LONGEST_NAME)
            and (untargeted or (target_n in self.writers and _number(target_seq, 1)))
        )
        if not good:
            raise Fault("в списке действий недопустимая запись")

    def _moment(self, lamport: object) -> bool:
        if type(lamport) is int and lamport > self._furthest:
            raise Fault("номера действий в истории неправдоподобно велики")
        return _number(lamport, 1)

    def change_rows(self, rows: Iterable[Row], spans: Iterable[Row]) -> Iterator[Row]:
        """Rows of CHANGE_COLUMNS in the order of the key; `spans` are (writer_n, seq, last_seq, lamport) of
        the actions in the same order: every change must belong to one of them."""
        waiting = iter(spans)
        span = next(waiting, None)
        before: tuple[int, int] = (0, 0)
        writers, check = self.writers, self.check_change
        for row in rows:
            check(row)
            n, seq, lamport = row[0], row[1], row[5]
            while span is not None and (span[0], span[2]) < (n, seq):
                span = next(waiting, None)
            if span is None or span[0] != n or not span[1] < seq or span[3] != lamport or (n, seq) <= before:
                raise Fault("в истории есть правка, не относящаяся ни к одному действию")
            before = (n, seq)
            writers[n].changes += 1
            self.counts["changes"] += 1
            yield row
        for writer in writers.values():
            if writer.whole and writer.changes != writer.expected:
                raise Fault(f"{altered(writer.who)}, не хватает правок")

    def check_change(self, row: Row) -> None:
        """One row of CHANGE_COLUMNS by itself."""
        n, seq, field_no, table_no, uid, _, value, pred_n, pred_seq = row
        rules = self._rules.fields.get(table_no)
        if (
            rules is None
            or n not in self.writers
            or type(seq) is not int
            or type(field_no) is not int
            or not 0 <= field_no <= len(rules)
            or type(uid) is not bytes
            or len(uid) != 16
            or not (pred_n is None if pred_seq is None else pred_n in self.writers and type(pred_seq) is int)
        ):
            raise Fault(_BAD_EDIT)
        if not field_no:
            self._life(row, rules)
        elif not self.fits(rules[field_no - 1], value):
            raise Fault(f"недопустимое значение: {rules[field_no - 1].label}")

    def _life(self, row: Row, rules: tuple[FieldRule, ...]) -> None:
        """Field 0: the values of an insert, or deleted and restored."""
        _, _, _, table_no, _, _, value, _, pred_seq = row
        if type(value) is int and value in (0, 1) and pred_seq is not None:
            return
        if type(value) is not str or len(value) > LONGEST_TEXT:
            raise Fault(_BAD_EDIT)
        try:
            items = _decode(value)
        except (ValueError, RecursionError) as error:
            raise Fault(f"запись «{self._rules.called(table_no)}» не читается") from error
        if type(items) is not list or len(items) not in self._rules.lengths[table_no]:
            raise Fault(f"у записи «{self._rules.called(table_no)}» не те поля")
        # Most values were seen before in their field. Equal is not enough: true is equal to 1.
        kinds = (table_no, *map(type, items))
        known_kinds = kinds in self._known_kinds
        for rule, known, item in zip(rules, self._known[table_no], items, strict=False):
            if known_kinds and item in known:
                continue
            if not self.fits(rule, _from_hex(item) if rule.type == "BLOB" else item):
                raise Fault(f"недопустимое значение: {rule.label}")
            self._remember(known, item)
        if not known_kinds and len(self._known_kinds) < _MOST_KINDS:
            self._known_kinds.add(kinds)

    def _remember(self, known: set[object], item: object) -> None:
        """An admitted value of a field is not examined again; long texts are not worth the memory."""
        if self._remembered < _MOST_REMEMBERED and not (
            type(item) is str and len(item) > _LONGEST_REMEMBERED
        ):
            known.add(item)
            self._remembered += 1

    def fits(self, rule: FieldRule, value: object) -> bool:
        """Whether a field may hold the value; notes the row it refers to."""
        if value is None:
            return rule.nullable
        if rule.type == "TEXT":
            if type(value) is not str or len(value) > LONGEST_TEXT or refused(value):
                return False
            return rule.codes is None or value in rule.codes
        if rule.type == "INTEGER":
            if type(value) is not int or not rule.least <= value <= rule.most:
                return False
            return rule.free or self._rules.takes(rule.name, value)
        if rule.type != "BLOB" or type(value) is not bytes or len(value) != 16:
            return False
        if rule.parent is not None:
            self.references.add((rule.parent, value))
            if len(self.references) > _MOST_REFERENCES:
                raise Fault("слишком много ссылок между записями")
        return True

    def pred_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Rows of PRED_COLUMNS in any order."""
        for row in rows:
            n, _, _, _, pred_n, _ = row
            if n not in self.writers or pred_n not in self.writers or not all(_number(x, 0) for x in row):
                raise Fault("в истории недопустимая ссылка на прежнюю правку")
            yield row


def _follow(writer: Writer, seq: int, last_seq: int, lamport: int) -> None:
    """One more action of a writer: whole histories have no gaps, no history goes back."""
    gap = seq != writer.end + 1 if writer.whole else seq <= writer.end
    if gap or lamport <= writer.lamport:
        raise altered(writer.who)
    writer.end, writer.lamport = last_seq, lamport
    writer.expected += last_seq - seq


def _number(value: object, least: int) -> bool:
    return type(value) is int and least <= value < MOST


def _text(value: object, longest: int) -> bool:
    return type(value) is str and len(value) <= longest and not refused(value)


def _is_scope(scope: object) -> bool:
    """What a part holds: one school or one school year, as `{"school": "…", "year": 0}`; nothing for a whole file."""
    if scope is None:
        return True
    if type(scope) is not str or len(scope) > _LONGEST_SCOPE:
        return False
    try:
        held = _decode(scope)
    except (ValueError, RecursionError):
        return False
    if type(held) is not dict or held.keys() != {"school", "year"}:
        return False
    school, year = held["school"], held["year"]
    return (
        type(year) is int and 0 <= year <= _LAST_YEAR and (school == "" or type(_from_hex(school)) is bytes)
    )


def _from_hex(item: object) -> object:
    if item is None:
        return None
    if type(item) is not str or len(item) != 32 or item != item.lower():
        return item
    try:
        return bytes.fromhex(item)
    except ValueError:
        return item
