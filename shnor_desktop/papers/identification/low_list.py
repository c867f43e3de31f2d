"""Composes «Перечень школ с низкими образовательными результатами» with the reasons for every school."""

from shnor_desktop.papers.identification.facts import (
    ListedSchool,
    ListFacts,
    StatusBasis,
    records_behind,
    sources_of,
)
from shnor_desktop.papers.identification.low_list_rest import after_reasons
from shnor_desktop.papers.identification.reasons import REASON_COLUMNS, reason_head, reason_notes, result_row
from shnor_desktop.papers.results import incomplete
from shnor_desktop.papers.tree.frame import Tables, closing, opening, paper_of
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
    Says,
    Sources,
    Table,
    Title,
    plain,
)
from shnor_desktop.papers.tree.rows import row_of
from shnor_desktop.papers.tree.wording import (
    count,
    date_words,
    dated,
    form,
    named,
    ordinal,
    ruled,
    run,
    school_years,
    words,
)
from shnor_desktop.rules.identification.explanation import criteria_text
from shnor_desktop.rules.identification.listing import year_passed
from shnor_desktop.rules.identification.lowest import rule_text
from shnor_desktop.rules.results.shortfall import no_conclusion
from shnor_desktop.rules.results.sitting_names import years_of
from shnor_desktop.rules.words.russian import NBSP, joined, plural, read_date

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
        *incomplete.said(facts.incomplete, apart=facts.former),
        *_list(facts, tables),
        *_reasons(facts, tables),
        *after_reasons(facts, tables),
        *closing(facts.meta),
    ]
    profile = facts.profile
    return paper_of(
        title.text,
        blocks,
        facts.meta,
        schools=_names(facts),
        years=tuple(dict.fromkeys((*years_of(profile.slot_b), *years_of(profile.slot_a), facts.school_year))),
        created=facts.meta.date or facts.signed_on,
        doubts=_late(facts),
    )


def _late(facts: ListFacts) -> tuple[str, ...]:
    """Asked before it is signed only."""
    day = read_date(facts.meta.date)
    told = year_passed(facts.profile, day) if day and not facts.signed_on else ""
    return (told,) if told else ()


def _names(facts: ListFacts) -> tuple[str, ...]:
    """Every school named in the paper, by its official name."""
    names = [school.name for school in facts.schools]
    names += [one.school for one in facts.differences]
    names += [one.school for one in facts.unsure]
    names += [one.school for one in facts.watch]
    return tuple(dict.fromkeys(names))


def _method(facts: ListFacts) -> list[Block]:
    profile = facts.profile
    intro = words(
        "Перечень составлен по методике ",
        named(f"«{profile.name}»", facts.method),
        " (версия ",
        ruled(str(profile.version), facts.method),
        ") по результатам оценочных процедур ",
        count(
            facts.schools_total,
            facts.examined,
            "общеобразовательной организации",
            *["общеобразовательных организаций"] * 2,
        ),
        ".",
        named(f" Основание: {facts.meta.order_basis}.") if facts.meta.order_basis else None,
        *_frozen(facts),
    )
    if profile.method:
        rule = ruled(rule_text(profile), facts.method)
        return [
            Paragraph(intro),
            Paragraph(words("Школа отвечает методике, если ", rule, ".")),
            Paragraph(words("Учтены оценочные процедуры:")),
            Points(_slots(facts)[:1], Marks.DASHES),
        ]
    low = words(
        "Низким считается результат оценочной процедуры, при котором не менее ",
        ruled(f"{profile.threshold}{NBSP}%", facts.method),
        form(" её участников получили отметку «2» или не преодолели минимальный порог."),
        *_smallest(facts),
    )
    return [
        Paragraph(intro),
        Paragraph(low),
        Paragraph(words("Школа отвечает методике, если выполнен хотя бы один из критериев:")),
        Points(_criteria(facts), Marks.NUMBERS if facts.former else Marks.DASHES),
        Paragraph(words("Учтены оценочные процедуры:")),
        Points(_slots(facts), Marks.DASHES),
    ]


def _frozen(facts: ListFacts) -> Inline:
    if not facts.signed_on:
        return ()
    on = dated(date_words(facts.signed_on))
    return words(" Перечень подписан ", on, "; последующие исправления данных его не изменяют.")


def _smallest(facts: ListFacts) -> Inline:
    least = facts.profile.min_n
    if least <= 1:
        return ()
    who = plural(least, "участника", "участников", "участников")
    return words(" Результаты, в которых менее ", ruled(f"{least} {who}", facts.method), ", не учитываются.")


def _times(number: int, method: Sources) -> Run:
    """«двум оценочным процедурам»."""
    many = plural(number, "оценочной процедуре", "оценочным процедурам", "оценочным процедурам")
    return ruled(f"{DATIVE.get(number, str(number))} {many}", method)


def _criteria(facts: ListFacts) -> tuple[Point, ...]:
    profile, method = facts.profile, facts.method
    years_a, years_b = years_of(profile.slot_a), years_of(profile.slot_b)
    last, before = school_years(years_a), school_years(years_b)
    first = Point(
        words(
            form("критерий 1"),
            ": низкие результаты не менее чем по ",
            _times(profile.c1_count, method),
            dated(f" за {last or 'предыдущий учебный год'}"),
            ";",
        )
    )
    if profile.c2_count_a == profile.c2_count_b == 1:
        years = list(dict.fromkeys((*years_b, *years_a)))
        rule = words(
            "низкие результаты хотя бы по одной оценочной процедуре в каждом из двух учебных годов",
            dated(f" ({joined(years)})") if len(years) > 1 else None,
        )
    else:
        rule = words(
            "низкие результаты не менее чем по ",
            _times(profile.c2_count_a, method),
            dated(f" за {last or 'предыдущий год'}"),
            " и не менее чем по ",
            _times(profile.c2_count_b, method),
            dated(f" за {before or 'год, предшествующий ему'}"),
        )
    lacking = "; не проверялся: результатов предшествующего года нет" if last and not before else ""
    return first, Point(words(form("критерий 2"), ": ", *rule, f"{lacking}."))


def is_former(paper: Paper) -> bool:
    """Whether a signed list has the words of earlier programs, which numbered the criteria."""
    numbered = [one for one in paper.blocks() if isinstance(one, Points) and one.marks is Marks.NUMBERS]
    return any(plain(one.points[0].runs).startswith("критерий 1") for one in numbered if one.points)


def _slots(facts: ListFacts) -> tuple[Point, ...]:
    points = []
    slots = (("A", facts.profile.slot_a), ("B", facts.profile.slot_b))
    used = [(code, sittings) for code, sittings in slots if sittings]
    for at, (code, sittings) in enumerate(used):
        spoken = facts.spoken.get(code, ())
        name = "; ".join(spoken) or ", ".join(one.name for one in sittings)
        source = tuple(("sitting", one.uid) for one in sittings)
        last = at == len(used) - 1
        points.append(
            Point(
                words(
                    dated(school_years(years_of(sittings))),
                    ": ",
                    named(name.removesuffix(".") if last else name, source),
                    "." if last else ";",
                )
            )
        )
    return tuple(points) or (Point(words("не выбраны.")),)


def _list(facts: ListFacts, tables: Tables) -> list[Block]:
    if not facts.schools:
        return [Paragraph((Run(_nobody(facts), bold=True),))]
    head = row_of("№\nп/п", "Школа", "Критерии", "Основание включения")
    rows = tuple(_listed(at, school) for at, school in enumerate(facts.schools, 1))
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
    if nothing := no_conclusion(facts.profile, facts.incomplete):
        return nothing
    if facts.incomplete:
        return "По загруженной части результатов школ, отвечающих критериям, не выявлено; данные неполны."
    return "Школ, отвечающих критериям, не выявлено."


def _said(facts: ListFacts) -> Inline:
    total, computed = len(facts.schools), len(facts.computed)
    included = f"В перечень {plural(total, 'включена', 'включены', 'включено')} "
    schools = count(total, sources_of(facts.schools), "школа", "школы", "школ")
    if not computed:
        return words(included, schools, "; критериям методики ни одна из них не отвечает.")
    if computed == total:
        return words(
            included,
            schools,
            f", {plural(total, 'отвечающая', 'отвечающие', 'отвечающих')} критериям методики.",
        )
    meets = plural(computed, "отвечает", "отвечают", "отвечает")
    some = count(computed, sources_of(facts.computed), "школа", "школы", "школ")
    return words(included, schools, f"; критериям методики {meets} ", some, ".")


def _listed(number: int, school: ListedSchool) -> Row:
    name = f"{school.name}, {school.place}" if school.place else school.name
    low = records_behind(school.records, *school.low) or school.source
    return row_of(
        Cell((ordinal(number),), number=True),
        named(name, school.source),
        (run(criteria_text(school.criteria), low),) if school.criteria else words("–"),
        named(basis_text(school.basis), school.source),
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
    if facts.profile.method:
        return [Heading(words("Основания включения")), Points(tuple(map(_place, facts.schools)))]
    rows: list[Row] = []
    for number, school in enumerate(facts.schools, 1):
        rows.append(row_of(_section_runs(number, school), kind=RowKind.SECTION))
        if not school.low:
            nothing = words("Низких результатов по процедурам методики нет")
            rows.append(row_of(Cell(nothing, span=len(REASON_COLUMNS))))
        slots = {"A": facts.profile.slot_a, "B": facts.profile.slot_b}
        rows += [
            result_row(low, joined(years_of(slots[low.slot])), facts.profile.threshold, school.records)
            for low in school.low
        ]
    return [
        Heading(words("Основания включения")),
        Table(
            REASON_COLUMNS,
            (reason_head(),),
            tuple(rows),
            tables.caption("Низкие результаты школ перечня"),
            notes=reason_notes(
                [low for school in facts.schools for low in school.low], facts.small_n, former=facts.former
            ),
            sheet=REASONS,
            size=11,
        ),
    ]


def _place(school: ListedSchool) -> Point:
    """By a profile of the second type: a school beside the border, not beside the others."""
    told = school.explained or "по расчёту методике не отвечает."
    return Point(
        words(named(school.name, school.source), ": ", run(told, school.everything or school.source))
    )


def _section_runs(number: int, school: ListedSchool) -> Inline:
    label = plural(len(school.criteria), "критерий", "критерии", "критерии")
    codes = criteria_text(school.criteria)
    met = run(f" – {label} {codes}", records_behind(school.records, *school.low) or school.source)
    return words(
        Run(f"{number}. ", says=Says.ORDER),
        named(school.name, school.source),
        met if codes else " – по расчёту критериям не отвечает",
        "; вывод меняет один участник" if school.one_pupil_decides else None,
    )
