"""What the screen of the list shows and the sentences around its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_desktop.rules.russian import counted, quoted
from shnor_desktop.rules.school_years import label
from shnor_desktop.ui import theme
from shnor_desktop.ui.verdict_rows import VerdictRow

if TYPE_CHECKING:
    from shnor_desktop.operations.lists import ListLine, StatusView
    from shnor_desktop.operations.signed_lists import WouldChange
    from shnor_desktop.operations.slots import ProfileSpec
    from shnor_desktop.rules.facts import Profile, Sitting


@dataclass(frozen=True, slots=True)
class ListState:
    """What the screen shows."""

    specs: "tuple[ProfileSpec, ...]"
    chosen: "ProfileSpec"
    profile: "Profile"
    views: "tuple[StatusView, ...]"
    lists: "tuple[ListLine, ...]"

    @property
    def newest_signed(self) -> "ListLine | None":
        """The list that was signed last."""
        return next((one for one in self.lists if one.signed_on), None)


def _slots(profile: "Profile") -> "Sequence[tuple[str, Sequence[Sitting]]]":
    return (("А", profile.slot_a), ("Б", profile.slot_b))


def slots_text(profile: "Profile") -> str:
    """«порог 30 % · год А: 2020/21 (9 процедур) · год Б: 2018/19 (8 процедур)»."""
    texts = [f"порог {profile.threshold}\u00a0%"]
    for letter, sittings in _slots(profile):
        years = ", ".join(label(year) for year in sorted({one.school_year for one in sittings}))
        number = counted(len(sittings), "процедура", "процедуры", "процедур")
        texts.append(f"год {letter}: {years} ({number})" if sittings else f"год {letter}: нет результатов")
    return " · ".join(texts)


def sittings_text(profile: "Profile") -> str:
    """The sittings of both years, a line each."""
    return "\n".join(
        f"Год {letter}: {'; '.join(one.name for one in sittings) or 'нет'}"
        for letter, sittings in _slots(profile)
    )


def summary_text(rows: Sequence[VerdictRow], shown: int) -> str:
    """«15 школ: по расчёту 4, ждут решения 2»."""

    def members(group: str) -> int:
        return sum(group in row.groups for row in rows)

    texts = [f"по расчёту {members('computed')}"]
    for group, text in (
        ("unsure", "ждут решения"),
        ("watch", "внимания"),
        ("differs", "расхождений"),
        ("leaving", "вывести"),
    ):
        if number := members(group):
            texts.append(f"{text} {number}")
    every = counted(len(rows), "школа", "школы", "школ")
    head = every if shown == len(rows) else f"{shown} из {every}"
    return f"{head}: {', '.join(texts)}"


def signed_text(newest: "ListLine") -> str:
    """Which list is signed, when and by what."""
    from shnor_desktop.models.values import show_date

    basis = f", {newest.basis_text}" if newest.basis_text else ""
    schools = counted(newest.schools, "школа", "школы", "школ")
    return f"Подписан {show_date(newest.signed_on)}: {quoted(newest.title)}{basis}, {schools}."


def changes_text(changes: "Sequence[WouldChange]") -> str:
    """What was corrected since, and whether it would change a decision."""
    if not changes:
        return ""
    text = f"После подписания исправлены данные: {counted(len(changes), 'школа', 'школы', 'школ')}."
    decisive = [one.name for one in changes if one.decision]
    if not decisive:
        return f"{text} Решения не меняются."
    return f"{text} {theme.state_mark('warning').glyph} Изменило бы решение: {', '.join(decisive)}."
