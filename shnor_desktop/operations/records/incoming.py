"""The plan of taking records in: each row is matched to a record by its key, else by what its kind is the same by; every
edited cell is understood by its field. What is doubtful is asked, what is wrong refused with its cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy.orm import Session

from shnor_desktop.errors import UserError
from shnor_desktop.models.kind import POSITION, Editor, Field, RecordKind
from shnor_desktop.models.kinds import BY_CODE
from shnor_desktop.models.values import Value
from shnor_desktop.operations.records import records
from shnor_desktop.operations.records.cells import written
from shnor_desktop.operations.records.incoming_checks import belongs, missing, refuse_frozen, require_possible
from shnor_desktop.operations.records.incoming_types import (
    BOOK,
    FILE,
    NEW,
    SAME,
    Asked,
    Draft,
    Fate,
    FieldEdit,
    Later,
    Left,
    PlannedRecord,
    Refusal,
    TakeInPlan,
    cards_and_links,
)
from shnor_desktop.operations.records.meanings import Meanings
from shnor_desktop.operations.records.stock import Stock, as_dict, in_order
from shnor_desktop.rules.words.russian import counted, quoted
from shnor_desktop.sheets.book.problems import Question
from shnor_desktop.sheets.records.layout import Facts, sum_of, text_of
from shnor_desktop.sheets.records.reader import SKIP, Incoming, RecordBook, Table


def plan(session: Session, book: RecordBook, answers: Mapping[str, str], document: str) -> TakeInPlan:
    """What the book would change in the file. `document` is the file's own uid in hexadecimal; `answers` go by the keys of
    the questions."""
    return _Planner(session, book, answers, document).made()


class _Planner:
    def __init__(self, session: Session, book: RecordBook, answers: Mapping[str, str], document: str) -> None:
        self.stock = Stock(session)
        self.meanings = Meanings(self.stock, answers)
        self._book, self._answers = book, answers
        self._document = document
        self._pending: list[Draft] = []
        self._present: dict[str, set[bytes]] = defaultdict(set)
        self._questions: dict[str, Question] = {one.key: one for one in book.questions}
        self._made: list[PlannedRecord] = []
        self._planned: dict[bytes, Mapping[str, Value]] = {}
        """uid → what is planned to be written of a record."""
        self._in_circle: frozenset[str] = frozenset()
        """Kinds of the rows left, when each of them waits for another."""
        self._waiting: list[tuple[int, Draft]] = []
        """Places among those made, and drafts whose references are understood at the end."""
        self._unsigned: set[str] = set()
        self._foreign_forms: set[str] = set()
        self._dropped: list[str] = []
        self._unchanged, self._left, self._without_bytes = 0, 0, 0

    def made(self) -> TakeInPlan:
        """The plan."""
        tables = {code: [one for one in self._book.tables if one.kind.code == code] for code in BY_CODE}
        for code in in_order(frozenset(code for code, found in tables.items() if found)):
            for table in tables[code]:
                self._meet(table)
        self._settle_all()
        return TakeInPlan(
            source=self._book.source,
            records=tuple(self._made),
            unchanged=self._unchanged,
            missing=missing(self._book, self.stock, self._present, self._document),
            questions=tuple(self._questions.values()),
            notes=(*self._book.notes, *self._notes()),
        )

    def _is_ours(self, facts: Facts) -> bool:
        return facts.document in ("", self._document)

    def _notes(self) -> list[str]:
        notes = []
        if not all(self._is_ours(table.facts) for table in self._book.tables):
            notes.append("Загружается из другого файла: данные сопоставлены по содержанию.")
        for source in sorted(self._foreign_forms):
            notes.append(f"«{source}» — форма из другого файла, она не загружается.")
        if self._dropped:
            gone = cards_and_links(self._dropped)
            notes.append(f"В файле после выгрузки удалено: {gone}. Книга их не меняет и не возвращает.")
        if self._unsigned:
            many = ", ".join(sorted(self._unsigned))
            notes.append(
                f"Книга не переносит подписанного: {many} придут без подписи. Перенесёт сам файл .shnor."
            )
        if self._without_bytes:
            many = counted(self._without_bytes, "карточка", "карточки", "карточек")
            notes.append(
                f"Содержимое приложенных файлов не придёт ({many}): его здесь нет. Файлы можно приложить заново."
            )
        if self._left:
            notes.append(f"Не загружается по решению: {counted(self._left, 'строка', 'строки', 'строк')}.")
        return notes

    # --- whose row it is -----------------------------------------------------------------------------------------

    def _meet(self, table: Table) -> None:
        kind, ours = table.kind, self._is_ours(table.facts)
        if table.facts.school and not ours:
            self._foreign_forms.add(table.source)
            return
        touched: dict[bytes, list[Draft]] = defaultdict(list)
        untouched: set[bytes] = set()
        for row in table.rows.rows(lambda uid: ours and self._is_known(kind, uid)):
            current = self.stock.get(kind.code, row.key.uid) if row.key else None
            dropped = current is None and row.untouched and ours
            if row.key is None or (current is None and not (dropped and self._is_known(kind, row.key.uid))):
                self._pending.append(Draft(kind, row, facts=table.facts, ours=ours))
            elif current is None:
                self._dropped.append(kind.code)
            else:
                self._present[kind.code].add(current.uid)
                self.meanings.mapped[row.key.uid] = current.uid
                if row.untouched:
                    self._unchanged += 1
                    untouched.add(current.uid)
                else:
                    touched[current.uid].append(Draft(kind, row, current, table.facts, ours))
        for uid, drafts in touched.items():
            if len(drafts) + (uid in untouched) > 1:
                drafts = [one for draft in drafts if (one := self._told_apart(draft)) is not None]
            self._pending += drafts

    def _is_known(self, kind: RecordKind, uid: bytes) -> bool:
        return self.stock.get(kind.code, uid) is not None or self.stock.was_known(uid)

    def _told_apart(self, draft: Draft) -> Draft | None:
        """Two rows have one key: somebody copied a row, to edit it or to have a new record."""
        title = quoted(self.stock.names.of(draft.kind.code, draft.current))
        text = f"{draft.kind.one} {title} стоит в нескольких строках. Что в строке {draft.row.place.row}?"
        options = (
            (NEW, "новая карточка"),
            (SAME, "правка этой карточки"),
            (SKIP, "не загружать эту строку"),
        )
        try:
            said = self._answer(f"twice:{draft.row.place.address}", text, options, draft.row, "twice")
        except Asked as asked:
            self._wait(draft, asked.question)
            return None
        except Left:
            self._left += 1
            return None
        if said == SAME:
            return draft
        return replace(draft, row=replace(draft.row, key=None), current=None)

    def _answer(
        self, key: str, text: str, options: Sequence[tuple[str, str]], row: Incoming, of_all: str = ""
    ) -> str:
        """What a person said, of this or, by `of_all`, of all such questions."""
        known = {value for value, _ in options}
        for one in (key, of_all):
            said = self._answers.get(one, "") if one else ""
            if said == SKIP:
                raise Left
            if said in known:
                return said
        raise Asked(Question(key, text, tuple(options), row.place, group=of_all))

    # --- settling ------------------------------------------------------------------------------------------------

    def _settle_all(self) -> None:
        """Rows wait for those they refer to. When all that are left wait, two may wait for each other: one of them goes
        first, without its reference. What is left then is asked about."""
        while self._pending:
            before = self._pending
            self._pending = []
            for draft in before:
                draft.begin()
                try:
                    self._settle(draft)
                    self._in_circle = frozenset()
                except Later:
                    self._pending.append(draft)
                except Asked as asked:
                    self._wait(draft, asked.question)
                except Left:
                    self._left += 1
            stands = len(self._pending) == len(before)
            self.meanings.final = stands and bool(self._in_circle)
            self._in_circle = frozenset(one.kind.code for one in self._pending) if stands else frozenset()
        self.meanings.final = True
        for number, draft in self._waiting:
            self._made[number] = self._closed(draft, self._made[number])

    def _closed(self, draft: Draft, made: PlannedRecord) -> PlannedRecord:
        """The record with the references that had to wait for the rest."""
        found: dict[str, Value] = {}
        edits = list(made.edits)
        for name, text in draft.later.items():
            one = draft.kind.field(name)
            try:
                value = cast(Value, self.meanings.value(draft, one, text))
            except UserError as error:
                draft.refuse(name, error.what_happened, error.what_to_do)
            except Asked as asked:
                self._questions.setdefault(asked.question.key, asked.question)
            except Left:
                continue
            else:
                found[name] = value
                edits.append(FieldEdit(name, one.label, "", text_of(written(one, value, self.stock.names))))
        return replace(made, later=found, edits=tuple(edits), refusals=tuple(draft.refusals))

    def _wait(self, draft: Draft, question: Question) -> None:
        self._questions.setdefault(question.key, question)
        self._made.append(
            PlannedRecord(
                draft.kind.code,
                self._title(draft),
                Fate.WAITING,
                draft.row.place,
                refusals=(Refusal(question.where or draft.row.place, question.text),),
            )
        )

    def _title(self, draft: Draft) -> str:
        if draft.current is not None:
            return self.stock.names.of(draft.kind.code, draft.current)
        named = (draft.row.texts.get(one.name, "") for one in draft.kind.fields)
        return next(filter(None, named), "")

    def _settle(self, draft: Draft) -> None:
        if draft.current is None:
            self._settle_new(draft)
        else:
            self._settle_known(draft)

    def _settle_known(self, draft: Draft) -> None:
        kind, current = draft.kind, draft.current
        given: dict[str, Value] = {}
        for name, text in draft.row.texts.items():
            one = kind.field(name)
            shown = text_of(written(one, self.stock.value(kind, current, one), self.stock.names))
            if self._differs(draft, one, text, shown):
                self._take(draft, one, text, shown, given)
        self._complain_of_computed(draft)
        self._refuse_of_others(draft)
        values: dict[str, Value] = {}
        if not draft.refusals:
            try:
                values = records.changed_values(kind, current, given)
                require_possible(self.stock, kind, current, values, self._planned)
                if not draft.links.keys() <= kind.about.frozen_but:
                    refuse_frozen(self.stock, kind, current)
            except UserError as error:
                self._refuse_row(draft, error, given)
        if draft.refusals:
            self._keep(draft, Fate.REFUSED)
        elif values or draft.links or draft.later:
            if values and kind.about.counted:
                values[kind.about.counted] = getattr(current, kind.about.counted) + 1
            self._keep(draft, Fate.CHANGED, current.uid, values)
            self.stock.rekey(kind, current.uid, current, {**as_dict(kind, current), **values})
        else:
            self._unchanged += 1

    def _differs(self, draft: Draft, one: Field, text: str, shown: str) -> bool:
        """Whether somebody typed another value into the cell. What was not touched since the book was written does not
        take back what the file has learned meanwhile; where both changed a person decides."""
        if one.name in draft.row.faults:
            return True
        if text == shown or (draft.partial and not text):
            return False
        title = quoted(self.stock.names.of(draft.kind.code, draft.current))
        about = f"{draft.kind.one} {title}, «{one.label}»"
        if not draft.ours:
            # Of one thing in two files neither is right because it comes later.
            if not text or not shown or one.quiet or not one.in_form:
                return bool(text) and not shown
            told = f"{about}: в вашем файле «{shown}», в загружаемом «{text}»."
        else:
            base = draft.row.key.sums.get(one.name) if draft.row.key and not draft.partial else None
            if base is None or base == sum_of(shown):
                return True
            if base == sum_of(text) or self._means(draft, one, text, shown):
                return False
            told = f"{about}: в файле после выгрузки стало «{shown}», в книге «{text}»."
        options = ((BOOK, f"взять из книги: «{text}»"), (FILE, f"оставить в файле: «{shown}»"))
        key = f"both:{draft.current.uid.hex()}:{one.name}"
        return self._answer(key, told, options, draft.row, "both") == BOOK

    def _means(self, draft: Draft, one: Field, text: str, shown: str) -> bool:
        """Whether a text is only another spelling of what the file shows."""
        try:
            return text_of(written(one, self.meanings.value(draft, one, text), self.stock.names)) == shown
        except (UserError, Asked, Later, Left):
            return False

    def _take(self, draft: Draft, one: Field, text: str, shown: str, given: dict[str, Value]) -> None:
        if fault := draft.row.faults.get(one.name):
            draft.refuse(one.name, fault, "Введите значение.")
        elif not self._may_edit(draft, one):
            draft.refuse(one.name, f"Столбец «{one.label}» заполняет программа или его не просили заполнить.")
        else:
            try:
                value = self.meanings.value(draft, one, text)
            except UserError as error:
                draft.refuse(one.name, error.what_happened, error.what_to_do)
                return
            except Later:
                if one.editor is not Editor.RECORD or one.required or one.refers not in self._in_circle:
                    raise
                draft.later[one.name] = text
                return
            after = text_of(written(one, value, self.stock.names))
            if not isinstance(value, tuple):
                given[one.name] = value
            elif after != shown:
                draft.links[one.name] = value
            if after != shown:
                draft.edits.append(FieldEdit(one.name, one.label, shown, after))

    def _may_edit(self, draft: Draft, one: Field) -> bool:
        if not draft.facts.school:
            return one.in_form or draft.current is None
        asked = one.name in draft.facts.asked.get(draft.kind.code, ())
        return asked or (draft.current is None and one.required and one.in_form)

    def _complain_of_computed(self, draft: Draft) -> None:
        if draft.row.computed and not draft.edits and not draft.refusals:
            names = ", ".join(f"«{one}»" for one in draft.row.computed)
            told = f"Изменено только то, что программа вычисляет сама: {names}."
            draft.refuse("", told, "Исправьте столбцы, из которых это следует.")

    # --- new records ---------------------------------------------------------------------------------------------

    def _settle_new(self, draft: Draft) -> None:
        kind, row = draft.kind, draft.row
        if draft.ours and row.key is not None and self.stock.was_known(row.key.uid):
            text = f"{kind.one} «{self._title(draft)}»: в файле такую карточку удалили. Добавить снова?"
            options = ((NEW, "добавить снова"), (SKIP, "не загружать"))
            self._answer(f"deleted:{row.key.uid.hex()}", text, options, row, "deleted")
        given: dict[str, Value] = {}
        for name, text in row.texts.items():
            if text or name in row.faults or name in row.references:
                self._take(draft, kind.field(name), text, "", given)
        self._claim_for_school(draft, given)
        full: dict[str, Value] = {}
        if not draft.refusals:
            try:
                full = records.full_values(kind, given)
                require_possible(self.stock, kind, None, full, self._planned)
            except UserError as error:
                self._refuse_row(draft, error, given)
        if draft.refusals:
            self._keep(draft, Fate.REFUSED)
            return
        same = self._same(draft, full)
        if same is None:
            self._add(draft, full)
        elif same in self.stock.new:
            draft.refuse("", f"Такая карточка уже есть: {self.stock.new[same]}.", "Оставьте одну из строк.")
            self._keep(draft, Fate.REFUSED)
        else:
            self._matched(draft, same)

    def _claim_for_school(self, draft: Draft, given: dict[str, Value]) -> None:
        """A new row of a form belongs to the school the form was sent to."""
        if not draft.facts.school:
            return
        mine = [one for one in draft.kind.fields if one.refers == "school"]
        if not mine or draft.kind.code not in draft.facts.asked:
            draft.refuse("", "Новых карточек здесь не спрашивали.")
        for one in mine[:1]:
            given[one.name] = bytes.fromhex(draft.facts.school)

    def _refuse_of_others(self, draft: Draft) -> None:
        """A form changes records of its own school only, whatever was pasted into it."""
        if draft.facts.school and not belongs(draft.kind, draft.current, bytes.fromhex(draft.facts.school)):
            draft.refuse("", "Это карточка другой школы, форма её не меняет.")

    def _matched(self, draft: Draft, same: bytes) -> None:
        draft.current, draft.partial = self.stock.get(draft.kind.code, same), True
        draft.begin()
        if draft.row.key is not None:
            self.meanings.mapped[draft.row.key.uid] = same
        self._present[draft.kind.code].add(same)
        self._settle_known(draft)

    def _same(self, draft: Draft, full: Mapping[str, Value]) -> bytes | None:
        """The record a row without a known key speaks of, None for a new one; asked where that is doubtful."""
        kind = draft.kind
        sure = self.stock.same_key(kind, full)
        if sure is None and kind.about.kept_once:
            sure = self.stock.same_nature(kind, full)
        if sure is not None and (kind.about.kept_once or not (sure in self.stock.new and draft.row.key)):
            return sure
        if kind.about.key and kind.about.kept_once:
            return None
        return self._doubtful(draft, full, kind.title(_Named(full), self.stock.names))

    def _doubtful(self, draft: Draft, full: Mapping[str, Value], title: str) -> bytes | None:
        kind = draft.kind
        if not (found := self.stock.alike(kind, title)):
            found = self.stock.near(kind, title)
            if found and not self.meanings.final:
                raise Later  # Another row may be the one that is called so.
        near = [
            uid
            for uid in found
            if uid not in self._present[kind.code] and not (uid in self.stock.new and draft.row.key)
        ]
        if not near:
            return None
        for uid in near:
            if self._says_nothing_new(draft, full, self.stock.get(kind.code, uid)):
                return uid
        text = (
            f"{kind.one} «{title}» (строка {draft.row.place.row}): это новая карточка или одна из имеющихся?"
        )
        options = [(self.stock.named(uid), self.meanings.told(kind.code, uid)) for uid in near]
        options += [(NEW, "новая карточка"), (SKIP, "не загружать эту строку")]
        said = self._answer(f"same:{draft.row.place.address}", text, options, draft.row, f"same:{kind.code}")
        return None if said == NEW else self.stock.called(said)

    def _says_nothing_new(self, draft: Draft, full: Mapping[str, Value], known: Any) -> bool:
        for name in (name for name, text in draft.row.texts.items() if text):
            said = draft.links.get(name, full.get(name, ()))
            stands = self.stock.value(draft.kind, known, draft.kind.field(name))
            if (
                not set(said) <= set(stands)
                if isinstance(said, tuple) and isinstance(stands, tuple)
                else said != stands
            ):
                return False
        return True

    def _add(self, draft: Draft, full: dict[str, Value]) -> None:
        kind, row = draft.kind, draft.row
        if kind.about.frozen_when and not row.values:
            self._unsigned.add(kind.many)
        if kind.keeps_file and full["file_name"] and not full["file_sha"]:
            self._without_bytes += 1
        if kind.about.counted and not full[kind.about.counted]:
            full[kind.about.counted] = 1
        if kind.has_position and not full[POSITION]:
            full[POSITION] = self.stock.last_place(kind, full)
        uid = self.stock.add(kind, full, row.key.uid if row.key else None, row.place.address)
        if row.key is not None:
            self.meanings.mapped[row.key.uid] = uid
        self._keep(draft, Fate.NEW, uid, full)

    # --- keeping -------------------------------------------------------------------------------------------------

    def _refuse_row(self, draft: Draft, error: UserError, given: Mapping[str, Value]) -> None:
        """Said of the row as a whole; shown at the first cell that was given."""
        named = next(
            (one.name for one in draft.kind.fields if f"«{one.label}»" in error.what_happened),
            next(iter(given), ""),
        )
        draft.refuse(named, error.what_happened, error.what_to_do)

    def _keep(
        self, draft: Draft, fate: Fate, uid: bytes = b"", values: Mapping[str, Value] | None = None
    ) -> None:
        title = self.stock.names(draft.kind.code, uid) if uid else self._title(draft)
        if values:
            self._planned[uid] = values
        edits = tuple(draft.edits) if fate in (Fate.NEW, Fate.CHANGED) else ()
        if draft.later and fate in (Fate.NEW, Fate.CHANGED):
            self._waiting.append((len(self._made), draft))
        self._made.append(
            PlannedRecord(
                draft.kind.code,
                title,
                fate,
                draft.row.place,
                uid,
                edits,
                values or {},
                tuple(draft.refusals),
                draft.links if edits else {},
            )
        )


class _Named:
    """The values of a record that has no uid yet, for its title."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.__dict__.update(values, uid=b"")
