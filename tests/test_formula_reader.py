"""What the formula box takes, what it refuses, and what it says then. Nothing of a text is ever run."""

import json
import math
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surfaces.formula import limits
from surfaces.formula.error import FormulaError
from surfaces.formula.nodes import count, parts
from surfaces.formula.reader import read
from surfaces.formula.typeset import latex
from tests.arithmetic import real_value_of
from tests.formulas import HOSTILE, PIECES, meaning, texts
from tests.human_latex import worked_out
from tests.written import PLACES, WRITTEN, WRONG

DATA = Path(__file__).parent / "data"
REFUSED = json.loads((DATA / "hostile_formulas.json").read_text(encoding="utf-8"))


def refusal(text: str) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["why"])
def test_the_hostile_set_is_refused_at_once(case):
    begin = time.thread_time()  # this thread's own work: about 1 ms
    error = refusal(case["input"])
    assert time.thread_time() - begin < 0.1
    assert error.message
    assert 0 <= error.start <= error.end <= len(case["input"])


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_more_of_that_kind(text):
    refusal(text)
    refusal(f"x^2 + {text}")


@pytest.mark.parametrize(
    ("text", "message", "marked", "fix"),
    [
        ("sin x + y", "sin needs parentheses: sin(x).", "sin x", "sin(x) + y"),
        ("sinx", "sin needs parentheses: sin(x).", "sinx", "sin(x)"),
        ("2sin 3x", "sin needs parentheses: sin(3x).", "sin 3x", "2sin(3x)"),
        ("sinxcosy", "sin needs parentheses: sin(x).", "sinx", "sin(x)cos(y)"),
        ("√x + y", "√ needs parentheses: √(x).", "√x", "√(x) + y"),
        ("ln x^2", "ln needs parentheses: ln(x^2).", "ln x^2", "ln(x^2)"),
        ("sin²(x)+y", "The exponent of sin comes after its parentheses: sin(x)².", "sin²", "sin(x)²+y"),
        ("sin^-1(x)", "sin^-1 can be read in two ways: asin(x) or 1/sin(x)?", "sin^-1", None),
        ("x + sin", "sin needs parentheses: sin(x).", "sin", None),
        ("x + 2 3", "2 3: is a * missing?", "2 3", "x + 2*3"),
        ("x2 + y", "x2 can be read in two ways: x^2 or 2*x?", "x2", None),
        ("(x+y)2", "Is ^2 or *2 meant?", ")2", None),
        ("x + (y", "This parenthesis is never closed.", "(", "x + (y)"),
        ("x + y)", "This parenthesis was never opened.", ")", None),
        ("x + ()", "There is nothing between these parentheses.", "()", None),
        ("0,5x", "A decimal number has a point, not a comma.", "0,5", "0.5x"),
        ("x, y", "A comma stands only inside min( , ) and max( , ).", ",", None),
        ("x + |y", "This bar is never closed.", "|", "x + |y|"),
        ("[x+y]^2", "Only round parentheses group: ( ), not [.", "[", "(x+y)^2"),
        ("f(x, y) = x^2", "Only what f(x, y) is equal to is typed here.", "f(x, y) =", "x^2"),
        ("X^2 + y", "“X” is written in small letters here: x.", "X", "x^2 + y"),
        ("sinus(x)", "“sinus” is unknown. Is sin meant?", "sinus", None),
        ("log10(x)", "“log10” is not known here; log10(x) is log(x)/log(10).", "log10", "log(x)/log(10)"),
        ("x^2 + z", "“z” is unknown.", "z", None),
        ("x + ", "Something is missing after +.", "+", None),
        ("x + * y", "Something is missing before *.", "*", None),
        ("max(x)", "max is of 2 numbers, as in max(x, y); here it has 1.", "max(x)", None),
        ("x^13", "Exponents go from −12 to 12, not to 13.", "13", None),
        ("(x^6 y^7)^2", "The degree here is 26; at most 24 is taken.", "(x^6 y^7)^2", None),
        ("x + log(0)", "log(0) is not a real number.", "log(0)", None),
        ("x/(1-1)", "This divides by zero.", "(1-1)", None),
        ("x + 10^12*10", "10^12*10 is too large", "10^12*10", None),
        ("3 + π", "There is no x or y in it: the surface would be flat.", "3 + π", None),
        ("x + é", "“é” has no meaning in a formula.", "é", None),
        ("x²^2", "Two exponents in a row", "²^", None),
        ("²x", "There is nothing to raise before ².", "²", None),
    ],
)
def test_a_refusal_says_what_and_where_and_offers_a_fix(text, message, marked, fix):
    error = refusal(text)
    assert error.message.startswith(message)
    assert text[error.start : error.end] == marked
    assert error.fix == fix
    if fix is not None:
        read(fix)


@pytest.mark.parametrize(("text", "said", "offered"), WRONG, ids=ascii)
def test_what_people_write_elsewhere_is_told_and_mended(text, said, offered):
    error = refusal(text)
    assert said in error.message
    assert error.fixes == tuple(fix for fix, _ in offered)
    assert 0 <= error.start < error.end <= len(text)
    for fix, meant in offered:
        assert means(fix, meant)


def means(text: str, meant: str) -> bool:
    """As it is typeset, the text has the value of `meant` wherever that is real, which is so at one place at least."""
    shown, compared = latex(read(text)), 0
    for place in PLACES:
        wanted = real_value_of(meant, place)
        if not math.isnan(wanted):
            assert worked_out(shown, **place) == pytest.approx(wanted, rel=1e-9), (shown, place)
            compared += 1
    return compared > 0


@pytest.mark.parametrize(("text", "meant"), WRITTEN, ids=ascii)
def test_what_people_write_is_read_and_typeset_as_they_mean_it(text, meant):
    shown = latex(read(text))
    for place in PLACES:
        assert worked_out(shown, **place) == pytest.approx(real_value_of(meant, place), rel=1e-9, nan_ok=True), shown


def test_texts_at_random_are_read_and_typeset_as_they_mean():
    """A formula is made as a text and, beside it, as what it means in Python; the reader sees the text only."""
    r, compared = random.Random(3), 0
    for text, meant in (meaning(r, r.randint(2, 5)) for _ in range(600)):
        try:
            shown = latex(read(text))
        except FormulaError:  # too long, too deep, or without a value
            continue
        for place in PLACES:
            try:
                wanted = real_value_of(meant, place)
            except OverflowError:
                continue
            if not abs(wanted) >= 1e100:
                found = worked_out(shown, **place)
                assert found == pytest.approx(wanted, rel=1e-6, abs=1e-9, nan_ok=True), (text, meant, shown)
                compared += 1
    assert compared > 500


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1/2x", r"\frac{1}{2} x"),
        ("-x^2", "-x^{2}"),
        ("−x²", "-x^{2}"),
        ("2^3^2x", "2^{3^{2}} x"),
        ("e^x + xy", "e^{x} + x y"),
        ("2pi x", r"2 \pi x"),
        ("2πx", r"2 \pi x"),
        ("axy", "a x y"),
        ("x·y × 2 ÷ 3", r"\frac{x y \cdot 2}{3}"),
        ("sin(x)^2", r"\sin^{2}\left(x\right)"),
        ("ln(x)", r"\ln\left(x\right)"),
        ("√(x)", r"\sqrt{x}"),
        ("½(x²+y²)", r"\frac{1}{2} \left(x^{2} + y^{2}\right)"),
        ("x - -y", r"x - \left(-y\right)"),
        ("x^-2", "x^{-2}"),
        ("x(y+1)", r"x \left(y + 1\right)"),
        ("(x+1)(y-1)", r"\left(x + 1\right) \left(y - 1\right)"),
        ("x exp(y)", "x e^{y}"),
        ("007x + 1.e0", "7 x + 1"),
        ("1e-7x", "10^{-7} x"),
    ],
)
def test_the_decisions_are_what_is_shown(text, shown):
    assert latex(read(text)) == shown


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        (f"x{' ' * (limits.LENGTH - 1)}", f"x{' ' * limits.LENGTH}", "at most 200 characters"),
        ("(" * limits.DEPTH + "x" + ")" * limits.DEPTH, "(" * 17 + "x" + ")" * 17, "at most 16 levels"),
        ("x" + "-" * limits.DEPTH + "y", "x" + "-" * (limits.DEPTH + 2) + "y", "at most 16 levels"),
        ("+".join("x" * 75), "+".join("x" * 76), "at most 150"),
        (f"x + 0.{'1' * limits.DIGITS}", f"x + 0.{'1' * (limits.DIGITS + 1)}", "at most 15 digits"),
        ("x^12 + x^-12 + x^(6*2)", "x^(6*2+1)", "Exponents"),
        ("x + 2^(6*2)", "x + 2^(6*2+1)", "Exponents"),
        (f"x + 2{'⁰' * (limits.DIGITS - 1)}²", f"x + 2{'⁰' * limits.DIGITS}²", "exponent is too long"),
        ("(xy)^12", "(xy)^12y", "degree"),
        ("sin(x)^12cos(y)^12", "sin(x)^12cos(y)^12x", "degree"),
        ("x + 10^12", "x + 10^12*1.01", "too large"),
        ("x + 10^-12", "x + 10^-12/1.01", "too close to 0"),
    ],
)
def test_every_limit_is_where_it_is_said_to_be(good, bad, message):
    read(good)
    assert message in refusal(bad).message


def test_other_alphabets_are_not_folded_into_ours():
    """NFKC makes ASCII of these: a full-width eval would then be a name of Python's."""
    for text in ("ｅｖａｌ(x)", "ｘ^2", "𝐱 + y", "x＋y", "ſin(x)", "x²₁", "℮^x", "К"):
        refusal(text)


armed = False
heard: list[str] = []
HARMFUL = ("exec", "compile", "import", "open", "os.", "subprocess.", "socket.")


def _canary(event: str, _details: object) -> None:
    if armed and event.startswith(HARMFUL):
        heard.append(event)


sys.addaudithook(_canary)


def check_reading(text: str) -> None:
    """Either a tree within the limits or a message with a place; and Python runs nothing meanwhile."""
    global armed
    armed = True
    try:
        node = read(text)
    except FormulaError as error:
        said, place = error.message, (error.start, error.end)
        node = None
    else:
        said, place = "", (0, 0)
    finally:
        armed = False
    assert heard == []
    if node is None:
        assert said
        assert 0 <= place[0] <= place[1] <= len(text)
    else:
        assert len(text) <= limits.LENGTH
        assert count(node) <= limits.NODES
        assert _depth(node) <= limits.NODES
        assert latex(node)


def _depth(node) -> int:
    return 1 + max((_depth(part) for part in parts(node)), default=0)


def test_the_canary_sings():
    global armed
    armed = True
    compile("1", "<test>", "eval")
    armed = False
    assert heard == ["compile"]
    heard.clear()


def test_thousands_of_texts_are_read_or_refused():
    for text in texts(3000, seed=7):
        check_reading(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=20).map("".join)))
def test_any_text_is_read_or_refused(text):
    check_reading(text)


LOOSE = (*"xyabckmλαXY", *"0123", *"+-*/^(),|[]{}:.", " ", "\u2003", "²", "½", "—", "sin", "ln", "exp", "√", "max")


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LOOSE), min_size=2, max_size=9).map("".join))
def test_no_fix_drops_a_name_or_a_number_or_makes_one_of_two(text):
    """Letters and digits are those that were typed, apart from capitals, and from names that are called otherwise."""
    try:
        read(text)
    except FormulaError as error:
        for fix in error.fixes:
            assert sorted(_written(fix).values()) == sorted(_written(text).values()), fix
            kept = {one for one in _written(text) if one not in "abckmλα"}
            assert all(_written(fix)[one] == _written(text)[one] for one in kept), fix


def _written(text: str) -> Counter[str]:
    """How often each letter and digit stands there; a function counts as one."""
    words = re.findall(r"sin|ln|exp|max|√|[^\W_]", text.lower())
    return Counter(words)
