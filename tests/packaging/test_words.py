"""What people read: numbers agree with their words, ways to click exist, and nothing is said in the words of programmers."""

import ast
import re
from collections.abc import Iterator

import pytest

from shnor_desktop.models.kinds import KINDS
from shnor_desktop.models.values import FORMERLY
from shnor_desktop.operations.papers.registry import PAPERS
from shnor_desktop.rules.words import russian
from shnor_desktop.rules.words.declension import parses
from shnor_desktop.ui.shell import menu, screens
from tests.packaging.texts import Text, modules, pages, paragraphs, shown, texts

NUMBERS = (1, 2, 5, 11, 21, 111)
_COUNTING = {"counted": 3, "plural": 3, "count": 3, "counted_of": 2}
"""Names of the functions and how many forms each is given."""


# ---- numbers and their words


def test_the_form_follows_from_the_number() -> None:
    said = [russian.counted(n, "школа", "школы", "школ").replace("\u00a0", " ") for n in NUMBERS]
    assert said == ["1 школа", "2 школы", "5 школ", "11 школ", "21 школа", "111 школ"]
    added = [russian.plural(n, "добавлена", "добавлены", "добавлено") for n in NUMBERS]
    assert added == ["добавлена", "добавлены", "добавлено", "добавлено", "добавлена", "добавлено"]


def forms() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Where a number is given its word, by which function, and the forms; triples set aside for it as well."""
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                given = _words(node.args[-_COUNTING[called] :]) if called in _COUNTING else ()
                if given and len(given) == _COUNTING[called]:
                    yield f"{name}:{node.lineno}", called, given


def _words(nodes: list[ast.expr]) -> tuple[str, ...]:
    return tuple(one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str))


FORMS = tuple(forms())


def _head(said: str, *wanted: set[str]) -> bool:
    """Whether one of the words stands in such a form."""
    return any(
        any(one <= set(each.tag.grammemes) for one in wanted)
        for word in said.split()
        for each in parses(word)
    )


def test_call_sites_are_found() -> None:
    assert len(FORMS) > 150


@pytest.mark.parametrize(("called", "place", "number"), [("counted", 0, "sing"), ("counted", 2, "plur")])
def test_nouns_stand_in_the_forms_that_numbers_ask_for(called: str, place: int, number: str) -> None:
    """«1 школа», «1 школу», «у 1 школы», «в 1 столбце»; «5 школ», «у 5 школ», «по 5 школам»."""
    wrong = {
        where: said
        for where, name, said in FORMS
        if name in (called, "count") and not _head(said[place], {number}, {"Sgtm"}, {"Pltm"})
    }
    assert wrong == {}


def test_few_of_something_is_the_genitive_of_one_or_another_case_of_many() -> None:
    wrong = {
        where: said
        for where, name, said in FORMS
        if name in ("counted", "count") and not _head(said[1], {"sing", "gent"}, {"plur"})
    }
    assert wrong == {}


def test_of_one_and_of_many_are_genitives() -> None:
    wrong = {
        where: said
        for where, name, said in FORMS
        if name == "counted_of" and not (_head(said[0], {"sing"}) and _head(said[1], {"plur"}, {"Pltm"}))
    }
    assert wrong == {}


_BARE = re.compile(r"\{([^{}]*)\}[ \u00a0]([а-яё]{3,})")
_NEVER_ONE = {"SMALL_N", "LONGEST_WHOM", "share"}
"""Constants, and texts that hold a percent sign."""


def test_no_number_is_put_before_a_bare_noun() -> None:
    """«{n} школ» would say «1 школ»."""
    found = {
        one.place: one.text
        for one in shown()
        for hole, word in _BARE.findall(one.text)
        if hole not in _NEVER_ONE and not re.search(r"counted|plural|quoted|percent", hole)
        if any({"NOUN", "plur", "gent"} <= set(each.tag.grammemes) for each in parses(word)[:1])
    }
    assert found == {}


_VERB_BEFORE = re.compile(r"([а-яё]{4,})[ \u00a0]\{(?:russian\.)?counted\(([^{}]*)\}")


def test_no_verb_of_one_number_stands_before_a_counted_word() -> None:
    """«Выделено 1 ячейка»: a colon, or the verb goes with the number as well."""
    found = {
        one.place: one.text
        for one in shown()
        for word, call in _VERB_BEFORE.findall(one.text)
        if any(
            {"PRTS"} & set(each.tag.grammemes) or {"VERB", "past"} <= set(each.tag.grammemes)
            for each in parses(word)[:1]
        )
        and (noun := re.findall(r"'([а-яё ]+)'", call))
        and any({"nomn"} <= set(each.tag.grammemes) for each in parses(noun[0].split()[-1])[:1])
        and not noun[0].startswith("раз")
    }
    assert found == {}


# ---- what may be clicked exists


def _plain(text: str) -> str:
    return text.replace("&", "")


MENUS = {_plain(title): {_plain(one.text) for one in commands} for title, commands in menu.MENUS}
MENUS["Вид"] |= {entry.title for entry in screens.SCREENS} | {"Следующий раздел", "Предыдущий раздел"}
TITLES = {entry.title for entry in screens.SCREENS}
LABELS = {_plain(one.text) for one in texts() if one.module.startswith("ui/")}
"""Whatever the window may show."""
KNOWN = LABELS | {kind.many for kind in KINDS} | {one.title for one in PAPERS.values()}
_WAY = re.compile(r"«([А-ЯЁ][а-яё]+) → ([^»]+)»")


def told() -> tuple[Text, ...]:
    """Sentences of the window, the help and the README."""
    return (*shown(), *paragraphs())


def test_ways_through_menus_exist() -> None:
    """«Файл → Проверить файл», «Справочники → Организации», word for word."""
    wrong = [
        f"{one.place}: {first} → {then}"
        for one in told()
        for first, then in _WAY.findall(one.text)
        if (then not in MENUS[first] if first in MENUS else first not in TITLES or then not in KNOWN)
    ]
    assert wrong == []


_PRESSED = re.compile(r"(?i:нажмите|нажали|кнопк\w+|выберите)\s+[«*]+([А-ЯЁ][^»*→]*)[»*]")


def test_buttons_that_are_named_exist() -> None:
    """After «нажмите», «кнопка»; and whatever is quoted with an ellipsis at its end."""
    wrong = {
        f"{one.place}: {name}"
        for one in told()
        for name in (*_PRESSED.findall(one.text), *re.findall(r"[«*]([А-ЯЁ][^«»*{}→]*…)[»*]", one.text))
        if "→" not in name
        if name not in KNOWN and name not in {text for every in MENUS.values() for text in every}
    }
    assert wrong == set()


# ---- words


_SHELL = re.compile(r"(?<![\w-])--[a-z]|\bshnor [a-z]|командн\w+ строк")


def test_no_commands_of_the_shell_in_the_help_and_in_sentences() -> None:
    """They are the business of the command line, and of whoever reads its help."""
    found = [
        one.place
        for one in (*shown(), *pages())
        if _SHELL.search(one.text) and not one.module.startswith("cli/") and one.module != "README.md"
    ]
    assert found == []


_NOT_OURS = re.compile(
    r"\b(?:бумаг[аиуе]?|бумагой|бумагах|бумагам|ключ(?:а|у|ом|и|ей)? (?:вопроса|записи|ответа)|идентификатор\w*|хеш\w*|хэш\w*"
    r"|чьи угодно|отвечено сделанным|что это за связь|(?:ищу|считаю)(?=…)|таймаут\w*|дефолт\w*|опци[яию]|вывести школу|выведена из|uid)\b",
    re.IGNORECASE,
)


def test_things_are_called_as_officials_call_them() -> None:
    found = {
        one.place: one.text
        for one in (*shown(), *pages())
        if _NOT_OURS.search(one.said)
        and not one.module.startswith(("cli/", "sheets/"))
        and one.text not in FORMERLY
    }
    assert found == {}


def test_quotes_are_ours_and_numbers_keep_their_sign() -> None:
    """«», not "" around Russian words; «№» stands before what it numbers with a space."""
    found = [
        one.place
        for one in (*shown(), *pages())
        if not one.module.startswith("cli/")
        and (
            re.search(r'(?<![=\w\\])"[А-ЯЁа-яё][^"<>=]*"(?!\w)', one.said) or re.search(r"[^«]№\d", one.said)
        )
    ]
    assert found == []
