"""Profiles as records, and what a change would do before it is saved."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models.identification import ProfileSitting
from shnor_desktop.operations.identification import classification, profiles, slots
from tests.operations.district import District


@pytest.fixture
def session(document: Document) -> Iterator[Session]:
    with document.write("Проверка") as opened:
        yield opened


@pytest.fixture
def district(session: Session) -> District:
    made = District(session)
    math = made.sitting("vpr", "МА", 5, 2021, "spring")
    russian = made.sitting("vpr", "РУ", 5, 2021, "spring")
    for name, failed in (("Береговая ООШ", 12), ("Высокая СОШ", 10), ("Горная СОШ", 1)):
        school = made.school(name)
        made.result(school, math, 40, failed)
        made.result(school, russian, 40, failed)
    return made


def test_every_change_makes_a_version_and_nothing_makes_none(session: Session) -> None:
    now = slots.spec(session)
    assert profiles.save(session, now) == now.version
    assert profiles.save(session, replace(now, threshold=35)) == now.version + 1
    changed = slots.spec(session, now.name)
    assert (changed.threshold, changed.version) == (35, now.version + 1)


def test_named_sittings_are_kept_and_only_differences_written(session: Session, district: District) -> None:
    now = slots.spec(session)
    math, russian = (
        district.sitting("vpr", "МА", 5, 2021, "spring"),
        district.sitting("vpr", "РУ", 5, 2021, "spring"),
    )
    named = replace(now, slot_mode="named", slot_a=(math, russian))
    profiles.save(session, named)
    first = {line.uid for line in session.query(ProfileSitting)}
    profiles.save(session, replace(slots.spec(session), slot_a=(math,), slot_b=(russian,)))
    second = {line.uid for line in session.query(ProfileSitting)}
    assert len(first & second) == 1
    profile = classification.profile(session)
    assert [one.uid for one in profile.slot_a] == [math]
    assert [one.uid for one in profile.slot_b] == [russian]


def test_a_copy_gets_a_free_name_and_the_last_profile_stays(session: Session, district: District) -> None:
    now = slots.spec(session)
    assert now.uid is not None
    copies = [profiles.copy(session, now.uid) for _ in range(2)]
    assert [one.name for one in slots.specs(session)][1:] == [
        f"{now.name} (копия 2)",
        f"{now.name} (копия)",
    ]
    for uid in copies:
        profiles.remove(session, uid)
    with pytest.raises(UserError, match="единственный"):
        profiles.remove(session, now.uid)
    with pytest.raises(UserError, match="уже нет"):
        profiles.copy(session, copies[0])
    with pytest.raises(UserError, match="уже нет"):
        profiles.save(session, replace(now, uid=copies[0], name="Другой"))


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"threshold": 0},
        {"threshold": 101},
        {"min_n": 0},
        {"c1_count": 0},
        {"watch_width": -1},
        {"families": ("vpr", "нет")},
        {"slot_mode": "other"},
        {"autumn": "other"},
        {"slot_mode": "named"},
        {"slot_mode": "named", "slot_a": (b"1",), "slot_b": (b"1",)},
    ],
)
def test_an_impossible_profile_is_refused(session: Session, change: dict[str, object]) -> None:
    with pytest.raises(UserError):
        wanted = replace(slots.spec(session), uid=None, name="Новый")
        profiles.create(session, replace(wanted, **change))  # type: ignore[arg-type]


def test_names_are_not_taken_twice(session: Session) -> None:
    now = slots.spec(session)
    with pytest.raises(UserError, match="уже есть"):
        profiles.create(session, replace(now, uid=None, name=now.name.upper()))


def test_what_if_tells_who_enters_and_who_leaves_with_reasons(session: Session, district: District) -> None:
    now = slots.spec(session)
    wider = profiles.what_if(session, now, replace(now, threshold=25))
    assert [one.name for one in wider.enters] == ["Высокая СОШ"]
    assert "10 из 40" in wider.enters[0].reason
    assert (wider.before, wider.after, wider.leaves) == (1, 2, ())
    stricter = profiles.what_if(session, now, replace(now, threshold=31))
    assert [one.name for one in stricter.leaves] == ["Береговая ООШ"]
    assert "низких результатов нет" in stricter.leaves[0].reason
    named = replace(now, slot_mode="named", slot_a=(district.sitting("vpr", "МА", 5, 2021, "spring"),))
    assert [one.name for one in profiles.what_if(session, now, named).leaves] == ["Береговая ООШ"]
    assert profiles.what_if(session, now, now).enters == ()
    with pytest.raises(UserError):
        profiles.what_if(session, now, replace(now, threshold=0))


def test_what_if_says_how_many_answers_hang_on_rounding(session: Session, district: District) -> None:
    math = district.sitting("vpr", "МА", 5, 2021, "spring")
    russian = district.sitting("vpr", "РУ", 5, 2021, "spring")
    rounded = district.school("Дальняя СОШ")
    for one in (math, russian):
        district.result(rounded, one, percent_e4=300_000)
    now = slots.spec(session)
    same = profiles.what_if(session, now, now)
    assert (same.before, same.after, same.unconfirmed) == (2, 2, 1)


def test_a_document_without_profiles_uses_the_usual_method(session: Session) -> None:
    from shnor_desktop.models.identification import MethodProfile

    session.query(MethodProfile).delete()
    assert slots.spec(session).threshold == 30
    assert classification.profile(session).c1_count == 2
