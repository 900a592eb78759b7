"""Which other SPARQL servers a query may ask with ``SERVICE``, and how one is asked.

Nothing is, unless the service was started with hosts that may be. A host is taken literally, name
or address and port. A name must lead to public addresses only, or into networks that are listed
too; the address that was looked at is the one that is called, and redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from kg.errors import ConfigurationError
from kg.server.failures import RefusedError

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_PORTS: Final = {"http": 80, "https": 443}
_NAME: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?")
"""A host's name: the last part begins with a letter, as no spelling of an address does."""
_IN_PATHS: Final = "/?%:@!$&'()*+,;=~-._"
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
_RESULTS: Final = "application/sparql-results+json"
_CUT: Final = ("kg-truncated", "x-sql-message")


class Place(NamedTuple):
    """Where a server is: as somebody wrote it, and in parts."""

    iri: str
    scheme: str
    host: str
    port: int
    path: str


class Told(NamedTuple):
    """An answer, and how many rows at most that server gives, if it says so."""

    body: bytes
    most: int | None


@dataclass(frozen=True, slots=True)
class Allowed:
    """The servers that may be asked.

    ``hosts`` are names or addresses with ports (0: the usual one of the scheme), ``networks`` hold
    the addresses beside public ones that their names may lead to.
    """

    hosts: frozenset[tuple[str, int]] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[str]) -> Allowed:
        """What ``HOST``, ``HOST:PORT`` and ``NETWORK/BITS`` say. Raises: ConfigurationError."""
        hosts: set[tuple[str, int]] = set()
        networks: list[Network] = []
        for entry in entries:
            try:
                if "/" in entry:
                    networks.append(ipaddress.ip_network(entry))
                else:
                    hosts.add(_listed(entry))
            except ValueError:
                raise ConfigurationError(
                    f"{entry!r} is neither a host nor a network",
                    where="--allow-service",
                    next_step="Give sparql.example, sparql.example:3030 or 10.0.0.0/8.",
                ) from None
        return cls(frozenset(hosts), tuple(networks))

    def __bool__(self) -> bool:
        return bool(self.hosts)

    def place(self, iri: str) -> Place:
        """The server at an address. Raises: RefusedError (400) when it may not be asked."""
        try:
            parts = urlsplit(iri)
            host, port = _host(parts)
        except ValueError:
            raise _forbidden(iri) from None
        usual = _PORTS.get(parts.scheme, -1)
        listed = {(host, port or usual)} | ({(host, 0)} if port in (0, usual) else set())
        if usual < 0 or not listed & self.hosts:
            raise _forbidden(iri)
        path = parts._replace(scheme="", netloc="", path=parts.path or "/", fragment="").geturl()
        return Place(iri, parts.scheme, host, port or usual, quote(path, safe=_IN_PATHS))

    def addresses(self, place: Place) -> list[str]:
        """Where a server's name leads. Raises: RefusedError, also when one address is not right."""
        if _literal(place.host) is not None:
            return [place.host]
        try:
            found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise failing(place, "its name leads nowhere") from None
        told = [str(entry[4][0]) for entry in found]
        if not told or not all(self._is_right(address) for address in told):
            raise RefusedError(
                400,
                f"SERVICE is not allowed here: {place.host} leads to an address that is not public",
                next_step="kg serve --allow-service NETWORK/BITS permits it",
            )
        return told

    def _is_right(self, text: str) -> bool:
        address = _literal(text.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if address is None:
            return False
        return _is_public(address) or any(address in network for network in self.networks)


def asked(place: Place, addresses: Iterable[str], query: str, seconds: float, most: int) -> Told:
    """The whole answer of a server to a SELECT, as SPARQL results in JSON.

    Raises: RefusedError (502) that says what went wrong, whatever it was.
    """
    headers = {
        "Accept": _RESULTS,
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "coalition-kg",
    }
    line = _Line(place, addresses, seconds)
    try:
        line.request("POST", place.path, urlencode({"query": query}), headers)
        answer = line.getresponse()
        _check(place, answer)
        body = answer.read(most + 1)
    except TimeoutError:
        raise failing(place, f"no answer within {seconds:g} seconds") from None
    except (OSError, http.client.HTTPException) as error:
        raise failing(place, f"{error or type(error).__name__}") from None
    finally:
        line.close()
    if len(body) > most:
        raise failing(place, f"its answer is larger than {most} bytes", "Ask it for less")
    cap = answer.headers.get("x-sparql-maxrows", "")
    return Told(body, int(cap) if cap.isdecimal() else None)


def failing(place: Place, what: str, step: str = "Ask again later") -> RefusedError:
    """A server that did not answer as it should."""
    return RefusedError(502, f"<{place.iri}> cannot be asked: {what}", next_step=step)


class _Line(http.client.HTTPConnection):
    """A connection to an address that was looked at, whatever the name leads to by now."""

    def __init__(self, place: Place, addresses: Iterable[str], seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self._addresses = list(addresses)
        self._secure = place.scheme == "https"

    def connect(self) -> None:
        """Called by http.client."""
        found: OSError | None = None
        for address in self._addresses:
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                break
            except OSError as error:
                found = error
        else:
            raise found or OSError("no address")
        if self._secure:
            trusted = ssl.create_default_context()
            self.sock = trusted.wrap_socket(self.sock, server_hostname=self.host)


def _check(place: Place, answer: http.client.HTTPResponse) -> None:
    if 300 <= answer.status < 400:
        raise failing(place, "it sends us elsewhere", "Name the address it sends to")
    if answer.status != 200:
        raise failing(place, f"it answered {answer.status}")
    kind = answer.headers.get_content_type()
    if kind not in (_RESULTS, "application/json"):
        raise failing(place, f"it answered with {kind}", f"Name a server that gives {_RESULTS}")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise failing(place, "its answer is packed", "Name a server that sends it plain")
    if any(name in answer.headers for name in _CUT):
        raise failing(place, "it cut its answer", "Ask it for less")


def _listed(entry: str) -> tuple[str, int]:
    parts = urlsplit(f"//{entry}")
    host, port = _host(parts)
    if parts.netloc != entry or not (_literal(host) or _NAME.fullmatch(host)):
        raise ValueError
    return host, port


def _host(parts: SplitResult) -> tuple[str, int]:
    """Host and port (0: none given). Raises: ValueError where there is a user, or no host."""
    if not parts.hostname or "@" in parts.netloc or parts.netloc.endswith(":"):
        raise ValueError
    literal = _literal(parts.hostname)
    return str(literal) if literal else parts.hostname, parts.port or 0


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        carries = address.sixtofour or address.teredo or address in _TRANSLATED
        if carries:
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _forbidden(iri: str) -> RefusedError:
    return RefusedError(
        400,
        f"SERVICE is not allowed here: <{iri[:200]}> is not among the servers that may be asked",
        next_step="kg serve --allow-service HOST permits one",
    )
