"""What people write elsewhere and how it is written here: the text as a whole, single letters and characters.

A fix is offered only where it surely means what was typed; it is a text, which is read like any other.
"""

import re

from surfaces.formula.elsewhere import FOREIGN, same
from surfaces.formula.error import FormulaError
from surfaces.formula.from_latex import from_latex
from surfaces.formula.limits import LENGTH
from surfaces.formula.words import PIECE, cut, each_run, letters_of, renamed

ALIKE = dict(zip("хуасеХУ𝑥𝑦𝑎𝑏𝑐𝑒𝐱𝐲ｘｙ", "xyacexyxyabcexyxy", strict=True)) | {"𝜋": "π", "𝛑": "π", "ℯ": "e"}
ALIKE |= {"∣": "|", "｜": "|", "ǀ": "|"}
INVISIBLE = {
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u2060\u2061\ufeff", ""),
    "\u2062": "*",
    "\u2063": ",",
    "\u2064": "+",
}
LIKE_PARAMETERS = "hkmnsδεκλμνρσω"
GREEK = {"α": "a", "β": "b", "γ": "c"}
VARIABLES = "x|w|u|v|z|t|p|q|θ|theta"
INDEXED = re.compile(rf"(?<![A-Za-z])({VARIABLES})(?:_?\{{?([0-9])\}}?|([₀-₉])|\[([0-9])\])(?![0-9]|\.[0-9])")
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
LEFT = re.compile(r"\s*(?:[fghFGHJLVUz]|loss|cost)?\s*(?:\(\s*[xy]\s*(?:,\s*[xy]\s*)?\))?\s*:?\s*")
GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:([,'’_\s])[0-9]{3})(?:\1[0-9]{3})*(?![0-9.])")
ANGLE = re.compile(r"(?<![A-Za-z0-9.])([0-9]+(?:\.[0-9]+)?)\s*°")
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣʸⁿᵃᵇᶜᵉ", "0123456789+-()xynabce", strict=True))
EXPONENT = re.compile(rf"[{''.join(RAISED)}]+")
INDEX = "Names have no index here. The variables are x and y, parameters a, b, c."


def check_text(text: str) -> None:
    """FormulaError for what is seen in the text as a whole: LaTeX, a comparison, an equation, numbered variables."""
    if len(text) > LENGTH:
        raise FormulaError(f"A formula has at most {LENGTH} characters; this one has {len(text)}.", LENGTH, len(text))
    if found := re.search(r"\\(?:[A-Za-z]+|[,;!: (){}\[\]])|\$", text):
        raise FormulaError("This is LaTeX. Here it is typed as in x^2/2 + sqrt(y).", *found.span(), from_latex(text))
    if indexed := _indexed(text):
        raise indexed
    if found := re.search(r"[<>≤≥≠≈≡]=?|!=|==", text):
        raise FormulaError("A formula has no comparison: max, min, abs and sign make cases.", *found.span())
    if "=" in text:
        left, _, right = text.partition("=")
        fix = right.strip() if LEFT.fullmatch(left) else left.strip() if not right.strip() else None
        raise FormulaError("Only what f(x, y) is equal to is typed here.", 0, len(left) + 1, fix or None)


def _indexed(text: str) -> FormulaError | None:
    """What is said of x1 and x2, or w[0] and w[1]; None if no name is there with two indices."""
    found = list(INDEXED.finditer(text))
    names = {one[1] for one in found}
    numbers = sorted({_number(one) for one in found})
    if not any(
        {_number(one) for one in found if one[1] == name} >= {first, first + 1} for name in names for first in (0, 1)
    ):
        return None
    others = letters_of(INDEXED.sub(" ", text))
    if len(names) > 1 or len(numbers) > 2 or others & {"x", "y", "X", "Y"}:
        return FormulaError(INDEX, *found[0].span())
    fix = INDEXED.sub(lambda one: "xy"[_number(one) - numbers[0]], text)
    return FormulaError("The variables are called x and y here.", *found[0].span(), fix)


def _number(found: re.Match[str]) -> int:
    return int((found[2] or found[3] or found[4]).translate(LOWERED))


def letter(text: str, start: int, end: int) -> FormulaError | None:
    """What is said of a letter that is not known, alone, beside one that is, or before known words: kx, ksin(x)."""
    words = cut(text[start:end], any_letter=True) or []
    unknown = [one for one in words if cut(one) is None]
    if len(unknown) != 1 or not unknown[0].islower() or (end - start > 2 and words[0] != unknown[0]):
        return None
    at = start + text[start:end].index(unknown[0])
    return _unknown_letter(text, at, at + 1)


def _unknown_letter(text: str, at: int, end: int) -> FormulaError:
    """A letter that may be meant as a parameter, or as a variable."""
    c = text[at:end]
    fix = _as_parameter(text, c) if c in LIKE_PARAMETERS else None
    return FormulaError(f"“{c}” is unknown. The variables are x and y, parameters a, b, c.", at, end, fix)


def _as_parameter(text: str, c: str) -> str | None:
    """The text with this letter called a, b or c, like none that is there."""
    used = {one.lower() for one in letters_of(text)} | {GREEK[one] for one in text if one in GREEK and one != c}
    free = next((one for one in (GREEK.get(c, "a"), "a", "b", "c") if one not in used), None)
    return renamed(text, c, free) if free else None


def in_small_letters(text: str) -> str | None:
    """The text in small letters; None where that makes one of two names, or may be a constant: E."""
    seen: set[str] = set()
    for found in PIECE.finditer(text):
        at = found.start()
        for word in cut((found[1] or "").lower(), any_letter=True) or []:
            if len(word) == 1:
                seen.add(text[at])
            at += len(word)
    if "E" in seen or any(one.isupper() and one.lower() in seen for one in seen):
        return None
    return each_run(text, lambda run: run.lower() if cut(run) is None and cut(run.lower()) else run)


def character(text: str, at: int) -> FormulaError | None:
    """What is said of a character that has no meaning but can be mended; None if nothing is known of it."""
    c, one = text[at], (at, at + 1)
    before, after = text[:at].rstrip(), text[at + 1 :]
    digit = before[-1:].isdigit() and after[:1].isdigit()
    if c in ALIKE:
        fix = "".join(ALIKE.get(other, other) for other in text)
        return FormulaError(f"“{c}” is another character than {ALIKE[c]}.", *one, fix)
    if c in GREEK:
        return FormulaError("Parameters are called a, b, c here.", *one, _as_parameter(text, c))
    if c == "µ":  # the sign for millionths, which looks like a mu
        return _unknown_letter(text.replace(c, "μ"), *one)
    if "α" <= c <= "ω" and c != "π":
        return _unknown_letter(text, *one)
    if c in INVISIBLE or (not c.isprintable() and ord(c) > 0x7F):
        return FormulaError("An invisible character stands here.", *one, _visible(text))
    if c in "—‐‑‒﹣－":
        return FormulaError(f"“{c}” is a dash; minus is -.", *one, text.replace(c, "-"))
    if c in "'’_" and digit and (number := grouped(text, at)):
        return number
    if c == "_" or c in "₀₁₂₃₄₅₆₇₈₉" or (c == "[" and before[-1:].isalpha() and re.match(r"[0-9]+\]", after)):
        return FormulaError(INDEX, *one)
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
        return FormulaError(f"Angles are in radians here: {said}.", *one, angle and ANGLE.sub(r"(\1*pi/180)", text))
    if c == "∛":
        return _cube_root(text, at)
    if c == "⁄":
        return FormulaError("“⁄” is another character than /.", *one, _fractions(text))
    if c in RAISED and (run := next(one for one in EXPONENT.finditer(text) if one.start() <= at < one.end())):
        return _raised(text, run)
    return None


def _visible(text: str) -> str | None:
    """The text without invisible characters; None where one keeps two words or numbers apart, or may be a sign."""
    if re.search(rf"\w[{''.join(one for one in INVISIBLE if not INVISIBLE[one])}]+\w", text):
        return None
    return "".join(INVISIBLE.get(one, one) for one in text)


def _cube_root(text: str, at: int) -> FormulaError:
    if found := FOREIGN.match(text, at):
        return same(text, found)
    fix = re.sub(r"∛\s*([A-Za-z]|[0-9]+)(?=\s*(?:[-+),]|\Z))", r"∛(\1)", text)
    return FormulaError("∛ needs parentheses: ∛(x).", at, at + 1, fix if fix != text else None)


def _fractions(text: str) -> str | None:
    """1⁄2 is one number, which looks like ½; what 3 1⁄2 is, or 1⁄2 behind a letter, is not sure."""
    if re.search(r"[\w)|]\s+[0-9]+⁄|[A-Za-z)|π][0-9]*⁄[0-9]|[0-9]⁄[A-Za-z(]", text):
        return None
    raised = re.sub(r"([⁰¹²³⁴-⁹]+)⁄([⁰¹²³⁴-⁹]+)", _as_exponent, text)
    return re.sub(r"([0-9]+)⁄([0-9]+)(?![0-9.])", r"(\1/\2)", raised).replace("⁄", "/")


def _as_exponent(found: re.Match[str]) -> str:
    above, below = ("".join(RAISED[one] for one in part) for part in found.groups())
    return f"^({above}/{below})"


def _raised(text: str, run: re.Match[str]) -> FormulaError | None:
    """Raised letters, as in eˣ; None where there is none."""
    plain = "".join(RAISED[one] for one in run[0])
    if not re.search("[a-z]", plain):
        return None
    fix = f"{text[: run.start()]}^({plain}){text[run.end() :]}"
    if len(plain) == 1 and not text[run.end() : run.end() + 1].isalnum():
        fix = f"{text[: run.start()]}^{plain}{text[run.end() :]}"
    return FormulaError(f"A raised letter is typed as an exponent: ^({plain}).", *run.span(), fix)


def grouped(text: str, at: int) -> FormulaError | None:
    """What is said of a number like 1,000 or 1 000 around that place; None if there is none."""
    for found in GROUPED.finditer(text):
        if found.start() < at < found.end() and found[0][0] != "0":
            joined, mark = re.sub("[^0-9]", "", found[0]), found[1]
            ways, said = [joined], f"a number is written without “{mark}”: {joined}?"
            if found[0].count(mark) == 1 and mark == ",":
                ways.append(found[0].replace(",", "."))
                said = f"is it {ways[0]} or {ways[1]}?"
            elif found[0].count(mark) == 1 and mark.isspace() and not found[0].endswith("000"):
                ways.append(found[0].replace(mark, "*"))
                said = f"is it {ways[0]} or {ways[1]}?"
            fixes = [text[: found.start()] + one + text[found.end() :] for one in ways]
            return FormulaError(f"{found[0]}: {said}", *found.span(), fixes)
    return None
