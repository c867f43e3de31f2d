"""The index of a school in words: every contribution with its figures, what is missing, what follows."""

from dataclasses import dataclass

from shnor_desktop.models.values import show_e4
from shnor_desktop.operations.context.dictionary import Line
from shnor_desktop.operations.context.passport import Passport
from shnor_desktop.rules.context_index import Border, Conditions, Contribution, Index
from shnor_desktop.rules.indicators import LESS
from shnor_desktop.rules.words.russian import counted, decimal_e4, percent_e4, quoted

WORDS = {
    Conditions.ADVERSE: "условия неблагоприятны по расчёту",
    Conditions.CONFIRM: "неблагоприятны по известному, данных не хватает",
    Conditions.INSUFFICIENT: "данных недостаточно",
    Conditions.NOT: "признаков неблагоприятных условий нет",
}
FORMULA = (
    "Индекс — доля веса показателей, по которым школа хуже порога, в весе всех известных её показателей. Порог "
    "показателя — введённый, а где его нет — граница худшей четверти школ района. Чего нет в паспорте, в индекс не входит "
    "и названо; в скобках — каким индекс был бы, если бы недостающее оказалось лучше или хуже порога."
)
NOT_A_RANKING = "Индекс не сравнивает школы между собой: статус ШНСУ подтверждает человек с основанием."


@dataclass(frozen=True, slots=True)
class Part:
    """One contribution, ready to be shown."""

    key: bytes
    text: str
    value: str
    border: str
    weight: str
    points: str
    adverse: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Why a school has its index."""

    school: bytes
    name: str
    value: str
    span: str
    """«от 40 до 70 %»; empty where nothing is missing."""
    conditions: Conditions
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    beyond: tuple[str, ...]
    """Of which more is said than of what they are a part of."""

    @property
    def headline(self) -> str:
        """«Индекс 58,3 % — условия неблагоприятны по расчёту»."""
        told = f"Индекс {self.value}" if self.value else "Индекс не вычислен"
        return f"{told}{f' ({self.span})' if self.span else ''} — {WORDS[self.conditions]}"

    def text(self) -> str:
        """All of it as plain text."""
        lines = [self.name, self.headline, ""]
        lines += [
            f"{'▲' if one.adverse else '●'} {one.text}: {one.value}; порог {one.border}; вес {one.weight}; "
            f"в индекс {one.points}"
            for one in self.parts
        ]
        if self.missing:
            lines += ["", f"Не хватает: {', '.join(self.missing)}."]
        lines += [*self.beyond, "", FORMULA, NOT_A_RANKING]
        return "\n".join(lines)


def account(found: Passport, school: bytes) -> Account | None:
    """The account of one school; None where it is not in the passport."""
    index = found.indexes.get(school)
    named = next((one for one in found.schools if one.uid == school), None)
    if index is None or named is None:
        return None
    lines = found.dictionary.by_uid
    parts = tuple(_part(found, lines[one.key], one, school) for one in index.contributions)
    beyond = tuple(
        f"«{line.text}» больше, чем «{line.denominator}»: проверьте числа."
        for line in found.dictionary.lines
        if (cell := found.cells.get((school, line.uid))) and cell.beyond
    )
    return Account(
        school,
        named.name,
        percent_e4(index.value_e4, 1) if index.value_e4 is not None else "",
        span(index),
        index.conditions,
        parts,
        tuple(quoted(_lacking(found, lines[key], school)) for key in index.missing),
        beyond,
    )


def span(index: Index) -> str:
    """Between what the index may be; empty where nothing is missing."""
    if not index.missing or index.value_e4 is None:
        return ""
    return f"от {decimal_e4(index.least_e4, 0)} до {percent_e4(index.most_e4, 0)}"


def _part(found: Passport, line: Line, one: Contribution, school: bytes) -> Part:
    cell = found.cells[school, line.uid]
    value = f"{cell.text} — {cell.share}" if line.of else " ".join((cell.text, line.unit)).strip()
    points = percent_e4(one.points_e4, 1) if one.adverse else "0"
    return Part(
        one.key, line.text, value, border_text(line, one.border), show_e4(one.weight_e4), points, one.adverse
    )


def border_text(line: Line, border: Border) -> str:
    """«20 % и больше», «16,3 % и больше — худшая четверть из 12 школ»."""
    if border.value_e4 is None:
        return "нет: у школ одно значение"
    way = "и больше" if line.direction == LESS else "и меньше"
    shown = percent_e4(border.value_e4, 1) if line.of else f"{show_e4(border.value_e4)} {line.unit}".strip()
    if border.said:
        return f"{shown} {way}"
    return f"{shown} {way} — худшая четверть из {counted(border.of, 'школы', 'школ', 'школ')}"


def _lacking(found: Passport, line: Line, school: bytes) -> str:
    cell = found.cells.get((school, line.uid))
    if (
        cell is not None
        and cell.value_e4 is not None
        and line.of
        and not cell.beyond
        and cell.share_e4 is None
    ):
        return f"{line.text} (нет «{line.denominator}»)"
    return line.text
