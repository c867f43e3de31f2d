"""The open questions of merged copies in words: what differs, who said what and when, what may be chosen."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from shnor_desktop.document.document import raw_of
from shnor_desktop.document.journal.history import moment
from shnor_desktop.document.merge.questions import Conflict, Side, chosen, open_conflicts
from shnor_desktop.document.merge.versions import Report, Versions
from shnor_desktop.document.state.undecided import TOGETHER
from shnor_desktop.models.kind import Editor, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value, is_beyond
from shnor_desktop.operations.records.changes import EMPTY, FieldLine, Names, called, field_lines, value_text
from shnor_desktop.operations.sharing import together
from shnor_desktop.rules.words.name_order import alphabetical

KINDS = {
    "field": "разные значения",
    "delete": "удалена и изменена",
    "parent": "удалена, но нужна",
    "key": "внесена дважды",
    "merged": "изменена после соединения",
    "rule": "противоречие",
}
EARLIEST = date(2025, 1, 1)
"""The program did not exist before: a clock that says so was wrong."""
_FIELDS_TOLD = 6


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side says."""

    value: str
    person: str
    office: str
    at: datetime
    doubtful: bool
    """The clock of that computer cannot have been right."""
    here: bool
    """Written in this very file."""
    shown: bool
    """Shown until somebody decides."""
    ours: bool = False
    """Of an office whose people write in this file too."""

    @property
    def who(self) -> str:
        """«Иванова А.П., ИМЦ»."""
        return ", ".join(part for part in (self.person, self.office) if part) or "без имени"

    @property
    def when(self) -> str:
        """«05.10.2026 14:20», local time."""
        told = self.at.astimezone().strftime("%d.%m.%Y %H:%M")
        return f"{told} (часы сомнительны)" if self.doubtful else told


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide: what `decide` takes, what the button says, and the value taken or what follows from it."""

    take: str
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide. `id` is the same in every copy."""

    id: str
    kind: str
    """field, delete, parent, key, merged or rule."""
    what: str
    """The question in a sentence."""
    code: str
    """Code of the record kind."""
    kind_name: str
    uid: bytes
    """The record; `shown_uid` is the one in the tables."""
    shown_uid: bytes
    record: str
    school: bytes | None
    school_name: str
    field: str
    label: str
    before: str
    voices: tuple[Voice, ...]
    details: tuple[FieldLine, ...]
    """Two records side by side: `before` is the shown one, `after` the other."""
    choices: tuple[Choice, ...]
    typed: bool
    """Whether another value may be typed."""
    together: bool = False
    """Whether two fields are asked about at once: «3 из 46»."""

    @property
    def offices(self) -> frozenset[str]:
        """Who takes part."""
        return frozenset(voice.office for voice in self.voices)

    def answered_by(self, office: str) -> bool:
        """Whether an office says one thing about it, all its people alike."""
        return len({voice.value for voice in self.voices if voice.office == office}) == 1

    @property
    def about(self) -> str:
        """«Школа «Заречная СОШ», Директор»: the record and the field."""
        told = called(self.kind_name, self.record)
        return f"{told}, {self.label}" if self.label else told


def read(session: Session) -> tuple[Question, ...]:
    """Everything to decide, by school, the same order in every copy; what belongs to no school comes last."""
    names, found = Names(session), open_conflicts(raw_of(session))
    names.preload((one.table, one.uid) for one in found)
    made = [asked(names, group) for group in together.grouped(found)]
    return tuple(sorted(made, key=_place))


def _place(one: Question) -> tuple[object, ...]:
    school = alphabetical(one.school_name) if one.school else ()
    return (not one.school, school, one.school or b"", alphabetical(one.record), one.label, one.id)


def asked(names: Names, group: together.Group) -> Question:
    """What is asked at once, in words."""
    return asked_with_reports(names, group)[0]


def asked_with_reports(names: Names, group: together.Group) -> tuple[Question, tuple[Report, ...]]:
    """The same, with who reported what of it."""
    found = together.left(names.raw, group)
    if not found.reports:
        return question(names, group[0]), ()
    return (_of_file if together.is_of_file(group) else _of_pair)(names, group, found), found.reports


def _of_pair(names: Names, group: together.Group, found: Versions) -> Question:
    base, kind = question(names, group[0]), BY_CODE[group[0].table]
    shown, pair, reported = pair_shown(names, group), together.pair_of(group), found.reports
    labels = [kind.field(name).label for name in pair]
    figures = pair == TOGETHER

    def text(values: Sequence[Value]) -> str:
        if figures:
            return together.text(values)
        return ", ".join(
            f"{label}: {value_text(names, kind.field(name), value) or EMPTY}"
            for label, name, value in zip(labels, pair, values, strict=True)
        )

    if base.kind == "rule":
        what = f"{base.what.partition(': исправьте')[0]}: так быть не может. Каждый исправил своё; чьи значения верны?"
    else:
        doubted = together.doubt(shown, reported)
        what = f"«{labels[0]}» и «{labels[1]}» заполнили по-разному: нужна одна пара чисел." + (
            f" Сейчас показано {doubted}" if doubted else ""
        )
    return replace(
        base,
        what=what,
        label=f"{labels[0]} и {labels[1].lower()}",
        before=text(found.before),
        voices=tuple(_voice(one.side, text(one.values)) for one in reported),
        choices=tuple(
            Choice(take, f"{_who(one.side)}: {text(one.values)}", text(one.values))
            for take, one in together.options(reported).items()
        ),
        typed=figures,
        together=figures,
    )


def _of_file(names: Names, group: together.Group, found: Versions) -> Question:
    base, (name, *_) = question(names, group[0]), together.pair_of(group)
    before, reported = found.before, found.reports
    texts = together.file_texts([before, *(one.values for one in reported)])
    return replace(
        base,
        what="К карточке приложили разные файлы: нужен один из них, с его именем и содержимым.",
        label=BY_CODE[base.code].field(name).label,
        before=texts[before],
        voices=tuple(_voice(one.side, texts[one.values]) for one in reported),
        choices=tuple(
            Choice(take, f"{_who(one.side)}: {texts[one.values]}", texts[one.values])
            for take, one in together.options(reported).items()
        ),
        typed=False,
    )


def pair_shown(names: Names, group: together.Group) -> tuple[Value, ...]:
    """The fields as they are shown now."""
    values = names.past(group[0].table, group[0].uid)
    return tuple(values[name] for name in together.pair_of(group))


def question(names: Names, one: Conflict) -> Question:
    """One open question in words."""
    kind, values = BY_CODE[one.table], names.past(one.table, one.uid)
    school = names.school_of(one.table, one.uid, values)
    base = Question(
        id=one.id,
        kind=one.kind,
        what="",
        code=one.table,
        kind_name=kind.one,
        uid=one.uid,
        shown_uid=one.other or one.uid,
        record=names(one.table, one.uid) or kind.one,
        school=school,
        school_name=names("school", school),
        field=one.field,
        label=kind.field(one.field).label if one.field else "",
        before="",
        voices=(),
        details=(),
        choices=(),
        typed=False,
    )
    return _MAKERS[one.kind](names, one, kind, base)


def options(one: Conflict) -> dict[str, Side]:
    """The values said of a field by what `decide` takes: here, there, and there:2 … when more than two differ."""
    here = chosen(one, "here")
    found, known = {"here": here}, [here.value]
    for side in reversed(one.sides):
        if side.value not in known:
            known.append(side.value)
            found["there" if len(found) == 1 else f"there:{len(found)}"] = side
    return found


def doubtful(at: datetime) -> bool:
    """Whether a clock said something impossible."""
    return at.date() < EARLIEST or at > datetime.now(UTC) + timedelta(days=1)


def _voice(side: Side, value: str) -> Voice:
    return Voice(
        value, side.person, side.office, side.at, doubtful(side.at), side.here, side.shown, side.ours
    )


# ---- the kinds of questions


def _of_field(names: Names, one: Conflict, kind: RecordKind, base: Question) -> Question:
    field = kind.field(one.field)

    def text(value: object) -> str:
        return value_text(names, field, value)

    choices = [
        Choice(take, f"{_who(side)}: {text(side.value) or 'пусто'}", text(side.value))
        for take, side in options(one).items()
    ]
    if field.editor is Editor.TEXT and field.in_form:
        together = "\n".join(dict.fromkeys(text(side.value) for side in one.sides if side.value))
        choices.append(Choice("both", "Оставить оба текста", together))
    return replace(
        base,
        what=f"Поле «{field.label}» заполнили по-разному.",
        before=text(one.before),
        voices=tuple(_voice(side, text(side.value)) for side in one.sides),
        choices=tuple(choices),
        typed=(field.in_form or field.in_table) and not (field.editor is Editor.RECORD and not field.refers),
    )


def _who(side: Side) -> str:
    if side.here:
        return "У нас"
    if side.office and not side.ours:
        return side.office
    return in_other_file((side.person,))


def in_other_file(people: Iterable[str]) -> str:
    """«В другом файле (Иванова А.П.)»: who works in the same office, or names none, is not «they»."""
    named = ", ".join(dict.fromkeys(filter(None, people)))
    return f"В другом файле ({named})" if named else "В другом файле"


def _of_delete(names: Names, one: Conflict, kind: RecordKind, base: Question) -> Question:
    return replace(
        base,
        what="В одном файле карточку удалили, в другом её в это время изменили.",
        voices=tuple(_voice(side, "изменена" if side.shown else "удалена") for side in one.sides),
        choices=(
            Choice("restore", "Оставить карточку", _together(names, one)),
            Choice("delete", "Удалить карточку"),
        ),
    )


def _of_parent(names: Names, one: Conflict, kind: RecordKind, base: Question) -> Question:
    used = ", ".join(f"{many.lower()} — {count}" for many, count in _children(names, one))
    return replace(
        base,
        what=f"Карточку удалили, но она нужна другим карточкам{f': {used}' if used else ''}.",
        voices=tuple(_voice(side, "нужна" if side.shown else "удалена") for side in one.sides),
        choices=(
            Choice("restore", "Вернуть карточку", _together(names, one)),
            Choice("delete", "Удалить вместе с теми, кому она нужна"),
        ),
    )


def _children(names: Names, one: Conflict) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for child, index in names.shape.children[one.table]:
        (count,) = names.raw.execute(
            f'SELECT count(*) FROM {child.name} WHERE "{child.columns[index].name}" = ?', (one.uid,)
        ).fetchone()
        if count:
            found[child.name] = found.get(child.name, 0) + count
    return [(BY_CODE[code].many, count) for code, count in found.items()]


def _together(names: Names, one: Conflict) -> str:
    """«Вернётся и удалённое вместе с ней: результаты школ — 63»."""
    lost = names.companions.of(names.shape.by_name[one.table], one.uid)
    counted = Counter(BY_CODE[table.name].many.lower() for table, _ in lost)
    told = ", ".join(
        f"{many} — {count}" for many, count in sorted(counted.items(), key=lambda p: (-p[1], p[0]))
    )
    return f"Вернётся и удалённое вместе с ней: {told}." if told else ""


def _of_key(names: Names, one: Conflict, kind: RecordKind, base: Question) -> Question:
    holder = key_holder(names, one)
    lines = _compared(names, one, holder)
    voices = (
        _last_word(names, one.table, holder, _brief(lines, 0), shown=True),
        _last_word(names, one.table, one.uid, _brief(lines, 1), shown=False),
    )
    if names.shape.is_leaf(names.shape.by_name[one.table]):
        what = "Одно и то же внесли дважды с разными значениями."
        choices: tuple[Choice, ...] = (
            Choice("here", "Оставить показанные значения"),
            Choice("there", "Взять другие значения"),
        )
    else:
        what = "Две карточки называются одинаково. Если это разные карточки, исправьте одну из них."
        choices = (Choice("same", "Это одно и то же: соединить"),)
    return replace(base, what=what, shown_uid=holder, voices=voices, details=lines, choices=choices)


def key_holder(names: Names, one: Conflict) -> bytes:
    """The record that holds the key which the other has too, as both are shown."""
    if one.other is not None:
        return one.other
    table = names.shape.by_name[one.table]
    same = " AND ".join(
        f'a."{name}" IS b."{name}"' for name in (table.columns[index].name for index in table.key)
    )
    found = names.raw.execute(
        f"SELECT a.uid FROM {one.table} b JOIN {one.table} a ON {same} AND a._dup = 0 AND a.uid <> b.uid "
        "WHERE b.uid = ?",
        (one.uid,),
    ).fetchone()
    return bytes(found[0]) if found else one.uid


def _of_merged(names: Names, one: Conflict, kind: RecordKind, base: Question) -> Question:
    other = one.other or one.uid
    lines = _compared(names, one, other)
    return replace(
        base,
        what=f"Карточку изменили после того, как её соединили с другой: {names(one.table, other)}.",
        voices=tuple(_voice(side, _brief(lines, 1)) for side in one.sides),
        details=lines,
        choices=(
            Choice("same", "Одно и то же: оставить соединёнными"),
            Choice("different", "Разные: разъединить"),
        ),
    )


def _of_rule(names: Names, one: Conflict, kind: RecordKind, base: Question) -> Question:
    values = names.past(one.table, one.uid)
    told = []
    for pair in kind.about.ordered:
        fields = [kind.field(name) for name in pair]
        told = [(field.label, value_text(names, field, values[field.name])) for field in fields]
        if is_beyond(*(values[name] for name in pair)):
            break
    return replace(
        base,
        what=f"«{told[0][0]}» — {told[0][1]}, а «{told[1][0]}» — {told[1][1]}: исправьте карточку.",
        voices=(_last_word(names, one.table, one.uid, "; ".join(map(": ".join, told)), shown=True),),
    )


_MAKERS: Mapping[str, Callable[[Names, Conflict, RecordKind, Question], Question]] = {
    "field": _of_field,
    "delete": _of_delete,
    "parent": _of_parent,
    "key": _of_key,
    "merged": _of_merged,
    "rule": _of_rule,
}


def _compared(names: Names, one: Conflict, shown: bytes) -> tuple[FieldLine, ...]:
    """Both records field by field; what stands behind another record is no difference from it."""
    both = (names.past(one.table, shown), names.past(one.table, one.uid))
    before, after = (
        {
            name: names.canonical(value) if isinstance(value, bytes) else value
            for name, value in values.items()
        }
        for values in both
    )
    return field_lines(names, one.table, before, after)


def _brief(lines: tuple[FieldLine, ...], side: int) -> str:
    told = [f"{line.label}: {(line.before, line.after)[side] or 'пусто'}" for line in lines[:_FIELDS_TOLD]]
    return "; ".join(told) + ("; …" if len(lines) > _FIELDS_TOLD else "")


def _last_word(names: Names, code: str, uid: bytes, value: str, *, shown: bool) -> Voice:
    """Who said the last word about a record."""
    side = names.sides.last_word(names.shape.by_name[code].number, uid, shown=shown)
    return _voice(side or Side(None, "", "", moment(0), here=False, shown=shown), value)
