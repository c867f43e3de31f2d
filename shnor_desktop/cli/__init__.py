"""`shnor …`: the operations of the window on the command line, for people and for scripts."""

import errno
import sys
from collections.abc import Sequence
from pathlib import Path

from shnor_desktop import places, system
from shnor_desktop.cli import arguments
from shnor_desktop.cli.answers import NOT_DONE, Answer, complain, give, give_up, use_utf8
from shnor_desktop.cli.arguments import Parser
from shnor_desktop.errors import DocumentForged, UserError


def main(words: Sequence[str] | None = None) -> int:
    """Do one command. 0 done; 1 done, but something needs a person; 2 not done, one sentence on stderr."""
    given = list(sys.argv[1:] if words is None else words)
    if len(given) == 1 and given[0].startswith("--"):
        from shnor_desktop.operations.program import processes

        code = processes.run(given[0])
        if code is not None:
            return code
    use_utf8()
    try:
        places.must_know_the_time()
        asked = parser(given).parse_args(given)
        arguments.require_free(asked)
        answer: Answer = asked.run(asked)
        return _given(answer, as_json=asked.json)
    except DocumentForged as error:
        complain(f"{error} Новый файл делает команда renew.")
    except UserError as error:
        complain(str(error))
    except KeyboardInterrupt:
        complain("Прервано. Незаконченное действие не записано.")
    except OSError as error:
        complain(_about(error))
    except Exception as error:
        complain(_report(error))
    return NOT_DONE


def _given(answer: Answer, *, as_json: bool) -> int:
    """Print what was done; the exit code. Whoever read the answer may have left, or where it goes to may be full."""
    try:
        give(answer, as_json=as_json)
        return answer.code
    except OSError as error:
        give_up(sys.stdout)
        if "password" in answer.data:
            complain(
                "Сделано, но пароль к копии мог остаться не выведенным, а без него её не открыть. "
                "Удалите её и сделайте новую."
            )
        elif not system.reader_left(error):
            complain(
                "Сделано, но ответ не напечатан: туда, куда он выводится, не записать. Проверьте место на диске."
            )
    return NOT_DONE


def parser(words: Sequence[str] = ()) -> Parser:
    """All commands; what they take of those alone that are named in these words."""
    from shnor_desktop.cli import document_commands as files
    from shnor_desktop.cli import (
        done_command,
        effect,
        import_command,
        load_command,
        merge_arguments,
        orders,
        plan_command,
        programme,
        roadmap,
        support,
        undo_command,
    )
    from shnor_desktop.cli import look_commands as look
    from shnor_desktop.cli import merge_commands as copies
    from shnor_desktop.cli import restore_command as backups
    from shnor_desktop.cli import school_tables as tables
    from shnor_desktop.cli import work_commands as work

    return arguments.build(
        words,
        (
            ("new", "создать пустой файл со справочниками", _new, files.new),
            ("sample", "создать файл с вымышленным округом для знакомства", _new, files.sample),
            ("import", "загрузить книги с результатами", _import, import_command.load),
            ("classify", "кто попадает в перечень и почему", _classify, work.classify),
            ("region-list", "загрузить перечень школ региона", tables.takes, tables.load),
            (
                "passport",
                "загрузить социальные паспорта школ из книги",
                tables.passport_takes,
                tables.passport,
            ),
            ("print", "напечатать документ в PDF, DOCX или XLSX", work.print_takes, work.print_paper),
            ("due", "как прочитан срок из плана", roadmap.due_takes, roadmap.due),
            ("indicators", "показатели программ: план и факт", programme.takes, programme.indicators),
            ("school", "всё, что известно об одной школе", effect.school_takes, effect.school),
            ("effect", "что изменилось в школах с поддержкой и случайно ли это", effect.takes, effect.effect),
            ("roadmap", "что обещано в планах, к какому сроку и что сделано", roadmap.takes, roadmap.roadmap),
            (
                "support",
                "кто помогает школам, где давно не были, нагрузка кураторов",
                support.takes,
                support.support,
            ),
            ("done", "отметить одной строкой, что сделано", done_command.takes, done_command.done),
            (
                "attach",
                "приложить файлы к тому, что сделано, к документу или другой карточке",
                done_command.attach_takes,
                done_command.attach,
            ),
            (
                "evidence",
                "папка или архив всех подтверждений программы с описью",
                done_command.evidence_takes,
                done_command.evidence,
            ),
            (
                "plan",
                "загрузить план, показатели, паспорт из таблиц документа",
                plan_command.takes,
                plan_command.load,
            ),
            (
                "orders",
                "журнал приказов: номера, состояние, пропуски",
                orders.takes,
                orders.orders,
            ),
            ("order", "подготовить проект приказа по образцу", orders.order_takes, orders.order),
            ("sign", "подписать приказ или перечень: зафиксировать текст", orders.sign_takes, orders.sign),
            ("papers", "какие документы есть", _nothing, work.papers),
            ("merge", "объединить с другими копиями файла", merge_arguments.merge, copies.merge),
            ("conflicts", "что нужно решить после объединения", arguments.file, copies.conflicts),
            ("decide", "решить, какое значение верно", merge_arguments.decide, copies.decide),
            ("copy", "копия или часть для другой организации", merge_arguments.copy, copies.copy),
            ("unlock", "открыть копию под паролем", merge_arguments.unlock, copies.unlock),
            ("diff", "чем отличаются два файла или два момента", merge_arguments.diff, look.diff),
            ("check", "проверить файл", arguments.file, look.check),
            ("external", "правки, внесённые другой программой", merge_arguments.external, look.external),
            ("rebuild", "построить файл заново по его истории", merge_arguments.rebuild, look.rebuild),
            (
                "renew",
                "начать историю заново: новый файл с теми же карточками",
                merge_arguments.renew,
                look.renew,
            ),
            ("find", "найти в файле по словам: школы, людей, документы", look.find_takes, look.find),
            ("history", "что делали с файлом", _history, look.history),
            ("undo", "отменить действие, загрузку или объединение", _undo, undo_command.undo),
            (
                "restore",
                "резервные копии файла: назвать или вернуть одну на место",
                backups.takes,
                backups.restore,
            ),
            ("export", "выгрузить всё в книгу Excel", _export, files.export),
            (
                "load",
                "загрузить данные из книги, выгруженной и исправленной",
                load_command.takes,
                load_command.load,
            ),
            ("forms", "формы для школ: книга каждой школе", load_command.takes_forms, load_command.forms),
        ),
    )


def _new(one: Parser) -> None:
    arguments.file(one, "новый файл .shnor")


def _corrections(one: Parser) -> None:
    one.several(
        "--cell",
        "ЯЧЕЙКА=ЗНАЧЕНИЕ",
        'исправить ячейку книги при загрузке: "Лист!C7=12"; пустое значение — ячейка пуста; '
        'книг несколько — "[книга.xlsx]Лист!C7=12"',
        type=arguments.cell,
    )
    one.several(
        "--skip-row", "СТРОКА", 'не загружать строку: "Лист!7"; запоминается для книг того же источника'
    )
    one.several(
        "--skip-column",
        "СТОЛБЕЦ",
        'не загружать столбец: "Лист!C" или его заголовок; запоминается для книг того же источника',
    )
    one.several(
        "--forget", "ВОПРОС", "забыть ответ, данный раньше (ключи — remembered и skipped в ответе с --json)"
    )
    one.flag("--overwrite", "брать из книг и то, что в файле исправлено вручную; иначе оно остаётся")


def _import(one: Parser) -> None:
    arguments.file(one)
    one.argument("books", "КНИГА", "xlsx, xls, ods, xlsb или csv", nargs="+", type=Path)
    one.option(
        "--year", "ГОД", "учебный год книг, в которых он не назван: 2020/21", type=arguments.school_year
    )
    one.several(
        "--school",
        "В_КНИГЕ=ШКОЛА",
        "какая это школа: название в книге=название или код в файле, «новая» или «пропустить»; можно несколько раз",
        type=arguments.pair,
    )
    one.several(
        "--answer",
        "ВОПРОС=ОТВЕТ",
        "ответ на вопрос о книге; вопросы и варианты называет загрузка; можно несколько раз",
        type=arguments.pair,
    )
    one.option(
        "--hidden",
        "ЧТО",
        "скрытые строки, столбцы и листы: read — прочитать все, skip — пропустить все; "
        "иначе строки и столбцы читаются, листы пропускаются",
        choices=tuple(arguments.HIDDEN),
        default="",
    )
    one.option(
        "--alike",
        "ЧТО",
        "обо всех похожих школах сразу: same — объединить те, у которых то же название и выбор один, "
        "new — все они новые; --school важнее",
        choices=tuple(arguments.ALIKE),
        default="",
    )
    _corrections(one)
    one.flag("--dry-run", "только показать, ничего не записывать")


def _classify(one: Parser) -> None:
    arguments.file(one)
    one.option("--profile", "НАЗВАНИЕ", "профиль методики; иначе основной")


def _nothing(one: Parser) -> None:
    """The command takes nothing."""


def _history(one: Parser) -> None:
    arguments.file(one)
    one.option("--limit", "ЧИСЛО", "сколько последних действий (500)", type=arguments.positive, default=500)
    one.option("--record", "ЗАПИСЬ", "история карточки: ВИД:НОМЕР или слова из названия")
    one.option("--person", "ИМЯ", "только действия этого человека")


def _undo(one: Parser) -> None:
    arguments.file(one)
    one.option("--parcel", "НОМЕР", "отменить эту загрузку, сохранив позднейшие правки")
    one.flag("--merge", "вернуть файл к состоянию до последнего объединения")


def _export(one: Parser) -> None:
    arguments.file(one)
    one.argument("out", "КНИГА", "новая книга .xlsx", type=Path)
    arguments.writes(one, "out")


def _about(error: OSError) -> str:
    name = f" «{error.filename}»" if error.filename else ""
    if error.errno == errno.ENAMETOOLONG:
        return f"Имя или путь{name} длиннее, чем бывает. Назовите файл короче или выберите другую папку."
    if system.is_held(error):
        return f"Файл{name} занят другой программой. Закройте его в ней и повторите."
    return f"Файл{name} недоступен. Проверьте путь, права на папку и место на диске."


def _report(error: Exception) -> str:
    """Our own mistake: the details go into a file, the person gets one line."""
    path = places.keep_details(error)
    if path is None:
        return f"Внутренняя ошибка программы ({type(error).__name__}). Сообщите о ней разработчикам."
    return f"Внутренняя ошибка программы. Сообщите о ней разработчикам и приложите файл «{path}»."
