"""What was entered together and not taken goes with what was, and comes back with it."""

from shnor_desktop.operations.results.grid_entry import Edit, RefusedEdit
from shnor_desktop.ui.results.rows import Place
from shnor_desktop.ui.results.sheet.blocks import Blocks, place_of


def text(cell: int, typed: str = "много") -> RefusedEdit:
    return RefusedEdit("СОШ № 1", "ВПР", typed, "не результат", Edit(bytes([cell]), b"s", typed))


def shown(*texts: RefusedEdit) -> dict[Place, RefusedEdit]:
    return {place_of(one): one for one in texts}


def test_a_block_goes_and_comes_with_its_action() -> None:
    first, second, alone = text(1), text(2), text(3)
    blocks = Blocks()
    blocks.add([alone], written=False)
    blocks.latest = "paste"
    blocks.add([first, second], written=True)
    assert blocks.of(second).texts == (first, second) and blocks.of(second).action == "paste"
    assert blocks.of(alone).action is None and blocks.of(text(9)).texts == (text(9),)
    blocks.latest = "undo"
    back, gone = blocks.reverse("paste", "undo", shown(first, second, alone))
    assert not back and gone == (place_of(first), place_of(second)) and blocks.latest is None
    back, gone = blocks.reverse("undo", "redo", shown(alone))
    assert back == (first, second) and not gone
    assert blocks.latest == "paste", "what was brought back is what would be taken back next"
    assert blocks.reverse("paste", "again", shown(*back))[1] == (place_of(first), place_of(second))


def test_a_block_follows_what_was_revoked_in_the_history_back_and_forth() -> None:
    """There is no undo of the block itself: the revocation is taken back, and taken back again."""
    typed = text(1)
    blocks = Blocks()
    blocks.latest = "paste"
    blocks.add([typed], written=True)
    assert blocks.reverse("paste", "revert", shown(typed)) == ((), (place_of(typed),))
    for again in ("1", "2"):
        assert blocks.reverse("revert", f"undo {again}", {}) == ((typed,), ())
        assert blocks.reverse(f"undo {again}", f"redo {again}", shown(typed)) == ((), (place_of(typed),))


def test_what_was_entered_later_stays() -> None:
    first, second = text(1), text(2)
    blocks = Blocks()
    blocks.latest = "paste"
    blocks.add([first, second], written=True)
    later = text(1)
    assert later == first
    assert blocks.reverse("paste", "undo", shown(later, second)) == ((), (place_of(second),))
    assert blocks.reverse("undo", "redo", shown(text(2, "мало"))) == ((), ())
    assert blocks.reverse("another", "undo of another", shown(later)) == ((), ())
