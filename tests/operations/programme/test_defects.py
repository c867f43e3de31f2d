"""Every mistake that the lists of checks name in five papers, beside what the check of the records says when the papers are loaded
as they were typed: found for sure, asked about, or told in another place; and nothing is said of papers put right."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.operations.programme import findings as programme_findings
from shnor_desktop.operations.programme.findings import Finding
from shnor_desktop.operations.roadmap import findings as plan_findings
from shnor_desktop.operations.roadmap import rows
from tests.conftest import WHO
from tests.operations.programme import typed_papers
from tests.operations.programme.put_right import PutRight
from tests.operations.programme.source_facts import FACTS, Loader, facts_of

pytestmark = pytest.mark.skipif(not typed_papers.known(), reason="the papers are not at hand")


class Said(NamedTuple):
    """By what code, with which words, for sure or as a question. `typed`: short facts do not hold it, the words of the paper do."""

    code: str
    words: str
    sure: bool = True
    typed: bool = False


def asked(code: str, words: str, *, typed: bool = False) -> Said:
    return Said(code, words, False, typed)


FOUND: dict[str, Said] = {
    "001-D1": Said("numbering_gap", "после номера 2 идёт 4 — пропущен 3"),
    "001-D3": Said("numbering_repeat_gap", "номер 1 повторён"),
    "001-D4": Said("numbering_gap", "11–15, 17, 20"),
    "001-D5": Said("row_without_number", "Самооценка"),
    "001-D6": Said("due_missing", "строка 8"),
    "001-D7": Said("two_periods", "названы годы: 2020, 2021"),
    "001-D8": Said("due_order", "раньше, чем"),
    "001-D9": Said("unit_in_heading", "«Показатели (%)»"),
    "001-D10": asked("denominator", "это школы?"),
    "001-D11": Said("share_unreachable", "3 из 7 — 42,9"),
    "001-D12": Said("two_lists_differ", "в таблице: 7, общих: 4"),
    "001-D13": Said("heading_numbering", "«I.» и «4.»"),
    "001-D14": Said("number_style", "«2.1» и «2.2.»"),
    "001-D20": Said("requisites_missing", "грифа утверждения"),
    "001-D21": Said("repeated_text", "1.1, 1.2, 1.3 и 1.4"),
    "001-D22": asked("grammar", "в Приложение 1", typed=True),
    "001-D23": asked("style", "строки 2.1 и 3.1"),
    "002-D1": Said("due_before_approval", "строки 1, 2, 3, 4 и 21"),
    "002-D2": Said("due_without_year", "Строка 5"),
    "002-D3": Said("due_contradictory", "Строка 17"),
    "002-D4": Said("due_year_unclear", "Строки 37, 38 и 46"),
    "002-D5": asked("financing_gap", "до 2020 года"),
    "002-D7": Said("two_lists_differ", "Ожидаемые результаты: в паспорте 11, в разделе 13"),
    "002-D8": Said("two_lists_differ", "Направления в паспорте и разделы плана"),
    "002-D9": Said("two_lists_differ", "Показателей в паспорте: 9, в таблице: 31"),
    "002-D10": Said("indicator_no_target", "31"),
    "002-D11": asked("indicator_slip", "ЕГЭ", typed=True),
    "002-D12": Said("value_impossible", "ЕГЭ РУ 2016"),
    "002-D13": Said("value_impossible", "ЕГЭ МА (база) 2016"),
    "002-D14": Said("value_impossible", "ЕГЭ МА (база) 2017"),
    "002-D15": Said("text_vs_table", "неверно для 2 из 9", typed=True),
    "002-D16": Said("text_vs_table", "выше, чем в районе", typed=True),
    "002-D17": Said("same_year_twice", "100 % и 66,7 %", typed=True),
    "002-D21": Said("list_item_broken", "на основе", typed=True),
    "002-D22": Said("two_lists_differ", "Задачи: напечатаны дважды"),
    "002-D23": Said("name_two_ways", "Муниципалитет"),
    "002-D24": Said("name_two_ways", "Дорогорская средняя школа Мезенского района", typed=True),
    "002-D25": asked("act_kind_mismatch", "строка 1"),
    "002-D26": asked("duplicate_activity", "строки 1 и 2", typed=True),
    "002-D27": Said("result_missing", "18, 20, 23, 24, 26, 27, 42 и 48"),
    "002-D28": Said("repeated_text", "31 и 32"),
    "002-D31": Said("heading_numbering", "Значимость"),
    "002-D32": asked("spelling", "лабороторным", typed=True),
    "002-D33": Said("date_style", "«№504»", typed=True),
    "002-D34": asked("act_expired", "№ 761"),
    "002-D35": Said("decision_without_due", "из 2 поручений"),
    "002-D36": Said("responsible_case", "уководители школ"),
    "002-D37": asked("number_of_schools", "одна школа"),
    "003-D1": Said("two_periods", "2020-2021"),
    "003-D2": Said("two_periods", "годы нынешней"),
    "003-D3": Said("two_periods", "годы календарные или учебный?"),
    "003-D4": Said("date_outside_period", "в ноябре 2020 г."),
    "003-D5": Said("date_outside_period", "2021/22 учебный год"),
    "003-D6": Said("name_two_ways", "МКОУ «Туратская школа»"),
    "003-D7": Said("name_two_ways", "МБОУ ИМЦ ЯМО", typed=True),
    "003-D8": Said("date_style", "«15.12.2021» и «18.02.22»"),
    "003-D9": Said("decision_without_due", "из 4 поручений"),
    "003-D10": Said("addressee_missing", "на сайт"),
    "003-D11": Said("empty_bracket_item", "(ОГЭ, )", typed=True),
    "003-D13": asked("sitting_not_held", "ОГЭ в 2020 году"),
    "003-D14": Said("repeated_text", "«Обоснование цели» и «Задачи»", typed=True),
    "003-D15": Said("unclosed_quote", "Об устранении", typed=True),
    "003-D17": Said("typography", "кончается запятой", typed=True),
    "003-D18": Said("requisites_missing", "присутствующих"),
    "003-D19": Said("execution_without_plan", "16 из 16"),
    "003-D20": Said("execution_without_date", "у 9 из 16"),
    "003-D21": asked("grammar", "в течении всего периода"),
    "003-D22": asked("term_two_ways", "«ОО», и «ОУ»", typed=True),
}
ELSEWHERE = {
    "001-D16": "a row of a table is measured when the table is taken in",
    "001-D17": "half a pair of figures is asked about when the table is taken in",
    "001-D18": "headings of a table of results are drawn from the sittings: they cannot be typed twice",
    "001-D19": "the list of schools is compared with the rule on its own screen",
    "002-D19": "figures of a printed table are drawn from records in one style",
    "002-D20": "tables of results are drawn with their captions",
}
"""What records cannot hold, or what is told where the figures come in."""
BY_WORDS = {
    "000-D1": Said("numbering_gap", "пропущен 2"),
    "000-D2": Said("list_marks_mixed", "«-» (2 пункта), «·» (4 пункта)"),
    "000-D4": asked("abbreviation_mismatch", "ШСОКО"),
    "000-D5": Said("typography", "две точки подряд"),
    "000-D6": Said("typography", "нет пробела после номера пункта"),
    "004-D1": Said("repeated_text", "Один текст дважды"),
    "004-D4": Said("typography", "нет пробела после числа года"),
    "004-D6": asked("grammar_numeral", "3 образовательных организаций"),
    "004-D8": asked("typography", "с.Маруха"),
    "004-D12": Said("typography", "пробел перед точкой"),
}
"""Of two narrative papers what their words alone tell; the rest is of the paper, not of a programme: `papers.tree.check` and the
register say it (no date, no signature, no day the paper speaks of), or nobody can but a reader."""
SECTIONS = {
    "000": (("Задачи", 11, 16), ("Проблемы", 31, 37), ("Направления", 38, 44), ("Дефициты", 27, 29)),
    "004": (("Программа", 1, 14), ("Механизмы", 32, 45), ("Рекомендации", 46, 60)),
}


def checked(document: Document, programme: bytes) -> list[Finding]:
    with document.read() as session:
        plan = rows.plan(session, programme, date(2022, 6, 1))
        return [*programme_findings.of_programme(session, programme), *plan_findings.of_plan(session, plan)]


Checked = Callable[[str, bool], list[Finding]]


@pytest.fixture(scope="module")
def papers(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """What the check says of a paper, loaded from the short facts or in its own words; each paper is loaded once."""
    kept: dict[tuple[str, bool], list[Finding]] = {}

    def of(source: str, typed: bool) -> list[Finding]:
        if (source, typed) not in kept:
            path = tmp_path_factory.mktemp(source) / "документ.shnor"
            path.write_bytes(template.read_bytes())
            with Document.open(path, WHO, back_up=False) as document:
                if source in SECTIONS:
                    programme = typed_papers.sections(document, source, SECTIONS[source])
                elif typed:
                    programme = typed_papers.TypedPaper(document, source).programme
                else:
                    programme = Loader(document, facts_of(source)).programme
                kept[source, typed] = checked(document, programme)
        return kept[source, typed]

    return of


def defects(*sources: str) -> dict[str, str]:
    """How each mistake of these papers can be known."""
    return {
        one["id"]: one["how"]
        for source in sources
        for one in json.loads((FACTS / f"{source}.json").read_text("utf-8"))["defect"]
    }


def test_every_mistake_has_its_place() -> None:
    known = defects("001", "002", "003")
    assert set(FOUND) | set(ELSEWHERE) == {name for name, how in known.items() if how != "person"}
    assert {name for name, said in FOUND.items() if said.sure} <= {
        name for name, how in known.items() if how == "certain"
    }
    assert set(BY_WORDS) <= set(defects("000", "004"))


def is_told(found: list[Finding], said: Said) -> bool:
    return any(
        (one.code, one.sure) == (said.code, said.sure) and said.words in one.text.replace("\u00a0", " ")
        for one in found
    )


@pytest.mark.parametrize("name", [*FOUND, *BY_WORDS])
def test_the_mistake_is_told(papers: Checked, name: str) -> None:
    said, source = (FOUND | BY_WORDS)[name], name[:3]
    assert is_told(papers(source, said.typed), said), [
        one for one in papers(source, said.typed) if one.code == said.code
    ]


@pytest.mark.parametrize("name", [name for name, said in FOUND.items() if not said.typed])
def test_the_words_of_the_paper_tell_no_less_than_the_facts(papers: Checked, name: str) -> None:
    said = FOUND[name]
    assert any((one.code, one.sure) == (said.code, said.sure) for one in papers(name[:3], True))


@pytest.mark.parametrize("source", ["001", "002", "003"])
def test_nothing_is_said_of_a_paper_put_right(template: Path, tmp_path: Path, source: str) -> None:
    path = tmp_path / "документ.shnor"
    path.write_bytes(template.read_bytes())
    with Document.open(path, WHO, back_up=False) as document:
        loader = Loader(document, facts_of(source))
        with document.write("Исправлено") as session:
            PutRight(session, loader)
        assert [(one.code, one.text) for one in checked(document, loader.programme)] == []
