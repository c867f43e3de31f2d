"""What a programme rests on, cited in the case a sentence needs: acts of other bodies and papers of its own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.links import Link
from shnor_desktop.models.orders import PAPER_KINDS, Act, Paper, WordForm, act_word
from shnor_desktop.operations.records import records
from shnor_desktop.rules.words import declension
from shnor_desktop.rules.words.declension import Case
from shnor_desktop.rules.words.russian import quoted, show_date


class Cases:
    """Words in the case a sentence needs: the form a person typed, else that of the library, with what it is unsure of."""

    def __init__(self, session: Session) -> None:
        self._session, self._doubts = session, dict[str, None]()

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(self._doubts)

    def form(self, text: str, case: Case) -> declension.Form:
        """A form that may be unsure."""
        query = select(WordForm.form).where(WordForm.text == text, WordForm.case == case)
        typed = self._session.scalars(query).first()
        return declension.Form(typed) if typed else declension.phrase(text, case)

    def phrase(self, text: str, case: Case) -> str:
        """A form to be printed; one that is unsure is told."""
        found = self.form(text, case) if text else declension.Form("")
        if not found.sure:
            self._doubts[
                f"Проверьте слова «{found.text}»: программа не уверена, что «{text}» стоит в нужном падеже."
            ] = None
        return found.text


def grounds(session: Session, programme: bytes) -> tuple[tuple[str, bytes], ...]:
    """Kind and uid of each, in their order."""
    query = select(Link).where(
        Link.role.in_(("programme_act", "programme_basis")), Link.programme == programme
    )
    links = session.scalars(query.order_by(Link.position, Link.uid))
    found = (("act", one.act) if one.act else ("paper", one.basis) for one in links)
    return tuple((kind, uid) for kind, uid in found if uid is not None)


def cited(session: Session, cases: Cases, kind: str, uid: bytes) -> str:
    """In the instrumental: «постановлением Правительства РФ от 15.04.2014 № 295 «Развитие образования»»."""
    act, paper = (session.get(Act, uid), None) if kind == "act" else (None, session.get(Paper, uid))
    one = act or paper
    if one is None:
        return ""
    issuer = act.issuer_text if act is not None else ""
    if paper is not None and paper.issuer is not None:
        issuer = records.title(session, "office", paper.issuer)
    label = dict(PAPER_KINDS).get(one.kind, "").partition(",")[0] if one.kind != "other" else ""
    if act is not None:
        label = act_word(act.kind, act.number)
    told = (
        cases.phrase(label, Case.INSTRUMENTAL),
        cases.phrase(issuer, Case.GENITIVE),
        f"от {show_date(one.date)}" if one.date else "",
        f"№ {one.number}" if one.number else "",
        quoted(one.title) if one.title and one.title.casefold() != label else "",
    )
    return " ".join(filter(None, told))
