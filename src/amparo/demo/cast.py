"""Invented people, staff and courts. Telephone numbers are the ones reserved for stories (555-01xx)."""

from dataclasses import dataclass
from random import Random

SEED = 20_261_123
PEOPLE = 300

# Language: share of the people, first names, family names.
NAMES: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {
    "es": (
        58,
        ("Ana Lucía", "José Ángel", "María Fernanda", "Luis", "Rosa", "Óscar", "Yolanda", "Wilmer", "Xiomara",
         "Darío", "Gladys", "Edwin", "Marisol", "Néstor", "Itzel", "Brayan", "Dulce", "Héctor", "Noemí", "Jairo"),
        ("Pérez", "Ramírez López", "Guzmán", "Núñez", "de la Cruz", "Ortega Díaz", "Mejía", "Ixcoy", "Castellanos",
         "Bolaños", "Zelaya", "Quispe Mamani", "Ávila", "Peña", "Funes", "Monterroso"),
    ),
    "ht": (
        12,
        ("Jean-Robert", "Marie-Ange", "Wideline", "Fritz", "Nadège", "Ronald", "Guerda", "Emmanuel"),
        ("Baptiste", "Désir", "Jean-Louis", "Saint-Fleur", "Pierre", "Toussaint", "Cadet"),
    ),
    "pt": (8, ("João", "Luana", "Edson", "Tatiane", "Rafael"), ("da Silva", "Souza", "Gonçalves", "Araújo")),
    "fr": (6, ("Aminata", "Koffi", "Mariama", "Ousmane"), ("Diallo", "N'Guessan", "Traoré", "Mbala")),
    "ar": (5, ("أحمد", "فاطمة", "ليلى", "يوسف"), ("الحسن", "منصور", "خليل", "حداد")),
    "ru": (4, ("Олег", "Наталья", "Ксения", "Тимур"), ("Соколов", "Иванова", "Мельник", "Ахмедов")),
    "zh-hans": (4, ("伟", "芳", "秀英", "磊"), ("王", "李", "张", "陈")),
    "en": (3, ("Grace", "Samuel", "Blessing", "FNU"), ("Okafor", "Mensah", "Adeyemi", "Wanjiku")),
}  # fmt: skip

# Zone, area code, share of the people.
ZONES = (
    ("America/New_York", "305", 40),
    ("America/Chicago", "312", 22),
    ("America/Los_Angeles", "213", 20),
    ("America/Phoenix", "602", 12),
    ("America/Denver", "303", 6),
)

WORKERS = ("Luz Marín", "Omar Haddad", "Grace Adeyemi", "Tomás Vidal", "Nadia Petit", "Ben Ortiz")
SUPERVISOR, MANAGER, PRIVACY, ADMINISTRATOR = "Sol Rivera", "Ines Prado", "Paz Quintero", "Ada Novak"


@dataclass(frozen=True, slots=True)
class InventedCourt:
    """A court of the story. One has no address, as in real lists: then the page says to ask the court."""

    code: str
    name: str
    address: str
    zone: str
    phone: str = ""


COURTS = (
    InventedCourt(
        "XBY", "Bayside", "100 Harbor Plaza, Floor 4, Bayside, FL (invented)", "America/New_York", "+1 305 555 0110"
    ),
    InventedCourt(
        "XLK",
        "Lakeshore",
        "20 Prairie Street, Suite 300, Lakeshore, IL (invented)",
        "America/Chicago",
        "+1 312 555 0110",
    ),
    InventedCourt(
        "XPC", "Palm Canyon", "700 Mesa Road, Palm Canyon, CA (invented)", "America/Los_Angeles", "+1 213 555 0110"
    ),
    InventedCourt("XSG", "Saguaro", "1 Ocotillo Way, Saguaro, AZ (invented)", "America/Phoenix", "+1 602 555 0110"),
    InventedCourt("XHM", "High Meadow", "", "America/Denver"),
)
JUDGES = ("Judge Alder", "Judge Birch", "Judge Cedar", "Judge Dogwood", "Judge Elm")


@dataclass(frozen=True, slots=True)
class Invented:
    """One person before anybody wrote them down."""

    name: str
    language: str
    zone: str
    phone: str
    email: str
    case_number: str


def people(dice: Random, count: int = PEOPLE) -> list[Invented]:
    """The cast, the same for the same seed."""
    languages, shares = list(NAMES), [share for share, _, _ in NAMES.values()]
    made = []
    for number in range(count):
        language = dice.choices(languages, shares)[0]
        zone, area, _ = dice.choices(ZONES, [share for _, _, share in ZONES])[0]
        made.append(
            Invented(
                name=_name(dice, language),
                language=language,
                zone=zone,
                phone=f"+1{area}55501{number % 100:02d}",
                email=f"person{number:03d}@demo.invalid" if dice.random() < 0.6 else "",
                case_number=f"A{700_000_000 + number * 1_237:09d}",
            )
        )
    return made


def _name(dice: Random, language: str) -> str:
    _, first, family = NAMES[language]
    if language == "zh-hans":
        return dice.choice(family) + dice.choice(first)
    return f"{dice.choice(first)} {dice.choice(family)}"
