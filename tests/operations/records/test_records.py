"""Records of any kind: rows with titles, saving, natural identities, refusals, texts, deletion."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.models import uids
from shnor_desktop.models.kinds import BY_CODE, KINDS
from shnor_desktop.models.values import Value, parse
from shnor_desktop.operations.records import records, typed
from shnor_desktop.rules.words.school_names import normalise

MATHS = uids.subject("МА")
VPR_MATHS_5 = uids.procedure("vpr", MATHS, "", 5)


def row(session: Session, code: str, uid: bytes) -> records.Row:
    (found,) = records.rows(session, code, [uid])
    return found


def text(found: records.Row, code: str, name: str) -> str:
    names = [field.name for field in BY_CODE[code].fields]
    return found.texts[names.index(name)]


@pytest.mark.parametrize(
    ("kind", "field", "text", "code"),
    [
        ("paper", "state", "Подписана", "signed"),
        ("paper", "kind", "другая", "other"),
        ("part", "place", "пункты бумаги", "points"),
        ("link", "role", "основание бумаги", "paper_act"),
    ],
)
def test_choices_are_read_as_books_of_earlier_versions_call_them(
    kind: str, field: str, text: str, code: str
) -> None:
    wanted = BY_CODE[kind].field(field)
    assert parse(wanted, text) == code
    assert text.casefold() not in [label.casefold() for _, label in wanted.choices]


def test_rows_name_what_they_refer_to(document: Document) -> None:
    with document.read() as session:
        found = row(session, "procedure", VPR_MATHS_5)
    assert found.title == "ВПР МА 5"
    assert text(found, "procedure", "subject") == "Математика"
    assert text(found, "procedure", "family") == "ВПР"


def test_rows_stand_in_their_own_order(document: Document) -> None:
    with document.read() as session:
        subjects = [one.title for one in records.rows(session, "subject")]
        procedures = [one.title for one in records.rows(session, "procedure")]
    assert subjects[:3] == ["Русский язык", "Математика", "Алгебра"]
    assert procedures.index("ВПР РУ 5") < procedures.index("ВПР РУ 10")


def test_the_number_of_queries_does_not_grow_with_the_rows(document: Document) -> None:
    with document.read() as session:
        statements: list[str] = []
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))
        assert len(records.rows(session, "procedure")) > 50
    assert len(statements) == 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_is_read_and_has_a_form(document: Document, kind: object) -> None:
    code = kind.code  # type: ignore[attr-defined]
    with document.read() as session:
        for one in records.rows(session, code):
            assert len(one.texts) == len(one.values) == len(BY_CODE[code].shown)
            assert one.title
        facts = records.form(session, code, None)
    assert set(facts.values) == {field.name for field in BY_CODE[code].shown}


def test_a_new_record_of_a_natural_kind_has_the_uid_every_office_gives_it(document: Document) -> None:
    with document.write("Добавлено") as session:
        uid = records.save(session, "subject", None, {"short": " кл ", "name": "Краеведение"})
    assert uid == uids.subject("КЛ")
    with document.read() as session:
        assert text(row(session, "subject", uid), "subject", "short") == "КЛ"


def test_a_school_typed_by_hand_is_known_by_name_and_place(document: Document) -> None:
    with document.write("Добавлено") as session:
        uid = records.save(session, "school", None, {"name": "Заречная СОШ", "place": "с. Заречное"})
    assert uid == uids.school("", "", normalise("Заречная СОШ"), "с. Заречное")


def test_the_same_record_is_not_added_twice(document: Document) -> None:
    with (
        pytest.raises(UserError, match="Предмет «Математика» уже есть"),
        document.write("Добавлено") as session,
    ):
        records.save(session, "subject", None, {"short": "ма", "name": "Ещё математика"})


def test_a_record_is_not_changed_into_another_one(document: Document) -> None:
    with pytest.raises(UserError, match="«Русский язык» уже есть"), document.write("Изменено") as session:
        records.save(session, "subject", MATHS, {"short": "РУ"})


def test_a_renamed_record_leaves_its_birth_name_free(document: Document) -> None:
    with document.write("Изменено") as session:
        records.save(session, "subject", MATHS, {"short": "МТ"})
        fresh = records.save(session, "subject", None, {"short": "МА", "name": "Математический анализ"})
    assert fresh != MATHS
    with document.read() as session:
        assert row(session, "subject", MATHS).title == "Математика"
        assert row(session, "subject", fresh).title == "Математический анализ"


def test_required_fields_are_asked_for(document: Document) -> None:
    with (
        pytest.raises(UserError, match="Поле «Название» не заполнено"),
        document.write("Добавлено") as session,
    ):
        records.save(session, "subject", None, {"short": "КЛ"})
    with (
        pytest.raises(UserError, match="Поле «Название» не заполнено"),
        document.write("Изменено") as session,
    ):
        records.save(session, "subject", MATHS, {"name": "  "})


def test_what_was_not_given_is_empty_and_not_missing(document: Document) -> None:
    with document.write("Добавлено") as session:
        uid = records.save(
            session, "school", None, {"name": "Заречная СОШ", "opened_on": None, "rural": None}
        )
    with document.read() as session:
        kept = records.form(session, "school", uid).values
    assert kept["opened_on"] == "" and kept["rural"] is False and kept["parent"] is None


def test_a_saved_profile_gets_a_new_version(document: Document) -> None:
    with document.write("Изменено") as session:
        records.save(session, "method_profile", uids.DEFAULT_PROFILE, {"threshold": 25})
    with document.write("Изменено") as session:
        records.save(session, "method_profile", uids.DEFAULT_PROFILE, {"threshold": 25})
    with document.read() as session:
        kept = records.form(session, "method_profile", uids.DEFAULT_PROFILE).values
    assert (kept["threshold"], kept["version"]) == (25, 2)


def test_a_deleted_record_cannot_be_changed(document: Document) -> None:
    with pytest.raises(UserError, match="карточки больше нет"), document.write("Изменено") as session:
        records.save(session, "subject", uids.subject("НЕТ"), {"name": "Нет"})


def test_typed_texts_are_understood(document: Document) -> None:
    with document.write("Вставлено") as session:
        texts = {"family": "ркр", "subject": " русский  ЯЗЫК ", "programme_grade": "7", "level": ""}
        assert typed.save_texts(session, "procedure", [typed.Edit(None, texts)]) == 1
    uid = uids.procedure("rkr", uids.subject("РУ"), "", 7)
    with document.read() as session:
        assert row(session, "procedure", uid).title == "РКР РУ 7"


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"subject": "Нумерология"}, "«Нумерология» нет среди карточек «Предметы»"),
        ({"programme_grade": "пятый"}, "не целое число"),
        ({"family": "ВПР и ОГЭ"}, "не подходит для поля «Вид»"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(
    document: Document, texts: dict[str, str], told: str
) -> None:
    edits = [typed.Edit(VPR_MATHS_5, {"title": "Своё"}), typed.Edit(VPR_MATHS_5, texts)]
    with pytest.raises(UserError, match=f"Строка 2: .*{told}"), document.write("Вставлено") as session:
        typed.save_texts(session, "procedure", edits)
    with document.read() as session:
        assert row(session, "procedure", VPR_MATHS_5).title == "ВПР МА 5"


def test_a_title_that_means_two_records_is_not_guessed(document: Document) -> None:
    with document.write("Добавлено") as session:
        for place in ("с. Заречное", "д. Ключи"):
            records.save(session, "school", None, {"name": "Начальная школа", "place": place})
    with pytest.raises(UserError, match="несколько"), document.write("Вставлено") as session:
        edit = typed.Edit(None, {"school": "начальная школа", "system": "другой", "code": "1"})
        typed.save_texts(session, "school_code", [edit])


def test_an_exam_is_taken_at_its_grade(document: Document) -> None:
    with document.write("Добавлено") as session:
        given: dict[str, Value] = {"family": "ege", "subject": uids.subject("АС"), "programme_grade": 0}
        uid = records.save(session, "procedure", None, given)
        records.save(session, "procedure", uid, {"programme_grade": 7})
    assert uid == uids.procedure("ege", uids.subject("АС"), "", 11)
    with document.read() as session:
        assert records.form(session, "procedure", uid).values["programme_grade"] == 11


def test_what_others_refer_to_stays(document: Document) -> None:
    with pytest.raises(UserError) as refused, document.write("Удалено") as session:
        records.delete(session, "subject", [MATHS])
    assert "«Математика»" in refused.value.what_happened
    assert "оценочные процедуры: " in refused.value.what_happened


def test_what_belongs_to_a_record_goes_with_it(document: Document) -> None:
    with document.write("Добавлено") as session:
        school = records.save(session, "school", None, {"name": "Заречная СОШ"})
        records.save(
            session, "school_code", None, {"school": school, "system": "fisoko", "code": "sch420001"}
        )
        records.save(session, "school_alias", None, {"school": school, "spelling": "МБОУ Заречная СОШ"})
    with document.write("Удалено") as session:
        assert records.delete(session, "school", [school]) == 1
    with document.read() as session:
        assert not records.rows(session, "school_code") and not records.rows(session, "school_alias")
    document.undo()
    with document.read() as session:
        assert row(session, "school", school).title == "Заречная СОШ"
        assert len(records.rows(session, "school_code")) == len(records.rows(session, "school_alias")) == 1


def test_a_branch_stays_without_its_school_or_goes_with_it(document: Document) -> None:
    with document.write("Добавлено") as session:
        main = records.save(session, "school", None, {"name": "Заречная СОШ"})
        branch = records.save(session, "school", None, {"name": "Ключевская НОШ", "parent": main})
    with document.write("Удалено") as session:
        assert records.delete(session, "school", [main]) == 1
    with document.read() as session:
        assert records.form(session, "school", branch).values["parent"] is None
    document.undo()
    with document.read() as session:
        assert records.form(session, "school", branch).values["parent"] == main
    with document.write("Удалено") as session:
        assert records.delete(session, "school", [main, branch]) == 2


def test_a_learned_spelling_is_kept_in_its_normal_form(document: Document) -> None:
    with document.write("Добавлено") as session:
        school = records.save(session, "school", None, {"name": "Заречная СОШ"})
        alias = records.save(
            session, "school_alias", None, {"school": school, "spelling": "МБОУ «Заречная СОШ»"}
        )
    assert alias == uids.school_alias(normalise("МБОУ «Заречная СОШ»"))


def test_drafts_are_called_what_they_will_be_called(document: Document) -> None:
    with document.read() as session:
        given: dict[str, Value] = {"family": "rkr", "subject": MATHS, "programme_grade": 8}
        assert records.draft_title(session, "procedure", None, given) == "РКР МА 8"
        assert records.draft_title(session, "subject", MATHS, {"name": "Матанализ"}) == "Матанализ"


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["Физика"], "Изменено: предмет «Физика»"),
        (["МБОУ «Заречная СОШ»"], "Изменено: предмет «МБОУ „Заречная СОШ“»"),
        ([""], "Изменено: предмет"),
        (["Физика", "Химия"], "Изменено: предметы (2)"),
    ],
)
def test_the_history_names_what_was_done(titles: list[str], told: str) -> None:
    assert records.action_title("subject", "Изменено", titles) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "Удалена 1\u00a0карточка"),
        (3, "Удалено 3\u00a0карточки"),
        (11, "Удалено 11\u00a0карточек"),
        (21, "Удалена 21\u00a0карточка"),
    ],
)
def test_deletion_is_told_in_russian(count: int, told: str) -> None:
    assert records.deleted_text(count) == told


def test_no_record_leads_back_to_itself_however_long_the_way(document: Document) -> None:
    with document.write("Школы") as session:
        first, second, third = (
            records.save(session, "school", None, {"name": f"{name} СОШ"}) for name in ("А", "Б", "В")
        )
        records.save(session, "school", second, {"parent": first})
        records.save(session, "school", third, {"parent": second})
    for target in (first, third):
        with document.write("Круг") as session, pytest.raises(UserError, match="«Филиал школы»"):
            records.save(session, "school", first, {"parent": target})


@pytest.mark.parametrize("field", ["parent", "successor_of"])
def test_no_school_is_its_own_branch_or_successor(document: Document, field: str) -> None:
    with document.write("Школы") as session:
        one, two, three = (
            records.save(session, "school", None, {"name": name})
            for name in ("Ивовая", "Липовая", "Сосновая")
        )
        records.save(session, "school", two, {field: one})
        records.save(session, "school", three, {field: two})
        for last in (one, two, three):
            with pytest.raises(UserError, match="на саму себя"):
                records.save(session, "school", one, {field: last})
