"""A file that a record keeps: its name, size and what names its bytes, which lie once in the document, whoever keeps them."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models import fields
from shnor_desktop.rules.admissible import LARGEST_FILE


class Attached:
    """Columns of a kind whose records may keep a file. They are filled by the verb that attaches it, not typed."""

    file_name: Mapped[str] = fields.line("Файл", in_form=False)
    file_size: Mapped[int | None] = fields.number(
        "Размер файла", most=LARGEST_FILE, unit="байт", in_form=False
    )
    file_sha: Mapped[str] = fields.line("Содержимое файла", in_table=False, in_form=False)
    """SHA-256 of the bytes as hex text."""


FILE = frozenset(Attached.__annotations__)
"""They change together, by the verbs that attach a file and take it away."""
