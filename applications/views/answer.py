"""Answering what an officer asks: a word, a paper, or yes or no to a proposal."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.signed_in import person_of
from applications import answering, answers_kept, paper_rules, papers, rules
from applications.forms.answer import AnswerForm
from applications.models import Question
from applications.models.application import QuestionKind
from applications.views.application import own_application, page, questions_by_number
from bookings.models import Booking
from lib import clock
from lib.refusal import Refused

# The buttons beside a paper,
ADD, DROP = "add", "drop"
# and those of a proposal.
ACCEPTS: dict[str, bool] = {"accept": True, "decline": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take the answer; refused or wrong, it is still on the page. A GET leads to the page."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            answers_kept.keep(request, reference, number)
        return redirect_to_login(reverse("applications:application", args=[reference]))
    person = person_of(request)
    booking = own_application(person, reference)
    question = questions_by_number(booking).get(number)
    if question is None:
        raise Http404
    if request.method != "POST":
        return redirect("applications:application", reference)
    do, _dash, which = request.POST.get("do", "").partition("-")
    form = AnswerForm(question, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, booking, answered=(number, form))
    try:
        if do == DROP:
            papers.remove(person, get_object_or_404(question.papers, reference=which))
        else:
            messages.success(request, _take(request, person, booking, question, form))
    except Refused as refused:
        again = own_application(person, reference)  # as it is now: somebody may have been quicker
        return page(request, again, refusal=refused.refusal, answered=(number, form))
    if do in {ADD, DROP}:  # the answer is still being written
        answers_kept.keep(request, reference, number)
    else:
        answers_kept.drop(request)
    return redirect("applications:application", reference)


def _take(
    request: HttpRequest, person: User, booking: Booking, question: Question, form: AnswerForm
) -> str:
    """Do it by the verbs; what was done, in a sentence."""
    given = form.cleaned_data
    if getattr(request, "upload_too_large", False):  # it was let go while it arrived
        raise Refused(paper_rules.paper_too_large())
    is_adding = request.POST.get("do") == ADD
    if is_adding and not given.get("paper"):
        raise Refused(paper_rules.no_paper())
    if given.get("paper"):
        if not question.is_open(clock.now()):  # before a file is kept that nobody asks for
            raise Refused(rules.question_over())
        papers.add(person, given["paper"], given["purpose"], booking=booking, question=question)
        if is_adding:
            return _("The paper is added. Add the next one, or send the answer.")
    accepts = ACCEPTS.get(request.POST.get("do", ""))
    is_proposal = question.kind == QuestionKind.PROPOSAL
    answering.answer(person, question, given["text"], accepts if is_proposal else None)
    if not is_proposal:
        return _("Your answer has been sent.")
    return _("You have accepted the proposal.") if accepts else _("You have declined the proposal.")
