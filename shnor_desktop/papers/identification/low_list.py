"""Composes «Перечень школ с низкими образовательными результатами» with the reasons for every school."""

from collections.abc import Iterator

from shnor_desktop.papers.identification.low_list_rest import after_reasons
from shnor_desktop.papers.results import incomplete
from shnor_desktop.papers.results.facts import ListedSchool, ListFacts, LowResult, StatusBasis
from shnor_desktop.papers.tree.frame import Tables, closing, opening
from shnor_desktop.papers.tree.paper import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Inline,
    Marks,
    Paper,
    Paragraph,
    Point,
    Points,
    Row,
    RowKind,
    Run,
    Section,
    Table,
    Title,
)
from shnor_desktop.papers.tree.wording import count, date_words, run, school_years, words
from shnor_desktop.rules.identification.explanation import criteria_text
from shnor_desktop.rules.words.russian import NBSP, joined, plural

DATIVE = {1: "одной", 2: "двум", 3: "трём", 4: "четырём", 5: "пяти", 6: "шести"}
SHEET = "Перечень"
REASONS = "Низкие результаты"


def compose(facts: ListFacts) -> Paper:
    """The list with its method, reasons, differences and reservations."""
    district = f" {facts.meta.district}" if facts.meta.district else ""
    subject = f"общеобразовательных организаций{district} с низкими образовательными результатами обучающихся"
    year = f"на {school_years([facts.school_year])}" if facts.school_year else ""
    title = Title(
        "ПЕРЕЧЕНЬ", tuple(line for line in (subject, year) if line), "" if facts.signed_on else "ПРОЕКТ"
    )
    tables = Tables()
    blocks = [
        *opening(facts.meta, title),
        *_method(facts),
        *incomplete.said(facts.incomplete),
        *_list(facts, tables),
        *_reasons(facts, tables),
        *after_reasons(facts, tables),
        *closing(facts.meta),
    ]
    return Paper(
        title=f"Перечень {subject} {year}".strip(),
        sections=(Section(tuple(blocks)),),
        author=facts.meta.office,
        schools=_names(facts),
        years=tuple(
            dict.fromkeys((*facts.profile.slot_b.years, *facts.profile.slot_a.years, facts.school_year))
        ),
        created=facts.meta.date or facts.signed_on,
    )


def _names(facts: ListFacts) -> tuple[str, ...]:
    """Every school named in the paper, by its official name."""
    names = [school.name for school in facts.schools]
    names += [one.school for one in facts.differences]
    names += [one.school for one in facts.unsure]
    names += [one.school for one in facts.watch]
    names += [one.school for one in facts.corrections]
    return tuple(dict.fromkeys(names))


def _method(facts: ListFacts) -> list[Block]:
    profile = facts.profile
    basis = f" Основание: {facts.meta.order_basis}." if facts.meta.order_basis else ""
    frozen = ""
    if facts.signed_on:
        frozen = f" Перечень подписан {date_words(facts.signed_on)}; последующие исправления данных его не изменяют."
    genitive = plural(
        facts.schools_total, "общеобразовательной организации", *["общеобразовательных организаций"] * 2
    )
    examined = Run(f"{facts.schools_total}{NBSP}{genitive}", fact="schools_total")
    intro = words(
        f"Перечень составлен по методике «{profile.name}» (версия ",
        Run(str(profile.version), fact="profile.version"),
        ") по результатам оценочных процедур ",
        examined,
        f".{basis}{frozen}",
    )
    low = words(
        "Низким считается результат оценочной процедуры, при котором не менее ",
        Run(f"{profile.threshold}{NBSP}%", fact="profile.threshold"),
        " её участников получили отметку «2» или не преодолели минимальный порог.",
        _smallest(facts),
    )
    if profile.rule:
        return [
            Paragraph(intro),
            Paragraph(words("Школа отвечает методике, если ", run(profile.rule, "profile.rule"), ".")),
            Paragraph(words("Учтены оценочные процедуры:")),
            Points(_slots(facts)[:1], Marks.DASHES),
        ]
    return [
        Paragraph(intro),
        Paragraph(low),
        Paragraph(words("Школа отвечает методике, если выполнен хотя бы один из критериев:")),
        Points(_criteria(facts)),
        Paragraph(words("Учтены оценочные процедуры:")),
        Points(_slots(facts), Marks.DASHES),
    ]


def _smallest(facts: ListFacts) -> str:
    least = facts.profile.min_n
    if least <= 1:
        return ""
    who = plural(least, "участника", "участников", "участников")
    return f" Результаты, в которых менее {least} {who}, не учитываются."


def _times(number: int) -> str:
    """«двум оценочным процедурам»."""
    many = plural(number, "оценочной процедуре", "оценочным процедурам", "оценочным процедурам")
    return f"{DATIVE.get(number, str(number))} {many}"


def _criteria(facts: ListFacts) -> tuple[Point, ...]:
    profile = facts.profile
    last, before = school_years(profile.slot_a.years), school_years(profile.slot_b.years)
    first = Point(
        words(
            f"критерий 1: низкие результаты не менее чем по {_times(profile.c1_count)}"
            f"{_when(last, 'предыдущий учебный год')};"
        )
    )
    if profile.c2_count_a == profile.c2_count_b == 1:
        rule = "низкие результаты хотя бы по одной оценочной процедуре в каждом из двух учебных годов"
        years = [one for one in (*profile.slot_b.years, *profile.slot_a.years) if one]
        rule += f" ({joined(list(dict.fromkeys(years)))})" if len(years) > 1 else ""
    else:
        rule = (
            f"низкие результаты не менее чем по {_times(profile.c2_count_a)}{_when(last, 'предыдущий год')} и не "
            f"менее чем по {_times(profile.c2_count_b)}{_when(before, 'год, предшествующий ему')}"
        )
    if last and not before:
        rule += "; не проверялся: результатов предшествующего года нет"
    return first, Point(words(f"критерий 2: {rule}."))


def _when(years: str, otherwise: str) -> str:
    return f" за {years or otherwise}"


def _slots(facts: ListFacts) -> tuple[Point, ...]:
    points = []
    slots = [one for one in (facts.profile.slot_a, facts.profile.slot_b) if one.sittings]
    for at, slot in enumerate(slots):
        end = "." if at == len(slots) - 1 else ";"
        named = "; ".join(slot.spoken) if slot.spoken else ", ".join(slot.sittings)
        named = named.removesuffix(".") if end == "." else named
        points.append(Point(words(f"{school_years(slot.years)}: {named}{end}")))
    return tuple(points) or (Point(words("не выбраны.")),)


def _list(facts: ListFacts, tables: Tables) -> list[Block]:
    if not facts.schools:
        return [Paragraph((Run(_nobody(facts), bold=True),))]
    head = Row(tuple(Cell(words(text)) for text in ("№\nп/п", "Школа", "Критерии", "Основание включения")))
    rows = tuple(_listed(at, school) for at, school in enumerate(facts.schools))
    columns = (
        Column(12, align=Align.CENTER),
        Column(78, stretch=1),
        Column(24, align=Align.CENTER),
        Column(56),
    )
    caption = tables.caption("Школы с низкими образовательными результатами")
    return [Paragraph(_said(facts)), Table(columns, (head,), rows, caption, sheet=SHEET)]


def _nobody(facts: ListFacts) -> str:
    """«Не выявлено» is said only of what is known whole."""
    if facts.nothing_known:
        return "Вывод сделать нельзя: ни по одной процедуре доля не справившихся не известна."
    if facts.incomplete:
        return "По загруженной части результатов школ, отвечающих критериям, не выявлено; данные неполны."
    return "Школ, отвечающих критериям, не выявлено."


def _said(facts: ListFacts) -> Inline:
    total, computed = len(facts.schools), facts.computed_total
    included = f"В перечень {plural(total, 'включена', 'включены', 'включено')} "
    schools = count(total, "schools#", "школа", "школы", "школ")
    if not computed:
        return words(included, schools, "; критериям методики ни одна из них не отвечает.")
    if computed == total:
        return words(
            included,
            schools,
            f", {plural(total, 'отвечающая', 'отвечающие', 'отвечающих')} критериям методики.",
        )
    meets = plural(computed, "отвечает", "отвечают", "отвечает")
    some = count(computed, "computed_total", "школа", "школы", "школ")
    return words(included, schools, f"; критериям методики {meets} ", some, ".")


def _listed(at: int, school: ListedSchool) -> Row:
    name = f"{school.name}, {school.place}" if school.place else school.name
    return Row(
        (
            Cell((Run(str(at + 1)),), number=True),
            Cell((run(name, f"schools[{at}].name"),)),
            Cell(words(criteria_text(school.criteria) or "–")),
            Cell(words(basis_text(school.basis))),
        )
    )


def basis_text(basis: tuple[StatusBasis, ...]) -> str:
    """«по расчёту; приказ … от …»."""
    labels = {
        "computation": "по расчёту",
        "decision": "по решению",
        "regional": "по перечню региона",
        "order": "приказ",
        "other": "по иному основанию",
    }
    parts = []
    for one in basis:
        label = labels.get(one.kind, one.kind)
        if one.text.casefold().startswith(label.casefold()):
            label = ""
        inside = f" ({one.text})" if one.text and one.kind != "order" else f" {one.text}"
        parts.append((label + inside if label else one.text).strip())
    return "; ".join(part for part in parts if part) or "–"


def _reasons(facts: ListFacts, tables: Tables) -> list[Block]:
    if not facts.schools:
        return []
    if facts.profile.rule:
        return [Heading(words("Основания включения")), Points(tuple(_places(facts)))]
    rows: list[Row] = []
    for at, school in enumerate(facts.schools):
        rows.append(Row((Cell(_section_runs(at, school)),), RowKind.SECTION))
        if not school.low:
            nothing = words("Низких результатов по процедурам методики нет")
            rows.append(Row((Cell(nothing, span=len(REASON_COLUMNS)),)))
        rows += [_reason(facts, f"schools[{at}].low[{place}]", low) for place, low in enumerate(school.low)]
    return [
        Heading(words("Основания включения")),
        Table(
            REASON_COLUMNS,
            (reason_head(),),
            tuple(rows),
            tables.caption("Низкие результаты школ перечня"),
            notes=_reason_notes(facts),
            sheet=REASONS,
            size=11,
        ),
    ]


def _places(facts: ListFacts) -> Iterator[Point]:
    """By a profile of the second type: every school beside the border, not beside the others."""
    for at, school in enumerate(facts.schools):
        told = school.explained or "по расчёту методике не отвечает."
        yield Point(
            words(run(school.name, f"schools[{at}].name"), ": ", run(told, f"schools[{at}].explained"))
        )


REASON_COLUMNS = (
    Column(40, stretch=1),
    Column(20, align=Align.CENTER),
    Column(16, align=Align.CENTER),
    Column(20, align=Align.CENTER),
    Column(14, align=Align.CENTER),
    Column(22, align=Align.CENTER),
    Column(36),
)


def reason_head() -> Row:
    """Heading of a table of results with their certainty."""
    names = (
        "Оценочная процедура",
        "Учебный год",
        "Всего, чел.",
        "«2» или ниже порога, чел.",
        "Доля, %",
        "Интервал 95 %, %",
        "Примечание",
    )
    return Row(tuple(Cell(words(name)) for name in names))


def _section_runs(at: int, school: ListedSchool) -> tuple[Run, ...]:
    codes = criteria_text(school.criteria)
    label = plural(len(school.criteria), "критерий", "критерии", "критерии")
    tail = f" – {label} {codes}" if codes else " – по расчёту критериям не отвечает"
    if school.one_pupil_decides:
        tail += "; вывод меняет один участник"
    return words(run(f"{at + 1}. {school.name}", f"schools[{at}].name"), tail)


def _reason(facts: ListFacts, path: str, low: LowResult) -> Row:
    slot = facts.profile.slot_a if low.slot == "A" else facts.profile.slot_b
    return result_row(path, low, joined(slot.years))


def result_row(path: str, low: LowResult, year: str) -> Row:
    """A line of a table under `reason_head`."""
    return Row(
        (
            Cell(words(low.sitting)),
            Cell(words(year)),
            _counted(low.participants, f"{path}.participants"),
            _counted(low.failed, f"{path}.failed"),
            Cell((Run(low.percent, fact=f"{path}.percent"),), number=True),
            Cell((Run(low.interval or "–", fact=f"{path}.interval" if low.interval else ""),)),
            Cell(words(remarks(low) or "–")),
        )
    )


def _counted(value: int | None, path: str) -> Cell:
    if value is None:
        return Cell((Run("н/д"),))
    return Cell((Run(str(value), fact=path),), number=True)


def remarks(low: LowResult) -> str:
    """Reservations about a result, in words."""
    said = [
        (low.small, "мало участников"),
        (low.fragile, "решает один"),
        (low.border, "на границе округления"),
        (low.flagged, "признак необъективности"),
    ]
    return "; ".join(text for holds, text in said if holds)


def _reason_notes(facts: ListFacts) -> tuple[tuple[Run, ...], ...]:
    lows = [low for school in facts.schools for low in school.low]
    notes = []
    if any(low.interval for low in lows):
        notes.append(
            "Интервал 95 % показывает, в каких пределах может находиться доля при таком числе участников; "
            "на включение в перечень он не влияет."
        )
    if any(low.small for low in lows):
        notes.append(
            f"«Мало участников» – менее {facts.small_n}: доля зависит от отметки одного-двух обучающихся."
        )
    if any(low.fragile for low in lows):
        notes.append("«Решает один» – при ином результате одного обучающегося вывод был бы другим.")
    if any(low.border for low in lows):
        notes.append(
            "«На границе округления» – число участников неизвестно, а точная доля может быть ниже порога."
        )
    if any(low.participants is None for low in lows):
        notes.append("н/д – источник приводит только долю, без числа участников.")
    return tuple(words(note) for note in notes)
