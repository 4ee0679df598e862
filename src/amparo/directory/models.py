"""Public facts only: courts, and where they are."""

from django.db import models

from amparo.privacy import declared
from amparo.privacy.declared import KeepAsLongAsProgramme


class Court(models.Model):
    """An immigration court as its own list names it. No address means: ask the court, never guess."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=32, blank=True, default="")
    status = models.CharField(max_length=40)
    zone = models.CharField(max_length=64, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    listed_on = models.DateField()

    class Privacy:
        purpose = "Say where a court is."
        seen_by = (declared.PUBLIC,)
        sealed: dict[str, str] = {}
        clear = dict.fromkeys(
            ("code", "name", "address", "phone", "status", "zone", "latitude", "longitude", "successor", "listed_on"),
            "a public building",
        )
        keep = KeepAsLongAsProgramme("public facts")
