"""How somebody likes the columns of the grid: their order, widths, which are hidden and which stay in view. Kept on this
machine; columns are known by their sitting, which is the same one in every file."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QSettings

_KEY = "results/columns"
_NARROWEST = 40


class ColumnPlan:
    """Sittings are named by their uids."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings
        told = _read(settings)
        self._order: list[str] = _texts(told.get("order"))
        self._hidden: set[str] = set(_texts(told.get("hidden")))
        self._frozen: list[str] = _texts(told.get("frozen"))
        widths = told.get("widths")
        self._widths = (
            {str(key): one for key, one in widths.items() if isinstance(one, int)}
            if isinstance(widths, dict)
            else {}
        )
        names = told.get("names")
        self.names = names if isinstance(names, int) else 0
        """Width of the names of schools; 0 for what they need."""

    # --- asking --------------------------------------------------------------------------------------------------

    def arranged(self, uids: Sequence[bytes]) -> list[int]:
        """Numbers of the columns to show, from the left."""
        keys = [uid.hex() for uid in uids]
        shown = [key for key in self._in_order(keys) if key not in self._hidden]
        fixed = [key for key in shown if key in self._frozen]
        places = {key: at for at, key in enumerate(keys)}
        return [places[key] for key in (*fixed, *(key for key in shown if key not in self._frozen))]

    def _in_order(self, keys: list[str]) -> list[str]:
        """A column that was not there when the others were moved comes after its usual neighbour."""
        there = set(keys)
        found = [key for key in self._order if key in there]
        known = set(found)
        for at, key in enumerate(keys):
            if key not in known:
                found.insert(found.index(keys[at - 1]) + 1 if at else 0, key)
                known.add(key)
        return found

    def hidden_among(self, uids: Sequence[bytes]) -> list[int]:
        """Numbers of those that are hidden."""
        return [at for at, uid in enumerate(uids) if uid.hex() in self._hidden]

    def frozen_among(self, uids: Sequence[bytes]) -> int:
        """How many of these columns stay in view."""
        return sum(uid.hex() in self._frozen for uid in uids)

    def is_frozen(self, uid: bytes) -> bool:
        """Whether it stays in view."""
        return uid.hex() in self._frozen

    def width(self, uid: bytes) -> int:
        """What somebody gave it; 0 for what it needs."""
        return max(self._widths[uid.hex()], _NARROWEST) if uid.hex() in self._widths else 0

    # --- changing ------------------------------------------------------------------------------------------------

    def hide(self, *uids: bytes) -> None:
        """Show them no longer."""
        self._hidden |= {uid.hex() for uid in uids}
        self._keep()

    def show(self, uids: Sequence[bytes]) -> None:
        """Show them again."""
        self._hidden -= {uid.hex() for uid in uids}
        self._keep()

    def freeze(self, uid: bytes, frozen: bool) -> None:
        """Whether it stays in view while the others are scrolled."""
        self._frozen = [key for key in self._frozen if key != uid.hex()] + [uid.hex()] * frozen
        self._keep()

    def move(self, uids: Sequence[bytes], shown: Sequence[bytes], uid: bytes, place: int) -> None:
        """Put a column at a place among those that are shown; `uids` are all columns there are."""
        keys = self._in_order([one.hex() for one in uids])
        visible = [one.hex() for one in shown]
        visible.insert(place, visible.pop(visible.index(uid.hex())))
        # What is shown keeps the places it has among what is not.
        left = iter(visible)
        here = [next(left) if key in set(visible) else key for key in keys]
        self._order = here + [key for key in self._order if key not in set(here)]
        self._frozen = [key for key in visible if key in self._frozen] + [
            key for key in self._frozen if key not in set(visible)
        ]
        self._keep()

    def widen(self, uid: bytes, width: int) -> None:
        """Keep a width; 0 for what the column needs."""
        if width:
            self._widths[uid.hex()] = width
        else:
            self._widths.pop(uid.hex(), None)
        self._keep()

    def widen_names(self, width: int) -> None:
        """Keep the width of the names; 0 for what they need."""
        self.names = width
        self._keep()

    def forget(self) -> None:
        """As the program arranges them."""
        self._order, self._hidden, self._frozen, self._widths, self.names = [], set(), [], {}, 0
        self._keep()

    def _keep(self) -> None:
        if self._settings is not None:
            told = {
                "order": self._order,
                "hidden": sorted(self._hidden),
                "frozen": self._frozen,
                "widths": self._widths,
                "names": self.names,
            }
            self._settings.setValue(_KEY, json.dumps(told))


def _read(settings: QSettings | None) -> dict[str, object]:
    """What was kept; settings that somebody spoiled are none."""
    try:
        told = json.loads(str(settings.value(_KEY) or "{}")) if settings is not None else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _texts(told: object) -> list[str]:
    return [str(one) for one in told] if isinstance(told, list) else []
