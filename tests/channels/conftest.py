"""Providers of every channel, on the loopback address."""

from tests.outside.fixtures import localhost_certificates, mail, push, sms

__all__ = ["localhost_certificates", "mail", "push", "sms"]
