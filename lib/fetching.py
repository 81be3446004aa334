"""Fetching a file from an address that a person gave, so that it cannot reach inside.

Who may type an address must not thereby look into the network of the city hall. So every address,
also each that an answer leads on to, is looked up here; all that it stands for must be public; and
the connection goes to the very number that was judged, whatever the name means a moment later.
`inside` names what the operator allows all the same, as number and port.

Knows neither Django nor the database.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3

LARGEST = 10 * 1024 * 1024  # bytes
TIME_LIMIT = 20.0  # seconds, for all of it
MOST_HOPS = 5
PORTS = {"http": 80, "https": 443}
LONGEST = 500  # signs of an address that somebody typed
LONGEST_LED_ON = 2_000  # of one that an answer leads on to: signed downloads have many

NOT_AN_ADDRESS, INSIDE, UNREACHABLE = "not_an_address", "inside", "unreachable"
TOO_LARGE, TOO_SLOW, TURNED_AWAY = "too_large", "too_slow", "turned_away"

_CHUNK = 64 * 1024
_MOVED = {301, 302, 303, 307, 308}
# Numbers that mean another one: what they lead to is judged. 64:ff9b::/96 and 64:ff9b:1::/48 are
# translated to IPv4 by a gateway (RFC 6052, RFC 8215).
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadAddress(Exception):
    """An address that is not asked, or that gave nothing. `reason` is one of the words above."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came, and the encoding that the sender said."""

    content: bytes
    charset: str


def target_of(address: str, inside: Collection[str] = (), most: int = LONGEST) -> Target:
    """The address taken apart, without asking anybody. Raises `BadAddress`.

    webcal:// is https://, as calendar applications read it. Names and passwords in an address are
    refused: they would stand in our database for everyone who works here. `most`: signs of it.
    """
    try:
        parts = urlsplit(address.strip())
        scheme = {"webcal": "https", "webcals": "https"}.get(parts.scheme, parts.scheme)
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = parts.port or PORTS.get(scheme, 0)
    except (ValueError, UnicodeError):
        raise BadAddress(NOT_AN_ADDRESS) from None
    is_plain = parts.username is None and parts.password is None and len(address) <= most
    if scheme not in PORTS or not host or not is_plain or not _is_printable(address):
        raise BadAddress(NOT_AN_ADDRESS)
    target = Target(scheme, host, port, parts._replace(scheme="", netloc="", fragment="").geturl())
    number = _number(host)
    if number is not None:
        _judge(number, target.port, inside)
    if port not in PORTS.values() and not any(one.endswith(f":{port}") for one in inside):
        raise BadAddress(INSIDE)
    return target


def is_public(number: Address) -> bool:
    """May it be asked: is it, and everything that it stands for, an address of the open network?"""
    if isinstance(number, ipaddress.IPv6Address):
        if any(number in network for network in _TRANSLATED):
            return False
        meant = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if any(one is not None and not is_public(one) for one in meant):
            return False
        if number.ipv4_mapped is not None:
            return True
    return number.is_global and not (
        number.is_multicast or number.is_reserved or number.is_loopback or number.is_unspecified
    )


def fetch(address: str, inside: Collection[str] = ()) -> Fetched:
    """What is at the address, through at most MOST_HOPS redirections. Raises `BadAddress`."""
    until = time.monotonic() + TIME_LIMIT
    for hop in range(MOST_HOPS + 1):
        target = target_of(address, inside, LONGEST_LED_ON if hop else LONGEST)
        with closing(_asked(target, inside, until)) as answer:
            if answer.status in _MOVED and answer.headers.get("Location"):
                address = urljoin(_whole(target), answer.headers["Location"])
                continue
            if answer.status != 200:
                raise BadAddress(UNREACHABLE, f"HTTP {answer.status}")
            return Fetched(_read(answer, until), _charset(answer))
    raise BadAddress(TURNED_AWAY)


def _asked(
    target: Target, inside: Collection[str], until: float
) -> urllib3.response.BaseHTTPResponse:
    """The answer, its head read, of the first of its numbers that answers."""
    failed: Exception | None = None
    for number in _numbers(target, inside):
        try:
            return _ask(target, number, _left(until))
        except urllib3.exceptions.TimeoutError:
            raise BadAddress(TOO_SLOW) from None
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            failed = error
    is_tls = isinstance(failed, urllib3.exceptions.SSLError | ssl.SSLError)
    raise BadAddress(UNREACHABLE, "TLS" if is_tls else "") from failed


def _ask(target: Target, number: str, left: float) -> urllib3.response.BaseHTTPResponse:
    """Of that number and no other; a certificate must be that of the name."""
    timeout = urllib3.Timeout(total=min(left, TIME_LIMIT))
    pool: urllib3.HTTPConnectionPool
    if target.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            number,
            target.port,
            assert_hostname=target.host,
            server_hostname=target.host,
            cert_reqs="CERT_REQUIRED",
            ssl_context=ssl.create_default_context(),
        )
    else:
        pool = urllib3.HTTPConnectionPool(number, target.port)
    return pool.urlopen(
        "GET",
        target.path or "/",
        headers={
            "Host": _authority(target),
            "Accept": "text/calendar, */*;q=0.1",
            "Accept-Encoding": "identity",
            "User-Agent": "Sarangbang",
        },
        retries=False,
        redirect=False,
        timeout=timeout,
        preload_content=False,
        decode_content=False,
    )


def _numbers(target: Target, inside: Collection[str]) -> list[str]:
    """What the name stands for. Raises `BadAddress` when any of it lies inside."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadAddress(UNREACHABLE, "DNS") from None
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    for number in numbers:
        judged = _number(number)
        if judged is None:
            raise BadAddress(INSIDE)
        _judge(judged, target.port, inside)
    return numbers


def _judge(number: Address, port: int, inside: Collection[str]) -> None:
    shown = f"[{number}]" if number.version == 6 else str(number)
    if not is_public(number) and f"{shown}:{port}" not in inside:
        raise BadAddress(INSIDE)


def _number(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _read(answer: urllib3.response.BaseHTTPResponse, until: float) -> bytes:
    """All of it, within the limits. What is packed all the same is handed on as it is."""
    content = bytearray()
    try:
        while chunk := answer.read(_CHUNK):
            content += chunk
            if len(content) > LARGEST:
                raise BadAddress(TOO_LARGE)
            _left(until)
    except urllib3.exceptions.TimeoutError:
        raise BadAddress(TOO_SLOW) from None
    except (urllib3.exceptions.HTTPError, OSError):
        raise BadAddress(UNREACHABLE) from None
    return bytes(content)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise BadAddress(TOO_SLOW)
    return left


def _charset(answer: urllib3.response.BaseHTTPResponse) -> str:
    """As the head says it: `text/calendar; charset=euc-kr`."""
    for part in answer.headers.get("Content-Type", "").split(";")[1:]:
        name, _equals, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \t\"'").lower()[:40]
    return ""


def _authority(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == PORTS[target.scheme] else f"{host}:{target.port}"


def _whole(target: Target) -> str:
    return f"{target.scheme}://{_authority(target)}{target.path}"


def _is_printable(address: str) -> bool:
    return address.strip().isprintable() and " " not in address.strip()
