"""Where a path lies: on this computer's disk, on a stick, on a share, or where nothing can be written."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from shnor_desktop import system


class Medium(Enum):
    """Only LOCAL is worked on in place; the value is its name in a sentence."""

    LOCAL = "диск компьютера"
    REMOVABLE = "съёмный носитель"
    NETWORK = "сетевая папка"
    READ_ONLY = "носитель только для чтения"


_NETWORK = frozenset(
    [
        "9p",
        "afs",
        "afp",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.davfs2",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.sshfs",
        "fuse.smbnetfs",
        "glusterfs",
        "gfs2",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "fuse.vmhgfs-fuse",
        "virtiofs",
    ]
)
_STICKS = frozenset(
    ["exfat", "fat", "hfsplus", "iso9660", "msdos", "ntfs", "ntfs3", "fuseblk", "udf", "vfat"]
)
"""What sticks and discs are formatted with; a Linux disk of that kind is treated with the same care."""
_MOUNTED_FOR_PEOPLE = ("/media/", "/run/media/", "/mnt/usb")
_DRIVE_REMOVABLE, _DRIVE_REMOTE, _DRIVE_CDROM = 2, 4, 5


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of mountinfo."""

    point: str
    device: str
    """major:minor."""
    kind: str
    read_only: bool


def medium_of(path: Path) -> Medium:
    """The medium of a file or folder, which need not exist as long as a folder above it does."""
    there = path.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    there = system.real_path(there)
    medium = _of_drive(there) if sys.platform == "win32" else _of_mount(there)
    if medium is Medium.LOCAL and not _writable(path.absolute(), there):
        return Medium.READ_ONLY
    return medium


def _writable(path: Path, there: Path) -> bool:
    folder = there if there.is_dir() else there.parent
    return system.may_write_in(folder) and (not path.is_file() or os.access(path, os.W_OK))


def _of_drive(there: Path) -> Medium:
    """Windows: what the system says of the drive; what begins with two backslashes is a share."""
    import ctypes

    if there.anchor.startswith("\\\\"):
        return Medium.NETWORK
    # The attribute exists on Windows only.
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    kind = kernel.GetDriveTypeW(ctypes.c_wchar_p(there.anchor))
    return {
        _DRIVE_REMOVABLE: Medium.REMOVABLE,
        _DRIVE_REMOTE: Medium.NETWORK,
        _DRIVE_CDROM: Medium.READ_ONLY,
    }.get(kind, Medium.LOCAL)


def _of_mount(there: Path) -> Medium:
    try:
        text = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return Medium.LOCAL
    mount = mount_of(PurePosixPath(there), mounts(text))
    if mount is None or mount.point == "/":
        return Medium.LOCAL
    return medium_of_mount(mount, on_usb=_on_usb(mount.device))


def mounts(text: str) -> list[Mount]:
    """The lines of mountinfo (proc(5)); a later mount covers an earlier one on the same point."""
    found = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        parts, rest = before.split(" "), after.split(" ")
        if len(parts) < 6 or not rest[0]:
            continue
        options = {*parts[5].split(","), *(rest[2].split(",") if len(rest) > 2 else ())}
        found.append(Mount(_plain(parts[4]), parts[2], rest[0], "ro" in options))
    return found


def _plain(text: str) -> str:
    """Spaces and backslashes stand in mountinfo as octal numbers."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, char)
    return text


def mount_of(path: PurePosixPath, known: Iterable[Mount]) -> Mount | None:
    """The mount a path lies on: the longest point above it, the latest among equals."""
    best: Mount | None = None
    for mount in known:
        if path.is_relative_to(mount.point) and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def medium_of_mount(mount: Mount, *, on_usb: bool) -> Medium:
    """What a mount means for us."""
    if mount.kind in _NETWORK:
        return Medium.NETWORK
    if mount.read_only:
        return Medium.READ_ONLY
    for_people = f"{mount.point}/".startswith(_MOUNTED_FOR_PEOPLE)
    return Medium.REMOVABLE if on_usb or for_people or mount.kind in _STICKS else Medium.LOCAL


def _on_usb(device: str) -> bool:
    """Whether the block device hangs on USB or calls itself removable."""
    try:
        place = Path("/sys/dev/block", device).resolve(strict=True)
        if "/usb" in str(place):
            return True
        flags = (place / "removable", place.parent / "removable")
        return any(flag.read_text("ascii").strip() == "1" for flag in flags if flag.exists())
    except OSError:
        return False
