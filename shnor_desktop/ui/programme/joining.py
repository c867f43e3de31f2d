"""«Объединить»: the act of a dialog of remarks that joins what stands twice in a programme."""

from collections.abc import Callable

from shnor_desktop.operations.programme import twins
from shnor_desktop.ui.kit.bar import Act
from shnor_desktop.ui.kit.dialog import Dialog
from shnor_desktop.ui.kit.screen import Context
from shnor_desktop.ui.kit.verbs import with_document


def join_act(dialog: Dialog, context: Context, programme: bytes, when: Callable[[], bool]) -> Act:
    """Possible while the remark about it is chosen; the dialog closes, and the step can be taken back."""

    def joined(done: twins.Joined) -> None:
        dialog.accept()
        context.offer_undo(done.told)

    return Act(
        "Объединить",
        lambda: dialog.run(context.jobs.change, with_document(twins.join, programme), joined),
        tip="Записанное дважды станет одной записью, всё связанное останется",
        when=lambda: not context.read_only and when(),
    )
