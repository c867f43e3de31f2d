"""Composes «Пароль к копии файла»: a slip that goes another way than the copy it opens."""

from shnor_desktop.papers.tree.paper import Align, Paper, Paragraph, Run, Says, Section, Title


def compose(file: str, password: str, office: str) -> Paper:
    """The slip of one copy; `office` is who sent it, empty when unsaid."""
    code = Run(password, bold=True, says=Says.FORM)
    lines = (
        Paragraph((Run("Файл: "), Run(file, says=Says.FORM)), indent=False),
        Paragraph(
            (Run(f"Отправитель: {office}" if office else "Отправитель: ____________________"),), indent=False
        ),
        Paragraph((Run("Пароль:"),), indent=False),
        Paragraph((code,), Align.CENTER, indent=False),
        Paragraph((Run(_HOW),)),
        Paragraph((Run(_WARNING),)),
    )
    return Paper(
        "Пароль к копии файла", (Section((Title("ПАРОЛЬ", ("к копии файла",)), *lines)),), author=office
    )


_HOW = (
    "Перетащите копию на окно программы ШНОР и введите пароль. Без программы копию открывает архиватор. Большие и малые буквы "
    "не различаются, дефисы можно не вводить; в пароле нет нуля, единицы и букв, похожих на них."
)
_WARNING = "Передайте этот листок отдельно от копии и уничтожьте его, когда копия открыта. Восстановить пароль нельзя."
