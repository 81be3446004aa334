"""Addresses of the calendar. Fixed words stand before what looks like a reference."""

from django.urls import URLPattern

app_name = "events"

urlpatterns: list[URLPattern] = []
