"""Whatever another tool wrote into a document, every command answers in a sentence, and the check names it."""

import shutil
from pathlib import Path

import pytest

from shnor_desktop import cli
from shnor_desktop.document.document import Document, Who
from shnor_desktop.document.opening.ways import explained
from shnor_desktop.errors import DocumentDamaged, DocumentError
from shnor_desktop.models.schools import School
from tests.document.conftest import ME
from tests.document.foreign.hostile import sql

SCHOOL = "(SELECT uid FROM school LIMIT 1)"
LAST = "writer_n = (SELECT max(n) FROM writer)"
LOGGED = "INSERT INTO merge_log (wall_ms, person, office, file_name, backup, report) VALUES (1, 'а', 'б', 'в', 'г', '{}')"
TAMPERED = {
    "table unknown": "UPDATE change SET table_no = 99 WHERE table_no = 3 AND field_no = 0",
    "field unknown": "UPDATE change SET field_no = 99 WHERE table_no = 3 AND field_no = 0",
    "replaces nothing": "UPDATE change SET pred_writer_n = 77, pred_seq = 5 WHERE table_no = 3",
    "actions gone": f"DELETE FROM action WHERE {LAST}",
    "changes gone": f"DELETE FROM change WHERE {LAST}",
    "numbers at the end": f"UPDATE action SET lamport = 9223372036854775807 WHERE {LAST}",
    "a question of no field": f"INSERT INTO conflict VALUES ('field', 3, {SCHOOL}, 1)",
    "a question of no kind": "INSERT INTO conflict VALUES ('zzz', 99, x'00', 1)",
    "a question of no key": f"INSERT INTO conflict VALUES ('key', 3, {SCHOOL}, 0)",
    "a question of no figures": f"INSERT INTO conflict VALUES ('rule', 3, {SCHOOL}, 0)",
    "a verdict": "INSERT INTO identity_verdict VALUES (randomblob(16), 'school', "
    f"{SCHOOL}, (SELECT uid FROM school LIMIT 1 OFFSET 1), 'same', '')",
    "a verdict of no kind": "INSERT INTO identity_verdict VALUES (randomblob(16), 'нет', x'01', x'02', 'same', '')",
    "a merge of rubbish": LOGGED.format("rubbish"),
    "a merge of a list": LOGGED.format("[]"),
    "a merge of nobody": LOGGED.format('{"counts": {}, "authors": [1]}'),
}
COMMANDS = (
    "conflicts {ours}",
    "history {ours}",
    "history {ours} --record Сосновская",
    "diff {ours} {other}",
    "diff {other} {ours}",
    "diff {ours} --from 1.1",
    "rebuild {ours} {folder}/r.shnor",
    "export {ours} {folder}/e.xlsx",
    "copy {ours} {folder}/p.shnor --school Сосновская",
    "copy {ours} {folder}/c.shnor",
    "print {ours} merge -o {folder}/m.docx",
    "decide {ours} all --take here",
    "merge {other} {ours}",
    "merge {ours} {other}",
    "undo {ours} --merge",
    "undo {ours}",
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A document and an older copy of it."""
    folder = tmp_path_factory.mktemp("pair")
    ours, other = folder / "наш.shnor", folder / "другой.shnor"
    with Document.create(ours, ME) as document, document.write("Школы") as session:
        session.add_all([School(name="Ёлкинская"), School(name="Сосновская")])
    shutil.copyfile(ours, other)
    with Document.open(ours, Who("Сидорова", "УО"), back_up=False) as document:
        with document.write("Правка") as session:
            session.query(School).filter_by(name="Ёлкинская").one().place = "Ёлкино"
        with document.write("Новая") as session:
            session.add(School(name="Берёзовская"))
    return ours, other


@pytest.mark.parametrize("tampered", TAMPERED)
def test_every_command_answers_in_a_sentence(
    pair: tuple[Path, Path], tmp_path: Path, tampered: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, command in enumerate(COMMANDS):
        folder = tmp_path / str(number)
        folder.mkdir()
        ours, other = (Path(shutil.copyfile(path, folder / path.name)) for path in pair)
        sql(ours, TAMPERED[tampered])
        cli.main(command.format(ours=ours, other=other, folder=folder).split())
        assert "Внутренняя" not in capsys.readouterr().err, command
    found = Path(shutil.copyfile(pair[0], tmp_path / "д.shnor"))
    sql(found, TAMPERED[tampered])
    with Document.open(found, ME, read_only=True) as document:
        assert not document.check().sound


def test_the_faults_of_the_program_stay_its_own(pair: tuple[Path, Path]) -> None:
    with Document.open(pair[0], ME, read_only=True) as document, pytest.raises(KeyError), document.read():
        raise KeyError("ours")


def test_a_half_written_journal_is_not_blamed(pair: tuple[Path, Path], tmp_path: Path) -> None:
    path = Path(shutil.copyfile(pair[0], tmp_path / "д.shnor"))
    with (
        Document.open(path, ME, back_up=False) as document,
        pytest.raises(KeyError),
        document.write("Правка") as session,
    ):
        session.add(School(name="Дубовская"))
        session.flush()
        with document.raw():
            raise KeyError("ours")


def test_what_another_tool_did_is_told_instead(pair: tuple[Path, Path], tmp_path: Path) -> None:
    path = Path(shutil.copyfile(pair[0], tmp_path / "д.shnor"))
    for tampered, kind in (("a question of no kind", DocumentError), ("table unknown", DocumentDamaged)):
        sql(path, TAMPERED[tampered])
        with Document.open(path, ME, read_only=True) as document:
            with pytest.raises(kind, match="другой программой|поврежден"), document.read():
                raise KeyError("theirs")
            with document.raw() as connection, pytest.raises(kind), explained(connection):
                raise StopIteration
