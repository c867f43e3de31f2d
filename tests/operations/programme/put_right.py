"""The three papers put right: every mistake that their facts hold is mended in the records, and nothing else is touched."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.models.programme import Indicator, Part
from shnor_desktop.models.roadmap import Activity, Event
from shnor_desktop.operations.programme.indicators import Slot, save_value
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.indicators import Year
from tests.operations.programme.source_facts import Loader

_ROMAN = ("I", "II", "III", "IV", "V", "VI")


class PutRight:
    """Mends what one loader put into a document."""

    def __init__(self, session: Session, loader: Loader) -> None:
        self._session, self._made, self._loader = session, loader.made, loader
        getattr(self, f"_of_{loader.data['source']}")()

    def _put(self, code: str, name: str | bytes, /, **given: Any) -> None:
        save(self._session, code, self._made[name] if isinstance(name, str) else name, given)

    def _every(self, kind: Any) -> list[Any]:
        return list(self._session.scalars(select(kind).order_by(kind.position, kind.uid)))

    def _approve(self, name: str, **given: str) -> None:
        paper = {
            "kind": "order",
            "number": "215",
            "title": "Об утверждении программы",
            "state": "signed",
            **given,
        }
        uid = save(self._session, "paper", None, paper)
        self._put("programme", name, approved_by=uid)

    def _number_rows(self, names: list[str], dues: dict[str, str]) -> None:
        for place, name in enumerate(names, start=1):
            given = {"number": f"{place}."}
            if name in dues:
                given["due_text"] = dues[name]
            self._put("activity", name, **given)

    def _of_001(self) -> None:
        self._approve("prog", date="2021-08-30")
        texts = {one.uid: one.text for one in self._every(Part)}
        tasks = texts[self._made["s22"]].split("\n")
        right = "\n".join(f"{place}. {line.split(' ', 1)[1]}" for place, line in enumerate(tasks, start=1))
        self._put("part", "s22", text=right)
        for name, number in {"s5": "V.", "s6": "VI.", "s21": "2.1."}.items():
            self._put("part", name, number=number)
        self._put("part", "s24", columns="")
        plan = [one["id"] for one in self._loader.data["activity"]]
        self._number_rows(
            plan[:15],
            {
                "p01": "сентябрь 2021 года",
                "p02": "октябрь 2021 года",
                "p03": "ноябрь 2021 года",
                "p04": "1 раз в четверть",
                "p08": "май 2022 года",
                "p16": "июнь 2022 года",
                "p18": "июль 2022 года",
                "p19": "июль 2022 года",
                "p21": "август 2022 года",
            },
        )
        self._put("activity", "p03", text="Разработать муниципальную дорожную карту на 2021-2022 учебный год")
        self._put("activity", "q14", number="1.4.")
        for name, expected in {
            "q11": "Карта достижений",
            "q12": "Карта внеучебных дел",
            "q13": "Карта школ",
        }.items():
            self._put("activity", name, expected=expected)
        for name in ("q21", "q31"):
            self._put("activity", name, due_text="В течение года")
        for place in range(1, 8):
            self._put("indicator", f"i{place}", number=f"{place}.")
        for name in ("i3", "i4", "i5"):
            self._put("indicator", name, denominator="педагоги ШНОР округа")
        for name in ("i2", "i7"):
            save_value(self._session, self._made[name], Slot(Year(2021, "school")), {"target_e4": 429_000})
        for one in self._every(Indicator):
            if one.in_passport and not one.number:
                self._put("indicator", one.uid, in_passport=False)

    def _of_002(self) -> None:
        self._put(
            "paper",
            "decree",
            date="2017-12-20",
            preamble="Во исполнение распоряжения министерства, по Уставу МО",
        )
        self._put("activity", "dp3", due_text="до 15.01.2018")
        self._put(
            "office", "adm", name="Администрация муниципального образования «Мезенский муниципальный район»"
        )
        self._put("office", "adm", letterhead="АДМИНИСТРАЦИЯ\n«МЕЗЕНСКИЙ МУНИЦИПАЛЬНЫЙ РАЙОН»")
        self._put("act", "in3", title="национальная стратегия в интересах детей", valid_to="2030-12-31")
        for place, name in enumerate(("s4", "s5", "s6", "s7", "forms"), start=4):
            self._put("part", name, number=f"{place}.")
        self._put("part", "s2", text="Цель – адресная поддержка школ.", draws="")
        self._put("part", "r9", text="", draws="directions")
        self._put("part", "r10", text="Муниципальный бюджет через программу на 2018 – 2021 годы")
        self._put("part", "r11", text="", same_as=self._made["s5"])
        self._put("programme", "prog", schools=tuple((self._made[name], "") for name in ("dorog", "x1")))
        dues = {"a05": "Июнь-сентябрь 2019 года", "a17": "Ежегодно", "a20": "Февраль – март 2019 года"}
        dues |= {"a27": "2018–2021 гг.", "a35": "2019–2021 годы", "a50": "май 2021 года"}
        dues |= {name: "Ежегодно" for name in ("a37", "a38", "a46")}
        for name, due in dues.items():
            self._put("activity", name, due_text=due)
        for one in self._every(Activity):
            if one.number.isdigit() and (one.part is not None):
                expected = (
                    one.expected
                    if len(one.expected.split()) > 3
                    else f"{one.expected or 'Итог'} № {one.number}"
                )
                self._put(
                    "activity",
                    one.uid,
                    expected=expected,
                    responsible=one.responsible.replace("руков", "Руков"),
                )
        for name, expected in {
            "a01": "Постановление об утверждении программы",
            "a50": "Сводка самооценок школ",
        }.items():
            self._put("activity", name, expected=expected)
        self._put(
            "activity", "a10", text="Представить проект качества на совете", due_text="Ноябрь 2018 года"
        )
        self._put("activity", "a31", text="Встречи лидеров")
        self._indicators_of_002()
        for name in ("re1", "re2", "re5"):
            self._put("school_result", name, failed=0)

    def _indicators_of_002(self) -> None:
        shown = [one for one in self._every(Indicator) if one.use == "programme"]
        for place, one in enumerate((one for one in shown if not one.in_passport), start=1):
            self._put("indicator", one.uid, number=f"{place}.")
            save_value(self._session, one.uid, Slot(Year(2021, "calendar")), {"target_e4": 500_000})
        for one in shown:
            if one.in_passport:
                self._put("indicator", one.uid, in_passport=False)

    def _of_003(self) -> None:
        self._put(
            "part",
            "s4",
            text="По ВПР и ОГЭ 2019 года выявлена одна школа.\nНужен план помощи на 2021-2022 годы.",
        )
        self._put("part", "s5", text="Сделано за 2021-2022 годы")
        plan = save(
            self._session,
            "part",
            None,
            {"programme": self._loader.programme, "place": "plan", "title": "План"},
        )
        held: dict[str, Any] = {
            "date_text": "",
            "starts": "2022-11-21",
            "ends": "2022-11-21",
            "place": "ИМЦ",
            "people": 9,
        }
        self._put("event", "mt", **held)
        self._put("paper", "ostaff", date="2022-03-01", number="81")
        for place, one in enumerate(self._every_event(), start=1):
            row: dict[str, Any] = {
                "part": plan,
                "position": 1000 * place,
                "number": f"{place}.",
                "text": f"Дело {place}",
                "due_text": "2022 год",
            }
            uid = save(
                self._session,
                "activity",
                None,
                {**row, "responsible": "ИМЦ", "expected": f"Итог {place} года"},
            )
            days = (
                {}
                if one.starts > "2021"
                else {"starts": "2022-03-15", "ends": "2022-03-15", "date_text": "15.03.2022"}
            )
            days |= (
                {"date_text": one.date_text.replace("18.02.22", "18.02.2022").replace("2020", "2021")}
                if one.starts > "2021"
                else {}
            )
            self._put("event", one.uid, **days, activities=((uid, ""),))
        texts = {
            "r1": "Анализ принять к сведению",
            "r4": "Предложения в проект следующей карты на 2023-2024 годы",
        }
        for name, text in texts.items():
            self._put("activity", name, text=text)
        for name in ("r3", "r4", "r5", "r6"):
            self._put("activity", name, due_text="до 15.12.2022")
        self._put("activity", "r3", responsible="методисты ИМЦ")

    def _every_event(self) -> list[Event]:
        meeting = self._made["mt"]
        return [one for one in self._session.scalars(select(Event).order_by(Event.uid)) if one.uid != meeting]
