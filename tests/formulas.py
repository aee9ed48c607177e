"""Formulas at random: well-formed ones, broken ones, and what somebody types who wants to do harm. All seeded."""

import random

NAMES = ("x", "y", "x", "y", "x", "y", "a", "b", "c", "pi", "π", "e")
ONE = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh")
ONE += ("exp", "log", "ln", "sqrt", "√", "abs", "sign")
NUMBERS = ("0", "1", "2", "3", "10", "0.5", ".25", "1e3", "007", "1.e0", "99999", "2.718281828", "1e-9", "½")
EXPONENTS = ("2", "3", "-1", "12", "0.5", "1/2", "-12", "x", "y", "(2x)")
POWERS = ("²", "³", "⁻²", "⁴", "¹²")
HOSTILE = (
    "__import__('os').system('touch CANARY')",
    "eval('1')",
    "exec(\"open('CANARY','w')\")",
    "open('CANARY','w')",
    "().__class__.__base__.__subclasses__()",
    "lambda: 0",
    "x.subs",
    "[c for c in ()]",
    "ｅｖａｌ(x)",
    "Symbol('x')",
    "Function('f')(x)",
    "S('os')",
    "globals()",
    "{x}",
    "f'{x}'",
    "x if y else a",
    "x:=1",
    "\\u0078",
    "\x00",
    "\u202e",
    "\ud800",
    "1_0",
    "0x10",
    "1j",
    "x!",
    "print(x)",
    "None",
    "True",
    "and",
    "@",
    "`ls`",
    "$(ls)",
    "<script>",
    "; rm",
    "%s",
    "9**9**9**9",
    "x**(10**9)",
)
SLOW = (  # within every limit of the reader, and yet SymPy is busy with its derivatives for more than ten seconds
    "sinh(((((b)(-y))(x)-(a)*(2.718281828)-tanh((y)^3)+2.718281828-((y)(2))(b+x)+(sign(x)+(2)·(x))"
    "/(10-pi+log(y)))/(((asin(ln(b)))^2)·(sqrt(c))+(-c)(x)))^3)"
)
WORDS = ("**", " ", "  ", "min", "max", "sinx", "xy")
PIECES = (*NAMES, *ONE, *NUMBERS, *POWERS, *HOSTILE, *WORDS, *"+-*/^()(),|·×−÷=_[]{}")


def well_formed(r: random.Random, depth: int = 5) -> str:
    """A formula by the grammar; it may still be refused, for its size or its constants."""
    if depth <= 0 or r.random() < 0.12:
        return r.choice(NAMES) if r.random() < 0.7 else r.choice(NUMBERS)

    def part() -> str:
        return well_formed(r, depth - r.randint(1, 2))

    kind = r.random()
    if kind < 0.3:
        return f"{part()}{r.choice('+-')}{part()}"
    if kind < 0.5:
        return f"({part()}){r.choice(('*', '/', '', '·'))}({part()})"
    if kind < 0.62:
        return f"({part()})^{r.choice(EXPONENTS)}"
    if kind < 0.68:
        return f"({part()}){r.choice(POWERS)}"
    if kind < 0.74:
        return f"{r.choice(('min', 'max'))}({part()},{part()})"
    if kind < 0.78:
        return f"-{part()}"
    return f"{r.choice(ONE)}({part()})"


def meaning(r: random.Random, depth: int) -> tuple[str, str]:
    """A formula as people write it, and the same in Python with every parenthesis."""
    if depth <= 0:
        text = r.choice(("x", "y", "a", "b", "π", "2", "3", "0.5", "e"))
        return text, {"π": "pi"}.get(text, text)
    kind = r.randrange(9)
    one, first = meaning(r, depth - r.randint(1, 2))
    two, second = meaning(r, depth - r.randint(1, 2))
    if kind == 0:
        sign = r.choice("+-")
        return f"({one}){sign}({two})", f"(({first}){sign}({second}))"
    if kind == 1:
        return f"({one}){r.choice(('', '*', '·', ' '))}({two})", f"(({first})*({second}))"
    if kind == 2:
        return f"({one})/({two})x", f"((({first})/({second}))*x)"
    if kind == 3:
        return f"-({one})^2", f"(-(({first})**2))"
    if kind == 4:
        power = r.choice(("2", "3", "-1", "0.5"))
        return f"({one})^{power}y", f"((({first})**({power}))*y)"
    if kind == 5:
        return f"2^x^({two})", f"(2**(x**({second})))"
    if kind == 6:
        name = r.choice(("sin", "cos", "exp", "tanh", "sqrt", "log", "asin"))
        return f"x{name}({one})²", f"(x*({name}({first})**2))"
    if kind == 7:
        return f"|{one}|", f"abs({first})"
    return f"max({one},-({two}))", f"max({first}, -({second}))"


def soup(r: random.Random) -> str:
    """Pieces one after the other."""
    return "".join(r.choice(PIECES) for _ in range(r.randint(1, 25)))


def broken(r: random.Random) -> str:
    """A formula with a few characters lost, doubled or put in."""
    text = list(well_formed(r))
    for _ in range(r.randint(1, 3)):
        at = r.randrange(len(text) + 1)
        text[at : at + r.randint(0, 2)] = r.choice(PIECES) if r.random() < 0.6 else ""
    return "".join(text)


def noise(r: random.Random) -> str:
    """Any characters at all."""
    return "".join(chr(r.choice((r.randrange(128), r.randrange(0x3000), r.randrange(0x110000)))) for _ in range(30))


KINDS = (well_formed, broken, soup, noise)


def texts(count: int, seed: int = 0) -> list[str]:
    """`count` texts, of all kinds in turn."""
    r = random.Random(seed)
    return [KINDS[i % len(KINDS)](r) for i in range(count)]
