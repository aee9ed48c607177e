"""Equations set under each other, for Streamlit's Markdown."""

FLOOR = {r"\left\lfloor": r"\Bigl\lfloor", r"\right\rfloor": r"\Bigr\rfloor"}  # KaTeX draws a tall one wrong


def aligned(equations: tuple[str, ...]) -> str:
    """Lines `left = right` of LaTeX as one display, aligned at their first equals sign."""
    lines = r" \\[0.3em] ".join(line.replace(" = ", " &= ", 1) for line in equations)
    for tall, fixed in FLOOR.items():
        lines = lines.replace(tall, fixed)
    return f"$$\n\\begin{{aligned}} {lines} \\end{{aligned}}\n$$"
