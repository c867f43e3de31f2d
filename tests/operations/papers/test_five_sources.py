"""Row by row down the checklists of the five sources: every fact stands in its place on paper, in PDF and in DOCX alike."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from shnor_desktop.papers.tree.paper import RowKind, Table, plain, runs_of
from shnor_desktop.rules.words.russian import show_date
from tests.operations.papers.five_sources import CHECKLISTS, SOURCES, Source, printed, spaced, squeezed
from tests.operations.programme.source_facts import FACTS, Facts

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the sources are not at hand")


class Figures(str):
    """A row of a table whose figures must not run together."""


Rows = dict[str, Iterable[str]]
"""Of a row of the checklist: pieces that stand in this order; a piece is what one cell, line or table row says without a gap."""


@pytest.fixture(scope="module")
def source(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Source]:
    made: dict[str, Source] = {}

    def get(name: str) -> Source:
        if name not in made:
            made[name] = printed(name, template, tmp_path_factory.mktemp(name))
        return made[name]

    return get


def said(one: Facts, key: str = "text") -> str:
    """A text of the facts; where it held commas, its pieces stand as further keys."""
    return one.said(key)


def texts(facts: Facts, key: str) -> Iterator[str]:
    yield from (said(one) for one in facts[key])


def cells(*told: str | None) -> str:
    return "".join(filter(None, told))


def paragraphs(facts: Facts, section: str, *numbers: int) -> list[str]:
    every = next(one for one in facts["programme_section"] if one["id"] == section)["paragraphs"]
    return [every[number - 1] for number in numbers]


def rows_of(facts: Facts, plan: str) -> Iterator[str]:
    """Rows of a plan as cells one after another."""
    for one in facts["activity"]:
        if one["roadmap"] != plan:
            continue
        under = [f"– {text}" for text in (*(one.get("items") or ()), *(one.get("agenda") or ()))]
        label = ":" if one.get("kind") == "заседание рабочей группы" else ""
        expected = one.get("result") or one.get("expected_result")
        due = " ".join(one["due_text"].split())
        yield cells(
            one["number"], said(one), label, one.get("condition"), *under, due, *one["responsible"], expected
        )


# --- 001 -------------------------------------------------------------------------------------------------------------


def first(source: Source) -> Rows:
    facts = source.facts
    programme, *_ = facts["programme"]
    passport = {one["id"]: one for one in facts["passport_row"]}
    tasks = [cells(one["number"], said(one)) for one in facts["task"]]
    results = list(texts(facts, "expected_result"))
    section = {one["id"]: one for one in facts["programme_section"]}
    indicators = [
        Figures(" ".join((one["number"], said(one), one["unit"], str(one["target"]))))
        for one in facts["indicator"]
    ]
    directions = [
        [one["name"], *(f"– {item}" for item in one["items"])] for one in section["s23"]["directions"]
    ]
    lists = [
        [cells(one["number"], one["who"]), *(f"– {item}" for item in one["items"])]
        for one in section["s4"]["lists"]
    ]
    plan, measures = facts["roadmap"]
    row = {at: passport[f"r{at}"]["label"] for at in range(1, 9)}
    return {
        "1": ["МУНИЦИПАЛЬНАЯ ПРОГРАММА", programme["title"], "2021–2022 учебный год"],
        "2": ["ПАСПОРТ", f"муниципальной программы «{programme['title']}»"],
        "3": [cells(row[1], passport["r1"]["value"])],
        "4": [cells(row[2], passport["r2"]["value"])],
        "5": [cells(row[3], passport["r3"]["value"])],
        "6": [cells(row[4], passport["r4"]["value"]), "2.1", passport["r4"]["value"]],
        "7": [cells(row[5], *tasks)],
        "8": [cells(row[6], passport["r6"]["lead"], *texts(facts, "passport_indicator"))],
        "9": [cells(row[7], passport["r7"]["value"])],
        "10": [cells(row[8], *results)],
        "11": ["I. Актуальность Программы", *paragraphs(facts, "s1", *range(1, 11))],
        "12": [
            *paragraphs(facts, "s1", 1, 2),
            "Программа разработана в соответствии с:",
            "постановлением Правительства РФ от 26.12.2017 № 1642",
            "развитие системы образования региона",
        ],
        "13": paragraphs(facts, "s1", 3),
        "14": paragraphs(facts, "s1", 4),
        "15": [
            *paragraphs(facts, "s1", 5),
            "В программе участвуют 7 школ (основание: программа называет 7 ШНОР):",
            *(one["name"] for one in facts["school"]),
        ],
        "16": paragraphs(facts, "s1", 5, 6),
        "17": paragraphs(facts, "s1", 7),
        "18": paragraphs(facts, "s1", 8, 9, 10),
        "19": [cells("II.", section["s2"]["title"])],
        "20": ["2.1 Цель", passport["r4"]["value"]],
        "21": ["2.2. Задачи", *tasks],
        "22": [cells("2.3.", section["s23"]["title"]), *(text for one in directions for text in one)],
        "23": ["2.4. Индикаторы", cells("№", "Показатель", "Ед.", "2021/22"), *indicators],
        "24": [cells("III.", plan["title"])],
        "25": [cells(*plan["columns"])],
        "26": list(rows_of(facts, "plan")),
        "27": [one for one in rows_of(facts, "plan") if "Заседание рабочей группы:" in one],
        "28": [one for one in rows_of(facts, "plan") if not one[0].isdigit()],
        "29": [one for one in rows_of(facts, "plan") if one.startswith("8.")],
        "30": list(rows_of(facts, "plan")),
        "31": [cells("IV.", section["s4"]["title"]), *lists[0]],
        "32": lists[1],
        "34": [cells("4.", measures["title"])],
        "35": [cells(*measures["columns"])],
        "36": [one.said("title") for one in facts["roadmap_section"]],
        "37": list(rows_of(facts, "measures")),
        "38": [row[8], *results, "Ожидаемые результаты", *results],
        "39": ["Приложение 1", "к муниципальной программе"],
        "40": [
            cells("ВПР: результаты школ", "Школа", *heads(source, "ВПР")),
            cells("Школа", *heads(source, "ЕГЭ")),
        ],
        "41": [
            Figures(" ".join(row)) for family in ("ВПР", "ОГЭ", "ЕГЭ") for row in matrix(source, family)[1]
        ],
        "42": ["ПРОЕКТ"],
    }


def heads(source: Source, family: str) -> tuple[str, ...]:
    return matrix(source, family)[0]


def matrix(source: Source, family: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Sittings and rows of the table of a family; their figures are those of the facts."""
    table = next(
        one
        for one in source.papers["programme"].tables()
        if plain(one.caption).endswith(f"{family}: результаты школ")
    )
    names = tuple(cell.text for cell in table.head[0].cells[1:])
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    facts = source.facts["appendix_results"]
    known = {one["id"]: one["name"] for one in source.facts["school"]}
    at = {name: place for place, name in enumerate(names)}
    short = {"математика": "МА", "русский язык": "РУ"}
    told = 0
    for row in facts["rows"]:
        printed_row = next(one for one in rows if one[0].replace("\u00a0", " ") == known[row["school"]])
        for column, (failed, high) in zip(facts["columns"], row["values"], strict=True):
            if column["family"] != family:
                continue
            grade = f" {column['programme_grade']}, весна" if family == "ВПР" else ""
            place = at[f"{short[column['subject'].casefold()]}{grade} {column['year']}"]
            shown = ["–", "–"] if failed is None else [str(failed), "–" if high is None else str(high)]
            assert printed_row[1 + 2 * place : 3 + 2 * place] == shown, (row["school"], column)
            told += 2
    assert told == 2 * len(rows) * len(names)
    return names, rows


FIRST_ELSEWHERE = {
    "33": "рабочая группа — закрепление; в бумаге она названа в строках плана (26) и в разделе IV (31)",
}


# --- 002 -------------------------------------------------------------------------------------------------------------


def second(source: Source) -> Rows:
    facts = source.facts
    programme, *_ = facts["programme"]
    order, *_ = facts["order"]
    passport = {one["id"]: one for one in facts["passport_row"]}
    row = {at: passport[f"r{at}"]["label"] for at in range(1, 14)}
    tasks = [
        cells(one.get("number"), said(one), *(f"– {item}" for item in one.get("items") or ()))
        for one in facts["task"]
    ]
    section = {one["id"]: one for one in facts["programme_section"]}
    results = facts["expected_result"]
    briefly = sorted((one for one in results if one["passport"]), key=lambda one: int(one["passport"]))
    bare = [[said(one), *(f"– {item}" for item in one.get("items") or ())] for one in facts["task"]]
    (plan,) = facts["roadmap"]
    letterhead = facts["office"][0]["letterhead"]
    groups = [cells(one["number"], one["title"]) for one in facts["indicator_group"]]
    return {
        "1": letterhead,
        "2": ["П О С Т А Н О В Л Е Н И Е"],
        "3": ["ПОСТАНОВЛЕНИЕ", "26 ноября 2018 г."],
        "4": ["26 ноября 2018 г.", "№ 567"],
        "5": ["№ 567", order["place"]],
        "6": [order["place"], order["title"]],
        "7": [
            order["preamble"],
            "от 27.03.2018 № 504",
            "устава МО «Мезенский муниципальный район»",
            "постановляет: 1.",
        ],
        "8": ["1. Утвердить программу на 2018–2021 годы (прилагается)."],
        "9": [
            "2. Управлению образования:",
            "(срок: весь период):",
            "2.1. выполнять мероприятия;",
            "2.2. методически сопровождать школы;",
            "2.3. вести мониторинг, обработку и анализ статистики преподавания.",
        ],
        "10": [
            "3. Отделу по местному самоуправлению, связям с общественностью и СМИ опубликовать на сайте администрации."
        ],
        "11": ["4. Контроль за исполнением возложить на начальника", facts["person"][1]["name_accusative"]],
        "12": ["И.о. главы администрации Г.И. Седых"],
        "13": ["Направлено: " + "; ".join(order["distribution"])],
        "14": [
            "УТВЕРЖДЕНА",
            "постановлением администрации муниципального образования «Мезенский район»",
            "от 26.11.2018 № 567",
        ],
        "15": ["МУНИЦИПАЛЬНАЯ ПРОГРАММА", programme["title"]],
        "16": ["ПАСПОРТ", f"муниципальной программы «{programme['title']}»"],
        "17": [cells(row[1], f"«{programme['title']}» (далее – Программа)")],
        "18": [cells(row[at], passport[f"r{at}"]["value"]) for at in (2, 3, 4)],
        "19": [cells(row[5], passport["r5"]["value"])],
        "20": [cells(row[6], passport["r6"]["value"])],
        "21": [row[7], *tasks],
        "22": [cells(row[8], passport["r8"]["value"])],
        "23": [row[9], *(f"{at}. {one['passport']}" for at, one in enumerate(facts["direction"], start=1))],
        "24": [cells(row[10], passport["r10"]["value"])],
        "25": [cells(row[11], *(f"– {said(one)}" for one in briefly))],
        "26": [cells(row[12], *texts(facts, "passport_indicator"))],
        "27": [cells(row[13], passport["r13"]["value"])],
        "28": [cells("1.", section["s1"]["title"])],
        "29": ["Программа разработана в соответствии с:", *acts(facts)],
        "30": [*paragraphs(facts, "s1", *range(2, 12)), "Проблемы", *texts(facts, "problem")],
        "31": [
            *paragraphs(facts, "s1", 12),
            "В программе участвует 1 школа:",
            facts["school_status"][0]["basis_text"],
        ],
        "32": [
            *paragraphs(facts, "s1", 13),
            "В муниципалитете 7 общеобразовательных организаций: 2 основные и 5 средних.",
        ],
        "33": [
            facts["school"][0]["official_name"],
            "уровни: " + ", ".join(facts["school"][0]["levels"]),
            "филиалы: Совпольская основная школа, Мосеевская основная школа",
            Figures("число обучающихся чел."),
            Figures("– – 72"),
        ],
        "34": context(facts, "успеваемость", "качество обученности"),
        "35": [*paragraphs(facts, "s1", 16), *context(facts, "не справились с программой (9 кл.)")],
        "36": list(exams(facts, "ЕГЭ")),
        "37": ["Результаты ОГЭ", *exams(facts, "ОГЭ")],
        "38": [*paragraphs(facts, "s1", 20), *quality(facts)],
        "39": [*paragraphs(facts, "s1", 21), "Признаки необъективности отмечены: ВПР"],
        "40": [
            *context(facts, "стипендия главы района"),
            *context(facts, "аттестат с отличием (11 кл.)"),
            *context(facts, "аттестат с отличием (9 кл.)"),
        ],
        "41": [
            Figures("средний педагогический стаж лет район – – 24,4"),
            Figures("средняя недельная нагрузка ч район – – 21,6"),
        ],
        "42": [item for one in facts["method_form"] for item in one["items"]],
        "43": ["Проблемы", *texts(facts, "teacher_deficit")],
        "44": paragraphs(facts, "s1", 29, 30, 31, 32, 33, 34),
        "45": [cells("2.", section["s2"]["title"]), *(text for one in bare for text in one)],
        "46": [cells("3.", section["s3"]["title"]), "№ Показатель Ед."],
        "47": [*groups[:1], "ГИА", *indicators(facts)],
        "48": [cells(plan["title"]), cells(*plan["columns"])],
        "49": [one["plan"] for one in facts["direction"]],
        "50": list(rows_of(facts, "plan")),
        "51": [one for one in rows_of(facts, "plan") if re.match(r"3[А-Я]|16[А-Я]|46[А-Я]", one)],
        "52": [
            one for one in rows_of(facts, "plan") if re.match(r"8[А-Я]|19[А-Я]|36[А-Я]|43[А-Я]|45[А-Я]", one)
        ],
        "54": [section["s5"]["title"], *(f"{one['final']}) {said(one)}" for one in results)],
        "55": [
            section["s6"]["title"],
            *section["s6"]["paragraphs"],
            *(cells(one["number"], said(one)) for one in facts["effect"]),
        ],
        "56": [section["s7"]["title"], *(cells(one["number"], said(one)) for one in facts["significance"])],
        "57": ["—————————"],
    }


def acts(facts: Facts) -> Iterator[str]:
    for one in facts["incoming_act"]:
        if one.get("position"):
            date = f"от {show_date(one['date'])}" if one["date"] else ""
            number = f"№ {one['number']}" if one["number"] else ""
            yield (
                "Конституцией Российской Федерации;"
                if one["kind"] == "Конституция"
                else cells(
                    date,
                    number,
                    f"«{one['subject']}".replace("«Развитие образования»", "„Развитие образования“"),
                )
            )


def indicators(facts: Facts) -> Iterator[str]:
    """Numbered by the program."""
    for at, one in enumerate(facts["indicator"], start=1):
        yield cells(str(at), said(one), one.get("unit") or "–")


def context(facts: Facts, *names: str) -> list[str]:
    """Whose, then a figure a year with as many decimals as any of the indicator."""
    made: list[str] = []
    for name in names:
        here = [one for one in facts["context_value"] if one["indicator"] == name]
        decimals = max(len(str(one["value"]).partition(",")[2]) for one in here)
        for school in dict.fromkeys(one["school"] for one in here):
            values = [str(one["value"]) for one in here if one["school"] == school]
            shown = [
                value if "," in value or not decimals else f"{value},{'0' * decimals}" for value in values
            ]
            made.append(Figures(" ".join(("район" if school is None else "средняя школа»", *shown))))
    return made


def exams(facts: Facts, family: str) -> Iterator[str]:
    """Year, participants, passed, the mean of the school and of the district; procedures by their names."""
    kept = [one for one in facts["school_result"] if one["family"] == family]
    order = ["МА (база)", "МА (профиль)", "РУ"] if family == "ЕГЭ" else ["МА", "РУ"]
    name = {"русский язык": "РУ", "математика": "МА"}
    called = {
        one["id"]: f"{name[one['subject']]} ({one['level']})" if one["level"] else name[one["subject"]]
        for one in kept
    }
    for procedure in order:
        yield f"{family} {procedure}"
        for one in kept:
            if called[one["id"]] == procedure:
                failed = one["participants"] - one["passed"]
                share = f"{round(1000 * failed / one['participants']) / 10:.1f}".replace(".", ",")
                scores = family == "ЕГЭ" and one["level"] != "база"
                means = [
                    f"{float(value.replace(',', '.')):.{1 if scores else 2}f}".replace(".", ",")
                    for value in (one["mean"], one["district_mean"])
                ]
                yield Figures(
                    " ".join((str(one["year"]), str(one["participants"]), str(one["passed"]), share, *means))
                )


def quality(facts: Facts) -> Iterator[str]:
    name = {"математика": "МА", "русский язык": "РУ", "окружающий мир": "ОМ"}
    kept = {
        f"ВПР {name[one['subject']]} {one['grade'] or 3}": (int(one["year"][:4]) + 1, one["quality"])
        for one in facts["quality_result"]
    }
    for called in sorted(kept, key=lambda one: (one[-1], one)):
        year, value = kept[called]
        yield Figures(f"{called} {year} {value}")


SECOND_ELSEWHERE = {
    "53": "вид результата — поле строки плана (чем подтверждается); в бумаге печатается сам результат (50)",
}


# --- 003 -------------------------------------------------------------------------------------------------------------


def third(source: Source) -> Rows:
    facts = source.facts
    paragraphs_of = next(one for one in facts["paper_section"] if one["id"] == "s4")["paragraphs"]
    done = {one["id"]: event(facts, one) for one in facts["execution"]}
    decided = {one["id"]: one["text"] for one in facts["decision"]}
    points = (f"{at}. " for at in range(1, 7))
    return {
        "1": ["АНАЛИТИЧЕСКАЯ ЗАПИСКА", "о выполнении дорожной карты повышения качества", "на 2021–2022 годы"],
        "2": ["Цель и задачи", f"Цель: {facts['goal']}"],
        "3": [f"Обоснование цели: {facts['rationale']}"],
        "4": ["Задачи:", *(f"– {said(one)}" for one in facts["task"])],
        "5": ["Описание проблемы"],
        "6": [
            "Всего: 1 школа.",
            cells("1", facts["school"][0]["name"], facts["school_status"][0]["basis_text"]),
            paragraphs_of[0],
        ],
        "7": [paragraphs_of[1]],
        "8": [paragraphs_of[2]],
        "9": paragraphs_of[3:],
        "10": ["за период с 01.11.2020 по 31.12.2022", "Что сделано"],
        **{str(10 + at): done[f"e{at}"] for at in range(1, 17)},
        "27": ["РЕШИЛИ:"],
        "28": [next(points) + decided["r1"], next(points) + decided["r2"]],
        "29": [
            next(points) + decided["r3"],
            next(points) + "Методистам ИМЦ: предложения в проект следующей карты",
            next(points) + "Директора ОУ: списки активных педагогов для поощрения.",
            next(points) + "Беловой Н.К. проверить кандидатуры, ходатайствовать",
        ],
        "30": ["20 января 2023 г.", "Начальник управления А.П. Образцова"],
    }


def capital(text: str) -> str:
    """A point that is a sentence begins like one."""
    return text[:1].upper() + text[1:]


def event(facts: Facts, one: Facts) -> list[str]:
    """What was done: when, what, how many, whose; what confirms it, what came of it."""
    orders = {each["id"]: each for each in facts["order"]}
    # A single day is told in figures, whatever its source wrote.
    day = show_date(one["from"]) if one.get("from") and one["from"] == one["to"] else one["date_text"]
    pieces = [capital(" ".join(day.split())), f"{one.said('what')}"]
    if one.get("count"):
        pieces.append(f"более {one['count']} раз,")
    for name in one.get("evidence") or ():
        if name in orders:
            paper = orders[name]
            date, number = (show_date(paper["date"]) if paper["date"] else ""), paper["number"] or ""
            pieces.append(
                f"(приказ{f' от {date}' if date else ''}{f' № {number}' if number else ''} «{paper['subject']}»)"
            )
    pieces += [*one.get("parts", []), *filter(None, [one.get("outcome")])]
    return [piece for piece in pieces if piece]


# --- 000 -------------------------------------------------------------------------------------------------------------


def zeroth(source: Source) -> Rows:
    facts = source.facts
    told = {one["id"]: one.said("gist") for one in facts["paper_section"]}
    listed = {one["id"]: [f"– {item}" for item in one.get("items") or ()] for one in facts["paper_section"]}
    problems = [one for one in facts["problem"] if one["level"] == "school"]
    district = [one for one in facts["problem"] if one["level"] == "municipal"]
    two = [
        cells(name, "участник", facts["programme"][1]["title"])
        for name in (one["name"] for one in facts["school"][:2])
    ]
    return {
        "1": ["ОТЧЁТ", f"о реализации программы «{facts['programme'][0]['title']}»"],
        "2": [told["p01"]],
        "3": [told["p02"], "Ежегодно", *listed["p02"]],
        "4": [told["p03"], *listed["p03"]],
        "5": [told["p04"], *listed["p04"]],
        "6": [told["p05"]],
        "7": [
            "Всего: 10 школ.",
            *(cells(str(at), one["name"]) for at, one in enumerate(facts["school"], start=1)),
            told["p06"],
        ],
        "8": [told["p07"]],
        "9": [told["p08"], *two],
        "10": [
            told["p09"],
            cells("Лукина Вера Ильинична, муниципальный координатор", "координатор", "программа"),
        ],
        "11": [told["p09"], cells("Муниципальная рабочая группа", "рабочая группа")],
        "12": [told["p10"]],
        "13": [f"Цель: {facts['programme'][0]['goal']}"],
        "14": ["Задачи:", *(f"– {said(one)}" for one in facts["task"])],
        "16": [told["p11"], "Выполнение мероприятий"],
        "17": [told["p12"]],
        "18": ["Проблемы школ (самодиагностика):", *numbered(said(one) for one in problems)],
        "19": ["Дефициты учителей (Методический десант):", "Что сделано", "Методический десант"],
        "20": [
            "Дефициты учителей (Методический десант):",
            *numbered(deficit(one) for one in facts["teacher_deficit"]),
        ],
        "21": ["Запросы учителей (периодические консультации", *numbered(texts(facts, "consult_topic"))],
        "22": ["Проблемы муниципального уровня (идёт плохо):", *numbered(texts(facts, "weak_form"))],
        "23": ["Проблемы муниципального уровня (вывод по району):", *numbered(said(one) for one in district)],
        "24": ["Направления работы на следующий период", *numbered(texts(facts, "direction"), "")],
        "25": ["25 декабря 2020 г.", "Начальник управления А.П. Образцова"],
    }


def deficit(one: Facts) -> str:
    return "; ".join((said(one), *(one.get("also") or ())))


def numbered(told: Iterable[str], between: str = ";") -> Iterator[str]:
    """Points with the numbers they have, one right after another."""
    every = list(told)
    for at, text in enumerate(every, start=1):
        end = "." if at == len(every) and between else between
        yield f"{at}. {text}{end}"


ZEROTH_ELSEWHERE = {
    "15": "три вида статуса — значения поля статуса школы; в бумаге названы в задаче 1 (14)",
}


# --- 004 -------------------------------------------------------------------------------------------------------------


def fourth(source: Source) -> Rows:
    facts = source.facts
    told = {one["id"]: one.said("gist") for one in facts["memo_section"]}
    names = [one["name"] for one in facts["school"]]
    curators = {one["school"]: one["person"] for one in facts["mentorship"] if one.get("school")}
    person = {one["id"]: one for one in facts["person"]}
    by_name = sorted(facts["school"], key=lambda one: one["name"].casefold())
    done = {one["id"]: one for one in facts["contact"]}
    opening = done["c4"]
    return {
        "1": ["Основание", "приказ от 10.02.2021 № 30"],
        "2": ["СПРАВКА", facts["programme"][0]["title"], "на 2021–2024 гг.", "в рамках: «500+»"],
        "3": [
            "Всего: 3 школы.",
            *(cells(str(at), name, "участник «500+»") for at, name in enumerate(names, start=1)),
        ],
        "4": ["Направления:", *(f"– {text}" for text in texts(facts, "direction"))],
        "5": [f"– {done['c1'].said('what')}, все 3 школы."],
        "6": [cells("папка документов", "все 3 школы", "подтверждена")],
        "7": [
            *(
                cells(person[curators[one["id"]]]["name"], ", куратор", "куратор", one["name"])
                for one in by_name
            ),
            *(
                cells(
                    "школьная рабочая группа", "рабочая группа", one["name"], "приказ (реквизиты не названы)"
                )
                for one in by_name
            ),
            *(
                cells(", куратор", "руководитель группы", f"школьная рабочая группа, {one['name']}")
                for one in by_name
            ),
        ],
        "8": [*risks(facts), cells("рисковый профиль", "все 3 школы", "проверен")],
        "9": [*(f"«{one['subject']}»" for one in facts["incoming_act"]), told["p4"], told["p5"], told["p6"]],
        "10": [cells("анкета", "все 3 школы", "загружена"), told["p7"]],
        "11": [f"{done['c2'].said('what')}, 6 раз, все 3 школы."],
        "12": [
            cells(
                "среднесрочная программа развития",
                "все 3 школы",
                "размещена",
                "исполняется полностью и в срок",
            ),
            told["p8"],
        ],
        "13": [cells("Аргунова Т.В., муниципальный координатор", "координатор", "программа"), told["p9"]],
        "14": [
            f"{capital(done['c3']['date_text'])} – {done['c3'].said('what')}",
            done["c3"]["who"],
            told["p10"],
        ],
        "15": [
            f"– {show_date(opening['from'])} – {opening.said('what')}, 9 чел.",
            "Рассмотрено: " + "; ".join(opening["accents"]),
        ],
        "16": [f"– {done['c6'].said('what')}, все 3 школы.", told["p12"]],
        "17": [
            cells("антирисковая программа", "все 3 школы", "размещена", "ИС МЭДК"),
            cells("концепция развития", "все 3 школы", "размещена", "ИС МЭДК"),
            cells("среднесрочная программа развития", "все 3 школы", "размещена"),
        ],
        "18": [done["c5"].said("what"), ", ".join(done["c5"]["who"])],
        "19": ["Механизмы", *(f"– {said(one)}" for one in facts["mechanism"])],
        "20": ["Рекомендации школам", *(f"– {said(one)}" for one in facts["recommendation"])],
        "22": ["Выводы и предложения", told["p16"]],
        "23": [
            "1 июня 2021 г.",
            "СПРАВКА",
            "по состоянию на 01.06.2021",
            "Начальник управления А.П. Образцова",
        ],
    }


def risks(facts: Facts) -> list[str]:
    words = {"high": "высокий", "middle": "средний", "low": "низкий"}
    names = {one["id"]: one["name"] for one in facts["school"]}
    made = []
    for one in facts["school_risk"]:
        mark = f"{words[one['significance']]}, {'подтверждён' if one['confirmed'] else 'не подтверждён'}"
        made.append(
            (
                names[one["school"]],
                cells(names[one["school"]], one["factor"], mark, ", в работе" * one["chosen"]),
            )
        )
    return [text for _, text in sorted(made, key=lambda each: each[0].casefold())]


ROWS: dict[str, tuple[Callable[[Source], Rows], dict[str, str]]] = {
    "000": (zeroth, ZEROTH_ELSEWHERE),
    "001": (first, FIRST_ELSEWHERE),
    "002": (second, SECOND_ELSEWHERE),
    "003": (third, {}),
    "004": (fourth, {"21": "повтор блока: в бумаге его быть не должно, проверяется отдельно"}),
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_row_of_the_checklist_is_walked(source: Callable[[str], Source], name: str) -> None:
    walked, elsewhere = ROWS[name]
    listed = re.findall(rf"^\| {name}-(\d+) \|", CHECKLISTS.read_text("utf-8"), re.MULTILINE)
    told = walked(source(name))
    assert not told.keys() & elsewhere.keys()
    assert sorted({*told, *elsewhere}, key=int) == sorted(listed, key=int)


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize("name", SOURCES)
def test_every_fact_of_a_row_stands_in_its_place(
    source: Callable[[str], Source], name: str, suffix: str
) -> None:
    made = source(name)
    text = made.texts[suffix]
    tight, apart = squeezed(text), spaced(text)
    lost = []
    for row, pieces in ROWS[name][0](made).items():
        at = {Figures: 0, str: 0}
        for piece in pieces:
            kind = Figures if isinstance(piece, Figures) else str
            wanted, among = (spaced(piece), apart) if kind is Figures else (squeezed(piece), tight)
            found = among.find(wanted, at[kind])
            if found < 0:
                lost.append(f"{name}-{row}: {piece!r}")
                break
            at[kind] = found + len(wanted)
    assert lost == []


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_a_block_of_the_office_is_printed_once(source: Callable[[str], Source], suffix: str) -> None:
    made = source("004")
    text = squeezed(made.texts[suffix])
    for one in (*made.facts["mechanism"], *made.facts["recommendation"]):
        assert text.count(squeezed(said(one))) == 1


def test_plans_stand_in_landscape_with_their_sections_over_the_whole_width(
    source: Callable[[str], Source],
) -> None:
    for name, plans, across in (("001", 2, 3), ("002", 1, 7)):
        paper = source(name).papers["programme"]
        tables = [
            block
            for section in paper.sections
            if section.landscape
            for block in section.blocks
            if isinstance(block, Table) and block.sheet == "План"
        ]
        assert len(tables) == plans and all(one.head for one in tables)
        rows = [row for one in tables for row in one.rows if row.kind is RowKind.SECTION]
        assert len(rows) == across and all(row.cells[0].span == len(tables[-1].columns) for row in rows)


@pytest.mark.parametrize("name", SOURCES)
def test_no_figure_of_the_papers_is_without_records(source: Callable[[str], Source], name: str) -> None:
    for paper in source(name).papers.values():
        told = (run for block in paper.blocks() for runs in runs_of(block) for run in runs)
        assert [run.text for run in told if run.is_untraced] == []
