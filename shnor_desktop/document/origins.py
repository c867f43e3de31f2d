"""Who first said what a question is about: a question that was decided and asked again repeats older words."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from shnor_desktop.document.derive import DELETED, ChangeId, Said


def beside(one: Said, said: Sequence[Said]) -> list[Said]:
    """Other changes of the same undo of a decision, which stand beside this one."""
    if one.is_array or not one.replaced:
        return []
    same = (one.id[0], one.lamport, one.field_no, one.replaced)
    return [
        other
        for other in said
        if other is not one
        and not other.is_array
        and (other.id[0], other.lamport, other.field_no, other.replaced) == same
    ]


def deletes(one: Said) -> bool:
    """Whether it says that the row is gone."""
    return one.field_no == 0 and one.value == DELETED


def origin(one: Said, said: Sequence[Said], taken_back: Callable[[Said], bool] = lambda one: False) -> Said:
    """The change this one repeats, itself when it repeats none. `taken_back` tells what was said by undoing a
    decision, which only repeats too."""
    by_id = {item.id: item for item in said}
    while beside(one, said) or taken_back(one):
        known = [by_id[key] for key in one.replaced if key in by_id]
        if not known:
            return one
        exact = _repeated(one, max(known, key=lambda old: old.rank), by_id)
        if not exact:
            return one
        one = max(exact, key=lambda old: old.rank)
    return one


def _repeated(one: Said, decided: Said, by_id: Mapping[ChangeId, Said]) -> list[Said]:
    """Words among those a decision answered that say the same."""
    known = [by_id[key] for key in decided.replaced if key in by_id]
    if one.field_no:
        older = [old for old in known if old.is_array or old.value == one.value]
        return [old for old in older if not old.is_array] or older
    if deletes(one):
        return [old for old in known if deletes(old)]
    return unknowing(known, [old for old in by_id.values() if old.rank < decided.rank])


def unknowing(known: Sequence[Said], earlier: Sequence[Said]) -> list[Said]:
    """Words of those who did not know of the deletion."""
    deleted = frozenset().union(*(old.replaced for old in known if deletes(old)))
    return [old for old in earlier if not deletes(old) and old.id not in deleted]


def in_order(replaced: Iterable[Said]) -> list[ChangeId]:
    """Names of replaced words as a change of a row's life lists them: the life first, the newest of it ahead."""
    return [one.id for one in sorted(replaced, key=lambda one: (one.field_no == 0, one.rank), reverse=True)]
