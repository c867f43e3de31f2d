"""What goes along with a part and what stays, told before it is sent: as the fields declare it (`models.kind.Travel`)."""

from dataclasses import dataclass

from shnor_desktop.document.merge.selection import stays_in_form
from shnor_desktop.models.kind import Field, RecordKind, Travel
from shnor_desktop.models.kinds import BY_CODE, KINDS

_PEOPLE = frozenset((Travel.PEOPLE, Travel.WORDS))


@dataclass(frozen=True, slots=True)
class Goes:
    """A kind of records that goes, and what of them stays."""

    kind: RecordKind
    without: tuple[Field, ...] = ()
    of_others: bool = False
    """They are not what the part is of: the other school of a verdict, the school a branch belongs to."""

    @property
    def line(self) -> str:
        """«Результаты школ: всё, кроме: Причина исключения, Откуда»."""
        name = (
            f"Другие {self.kind.many.lower()}, если с этой есть связь" if self.of_others else self.kind.many
        )
        left = ", ".join(field.label for field in self.without)
        return f"{name}: всё, кроме: {left}" if left else f"{name}: всё"


@dataclass(frozen=True, slots=True)
class Along:
    """What a part holds and what it does not."""

    goes: tuple[Goes, ...]
    stays: tuple[RecordKind, ...]
    form: bool

    @property
    def text(self) -> str:
        """All of it for a person."""
        who = (
            "История: когда что менялось, без имён и названий действий"
            if self.form
            else "История: кто, когда, в какой организации и на каком компьютере вносил; действия с другими записями — без названий"
        )
        lines = [
            "Пойдут с файлом:",
            *(f"• {one.line}" for one in self.goes),
            f"• {who}",
            "",
            "Останутся у вас:",
        ]
        lines.append(f"• {', '.join(kind.many for kind in self.stays)}")
        lines.append("• журнал объединений, резервные копии, файлы удалённых записей; в бланке — все файлы")
        return "\n".join(lines)


def along(*, school: bool, form: bool = False, lists: bool = False) -> Along:
    """Of a part for one school, else for one school year."""
    first = "school" if school else "sitting"
    own = {code for code in (first, *_below(first)) if not (form and stays_in_form(code))}
    carried = _above(own, form=form) - own
    goes = []
    for kind in KINDS:
        if kind.code in own or kind.code in carried:
            of_own = kind.code in own or not school
            goes.append(
                Goes(
                    kind,
                    _without(
                        kind, of_own=of_own and not form, lists=lists and not form, all_schools=not school
                    ),
                )
            )
    # A verdict may stand between any two records; only of schools it says who else there is.
    verdict, other = BY_CODE["identity_verdict"], BY_CODE["school"]
    goes.append(Goes(other, _without(other, of_own=False, lists=False), of_others=True))
    goes.append(Goes(verdict, _without(verdict, of_own=False, lists=False)))
    gone = {one.kind.code for one in goes}
    return Along(tuple(goes), tuple(kind for kind in KINDS if kind.code not in gone), form)


def _without(kind: RecordKind, *, of_own: bool, lists: bool, all_schools: bool = False) -> tuple[Field, ...]:
    """Fields of which the texts stay behind; of a year all schools go along."""
    if lists and kind.about.frozen_when and any(field.travel is Travel.OTHERS for field in kind.fields):
        return ()
    left = {Travel.OTHERS, *_PEOPLE}
    if of_own:
        left = set() if all_schools or lists else {Travel.OTHERS}
    return tuple(field for field in kind.fields if field.travel in left)


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
