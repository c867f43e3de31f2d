"""A new paper is a declaration, gathering and composing: window, command line, its options and the list follow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop import cli
from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.models.results import SchoolResult
from shnor_desktop.models.schools import School
from shnor_desktop.operations.papers import asks, registry
from shnor_desktop.operations.papers.kind import Answers, Ask, Choice, PaperKind
from shnor_desktop.papers.tree.paper import Paper, Paragraph, Section, Sources, Title
from shnor_desktop.papers.tree.wording import count, named, words
from tests.operations.district import District

TONE = Ask(
    "tone",
    "&Тон",
    "--tone",
    "ТОН",
    "как обращаться: уважаемые или дорогие",
    lambda session: (Choice("Уважаемые", "уважаемые"), Choice("Дорогие", "дорогие")),
)
Facts = tuple[str, str, int, Sources]


def gather(session: Session, answers: Answers) -> Facts:
    school = session.get_one(School, answers["school"])
    results = session.scalars(select(SchoolResult.uid).where(SchoolResult.school == school.uid)).all()
    source = tuple(("school_result", uid) for uid in results)
    return answers.get("tone") or "Уважаемые", school.name, len(results), source


def compose(facts: Facts) -> Paper:
    tone, name, number, source = facts
    amount = count(number, source, "результат", "результата", "результатов")
    text = words(f"{tone} коллеги, в файле ", amount, " школы ", named(name), ".")
    return Paper(f"Письмо: {name}", (Section((Title("ПИСЬМО"), Paragraph(text))),))


LETTER = PaperKind(
    "letter", "Письмо в школу", "Сколько результатов в файле.", (asks.SCHOOL, TONE), gather, compose
)


def fill(document: Document) -> None:
    with document.write("Заполнение") as session:
        made = District(session)
        held = made.sitting("oge", "МА", 9, 2021)
        for name in ("Береговая ООШ", "Горная СОШ"):
            made.result(made.school(name), held, 20, 5)


def test_the_command_line(
    monkeypatch: pytest.MonkeyPatch,
    new_path: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(registry.PAPERS, LETTER.code, LETTER)
    path = new_path("район.shnor")
    with Document.open(path, Who(person="Петрова А.И.", office="ИМЦ", device="Проверка")) as document:
        fill(document)
    assert cli.main(["papers"]) == 0
    assert "letter" in (told := capsys.readouterr().out) and "(--school [--tone])" in told
    out = str(tmp_path / "письмо.docx")
    asked = ["print", str(path), "letter", "--school", "Горная", "--tone", "дорогие", "-o", out]
    assert cli.main(asked) == 0, capsys.readouterr().err
    assert Path(out).stat().st_size > 2_000
    assert cli.main(asked) == 2 and "--replace" in capsys.readouterr().err
    out = str(tmp_path / "другое письмо.docx")
    assert cli.main([*asked[:3], "-o", out]) == 2 and "Не выбрана школа" in capsys.readouterr().err
    assert cli.main([*asked[:5], "--tone", "громко", "-o", out]) == 2
    assert "уважаемые" in capsys.readouterr().err
    assert cli.main(["print", str(path), "list", "--tone", "дорогие", "-o", out]) == 2
    assert "--tone не указывают" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["print", "--help"])
    assert "--tone ТОН" in capsys.readouterr().out
