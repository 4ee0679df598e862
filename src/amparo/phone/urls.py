"""Addresses of this door."""

from django.urls import path

from amparo.phone import texts

urlpatterns = [path("incoming/<slug:slug>/", texts.incoming, name="incoming_text")]
