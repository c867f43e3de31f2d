"""Commands of the main job after the import: classify, print, papers."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NEEDS_PERSON, Answer, number_e4, picked
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.cli.document_commands import opened
from shnor_desktop.errors import UserError
from shnor_desktop.rules.identification.explanation import missing_names, result_text
from shnor_desktop.rules.identification.lowest import explained, rule_text
from shnor_desktop.rules.results.comparability import advice
from shnor_desktop.rules.results.facts import JudgedResult, Outcome, Profile, Sitting
from shnor_desktop.rules.results.shortfall import Shortfall, no_conclusion, together, told
from shnor_desktop.rules.words.russian import counted, quoted

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.identification.classification import SchoolVerdict
    from shnor_desktop.operations.papers.kind import PaperKind

_OUTCOMES = {
    Outcome.LOW: "низкие результаты",
    Outcome.NOT: "не относится",
    Outcome.INSUFFICIENT: "не хватает данных",
    Outcome.CONFIRM: "требует подтверждения",
}


def classify(asked: argparse.Namespace) -> Answer:
    """Which schools are flagged by the rule, and why."""
    from shnor_desktop.operations.identification import classification
    from shnor_desktop.operations.results.shortfall import of_profile

    with opened(asked.file, read_only=True) as document, document.read() as session:
        profile = classification.profile(session, asked.profile)
        answered = classification.verdicts(session, profile)
        lacking = of_profile(session, profile)
    data = {
        "profile": profile.name,
        "slots": {
            "A": _names(profile.slot_a),
            "B": _names(profile.slot_b),
            "incomplete": [told(one) for one in lacking],
        },
        "schools": [_verdict(one) for one in answered],
    }
    return Answer([*_incomplete(lacking), *_told(profile, answered, no_conclusion(profile, lacking))], data)


def _incomplete(lacking: tuple[Shortfall, ...]) -> list[str]:
    if not lacking:
        return []
    later = " (в расчёт не вошло)"
    return [
        "Данные неполны: вывод сделан только по загруженным результатам.",
        *(f"    {told(*group)}{later if group[0].aside else ''}" for group in together(lacking)),
    ]


def _names(sittings: tuple[Sitting, ...]) -> list[str]:
    return [one.name for one in sittings]


def _verdict(one: "SchoolVerdict") -> dict[str, object]:
    verdict = one.verdict
    return {
        "school": one.name,
        "computed": str(verdict.outcome),
        "criteria": list(verdict.criteria),
        "watch": verdict.watch,
        "low": [_low(result) for result in verdict.low],
        "missing": _names(verdict.missing),
    }


def _low(one: JudgedResult) -> dict[str, object]:
    return {
        **picked(one, "sitting=sitting.name slot participants=result.participants failed=result.failed"),
        "percent": number_e4(one.percent_e4),
        "wilson": [round(limit, 1) for limit in one.wilson] if one.wilson else None,
        "fragile": one.fragile,
    }


def _told(profile: Profile, answered: tuple["SchoolVerdict", ...], nothing: str) -> list[str]:
    method = [f"Отбор: школа, которая {rule_text(profile)}."] if profile.method else []
    lines = [
        f"Профиль {quoted(profile.name)}: порог {profile.threshold} % включительно.",
        *method,
        f"Год А: {'; '.join(_names(profile.slot_a)) or 'нет результатов'}.",
        f"Год Б: {'; '.join(_names(profile.slot_b)) or 'нет результатов'}.",
    ]
    warned = advice(profile.slot_a, profile.slot_b)
    lines += [warned] if warned else []
    for outcome in (Outcome.LOW, Outcome.CONFIRM, Outcome.INSUFFICIENT):
        for one in answered:
            if one.verdict.outcome is outcome:
                lines += _reasons(one, profile.threshold)
    watched = [one.name for one in answered if one.verdict.watch and one.verdict.outcome is Outcome.NOT]
    if watched:
        lines.append(f"Группа внимания: {', '.join(watched)}.")
    low = sum(one.verdict.outcome is Outcome.LOW for one in answered)
    lines.append(nothing or f"Всего школ {len(answered)}, с низкими результатами {low}.")
    return lines


def _reasons(one: "SchoolVerdict", threshold: int) -> list[str]:
    verdict = one.verdict
    met = ", ".join(
        {"C1": "критерий 1", "C2": "критерий 2", "L": "по доле школ"}.get(code, code)
        for code in verdict.criteria
    )
    lines = [f"{one.name}: {_OUTCOMES[verdict.outcome]}{f' ({met})' if met else ''}"]
    for result in verdict.low:
        slot = {"A": "А", "B": "Б"}[result.slot]
        lines.append(f"    {slot}: {result.sitting.name} — {result_text(result, threshold)}")
    if verdict.place is not None and verdict.profile is not None:
        lines.append(f"    {explained(verdict.profile, verdict.place)}")
    if verdict.one_pupil_decides:
        lines.append("    вывод меняет один ученик")
    if verdict.deciding_border:
        lines.append(f"    на границе порога: {'; '.join(_names(verdict.deciding_border))}")
    if verdict.deciding_missing:
        lines.append(f"    не получены: {'; '.join(missing_names(verdict, verdict.deciding_missing))}")
    return lines


def papers(asked: argparse.Namespace) -> Answer:
    """Which papers there are."""
    from shnor_desktop.operations.papers.registry import PAPERS

    width = max(len(code) for code in PAPERS)
    lines = []
    for one in PAPERS.values():
        lines.append(f"{one.code:<{width}}  {one.title}{_may(one)}")
        lines.append(f"{'':<{width}}  {one.about}")
    values = [
        {
            **picked(one, "code title about"),
            "needs": sorted(ask.code for ask in one.asks),
            "asks": [{**picked(ask, "code title option"), "must": bool(ask.missing)} for ask in one.asks],
        }
        for one in PAPERS.values()
    ]
    return Answer(lines, {"papers": values})


def _may(kind: "PaperKind") -> str:
    options = [ask.option if ask.missing else f"[{ask.option}]" for ask in kind.asks]
    return f"  ({' '.join(options)})" if options else ""


def print_takes(parser: Parser) -> None:
    """The file, the paper and whatever papers ask, each as an option."""
    from shnor_desktop.operations.papers.registry import all_asks

    arguments.file(parser)
    parser.argument("paper", "ДОКУМЕНТ", "код документа, см. shnor papers")
    parser.options.add_argument(
        "-o", "--out", metavar="КУДА", type=Path, required=True, help=".pdf, .docx или .xlsx"
    )
    parser.option(
        "--blank",
        "БЛАНК",
        "свой бланк Word (.docx) с полями {{ номер }}, {{ дата }}, {{ текст }}; только вместе с .docx",
        type=Path,
    )
    parser.flag(
        "--all",
        "по каждой школе (программе, приказу) сразу: одним файлом с закладками, а без расширения — папкой",
    )
    arguments.writes(parser, "out", folders="all")
    for ask in all_asks():
        parser.options.add_argument(
            ask.option,
            dest=ask.code,
            metavar=ask.metavar,
            help=ask.help,
            action="append" if ask.several else "store",
        )


def print_paper(asked: argparse.Namespace) -> Answer:
    """One paper into a file."""
    from shnor_desktop.operations.papers import registry

    kind = registry.kind_of(asked.paper)
    given = {ask.code: getattr(asked, ask.code) for ask in registry.all_asks()}
    for ask in registry.all_asks():
        if given[ask.code] is not None and ask not in kind.asks:
            raise UserError(
                f"Для документа «{kind.code}» {ask.option} не указывают.", f"Уберите {ask.option}."
            )
    wanted = {ask.code: given[ask.code] for ask in kind.asks}
    if asked.all and asked.blank is not None:
        raise UserError("На бланке печатают по одному документу.", "Уберите --all или --blank.")
    with opened(asked.file, read_only=True) as document:
        if asked.all:
            return _print_all(document, kind.code, wanted, asked.out)
        found = registry.print_paper(document, kind.code, asked.out, blank=asked.blank, **wanted)
    lines = [f"Документ «{kind.title}» записан в «{asked.out}»."]
    if found:
        lines += ["Проверка документа:", *(f"    {one}" for one in found)]
    data = {
        "paper": kind.code,
        "out": str(asked.out),
        "bytes": asked.out.stat().st_size,
        "findings": list(found),
    }
    return Answer(lines, data, NEEDS_PERSON if found else 0)


def _print_all(document: "Document", code: str, given: dict[str, object], out: Path) -> Answer:
    from shnor_desktop.operations.papers import batch

    every = batch.all_answers(document, code, given)
    count, found = batch.write_all(document, code, every, out)
    lines = [f"{counted(count, 'документ записан', 'документа записаны', 'документов записано')} в «{out}»."]
    if found:
        lines += ["Проверка документов:", *(f"    {one}" for one in found)]
    data = {"paper": code, "out": str(out), "papers": count, "findings": list(found)}
    return Answer(lines, data, NEEDS_PERSON if found else 0)
