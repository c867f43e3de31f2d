"""Commands on a file of a stick: it is never edited in place, replaced whole, and left alone when it has changed."""

import shutil
from pathlib import Path

import pytest

from shnor_desktop.document.carried import checkout, media
from shnor_desktop.document.carried.media import Medium
from shnor_desktop.operations.sharing import merging
from tests.cli.running import Shnor, change, digest, director, questions, refusal


@pytest.fixture
def stick(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file on what the program takes for a stick, and «Б.shnor» beside the folder with a newer director."""
    folder = tmp_path / "Флешка"
    folder.mkdir()
    monkeypatch.setattr(checkout, "must_be_taken", lambda path: folder in Path(path).absolute().parents)
    monkeypatch.setattr(checkout, "medium_of", lambda path: Medium.REMOVABLE)
    other = Path(shutil.copyfile(base, tmp_path / "Б.shnor"))
    change(other, 1, "Школа № 1", director="Новая Н.Н.")
    return Path(shutil.copyfile(base, folder / "Район.shnor"))


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def test_a_merge_is_made_beside_the_stick_and_brought_to_it_whole(shnor: Shnor, stick: Path) -> None:
    before = digest(stick)
    code, out, err = shnor("merge", stick, "Б.shnor")
    assert code == 0 and "изменено 1" in out
    assert "съёмный носитель" in err and "заменён ею целиком" in err
    assert names(stick.parent) == {"Район.shnor", "Район.shnor.bak"}
    assert digest(stick.with_name("Район.shnor.bak")) == before
    assert director(stick) == "Новая Н.Н." and not checkout.unreturned()


def test_nothing_is_written_when_nothing_changed(shnor: Shnor, stick: Path) -> None:
    before = digest(stick)
    assert shnor("merge", stick, "Б.shnor", "--dry-run")[0] == 0
    assert "нет" in refusal(shnor("decide", stick, "0000000000", "--take", "here"))
    assert digest(stick) == before and names(stick.parent) == {"Район.shnor"}
    assert not [one for one in checkout.unreturned() if one.source == stick]


def test_a_file_that_has_changed_meanwhile_is_not_overwritten(
    shnor: Shnor, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply, theirs = merging.apply, tmp_path / "В.shnor"
    shutil.copyfile(stick, theirs)
    change(theirs, 2, "Школа № 2", director="Третий Т.Т.")

    def meanwhile(*given: object) -> object:
        shutil.copyfile(theirs, stick)
        return apply(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "apply", meanwhile)
    told = refusal(shnor("merge", stick, "Б.shnor"))
    (kept,) = checkout.unreturned()
    assert "изменился после того, как его взяли" in told and f"«{kept.working}»" in told
    assert digest(stick) == digest(theirs) and director(kept.working) == "Новая Н.Н."
    monkeypatch.setattr(merging, "apply", apply)
    assert "изменился после того, как его взяли" in shnor("undo", stick)[2]
    assert digest(stick) == digest(theirs) and director(kept.working) == "Новая Н.Н."
    checkout.release(kept, force=True)


def test_edits_that_could_not_be_returned_are_returned_by_the_next_command(shnor: Shnor, stick: Path) -> None:
    change(checkout.check_out(stick).working, 0, "Школа № 2", director="Ранее Р.Р.")
    code, _, err = shnor("merge", stick, "Б.shnor")
    assert code == 0 and "Продолжена рабочая копия" in err
    assert (director(stick), director(stick, "Школа № 2")) == ("Новая Н.Н.", "Ранее Р.Р.")


def test_questions_are_answered_and_a_merge_undone_on_a_stick(shnor: Shnor, stick: Path) -> None:
    change(stick, 0, "Школа № 1", director="Прежняя П.П.")
    assert shnor("merge", stick, "Б.shnor")[0] == 1
    (asked,) = questions(shnor, stick)
    assert shnor("decide", stick, asked["id"], "--take", "here")[0] == 0
    assert director(stick) == "Прежняя П.П." and not questions(shnor, stick)
    assert shnor("undo", stick)[0] == 0 and questions(shnor, stick)
    assert shnor("undo", stick, "--merge")[0] == 0
    assert director(stick) == "Прежняя П.П." and not questions(shnor, stick)
    assert names(stick.parent) == {"Район.shnor", "Район.shnor.bak"}


def test_a_protected_file_is_refused_before_any_work(
    shnor: Shnor, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "medium_of", lambda path: Medium.READ_ONLY)
    assert "защищён от записи" in refusal(shnor("merge", stick, "Б.shnor"))
    assert not checkout.unreturned()
