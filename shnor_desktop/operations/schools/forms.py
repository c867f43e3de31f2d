"""Forms for schools: what the file holds of chosen kinds and fields as a locked book a school, in which only what is asked
may be typed; they come back by the keys of their rows, as any book of records does."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document
from shnor_desktop.document.file.access import is_plain
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.operations.records.export import Page, page_of, write_book, written_safely
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.words.russian import joined, quoted
from shnor_desktop.sheets.records.layout import GUIDE, Facts, mark_of

Progress = Callable[[int, int, str], None]
Asked = Mapping[str, tuple[str, ...]]
"""Code of a kind → the fields that are asked for."""
ROOM = 30
"""Empty rows for new records."""
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"/\\|?*«»', " "))
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Sent:
    """The forms that were written."""

    folder: Path
    books: tuple[Path, ...]


def askable() -> tuple[tuple[RecordKind, tuple[Field, ...]], ...]:
    """Kinds of which schools may be asked, and the fields: those that people fill in, of schools and of what is theirs."""
    found = []
    for kind in KINDS:
        theirs = kind.code == "school" or _of_school(kind)
        fields = tuple(one for one in kind.shown if one.in_form and one.refers != "school")
        if theirs and fields and not (kind.about.frozen_when or kind.about.frozen_with):
            found.append((kind, fields))
    return tuple(found)


def _of_school(kind: RecordKind) -> Field | None:
    return next((one for one in kind.fields if one.refers == "school"), None)


def asked_of(wishes: Sequence[str]) -> Asked:
    """What «Школы: Директор, Телефон» asks for; UserError when there is no such kind or field."""
    found: dict[str, tuple[str, ...]] = {}
    kinds = askable()
    for wish in wishes:
        name, _, rest = wish.partition(":")
        kind, fields = next(
            ((kind, fields) for kind, fields in kinds if _is(name, kind.many, kind.one, kind.code)),
            (None, ()),
        )
        if kind is None:
            raise UserError(
                f"О карточках «{name.strip()}» школу не спрашивают.",
                f"Можно спросить о таких: {joined([kind.many for kind, _ in kinds])}.",
            )
        names = []
        for part in filter(str.strip, rest.split(",")):
            one = next((one for one in fields if _is(part, one.label, one.name)), None)
            if one is None:
                raise UserError(
                    f"Поля «{part.strip()}» у карточек «{kind.many}» нет.",
                    f"Есть: {', '.join(one.label for one in fields)}.",
                )
            names.append(one.name)
        found[kind.code] = tuple(dict.fromkeys((*found.get(kind.code, ()), *names)))
        if not found[kind.code]:
            raise UserError(
                f"Не сказано, какие поля спросить: «{wish}».", "Нужно так: «Школы: Директор, Телефон»."
            )
    if not found:
        raise UserError("Не сказано, о чём спросить школы.", "Нужно так: «Школы: Директор, Телефон».")
    return found


def _is(said: str, *names: str) -> bool:
    return said.strip().casefold() in {name.casefold() for name in names}


def send(
    document: Document,
    folder: Path,
    asked: Asked,
    schools: Sequence[bytes] | None = None,
    progress: Progress | None = None,
) -> Sent:
    """Write a book a school into the folder; all schools when none are chosen. Overwrites nothing but what a run that did not
    come to its end has left there and nobody has touched since."""
    with document.read() as session:
        names = Titles(session)
        every = names.all("school")
        chosen = sorted(schools or every, key=lambda uid: every.get(uid, ""))
        if not chosen:
            raise UserError("В файле нет школ.", "Добавьте школы, потом отправляйте формы.")
        run = _Run(folder)
        outs = _named(folder, [every[uid] for uid in chosen], run)
        sent = tuple(map(mark_of, chosen))
        for number, (uid, out) in enumerate(zip(chosen, outs, strict=True)):
            if progress:
                progress(number, len(chosen), every[uid])
            facts = Facts(document.uid.hex(), school=uid.hex(), asked=asked, sent=sent)
            pages = [_page(session, BY_CODE[code], fields, uid, names) for code, fields in asked.items()]
            with written_safely(out), run.putting(out) as draft:
                write_book(pages, names, facts, draft, _guide(every[uid], asked))
        run.done()
    return Sent(folder, tuple(outs))


_RUN = ".shnor-forms"


class _Run:
    """What is written into a folder, noted before it stands there, so that the next run knows the books of one that was
    broken off. The note is taken away at the end."""

    def __init__(self, folder: Path) -> None:
        self._note = folder / _RUN
        self._known: dict[str, set[str]] = {}
        if is_plain(self._note):
            for told in self._note.read_text("utf-8", "replace").splitlines():
                digest, _, name = told.partition(" ")
                self._known.setdefault(name, set()).add(digest)

    def owns(self, out: Path) -> bool:
        """Whether a broken-off run wrote this book and nobody has touched it."""
        known = self._known.get(out.name)
        return known is not None and is_plain(out) and _digest(out) in known

    @contextmanager
    def putting(self, out: Path) -> Iterator[Path]:
        """The draft of one book."""
        with places.written_whole(out, replace=self.owns(out), private=False) as draft:
            yield draft
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(self._note, flags, 0o600), "w", encoding="utf-8") as note:
                note.write(f"{_digest(draft)} {out.name}\n")
                note.flush()
                os.fsync(note.fileno())

    def done(self) -> None:
        """All books are there."""
        self._note.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _named(folder: Path, titles: Sequence[str], run: _Run) -> list[Path]:
    """A file a school; nothing that stands there is touched but what the `run` before left."""
    try:
        places.make_folder(folder)
    except OSError as error:
        raise UserError(f"Папку «{folder}» не создать.", "Выберите другую папку.") from error
    found: list[Path] = []
    for title in titles:
        base = " ".join(title.translate(_NOT_IN_NAMES).split())[:_LONGEST_NAME].strip(" .") or "Школа"
        name, number = base, 2
        while any(one.name.casefold() == f"{name}.xlsx".casefold() for one in found):
            name, number = f"{base} ({number})", number + 1
        found.append(folder / f"{name}.xlsx")
    if there := next((one for one in found if os.path.lexists(one) and not run.owns(one)), None):
        raise UserError(f"В папке уже есть «{there.name}».", "Выберите пустую или новую папку.")
    return found


def _page(session: Session, kind: RecordKind, fields: tuple[str, ...], school: bytes, names: Titles) -> Page:
    """What the file holds of the school, and room for what it does not."""
    owner = _of_school(kind)
    record = kind.record
    mine = (
        {school}
        if owner is None or kind.code == "school"
        else set(session.scalars(select(record.uid).where(getattr(record, owner.name) == school)))
    )
    page = page_of(session, kind, names, mine)
    columns = [
        at
        for at, one in enumerate(page.columns)
        if one.field is not None
        and (
            one.code in fields
            or (one.field.editor is not Editor.LINKS and (one.field.in_table or one.field.required))
        )
    ]
    addable = kind.about.user_made and kind.code != "school"
    below = {one.name for one in kind.fields if one.required and one.in_form and one.refers != "school"}
    return Page(
        kind,
        tuple(page.columns[at] for at in columns),
        page.uids,
        [tuple(row[at] for at in columns) for row in page.rows],
        asked=frozenset(fields),
        below=frozenset(below if addable else ()),
        room=ROOM if addable else 0,
    )


def _guide(school: str, asked: Asked) -> tuple[str, ...]:
    lines = [f"{GUIDE} {quoted(school)}", "Заполните жёлтые ячейки и верните эту книгу тому, кто её прислал."]
    for code, names in asked.items():
        kind = BY_CODE[code]
        labels = ", ".join(f"«{kind.field(name).label}»" for name in names)
        lines.append(f"Лист «{kind.many}»: {labels}.")
        if kind.about.user_made and code != "school":
            lines.append("    Чего на листе нет, допишите в пустых строках ниже.")
    lines.append(
        "Остальные ячейки закрыты: в них то, что уже известно. Если в них ошибка, напишите об этом отдельно."
    )
    return tuple(lines)
