"""What is said when somebody can show in a new way that they are this person, or see part of their page.

As in `sentences`: only what a stranger may read. It does not say which site it is about, nor what the page is for.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

WAY_IN = "way_in"
NEW_PASSKEY, NEW_WORDS, NEW_FACE = "new_passkey", "new_words", "new_face"
NEW_READER = "new_reader"

_HELLO = _("Hello,")
_WAS_IT_YOU = _("Was it you? Then all is well.")
_IF_NOT = _("If it was not you, call us now: we give you a new link, and it ends what was added.")
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
    (WAY_IN, NEW_READER): _(
        "%(programme)s: Somebody took your invitation and can see parts of your page. Did you invite them? Then all "
        "is well. If not, end it: %(url)s"
    ),
}

_TAP = _("If not, call us now, or tap to look.")
PUSH: dict[tuple[str, str], tuple[str, ...]] = {
    (WAY_IN, NEW_PASSKEY): (_("Your page has a new way to sign in"), _WAS_IT_YOU, _TAP),
    (WAY_IN, NEW_WORDS): (_("Your page gave out new words"), _WAS_IT_YOU, _TAP),
    (WAY_IN, NEW_FACE): (_("A selfie was set up on your page"), _WAS_IT_YOU, _TAP),
    (WAY_IN, NEW_READER): (_("Somebody took your invitation"), _WAS_IT_YOU, _TAP),
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
    (WAY_IN, NEW_READER): (
        _("Somebody took your invitation"),
        _HELLO,
        _("Somebody took your invitation and can see the parts of your page that you chose."),
        _WAS_IT_YOU,
        _END_IT,
        _LOOK,
    ),
}
