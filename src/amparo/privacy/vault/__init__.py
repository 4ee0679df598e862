"""The vault, as rooms and doors see it: `from amparo.privacy import vault; vault.open_sealed(...)`."""

from amparo.privacy.vault.client import (
    blind,
    forget,
    health,
    log_read,
    new_subjects,
    open_sealed,
    open_text,
    pin_check,
    pin_new,
    receipt_public_key,
    receipt_sign,
    seal,
    seal_and_sign,
    seal_many,
)
from amparo.privacy.vault.values import LogRecord, NewSubject, OpenItem, SealItem, Subject

__all__ = [
    "LogRecord",
    "NewSubject",
    "OpenItem",
    "SealItem",
    "Subject",
    "blind",
    "forget",
    "health",
    "log_read",
    "new_subjects",
    "open_sealed",
    "open_text",
    "pin_check",
    "pin_new",
    "receipt_public_key",
    "receipt_sign",
    "seal",
    "seal_and_sign",
    "seal_many",
]
