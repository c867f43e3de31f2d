"""The office's own blank in Word: a .docx with fields like {{ номер }} and {{ текст }}, filled with a composed paper.

There is no language of expressions: a field is a name and, on wish, a case; a row of a table with fields of a list repeats
itself. A foreign file is looked over before it is opened:
nothing in it may run, read files or reach the network.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from io import BytesIO
from typing import Any, Protocol

from shnor_desktop.errors import UserError
from shnor_desktop.papers.draw import docx, docx_styles, template_lists
from shnor_desktop.papers.draw.package import settled
from shnor_desktop.papers.draw.template_lists import CASES, Lists, Record
from shnor_desktop.papers.tree import paper as tree
from shnor_desktop.papers.tree.fonts import clean
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import Block, Paper, Section
from shnor_desktop.rules.words.declension import Case

TEXT = "текст"
"""The paper itself; alone in its paragraph."""
_NAMES = (
    "вид",
    "заголовок",
    "дата",
    "место",
    "номер",
    "организация",
    "должность",
    "подпись",
    "исполнитель",
    "телефон",
)
_PEOPLE = ("подпись", "исполнитель")
_FIELD = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_MOST_PARTS, _MOST_BYTES, _MOST_RATIO = 500, 40 << 20, 200
_PARTS = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|docProps/[\w.]+|customXml/.*|word/(?:_rels/[\w.]+\.rels|theme/[\w./]+|media/[\w.-]+|"
    r"fonts/[\w.-]+|glossary/.*|[\w-]+\.xml))"
)
_RELATIONS = re.compile(
    r"/(officeDocument|core-properties|extended-properties|custom-properties|thumbnail|styles|stylesWithEffects|numbering|"
    r"settings|webSettings|fontTable|theme|header|footer|footnotes|endnotes|comments|image|hyperlink|customXml|customXmlProps|"
    r"glossaryDocument|font|people|commentsExtended|commentsIds)$"
)
_WORD_FIELDS = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "SECTION",
        "TOC",
        "DATE",
        "TIME",
        "HYPERLINK",
        "REF",
        "PAGEREF",
        "NOTEREF",
        "SEQ",
        "STYLEREF",
        "=",
        "CREATEDATE",
        "SAVEDATE",
        "PRINTDATE",
        "TITLE",
        "AUTHOR",
        "SUBJECT",
        "FORMTEXT",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "SYMBOL",
        "QUOTE",
        "IF",
    ]
)


class Declines(Protocol):
    """Puts words into a case and remembers what it is unsure of."""

    def phrase(self, text: str, case: Case, /) -> str:
        """A post, a body."""

    def person(self, name: str, case: Case, /) -> str:
        """A person's name."""


def data(
    content: bytes, name: str, paper: Paper, forms: Declines, settings: PageSettings | None = None
) -> bytes:
    """The blank filled with a paper, as a Word file. UserError names what is wrong with the blank and where."""
    import docx as word

    admit(content, name)
    try:
        document = word.Document(BytesIO(content))
    except Exception as error:
        raise _broken(name) from error
    lists = Lists(paper)
    used, marks = _check(document, name, lists)
    values = _values(paper)

    def fill(paragraph: Any, place: str, record: Record | None = None, of: str = "") -> None:
        known = values if record is None else values | {f"{of}.{one}": text for one, text in record.items()}
        _fill(paragraph, known, name, place, forms, lists)

    filled = template_lists.repeat(document, lists, name, _fields, fill)
    for place, paragraph in _paragraphs(document):
        if paragraph._p not in marks and paragraph._p not in filled:  # noqa: SLF001 - two objects may stand for one
            fill(paragraph, place)
    if marks:
        _put_text(document, marks[0], _without(paper, used), settings or PageSettings())
    stream = BytesIO()
    document.save(stream)
    return settled(stream.getvalue(), paper.created)


# ---- the package


def admit(content: bytes, name: str) -> None:
    """Refuse what is no Word file, or may do more than stand there."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(one.file_size for one in parts)
            if (
                len(parts) > _MOST_PARTS
                or unpacked > _MOST_BYTES
                or unpacked > _MOST_RATIO * max(len(content), 1)
            ):
                raise UserError(f"Бланк «{name}» слишком велик.", "Уберите из него лишние картинки.")
            if "word/document.xml" not in archive.namelist():
                raise _broken(name)
            for one in parts:
                _admit_part(one.filename, archive.read(one), name)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise _broken(name) from error


def _broken(name: str) -> UserError:
    return UserError(
        f"«{name}» — не документ Word (.docx) или он повреждён.", "Сохраните бланк в Word как .docx."
    )


def _admit_part(part: str, content: bytes, name: str) -> None:
    if part.endswith("/"):
        return
    if not _PARTS.fullmatch(part):
        raise UserError(
            f"В бланке «{name}» есть то, чего в бланке быть не должно: {part}.",
            "Удалите из него макросы, вставленные объекты и элементы управления и сохраните снова.",
        )
    if not part.endswith((".xml", ".rels")):
        return
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _broken(name)
    text = content.decode("utf-8", "replace")
    if part.endswith(".rels"):
        _admit_relations(text, name)
    if "altChunk" in text or "<w:control" in text or "<o:OLEObject" in text:
        raise UserError(
            f"В бланк «{name}» вставлен чужой документ или объект.", "Удалите его и сохраните снова."
        )
    for told in _instructions(text):
        word = told.split(maxsplit=1)[0].upper() if told.split() else "="
        if word not in _WORD_FIELDS:
            raise UserError(
                f"В бланке «{name}» есть поле Word {word}.", "Такие поля не допускаются: удалите его."
            )


def _admit_relations(text: str, name: str) -> None:
    for relation in re.findall(r"<Relationship\b[^>]*>", text):
        kind = re.search(r'Type="([^"]*)"', relation)
        target = re.search(r'Target="([^"]*)"', relation)
        if kind is None or not _RELATIONS.search(kind[1]):
            raise UserError(
                f"Бланк «{name}» ссылается на то, чего в бланке быть не должно.",
                "Удалите вставленные объекты и связи и сохраните снова.",
            )
        external = 'TargetMode="External"' in relation
        if external and (
            target is None
            or not target[1].lower().startswith(("http://", "https://", "mailto:"))
            or not kind[1].endswith("/hyperlink")
        ):
            raise UserError(
                f"Бланк «{name}» обращается к файлам или сети.",
                "Удалите связанные картинки и шаблоны и сохраните снова.",
            )


def _instructions(text: str) -> Iterator[str]:
    """Fields of Word: each instruction joined from its pieces."""
    yield from re.findall(r'<w:fldSimple\b[^>]*w:instr="\s*([^"]*)"', text)
    for field in re.split(r'w:fldCharType="begin"', text)[1:]:
        body = re.split(r'w:fldCharType="(?:separate|end)"', field)[0]
        yield "".join(re.findall(r"<w:instrText\b[^>]*>([^<]*)<", body)).strip()


# ---- fields


def _paragraphs(document: Any) -> Iterator[tuple[str, Any]]:
    """Every paragraph of body, tables, headers and footers with its place in words; of merged cells once."""
    seen = set()
    for place, paragraph in _every_paragraph(document):
        if paragraph._p not in seen:  # noqa: SLF001
            seen.add(paragraph._p)  # noqa: SLF001
            yield place, paragraph


def _every_paragraph(document: Any) -> Iterator[tuple[str, Any]]:
    for number, one in enumerate(document.paragraphs, start=1):
        yield f"в тексте, абзац {number}", one
    yield from _in_tables(document.tables, "в таблице")
    for section in document.sections:
        for part, words in (
            (section.header, "в колонтитуле сверху"),
            (section.first_page_header, "в колонтитуле первой страницы сверху"),
            (section.footer, "в колонтитуле снизу"),
            (section.first_page_footer, "в колонтитуле первой страницы снизу"),
        ):
            if not part.is_linked_to_previous:
                yield from ((words, one) for one in part.paragraphs)
                yield from _in_tables(part.tables, f"{words}, в таблице")


def _in_tables(tables: Iterable[Any], words: str) -> Iterator[tuple[str, Any]]:
    for number, table in enumerate(tables, start=1):
        for at, row in enumerate(table.rows, start=1):
            place = f"{words} {number}, строка {at}"
            for cell in row.cells:
                yield from ((place, one) for one in cell.paragraphs)
                yield from _in_tables(cell.tables, f"{place}, в таблице внутри")


def _fields(text: str) -> list[str]:
    return [match[1] for match in _FIELD.finditer(text)]


def _check(document: Any, name: str, lists: Lists) -> tuple[set[str], list[Any]]:
    """The names that are used and where the text goes; every mistake in a field is told with its place."""
    used: set[str] = set()
    marks: list[Any] = []
    body = {one._p for one in document.paragraphs}  # noqa: SLF001
    _check_reach(document, name)
    rows = {row for _, row in template_lists.list_rows(document, _fields)}
    for place, paragraph in _paragraphs(document):
        text = paragraph.text
        left = _FIELD.sub("", text)
        if "{{" in left or "}}" in left:
            raise UserError(
                f"Бланк «{name}», {place}: скобки поля не закрыты или не открыты.", "Нужно: {{ номер }}."
            )
        for field in _fields(text):
            word = _known(field, name, place, lists)[0]
            used.add(word)
            if lists.is_list(word) and not any(one in rows for one in paragraph._p.iterancestors()):  # noqa: SLF001
                raise UserError(
                    f"Бланк «{name}», {place}: поле списка «{word}» стоит не в строке таблицы.",
                    "Поставьте его в строку таблицы в тексте: она повторится для каждой записи.",
                )
            if word != TEXT:
                continue
            if field.lower() != TEXT or not _FIELD.fullmatch(text.strip()):
                raise UserError(
                    f"Бланк «{name}», {place}: рядом с {{{{ текст }}}} стоят другие слова.",
                    "Оставьте его одного в абзаце.",
                )
            if marks or paragraph._p not in body:  # noqa: SLF001
                raise UserError(
                    f"Бланк «{name}», {place}: {{{{ текст }}}} стоит второй раз или не в самом тексте.",
                    "Оставьте его один раз, не в таблице и не в колонтитуле.",
                )
            marks.append(paragraph._p)  # noqa: SLF001
    if not used:
        raise UserError(
            f"В бланке «{name}» нет ни одного поля.",
            f"Впишите, например, {{{{ {TEXT} }}}} и {{{{ номер }}}}.",
        )
    return used, marks


def _check_reach(document: Any, name: str) -> None:
    """Refuse fields where they would be printed as they stand: in text boxes, links, notes, tracked changes."""
    there = 0
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith(".xml"):
            pieces = re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", part.blob.decode("utf-8", "replace"))
            there += "".join(pieces).count("{{")
    reached = sum(
        "".join(run.text for run in paragraph.runs).count("{{") for _, paragraph in _paragraphs(document)
    )
    if there > reached:
        raise UserError(
            f"В бланке «{name}» есть поле в надписи, ссылке, сноске, элементе управления или непринятой правке.",
            "Перенесите его в обычный абзац или таблицу, правки примите.",
        )


def _known(field: str, name: str, place: str, lists: Lists) -> tuple[str, Case | None]:
    if lists.is_list(field):
        of, column, case = lists.known(field, name, place)
        return f"{of}.{column}", case
    word, _, told = (part.strip().lower() for part in field.partition(","))
    if word not in (*_NAMES, TEXT):
        close = get_close_matches(word, (*_NAMES, TEXT), 1)
        near = f" Возможно, имелось в виду «{close[0]}»." if close else ""
        raise UserError(
            f"Бланк «{name}», {place}: поля «{word}» нет.{near}", f"Поля: {', '.join((*_NAMES, TEXT))}."
        )
    if told and told not in CASES:
        raise UserError(f"Бланк «{name}», {place}: падежа «{told}» нет.", f"Падежи: {', '.join(CASES)}.")
    return word, CASES.get(told)


def _fill(
    paragraph: Any, values: dict[str, str], name: str, place: str, forms: Declines, lists: Lists
) -> None:
    """Put values in; Word splits a field over runs, so the text goes into the run where the field begins. From the last
    to the first: what was put in is never read as a field."""
    for match in reversed(list(_FIELD.finditer("".join(run.text for run in paragraph.runs)))):
        word, case = _known(match[1], name, place, lists)
        _replace(paragraph.runs, match.span(), clean(_cased(word, values.get(word, ""), case, forms)))


def _cased(word: str, value: str, case: Case | None, forms: Declines) -> str:
    if case is None or not value:
        return value
    made = forms.person if word in _PEOPLE else forms.phrase
    return made(value.replace("\u00a0", " "), case)


def _replace(runs: list[Any], span: tuple[int, int], value: str) -> None:
    at, first = 0, True
    for run in runs:
        start, end = at, at + len(run.text)
        at = end
        if end <= span[0] or start >= span[1]:
            continue
        before, after = run.text[: max(0, span[0] - start)], run.text[max(0, span[1] - start) :]
        run.text = before + (value if first else "") + (after if end >= span[1] else "")
        first = False


# ---- the paper


def _values(paper: Paper) -> dict[str, str]:
    """What the fields hold, read from the composed paper: signed ones are filled as they were signed."""
    values = dict.fromkeys(_NAMES, "") | {"организация": paper.author}
    seen = set()
    for block in paper.blocks():
        if type(block) in seen:
            continue
        seen.add(type(block))
        match block:
            case tree.Title():
                values |= {
                    "вид": _whole(block.kind),
                    "заголовок": " ".join(block.lines or _later_lines(paper)),
                }
            case tree.Requisites():
                values |= {
                    "дата": block.date,
                    "место": block.place,
                    "номер": block.number.removeprefix("№").strip("\u00a0 "),
                }
            case tree.Signature():
                values |= {"должность": block.post, "подпись": block.name}
            case tree.Executor():
                values |= {"исполнитель": block.name, "телефон": block.phone.removeprefix("тел. ")}
    return values


def _whole(kind: str) -> str:
    """«П О С Т А Н О В Л Е Н И Е» in one word, so that it can be declined."""
    pieces = kind.split("\u00a0")
    return "".join(pieces) if all(len(one) == 1 for one in pieces) else kind


def _later_lines(paper: Paper) -> tuple[str, ...]:
    """Of an order the title stands below its number, apart from its kind."""
    titles = (one for one in paper.sections[0].blocks if isinstance(one, tree.Title))
    return next((one.lines for one in titles if one.lines and not one.kind), ())


_FILLS: dict[type[Any], dict[str, str]] = {
    tree.Title: {"вид": "kind", "заголовок": "lines"},
    tree.Requisites: {"дата": "date", "место": "place", "номер": "number"},
    tree.Signature: {"должность": "post", "подпись": "name"},
    tree.Executor: {"исполнитель": "name", "телефон": "phone"},
}
"""The fields of a blank that say what a block says; the first block of its kind."""


def _without(paper: Paper, used: set[str]) -> Paper:
    """The paper without what the blank prints itself: of a signature with its name in the blank the post stays."""
    left = dict(_FILLS)
    sections = []
    for section in paper.sections:
        blocks: list[Block] = []
        for block in section.blocks:
            fields = left.pop(type(block), {})
            rest = _rest(block, fields, used)
            if isinstance(block, tree.Title) and section is paper.sections[0] and not block.lines:
                left[tree.Title] = {field: name for field, name in fields.items() if name == "lines"}
            if rest is not None:
                blocks.append(rest)
        sections.append(Section(tuple(blocks), section.landscape))
    return replace(paper, sections=tuple(sections))


def _rest(block: Any, fields: dict[str, str], used: set[str]) -> Any | None:
    """What is left of a block when the blank says these fields; a place alone is in every blank."""
    if isinstance(block, tree.Letterhead):
        return None
    gone = {name: () if name == "lines" else "" for field, name in fields.items() if field in used}
    if not gone:
        return block
    rest = replace(block, **gone)
    needed = {*fields.values(), "stamp"} - {"place"}
    return rest if any(getattr(rest, name, "") for name in needed) else None


def _put_text(document: Any, mark: Any, paper: Paper, settings: PageSettings) -> None:
    """Write the blocks at the end of the blank, then move them before the mark."""
    body = document.element.body
    before = set(body)
    docx_styles.set_up(document, settings, restyle=False)
    docx.write(document, paper, settings)
    made = [one for one in body if one not in before and not one.tag.endswith("}sectPr")]
    for one in made:
        mark.addprevious(one)
    body.remove(mark)
