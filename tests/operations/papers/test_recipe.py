"""A new paper is a declaration, gathering and composing: window, command line, its options and the list follow."""

from collections.abc import Callable
from datetime import date
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
from shnor_desktop.operations.support import printing as support
from shnor_desktop.papers.tree.paper import Paper, Paragraph, Section, Sources, Title, plain, runs_of
from shnor_desktop.papers.tree.wording import count, dated, named, words
from tests.operations.district import District

TONE = Ask(
    "tone",
    "&Тон",
    "--tone",
    "ТОН",
    "как обращаться: уважаемые или дорогие",
    lambda session: (Choice("Уважаемые", "уважаемые"), Choice("Дорогие", "дорогие")),
)
Facts = tuple[str, str, str, int, Sources]


def gather(session: Session, answers: Answers) -> Facts:
    school = session.get_one(School, answers["school"])
    results = session.scalars(select(SchoolResult.uid).where(SchoolResult.school == school.uid)).all()
    source = tuple(("school_result", uid) for uid in results)
    _, called = support.window(answers.get("lasting") or support.YEAR, answers.get("day") or date.today())
    return answers.get("tone") or "Уважаемые", called, school.name, len(results), source


def compose(facts: Facts) -> Paper:
    tone, called, name, number, source = facts
    amount = count(number, source, "результат", "результата", "результатов")
    text = words(f"{tone} коллеги, в файле ", amount, " школы ", named(name), ".")
    when = words("План на: ", dated(called), ".")
    return Paper(f"Письмо: {name}", (Section((Title("ПИСЬМО"), Paragraph(text), Paragraph(when))),))


LETTER = PaperKind(
    "letter",
    "Письмо в школу",
    "Сколько результатов в файле.",
    (asks.SCHOOL, TONE, asks.LASTING, asks.DAY),
    gather,
    compose,
    asks.no_schools,
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
    assert "letter" in (told := capsys.readouterr().out) and "(--school [--tone] [--lasting] [--day])" in told
    out = str(tmp_path / "письмо.docx")
    asked = ["print", str(path), "letter", "--school", "Горная", "--tone", "дорогие", "-o", out]
    assert cli.main(asked) == 0, capsys.readouterr().err
    assert Path(out).stat().st_size > 2_000
    month = [*asked[:-2], "--lasting", "месяц", "--day", "05.10.2021", "-o", str(tmp_path / "за месяц.xlsx")]
    assert cli.main(month) == 0, capsys.readouterr().err
    with (
        Document.open(path, Who(person="Петрова А.И."), read_only=True) as document,
        document.read() as session,
    ):
        asked_for = {"school": "Горная", "lasting": "месяц", "day": "05.10.2021"}
        printed = registry.compose(session, "letter", **asked_for)
        texts = [plain(runs) for block in printed.blocks() for runs in runs_of(block)]
        assert any("октябрь 2021" in text for text in texts)
        assert not any(
            run.is_untraced for block in printed.blocks() for runs in runs_of(block) for run in runs
        )
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
