"""Facts of whole papers, kept beside the sources as JSON, put into records by the operations; whoever loads them learns what
was left over."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shnor_desktop.document.document import Document
from shnor_desktop.models import uids
from shnor_desktop.models.results import Procedure, Subject
from shnor_desktop.operations.programme.indicators import Slot, save_value
from shnor_desktop.operations.records.records import save
from shnor_desktop.rules.indicators import Year

FACTS = Path(__file__).parents[4] / "shared" / "data" / "facts"
_FAMILIES = {"ВПР": "vpr", "ОГЭ": "oge", "ЕГЭ": "ege"}
_LEVELS = {"": "", "база": "base", "профиль": "profile"}
_ORDERS = {"приказ": "order", "постановление": "decree"}
_ACTS = {
    "постановление": "decree",
    "региональная программа": "programme",
    "Конституция": "constitution",
    "федеральный закон": "law",
    "областной закон": "law",
    "указ": "edict",
    "распоряжение": "instruction",
    "устав": "charter",
}
_EVENTS = {
    "собеседование": "interview",
    "мониторинг": "monitoring",
    "совещание": "heads_meeting",
    "выезд": "visit",
    "вебинар": "webinar",
    "методобъединение": "association",
    "контроль": "control",
}
_DONE = {
    "рабочая группа": "other",
    "заседание рабочей группы": "group_meeting",
    "документ": "document",
    "семинар": "seminar",
    "курсы": "course",
    "консультация": "consultation",
    "мониторинг": "monitoring",
    "анализ": "analysis",
}
_LISTS = ("task", "expected_result", "passport_indicator", "effect", "significance")
_PLACES = {"section": "section", "table": "plan"}
_RESULTS = {
    "приказ": "order",
    "договор": "contract",
    "справка": "memo",
    "отчёт": "report",
    "план": "plan",
    "перечень": "list",
    "публикация": "publication",
}


class Facts(dict[str, Any]):
    """A mapping that knows what was never asked of it."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__({key: _wrapped(value) for key, value in given.items()})
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def said(self, key: str) -> str:
        """A text; where it held commas, its pieces stand as further keys without values."""
        start = list(self).index(key)
        pieces = [str(self[key] or "")]
        for following in list(self)[start + 1 :]:
            if super().__getitem__(following) is not None or following.isascii():
                break
            self.read.add(following)
            pieces.append(following)
        return ", ".join(filter(None, pieces))

    def left(self, path: str = "") -> Iterator[str]:
        """What nobody asked for."""
        for key, value in self.items():
            if key not in self.read:
                yield f"{path}.{key}"
            elif isinstance(value, Facts):
                yield from value.left(f"{path}.{key}")
            elif isinstance(value, list):
                for number, one in enumerate(value):
                    if isinstance(one, Facts):
                        yield from one.left(f"{path}.{key}[{number}]")

    def take(self, *keys: str) -> None:
        """What is derived from other facts, or says something of the original alone."""
        for key in keys:
            if key in self:
                self.read.add(key)
                _take_whole(super().__getitem__(key))


def _take_whole(value: Any) -> None:
    if isinstance(value, Facts):
        value.take(*value)
    elif isinstance(value, list):
        for one in value:
            _take_whole(one)


def _wrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return Facts(value)
    return [_wrapped(one) for one in value] if isinstance(value, list) else value


def facts_of(source: str) -> Facts:
    return Facts(json.loads((FACTS / f"{source}.json").read_text("utf-8")))


class Loader:
    """Puts the facts of one paper into one document."""

    def __init__(self, document: Document, data: Facts) -> None:
        self.data = data
        self.made: dict[str, bytes] = {}
        self.counts: Counter[str] = Counter()
        with document.write("Факты документа") as session:
            self.session: Session = session
            self._load()

    def _load(self) -> None:
        for step in (
            self._people,
            self._schools,
            self._acts,
            self._papers,
            self._programmes,
            self._texts,
            self._plans,
            self._indicators,
            self._values,
            self._results,
            self._appendix,
            self._support,
            self._done,
        ):
            step()
        self.data.take("source", "defect", "counts", "district", "indicator_table", "approval_block")

    def every(self, key: str) -> Iterator[Facts]:
        for one in self.data.get(key) or ():
            self.counts[key] += 1
            yield one

    def add(self, code: str, name: str, /, **given: Any) -> bytes:
        uid = save(
            self.session, code, None, {key: value for key, value in given.items() if value is not None}
        )
        if name:
            self.made[name] = uid
        return uid

    def uid(self, name: str | None) -> bytes | None:
        return self.made.get(name) if name else None

    # --- who and what ----------------------------------------------------------------------------------------------

    def _people(self) -> None:
        for one in self.every("office"):
            self.add(
                "office",
                one["id"],
                name=one["name"],
                short_name=one.get("short_name"),
                municipality=one.get("municipality"),
                region=one.get("region"),
                place=one.get("place"),
                letterhead="\n".join(one.get("letterhead") or ()),
                other_names=one.get("also_named"),
            )
        for one in self.every("person"):
            one.take("invented", "invented_name", "acting", "note", "school")
            name = one["name"] or one["post"]
            self.add("person", one["id"], name=name, post=one["post"], office=self.uid(one.get("office")))
            for case in ("accusative", "dative"):
                if form := one.get(f"name_{case}"):
                    self.add("word_form", "", text=name, case=case, form=form)

    def _schools(self) -> None:
        for one in self.every("school"):
            one.take("invented")
            uid = self.add(
                "school",
                one["id"],
                name=one["name"],
                official_name=one.get("official_name"),
                form=one.get("form"),
                levels=", ".join(one.get("levels") or ()),
                parent=self.uid(one.get("parent")),
            )
            if alias := one.get("also_named"):
                self.add("school_alias", "", school=uid, spelling=alias)
        for one in self.every("school_status"):
            years = ", ".join(map(str, one.get("years") or ()))
            self.add(
                "school_status",
                one["id"],
                school=self.uid(one["school"]),
                kind=one["kind"],
                basis=one["basis"] or "other",
                basis_text=one["basis_text"],
                note=years,
            )
        for one in self.data.get("method_profile") or ():
            told = [*one["criteria"], one["rule"], one["low"], *one.get("procedures", [])]
            self.add(
                "method_profile",
                one["id"],
                name="Критерии документа",
                threshold=one["threshold"],
                note="\n".join([*told, ", ".join(map(str, one.get("years") or ()))]),
            )

    def _acts(self) -> None:
        for one in self.every("incoming_act"):
            one.take("position")
            self.add(
                "act",
                one["id"],
                kind=_ACTS[one["kind"]],
                issuer_text=one["issuer"],
                number=one.get("number"),
                date=one.get("date"),
                title=" на ".join(filter(None, (one["subject"] or one["kind"], one.get("period_label")))),
                note=" ".join(filter(None, (one["kind"], *map(one.get, ("goal", "note"))))),
            )

    def _papers(self) -> None:
        for one in self.every("order"):
            one.take("word_spaced", "date_style", "date_text")
            issuer = one.get("issuer")
            basis = [(name, self.uid(name)) for name in one.get("basis") or ()]
            self.add(
                "paper",
                one["id"],
                kind=_ORDERS[one["kind"]],
                issuer=self.uid("adm" if issuer is None else "uo"),
                number=one["number"],
                date=one["date"],
                title=one.get("title") or one.get("subject"),
                place=one.get("place"),
                preamble=one.get("preamble"),
                operative=one.get("operative_word"),
                signatory=self.uid(one.get("signatory")) or self.uid("uohead"),
                acting=bool(one.get("signatory")),
                distribution="\n".join(one.get("distribution") or ()),
                state=one["state"],
                acts=tuple((uid, "") for _, uid in basis if uid is not None),
            )
        paper = self.data["paper"]
        if paper["id"] not in self.made:
            told = (paper.get("note"), ", ".join(paper.get("authors_in_title") or ()))
            self.add(
                "paper",
                paper["id"],
                kind=paper["kind"],
                title=paper["title"],
                date=paper["date"],
                number=paper["number"],
                signatory=self.uid(paper["signatory"]),
                note="\n".join(filter(None, told)),
            )
        paper.take("about", "approval", "meeting", "kind", "title")
        points: dict[str, bytes] = {}
        for place, one in enumerate(self.every("order_point"), start=1):
            one.take("due_text", "items")
            order = one["order"]
            if order not in points:
                points[order] = self.add("part", "", paper=self.made[order], place="points")
            lines = [one["text"], *(f"    {item.said('text')}" for item in one.get("items") or ())]
            dues = [one["due_text"], *(item["due_text"] for item in one.get("items") or ())]
            who = one.said("addressee")
            person = self.uid(one["addressee"])
            self.add(
                "activity",
                one["id"],
                part=points[order],
                position=1000 * place,
                number=one["number"],
                kind=one.get("kind") or ("statement" if one.get("appendix") else "other"),
                text="\n".join(lines),
                due_text=" ".join(filter(None, dues)),
                responsible="" if person else who,
                persons=((person, ""),) if person else (),
            )

    # --- programmes and their texts ----------------------------------------------------------------------------------

    def _programmes(self) -> None:
        for key in ("programme", "roadmap"):
            for one in self.every(key):
                if "columns" in one:
                    continue
                one.take("manager")
                self._programme(one, "roadmap" if key == "roadmap" else one["kind"])
        programme = self.uid("prog") or self.uid("rm")
        assert programme is not None
        self.programme = programme
        acts = tuple(
            (self.made[one["id"]], "") for one in self.data.get("incoming_act") or () if one.get("position")
        )
        schools = tuple((self.made[one["school"]], "") for one in self.data["school_status"])
        save(self.session, "programme", programme, {"acts": acts, "schools": schools})

    def _programme(self, one: Facts, kind: str) -> None:
        period = one.get("period") or Facts({})
        self.add(
            "programme",
            one["id"],
            kind=kind,
            level=one.get("level"),
            title=one["title"],
            short_title=one.get("short_name"),
            period_label=period.get("label"),
            starts=period.get("from"),
            ends=period.get("to"),
            year_kind=period.get("year_kind"),
            school=self.uid(one.get("school")),
            approved_by=self.uid(one.get("approved_by")),
            note=" ".join(filter(None, (one.get("note"), one.get("school_year_named")))),
        )

    def _part(self, name: str, place: str, position: int, /, **given: Any) -> bytes:
        return self.add(
            "part", name, programme=self.programme, place=place, position=1000 * position, **given
        )

    def _placed(self, key: str, place: str) -> str:
        """A list that was typed in two places, as it stands in one of them; empty where it was typed once."""
        if key == "direction":
            return "\n".join(f"{one['position']}. {one['passport']}" for one in self.data[key])
        listed = [one for one in self.data.get(key) or () if one.get(place)]
        listed.sort(key=lambda one: int(one[place]))
        mark = "{})" if place == "final" else "·"
        return "\n".join(f"{mark.format(one[place])} {one.said('text')}" for one in listed)

    def _list(self, key: str, *, bare: bool = False) -> str:
        """A list of the paper as lines, with numbers as they were typed."""
        lines = []
        for one in self.data.get(key) or ():
            one.take(
                "position", "id", "mark", "same_as", "unit", "denominator", "direction", "target", "table"
            )
            one.take("passport", "final")
            number = one.get("mark") or ("" if bare else one.get("number"))
            lines.append(" ".join(filter(None, (number, one.said("text")))))
            lines += [f"    {item}" for item in one.get("items") or ()]
        return "\n".join(lines)

    def _texts(self) -> None:
        texts = {key: self._list(key) for key in _LISTS}
        for key in _LISTS:
            self.counts[key] = len(self.data.get(key) or ())
        texts |= {key: str(self.data.get(key) or "") for key in ("goal", "rationale")}
        kept: dict[str, bytes] = {}
        sections = [*self.every("programme_section"), *self.every("paper_section")]
        for place, one in enumerate(sections, start=100):
            self._section(one, place, texts, kept)
        for place, one in enumerate(self.every("passport_row"), start=1):
            self._row(one, place, texts, kept)
        self._directions()

    def _section(self, one: Facts, place: int, texts: dict[str, str], kept: dict[str, bytes]) -> None:
        one.take("items", "position", "facts", "lead_period", "ref")
        key = str(one.get("list") or one.get("ref") or {"s1": "goal", "s2": "rationale"}.get(one["id"], ""))
        table = one.get("table")
        lines = [*one.get("paragraphs", []), one.get("note"), one.get("lead_period")]
        own = texts.get(key)
        if "без номеров" in str(one.get("note")):
            own = self._list(key, bare=True)
        elif placed := self._placed(key, "final") if key in _LISTS else "":
            own = placed
        for group in one.get("directions") or one.get("lists") or ():
            group.take("id", "task")
            heading = " ".join(filter(None, (group.get("number"), group.get("who") or group.get("name"))))
            lines += [heading, *(f"    {item}" for item in group["items"])]
        lines.append(own)
        draws = {"indicator": "indicators"}.get(table or "", "events" if key == "execution" else "")
        columns = (self.data.get("indicator_table") or {}).get("columns") if table == "indicator" else None
        part = self._part(
            one["id"],
            "plan" if table in ("plan", "measures") else "appendix" if table == "appendix1" else "section",
            place,
            number=one.get("number"),
            title=one["title"],
            text="\n".join(filter(None, lines)),
            draws=draws,
            columns="; ".join(
                f"{code}={words}"
                for code, words in zip(("number", "text", "target"), columns or (), strict=False)
            ),
        )
        if key in texts and own == texts[key] and not one.get("paragraphs"):
            kept[key] = part
        if table:
            self.made[str(table)] = part

    def _row(self, one: Facts, place: int, texts: dict[str, str], kept: dict[str, bytes]) -> None:
        one.take("items", "sub_items", "place", "position")
        key = str(one.get("list") or one.get("same_as") or "")
        if key in kept and not texts.get(key) and one.get("value"):
            save(self.session, "part", kept[key], {"text": one["value"]})
        typed = self._placed(key, "passport") if key in ("expected_result", "direction") else ""
        own = typed or texts.get(key)
        text = "" if key in kept else "\n".join(filter(None, (one.get("value"), one.get("lead"), own)))
        given = {"title": one["label"], "text": text, "same_as": kept.get(key)}
        self._part(one["id"], "passport", place, **{name: value for name, value in given.items() if value})
        one.take("from")

    def _directions(self) -> None:
        for one in self.every("direction"):
            one.take("position", "passport")
        forms = [
            "\n".join(
                [str({key: one[key] for key in ("works", "used") if key in one}), *one["items"], one["id"]]
            )
            for one in self.every("method_form")
        ]
        if forms:
            self._part("forms", "section", 201, title="Формы работы", text="\n".join(forms))

    # --- plans --------------------------------------------------------------------------------------------------------

    def _plans(self) -> None:
        codes = ("number", "text", "due", "responsible", "expected")
        for one in self.data.get("roadmap") or ():
            if "columns" in one:
                columns = "; ".join(
                    f"{code}={words}" for code, words in zip(codes, one["columns"], strict=False)
                )
                save(self.session, "part", self.made[one["id"]], {"columns": columns})
                assert one["title"]
        directions = {one["id"]: one["plan"] for one in self.data.get("direction") or ()}
        for one in self.every("roadmap_section"):
            one.take("rows")
            title = one.said("title") if "title" in one else directions[one["direction"]]
            plan = self.made[one["roadmap"]]
            self._part(
                one["id"], "plan_section", one["position"], parent=plan, title=title, number=one.get("number")
            )
        for one in self.every("activity"):
            self._activity(one)

    def _activity(self, one: Facts) -> None:
        kind, result_kind = one.get("kind"), one.get("result_kind")
        lines = [one.said("text"), one.get("condition")]
        lines += [f"    {item}" for item in one.get("items") or one.get("agenda") or ()]
        expected = one.get("result") or one.get("expected_result")
        self.add(
            "activity",
            one["id"],
            part=self.made[one.get("section") or one["roadmap"]],
            position=1000 * one["position"],
            number=one["number"],
            kind=_DONE.get(kind, "other") if kind else "",
            text="\n".join(filter(None, lines)),
            due_text=" ".join(one["due_text"].split()),
            responsible="\n".join(one["responsible"]),
            expected=expected,
            expected_kind=_RESULTS.get(result_kind, "other") if result_kind else "",
        )
        one.take("roadmap")

    # --- indicators ---------------------------------------------------------------------------------------------------

    def _indicators(self) -> None:
        groups = {}
        for one in self.every("indicator_group"):
            one.take("position", "criteria")
            groups[one["id"]] = f"{one['number']} {one['title']}"
        linked = {one.get("table"): one for one in self.data.get("passport_indicator") or ()}
        for one in self.every("indicator"):
            one.take("target_text")
            uid = self._indicator(one, groups, in_passport=one["id"] in linked)
            target = one["target"]
            if target is not None:
                save_value(self.session, uid, Slot(Year(2021, "school")), {"target_e4": 10_000 * target})
        for one in self.data.get("passport_indicator") or ():
            if one.get("table") is None:
                self._indicator(one, groups, in_passport=True)

    def _indicator(self, one: Facts, groups: dict[str, str], *, in_passport: bool) -> bytes:
        return self.add(
            "indicator",
            one["id"],
            programme=self.programme,
            use="programme",
            position=1000 * one["position"],
            number=one.get("number"),
            text=one.said("text"),
            unit=one.get("unit"),
            denominator=one.get("denominator"),
            direction={"up": "more", "down": "less"}.get(one.get("direction") or "", ""),
            group=groups.get(one.get("group") or ""),
            criterion=one.get("criterion"),
            as_of=one.get("as_of"),
            in_passport=in_passport,
        )

    def _values(self) -> None:
        known: dict[str, bytes] = {}
        for one in self.every("context_value"):
            one.take("printed", "id", "area")
            text, unit = one["indicator"], one["unit"]
            if text not in known:
                known[text] = self.add("indicator", "", use="context", text=text, unit=unit)
            year = str(one["year"] or "2018")
            kind = "school" if "/" in year else "calendar"
            value = str(one["value"]).replace(",", ".")
            given = {"fact_e4": round(float(value) * 10_000), "decimals": len(value.partition(".")[2])}
            slot = Slot(Year(int(year[:4]), kind))
            save_value(self.session, known[text], slot, given, self.uid(one["school"]))

    # --- results ------------------------------------------------------------------------------------------------------

    def _sitting(
        self, family: str, subject: str, level: str, grade: int, year: int, season: str = ""
    ) -> bytes:
        found = next(
            one for one in self.session.scalars(select(Subject)) if subject.casefold() == one.name.casefold()
        )
        code, of_level = _FAMILIES[family], _LEVELS[level]
        procedure = uids.procedure(code, found.uid, of_level, grade)
        if self.session.get(Procedure, procedure) is None:
            procedure = self.add(
                "procedure", "", family=code, subject=found.uid, level=of_level, programme_grade=grade
            )
        name = f"{family} {subject} {level} {grade} {year}"
        if name not in self.made:
            self.add(
                "sitting", name, procedure=procedure, school_year=year, season=season, sitting_grade=grade
            )
        return self.made[name]

    def _results(self) -> None:
        for one in self.every("school_result"):
            sitting = self._sitting(
                one["family"],
                one["subject"],
                one["level"],
                9 if one["family"] == "ОГЭ" else 11,
                one["year"] - 1,
            )
            n = one["participants"]
            mean = {"mean_e4": round(float(one["mean"].replace(",", ".")) * 10_000)}
            given = {"participants": n, "failed": n - one["passed"], **mean}
            self.add(
                "school_result",
                one["id"],
                school=self.made[one["school"]],
                sitting=sitting,
                state="valid",
                **given,
            )
            area = {"mean_e4": round(float(one["district_mean"].replace(",", ".")) * 10_000)}
            self.add("area_result", "", area="district", area_name="район", sitting=sitting, **area)
        flagged = self.data.get("objectivity")
        for one in self.every("quality_result"):
            year = int(one["year"][:4])
            sitting = self._sitting(one["family"], one["subject"], "", one["grade"] or 3, year, "spring")
            quality = round(float(one["quality"].replace(",", ".")) * 10_000)
            self.add(
                "school_result",
                one["id"],
                school=self.made[one["school"]],
                sitting=sitting,
                state="valid",
                quality_pct_e4=quality,
                pct_decimals=len(one["quality"].partition(",")[2]),
                objectivity_flag=bool(flagged and flagged["flag"]),
            )
        if flagged:
            flagged.take("school", "family", "checked_by")

    def _appendix(self) -> None:
        found = self.data.get("appendix_results")
        if not found:
            return
        found.take("title", "note")
        self.counts["appendix_columns"], self.counts["appendix_rows"] = (
            len(found["columns"]),
            len(found["rows"]),
        )
        sittings = []
        for one in found["columns"]:
            one.take("heading")
            season = {"весна": "spring", "осень": "autumn", "": ""}[one["season"]]
            year = one["year"] - (season != "autumn")
            sittings.append(
                self._sitting(one["family"], one["subject"], "", one["programme_grade"], year, season)
            )
        for row in found["rows"]:
            row.take("as_printed", "as_printed_pair")
            for sitting, (failed, high) in zip(sittings, row["values"], strict=True):
                state = "valid" if failed is not None else "not_conducted"
                self.add(
                    "school_result",
                    "",
                    school=self.made[row["school"]],
                    sitting=sitting,
                    state=state,
                    failed_pct_e4=None if failed is None else 10_000 * failed,
                    high_pct_e4=None if high is None or failed is None else 10_000 * high,
                )

    # --- people, problems, what was done -------------------------------------------------------------------------------

    def _support(self) -> None:
        for one in self.every("problem"):
            self.add("problem", one["id"], kind="problem", level=one["level"], text=one.said("text"))
        for one in self.data.get("teacher_deficit") or ():
            self.add(
                "problem", one["id"], kind="deficit", level="teachers", text=one["text"], source=one["source"]
            )
        for one in self.every("working_group"):
            told = (one.get("purpose"), *(one.get("members") or ()))
            self.add(
                "assignment",
                one["id"],
                role="group",
                body=one["title"],
                programme=self.programme,
                basis=self.uid(one["basis"]),
                note="\n".join(filter(None, told)),
            )
        for one in self.every("mentorship"):
            one.take("since", "basis")
            self.add(
                "assignment",
                one["id"],
                role=one["role"],
                person=self.uid(one["person"]),
                for_school=self.uid(one["school"]),
                programme=self.uid(one["programme"]),
            )
        for one in self.every("programme_school"):
            role = "participant" if one["role"] == "участник" else "innovation_site"
            self.add(
                "assignment",
                one["id"],
                role=role,
                school=self.uid(one.get("school")),
                body=one.get("area"),
                programme=self.uid(one["programme"]),
                theme=one.get("theme"),
                note=one["role"],
            )

    def _done(self) -> None:
        orders = {one["id"] for one in self.data.get("order") or ()}
        for one in self.every("execution"):
            one.take("position", "links")
            schools = one.get("schools") or ()
            count = one.get("count")
            event = self.add(
                "event",
                one["id"],
                kind=_EVENTS.get(one.get("kind") or "", "other"),
                title=one.said("what"),
                date_text=" ".join(one["date_text"].split()),
                starts=one.get("from"),
                ends=one.get("to"),
                times=count,
                at_least=one.get("count_kind") is not None,
                who=one.said("who") if "who" in one else None,
                findings="\n".join([*one.get("parts", []), *filter(None, [one.get("outcome")])]),
                outcome=one["state"],
                all_schools=schools == "все",
                schools=() if isinstance(schools, str) else tuple((self.made[name], "") for name in schools),
            )
            for name in one.get("evidence") or ():
                self.add(
                    "evidence", "", event=event, title=name, paper=self.uid(name) if name in orders else None
                )
        meetings = {}
        for one in self.every("meeting"):
            agenda = "\n".join(one["agenda"])
            event = self.add("event", one["id"], kind="heads_meeting", title=one["kind"], agenda=agenda)
            one.take("date", "present")
            meetings[one["id"]] = event
        for one in self.every("decision"):
            addressee = one["addressee"]
            person = self.uid(addressee)
            self.add(
                "activity",
                one["id"],
                event=meetings[one["meeting"]],
                position=1000 * one["position"],
                kind="statement" if one["statement"] else "other",
                text=" — ".join(filter(None, (one["text"], one.get("names_period")))),
                due_text=one["due_text"],
                responsible="" if person else addressee,
                persons=((person, ""),) if person else (),
            )
