"""Frozen dataclasses to JSON text and back: what a signed list keeps for good. No fractions are stored."""

import json
from dataclasses import asdict, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: Any) -> str:
    """JSON text of a dataclass of plain values, tuples and dataclasses; bytes become hexadecimal text."""
    return json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"), default=_plain)


def load(kind: type[T], text: str) -> T:
    """The dataclass again. Fields the text does not know take their defaults. ValueError when it is not such text."""
    try:
        value: T = _build(kind, json.loads(text))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(str(error)) from error
    return value


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"cannot be frozen: {type(value).__name__}")


def _build(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if value is None else _build(_without_none(kind), value)
    if origin is tuple:
        (inner, _) = get_args(kind)
        return tuple(_build(inner, one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(
            **{
                one.name: _build(hints[one.name], value[one.name])
                for one in fields(kind)
                if one.name in value
            }
        )
    if kind is bytes:
        return bytes.fromhex(value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} expected")
    return value


def _without_none(kind: Any) -> Any:
    return next(one for one in get_args(kind) if one is not NoneType)
