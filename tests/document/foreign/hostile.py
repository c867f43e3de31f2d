"""Hostile documents: every way we know to make a file that harms whoever opens or merges it.

Each maker turns a sound document into a hostile one. `python -m tests.document.foreign.hostile FOLDER` tries what lies
in FOLDER on both roads, as our own file and as a foreign one, and prints what happened as JSON.
"""

import hashlib
import json
import os
import random
import sqlite3
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.file import schema
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.journal.capture import ActionId, seal
from shnor_desktop.errors import DocumentError
from tests.document.states import act, ground

PAGE = 4096
Maker = Callable[[Path], None]
MAKERS: dict[str, tuple[Maker, str, str]] = {}
"""Name → (maker, what a foreign file's refusal says, what becomes of it as our own: refused | found | sound)."""


def hostile(word: str, own: str = "refused") -> Callable[[Maker], Maker]:
    """Register a maker; an empty word means that the file is taken in spite of what was done to it."""

    def register(maker: Maker) -> Maker:
        MAKERS[maker.__name__.strip("_")] = (maker, word, own)
        return maker

    return register


def sound(path: Path) -> None:
    """A document two people have worked in."""
    chance = random.Random(3)
    with Document.create(path, Who("Петрова А.И.", "ИМЦ", "ПК-1")) as document:
        ground(document)
        for _ in range(15):
            act(document, chance)
    with Document.open(path, Who("Сидорова В.П.", "УО", "ПК-2"), back_up=False) as document:
        for _ in range(15):
            act(document, chance)


# ---- tools


def sql(path: Path, *statements: str, schema_too: bool = False) -> None:
    """Work in the file with another tool; `schema_too` writes into the schema itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA foreign_keys = OFF")
        plain.execute("PRAGMA ignore_check_constraints = ON")
        if schema_too:
            plain.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            plain.execute(statement)


def reseal(path: Path) -> None:
    """Chains as a forger would write them who knows how they are computed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        for (n,) in plain.execute("SELECT n FROM writer").fetchall():
            sealed = b""
            for seq, last in plain.execute(
                "SELECT seq, last_seq FROM action WHERE writer_n = ? ORDER BY seq", (n,)
            ).fetchall():
                sealed = seal(plain, sealed, ActionId(n, seq), last)
            plain.execute("UPDATE writer SET chain = ? WHERE n = ?", (sealed, n))


def forged(path: Path, *statements: str) -> None:
    """Change the journal and seal it anew."""
    sql(path, *statements)
    reseal(path)


def patch(path: Path, at: int, data: bytes) -> None:
    """Overwrite bytes."""
    with path.open("rb+") as file:
        file.seek(at)
        file.write(data)


def one(kind: str) -> str:
    """Condition for one change: the last insert, edit of a text, or edit at all."""
    choice = {
        "insert": "field_no = 0 AND typeof(value) = 'text' AND table_no = 3",
        "edit": "field_no = 1 AND table_no = 3",
        "any": "pred_seq IS NOT NULL",
    }[kind]
    return (
        f"(writer_n, seq) = (SELECT writer_n, seq FROM change WHERE {choice} ORDER BY lamport DESC LIMIT 1)"
    )


# ---- no document at all


@hostile("пуст")
def _empty(path: Path) -> None:
    path.write_bytes(b"")


@hostile("не файл этой программы")
def _text(path: Path) -> None:
    path.write_text("просто текст\n" * 5000, "utf-8")


@hostile("не файл этой программы")
def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 1000)


@hostile("не файл этой программы")
def _picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(20_000))


@hostile("начало стёрто")
def _zeroed_header(path: Path) -> None:
    patch(path, 0, bytes(100))


@hostile("другой программы")
def _other_program(path: Path) -> None:
    path.unlink()
    sql(path, "CREATE TABLE places (url TEXT)", "INSERT INTO places VALUES ('x')")


@hostile("папка")
def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@hostile("не обычный файл")
def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@hostile("не обычный файл")
def _device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


@hostile("не найден")
def _link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("нет такого файла")


@hostile("слишком велик")
def _hundred_gigabytes(path: Path) -> None:
    pages = 100_000_000_000 // PAGE
    os.truncate(path, pages * PAGE)
    patch(path, 28, struct.pack(">I", pages))


# ---- header and pages


@hostile("оборван")
def _cut_in_a_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 + 777)


@hostile("оборван")
def _cut_between_pages(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 3 * PAGE)


@hostile("оборван|поврежд")
def _cut_and_recounted(path: Path) -> None:
    _cut_between_pages(path)
    patch(path, 28, struct.pack(">I", path.stat().st_size // PAGE))


@hostile("поврежд")
def _zeroed_schema(path: Path) -> None:
    patch(path, 100, bytes(PAGE - 100))


@hostile("поврежд|чужие", own="refused")
def _zeroed_pages(path: Path) -> None:
    for number in range(12, path.stat().st_size // PAGE, 9):
        patch(path, number * PAGE, bytes(PAGE))


@hostile("поврежд")
def _page_of_another_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        roots = dict(plain.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"))
    data = path.read_bytes()
    start = (roots["school"] - 1) * PAGE
    patch(path, (roots["change"] - 1) * PAGE, data[start : start + PAGE])


@hostile("поврежд")
def _swapped_roots(path: Path) -> None:
    sql(
        path,
        "UPDATE sqlite_schema SET rootpage = (SELECT sum(rootpage) FROM sqlite_schema WHERE name IN "
        "('change', 'school_result')) - rootpage WHERE name IN ('change', 'school_result')",
        schema_too=True,
    )


@hostile("оборван")
def _odd_page_size(path: Path) -> None:
    patch(path, 16, struct.pack(">H", 1000))


@hostile("оборван")
def _swapped_header_fields(path: Path) -> None:
    head = path.read_bytes()[:100]
    patch(path, 16, head[28:32][2:] + head[18:28] + b"\0\0" + head[16:18])


@hostile("поврежд")
def _reserved_bytes(path: Path) -> None:
    patch(path, 20, b"\xc8")


@hostile("непривычном режиме")
def _wal_mode(path: Path) -> None:
    patch(path, 18, b"\x02\x02")


@hostile("непривычном режиме")
def _utf16(path: Path) -> None:
    path.unlink()
    sql(
        path,
        "PRAGMA encoding = 'UTF-16le'",
        f"PRAGMA application_id = {schema.APPLICATION_ID}",
        "PRAGMA user_version = 1",
        "CREATE TABLE meta (k TEXT NOT NULL PRIMARY KEY, v ANY) STRICT, WITHOUT ROWID",
    )


@hostile("другой программы")
def _other_application(path: Path) -> None:
    sql(path, "PRAGMA application_id = 1")


@hostile("не до конца создан")
def _format_zero(path: Path) -> None:
    sql(path, "PRAGMA user_version = 0")


@hostile("более новой программой .формат 99")
def _format_99(path: Path) -> None:
    sql(path, "PRAGMA user_version = 99")


# ---- beside the file


@hostile("", own="sound")
def _stale_wal(path: Path) -> None:
    """The -wal of an older copy of the same document: SQLite would put its old pages over the new ones."""
    old = path.with_name("старая копия.db")
    old.write_bytes(path.read_bytes())
    plain = sqlite3.connect(old)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA wal_autocheckpoint = 0")
    plain.execute("DELETE FROM school_result")
    plain.execute("UPDATE school SET name = 'старое'")
    plain.commit()
    wal = old.with_name(old.name + "-wal").read_bytes()
    plain.close()
    old.unlink()
    path.with_name(path.name + "-wal").write_bytes(wal)


@hostile("", own="sound")
def _stale_journal(path: Path) -> None:
    """A -journal of another file: SQLite would roll its pages back into this one."""
    other = path.with_name("чужая.db")
    with closing(sqlite3.connect(other, isolation_level=None)) as plain:
        plain.execute("CREATE TABLE t (a)")
        plain.executemany("INSERT INTO t VALUES (?)", [("х" * 900,)] * 300)
        plain.execute("PRAGMA cache_size = 1")
        plain.execute("BEGIN")
        plain.execute("UPDATE t SET a = a || 'y'")
        journal = other.with_name(other.name + "-journal").read_bytes()
        plain.execute("ROLLBACK")
    other.unlink()
    path.with_name(path.name + "-journal").write_bytes(journal)


@hostile("", own="sound")
def _journal_that_names_a_victim(path: Path) -> None:
    """SQLite deletes the «super-journal» a journal names, whatever file that is."""
    _stale_journal(path)
    journal = path.with_name(path.name + "-journal")
    victim = path.with_name("жертва.txt")
    victim.write_text("важное", "utf-8")
    name = os.fsencode(victim)
    total = sum(byte if byte < 128 else byte - 256 for byte in name) & 0xFFFFFFFF
    tail = struct.pack(">I", 0x40000000 // PAGE + 1) + name + struct.pack(">II", len(name), total)
    journal.write_bytes(journal.read_bytes() + tail + bytes.fromhex("d9d505f920a163d7"))


# ---- the schema


@hostile("evil")
def _trigger(path: Path) -> None:
    sql(path, "CREATE TRIGGER evil AFTER INSERT ON school BEGIN DELETE FROM school; END")


@hostile("sqliteXautoindexX")
def _trigger_with_the_name_of_an_index(path: Path) -> None:
    sql(path, "CREATE TRIGGER sqliteXautoindexX AFTER UPDATE ON school BEGIN DELETE FROM change; END")


@hostile("hidden")
def _view_in_place_of_a_table(path: Path) -> None:
    sql(
        path,
        "ALTER TABLE school RENAME TO hidden",
        "CREATE VIEW school AS SELECT * FROM hidden WHERE abs(random()) > 0",
    )


@hostile("school_alias")
def _recursive_view(path: Path) -> None:
    sql(
        path,
        "DROP TABLE school_alias",
        "CREATE VIEW school_alias (uid, school, spelling, normalised, _dup) AS "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, i, i, i FROM n",
    )


@hostile("attachment")
def _generated_column(path: Path) -> None:
    sql(
        path,
        "DROP TABLE attachment",
        "CREATE TABLE attachment (sha256 BLOB, bytes BLOB AS (zeroblob(900000000)))",
        "INSERT INTO attachment (sha256) VALUES (x'00')",
    )


@hostile("learned_answer")
def _heavy_check(path: Path) -> None:
    heavy = "length(hex(zeroblob(400000000))) > 0"
    sql(
        path,
        f"UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ', CHECK ({heavy})) STRICT') "
        "WHERE name = 'learned_answer' AND type = 'table'",
        schema_too=True,
    )


@hostile("heavy")
def _heavy_index(path: Path) -> None:
    sql(
        path,
        "CREATE INDEX heavy ON school (length(name) + length(zeroblob(length(name) * 100000)))",
    )


@hostile("evil")
def _full_text_table(path: Path) -> None:
    sql(path, "CREATE VIRTUAL TABLE evil USING fts5(a)")


@hostile("evil")
def _table_over_a_foreign_file(path: Path) -> None:
    sql(
        path,
        "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'evil', 'evil', 0, "
        "'CREATE VIRTUAL TABLE evil USING csv(filename=''/etc/passwd'')')",
        schema_too=True,
    )


@hostile("school")
def _unknown_collation(path: Path) -> None:
    sql(
        path,
        "UPDATE sqlite_schema SET sql = replace(sql, 'place TEXT', 'place TEXT COLLATE evil') WHERE name = 'school'",
        schema_too=True,
    )


@hostile("sqlite_stat1|поврежд")
def _statistics_that_compute(path: Path) -> None:
    sql(
        path,
        "CREATE TABLE stat (tbl, idx, stat AS (hex(zeroblob(300000000))))",
        "INSERT INTO stat VALUES ('school', NULL)",
        "UPDATE sqlite_schema SET name = 'sqlite_stat1', tbl_name = 'sqlite_stat1', "
        "sql = replace(sql, 'TABLE stat', 'TABLE sqlite_stat1') WHERE name = 'stat'",
        schema_too=True,
    )


@hostile("change")
def _table_without_types(path: Path) -> None:
    sql(
        path,
        "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT, WITHOUT ROWID', ') WITHOUT ROWID') "
        "WHERE name = 'change'",
        schema_too=True,
    )


@hostile("school")
def _one_more_column(path: Path) -> None:
    sql(path, "ALTER TABLE school ADD COLUMN more TEXT")


@hostile("поврежд")
def _hundred_thousand_tables(path: Path) -> None:
    sql(
        path,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        "INSERT INTO sqlite_schema SELECT 'view', 'v' || i, 'v' || i, 0, 'CREATE VIEW v' || i || ' AS SELECT 1' FROM n",
        schema_too=True,
    )


@hostile("поврежд")
def _million_columns(path: Path) -> None:
    sql(
        path,
        "INSERT INTO sqlite_schema VALUES ('view', 'wide', 'wide', 0, 'CREATE VIEW wide AS SELECT 1' "
        "|| replace(hex(zeroblob(1000000)), '00', ', 1'))",
        schema_too=True,
    )


@hostile("поврежд|чужие")
def _schema_that_is_no_sql(path: Path) -> None:
    sql(path, "UPDATE sqlite_schema SET sql = 'DROP EVERYTHING' WHERE name = 'person'", schema_too=True)


@hostile("catalogue|чужие")
def _other_catalogue(path: Path) -> None:
    sql(path, "UPDATE catalogue SET column_name = 'note' WHERE table_no = 3 AND field_no = 1")


@hostile("поврежд")
def _writer_posing_twice(path: Path) -> None:
    """The same uid twice, hidden from the index that would forbid it."""
    golden = "uid BLOB NOT NULL UNIQUE CHECK"
    sql(
        path,
        f"UPDATE sqlite_schema SET sql = replace(sql, '{golden}', 'uid BLOB NOT NULL CHECK') WHERE name = 'writer'",
        "UPDATE sqlite_schema SET type = 'index_', name = 'away', tbl_name = 'away', rootpage = rootpage, "
        "sql = NULL WHERE name = 'sqlite_autoindex_writer_1'",
        schema_too=True,
    )
    _write_around_the_index(path, "UPDATE writer SET uid = (SELECT min(uid) FROM writer)")
    sql(
        path,
        f"UPDATE sqlite_schema SET sql = replace(sql, 'uid BLOB NOT NULL CHECK', '{golden}') WHERE name = 'writer'",
        "UPDATE sqlite_schema SET type = 'index', name = 'sqlite_autoindex_writer_1', tbl_name = 'writer' "
        "WHERE name = 'away'",
        schema_too=True,
    )


def _write_around_the_index(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA writable_schema = ON")
        (row,) = plain.execute("SELECT rowid FROM sqlite_schema WHERE name = 'away'").fetchall()
        saved = plain.execute("SELECT * FROM sqlite_schema WHERE rowid = ?", row).fetchone()
        plain.execute("DELETE FROM sqlite_schema WHERE rowid = ?", row)
        plain.execute("PRAGMA schema_version = 9001")
    sql(path, statement)
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA writable_schema = ON")
        plain.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", saved)


# ---- the history


@hostile("история изменена или обрезана .записи: Петрова", own="refused")
def _altered_title(path: Path) -> None:
    sql(
        path,
        "UPDATE action SET title = 'подделка' WHERE (writer_n, seq) = (SELECT min(writer_n), 1 FROM action)",
    )


@hostile("история изменена", own="refused")
def _altered_value(path: Path) -> None:
    sql(path, f"UPDATE change SET value = 'Подделка' WHERE {one('edit')}")


@hostile("история изменена", own="refused")
def _last_action_cut_off(path: Path) -> None:
    last = "(SELECT max(seq) FROM action WHERE writer_n = 1)"
    forged(
        path,
        f"DELETE FROM change WHERE writer_n = 1 AND seq > {last}",
        f"DELETE FROM action WHERE writer_n = 1 AND seq = {last}",
    )


@hostile("история изменена|изменение заменяет", own="refused")
def _gap_in_the_history(path: Path) -> None:
    forged(
        path,
        "DELETE FROM action WHERE writer_n = 1 AND seq = 1",
        "DELETE FROM change WHERE writer_n = 1 AND seq < 5",
    )


@hostile("не хватает правок", own="refused")
def _missing_change(path: Path) -> None:
    forged(path, f"DELETE FROM change WHERE {one('edit')} AND writer_n = 2")


@hostile("история изменена|недопустимая запись", own="refused")
def _chain_of_nothing(path: Path) -> None:
    sql(path, "UPDATE writer SET chain = x''")


@hostile("история изменена", own="refused")
def _writer_under_another_number(path: Path) -> None:
    sql(
        path,
        "UPDATE writer SET uid = CAST(substr(uid, 1, 15) || iif(substr(uid, 16) = x'00', x'01', x'00') AS BLOB) "
        "WHERE n = 1",
    )


@hostile("неправдоподобно велики", own="refused")
def _clock_of_the_end_of_time(path: Path) -> None:
    far = 2**62
    last = "lamport = (SELECT max(lamport) FROM action)"
    forged(
        path,
        f"UPDATE change SET lamport = {far} WHERE {last}",
        f"UPDATE action SET lamport = {far} WHERE {last}",
    )


@hostile("неправдоподобно велики", own="refused")
def _clock_far_ahead(path: Path) -> None:
    forged(
        path,
        f"UPDATE change SET lamport = lamport + {10**12}",
        f"UPDATE action SET lamport = lamport + {10**12}",
    )


@hostile("ни к одному действию", own="refused")
def _change_outside_of_actions(path: Path) -> None:
    forged(path, f"UPDATE change SET lamport = lamport + 1 WHERE {one('any')}")


@hostile("заменяет то", own="refused")
def _preds_in_a_circle(path: Path) -> None:
    forged(path, f"UPDATE change SET pred_writer_n = writer_n, pred_seq = seq WHERE {one('any')}")


@hostile("заменяет то", own="refused")
def _pred_to_nothing(path: Path) -> None:
    forged(path, f"UPDATE change SET pred_seq = 999999 WHERE {one('any')}")


@hostile("заменяет то", own="refused")
def _pred_of_another_row(path: Path) -> None:
    forged(path, f"UPDATE change SET pred_writer_n = 1, pred_seq = 2 WHERE {one('edit')}")


@hostile("заменяет то", own="refused")
def _further_pred_to_nothing(path: Path) -> None:
    sql(path, "INSERT INTO change_pred VALUES (1, 2, 0, 0, 1, 888888)")


@hostile("никто не вносил|заменяет", own="refused")
def _edit_of_nothing(path: Path) -> None:
    forged(
        path,
        f"UPDATE change SET row_uid = randomblob(16), pred_seq = NULL, pred_writer_n = NULL WHERE {one('edit')}",
    )


@hostile("как записи разных видов", own="refused")
def _row_in_two_tables(path: Path) -> None:
    rows = "(SELECT row_uid FROM change WHERE field_no = 0 AND table_no = 3 LIMIT 1)"
    forged(
        path,
        f"UPDATE change SET row_uid = {rows} WHERE table_no = 6 AND field_no = 0",
        "UPDATE change SET value = json_set(value, '$[1]', (SELECT lower(hex(row_uid)) FROM change "
        "WHERE table_no = 6 AND field_no = 0)) WHERE table_no = 7 AND field_no = 0",
    )


@hostile("в файле нет записи «Школа»", own="refused")
def _reference_to_nothing(path: Path) -> None:
    forged(
        path,
        "UPDATE change SET value = json_set(value, '$[1]', lower(hex(randomblob(16)))) "
        "WHERE table_no = 10 AND field_no = 0 AND typeof(value) = 'text'",
    )


# ---- values


def _insert_becomes(path: Path, value: str) -> None:
    forged(path, f"UPDATE change SET value = {value} WHERE {one('insert')}")


def _edit_becomes(path: Path, value: str) -> None:
    forged(path, f"UPDATE change SET value = {value} WHERE {one('edit')}")


@hostile("слишком|памяти|не читается|недопустим", own="refused")
def _huge_value(path: Path) -> None:
    sql(path, f"UPDATE change SET value = hex(zeroblob(60000000)) WHERE {one('edit')}")


@hostile("недопустимое значение|памяти", own="refused")
def _many_large_values(path: Path) -> None:
    sql(
        path,
        "UPDATE change SET value = hex(zeroblob(7500000)) WHERE field_no > 0 AND table_no = 3 AND seq % 5 = 0",
    )


@hostile("не читается", own="refused")
def _nested_array(path: Path) -> None:
    _insert_becomes(path, "replace(hex(zeroblob(100000)), '00', '[')")


@hostile("не те поля", own="refused")
def _million_fields(path: Path) -> None:
    _insert_becomes(path, "'[1' || replace(hex(zeroblob(1000000)), '00', ',1') || ']'")


@hostile("не читается|недопустимое", own="refused")
def _number_of_a_million_digits(path: Path) -> None:
    _insert_becomes(path, "'[' || replace(hex(zeroblob(500000)), '0', '9') || ']'")


@hostile("не те поля", own="refused")
def _object_instead_of_an_array(path: Path) -> None:
    _insert_becomes(path, """'{"name": 1}'""")


@hostile("недопустимое значение: «Школа», поле «Краткое наименование»", own="refused")
def _nul_characters(path: Path) -> None:
    _edit_becomes(path, "'до' || char(0) || 'после'")


@hostile("недопустимое значение: «Школа», поле «Краткое наименование»", own="refused")
def _terminal_commands(path: Path) -> None:
    _edit_becomes(path, "char(27) || '[2J'")


@hostile("повреждён")
def _no_utf8(path: Path) -> None:
    sql(path, f"UPDATE change SET value = CAST(x'd0ffd0' AS TEXT) WHERE {one('edit')}")


@hostile("недопустимое значение: «Школа», поле «Краткое наименование»", own="refused")
def _half_a_character(path: Path) -> None:
    _insert_becomes(path, "'[\"\\ud800\"' || substr(value, instr(value, ',')) ")


@hostile("недопустимое значение: «Школа», поле «Краткое наименование»", own="refused")
def _number_in_a_text(path: Path) -> None:
    _edit_becomes(path, "17")


@hostile("недопустимое значение: «Школа», поле «Краткое наименование»", own="refused")
def _nothing_in_a_needed_field(path: Path) -> None:
    _edit_becomes(path, "NULL")


@hostile("недопустимое значение: «Школа», поле «Сельская»", own="refused")
def _flag_of_seven(path: Path) -> None:
    _insert_becomes(path, "json_set(value, '$[5]', 7)")


@hostile("недопустимое значение: «Школа», поле «Филиал школы»", own="refused")
def _short_reference(path: Path) -> None:
    _insert_becomes(path, "json_set(value, '$[10]', 'abcd')")


@hostile("недопустимое значение: «Школа», поле «Сельская»", own="refused")
def _fraction(path: Path) -> None:
    _insert_becomes(path, "json_set(value, '$[5]', 0.5)")


@hostile("недопустимая запись о правке", own="refused")
def _short_uid(path: Path) -> None:
    forged(path, f"UPDATE change SET row_uid = x'0102' WHERE {one('edit')}")


@hostile("недопустимая запись о правке", own="refused")
def _unknown_field(path: Path) -> None:
    forged(path, f"UPDATE change SET field_no = 900 WHERE {one('edit')}")


@hostile("недопустимая запись о правке", own="refused")
def _unknown_table(path: Path) -> None:
    forged(path, f"UPDATE change SET table_no = 900 WHERE {one('edit')}")


@hostile("в списке действий недопустимая запись", own="refused")
def _negative_number(path: Path) -> None:
    forged(path, "UPDATE action SET seq = -5 WHERE writer_n = 1 AND seq = 1")


@hostile("в списке действий недопустимая запись", own="refused")
def _unknown_kind_of_action(path: Path) -> None:
    forged(path, "UPDATE action SET kind = 'DROP TABLE' WHERE writer_n = 1 AND seq = 1")


@hostile("копией какого|не до конца создан")
def _no_number_of_its_own(path: Path) -> None:
    sql(path, "DELETE FROM meta")


@hostile("целый это файл", own="refused")
def _neither_whole_nor_part(path: Path) -> None:
    sql(path, "INSERT INTO meta VALUES ('kind', 'virus')")


@hostile("кому отправлена", own="refused")
def _addressee_that_rings(path: Path) -> None:
    sql(path, "INSERT INTO meta VALUES ('whom', 'школе' || char(7))")


@hostile("кому отправлена", own="refused")
def _addressee_of_a_million_letters(path: Path) -> None:
    sql(path, "INSERT INTO meta VALUES ('whom', hex(zeroblob(500000)))")


@hostile("", own="found")
def _attachment_of_another_hash(path: Path) -> None:
    """No record refers to it, so it is not even carried over."""
    sql(path, "INSERT INTO attachment VALUES (randomblob(32), x'4d5a')")


# ---- the trial


@dataclass
class Trial:
    """What became of one hostile file on both roads."""

    foreign: str = ""
    """The sentences of the refusal; empty when it was staged."""
    remarks: tuple[str, ...] = ()
    own: str = ""
    sentence: str = ""
    seconds: float = 0.0
    megabytes: int = 0
    worker_megabytes: int = 0
    unchanged: bool = True


def try_file(path: Path) -> Trial:
    """Both roads, the foreign one first because the other may put sidecars aside."""
    trial, before, started = Trial(), _fingerprint(path), time.monotonic()
    _reset_peak()
    try:
        with stage(path) as staged:
            trial.remarks = staged.remarks
    except DocumentError as error:
        assert error.what_to_do
        trial.foreign = str(error)
    trial.seconds = time.monotonic() - started
    trial.unchanged = _fingerprint(path) == before
    started = time.monotonic()
    _try_own(path, trial)
    if trial.own == "refused":
        trial.unchanged &= _fingerprint(path) == before
    trial.seconds = max(trial.seconds, time.monotonic() - started)
    trial.megabytes, trial.worker_megabytes = _peaks()
    return trial


def _try_own(path: Path, trial: Trial) -> None:
    try:
        with Document.open(path, Who(), back_up=False) as document:
            document.actions()
            findings = document.check().findings
        trial.own, trial.sentence = ("found" if findings else "sound"), " ".join(findings)
    except DocumentError as error:
        assert error.what_to_do
        trial.own, trial.sentence = "refused", str(error)


def _fingerprint(path: Path) -> object:
    """Content of the file and its neighbours; of endless and enormous ones only what the system says."""
    found = {}
    for one_ in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")):
        if one_.is_file() and one_.stat().st_size < 10**9:
            with one_.open("rb") as file:
                found[one_.name] = hashlib.file_digest(file, "sha256").hexdigest()
        elif one_.is_symlink() or one_.exists():
            found[one_.name] = str(one_.lstat().st_size)
    return found


def _reset_peak() -> None:
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def _peaks() -> tuple[int, int]:
    """Peak memory of this process since the reset and of the largest worker so far, in megabytes."""
    status = Path("/proc/self/status")
    if sys.platform == "win32" or not status.exists():
        return 0, 0
    import resource

    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1000, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000


def main(folder: Path) -> None:
    """One line of JSON a file."""
    for box in sorted(folder.iterdir()):
        trial = try_file(box / "документ.shnor")
        line = json.dumps({"name": box.name} | asdict(trial))
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
