"""Import parcels: one workbook or pasted block taken in at once, undoable weeks later."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models.kind import Editor, Field, Record, RecordKind


class Parcel(Record):
    """Where results came from."""

    __tablename__ = "parcel"
    title: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    imported_on: Mapped[str]


KIND = RecordKind(
    code="parcel",
    record=Parcel,
    one="Загрузка",
    many="Загрузки",
    title=lambda r, names: r.title,
    user_made=False,
    fields=(
        Field("title", "Загрузка"),
        Field("file_name", "Файл"),
        Field("sha256", "Контрольная сумма", in_table=False),
        Field("imported_on", "Дата", Editor.DATE),
    ),
)
