"""A selfie that was taken for a check-in shows who sent it, also when the answer came after the check-in.

The person took it for that check-in: what follows from it is done in their name, and in nobody else's rows. Nothing
here can make a check-in weaker than it was; a selfie that says nothing changes nothing. What came with the link alone
is shown by nobody's selfie: whoever holds the link need not be who took it.
"""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.checkins import rules
from amparo.checkins.models import Checkin, Submission
from amparo.checkins.moving import move
from amparo.checkins.rules import CheckinState
from amparo.checkins.submitting import BY_THEMSELVES
from amparo.identity import faces
from amparo.identity.models import FaceTry
from amparo.identity.ways import Way
from amparo.reminders import actions as reminders


def waiting(programme_id: UUID) -> list[FaceTry]:
    """Selfies that show somebody, and whose check-in was not told yet."""
    return faces.shown_and_not_counted(programme_id)


def confirm(selfie: FaceTry, *, by: Actor, at: datetime) -> int:
    """What the person sent for this check-in around the selfie is shown by it. Returns how much that was.

    The selfie has counted afterwards, whatever it changed: what is sent later asks for it by itself, see `submitting`.
    """
    # Locked as a capture locks it: what is being sent at this moment is seen.
    window = Checkin.objects.select_for_update(of=("self",)).filter(id=selfie.about_id, person=selfie.person_id).first()
    if not faces.counted(selfie.id, by=by, at=at) or window is None:
        return 0
    gate.require(by, Permission.CHECKIN_SUBMIT, window)
    theirs = Submission.objects.filter(
        checkin=window,
        signed_in=True,
        identity__in=BY_THEMSELVES,
        received_at__gte=selfie.received_at - rules.SELFIE_AFTER,
        received_at__lte=selfie.received_at + rules.SELFIE_BEFORE,
    )
    shown = theirs.update(identity=Way.SELFIE)
    if shown:
        stand(window, by=by, at=at)
    return shown


def stand(window: Checkin, *, by: Actor, at: datetime) -> None:
    """The window as it would be if it had been shown at once; what else a human must judge still waits for them."""
    to, looks = rules.once_shown(window.state, window.looks)
    if Submission.objects.filter(checkin=window, identity=Way.NONE).exists():
        looks = window.looks  # something else came without
    Checkin.objects.filter(id=window.id).update(looks=looks)
    if to != window.state:
        move(window, to, by=by, at=at)
    if to is CheckinState.DONE or rules.waits_only_for_an_ear(looks):
        reminders.cancel([window.id])
