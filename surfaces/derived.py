"""A property that is computed once, under the SymPy lock."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

from sympy_lock import SYMPY_LOCK

T = TypeVar("T")


class derived(Generic[T]):
    """What follows from the data of a frozen object: computed at first use, then an ordinary attribute.

    `functools.cached_property` of Python 3.11 holds a lock of its own while it computes; together with the
    SymPy lock, taken in the other order by another thread, that is a deadlock. Here there is only one lock.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "derived[T]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> "derived[T] | T":
        if instance is None:
            return self
        known = instance.__dict__
        if self.name not in known:
            with SYMPY_LOCK:
                if self.name not in known:
                    known[self.name] = self.compute(instance)
        return known[self.name]
