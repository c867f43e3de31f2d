"""What is said of schools by a code, and the Russian words for it: kinds, systems of codes, statuses and their bases.

Lists and cards show these words before mapped records are loaded.
"""

FORMS = (
    ("", "не указан"),
    ("primary", "НОШ"),
    ("basic", "ООШ"),
    ("secondary", "СОШ"),
    ("gymnasium", "гимназия"),
    ("lyceum", "лицей"),
    ("boarding", "школа-интернат"),
    ("evening", "вечерняя школа"),
    ("other", "другой"),
)

SYSTEMS = (
    ("fisoko", "логин ФИС ОКО"),
    ("rcoi", "код ОО в РЦОИ"),
    ("inn", "ИНН"),
    ("ogrn", "ОГРН"),
    ("other", "другой"),
)

STATUS_KINDS = (
    ("low_result", "ШНОР"),
    ("adverse_social", "ШНСУ"),
    ("high_result", "высокие результаты"),
    ("resilient", "резильентная"),
    ("leader", "школа-лидер"),
    ("watch", "группа внимания"),
)
BASES = (
    ("computed", "по расчёту"),
    ("regional", "по перечню"),
    ("order", "по приказу"),
    ("other", "по иному основанию"),
)
