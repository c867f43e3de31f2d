"""Answers people gave about unclear workbooks, so that they are asked once."""

from sqlalchemy.orm import Mapped

from shnor_desktop.models.kind import Field, Record, RecordKind


class LearnedAnswer(Record):
    """An answer; identity is the key of the question."""

    __tablename__ = "learned_answer"
    question: Mapped[str]
    value: Mapped[str]
    text: Mapped[str]


KIND = RecordKind(
    code="learned_answer",
    record=LearnedAnswer,
    one="Ответ о книге",
    many="Ответы о книгах",
    title=lambda r, names: r.text or r.question,
    user_made=False,
    fields=(
        Field("text", "Вопрос"),
        Field("value", "Ответ"),
        Field("question", "Ключ вопроса", in_table=False),
    ),
)
