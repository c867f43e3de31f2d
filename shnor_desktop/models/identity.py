"""Identities of records: UUIDv7 for new ones, UUIDv5 of the natural key where two offices must agree."""

import hashlib
import os
import time
import uuid

_SPACE = uuid.UUID("6a1f6c0e-52a4-5d0b-9c8e-1d3f0a7b2e44")


def new_uid() -> bytes:
    """A UUIDv7: 48 bits of milliseconds, the rest random (RFC 9562)."""
    milliseconds = time.time_ns() // 1_000_000
    raw = bytearray(milliseconds.to_bytes(6, "big") + os.urandom(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw)


def natural_uid(kind: str, *parts: object) -> bytes:
    """The UUIDv5 every office computes for the same natural key; bytes parts are uids of other records."""
    text = "\x1f".join(p.hex() if isinstance(p, bytes) else str(p) for p in (kind, *parts))
    # RFC 9562 §5.5 by hand: imports make hundreds of thousands of these, uuid.uuid5 takes thrice as long.
    raw = bytearray(hashlib.sha1(_SPACE.bytes + text.encode(), usedforsecurity=False).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x50
    raw[8] = raw[8] & 0x3F | 0x80
    return bytes(raw)
