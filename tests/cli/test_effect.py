"""`shnor effect`: what support changed, for people and for scripts."""

from collections.abc import Callable
from pathlib import Path

from shnor_desktop.document.document import Document
from tests.cli.running import Shnor, answer
from tests.conftest import WHO
from tests.operations.effect.schools import curators, fill


def filled(path: Path) -> Path:
    with Document.open(path, WHO) as document, document.write("Район") as session:
        curators(session, fill(session))
    return path


def test_one_comparison_is_told_in_full(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = filled(new_path("Район.shnor"))
    told = answer(shnor, "effect", file, "--sitting", "ВПР МА 5 весна 2023")
    assert (told["sitting"], told["before"]) == ("ВПР МА 5, весна 2023", "ВПР МА 5, весна 2022")
    assert (told["finding"], told["chance"], told["supported_by"]) == ("better", False, "help")
    assert told["supported"]["before"] == {"failed": 80, "participants": 160, "pct": 50.0}
    assert told["supported"]["change"]["points"] == -35.0 and told["supported"]["change"]["high"] < 0
    assert told["beyond_expected"]["high"] < 0 and len(told["schools"]) == 12
    told = answer(shnor, "effect", file, "--sitting", "ВПР МА 5 весна 2023", "--supported", "статус")
    assert told["finding"] == "nothing"


def test_all_comparisons_are_told_in_a_line_each(new_path: Callable[[str], Path], shnor: Shnor) -> None:
    file = filled(new_path("Район.shnor"))
    told = answer(shnor, "effect", file)
    assert [one["finding"] for one in told["comparisons"]] == ["better"]
    assert shnor("effect", file)[1].startswith("ВПР МА 5, весна 2023 после ВПР МА 5, весна 2022: В школах")


def test_the_paper_is_printed(new_path: Callable[[str], Path], shnor: Shnor, tmp_path: Path) -> None:
    file = filled(new_path("Район.shnor"))
    for suffix in (".pdf", ".docx", ".xlsx"):
        out = tmp_path / f"Эффект{suffix}"
        assert shnor("print", file, "effect", "--sitting", "ВПР МА 5 весна 2023", "-o", out)[0] == 0
        assert out.stat().st_size > 2_000
