"""The two makers of load: wrk for one request again and again, our own for requests that differ."""

import re
import selectors
import socket
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bin.report import Stop

SECONDS_OF_SILENCE = 120
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]*)", re.IGNORECASE)
_CODE = re.compile(rb'data-code="(\w+)"')
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: answers a second, and seconds that half and all but one in 100 took."""

    rate: float
    p50: float
    p99: float
    failed: int  # answers of 400 and above, and broken connections


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to our own client: status, seconds from sending to the last byte, Location."""

    status: int
    seconds: float
    location: str
    code: str = ""  # of the refusal in the page, if there is one


Then = Callable[[int, Answer], Iterable[bytes]]


def wrk(
    url: str,
    connections: int,
    seconds: int,
    *,
    headers: Mapping[str, str] | None = None,
    script: str = "",
) -> Load:
    """One request (or what a Lua script makes) on so many connections, for so long."""
    given = [part for item in (headers or {}).items() for part in ("-H", ": ".join(item))]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script)
        lua.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *given]
        done = subprocess.run(
            [*command, "--timeout", "30s", "-s", lua.name, url],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Stop(f"wrk: {done.stderr or done.stdout}")
    rate = float(_figure(done.stdout, r"Requests/sec:\s+([\d.]+)"))
    if not rate:
        raise Stop(f"Not one answer in {seconds} seconds: {url}")
    return Load(
        rate=rate,
        p50=_seconds(_figure(done.stdout, r"\s50%\s+([\d.]+[a-z]+)")),
        p99=_seconds(_figure(done.stdout, r"\s99%\s+([\d.]+[a-z]+)")),
        failed=sum(
            int(number)
            for number in re.findall(
                r"(?:Non-2xx or 3xx responses:|connect|read|write|timeout) (\d+)", done.stdout
            )
        ),
    )


def _figure(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise Stop(f"wrk said nothing that can be read:\n{text}")
    return found[1]


def _seconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([a-z]+)", text).groups()  # type: ignore[union-attr]
    return float(number) * _UNITS[unit]


def request(
    port: int, path: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> bytes:
    """A request as it goes over the line: GET, or POST of a form when there is a body."""
    lines = [
        f"{'GET' if body is None else 'POST'} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    if body is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def send_all(port: int, requests: Sequence[bytes], at_a_time: int) -> tuple[list[Answer], float]:
    """Send them over so many kept connections, as quickly as the answers come.

    The answers in the order of the requests, and the seconds from the first byte to the last.
    """
    return converse(port, requests, at_a_time, lambda _number, _answer: ())


def converse(
    port: int, first: Sequence[bytes], at_a_time: int, then: Then
) -> tuple[list[Answer], float]:
    """As `send_all`, but an answer may lead to more requests: `then` says to which.

    They are sent in their turn, behind those that wait already, and are numbered after them.
    """
    waiting, total = deque(enumerate(first)), len(first)
    lines = [_Line(port) for _ in range(min(at_a_time, total))]
    idle = deque(lines)
    answers: dict[int, Answer] = {}
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
        began = time.perf_counter()
        _send_on(idle, waiting)
        while len(answers) < total:
            for line in _readable(selector):
                answer = line.receive()
                if answer is None:
                    continue
                answers[line.number] = answer
                for data in then(line.number, answer):
                    waiting.append((total, data))
                    total += 1
                idle.append(line)
                _send_on(idle, waiting)
        took = time.perf_counter() - began
    for line in lines:
        line.socket.close()
    return [answers[number] for number in range(total)], took


def _send_on(idle: deque["_Line"], waiting: deque[tuple[int, bytes]]) -> None:
    while idle and waiting:
        idle.popleft().send(*waiting.popleft())


def _readable(selector: selectors.BaseSelector) -> Iterator["_Line"]:
    events = selector.select(SECONDS_OF_SILENCE)
    if not events:
        raise Stop(f"The server has been silent for {SECONDS_OF_SILENCE} seconds.")
    for key, _mask in events:
        yield key.data


class _Line:
    """One connection, with one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = -1
        self.began = 0.0
        self.received = b""

    def send(self, number: int, data: bytes) -> None:
        self.number, self.received = number, b""
        self.began = time.perf_counter()
        self.socket.sendall(data)

    def receive(self) -> Answer | None:
        """Read what is there; the answer once it is whole. Status 0: the line was cut."""
        piece = self.socket.recv(262_144)
        self.received += piece
        head, end, body = self.received.partition(b"\r\n\r\n")
        if piece:
            length = _LENGTH.search(head)
            if not end or (length and len(body) < int(length[1])):
                return None
            if length is None:
                raise Stop(f"An answer without a length: {head.decode()}")
        status, seconds = int(head[9:12]) if piece else 0, time.perf_counter() - self.began
        location = _LOCATION.search(head)
        code = _CODE.search(body) if status >= 400 else None
        return Answer(
            status=status,
            seconds=seconds,
            location=location[1].decode() if location else "",
            code=code[1].decode() if code else "",
        )
