"""Who first said what a question is about: a question that was decided and asked again repeats older words."""

from collections.abc import Callable, Iterable, Sequence

from shnor_desktop.document.state.row import DELETED, ChangeId, Said


def deletes(one: Said) -> bool:
    """Whether it says that the row is gone."""
    return one.field_no == 0 and one.value == DELETED


_Twins = tuple[bytes, int, int, frozenset[ChangeId]]


class Words:
    """All that was said of one row, to be asked where a word comes from."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.by_id = {one.id: one for one in said}
        self._twins: dict[_Twins, list[Said]] = {}
        for one in said:
            if not one.is_array and one.replaced:
                self._twins.setdefault(_twins(one), []).append(one)

    def beside(self, one: Said) -> list[Said]:
        """Other changes of the same undo of a decision, which stand beside this one."""
        if one.is_array or not one.replaced:
            return []
        return [other for other in self._twins[_twins(one)] if other is not one]

    def _is_beside(self, one: Said) -> bool:
        return not one.is_array and bool(one.replaced) and len(self._twins[_twins(one)]) > 1

    def origin(self, one: Said, taken_back: Callable[[Said], bool] = lambda one: False) -> Said:
        """The change this one repeats, itself when it repeats none. `taken_back` tells what was said by undoing a
        decision, which only repeats too."""
        while self._is_beside(one) or taken_back(one):
            known = [self.by_id[key] for key in one.replaced if key in self.by_id]
            if not known:
                return one
            exact = self._repeated(one, max(known, key=lambda old: old.rank))
            if not exact:
                return one
            one = max(exact, key=lambda old: old.rank)
        return one

    def _repeated(self, one: Said, decided: Said) -> list[Said]:
        """Words among those a decision answered that say the same."""
        known = [self.by_id[key] for key in decided.replaced if key in self.by_id]
        if one.field_no:
            older = [old for old in known if old.is_array or old.value == one.value]
            return [old for old in older if not old.is_array] or older
        if deletes(one):
            return [old for old in known if deletes(old)]
        return unknowing(known, [old for old in self.by_id.values() if old.rank < decided.rank])


def _twins(one: Said) -> _Twins:
    return one.id[0], one.lamport, one.field_no, one.replaced


def unknowing(known: Sequence[Said], earlier: Sequence[Said]) -> list[Said]:
    """Words of those who did not know of the deletion."""
    deleted = frozenset().union(*(old.replaced for old in known if deletes(old)))
    return [old for old in earlier if not deletes(old) and old.id not in deleted]


def in_order(replaced: Iterable[Said]) -> list[ChangeId]:
    """Names of replaced words as a change of a row's life lists them: the life first, the newest of it ahead."""
    return [one.id for one in sorted(replaced, key=lambda one: (one.field_no == 0, one.rank), reverse=True)]
