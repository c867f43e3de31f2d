"""The one way whole files are written: whole or not at all, through no link, over no name that is taken."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from shnor_desktop import places
from shnor_desktop.places import user_data  # Before it is replaced for the tests.


def test_it_takes_the_place_at_once_and_keeps_the_rights(tmp_path: Path) -> None:
    out = tmp_path / "бумага.pdf"
    out.write_text("прежняя")
    out.chmod(0o640)
    rights = out.stat().st_mode
    with places.written_whole(out) as draft:
        assert draft.parent == tmp_path and draft.stat().st_size == 0
        draft.write_text("новая")
        assert out.read_text() == "прежняя"
    assert out.read_text() == "новая" and out.stat().st_mode == rights
    assert list(tmp_path.iterdir()) == [out]


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "бумага.pdf"
    out.write_text("прежняя")
    with pytest.raises(KeyboardInterrupt), places.written_whole(out) as draft:
        draft.write_text("половина")
        draft.with_name(f"{draft.name}-journal").write_text("журнал")
        raise KeyboardInterrupt
    assert out.read_text() == "прежняя" and list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("target", ["victim", "nothing"])
def test_a_link_is_replaced_not_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "victim").write_text("ценное")
    out = tmp_path / "книга.xlsx"
    out.symlink_to(target)
    with places.written_whole(out) as draft:
        draft.write_text("новая")
    assert out.read_text() == "новая" and not out.is_symlink()
    assert (tmp_path / "victim").read_text() == "ценное" and not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("made", [Path.touch, lambda out: out.symlink_to("нигде"), os.mkfifo])
def test_a_taken_name_stays_with_its_file(tmp_path: Path, made: Callable[[Path], object]) -> None:
    out = tmp_path / "копия.shnor"
    made(out)
    before = out.lstat().st_ino
    with pytest.raises(FileExistsError), places.written_whole(out, replace=False) as draft:
        draft.write_text("новая")
    assert out.lstat().st_ino == before and list(tmp_path.iterdir()) == [out]


def test_a_name_that_is_taken_meanwhile(tmp_path: Path) -> None:
    out = tmp_path / "копия.shnor"
    with pytest.raises(FileExistsError), places.written_whole(out, replace=False) as draft:
        draft.write_text("наша")
        out.write_text("чужая")
    assert out.read_text() == "чужая" and list(tmp_path.iterdir()) == [out]


def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **named: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    out = tmp_path / "копия.shnor"
    with places.written_whole(out, replace=False) as draft:
        draft.write_text("наша")
    assert out.read_text() == "наша"
    with pytest.raises(FileExistsError), places.written_whole(out, replace=False):
        pass
    assert list(tmp_path.iterdir()) == [out]


def test_the_longest_names(tmp_path: Path) -> None:
    out = tmp_path / f"{'ж' * 125}.pdf"
    with places.written_whole(out) as draft:
        draft.write_text("новая")
    assert out.read_text() == "новая"


def test_a_free_name_is_numbered_where_it_is_taken(tmp_path: Path) -> None:
    wanted = tmp_path / "Район (история заново).shnor"
    assert places.free_name(wanted) == wanted
    wanted.touch()
    second = places.free_name(wanted)
    assert second.name == "Район (история заново) (2).shnor"
    second.mkdir()
    assert places.free_name(wanted).name == "Район (история заново) (3).shnor"


def test_a_name_that_is_a_link_to_nowhere_is_taken(tmp_path: Path) -> None:
    wanted = tmp_path / "Район.shnor"
    wanted.symlink_to("nowhere")
    assert places.free_name(wanted).name == "Район (2).shnor"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("con", "con_"),
        ("NUL.1 о плане", "NUL_.1 о плане"),
        ("com¹", "com¹_"),
        ("Конспект", "Конспект"),
        ("a/b\\c", "a b c"),
        ('Приказ № 5 "О плане": что? где* <1>|2', "Приказ № 5 О плане что где 1 2"),
        ("..", "файл"),
        ("", "файл"),
        ("План на 2025/26 год", "План на 2025-26 год"),
        ("Приказ\n№ 1. ", "Приказ № 1"),
        ("\u202egpj.exe", "gpj.exe"),
        ("я" * 99, "я" * 40),
        ("Перечень школ района на этот и тот учебные годы", "Перечень школ района на этот и тот"),
        ("Перечень школ с низкими результатами на 2026 год", "Перечень школ с низкими результатами"),
        ("Перечень школ с низкими результатами, и (в 2026", "Перечень школ с низкими результатами"),
        ("О плане работы со школами, в том числе „Заречной“", "О плане работы со школами, в том числе"),
        ("О мерах, за которые отвечает школа, из-за которых", "О мерах, за которые отвечает школа"),
    ],
)
def test_a_name_fits_every_system(text: str, name: str) -> None:
    assert places.safe_name(text, 40) == name


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("Район 2025.", "Район 2025.shnor"),
        ("Район 2025. ..", "Район 2025.shnor"),
        ("Район 2025..shnor", "Район 2025.shnor"),
        ("Район 2025.SHNOR", "Район 2025.SHNOR"),
        ("Район от 05.09", "Район от 05.09.shnor"),
        ("...", "....shnor"),
    ],
)
def test_an_ending_is_added_behind_no_dot(tmp_path: Path, typed: str, whole: str) -> None:
    assert places.with_ending(tmp_path / typed, ".shnor") == tmp_path / whole


def test_nobody_knows_where_the_user_is_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then his folder is one that is not there, and not a mistake of ours."""
    import platformdirs

    def nowhere(*_: object, **__: object) -> Path:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr(platformdirs, "user_data_path", nowhere)
    monkeypatch.setattr(Path, "home", nowhere)
    with pytest.raises(FileNotFoundError):
        user_data()
    assert places.home() == Path.cwd()
