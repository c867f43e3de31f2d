"""The papers of the five sources, printed from their facts the way an office would: what the loaders put into records is
arranged by the verbs and forms of the program, then composed."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2

from shnor_desktop.document.document import Document
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.orders import drafts
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.paper import Paper
from tests.conftest import WHO
from tests.operations.programme.source_facts import FACTS, Facts, Loader, facts_of
from tests.operations.support.source_facts import SupportLoader

CHECKLISTS = FACTS.parents[1] / "CHECKLISTS.md"
SOURCES = ("000", "001", "002", "003", "004")
Given = dict[str, Value | Linked]


@dataclass(frozen=True)
class Source:
    """A loaded source with its papers, and their texts by format."""

    facts: Facts
    papers: dict[str, Paper]
    texts: dict[str, str]
    """What the files say, by their suffix: all papers of the source one after another."""


def printed(source: str, template: Path, folder: Path) -> Source:
    """Load, arrange, compose, draw."""
    path = folder / f"{source}.shnor"
    path.write_bytes(template.read_bytes())
    kind = SupportLoader if source in ("000", "004") else Loader
    with Document.open(path, WHO, back_up=False) as document:
        office = _Office(document, kind(document, facts_of(source)))
        asked = {
            "000": office.report,
            "001": office.first_programme,
            "002": office.second_programme,
            "003": office.analysis,
            "004": office.memo,
        }[source]()
        with document.read() as session:
            papers = {
                code: registry.compose(session, code, **{_ASK[code]: uid}) for code, uid in asked.items()
            }
    texts = {
        suffix: "\n".join(read(render.data(one, suffix), suffix) for one in papers.values())
        for suffix in (".pdf", ".docx")
    }
    return Source(office.loader.data, papers, texts)


_ASK = {"programme": "programme", "order": "order", "school": "school"}


class _Office:
    """Somebody who prints a paper from what is in the file."""

    def __init__(self, document: Document, loader: Loader) -> None:
        self.document, self.loader, self.made = document, loader, loader.made

    def save(self, code: str, uid: bytes | None, /, **given: Any) -> bytes:
        with self.document.write("Бумага") as session:
            return records.save(session, code, uid, given)

    def sections(self, paper: bytes) -> dict[str, bytes]:
        """Sections of a paper by their titles."""
        with self.document.read() as session:
            rows = records.owned(session, "part", "paper", paper)
            forms = [(row.uid, records.form(session, "part", row.uid).values) for row in rows]
        return {str(values["title"]): uid for uid, values in forms}

    def named(self, title: str) -> bytes:
        """A part of the file by its title."""
        with self.document.read() as session:
            rows = records.rows(session, "part")
            return next(
                one.uid for one in rows if records.form(session, "part", one.uid).values["title"] == title
            )

    def section(self, paper: bytes, title: str, position: int, **given: Any) -> bytes:
        return self.save("part", None, paper=paper, place="section", title=title, position=position, **given)

    def moved(self, names: Iterator[str], paper: bytes, position: int, **first: Any) -> None:
        """Paragraphs of the source after a section, the first of them with a title."""
        for at, name in enumerate(names):
            self.save(
                "part", self.made[name], paper=paper, position=position + at, **(first if not at else {})
            )

    def signed(self, paper: bytes, **given: Any) -> None:
        self.save("paper", paper, signatory=self.made["signatory"], **given)

    def somebody(self) -> None:
        """Whoever signs: the sources name nobody."""
        self.made["signatory"] = self.save(
            "person", None, name="Образцова Анна Петровна", post="Начальник управления"
        )

    # --- 000 ---------------------------------------------------------------------------------------------------------

    def report(self) -> dict[str, bytes]:
        self.somebody()
        paper = drafts.prepare(
            self.document, "report", {"programme": self.loader.programme, "date": "2020-12-25"}
        )
        self.moved((f"p{at:02}" for at in range(1, 6)), paper, 500, title="Положение в районе")
        self.moved((f"p{at:02}" for at in range(6, 13)), paper, 3500, title="Как шла работа")
        self.section(paper, "Организация работы", 3600, draws="assignments")
        ahead = self.sections(paper)["Направления работы на следующий период"]
        lines = [f"{at}. {one['text']}" for at, one in enumerate(self.loader.data["direction"], start=1)]
        self.save("part", ahead, text="\n".join(lines))
        self.save("part", self.named("Направления"), off=True)
        self.signed(paper)
        return {"order": paper}

    # --- 001 ---------------------------------------------------------------------------------------------------------

    def first_programme(self) -> dict[str, bytes]:
        acts = ((self.made["a1"], ""), (self.made["a2"], ""))
        self.save("programme", self.loader.programme, acts=acts)
        self.save("part", self.made["s7"], draws="results")
        for at, (title, draws) in enumerate((("Основания", "acts"), ("Школы программы", "schools")), start=1):
            given: Given = {"title": title, "draws": draws, "position": 1000 * at, "place": "section"}
            self.save("part", None, programme=self.loader.programme, parent=self.made["s1"], **given)
        return {"programme": self.loader.programme}

    # --- 002 ---------------------------------------------------------------------------------------------------------

    def second_programme(self) -> dict[str, bytes]:
        self.save("part", self.made["r1"], draws="programme", text="")
        drawn = (("Основания программы", "acts"), ("Школы", "schools"), ("Результаты", "results"))
        for at, (title, draws) in enumerate(drawn, start=1):
            given: Given = {"title": title, "draws": draws, "position": 1000 * at, "place": "section"}
            self.save("part", None, programme=self.loader.programme, parent=self.made["s1"], **given)
        problems: Given = {"title": "Проблемы", "draws": "problems", "position": 4000, "place": "section"}
        self.save("part", None, programme=self.loader.programme, parent=self.made["s1"], **problems)
        return {"order": self.made["decree"], "programme": self.loader.programme}

    # --- 003 ---------------------------------------------------------------------------------------------------------

    def analysis(self) -> dict[str, bytes]:
        self.somebody()
        data, programme = self.loader.data, self.loader.programme
        for one in data["execution"]:
            for name in one.get("evidence") or ():
                if name.startswith("o"):
                    self._confirmed(self.made[one["id"]], self.made[name])
        paper = drafts.prepare(self.document, "execution", {"programme": programme, "date": "2023-01-20"})
        sections = self.sections(paper)
        found = next(one for one in data["paper_section"] if one["id"] == "s4")
        self.save(
            "part",
            sections["Что показала диагностика"],
            title=found["title"],
            text="\n".join(found["paragraphs"]),
        )
        self.save("part", sections["Выводы"], off=True)
        self.section(paper, "Кто помогает школе", 8500, draws="assignments")
        self._decisions(sections["РЕШИЛИ:"])
        self.signed(paper, period_from="2020-11-01", event=self.made["mt"])
        return {"order": paper}

    def _confirmed(self, event: bytes, paper: bytes) -> None:
        with self.document.write("Подтверждение") as session:
            (line,) = records.owned(session, "evidence", "event", event)
            records.save(session, "evidence", line.uid, {"title": "приказ", "paper": paper})

    def _decisions(self, part: bytes) -> None:
        with self.document.write("Решения") as session:
            usual = [one.uid for one in records.owned(session, "activity", "part", part)]
            records.delete(session, "activity", usual)
            for one in self.loader.data["decision"]:
                records.save(session, "activity", self.made[one["id"]], {"part": part, "event": None})

    # --- 004 ---------------------------------------------------------------------------------------------------------

    def memo(self) -> dict[str, bytes]:
        self.somebody()
        paper = drafts.prepare(
            self.document, "info", {"programme": self.loader.programme, "date": "2021-06-01"}
        )
        self.save("paper", paper, acts=((self.made["a1"], ""), (self.made["a2"], "")))
        self.moved((f"p{at}" for at in (1, 2)), paper, 500, title="О программе")
        self.moved((f"p{at}" for at in range(3, 13)), paper, 8500, title="Как идёт работа")
        for at, title in enumerate(("Механизмы", "Рекомендации школам")):
            self.section(paper, title, 9100 + at, same_as=self.named(title))
        ends = self.sections(paper)["Выводы и предложения"]
        self.save(
            "part",
            ends,
            text=next(one.said("gist") for one in self.loader.data["memo_section"] if one["id"] == "p16"),
        )
        self.signed(paper)
        return {"order": paper}


# --- texts of files ------------------------------------------------------------------------------------------------------

_LOST = dict.fromkeys(map(ord, " \n\r\t\u00a0\u00ad\u2011-\x02\ufffe"))
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeezed(text: str) -> str:
    """Without spaces and hyphens: lines break where they must."""
    return text.translate(_LOST)


def spaced(text: str) -> str:
    """Words and figures, each apart from the next."""
    return " ".join(text.split())


def read(data: bytes, suffix: str) -> str:
    """Everything a file says, in the order of reading: rows of tables cell by cell, points with their numbers."""
    if suffix == ".docx":
        return "\n".join(_lines(data))
    pdf = pypdfium2.PdfDocument(data)
    try:
        pages = (page.get_textpage().get_text_bounded() for page in pdf)
        return "\n".join(text.removeprefix(str(at)) for at, text in enumerate(pages, start=1))
    finally:
        pdf.close()


def _lines(data: bytes) -> Iterator[str]:
    document = docx.Document(BytesIO(data))
    counted: dict[tuple[str, int], int] = {}
    for paragraph in document.element.body.iter(f"{_W}p"):
        text = "".join(
            one.text or "" if one.tag == f"{_W}t" else "\n" for one in paragraph.iter(f"{_W}t", f"{_W}br")
        )
        yield _label(document, paragraph, counted) + text


def _label(document: Any, paragraph: Any, counted: dict[tuple[str, int], int]) -> str:
    """The number or dash that Word puts before a point."""
    number = paragraph.find(f"{_W}pPr/{_W}numPr")
    if number is None:
        return ""
    uid, level = number.find(f"{_W}numId").get(f"{_W}val"), int(number.find(f"{_W}ilvl").get(f"{_W}val"))
    root = document.part.numbering_part.element
    num = next(one for one in root.iter(f"{_W}num") if one.get(f"{_W}numId") == uid)
    of = num.find(f"{_W}abstractNumId").get(f"{_W}val")
    abstract = next(one for one in root.iter(f"{_W}abstractNum") if one.get(f"{_W}abstractNumId") == of)
    shape = next(one for one in abstract.iter(f"{_W}lvl") if one.get(f"{_W}ilvl") == str(level))
    text = str(shape.find(f"{_W}lvlText").get(f"{_W}val"))
    if shape.find(f"{_W}numFmt").get(f"{_W}val") == "bullet":
        return text
    counted[uid, level] = counted.get((uid, level), 0) + 1
    for deeper in range(level + 1, 3):
        counted.pop((uid, deeper), None)
    for at in range(level + 1):
        text = text.replace(f"%{at + 1}", str(counted[uid, at]))
    return text
