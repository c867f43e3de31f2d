"""Commands about copies of the file: merge, conflicts, decide, copy of a part."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli.answers import DONE, NEEDS_PERSON, Answer, Meter, picked
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.errors import UserError

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.records.changes import FieldLine, KindCount, RecordChange
    from shnor_desktop.operations.sharing.decisions import Choice, Question
    from shnor_desktop.operations.sharing.merging import FilePreview

MOST_LINES = 40
"""So many records are told to a person; JSON names all the operation tells."""


# ---- merge


def merge(asked: argparse.Namespace) -> Answer:
    """Bring other copies in; with --dry-run only tell."""
    from shnor_desktop.operations.sharing import merging

    meter = Meter()
    with _unlocked(asked) as others:
        if asked.dry_run:
            with opened(asked.file, read_only=True) as document:
                made = merging.preview(document, others, meter)
        else:
            with changing(asked.file) as document:
                made = merging.apply(document, others, meter)
    meter.clear()
    refused = [one for one in made.files if one.refused]
    if len(refused) == len(made.files):
        raise UserError(refused[0].refused)
    lines = [line for one in made.files for line in _told(one)]
    if made.open_after:
        lines.append(f"Нужно решить вопросов: {made.open_after}. Список: shnor conflicts.")
    if asked.dry_run:
        lines.append("Ничего не записано: это проба.")
    data = {
        "dry_run": asked.dry_run,
        "changed": not made.nothing_new and made.applied,
        "files": [_file(one) for one in made.files],
        "open_before": made.open_before,
        "open_after": made.open_after,
    }
    return Answer(lines, data, NEEDS_PERSON if made.open_after or refused else DONE)


@contextmanager
def _unlocked(asked: argparse.Namespace) -> Iterator[list[Path]]:
    """The files to merge; of copies under a password what they hold."""
    from shnor_desktop.operations.sharing import locked_copy

    password = typed(asked.password)
    with ExitStack() as stack:
        found = []
        for path in asked.others:
            if locked_copy.is_meant(path):
                if not password:
                    locked_copy.require_copy(path)
                    raise UserError(
                        f"«{path.name}» — копия под паролем.",
                        "Укажите --password ПАРОЛЬ или --password -, чтобы ввести его.",
                    )
                found.append(stack.enter_context(locked_copy.opened(path, password)))
            else:
                found.append(path)
        yield found


def _told(one: "FilePreview") -> list[str]:
    lines = [f"«{one.name}» ({one.contents}): {one.brief}." if not one.refused else one.refused]
    lines += [f"    {remark}" for remark in one.remarks]
    lines += [
        f"    {kind.name}: новых {kind.new}, изменено {kind.changed}, удалено {kind.deleted}"
        for kind in one.counts
    ]
    lines += [f"    {author.who}: {'; '.join(_deeds(author.deeds))}" for author in one.authors]
    lines += record_lines(one.records)
    if one.backup:
        lines.append(f"    резервная копия до объединения: {one.backup}")
    return lines


def _deeds(deeds: "tuple[object, ...]") -> list[str]:
    titles = [str(getattr(one, "title", "")) for one in deeds]
    return titles[:5] + ([f"и ещё {len(titles) - 5}"] if len(titles) > 5 else [])


def record_lines(records: "tuple[RecordChange, ...]", words: Mapping[str, str] | None = None) -> list[str]:
    """Changed records with their fields, the first of them; `words` say what became of them."""
    from shnor_desktop.operations.records.changes import CHANGED, DEEDS, called

    lines = []
    for one in records[:MOST_LINES]:
        fields = "; ".join(map(field_line, one.fields)) if one.what == CHANGED else ""
        about = called(one.kind_name, one.title)
        lines.append(f"    {about}: {(words or DEEDS)[one.what]}{f' — {fields}' if fields else ''}")
    if len(records) > MOST_LINES:
        lines.append(f"    … и ещё {len(records) - MOST_LINES}; все — в ответе с --json")
    return lines


def field_line(one: "FieldLine") -> str:
    """«Директор: Орлова И.К. → Белов П.П.»."""
    return f"{one.label}: {one.before or 'пусто'} → {one.after or 'пусто'}"


def _file(one: "FilePreview") -> dict[str, object]:
    return {
        **picked(one, "file=path contents already stranger refused?"),
        "counts": counted_by_kind(one.counts),
        "records": [
            {**picked(record, RECORD), "fields": picked(record.fields, "label before after")}
            for record in one.records
        ],
        "authors": [
            {**picked(author, "person office"), "actions": picked(author.deeds, "title kind=word at changes")}
            for author in one.authors
        ],
        **picked(one, "opened closed attached_back=files"),
        "questions": [question_values(question) for question in one.questions],
        **picked(one, "remarks backup?"),
    }


RECORD = "kind uid what title school?"
"""What a machine is told of a changed record, before its fields."""


def counted_by_kind(counts: "Iterable[KindCount]", names: str = "new changed deleted") -> dict[str, object]:
    """How many records of each kind."""
    return {one.kind: picked(one, names) for one in counts}


# ---- conflicts and decisions


def conflicts(asked: argparse.Namespace) -> Answer:
    """Everything that waits for a decision."""
    from shnor_desktop.operations.sharing import decisions

    with opened(asked.file, read_only=True) as document, document.read() as session:
        found = decisions.questions(session)
    if not found:
        return Answer(("Решать нечего: расхождений нет.",), {"conflicts": [], "here": {}})
    lines = [f"Нужно решить: {len(found)}."]
    for school, group in decisions.by_school(found):
        lines.append(f"{school}:")
        lines += [line for one in group for line in _question_lines(one)]
    # What is «here» depends on the copy, the rest is the same in all of them.
    own = {one.id: {choice.take: choice.value for choice in one.choices} for one in found}
    return Answer(lines, {"conflicts": [question_values(one) for one in found], "here": own}, NEEDS_PERSON)


def _question_lines(one: "Question") -> list[str]:
    lines = [f"  {one.id}  {one.about}{'' if one.kind == 'field' else f': {one.what}'}"]
    if one.kind == "field":
        lines.append(f"      было: {one.before or 'пусто'}")
    for voice in one.voices:
        marks = [mark for holds, mark in ((voice.here, "у нас"), (voice.shown, "показано")) if holds]
        told = f" [{', '.join(marks)}]" if marks else ""
        lines.append(f"      {voice.value or 'пусто'} — {voice.who}, {voice.when}{told}")
    choices = [f"{choice.take} ({_choice_told(one, choice)})" for choice in one.choices]
    if one.typed:
        choices.append("или своё значение")
    if choices:
        lines.append(f"      --take {', '.join(choices)}")
    return lines


def _choice_told(one: "Question", choice: "Choice") -> str:
    """What a choice says, and what follows from it where it is more than a value."""
    follows = choice.value.rstrip(".") if one.kind not in ("field", "rule") else ""
    return f"{choice.label}. {follows}" if follows else choice.label


def question_values(one: "Question") -> dict[str, object]:
    """A question for a machine: nothing in it depends on the copy it is read from."""
    return {
        **picked(one, "id kind"),
        "record": picked(one, "kind=code uid title=record"),
        **picked(one, "school=school_name? field? label? question=what before"),
        "sides": picked(one.voices, "value person office at clock_doubtful=doubtful shown"),
        "details": picked(one.details, "label shown=before other=after"),
        "take": sorted(choice.take for choice in one.choices) + (["VALUE"] if one.typed else []),
    }


def decide(asked: argparse.Namespace) -> Answer:
    """Answer one question, or with «all» many."""
    from shnor_desktop.operations.schools.find import find
    from shnor_desktop.operations.sharing import decisions

    with changing(asked.file) as document:
        if asked.conflict == "all":
            with document.read() as session:
                school = find(session, asked.school) if asked.school else None
            done = decisions.decide_many(
                document, asked.take, asked.reason, school=school, office=asked.office
            )
        elif asked.school or asked.office:
            raise UserError("--school и --office указывают вместе с «all».", "Справка: shnor decide --help.")
        else:
            done = decisions.decide(document, asked.conflict, asked.take, asked.reason)
    about = f" {done.about}." if done.about else ""
    lines = [f"Решено вопросов: {done.count}.{about}", f"Осталось решить: {done.left}."]
    if done.doubt:
        lines.insert(1, f"Проверьте: {done.doubt}")
    return Answer(lines, picked(done, "decided=count about left doubt?"))


# ---- parts


def copy(asked: argparse.Namespace) -> Answer:
    """A verified copy, or a part for one school or one school year; a .zip is one under a password, which is told."""
    from shnor_desktop.operations.sharing import locked_copy

    if asked.school is None and asked.year is None and (asked.form or asked.with_lists or asked.to):
        what = "Форма без имён делается" if asked.form else "Так отправляют часть файла:"
        raise UserError(f"{what} для одной школы или одного года.", "Укажите --school или --year.")
    with opened(asked.file, read_only=True) as document:

        def send(out: Path) -> Answer:
            return _sent(document, asked, out)

        if asked.out.suffix.casefold() != locked_copy.SUFFIX:
            return send(asked.out)
        if sys.stdout is None:  # Closed: the password would be lost, and the copy with it.
            raise UserError("Пароль некуда вывести: вывод команды закрыт.", "Повторите, не закрывая его.")
        sent, password = locked_copy.send(asked.out, send)
    # The password stands last: what is copied with it by a double click would be taken for a part of it by archivers.
    told = f"Больше пароль к «{asked.out.name}» не будет показан; передайте его отдельно от копии. Пароль: {password}"
    return Answer(
        (told, *sent.lines), {**sent.data, "bytes": asked.out.stat().st_size, "password": password}, sent.code
    )


def _sent(document: "Document", asked: argparse.Namespace, out: Path) -> Answer:
    """Written to `out`; told of as what was asked for."""
    from shnor_desktop.operations.sharing import outside_edits, parts

    data: dict[str, object] = {"file": asked.file, "copy": asked.out}
    if asked.school is None and asked.year is None:
        meter = Meter()
        lacks = outside_edits.send_copy(document, out, meter)
        meter.clear()
        line = f"Копия «{asked.out}» записана и проверена: {_size(out)}."
        data["bytes"] = out.stat().st_size
    else:
        part = parts.send_part(
            document,
            out,
            school=asked.school,
            year=asked.year,
            form=asked.form,
            others=asked.with_lists,
            whom=asked.to,
        )
        lacks = part.lacks
        line = f"Записана «{asked.out}» ({part.contents}): карточек {part.records}, {_size(out)}."
        data |= picked(part, "contents whom? records bytes=size")
    data["verified"] = True
    return Answer((line, lacks), data | {"lacks": lacks}, NEEDS_PERSON) if lacks else Answer((line,), data)


def _size(path: Path) -> str:
    from shnor_desktop.rules.words.russian import size_text

    return size_text(path.stat().st_size)


def typed(password: str) -> str:
    """A password as it was given; of «-» what is typed now, or the next line that comes: it stays in no history of
    commands, and nobody sees it among the processes."""
    if password != "-":
        return password
    try:
        if sys.stdin is not None and sys.stdin.isatty():
            import getpass

            return getpass.getpass("Пароль: ")
        return (sys.stdin.readline() if sys.stdin is not None else "").rstrip("\r\n")
    except (EOFError, OSError, UnicodeDecodeError):  # Nothing was typed, or no text.
        return ""


def unlock(asked: argparse.Namespace) -> Answer:
    """What a copy under a password holds, as a file to work with."""
    from shnor_desktop.operations.sharing import locked_copy

    out = locked_copy.open_into(asked.copy, typed(asked.password), asked.out)
    return Answer(
        (f"Записан «{out}»: {_size(out)}.",), {"copy": asked.copy, "file": out, "bytes": out.stat().st_size}
    )
