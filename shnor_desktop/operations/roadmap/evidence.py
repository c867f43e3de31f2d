"""What confirms that a roadmap is carried out: files and requisites of events, and the folder with all of them and an
inventory."""

import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.file import attachments
from shnor_desktop.document.file.faults import told
from shnor_desktop.errors import UserError
from shnor_desktop.models.orders import Evidence
from shnor_desktop.operations.identification.draft import paper_meta
from shnor_desktop.operations.programme import outline
from shnor_desktop.operations.records import attaching, records
from shnor_desktop.operations.roadmap import events, rows
from shnor_desktop.operations.roadmap.events import EventLine, EvidenceLine
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.roadmap import evidence as paper
from shnor_desktop.papers.roadmap.evidence import Confirmed, ConfirmedRow, InventoryFacts
from shnor_desktop.rules import quick_line
from shnor_desktop.rules.words.russian import size_text

INVENTORY = "Опись.pdf"
_BESIDE = "Вне плана"
_LONG = 40
"""Letters of a name in the folder: what is copied to another disk must not become too long for it."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What the folder holds."""

    files: int
    named: int
    """Confirmations without a file."""
    lost: tuple[str, ...]
    """Names of files whose bytes are not here."""
    bare: int
    """Things done that nothing confirms."""


def attach_files(document: Document, event: bytes, paths: Sequence[Path]) -> tuple[bytes, ...]:
    """Keep files as evidence of what was done, in one step; all of them or none."""
    return attaching.attach_several(document, paths, "evidence", {"event": event})


def add_reference(document: Document, event: bytes, text: str) -> bytes:
    """Evidence that is only named: «приказ от 15.12.2021 № 324»."""
    named = quick_line.read(text, date.today()).papers
    title, requisites = (named[0].title, named[0].requisites) if len(named) == 1 else (text.strip(), "")
    if not title:
        raise UserError("Не сказано, чем подтверждается.", "Введите, например: приказ от 15.12.2021 № 324.")
    with document.write("Добавлено подтверждение") as session:
        return records.save(
            session, "evidence", None, {"event": event, "title": title, "requisites": requisites}
        )


def gather(
    session: Session, programme: bytes, on: date | None = None, *, whole: bool = False
) -> InventoryFacts:
    """The inventory of a programme: its rows in their order, then what was done in its days beside the plan; what has no day is of
    the only programme there is. With `whole` every byte of the files is read: a damaged one is lost too."""
    day = on or date.today()
    plan = rows.plan(session, programme, day)
    every = events.events(session)
    executing: dict[bytes, list[EventLine]] = {}
    for event in reversed(every):
        for uid, _ in event.activities:
            executing.setdefault(uid, []).append(event)
    made = _Made(session, whole=whole)
    told = []
    for number, row in enumerate(plan.rows, start=1):
        title = " ".join(filter(None, (row.number, " ".join(row.text.split()))))
        told.append(made.row(number, title, executing.get(row.uid, [])))
    days = plan.period.days if plan.period is not None else None
    alone = outline.is_alone(session, programme)
    beside = [
        one
        for one in reversed(every)
        if not one.activities
        and (alone if one.days is None else days is not None and one.days.shared(days) is not None)
    ]
    told.append(made.row(0, _BESIDE, beside))
    return InventoryFacts(
        meta=paper_meta(session, on=day.isoformat()),
        programme=plan.programme.title,
        on=day.isoformat(),
        rows=tuple(told),
        source=(("programme", plan.programme.uid),),
    )


class _Made:
    """Rows of the inventory; what confirms several of them lies in the folder once."""

    def __init__(self, session: Session, *, whole: bool) -> None:
        self._session, self._whole = session, whole
        self._names = _Names()
        self._known: dict[bytes, Confirmed] = {}

    def row(self, number: int, title: str, done: Iterable[EventLine]) -> ConfirmedRow:
        name = self._names.folder(number, title)
        held = [event for event in done if event.outcome != quick_line.NOT_HELD]
        lines = [self._confirmed(event, one, name) for event in held for one in event.evidence]
        bare = [f"{event.name}, {event.when}" for event in held if not event.evidence]
        return ConfirmedRow(title, tuple(lines), tuple(bare))

    def _confirmed(self, event: EventLine, one: EvidenceLine, name: Callable[[str], str]) -> Confirmed:
        if one.uid not in self._known:
            there = bool(one.file_name) and self._has(one.file_sha)
            self._known[one.uid] = Confirmed(
                event.name,
                event.when,
                " ".join(filter(None, (one.title, one.requisites))),
                name(one.file_name) if there else "",
                size_text(one.file_size) if there else "",
                one.file_sha if there else "",
                lost=bool(one.file_name) and not there,
                source=(("evidence", one.uid),),
            )
        return self._known[one.uid]

    def _has(self, sha: str) -> bool:
        raw = raw_of(self._session)
        return attachments.take(raw, sha) is not None if self._whole else attachments.has(raw, sha)


class _Names:
    """Names in the folder: fit for every system, and each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def folder(self, number: int, title: str) -> Callable[[str], str]:
        """How files of one row are called: «03 1.4 Провести совещание/приказ.pdf»."""
        folder = places.safe_name(f"{number:02d} {title}" if number else title, _LONG)

        def name(file_name: str) -> str:
            stem, dot, suffix = file_name.rpartition(".")
            if not stem or len(suffix) > 8:
                stem, dot, suffix = file_name, "", ""
            plain, ending = (
                places.safe_name(stem, _LONG),
                f".{places.safe_name(suffix, _LONG)}" if dot else "",
            )
            path, at = f"{folder}/{plain}{ending}", 1
            while path.casefold() in self._taken:
                at += 1
                path = f"{folder}/{plain} ({at}){ending}"
            self._taken.add(path.casefold())
            return path

        return name


# --- the folder --------------------------------------------------------------------------------------------------


def write_folder(
    document: Document, programme: bytes, out: Path, progress: Progress = lambda done, of, what: None
) -> FolderReport:
    """All evidence of a programme with its inventory: a .zip, or a folder that is new or empty."""
    with document.read() as session:
        facts = gather(session, programme, whole=True)
        wanted = [line for line in facts.lines if line.path]
        with _opened(out) as put:
            for number, line in enumerate(wanted):
                progress(number, len(wanted) + 1, "Складываются подтверждения")
                content = attachments.take(raw_of(session), line.sha)
                assert content is not None, "gathered whole"
                put(line.path, content)
            progress(len(wanted), len(wanted) + 1, "Составляется опись")
            put(INVENTORY, render.pages(paper.compose(facts)).pdf)
    return FolderReport(
        len(wanted),
        sum(not line.path and not line.lost for line in facts.lines),
        tuple(line.title for line in facts.lines if line.lost),
        sum(len(row.bare) for row in facts.rows),
    )


@contextmanager
def _opened(out: Path) -> Iterator[Callable[[str, bytes], None]]:
    if out.suffix.casefold() == ".zip":
        with (
            told(out),
            places.written_whole(out, private=False) as draft,
            zipfile.ZipFile(draft, "w") as archive,
        ):
            yield lambda name, content: archive.writestr(
                zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED
            )
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UserError(
            f"В папке «{out.name}» уже есть файлы."
            if out.is_dir()
            else f"«{out.name}» уже есть, и это не папка.",
            "Выберите новую или пустую папку, или файл .zip.",
        )
    made = not out.exists()
    with told(out):
        places.make_folder(out)
        try:
            yield lambda name, content: _written(out / name, content)
        except BaseException:
            for one in () if made else out.iterdir():
                shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)
            if made:
                shutil.rmtree(out, ignore_errors=True)
            raise


def _written(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with places.written_whole(path, private=False) as draft:
        draft.write_bytes(content)


def programme_of(session: Session, text: str | None) -> bytes:
    """The programme words mean; the only one without words."""
    found = outline.find(session, text)
    if len(found) != 1:
        raise UserError(
            "В файле несколько программ." if found else "В файле нет ни одной программы.",
            "Назовите программу." if found else "Добавьте программу или дорожную карту.",
        )
    return found[0].uid


# --- looking at one ----------------------------------------------------------------------------------------------

SAFE = frozenset(
    [
        "pdf",
        "doc",
        "docx",
        "odt",
        "rtf",
        "txt",
        "xls",
        "xlsx",
        "ods",
        "csv",
        "ppt",
        "pptx",
        "odp",
        "jpg",
        "jpeg",
        "png",
        "gif",
        "bmp",
        "tif",
        "tiff",
        "webp",
        "heic",
        "djvu",
        "mp4",
        "mp3",
        "zip",
        "7z",
        "rar",
    ]
)
"""Endings of what is looked at, never run; everything else is only saved."""


def open_copy(document: Document, uid: bytes, folder: Path) -> Path:
    """A copy of the file of some evidence, for its program to show."""
    with document.read() as session:
        record = session.get(Evidence, uid)
        name = record.file_name if record is not None else ""
    stem, _, suffix = name.rpartition(".")
    if name and (not stem or suffix.casefold() not in SAFE):
        raise UserError(
            f"Файл «{name}» отсюда не открывается: он может оказаться программой.",
            "Сохраните его на диск и проверьте.",
        )
    out = places.free_name(folder / f"{places.safe_name(stem, _LONG)}.{suffix}")
    attaching.export(document, "evidence", uid, out)
    return out
