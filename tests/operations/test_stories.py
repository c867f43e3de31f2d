"""Stories of schools, results and the list: each is one line of history with its title, and one undo takes it back."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.identification import classification, lists, profiles, slots, statuses
from shnor_desktop.operations.results.grid_entry import new_sitting
from shnor_desktop.operations.schools import edits, join
from shnor_desktop.sheets.results.types import SittingMention
from tests.operations.district import District

USUAL = "Две процедуры / два года, порог 30 %"
GROUND = statuses.Ground("regional", "приказ министерства от 01.09.2021 № 7", "2021-09-01")


@pytest.fixture
def schools(document: Document) -> dict[str, bytes]:
    with document.write("Проверка") as session:
        made = District(session)
        math = made.sitting("vpr", "МА", 5, 2021, "spring")
        russian = made.sitting("vpr", "РУ", 5, 2021, "spring")
        for name, failed in (("Береговая ООШ", 12), ("Горная СОШ", 1)):
            school = made.school(name)
            made.result(school, math, 40, failed)
            made.result(school, russian, 40, failed)
        edits.add_code(session, made.schools["Горная СОШ"], "rcoi", "102")
    return made.schools


Step = Callable[[Document, bytes, bytes], object]
"""What is done in the document with the low and the calm school."""


def _lead_out(document: Document, low: bytes, calm: bytes) -> object:
    with document.read() as session:
        standing = [one.uid for one in statuses.school_statuses(session, calm)]
    return statuses.lead_out(document, standing, "2022-09-01", "приказ № 1")


def _take_back(document: Document, low: bytes, calm: bytes) -> object:
    with document.read() as session:
        given = statuses.school_statuses(session, calm)[0].uid
    return statuses.take_back(document, given)


def _sign(document: Document, low: bytes, calm: bytes) -> object:
    with document.read() as session:
        profile = classification.profile(session)
        ready = lists.to_sign(session, profile)
    lists.sign_list(document, profile, lists.Signing("2022-09-05", "И.О. Образцова", title=ready.title))
    return ready.title


def _store(document: Document, **changes: object) -> str:
    with document.read() as session:
        known = slots.spec(session)
    return profiles.store(document, replace(known, **changes))  # type: ignore[arg-type]


def _delete_profile(document: Document, low: bytes, calm: bytes) -> object:
    _store(document, uid=None, name="Вторая")
    with document.read() as session:
        doomed = slots.spec(session, "Вторая")
    return profiles.delete_profile(document, doomed)


STEPS: dict[str, tuple[Step, str, object]] = {
    "name": (
        lambda document, low, calm: statuses.name_schools(document, [low], GROUND),
        f"Добавлены школы: {GROUND.text}",
        1,
    ),
    "lead out": (_lead_out, "Исключена из перечня: Горная СОШ", "Горная СОШ"),
    "take back": (_take_back, "Убрана отметка о статусе школы", "Горная СОШ"),
    "sign": (
        _sign,
        "Подписан «Перечень ШНОР на 2022/23 учебный год»",
        "Перечень ШНОР на 2022/23 учебный год",
    ),
    "change a profile": (
        lambda document, low, calm: _store(document, threshold=40),
        f"Изменён профиль методики «{USUAL}»",
        USUAL,
    ),
    "add a profile": (
        lambda document, low, calm: _store(document, uid=None, name="Вторая"),
        "Добавлен профиль методики «Вторая»",
        "Вторая",
    ),
    "delete a profile": (_delete_profile, "Удалён профиль методики «Вторая»", "Вторая"),
    "delete a school": (
        lambda document, low, calm: edits.delete_schools(document, [calm]),
        "Удалено: школа «Горная СОШ»",
        edits.Deleted("школа «Горная СОШ»", " и то, что к ней относится: 3\u00a0карточки"),
    ),
    "delete schools": (
        lambda document, low, calm: edits.delete_schools(document, [low, calm]),
        "Удалено: школы (2)",
        edits.Deleted("школы (2)", " и то, что к ним относится: 5\u00a0карточек"),
    ),
    "spelling": (
        lambda document, low, calm: bool(edits.give_spelling(document, calm, "школа на горе")),
        "Добавлен вариант названия школы",
        True,
    ),
    "code": (
        lambda document, low, calm: bool(edits.give_code(document, low, "inn", "4200000001")),
        "Добавлен код школы",
        True,
    ),
    "join": (
        lambda document, low, calm: join.join_records(document, low, calm).results,
        "Соединены две карточки школы",
        0,
    ),
    "column": (
        lambda document, low, calm: bool(
            new_sitting(document, SittingMention("mkr", "МА", "", 7, 7, 2021, "autumn"))
        ),
        "Добавлено проведение",
        True,
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_one_step_with_its_title(document: Document, schools: dict[str, bytes], step: str) -> None:
    act, title, answer = STEPS[step]
    calm = schools["Горная СОШ"]
    if step in ("lead out", "take back"):
        statuses.name_schools(document, [calm], GROUND)
    assert act(document, schools["Береговая ООШ"], calm) == answer
    first, second = document.actions(limit=2)
    assert first.title == title != second.title
    assert document.undo_title() == title
    document.undo()
    assert document.undo_title() != title


def test_a_school_that_is_gone_is_told_of(document: Document, schools: dict[str, bytes]) -> None:
    gone = schools["Горная СОШ"]
    edits.delete_schools(document, [gone])
    with pytest.raises(UserError):
        edits.delete_schools(document, [gone])
    assert document.undo_title() == "Удалено: школа «Горная СОШ»"
