"""Orders: drafts from what the file knows, points in their cases, numbers, signing for good."""

from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.errors import UserError
from shnor_desktop.operations.orders import contents, drafts, register, signing, templates
from shnor_desktop.operations.papers import batch, registry
from shnor_desktop.operations.records import records
from shnor_desktop.papers.programme.facts import FOR_HELP
from shnor_desktop.papers.tree.paper import Paper, Points, Signature, Table, plain, runs_of
from tests.operations.district import District


def texts(paper: Paper) -> list[str]:
    return [plain(inline).replace("\u00a0", " ") for block in paper.blocks() for inline in runs_of(block)]


def save(session: Session, code: str, **given: Any) -> bytes:
    return records.save(session, code, None, given)


def composed(document: Document, uid: bytes) -> Paper:
    with document.read() as session:
        return registry.compose(session, "order", order=uid)


@pytest.fixture
def district(document: Document) -> dict[str, bytes]:
    with document.write("Район") as session:
        made = {
            "office": save(
                session,
                "office",
                name="Управление образования",
                head_post="Начальник",
                head_name="Образцова Анна Петровна",
                order_suffix="-од",
            )
        }
        made["school"] = save(session, "school", name="Заречная СОШ")
        made["person"] = save(session, "person", name="Примерова Вера Ильинична", post="методист")
        made["curator"] = save(
            session, "assignment", role="curator", person=made["person"], for_school=made["school"]
        )
        made["programme"] = save(session, "programme", kind="roadmap", title="Поддержка школ")
        part = save(session, "part", programme=made["programme"], place="plan", title="План")
        save(session, "activity", part=part, text="Провести семинар", due_text="май", responsible="методист")
        save(
            session,
            "school_status",
            school=made["school"],
            kind="low_result",
            basis="order",
            basis_text="приказ региона № 3",
        )
        made["event"] = save(
            session,
            "event",
            kind="visit",
            title="Выезд",
            starts="2026-03-12",
            agenda="10.00 Уроки\nБеседа",
            schools=((made["school"], ""),),
        )
    return made


def draft(document: Document, district: dict[str, bytes], template: str, **given: Any) -> bytes:
    asks = {code: district[code] for code in templates.TEMPLATES[template].asks}
    return drafts.prepare(document, template, {"date": "2026-09-01", **asks, **given})


@pytest.mark.parametrize("usual", templates.TEMPLATES)
def test_every_usual_order_prints_and_every_figure_has_its_record(
    document: Document, district: dict[str, bytes], usual: str, tmp_path: Path
) -> None:
    uid = draft(document, district, usual)
    paper = composed(document, uid)
    told = texts(paper)
    assert "ПРОЕКТ" in told
    assert templates.TEMPLATES[usual].kind or ("ПРИКАЗ" in told and "ПРИКАЗЫВАЮ:" in told)
    assert not [
        run for block in paper.blocks() for inline in runs_of(block) for run in inline if run.is_untraced
    ]
    asked = ("Не указано: заголовок.", "Не заполнено: ", "Пункт 1: нет текста", "Решение 1: нет текста")
    empty = [one for one in paper.doubts if one.startswith(("Раздел «", "Приложение «"))]
    assert not [one for one in paper.doubts if not one.startswith(asked) and one not in empty]
    lacking = ("Основания не указаны.", "Результатов за эти годы нет.", "Показателей у программы нет.")
    assert not set(lacking) & set(told), "what need not be there is left out"
    assert any(one.startswith(asked[1:]) for one in paper.doubts) == any("____" in one for one in told)
    assert Signature("Начальник", "А.П.\u00a0Образцова") in list(paper.blocks())
    registry.print_paper(document, "order", tmp_path / "приказ.docx", order=uid)
    document.undo()
    with document.read() as session:
        assert not register.lines(session)
        assert records.form(session, "assignment", district["curator"]).values["basis"] is None


def test_a_point_calls_its_addressee_in_the_dative_and_its_points_stand_under_it(
    document: Document, district: dict[str, bytes]
) -> None:
    uid = draft(document, district, "blank")
    with document.read() as session:
        holder = contents.contents(session, uid).points
    with document.write("Пункты") as session:
        for text, responsible, kind, people in (
            ("Провести семинар.", "Главный специалист\nруководители школ", "", ()),
            ("Подготовить:\n  план;\n  отчёт", "", "", ((district["person"], ""),)),
            ("Контроль", "начальник отдела", "control", ()),
            ("К сведению", "директор", "statement", ()),
        ):
            save(
                session,
                "activity",
                part=holder,
                text=text,
                responsible=responsible,
                kind=kind,
                persons=people,
                due_text="до 1 мая",
            )
    told = texts(composed(document, uid))
    assert "Главному специалисту и руководителям школ провести семинар. Срок: до 1 мая." in told
    at = told.index("Методисту В.И. Примеровой подготовить (срок: до 1 мая):")
    assert told[at + 1 : at + 3] == ["план;", "отчёт."]
    assert "Контроль возложить на начальника отдела. Срок: до 1 мая." in told
    assert "К сведению. Срок: до 1 мая." in told


def test_what_is_approved_with_an_appendix_says_that_it_is_attached(
    document: Document, district: dict[str, bytes]
) -> None:
    uid = draft(document, district, "blank")
    with document.write("Приложения") as session:
        for at, title in enumerate(("Состав группы", "Формы отчётов")):
            save(session, "part", paper=uid, place="appendix", title=title, position=at, text="Текст")
        holder = contents.contents(session, uid).points
        for text in (
            "Утвердить состав группы",
            "Утвердить:\n  **состав** группы;\n  формы отчётов и разослать их",
            "Утвердить состав группы (приложение 1)",
            "Утвердить смету",
        ):
            save(session, "activity", part=holder, text=text, kind="statement")
    told = texts(composed(document, uid))
    assert "Утвердить состав группы (прилагается)." in told
    at = told.index("Утвердить:")
    assert told[at + 1 : at + 5] == [
        "состав группы (прилагается);",
        "формы отчётов (прилагаются) и разослать их.",
        "Утвердить состав группы (приложение 1).",
        "Утвердить смету.",
    ]


def test_an_appendix_that_no_point_speaks_of_is_told(document: Document, district: dict[str, bytes]) -> None:
    uid = draft(document, district, "blank")
    with document.write("Приложение") as session:
        save(session, "part", paper=uid, place="appendix", title="Смета", position=1, text="Текст")
    told = "Ни один пункт не упоминает приложение «Смета»."
    assert told in composed(document, uid).doubts
    with document.write("Назвать") as session:
        holder = contents.contents(session, uid).points
        save(session, "activity", part=holder, text="Утвердить смету", kind="statement")
    assert told not in composed(document, uid).doubts


def test_grounds_stand_in_the_genitive_and_are_not_named_twice(
    document: Document, district: dict[str, bytes]
) -> None:
    uid = draft(document, district, "list")
    with document.write("Основание") as session:
        act = save(
            session,
            "act",
            kind="order",
            issuer_text="Министерство образования",
            number="504",
            date="2026-03-27",
        )
        records.save(session, "paper", uid, {"acts": ((act, ""),)})
    assert any(
        "на основании приказа Министерства образования от 27.03.2026 № 504" in one
        for one in texts(composed(document, uid))
    )
    with document.write("Назван") as session:
        records.save(session, "paper", uid, {"preamble": "Во исполнение приказа № 504,"})
    assert "Во исполнение приказа № 504" in texts(composed(document, uid))


def test_what_was_done_is_a_sentence_with_a_capital_letter(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Дела") as session:
        save(
            session,
            "event",
            kind="webinar",
            title="Вебинары",
            date_text="еженедельно",
            times=23,
            at_least=True,
        )
    told = texts(composed(document, draft(document, district, "report")))
    assert "Еженедельно – Вебинары, более 23 раз." in told


def test_what_was_done_stands_by_its_day_and_without_one_by_its_name(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Дела") as session:
        for title, on in (("Я", ""), ("В", "2026-02-01"), ("Б", "2026-02-01"), ("Ж", "")):
            save(session, "event", kind="webinar", title=title, starts=on)
    told = texts(composed(document, draft(document, district, "report", date="2026-05-01")))
    at = told.index("01.02.2026 – Б.")
    assert told[at : at + 6] == [
        "01.02.2026 – Б.",
        "01.02.2026 – В.",
        "12.03.2026 – Выезд, Заречная СОШ. Рассмотрено: 10.00 Уроки; Беседа.",
        "Без даты:",
        "Ж.",
        "Я.",
    ]


def test_a_day_has_one_style_and_a_number_is_said_once(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Дела") as session:
        for given in (
            {
                "title": "Опрос",
                "starts": "2026-02-01",
                "date_text": "1 февраля 2026г",
                "people": 51,
                "who": "51 педагог",
            },
            {"title": "6 вебинаров", "starts": "2026-02-02", "date_text": "02.02.26", "times": 6},
            {"title": "Курсы", "starts": "2026-02-03", "ends": "2026-02-05", "people": 5, "who": "педагоги"},
            {"title": "Сбор", "starts": "2026-02-06", "date_text": "6 февраля, в 10.00"},
        ):
            save(session, "event", kind="webinar", **given)
    told = texts(composed(document, draft(document, district, "report", date="2026-05-01")))
    at = told.index("01.02.2026 – Опрос, участники: 51 педагог.")
    assert told[at + 1 : at + 4] == [
        "02.02.2026 – 6 вебинаров.",
        "03.02.2026–05.02.2026 – Курсы, 5 чел., участники: педагоги.",
        "6 февраля, в 10.00 – Сбор.",
    ]


def test_a_programme_of_a_visit_that_is_to_be_written_is_told(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Без повестки") as session:
        bare = save(session, "event", kind="visit", title="Выезд", starts="2026-03-12")
    assert (
        "Не заполнено: «Программа выезда»."
        in composed(document, draft(document, district, "visit", event=bare)).doubts
    )


def test_grounds_of_a_memo_are_a_list_of_acts_as_they_are_called(
    document: Document, district: dict[str, bytes]
) -> None:
    uid = draft(document, district, "info")
    with document.write("Основания") as session:
        region = save(session, "office", name="Министерство образования")
        basis = save(
            session, "paper", kind="order", number="7", date="2026-01-20", issuer=region, state="signed"
        )
        acts = [
            save(session, "act", kind="constitution", issuer_text="РФ"),
            save(session, "act", kind="letter", issuer_text="Рособрнадзор", number="5", date="2026-01-12"),
        ]
        records.save(
            session, "paper", uid, {"acts": tuple((one, "") for one in acts), "papers": ((basis, ""),)}
        )
    told = texts(composed(document, uid))
    at = told.index("Конституция Российской Федерации;")
    assert told[at + 1 : at + 3] == [
        "письмо Рособрнадзора от 12.01.2026 № 5;",
        "приказ Министерства образования от 20.01.2026 № 7.",
    ]


def test_what_the_program_cannot_decline_is_told_until_a_form_is_typed(
    document: Document, district: dict[str, bytes]
) -> None:
    uid = draft(document, district, "blank")
    with document.write("Пункт") as session:
        holder = contents.contents(session, uid).points
        save(session, "activity", part=holder, text="Провести", responsible="И.о. директора")
    with document.read() as session:
        assert "«И.о. директора»" in " ".join(contents.contents(session, uid).doubts)
    assert registry.findings(composed(document, uid))
    with document.write("Форма") as session:
        save(session, "word_form", text="И.о. директора", case="dative", form="И.о. директора школы")
    paper = composed(document, uid)
    assert paper.doubts == (
        "Не указано: заголовок.",
        "Пункт 1: нет текста или он не дописан.",
    ) and "И.о. директора школы провести." in texts(paper)


def test_appendices_print_schools_assignments_plans_programmes_and_the_agenda(
    document: Document, district: dict[str, bytes]
) -> None:
    assert {"Заречная СОШ", "приказ региона № 3"} <= set(
        texts(composed(document, draft(document, district, "list")))
    )
    told = texts(composed(document, draft(document, district, "curators")))
    assert {"Заречная СОШ", "Примерова Вера Ильинична, методист", "куратор"} <= set(told)
    assert "Провести семинар" in texts(composed(document, draft(document, district, "roadmap")))
    told = texts(composed(document, draft(document, district, "programme")))
    assert "ДОРОЖНАЯ КАРТА" in told and "Об утверждении дорожной карты «Поддержка школ»" in told
    told = texts(composed(document, draft(document, district, "visit")))
    assert {"10.00 Уроки", "Приложение № 1", "Приложение № 2"} <= set(told)
    assert "Провести методический выезд 12.03.2026: Заречная СОШ." in told


def test_an_order_on_a_programme_asks_for_it(document: Document, district: dict[str, bytes]) -> None:
    with pytest.raises(UserError, match="Не выбрана программа"):
        drafts.prepare(document, "programme")
    with pytest.raises(UserError, match="Образца приказа «нет» нет"):
        drafts.prepare(document, "нет")


def test_another_body_issues_with_its_own_head_and_acting_is_declined(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Администрация") as session:
        issuer = save(
            session,
            "office",
            name="Администрация района",
            head_post="Глава района",
            head_name="Главин П. П.",
            form="founder",
        )
    uid = draft(document, district, "roadmap", issuer=issuer, kind="decree")
    with document.write("И.о.") as session:
        records.save(session, "paper", uid, {"acting": True})
    paper = composed(document, uid)
    told = texts(paper)
    assert {"И.о. главы района", "Главин П. П."} <= set(told)
    assert {
        "Администрация района",
        "П О С Т А Н О В Л Е Н И Е",
        "ПОСТАНОВЛЯЮ:",
        "УТВЕРЖДЕНА",
        "постановлением администрации района",
    } <= set(told)
    assert "Контроль за исполнением постановления оставляю за собой." in told


def test_numbers_follow_each_other_by_year_kind_and_issuer(
    document: Document, district: dict[str, bytes]
) -> None:
    first = draft(document, district, "blank")
    second = draft(document, district, "blank")
    with document.read() as session:
        assert [one.number for one in register.lines(session)] == ["1-од", "2-од"]
        assert register.next_number(session, "order", district["office"], "2026-12-31") == "3-од"
        assert register.next_number(session, "order", district["office"], "2027-01-01") == "1-од"
        assert register.next_number(session, "decree", district["office"], "2026-01-01") == "1-од"
    with document.write("Номера") as session:
        records.save(session, "paper", first, {"number": "5-од", "date": "2026-10-01"})
        records.save(session, "paper", second, {"number": "8-од"})
    with document.read() as session:
        assert [one.text for one in register.gaps(session)] == ["№ 6–7 – в файле нет"]
        assert register.gaps_told(session) == "Номера 2026 года, которых нет в файле: приказ № 6–7."
        told = {one.number: one.remark for one in register.lines(session)}
        assert told["5-од"] == "" and "01.10.2026" in told["8-од"]
    with document.write("Дважды") as session:
        records.save(session, "paper", second, {"number": "5-ОД", "date": "2026-10-02"})
    with document.read() as session:
        assert {one.remark for one in register.lines(session)} == {"Номер 5-од занят 2\xa0раза."}


def test_a_signed_order_is_frozen_and_tells_what_differs_now(
    document: Document, district: dict[str, bytes], tmp_path: Path
) -> None:
    uid = draft(document, district, "curators")
    other = draft(document, district, "blank")
    signing.sign(document, uid)
    with document.write("Школа переименована") as session:
        records.save(session, "school", district["school"], {"name": "Береговая СОШ"})
    with document.read() as session:
        kept = signing.kept(session, uid)
        assert kept is not None and "Заречная СОШ" in texts(kept) and "ПРОЕКТ" not in texts(kept)
        assert "\\xa0" in repr(kept), "spaces that must not break are kept"
    said = registry.print_paper(document, "order", tmp_path / "приказ.pdf", order=uid)
    assert any("Береговая СОШ" in one and one.startswith("Устарело") for one in said)
    with pytest.raises(UserError, match="уже не проект"):
        signing.sign(document, uid)
    with pytest.raises(UserError, match="не указано: заголовок"):
        signing.sign(document, other)
    with document.write("Заголовок") as session:
        records.save(session, "paper", other, {"title": "О разном"})
    with pytest.raises(UserError, match="Номер 1-ОД уже занят"):
        signing.sign(document, other, "1-ОД")
    with document.write("Пункт") as session, pytest.raises(UserError):
        records.save(session, "paper", uid, {"title": "Иначе"})
    signing.cancel(document, uid)
    with document.read() as session:
        shown = signing.shown(session, uid)
        assert shown is not None and "ОТМЕНЁН" in texts(shown)


def test_the_journal_names_what_is_missing_only_when_asked(
    document: Document, district: dict[str, bytes]
) -> None:
    uid = draft(document, district, "list")
    signing.sign(document, uid, "3-од", "2026-09-05")
    signing.cancel(document, uid)
    signing.sign(document, draft(document, district, "group"), "5-од", "2026-09-06")
    with document.read() as session:
        told = texts(registry.compose(session, "orders-journal"))
        asked = texts(registry.compose(session, "orders-journal", order_gaps="назвать"))
    assert set(asked) - set(told) == {"Приказ: № 4 – пропущен"}
    assert {"3-од", "05.09.2026", "отменён"} <= set(told)
    assert "Всего: 2 документа." in told


def test_the_register_tells_who_signed_as_the_paper_has_it(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Исполнитель") as session:
        records.save(session, "office", district["office"], {"executor": 'Кузнецова "Т." П.'})
    signed, other = draft(document, district, "list"), draft(document, district, "group")
    signing.sign(document, signed)
    with document.write("Новый начальник") as session:
        records.save(
            session,
            "office",
            district["office"],
            {"head_name": "Новикова Инна Олеговна", "executor": "Петрова"},
        )
        elsewhere = records.save(
            session, "paper", None, {"kind": "order", "number": "9", "date": "2026-09-09"}
        )
        records.save(session, "paper", elsewhere, {"state": "signed"})
    with document.read() as session:
        told = {
            one.uid: (one.signatory.replace("\u00a0", " "), one.executor) for one in register.lines(session)
        }
        journal = texts(registry.compose(session, "orders-journal"))
    assert told[signed] == ("А.П. Образцова", 'Кузнецова "Т." П.')
    assert told[other] == ("И.О. Новикова", "Петрова")
    assert told[elsewhere] == ("", "")
    assert "А.П. Образцова" in journal and "И.О. Новикова" not in journal


def test_a_paper_is_found_by_number_title_or_both(document: Document, district: dict[str, bytes]) -> None:
    uid = draft(document, district, "list")
    draft(document, district, "blank")
    with document.read() as session:
        for words in ("1-од", "№ 1-од", "перечня школ", "1-ОД"):
            assert register.find(session, words) == uid
        with pytest.raises(UserError, match="несколько"):
            register.find(session, "приказ")
        with pytest.raises(UserError, match="нет"):
            register.find(session, "77")


def test_a_report_speaks_of_its_own_period_and_says_where_nothing_is_known(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Сделано") as session:
        for day, title, outcome in (
            ("2026-02-01", "Семинар", "done"),
            ("2026-05-01", "Сорвалось", "not_held"),
            ("2027-01-01", "Потом", "done"),
            ("", "Шесть вебинаров", "done"),
        ):
            save(
                session,
                "event",
                kind="seminar",
                title=title,
                starts=day,
                ends=day,
                people=12,
                outcome=outcome,
            )
    uid = draft(document, district, "execution")
    paper = composed(document, uid)
    told = texts(paper)
    at = told.index("01.02.2026 – Семинар, 12 чел.")
    assert told[at + 2 : at + 4] == ["Без даты:", "Шесть вебинаров, 12 чел."]
    assert not {"Сорвалось", "Потом"} & {one.split(" – ")[-1].partition(",")[0] for one in told}
    assert not {"Цель и задачи", "Показатели"} & set(told)
    assert "Раздел «Показатели» не напечатан: показателей у программы нет." in paper.doubts
    assert (
        "Раздел «Цель и задачи» не напечатан: цель и задачи в паспорте программы не внесены." in paper.doubts
    )
    assert {"РЕШИЛИ:", "Провести семинар"} <= set(told)
    assert (
        "Ответственным исполнителям завершить невыполненные мероприятия. Срок: до конца учебного года."
        in told
    )


def test_a_memo_shows_risks_documents_and_who_helps(document: Document, district: dict[str, bytes]) -> None:
    with document.write("Риски") as session:
        factor = save(session, "factor", group="risk", name="Дефицит кадров")
        given = {"school": district["school"], "school_year": 2026, "factor": factor}
        save(session, "problem", kind="risk", significance="high", chosen=True, **given)
        save(session, "problem", kind="request", school=district["school"], text="Помочь с программами")
        save(
            session,
            "school_document",
            school=district["school"],
            kind="concept",
            state="loaded",
            state_on="2026-03-01",
        )
    told = texts(composed(document, draft(document, district, "info")))
    assert {"Дефицит кадров", "высокий, в работе"} <= set(told)
    assert any("загружена 01.03.2026" in one for one in told)
    at = told.index("Запросы:")
    assert told[at + 1 : at + 3] == ["Помочь с программами (Заречная СОШ).", "Без мер: 1 из 1."]
    assert "куратор" in told and "по состоянию на 01.09.2026" in told


def test_what_a_report_is_drawn_up_to_tell_says_that_nothing_is_recorded(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Пустая программа") as session:
        empty = save(session, "programme", kind="roadmap", title="Пустая")
    paper = composed(document, draft(document, district, "report", programme=empty, date="2025-01-01"))
    told = texts(paper)
    at = told.index("Что сделано")
    assert told[at + 1 : at + 4] == [
        "Сведений о том, что сделано за этот период, нет.",
        "Выполнение мероприятий",
        "Сведений о выполнении мероприятий нет.",
    ]
    assert any(
        one.startswith("Раздел «Школы» должен быть в таком документе, но пуст: школы не указаны.")
        for one in paper.doubts
    )


def test_a_report_of_a_visit_prints_its_programme_and_findings(
    document: Document, district: dict[str, bytes]
) -> None:
    told = texts(composed(document, draft(document, district, "visit-report")))
    at = told.index("Программа выезда")
    assert told[at + 1 : at + 3] == ["10.00 Уроки", "Беседа"]


def test_letters_go_to_the_schools_on_the_list_with_their_own_figures(
    document: Document, district: dict[str, bytes], tmp_path: Path
) -> None:
    with document.write("Результат") as session:
        records.save(session, "school", district["school"], {"director": "Лесная Ольга Петровна"})
    assert drafts.letters(document, given={"date": "2026-09-01"}) == 1
    with document.read() as session:
        (line,) = register.lines(session)
    told = texts(composed(document, line.uid))
    assert {"Руководителю", "Заречная СОШ", "О.П. Лесной", "Сведений о результатах школы нет."} <= set(told)
    # Outgoing letters are numbered by whoever sends them: no number of orders, a line to write one on.
    assert "ПИСЬМО" not in told and line.number == "" and "№ ______" in told
    assert composed(document, line.uid).title.startswith("Письмо Заречная СОШ от 01.09.2026")
    document.undo()
    with document.write("Вышла") as session:
        (status,) = records.rows(session, "school_status")
        records.delete(session, "school_status", [status.uid])
    with pytest.raises(UserError, match="нет ни одной школы"):
        drafts.letters(document)


def test_a_letter_tells_results_in_the_order_of_papers_and_what_they_are_for(
    document: Document, district: dict[str, bytes]
) -> None:
    with document.write("Результаты") as session:
        made = District(session)
        own = made.school("Береговая")
        made.result(own, made.sitting("ege", "РУ", 11, 2020), 3, 1)
        made.result(own, made.sitting("vpr", "МА", 6, 2020), 45, 2)
        made.result(own, made.sitting("vpr", "РУ", 6, 2020), 10, 0)
        share = {"state": "valid", "failed_pct_e4": 250_000, "sitting": made.sitting("vpr", "РУ", 7, 2020)}
        save(session, "school_result", school=own, **share)
    paper = composed(document, draft(document, district, "letter", school=own))
    (table,) = paper.tables()
    assert [[cell.text for cell in row.cells[2:]] for row in table.rows] == [
        ["10", "0", "0,0"],
        ["н/д", "н/д", "25"],
        ["45", "2", "4,4"],
        ["3", "1", "33,3"],
    ]
    assert FOR_HELP in texts(paper)
    assert plain(table.notes[0]).replace("\u00a0", " ") == "н/д – источник не приводит этих сведений."


def test_many_papers_are_written_as_one_file_or_a_folder(
    document: Document, district: dict[str, bytes], tmp_path: Path
) -> None:
    for template in ("list", "group", "group"):
        draft(document, district, template, date="2026-09-01")
    every = batch.all_answers(document, "order", {})
    assert batch.write_all(document, "order", every, tmp_path / "все.pdf")[0] == 3
    batch.write_all(document, "order", every, tmp_path / "папка")
    assert len(list((tmp_path / "папка").glob("*.pdf"))) == 3
    gone = {"order": bytes(16)}
    count, told = batch.write_all(document, "order", [gone, *every], tmp_path / "без одного")
    assert count == 3 and told[0].startswith("Не напечатано: Этого документа больше нет")
    with pytest.raises(UserError, match="больше нет"):
        batch.write_all(document, "order", [gone], tmp_path / "ничего.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "все.pdf")
    marks = [one.get_title() for one in pdf.get_toc() if one.level == 0]
    assert sum("О создании рабочей группы" in one for one in marks) == 2
    pdf.close()
    with pytest.raises(UserError, match="по всем сразу"):
        batch.all_answers(document, "memo", {})


def test_what_nobody_is_asked_for_and_what_is_no_longer_in_force_is_told(
    document: Document, district: dict[str, bytes]
) -> None:
    uid = draft(document, district, "execution")
    with document.write("Решения") as session:
        parts = {
            one.values["place"]: one.uid
            for one in map(
                lambda row: records.form(session, "part", row.uid),
                records.owned(session, "part", "paper", uid),
            )
        }
        save(session, "activity", part=parts["decisions"], text="Опубликовать на сайте")
        act = save(session, "act", kind="order", number="5", date="2020-01-01", valid_to="2024-12-31")
        records.save(session, "paper", uid, {"acts": ((act, ""),)})
    told = " ".join(composed(document, uid).doubts)
    assert "Решение 4: не сказано, кому поручено. Решение 4: не указан срок." in told
    assert "Основание больше не действует" in told and "(по 31.12.2024)" in told


def test_what_was_signed_elsewhere_is_printed_with_a_word(document: Document) -> None:
    with document.write("Приказ") as session:
        uid = records.save(
            session,
            "paper",
            None,
            {"kind": "order", "number": "7", "date": "2026-09-01", "title": "О школах", "state": "signed"},
        )
    assert composed(document, uid).doubts == (
        "Не указано, кто подписывает.",
        "В документе нет ни пунктов, ни другого текста: напечатаны только его реквизиты.",
        "Текст, который был подписан, в файле не хранится: напечатано то, что записано сейчас.",
    )


@pytest.mark.parametrize(
    ("post", "printed"),
    [
        ("Начальник отдела", "И.о. начальника отдела"),
        ("И. о. начальника", "И. о. начальника"),
        ("Исполняющий обязанности начальника", "Исполняющий обязанности начальника"),
    ],
)
def test_who_acts_for_another_is_told_once(
    document: Document, district: dict[str, bytes], post: str, printed: str
) -> None:
    uid = draft(document, district, "blank")
    with document.write("Подписывает") as session:
        signs = records.save(session, "person", None, {"name": "Лесная Ольга Петровна", "post": post})
        records.save(session, "paper", uid, {"signatory": signs, "acting": True})
    (signature,) = [one for one in composed(document, uid).blocks() if isinstance(one, Signature)]
    assert signature.post.replace("\u00a0", " ") == printed


def test_an_abbreviation_keeps_its_letters(document: Document, district: dict[str, bytes]) -> None:
    uid = draft(document, district, "list", date="2026-09-01")
    with document.write("Кто издаёт") as session:
        issuer = records.save(session, "office", None, {"name": "МКУ «Центр образования»"})
        records.save(session, "paper", uid, {"issuer": issuer})
    assert "МКУ «Центр образования»" in " ".join(texts(composed(document, uid)))


def test_a_blank_says_what_it_is_unsure_of_and_takes_typed_forms(
    document: Document, district: dict[str, bytes], tmp_path: Path
) -> None:
    uid = draft(document, district, "group", date="2026-09-01")
    with document.write("Подписывает") as session:
        signs = records.save(session, "person", None, {"name": "Мороз Е. А.", "post": "Директор"})
        records.save(session, "paper", uid, {"signatory": signs})
    blank, out = tmp_path / "бланк.docx", tmp_path / "приказ.docx"
    made = docx.Document()
    made.add_paragraph("Выдано {{ подпись, дательный }}")
    made.add_paragraph("{{ текст }}")
    made.save(str(blank))
    said = registry.print_paper(document, "order", out, blank=blank, order=uid)
    assert any("дательный падеж от" in one for one in said)
    name = docx.Document(str(out)).paragraphs[0].text.removeprefix("Выдано ")
    with document.write("Форма") as session:
        records.save(session, "word_form", None, {"text": name, "case": "dative", "form": "Е.А. Морозу"})
    said = registry.print_paper(document, "order", out, blank=blank, order=uid)
    assert said == ("Приложение «Состав рабочей группы» пусто: закреплений нет.",)
    assert docx.Document(str(out)).paragraphs[0].text == "Выдано Е.А. Морозу"


def test_a_point_keeps_its_bold_words_lists_and_tables(
    document: Document, district: dict[str, bytes], tmp_path: Path
) -> None:
    uid = draft(document, district, "blank", title="О мерах")
    with document.read() as session:
        holder = contents.contents(session, uid).points
    text = "**Провести** уроки:\n- **открытый**;\n- обычный\nШкола | Дата\nЗаречная | 01.10.2026"
    with document.write("Пункт") as session:
        save(session, "activity", part=holder, text=text, responsible="методист")
        save(session, "activity", part=holder, text="К сведению", kind="statement")
    paper = composed(document, uid)
    lists = [block for block in paper.blocks() if isinstance(block, Points)]
    assert [one.labels() for one in lists] == [("1.", "2.", "3.", "–", "–"), ("4.",)]
    bold = [run.text for one in lists for point in one.points for run in point.runs if run.bold]
    assert bold == ["провести", "открытый"]
    assert any(isinstance(block, Table) and len(block.rows) == 1 for block in paper.blocks())
    assert not any("**" in one for one in texts(paper))
    with document.read() as session:
        told = [one.text for one in contents.contents(session, uid).pieces]
        assert "Методисту провести уроки: – открытый; – обычный Школа | Дата Заречная | 01.10.2026" in told
