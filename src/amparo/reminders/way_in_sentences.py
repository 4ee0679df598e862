"""What is said when somebody can show in a new way that they are this person, or see part of their page.

As in `sentences`: only what a stranger may read. It does not say which site it is about, nor what the page is for.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

WAY_IN, MESSAGE = "way_in", "message"
NEW_PASSKEY, NEW_WORDS, NEW_FACE, NEW_CALENDAR = "new_passkey", "new_words", "new_face", "new_calendar"
NEW_MESSAGE = "new_message"
LOCKED, UNLOCKED, NEW_LINK = "locked", "unlocked", "new_link"
NEW_READER, READER_LEFT = "new_reader", "reader_left"

_HELLO = _("Hello,")
_WAS_IT_YOU = _("Was it you? Then all is well.")
_IF_NOT = _("If it was not you, call us now: we give you a new link, and it ends what was added.")
_CALL_US = _("If it was not you, call us now. Your check-ins and appointments still stand.")
_END_IT = _("If it was not you, end it on your page, or call us now.")
_LOOK = _("You can look at it on your page: %(url)s")

SMS: dict[tuple[str, str], str] = {
    (WAY_IN, NEW_PASSKEY): _(
        "%(programme)s: Your page has a new way to sign in. Was it you? Then all is well. If not, call us now, and "
        "look at your page: %(url)s"
    ),
    (WAY_IN, NEW_WORDS): _(
        "%(programme)s: Your page gave out new words to say. Was it you? Then all is well. If not, call us now, and "
        "look at your page: %(url)s"
    ),
    (WAY_IN, NEW_FACE): _(
        "%(programme)s: A selfie was set up on your page. Was it you? Then all is well. If not, call us now, and "
        "look at your page: %(url)s"
    ),
    (MESSAGE, NEW_MESSAGE): _("%(programme)s: You have a new message. Read it on your page: %(url)s"),
    (WAY_IN, NEW_CALENDAR): _(
        "%(programme)s: A link to your dates was made on your page. Was it you? Then all is well. If not, call us now, "
        "and look at your page: %(url)s"
    ),
    (WAY_IN, LOCKED): _(
        "%(programme)s: Your page was locked, and nobody can open it now. Was it you? Then all is well. If not, call "
        "us. Your check-ins and appointments still stand."
    ),
    (WAY_IN, UNLOCKED): _("%(programme)s: Your page is open again. Was it you? Then all is well. If not, call us now."),
    (WAY_IN, NEW_LINK): _(
        "%(programme)s: You were given a new link and PIN. Was it you? Then all is well. If not, call us now."
    ),
    (WAY_IN, NEW_READER): _(
        "%(programme)s: Somebody took your invitation and can see parts of your page. Did you invite them? Then all "
        "is well. If not, end it: %(url)s"
    ),
    (WAY_IN, READER_LEFT): _(
        "%(programme)s: Somebody who could see parts of your page has given that back. They see nothing now, and you "
        "need do nothing. You can look: %(url)s"
    ),
}

_TAP = _("If not, call us now, or tap to look.")
_NEW = _("You have a new message")
_GAVE_BACK = _("Somebody gave back what they could see")
PUSH: dict[tuple[str, str], tuple[str, ...]] = {
    (WAY_IN, NEW_PASSKEY): (_("Your page has a new way to sign in"), _WAS_IT_YOU, _TAP),
    (WAY_IN, NEW_WORDS): (_("Your page gave out new words"), _WAS_IT_YOU, _TAP),
    (WAY_IN, NEW_FACE): (_("A selfie was set up on your page"), _WAS_IT_YOU, _TAP),
    (MESSAGE, NEW_MESSAGE): (_NEW, _("Tap to read it on your page.")),
    (WAY_IN, NEW_CALENDAR): (_("A link to your dates was made"), _WAS_IT_YOU, _TAP),
    (WAY_IN, LOCKED): (_("Your page was locked"), _WAS_IT_YOU, _CALL_US),
    (WAY_IN, UNLOCKED): (_("Your page is open again"), _WAS_IT_YOU, _CALL_US),
    (WAY_IN, NEW_LINK): (_("You were given a new link and PIN"), _WAS_IT_YOU, _CALL_US),
    (WAY_IN, NEW_READER): (_("Somebody took your invitation"), _WAS_IT_YOU, _TAP),
    (WAY_IN, READER_LEFT): (_GAVE_BACK, _("You need do nothing. Tap to look.")),
}

EMAIL: dict[tuple[str, str], tuple[str, ...]] = {
    (WAY_IN, NEW_PASSKEY): (
        _("Your page has a new way to sign in"),
        _HELLO,
        _("Your page can be opened in a new way: a passkey was added."),
        _WAS_IT_YOU,
        _IF_NOT,
        _LOOK,
    ),
    (WAY_IN, NEW_WORDS): (
        _("Your page gave out new words"),
        _HELLO,
        _("Your page gave out new words, to say that it is you. They are not in this letter."),
        _WAS_IT_YOU,
        _IF_NOT,
        _LOOK,
    ),
    (WAY_IN, NEW_FACE): (
        _("A selfie was set up on your page"),
        _HELLO,
        _("A selfie was set up on your page, to compare later ones with."),
        _WAS_IT_YOU,
        _IF_NOT,
        _LOOK,
    ),
    (MESSAGE, NEW_MESSAGE): (_NEW, _HELLO, _("You have a new message on your page."), _("Read it here: %(url)s")),
    (WAY_IN, NEW_CALENDAR): (
        _("A link to your dates was made"),
        _HELLO,
        _("A link was made on your page: a calendar that has it shows your dates."),
        _WAS_IT_YOU,
        _IF_NOT,
        _LOOK,
    ),
    (WAY_IN, LOCKED): (
        _("Your page was locked"),
        _HELLO,
        _("Your page was locked, and nobody can open it now."),
        _WAS_IT_YOU,
        _CALL_US,
    ),
    (WAY_IN, UNLOCKED): (
        _("Your page is open again"),
        _HELLO,
        _("Your page was locked, and our team has opened it again."),
        _WAS_IT_YOU,
        _CALL_US,
    ),
    (WAY_IN, NEW_LINK): (
        _("You were given a new link and PIN"),
        _HELLO,
        _("You were given a new link and PIN. The link and PIN from before do not work any more."),
        _WAS_IT_YOU,
        _CALL_US,
    ),
    (WAY_IN, NEW_READER): (
        _("Somebody took your invitation"),
        _HELLO,
        _("Somebody took your invitation and can see the parts of your page that you chose."),
        _WAS_IT_YOU,
        _END_IT,
        _LOOK,
    ),
    (WAY_IN, READER_LEFT): (
        _GAVE_BACK,
        _HELLO,
        _("Somebody who could see parts of your page has given that back. They see nothing of it any more."),
        _("You need do nothing. If you want, you can invite somebody else."),
        _LOOK,
    ),
}
