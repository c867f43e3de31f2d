"""The facts of whole papers in the very words of the papers: the texts of the sources stand beside the facts, and what the facts tell
shortly is put as it was typed."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.models.programme import Part
from shnor_desktop.operations.records.records import save
from tests.operations.programme.source_facts import FACTS, Loader, facts_of

SOURCES = FACTS.parents[1] / "sources"


def known() -> bool:
    """Whether facts and texts are at hand."""
    return FACTS.is_dir() and SOURCES.is_dir()


class TypedPaper:
    """One paper loaded in its own words."""

    def __init__(self, document: Document, source: str) -> None:
        self.loader = Loader(document, facts_of(source))
        (path,) = Path(SOURCES).glob(f"{source}-*.txt")
        self._lines = [
            re.sub(r"\[bookmark: \w+\]|</?\w+[^>]*>", "", line)
            for line in path.read_text("utf-8").split("\n")
        ]
        self._used: set[bytes] = set()
        with document.write("Слова документа") as session:
            self._session = session
            getattr(self, f"_of_{source}")()

    @property
    def programme(self) -> bytes:
        return self.loader.programme

    def _text(self, first: int, last: int | None = None) -> str:
        """Lines of the source, counted from one, without the empty ones."""
        return "\n".join(line.rstrip() for line in self._lines[first - 1 : last or first] if line.strip())

    def _put(self, code: str, name: str, /, **given: Any) -> None:
        save(self._session, code, self.loader.made[name], given)

    def _cells(self, first: int, last: int) -> Iterator[str]:
        """Cells of a table, each begun by a tab."""
        for cell in "\n".join(self._lines[first - 1 : last]).split("\t"):
            lines = (" ".join(line.split()) for line in cell.split("\n"))
            yield "\n".join(filter(None, lines))

    # ---- the roadmap and what was decided about it

    def _of_003(self) -> None:
        for name, first, last in (("s1", 7, 7), ("s2", 8, 8), ("s3", 10, 13), ("s4", 17, 36), ("s5", 37, 37)):
            self._put("part", name, text=self._text(first, last))
        for place in range(16):
            self._put("event", f"e{place + 1}", title=self._text(38 + place))
        for place in range(6):
            self._put("activity", f"r{place + 1}", text=self._text(56 + place))

    # ---- the programme of one school year

    def _of_001(self) -> None:
        self._put("part", "s1", text=self._text(23, 45))
        for name, first, last in (
            ("s21", 49, 49),
            ("s22", 53, 57),
            ("s23", 61, 67),
            ("s4", 101, 115),
            ("s6", 139, 143),
        ):
            self._put("part", name, text=self._text(first, last))
        columns = [words.strip() for words in self._lines[70].split("\t")]
        self._put(
            "part",
            "s24",
            columns="; ".join(map("=".join, zip(("number", "text", "target"), columns, strict=True))),
        )
        for place in range(7):
            _, text, _ = self._lines[71 + place].split("\t")
            self._put("indicator", f"i{place + 1}", text=text)
        rows = [self._lines[at].split("\t") for at in (*range(82, 97), *range(120, 123), 126, 127, 129)]
        names = [one["id"] for one in self.loader.data["activity"]]
        of_rows = [*names[:15], "q11", "q12", "q13", "q15", "q16", "q21"]
        for name, cells in zip(of_rows, rows, strict=True):
            given = dict(zip(("number", "text", "due_text"), cells, strict=False))
            self._put("activity", name, **given, **({"expected": cells[4]} if len(cells) > 4 else {}))
        upper, lower = self._lines[123].split("\t"), self._lines[125].split("\t")
        whole = [" ".join(filter(None, map(str.strip, pair))) for pair in zip(upper, lower, strict=True)]
        self._put("activity", "q14", text=whole[1], due_text=whole[2], expected=whole[4])

    # ---- the decree and the programme of four years

    def _of_002(self) -> None:
        self._put("paper", "decree", title=" ".join(self._text(7, 9).split()), preamble=self._text(12))
        for name, first, last in (("dp1", 14, 14), ("dp2", 16, 22), ("dp3", 24, 24), ("dp4", 26, 26)):
            self._put("activity", name, text=self._text(first, last))
        title = " ".join(self._text(41, 42).split())
        self._put("programme", "prog", title=title)
        starts = (49, 52, 55, 58, 61, 64, 67, 86, 91, 106, 111, 133, 157)
        ends = (49, 52, 55, 58, 61, 64, 83, 86, 103, 106, 130, 151, 157)
        for place, (first, last) in enumerate(zip(starts, ends, strict=True), start=1):
            self._put(
                "part",
                f"r{place}",
                text="\n".join(line.strip() for line in self._text(first, last).split("\n")),
                same_as=None,
            )
        for name, first, last in (
            ("s1", 163, 401),
            ("s2", 404, 428),
            ("s5", 1071, 1095),
            ("s6", 1099, 1109),
            ("s7", 1112, 1116),
        ):
            text = "\n".join(line.strip() for line in self._text(first, last).split("\n"))
            self._put("part", name, text=text[:20_000])
        cells = list(self._cells(582, 1066))
        at = [place for place, cell in enumerate(cells) if re.fullmatch(r"\d{1,2}", cell)]
        assert len(at) == 50
        for place in at:
            number, text, due, responsible, expected = cells[place : place + 5]
            self._put(
                "activity",
                f"a{int(number):02d}",
                text=text,
                due_text=due,
                responsible=responsible,
                expected=expected,
            )
        shown = [one for one in self._cells(437, 571) if one and not re.match(r"\d\. |По результатам", one)]
        assert len(shown) == 31
        for one, text in zip(self.loader.data["indicator"], shown, strict=True):
            self._put("indicator", one["id"], text=text)
        in_passport = [line for line in self._text(135, 151).split("\n")]
        for one, text in zip(self.loader.data["passport_indicator"], in_passport, strict=True):
            self._put("indicator", one["id"], text=text.lstrip("· "))
        sections = [one for one in self._session.scalars(select(Part).where(Part.place == "plan_section"))]
        headings = [580, 655, 683, 740, 825, 978, 1029]
        for part, line in zip(sorted(sections, key=lambda one: one.position), headings, strict=True):
            save(self._session, "part", part.uid, {"title": self._text(line).strip()})


def sections(document: Document, source: str, given: Iterable[tuple[str, int, int]]) -> bytes:
    """A programme whose sections are these lines of a source, as (title, first, last)."""
    (path,) = Path(SOURCES).glob(f"{source}-*.txt")
    lines = path.read_text("utf-8").split("\n")
    with document.write("Слова документа") as session:
        kept = {
            "kind": "municipal",
            "title": "Программа поддержки",
            "starts": "2021-01-01",
            "ends": "2024-12-31",
        }
        programme = save(session, "programme", None, kept)
        for place, (title, first, last) in enumerate(given, start=1):
            text = "\n".join(line.strip() for line in lines[first - 1 : last] if line.strip())
            part: dict[str, Any] = {
                "programme": programme,
                "place": "section",
                "title": title,
                "text": text,
                "position": 1000 * place,
            }
            save(session, "part", None, part)
    return programme
