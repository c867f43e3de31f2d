"""What goes along with a part is what the fields declare: a sign is planted in every text of every kind and looked for in
the bytes of every kind of part."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.foreign.intake import stage
from shnor_desktop.document.journal.capture import STAND_INS
from shnor_desktop.document.merge.merge import merge
from shnor_desktop.document.merge.part import write_part
from shnor_desktop.document.state.rebuild import differences
from shnor_desktop.document.state.tables import Shape
from shnor_desktop.models.kind import TEXTS, Editor, Field, RecordKind, Travel
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.links import ROLES, Link
from shnor_desktop.models.schools import IdentityVerdict, School
from shnor_desktop.models.uids import new_uid
from shnor_desktop.operations.sharing.told_along import Along, along
from tests.document.replicas import picture

YEAR = 2024
_KINDS = tuple(kind for kind in KINDS if kind.code != "identity_verdict")


@dataclass(frozen=True)
class Sign:
    """Where a sign was planted."""

    side: str
    """«own» or «other»: two schools with everything of theirs; other things have words of their own."""
    place: str
    """«school.note»; or what else it is."""


@dataclass
class Planted:
    """A document in which every text bears signs, old ones too."""

    document: Document
    signs: dict[str, Sign] = field(default_factory=dict)
    made: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def sign(self, side: str, place: str) -> str:
        """A new sign, and where it will stand."""
        return _sign(self.signs, side, place)

    def found(self, path: Path) -> set[Sign]:
        """The signs in the bytes of a file, however they are written there."""
        data = path.read_bytes()
        return {
            sign
            for text, sign in self.signs.items()
            if any(
                form in data
                for form in (text.encode(), text.encode("utf-16le"), json.dumps(text).strip('"').encode())
            )
        }


def _sign(signs: dict[str, Sign], side: str, place: str) -> str:
    text = f"ЗН{len(signs):04d}ЖЩ"
    signs[text] = Sign(side, place)
    return text


def _texts(kind: RecordKind) -> list[Field]:
    return [one for one in kind.fields if one.editor in TEXTS]


def _plant(planted: Planted, session: Session, kind: RecordKind, side: str) -> bytes:
    """A record of the kind with all it refers to."""
    known = planted.made.get((side, kind.code))
    if known is not None:
        return known
    if kind.code == "link":
        return _plant_links(planted, session, side)
    values: dict[str, object] = {}
    uid = planted.made[side, kind.code] = new_uid()
    for one in kind.fields:
        if one.editor in TEXTS:
            values[one.name] = planted.sign(side, f"{kind.code}.{one.name}")
        elif one.editor is Editor.SCHOOL_YEAR:
            values[one.name] = YEAR if side == "own" else YEAR + 5
        elif one.editor is Editor.CHOICE:
            values[one.name] = one.choices[-1][0]
        elif one.editor is Editor.RECORD and one.refers and one.refers != kind.code:
            values[one.name] = _plant(planted, session, BY_CODE[one.refers], side)
    session.add(kind.record(uid=uid, **values))
    session.flush()
    return uid


def _plant_links(planted: Planted, session: Session, side: str) -> bytes:
    """One of every role."""
    for role, (here, there, _) in ROLES.items():
        ends = {
            one.name: _plant(planted, session, BY_CODE[one.refers], side)
            for one in BY_CODE["link"].fields
            if one.name in (here, there)
        }
        uid = planted.made[side, "link"] = new_uid()
        session.add(Link(uid=uid, role=role, note=planted.sign(side, "link.note"), **ends))
    session.flush()
    return uid


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    signs: dict[str, Sign] = {}
    who = Who(*(_sign(signs, "writer", name) for name in ("person", "office", "device")))
    with Document.create(tmp_path / "Целиком.shnor", who) as document:
        maker = Planted(document, signs)
        with document.write(f"Основа {maker.sign('title', 'mixed')}") as session:
            for side in ("own", "other"):
                for kind in _KINDS:
                    _plant(maker, session, kind, side)
        for side in ("own", "other"):
            for kind in _KINDS:
                _edit(maker, kind, side)
        with document.write(f"Решено {maker.sign('title', 'verdict')}") as session:
            pair = sorted(maker.made[side, "school"] for side in ("own", "other"))
            reason = maker.sign("carried", "identity_verdict.reason")
            session.add(
                IdentityVerdict(
                    kind="school", first=pair[0], second=pair[1], verdict="different", reason=reason
                )
            )
        with document.raw() as connection:
            connection.execute(
                "INSERT INTO merge_log (wall_ms, person, office, file_name, backup, report) VALUES (0, ?, ?, ?, ?, ?)",
                (
                    *(maker.sign("merge_log", str(number)) for number in range(4)),
                    json.dumps(
                        {"counts": {}, "authors": [], "document": maker.sign("merge_log", "report")},
                        ensure_ascii=False,
                    ),
                ),
            )
        yield maker


def _edit(maker: Planted, kind: RecordKind, side: str) -> None:
    """Every text once more, so that the first ones stand in the history only; keys stay."""
    uid, title = maker.made[side, kind.code], maker.sign(f"title of {side}", kind.code)
    with maker.document.write(f"Изменено {title}") as session:
        record = session.get_one(kind.record, uid)
        for one in _texts(kind):
            setattr(record, one.name, maker.sign(side, f"{kind.code}.{one.name}"))


# ---- what the declaration says


@dataclass(frozen=True)
class _Part:
    """One kind of part."""

    year: bool = False
    form: bool = False
    lists: bool = False


def _below(code: str) -> set[str]:
    """Kinds that refer to it or are linked to it, and what belongs to these."""
    found = {
        kind.code
        for kind in KINDS
        if kind.code != code and any(one.refers == code for one in (*kind.fields, *kind.links))
    }
    while (
        fresh := {kind.code for kind in KINDS for one in kind.fields if one.owner and one.refers in found}
        - found
    ):
        found |= fresh
    return found


def _above(codes: set[str], *, form: bool) -> set[str]:
    """Kinds they refer to, and what these refer to; in a form nothing that belongs to what stays behind goes along."""
    found = set(codes)
    while (
        fresh := {
            one.refers
            for code in found
            for one in BY_CODE[code].fields
            if one.refers and not (form and one.owner and _stays(one.refers))
        }
        - found
    ):
        found |= fresh
    return found


def _may_be_of_schools(code: str) -> bool:
    return any(one.refers == "school" for one in BY_CODE[code].shown)


def _stays(code: str) -> bool:
    return any(one.required and one.travel is not Travel.ANYWHERE for one in BY_CODE[code].fields)


def _declared(part: _Part) -> set[Sign]:
    """The signs that belong into such a part."""
    own = _below("sitting") | {"sitting"} if part.year else _below("school") | {"school"}
    if part.form:
        own = {code for code in own if not _stays(code)}
        own -= {
            code
            for code in own - {"link"}
            for one in BY_CODE[code].fields
            if one.owner and _stays(one.refers)
        }
    carried = _above(own, form=part.form) - own
    if part.year:
        own, carried = own | carried, set()
    found = set()
    for side, codes in (("own", own | carried), ("other", {"school"})):
        for code in codes:
            for one in _texts(BY_CODE[code]):
                of_own = side == "own" and code in own and not part.form
                whole = (
                    part.lists
                    and not part.form
                    and bool(BY_CODE[code].about.frozen_when)
                    and any(f.travel is Travel.OTHERS for f in BY_CODE[code].fields)
                )
                allowed = {Travel.ANYWHERE, Travel.CODE}
                allowed |= {Travel.PEOPLE, Travel.WORDS} if of_own or whole else set()
                of_nobody = side == "own" and not part.form and not _may_be_of_schools(code)
                allowed |= {Travel.NEEDED} if of_own or whole or of_nobody else set()
                allowed |= {Travel.OTHERS} if whole or (of_own and (part.year or part.lists)) else set()
                if one.travel in allowed:
                    found.add(Sign(side, f"{code}.{one.name}"))
    if not part.form:
        found |= {Sign("writer", name) for name in ("person", "office", "device")}
        found |= {Sign("title of own", code) for code in own if _texts(BY_CODE[code])}
    return found


_PARTS = {
    "school": _Part(),
    "school and lists": _Part(lists=True),
    "form of a school": _Part(form=True),
    "form of a school and lists": _Part(form=True, lists=True),
    "year": _Part(year=True),
    "year and lists": _Part(year=True, lists=True),
    "form of a year": _Part(year=True, form=True),
}


def _send(planted: Planted, document: Document, name: str, out: Path) -> Path:
    part = _PARTS[name]
    school, year = (None, YEAR) if part.year else (planted.made["own", "school"], None)
    write_part(document, out, school=school, year=year, form=part.form, others=part.lists)
    return out


@pytest.mark.parametrize("name", _PARTS)
def test_what_goes_along_is_what_is_declared(planted: Planted, tmp_path: Path, name: str) -> None:
    part = _send(planted, planted.document, name, tmp_path / "часть.shnor")
    declared = _declared(_PARTS[name])
    found = planted.found(part)
    assert found - declared == set(), "goes along undeclared"
    assert declared - found == set(), "is declared and stays behind"
    told = along(school=not _PARTS[name].year, form=_PARTS[name].form, lists=_PARTS[name].lists)
    assert {sign for sign in found if "." in sign.place} == _told(told), "the sender is told something else"
    second = tmp_path / "часть части.shnor"
    with Document.open(part, Who("Директор", "Школа"), back_up=False) as document:
        assert document.check().sound
        _send(planted, document, name, second)
    assert planted.found(second) - declared == set()


def _told(told: Along) -> set[Sign]:
    """The signs of which a sender reads that they go."""
    return {
        Sign("other" if goes.of_others else "own", f"{goes.kind.code}.{one.name}")
        for goes in told.goes
        if goes.kind.code != "identity_verdict"
        for one in set(_texts(goes.kind)) - set(goes.without)
    }


def test_nothing_is_lost_on_the_way(planted: Planted, tmp_path: Path) -> None:
    """Any part and then the whole are the whole, in any order of parts."""
    whole = tmp_path / "Копия.shnor"
    planted.document.copy_to(whole)
    before = picture(planted.document)
    kept = [name for name in _PARTS if not _PARTS[name].form]
    for first in kept:
        path = _send(planted, planted.document, first, tmp_path / f"{first}.shnor")
        with Document.open(path, Who("Куратор", "Регион"), back_up=False) as document:
            for number, further in enumerate(kept):
                more = tmp_path / f"{first} {number}.shnor"
                _bring(document, _send(planted, planted.document, further, more))
                assert document.check().sound
            _bring(document, whole)
            assert picture(document) == before
            with document.raw() as connection:
                assert differences(connection) == {}
                assert connection.execute("SELECT count(*) FROM writer WHERE whole = 0").fetchone() == (0,)


@pytest.mark.parametrize("name", _PARTS)
def test_what_comes_back_takes_nothing(planted: Planted, tmp_path: Path, name: str) -> None:
    part = _send(planted, planted.document, name, tmp_path / "часть.shnor")
    before = picture(planted.document)
    _bring(planted.document, part)
    assert picture(planted.document) == before
    with Document.open(part, Who("Директор", "Школа"), back_up=False) as document:
        with document.write("Правка") as session:
            session.get_one(School, planted.made["own", "school"]).place = "с. Новое"
        if not _PARTS[name].year:
            with document.write("Удалено") as session:
                uid = planted.made["own", "school_status"]
                session.delete(session.get_one(BY_CODE["school_status"].record, uid))
            document.undo()
    _bring(planted.document, part)
    assert planted.document.check().sound
    after = picture(planted.document)
    for kind in KINDS:
        for row in after[kind.code]:
            assert STAND_INS.isdisjoint(row), kind.code


def _bring(document: Document, path: Path) -> None:
    with stage(path) as staged:
        merge(document, staged.path, path.name, keep=True, back_up=False)


# ---- what the mechanism needs of the kinds


def test_no_key_and_no_code_is_ever_withheld(planted: Planted) -> None:
    """A key left out would be the same for all; such records stay behind whole."""
    with planted.document.raw() as connection:
        shape = Shape(connection)
    for table in shape.tables.values():
        withheld = {
            table.columns[index].name for index in table.key if table.travels[index] is not Travel.ANYWHERE
        }
        referred = any(one.refers == table.name for kind in KINDS for one in kind.fields)
        assert not withheld or (not referred and _is_reached_by_owner_only(table.name)), table.name
    for kind in KINDS:
        for one in kind.fields:
            assert one.editor in TEXTS or one.travel is Travel.ANYWHERE, (kind.code, one.name)


def _is_reached_by_owner_only(code: str) -> bool:
    """It stays out of forms, or no part reaches it."""
    return _stays(code) or code not in _below("school") | _below("sitting")


def test_free_words_stay_unless_somebody_declares_them() -> None:
    assert Field("any", "").travel is Travel.WORDS
    assert Field("any", "", Editor.TEXT).travel is Travel.WORDS
    assert Field("any", "", Editor.INTEGER).travel is Travel.ANYWHERE


# ---- every text is decided about, and a record of several schools tells each of them its task alone


ANYWHERE = {
    # What a record is called, or what one record is known by everywhere.
    "act.issuer_text", "act.number", "act.title", "area_result.area_name", "factor.name", "factor.short",
    "indicator.text", "office.name", "office.short_name", "procedure.title", "programme.short_title",
    "programme.title", "school.name", "school.place", "school_code.code", "subject.name", "subject.short",
    # What the program itself writes.
    "identity_verdict.kind", "parcel.sha256",
}  # fmt: skip
NEEDED = {
    "activity.due_dates", "activity.due_text", "activity.expected", "activity.text", "indicator.as_of",
    "indicator.criterion", "indicator.denominator", "indicator.group", "indicator.unit", "part.columns",
    "programme.period_label", "sitting.scale", "subject.aliases",
}  # fmt: skip
CODES = {
    "activity.number", "indicator.number", "paper.number", "part.number", "subject.ege_codes",
    "subject.oge_codes",
}  # fmt: skip


def test_every_text_that_leaves_its_school_is_decided_about() -> None:
    """Whoever lets a text travel farther than free words says so here too; unsaid, it stays."""
    found: dict[Travel, set[str]] = {}
    for kind in KINDS:
        for one in _texts(kind):
            found.setdefault(one.travel, set()).add(f"{kind.code}.{one.name}")
    assert found[Travel.ANYWHERE] == ANYWHERE
    assert found[Travel.NEEDED] == NEEDED
    assert found[Travel.CODE] == CODES


def test_a_text_goes_anywhere_only_if_a_record_is_called_or_known_by_it() -> None:
    for place in ANYWHERE - {"identity_verdict.kind", "parcel.sha256", "office.name"}:
        code, name = place.split(".")
        kind = BY_CODE[code]
        bare = {
            one.name: 1 if one.editor in (Editor.INTEGER, Editor.SCHOOL_YEAR) else "" for one in kind.fields
        }
        called = kind.title(SimpleNamespace(**bare | {name: "ЗНАК"}), lambda *_: "")
        assert name in kind.about.key or "ЗНАК" in called, place


def test_numbers_go_everywhere_and_words_in_their_place_do_not(planted: Planted, tmp_path: Path) -> None:
    words = [planted.sign("words", place) + " Петрова Анна" for place in sorted(CODES)]
    with planted.document.write("Слова вместо номеров") as session:
        for place, text in zip(sorted(CODES), words, strict=True):
            code, name = place.split(".")
            setattr(session.get_one(BY_CODE[code].record, planted.made["own", code]), name, text)
    form = _send(planted, planted.document, "form of a school", tmp_path / "форма.shnor")
    assert not any(sign.side == "words" for sign in planted.found(form))


SHARED = {"activity": NEEDED | CODES, "programme": NEEDED | ANYWHERE, "event": set(), "paper": CODES}


@pytest.mark.parametrize("for_all", [False, True], ids=["of two", "of all"])
def test_of_a_record_of_several_schools_goes_what_each_needs(
    planted: Planted, tmp_path: Path, for_all: bool
) -> None:
    schools = [planted.made["own", "school"], planted.made["other", "school"]]
    with planted.document.write("Общее") as session:
        for code in SHARED:
            kind, uid = BY_CODE[code], new_uid()
            values: dict[str, object] = {
                one.name: planted.sign("shared", f"{code}.{one.name}")
                for one in _texts(kind)
                if one.name != "frozen"
            }
            for one in kind.fields:
                if one.editor is Editor.CHOICE:
                    values[one.name] = one.choices[-1][0]
            common = for_all and any(one.name == "all_schools" for one in kind.fields)
            session.add(kind.record(uid=uid, **values | ({"all_schools": True} if common else {})))
            session.flush()
            for school in schools[: 1 if common else 2]:
                session.add(Link(role=f"{code}_school", school=school, **{code: uid}))
            session.flush()
    found = planted.found(_send(planted, planted.document, "school", tmp_path / "часть.shnor"))
    went = {sign.place for sign in found if sign.side == "shared"}
    expected = {
        f"{code}.{one.name}"
        for code, may in SHARED.items()
        for one in _texts(BY_CODE[code])
        if f"{code}.{one.name}" in may
    }
    assert went == expected, for_all
    told = along(school=True)
    for goes in told.goes:
        if goes.kind.code in ("activity", "programme"):
            stays = {f"{goes.kind.code}.{one.name}" for one in (*goes.without, *goes.of_several)}
            texts = {f"{goes.kind.code}.{one.name}" for one in _texts(goes.kind)}
            assert texts - stays == {place for place in went if place.startswith(f"{goes.kind.code}.")}
            assert goes.of_several[0].label in goes.line
