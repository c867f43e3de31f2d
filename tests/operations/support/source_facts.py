"""Facts of the two papers that speak of support (000, 004), put whole into records; whoever loads them learns what was left
over. The support of 002 and 003 is loaded with their programmes."""

from collections.abc import Iterable
from typing import Any

from shnor_desktop.operations.records.records import save
from tests.operations.programme.source_facts import Facts, Loader

_ORDERS = {"приказ": "order"}
_ACTS = {"методика": "recommendations", "памятка": "recommendations"}
_CONTACTS = {
    "методический десант": "landing",
    "выезд": "visit",
    "вебинар": "webinar",
    "семинар": "seminar",
    "установочный семинар": "seminar",
    "группа в мессенджере": "other",
    "самообследование": "monitoring",
}
_DOCUMENTS = {
    "папка проекта": "folder",
    "анкеты": "questionnaire",
    "концепция развития": "concept",
    "среднесрочная программа": "midterm",
    "антирисковые программы": "antirisk",
}
_STATES = {"есть": "confirmed", "загружены": "loaded", "размещена": "placed", "размещены": "placed"}
_CONFIRMED = {True: "yes", False: "no"}


class SupportLoader(Loader):
    """Puts the facts of 000 or 004 into one document."""

    def _acts(self) -> None:
        for one in self.every("incoming_act"):
            given = {"issuer_text": one["issuer"], "title": one["subject"], "note": one["kind"]}
            self.add("act", one["id"], kind=_ACTS[one["kind"]], **given)

    def _papers(self) -> None:
        for one in self.every("order"):
            one.take("date_text")
            assert one["issuer"]
            self.add(
                "paper",
                one["id"],
                kind=_ORDERS[one["kind"]],
                issuer=self.uid("uo"),
                number=one["number"],
                date=one["date"],
                title=one["subject"],
                state=one["state"],
            )
        paper = self.data["paper"]
        paper.take("about", "issuer", "date", "number", "period", "signatory")
        self.paper = self.add(
            "paper", paper["id"], kind=paper["kind"], title=paper["title"], note=paper["note"]
        )

    def _people(self) -> None:
        super()._people()
        for one in self.data["office"]:
            one.take("stated")

    def _schools(self) -> None:
        super()._schools()
        for one in self.data["school"]:
            if one.get("place"):
                save(self.session, "school", self.made[one["id"]], {"place": one["place"]})
        for one in self.data["school_status"]:
            one.take("invented", "since")

    def _programmes(self) -> None:
        for one in self.data.get("roadmap") or ():
            one.take("programme", "строки не приведены")
        super()._programmes()
        save(self.session, "paper", self.paper, {"programme": self.programme})
        for one in self.data["programme"]:
            given = {"part_of": self.uid(one.get("part_of")), "note": one.get("operator")}
            save(self.session, "programme", self.made[one["id"]], {k: v for k, v in given.items() if v})
            if goal := one.get("goal"):
                self._part("", "section", 1, title="Цель", text=goal)

    # --- texts -------------------------------------------------------------------------------------------------------

    def _texts(self) -> None:
        self.counts["task"] = len(self.data.get("task") or ())
        for one in self.data.get("task") or ():
            one.take("programme")
        if tasks := self._list("task"):
            self._part("", "section", 2, title="Задачи", text=tasks)
        self._lines("direction", "Направления", self.programme)
        for key, title in (("mechanism", "Механизмы"), ("recommendation", "Рекомендации школам")):
            self._lines(key, title, None)
        for key in ("paper_section", "memo_section"):
            for place, one in enumerate(self.every(key), start=1):
                one.take("position", "value", "unit", "list", "printed_times")
                items = one.get("items") or ()
                lines = [one.said("gist"), one.get("due_text")]
                lines += [f"    {item}" for item in items] if isinstance(items, list) else []
                text = "\n".join(filter(None, lines))
                self.add(
                    "part",
                    one["id"],
                    paper=self.paper,
                    place="section",
                    position=1000 * place,
                    text=text,
                )

    def _lines(self, key: str, title: str, programme: bytes | None) -> None:
        """A list of the paper, a line a point; a text block of the office where it belongs to no programme."""
        lines = []
        for one in self.every(key):
            one.take("position", "id")
            extra = (one.get("to"), one.get("due_text"), one.get("coverage"))
            lines.append(", ".join((one.said("text"), *filter(None, extra))))
        if lines:
            place = "section" if programme is not None else "block"
            given = {"title": title, "text": "\n".join(f"  {line}" for line in lines), "position": 3000}
            self.add("part", "", programme=programme, place=place, **given)

    def _plans(self) -> None:
        """Neither paper gives the rows of its plan."""

    # --- people, problems, documents ---------------------------------------------------------------------------------

    def _support(self) -> None:
        for one in self.every("programme_school"):
            assert one["role"] == "участник"
            self.add(
                "assignment",
                one["id"],
                role="participant",
                school=self.made[one["school"]],
                programme=self.made[one["programme"]],
            )
        for one in self.every("mentorship"):
            one.take("since", "basis", "invented")
            self.add(
                "assignment",
                one["id"],
                role=one["role"],
                person=self.made[one["person"]],
                for_school=self.uid(one.get("school")),
                programme=self.uid(one.get("programme")),
            )
        for one in self.every("working_group"):
            one.take("members")
            group = self.add(
                "assignment",
                one["id"],
                role="group",
                body=one["title"],
                for_school=self.uid(one.get("school")),
                programme=None if one.get("school") else self.programme,
                basis_text=one["basis"],
                theme=one.get("purpose"),
            )
            if head := one.get("head"):
                self.add("assignment", "", role="group_head", person=self.made[head], of=group)
        self._documents()
        self._problems()

    def _documents(self) -> None:
        for one in self.every("school_submission"):
            one.take("count", "per", "who")
            state, _, more = one["state"].partition("; ")
            self.add(
                "school_document",
                one["id"],
                school=self.made[one["school"]],
                programme=self.made["p500"],
                kind=_DOCUMENTS[one["kind"]],
                state=_STATES[state],
                note="; ".join(filter(None, (more, one.get("place")))),
            )
        for one in self.every("risk_profile"):
            one.take("source", "risks", "анкеты", "activated")
            assert one["state"] == "верифицирован"
            self.add(
                "school_document",
                one["id"],
                school=self.made[one["school"]],
                programme=self.made["p500"],
                kind="risk_profile",
                state="verified",
            )
        for one in self.every("school_risk"):
            one.take("invented")
            factor = one["factor"]
            if factor not in self.made:
                self.add("factor", factor, group="risk", name=factor)
            self.add(
                "problem",
                one["id"],
                kind="risk",
                level="school",
                school=self.made[one["school"]],
                school_year=int(one["year"][:4]),
                factor=self.made[factor],
                significance=one["significance"],
                confirmed=_CONFIRMED[one["confirmed"]],
                chosen=one["chosen"],
            )

    def _problems(self) -> None:
        for one in self.every("problem"):
            one.take("number_as_typed")
            self._problem("problem", one, one["level"], one["source"])
        for one in self.every("teacher_deficit"):
            self._problem("deficit", one, "teachers", one["source"], one.get("also") or ())
        form = self.data.get("consult_form")
        told = " ".join(form[key] for key in ("form", "due_text")) if form else ""
        for one in self.every("consult_topic"):
            self._problem("request", one, "teachers", told)
        for one in self.every("weak_form"):
            self._problem("problem", one, "municipal", "идёт плохо")

    def _problem(self, kind: str, one: Facts, level: str, source: str, also: Iterable[str] = ()) -> None:
        lines = [one.said("text"), *(f"    {more}" for more in also)]
        given: dict[str, Any] = {"source": source, "position": 1000 * one["position"]}
        self.add("problem", one["id"], kind=kind, level=level, text="\n".join(lines), **given)

    # --- contacts ----------------------------------------------------------------------------------------------------

    def _done(self) -> None:
        for one in self.every("contact"):
            schools = one.get("schools") or ()
            if isinstance(schools, str):
                schools = [each["school"] for each in self.data["programme_school"]]
            one.take("count")
            who = one.get("who")
            event = self.add(
                "event",
                one["id"],
                kind=_CONTACTS[one["kind"]],
                title=one.said("what") if "what" in one else one["kind"].capitalize(),
                date_text=one.get("date_text"),
                starts=one.get("from"),
                ends=one.get("to"),
                times=one.get("times"),
                people=one.get("people"),
                who=", ".join(who) if isinstance(who, list) else who,
                agenda="\n".join(one.get("accents") or ()),
                findings="\n".join(filter(None, (one.get("result"), one.get("state")))),
                outcome="done",
                schools=tuple((self.made[name], "") for name in schools),
            )
            for name in one.get("found") or ():
                save(self.session, "problem", self.made[name], {"event": event})
