"""Why sealed data may be opened: a closed list, and who may use which reason for which class of field."""

from dataclasses import dataclass
from enum import StrEnum

from amparo.access.actor import Kind, Role


class Purpose(StrEnum):
    """The reason that is written into the person's access log."""

    CASELOAD_LIST = "caseload_list"  # names beside rows: today, the caseload, a hearing list
    PERSON_PAGE = "person_page"  # one person's page
    CHECKIN_REVIEW = "checkin_review"  # looking at what was said at a check-in, and from where
    CONCERN_REVIEW = "concern_review"  # looking at a silence, and at what the person says to it
    SEARCH_RESULT = "search_result"  # showing whom a search found
    IMPORT_PREVIEW = "import_preview"  # comparing an imported line with what is known
    MESSAGE_READ = "message_read"  # reading what the person wrote, and what hangs on it
    PHOTO_READ = "photo_read"  # Amparo makes a picture ready to be seen
    HEARING_QUESTION = "hearing_question"  # answering a question about a court date
    HOME_HELP = "home_help"  # helping on the telephone, at the desk or at home
    SEND_MESSAGE = "send_message"  # Amparo writes or calls: name and contact point
    OWN_RECORD = "own_record"  # the person reads what is kept about them
    FACE_COMPARE = "face_compare"  # Amparo compares one selfie with its person's own template
    FACE_REVIEW = "face_review"  # a worker looks at a selfie that the machine could not settle
    VOICE_READ = "voice_read"  # Amparo makes a recording ready to be heard
    DOCUMENT_READ = "document_read"  # Amparo makes a document ready to be seen
    DOCUMENT_VIEW = "document_view"  # a worker looks at one document
    PHRASE_HEARD = "phrase_heard"  # a worker compares a recording with the words its person was given
    EXPORT_TO_PERSON = "export_to_person"  # the copy handed to the person
    SUBJECT_COPY = "subject_copy"  # everything that is held, in one file for the person
    RIGHTS_REVIEW = "rights_review"  # a privacy officer reads what a person asks about their data
    REPRESENTED_LIST = "represented_list"  # a representative sees their list of people: the name
    REPRESENTED_HEARINGS = "represented_hearings"  # a representative looks at court dates
    REPRESENTED_CHECKINS = "represented_checkins"  # a representative looks at check-ins and receipts
    REPRESENTED_NOTICES = "represented_notices"  # a representative reads what the person was told
    REPRESENTED_DOCUMENTS = "represented_documents"  # a representative sees which documents there are
    REPRESENTED_PAPER = "represented_paper"  # a representative looks at one document
    FAMILY_LIST = "family_list"  # the head of a family sees for whom they can check in: a first name
    LOG_REVIEW = "log_review"  # a privacy officer reads a person's access log
    ERASURE = "erasure"  # the person's keys are destroyed


class FieldClass(StrEnum):
    """How much is opened at once."""

    CASELOAD = "caseload"  # many people at once
    PLACE = "place"  # one at a time, counted
    PAPER = "paper"  # a person's document: letters, identity papers, what a doctor wrote
    SPEECH = "speech"  # what somebody said, as sound; no voiceprint
    PICTURE = "picture"  # one at a time, counted; no face is looked for in it
    PHRASE = "phrase"  # words that say who somebody is: one person's at a time, counted
    BIOMETRIC = "biometric"  # one at a time, counted; a face never leaves with another one
    REQUEST = "request"  # what somebody asks or complains about: for nobody who works on their case
    COPY = "copy"  # everything that is held about one person, in one file: for them alone


@dataclass(frozen=True, slots=True)
class Budget:
    """How many single items may be opened; counted by the vault's database, not by the caller."""

    name: str
    per_actor_hour: int
    per_programme_day: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Which actors may give a purpose, and which classes it opens."""

    kinds: frozenset[Kind]
    classes: frozenset[FieldClass] = frozenset({FieldClass.CASELOAD})


# The last word of a field's name decides its class. The name is bound into the key of each sealed value, so a
# caller cannot open a place by calling it something else.
CLASS_BY_LAST_WORD = {
    "place": FieldClass.PLACE,
    "location": FieldClass.PLACE,
    "recording": FieldClass.SPEECH,
    "paper": FieldClass.PAPER,
    "photo": FieldClass.PICTURE,
    "phrase": FieldClass.PHRASE,
    "face": FieldClass.BIOMETRIC,
    "voiceprint": FieldClass.BIOMETRIC,
    "request": FieldClass.REQUEST,
    "copy": FieldClass.COPY,
}

BUDGETS = {
    FieldClass.PLACE: Budget("place", per_actor_hour=25, per_programme_day=60),
    FieldClass.BIOMETRIC: Budget("biometric", per_actor_hour=25, per_programme_day=60),
    # A spoken check-in is a handful of recordings, and whoever listens to it needs some minutes.
    FieldClass.SPEECH: Budget("speech", per_actor_hour=150, per_programme_day=3_000),
    # A message carries a handful of pictures, and each look at it opens them.
    FieldClass.PICTURE: Budget("picture", per_actor_hour=150, per_programme_day=3_000),
    FieldClass.PHRASE: Budget("phrase", per_actor_hour=30, per_programme_day=300),
    # A request is its words, an answer and an address: some sixty are read in an hour, if many came at once.
    FieldClass.REQUEST: Budget("request", per_actor_hour=180, per_programme_day=900),
    # No member opens one.
    FieldClass.COPY: Budget("copy", per_actor_hour=0, per_programme_day=0),
    # A document is one item, whatever its pages. Whoever prepares a hearing opens a dozen of them.
    FieldClass.PAPER: Budget("paper", per_actor_hour=40, per_programme_day=600),
}
# People who look at their own places must not use up the workers' budget, nor may a broken door pretend to be
# everybody in turn without a bound.
OWN_BUDGETS = {
    FieldClass.PLACE: Budget("own_place", per_actor_hour=25, per_programme_day=240),
    FieldClass.BIOMETRIC: Budget("own_biometric", per_actor_hour=5, per_programme_day=60),
    FieldClass.SPEECH: Budget("own_speech", per_actor_hour=25, per_programme_day=240),
    # Each page that is turned opens the document again: nothing of it is kept open in between.
    FieldClass.PAPER: Budget("own_paper", per_actor_hour=120, per_programme_day=2_400),
    FieldClass.PICTURE: Budget("own_picture", per_actor_hour=25, per_programme_day=240),
    # No reason lets a person read their words again: whoever found their phone unlocked would.
    FieldClass.PHRASE: Budget("own_phrase", per_actor_hour=0, per_programme_day=0),
    FieldClass.REQUEST: Budget("own_request", per_actor_hour=180, per_programme_day=3_600),
    # Each is some megabytes of one person; most are one part, and are taken once or twice.
    FieldClass.COPY: Budget("own_copy", per_actor_hour=40, per_programme_day=800),
}

# A comparison opens two items: the selfie and the template. 3,000 people who all check in on one day, each third of
# them twice, are 8,000 a day; half of that in its fullest hour. Whoever holds the worker opens no more than that, and
# every opening stands in the log of its person.
SYSTEM_BUDGETS = {
    # Each picture of a message is opened once, or a few times after a fault of ours.
    FieldClass.PICTURE: Budget("picture_read", per_actor_hour=4_000, per_programme_day=12_000),
    FieldClass.BIOMETRIC: Budget("face_compare", per_actor_hour=4_000, per_programme_day=8_000),
}

# Of what is opened one at a time, a representative opens documents and nothing else, and the head of a family nothing:
# no other reason lets them, and the count is a second lock. As with the person's own, each page that is turned opens
# the document again.
LENT_NOTHING = Budget("represented", per_actor_hour=0, per_programme_day=0)
REPRESENTED_BUDGETS = {
    FieldClass.PAPER: Budget("represented_paper", per_actor_hour=120, per_programme_day=1_200),
}
_REPRESENTATIVE = Rule(frozenset({Kind.REPRESENTATIVE}))
# Of what may be opened many at once, they are shown these fields and no other.
_NAME = frozenset({"people.name"})
NAMED: dict[Purpose, frozenset[str]] = {
    Purpose.REPRESENTED_LIST: _NAME,
    Purpose.REPRESENTED_HEARINGS: _NAME,
    Purpose.REPRESENTED_CHECKINS: _NAME,
    Purpose.REPRESENTED_NOTICES: _NAME | {"concerns.question"},
    Purpose.REPRESENTED_DOCUMENTS: _NAME | {"documents.about"},
    Purpose.REPRESENTED_PAPER: frozenset({"documents.paper"}),
    Purpose.FAMILY_LIST: frozenset({"households.called"}),
}

_MEMBER = Rule(frozenset({Kind.MEMBER}))
_WITH_PLACE = frozenset({FieldClass.CASELOAD, FieldClass.PLACE})

RULES: dict[Purpose, Rule] = {
    Purpose.CASELOAD_LIST: _MEMBER,
    Purpose.PERSON_PAGE: _MEMBER,
    Purpose.CHECKIN_REVIEW: Rule(frozenset({Kind.MEMBER}), _WITH_PLACE | {FieldClass.SPEECH}),
    Purpose.CONCERN_REVIEW: _MEMBER,
    Purpose.MESSAGE_READ: Rule(
        frozenset({Kind.MEMBER}),
        frozenset({FieldClass.CASELOAD, FieldClass.SPEECH, FieldClass.PICTURE, FieldClass.PAPER}),
    ),
    Purpose.SEARCH_RESULT: _MEMBER,
    Purpose.IMPORT_PREVIEW: _MEMBER,
    Purpose.HEARING_QUESTION: _MEMBER,
    Purpose.HOME_HELP: _MEMBER,
    Purpose.SEND_MESSAGE: Rule(frozenset({Kind.SYSTEM})),
    Purpose.OWN_RECORD: Rule(
        frozenset({Kind.PERSON}),
        _WITH_PLACE
        | {FieldClass.BIOMETRIC, FieldClass.PAPER, FieldClass.REQUEST, FieldClass.SPEECH, FieldClass.PICTURE},
    ),
    # Without places: those are opened as one's own record, at the pace that holds everywhere. Without faces and words.
    Purpose.SUBJECT_COPY: Rule(
        frozenset({Kind.PERSON}),
        frozenset(
            {
                FieldClass.CASELOAD,
                FieldClass.SPEECH,
                FieldClass.PICTURE,
                FieldClass.PAPER,
                FieldClass.REQUEST,
                FieldClass.COPY,
            }
        ),
    ),
    # It opens requests and nothing else, and `NEEDS_ROLE` says for whom.
    Purpose.RIGHTS_REVIEW: Rule(frozenset({Kind.MEMBER}), frozenset({FieldClass.REQUEST})),
    # It opens recordings and nothing else.
    Purpose.VOICE_READ: Rule(frozenset({Kind.SYSTEM}), frozenset({FieldClass.SPEECH})),
    # They open documents and nothing else.
    Purpose.DOCUMENT_READ: Rule(frozenset({Kind.SYSTEM}), frozenset({FieldClass.PAPER})),
    Purpose.DOCUMENT_VIEW: Rule(frozenset({Kind.MEMBER}), frozenset({FieldClass.PAPER})),
    # It opens pictures as they came and nothing else.
    Purpose.PHOTO_READ: Rule(frozenset({Kind.SYSTEM}), frozenset({FieldClass.PICTURE})),
    Purpose.PHRASE_HEARD: Rule(frozenset({Kind.MEMBER}), frozenset({FieldClass.PHRASE})),
    # They open faces and nothing else.
    Purpose.FACE_COMPARE: Rule(frozenset({Kind.SYSTEM}), frozenset({FieldClass.BIOMETRIC})),
    Purpose.FACE_REVIEW: Rule(frozenset({Kind.MEMBER}), frozenset({FieldClass.BIOMETRIC})),
    Purpose.EXPORT_TO_PERSON: Rule(frozenset({Kind.PERSON, Kind.MEMBER, Kind.SYSTEM})),
    Purpose.REPRESENTED_LIST: _REPRESENTATIVE,
    Purpose.REPRESENTED_HEARINGS: _REPRESENTATIVE,
    Purpose.REPRESENTED_CHECKINS: _REPRESENTATIVE,
    Purpose.REPRESENTED_NOTICES: _REPRESENTATIVE,
    Purpose.REPRESENTED_DOCUMENTS: _REPRESENTATIVE,
    # It opens documents and nothing else.
    Purpose.REPRESENTED_PAPER: Rule(frozenset({Kind.REPRESENTATIVE}), frozenset({FieldClass.PAPER})),
    Purpose.FAMILY_LIST: Rule(frozenset({Kind.HEAD})),
    # These open no field at all: they stand in the log beside `vault.log_read` and `vault.forget`.
    Purpose.LOG_REVIEW: Rule(frozenset({Kind.PERSON, Kind.MEMBER}), frozenset()),
    Purpose.ERASURE: Rule(frozenset({Kind.PERSON, Kind.MEMBER, Kind.SYSTEM}), frozenset()),
}


# Reasons that only a member with this role may give.
NEEDS_ROLE = {Purpose.RIGHTS_REVIEW: Role.PRIVACY_OFFICER}


def class_of(field: str) -> FieldClass:
    """The class of a field such as `people.given_name` or `checkins.place`."""
    return CLASS_BY_LAST_WORD.get(field.replace("_", ".").rpartition(".")[2], FieldClass.CASELOAD)


def may_open(why: Purpose, kind: Kind, what: FieldClass) -> bool:
    """Whether this kind of actor may open this class of field for this reason."""
    rule = RULES[why]
    return kind in rule.kinds and what in rule.classes


def may_name(why: Purpose, field: str) -> bool:
    """Whether this reason opens this very field, where it is bound to some."""
    return why not in NAMED or field in NAMED[why]


# Under this version lies what came from a phone or camera; under another what we wrote anew of it, for a human.
AS_IT_CAME = 1


def is_for_humans(what: FieldClass, version: int) -> bool:
    """Whether only a human has a reason to open it: it has been made ready for them, and the background is done."""
    ready = (FieldClass.SPEECH, FieldClass.PICTURE, FieldClass.BIOMETRIC, FieldClass.PAPER)
    return what in ready and version != AS_IT_CAME


def budget_to_forget(known: int) -> Budget:
    """What may be forgotten in a day, of so many people (and files) that a programme has.

    Forgetting cannot be undone. Whoever has broken into a process of ours must not be able to destroy everybody's
    record in one night; who is due beyond the count is forgotten on the next days.
    """
    most = 100 + known // 20
    return Budget("forget", per_actor_hour=most, per_programme_day=most)


def budget_of(what: FieldClass, kind: Kind) -> Budget | None:
    """The count that applies to one item of this class, None where many may be opened at once."""
    if kind is Kind.SYSTEM and what in SYSTEM_BUDGETS:
        return SYSTEM_BUDGETS[what]
    if kind is Kind.HEAD and what in BUDGETS:
        return LENT_NOTHING
    if kind is Kind.REPRESENTATIVE and what in BUDGETS:
        return REPRESENTED_BUDGETS.get(what, LENT_NOTHING)
    if kind is Kind.SYSTEM and what in (FieldClass.SPEECH, FieldClass.PAPER):
        return None  # the pieces of one recording or file are opened together, to be made one; soon they are gone
    return (OWN_BUDGETS if kind is Kind.PERSON else BUDGETS).get(what)
