"""What a person corrects in the preview of an import: gathers it, takes steps back, says what is lost by closing."""

from collections.abc import Sequence

from shnor_desktop.operations.results.corrections import school_skip_keys
from shnor_desktop.operations.results.preview import Prepared, PreviewLine
from shnor_desktop.rules.words.russian import counted
from shnor_desktop.sheets.book.amending import PASS_OVER, RowCells, cell_key, column_skip_key, row_key
from shnor_desktop.sheets.book.problems import CellRef
from shnor_desktop.sheets.results.questions import kin_of

Snapshot = tuple[dict[str, str], dict[str, str], set[str]]


class Corrections:
    """Answers, decisions and put-back answers of one import, with the steps that led to them."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.decisions: dict[str, str] = {}
        self.forgotten: set[str] = set()
        """Keys of remembered answers that no longer hold."""
        self._steps: list[Snapshot] = []

    @property
    def settled(self) -> int:
        """How much would be lost by closing."""
        return len(self.answers) + len(self.decisions) + len(self.forgotten)

    @property
    def steps(self) -> int:
        """How many corrections can be taken back."""
        return len(self._steps)

    def _step(self) -> None:
        self._steps.append((dict(self.answers), dict(self.decisions), set(self.forgotten)))

    def undo(self) -> bool:
        """Take the last correction back."""
        if not self._steps:
            return False
        answers, decisions, self.forgotten = self._steps.pop()
        for held, before in ((self.answers, answers), (self.decisions, decisions)):
            held.clear()
            held.update(before)
        return True

    def amend(self, source: str, cells: dict[CellRef, str]) -> None:
        """Cells said anew."""
        self._step()
        self.answers |= {cell_key(source, where): value for where, value in cells.items()}

    def skip_rows(self, prepared: Prepared, lines: Sequence[PreviewLine]) -> None:
        """Rows are not loaded."""
        self._step()
        for line in lines:
            if line.cell is not None:
                self.answers[row_key(prepared.plan.books[line.book].source, line.cell)] = PASS_OVER

    def skip_school(self, prepared: Prepared, line: PreviewLine) -> None:
        """A school is not loaded from books of this source."""
        self._step()
        keys = school_skip_keys(prepared.plan, line.book, line.owner, line.school)
        self.decisions |= dict.fromkeys(keys, PASS_OVER)
        self.forgotten -= set(keys)

    def skip_column(self, prepared: Prepared, line: PreviewLine) -> bool:
        """The column of the refused cell is not loaded; False when it has no heading to be known by."""
        cell = line.cell
        if cell is None:
            return False
        book = prepared.reading.books[line.book]
        for sheet in book.sheets:
            place = cell.row if sheet.across else cell.column
            heading = next((one.heading for one in sheet.columns if one.column == place), "")
            if sheet.name == cell.sheet and heading:
                self._step()
                key = column_skip_key(kin_of(book.source), sheet.name, heading)
                self.answers[key] = PASS_OVER
                self.forgotten.discard(key)
                return True
        return False

    def put_back(self, prepared: Prepared, lines: Sequence[PreviewLine]) -> None:
        """What was settled, now or at an earlier import, no longer holds."""
        self._step()
        for line in lines:
            self._drop_places(line)
            for key in line.keys:
                given = self.answers.pop(key, None), self.decisions.pop(key, None)
                if given == (None, None) or line.kind != "amended":
                    self.forgotten.add(key)

    def _drop_places(self, line: PreviewLine) -> None:
        """A row that was passed over may have been named by any of its cells."""
        cell = line.cell
        if line.kind != "skipped" or cell is None:
            return
        prefixes = [key.rpartition(":")[0] for key in line.keys if key.startswith("row:")]
        for key in [key for key in self.answers if key.rpartition(":")[0] in prefixes]:
            sheet, _, address = key.rpartition(":")[2].rpartition("!")
            if sheet == cell.sheet and address.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(cell.row):
                del self.answers[key]

    def sure_to_close(self, more: int) -> tuple[str, str]:
        """The question before settled answers are dropped; empty when there are none."""
        number = self.settled + more
        if not number:
            return "", ""
        what = counted(number, "ответ или исправление", "ответа и исправления", "ответов и исправлений")
        return (
            f"Закрыть загрузку? Пропадёт то, что решено: {what}.",
            "В файл ещё ничего не записано. При новой загрузке решать придётся снова.",
        )


def cells_of(prepared: Prepared, line: PreviewLine) -> RowCells | None:
    """The cells of a refused line."""
    rows = prepared.reading.books[line.book].refused_rows
    return next((one for one in rows if one.where == line.cell), None)


def same_content(prepared: Prepared, line: PreviewLine, others: Sequence[PreviewLine]) -> list[CellRef]:
    """Refused cells that say the same as that of the line, of the same reason."""
    said = {
        one.where: text
        for one in prepared.reading.books[line.book].refused_rows
        for where, _, text in one.cells
        if where == one.where
    }
    wanted = said.get(line.cell) if line.cell is not None else None
    cells = (one.cell for one in others if one.cell is not None and one.cell != line.cell)
    return [cell for cell in dict.fromkeys(cells) if wanted is not None and said.get(cell) == wanted]
