"""Addresses of this door."""

from django.urls import path

from amparo.api.callbacks import sms

urlpatterns = [path("sms/status/<slug:slug>/", sms.status, name="sms_status")]
