"""Looking at what other copies bring, taking it over, the log of merges, the way back and the protocol."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from shnor_desktop.document.document import Document
from shnor_desktop.document.journal.author import Who
from shnor_desktop.document.state.replaced import record_history
from shnor_desktop.errors import Cancelled, DocumentError, UserError
from shnor_desktop.models.schools import School
from shnor_desktop.operations.papers import registry
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.changes import Names
from shnor_desktop.operations.sharing import decisions, differences, merging, outside_edits, parts
from shnor_desktop.operations.sharing.contents import contents, part_of
from shnor_desktop.papers.draw import render
from shnor_desktop.papers.tree.paper import Paper, plain, runs_of
from tests.operations.copies import Copies
from tests.operations.district import District

NAMES = ("Ивовская СОШ", "Дубковская СОШ", "Лесная ООШ")


@pytest.fixture
def copies(new_path: Callable[[str], Path], tmp_path: Path) -> Copies:
    """Three copies with three schools and one result each."""
    path = new_path("начало.shnor")
    with (
        Document.open(path, Who("Начало", "Район"), back_up=False) as document,
        document.write("Основа") as session,
    ):
        district = District(session)
        sitting = district.sitting("vpr", "МА", 5, 2020, "spring")
        for name in NAMES:
            district.result(records.save(session, "school", None, {"name": name}), sitting, 10, 3)
    return Copies(path, tmp_path, 3)


def change(copies: Copies, number: int, name: str, **values: object) -> None:
    def work(session: object) -> None:
        uid = session.scalars(select(School.uid).where(School.name == name)).one()  # type: ignore[attr-defined]
        records.save(session, "school", uid, values)  # type: ignore[arg-type]

    copies.edit(number, work)


def directors(copies: Copies, number: int) -> dict[str, str]:
    with copies.open(number) as document, document.read() as session:
        return {one.name: one.director for one in session.scalars(select(School))}


def test_the_preview_tells_what_by_whom_and_changes_nothing(copies: Copies) -> None:
    change(copies, 1, NAMES[0], director="Белов Б.Б.", phone="5-55")
    copies.edit(1, lambda s: records.save(s, "school", None, {"name": "Новая школа", "place": "Дубки"}))
    with copies.open(1) as document, document.write("Удалён результат") as session:
        uid = session.scalars(select(School.uid).where(School.name == NAMES[2])).one()
        records.delete(
            session,
            "school_result",
            [row.uid for row in records.rows(session, "school_result") if row.values[0] == uid],
        )
    before = copies.paths[0].read_bytes()
    steps: list[tuple[int, int, str]] = []
    with copies.open(0) as document:
        made = merging.preview(document, copies.paths[1], lambda *step: steps.append(step))
    assert copies.paths[0].read_bytes() == before
    (one,) = made.files
    assert not made.applied and not made.nothing_new and made.acceptable == (copies.paths[1],)
    assert {(c.kind, c.new, c.changed, c.deleted) for c in one.counts} == {
        ("school", 1, 1, 0),
        ("school_result", 0, 0, 1),
    }
    told = {(r.kind_name, r.what, r.title) for r in one.records}
    assert told == {
        ("Школа", "new", "Новая школа"),
        ("Школа", "changed", NAMES[0]),
        ("Результат школы", "deleted", f"{NAMES[2]}, ВПР МА 5, весна 2021"),
    }
    (changed,) = (r for r in one.records if r.what == "changed")
    assert [(f.label, f.before, f.after) for f in changed.fields] == [
        ("Директор", "", "Белов Б.Б."),
        ("Телефон", "", "5-55"),
    ]
    (author,) = one.authors
    assert (author.who, len(author.deeds)) == ("Работник 1, ИМЦ", 3)
    assert author.deeds[0].title == "Удалён результат" and author.deeds[0].word == "изменение"
    assert one.contents == "файл целиком" and one.brief == "новых 1, изменено 1, удалено 1"
    assert [step[:2] for step in steps] == [(0, 2), (1, 2)]


def test_several_files_are_seen_one_after_the_other(copies: Copies) -> None:
    for number in range(3):
        change(copies, number, NAMES[0], director=f"Директор {number}")
    with copies.open(0) as document:
        made = merging.preview(document, copies.paths[1:])
        assert [(one.opened, one.closed) for one in made.files] == [(1, 0), (0, 0)]
        assert (made.open_before, made.open_after) == (0, 1)
        done = merging.apply(document, copies.paths[1:])
        assert done.applied and [one.counts for one in done.files] == [one.counts for one in made.files]
        again = merging.preview(document, copies.paths[1:])
        assert again.nothing_new and [one.brief for one in again.files] == ["уже содержится"] * 2
    with copies.open(1) as document, document.read() as session:
        assert decisions.questions(session) == ()
    with copies.open(0) as document:
        with document.read() as session:
            (one,) = decisions.questions(session)
        decisions.decide(document, one.id, "there:2", "по приказу")
    with copies.open(2) as document:
        last = merging.apply(document, copies.paths[0])
    assert (last.files[0].opened, last.open_after) == (0, 0)
    assert directors(copies, 2) == directors(copies, 0)


def test_stopping_leaves_everything_as_it_was(copies: Copies) -> None:
    change(copies, 1, NAMES[0], director="Белов Б.Б.")
    with copies.open(0) as document:
        for work in (merging.preview, merging.apply):
            with pytest.raises(Cancelled):
                work(document, copies.paths[1], None, lambda: True)
        assert merging.merges(document) == () and document.take_changes().count == 0
    assert directors(copies, 0)[NAMES[0]] == ""


def test_a_file_opened_for_reading_only_can_be_looked_at(copies: Copies) -> None:
    change(copies, 1, NAMES[0], director="Белов Б.Б.")
    with Document.open(copies.paths[0], Who("Гость", ""), read_only=True) as document:
        assert merging.preview(document, copies.paths[1]).files[0].counts[0].changed == 1
        with pytest.raises(DocumentError, match="только для чтения"):
            merging.apply(document, copies.paths[1])


def test_the_log_and_the_way_back(copies: Copies) -> None:
    change(copies, 0, NAMES[1], director="Наш")
    change(copies, 1, NAMES[0], director="Белов Б.Б.")
    with copies.open(0) as document:
        document.make_backup()  # Holds everything already: the merge makes no second one.
        merging.apply(document, copies.paths[1])
        (line,) = merging.merges(document)
        assert (line.file_name, line.person, line.office) == ("копия 1.shnor", "Работник 0", "Управление")
        assert [(one.name, one.changed) for one in line.counts] == [("Школы", 1)]
        assert line.authors == (("Работник 1", "ИМЦ", 1),) and line.backup is not None and line.later == 0
        assert "Если объединить с тем же файлом снова" in line.warning
    change(copies, 0, NAMES[2], director="Позднее")
    with copies.open(0) as document:
        (line,) = merging.merges(document)
        assert line.later == 1 and "1\u00a0более позднее действие" in line.warning
        kept = merging.undo_merge(document)
    assert directors(copies, 0) == {NAMES[0]: "", NAMES[1]: "Наш", NAMES[2]: ""}
    with Document.open(kept, Who("Проверка", ""), read_only=True) as document, document.read() as session:
        assert set(session.scalars(select(School.director))) == {"Белов Б.Б.", "Наш", "Позднее"}
    copies.merge(0, 1)
    with copies.open(0) as document:
        merging.apply(document, kept)
        assert len(merging.merges(document)) == 2
    assert directors(copies, 0) == {NAMES[0]: "Белов Б.Б.", NAMES[1]: "Наш", NAMES[2]: "Позднее"}


def test_a_merge_whose_backup_is_gone_is_not_undone(copies: Copies) -> None:
    change(copies, 1, NAMES[0], director="Белов Б.Б.")
    with copies.open(0) as document:
        with pytest.raises(UserError, match="ничего не объединяли"):
            merging.undo_merge(document)
        with pytest.raises(UserError, match="Такого объединения"):
            merging.undo_merge(document, 7)
        merging.apply(document, copies.paths[1])
        (line,) = merging.merges(document)
        assert line.backup is not None
        line.backup.path.unlink()
        with pytest.raises(UserError, match="больше нет"):
            merging.undo_merge(document, line.n)
    assert directors(copies, 0)[NAMES[0]] == "Белов Б.Б."


def test_a_merge_cut_off_before_its_protocol_can_be_undone(
    copies: Copies, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(copies, 0, NAMES[1], director="Наш")
    change(copies, 1, NAMES[0], director="Белов Б.Б.")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, "remember", killed)
    with copies.open(0) as document:
        document.make_backup()  # Holds everything already: the merge makes no second one.
        with pytest.raises(KeyboardInterrupt):
            merging.apply(document, copies.paths[1])
    with copies.open(0) as document:
        (line,) = merging.merges(document)
        assert line.backup is not None and line.later == 0
        merging.undo_merge(document)
    assert directors(copies, 0) == {NAMES[0]: "", NAMES[1]: "Наш", NAMES[2]: ""}


def test_the_log_belongs_to_its_file(copies: Copies, tmp_path: Path) -> None:
    change(copies, 1, NAMES[0], director="Белов Б.Б.")
    copies.merge(0, 1)
    sent, taken = tmp_path / "другой организации.shnor", tmp_path / "Проводником.shnor"
    with copies.open(0) as document:
        outside_edits.send_copy(document, sent)
    assert "копия 1.shnor".encode() not in sent.read_bytes()
    with Document.open(sent, Who("", ""), back_up=False) as document:
        assert document.check().sound and merging.merges(document) == ()
    shutil.copyfile(copies.paths[0], taken)
    with (
        Document.open(taken, Who("", ""), back_up=False) as document,
        pytest.raises(UserError, match="сделано в файле «копия 0.shnor»"),
    ):
        merging.undo_merge(document)
    copies.merge(0, 1)
    with copies.open(0) as document:
        assert len(merging.merges(document)) == 1


def test_a_part_that_took_in_the_whole_file_is_the_whole_file(copies: Copies, tmp_path: Path) -> None:
    out = tmp_path / "часть.shnor"
    with copies.open(0) as document:
        parts.send_part(document, out, school=NAMES[0])
    with Document.open(out, Who("", ""), back_up=False) as document:
        assert part_of(document).startswith("часть")
        merging.apply(document, copies.paths[0])
        assert part_of(document) == ""
        document.copy_to(tmp_path / "копия.shnor")
    with copies.open(1) as document:
        (found,) = merging.preview(document, tmp_path / "копия.shnor").files
        assert found.contents == "файл целиком" and found.already


def test_a_part_says_what_it_is(copies: Copies, tmp_path: Path) -> None:
    out = tmp_path / "часть.shnor"
    with copies.open(0) as document:
        sent = parts.send_part(document, out, school=NAMES[0], whom="куратор Орлова И.К.")
        assert sent.whom == "куратор Орлова И.К."
        assert sent.contents == f"часть файла: школа «{NAMES[0]}», для: куратор Орлова И.К."
        assert part_of(document) == ""
        with pytest.raises(UserError, match="что-то одно"):
            parts.send_part(document, tmp_path / "ч.shnor", school=NAMES[0], year=2020)
        for whom in ("я" * 201, "строка\x07со звонком"):
            with pytest.raises(UserError, match="слишком длинно"):
                parts.send_part(document, tmp_path / "ч.shnor", school=NAMES[0], whom=whom)
    with Document.open(out, Who("Школа", NAMES[0])) as document:
        assert part_of(document) == sent.contents
        with document.read() as session:
            assert [one.name for one in session.scalars(select(School))] == [NAMES[0]]
    with copies.open(0) as document:
        assert merging.preview(document, out).files[0].contents == sent.contents
        with document.read() as session:
            strange = contents(Names(session), "part", None, "кому\x1b[31m\n\nугодно" * 100)
        assert strange.isprintable() and len(strange) < 250
        older = tmp_path / "прежняя.shnor"
        parts.send_part(document, older, school=NAMES[0])
        assert merging.preview(document, older).files[0].contents == f"часть файла: школа «{NAMES[0]}»"


def test_every_school_gets_its_part_in_one_step(copies: Copies, tmp_path: Path) -> None:
    folder, told = tmp_path / "школам", []
    with copies.open(0) as document:
        with document.write("Закрыта") as session:
            session.scalars(select(School).where(School.name == NAMES[1])).one().closed_on = "2020-01-01"
        sent = parts.send_to_every_school(document, folder, progress=lambda *step: told.append(step))
        again = parts.send_to_every_school(document, folder, form=True)
    assert {one.whom for one in sent} == set(NAMES) - {NAMES[1]}, "a closed one gets none"
    assert len(told) == len(sent) and all(one.path.parent == folder for one in (*sent, *again))
    assert len(list(folder.iterdir())) == 2 * len(sent)
    with Document.open(sent[0].path, Who("Школа", "")) as document, document.read() as session:
        assert [one.name for one in session.scalars(select(School))] == [sent[0].whom]


def test_one_value_is_put_back(copies: Copies) -> None:
    change(copies, 0, NAMES[0], director="Первый")
    change(copies, 0, NAMES[0], director="Второй")
    with copies.open(0) as document:
        with document.read() as session:
            uid = session.scalars(select(School.uid).where(School.name == NAMES[0])).one()
        with document.raw() as connection:
            past = [
                one.before for one in record_history(connection, "school", uid) if one.field == "director"
            ]
        differences.restore_value(document, "school", uid, "director", past[-1])
        assert document.actions(1)[0].title == f"Возвращено значение: {NAMES[0]}, Директор — Первый"
    assert directors(copies, 0)[NAMES[0]] == "Первый"
    with copies.open(0) as document:
        document.undo()
    assert directors(copies, 0)[NAMES[0]] == "Второй"


# --- the protocol ------------------------------------------------------------------------------------------------


def protocol(copies: Copies, number: int, n: int | None = None) -> Paper:
    with copies.open(number) as document, document.read() as session:
        paper = registry.compose(session, "merge", merge=n)
    runs = [run for block in paper.blocks() for inline in runs_of(block) for run in inline]
    assert [run.text for run in runs if run.is_untraced] == []
    return paper


def text_of(paper: Paper) -> str:
    return "\n".join(plain(runs) for block in paper.blocks() for runs in runs_of(block)).replace(
        "\u00a0", " "
    )


def test_the_protocol_tells_files_changes_and_decisions(copies: Copies, tmp_path: Path) -> None:
    for number in range(3):
        change(copies, number, NAMES[0], director=f"Директор {number}", address=f"ул. {number}")
    copies.edit(1, lambda s: records.save(s, "school", None, {"name": "Новая школа", "place": "Дубки"}))
    with copies.open(0) as document:
        merging.apply(document, copies.paths[1:])
        with document.read() as session:
            asked = {one.field: one.id for one in decisions.questions(session)}
        decisions.decide(document, asked["director"], "Директор 1", "приказ от 01.09.2026 № 15")
    paper = protocol(copies, 0)
    told = text_of(paper)
    for part in (
        "копия 1.shnor",
        "копия 2.shnor",
        "Работник 1, ИМЦ – 2 действия",
        "Объединение выполнено: Работник 0, Управление",
        "карточка новая",
        "Возникло 2 расхождения, не решено 1.",
        "Директор 2 – Работник 2, Регион",
        "Директор 1 (Работник 0, Управление, ",
        "Основание: приказ от 01.09.2026 № 15",
        "не решено",
        "Представитель: Регион",
    ):
        assert part in told, part
    for suffix in (".pdf", ".docx", ".xlsx"):
        out = tmp_path / f"протокол{suffix}"
        render.write(paper, out)
        assert out.stat().st_size > 3_000
    assert registry.findings(paper) == ()


def test_papers_have_a_footnote_until_it_is_decided(copies: Copies) -> None:
    for number in (0, 1):
        change(copies, number, NAMES[0], director=f"Директор {number}")
    copies.merge(0, 1)

    def card(number: int, school: str) -> str:
        with copies.open(number) as document, document.read() as session:
            paper = registry.compose(session, "school-card", school=school)
            assert registry.findings(paper) == ()
            return text_of(paper)

    told = card(0, NAMES[0])
    assert "Не решено после объединения" in told and f"{NAMES[0]}, Директор: Директор " in told
    assert "Не решено" not in card(0, NAMES[1])
    with copies.open(0) as document, document.read() as session:
        (one,) = decisions.questions(session)
        assert "Не решено" not in text_of(registry.compose(session, "memo")), "it prints no director"
    copies.decide(0, one.id, "here")
    assert "Не решено" not in card(0, NAMES[0])


def test_a_protocol_of_an_earlier_merge_and_of_none(copies: Copies) -> None:
    with pytest.raises(UserError, match="ещё не было"):
        protocol(copies, 0)
    change(copies, 1, NAMES[0], director="Белов Б.Б.")
    change(copies, 2, NAMES[1], director="Орлова О.О.")
    copies.merge(0, 1)
    copies.merge(0, 2)
    last, first = text_of(protocol(copies, 0)), text_of(protocol(copies, 0, 1))
    assert "копия 2.shnor" in last and "копия 1.shnor" not in last
    assert "копия 1.shnor" in first and "не возникло" in first and "Белов Б.Б." in first
    with pytest.raises(UserError):
        protocol(copies, 0, 99)
