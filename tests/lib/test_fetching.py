"""Fetching from an address that a person gave: a real server on loopback, and what lies inside."""

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import fetching
from lib.fetching import BadAddress, fetch, is_public, target_of

Answer = Callable[[BaseHTTPRequestHandler], None]
PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1"),
    *("::ffff:10.1.2.3", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1"),
    "2001:0:a00:1::1",
]


class Handler(BaseHTTPRequestHandler):
    answer: Answer

    def do_GET(self) -> None:
        type(self).answer(self)

    def log_message(self, *args: object) -> None:
        """Not into the output of the suite."""


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Starts servers that answer as they are told; gives number and port."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        handler = type("Told", (Handler,), {"answer": answer})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return f"127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def said(content: bytes, **headers: str) -> Answer:
    """200 with that."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def moved(to: Callable[[], str]) -> Answer:
    """302 to there."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to())
        handler.end_headers()

    return answer


def reason_of(address: str, *inside: str) -> str:
    with pytest.raises(BadAddress) as raised:
        fetch(address, inside)
    return raised.value.reason


@pytest.mark.parametrize("number", PRIVATE)
def test_what_is_not_of_the_open_network(number: str) -> None:
    assert not is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", ["8.8.8.8", "203.248.252.2", "2001:4860:4860::8888"])
def test_what_is(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


@given(st.ip_addresses(v=4))
def test_a_number_within_another_is_judged_as_itself(number: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.ip_address(f"::ffff:{number}")
    assert is_public(mapped) == is_public(number)
    if not is_public(number):
        assert not is_public(ipaddress.IPv6Address((0x2002 << 112) | (int(number) << 80)))


@pytest.mark.parametrize(
    "address",
    [
        *("", "calendar", "file:///etc/passwd", "ftp://example.org/a.ics", "gopher://example.org/"),
        *("http://", "https:///a.ics", "https://name:password@example.org/a.ics", "http://a b/"),
        *("http://example.org:99999/", "http://[::1/", "https://example.org/\nb", "javascript:1"),
        "https://example.org/" + "a" * 500,
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(BadAddress) as raised:
        target_of(address)
    assert raised.value.reason == fetching.NOT_AN_ADDRESS


@pytest.mark.parametrize(("most", "is_taken"), [(2000, True), (2001, False)])
def test_an_answer_may_lead_on_to_a_longer_address_than_anybody_types(
    serve: Callable[[Answer], str], most: int, *, is_taken: bool
) -> None:
    """Signed addresses of downloads have a thousand signs and more."""
    inside = serve(said(b"BEGIN"))
    there = f"http://{inside}/?signed="
    there += "a" * (most - len(there))
    first = serve(moved(lambda: there))
    allowed = [first, inside]
    if is_taken:
        assert fetch(f"http://{first}/", allowed).content == b"BEGIN"
    else:
        assert reason_of(f"http://{first}/", *allowed) == fetching.NOT_AN_ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/"),
        *("http://0x7f000001/", "http://017700000001/", "http://[::1]/", "webcal://localhost/"),
        *("http://①②⑦.⓪.⓪.①/", "http://169.254.169.254/latest/", "http://10.0.0.1/"),
        "https://8.8.8.8:8443/",
    ],
)
def test_what_lies_inside_is_not_asked(address: str) -> None:
    assert reason_of(address) == fetching.INSIDE


def test_a_calendar_is_fetched_with_what_its_sender_says(
    serve: Callable[[Answer], str],
) -> None:
    there = serve(said(b"BEGIN", Content_Type='text/calendar; charset="EUC-KR"'))
    fetched = fetch(f"http://{there}/a.ics?b=c", [there])
    assert (fetched.content, fetched.charset) == (b"BEGIN", "euc-kr")


def test_the_server_is_asked_by_its_name_and_nothing_is_told_of_us(
    serve: Callable[[Answer], str],
) -> None:
    asked: list[tuple[str, dict[str, str]]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.path, dict(handler.headers)))
        said(b"x")(handler)

    there = serve(answer)
    port = there.partition(":")[2]
    fetch(f"http://localhost:{port}/a.ics?b=c#d", [there, f"[::1]:{port}"])
    (path, headers) = asked[0]
    assert path == "/a.ics?b=c"
    assert headers["Host"] == f"localhost:{port}"
    assert set(headers) == {"Host", "Accept", "Accept-Encoding", "User-Agent"}


def test_only_the_named_port_is_allowed_inside(serve: Callable[[Answer], str]) -> None:
    there, other = serve(said(b"x")), serve(said(b"secret"))
    assert reason_of(f"http://{other}/", there) == fetching.INSIDE


def test_a_redirection_is_followed_and_judged_anew(serve: Callable[[Answer], str]) -> None:
    other = serve(said(b"secret"))
    there = serve(moved(lambda: f"http://{other}/"))
    assert reason_of(f"http://{there}/", there) == fetching.INSIDE
    assert fetch(f"http://{there}/", [there, other]).content == b"secret"
    relative = serve(
        lambda handler: (said(b"b") if handler.path == "/b" else moved(lambda: "/b"))(handler)
    )
    assert fetch(f"http://{relative}/a", [relative]).content == b"b"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/", "http://[::1]:22/"])
def test_a_redirection_leads_to_no_other_kind(serve: Callable[[Answer], str], to: str) -> None:
    there = serve(moved(lambda: to))
    assert reason_of(f"http://{there}/", there) in {fetching.NOT_AN_ADDRESS, fetching.INSIDE}


def test_redirections_end(serve: Callable[[Answer], str]) -> None:
    there = serve(moved(lambda: "/"))
    assert reason_of(f"http://{there}/", there) == fetching.TURNED_AWAY


def test_a_file_is_not_read_beyond_its_limit(
    serve: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 100_000)
    there = serve(said(bytes(100_001)))
    assert reason_of(f"http://{there}/", there) == fetching.TOO_LARGE


def test_a_server_that_takes_its_time_is_left(
    serve: Callable[[Answer], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "TIME_LIMIT", 0.3)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(8):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    there = serve(drip)
    assert reason_of(f"http://{there}/", there) == fetching.TOO_SLOW
    silent = serve(lambda handler: time.sleep(0.8))
    assert reason_of(f"http://{silent}/", silent) == fetching.TOO_SLOW


def test_why_nothing_came_is_said(serve: Callable[[Answer], str]) -> None:
    def gone(handler: BaseHTTPRequestHandler) -> None:
        handler.send_error(410)

    there = serve(gone)
    for address, detail in (
        (f"http://{there}/", "HTTP 410"),
        (f"https://{there}/", "TLS"),
        ("http://nowhere.invalid/", "DNS"),
    ):
        with pytest.raises(BadAddress) as raised:
            fetch(address, [there])
        assert (raised.value.reason, raised.value.detail) == (fetching.UNREACHABLE, detail)
