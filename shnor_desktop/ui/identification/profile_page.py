"""The dictionary of method profiles: a record page whose records open in the form of the rule."""

from shnor_desktop.operations.identification import slots
from shnor_desktop.ui.identification.profile_form import ProfileForm
from shnor_desktop.ui.kit.verbs import with_session
from shnor_desktop.ui.records.page import OWN_PAGES, RecordPage


class ProfilePage(RecordPage):
    """Profiles have a form of their own, which shows what a change would do."""

    def add_record(self) -> None:
        if not self.context.read_only:
            self._open(None)

    def edit_record(self) -> None:
        if (uid := self.table.current_uid()) is not None:
            self._open(uid)

    def _open(self, uid: bytes | None) -> None:
        def show(known: tuple[slots.ProfileSpec, ...]) -> None:
            found = [one for one in known if one.uid == uid and uid is not None]
            spec = found[0] if found else slots.ProfileSpec(name="Новый профиль")
            ProfileForm(self.context, self, spec, lambda name: None).open()

        self.context.jobs.ask(self, with_session(slots.specs), show)


OWN_PAGES["method_profile"] = ProfilePage
