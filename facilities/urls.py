"""What is there and what is free."""

from django.urls import path

from facilities.views.facility import facility
from facilities.views.search import search

app_name = "facilities"
urlpatterns = [
    path("facilities/", search, name="list"),
    path("facilities/<slug:slug>/", facility, name="facility"),
]
