"""Applying, and what became of it."""

from django.urls import path

from applications.views import documents, permits
from applications.views.answer import answer
from applications.views.application import application
from applications.views.apply import apply
from applications.views.change import change
from applications.views.draft import draft, hand_in
from applications.views.draft_save import save
from applications.views.list import applications
from applications.views.mine import mine
from applications.views.paper import paper
from applications.views.withdraw import withdraw

app_name = "applications"
urlpatterns = [
    path("apply/", apply, name="apply"),
    path("apply/<reference:reference>/", draft, name="draft"),
    path("apply/<reference:reference>/save/", save, name="save"),
    path("apply/<reference:reference>/hand-in/", hand_in, name="hand_in"),
    path("bookings/", mine, name="mine"),
    path("applications/", applications, name="list"),
    path("applications/<reference:reference>/", application, name="application"),
    path(
        "applications/<reference:reference>/questions/<int:number>/",
        answer,
        name="answer",
    ),
    path("applications/<reference:reference>/change/", change, name="change"),
    path("applications/<reference:reference>/withdraw/", withdraw, name="withdraw"),
    path("applications/<reference:reference>/receipt.pdf", documents.receipt, name="receipt"),
    path("applications/<reference:reference>/permit.pdf", documents.permit, name="permit"),
    path("applications/<reference:reference>/decision.pdf", documents.decision, name="decision"),
    path("applications/<reference:reference>/payment.pdf", documents.payment, name="payment"),
    path("papers/<reference:reference>/", paper, name="paper"),
    path("permits/", permits.permits, name="permits"),
    path("permits/<str:code>/", permits.verify, name="verify"),
]
