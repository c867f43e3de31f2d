"""`shnor due`: reading a due text without any document."""

from tests.cli.running import Shnor, answer, refusal

SCHOOL = ("--from", "01.09.2021", "--to", "2022-08-31")


def test_windows_for_a_machine(shnor: Shnor) -> None:
    assert answer(shnor, "due", "ноябрь–декабрь", *SCHOOL) == {
        "kind": "window",
        "windows": [{"from": "2021-11-01", "to": "2021-12-31"}],
        "least": 1,
        "asks": "",
    }
    assert answer(shnor, "due", "По запросам", *SCHOOL)["least"] == 0
    told = answer(shnor, "due", "", *SCHOOL, code=1)
    assert (told["kind"], told["windows"], told["least"]) == ("empty", [], None) and told["asks"]


def test_kind_of_year(shnor: Shnor) -> None:
    """Said, or seen from the month in which the period begins."""

    def first(*words: str) -> str:
        found = answer(shnor, "due", "1 полугодие", *words)["windows"]
        return f"{found[0]['from']}..{found[0]['to']}"

    assert first(*SCHOOL) == "2021-09-01..2021-12-30"
    assert first("--from", "01.01.2022", "--to", "31.12.2022") == "2022-01-01..2022-06-30"
    assert first("--from", "01.01.2022", "--to", "31.12.2022", "--school-year") == "2022-09-01..2022-12-30"
    assert first("--from", "01.09.2021", "--to", "31.08.2022", "--calendar-year") == "2022-01-01..2022-06-30"


def test_lines_for_a_person(shnor: Shnor) -> None:
    code, out, err = shnor("due", "1 раз в полугодие", *SCHOOL)
    assert (code, err) == (0, "") and out.startswith("Каждое полугодие, не меньше")
    assert out.count("\n") == 3
    code, out, _ = shnor("due", "сентябь", *SCHOOL)
    assert code == 1 and "Опечатка: «сентябь» — это «сентябрь»?" in out


def test_refusals(shnor: Shnor) -> None:
    assert "не дата" in refusal(shnor("due", "май", "--from", "вчера", "--to", "31.08.2022"))
    assert "Поменяйте местами" in refusal(shnor("due", "май", "--from", "31.08.2022", "--to", "01.09.2021"))
    assert "не больше 30 лет, между 1950 и 2150" in refusal(
        shnor("due", "май", "--from", "01.01.0001", "--to", "31.12.9999")
    )
    assert refusal(shnor("due", "май"))
    assert refusal(shnor("due", "май", *SCHOOL, "--school-year", "--calendar-year"))
