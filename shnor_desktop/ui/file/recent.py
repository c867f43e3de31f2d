"""The files opened lately: kept on the machine, also those whose stick is away, until somebody takes them off the list."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings

from shnor_desktop import places
from shnor_desktop.ui.kit.jobs import Standing

_MOST = 10
_RECENT, _LAST, _WORKING = "files/recent", "files/last", "files/working"


@dataclass(frozen=True, slots=True)
class Recent:
    """A file of the list as it was found."""

    path: Path
    opens: Path | None
    """What is opened: the file, or the copy on this computer while its stick is away. None when there is neither."""
    changed: datetime | None = None
    """When what is opened was last written."""
    folder_there: bool = True


def look(path: Path, copy: Path | None = None) -> Recent:
    """Whether it is there. A share that does not answer takes its time: never on the thread of the window or of the file."""
    for one in (path, copy):
        if one is not None and (changed := _changed(one)) is not None:
            return Recent(path, one, changed)
    return Recent(path, None, folder_there=places.is_folder(path.parent))


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime) if path.is_file() else None
    except (OSError, ValueError, OverflowError):
        return None


class RecentFiles:
    """In the settings of this machine; only of copies on this computer it is looked here whether they are there."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def paths(self) -> list[Path]:
        """As people know them, the last first, also those that another window opened since."""
        self._settings.sync()
        return [Path(one) for one in self._list(_RECENT)]

    def working(self) -> dict[Path, Path]:
        """Where files of sticks are worked on, for when the stick is away."""
        return {
            Path(source): Path(copy)
            for source, _, copy in (pair.partition("|") for pair in self._list(_WORKING))
        }

    def note(self, standing: Standing) -> None:
        """This file was opened."""
        if standing.shown is None or standing.path is None:
            return
        path, known = standing.shown.absolute(), self.paths()
        if standing.source is not None:
            working = {**self.working(), path: standing.path}
            pairs = [f"{source}|{copy}" for source, copy in working.items() if copy.is_file()]
            self._settings.setValue(_WORKING, pairs)
        others = [one for one in known if one not in (path, standing.path)]
        self._settings.setValue(_RECENT, [str(one) for one in [path, *others][:_MOST]])
        if not standing.read_only:
            self._settings.setValue(_LAST, str(path))

    def forget(self, path: Path) -> None:
        """Take it off the list; the file stays."""
        self._settings.setValue(_RECENT, [str(one) for one in self.paths() if one != path])
        if self.last() == path:
            self.leave()

    def leave(self) -> None:
        """The file was closed: the next start opens none."""
        self._settings.setValue(_LAST, "")

    def last(self) -> Path | None:
        """The file that was open when the program ended, be it there or not."""
        name = str(self._settings.value(_LAST, "") or "")
        return Path(name) if name else None

    def _list(self, key: str) -> list[str]:
        stored = self._settings.value(key)
        return [stored] if isinstance(stored, str) and stored else stored if isinstance(stored, list) else []
