"""What the figures of the file contradict: results of a programme's schools that cannot be right, sentences that say otherwise than the
results and the passport of the school."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.programme import Indicator, IndicatorValue, year_label
from shnor_desktop.models.results import AreaResult, Procedure, SchoolResult, Sitting, Subject
from shnor_desktop.operations.programme.outline import Outline
from shnor_desktop.operations.programme.wording import Remark, part_name
from shnor_desktop.operations.records.titles import Titles
from shnor_desktop.rules.figures import FAMILY_LABELS, Figures
from shnor_desktop.rules.results import checks
from shnor_desktop.rules.words import told_shares
from shnor_desktop.rules.words.proofreading import Slip
from shnor_desktop.rules.words.russian import counted_of, decimal_e4

_MOST = 5
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[А-ЯЁ])|\n")
_NOT_ABOVE = re.compile(
    r"\bне\s+(?:превыша[а-яё]+|выше)\b[^.]*\bрайон|\bниже\s+(?:средн[а-яё]+\s+)?(?:по\s+)?район",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"(?<!не )\b(?:превыша[а-яё]+|выше)\s+(?:средн[а-яё]+\s+)?(?:по\s+)?район", re.IGNORECASE)
_WEAK = re.compile(
    r"\b(?:име[юе]т|показыва[юе]т|демонстриру[юе]т|отмеча[юе]тся|остаются)\s+(?:не\s*высок|низк|невысок)[а-яё]+\s+(?:показател[а-яё]+|уров[а-яё]+)\s+(?P<of>обученност|качеств|успеваемост)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Held:
    """A result of a school beside that of the district."""

    result: SchoolResult
    family: str
    level: str
    short: str
    subject: str
    year: int
    district_e4: int | None


def remarks(session: Session, found: Outline) -> Iterator[Remark]:
    """All of a programme."""
    schools = found.programme.schools
    held = list(_held(session, schools)) if schools else []
    titles = Titles(session)
    for one in held:
        result = one.result
        figures = Figures(
            participants=result.participants,
            failed=result.failed,
            high=result.high,
            high_pct_e4=result.high_pct_e4,
            hundreds=result.hundreds,
            mean_e4=result.mean_e4,
        )
        doubt = next(checks.doubts(figures, checks.scale_of(one.family, one.level, one.short)), None)
        if doubt is not None:
            name = titles.of("school_result", result)
            text = f"{name}: {doubt.text} — так быть не может."
            yield Slip("value_impossible", True, text), (result.uid,)
    for part in found.walk():
        for slip in told_shares.twice(part.typed):
            yield (
                Slip(slip.code, slip.sure, f"{part_name(part)}: {slip.text[:1].lower()}{slip.text[1:]}"),
                (part.uid,),
            )
        for sentence in _SENTENCE.split(part.typed):
            for text in (*_beside_district(sentence, held, titles), *_weak(session, sentence, schools)):
                quote = " ".join(sentence.split())[:90]
                yield Slip("text_vs_table", True, f"{part_name(part)}: «{quote}…» {text}"), (part.uid,)


def _held(session: Session, schools: Iterable[bytes]) -> Iterator[_Held]:
    areas = {
        one.sitting: one.mean_e4
        for one in session.scalars(select(AreaResult).where(AreaResult.area == "district"))
    }
    query = (
        select(SchoolResult, Sitting, Procedure, Subject)
        .join(Sitting, Sitting.uid == SchoolResult.sitting)
        .join(Procedure, Procedure.uid == Sitting.procedure)
        .join(Subject, Subject.uid == Procedure.subject)
        .where(SchoolResult.school.in_(list(schools)), SchoolResult.state == "valid")
        .order_by(Sitting.school_year, SchoolResult.uid)
    )
    for result, sitting, procedure, subject in session.execute(query):
        yield _Held(
            result,
            procedure.family,
            procedure.level,
            subject.short,
            subject.name,
            sitting.school_year,
            areas.get(sitting.uid),
        )


def _beside_district(sentence: str, held: Iterable[_Held], titles: Titles) -> Iterator[str]:
    """«Средние баллы не превышают средние по району»: of the procedures and subjects that the sentence names."""
    below, above = _NOT_ABOVE.search(sentence), _ABOVE.search(sentence)
    if bool(below) is bool(above):
        return
    said = sentence.casefold()
    compared = [
        one
        for one in held
        if one.result.mean_e4 is not None
        and one.district_e4 is not None
        and FAMILY_LABELS[one.family].casefold() in said
        and one.subject[:5].casefold() in said
    ]
    wrong = [
        one
        for one in compared
        if (one.result.mean_e4 > one.district_e4 if below else one.result.mean_e4 < one.district_e4)  # type: ignore[operator]
    ]
    if wrong:
        shown = "; ".join(
            f"{titles('sitting', one.result.sitting)} — {_mean(one.result.mean_e4)} и {_mean(one.district_e4)}"
            for one in wrong[:_MOST]
        )
        whole = counted_of(len(compared), "результата", "результатов")
        yield f"неверно для {len(wrong)} из {whole} (школа и район): {shown}."


def _mean(value_e4: int | None) -> str:
    return decimal_e4(value_e4 or 0, 4).rstrip("0").rstrip(",")


def _weak(session: Session, sentence: str, schools: Iterable[bytes]) -> Iterator[str]:
    """«Невысокие показатели обученности», where the school has more than the district every year."""
    said = _WEAK.search(sentence)
    if said is None:
        return
    for indicator in session.scalars(
        select(Indicator).where(Indicator.use == "context").order_by(Indicator.uid)
    ):
        if said["of"].casefold() not in indicator.text.casefold():
            continue
        values: dict[tuple[int, str], dict[bytes | None, int]] = defaultdict(dict)
        for one in session.scalars(select(IndicatorValue).where(IndicatorValue.indicator == indicator.uid)):
            if one.fact_e4 is not None:
                values[one.year, one.year_kind][one.school] = one.fact_e4
        pairs = [
            (key, of_year[school], of_year[None])
            for key, of_year in sorted(values.items())
            for school in schools
            if school in of_year and None in of_year
        ]
        if len(pairs) > 1 and all(own > whole for _, own, whole in pairs):
            shown = "; ".join(
                f"{year_label(*key)} — {_mean(own)} и {_mean(whole)}" for key, own, whole in pairs
            )
            yield f"а «{indicator.text}» в школе выше, чем в районе: {shown}."
