"""Talks to a SPARQL 1.1 server: whole answers in time, or an error that says what went wrong."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit, urlunsplit

from kg.errors import ConfigurationError, StoreError

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
MOST_BYTES: Final = 512 * 1024 * 1024
UPLOAD: Final = 10
"""How many times as long as a question a write or the reading of a whole graph may take."""
_RESULTS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_EXCERPT: Final = 160
_ROW_CAPS: Final = ("x-sparql-maxrows",)
_CUT: Final = ("kg-truncated", "x-sql-message")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a SPARQL 1.1 server is, and what it is told about who asks.

    ``query``, ``update`` and ``graph`` are the addresses of its query, update and graph-store
    routes; ``library`` is the folder on this machine where the articles' texts are kept;
    ``timeout`` is how many seconds a question may take.
    """

    query: str
    update: str = ""
    graph: str = ""
    library: str = "kg-library"
    token: str = field(default="", repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    timeout: float = 60.0
    most_bytes: int = MOST_BYTES

    @classmethod
    def of(cls, query: str, environ: Mapping[str, str] = os.environ) -> Server:
        """A server with what the environment says: KG_STORE_UPDATE, KG_STORE_GRAPH, KG_LIBRARY,
        KG_STORE_TIMEOUT, and KG_STORE_TOKEN or KG_STORE_USER and KG_STORE_PASSWORD.

        Raises: ConfigurationError for an address or a number that is none.
        """
        names = ("UPDATE", "GRAPH", "TOKEN", "USER", "PASSWORD")
        update, graph, token, user, password = (environ.get(f"KG_STORE_{n}", "") for n in names)
        for address in filter(None, (query, update, graph)):
            _check_address(address)
        timeout = environ.get("KG_STORE_TIMEOUT") or "60"
        if not timeout.replace(".", "", 1).isdecimal() or not float(timeout):
            raise ConfigurationError(f"{timeout!r} is no time in seconds", where="KG_STORE_TIMEOUT")
        library = environ.get("KG_LIBRARY") or "kg-library"
        return cls(query, update, graph, library, token, user, password, float(timeout))


def is_address(location: object) -> bool:
    """Whether a store's location is a server's address and not a folder."""
    return isinstance(location, str) and location.startswith(("http://", "https://"))


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"{address!r} is not the address of a server")
    if parts.username or parts.password:
        raise ConfigurationError(
            "an address must not hold a password",
            where=shown(address),
            next_step="Set KG_STORE_USER and KG_STORE_PASSWORD",
        )


def shown(address: str) -> str:
    """An address without user and password."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, with its headers in lower case."""

    body: bytes
    kind: str
    headers: Mapping[str, str]


class Transport:
    """The routes of one server. Every failure is a StoreError that names the address."""

    def __init__(self, server: Server) -> None:
        """Raises: ConfigurationError when httpx is not installed."""
        try:
            import httpx
        except ImportError:
            raise ConfigurationError(
                "a remote store needs httpx", next_step="pip install 'coalition-kg[remote]'"
            ) from None
        self.server = server
        headers = {"User-Agent": "coalition-kg"}
        if server.token:
            headers["Authorization"] = f"Bearer {server.token}"
        login = _login(server.user, server.password) if server.user and not server.token else None
        # Reading all certificate authorities takes longer than most questions.
        encrypted = any(a.startswith("https:") for a in (server.query, server.update, server.graph))
        self._client: httpx.Client = httpx.Client(
            headers=headers,
            auth=login,
            timeout=server.timeout,
            trust_env=False,
            verify=encrypted,
        )

    def select(self, text: str, view: str = "", *, long: bool = False) -> Answer:
        """Ask for solutions or for yes or no; ``view`` names the default graph."""
        return self._ask(text, view, _RESULTS, ("json",), long=long)

    def construct(self, text: str, view: str = "") -> Answer:
        """Ask for triples, as N-Triples."""
        answer = self._ask(text, view, _TRIPLES, ("n-triples", "text/plain"))
        framed = {"content-length", "transfer-encoding"} & answer.headers.keys()
        if not framed:
            raise self._failure(
                self.server.query, "the server does not say where its answer ends", "Use SELECT"
            )
        return answer

    def update(self, text: str) -> None:
        """Run an update."""
        address = self._writable(self.server.update, "update", "--store-update URL")
        self._send("POST", address, data={"update": text}, seconds=self.server.timeout * UPLOAD)

    def put(self, graph: str, triples: bytes) -> None:
        """Replace one graph by the graph-store protocol; nothing for the default graph's name."""
        address = self._writable(self.server.graph, "graph store", "--store-graph URL")
        self._send(
            "PUT",
            address,
            params={"graph": graph} if graph else {"default": ""},
            content=triples,
            headers={"Content-Type": _TRIPLES},
            seconds=self.server.timeout * UPLOAD,
        )

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _writable(self, address: str, what: str, flag: str) -> str:
        if not address:
            raise StoreError(
                f"the address of this server's {what} is not known",
                where=shown(self.server.query),
                next_step=f"Give {flag}",
            )
        return address

    def _ask(
        self, text: str, view: str, accept: str, kinds: tuple[str, ...], *, long: bool = False
    ) -> Answer:
        data = {"query": text} | ({"default-graph-uri": view} if view else {})
        seconds = self.server.timeout * (UPLOAD if long else 1)
        answer = self._send(
            "POST", self.server.query, data=data, headers={"Accept": accept}, seconds=seconds
        )
        self._check_whole(answer)
        if not any(kind in answer.kind for kind in kinds):
            what = f"the server answered with {answer.kind or 'nothing known'} instead of results"
            raise self._failure(self.server.query, what, "Is this the address for queries?")
        return answer

    def _check_whole(self, answer: Answer) -> None:
        for name in _CUT:
            if told := answer.headers.get(name):
                raise self._failure(
                    self.server.query, f"the server cut the answer ({told})", "Ask for less"
                )
        caps = [answer.headers[name] for name in _ROW_CAPS if name in answer.headers]
        for cap in caps:
            if cap.isdecimal() and answer.body.count(b"{") >= int(cap):
                raise self._failure(
                    self.server.query,
                    f"the server gives no more than {cap} rows",
                    "Raise its limit (ResultSetMaxRows), or ask for less",
                )

    def _send(self, method: str, address: str, *, seconds: float, **more: object) -> Answer:
        def call() -> Answer:
            return self._read(method, address, seconds, more)

        return within(seconds, call, lambda: self._late(address, seconds))

    def _read(
        self, method: str, address: str, seconds: float, more: Mapping[str, object]
    ) -> Answer:
        import httpx

        end = time.monotonic() + seconds
        body = bytearray()
        try:
            with self._client.stream(
                method,
                address,
                timeout=seconds,
                **more,  # type: ignore[arg-type]
            ) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > self.server.most_bytes:
                        raise self._large(address)
                    if time.monotonic() > end:
                        raise self._late(address, seconds)
        except httpx.TimeoutException:
            raise self._late(address, seconds) from None
        except (httpx.RemoteProtocolError, httpx.DecodingError) as error:
            what = f"the answer breaks off or is malformed ({error})"
            raise self._failure(address, what, "Ask again") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            if isinstance(error, StoreError):
                raise
            what = f"the server cannot be reached ({error or type(error).__name__})"
            raise self._failure(address, what, "Is it running, and is the address right?") from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        self._check_status(address, response.status_code, headers, kind, bytes(body))
        return Answer(bytes(body), kind, headers)

    def _check_status(
        self, address: str, status: int, headers: Mapping[str, str], kind: str, body: bytes
    ) -> None:
        if status < 300:
            return
        if status in (401, 403):
            step = "Set KG_STORE_TOKEN, or KG_STORE_USER and KG_STORE_PASSWORD"
            raise self._failure(address, f"the server does not let us in ({status})", step)
        if status < 400:
            where = shown(headers.get("location", "elsewhere"))
            raise self._failure(address, f"the server sends us to {where}", "Give that address")
        raise self._failure(
            address, f"the server answered {status}: {_said(kind, body)}", "See the server's log"
        )

    def _late(self, address: str, seconds: float) -> StoreError:
        step = "Ask for less, or raise KG_STORE_TIMEOUT"
        return self._failure(address, f"no whole answer within {seconds:g} seconds", step)

    def _large(self, address: str) -> StoreError:
        most = self.server.most_bytes // (1024 * 1024)
        return self._failure(address, f"the answer is larger than {most} MB", "Ask for less")

    @staticmethod
    def _failure(address: str, what: str, step: str) -> StoreError:
        return StoreError(what, where=shown(address), next_step=step)


def _login(user: str, password: str) -> httpx.Auth:
    """Answers whichever challenge the server gives: Basic or, as Virtuoso does, Digest."""
    import httpx

    class Login(httpx.Auth):
        chosen: httpx.Auth | None = None

        def auth_flow(
            self, request: httpx.Request
        ) -> Generator[httpx.Request, httpx.Response, None]:
            if self.chosen is None:
                response = yield request
                if response.status_code != 401:
                    return
                digest = "digest" in response.headers.get("www-authenticate", "").lower()
                self.chosen = (httpx.DigestAuth if digest else httpx.BasicAuth)(user, password)
            yield from self.chosen.auth_flow(request)

    return Login()


def within(seconds: float, call: Callable[[], T], late: Callable[[], StoreError]) -> T:
    """What a call returns or raises, unless it takes longer.

    Looking up a name, and a server that sends its headers byte by byte, know no deadline of
    their own; the thread that is left behind ends with them.
    """
    done: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((call(), None))
        except BaseException as error:  # handed over to the caller
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = done.get(timeout=seconds + 1)
    except queue.Empty:
        raise late() from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def _said(kind: str, body: bytes) -> str:
    """The first words of what a server says; of a web page, only that it is one."""
    text = " ".join(body[:4096].decode("utf-8", "replace").split())
    if "html" in kind or text[:15].lower().startswith(("<!doctype", "<html")):
        return "a web page"
    return text[:_EXCERPT] or "nothing"
