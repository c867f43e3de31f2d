"""The list «Нужно решить»: reading it, deciding one question or many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, raw_of
from shnor_desktop.document.merge import questions as conflicts
from shnor_desktop.document.merge.questions import Conflict, open_conflicts
from shnor_desktop.document.merge.versions import Report
from shnor_desktop.document.state import undecided
from shnor_desktop.document.state.undecided import TOGETHER
from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import Editor, Field
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value, parse
from shnor_desktop.operations.records.changes import Names
from shnor_desktop.operations.schools import sameness
from shnor_desktop.operations.sharing import questions as question_texts
from shnor_desktop.operations.sharing import together
from shnor_desktop.operations.sharing.questions import Choice, Question, Voice, options
from shnor_desktop.rules.words.russian import quoted

__all__ = ["Choice", "Decided", "Question", "Voice", "decide", "decide_many", "questions"]

Answer = tuple[Conflict, str, Value]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: «Школа «…», Директор», how many questions, and how many are left."""

    about: str
    count: int
    left: int
    doubt: str = ""
    """Why the answer is doubted: nobody reported it."""


def questions(session: Session) -> tuple[Question, ...]:
    """Everything to decide, by school; the order is the same in every copy."""
    return question_texts.read(session)


# ---- deciding


def decide(document: Document, question: str, take: str, reason: str = "") -> Decided:
    """Answer one question by its id. `take`: here, there, there:2 …, both, restore, delete, same, different, or
    another value as people type it."""
    reason = sameness.said(reason)
    with document.read() as session:
        names = Names(session)
        group = _group(names, question)
        one = group[0]
        asked, reported = question_texts.asked_with_reports(names, group)
        if reported:
            values = _pair(group, reported, take)
            answers = together.answers(group, values, question_texts.pair_shown(names, group))
        else:
            answers = [_answer(names, one, take)]
        holder = question_texts.key_holder(names, one) if one.kind == "key" else b""
    if one.kind == "key" and answers[0][1] == sameness.SAME:
        sameness.say_same(document, one.table, one.uid, holder, reason)
    else:
        conflicts.decide_all(document, answers, sameness.heading(f"Решено: {asked.about}", reason))
    return Decided(asked.about, 1, _left(document), together.doubt(values, reported) if reported else "")


def doubt(document: Document, question: str, take: str) -> str:
    """Why this answer would be doubted; empty where somebody reported it. UserError as from `decide`."""
    with document.read() as session:
        names = Names(session)
        group = _group(names, question)
        reported = together.reported(names.raw, group)
        return together.doubt(_pair(group, reported, take), reported) if reported else ""


def _group(names: Names, question: str) -> together.Group:
    for group in together.grouped(open_conflicts(names.raw)):
        if question in [one.id for one in group]:
            return group
    raise UserError(f"Вопроса «{question}» нет: он решён или назван неверно.", "Обновите список.")


def _pair(group: together.Group, reported: tuple[Report, ...], take: str) -> tuple[Value, ...]:
    known = together.options(reported)
    if take in known:
        return known[take].values
    if together.is_of_file(group):
        texts = together.file_texts(one.values for one in reported)
        told = "; ".join(f"{one} — {texts[report.values]}" for one, report in known.items())
        raise UserError(f"«{take}» не отвечает на этот вопрос.", f"Ответы на него: {told}.")
    if together.pair_of(group) != TOGETHER:
        raise UserError(
            f"«{take}» не отвечает на этот вопрос.", "Выберите одно из предложенного или исправьте карточку."
        )
    return together.typed(take)


def decide_many(
    document: Document,
    take: str,
    reason: str = "",
    *,
    school: bytes | None = None,
    office: str | None = None,
    only: Iterable[str] | None = None,
) -> Decided:
    """Answer many questions as one step: those of a school, those in which an office takes part, or those
    named. `take`: here, there, or office (what that office says). Questions it does not answer stay, and so do those
    its own people answer differently."""
    reason = sameness.said(reason)
    if take not in ("here", "there", "office") or (take == "office" and not office):
        raise UserError(
            "Сразу для многих вопросов можно выбрать только значения этого файла (here), другого (there) или организации (office).",
            "Остальное решите по одному.",
        )
    wanted = None if only is None else frozenset(only)
    with document.read() as session:
        told = {one.id: one for one in questions(session) if _matches(one, school, office, wanted)}
        names = Names(session)
        groups = [one for one in together.grouped(open_conflicts(names.raw)) if one[0].id in told]
        made = [(group[0].id, _bulk_group(names, group, take, office)) for group in groups]
        answered = [question for question, given in made if given]
        answers = [answer for _, given in made for answer in given]
    if answers:
        answers.sort(key=lambda answer: answer[0].kind != "field")  # A deletion must know what was decided.
        what = f"Решено вопросов: {len(answered)}" + (
            f", взято у {quoted(office or '')}" if take == "office" else ""
        )
        conflicts.decide_all(document, answers, sameness.heading(what, reason))
    about = "; ".join(told[one].about for one in answered[:3]) + ("; …" if len(answered) > 3 else "")
    return Decided(about, len(answered), _left(document))


def _matches(one: Question, school: bytes | None, office: str | None, wanted: frozenset[str] | None) -> bool:
    return (
        (school is None or one.school == school)
        and (office is None or office in one.offices)
        and (wanted is None or one.id in wanted)
    )


def _left(document: Document) -> int:
    with document.read() as session:
        return undecided.open_count(raw_of(session))


def _bulk_group(names: Names, group: together.Group, take: str, office: str | None) -> list[Answer]:
    reported = together.reported(names.raw, group)
    if not reported:
        made = [_bulk(one, take, office) for one in group]
        return [one for one in made if one is not None]
    theirs = {one.values for one in reported if one.side.office == office}
    known = {one.values for code, one in together.options(reported).items() if code == take}
    chosen = theirs if take == "office" else known
    if len(chosen) != 1:
        return []
    return together.answers(group, chosen.pop(), question_texts.pair_shown(names, group))


def _bulk(one: Conflict, take: str, office: str | None) -> Answer | None:
    """The answer to one of many questions; None when this way of choosing says nothing about it."""
    if take != "office":
        fits = one.kind == "field" or one.kind == "key" and one.other is not None
        return (
            (one, "value", options(one)[take].value)
            if one.kind == "field"
            else (one, take, None)
            if fits
            else None
        )
    sides = [side for side in one.sides if side.office == office]
    if one.kind == "field" and len({side.value for side in sides}) == 1:
        return one, "value", sides[0].value
    if one.kind in ("delete", "parent") and len({side.shown for side in sides}) == 1:
        return one, "restore" if sides[0].shown else "delete", None
    return None


def _answer(names: Names, one: Conflict, take: str) -> Answer:
    if one.kind == "field":
        return one, "value", _value(names, one, take)
    known = question_texts.question(names, one).choices
    if take not in [choice.take for choice in known]:
        told = "; ".join(f"{choice.take} — {choice.label}" for choice in known)
        what_to_do = f"Ответы на него: {told}." if known else "Исправьте значения в самой карточке."
        raise UserError(f"«{take}» не отвечает на этот вопрос.", what_to_do)
    return one, take, None


def _value(names: Names, one: Conflict, take: str) -> Value:
    field = BY_CODE[one.table].field(one.field)
    said = options(one)
    if take in said:
        return said[take].value
    if take == "both" and field.editor is Editor.TEXT:
        return "\n".join(dict.fromkeys(str(side.value) for side in one.sides if side.value))
    value = _named(names, field, take) if field.editor is Editor.RECORD else _stored(one, parse(field, take))
    empty = not take.strip() or (value in (None, "") and field.editor is not Editor.CHOICE)
    if empty and not any(side.value in (None, "", value) for side in one.sides):
        raise nothing_typed()
    return value


def nothing_typed() -> UserError:
    """An empty answer would lose what every side wrote."""
    return UserError(
        "Значение не введено, а пустым его никто не оставлял.", "Введите значение или выберите другой ответ."
    )


def _named(names: Names, field: Field, typed: str) -> bytes | None:
    """The record a typed title means."""
    if not field.refers:
        raise UserError(f"«{typed}» не отвечает на этот вопрос.", "Выберите одно из предложенных значений.")
    wanted = " ".join(typed.split()).casefold()
    if not wanted and not field.required:
        return None
    found = [uid for uid, title in names.all(field.refers).items() if title.casefold() == wanted]
    if len(found) != 1:
        trouble = "несколько" if found else "нет"
        raise UserError(
            f"Карточек «{BY_CODE[field.refers].many}» с названием {quoted(typed)} {trouble}.",
            "Введите название так, как оно записано, или выберите одно из предложенных значений.",
        )
    return found[0]


def _stored(one: Conflict, value: Value) -> Value:
    """Columns that must hold something hold an empty text or 0."""
    column = BY_CODE[one.table].record.__table__.columns[one.field]
    if value is None and not column.nullable:
        return "" if column.type.python_type is str else 0
    return int(value) if isinstance(value, bool) else value


def by_school(found: Sequence[Question]) -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Questions grouped by school in their order; the group without a school is called «Общие сведения»."""
    groups: dict[str, list[Question]] = {}
    for one in found:
        groups.setdefault(one.school_name or "Общие сведения", []).append(one)
    return tuple((name, tuple(group)) for name, group in groups.items())
