"""What people write elsewhere and how it is written here. A fix is only offered: as a text, which is read like any."""

import re

from surfaces.formula.error import FormulaError
from surfaces.formula.from_latex import SIMPLE, from_latex
from surfaces.formula.limits import LENGTH

RENAMED = {"tg": "tan", "arctg": "atan", "sh": "sinh", "ch": "cosh", "th": "tanh", "signum": "sign", "fabs": "abs"}
RENAMED |= {"absolute": "abs", "maximum": "max", "minimum": "min", "fmax": "max", "fmin": "min"}
SAME = {  # of the arguments u and v; U and V are factors
    "sec": "1/cos(u)",
    "csc": "1/sin(u)",
    "cosec": "1/sin(u)",
    **dict.fromkeys(("cot", "ctg", "cotg", "cotan"), "1/tan(u)"),
    **dict.fromkeys(("log10", "lg"), "log(u)/log(10)"),
    **dict.fromkeys(("log2", "lb", "ld"), "log(u)/log(2)"),
    **dict.fromkeys(("asinh", "arsinh", "arcsinh"), "log(u+sqrt(U^2+1))"),
    **dict.fromkeys(("acosh", "arcosh", "arccosh"), "log(u+sqrt(U^2-1))"),
    **dict.fromkeys(("atanh", "artanh", "arctanh"), "log((1+u)/(1-U))/2"),
    "cbrt": "sign(u)*abs(u)^(1/3)",
    **dict.fromkeys(("pow", "power"), "U^V"),
    **dict.fromkeys(("square", "sqr"), "U^2"),
    "hypot": "sqrt(U^2+V^2)",
    "sinc": "sin(u)/U",
    "relu": "max(0, u)",
    **dict.fromkeys(("sigmoid", "logistic"), "1/(1+exp(-U))"),
    "softplus": "log(1+exp(u))",
    **dict.fromkeys(("heaviside", "step"), "(1+sign(u))/2"),
}
NOTHING = ("floor", "ceil", "round", "mod", "atan2", "arctan2", "gamma", "erf", "norm", "sum")
FOREIGN = re.compile(rf"({'|'.join(sorted((*SAME, *NOTHING), key=len, reverse=True))})\s*\(")
PREFIX = re.compile(r"\b(?:np|numpy|jnp|math|Math|cmath|torch|tf|sp|sympy)\.(?=[A-Za-z])")
ALIKE = dict(zip("хуасеХУ𝑥𝑦𝑎𝑏𝑐𝑒𝐱𝐲ｘｙχ", "xyacexyxyabcexyxyx", strict=True)) | {"𝜋": "π", "𝛑": "π", "ℯ": "e", "∖": "/"}
LIKE_PARAMETERS = "dhkmnsδεκλμνρσω"
GREEK = {"α": "a", "β": "b", "γ": "c"}
VARIABLES = "x|w|u|v|z|t|p|q|θ|theta"
INDEXED = re.compile(rf"(?<![A-Za-z])({VARIABLES})\s*(?:_?\{{?([12])\}}?|([₁₂])|\[([01])\])(?![0-9])")
GROUPED = re.compile(r"[0-9]{1,3}(?:([,'’_\s])[0-9]{3})(?:\1[0-9]{3})*(?![0-9.])")
ANGLE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*°")


def check_text(text: str) -> None:
    """FormulaError for what is seen in the text as a whole: LaTeX, a comparison, an equation, numbered variables."""
    if len(text) > LENGTH:
        raise FormulaError(f"A formula has at most {LENGTH} characters; this one has {len(text)}.", LENGTH, len(text))
    if found := re.search(r"\\(?:[A-Za-z]+|[,;!: ()\[\]])|\$", text):
        raise FormulaError("This is LaTeX. Here it is typed as in x^2/2 + sqrt(y).", *found.span(), from_latex(text))
    indexed = list(INDEXED.finditer(text))
    index = {(one[1], _index(one)) for one in indexed}
    if any({(name, 0), (name, 1)} <= index for name, _ in index):
        fix = INDEXED.sub(lambda one: "xy"[_index(one)], text)
        raise FormulaError("The variables are called x and y here.", *indexed[0].span(), fix)
    if found := re.search(r"[<>≤≥≠≈≡]=?|!=|==", text):
        raise FormulaError("A formula has no comparison: max, min, abs and sign make cases.", *found.span())
    if "=" in text:
        left, _, right = text.partition("=")
        fix = (right if re.search("[xyXY]", right) else left).strip()
        raise FormulaError("Only what f(x, y) is equal to is typed here.", 0, len(left) + 1, fix or None)


def _index(found: re.Match[str]) -> int:
    """0 or 1: which of two variables it is."""
    return int(found[4]) if found[4] else "1₁2₂".index(found[2] or found[3]) // 2


def foreign(text: str, start: int, end: int, is_known) -> FormulaError | None:
    """What is said of a function that others have, at the end of this run of letters; None if there is none.

    `is_known` tells whether what stands before it in the run is made of known words.
    """
    for at in range(start, end):
        found = FOREIGN.match(text, at)
        if found and found.end(1) >= end and (at == start or is_known(text[start:at])):
            return _same(text, found)
    run = text[start:end]
    if run in RENAMED:
        return FormulaError(
            f"“{run}” is called {RENAMED[run]} here.", start, end, text[:start] + RENAMED[run] + text[end:]
        )
    if run in SAME:
        return FormulaError(f"“{run}” is not known here; {run}(x) is {_filled(run, ['x', 'y'])}.", start, end)
    if (found := PREFIX.match(text, start)) and found.end() == end + 1:
        return FormulaError("Functions have no prefix here.", start, found.end(), PREFIX.sub("", text))
    return None


def _same(text: str, found: re.Match[str]) -> FormulaError:
    name, start, end = found[1], *found.span(1)
    if name in NOTHING:
        return FormulaError(f"“{name}” is not known here, and nothing that is known is the same.", start, end)
    shown = _filled(name, ["x", "y"])
    two = "V" in SAME[name]
    message = f"“{name}” is not known here; {name}{'(x, y)' if two else '(x)'} is {shown}."
    if name in ("asinh", "acosh", "atanh"):
        message = f"{name}(x) can be read in two ways: {shown} or a*{name[1:]}(x)?"
    arguments, after = _arguments(text, found.end())
    fix = None
    if len(arguments) == 1 + two:
        fix = placed(text[:start], _filled(name, arguments), text[after:])
    return FormulaError(message, start, end, fix)


def _filled(name: str, arguments: list[str]) -> str:
    """The same thing in known words."""
    values = dict(zip("uv", arguments, strict=False))

    def put(found: re.Match[str]) -> str:
        value = values[found[0].lower()]
        return value if found[0].islower() or SIMPLE.fullmatch(value) else f"({value})"

    return re.sub(r"(?<![a-z])[uvUV](?![a-z])", put, SAME[name])


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
    free = before.rstrip()[-1:] in ("", "+", "-", "(", ",") and after.lstrip()[:1] in ("", "+", "-", ")", ",")
    one_call = re.fullmatch(r"[a-z]+\([^()]*\)", part)
    return before + (part if free or one_call else f"({part})") + after


def letter(text: str, start: int, end: int, known: frozenset[str]) -> FormulaError | None:
    """What is said of a single letter that is not known, alone or beside one that is: kx. None if it is none."""
    run = text[start:end]
    unknown = [one for one in run if one not in known]
    if len(run) > 2 or len(unknown) != 1 or not unknown[0].islower():
        return None
    return _unknown_letter(text, start + run.index(unknown[0]))


def _unknown_letter(text: str, at: int) -> FormulaError:
    """A letter that may be meant as a parameter, or as a variable."""
    c = text[at]
    free = next((one for one in "abc" if not re.search(rf"(?<![a-z]){one}(?![a-z])", text)), None)
    alone = rf"(?<![A-Za-z]){c}(?=[xy]?(?![A-Za-z]))"
    fix = re.sub(alone, free, text) if free and c in LIKE_PARAMETERS else None
    return FormulaError(f"“{c}” is unknown. The variables are x and y, parameters a, b, c.", at, at + 1, fix)


def character(text: str, at: int) -> FormulaError | None:
    """What is said of a character that has no meaning but can be mended; None if nothing is known of it."""
    c, one = text[at], (at, at + 1)
    before, after = text[:at].rstrip(), text[at + 1 :]
    digit = before[-1:].isdigit() and after[:1].isdigit()
    if c in ALIKE:
        fix = "".join(ALIKE.get(other, other) for other in text)
        return FormulaError(f"“{c}” is another character than {ALIKE[c]}.", *one, fix)
    if c in GREEK:
        fix = "".join(GREEK.get(other, other) for other in text)
        return FormulaError("Parameters are called a, b, c here.", *one, fix)
    if "α" <= c <= "ω" and c != "π":
        return _unknown_letter(text, at)
    if not c.isprintable() and ord(c) > 0x7F:
        fix = "".join(other for other in text if other.isprintable() or ord(other) <= 0x7F)
        return FormulaError("An invisible character stands here.", *one, fix)
    if c in "—‐‑‒﹣－":
        return FormulaError(f"“{c}” is a dash; minus is -.", *one, text.replace(c, "-"))
    if c in "'’_" and digit and (number := grouped(text, at)):
        return number
    if c == "_" or c in "₀₁₂₃₄₅₆₇₈₉" or (c == "[" and before[-1:].isalpha() and re.match(r"[0-9]+\]", after)):
        return FormulaError("Names have no index here. The variables are x and y, parameters a, b, c.", *one)
    if c == ";":
        apart = re.sub(r"([0-9]),([0-9])", r"\1.\2", text).replace(";", ",")  # 0,5; x
        fix = apart if after.strip() else before
        return FormulaError("“;” has no meaning; the parts of max and min are set apart by a comma.", *one, fix)
    if c == ".":
        fix = re.sub(r"\.(?=\s*(?:\*|/|\^))", "", text) if after.lstrip()[:1] in ("*", "/", "^") else None
        return FormulaError("A point stands only in a number, as in 0.5.", *one, fix)
    if c == "°":
        angle = ANGLE.search(text)
        said = f"{angle[1]}° is {angle[1]}*pi/180" if angle else "1° is pi/180"
        return FormulaError(f"Angles are in radians here: {said}.", *one, ANGLE.sub(r"(\1*pi/180)", text))
    if c == "∛":
        return FormulaError("“∛” is not known here; ∛(x) is sign(x)*abs(x)^(1/3).", *one, text.replace("∛", "cbrt"))
    return None


def grouped(text: str, at: int) -> FormulaError | None:
    """What is said of a number like 1,000 or 1 000 around that place; None if there is none."""
    for found in GROUPED.finditer(text):
        if found.start() < at < found.end():
            joined = re.sub("[^0-9]", "", found[0])
            fix = text[: found.start()] + joined + text[found.end() :]
            return FormulaError(f"{found[0]}: a number is written without “{found[1]}”: {joined}?", *found.span(), fix)
    return None
