"""What the usual orders ask for is understood by the program itself."""

from datetime import date

import pytest

from shnor_desktop.operations.orders.templates import TEMPLATES
from shnor_desktop.operations.records import periods
from shnor_desktop.rules.deadlines.reading import parse

DAYS = [
    date(2026, 11, 29),
    date(2027, 1, 31),
    date(2026, 6, 10),
    date(2026, 8, 31),
    date(2026, 9, 1),
    date(2028, 2, 29),
]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_term_of_every_template_is_understood(day: date) -> None:
    period = periods.from_day(day)
    tasks = [one for template in TEMPLATES.values() for one in (*template.points, *template.decisions)]
    for text in {one.due for one in tasks if one.due}:
        due = parse(text, period)
        assert due.windows and not due.question, text
        assert day <= due.windows[0].ends and due.windows[-1].ends <= period.ends, text
