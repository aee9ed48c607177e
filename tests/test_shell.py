"""The page's HTML asks for the files of the race at once, and for nothing that is not there."""

import re

import pytest

from components.assets import HERE, ROUTE
from ui import shell
from ui.files import files

ASKED = re.findall(r'<(link rel="modulepreload"|script defer) (?:href|src)="\.([^"]+)"', shell.html())


def test_every_file_that_is_asked_for_is_there():
    names = [name for _, name in ASKED]
    assert len(names) == len(set(names))
    assert set(names) <= files().keys()
    ours = {name for name in names if name.startswith(ROUTE)}
    modules = {f"{ROUTE}/{path.relative_to(HERE).as_posix()}" for path in HERE.rglob("*.js")}
    assert ours == modules | {f"{ROUTE}/plotly.min.js"}


def test_streamlits_own_page_is_whole():
    ours = r'  <(link rel="modulepreload"|script defer) (href|src)="\.[^"]+">(</script>)?\n'
    assert re.sub(ours, "", shell.html()) == shell.INDEX.read_text(encoding="utf-8")


def test_a_part_comes_with_all_that_it_imports():
    page = shell.html()
    for name in shell.parts():
        assert name in page
        assert all(f"static/js/{one}" in page for one in shell._imported(shell.SCRIPTS / name)), name


@pytest.mark.parametrize(("what", "value"), [("END", "<nose>"), ("LATER", ("Nowhere",))])
def test_another_version_of_streamlit_is_noticed(monkeypatch, what, value):
    monkeypatch.setattr(shell, what, value)
    with pytest.raises(shell.Unknown):
        shell.html.__wrapped__()


COUNTING = """
  window.drawn = [];
  let plotly;
  Object.defineProperty(window, "Plotly", {
    configurable: true,
    get: () => plotly,
    set(given) {
      plotly = given;
      for (const name of ["react", "update", "relayout", "restyle"]) {
        const usual = given[name];
        given[name] = (plot, ...rest) => {
          drawn.push(`${plot.className.split(" ")[0]} ${name}`);
          return usual(plot, ...rest);
        };
      }
    },
  });
"""


@pytest.mark.browser
def test_the_first_picture_is_drawn_once_from_files_asked_for_at_once(server, watched):
    watched.set_viewport_size({"width": 1920, "height": 1080})  # both views
    watched.add_init_script(COUNTING)
    watched.goto(server.url)
    watched.wait_for_function("drawn.length > 1")
    watched.wait_for_selector(".space .ring:not([hidden])")
    assert watched.evaluate("drawn") == ["plot react", "scene react"]
    loaded = watched.evaluate("performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)")
    late = {name for name in loaded if name.endswith(".js")} - set(re.findall(r'"\.(/[^"]+\.js)"', shell.html()))
    assert late == set()
