"""Which texts that were not taken were entered together, and with which action of the file: what takes the action back
takes them with it, what brings it back brings them too."""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from shnor_desktop.operations.results.grid_entry import RefusedEdit
from shnor_desktop.ui.results.rows import Place


class Block(NamedTuple):
    """What of one entry or one pasted block was not taken."""

    texts: tuple[RefusedEdit, ...]
    action: Hashable = None
    """What the rest of it was written by; None where nothing was."""


class Blocks:
    """Texts are known by being the very ones: what was entered anew into their cells belongs to another block."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._withdrawn: dict[Hashable, Block] = {}
        """By the action that took the block back."""
        self._brought: dict[Hashable, tuple[RefusedEdit, ...]] = {}
        """By the action that brought them again."""
        self.latest: Hashable = None
        """The action of the file that would be taken back next, where it is known."""

    def add(self, texts: Sequence[RefusedEdit], *, written: bool) -> None:
        """A block was entered just now; whether the last action wrote something of it."""
        if texts:
            self._blocks.append(Block(tuple(texts), self.latest if written else None))

    def of(self, text: RefusedEdit) -> Block:
        """The block of a text."""
        return next((one for one in self._blocks if any(text is its for its in one.texts)), Block((text,)))

    def reverse(
        self, action: Hashable, by: Hashable, standing: Mapping[Place, RefusedEdit]
    ) -> tuple[tuple[RefusedEdit, ...], tuple[Place, ...]]:
        """An action was taken back by another one: texts that come again, and places whose texts go."""
        again = self._withdrawn.get(action, Block(()))
        back = tuple(one for one in again.texts if place_of(one) not in standing)
        self.latest = again.action
        mine = [one for block in self._blocks if block.action == action for one in block.texts]
        mine += self._brought.get(action, ())
        gone = tuple(one for one in mine if standing.get(place_of(one)) is one)
        self._withdrawn[by], self._brought[by] = Block(gone, action), back
        return back, tuple(map(place_of, gone))


def place_of(text: RefusedEdit) -> Place:
    """The cell it was meant for."""
    return text.edit.school, text.edit.sitting
