"""Frozen dataclasses as JSON text for good: what a signed paper keeps, and the domain's answer beside it.

Fields equal to their defaults are left out, so defaults are part of what is stored. Bytes are hexadecimal text, one of
several classes is told by its name, records behind figures stand once each. Fractions are widths of columns alone.
"""

import json
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from shnor_desktop.papers.tree.paper import Sources

T = TypeVar("T")
_CLASS = "is"
_SOURCES = "sources"


def dump(value: Any) -> str:
    """JSON text of a dataclass of plain values, tuples and dataclasses."""
    met: dict[Sources, int] = {}
    made = _plain(type(value), value, met)
    told = [[[kind, uid.hex()] for kind, uid in sources] for sources in met]
    text = json.dumps(made | {_SOURCES: told}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u00a0", "\\u00a0")  # A field of text keeps no such space, but its escape.


def load(kind: type[T], text: str) -> T:
    """The dataclass again. Fields the text does not know take their defaults. ValueError when it is not such text."""
    try:
        value = json.loads(text)
        told = [tuple((code, bytes.fromhex(uid)) for code, uid in one) for one in value.get(_SOURCES, ())]
        made: T = _built(kind, value, told)
    except (TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return made


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _classes(kind: Any) -> dict[str, Any]:
    """The classes of a union by name, without None; of anything else itself."""
    union = get_origin(kind) in (Union, UnionType)
    return {one.__name__: one for one in (get_args(kind) if union else (kind,)) if one is not NoneType}


def _plain(kind: Any, value: Any, met: dict[Sources, int]) -> Any:
    classes = _classes(kind)
    kind = next(iter(classes.values()))
    if kind == Sources:
        return met.setdefault(value, len(met))
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(get_args(kind)[0], one, met) for one in value]
    if not is_dataclass(value):
        if value is None or isinstance(value, str | int | float):
            return value
        raise TypeError(f"cannot be kept: {type(value).__name__}")
    own_kind: Any = type(value)
    hints = _hints(own_kind)
    made = {
        one.name: _plain(hints[one.name], own, met)
        for one in fields(value)
        if (own := getattr(value, one.name)) != one.default or one.default is MISSING
    }
    return made | {_CLASS: type(value).__name__} if len(classes) > 1 else made


def _built(kind: Any, value: Any, told: list[Sources]) -> Any:
    if value is None and get_origin(kind) in (Union, UnionType):
        return None
    classes = _classes(kind)
    kind = classes[value[_CLASS]] if len(classes) > 1 else next(iter(classes.values()))
    if kind == Sources:
        return told[value]
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], one, told) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        given = ((one.name, value[one.name]) for one in fields(kind) if one.name in value)
        return kind(**{name: _built(hints[name], own, told) for name, own in given})
    if kind is bytes:
        return bytes.fromhex(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected")
    return value
