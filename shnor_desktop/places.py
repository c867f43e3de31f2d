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


def keep_details(error: BaseException) -> Path | None:
    """Where the details of a mistake of our own were written, for its developers; None when they cannot be."""
    import time
    import traceback

    try:
        path = user_data() / f"ошибка {time.strftime('%Y-%m-%d %H-%M-%S')}.txt"
        path.write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")
    except OSError:
        return None
    return path
