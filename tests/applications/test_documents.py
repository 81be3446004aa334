"""The papers that City Hall issues: who gets them, what they say, and that they hold PDF/UA.

Making a PDF takes most of a second, so tests of words look at the HTML that it is made of.
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pypdf import PdfWriter

from accounts.models import User
from applications.charges_shown import charge_of
from applications.deciding import refuse
from applications.documents import (
    Document,
    address_of,
    decision_document,
    payment_document,
    permit_document,
    permit_title,
    receipt_document,
)
from applications.models import Application, Permit
from applications.permit_standing import standing
from applications.permits_found import permits
from bookings.models import Booking
from lib import clock, pdf
from lib.references import spaced
from tests.applications.samples import (
    DAY,
    SATURDAY,
    approved,
    fresh,
    hand_in,
    wants,
)
from tests.bookings.samples import policy
from tests.printed import elements, read, words
from tests.verapdf import failures

ClientOf = Callable[[User], Client]

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("city_hall")]

RARE = "긢뙗뷁쀍쫽힣 旻"
LANGUAGES = ("ko", "en")
TWELVE = tuple(wants("plaza-b", DAY.replace(day=day), ends="17:00") for day in range(7, 19))
CONDITIONS = ["소음은 65dB 이하로 유지합니다.", "화기를 쓰지 않습니다."]


def permit_of(application: Application, language: str = "ko") -> Document:
    permit = permits().get(application=application)
    return permit_document(permit, standing(permit, clock.now()).visits, language)


def all_papers(organiser: User, officer: User, language: str) -> dict[str, Document]:
    """Each of the five, with all that it can hold; the permit of twelve visits."""
    policy("yuldong", fee_won=10_000)
    long = approved(
        officer,
        hand_in(organiser, *TWELVE, organisation=RARE, title=f"한마당 {RARE}", vehicles=3),
        conditions=[*CONDITIONS, *(f"{number}째 조건" for number in range(3, 15))],
    )
    paid = approved(officer, hand_in(organiser, wants("yuldong", people=20))).booking
    refused = hand_in(organiser, wants("hannuri", people=20), title=RARE)
    refuse(officer, refused, 0, f"{RARE}\n\n다른 날에 신청하시기 바랍니다.")
    partly = hand_in(organiser, wants("sanseong", people=20), wants("sanseong", SATURDAY, people=9))
    approved(officer, partly, left_out=frozenset({2}), why="행사가 있습니다.")
    return {
        "permit": permit_of(long, language),
        "receipt": receipt_document(fresh(long), [], language),
        "decision": _decision(refused, language),
        "decision in part": _decision(partly, language),
        "payment": payment_document(_charge(paid), list(paid.visits.all()), language),
    }


def _decision(application: Application, language: str) -> Document:
    return decision_document(fresh(application), list(application.booking.visits.all()), language)


def _charge(booking: Booking) -> Any:
    return charge_of(booking)


def text_of(document: Document) -> str:
    """What the HTML of it says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", document.html).replace("&nbsp;", " ").split())


# PDF/UA -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_holds_pdf_ua(organiser: User, officer: User, language: str) -> None:
    """By veraPDF, and beside it what no checker sees: title, language, headings, order."""
    papers = all_papers(organiser, officer, language)
    files = {name: paper.as_pdf() for name, paper in papers.items()}
    broken = dict(zip(files, failures(*files.values()), strict=True))
    assert broken == {name: [] for name in files}
    for name, paper in papers.items():
        reader = read(files[name])
        root: Any = reader.trailer["/Root"]
        assert root["/Lang"] == language
        assert reader.metadata is not None
        assert reader.metadata.title == paper.title
        kinds = [str(one["/S"]) for one in elements(reader)]
        assert kinds.count("/H1") == 1
        cells = [one for one in elements(reader) if one["/S"] == "/TD"]
        assert cells
        # What a screen reader says before each cell. On the next page the headings stand again.
        assert all(cell["/A"]["/Headers"] for cell in cells)
        in_columns = [cell for cell in cells if len(cell["/A"]["/Headers"]) == 2]
        rows = paper.html.partition('class="visits"')[2].count('scope="row"')
        assert len(in_columns) == 4 * rows, "each with its column's heading and its row's"
        assert kinds.count("/Figure") == paper.html.count("<svg")


def test_the_checker_finds_what_is_wrong() -> None:
    """A document without its language breaks PDF/UA, and is caught."""
    made = pdf.render("<!DOCTYPE html><title>x</title><p>x</p>", title="x", language="ko")
    assert failures(made) == [[]]
    writer = PdfWriter(clone_from=BytesIO(made))
    del writer.root_object["/Lang"]
    spoiled = BytesIO()
    writer.write(spoiled)
    assert any("Natural language" in found for found in failures(spoiled.getvalue())[0])


def test_a_permit_of_twelve_visits_is_whole_and_its_text_comes_back(
    organiser: User, officer: User
) -> None:
    application = approved(
        officer,
        hand_in(organiser, *TWELVE, organisation=RARE, representative="김뷁힣", title=f"쀍{RARE}"),
        conditions=[RARE],
    )
    reader = read(permit_of(application).as_pdf())
    text = words(reader)
    assert len(reader.pages) > 1
    for number, visit in enumerate(TWELVE, start=1):
        day = visit.span.starts_at.astimezone(clock.SEOUL)
        assert re.search(rf"\b{number} 너른못 광장 B구역\(분수\).*2026\. 12\. {day.day}\.", text)
    assert text.count("10:00~17:00") == 12
    for part in (RARE, f"쀍{RARE}", "김뷁힣", application.permit.full_number):
        assert part in text
    assert spaced(application.permit.code) in text
    headings = [page.extract_text().count("인원") for page in reader.pages]
    assert headings[0] >= 1, headings
    assert headings[1] >= 1, "the headings of the table stand again on the next page"


# What they say ------------------------------------------------------------------------------


def test_the_permit_says_what_it_permits(organiser: User, officer: User) -> None:
    handed_in = hand_in(
        organiser, wants(), wants("plaza-a", SATURDAY, "12:00", "17:00"), vehicles=3
    )
    application = approved(officer, handed_in, conditions=CONDITIONS)
    document = permit_of(application, "en")
    text = text_of(document)
    for part in (
        "2026-00001",
        spaced(application.permit.code),
        "여수동 복지모임(예시)",
        "한대표",
        "사회복지 한마당(예시)",
        "up to 300 at one moment, 900 a day",
        "free of charge",
        "Onnuri Auditorium",
        "Fri 18 Dec 2026, 10:00–12:00",
        "09:00–12:30",
        "1,000 m²",
        "3 vehicles",
        "General Affairs Division",
        "031-729-2187",
        "23 Nov 2026",
        "art. 8",
        *CONDITIONS,
    ):
        assert part in text
    assert document.html.index(CONDITIONS[0]) < document.html.index(CONDITIONS[1])
    assert document.language == "en"


def test_in_korean_it_is_a_document_of_the_city(organiser: User, officer: User) -> None:
    document = permit_of(approved(officer, hand_in(organiser)), "ko")
    assert "총무과-2026-00001(2026. 11. 23.)" in text_of(document)
    assert '<html lang="ko">' in document.html


def test_the_square_code_holds_number_and_code(organiser: User, officer: User) -> None:
    permit = approved(officer, hand_in(organiser)).permit
    address = address_of(permit)
    assert address.endswith(f"/permits/{permit.code}/?number=2026-00001")
    page = Client().get(address.partition("127.0.0.1:8000")[2])
    assert page.context["verdict"].code == "not_begun"


def test_a_room_is_approved_and_a_plaza_permitted(organiser: User, officer: User) -> None:
    policy("plaza-a", is_listed=True)
    titles = {}
    for name, wanted in {
        "room": [wants()],
        "plaza": [wants("plaza-a", ends="17:00")],
        "both": [wants("hannuri", people=20), wants("plaza-a", SATURDAY, ends="17:00")],
    }.items():
        booking = hand_in(organiser, *wanted).booking
        titles[name] = permit_title(list(booking.visits.select_related("policy")))
    assert len(set(titles.values())) == 3


def test_the_fee_stands_on_the_permit_in_figures_and_words(organiser: User, officer: User) -> None:
    policy("onnuri", fee_won=10_000, fee_counts_setup=False)
    application = approved(officer, hand_in(organiser))
    assert "금20,000원(금이만원)" in text_of(permit_of(application, "ko"))
    assert "20,000 won" in text_of(permit_of(application, "en"))


def test_what_was_left_out_is_not_on_the_permit(organiser: User, officer: User) -> None:
    application = hand_in(organiser, wants(), wants("plaza-a", SATURDAY, ends="17:00"))
    approved(officer, application, left_out=frozenset({1}), why="공연이 있습니다.")
    text = text_of(permit_of(application, "en"))
    assert "zone A" in text
    assert "Onnuri" not in text
    refused = text_of(_decision(application, "en"))
    assert "Onnuri" in refused
    assert "zone A" not in refused
    assert "공연이 있습니다." in refused


def test_the_refusal_says_why_by_which_law_and_how_to_object(
    organiser: User, officer: User
) -> None:
    application = hand_in(organiser, wants(), wants("hannuri", people=20))
    refuse(officer, application, 0, "같은 시간에 <b>시의</b> 행사가 있습니다.")
    document = _decision(application, "en")
    text = text_of(document)
    assert "&lt;b&gt;시의&lt;/b&gt;" in document.html
    for part in ("Onnuri", "Hannuri", "art. 8", "30 days", "90 days", "180 days", "one year"):
        assert part in text
    assert spaced(application.booking.reference) in text


def test_the_receipt_says_when_it_is_decided(organiser: User) -> None:
    application = hand_in(organiser, wants(setup_minutes=90))
    text = text_of(receipt_document(application, [], "en"))
    for part in (
        spaced(application.booking.reference),
        "Mon 23 Nov 2026, 10:00",
        "Mon 30 Nov 2026",
        "08:30–12:00",
    ):
        assert part in text


# Who gets them ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_none_is_made_inside_a_transaction(organiser: User, officer: User) -> None:
    document = permit_of(approved(officer, hand_in(organiser)))
    with transaction.atomic(), pytest.raises(RuntimeError, match="transaction"):
        document.as_pdf()
    assert Permit.objects.count() == 1
