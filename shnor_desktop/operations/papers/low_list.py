"""What the list of schools is composed from: the draft by a profile, or a signed list."""

from dataclasses import replace

from sqlalchemy.orm import Session

from shnor_desktop.models.identification import StatusList
from shnor_desktop.operations.identification import signed_lists
from shnor_desktop.operations.identification.classification import profile
from shnor_desktop.operations.identification.draft import draft, paper_meta
from shnor_desktop.operations.identification.listed_paper import list_facts
from shnor_desktop.operations.papers.kind import Answers, Signed
from shnor_desktop.papers.identification.facts import ListFacts
from shnor_desktop.papers.identification.low_list import is_former


def gather(session: Session, answers: Answers) -> ListFacts:
    """The draft; of a signed list what it would be now by the same method and decisions."""
    uid = answers.get("signed")
    if uid is None:
        return list_facts(session, draft(session, profile(session, answers.get("profile"))))
    record, drafted = session.get_one(StatusList, uid), signed_lists.redrafted(session, uid)
    on = record.signed_on
    meta = paper_meta(session, order_basis=record.basis_text, on=on)
    facts = list_facts(session, drafted, meta=meta, signed_on=on)
    # Other words of the program are nothing that became outdated.
    return replace(facts, former=is_former(signed_lists.signed_list(session, uid).paper))


def signed(session: Session, answers: Answers) -> Signed | None:
    """A signed list as it was, with the corrections made since told in it."""
    uid = answers.get("signed")
    if uid is None:
        return None
    kept = signed_lists.signed_list(session, uid)
    again = answers if kept.decisions is not None else None
    return Signed(kept.paper, signed_lists.signed_paper(session, kept), again)
