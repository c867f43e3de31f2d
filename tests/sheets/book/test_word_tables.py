"""Tables of Word as the reader of the page sees them; documents that are none, that are broken, that want too much."""

import zipfile
from pathlib import Path

import pytest

from shnor_desktop.errors import WorkbookError
from shnor_desktop.sheets.book.reader import Cell, CellReader, RawBook
from tests import here

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def document(path: Path, body: str, numbering: str = "", space: str = W, head: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'{head}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
        if numbering:
            archive.writestr(
                "word/numbering.xml", f'<w:numbering xmlns:w="{space}">{numbering}</w:numbering>'
            )
    return path


def read(path: Path) -> RawBook:
    with CellReader(documents=True) as cells:
        return cells.read(path)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def rows_of(path: Path, *rows: str, numbering: str = "", space: str = W) -> list[list[Cell]]:
    return list(read(document(path / "т.docx", table(*rows), numbering, space)).sheets[0].rows)


@pytest.mark.parametrize("space", [W, STRICT])
def test_inserted_text_is_there_deleted_and_hidden_is_not(tmp_path: Path, space: str) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    text = (
        f"<w:p>{run.format('до ')}<w:ins>{run.format('15')}</w:ins><w:del><w:r><w:delText>20</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run.format('ушло')}</w:moveFrom><w:hyperlink>{run.format(' мая')}</w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>тайно</w:t></w:r><w:r><w:br/><w:t>год</w:t></w:r></w:p>"
    )
    gone = row(cell(p("удалена"), p("")), cell(p("")), properties="<w:del/>")
    held = f"<w:sdt><w:sdtContent>{row(cell(p('а')), cell(p('б')))}</w:sdtContent></w:sdt>"
    inner = f"<w:sdt><w:sdtContent>{cell(p('в'))}</w:sdtContent></w:sdt>"
    found = rows_of(
        tmp_path, row(cell(text), cell(p("x"))), gone, held, row(inner, cell(p("г"))), space=space
    )
    assert found == [["до 15 мая\nгод", "x"], ["а", "б"], ["в", "г"]]


def test_rows_that_begin_later_and_cells_over_several_stand_in_their_columns(tmp_path: Path) -> None:
    down = "<w:vMerge w:val='restart'/>"
    body = table(
        row(cell(p("1")), cell(p("а"), properties=down), cell(p("б"))),
        row(cell(p("2")), cell(p("скрыто"), properties="<w:vMerge/>"), cell(p("в"))),
        row(cell(p("весь"), properties="<w:gridSpan w:val='3'/>")),
        row(cell(p("г"), properties="<w:gridSpan w:val='2'/>"), properties="<w:gridBefore w:val='1'/>"),
    )
    (sheet,) = read(document(tmp_path / "т.docx", f"{p('Первая')}{p('План')}{body}")).sheets
    assert sheet.rows == [["1", "а", "б"], ["2", "", "в"], ["весь", "", ""], ["", "г", ""]]
    assert sorted(sheet.merged) == [(0, 1, 1, 1), (2, 0, 2, 2), (3, 1, 3, 2)]
    assert sheet.above == ("Первая", "План")


def test_numbers_that_word_counts_are_read(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = (
        level.format(0, 1, "decimal", "%1.")
        + level.format(1, 1, "decimal", "%1.%2")
        + level.format(2, 1, "russianLower", "%3)")
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{level.format(0, 1, "bullet", "")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )  # fmt: skip

    def numbered(text: str, number: int, deep: int = 0) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{deep}"/><w:numId w:val="{number}"/></w:numPr>')

    rows = [
        row(cell(numbered("", 1)), cell(p("а"), numbered("пункт", 2))),
        row(cell(numbered("", 1, 1)), cell(p("б"))),
        row(cell(numbered("", 1, 1)), cell(numbered("в", 1, 2), numbered("г", 1, 2))),
        row(cell(numbered("", 1)), cell(p("д"))),
        row(cell(numbered("", 3)), cell(p("е"))),
    ]
    assert rows_of(tmp_path, *rows, numbering=numbering) == [
        ["1.", "а\n– пункт"],
        ["1.1", "б"],
        ["1.2", "а) в\nб) г"],
        ["2.", "д"],
        ["5.", "е"],
    ]


def test_a_table_in_a_cell_is_text_and_one_in_a_frame_is_the_table(tmp_path: Path) -> None:
    inner = table(row(cell(p("а")), cell(p("б"))))
    assert rows_of(tmp_path, row(cell(p("1")), cell(p("в"), inner))) == [["1", "в\nа б"]]
    assert rows_of(tmp_path, row(cell(p("Кадр"), inner))) == [["а", "б"]]


BILLION = '<!DOCTYPE d [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: document(path, "<w:p><w:r></w:p>"),
        lambda path: document(path, table(row(cell(p("&b;")))), head=BILLION),
        lambda path: document(path, table(row(cell(p("x"), properties="<w:gridSpan w:val='999'/>"), cell(p("y"))))),
        lambda path: document(path, "<w:sdt>" * 3000 + "</w:sdt>" * 3000),
        lambda path: path.write_bytes(b"PK\x03\x04" + b"word/document.xml" * 9),
        lambda path: path.write_bytes(b"{\\rtf1 \\trowd}"),
        lambda path: path.write_bytes(b"%PDF-1.7"),
        lambda path: path.write_bytes(b""),
        lambda path: None,
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(tmp_path / "т.docx")
    with pytest.raises(WorkbookError) as told:
        read(tmp_path / "т.docx")
    assert "т.docx" in str(told.value) and str(told.value).endswith(".")


def test_without_asking_for_documents_word_is_refused_as_before(tmp_path: Path) -> None:
    path = document(tmp_path / "т.docx", table(row(cell(p("а")), cell(p("б")))))
    with CellReader() as cells, pytest.raises(WorkbookError, match="документ Word"):
        cells.read(path)


@pytest.mark.processes
def test_the_worker_reads_documents(tmp_path: Path) -> None:
    path = document(tmp_path / "т.docx", table(row(cell(p("а")), cell(p("б")))))
    assert read(path).sheets[0].rows == [["а", "б"]]


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le") * 40


def test_old_documents_are_made_new_and_guarded_like_these(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import doc2docx

    here.install(monkeypatch)  # A helper process would know nothing of the stand-in.
    new = document(tmp_path / "новый.docx", table(row(cell(p("а")), cell(p("б")))))
    old = tmp_path / "старый.doc"
    old.write_bytes(OLD)
    with pytest.raises(WorkbookError, match="старый.doc.*docx"):
        read(old)
    made: list[Path] = []

    def convert(source: Path, target: Path) -> None:
        assert source == old
        target.write_bytes(new.read_bytes())
        made.append(target)

    monkeypatch.setattr(doc2docx, "convert", convert)
    assert read(old).sheets[0].rows == [["а", "б"]]
    assert not made[0].exists()


def test_a_password_on_an_old_document_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import doc2docx
    from doc2docx.errors import EncryptedDocumentError

    def convert(source: Path, target: Path) -> None:
        raise EncryptedDocumentError

    here.install(monkeypatch)
    old = tmp_path / "старый.doc"
    old.write_bytes(OLD)
    monkeypatch.setattr(doc2docx, "convert", convert)
    with pytest.raises(WorkbookError, match="паролем"):
        read(old)
