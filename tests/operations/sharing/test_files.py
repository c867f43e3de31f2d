"""A file that two offices replaced is one question: its name, size and bytes are answered together and never mixed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shnor_desktop.document.document import Document, Who, raw_of
from shnor_desktop.document.file import attachments
from shnor_desktop.document.merge import questions as conflicts
from shnor_desktop.errors import UserError
from shnor_desktop.models import attached
from shnor_desktop.models.orders import Evidence
from shnor_desktop.operations.papers import protocol
from shnor_desktop.operations.records import attaching, records
from shnor_desktop.operations.sharing import decisions, merging, question_marks
from tests.operations.copies import Copies

OLD, OURS, THEIRS = ("скан.pdf", b"old"), ("а.png", b"ours!"), ("б.png", b"theirs, longer")


class Files:
    """Copies with one record that keeps a file."""

    def __init__(self, copies: Copies, folder: Path, uid: bytes) -> None:
        self.copies, self.uid, self._folder = copies, uid, folder

    def attach(self, number: int, name: str, content: bytes) -> None:
        path = self._folder / name
        path.write_bytes(content)
        with self.copies.open(number) as document:
            attaching.attach(document, path, "evidence", self.uid, {})

    def part(self, *given: tuple[str, bytes]) -> None:
        """Each copy gets a file of its own, then all are exchanged."""
        for number, one in enumerate(given):
            self.attach(number, *one)
        self.copies.exchange()

    def kept(self, number: int) -> tuple[str, bytes]:
        """Name and bytes; the size is theirs."""
        with self.copies.open(number) as document, document.read() as session:
            one = session.get(Evidence, self.uid)
            assert one is not None
            content = attachments.take(raw_of(session), one.file_sha) or b""
            assert (one.file_size or 0) == len(content)
            return one.file_name, content

    def only(self, number: int) -> decisions.Question:
        (one,) = self.copies.questions(number)
        with self.copies.open(number) as document, document.raw() as connection:
            assert question_marks.waiting(connection).open == 1, "the navigation counts the same"
        return one

    def settled(self, expected: tuple[str, bytes]) -> None:
        """After the next exchange nobody is asked and all keep the same."""
        self.copies.exchange()
        for number in range(len(self.copies.paths)):
            assert self.copies.questions(number) == () and self.kept(number) == expected
            with self.copies.open(number) as document:
                assert document.check().sound


@pytest.fixture
def start(new_path: Callable[[str], Path], tmp_path: Path) -> Callable[[int], Files]:
    def made(count: int) -> Files:
        path = new_path("начало.shnor")
        (tmp_path / OLD[0]).write_bytes(OLD[1])
        with Document.open(path, Who("Начало", "Район"), back_up=False) as document:
            uid = attaching.attach(document, tmp_path / OLD[0], "evidence", None, {})
        return Files(Copies(path, tmp_path, count), tmp_path, uid)

    return made


@pytest.fixture
def files(start: Callable[[int], Files]) -> Files:
    return start(2)


def told(one: decisions.Question) -> dict[str, str]:
    return {choice.take: choice.value for choice in one.choices}


def test_the_columns_are_those_declared() -> None:
    assert set(attachments.FILE) == attached.FILE


def test_a_replaced_file_is_one_question_answered_whole(files: Files) -> None:
    files.attach(0, *OURS)
    files.attach(1, *THEIRS)
    with files.copies.open(0) as document:
        made = merging.apply(document, files.copies.paths[1:])
    assert (made.open_before, made.open_after, made.files[0].opened) == (0, 1, 1)
    files.copies.exchange()
    one = files.only(0)
    assert (one.label, one.typed, one.together, one.before) == ("Файл", False, False, "скан.pdf, 1 КБ")
    assert told(one) == {"here": "а.png, 1 КБ", "there": "б.png, 1 КБ"}
    assert sorted((voice.value, voice.here) for voice in one.voices) == [
        ("а.png, 1 КБ", True),
        ("б.png, 1 КБ", False),
    ]
    assert files.only(1).id == one.id
    for wrong in ("имя.txt", "5", "both"):
        with pytest.raises(UserError, match="Ответы на него: here — а.png"):
            files.copies.decide(0, one.id, wrong)
    assert files.copies.decide(0, one.id, "here").left == 0
    assert files.kept(0) == OURS
    with files.copies.open(0) as document:
        document.undo()
    assert told(files.only(0)) == told(one), "taken back it is asked again"
    files.copies.exchange()
    assert told(files.only(1)) == {"here": "б.png, 1 КБ", "there": "а.png, 1 КБ"}
    with files.copies.open(0) as document:
        document.redo()
    with files.copies.open(1) as document:
        made = merging.apply(document, files.copies.paths[:1])
    assert (made.open_before, made.open_after, made.files[0].closed) == (1, 0, 1)
    files.settled(OURS)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("скан.pdf", b"new scan"), THEIRS),
        (("скан.pdf", b"wen"), THEIRS),
        (("другой.pdf", b"old"), THEIRS),
        (("а.png", b"one"), ("а.png", b"two")),
        (("а.png", b"same"), ("б.png", b"same")),
    ],
)
@pytest.mark.parametrize("take", ["here", "there"])
def test_whatever_differs_the_answer_is_whole(
    files: Files, ours: tuple[str, bytes], theirs: tuple[str, bytes], take: str
) -> None:
    files.part(ours, theirs)
    one = files.only(0)
    assert len(set(told(one).values())) == 2 and one.before.startswith("скан.pdf, 1 КБ")
    files.copies.decide(0, one.id, take)
    files.settled(ours if take == "here" else theirs)


@pytest.mark.parametrize("again", [("а.png", b"ours, mended"), ("а.png", b"!ours"), ("в.png", OURS[1])])
@pytest.mark.parametrize("take", ["here", "there"])
def test_an_office_that_attached_twice_has_one_answer(
    files: Files, again: tuple[str, bytes], take: str
) -> None:
    """The second time it changed some of the columns only."""
    files.attach(0, *OURS)
    files.attach(0, *again)
    files.attach(1, *THEIRS)
    files.copies.exchange()
    assert len(files.only(0).choices) == 2
    files.copies.decide(0, files.only(0).id, take)
    files.settled(again if take == "here" else THEIRS)


@pytest.mark.parametrize("take", ["here", "there"])
def test_a_file_taken_away_here_and_replaced_there(files: Files, take: str) -> None:
    nothing = {"file_name": "", "file_size": None, "file_sha": ""}
    files.copies.edit(0, lambda session: records.save(session, "evidence", files.uid, nothing))
    files.attach(1, *THEIRS)
    files.copies.exchange()
    assert told(files.only(0)) == {"here": "без файла", "there": "б.png, 1 КБ"}
    files.copies.decide(0, files.only(0).id, take)
    files.settled(("", b"") if take == "here" else THEIRS)


@pytest.mark.parametrize(
    ("take", "office", "expected"),
    [("there", None, THEIRS), ("office", "ИМЦ", THEIRS), ("here", None, OURS)],
)
def test_many_questions_take_files_whole(
    files: Files, take: str, office: str | None, expected: tuple[str, bytes]
) -> None:
    files.part(OURS, THEIRS)
    with files.copies.open(0) as document:
        done = decisions.decide_many(document, take, office=office)
    assert (done.count, done.left) == (1, 0)
    files.settled(expected)


def test_a_file_named_here_and_changed_there_is_told(files: Files) -> None:
    """No column differs, but nobody attached these bytes under this name."""
    files.attach(0, "приказ.pdf", OLD[1])
    files.attach(1, OLD[0], b"new bytes")
    for into, source in ((0, 1), (1, 0)):
        (made,) = files.copies.merge(into, source).files
        told = [one for one in made.remarks if "приложен «приказ.pdf». Так файл назвали" in one]
        assert len(told) == (into == 0), "told once: that copy knew both"
    files.settled(("приказ.pdf", b"new bytes"))


def test_three_offices_choose_among_three(start: Callable[[int], Files]) -> None:
    files = start(3)
    third = ("скан.pdf", b"third")
    files.part(OURS, THEIRS, third)
    one = files.only(0)
    assert sorted(told(one)) == ["here", "there", "there:2"]
    (take,) = (take for take, text in told(one).items() if text.startswith("скан.pdf"))
    files.copies.decide(0, one.id, take)
    files.settled(third)


def test_the_protocol_tells_who_chose_which_file(files: Files) -> None:
    """The name is the same: what was decided are the bytes."""
    files.part(("а.png", b"one"), ("а.png", b"two"))
    files.copies.decide(0, files.only(0).id, "there", "по письму")
    with files.copies.open(0) as document, document.read() as session:
        (merge,) = protocol.gather(session, {}).files
    (one,) = merge.questions
    assert (one.who, one.reason) == ("Работник 0, Управление", "по письму")
    assert one.answer in [voice.value for voice in one.voices if voice.who == "Работник 1, ИМЦ"]


def test_two_decisions_that_differ_are_asked_again(files: Files) -> None:
    files.part(OURS, THEIRS)
    for number in (0, 1):
        files.copies.decide(number, files.only(number).id, "here")
    files.copies.exchange()
    one = files.only(0)
    assert told(one) == {"here": "а.png, 1 КБ", "there": "б.png, 1 КБ"}
    files.copies.decide(0, one.id, "there")
    files.settled(THEIRS)


@pytest.mark.parametrize("answered", [("file_name",), ("file_size",), ("file_name", "file_sha")])
@pytest.mark.parametrize("take", ["here", "there"])
def test_answers_given_singly_before_leave_whole_files_to_choose(
    files: Files, answered: tuple[str, ...], take: str
) -> None:
    """Earlier programs asked about each column alone."""
    files.part(OURS, THEIRS)
    with files.copies.open(0) as document:
        singly = [(one, "here", None) for one in conflicts.conflicts(document) if one.field in answered]
        conflicts.decide_all(document, singly, "Решено")
    one = files.only(0)
    assert told(one) == {"here": "а.png, 1 КБ", "there": "б.png, 1 КБ"}
    files.copies.decide(0, one.id, take)
    files.settled(OURS if take == "here" else THEIRS)


def test_the_check_names_a_record_whose_file_is_mixed(files: Files) -> None:
    files.part(OURS, THEIRS)
    with files.copies.open(0) as document:
        assert document.check().sound, "what is asked about is no fault"
        takes = {"file_name": "here", "file_size": "here", "file_sha": "there"}
        singly = [(one, takes[one.field], None) for one in conflicts.conflicts(document)]
        conflicts.decide_all(document, singly, "Решено")
        report = document.check()
        assert (report.sound, report.whole_but_for_files, report.edited_outside) == (False, True, False)
        assert report.findings == (
            "Размер приложенного файла «а.png» в байтах записан как 5, а на деле 14: имя и содержимое могут быть от разных файлов.",
        )
        assert report.way_out.startswith("Приложите")
        lacking = replace(
            report, parts=tuple((name, name not in ("files", "sizes")) for name, _ in report.parts)
        )
        assert "Объедините" in lacking.way_out and "Приложите" in lacking.way_out
    files.attach(0, *THEIRS)
    files.settled(THEIRS)
