"""What Twilio's error codes mean for a message: https://www.twilio.com/docs/api/errors (read 2026-11).

Twilio says the list changes, so a code that is not here is judged by the HTTP status it came with.
"""

from __future__ import annotations

from amparo.channels.outcomes import Kind, Verdict, Why

PERMANENT, RETRY = Kind.PERMANENT, Kind.RETRY_LATER

MEANINGS: dict[int, Verdict] = {
    # The request was refused.
    14107: Verdict(RETRY, Why.BUSY),  # too many messages for this account
    20003: Verdict(RETRY, Why.OURS),  # wrong credentials
    20005: Verdict(RETRY, Why.OURS),  # account not active
    20429: Verdict(RETRY, Why.BUSY),
    20500: Verdict(Kind.UNKNOWN, Why.OUTAGE),
    21211: Verdict(PERMANENT, Why.BAD_ADDRESS),  # not a telephone number
    21212: Verdict(PERMANENT, Why.OURS),  # our own number is wrong
    21214: Verdict(PERMANENT, Why.BAD_ADDRESS),
    21217: Verdict(PERMANENT, Why.BAD_ADDRESS),
    21265: Verdict(PERMANENT, Why.BAD_ADDRESS),  # a short code
    21266: Verdict(PERMANENT, Why.BAD_ADDRESS),  # our own number
    21408: Verdict(PERMANENT, Why.OURS),  # sending to that country is switched off
    21602: Verdict(PERMANENT, Why.MALFORMED),  # no text
    21603: Verdict(PERMANENT, Why.OURS),  # no sender
    21604: Verdict(PERMANENT, Why.MALFORMED),  # no recipient
    21606: Verdict(PERMANENT, Why.OURS),  # the sender cannot send texts
    21608: Verdict(PERMANENT, Why.OURS),  # a trial account
    21610: Verdict(PERMANENT, Why.STOPPED),
    21611: Verdict(RETRY, Why.BUSY),  # our number's queue is full
    21612: Verdict(PERMANENT, Why.UNREACHABLE),  # no way from our number to theirs
    21614: Verdict(PERMANENT, Why.BAD_ADDRESS),  # not a mobile number
    21617: Verdict(PERMANENT, Why.TOO_LARGE),
    21635: Verdict(PERMANENT, Why.BAD_ADDRESS),  # a landline
    21659: Verdict(PERMANENT, Why.OURS),  # the sender is not Twilio's
    21660: Verdict(PERMANENT, Why.OURS),  # the sender belongs to another account
    21703: Verdict(PERMANENT, Why.OURS),  # no sender in the messaging service
    # It was taken and did not arrive.
    30001: Verdict(RETRY, Why.BUSY),  # waited too long in Twilio's queue
    30002: Verdict(RETRY, Why.OURS),  # account suspended
    30003: Verdict(RETRY, Why.UNREACHABLE),  # the phone is off or abroad
    30004: Verdict(PERMANENT, Why.FILTERED),  # blocked by the carrier or the phone
    30005: Verdict(PERMANENT, Why.BAD_ADDRESS),  # nobody has this number any more
    30006: Verdict(PERMANENT, Why.BAD_ADDRESS),  # a landline, or a carrier nobody reaches
    30007: Verdict(PERMANENT, Why.FILTERED),  # looked like spam to a carrier
    30008: Verdict(RETRY, Why.UNREACHABLE),  # the carrier gives no reason
    30010: Verdict(PERMANENT, Why.OURS),  # dearer than the price we set
    30017: Verdict(RETRY, Why.BUSY),  # the carrier's network is congested
    30018: Verdict(PERMANENT, Why.OURS),  # that country wants senders registered
    30019: Verdict(PERMANENT, Why.TOO_LARGE),
    30022: Verdict(RETRY, Why.BUSY),  # more a second than our registration allows
    30023: Verdict(RETRY, Why.BUSY),  # more a day than our registration allows
    30024: Verdict(PERMANENT, Why.OURS),
    30032: Verdict(PERMANENT, Why.OURS),  # toll-free number not verified
    30034: Verdict(PERMANENT, Why.OURS),  # United States: number not registered
    30036: Verdict(PERMANENT, Why.BUSY),  # its moment passed in Twilio's queue, as we asked
    30410: Verdict(RETRY, Why.OUTAGE),
    30500: Verdict(RETRY, Why.OUTAGE),
    63038: Verdict(RETRY, Why.BUSY),  # daily limit of the account
}


def of_error(code: int, status: int = 400) -> Verdict:
    """What a refusal means; an unlisted code says no more than the HTTP status it came with."""
    return MEANINGS.get(code) or of_status(status)


def of_status(status: int) -> Verdict:
    """What an answer without a known code means. A server error may come after the message was taken."""
    if status == 429:
        return Verdict(RETRY, Why.BUSY)
    if status in (401, 403):
        return Verdict(RETRY, Why.OURS)
    if status == 503:
        return Verdict(RETRY, Why.OUTAGE)
    if status >= 500:
        return Verdict(Kind.UNKNOWN, Why.OUTAGE)
    return Verdict(PERMANENT, Why.MALFORMED)
