"""The cards of the catalogue."""

from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from experiments import catalogue
from experiments.catalogue import Entry, Limiting, Setting
from figures import miniature
from ui import reading
from ui.formulas import aligned

CSS = Path(__file__).with_name("catalogue.css")
NAMES = {"optimizers": "Optimizers", "schedules": "Schedules", "surfaces": "Surfaces"}


def head() -> None:
    """The style of the page, its title, and the way back."""
    reading.head("Catalogue", "What there is, what each was made for, and a race that shows it.", CSS)


def chosen() -> tuple[str, tuple[Entry, ...]]:
    """The part of the catalogue that is open, and those of its entries that are asked for."""
    with st.container(horizontal=True, vertical_alignment="center", key="finder"):
        part = st.segmented_control(
            "Part",
            list(NAMES),
            format_func=lambda name: NAMES[name],
            default="optimizers",
            required=True,
            key="part",
            bind="query-params",
            label_visibility="collapsed",
        )
        words = st.text_input(
            "Find by name or paper",
            key="find",
            placeholder="Find by name or paper",
            max_chars=80,
            live=True,
            bind="query-params",
            label_visibility="collapsed",
            width=280,
        )
        part = part or "optimizers"
        families = catalogue.families(part)
        family = st.pills("Family", families, key=f"family_{part}", label_visibility="collapsed") if families else None
    return part, catalogue.found(part, family, words or "")


def cards(part: str, entries: tuple[Entry, ...]) -> None:
    """A card for each; what is long is folded in."""
    if not entries:
        st.markdown("Nothing here is called that. Try fewer letters, or another family.")
    with st.container(key="entries"):
        for entry in entries:
            with st.container(key=f"entry_{entry.id}"):
                if part == "surfaces":
                    _surface(entry)
                else:
                    _rule(part, entry)


def _rule(part: str, entry: Entry) -> None:
    about = " · ".join(filter(None, (entry.family, entry.year)))
    st.html(_article(entry, about, _miniature(part, entry.id)))
    with st.expander("Equations and settings"):
        st.markdown(aligned(entry.equations))
        if entry.settings:
            st.markdown(_table(entry.settings))
        if entry.becomes:
            st.markdown("\n".join(_limit(one) for one in entry.becomes))
        if entry.differs:
            st.markdown(f"*How other code differs.* {_plain(entry.differs)}.")


def _surface(entry: Entry) -> None:
    st.html(_article(entry, entry.family, _miniature("surfaces", entry.id)))
    with st.expander("Formula and critical points"):
        st.markdown(aligned(entry.equations))
        if entry.settings:
            st.markdown(_table(entry.settings))
        st.markdown("\n".join(f"- {_plain(text[:1].upper() + text[1:])}" for text in entry.critical))


@lru_cache(maxsize=128)  # there are fewer cards
def _miniature(part: str, entry_id: str) -> str:
    race = catalogue.race_of(part, entry_id)
    if race is None:
        return ""
    return miniature.rates(race) if part == "schedules" else miniature.paths(race)


def _article(entry: Entry, about: str, picture: str = "") -> str:
    lines = (
        f"<h2>{escape(entry.name)}</h2>",
        f'<p class="about">{escape(about)}</p>',
        f"<p>{escape(entry.text)}</p>" if entry.text else "",
        f'<p class="claim">{escape(entry.claim)}</p>' if entry.claim else "",
        f'<p class="paper">{escape(entry.paper)}</p>',
        f'<a class="race" href="./?{escape(entry.query)}">Watch this race</a>' if entry.query else "",
    )
    return f'<article class="steepest-entry">{picture}<div>{"".join(lines)}</div></article>'


def _table(settings: tuple[Setting, ...]) -> str:
    rows = (f"| ${s.symbol}$ | ${s.default}$ | ${s.low}$ … ${s.high}$ | {_plain(s.help)} |" for s in settings)
    return "\n".join(("| setting | usual | range | what it does |", "|:-|:-|:-|:-|", *rows))


def _limit(one: Limiting) -> str:
    settings = f"With ${', '.join(one.settings)}$" if one.settings else "With any settings"
    when = f", {one.when}," if one.when else ""
    of = f" with ${', '.join(one.of)}$" if one.of else ""
    return f"- {settings}{when} it is **{one.name}**{of}."


def _plain(text: str) -> str:
    """Text of ours in Markdown: what would be taken for markup is not."""
    return "".join(f"\\{c}" if c in r"\`*_[]<>|$~" else c for c in text)
