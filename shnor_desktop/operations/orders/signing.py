"""Signing: a paper keeps the tree it was composed of for good; what records say later is told, never printed over it."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.orders import Paper
from shnor_desktop.operations.office.abbreviations import explained
from shnor_desktop.operations.orders import order, register
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.history import SIGNED_TITLE
from shnor_desktop.papers.orders import order as order_paper
from shnor_desktop.papers.tree import codec
from shnor_desktop.papers.tree.paper import Paper as Tree
from shnor_desktop.papers.tree.paper import Section, Title
from shnor_desktop.papers.tree.spans import is_drawable

SIGNED, DRAFT, CANCELLED = "signed", "draft", "cancelled"


def missing(paper: Paper, number: str, day: str) -> tuple[str, ...]:
    """What a paper must have before it is signed and has not."""
    told = (
        (number.strip() or paper.kind not in register.NUMBERED, "номер"),
        (day, "дата"),
        (paper.title.strip(), "заголовок"),
    )
    return tuple(name for there, name in told if not there)


def sign(document: Document, uid: bytes, number: str = "", day: str = "", signed_on: str = "") -> str:
    """Sign a paper with a number and a day (its own, when not given), today unless `signed_on` says when; its title.
    Refused when something is missing or the number is taken."""
    with document.read() as session:
        paper = _paper(session, uid)
        if paper.state != DRAFT:
            raise UserError("Этот документ уже не проект.", "Подписать можно только проект.")
        number, day = number.strip() or paper.number, day or paper.date
        if lacking := missing(paper, number, day):
            raise UserError(
                f"Документ нельзя подписать, не указано: {', '.join(lacking)}.", "Заполните это в карточке."
            )
        other = register.taken(session, paper, number, day)
        if other is not None:
            raise UserError(
                f"Номер {number} уже занят: «{other.title or 'без заголовка'}».",
                f"Следующий свободный: {register.next_number(session, paper.kind, paper.issuer, day)}.",
            )
        kind = register.KINDS.get(paper.kind, paper.kind)
    with document.write(f"{SIGNED_TITLE}о: {kind} № {number}") as session:
        records.save(session, "paper", uid, {"number": number, "date": day, "state": SIGNED})
        session.flush()
        tree = explained(session, replace(order_paper.compose(order.gather(session, uid)), doubts=()))
        kept = {"frozen": codec.dump(tree), "signed_on": signed_on or date.today().isoformat()}
        records.save(session, "paper", uid, kept)
        return records.title(session, "paper", uid)


def cancel(document: Document, uid: bytes) -> None:
    """Cancel a paper: it stays in the register with its number."""
    with document.read() as session:
        name = records.title(session, "paper", uid)
    with document.write(f"Отменено: {name}") as session:
        records.save(session, "paper", uid, {"state": CANCELLED})


def kept(session: Session, uid: bytes) -> Tree | None:
    """What was signed; None for a draft."""
    paper = _paper(session, uid)
    if not paper.frozen:
        return None
    try:
        tree = codec.load(Tree, paper.frozen)
        if not is_drawable(tree):
            raise ValueError("no paper")
    except ValueError:
        raise UserError(
            f"Подписанный текст этого документа здесь не читается: {records.title(session, 'paper', uid)}. "
            "Он повреждён или не передан в этой части файла.",
            "Возьмите его у того, кто прислал часть, или из резервной копии.",
        ) from None
    return tree


def shown(session: Session, uid: bytes) -> Tree | None:
    """What was signed, with the word that it was cancelled since."""
    tree = kept(session, uid)
    if tree is None or _paper(session, uid).state != CANCELLED:
        return tree
    first, *rest = tree.sections
    blocks = tuple(replace(one, stamp="ОТМЕНЁН") if isinstance(one, Title) else one for one in first.blocks)
    return replace(tree, sections=(Section(blocks, first.landscape), *rest))


def _paper(session: Session, uid: bytes) -> Paper:
    paper = session.get(Paper, uid)
    if paper is None:
        raise UserError("Этого документа больше нет в файле.", "Выберите другой.")
    return paper
