"""`shnor orders`, `shnor order`, `shnor sign`: the register of orders, a draft of one, its signing."""

import argparse
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_KINDS = {"приказ": "order", "постановление": "decree", "распоряжение": "instruction"}


def takes(one: Parser) -> None:
    """The file, a year."""
    arguments.file(one)
    one.options.add_argument("--year", metavar="ГОД", type=int, help="календарный год; иначе все")


def orders(asked: argparse.Namespace) -> Answer:
    """The register: every paper, numbers skipped or used twice."""
    from shnor_desktop.operations.orders import register

    with opened(asked.file, read_only=True) as document, document.read() as session:
        lines = [one for one in register.lines(session) if asked.year in (None, one.year)]
        missing = [one for one in register.gaps(session) if asked.year in (None, one.year)]
    told = [f"{one.name} — {one.state_text}. {one.remark}".rstrip() for one in lines]
    told += [f"{register.KINDS[one.kind]} {one.year}: {one.text}" for one in missing]
    fields = "kind number date title state issuer signatory executor programme signed_on familiar remark"
    data = {
        "orders": [{"uid": one.uid.hex(), **picked(one, fields)} for one in lines],
        "gaps": picked(missing, "kind year first last"),
    }
    needs = bool(missing) or any(one.remark for one in lines)
    return Answer(told or ["Приказов в файле нет."], data, NEEDS_PERSON if needs else 0)


def order_takes(one: Parser) -> None:
    """The file, the template, what it is about."""
    from shnor_desktop.operations.orders import templates

    arguments.file(one)
    known = "; ".join(f"{code} — {kind.name.lower()}" for code, kind in templates.TEMPLATES.items())
    one.arguments.add_argument("template", metavar="ОБРАЗЕЦ", choices=tuple(templates.TEMPLATES), help=known)
    one.options.add_argument("--programme", metavar="НАЗВАНИЕ", help="программа или дорожная карта")
    one.options.add_argument("--event", metavar="ЗАПИСЬ", help="выезд или совещание: слова из названия")
    one.options.add_argument("--school", metavar="ШКОЛА", help="школа: для письма ей")
    one.options.add_argument("--kind", metavar="ВИД", choices=tuple(_KINDS), help=", ".join(_KINDS))
    one.options.add_argument("--date", metavar="ДАТА", type=arguments.day, help="день приказа; иначе сегодня")


def order(asked: argparse.Namespace) -> Answer:
    """A draft composed of what the file knows."""
    from shnor_desktop.operations.orders import contents, drafts, register

    with changing(asked.file) as document:
        with document.read() as session:
            given = _about(session, asked)
        uid = drafts.prepare(document, asked.template, given)
        with document.read() as session:
            line = next(one for one in register.lines(session) if one.uid == uid)
            found = contents.contents(session, uid)
    told = [f"Подготовлен проект: {line.name}."]
    told += [f"  {one.number} {one.text}" for one in found.pieces]
    data = {
        "order": uid.hex(),
        **picked(line, "number date title"),
        "points": picked(found.pieces, "number text"),
        "asks": list(found.doubts),
    }
    return Answer([*told, *found.doubts], data, NEEDS_PERSON if found.doubts else 0)


def _about(session: "Session", asked: argparse.Namespace) -> dict[str, bytes | str | None]:
    from shnor_desktop.operations.programme import outline
    from shnor_desktop.operations.records.find import find_record

    return {
        "programme": outline.find(session, asked.programme)[0].uid if asked.programme else None,
        "event": find_record(session, f"event:{asked.event}")[1] if asked.event else None,
        "school": find_record(session, f"school:{asked.school}")[1] if asked.school else None,
        "kind": _KINDS.get(asked.kind or "", "order"),
        "date": asked.date.isoformat() if asked.date else None,
    }


def sign_takes(one: Parser) -> None:
    """The file, the order, its number and day."""
    arguments.file(one)
    one.arguments.add_argument("order", metavar="ПРИКАЗ", help="номер, заголовок или «номер от даты»")
    one.options.add_argument("--number", metavar="НОМЕР", help="номер; иначе тот, что в проекте")
    one.options.add_argument(
        "--date", metavar="ДАТА", type=arguments.day, help="день; иначе тот, что в проекте"
    )


def sign(asked: argparse.Namespace) -> Answer:
    """Freeze what the order says."""
    from shnor_desktop.operations.orders import contents, register, signing

    with changing(asked.file) as document:
        with document.read() as session:
            uid = register.find(session, asked.order)
            doubts = contents.contents(session, uid).doubts
        day = asked.date.isoformat() if asked.date else ""
        title = signing.sign(document, uid, asked.number or "", day)
    told = [f"Подписано: {title}. Текст зафиксирован.", *doubts]
    data = {"order": uid.hex(), "title": title, "asks": list(doubts)}
    return Answer(told, data, NEEDS_PERSON if doubts else 0)
