"""The one entry to the renderers: writes a paper into a file by its suffix, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_desktop import places
from shnor_desktop.errors import UserError
from shnor_desktop.papers.tree.lengths import fitted
from shnor_desktop.papers.tree.page import PageSettings
from shnor_desktop.papers.tree.paper import Paper

if TYPE_CHECKING:
    from shnor_desktop.papers.draw.pdf import Drawn, Step
    from shnor_desktop.papers.draw.template import Declines

SUFFIXES = (".pdf", ".docx", ".xlsx")


def data(paper: Paper, suffix: str, settings: PageSettings | None = None) -> bytes:
    """The paper as the bytes of a file of this kind."""
    return _renderer(suffix)(fitted(paper), settings or PageSettings())


def pages(paper: Paper, step: "Step | None" = None) -> "Drawn":
    """The paper on pages with the places of its figures, for the preview."""
    from shnor_desktop.papers.draw import pdf

    return pdf.draw(fitted(paper), PageSettings(), step)


def write(
    paper: Paper, path: Path, settings: PageSettings | None = None, *, step: "Step | None" = None
) -> None:
    """Write the paper; the file that was there stays as it is until the new one is complete. `step` hears how far the
    drawing of a PDF is and may stop it."""
    try:
        if step is not None and path.suffix.lower() == ".pdf":
            from shnor_desktop.papers.draw import pdf

            content = pdf.draw(fitted(paper), settings or PageSettings(), step).pdf
        else:
            content = data(paper, path.suffix, settings)
        with places.written_whole(path, private=False) as draft:
            draft.write_bytes(content)
    except OSError as error:
        raise _explained(path, error) from error


def write_on(paper: Paper, path: Path, blank: Path, forms: "Declines") -> None:
    """Write the paper on the office's own blank, a .docx with fields; `forms` puts the fields into their cases."""
    from shnor_desktop.papers.draw import template

    if path.suffix.lower() != ".docx":
        raise UserError(
            "На бланке Word документ сохраняют только как .docx.", "Укажите имя файла с расширением .docx."
        )
    try:
        content = blank.read_bytes()
    except OSError as error:
        raise UserError(
            f"Бланк «{blank.name}» не прочитан.", "Проверьте, что файл на месте и доступен."
        ) from error
    filled = template.data(content, blank.name, fitted(paper), forms)
    try:
        with places.written_whole(path, private=False) as draft:
            draft.write_bytes(filled)
    except OSError as error:
        raise _explained(path, error) from error


def _renderer(suffix: str) -> Callable[[Paper, PageSettings], bytes]:
    match suffix.lower():
        case ".pdf":
            from shnor_desktop.papers.draw import pdf

            return pdf.data
        case ".docx":
            from shnor_desktop.papers.draw import docx

            return docx.data
        case ".xlsx":
            from shnor_desktop.papers.draw import xlsx

            return xlsx.data
    raise UserError(
        f"Документ нельзя сохранить как «{suffix or 'файл без расширения'}».",
        "Выберите файл с расширением .pdf, .docx или .xlsx.",
    )


def _explained(path: Path, error: OSError) -> UserError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError(f"Папки «{path.parent}» нет.", "Выберите другую папку.")
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return UserError(f"«{path.name}» – это папка.", "Укажите имя файла.")
    if isinstance(error, PermissionError):
        return UserError(
            f"Файл «{path.name}» не удалось записать: он открыт в другой программе или запись запрещена.",
            "Закройте его в Word, Excel или просмотрщике либо сохраните документ под другим именем или в другую папку.",
        )
    if error.errno in places.FULL:
        full = places.no_temporary_room(path)
        return (
            UserError(*full)
            if full
            else UserError("На диске нет места для документа.", "Освободите место или выберите другой диск.")
        )
    return UserError(
        f"Файл «{path.name}» не удалось записать: ошибка носителя.",
        "Сохраните документ в другую папку.",
    )
