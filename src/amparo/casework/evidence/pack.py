"""The pack itself: made of gathered facts outside of any transaction, signed and handed over. None of it is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from amparo.casework.evidence import archive, document, paper, signing, written
from amparo.casework.evidence.facts import Facts
from amparo.privacy import vault

README = """\
EVIDENCE OF CHECK-INS, HEARINGS AND HELP

evidence.pdf    to read and print (evidence.html where no PDF could be made)
evidence.json   the same for machines
signature.txt   signs both

To check it, without internet and without us:

    amparo verify-evidence FILE.zip --key KEY

KEY is the public key of the programme. Ask the programme for it, or read it at
{key_url}
It checks that both files are as the programme signed them, and each receipt by itself.
Or put the file into the page {verify_url}

--------------------------------------------------------------------------------

CONSTANCIA DE REPORTES, AUDIENCIAS Y AYUDA

evidence.pdf    para leer e imprimir (evidence.html donde no se pudo hacer un PDF)
evidence.json   lo mismo para máquinas
signature.txt   firma los dos

Para comprobarla, sin internet y sin nosotros:

    amparo verify-evidence ARCHIVO.zip --key CLAVE

CLAVE es la clave pública del programa. Pídala al programa, o léala en
{key_url}
Comprueba que los dos archivos están como el programa los firmó, y cada recibo por sí solo.
O ponga el archivo en la página {verify_url}
"""


KINDS = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "zip": "application/zip"}


@dataclass(frozen=True, slots=True)
class Pack:
    """The files. Their content stays out of `repr`: it is about a person."""

    files: dict[str, bytes] = field(repr=False)
    begins: str
    ends: str

    def file(self, *, alone: bool = False) -> "File":
        """All of it in a .zip; alone: the PDF, or the page where there is none. The name says whose it is to nobody."""
        document = signing.PDF if signing.PDF in self.files else signing.HTML
        kind = document.rpartition(".")[2] if alone else "zip"
        data = self.files[document] if alone else archive.zipped(self.files)
        return File(f"evidence-{self.begins}-{self.ends}.{kind}", KINDS[kind], data)


@dataclass(frozen=True, slots=True)
class File:
    """What is handed over."""

    name: str
    kind: str
    data: bytes = field(repr=False)


def handed_over(facts: Facts, *, alone: bool, at: datetime) -> HttpResponse:
    """The answer of a door: the file of these facts, which no browser keeps. `alone` and codes: `file`, `make`."""
    key_url = settings.PUBLIC_URL + reverse("public:key", args=[facts["programme"]["slug"]])
    verify_url = settings.PUBLIC_URL + reverse("public:verify")
    file = make(facts, key_url=key_url, verify_url=verify_url, at=at).file(alone=alone)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return HttpResponse(file.data, content_type=file.kind, headers=headers)


def make(facts: Facts, *, key_url: str, verify_url: str, at: datetime) -> Pack:
    """The pack of these facts. Codes: "too_busy", "vault_unavailable"."""
    data = written.canonical(facts)
    page = document.html(facts, digest=signing.digest(data), key_url=key_url)
    pdf = paper.printed(page)
    name, shown = (signing.PDF, pdf) if pdf is not None else (signing.HTML, page.encode())
    files = {signing.JSON: data, name: shown}
    programme_id = UUID(facts["programme"]["id"])
    said = signing.statement(programme_id, files, at=at)
    files[signing.SIGNATURE] = signing.signed(said, vault.receipt_sign(programme_id, said))
    files["README.txt"] = README.format(key_url=key_url, verify_url=verify_url).encode()
    if pdf is None:
        files[paper.STYLE] = paper.style()
    return Pack(files, facts["period"]["begins"], facts["period"]["ends"])
