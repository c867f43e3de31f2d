"""The cases: books that were read wrongly once, each with what must be read from it. Their kinds are drawn anew in
`drawn_habits.txt`, so that they are tested where the folder with the cases is not."""

import re
from pathlib import Path

import pytest

from shnor_desktop.sheets.results.reader import read
from tests.sheets.drawn import told
from tests.sheets.makers import VOCABULARY

CASES = Path(__file__).parents[4] / "shared" / "cases"
ANSWERS = {
    "import/01b-blank-failed-one-subject-has-noughts.xlsx": "zero",
    "import/18-levels-instead-of-marks.xlsx": "недостаточный",
    "field/11-blank-share-answered-nought.xlsx": "zero",
}


def _expected() -> dict[str, list[str]]:
    text = (Path(__file__).parents[1] / "shared_cases.txt").read_text("utf-8")
    parts = re.split(r"^## (.*)\n", text, flags=re.M)[1:]
    return {name: lines.strip("\n").split("\n") for name, lines in zip(parts[::2], parts[1::2], strict=True)}


EXPECTED = _expected()
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the books of the cases are not at hand")


@pytest.mark.parametrize("name", EXPECTED)
def test_the_right_outcome(name: str) -> None:
    assert told(read(CASES / name, VOCABULARY)) == EXPECTED[name]


@pytest.mark.parametrize("name", ANSWERS)
def test_one_answer_settles_the_book(name: str) -> None:
    (question,) = read(CASES / name, VOCABULARY).questions
    assert ANSWERS[name] in dict(question.options)
    book = read(CASES / name, VOCABULARY, {question.key: ANSWERS[name]})
    assert book.questions == ()
    assert all(row.figures.failed is not None or row.figures.failed_pct_e4 is not None for row in book.rows)
    assert not any(problem.severity == "refused" for problem in book.problems)
