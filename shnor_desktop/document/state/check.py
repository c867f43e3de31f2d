"""The full check of a document: file, references, journal against tables, chains."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from shnor_desktop.document.file import attachments
from shnor_desktop.document.foreign.relations import examine
from shnor_desktop.document.foreign.rows import IDENTITY_KEYS, Fault
from shnor_desktop.document.journal import merge_log
from shnor_desktop.document.journal.capture import catalogue
from shnor_desktop.document.journal.chain import broken
from shnor_desktop.document.journal.undo import Value, unpack
from shnor_desktop.document.state.after_commit import something_open
from shnor_desktop.document.state.rebuild import differences
from shnor_desktop.errors import DocumentError
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.rules.admissible import LARGEST_FILE
from shnor_desktop.rules.words.russian import size_text


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Findings in Russian; an empty tuple means the document is sound."""

    findings: tuple[str, ...]
    rows: int
    changes: int
    parts: tuple[tuple[str, bool], ...] = ()
    """(integrity, foreign_keys, history, merges, contents, files, sizes, journal, chains; whether that part is sound)."""

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def forged(self) -> bool:
        """Whether the history itself is not what its writers sealed, so that no other office takes this file."""
        return bool(self._wrong & {"history", "chains"}) and "integrity" not in self._wrong

    @property
    def edited_outside(self) -> bool:
        """Whether the tables alone are not what the sound journal says: another tool wrote in them."""
        return "journal" in self._wrong and self._wrong <= {"journal", "foreign_keys", "sizes"}

    @property
    def whole_but_for_files(self) -> bool:
        """Whether nothing is wrong but attached files and what records say of them."""
        return self._wrong <= {"files", "sizes"}

    @property
    def _wrong(self) -> set[str]:
        return {name for name, good in self.parts if not good}

    @property
    def way_out(self) -> str:
        """What to do about what was found, where nothing better is known."""
        if not self.whole_but_for_files:
            return "Восстановите файл из резервной копии."
        return " ".join(_OF_FILES[name] for name in sorted(self._wrong))


_MOST_TOLD = 5
_OF_FILES = {
    "files": "Объедините файл с копией, где приложенные файлы целы: подойдёт и резервная копия.",
    "sizes": "Приложите нужные файлы заново к карточкам, где размер записан неверно.",
}
"""What to do about attached files; the document itself is whole."""


def check(
    connection: sqlite3.Connection, progress: Callable[[int, int, str], None] | None = None
) -> CheckReport:
    """Everything that can be checked without another file."""
    steps: tuple[tuple[str, str, Callable[[sqlite3.Connection], list[str]]], ...] = (
        ("integrity", "Проверка файла", _integrity),
        ("foreign_keys", "Проверка ссылок", _references),
        ("history", "Чтение истории", unreadable),
        ("merges", "Проверка журнала объединений", unreadable_merges),
        ("contents", "Поиск постороннего", strange_contents),
        ("files", "Проверка приложенных файлов", lost_files),
        ("sizes", "Сверка размеров приложенных файлов", mixed_files),
        ("journal", "Сверка с историей", journal_differences),
        ("chains", "Проверка подлинности истории", broken_chains),
    )
    findings: list[str] = []
    parts = dict.fromkeys((name for name, _, _ in steps), False)
    for number, (name, text, step) in enumerate(steps):
        if progress:
            progress(number, len(steps), text)
        found = step(connection)
        findings += found
        parts[name] = not found
        if found and step is unreadable:
            break  # The rest would stumble over what was found.
    rows = sum(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in catalogue(connection)
    )
    (changes,) = connection.execute("SELECT count(*) FROM change").fetchone()
    return CheckReport(tuple(findings), rows, changes, tuple(parts.items()))


def _integrity(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
    return [] if rows == [("ok",)] else [f"Файл повреждён: {text}" for (text,) in rows]


def _references(connection: sqlite3.Connection) -> list[str]:
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    tables = sorted({row[0] for row in broken})
    return [f"{_called(table)}: записи ссылаются на то, чего нет." for table in tables]


def _called(table: str) -> str:
    """«Результаты школ»; tables that hold no records of people keep their names."""
    return BY_CODE[table].many if table in BY_CODE else f"Таблица {table}"


def unreadable(connection: sqlite3.Connection) -> list[str]:
    """What no other office would take from us."""
    try:
        examine(connection)
    except Fault as fault:
        return [f"История файла повреждена: {fault}."]
    return []


def unreadable_merges(connection: sqlite3.Connection) -> list[str]:
    """Entries of the log of merges that cannot be told or printed. The log is of this very file: nothing else
    depends on it."""
    wrong = [
        row[0] for row in merge_log.rows(connection) if not (merge_log.is_plain(row) and _is_report(row[-1]))
    ]
    more = (
        [f"Журнал объединений повреждён: ещё записей — {len(wrong) - _MOST_TOLD}."]
        if wrong[_MOST_TOLD:]
        else []
    )
    return [f"Журнал объединений повреждён: запись № {n}." for n in wrong[:_MOST_TOLD]] + more


def strange_contents(connection: sqlite3.Connection) -> list[str]:
    """What lies in tables of ours and means nothing to this program: it would travel with every copy, unseen."""
    known = ", ".join("?" * len(IDENTITY_KEYS))
    keys = connection.execute(
        f"SELECT substr(CAST(k AS TEXT), 1, 40) FROM meta WHERE k NOT IN ({known}) LIMIT {_MOST_TOLD}",
        IDENTITY_KEYS,
    ).fetchall()
    findings = []
    if keys:
        named = ", ".join("".join(sign for sign in key if sign.isprintable()) for (key,) in keys)
        findings.append(f"В сведениях о файле записано постороннее: {named}.")
    return findings + _strange_attachments(connection)


def _strange_attachments(connection: sqlite3.Connection) -> list[str]:
    if not attachments.held(connection):
        return []
    named = attachments.named(connection)
    if strange := attachments.held(connection) - named:
        return [f"В файле лежат посторонние вложения: {len(strange)}. Их записала другая программа."]
    return []


_LOST = {
    attachments.MISSING: "Нет содержимого приложенных файлов",
    attachments.DAMAGED: "Содержимое приложенных файлов повреждено",
    attachments.GIANT: f"Приложенные файлы больше {size_text(LARGEST_FILE)}, чего эта программа не записывает",
}


def lost_files(connection: sqlite3.Connection) -> list[str]:
    """Attached files of shown records that are not here as they were, and how many of deleted ones an undo would miss."""
    found = attachments.lost(connection)
    findings = []
    for wrong, told in _LOST.items():
        if names := [one.name for one in found if one.wrong == wrong]:
            findings.append(f"{told}: {_some(names)}.")
    old = attachments.named(connection) - attachments.shown(connection)
    if spoilt := old & attachments.spoilt(connection):
        findings.append(f"Повреждены приложенные файлы удалённых записей: {len(spoilt)}.")
    return findings


def mixed_files(connection: sqlite3.Connection) -> list[str]:
    """Records that tell another size of their file than it has."""
    found = attachments.mixed(connection)
    more = [f"Размер записан неверно ещё у стольких файлов: {len(found) - _MOST_TOLD}."]
    return [
        f"Размер приложенного файла «{name}» в байтах записан как {said}, а на деле {size}: имя и содержимое могут быть "
        "от разных файлов."
        for name, said, size in found[:_MOST_TOLD]
    ] + (more if found[_MOST_TOLD:] else [])


def _some(names: list[str]) -> str:
    told = ", ".join(f"«{one}»" for one in names[:_MOST_TOLD])
    return f"{told} и ещё {len(names) - _MOST_TOLD}" if names[_MOST_TOLD:] else told


def _is_report(text: str) -> bool:
    try:
        told = json.loads(text)
        plain = all(
            type(told.get(name, kind())) is kind
            for name, kind in (("lamport", int), ("opened", int), ("records", list), ("questions", list))
        )
        return (
            plain
            and all(len(figures) == 3 and sum(figures) >= 0 for figures in told["counts"].values())
            and all({*one} >= {"person", "office", "actions"} for one in told["authors"])
            and all(last >= first for own in told.get("came", {}).values() for first, last in own)
            and all({*one} >= {"kind", "what", "title", "fields"} for one in told.get("records", []))
            and all({*one} >= {"id", "kind", "code", "uid", "voices"} for one in told.get("questions", []))
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return False


def journal_differences(connection: sqlite3.Connection) -> list[str]:
    """Tables must equal the state the journal alone gives; a difference means another tool wrote."""
    merged = connection.execute("SELECT EXISTS (SELECT 1 FROM writer WHERE here = 0)").fetchone()[0]
    if merged or something_open(connection):
        return [
            f"{_called(table)}: расходятся с историей записей — {count}."
            for table, count in differences(connection).items()
        ]
    return _folded_matches(connection)


def _folded_matches(connection: sqlite3.Connection) -> list[str]:
    """The same for a file that was never merged: there the last word is always the right one."""
    findings = []
    try:
        expected = state_from_journal(connection)
    except (DocumentError, KeyError):
        return ["История файла повреждена: она не читается."]
    for table, (number, columns) in catalogue(connection).items():
        names = ", ".join(f'"{column.name}"' for column in columns)
        left = expected.get(number, {})
        different = 0
        for uid, *values in connection.execute(f"SELECT uid, {names} FROM {table}"):
            different += left.pop(uid, None) != values
        if different or left:
            findings.append(
                f"{_called(table)}: изменено другой программой записей — {different + len(left)}."
            )
    return findings


def state_from_journal(connection: sqlite3.Connection) -> dict[int, dict[bytes, list[Value]]]:
    """Table number → uid → field values, folded from the changes in their order. DocumentError or KeyError
    when the journal holds what the program never writes."""
    tables = {number: columns for number, columns in catalogue(connection).values()}
    places = {n: {c.field_no: i for i, c in enumerate(columns)} for n, columns in tables.items()}
    state: dict[int, dict[bytes, list[Value]]] = {number: {} for number in tables}
    gone: dict[bytes, list[Value]] = {}
    rows = connection.execute(
        "SELECT c.table_no, c.row_uid, c.field_no, c.value FROM change c JOIN writer w ON w.n = c.writer_n "
        "ORDER BY c.lamport, w.uid, c.seq"
    )
    for number, uid, field_no, value in rows:
        if field_no:
            values = state[number].get(uid)
            if values is not None:
                values[places[number][field_no]] = value
        elif isinstance(value, str):
            state[number][uid] = unpack(value, tables[number])
        elif value:
            state[number].setdefault(uid, gone[uid])  # Restored, as it was when it was deleted.
        elif (last := state[number].pop(uid, None)) is not None:
            gone[uid] = last
    return state


def broken_chains(connection: sqlite3.Connection) -> list[str]:
    """A sentence for every writer whose history, sealed anew, does not give the value the file states."""
    return [
        f"История изменена другой программой (записи: {person or 'без имени'})."
        for person in reversed(list(broken(connection)))
    ]
