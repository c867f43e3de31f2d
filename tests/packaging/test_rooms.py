"""Who may ask the journal: its tables are read and written in `document` only."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "shnor_desktop" / "document" / "file" / "migrations" / "0001.sql"
RECORDS_BEGIN = "office"


def journal_tables() -> list[str]:
    """The tables before those of records, in the first schema."""
    names = re.findall(r"^CREATE TABLE (\w+)", SCHEMA.read_text("utf-8"), re.MULTILINE)
    return names[: names.index(RECORDS_BEGIN)]


def test_only_the_document_names_the_tables_of_the_journal_in_sql() -> None:
    tables = journal_tables()
    assert {"change", "action", "writer", "conflict", "merge_log", "meta"} <= set(tables)
    asked = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:main\.|other\.)?({'|'.join(tables)})\b")
    found = {
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in (ROOT / "shnor_desktop").rglob("*.py")
        if path.parts[len(ROOT.parts) + 1] != "document"
        for hit in asked.finditer(path.read_text("utf-8"))
    }
    assert not found
