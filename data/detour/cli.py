"""The command line: `detour check`, `verify`, `predict`, `match`, `sweep`, `rerun`, `cite`, `impact`, `changes`, `release`, `publish`."""

from __future__ import annotations

import csv
import sys
from functools import partial
from pathlib import Path

import click

from detour import __version__, citation, locators, swap, validation
from detour import impact as impact_of
from detour.registry import UnknownId
from detour.versions import places, told
from detour.versions import release as releasing


def _report(faults: list) -> None:
    """Print faults and leave with status 1 where there are any."""
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"detour: {len(faults)} {'fault' if len(faults) == 1 else 'faults'}", err=True)
        sys.exit(1)


@click.group()
@click.version_option(__version__)
def main() -> None:
    """Check, cite and publish the tables of The Inference Detour."""


@main.command()
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default=validation.tables.DATA, help="Folder with datapackage.json.")
def check(data: Path) -> None:
    """Validate every table; one line for each fault."""
    _report(validation.check(data.resolve()))
    click.echo("every table is sound")


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify(folder: Path) -> None:
    """Hold every claim's locator and digest against the source texts in FOLDER."""
    _report(locators.verify(folder))
    click.echo("every claim is where it says")


@main.command()
@click.argument("id")
@click.option("--format", "style", type=click.Choice(list(citation.FORMATS)), default="text", show_default=True)
def cite(id: str, style: str) -> None:
    """Print the citation of the report, a page, a figure, a claim or any row with a permalink."""
    try:
        click.echo(citation.cite(id, style), nl=False)
    except citation.UnknownCitable as error:
        _fail(str(error))


@main.command()
@click.argument("id")
@click.option("--format", "style", type=click.Choice(list(impact_of.FORMATS)), default="lines", show_default=True)
def impact(id: str, style: str) -> None:
    """Print everything that rests on a source, claim, evidence row or assumption, and what would change without it.

    Lines that begin with "without" say what a result, a verdict or a step of a check is, and what it would be.
    """
    try:
        found = impact_of.of(id)
    except UnknownId as error:
        _fail(str(error))
    click.echo(impact_of.FORMATS[style](found), nl=False)


@main.command()
@click.argument("file", type=click.File(encoding="utf-8"))
def predict(file) -> None:
    """Print a prediction with its interval, in which four in five measurements lie, for each row of FILE, shaped like measurements.csv.

    FILE may be - for standard input. A row that cannot be predicted has the reason in its note, and its place on standard error.
    A row may ask for several metrics, separated by semicolons.
    """
    _answer(file)


@main.command()
@click.argument("file", type=click.File(encoding="utf-8"))
def match(file) -> None:
    """Print how many chips train as fast as those of each row of FILE, or as it asks, with the interval.

    Rows are those of `predict`, without a metric. The other kind of chip is in columns of the same names that begin with other_, of which other_chip_id
    is needed; or the row gives days and training_tokens, and is told how many of its own chips are done in time.
    """
    from detour.prediction import training_matches

    _answer(file, answered=training_matches.answer, needed=training_matches.NEEDED)


def _answer(file, **how) -> None:
    """Write answers to the rows of a file; a file that has none is refused."""
    from detour.prediction import answers, files

    try:
        files.write(file, sys.stdout, tell=_tell, **how)
    except (answers.NoRows, UnicodeDecodeError, csv.Error) as error:
        _fail(f"{file.name}: {error}")


def _tell(fault) -> None:
    """Say on standard error what is wrong with a row, and where."""
    click.echo(str(fault), err=True)


@main.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="CSV file for the answers.")
@click.option("--store", type=click.Path(dir_okay=False), help="File in which answers are kept as they come; the same command goes on from there.")
@click.option("--vary", multiple=True, metavar="COLUMN=VALUE,VALUE", help="Take every row with each of these values; more than one column may vary.")
@click.option("--samples", type=click.IntRange(min=0), default=0, help="Take every row with so many samples of the uncertain assumptions.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes on this machine; as many as it has cores where it is not said.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers compute, such as tcp://host:8786.")
def sweep(file, out: Path, **further) -> None:
    """Write the predictions of many rows of FILE, shaped like measurements.csv, to another file, computed on many processes or machines.

    FILE may be - for standard input. Each line of the answer is a row with its prediction and interval, or with the reason why there is none.
    """
    from detour.prediction.answers import NoRows
    from detour.sweeps import Refused, Stopped, command

    try:
        count, known = command.write(file, out, **further)
    except (NoRows, UnicodeDecodeError, csv.Error) as error:
        _fail(f"{file.name}: {error}")
    except (command.Unusable, Refused, Stopped, OSError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        kept = (
            f"what was found is kept in {further['store']}, and the same command goes on from there" if further["store"] else "nothing is kept without --store"
        )
        _fail(f"interrupted; {kept}")
    click.echo(f"{out}: {count} {'answer' if count == 1 else 'answers'}, {known} with a prediction")


@main.command()
@click.argument("slug")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="The id of an assumption, and a number, low or high; may be given several times.")
@click.option("--scenario", "named", multiple=True, metavar="ID", help="The id of a scenario of data/scenarios.csv; what --set sets wins over it.")
def rerun(slug: str, settings: tuple[str, ...], named: tuple[str, ...]) -> None:
    """Execute the chapter SLUG with other assumptions, and write page, notebook and differences to _build/rerun/SLUG.

    The published site stays as it is.
    """
    from detour.rerun import assumed, command

    try:
        place, moved, count = command.write(slug, settings, tell=partial(click.echo, err=True), progress=sys.stderr.isatty(), named=named)
    except (assumed.Unusable, command.Failed, OSError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("interrupted; nothing was written")
    click.echo(f"{place}/book/{slug}.html: {moved} of {count} results moved")


@main.command()
@click.argument("old")
@click.argument("new", default="")
@click.option("--format", "style", type=click.Choice(list(told.FORMATS)), default="lines", show_default=True)
@click.option("--all", "whole", is_flag=True, help="New rows and other words too, which carry no number that moved.")
def changes(old: str, new: str, style: str, whole: bool) -> None:
    """Print what moved from what to what, because of which source, from version OLD to NEW or to the tables as they stand.

    A version is a release such as 0.1.0, the folder of a site or of its data, a checkout, or a revision of the repository.
    """
    try:
        found = places.between(old, new)
    except places.UnknownVersion as error:
        _fail(str(error))
    click.echo(told.FORMATS[style](told.telling(found, whole)), nl=False)


@main.command()
def release() -> None:
    """Keep the record of this version under data/releases: once, from sound tables and the site built from them."""
    try:
        path = releasing.release()
    except releasing.NotReleased as error:
        _fail(str(error))
    click.echo(f"record: {path.relative_to(validation.tables.ROOT).as_posix()}")


@main.command()
@click.argument("built", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("site", type=click.Path(file_okay=False, path_type=Path))
def publish(built: Path, site: Path) -> None:
    """Put a built site in the place of the one before, all at once."""
    try:
        swap.publish(built, site)
    except swap.Unfinished as error:
        _fail(str(error))
    click.echo(f"site: {site}/book/index.html")


def _fail(message: str) -> None:
    """Say what is wrong in one line and leave with status 1."""
    click.echo(f"detour: {message}", err=True)
    sys.exit(1)
