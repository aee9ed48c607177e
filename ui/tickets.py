"""How a question over HTTP names samples that are too long for a link: by a ticket that nobody can guess.

The page appends it to the link of its questions, never to the address. It is good as long as some session uses the
samples, in this process only; with a ticket that is not known, the samples of the link have stayed in their tab.
"""

import secrets
from weakref import WeakValueDictionary

import streamlit as st

from experiments import own_data
from surfaces import Fit, Surface
from surfaces.samples import Data

MARK = "&ticket="
_samples: WeakValueDictionary[str, Data] = WeakValueDictionary()


def with_ticket(query: str, surface: Surface) -> str:
    """The link of a question about this surface."""
    if not own_data.stays(surface) or not isinstance(surface, Fit):
        return query
    if st.session_state.get("own_ticket", ("", ""))[0] != surface.data.digest:
        st.session_state.own_ticket = surface.data.digest, secrets.token_urlsafe()
    _, ticket = st.session_state.own_ticket
    _samples[ticket] = surface.data
    return query + MARK + ticket


def without_ticket(query: str) -> tuple[str, Data | None]:
    """The link of a question, and the samples that its ticket stands for."""
    link, _, ticket = query.partition(MARK)
    return link, _samples.get(ticket)
