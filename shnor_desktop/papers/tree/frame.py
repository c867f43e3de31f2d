"""What every paper of the office begins and ends with: corner, letterhead, requisites, title, signature."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Corner,
    Executor,
    Heading,
    Inline,
    Letterhead,
    Paper,
    Requisites,
    Run,
    Says,
    Section,
    Signature,
    Title,
)
from shnor_desktop.papers.tree.wording import date_digits, date_words, named, signed, stick


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: «Начальник управления образования», «И.О. Фамилия»."""

    post: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """The corner block «УТВЕРЖДЁН приказом … от … № …». `verb` agrees with the kind of the paper."""

    verb: str
    basis: str = ""
    """«приказом управления образования» (empty: approved by the signatory himself)."""
    signatory: Signatory = Signatory()
    date: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class PaperMeta:
    """Requisites common to every paper of the office."""

    letterhead: tuple[str, ...] = ()
    """Lines of the letterhead, the name of the office last."""
    office: str = ""
    """Full name of the office: document author, source of the figures."""
    district: str = ""
    """In the genitive, as in «школы Приозёрного муниципального района»; empty when unknown."""
    place: str = ""
    date: str = ""
    number: str = ""
    signatory: Signatory = Signatory()
    executor: str = ""
    """«Фамилия Имя Отчество» of the person who prepared the paper."""
    executor_phone: str = ""
    order_basis: str = ""
    """«приказ управления образования от 10.02.2021 № 30», the ground for the paper."""
    approval: Approval | None = None


def paper_of(
    title: str, blocks: Iterable[Block], meta: PaperMeta, *, landscape: bool = False, **more: Any
) -> Paper:
    """A paper of one section, as of the day of its requisites; `more` is said of it besides, see `Paper`."""
    section = Section(tuple(blocks), landscape=landscape)
    return Paper(title, (section,), meta.office, **{"created": meta.date, **more})


def opening(meta: PaperMeta, title: Title, *, contents: bool = True) -> list[Block]:
    """Blocks before the text of the paper; `contents` says whether those stand under its title when it is long."""
    blocks: list[Block] = []
    if meta.approval:
        blocks.append(Corner(approval_lines(meta.approval)))
    if meta.letterhead:
        blocks.append(Letterhead(tuple(map(stick, meta.letterhead))))
    if meta.date or meta.number or meta.place:
        number = stick(f"№ {meta.number}") if meta.number else ""
        blocks.append(Requisites(date_words(meta.date), stick(meta.place), number))
    return [*blocks, replace(title, lines=tuple(map(stick, title.lines)), contents=contents)]


def on_one_line(block: Requisites) -> tuple[tuple[str, Align, int], ...]:
    """Date, place and number, where each stands and on how many hundredths of the line; without a number the place
    does not hang in the middle."""
    place = "" if block.is_wide else block.place
    if not block.number:
        return (block.date, Align.LEFT, 50), (place, Align.RIGHT, 50)
    return (block.date, Align.LEFT, 35), (place, Align.CENTER, 40), (block.number, Align.RIGHT, 25)


def closing(meta: PaperMeta) -> list[Block]:
    """Signature and executor; what is unknown leaves a line to write on."""
    blocks: list[Block] = []
    if meta.signatory.post or meta.signatory.name:
        blocks.append(Signature(stick(meta.signatory.post), stick(signed(meta.signatory.name))))
    if meta.executor:
        phone = f"тел. {meta.executor_phone}" if meta.executor_phone else ""
        blocks.append(Executor(stick(meta.executor), phone))
    return blocks


def approval_lines(approval: Approval) -> tuple[str, ...]:
    """Lines of the block «УТВЕРЖДЁН …»."""
    lines = [approval.verb.upper()]
    if approval.basis:
        lines.append(approval.basis)
    else:
        lines += [approval.signatory.post, signed(approval.signatory.name)]
    if approval.date or approval.number:
        date = date_digits(approval.date) if approval.date else "____________"
        lines.append(f"от {date} № {approval.number or '____'}")
    return tuple(stick(line) for line in lines if line)


def numbered(number: str, title: str, level: int = 1) -> Heading:
    """The heading of a numbered part: «2.1. Математика»."""
    return Heading((Run(f"{number}. ", says=Says.ORDER), named(title)), level)


class Tables:
    """Numbers the tables of one paper: «Таблица 3 – …»."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def caption(self, text: str) -> Inline:
        """The caption of the next table."""
        self.last += 1
        return (Run(f"Таблица\u00a0{self.last} – ", says=Says.ORDER), named(text))
