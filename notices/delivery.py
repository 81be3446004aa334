"""Delivering what is due: claim, send outside any transaction, record.

The one gap that cannot be closed is between the mail server's yes and our record of it. Whoever
dies there leaves a claim that runs out, and the letter goes out again with the same Message-ID.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from lib import clock
from notices import letters
from notices.models import Channel, Notice
from notices.post import PostOffice, Undeliverable, email, reason

logger = logging.getLogger(__name__)

BATCH = 50
LEASE = timedelta(minutes=3)
MAX_ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# Letters whose facts hold a link that signs in or sets a password: by its kind, as notices know
# nothing of accounts. Days after sending.
KINDS_WITH_LINKS = ("account.mail",)
LINK_DAYS = 7
RECORD_WAITS = (0.2, 1.0, 3.0)  # seconds


def deliver_due(limit: int = BATCH, stop: Callable[[], bool] = lambda: False) -> int:
    """Send up to `limit` letters that are due, the one due longest first; how many were taken up.

    `stop` is asked before each letter, so that a worker can end after the one in hand. Raises
    PostOfficeClosed when the mail server cannot be reached: then no letter is touched. Raises
    RuntimeError inside a transaction: what is sent cannot be rolled back.
    """
    taken = 0
    due = list(Notice.objects.due(clock.now()).filter(channel=Channel.EMAIL)[:limit])
    with PostOffice() as office:
        for notice in due:
            if stop():
                break
            office.open()
            if claim(notice):
                taken += 1
                deliver(notice, office)
    return taken


def claim(notice: Notice) -> bool:
    """Take the letter into one's own hands for the time of LEASE. False: another has it.

    The attempt is counted now, so that a letter that kills its worker is given up in the end.
    """
    now = clock.now()
    until = now + LEASE
    # Durable: raises inside a transaction, where the claim would be seen by nobody.
    with transaction.atomic(durable=True):
        taken = (
            Notice.objects.due(now)
            .filter(pk=notice.pk, attempts=notice.attempts)
            .order_by()
            .update(
                claimed_until=until,
                attempts=F("attempts") + 1,
                first_tried_at=Coalesce("first_tried_at", now),
            )
        )
    if not taken:
        return False
    notice.claimed_until = until
    notice.attempts += 1
    notice.first_tried_at = notice.first_tried_at or now
    return True


def deliver(notice: Notice, office: PostOffice) -> None:
    """Send a letter that was claimed, and record how it went."""
    try:
        if notice.attempts > MAX_ATTEMPTS:
            raise Undeliverable("each attempt ended with the death of its worker")
        office.send(email(notice, letters.compose(notice)))
    except DatabaseError:
        raise  # not the letter's fault; the claim runs out by itself
    except (Undeliverable, UnicodeError) as error:
        record_failure(notice, error, final=True)
    except Exception as error:  # whatever it is, it must not hold up the letters of others
        record_failure(notice, error, final=notice.attempts >= MAX_ATTEMPTS)
    else:
        record_sent(notice)


def record_sent(notice: Notice) -> None:
    """The letter is out, whoever claims it now. Insists: what is not recorded goes out twice."""
    patiently(
        lambda: Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(
            sent_at=clock.now(), given_up_at=None, claimed_until=None, last_error=""
        )
    )
    logger.info("sent %s (%s)", notice.reference, notice.kind)


def record_failure(notice: Notice, error: Exception, *, final: bool) -> None:
    """Put the letter back for later, or give it up. Not ours any more: leave it alone."""
    now = clock.now()
    if final:
        outcome: dict[str, datetime | None] = {"given_up_at": now}
    else:
        outcome = {"due_at": now + wait_after(notice.attempts)}
    Notice.objects.waiting().filter(
        pk=notice.pk, claimed_until=notice.claimed_until, attempts=notice.attempts
    ).update(**outcome, claimed_until=None, last_error=reason(error)[:200])
    logger.warning(
        "%s %s (%s) after attempt %d: %s",
        "gave up" if final else "could not send",
        notice.reference,
        notice.kind,
        notice.attempts,
        reason(error),
    )


def wait_after(attempts: int) -> timedelta:
    """How long a letter rests after so many attempts: 1, 4, 16, 64 minutes, at last 6 hours."""
    times: int = 4 ** (attempts - 1)
    return min(FIRST_WAIT * times, LONGEST_WAIT)


def patiently(record: Callable[[], object]) -> None:
    """Write to the database, over a short absence of it. Raises its last error."""
    for seconds in RECORD_WAITS:
        try:
            record()
        except (DatabaseError, InterfaceError):
            close_old_connections()
            time.sleep(seconds)
        else:
            return
    record()


def send_again(notices: QuerySet[Notice]) -> int:
    """Give letters that were given up a fresh start; how many there were."""
    return notices.filter(given_up_at__isnull=False).update(
        given_up_at=None, attempts=0, due_at=clock.now(), claimed_until=None
    )


def prune(now: datetime) -> int:
    """Delete the notices that are done with since NOTICE_DAYS, for their facts; how many.

    Those with a live link go LINK_DAYS after they were sent. What was neither sent nor given up
    NOTICE_DAYS after it was due goes too: nobody is helped by a letter that comes that late.
    """
    before = now - timedelta(days=settings.NOTICE_DAYS)
    links_before = now - timedelta(days=min(LINK_DAYS, settings.NOTICE_DAYS))
    done = Q(sent_at__lt=before) | Q(given_up_at__lt=before)
    links = Q(kind__in=KINDS_WITH_LINKS, sent_at__lt=links_before)
    stale = Q(sent_at=None, given_up_at=None, written_at__lt=before, due_at__lt=before)
    return Notice.objects.filter(done | links | stale).delete()[0]
