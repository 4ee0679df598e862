"""Which column of a partner's file means what: guessed by its heading, decided by a human."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings

from amparo.foundation.errors import Refused
from amparo.people import names

# What a column may mean, and how partners head it, most usual first. Folded: no accents, no capitals.
HEADINGS: dict[str, str] = {
    "name": "full name|participant name|client name|name|participant|client|nombre completo|"
    "nombre y apellido|nombre y apellidos|nombre|nom complet|nome completo|nome|non|non konple|الاسم|имя|фио|姓名",
    "first_name": "first name|given name|given names|firstname|fname|first|nombres|primer nombre|prenom|"
    "primeiro nome|prenon",
    "middle_name": "middle name|middle|mname|segundo nombre|deuxieme prenom|nome do meio",
    "last_name": "last name|surname|family name|lastname|lname|last|apellidos|apellido|nom de famille|nom|"
    "sobrenome|siyati|фамилия",
    "case_number": "case number|case no|case num|case nbr|case id|casenumber|a number|a no|a#|anumber|"
    "alien number|alien no|docket number|docket no|docket|file number|file no|numero de caso|no de caso|"
    "numero de expediente|expediente|caso|numero de dossier|dossier|numero do processo|processo|nimewo dosye|case",
    "phone": "phone number|mobile phone|cell phone|phone 1|phone1|primary phone|phone|mobile|cell|cellular|"
    "telephone|telephone number|tel|numero de telefono|telefono|telefono celular|celular|movil|"
    "numero de telephone|portable|telefone|telemovel|telefon|телефон|电话|手机|هاتف",
    "phone_2": "phone 2|phone2|other phone|alternate phone|alt phone|secondary phone|home phone|second phone|"
    "otro telefono|telefono 2|autre telephone|outro telefone",
    "email": "email|e mail|email address|e mail address|mail|correo electronico|correo|courriel|imel|邮箱",
    "language": "preferred language|primary language|language|lang|spoken language|idioma preferido|idioma|"
    "lengua|langue|langue preferee|lingua|idioma principal|lang prefere|اللغة|язык|语言",
    "zip": "zip code|zipcode|zip|postal code|postcode|codigo postal|cp|code postal|cep|zip 5",
    "place": "city|town|place|ciudad|localidad|municipio|ville|cidade|vil",
    "state": "state|province|estado|provincia|etat|departamento",
    "address": "address|street address|home address|mailing address|direccion|domicilio|adresse|endereco|adres",
    "zone": "time zone|timezone|tz|zona horaria|huso horario|fuseau horaire|fuso horario",
    "office": "office|site|branch|oficina|sede|bureau|escritorio",
    "worker": "case worker|caseworker|case manager|worker|assigned to|assigned worker|officer|"
    "trabajador de caso|trabajadora de caso|gestor de caso|asignado a|travailleur social|assistente social",
}
MEANINGS = tuple(HEADINGS)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is to be read. What is not in the file is only ever filled by an explicit choice here."""

    # What a column means, to the column's name.
    columns: dict[str, str] = field(default_factory=dict)
    # Everybody in the file without an office of their own comes to this one.
    office_id: UUID | None = None
    # Where the time zone cannot be known from the line, it is that office's.
    use_office_zone: bool = False
    # For lines that say no language, and for lines that say one which Amparo does not speak.
    language: str = ""
    instead_of_other_languages: str = ""
    # Lines that a human looked at and knows to be somebody else than the person they resemble.
    other_people: frozenset[int] = frozenset()

    def document(self) -> dict[str, Any]:
        """As it is kept with the file."""
        plain = asdict(self)
        plain["office_id"] = str(self.office_id) if self.office_id else None
        return plain | {"other_people": sorted(self.other_people)}


def from_document(kept: dict[str, Any]) -> Mapping:
    """The mapping that `document` wrote."""
    office = kept.get("office_id")
    return Mapping(
        columns=dict(kept.get("columns", {})),
        office_id=UUID(office) if office else None,
        use_office_zone=bool(kept.get("use_office_zone")),
        language=str(kept.get("language", "")),
        instead_of_other_languages=str(kept.get("instead_of_other_languages", "")),
        other_people=frozenset(kept.get("other_people", ())),
    )


def guess(columns: Sequence[str]) -> Mapping:
    """What the headings say: each meaning at most one column, each column at most one meaning."""
    ranked = sorted(
        (rank, at, meaning, column)
        for at, column in enumerate(columns)
        for meaning in MEANINGS
        if (rank := _rank(column, meaning)) is not None
    )
    found: dict[str, str] = {}
    for _, _, meaning, column in ranked:
        if meaning not in found and column not in found.values():
            found[meaning] = column
    return Mapping(columns={meaning: found[meaning] for meaning in MEANINGS if meaning in found})


def check(mapping: Mapping, columns: Iterable[str]) -> None:
    """The mapping fits the file and what Amparo can do, or is refused with a code."""
    known = set(columns)
    if not set(mapping.columns) <= set(MEANINGS):
        raise Refused("meaning_unknown")
    if not set(mapping.columns.values()) <= known:
        raise Refused("column_missing")
    if len(set(mapping.columns.values())) < len(mapping.columns):
        raise Refused("column_twice")
    if not {"name", "first_name", "last_name"} & set(mapping.columns):
        raise Refused("name_column_missing")
    if not {mapping.language, mapping.instead_of_other_languages} <= {"", *dict(settings.LANGUAGES)}:
        raise Refused("language_not_offered")
    if mapping.use_office_zone and mapping.office_id is None:
        raise Refused("office_missing")


def _rank(column: str, meaning: str) -> tuple[int, int] | None:
    """Smaller is surer: the heading itself, then one that contains the words; None if it says otherwise."""
    said = " ".join("".join(c if c.isalnum() or c == "#" else " " for c in names.fold(column)).split())
    phrases = HEADINGS[meaning].split("|")
    if said in phrases:
        return 0, phrases.index(said)
    inside = [at for at, phrase in enumerate(phrases) if f" {phrase} " in f" {said} "]
    return (1, -max(len(phrases[at]) for at in inside)) if inside else None
