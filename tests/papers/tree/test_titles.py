"""No page has a title alone; its stamp stands over all that leads to it."""

from shnor_desktop.papers.tree.paper import (
    Block,
    Corner,
    CornerKind,
    Letterhead,
    Paper,
    Paragraph,
    Requisites,
    Run,
    Section,
    Title,
)
from shnor_desktop.papers.tree.titles import titled

TITLE, TEXT = Title("ПЛАН", ("работы",)), Paragraph((Run("Текст."),))


def test_a_title_alone_is_put_over_what_it_names() -> None:
    paper = Paper("План", (Section((TITLE,)), Section((TEXT,), landscape=True), Section((TEXT,))))
    assert titled(paper).sections == (Section((TITLE, TEXT), landscape=True), Section((TEXT,)))


def test_what_has_a_text_or_a_title_of_its_own_stays() -> None:
    own = Section((Corner(("Приложение № 2",)), TITLE, TEXT))
    for sections in ((Section((TITLE, TEXT)), Section((TEXT,), landscape=True)), (Section((TITLE,)), own)):
        paper = Paper("План", sections)
        assert titled(paper) is paper


def test_a_title_page_keeps_its_page() -> None:
    paper = Paper("Программа", (Section((Title("ПРОГРАММА", foot="2021"),)), Section((TEXT,))))
    assert titled(paper) is paper


def test_a_stamp_stands_in_the_corner_over_the_letterhead() -> None:
    over: tuple[Block, ...] = (
        Corner(("УТВЕРЖДЁН",)),
        Letterhead(("УПРАВЛЕНИЕ",)),
        Requisites("1 мая 2021 г."),
    )
    second = Title("ПЛАН", stamp="ПРОЕКТ")
    drawn = titled(Paper("План", (Section((*over, Title("ПЛАН", stamp="ПРОЕКТ"), TEXT, second)),)))
    stamp = Corner(("ПРОЕКТ",), CornerKind.STAMP)
    assert drawn.sections[0].blocks == (stamp, *over, Title("ПЛАН"), TEXT, stamp, Title("ПЛАН"))
