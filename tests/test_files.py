"""The files of a page from memory: the very bytes on disk, kept for ever by browsers, and nothing besides."""

import asyncio
import gzip
import http.client
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from components.assets import HERE, ROUTE
from ui.files import FOREVER, STATIC, KeptFiles, files

FILES = files()
SOME = [
    next(name for name in FILES if name.endswith(kind)) for kind in (".js", ".css", ".woff2", ".png", ".svg", ".gif")
]
SOME += [name for name in FILES if name.startswith(ROUTE)]
PLOTLY = f"{ROUTE}/plotly.min.js"


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def whole(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body


def asked(*paths: str, app: KeptFiles | None = None, method: str = "GET", **headers: str) -> list[Answer]:
    """The answers to requests that come at the same time; 418 where the question was left to the app behind."""
    app = app or KeptFiles(PlainTextResponse("behind", status_code=418), FILES)
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]

    async def one(path: str) -> Answer:
        answer = Answer()

        async def send(message: Message) -> None:
            answer.status = message.get("status", answer.status)
            answer.headers |= {name.decode(): value.decode() for name, value in message.get("headers", ())}
            answer.body += message.get("body", b"")

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": named}
        await app(scope, receive, send)
        return answer

    async def all_of_them() -> list[Answer]:
        return await asyncio.gather(*map(one, paths))

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("encoding", ["gzip, deflate, br", "identity"])
def test_a_file_is_the_one_on_disk(encoding):
    for name, answer in zip(SOME, asked(*SOME, accept_encoding=encoding), strict=True):
        assert (answer.status, answer.whole) == (200, FILES[name].read_bytes()), name
        assert int(answer.headers["content-length"]) == len(answer.body)
        assert answer.headers["cache-control"] == FOREVER.decode()
        packed = answer.headers["content-type"] in ("font/woff2", "image/png", "image/gif")
        assert ("content-encoding" in answer.headers) is (encoding != "identity" and not packed)
        assert ("vary" in answer.headers) is not packed


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [(".js", "text/javascript; charset=utf-8"), (".css", "text/css; charset=utf-8"), (".woff2", "font/woff2")],
)
def test_content_types(kind, media_type):
    (answer,) = asked(next(name for name in FILES if name.endswith(kind)))
    assert answer.headers["content-type"] == media_type


def test_a_browser_that_has_it_is_told_so():
    (plain,), (short,) = asked(PLOTLY), asked(PLOTLY, accept_encoding="gzip")
    assert plain.headers["etag"] != short.headers["etag"]
    (again,) = asked(PLOTLY, accept_encoding="gzip", if_none_match=short.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", short.headers["etag"])
    (changed,) = asked(PLOTLY, accept_encoding="gzip", if_none_match=plain.headers["etag"])
    assert changed.status == 200


def test_head_has_the_headers_alone():
    (head,), (get,) = asked(PLOTLY, method="HEAD"), asked(PLOTLY)
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/static/js/none.js",
        "/static/../index.html",
        "/static/./js/../../index.html",
        f"{ROUTE}/assets.py",
        f"{ROUTE}/../assets.py",
        f"{ROUTE}/stage/../../app.py",
        f"{ROUTE}/stage/__init__.py",
        f"{ROUTE}/stage",
        f"{ROUTE}//etc/passwd",
        "/assets/000000000000/stage/map.js",
    ],
)
def test_everything_else_is_left_to_the_app(path):
    assert asked(path)[0].status == 418


def test_other_methods_are_left_to_the_app():
    assert asked(PLOTLY, method="POST")[0].status == 418


def test_only_listed_folders_are_served():
    inside = {HERE, STATIC}
    others = {path for path in FILES.values() if not inside & set(path.parents)}
    assert {path.name for path in others} == {"plotly.min.js"}
    assert {path.suffix for path in FILES.values() if HERE in path.parents} == {".js", ".css"}


def test_a_file_is_read_once(tmp_path):
    file = tmp_path / "a.js"
    file.write_text("first")
    app = KeptFiles(PlainTextResponse("behind"), {"/a.js": file})

    async def two() -> None:
        first, second = await asyncio.gather(app._file("/a.js"), app._file("/a.js"))
        file.unlink()
        assert first is second is await app._file("/a.js")

    asyncio.run(two())


def test_a_file_that_is_gone_is_an_error(tmp_path):
    app = KeptFiles(PlainTextResponse("behind"), {"/a.js": Path(tmp_path / "a.js")})
    with pytest.raises(FileNotFoundError):
        asked("/a.js", app=app)


@pytest.mark.browser  # for its server
def test_the_app_serves_them(server):
    connection = http.client.HTTPConnection("localhost", server.port)
    script = next(name for name in FILES if name.startswith("/static/js/index."))
    for path in (PLOTLY, script):
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        assert gzip.decompress(answer.read()) == FILES[path].read_bytes()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for method, path in (("GET", "none.js"), ("GET", "assets.py"), ("GET", "race"), ("POST", "none")):
        connection.request(method, f"{ROUTE}/{path}")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (404, b"Not found")
    connection.close()
