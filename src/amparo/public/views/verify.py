"""Is this receipt, or this evidence pack, genuine? Anybody may ask. What they send is looked at and not kept."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.casework.evidence import archive, signing
from amparo.checkins import receipt
from amparo.foundation import base64url
from amparo.foundation.errors import Refused
from amparo.programme import queries

LONGEST = 4096
# Below this an upload stays in memory and never touches a disk: see FILE_UPLOAD_MAX_MEMORY_SIZE.
LARGEST_PACK = 2 * 1024 * 1024


def page(request: HttpRequest) -> HttpResponse:
    """A receipt is pasted, or came behind the "#" of the address, which only the browser sees."""
    text = request.POST.get("receipt", "")[:LONGEST]
    context = {"pasted": text, "keys": _keys()} | (_verdict(text) if text.strip() else {"verdict": ""})
    if file := request.FILES.get("pack"):
        context |= _pack_verdict(file)
    return render(request, "public/verify.html", context)


def key(request: HttpRequest, slug: str) -> HttpResponse:
    """The key that checks the programme's receipts: 64 hexadecimal digits."""
    programme = queries.by_slug(slug)
    if programme is None:
        raise Http404
    return HttpResponse(bytes(programme.receipt_key).hex() + "\n", content_type="text/plain")


def _verdict(text: str) -> dict[str, Any]:
    try:
        signed = receipt.from_text(text)
        programme = queries.by_id(receipt.read(signed).programme_id)
        said = receipt.verify(signed, bytes(programme.receipt_key))
    except ObjectDoesNotExist:
        return {"verdict": "elsewhere"}
    except Refused as no:
        return {"verdict": {"receipt_forged": "forged"}.get(no.code, "unreadable")}
    return {"verdict": "genuine", "receipt": said, "signer": programme}


def _pack_verdict(file: Any) -> dict[str, Any]:
    if file.size > LARGEST_PACK:
        return {"pack_verdict": "pack_too_large"}
    try:
        files = archive.unzipped(file.read())
        programme = queries.by_id(signing.programme_of(files))
        found = signing.verify(files, bytes(programme.receipt_key))
    except ObjectDoesNotExist:
        return {"pack_verdict": "elsewhere"}
    except Refused as no:
        return {"pack_verdict": no.code, "number": no.details.get("number", "")}
    return {"pack_verdict": "genuine", "pack": found, "signer": programme}


def _keys() -> dict[str, Any]:
    """For checking in the browser itself, with the network off too."""
    return {
        str(one.id): {
            "name": one.name,
            "key": base64url.encode(bytes(one.receipt_key)),
        }
        for one in queries.all_programmes()
    }
