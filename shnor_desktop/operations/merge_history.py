"""Which actions of the history came with which merge of this very file."""

import json

from shnor_desktop.document.document import Document


def actions_of(document: Document, n: int) -> frozenset[tuple[str, ...]]:
    """(title, person, office, ISO moment) of the actions that came with merge `n`; of very large merges only
    those the log kept."""
    with document.raw() as connection:
        row = connection.execute("SELECT report FROM merge_log WHERE n = ?", (n,)).fetchone()
    facts = json.loads(row[0]) if row else {}
    return frozenset(
        (one["title"], one["person"], one["office"], one["at"]) for one in facts.get("actions", ())
    )
