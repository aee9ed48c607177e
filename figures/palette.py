"""The colours, in a light and a dark theme. Data only; `tests/test_figures_palette.py` proves what is claimed here.

The ground has one quiet hue, and its lightness rises evenly with the loss: deep is dark in both themes. The racers
are the only saturated colours. Each has a contrast of at least 3:1 with every shade of its ground and with the
paper; they are told apart by colour-blind eyes, the first four with ease; dash and marker tell the rest. They were
found by a seeded search in OKLCH for the largest least distance under normal and simulated dichromatic vision.
"""

THEMES = ("light", "dark")

NAMES = ("vermilion", "blue", "green", "magenta", "amber", "violet", "ink", "teal")  # of the racers' hues, by slot

RACERS = {
    "light": ("#cc4511", "#1957fa", "#024a26", "#b232b2", "#7c4b01", "#611894", "#191a21", "#00786f"),
    "dark": ("#fb602b", "#4e8efe", "#92f388", "#e68ebb", "#f3b81b", "#bca8fd", "#f4f4f4", "#63e0e9"),
}

MARKERS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "pentagon", "star", "plus")

DASHES = (  # lines and gaps in CSS pixels, as setLineDash takes them; [] is a solid line
    [],
    [14, 5],
    [2.5, 4.5],
    [14, 5, 2.5, 5],
    [7, 5],
    [20, 5, 2.5, 5, 2.5, 5],
    [14, 5, 7, 5],
    [28, 7],
)

GROUND = {  # from the lowest loss to the highest
    "light": [
        [0, "#bdd7df"],
        [0.125, "#c4dbe3"],
        [0.25, "#cce0e6"],
        [0.375, "#d3e4ea"],
        [0.5, "#dae9ee"],
        [0.625, "#e1edf1"],
        [0.75, "#e9f2f5"],
        [0.875, "#f0f6f8"],
        [1, "#f7fbfc"],
    ],
    "dark": [
        [0, "#071720"],
        [0.125, "#0c1d25"],
        [0.25, "#11222b"],
        [0.375, "#162831"],
        [0.5, "#1c2e37"],
        [0.625, "#21343d"],
        [0.75, "#263b43"],
        [0.875, "#2c4149"],
        [1, "#32484f"],
    ],
}

CONTOUR = {"light": "rgba(40, 74, 90, 0.30)", "dark": "rgba(190, 220, 235, 0.16)"}

CROSS = {"light": "#3b4c55", "dark": "#b9c8d0"}

PAPER = {"light": "#ffffff", "dark": "#0e1117"}

INK = {"light": "#26343b", "dark": "#d5dee3"}
