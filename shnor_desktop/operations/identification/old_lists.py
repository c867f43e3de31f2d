"""Lists signed before they kept their trees: what they kept instead is composed as it was then."""

import json
from typing import Any

from shnor_desktop.operations.identification.frozen import FrozenList, FrozenOutcome
from shnor_desktop.papers.identification import low_list
from shnor_desktop.papers.identification.facts import (
    Difference,
    ListedSchool,
    ListFacts,
    StatusBasis,
    UnsureSchool,
    WatchedSchool,
)
from shnor_desktop.papers.tree import codec
from shnor_desktop.papers.tree.frame import PaperMeta
from shnor_desktop.rules.figures import ResultState
from shnor_desktop.rules.results.certainty import wilson
from shnor_desktop.rules.results.facts import JudgedResult, Profile, Result, Sitting
from shnor_desktop.rules.results.shortfall import Shortfall

Told = dict[str, Any]


def load(text: str) -> FrozenList | None:
    """The list; None when the text is of a later program. ValueError when it is no such text."""
    try:
        kept = json.loads(text)
        if "facts" not in kept:
            return None
        profile = codec.load(Profile, json.dumps(kept["profile"]))
        outcomes = tuple(codec.load(FrozenOutcome, json.dumps(one)) for one in kept["outcomes"])
        return FrozenList(profile, outcomes, low_list.compose(_facts(profile, kept["facts"])))
    except (TypeError, KeyError, AttributeError, IndexError) as error:
        raise ValueError(str(error)) from error


def _facts(profile: Profile, told: Told) -> ListFacts:
    slots = {"A": told["profile"]["slot_a"], "B": told["profile"]["slot_b"]}
    return ListFacts(
        meta=codec.load(PaperMeta, json.dumps(told["meta"])),
        profile=profile,
        school_year=told["school_year"],
        schools_total=told["schools_total"],
        schools=tuple(_listed(one) for one in told["schools"]),
        differences=tuple(codec.load(Difference, json.dumps(one)) for one in told["differences"]),
        unsure=tuple(codec.load(UnsureSchool, json.dumps(one)) for one in told["unsure"]),
        watch=tuple(
            WatchedSchool(
                one["school"],
                tuple(map(_judged, one["results"])),
                tuple(low.get("spoken") or low["sitting"] for low in one["results"]),
            )
            for one in told["watch"]
        ),
        signed_on=told["signed_on"],
        former=True,
        small_n=told["small_n"],
        incomplete=tuple(map(_shortfall, told.get("incomplete", ()))),
        spoken={code: tuple(slot.get("spoken", ())) for code, slot in slots.items()},
    )


def _listed(told: Told) -> ListedSchool:
    return ListedSchool(
        told["name"],
        tuple(told["criteria"]),
        tuple(map(_judged, told["low"])),
        tuple(StatusBasis(one["kind"], one["text"], one["since"]) for one in told["basis"]),
        told["place"],
        told["one_pupil_decides"],
        told.get("explained", ""),
    )


def _judged(told: Told) -> JudgedResult:
    """As the rule tells it; the decimals are those that were printed."""
    n, failed, share = told["participants"], told["failed"], told["percent_e4"]
    printed = len(told["percent"].partition(",")[2])
    sitting = Sitting(b"", told["sitting"], "", "", "", 0, 0, 0, "")
    result = Result(b"", ResultState.VALID, n, failed, share, printed, told["flagged"])
    interval = wilson(failed, n) if told["interval"] else None
    return JudgedResult(sitting, told["slot"], result, True, told["border"], told["fragile"], share, interval)


def _shortfall(told: Told) -> Shortfall:
    return Shortfall(
        bytes.fromhex(told["key"]),
        told["sitting"],
        told["schools"],
        told["schools_total"],
        told["participants"],
        told["participants_total"],
        ((told["why"], 0),),
        spoken=told["spoken"],
        aside=told.get("aside", False),
    )
