"""Tables outside any programme: what each role may do with them, and why they need no row policy."""

from dataclasses import dataclass

WEB, WORKER, APP = "amp_web", "amp_worker", "amp_app"
ALL = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True, slots=True)
class Open:
    """One table without row security."""

    privileges: str
    to: str
    why: str
    # Columns that the worker reads as well.
    worker_reads: tuple[str, ...] = ()


OPEN_TABLES: dict[str, Open] = {
    "programme_programme": Open("SELECT", APP, "public facts about a programme"),
    "directory_court": Open("SELECT", APP, "public facts about courts"),
    "programme_staffaccount": Open(
        "SELECT, UPDATE",
        WEB,
        "read before any programme is chosen; staff only",
        worker_reads=("id", "email"),  # a partner's list may name a colleague by e-mail
    ),
    "django_session": Open(ALL, WEB, "staff sessions: a random key, no participant"),
    "cache_entry": Open(ALL, WEB, "rate limits of the staff sign-in"),
    "account_emailaddress": Open("SELECT, INSERT, UPDATE", WEB, "staff e-mail addresses"),
    "account_emailconfirmation": Open("SELECT", WEB, "unused: nobody signs up"),
    "mfa_authenticator": Open(ALL, WEB, "staff second factors, sealed by allauth's adapter"),
    "django_content_type": Open("SELECT", WEB, "names of tables"),
    "auth_permission": Open("SELECT", WEB, "unused by Amparo"),
    "auth_group": Open("", WEB, "unused by Amparo"),
    "auth_group_permissions": Open("", WEB, "unused by Amparo"),
    "django_migrations": Open("SELECT", APP, "`amparo check` compares it with the code"),
}
SEQUENCES = ("account_emailaddress_id_seq", "mfa_authenticator_id_seq")


def grant(cursor) -> None:  # type: ignore[no-untyped-def]
    """The roles have these privileges on these tables, and no others."""
    for table, opened in OPEN_TABLES.items():
        cursor.execute(f"REVOKE ALL ON {table} FROM amp_app, amp_web, amp_worker")
        if opened.privileges:
            cursor.execute(f"GRANT {opened.privileges} ON {table} TO {opened.to}")
        if opened.worker_reads:
            cursor.execute(f"GRANT SELECT ({', '.join(opened.worker_reads)}) ON {table} TO {WORKER}")
    for sequence in SEQUENCES:
        cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {WEB}")
