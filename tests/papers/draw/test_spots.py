"""Where on the pages the words of a remark stand: across lines and hyphens, in any case, the longest first."""

import pytest

from shnor_desktop.papers.draw import pdf, spots
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import Paper, Paragraph, Run, Section

FIRST = Section(
    (Paragraph((Run("Учителя математики посещают занятия рабочей группы и консультации. " * 12),)),)
)
SECOND = Section(
    (Paragraph((Run("Проводить семинар для руководителей общеобразовательных организаций .. в марте"),)),)
)
DRAWN = pdf.data(Paper("Проба", (FIRST, SECOND)), PageSettings())


@pytest.mark.parametrize(
    ("remark", "page"),
    [
        ("Две точки подряд: «…общеобразовательных организаций .. в марте».", 1),
        ("Текст стоит дважды: „занятия рабочей группы и консультации. Учителя математики посещают“.", 0),
        ("«ПРОВОДИТЬ СЕМИНАР» и «учителя»: так названо одно.", 1),
        ("Назван «никто и нигде» рядом с «Учителя математики».", 0),
    ],
)
def test_quoted_words_are_found(remark: str, page: int) -> None:
    found = spots.quoted_in(DRAWN, remark)
    assert found is not None and found[0] == page
    left, bottom, right, top = found[1]
    assert 85 <= left < right <= 570 and 0 < top - bottom < 30


@pytest.mark.parametrize("remark", ["Не указан исполнитель.", "Нет «такого нигде нет».", "Кавычки «».", ""])
def test_what_quotes_nothing_printed_leads_nowhere(remark: str) -> None:
    assert spots.quoted_in(DRAWN, remark) is None
