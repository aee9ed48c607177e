"""The app as Streamlit's command starts it, with more time for a formula than any test takes."""

import sys

from surfaces.formula import pool, worker

SECONDS = 120.0

if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        worker.SECONDS = SECONDS
        worker.main()
    else:
        from streamlit.web.cli import main  # of no use to a worker, whose memory is limited

        pool.SECONDS = SECONDS
        pool.COMMAND = (sys.executable, "-m", "tests.patient", "worker")
        main()
