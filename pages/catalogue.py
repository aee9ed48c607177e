"""The catalogue: every optimizer, schedule and surface, with what it is for and a race that shows it."""

from ui import catalogue

catalogue.head()
part, entries = catalogue.chosen()
catalogue.cards(part, entries)
