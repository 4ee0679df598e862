"""Words that a message must not show to whoever glances at a phone: status, origin, authorities, numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Matched as whole words on text without accents and capitals; a star stands for any ending.
WORDS: dict[str, str] = {
    "en": "immigration immigrant* migrant* noncitizen* alien aliens asylum* refugee* undocumented "
    "deport* removal detention detain* detainee* custody court courts courthouse judge* hearing "
    "hearings tribunal parole* probation* supervision supervised surveillance monitoring ankle "
    "police arrest* warrant* border homeland enforcement officer* prosecutor* lawsuit visa visas "
    "citizenship nationality",
    "es": "inmigracion inmigrante* migracion migratori* migrante* migra extranjeri* asilo* asilad* "
    "refugiad* indocumentad* deport* expulsion detencion detenid* custodia corte cortes juzgado* "
    "juez jueza jueces audiencia* tribunal* grillete* vigilancia policia* arrest* frontera fiscal "
    "fiscalia oficial oficiales ciudadania nacionalidad",
    "ht": "imigrasyon imigran azil depot* depote detansyon tribinal jij odyans lapolis refijye fwontye",
    "pt": "imigracao imigrante* asilo refugiad* deport* detencao detid* tribunal juiz juiza audiencia* "
    "policia prisao fronteira",
    "fr": "immigration immigre* asile refugie* expuls* detention detenu* tribunal juge audience* police "
    "prison frontiere*",
    "ru": "иммиграц* мигрант* беженц* убежищ* депортац* суд суда суде судья задержан* полици*",
    "ar": "الهجرة هجرة لجوء اللجوء لاجئ* ترحيل الترحيل محكمة المحكمة قاضي القاضي جلسة الجلسة احتجاز الشرطة",
}
_CHINESE = "移民 庇护 难民 驱逐 遣返 拘留 法院 法庭 法官 听证 开庭 警察 庇護 難民".split()

NATIONALITIES = (
    "mexican* venezuelan* venezolan* hondur* guatemal* salvador* nicarag* cuban* haitian* ayisyen* "
    "colombian* ecuador* ecuatorian* peruvian* peruan* brazilian* brasileir* brasilen* dominican* "
    "chinese indian nepal* russian* ukrain* ucranian* turkish afghan* afgan* syrian* sirio* somali* "
    "congol* cameroon* senegal* mauritan* angol* eritre* uzbek* cubano*"
)

# Only in capitals: "ice" is also what melts.
_AUTHORITIES = re.compile(r"\b(ICE|ERO|EOIR|USCIS|CBP|DHS|ISAP|ATD|OPLA|BIA|NTA|FBI)\b")
_NUMBER = re.compile(r"\bA[-# ]?\d{2,3}[- ]?\d{3}[- ]?\d{3}\b", re.IGNORECASE)


def reveals(text: str) -> list[str]:
    """The words of a text that say more than a stranger should read; empty if it is decent."""
    found = [*_AUTHORITIES.findall(text), *_NUMBER.findall(text), *_words().findall(_bare(text))]
    return [*found, *(word for word in _CHINESE if word in text)]


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    every = " ".join((*WORDS.values(), NATIONALITIES)).split()
    patterns = sorted({re.escape(_bare(word)).replace(r"\*", r"\w*") for word in every})
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
