"""Around the table of «Перечень»: the method above, the newest signed list and what can be done below, and their sentences."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from shnor_desktop.operations.identification import signed_lists
from shnor_desktop.operations.identification.lists import ListLine, ListState
from shnor_desktop.operations.identification.signed_lists import WouldChange
from shnor_desktop.rules.identification.lowest import rule_text
from shnor_desktop.rules.results.facts import Profile, Sitting
from shnor_desktop.rules.words.russian import counted, few, quoted, show_date
from shnor_desktop.rules.words.school_years import label
from shnor_desktop.ui.identification.table import VerdictRow
from shnor_desktop.ui.kit import theme
from shnor_desktop.ui.kit.jobs import Jobs
from shnor_desktop.ui.kit.laying.boxes import lay_row
from shnor_desktop.ui.kit.narrow.names import NameBox
from shnor_desktop.ui.kit.verbs import with_session


def _slots(profile: Profile) -> Sequence[tuple[str, Sequence[Sitting]]]:
    if profile.method:
        return (("А", profile.slot_a),)  # A share of schools is taken by the last year alone.
    return (("А", profile.slot_a), ("Б", profile.slot_b))


def slots_text(profile: Profile) -> str:
    """«порог 30 % · год А: 2020/21 (9 процедур) · год Б: 2018/19 (8 процедур)»; of a share of schools its rule."""
    texts = [rule_text(profile) if profile.method else f"порог {profile.threshold}\u00a0%"]
    for letter, sittings in _slots(profile):
        years = ", ".join(label(year) for year in sorted({one.school_year for one in sittings}))
        number = counted(len(sittings), "процедура", "процедуры", "процедур")
        texts.append(f"год {letter}: {years} ({number})" if sittings else f"год {letter}: нет результатов")
    return " · ".join(texts)


def sittings_text(profile: Profile) -> str:
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
        ("leaving", "исключить"),
    ):
        if number := members(group):
            texts.append(f"{text} {number}")
    every = counted(len(rows), "школа", "школы", "школ")
    head = every if shown == len(rows) else f"{shown} из {every}"
    return f"{head}: {', '.join(texts)}"


def signed_text(newest: ListLine) -> str:
    """Which list is signed, when and by what."""
    basis = f", {told}" if (told := newest.approved or newest.basis_text) else ""
    schools = counted(newest.schools, "школа", "школы", "школ")
    return f"Подписан {show_date(newest.signed_on)}: {quoted(newest.title)}{basis}, {schools}."


def changes_text(changes: Sequence[WouldChange]) -> str:
    """What was corrected or added since, which schools were, and whether it would change a decision."""
    if not changes:
        return ""
    added = [one.name for one in changes if one.added]
    changed = len(changes) - len(added)
    told = [f"изменились данные: {counted(changed, 'школа', 'школы', 'школ')}"] if changed else []
    told += [f"добавлены: {few(added)}"] if added else []
    text = f"После подписания {'; '.join(told)}."
    decisive = [one.name for one in changes if one.decision]
    if not decisive:
        return f"{text} Решения не меняются."
    return f"{text} {theme.state_mark('warning').glyph} Изменило бы решение: {', '.join(decisive)}."


class MethodBar(QWidget):
    """The profile that is applied, and what it says in short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profiles = NameBox(self)
        self.profiles.setAccessibleName("Профиль методики")
        self.profiles.setMinimumContentsLength(24)
        self.profiles.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        label = QLabel("&Методика", self)
        label.setBuddy(self.profiles)
        self.edit = QPushButton("&Что, если…", self)
        self.edit.setToolTip(
            "Изменить порог, процедуры и число участников и сразу увидеть, кто войдёт и кто выйдет"
        )
        self.slots = QLabel(self)
        self.slots.setObjectName("muted")
        # A long text stands in several lines rather than widen the window.
        self.slots.setWordWrap(True)
        self.slots.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        lay_row(self, label, self.profiles, self.edit, (self.slots, 1))

    def show_state(self, state: ListState) -> None:
        """The profiles of the file and the chosen one."""
        self.profiles.clear()
        self.profiles.addItems([one.name for one in state.specs])
        self.profiles.setCurrentText(state.chosen.name)
        self.profiles.setToolTip(f"{state.chosen.name}, версия {state.chosen.version}")
        self.slots.setText(slots_text(state.profile))
        self.slots.setToolTip(sittings_text(state.profile))


class SignedBar(QFrame):
    """The newest signed list, and what later corrections would have changed in it; hidden before the first."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._jobs = jobs
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.show_signed = QPushButton("&Показать подписанный…", self)
        lay_row(
            self,
            (self.text, 1),
            self.show_signed,
            around=(theme.GAP, theme.GAP // 2, theme.GAP, theme.GAP // 2),
            gap=None,
        )
        self.hide()

    def show_state(self, state: ListState) -> None:
        """Say what is signed at once, and what would change when that is known."""
        newest = state.newest_signed
        self.setVisible(newest is not None)
        if newest is None:
            return
        text = signed_text(newest)
        self.text.setText(text)
        self._jobs.ask(
            self,
            with_session(signed_lists.would_change, newest.uid),
            lambda changes: self.text.setText(f"{text} {changes_text(changes)}".strip()),
            lambda error: self.text.setText(f"{text} {error}"),
            latest="signed",
        )
