"""What goes along with a part and what stays, told before it is sent: as the fields declare it (`models.kind.Travel`)."""

from dataclasses import dataclass

from shnor_desktop.document.merge.selection import stays_in_form
from shnor_desktop.document.merge.withheld import is_of_schools
from shnor_desktop.models.kind import Field, RecordKind, Travel
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.rules.words.russian import quoted

_PEOPLE = frozenset((Travel.PEOPLE, Travel.WORDS))
"""Of a CODE only words stay, which nobody types there on purpose."""


@dataclass(frozen=True, slots=True)
class Goes:
    """A kind of records that goes, and what of them stays."""

    kind: RecordKind
    without: tuple[Field, ...] = ()
    of_others: bool = False
    """They are not what the part is of: the other school of a verdict, the school a branch belongs to."""
    of_several: tuple[Field, ...] = ()
    """What stays as well of those that are of other schools too."""
    one: str = ""
    """The only one of them that goes: «Школа «Заречная СОШ»»."""

    @property
    def line(self) -> str:
        """«Результаты школ: всё, кроме: Причина исключения, Откуда»."""
        name = self.one or (
            f"Другие {self.kind.many.lower()}, если с этой есть связь" if self.of_others else self.kind.many
        )
        left = ", ".join(field.label for field in self.without)
        told = f"{name}: всё, кроме: {left}" if left else f"{name}: всё"
        if self.of_several:
            told += f"; общие с другими школами — ещё без: {', '.join(one.label for one in self.of_several)}"
        return told


@dataclass(frozen=True, slots=True)
class Along:
    """What a part holds and what it does not."""

    goes: tuple[Goes, ...]
    stays: tuple[RecordKind, ...]
    form: bool
    about: str
    """Of which school or year: «только о школе «Заречная СОШ»»."""

    @property
    def text(self) -> str:
        """All of it for a person."""
        who = (
            "История: когда что менялось, без имён и названий действий"
            if self.form
            else "История: кто, когда, в какой организации и на каком компьютере вносил; действия с другими карточками — без названий"
        )
        lines = [
            f"Пойдут с файлом — {self.about}:",
            *(f"• {one.line}" for one in self.goes),
            f"• {who}",
            "",
            "Останутся у вас:",
        ]
        lines.append(f"• {', '.join(kind.many for kind in self.stays)}")
        lines.append("• журнал объединений, резервные копии, файлы удалённых карточек; в бланке — все файлы")
        return "\n".join(lines)


def along(*, school: bool, form: bool = False, lists: bool = False, of: str | None = "") -> Along:
    """Of a part for one school, else for one school year; `of` names it; None: each school
    gets one of its own."""
    own_school = f"Школа {quoted(of)}" if of else "Одна школа"
    first = "school" if school else "sitting"
    own = {code for code in (first, *_below(first)) if not (form and stays_in_form(code))}
    carried = _above(own, form=form) - own
    goes = []
    for kind in KINDS:
        if kind.code in own or kind.code in carried:
            of_own = kind.code in own or not school
            without = _without(
                kind, of_own=of_own, form=form, lists=lists and not form, all_schools=not school
            )
            several = _of_several(kind, without) if school and of_own and not form else ()
            one = own_school if school and kind.code == first else ""
            goes.append(Goes(kind, without, of_several=several, one=one))
    # A verdict may stand between any two records; only of schools it says who else there is.
    verdict, other = BY_CODE["identity_verdict"], BY_CODE["school"]
    goes.append(Goes(other, _without(other, of_own=False, form=form, lists=False), of_others=True))
    goes.append(Goes(verdict, _without(verdict, of_own=False, form=form, lists=False)))
    gone = {one.kind.code for one in goes}
    stays = tuple(kind for kind in KINDS if kind.code not in gone)
    return Along(tuple(goes), stays, form, _about(school, of))


def _about(school: bool, of: str | None) -> str:
    if not school:
        return f"обо всех школах за {of} учебный год" if of else "обо всех школах за один учебный год"
    if of is None:
        return "каждой школе только о ней самой"
    return f"только о школе {quoted(of)}" if of else "только об одной школе"


def _without(
    kind: RecordKind, *, of_own: bool, form: bool, lists: bool, all_schools: bool = False
) -> tuple[Field, ...]:
    """Fields of which the texts stay behind; of a year all schools go along."""
    if lists and kind.about.frozen_when and any(field.travel is Travel.OTHERS for field in kind.fields):
        return ()
    if of_own and not form:
        left = set() if all_schools or lists else {Travel.OTHERS}
    else:
        left = {Travel.OTHERS, *_PEOPLE} | ({Travel.NEEDED} if form or is_of_schools(kind.code) else set())
    return tuple(field for field in kind.fields if field.travel in left)


def _of_several(kind: RecordKind, without: tuple[Field, ...]) -> tuple[Field, ...]:
    """What stays besides of records of several schools."""
    if not any(field.of_each for field in kind.links):
        return ()
    left = {Travel.OTHERS, *_PEOPLE}
    return tuple(field for field in kind.fields if field.travel in left and field not in without)


def _below(code: str) -> set[str]:
    """Kinds that refer to it or are linked to it, and what belongs to these."""
    found = {
        kind.code
        for kind in KINDS
        if kind.code != code and any(one.refers == code for one in (*kind.fields, *kind.links))
    }
    while (
        fresh := {kind.code for kind in KINDS for one in kind.fields if one.owner and one.refers in found}
        - found
    ):
        found |= fresh
    return found


def _above(codes: set[str], *, form: bool) -> set[str]:
    """Kinds they refer to, and what these refer to; in a form nothing that belongs to what stays behind goes along."""
    found = set(codes)
    while (
        fresh := {
            one.refers
            for code in found
            for one in BY_CODE[code].fields
            if one.refers and not (form and one.owner and stays_in_form(one.refers))
        }
        - found
    ):
        found |= fresh
    return found
