"""The files that a page is made of, Streamlit's and our own, from memory: a first visit asks for about 160.

Streamlit reads each from disk again, through a thread and seven layers of middleware, and sends it uncompressed. Here
a file is read and compressed when it is first asked for, and kept. The names are listed once, when the server starts:
no path is ever joined to a folder, so nothing outside of them can be asked for, and what is kept can never be more
than the folders hold: 11 MB, and 3 MB for a page.
"""

import asyncio
import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from components.assets import assets

STATIC = Path(streamlit.__file__).parent / "static" / "static"  # all named by a hash of what they hold
FOREVER = b"public, immutable, max-age=31536000"
LEVEL = 4  # of gzip: 6 would save 4 % of the bytes and take twice the time, which the first visitor waits for
PACKED = ("font/woff2", "image/png", "image/gif")  # gain nothing by compressing
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}  # whatever this machine's tables say


def files() -> dict[str, Path]:
    """Every address that is served from memory, and its file."""
    names = (path for path in STATIC.rglob("*") if path.is_file())
    return {f"/static/{path.relative_to(STATIC).as_posix()}": path for path in names} | assets()


@dataclass(frozen=True)
class Kept:
    """A file as it is sent. Only the compressed form is kept, where it is the shorter one."""

    body: bytes
    media_type: str
    compressed: bool
    tag: str

    @classmethod
    def read(cls, path: Path) -> "Kept":
        body = path.read_bytes()
        media_type = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        tag = hashlib.sha256(body).hexdigest()[:16]
        if media_type in PACKED:
            return cls(body, media_type, False, tag)
        return cls(gzip.compress(body, LEVEL, mtime=0), media_type, True, tag)

    def answer(self, asked: Headers) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Status, headers and body for a request with these headers."""
        plain = self.compressed and "gzip" not in asked.get("accept-encoding", "")
        tag = f'"{self.tag}{"-gzip" if self.compressed and not plain else ""}"'
        headers = [(b"cache-control", FOREVER), (b"etag", tag.encode())]
        if self.compressed:
            headers.append((b"vary", b"Accept-Encoding"))
        if tag in asked.get("if-none-match", ""):
            return 304, headers, b""
        if self.compressed and not plain:
            headers.append((b"content-encoding", b"gzip"))
        body = gzip.decompress(self.body) if plain else self.body
        text = "; charset=utf-8" if self.media_type.startswith("text/") else ""
        headers.append((b"content-type", f"{self.media_type}{text}".encode()))
        headers.append((b"content-length", str(len(body)).encode()))
        return 200, headers, body


class KeptFiles:
    """Answers GET and HEAD of `files`, and leaves everything else to the app. A plain ASGI middleware."""

    def __init__(self, app: ASGIApp, files: Mapping[str, Path]) -> None:
        self.app = app
        self.files = files
        self._kept: dict[str, asyncio.Task[Kept]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        name = scope["path"].removeprefix(scope.get("root_path", ""))
        if name not in self.files:
            return await self.app(scope, receive, send)
        status, headers, body = (await self._file(name)).answer(Headers(scope=scope))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _file(self, name: str) -> Kept:
        """The file, read once however many ask for it at the same time, and also if the first of them gives up."""
        if name not in self._kept:
            reading = to_thread.run_sync(Kept.read, self.files[name])
            self._kept[name] = asyncio.ensure_future(reading)
        return await asyncio.shield(self._kept[name])
