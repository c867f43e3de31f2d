"""`shnor orders`, `shnor order`, `shnor sign`: the register of orders, a draft of one, signing one or the list."""

import argparse
import datetime
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.changing import changing
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.errors import UserError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from shnor_desktop.operations.identification.draft import Decision, Draft

_KINDS = {"приказ": "order", "постановление": "decree", "распоряжение": "instruction"}


def takes(one: Parser) -> None:
    """The file, a year."""
    arguments.file(one)
    one.option("--year", "ГОД", "календарный год; иначе все", type=int)


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
    one.argument("template", "ОБРАЗЕЦ", known, choices=tuple(templates.TEMPLATES))
    one.option("--programme", "НАЗВАНИЕ", "программа или дорожная карта")
    one.option("--event", "ЗАПИСЬ", "выезд или совещание: слова из названия")
    one.option("--school", "ШКОЛА", "школа: для письма ей")
    one.flag("--every", "письмо каждой школе: проектов столько, сколько школ")
    one.option("--kind", "ВИД", ", ".join(_KINDS), choices=tuple(_KINDS))
    one.option("--date", "ДАТА", "день приказа; иначе сегодня", type=arguments.day)


def order(asked: argparse.Namespace) -> Answer:
    """A draft composed of what the file knows."""
    from shnor_desktop.operations.orders import contents, drafts, register

    if asked.every and (asked.template != "letter" or asked.school):
        raise UserError("Каждой школе готовят только письма.", "Уберите --every или --school.")
    with changing(asked.file) as document:
        with document.read() as session:
            given = _about(session, asked)
        if asked.every:
            count = drafts.letters(document, given=given, every=True)
            return Answer([f"Подготовлено писем: {count}. Проверьте их и подпишите."], {"letters": count})
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
        "asks": list(found.asks),
    }
    return Answer([*told, *found.asks], data, NEEDS_PERSON if found.asks else 0)


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
    """The file, the order or the list, its number, its day, what a person decided."""
    arguments.file(one)
    one.argument("order", "ПРИКАЗ", "номер, заголовок или «номер от даты»; для перечня не нужен", nargs="?")
    one.option("--number", "НОМЕР", "номер приказа; иначе тот, что в проекте")
    one.option("--date", "ДАТА", "день; иначе тот, что в проекте, для перечня сегодня", type=arguments.day)
    one.flag("--list", "подписать перечень школ")
    one.option("--profile", "НАЗВАНИЕ", "перечень: профиль методики; иначе основной")
    one.option("--by", "КТО", "перечень: кто подписал; иначе руководитель организации")
    one.option("--basis", "ПРИКАЗ", "перечень: приказ, которым он утверждён")
    one.option("--title", "НАЗВАНИЕ", "перечень: его название; иначе обычное")
    for name, words in (
        ("include", "включить школу, о которой расчёт не говорит «да»"),
        ("exclude", "не включать школу, о которой расчёт не говорит «нет»"),
        ("open", "оставить школу нерешённой; «все» — всех, о ком не решено"),
    ):
        metavar = "ШКОЛА" if name == "open" else "ШКОЛА=ПРИЧИНА"
        one.several(f"--{name}", metavar, f"перечень: {words}; можно несколько раз")


def sign(asked: argparse.Namespace) -> Answer:
    """Freeze what the order or the list says."""
    if asked.list == bool(asked.order):
        raise UserError(
            "Не сказано, что подписать.", "Назовите приказ или поставьте --list; вместе они не бывают."
        )
    return _sign_list(asked) if asked.list else _sign_order(asked)


def _sign_order(asked: argparse.Namespace) -> Answer:
    from shnor_desktop.operations.orders import contents, register, signing

    with changing(asked.file) as document:
        with document.read() as session:
            uid = register.find(session, asked.order)
            doubts = contents.contents(session, uid).asks
        day = asked.date.isoformat() if asked.date else ""
        title = signing.sign(document, uid, asked.number or "", day)
    told = [f"Подписано: {title}. Текст зафиксирован.", *doubts]
    data = {"order": uid.hex(), "title": title, "asks": list(doubts)}
    return Answer(told, data, NEEDS_PERSON if doubts else 0)


def _sign_list(asked: argparse.Namespace) -> Answer:
    from shnor_desktop.operations.identification import classification, lists
    from shnor_desktop.rules.words.russian import counted, quoted

    with changing(asked.file) as document:
        with document.read() as session:
            profile = classification.profile(session, asked.profile)
            ready = lists.to_sign(session, profile)
            decisions = _decisions(session, asked, ready.draft)
        day = (asked.date or datetime.date.today()).isoformat()
        signing = lists.Signing(
            day, asked.by or ready.signed_by, asked.basis or "", asked.title or ready.title
        )
        uid = lists.sign_list(document, profile, signing, decisions)
    included = [one.school.name for one in ready.draft.entries if decisions[one.school.school].included]
    undecided = [one.school.name for one in ready.draft.entries if decisions[one.school.school].undecided]
    told = [
        f"Подписан {quoted(signing.title)}: {counted(len(included), 'школа', 'школы', 'школ')}.",
        *included,
    ]
    if undecided:
        told.append(f"Не решено: {', '.join(undecided)}.")
    data = {"list": uid.hex(), "title": signing.title, "schools": included, "undecided": undecided}
    return Answer(told, data, NEEDS_PERSON if undecided else 0)


def _decisions(session: "Session", asked: argparse.Namespace, draft: "Draft") -> "dict[bytes, Decision]":
    """Every school of the draft as it was decided. Raises UserError while one in doubt is not, and for a school the
    draft does not speak of."""
    from shnor_desktop.operations.identification.draft import Decision
    from shnor_desktop.operations.records.find import find_record

    spoken = {one.school.school: one for one in draft.entries}
    decided = {
        key: Decision(one.included, one.reason, one.unsure)
        for key, one in spoken.items()
        if not one.unsure or "все" in asked.open
    }
    named = [(words, True, False) for words in asked.include] + [
        (words, False, False) for words in asked.exclude
    ]
    named += [(words, False, True) for words in asked.open if words != "все"]
    for words, included, undecided in named:
        name, _, reason = words.partition("=")
        uid = find_record(session, f"school:{name.strip()}")[1]
        if uid not in spoken:
            raise UserError(
                f"О школе «{name.strip()}» перечень не говорит: она не отвечает критериям и никем не названа.",
                "Уточните название или уберите её из команды.",
            )
        decided[uid] = Decision(included, reason.strip(), undecided)
    if waiting := [one.school.name for key, one in spoken.items() if key not in decided]:
        raise UserError(
            f"Не решено, включать ли в перечень: {', '.join(waiting)}.",
            "Добавьте --include ШКОЛА=ПРИЧИНА, --exclude ШКОЛА=ПРИЧИНА или --open ШКОЛА (--open все).",
        )
    return decided
