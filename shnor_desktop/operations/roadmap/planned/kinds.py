"""Of which kind a piece of work and its result are, where their first words say so; a person may say otherwise."""

import re

from shnor_desktop.sheets.book.values import plain

_BEFORE = re.compile(
    r"(?:(?:организаци\w+|проведени\w+|провести|организовать|обеспечени\w+|участие|участвовать|подготовк\w+|и|в|о|тематическ\w+|"
    r"обучающ\w+|установочн\w+|районн\w+|муниципальн\w+|итогов\w+|аналитическ\w+|утвержденн\w+|методическ\w+)[ ,]+)*"
)
"""Words before the one that counts."""
_WORKS = (
    ("group_meeting", r"заседани\w+ (?:рабоч|творческ|проектн|координационн)"),
    ("meeting", r"совещани|собрани|заседани|педсовет|круглы\w+ стол"),
    ("seminar", r"семинар|вебинар|мастер-класс|тренинг|практикум|стажировк|конференци"),
    ("course", r"курс|обучение (?:педагог\w* |учител\w* )?по (?:\w+ )?программ|повышени\w+ квалификации"),
    ("consultation", r"консультаци|консультировани|консультационн"),
    ("monitoring", r"мониторинг|диагностик|анкетировани"),
    ("analysis", r"анализ|самоанализ|оценка результат"),
    ("visit", r"выезд|посещени"),
    ("control", r"контрол"),
    ("agreement", r"договор|соглашени|заключение (?:договор|соглашени)"),
    ("publication", r"публикаци|размещени|освещени|сайт"),
    ("purchase", r"закупк|приобретени"),
    ("document", r"разработ|издание|приказ|составлени"),
)
_RESULTS = (
    ("order", r"приказ"),
    ("contract", r"договор|соглашени"),
    ("memo", r"справк|записк"),
    ("report", r"отчет"),
    ("protocol", r"протокол"),
    ("plan", r"план\b|планы\b|дорожн"),
    ("programme", r"программ"),
    ("list", r"список|списки|перечень|реестр|сведени"),
    ("certificate", r"удостоверени|сертификат"),
    ("publication", r"публикаци|стать|информация на сайте|размещени"),
)


def work_kind(text: str) -> str:
    """The code of the kind of an activity; empty where the words do not say."""
    return _first(text, _WORKS)


def result_kind(text: str) -> str:
    """The code of what confirms it; empty where the words do not say."""
    return _first(text, _RESULTS)


def _first(text: str, words: tuple[tuple[str, str], ...]) -> str:
    told = plain(text).lstrip('" -')
    found = _BEFORE.match(told)
    rest = told[found.end() :] if found else told
    return next((code for code, pattern in words if re.match(pattern, rest)), "")
