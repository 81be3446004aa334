"""The officers' pages of events, and the pictures that they put there."""

from django.urls import path

from events.views.edit import edit
from events.views.imports import imports
from events.views.one_import import one_import
from events.views.picture import picture
from events.views.pictures import pictures
from events.views.plan import plan
from events.views.staff_list import staff_list
from events.views.steps import step

urlpatterns = [
    path("review/events/", staff_list, name="staff_list"),
    path("review/events/new/", plan, name="plan"),
    path("review/events/import/", imports, name="imports"),
    path("review/events/import/<reference:reference>/", one_import, name="import"),
    path("review/events/<reference:reference>/", edit, name="edit"),
    path("review/events/<reference:reference>/publish/", step, {"name": "publish"}, "publish"),
    path("review/events/<reference:reference>/postpone/", step, {"name": "postpone"}, "postpone"),
    path("review/events/<reference:reference>/cancel/", step, {"name": "cancel"}, "cancel"),
    path("review/events/<reference:reference>/pictures/", pictures, name="pictures"),
    path("events/pictures/<reference:reference>.webp", picture, name="picture"),
]
