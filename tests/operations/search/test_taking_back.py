"""Taking back is told what is at stake, and where it is shown."""

from shnor_desktop.document.document import Document
from shnor_desktop.operations.records import records
from shnor_desktop.operations.search import taking_back
from shnor_desktop.operations.search.taking_back import Stake, TakenBack


def save(document: Document, step: str, uid: bytes | None = None, **given: str) -> bytes:
    with document.write(step) as session:
        return records.save(session, "paper", uid, given)


def test_a_signature_is_taken_back_only_when_that_was_agreed(document: Document) -> None:
    assert taking_back.undo(document) is None
    uid = save(document, "Проект", kind="order", title="О кураторах")
    save(document, "Подписано", uid, number="147-од", state="signed", frozen="{}")
    stake = taking_back.undo(document)
    assert isinstance(stake, Stake) and "147-од" in stake.question and "«Подписано»" in stake.details
    last = document.actions()[0]
    assert isinstance(taking_back.take_back(document, last.action), Stake)
    assert document.actions()[0] == last

    done = taking_back.undo(document, stake.action)
    assert isinstance(done, TakenBack) and done.place == ("orders", {"order": uid})
    assert done.report.undone == 3
    gone = taking_back.undo(document)
    assert isinstance(gone, TakenBack) and gone.stake.signed == "" and gone.place is None


def test_what_was_written_to_a_signed_paper_later_is_taken_back_without_a_word(document: Document) -> None:
    uid = save(document, "Подписано", kind="order", title="О кураторах", state="signed", frozen="{}")
    save(document, "Помечено", uid, note="в деле")
    assert isinstance(taking_back.undo(document), TakenBack)
    assert isinstance(taking_back.undo(document), Stake)


def test_it_knows_what_was_deleted(document: Document) -> None:
    uid = save(document, "Проект", kind="order", title="О кураторах")
    with document.write("Удалено") as session:
        records.delete(session, "paper", [uid])
    done = taking_back.undo(document)
    assert isinstance(done, TakenBack) and done.stake.deleted and done.place == ("orders", {"order": uid})
