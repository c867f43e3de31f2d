"""What a paper or a programme rests on, cited in the case a sentence needs: acts of other bodies and papers of its own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.orders import PAPER_KINDS, Act, Paper, act_word
from shnor_desktop.operations.programme.forms import Forms
from shnor_desktop.operations.records import records
from shnor_desktop.rules.words.declension import Case
from shnor_desktop.rules.words.russian import quoted, show_date

_COUNTRY = ("Российская Федерация", "РФ", "")
"""Whose constitution is meant where nothing else is said, and how that is written."""


def grounds(session: Session, programme: bytes) -> tuple[tuple[str, bytes], ...]:
    """Kind and uid of each in their order, acts before own papers."""
    query = select(Link).where(
        Link.role.in_(("programme_act", "programme_basis")), Link.programme == programme
    )
    links = session.scalars(query.order_by(Link.role, Link.position, Link.uid))
    found = (("act", one.act) if one.act else ("paper", one.basis) for one in links)
    return tuple((kind, uid) for kind, uid in found if uid is not None)


def cited(
    session: Session, forms: Forms, kind: str, uid: bytes, case: Case | None, within: bytes | None = None
) -> str:
    """«постановлением Правительства РФ от 15.04.2014 № 295 «Развитие образования»»; without a case as it is called.
    `within`: the office that speaks, whose own papers need not be called by its name."""
    act, paper = (session.get(Act, uid), None) if kind == "act" else (None, session.get(Paper, uid))
    one = act or paper
    if one is None:
        return ""
    issuer = act.issuer_text if act is not None else ""
    if paper is not None and paper.issuer not in (None, within):
        issuer = records.title(session, "office", paper.issuer)
    label = dict(PAPER_KINDS).get(one.kind, "").partition(",")[0] if one.kind != "other" else ""
    if act is not None:
        if is_constitution(act):
            return _constitution(forms, act, case)
        label = act_word(act.kind, act.number)
    told = (
        forms.phrase(label, case),
        forms.phrase(issuer, Case.GENITIVE),
        f"от {show_date(one.date)}" if one.date else "",
        f"№ {one.number}" if one.number else "",
        quoted(one.title) if one.title and one.title.casefold() != label else "",
    )
    return " ".join(filter(None, told))


def is_constitution(act: Act) -> bool:
    """Files of earlier formats keep it as a law or as something else, by its title alone."""
    title = act.title.strip(' «»"').casefold()
    return act.kind == "constitution" or (
        act.kind in ("law", "other") and title.partition(" ")[0] == "конституция"
    )


def _constitution(forms: Forms, act: Act, case: Case | None) -> str:
    """By whose it is, without a date, a number and quotation marks."""
    title = act.title.strip(' «»"')
    if title.casefold().startswith("конституция "):
        return forms.phrase(title, case)
    issuer = act.issuer_text.strip()
    issuer = _COUNTRY[0] if issuer in _COUNTRY else issuer
    return f"{forms.phrase('Конституция', case)} {forms.phrase(issuer, Case.GENITIVE)}"
