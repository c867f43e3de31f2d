"""`shnor done`, `shnor attach` and `shnor evidence`: note what was done in one line, keep files with it or with any record
that may have some, and write everything that confirms a programme to a folder."""

import argparse
from pathlib import Path

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.rules.words.russian import counted, quoted


def takes(one: Parser) -> None:
    """The file, the line, what it executes."""
    arguments.file(one)
    one.add_argument("line", metavar="СТРОКА", help="что сделано: «15.12 совещание, 12 чел., приказ 324»")
    one.option("--activity", "МЕРОПРИЯТИЕ", "строка плана: её номер и слова или слова из неё")
    one.flag("--dry-run", "только сказать, что понято, ничего не записывая")


def done(asked: argparse.Namespace) -> Answer:
    """What was done, noted in one line."""
    from datetime import date

    from shnor_desktop.operations.records.find import find_record
    from shnor_desktop.operations.records.titles import Titles
    from shnor_desktop.operations.roadmap import execution

    with opened(asked.file, read_only=asked.dry_run) as document:
        with document.read() as session:
            activity = find_record(session, f"activity:{asked.activity}")[1] if asked.activity else None
            read = execution.read_line(session, activity, asked.line, date.today())
            told, titles = execution.told(session, read), Titles(session)
            schools = [titles("school", one) for one in read.schools]
        uid = None if asked.dry_run else execution.note_done(document, activity, asked.line)
    verb = "Понято" if asked.dry_run else "Записано"
    data = {
        "event": uid.hex() if uid else None,
        "activity": activity.hex() if activity else None,
        **picked(read, "title kind times at_least people who outcome date_text"),
        "from": read.days.starts.isoformat() if read.days else None,
        "to": read.days.ends.isoformat() if read.days else None,
        "evidence": picked(read.papers, "title requisites"),
        "schools": schools,
        "all_schools": read.all_schools,
        "agreed": picked(read.agreed, "text due_text"),
        "next_on": read.next_on.isoformat() if read.next_on else None,
        "asks": list(read.asks),
    }
    return Answer([f"{verb}: {told}.", *read.asks], data, NEEDS_PERSON if read.asks else 0)


def attach_takes(one: Parser) -> None:
    """The file, the record, what is attached."""
    arguments.file(one)
    one.argument("record", "ЗАПИСЬ", "ВИД:НОМЕР или слова из названия")
    one.argument("paths", "ПРИЛОЖЕНИЕ", "скан, снимок, любой другой файл", nargs="+", type=Path)


def attach(asked: argparse.Namespace) -> Answer:
    """Files kept with a record."""
    from shnor_desktop.models.kinds import BY_CODE
    from shnor_desktop.operations.records import attaching
    from shnor_desktop.operations.records.find import find_record
    from shnor_desktop.operations.records.titles import Titles

    with opened(asked.file) as document:
        with document.read() as session:
            among = [one.code for one in attaching.taking()]
            none = "Карточки {}, к которой прикладывают файлы, нет."
            code, uid = find_record(session, asked.record, among, none)
            told = f"{BY_CODE[code].one} {quoted(Titles(session)(code, uid))}"
        kept = attaching.attach_to(document, code, uid, asked.paths)
    instead = f", заменён {quoted(kept.replaced)}" if kept.replaced else ""
    lines = [f"{told}: приложен файл {quoted(path.name)}{instead}." for path in asked.paths]
    data = {"kind": code, "uid": uid.hex(), "kept": [one.hex() for one in kept.uids]}
    return Answer(lines, data | picked(kept, "replaced?"))


def evidence_takes(one: Parser) -> None:
    """The file, the folder or archive, the programme."""
    arguments.file(one)
    one.argument("out", "ПАПКА", "новая или пустая папка, или архив .zip", type=Path)
    arguments.writes(one, "out", folders="out")
    one.option("--programme", "НАЗВАНИЕ", "программа или дорожная карта; нужна, если их несколько")


def evidence(asked: argparse.Namespace) -> Answer:
    """Everything that confirms a programme, with its inventory."""
    from shnor_desktop.operations.roadmap import evidence as verbs

    with opened(asked.file, read_only=True) as document:
        with document.read() as session:
            programme = verbs.programme_of(session, asked.programme)
        report = verbs.write_folder(document, programme, asked.out)
    lines = [
        f"Подтверждения записаны в «{asked.out}»: {counted(report.files, 'файл', 'файла', 'файлов')} и опись."
    ]
    if report.named:
        lines.append(f"Названы без файла: {report.named}.")
    if report.bare:
        lines.append(f"Сделано, но ничем не подтверждено: {report.bare}.")
    lines += [f"Файла здесь нет или он повреждён: {title}." for title in report.lost]
    return Answer(
        lines,
        {"out": str(asked.out), **picked(report, "files named bare lost")},
        NEEDS_PERSON if report.bare or report.lost else 0,
    )
