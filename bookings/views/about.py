"""Rules and facts beside every booking form: the same for everybody, and kept."""

from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from facilities.catalogue import Catalogue, Listing
from facilities.kept import kept, set_up_key
from facilities.shown import facts, rules_of_use
from lib import clock


def about(request: HttpRequest, known: Catalogue, listing: Listing) -> SafeString:
    """The part of the page, from memory where the set-up has not changed since."""

    def render() -> SafeString:
        policy = listing.policy_on(clock.today())
        rules = rules_of_use(policy, listing) if policy else []
        context = {"facts": facts(listing), "rules": rules}
        return render_to_string("bookings/book.html#about", context, request)

    return kept("about", partial(set_up_key, known, listing.facility.slug), render)
