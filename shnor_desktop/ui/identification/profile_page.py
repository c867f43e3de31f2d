"""The dictionary of method profiles: a record page whose records open in the form of the rule."""

from typing import TYPE_CHECKING

from shnor_desktop.ui.identification.profile_form import open_profile_form
from shnor_desktop.ui.records.page import RecordPage

if TYPE_CHECKING:
    from shnor_desktop.document.document import Document
    from shnor_desktop.operations.identification.slots import ProfileSpec
    from shnor_desktop.ui.kit.jobs import Progress


class ProfilePage(RecordPage):
    """Profiles have a form of their own, which shows what a change would do."""

    def add_record(self) -> None:
        if not self.context.read_only:
            self._open(None)

    def edit_record(self) -> None:
        if (uid := self.table.current_uid()) is not None:
            self._open(uid)

    def _open(self, uid: bytes | None) -> None:
        def work(document: "Document", progress: "Progress") -> "ProfileSpec":
            from shnor_desktop.operations.identification import slots

            with document.read() as session:
                found = [one for one in slots.specs(session) if one.uid == uid and uid is not None]
            return found[0] if found else slots.ProfileSpec(name="Новый профиль")

        def show(spec: "ProfileSpec") -> None:
            open_profile_form(self.context, self, spec, lambda name: None)

        self.context.jobs.ask(self, work, show)
