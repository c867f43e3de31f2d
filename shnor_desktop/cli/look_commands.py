"""Commands that look into the journal: diff, history, check, rebuild, renew."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments, document_commands
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, Meter, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.cli.merge_commands import RECORD, counted_by_kind, record_lines
from shnor_desktop.errors import UserError

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.document.state.check import CheckReport
    from shnor_desktop.operations.records.changes import RecordChange
    from shnor_desktop.operations.records.history import RecordLine
    from shnor_desktop.operations.sharing.differences import Moment
    from shnor_desktop.operations.sharing.merging import Author


_EARLIEST, _LATEST = datetime(1971, 1, 1), datetime(2999, 12, 31)
"""No file has a history beyond; not every system can tell the zone of other days."""
_WHERE = {"new": "только в другом", "deleted": "только в этом", "changed": "различается"}


# ---- diff


def diff(asked: argparse.Namespace) -> Answer:
    """Two files, or two moments of one."""
    if asked.other is None:
        return _moments(asked)
    if asked.since or asked.until:
        raise UserError(
            "Сравнивают либо два файла, либо два момента.", "Уберите --from и --to или второй файл."
        )
    from shnor_desktop.operations.sharing import differences

    meter = Meter()
    with opened(asked.file, read_only=True) as document:
        found = differences.diff(document, asked.other, meter)
    meter.clear()
    if found.same:
        lines = ["Файлы совпадают: карточки и история одинаковы."]
    else:
        lines = [f"Сравнение с «{found.name}» ({found.contents}):"]
        lines += [
            f"    {one.name}: только в другом {one.new}, различаются {one.changed}, только в этом {one.deleted}"
            for one in found.counts
        ]
        lines += _deeds("Сделано только в этом файле:", found.here) + _deeds(
            "Сделано только в другом файле:", found.there
        )
        lines += record_lines(found.records, _WHERE)
    data = {
        "same": found.same,
        "contents": found.contents,
        "counts": counted_by_kind(found.counts, "only_there=new differ=changed only_here=deleted"),
        "only_here": [_record(one) for one in found.records if one.what == "deleted"],
        "only_there": [_record(one) for one in found.records if one.what == "new"],
        "differ": [
            _record(one, "label here=before there=after") for one in found.records if one.what == "changed"
        ],
        "actions_here": _author_values(found.here),
        "actions_there": _author_values(found.there),
    }
    return Answer(lines, data)


def _record(one: "RecordChange", of_fields: str = "label before after") -> dict[str, object]:
    return {**picked(one, RECORD), "fields": picked(one.fields, of_fields)}


def _deeds(heading: str, authors: "tuple[Author, ...]") -> list[str]:
    lines = [
        f"    {deed.at.astimezone():%d.%m.%Y %H:%M}  {deed.title}  [{author.who}]"
        for author in authors
        for deed in author.deeds[:20]
    ]
    return [heading, *lines] if lines else []


def _author_values(authors: "tuple[Author, ...]") -> list[dict[str, object]]:
    return [
        {**picked(deed, "title at"), **picked(author, "person office"), "changes": deed.changes}
        for author in authors
        for deed in author.deeds
    ]


def _moments(asked: argparse.Namespace) -> Answer:
    from shnor_desktop.operations.sharing import differences

    if not asked.since and not asked.until:
        raise UserError("Не указано, с чем сравнить.", "Укажите второй файл либо --from и --to.")
    with opened(asked.file, read_only=True) as document:
        found = differences.diff_moments(
            document, _moment(asked.since, end=False), _moment(asked.until, end=True)
        )
    lines = [
        f"{one.name}: новых {one.new}, изменено {one.changed}, удалено {one.deleted}" for one in found.counts
    ] or ["Между этими моментами ничего не изменилось."]
    if found.swapped:
        lines.insert(0, "Первым назван поздний момент: показано, что изменилось от раннего к позднему.")
    data = {
        "swapped": found.swapped,
        "counts": counted_by_kind(found.counts),
        "records": [_record(one) for one in found.records],
    }
    return Answer([*lines, *record_lines(found.records)], data)


def _moment(given: str | None, *, end: bool) -> "Moment":
    """«3.17» of `shnor history`, or a day, whose end counts for --to."""
    from shnor_desktop.document.document import ActionId

    if not given:
        return None
    writer, _, seq = given.partition(".")
    if document_commands.is_code(writer, seq):
        return ActionId(int(writer), int(seq))
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M"):
        try:
            at = datetime.strptime(given.strip(), form)
        except ValueError:
            continue
        whole_day = end and "%H" not in form
        at = min(max(at, _EARLIEST), _LATEST)
        return (at.replace(hour=23, minute=59, second=59) if whole_day else at).astimezone()
    raise UserError(
        f"«{given}» — не момент истории.", "Укажите номер действия из shnor history или дату вида 05.09.2026."
    )


# ---- history


def history(asked: argparse.Namespace) -> Answer:
    """What was done; with --record what happened to one record, with --person what one person did."""
    if asked.record is not None:
        with opened(asked.file, read_only=True) as document:
            return _of_record(document, asked.record, asked.person)
    return document_commands.history(asked)


def _of_record(document: "Document", wanted: str, person: str | None) -> Answer:
    from shnor_desktop.operations.records import history as operation
    from shnor_desktop.operations.records.find import find_record

    with document.read() as session:
        code, uid = find_record(session, wanted)
    title, found = operation.record_lines(document, code, uid)
    kept = [one for one in found if person is None or person.casefold() in one.person.casefold()]
    lines = [f"{title}:", *map(_record_line, kept)]
    data = {
        "record": {"kind": code, "uid": uid, "title": title},
        "changes": picked(kept, "at person office action field before after"),
    }
    return Answer(lines, data)


def _record_line(one: "RecordLine") -> str:
    told = f"{one.field}: {one.before or 'пусто'} → {one.after or 'пусто'}"
    if one.field == "карточка":
        told = f"карточка {one.after}"
    return f"  {one.at.astimezone():%d.%m.%Y %H:%M}  {told}  [{one.who}]  {one.action}"


# ---- check and rebuild


def told(report: "CheckReport") -> list[str]:
    """What a check found, a line each, and last what to do about it; that is empty for a sound file."""
    if report.sound:
        return [""]
    found = [f"  {one}" for one in report.findings]
    if report.edited_outside:
        return [*found, "Что изменено другой программой и как с этим быть: shnor external."]
    if report.forged:
        return [
            *found,
            "Вносить в него больше ничего нельзя: работайте в копии другой организации, в резервной копии или начните "
            "историю заново: shnor renew.",
        ]
    return [*found, report.way_out]


def of_new_file(path: Path, meter: Meter) -> "CheckReport":
    """What a check says of a file that was just made of another: what was wrong there may be wrong in it."""
    with opened(path, read_only=True, references=False) as document:
        return document.check(meter)


def check(asked: argparse.Namespace) -> Answer:
    """The full check, part by part, and the backups."""
    from shnor_desktop.document.file import backup

    meter = Meter()
    with opened(asked.file, read_only=True, references=False) as document:
        report = document.check(meter)
        copies = [(one, backup.trouble(one)) for one in document.backups()]
        unreachable = backup.out_of_reach(document.path)
    meter.clear()
    bad = [f"Резервная копия «{one.path.name}» испорчена: {why}" for one, why in copies if why]
    bad += [str(unreachable)] if unreachable else []
    verdict = "Файл исправен" if report.sound else "В файле найдены ошибки"
    *findings, way_out = told(report)
    lines = [
        f"{verdict}: карточек {report.rows}, изменений в истории {report.changes}.",
        *findings,
        f"Резервных копий {len(copies)}{f', последняя {copies[0][0].at:%d.%m.%Y %H:%M}' if copies else ''}.",
        *(f"  {one}" for one in bad),
    ]
    lines += filter(None, [way_out])
    data = {
        **picked(report, "sound findings"),
        "parts": dict(report.parts),
        **picked(report, "records=rows changes"),
        "backups": [{**picked(one, "file=path at bytes=size"), "sound": not why} for one, why in copies],
        **({"backups_trouble": str(unreachable)} if unreachable else {}),
    }
    return Answer(lines, data, 0 if report.sound and not bad else NEEDS_PERSON)


def external(asked: argparse.Namespace) -> Answer:
    """What another tool changed past the program; with --accept or --put-back what becomes of it."""
    from shnor_desktop.operations.sharing import outside_edits as operation

    meter = Meter()
    change = operation.accept if asked.accept else operation.put_back if asked.put_back else None
    file = opened(asked.file, read_only=True, references=False) if change is None else changing(asked.file)
    with file as document:
        found = (change or operation.find)(document, meter)
    meter.clear()
    refused = [f"    {one.title}: {one.why}" for one in found.refused]
    data = {
        "found": bool(found),
        "done": "accepted" if asked.accept else "put_back" if asked.put_back else None,
        "counts": counted_by_kind(found.counts),
        "records": [_record(one) for one in found.records],
        "refused": picked(found.refused, "record=title why"),
        "derived": found.derived,
    }
    if not found:
        return Answer(("Правок другой программы нет: карточки совпадают с историей.",), data)
    lines = [f"Изменено другой программой карточек: {found.total}.", *record_lines(found.records)]
    if change is None:
        how = "Принять их: shnor external --accept; вернуть как было: shnor external --put-back."
        unable = ["Принять нельзя:", *refused] if refused else []
        return Answer([*lines, *unable, how], data, NEEDS_PERSON)
    if asked.put_back:
        return Answer([*lines, "Карточкам возвращён вид, который помнит история."], data)
    lines.append("Правки приняты, кроме названных ниже: те возвращены." if refused else "Правки приняты.")
    return Answer([*lines, *refused], data, NEEDS_PERSON if refused else 0)


def rebuild(asked: argparse.Namespace) -> Answer:
    """A new file from the journal alone."""
    from shnor_desktop.operations.sharing.repair import rebuild_into

    meter = Meter()
    with opened(asked.file, read_only=True, references=False) as document:
        made = rebuild_into(document, asked.out, meter)
    report = of_new_file(asked.out, meter)
    meter.clear()
    lines = [f"Записан «{asked.out}» по одной истории: карточек {made.records}, изменений {made.changes}."]
    if made.differing:
        lines.append("Карточки исходного файла расходятся с историей:")
        lines += [f"    {one.name}: {one.rows}" for one in made.differing]
    else:
        lines.append("Карточки исходного файла совпали с историей.")
    if not report.sound:
        lines += [f"В файле «{asked.out.name}» найдены ошибки:", *told(report)]
    data = {
        "file": asked.file,
        "out": asked.out,
        **picked(made, "records changes"),
        "same": not made.differing,
        "differing": {one.table: one.rows for one in made.differing},
        **picked(report, "sound findings"),
    }
    return Answer(lines, data, NEEDS_PERSON if made.differing or not report.sound else 0)


def renew(asked: argparse.Namespace) -> Answer:
    """A new document with the same records and a history of its own."""
    from shnor_desktop.document.rescue.renewal import renew as start_anew
    from shnor_desktop.operations.office.offices import who

    if asked.out.suffix.casefold() != ".shnor":
        raise UserError(f"Файл нельзя записать как «{asked.out.name}».", "Выберите имя с расширением .shnor.")
    meter = Meter()
    made = start_anew(asked.file, asked.out, who(), meter)
    meter.clear()
    lines = [
        f"Создан новый файл «{asked.out}»: карточек {made.records}. История в нём начата заново.",
        f"С копиями файла «{asked.file.name}» он не объединяется; прежний файл не изменён.",
    ]
    if made.lost_questions:
        lines.append(f"Нерешённых вопросов было {made.lost_questions}: остались показанные значения.")
    lines += made.findings
    data = {"file": asked.file, "out": asked.out, **picked(made, "records lost_questions")}
    return Answer(lines, data, NEEDS_PERSON if made.lost_questions or made.findings else 0)


def find_takes(one: Parser) -> None:
    """What `find` takes."""
    from shnor_desktop.rules.searching import FEW

    arguments.file(one)
    one.argument("words", "СЛОВА", "слова в любой форме или их части", nargs="+")
    one.option(
        "--limit",
        "ЧИСЛО",
        f"сколько карточек каждого вида назвать ({FEW})",
        type=arguments.positive,
        default=FEW,
    )


def find(asked: argparse.Namespace) -> Answer:
    """Records by their words, the kinds with the nearest first."""
    from shnor_desktop.operations.search.index import Index

    words = " ".join(asked.words)
    with opened(asked.file, read_only=True) as document:
        found = Index().find(document, words, most=asked.limit)
    lines = [f"Показано по запросу «{found.corrected}»: другая раскладка."] if found.corrected else []
    for group in found.groups:
        lines.append(f"{group.title}: {group.total}")
        for hit in group.hits:
            lines.append(f"    {hit.title}" + (f" — {hit.about}" if hit.about else ""))
        if left := group.total - len(group.hits):
            lines.append(f"    … и ещё {left}; все — с --limit {group.total}")
    if not found.groups:
        lines.append(f"По запросу «{words}» ничего не нашлось.")
    groups = [
        picked(group, "kind title total") | {"hits": picked(group.hits, "uid title about")}
        for group in found.groups
    ]
    return Answer(lines, {"asked": words, "corrected": found.corrected, "groups": groups})
