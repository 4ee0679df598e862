"""The street: which door stands where."""

from django.urls import include, path

urlpatterns = [
    path("", include("amparo.public.urls")),
    path("", include("amparo.participant.urls")),
    path("rep/", include("amparo.representative.urls")),
    path("staff/", include("amparo.staff.urls")),
    path("callbacks/", include("amparo.api.callbacks.urls")),
    path("callbacks/sms/", include("amparo.phone.urls")),
]

handler400 = "amparo.config.errors.bad_request"
handler403 = "amparo.config.errors.not_allowed"
handler404 = "amparo.config.errors.not_found"
handler500 = "amparo.config.errors.our_fault"
