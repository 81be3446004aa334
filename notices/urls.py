"""The outbox of the demo: /outbox/."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<reference:reference>/", views.letter, name="letter"),
    path("<reference:reference>/<str:name>", views.attachment, name="attachment"),
]
