"""What was not taken, by reason: ten thousand rows of one reason are one line, and what is added is told by its kinds."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from shnor_desktop.operations.results.plan_types import Fate, ImportPlan, PlannedRow
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.sheets.book.problems import REASON_LABELS, Reason

_QUOTED = re.compile(r"«[^«»]*»|\"[^\"]*\"")
_ADDRESS = re.compile(r"(?:[^\s!]+!)?\b[A-Z]{1,3}\d+\b")
_NUMBER = re.compile(r"[-−]?\d+(?:[.,\u00a0 ]\d+)*")
_LONGEST = 90


class RefusalGroup(NamedTuple):
    """Refused or waiting rows of one reason."""

    code: str
    label: str
    rows: tuple[PlannedRow, ...]


def reason_of(code: str, why: str) -> str:
    """The reason in a few words, the same for all rows alike: by its code, else the sentence without what differs."""
    if code and code != Reason.OTHER:
        label = REASON_LABELS[Reason(code)] if code in set(Reason) else code
        return label[:1].upper() + label[1:]
    sentence = why.split(". ")[0].rstrip(".:")
    text = _NUMBER.sub("…", _ADDRESS.sub("…", _QUOTED.sub("«…»", sentence)))
    short = " ".join(text.split())
    return short if len(short) <= _LONGEST else short[: _LONGEST - 1].rstrip() + "…"


def grouped(rows: Iterable[PlannedRow]) -> tuple[RefusalGroup, ...]:
    """The groups, the largest first."""
    found: dict[tuple[str, str], list[PlannedRow]] = {}
    for row in rows:
        found.setdefault((row.group, reason_of(row.group, row.why)), []).append(row)
    groups = [RefusalGroup(code, label, tuple(those)) for (code, label), those in found.items()]
    return tuple(sorted(groups, key=lambda one: -len(one.rows)))


class Contents(NamedTuple):
    """What an import adds and changes, by kinds; every place that tells a number tells these."""

    schools_results: int
    areas_results: int
    changed: int
    kept: int
    """Changed results that keep what the file holds."""
    schools: int
    sittings: int
    spellings: int
    codes: int
    municipalities: int
    added_bare: int = 0
    """Results of schools that are added without figures: «н/д», «не проводилась»."""

    @property
    def added(self) -> int:
        """All results that are added."""
        return self.schools_results + self.areas_results

    @property
    def added_text(self) -> str:
        """«110 (результатов школ 92, строк территорий 18)»; only the number when it is of one kind."""
        parts = [f"результатов школ {self.schools_results}"] if self.areas_results else []
        parts += [f"строк территорий {self.areas_results}"] if self.areas_results else []
        parts += [self.bare_text] if self.added_bare else []
        return f"{self.added} ({', '.join(parts)})" if parts else str(self.added)

    @property
    def bare_text(self) -> str:
        """«88 с данными, 8 без данных (н/д)»."""
        return f"{self.schools_results - self.added_bare} с данными, {self.added_bare} без данных (н/д)"

    @property
    def beside(self) -> str:
        """«новых школ 3, новых проведений 2, вариантов 4»: what is written beside results."""
        told = (
            ("новых школ", self.schools),
            ("новых проведений", self.sittings),
            ("новых вариантов названий школ", self.spellings),
            ("кодов школ", self.codes),
            ("школ, у которых появится муниципалитет,", self.municipalities),
        )
        return ", ".join(f"{words} {number}" for words, number in told if number)


def contents(plan: ImportPlan, leave: Collection[bytes] = ()) -> Contents:
    """What applying the plan writes when results in `leave` keep what the file holds."""
    rows = [row for row in plan.rows if row.uid not in leave]
    areas = [row for row in plan.areas if row.uid not in leave]
    used = {row.sitting for row in (*rows, *areas) if row.fate in (Fate.NEW, Fate.CHANGED)}
    taken = {row.school for row in rows if row.fate in (Fate.NEW, Fate.CHANGED)}
    created = {one.uid for one in plan.new_schools}
    changed = [row for row in (*plan.rows, *plan.areas) if row.fate is Fate.CHANGED]
    return Contents(
        sum(row.fate is Fate.NEW for row in rows),
        sum(row.fate is Fate.NEW for row in areas),
        sum(row.uid not in leave for row in changed),
        sum(row.uid in leave for row in changed),
        len(created & taken),
        sum(one.is_new and one.uid in used for one in plan.sittings),
        sum(one[0] not in created for one in plan.aliases),
        sum(one[0] not in created for one in plan.codes),
        len(plan.municipalities),
        sum(row.fate is Fate.NEW and row.state != ResultState.VALID for row in rows),
    )
