"""Logs that say where an error happened and of what kind, but not its message: that may hold what a visitor typed."""

import logging
import traceback

UNSAID = "(its message may hold what a visitor typed, and is not logged)"


def keep_logs_discreet() -> None:
    """From now on, of every error that any logger of this process tells."""
    logging.setLogRecordFactory(discreet)


def discreet(*args, **kwargs) -> logging.LogRecord:
    """A record in whose text no error's message stands; the formatters of `logging` use `exc_text` as it is."""
    record = logging.LogRecord(*args, **kwargs)
    record.msg = _unsaid(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(map(_unsaid, record.args))
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        record.exc_text = "".join(_told(traceback.TracebackException.from_exception(error))).rstrip()
    return record


def _unsaid(value: object) -> object:
    return f"{type(value).__name__} {UNSAID}" if isinstance(value, BaseException) else value


def _told(error: traceback.TracebackException) -> list[str]:
    """The error, after those that it came from: where each was raised, and its kind."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    first = [*_told(before), "\nThen:\n\n"] if before else []
    within = [line for one in error.exceptions or () for line in _told(one)]
    kind = error.exc_type.__name__ if error.exc_type else "error"
    return [*first, "Traceback (most recent call last):\n", *error.stack.format(), f"{kind} {UNSAID}\n", *within]
