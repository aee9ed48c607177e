"""Functions that others have, and what is the same here. Which of several meanings is meant is asked, not guessed."""

import re

from surfaces.formula.error import FormulaError
from surfaces.formula.words import SIMPLE, cut

RENAMED = {"tg": "tan", "arctg": "atan", "sh": "sinh", "ch": "cosh", "th": "tanh", "signum": "sign", "fabs": "abs"}
RENAMED |= {"absolute": "abs", "maximum": "max", "minimum": "min", "fmax": "max", "fmin": "min"}
RENAMED |= {"sine": "sin", "cosine": "cos", "tangent": "tan"}
LETTERS = ("sh", "ch", "th")  # may be a product, without parentheses
LOG10, LOG2 = "log(u)/log(10)", "log(u)/log(2)"
SAME = {  # of the arguments u and v; U and V are factors
    "sec": "1/cos(u)",
    **dict.fromkeys(("csc", "cosec"), "1/sin(u)"),
    **dict.fromkeys(("cot", "ctg", "cotg", "cotan"), "1/tan(u)"),
    "sech": "1/cosh(u)",
    **dict.fromkeys(("csch", "cosech"), "1/sinh(u)"),
    **dict.fromkeys(("coth", "cth"), "cosh(u)/sinh(u)"),
    "arcsec": "acos(1/U)",
    "arccsc": "asin(1/U)",
    **dict.fromkeys(("log10", "log_10", "log_{10}", "log₁₀"), LOG10),
    **dict.fromkeys(("log2", "log_2", "log_{2}", "log₂", "lb", "ld"), LOG2),
    "log1p": "log(1+u)",
    "exp2": "2^U",
    "exp10": "10^U",
    "expm1": "exp(u)-1",
    **dict.fromkeys(("arsinh", "arcsinh"), "log(u+sqrt(U^2+1))"),
    **dict.fromkeys(("arcosh", "arccosh"), "log(u+sqrt(U^2-1))"),
    **dict.fromkeys(("artanh", "arctanh"), "log((1+u)/(1-U))/2"),
    **dict.fromkeys(("cbrt", "∛"), "sign(u)*abs(u)^(1/3)"),
    **dict.fromkeys(("pow", "power"), "U^V"),
    "square": "U^2",
    "hypot": "sqrt(U^2+V^2)",
    "relu": "max(0, u)",
    **dict.fromkeys(("sigmoid", "logistic"), "1/(1+exp(-U))"),
    "softplus": "log(1+exp(u))",
    **dict.fromkeys(("heaviside", "step"), "(1+sign(u))/2"),
}
TWO_WAYS = {
    "asinh": ("log(u+sqrt(U^2+1))", "a*sinh(u)"),
    "acosh": ("log(u+sqrt(U^2-1))", "a*cosh(u)"),
    "atanh": ("log((1+u)/(1-U))/2", "a*tanh(u)"),
    **dict.fromkeys(("arccot", "arcctg"), ("pi/2-atan(u)", "atan(1/U)")),
    "sinc": ("sin(u)/U", "sin(pi*U)/(pi*U)"),
    "sqr": ("U^2", "sqrt(u)"),
    "lg": (LOG10, LOG2),
}
INVERTED = ("sec", "csc", "cosec", "cot", "ctg", "cotg", "cotan", "sech", "csch", "cosech", "coth")  # acot: a*cot?
NOTHING = ("floor", "ceil", "round", "mod", "atan2", "arctan2", "gamma", "erf", "norm", "sum")
NAMES = sorted((*SAME, *TWO_WAYS, *NOTHING), key=len, reverse=True)
FOREIGN = re.compile(rf"({'|'.join(map(re.escape, NAMES))})\s*\(")
PREFIX = re.compile(r"\b(?:np|numpy|jnp|math|Math|cmath|torch|tf|sp|sympy)\.(?=[A-Za-z])")


def foreign(text: str, start: int, end: int) -> FormulaError | None:
    """What is said of a function that others have, at the end of this run of letters; None if there is none."""
    for at in range(start, end):
        found = FOREIGN.match(text, at)
        if found and found.end(1) >= end and (at == start or cut(text[start:at]) is not None):
            return same(text, found)
    run = text[start:end]
    if new := RENAMED.get(run):
        sure = run not in LETTERS or text[end:].lstrip()[:1] == "("
        fix = text[:start] + new + text[end:] if sure else None
        return FormulaError(f"“{run}” is called {new} here.", start, end, fix)
    if run in SAME:
        return FormulaError(f"“{run}” is not known here; {run}(x) is {_filled(SAME[run], ['x', 'y'])}.", start, end)
    if (found := PREFIX.match(text, start)) and found.end() == end + 1:
        return FormulaError("Functions have no prefix here.", start, found.end(), PREFIX.sub("", text))
    return None


def same(text: str, found: re.Match[str]) -> FormulaError:
    """What is said where FOREIGN matches."""
    name, start, end = found[1], *found.span(1)
    if name in NOTHING:
        return FormulaError(f"“{name}” is not known here, and nothing that is known is the same.", start, end)
    if name in INVERTED and text[start - 1 : start] == "a":
        return FormulaError(
            f"a{name}(x) can be read in two ways: the inverse of {name}, or a*{name}(x)?", start - 1, end
        )
    ways = TWO_WAYS.get(name) or (SAME[name],)
    shown = [_filled(way, ["x", "y"]) for way in ways]
    two = "V" in ways[0]
    message = f"“{name}” is not known here; {name}{'(x, y)' if two else '(x)'} is {shown[0]}."
    if len(ways) > 1:
        message = f"{name}(x) can be read in two ways: {shown[0]} or {shown[1]}?"
    arguments, after = _arguments(text, found.end())
    fixes = [placed(text[:start], _filled(way, arguments), text[after:]) for way in ways if len(arguments) == 1 + two]
    return FormulaError(message, start, end, fixes)


def _filled(way: str, arguments: list[str]) -> str:
    """The same thing in known words."""
    values = dict(zip("uv", arguments, strict=False))

    def put(found: re.Match[str]) -> str:
        value = values[found[0].lower()]
        return value if found[0].islower() or SIMPLE.fullmatch(value) else f"({value})"

    return re.sub(r"(?<![a-z])[uvUV](?![a-z])", put, way)


def _arguments(text: str, at: int) -> tuple[list[str], int]:
    """What stands between parentheses from `at` on, cut at its commas, and where it ends; nothing if that is open."""
    found, level, begin = [], 1, at
    for i in range(at, len(text)):
        level += {"(": 1, ")": -1}.get(text[i], 0)
        if level == 0 or (level == 1 and text[i] == ","):
            found.append(text[begin:i].strip())
            begin = i + 1
        if level == 0:
            return found, i + 1
    return [], at


def placed(before: str, part: str, after: str) -> str:
    """A part put into a text, in parentheses unless it stands there as a term of its own."""
    term = "-" if not re.search(r"[+-]", part) else ""
    ends = before.rstrip()[-1:], after.lstrip()[:1]
    free = ends[0] in ("", "+", term or "+", "(", ",") and ends[1] in ("", "+", "-", ")", ",")
    one_call = re.fullmatch(r"[a-z]+\([^()]*\)", part)
    return before + (part if free or one_call else f"({part})") + after
