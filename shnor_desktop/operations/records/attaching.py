"""Files that records keep: put into the document and taken out again. Nothing of them is ever run or shown by the program."""

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from shnor_desktop import places
from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.file import attachments
from shnor_desktop.document.file.faults import told
from shnor_desktop.document.foreign.intake import LARGEST
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import RecordKind
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.values import Linked, Value
from shnor_desktop.operations.records import records
from shnor_desktop.rules.admissible import LARGEST_FILE, clean
from shnor_desktop.rules.words.russian import quoted, size_text

MOST_BYTES = LARGEST * 7 // 8
"""Of a document: others take none that is larger than `LARGEST`, and records need room as well."""


def attach(
    document: Document, path: Path, code: str, uid: bytes | None, given: Mapping[str, Value | Linked]
) -> bytes:
    """Put a file into a record, or into a new one of these values; its uid. One that is here already is kept once."""
    content = _content(path)
    with document.write(f"Приложен файл {quoted(clean(path.name))}") as session:
        return _kept(session, path, content, code, uid, given)


@dataclass(frozen=True, slots=True)
class Placed:
    """The records that keep the files, and the name of another file that the record kept until now."""

    uids: tuple[bytes, ...]
    replaced: str = ""


def attach_to(document: Document, code: str, uid: bytes, paths: Sequence[Path]) -> Placed:
    """Put files where they belong: into the record itself, or into new records that belong to it and keep files."""
    kind = BY_CODE[code]
    if kind.keeps_file:
        if len(paths) > 1:
            raise UserError(
                f"Карточка «{kind.one}» хранит один файл, а названо {len(paths)}.", "Назовите один файл."
            )
        before = _file_of(document, code, uid)
        placed = (attach(document, paths[0], code, uid, {}),)
        return Placed(placed, before[0] if _file_of(document, code, uid) != before else "")
    for owned, field in kind.about.rows:
        if BY_CODE[owned].keeps_file:
            return Placed(attach_several(document, paths, owned, {field: uid}))
    keeping = (one.many for one in taking())
    raise UserError(
        f"К карточкам «{kind.many}» файлы не прикладывают.", f"Файлы хранят: {', '.join(keeping)}."
    )


def taking() -> list[RecordKind]:
    """Kinds to whose records files are attached: those that keep one, and those whose rows keep one."""
    return [
        one for one in KINDS if one.keeps_file or any(BY_CODE[row].keeps_file for row, _ in one.about.rows)
    ]


def _file_of(document: Document, code: str, uid: bytes) -> tuple[str, str]:
    """Name and bytes of the file of a record."""
    with document.read() as session:
        record = session.get(BY_CODE[code].record, uid)
        return getattr(record, "file_name", ""), getattr(record, attachments.COLUMN, "")


def attach_several(
    document: Document, paths: Sequence[Path], code: str, given: Mapping[str, Value | Linked]
) -> tuple[bytes, ...]:
    """Put each file into a new record of these values, all of them in one step or none; their uids."""
    contents = [_content(path) for path in paths]
    title = (
        f"Приложен файл {quoted(clean(paths[0].name))}"
        if len(paths) == 1
        else f"Приложено файлов: {len(paths)}"
    )
    with document.write(title) as session:
        return tuple(
            _kept(session, path, content, code, None, given)
            for path, content in zip(paths, contents, strict=True)
        )


def _kept(
    session: Session,
    path: Path,
    content: bytes,
    code: str,
    uid: bytes | None,
    given: Mapping[str, Value | Linked],
) -> bytes:
    values = {**given, "file_name": clean(path.name), "file_size": len(content)}
    if uid is None and any(field.name == "title" for field in BY_CODE[code].fields):
        values = {"title": path.stem, **values}
    raw = raw_of(session)
    if attachments.size_with(raw, content) > MOST_BYTES:
        raise UserError(
            f"Файл района уже так велик, что «{path.name}» сделал бы его непригодным для обмена: "
            f"{size_text(MOST_BYTES)} — предел.",
            "Впишите реквизиты, а файл храните рядом.",
        )
    values["file_sha"] = attachments.put(raw, content)
    return records.save(session, code, uid, values)


def _content(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with told(path), os.fdopen(os.open(path, flags), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise UserError(f"«{path.name}» — не обычный файл.", "Выберите файл.")
        content = file.read(LARGEST_FILE + 1)
    if not content:
        raise UserError(f"Файл «{path.name}» пуст.", "Выберите другой файл.")
    if len(content) > LARGEST_FILE:
        raise UserError(
            f"Файл «{path.name}» слишком велик: {size_text(max(about.st_size, len(content)))}.",
            f"Приложить можно файл не больше {size_text(LARGEST_FILE)}: уменьшите его или впишите реквизиты.",
        )
    return content


def export(document: Document, code: str, uid: bytes, out: Path) -> int:
    """Write the file of a record to `out`; its size. UserError when its bytes are not here."""
    with document.read() as session:
        record = session.get(BY_CODE[code].record, uid)
        name = getattr(record, "file_name", "")
        content = attachments.take(raw_of(session), getattr(record, attachments.COLUMN, ""))
    if content is None:
        if not name:
            raise UserError("К этой карточке файл не приложен.", "Приложите его.")
        raise UserError(
            f"Содержимого файла «{name}» здесь нет: оно не передано, удалено или повреждено.",
            "Объедините файл с копией, где оно цело: с полной копией тех, кто его приложил, или с резервной.",
        )
    with told(out), places.written_whole(out) as draft:
        draft.write_bytes(content)
    return len(content)
