"""What the list of schools is composed from: the draft by a profile, or a signed list."""

from dataclasses import replace

from sqlalchemy.orm import Session

from shnor_desktop.models.identification import StatusList
from shnor_desktop.models.office import Office
from shnor_desktop.models.orders import PAPER_KINDS, Paper
from shnor_desktop.operations.identification import signed_lists
from shnor_desktop.operations.identification.classification import profile
from shnor_desktop.operations.identification.draft import draft, paper_meta
from shnor_desktop.operations.identification.listed_paper import list_facts
from shnor_desktop.operations.papers.kind import Answers, Signed
from shnor_desktop.operations.programme.forms import Forms
from shnor_desktop.papers.identification.facts import ListFacts
from shnor_desktop.papers.identification.low_list import is_former
from shnor_desktop.papers.tree.frame import Approval, approval_lines
from shnor_desktop.papers.tree.paper import Corner
from shnor_desktop.papers.tree.paper import Paper as Tree
from shnor_desktop.rules.words.declension import Case
from shnor_desktop.rules.words.russian import inside


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
    return Signed(kept.paper, _approved(session, uid, signed_lists.signed_paper(session, uid, kept)), again)


def _approved(session: Session, uid: bytes, printed: Tree) -> Tree:
    """Over the list stands the signed order that approves it."""
    paper = session.get(Paper, session.get_one(StatusList, uid).paper or b"")
    if paper is None or paper.state != "signed":
        return printed
    forms = Forms(session)
    kind = forms.phrase(dict(PAPER_KINDS).get(paper.kind, "").partition(",")[0], Case.INSTRUMENTAL)
    office = session.get(Office, paper.issuer) if paper.issuer is not None else None
    issuer = office.name if office is not None else paper_meta(session).office
    basis = f"{kind} {inside(forms.phrase(issuer, Case.GENITIVE))}" if issuer else kind
    corner = Corner(approval_lines(Approval("утверждён", basis, date=paper.date, number=paper.number)))
    first, *rest = printed.sections
    return replace(printed, sections=(replace(first, blocks=(corner, *first.blocks)), *rest))
