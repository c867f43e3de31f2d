"""Facts of the journal of orders of a year."""

from datetime import date

from sqlalchemy.orm import Session

from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.orders import register
from shnor_desktop.operations.orders.register import Gap, RegisterLine
from shnor_desktop.papers.orders.journal import JournalFacts, JournalRow


def gather(session: Session, year: int | None, *, gaps: bool = False) -> JournalFacts:
    """Every paper that has a number of a calendar year, by kind and number; the newest year unless told. `gaps`: numbers
    that the file does not have stand between."""
    every = [one for one in register.lines(session) if one.year and one.number]
    wanted = year or max((one.year for one in every if one.year), default=date.today().year)
    lines = [one for one in every if one.year == wanted]
    missing = [one for one in register.gaps(session) if gaps and one.year == wanted]
    placed = [(*_place(one), _row(one)) for one in lines] + [(*_gap_place(one), _gap(one)) for one in missing]
    rows = tuple(row for *_, row in sorted(placed, key=lambda each: each[:-1]))
    return JournalFacts(paper_meta(session), wanted, rows)


def _place(one: RegisterLine) -> tuple[int, int, str, str]:
    return list(register.KINDS).index(one.kind), register.counter(one.number), one.date, one.number


def _gap_place(one: Gap) -> tuple[int, int, str, str]:
    return list(register.KINDS).index(one.kind), one.first, "", ""


def _row(one: RegisterLine) -> JournalRow:
    state = "отменён" if one.state == "cancelled" else "проект" if one.state == "draft" else ""
    note = "; ".join(part.rstrip(".") for part in (state, one.remark, " ".join(one.note.split())) if part)
    return JournalRow(
        one.number,
        one.date,
        one.kind_text,
        one.title,
        one.signatory if one.state != "draft" else "",
        one.executor,
        one.signed_on,
        one.familiar,
        note,
        (("paper", one.uid),),
    )


def _gap(one: Gap) -> JournalRow:
    return JournalRow(
        "", "", "", "", "", "", "", "", "", (), f"{register.KINDS[one.kind].capitalize()}: {one.text}"
    )
