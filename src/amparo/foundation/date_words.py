"""Months and weekdays as written in English, Spanish, French and Portuguese, without accents."""

_MONTH_NAMES = (
    "january jan enero ene janvier janv janeiro",
    "february feb febrero fevrier fevr fev fevereiro",
    "march mar marzo mars marco",
    "april apr abril abr avril avr",
    "may mayo mai maio",
    "june jun junio juin junho",
    "july jul julio juillet juil julho",
    "august aug agosto ago aout",
    "september sep sept septiembre setiembre set septembre setembro",
    "october oct octubre octobre outubro out",
    "november nov noviembre novembre novembro",
    "december dec diciembre dic decembre dezembro dez",
)
MONTHS: dict[str, int] = {word: n for n, words in enumerate(_MONTH_NAMES, 1) for word in words.split()}

_WEEKDAY_NAMES = (
    "monday mon lunes lun lundi segunda seg",
    "tuesday tue tues martes mar mardi terca ter",
    "wednesday wed miercoles mie mercredi mer quarta qua",
    "thursday thu thur thurs jueves jue jeudi jeu quinta qui",
    "friday fri viernes vie vendredi ven sexta sex",
    "saturday sat sabado sab samedi sam",
    "sunday sun domingo dom dimanche dim",
)
WEEKDAYS: dict[str, int] = {word: n for n, words in enumerate(_WEEKDAY_NAMES) for word in words.split()}

FILLERS = frozenset("de del of the le el o dia d st nd rd th er ere".split())
NOON = frozenset(("noon", "12 noon", "midday", "mediodía", "mediodia", "midi", "meio-dia"))
