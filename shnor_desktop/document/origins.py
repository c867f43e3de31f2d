"""Who first said what a question is about: a question that was decided and asked again repeats older words."""

from collections.abc import Sequence

from shnor_desktop.document.derive import DELETED, Said


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


def origin(one: Said, said: Sequence[Said]) -> Said:
    """The change this one repeats, itself when it repeats none."""
    by_id = {item.id: item for item in said}
    while beside(one, said):
        decided = max((by_id[key] for key in one.replaced if key in by_id), key=lambda old: old.rank)
        known = [by_id[key] for key in decided.replaced if key in by_id]
        if one.field_no:
            older = [old for old in known if old.is_array or old.value == one.value]
            exact = [old for old in older if not old.is_array] or older
        elif deletes(one):
            exact = [old for old in known if deletes(old)]
        else:
            exact = unknowing(known, [old for old in said if old.rank < decided.rank])
        if not exact:
            return one
        one = max(exact, key=lambda old: old.rank)
    return one


def unknowing(known: Sequence[Said], earlier: Sequence[Said]) -> list[Said]:
    """Words of those who did not know of the deletion."""
    deleted = frozenset().union(*(old.replaced for old in known if deletes(old)))
    return [old for old in earlier if not deletes(old) and old.id not in deleted]
