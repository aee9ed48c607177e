"""What is logged of an error: where, and of what kind, but never its message."""

import io
import logging

import pytest

from ui.discreet import UNSAID, discreet, keep_logs_discreet

TYPED = "x^2 + y^4"


@pytest.fixture
def told(monkeypatch):
    """A logger like Streamlit's own, and what it has said."""
    before = logging.getLogRecordFactory()
    keep_logs_discreet()
    log, said = logging.Logger("one"), io.StringIO()
    log.addHandler(logging.StreamHandler(said))
    yield log, said
    logging.setLogRecordFactory(before)


def raised(secret: str) -> None:
    raise KeyError(secret)


def nested(secret: str) -> None:
    try:
        raised(secret)
    except KeyError as error:
        raise ValueError(f"not {secret}") from error


def grouped(secret: str) -> None:
    try:
        raised(secret)
    except KeyError as error:
        raise ExceptionGroup(f"some {secret}", [error]) from None


@pytest.mark.parametrize(("fail", "kinds"), [(raised, ["KeyError"]), (nested, ["KeyError", "ValueError"])])
@pytest.mark.parametrize("how", ["exception", "exc_info", "argument", "message"])
def test_an_error_is_told_without_its_message(told, fail, kinds, how):
    log, said = told
    try:
        fail(TYPED)
    except (KeyError, ValueError) as error:
        if how == "exception":
            log.exception("Something failed")
        elif how == "exc_info":
            log.warning("Something failed", exc_info=error)
        elif how == "argument":
            log.warning("Something failed: %s", error)
        else:
            log.warning(error)
    assert TYPED not in said.getvalue()
    assert f"{kinds[-1]} {UNSAID}" in said.getvalue()
    if how in ("exception", "exc_info"):
        assert all(kind in said.getvalue() for kind in kinds)
        assert f"in {fail.__name__}" in said.getvalue()


def test_errors_in_a_group_are_told_alike(told):
    log, said = told
    try:
        grouped(TYPED)
    except ExceptionGroup:
        log.exception("Something failed")
    assert TYPED not in said.getvalue()
    assert "KeyError" in said.getvalue()


def test_everything_else_is_told_as_it_was():
    made = discreet("one", logging.INFO, __file__, 1, "%s of %d", ("half", 3), None)
    assert made.getMessage() == "half of 3"
    assert discreet("one", logging.INFO, __file__, 1, "%(a)s", ({"a": 1},), None).getMessage() == "1"
