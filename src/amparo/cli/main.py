"""The `amparo` command."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(
    help="""Amparo: community-based alternatives to detention.

    First time here? Try [bold]amparo demo[/bold]: it makes a programme with a year of invented life and opens it
    in your browser's reach. For a programme of your own: [bold]amparo init[/bold], then [bold]amparo serve[/bold].

    Everything is kept below one folder, AMPARO_HOME (default: ./var).
    """,
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
staff = typer.Typer(help="The people who work here.", no_args_is_help=True)
app.add_typer(staff, name="staff")
console = Console()


@app.command()
def demo(
    serve_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it afterwards.")] = True,
    port: Annotated[int, typer.Option(help="Port of the web pages.")] = 8080,
    code: Annotated[
        bool, typer.Option("--code", help="Only print the staff's six-digit codes of this moment.")
    ] = False,
    make_only: Annotated[bool, typer.Option("--make-only", hidden=True)] = False,
) -> None:
    """Make the demo programme (once), then serve it and print ready sign-ins."""
    from amparo.cli import demo as story

    if code:
        story.show_codes()
    elif make_only:
        story.make()
    else:
        story.run(serve_it=serve_it, port=port)


@app.command()
def init(
    slug: Annotated[str, typer.Argument(help="Short name in addresses, such as 'casa'.")],
    name: Annotated[str, typer.Option(prompt="The programme's full name")],
    neutral_name: Annotated[
        str, typer.Option(prompt="A neutral name for text messages (it may be read over a shoulder)")
    ],
    country: Annotated[str, typer.Option(prompt="Country (two letters)", help="Such as US.")],
    zone: Annotated[str, typer.Option(prompt="Time zone", help="Such as America/New_York.")],
    phone: Annotated[str, typer.Option(prompt="Telephone that people can call")],
) -> None:
    """Make a programme of your own in this installation."""
    from amparo.cli import setting_up

    setting_up.init(slug=slug, name=name, neutral_name=neutral_name, country=country, zone=zone, phone=phone)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port of the web pages.")] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    web_workers: Annotated[int, typer.Option(help="Web processes.")] = 2,
    workers: Annotated[int, typer.Option(help="Background processes.")] = 1,
) -> None:
    """Run everything: database, vault, web pages, background work. Ctrl-C stops it."""
    from amparo.cli import serving

    serving.run(host=host, port=port, web_workers=web_workers, workers=workers)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Catch up with everything due, then end.")] = False,
) -> None:
    """Do the background work of this installation: plan, send, follow up, tidy."""
    from amparo.cli import worker as work

    work.run(once=once)


@app.command()
def migrate(
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only the number of steps.")] = False,
) -> None:
    """Bring the database to this version of Amparo."""
    from amparo.cli import upgrade

    with upgrade.database_up():
        steps = upgrade.upgrade()
    print(steps) if quiet else console.print(f"The database is up to date ({steps} steps taken).")


@app.command()
def check() -> None:
    """Look at database, roles, migrations, keys, clock and channels: a line each, and what to do."""
    from amparo.cli import checking

    raise typer.Exit(checking.run(console))


@app.command(name="import")
def import_(
    kind: Annotated[str, typer.Argument(help="courts, people or hearings.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or iCalendar.")],
    programme: Annotated[str, typer.Option(help="The programme's short name (not for courts).")] = "",
    on_behalf: Annotated[str, typer.Option("--as", help="E-mail of the colleague who answers for it.")] = "",
    zone: Annotated[
        str,
        typer.Option(help="Hearings: the time zone of the file. People: 'office' where a line says none."),
    ] = "",
    listed_on: Annotated[str, typer.Option(help="Courts: the day of the list, such as 2026-09-15.")] = "",
    apply: Annotated[bool, typer.Option("--apply", help="Do it. Without: only show what would happen.")] = False,
) -> None:
    """Bring in courts, people or hearings from a file. Shows a preview first; nothing is half-imported."""
    from amparo.cli import importing

    done = importing.run(
        console,
        kind=kind,
        file=file,
        slug=programme,
        on_behalf=on_behalf,
        zone=zone,
        listed_on=listed_on,
        apply=apply,
    )
    raise typer.Exit(done)


@app.command(name="verify-receipt")
def verify_receipt(
    receipt: Annotated[
        str, typer.Argument(help="The receipt's text, or a file that holds it ('-' for standard input).")
    ],
    key: Annotated[str, typer.Option(help="The programme's public key (64 hexadecimal digits).")],
) -> None:
    """Check a check-in receipt without any network and without this installation's data."""
    from amparo.cli import receipts

    raise typer.Exit(receipts.run(console, receipt, key))


@app.command(name="verify-evidence")
def verify_evidence(
    file: Annotated[Path, typer.Argument(exists=True, help="The .zip, or the folder it was unpacked into.")],
    key: Annotated[str, typer.Option(help="The programme's public key (64 hexadecimal digits).")],
) -> None:
    """Check an evidence pack and every receipt in it, without any network and without this installation's data."""
    from amparo.cli import evidence

    raise typer.Exit(evidence.run(console, file, key))


@app.command(name="evaluate-faces")
def evaluate_faces(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="people.csv and photographs.")],
    threshold: Annotated[float, typer.Option(min=-1.0, max=1.0, help="The cosine from which faces match.")] = 0.5,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Measure how often comparing faces is wrong, and for whom.

    FOLDER holds people.csv (first column: an id; every other column: a group, such as gender or age) and, in any
    folders below, photographs named after the ids: 042_neutral.jpg. A person's first usable photograph, by path,
    enrols them; the others are compared with it. Only photographs of people who agreed to this.

    Ends with 1 when the photographs show more than 1 false match in 10,000, or 1 false non-match in 100, for everybody
    or for a group. Nothing is told of groups of fewer than 11 people. Nothing is stored.
    """
    from amparo.cli import evaluating

    raise typer.Exit(evaluating.run(console, folder, threshold=threshold, as_json=as_json))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    hidden=True,
    add_help_option=False,
)
def django(context: typer.Context) -> None:
    """Django's own commands, as the database's owner."""
    from amparo.cli.ready import ready

    ready("owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["amparo django", *context.args])


@staff.command("add")
def staff_add(
    email: Annotated[str, typer.Argument(help="What they sign in with.")],
    name: Annotated[str, typer.Option(prompt="Their name, as people will see it")],
    programme: Annotated[str, typer.Option(prompt="The programme's short name")],
    role: Annotated[
        list[str] | None,
        typer.Option(help="case_worker, supervisor, manager, privacy_officer, administrator; repeatable."),
    ] = None,
) -> None:
    """Let somebody work here. Their first password is printed once; they set up a code app at first sign-in."""
    from amparo.cli import setting_up

    setting_up.add_staff(email=email, name=name, slug=programme, roles=role or ["case_worker"])


def main() -> None:
    """Refusals become one plain line; everything else is a fault of ours and shows where."""
    from amparo.cli import saying

    saying.run(app, console)
