"""What can be done on the screens, by the titles of their buttons and menus: found by Ctrl+K before a screen was ever built.
A test holds it against the screens themselves."""

from collections.abc import Iterable, Iterator, Sequence

from shnor_desktop.rules import searching
from shnor_desktop.ui.search.lines import Command

PREFIX = "act:"
STEP = " ▸ "
"""Between the steps to an entry: «Вид ▸ Оформление ▸ Тёмное»."""
_TAKES_AWAY = frozenset(
    (
        "удалить",
        "убрать",
        "исключить",
        "отвязать",
        "отменить",
        "отозвать",
        "прекратить",
        "завершить",
        "снята",
        "снято",
    )
)
"""First words of what nobody should come upon who only named a thing."""
ACTS: dict[str, tuple[str, ...]] = {
    "start": (
        "Представиться",
        "Методика",
    ),
    "schools": (
        "Добавить",
        "Изменить сведения",
        "Соединить",
        "Одна или разные",
        "Удалить",
        "Карточка на печать",
        "История",
    ),
    "results": (
        "Новый столбец",
        "Загрузить",
    ),
    "list": (
        "Добавить по перечню региона",
        "Загрузить перечень",
        "Исключить",
        "Напечатать",
        "Подписать перечень",
        "Что, если",
    ),
    "context": (
        "Подтвердить",
        "Завершить статус",
        "Карточка школы",
        "Загрузить из книги",
        "Добавить показатель",
        "Изменить показатель",
        "Паспорт школы",
        "Порог индекса",
        "Добавить обычные показатели",
    ),
    "risks": (
        "Мера из плана",
        "Своя мера",
        "Открыть риск",
        "Добавить фактор",
        "Добавить обычные факторы",
        "Добавить документ",
        "Открыть документ",
        "Внести недостающие",
    ),
    "problems": (
        "Добавить",
        "Открыть",
        "Что проведено",
        "Мера из плана",
        "Снята",
        "Открыть вновь",
        "История изменений",
        "Удалить",
        "Открыть меру",
        "Убрать меру",
    ),
    "people": (
        "Закрепить",
        "Предложить",
        "Изменить",
        "Напечатать",
        "Прекратить сегодня",
        "Удалить",
    ),
    "contacts": (
        "Добавить",
        "Изменить",
        "Договорённость",
        "Подтверждения",
        "Лист, справка",
        "Удалить",
    ),
    "courses": (
        "Новый маршрут",
        "Изменить",
        "Шаги",
        "Добавить курсы",
        "Удалить",
    ),
    "effect": ("Напечатать",),
    "programme": (
        "Новая",
        "Раздел",
        "Строка паспорта",
        "План",
        "Раздел плана",
        "Выше",
        "Ниже",
        "Удалить",
        "На следующий год",
        "Замечания",
        "Страница",
        "Добавить из образцов",
        "Добавить свой",
        "Изменить",
        "Удалить показатель",
        "Графы плана",
    ),
    "roadmap": (
        "Добавить",
        "Изменить",
        "Приложить файл",
        "Реквизиты",
        "Открыть файл",
        "Сохранить файл",
        "Убрать подтверждение",
        "Протокол",
        "Удалить",
        "Раздел",
        "Выше",
        "Ниже",
        "Состояние: выполнено",
        "Состояние: не выполнено",
        "Состояние: выполнено частично",
        "Состояние: выполняется",
        "Состояние: по факту выполнения",
        "Отметить сделанное",
        "История изменений",
        "Перенумеровать",
        "Загрузить",
        "Вставить план из буфера обмена",
        "Выгрузить",
        "Напечатать",
        "Создать дорожную карту",
    ),
    "done": (
        "Добавить решение",
        "Открыть решение",
        "Выполнено",
        "Снято",
        "Показать, где решено",
        "Добавить",
        "Изменить",
        "Приложить файл",
        "Реквизиты",
        "Открыть файл",
        "Сохранить файл",
        "Убрать подтверждение",
        "Протокол",
        "Удалить",
        "Папка подтверждений",
    ),
    "orders": (
        "Добавить пункт",
        "Добавить раздел",
        "Добавить приложение",
        "Изменить",
        "Выше",
        "Ниже",
        "Удалить пункт",
        "Подготовить",
        "Карточка",
        "Показать и напечатать",
        "Обновить по перечню",
        "Подписать",
        "Письма школам перечня",
        "Письма всем школам",
        "Сохранить выбранные",
        "Отменить приказ",
        "Журнал года",
        "Удалить",
    ),
    "papers": (
        "Откуда это число",
        "Период, школы, разделы",
        "По всем сразу",
        "Заполнить реквизиты",
    ),
    "exchange": (
        "Вставить из буфера",
        "Отменить загрузку",
        "Выгрузить в Excel",
    ),
    "dictionaries": (
        "Добавить",
        "Изменить",
        "История изменений",
        "Вставить",
        "Удалить",
    ),
    "history": (
        "Отменить последнее",
        "Вернуть",
        "Отозвать выбранное",
        "Что изменилось",
    ),
    "questions": (
        "Решить сразу",
        "Сравнить и решить",
    ),
}
"""By the code of the screen."""


def acts_of(commands: Iterable[Command]) -> Iterator[Command]:
    """The acts of the screens that can be gone to."""
    for one in commands:
        code = one.code.removeprefix("go.")
        for title in ACTS.get(code, ()) if code != one.code else ():
            yield Command(f"{PREFIX}{code}:{title}", f"{title} — {one.text}", "в разделе")


def in_order(asked: str, found: Sequence[Command]) -> list[Command]:
    """What is called just so first, what nobody comes for who only named a thing last."""
    sought = searching.wanted(asked)

    def rank(one: Command) -> int:
        if is_last(asked, one):
            return 3
        name = searching.words_of(one.text.partition(" — ")[0].rpartition(STEP)[2])
        near = searching.nearness(sought, name)
        if near is None:
            return 2  # Only the screen it is on is called so.
        return 0 if near == 0 and len(name) == len(sought) else 1

    return sorted(found, key=rank)


def is_last(asked: str, one: Command) -> bool:
    """Whether it is another file, or takes something away though nothing that was asked for says so."""
    if one.code.startswith("file.recent"):
        return True
    verb = searching.words_of(one.text)[:1]
    return not _TAKES_AWAY.isdisjoint(verb) and all(
        each.nearness(verb) is None for each in searching.wanted(asked)
    )
