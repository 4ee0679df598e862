"""`amparo check`: a line for each thing that must be right, and what to do where it is not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console

from amparo.casework.evidence import paper
from amparo.cli import serving
from amparo.cli.ready import ready
from amparo.machine import database, paths, role_problems, secrets


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `what_to_do` is empty when all is well; `warns`: it works, but not for everybody or everywhere."""

    about: str
    says: str
    what_to_do: str = ""
    warns: bool = False

    @property
    def mark(self) -> str:
        """How the line begins."""
        if not self.what_to_do:
            return "[green]✓[/]"
        return "[bold yellow]![/]" if self.warns else "[bold red]✗[/]"


def run(console: Console) -> int:
    """0 when nothing needs doing; what only warns is left to whoever reads it."""
    findings = [finding for look in LOOKS for finding in _safely(look)]
    for found in findings:
        console.print(f"{found.mark} {found.about:<11} {found.says}", highlight=False)
        if found.what_to_do:
            console.print(f"  {'':<11} → {found.what_to_do}", highlight=False)
    return 1 if any(found.what_to_do and not found.warns for found in findings) else 0


def _safely(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    about = look.__name__.removeprefix("_")
    try:
        return list(look())
    except Exception as trouble:  # a check that cannot run is a finding, not a crash
        return [Finding(about, f"could not be looked at ({type(trouble).__name__})", "Put the above right first.")]


def _folder() -> Iterator[Finding]:
    yield Finding("folder", f"{paths.home()}")


def _database() -> Iterator[Finding]:
    where = "our own server" if secrets.embedded() else "a server given by address"
    if database.answers("web"):
        yield Finding("database", f"answers ({where})")
    else:
        yield Finding("database", f"does not answer ({where})", "Start it with `amparo serve`.")


def _roles() -> Iterator[Finding]:
    problems = role_problems.problems()
    if not problems:
        yield Finding("roles", "own nothing, bypass nothing")
    for problem in problems:
        yield Finding("roles", problem, "Run `amparo migrate`.")


def _migrations() -> Iterator[Finding]:
    ready("web")
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding("migrations", f"{len(waiting)} steps behind this version", "Run `amparo migrate`.")
    else:
        yield Finding("migrations", "the database is of this version")


def _programmes() -> Iterator[Finding]:
    ready("web")
    from amparo.programme import queries

    names = [programme.slug for programme in queries.all_programmes()]
    if names:
        yield Finding("programmes", ", ".join(names))
    else:
        yield Finding("programmes", "none yet", "Make one: `amparo init NAME` (or look around: `amparo demo`).")


def _keys() -> Iterator[Finding]:
    if not serving.vault_answers():
        yield Finding("keys", "the vault does not answer", "Start it with `amparo serve`.")
        return
    from amparo.privacy import vault

    health = vault.health()
    known = f"the vault answers; key from {health['kek']}; in a process of its own"
    if health["isolation"] == "own user":
        yield Finding("keys", f"{known} OS user")
    else:
        yield Finding(
            "keys",
            f"{known}, but of the same OS user as the web pages: fine on a laptop, not for people's real data",
            "Give the vault an OS user of its own: see AMPARO_VAULT_PEERS in the README.",
            warns=True,
        )
    if not health["log"]:
        yield Finding("keys", "the access log cannot be written: nothing will be opened", "Look at the database.")


def _clock() -> Iterator[Finding]:
    from amparo.foundation import clock

    with database.connect("web") as connection:
        row = connection.execute("SELECT clock_timestamp()").fetchone()
    apart = abs((row[0] - clock.now()).total_seconds()) if row else 0.0
    what_to_do = "Set both machines' clocks by NTP." if apart > 5 else ""
    yield Finding("clock", f"{apart:.1f} s apart from the database's", what_to_do)


def _paper() -> Iterator[Finding]:
    if paper.can_print():
        yield Finding("paper", "evidence is printed as PDF")
    else:
        install = "Install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core."
        yield Finding("paper", "no Pango: evidence is handed over as an HTML page, not as PDF", install, warns=True)


def _channels() -> Iterator[Finding]:
    ready("web")
    from django.conf import settings

    from amparo.channels import providers

    able = providers.able()
    for channel, setting in (("sms", "AMPARO_SMS_ACCOUNT, _TOKEN, _FROM"), ("email", "AMPARO_SMTP_URL")):
        if channel in able:
            yield Finding("channels", f"{channel}: configured")
        else:
            yield Finding(
                "channels", f"{channel}: not configured; nobody is reached this way", f"Set {setting}.", warns=True
            )
    yield Finding("channels", "push: configured")
    if settings.ALLOW_LOCAL_PROVIDERS:
        yield Finding(
            "channels",
            "providers on this machine are allowed",
            "Unset AMPARO_ALLOW_LOCAL_PROVIDERS outside tests.",
        )
    if not settings.HTTPS:
        yield Finding(
            "address",
            f"{settings.PUBLIC_URL}: not encrypted; fine on this machine only",
            "Put a proxy with TLS in front and set AMPARO_PUBLIC_URL to its https:// address.",
            warns=True,
        )


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _folder,
    _database,
    _roles,
    _migrations,
    _programmes,
    _keys,
    _clock,
    _channels,
    _paper,
)
