"""The app as Streamlit's command starts it, with a spy: `python -m tests.spied run app.py ...`.

What the process opens to write, or makes, renames and links, and whom it calls, stands in the file SPIED, a line each.
A race of FAULTY steps meets an error that nobody expects, and whose message tells the formula.
"""

import os
import sys

from streamlit.web.cli import main

from experiments import race

FAULTY = 1313
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
MADE = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "shutil.", "tempfile.", "socket.connect")


def spy(to: str) -> None:
    """Write down from now on what is written and who is called."""
    out = os.open(to, os.O_WRONLY | os.O_CREAT)

    def hear(event: str, details: tuple) -> None:
        opened = event == "open" and details[2] & WRITING and isinstance(details[0], str)  # else it is a pipe
        if event.startswith(MADE) or (opened and details[0] != os.devnull):
            os.write(out, f"{event} {details}\n".encode(errors="replace"))

    sys.addaudithook(hear)


def fail(experiment):
    if experiment.steps == FAULTY:
        raise KeyError(getattr(experiment.surface, "text", "another surface"))
    return run(experiment)


if __name__ == "__main__":
    run, race.one_by_one = race.one_by_one, fail
    spy(os.environ["SPIED"])
    main()
