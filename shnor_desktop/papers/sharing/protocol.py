"""Composes «Протокол объединения файлов»: which files came, what changed, what had to be decided and how.

Its facts are frozen words and counts, gathered by operations.
"""

from dataclasses import dataclass

from shnor_desktop.papers.tree.frame import PaperMeta, Tables, closing, opening, paper_of
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Inline,
    Paper,
    Paragraph,
    Row,
    RowKind,
    Run,
    Signature,
    Sources,
    Table,
    Title,
    plain,
    runs_of,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import count, dated, named, ordinal, run, words
from shnor_desktop.rules.words.russian import counted, plural


@dataclass(frozen=True, slots=True)
class ProtocolAuthor:
    """Who worked in the copy that came."""

    who: str
    """«Иванова А.П., ИМЦ»."""
    office: str
    actions: int


@dataclass(frozen=True, slots=True)
class ProtocolCount:
    """How many records of a kind came."""

    kind: str
    """«Школы»."""
    new: int
    changed: int
    deleted: int


@dataclass(frozen=True, slots=True)
class ProtocolField:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProtocolRecord:
    """One record that came changed."""

    kind: str
    """«Школы»: heading of its part."""
    title: str
    what: str
    """«новая», «изменена» or «удалена» (запись)."""
    fields: tuple[ProtocolField, ...]
    many: int = 1
    """So many records of one school are told as one; then `title` is its name."""
    source: Sources = ()


@dataclass(frozen=True, slots=True)
class ProtocolVoice:
    """What one side said: «5-55», «Иванова А.П., ИМЦ», «05.10.2026 14:20»."""

    value: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class ProtocolQuestion:
    """What had to be decided, and how it was."""

    about: str
    what: str
    before: str
    voices: tuple[ProtocolVoice, ...]
    decided: bool
    answer: str = ""
    who: str = ""
    when: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProtocolFile:
    """One file that was taken in."""

    name: str
    contents: str
    """«файл целиком», «часть файла: школа …»."""
    authors: tuple[ProtocolAuthor, ...]
    counts: tuple[ProtocolCount, ...]
    records: tuple[ProtocolRecord, ...]
    """The first of them."""
    records_total: int
    questions: tuple[ProtocolQuestion, ...]
    source: Sources = ()
    """The merge in the log of the file."""


@dataclass(frozen=True, slots=True)
class ProtocolFacts:
    """One merge of one or more files."""

    meta: PaperMeta
    document: str
    """Name of the file they were merged into."""
    at: str
    """«05.10.2026 14:20»."""
    who: str
    """Who merged: «Петрова А.И., Управление образования»."""
    files: tuple[ProtocolFile, ...]

    @property
    def offices(self) -> tuple[str, ...]:
        """Offices whose work came with the files."""
        known = (author.office for one in self.files for author in one.authors if author.office)
        return tuple(dict.fromkeys(known))

    @property
    def source(self) -> Sources:
        """The merges of all files."""
        return tuple(source for one in self.files for source in one.source)


EMPTY = "пусто"
_MANY = {"новая": "новых карточек", "удалена": "удалённых карточек"}
SIGNED_BY_HAND = "______________________"
_NUMBER = Column(12, align=Align.CENTER)


def compose(facts: ProtocolFacts) -> Paper:
    """The protocol, ready to be signed by both sides."""
    tables = Tables()
    blocks: list[Block] = [
        *opening(facts.meta, Title("ПРОТОКОЛ", ("объединения файлов",))),
        Paragraph(_introduction(facts)),
        _files(facts, tables),
        *_counts(facts, tables),
        *_records(facts, tables),
        *_questions(facts, tables),
        *_signed(facts),
    ]
    # Names stand here as the files have them, before and after: nothing to unify.
    schools = tuple(plain(runs) for block in blocks for runs in runs_of(block))
    return paper_of(f"Протокол объединения файлов от {facts.at}", blocks, facts.meta, schools=schools)


def _signed(facts: ProtocolFacts) -> list[Block]:
    """Our head, the other sides, and the executor last."""
    own = closing(facts.meta)
    others = [Signature(f"Представитель: {office}", SIGNED_BY_HAND) for office in facts.offices]
    heads = [one for one in own if isinstance(one, Signature)]
    if not heads and facts.who:
        heads = [Signature(f"Объединил: {facts.who}", SIGNED_BY_HAND)]
    return [*heads, *others, *(one for one in own if not isinstance(one, Signature))]


def _introduction(facts: ProtocolFacts) -> Inline:
    many = len(facts.files) > 1
    return words(
        dated(facts.at),
        " в файл ",
        named(f"«{facts.document}»"),
        f" {'приняты изменения из' if many else 'принято содержание'} ",
        count(len(facts.files), facts.source, "файла", "файлов", "файлов"),
        f". Объединение {'выполнено' if facts.who else 'выполнено без указания исполнителя'}",
        named(f": {facts.who}") if facts.who else "",
        ". Ни одно значение прежних карточек не утрачено: оно остаётся в истории файла.",
    )


def _head(*names: str) -> tuple[Row, ...]:
    return (row_of(*names),)


def _files(facts: ProtocolFacts, tables: Tables) -> Table:
    rows = tuple(
        row_of(
            Cell((ordinal(number),), number=True),
            named(one.name, one.source),
            named(one.contents, one.source),
            run(_authors(one), one.source),
        )
        for number, one in enumerate(facts.files, 1)
    )
    columns = (_NUMBER, Column(50), Column(40), Column(68, stretch=1))
    caption = tables.caption("Принятые файлы")
    return Table(columns, _head("№\nп/п", "Файл", "Содержание", "Кто работал"), rows, caption, sheet="Файлы")


def _authors(one: ProtocolFile) -> str:
    told = (
        f"{author.who} – {counted(author.actions, 'действие', 'действия', 'действий')}"
        for author in one.authors
    )
    return "; ".join(told) or "–"


# ---- what came


def _counts(facts: ProtocolFacts, tables: Tables) -> list[Block]:
    rows: list[Row] = []
    for one in facts.files:
        if len(facts.files) > 1 and one.counts:
            rows.append(row_of(named(one.name, one.source), kind=RowKind.SECTION))
        for kind in one.counts:
            numbers = (kind.new, kind.changed, kind.deleted)
            cells = (Cell((Run(str(n), source=one.source),), number=True) for n in numbers)
            rows.append(row_of(named(kind.kind), *cells))
    if not rows:
        return [Heading(words("Изменения")), Paragraph(words("Видимых изменений карточек нет."))]
    centred = Column(30, align=Align.CENTER)
    return [
        Heading(words("Изменения")),
        Table(
            (Column(80, stretch=1), centred, centred, centred),
            _head("Вид сведений", "Добавлено", "Изменено", "Удалено"),
            tuple(rows),
            tables.caption("Сколько карточек изменилось"),
            sheet="Изменения",
        ),
    ]


def _records(facts: ProtocolFacts, tables: Tables) -> list[Block]:
    rows: list[Row] = []
    for one in facts.files:
        kind = ""
        for record in one.records:
            if record.kind != kind:
                kind = record.kind
                heading = f"{one.name}: {kind.lower()}" if len(facts.files) > 1 else kind
                rows.append(row_of(named(heading), kind=RowKind.SECTION))
            rows += _record(record, one.source)
    if not rows:
        return []
    left_out = sum(one.records_total - len(one.records) for one in facts.files)
    rest = counted(left_out, "карточка", "карточки", "карточек")
    notes = (
        words(
            "Ещё ",
            run(rest, facts.source),
            f" не {plural(left_out, 'показана', 'показаны', 'показано')}: см. историю файла.",
        ),
    )
    return [
        Table(
            (Column(52, stretch=1), Column(38), Column(40), Column(40)),
            _head("Карточка", "Поле", "Было", "Стало"),
            tuple(rows),
            tables.caption("Изменения по карточкам"),
            notes=notes if left_out else (),
            sheet="По карточкам",
            size=11,
        )
    ]


def _record(record: ProtocolRecord, merge: Sources) -> list[Row]:
    title = Cell((named(record.title, record.source),), rows=max(1, len(record.fields)))
    if record.many > 1:
        told = words(f"{_MANY.get(record.what, 'карточек')}: ", run(str(record.many), merge))
        return [row_of(title.runs, Cell(told, span=3))]
    if not record.fields or record.what != "изменена":
        return [row_of(title.runs, Cell(words(f"карточка {record.what}"), span=3))]
    rows = []
    for place, field in enumerate(record.fields):
        source = record.source or merge
        cells = (
            Cell((named(field.label),)),
            Cell((run(field.before, source),) if field.before else words(EMPTY)),
            Cell((run(field.after, source),) if field.after else words(EMPTY)),
        )
        rows.append(Row((title, *cells) if not place else cells))
    return rows


# ---- what had to be decided


def _questions(facts: ProtocolFacts, tables: Tables) -> list[Block]:
    found = [(one.source, question) for one in facts.files for question in one.questions]
    heading = Heading(words("Расхождения и решения"))
    if not found:
        return [heading, Paragraph(words("Расхождений, которые нужно решать, не возникло."))]
    waiting = sum(not question.decided for _, question in found)
    source = facts.source
    said = words("Возникло ", count(len(found), source, "расхождение", "расхождения", "расхождений"))
    said += words(", не решено ", run(str(waiting), source), ".") if waiting else words(", все решены.")
    rows = tuple(_question(number, merge, one) for number, (merge, one) in enumerate(found, start=1))
    return [
        heading,
        Paragraph(said),
        Table(
            (_NUMBER, Column(48), Column(62, stretch=1), Column(48)),
            _head("№\nп/п", "Карточка", "Значения", "Решение"),
            rows,
            tables.caption("Расхождения и решения"),
            sheet="Решения",
            size=11,
        ),
    ]


def _question(number: int, merge: Sources, one: ProtocolQuestion) -> Row:
    voices = [f"{voice.value or EMPTY} – {voice.who}, {voice.when}" for voice in one.voices]
    before = [f"было: {one.before}"] if one.before else []
    values = "\n".join([*before, *voices]) or one.what
    return row_of(
        Cell((ordinal(number),), number=True),
        named(one.about, merge),
        run(values, merge),
        run(_answer(one), merge),
    )


def _answer(one: ProtocolQuestion) -> str:
    if not one.decided:
        return "не решено"
    signed = ", ".join(part for part in (one.who, one.when) if part)
    told = [one.answer or "решено"] + ([f"({signed})"] if signed else [])
    reason = [f"Основание: {one.reason}"] if one.reason else []
    return "\n".join([" ".join(told), *reason])
