"""Where the program's own files and this user's folders are, from a checkout and from the frozen bundle."""

import sys
from pathlib import Path

APP_NAME = "shnor-desktop"


def resources() -> Path:
    """Folder of fonts, icons, help pages and dictionaries that ship with the program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


def user_data() -> Path:
    """This user's folder for read-only views and other files of this machine; made when missing."""
    import platformdirs

    return Path(platformdirs.user_data_path(APP_NAME, appauthor=False, ensure_exists=True))
