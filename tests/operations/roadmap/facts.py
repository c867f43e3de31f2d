"""Plans of the facts that stand beside the checkout: programmes with sections and rows as offices printed them."""

import json
from pathlib import Path
from typing import Any

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records.records import save

FACTS = Path(__file__).parents[4] / "shared" / "data" / "facts"


def known(number: str) -> bool:
    """Whether the facts are there."""
    return (FACTS / f"{number}.json").exists()


def load_plan(document: Document, number: str) -> bytes:
    """The programme of these facts with its plans; its uid."""
    facts = json.loads((FACTS / f"{number}.json").read_text("utf-8"))
    with document.write("Факты") as session:
        one, orders = facts["programme"][0], {paper["id"]: paper for paper in facts.get("order", ())}
        basis = orders.get(one.get("approved_by"))
        paper = basis and save(
            session, "paper", None, {"kind": "order", "title": "Об утверждении", "date": basis["date"]}
        )
        kept = {"kind": "municipal", "title": one["title"], "year_kind": one["period"]["year_kind"]}
        days = {"starts": one["period"]["from"], "ends": one["period"]["to"]}
        uid = save(session, "programme", None, {**kept, **days, "approved_by": paper or None})
        parts = _parts(session, facts, uid)
        for place, row in enumerate(facts["activity"], start=1):
            save(session, "activity", None, _row(row, parts, place))
    return uid


def _parts(session: Any, facts: dict[str, Any], programme: bytes) -> dict[str, bytes]:
    made = {}
    for place, plan in enumerate(facts["roadmap"], start=1):
        kept = {"programme": programme, "title": plan["title"], "position": place * 1000, "place": "plan"}
        made[plan["id"]] = save(session, "part", None, kept)
    titles = {one["id"]: one["plan"] for one in facts.get("direction", ()) if "plan" in one}
    for one in facts["roadmap_section"]:
        kept = {
            "programme": programme,
            "parent": made[one["roadmap"]],
            "title": one.get("title") or titles.get(one.get("direction"), one["id"]),
            "position": one["position"] * 1000,
            "place": "plan_section",
        }
        made[one["id"]] = save(session, "part", None, kept)
    return made


def _row(row: dict[str, Any], parts: dict[str, bytes], place: int) -> dict[str, Any]:
    return {
        "part": parts[row.get("section") or row["roadmap"]],
        "position": place * 1000,
        "number": row["number"],
        "text": row["text"],
        "due_text": row["due_text"],
        "responsible": "\n".join(row.get("responsible") or ()),
        "expected": row.get("result") or "",
    }
