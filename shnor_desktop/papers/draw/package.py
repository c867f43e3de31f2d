"""Makes office packages (DOCX, XLSX) the same bytes for the same paper: fixed times inside the archive."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def moment(iso: str) -> datetime:
    """The moment written into a file's properties: the paper's own date."""
    try:
        return datetime.fromisoformat(iso) if iso else datetime(*EPOCH)
    except ValueError:
        return datetime(*EPOCH)


def settled(data: bytes, created: str) -> bytes:
    """The package with its times replaced by the date of the paper."""
    stamp = moment(created).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MOMENT.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
