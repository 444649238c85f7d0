"""The command line: words of the shell go in, one call is made, and rows, counts or a file come out."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperCommand

import kg
from kg.counts import counted, plural
from kg.errors import DocumentError, KgError, UnknownName

if TYPE_CHECKING:
    from kg.curation import Verdict
    from kg.evaluation import Evaluation
    from kg.graph.queries import SavedQuery
    from kg.graph.store import Rows
    from kg.pipeline import BuildReport, Step
    from kg.settings import Settings

__all__ = ["app"]

app = typer.Typer(
    name="kg",
    help="The knowledge graph of immunoglobulin therapy: read documents, build the graph, ask it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


class RowFormat(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"


class DiffFormat(StrEnum):
    """How differences are written."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    md = "md"


class GraphFormat(StrEnum):
    """How a graph is written."""

    ttl = "ttl"
    trig = "trig"
    nq = "nq"
    nt = "nt"
    jsonld = "jsonld"
    rdfxml = "rdfxml"
    owl = "owl"


class TreeFormat(StrEnum):
    """How an explanation is written."""

    text = "text"
    json = "json"


Build = Annotated[Path, typer.Option("--build", "-b", help="The folder of a build.", metavar="DIR")]
Format = Annotated[RowFormat, typer.Option("--format", "-f", help="How the rows are written.")]
Services = Annotated[
    list[str] | None,
    typer.Option("--allow-service", help="A SPARQL endpoint that the query may call with SERVICE; may be repeated.", metavar="URL"),
]
ServedStore = Annotated[
    Path | None, typer.Option("--store", help="Serve the Oxigraph store in this folder instead of a build.", metavar="DIR")
]
AllowedServices = Annotated[
    list[str] | None, typer.Option("--allow-service", help="An endpoint that SERVICE may call; may be repeated.", metavar="IRI")
]
TrustedProxies = Annotated[
    list[str] | None, typer.Option("--trusted-proxy", help="A proxy whose X-Forwarded-For is believed; may be repeated.", metavar="IP")
]
Orcid = Annotated[str, typer.Option("--orcid", help="Who decides: the curator's ORCID.", metavar="ORCID")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in one line.", metavar="TEXT")]
Day = Annotated[str | None, typer.Option("--date", help="The day of the decision; today if none is given.", metavar="YYYY-MM-DD")]
MappingFolder = Annotated[
    Path | None, typer.Option("--mappings", help="The folder of mapping files; the shipped one if none is given.", metavar="DIR")
]
Ontologies = Annotated[
    list[Path] | None,
    typer.Option("--ontology", help="An ontology file instead of the imported slices; may be repeated.", metavar="FILE"),
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {kg.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    """The knowledge graph of immunoglobulin therapy: read documents, build the graph, ask it."""


@app.command()
def build(
    context: typer.Context,
    documents: Annotated[
        list[Path] | None, typer.Option("--documents", "-d", help="A folder or file of documents to read; may be repeated.", metavar="PATH")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the build is written to.", metavar="DIR")] = Path("build"),
    no_reason: Annotated[bool, typer.Option("--no-reason", help="Leave out rules and DL reasoning.")] = False,
    curation: Annotated[
        Path | None,
        typer.Option(
            "--curation", exists=True, dir_okay=False, help="The file of curators' decisions; data/curation.tsv if none is given.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Read the documents, extract, populate, validate, reason and store: the main job.

    Example: `kg build --documents texts/ --out build`
    """
    from dataclasses import replace

    from kg.pipeline import build as run

    errors = Console(stderr=True)

    def told(step: Step) -> None:
        if errors.is_terminal:
            errors.print(f"[dim]{step.name:10} {step.seconds:6.2f} s[/dim]")

    report = run(documents or [], out, reason=not no_reason, settings=replace(_settings(context), curation=curation), on_step=told)
    _summary(report, out)
    for note in report.notes:
        sys.stderr.write(f"Note: {note}\n")
    if not report.conforms:
        sys.stderr.write(f"Note: what violates a shape stands in igg:quarantine; see {out / 'report.json'}\n")
    if report.consistent is False:
        raise typer.Exit(3)


@app.command()
def extract(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Documents, folders or archives; `-` is standard input.", metavar="PATH...")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file for the claims; without it they go to stdout.", metavar="FILE")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Write one file a document into this folder instead.", metavar="DIR")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, max=256, help="Processes that read side by side, with Dask.")] = 1,
    build: Build = Path("build"),
) -> None:
    """Extract the claims of documents as JSON lines, one claim a line.

    Example: `kg extract leaflet.txt --out claims.jsonl`
    """
    from kg.distributed import extract_distributed
    from kg.extraction import extract_documents
    from kg.lexicon_packs import with_packs

    settings = with_packs(_settings(context), build)
    if workers > 1 and out is not None:
        counts = extract_distributed(paths, out, workers=workers, settings=settings)
    elif workers > 1:
        raise typer.BadParameter("several workers write to a file: give --out", param_hint="--workers")
    else:
        counts = extract_documents(paths, out=out, folder=folder, stream=sys.stdout, settings=settings)
    found = (plural(counts.documents, "document"), plural(counts.mentions, "mention"), plural(counts.claims, "claim"))
    sys.stderr.write(f"{', '.join(found)}, {counts.ungrounded} ungrounded\n")
    for skipped in counts.skipped:
        sys.stderr.write(f"Note: {skipped}\n")
    if not counts.documents:
        raise DocumentError(" ".join(map(str, paths)), "no document could be read")


class _PageCommand(TyperCommand):
    """A command whose option --html may stand without a value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give a bare --html an empty value; the word after it is its value only if another word names a document."""
        args = list(args)
        if "--html" in args:
            at = args.index("--html")
            words = [i for i, arg in enumerate(args) if arg == "-" or not arg.startswith("-")]
            words = [i for i in words if not i or args[i - 1] not in {"-f", "--format"}]
            if at + 1 in words and len(words) > 1:
                args[at : at + 2] = [f"--html={args[at + 1]}"]
            else:
                args[at] = "--html="
        return super().parse_args(ctx, args)


@app.command(cls=_PageCommand)
def read(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Documents, folders or archives; `-` is standard input.", metavar="FILE...")],
    html: Annotated[
        str | None,
        typer.Option(
            "--html",
            help="Write a page that stands alone: to a file that ends in .html, into a folder (one page a document), with `-` to stdout; "
            "without OUT to a file here that is named after the document.",
            metavar="[OUT]",
        ),
    ] = None,
    format: Annotated[RowFormat | None, typer.Option("--format", "-f", help="Write the claims as rows instead of the text.")] = None,
    build: Build = Path("build"),
) -> None:
    """Show the text of documents with mentions and claims marked, in the terminal or as a page.

    Example: `kg read leaflet.txt --html leaflet.html`
    """
    from kg.display import CARD_COLUMNS, card_rows, print_marked, read_marked, write_pages
    from kg.lexicon_packs import with_packs
    from kg.marking import Marked

    if html is not None and format is not None:
        raise typer.BadParameter("a page has no rows: give --html or --format", param_hint="--format")
    found = read_marked(paths, with_packs(_settings(context), build))
    if html is not None:
        pages = write_pages(found, Path(html) if html not in {"", "-"} else None, sources=paths, stream=sys.stdout if html == "-" else None)
        for page in pages.written:
            sys.stderr.write(f"{page}\n")
        count, skips = pages.documents, pages.skipped
    else:
        count, skips, rows = 0, [], []
        console = _console()
        for item in found:
            if not isinstance(item, Marked):
                skips.append(item)
                continue
            if format is not None:
                rows += card_rows(item)
            else:
                if count:
                    console.rule()
                print_marked(item, console)
            count += 1
        if format is not None and count:
            _rows(CARD_COLUMNS, rows, format)
    for skipped in skips:
        sys.stderr.write(f"Note: {skipped}\n")
    if not count:
        raise DocumentError(" ".join(map(str, paths)), "no document could be read")


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="The folder with the texts of the committed sources.", metavar="DIR")],
) -> None:
    """Check the hash and every offset of the committed extraction against the texts.

    Example: `kg verify texts/`
    """
    from kg.extraction import verify_sources

    result = verify_sources(folder)
    for mismatch in result.mismatches:
        typer.echo(f"{mismatch.document}\t{mismatch.place}\t{mismatch.problem}")
    checked = f"{plural(result.documents, 'document')} and {plural(result.claims, 'offset')} checked, {len(result.mismatches)} wrong"
    sys.stderr.write(f"{checked}; {plural(len(result.absent), 'source')} not in {folder}\n")
    if result.mismatches:
        raise typer.Exit(3)
    if not result.documents:
        raise KgError(f"{folder}: none of the committed sources is there")


@app.command()
def validate(
    files: Annotated[list[Path] | None, typer.Argument(help="RDF files; without any, the build is validated.", metavar="FILE...")] = None,
    build: Build = Path("build"),
    format: Format = RowFormat.table,
) -> None:
    """Validate RDF files, or the build, against the SHACL shapes; exit code 3 if a shape is violated.

    Example: `kg validate build/igkg.ttl`
    """
    from kg.answers import validate_files
    from kg.graph.rows import to_text

    report = validate_files(files or [], build)
    _rows(
        ["severity", "shape", "focus", "message", "repair"],
        [[r.severity, r.shape.rpartition("#")[2], to_text(r.focus), r.message, r.repair] for r in report.results],
        format,
    )
    unvisited = [shape.rpartition("#")[2] for shape, nodes in report.visited.items() if not nodes]
    visited = f"{plural(len(report.visited), 'shape')}, {plural(sum(report.visited.values()), 'node')} visited"
    sys.stderr.write(f"{visited}, {plural(len(report.results), 'result')}\n")
    if unvisited:
        sys.stderr.write(f"Note: shapes that visited no node: {', '.join(sorted(unvisited))}\n")
    if not report.conforms:
        raise typer.Exit(3)


@app.command()
def query(
    name: Annotated[str | None, typer.Argument(help="The name of a saved query.")] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="A parameter; the value is an IRI, a CURIE, a slug or a label.", metavar="NAME=VALUE"),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", "-l", help="List the saved queries.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the query's text and parameters instead of running it.")] = False,
    services: Services = None,
    build: Build = Path("build"),
    format: Format = RowFormat.table,
) -> None:
    """Answer a saved query.

    Example: `kg query adverse-effects-of-product -p product=IVIG`
    """
    from kg.answers import answer
    from kg.graph.queries import load_queries
    from kg.settings import Settings

    queries = load_queries(Settings.default().queries)
    if list_ or name is None:
        _rows(["query", "topic", "question", "parameters"], [_query_row(q) for q in queries.values()], format)
        return
    if name not in queries:
        raise UnknownName("saved query", name, queries)
    if show:
        typer.echo(queries[name].text, nl=False)
        return
    rows = answer(build, queries[name], _parameters(parameters or []), services=services or ())
    _answer(rows, format, empty=queries[name].empty_means, title=queries[name].question)


@app.command()
def sparql(
    text: Annotated[str, typer.Argument(help="The query, `@FILE`, or `-` for standard input.", metavar="QUERY|@FILE|-")],
    services: Services = None,
    build: Build = Path("build"),
    format: Format = RowFormat.table,
) -> None:
    """Run a SPARQL query over the union of the named graphs; the project's prefixes are known.

    Example: `kg sparql 'SELECT ?c { igr:intravenous-immunoglobulin ig:approvedFor ?c }'`
    """
    from kg.answers import answer_sparql, misspelt_terms

    if text == "-":
        text = sys.stdin.read()
    elif text.startswith("@"):
        try:
            text = Path(text[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise KgError(f"{text[1:]}: cannot be read ({error})") from error
    rows = answer_sparql(build, text, services=services or ())
    _answer(rows, format, empty="no solution")
    for note in () if rows else misspelt_terms(build, text):
        sys.stderr.write(f"Note: {note}\n")


@app.command()
def export(
    format: Annotated[GraphFormat, typer.Option("--format", "-f", help="The RDF format.")] = GraphFormat.ttl,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file; without it the graph goes to stdout.", metavar="FILE")] = None,
    build: Build = Path("build"),
) -> None:
    """Write the graph in an RDF format, sorted: the same build gives the same bytes.

    Example: `kg export --format jsonld --out igkg.jsonld`
    """
    from kg.answers import export_build

    export_build(build, format.value, out, sys.stdout.buffer)


@app.command()
def explain(
    subject: Annotated[str, typer.Argument(help="An IRI, a CURIE, a slug or a label.")],
    predicate: Annotated[str, typer.Argument(help="A property: an IRI, a CURIE or a name such as plausibleFor; `a` for the type.")],
    object: Annotated[str, typer.Argument(help="An IRI, a CURIE, a slug or a label.")],
    build: Build = Path("build"),
    format: Annotated[TreeFormat, typer.Option("--format", "-f", help="How the tree is written.")] = TreeFormat.text,
    svg: Annotated[Path | None, typer.Option("--svg", help="Draw the tree to this file too.", metavar="FILE")] = None,
) -> None:
    """Say why a triple holds: the claims and documents behind it, or the rule and premises that infer it.

    Example: `kg explain IVIG plausibleFor "myasthenia gravis" --svg why.svg`
    """
    from kg.answers import explain_triple
    from kg.outputs import staged_file

    reasons = explain_triple(build, subject, predicate, object)
    if svg is not None:
        with staged_file(svg) as path:
            path.write_text(reasons.to_svg(), encoding="utf-8")
    typer.echo(reasons.to_text() if format is TreeFormat.text else reasons.to_json())


@app.command()
def categories(
    all_: Annotated[bool, typer.Option("--all", "-a", help="List the agreements too.")] = False,
    build: Build = Path("build"),
    format: Format = RowFormat.table,
) -> None:
    """Compare our categories of conditions with those of MONDO: where they differ, and the reason on each side.

    Example: `kg categories --all --format json`
    """
    from kg.answers import category_findings

    found = category_findings(build)
    shown = [row for row in found if all_ or row.verdict != "agree"]
    _rows(
        ["verdict", "category", "condition", "ours", "MONDO"],
        [[row.verdict, row.category, row.condition, row.ours, row.mondo] for row in shown],
        format,
    )
    counts = {verdict: sum(row.verdict == verdict for row in found) for verdict in ("agree", "only ours", "only MONDO")}
    sys.stderr.write(", ".join(f"{count} {verdict}" for verdict, count in counts.items()) + "\n")


@app.command()
def evaluate(
    gold: Annotated[Path | None, typer.Option("--gold", "-g", help="The gold facts, a table as docs/evaluation.md describes.", metavar="FILE")] = None,
    documents: Annotated[
        list[Path] | None, typer.Option("--documents", "-d", help="The documents of the gold; may be repeated.", metavar="PATH")
    ] = None,
    corpora: Annotated[
        Path | None,
        typer.Option("--corpora", help="A folder of public corpora as JSON lines: NegEx, PHEE, BC5CDR, NCBI Disease.", metavar="DIR"),
    ] = None,
    negatives: Annotated[Path | None, typer.Option("--negatives", help="Hard negatives, a table too.", metavar="FILE")] = None,
    manifest: Annotated[Path | None, typer.Option("--manifest", help="Which characters the gold covers, a table too.", metavar="FILE")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="Draw the calibration of belief to this file.", metavar="FILE")] = None,
    errors: Annotated[bool, typer.Option("--errors", "-e", help="List missed facts, false claims and wrong attributes with their words.")] = False,
    format: Format = RowFormat.table,
) -> None:
    """Score the extraction against a gold, with 95 % intervals, attributes, hard negatives and calibration; or measure it on corpora.

    Example: `kg evaluate --gold facts.tsv --documents texts/ --errors`
    """
    from kg.evaluation import evaluate_documents, figures_of, list_errors, reliability_diagram
    from kg.outputs import staged_file

    if corpora is None and gold is None:
        raise typer.BadParameter("nothing to score against: give --gold with --documents, or --corpora", param_hint="--gold")
    if (gold is None) != (documents is None):
        raise typer.BadParameter("--gold and --documents go together", param_hint="--gold")
    if format is RowFormat.csv and gold is not None and (errors or corpora is not None):
        raise typer.BadParameter("two tables do not fit one csv file: take json, or tsv, where one follows the other", param_hint="--format")
    measured = _corpora(corpora, format) if corpora is not None else {}
    if gold is None or documents is None:
        if format is RowFormat.json:
            _object(measured)
        return
    result = evaluate_documents(gold, documents, negatives=negatives, manifest=manifest)
    if format is RowFormat.json:
        _object(measured | figures_of(result) | ({"errors": list_errors(result)} if errors else {}))
    else:
        _rows(
            ["group", "precision", "recall", "F1", "found", "core", "false"],
            [[n, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", s.found, s.core, s.false] for n, s in result.groups],
            format,
        )
    bounds = ", ".join(f"{name} {low:.3f} to {high:.3f}" for name, (low, high) in result.intervals.items())
    rights = ", ".join(f"{name} {right}/{of}" for name, (right, of) in result.attributes.items())
    brier = "no belief to judge" if result.brier is None else f"Brier score of belief {result.brier:.3f}"
    sys.stderr.write(
        f"macro F1 over documents {result.macro_f1:.3f}; 95 % intervals: {bounds or 'too few facts'}\n"
        f"attributes right: {rights or 'none to judge'}\n"
        f"hard negatives hit: {len(result.negatives_hit)} of {result.negatives}; {brier}\n"
    )
    for skipped in result.skipped:
        sys.stderr.write(f"Note: {skipped}\n")
    if result.unscored:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(result.unscored.items()))
        sys.stderr.write(f"Note: facts of the gold that are not scored, since no claim is made of them: {counts}\n")
    if result.absent:
        sys.stderr.write(f"Note: documents of the gold that were not given, so that their facts count as missed: {', '.join(result.absent)}\n")
    if result.unjudged:
        places = _some([f"{negatives}:{line} {name}" for line, name in result.unjudged])
        sys.stderr.write(f"Note: hard negatives that are not counted, since no concept or no document that was given has this name: {places}\n")
    if result.beyond:
        places = _some([f"{manifest}:{line} {reach} of {length}" for line, reach, length in result.beyond])
        sys.stderr.write(f"Note: ranges of the manifest that reach beyond their text: {places}\n")
    if result.unknown:
        places = _some([f"{gold}:{line} {name}" for line, name in result.unknown])
        sys.stderr.write(f"Note: names of the gold that no concept has, so that no claim can be right by them: {places}\n")
    if result.misplaced:
        places = _some([f"{gold}:{line} {_short(marked)!r} for {_short(surface)!r}" for line, marked, surface in result.misplaced])
        sys.stderr.write(f"Note: rows of the gold that mark other words of the text than their surface: {places}\n")
    if result.uncovered:
        places = _some([f"{gold}:{fact.line}" for fact in result.uncovered])
        sys.stderr.write(f"Note: core facts outside the covered characters, missed unless the text states them inside too: {places}\n")
    if errors and format is not RowFormat.json:
        _rows(_ERROR_COLUMNS, _error_rows(result), format)
    if svg is not None:
        with staged_file(svg) as path:
            path.write_text(reliability_diagram(result.judged), encoding="utf-8")


_ERROR_COLUMNS = ("error", "document", "predicate", "subject", "object", "polarity", "words")


def _error_rows(result: Evaluation) -> list[list[object]]:
    """List the errors as rows; before the words of a false claim stands their place."""
    from kg.evaluation import list_errors

    errors = [e | {"words": f"{e['start']} {e['words']}"} if e["error"] == "false" else e for e in list_errors(result)]
    return [[error[name] for name in _ERROR_COLUMNS] for error in errors]


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _some(names: Sequence[str], most: int = 20) -> str:
    """List names, of many the first ones, and count the rest."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


review_app = typer.Typer(
    help="List the claims that a decision would change most, or decide about one; decisions survive every rebuild.\n\n"
    "Example: `kg review --limit 5`",
    invoke_without_command=True,
    rich_markup_mode="markdown",
)
app.add_typer(review_app, name="review")


@review_app.callback()
def review(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many claims are listed.", min=1)] = 20,
    all_: Annotated[bool, typer.Option("--all", help="List claims that are decided too.")] = False,
    build: Build = Path("build"),
    format: Format = RowFormat.table,
) -> None:
    """List the claims that a decision would change most, or decide about one; decisions survive every rebuild.

    Example: `kg review --limit 5`
    """
    if context.invoked_subcommand is not None:
        return
    from kg.answers import open_build
    from kg.review import REVIEW_COLUMNS, Marks, claims_to_review, review_rows
    from kg.settings import Settings

    items = claims_to_review(open_build(build), Marks.load(Settings.default().data / "review.toml"), everything=all_)
    _rows(REVIEW_COLUMNS, review_rows(items[:limit]), format)
    sys.stderr.write(f"{min(limit, len(items))} of {plural(len(items), 'claim')}; decide with `kg review accept|reject|amend CLAIM`\n")


Claim = Annotated[str, typer.Argument(help="The claim: the 16 digits that `kg review` lists, its CURIE or its IRI.", metavar="CLAIM")]
Decisions = Annotated[
    Path | None, typer.Option("--file", help="The file of decisions; data/curation.tsv if none is given.", metavar="FILE")
]


@review_app.command("accept")
def review_accept(
    claim: Claim, orcid: Orcid, reason: Reason, day: Day = None, file: Decisions = None, build: Build = Path("build")
) -> None:
    """Accept a claim: it is a right reading of its documents.

    Example: `kg review accept 0123456789abcdef --orcid 0000-0002-1825-0097 --reason "compared with the page"`
    """
    _decide(build, claim, "accept", orcid, reason, day, file)


@review_app.command("reject")
def review_reject(
    claim: Claim, orcid: Orcid, reason: Reason, day: Day = None, file: Decisions = None, build: Build = Path("build")
) -> None:
    """Reject a claim: it keeps its evidence and makes no fact.

    Example: `kg review reject 0123456789abcdef --orcid 0000-0002-1825-0097 --reason "a symptom, not an adverse effect"`
    """
    _decide(build, claim, "reject", orcid, reason, day, file)


@review_app.command("amend")
def review_amend(
    claim: Claim,
    orcid: Orcid,
    reason: Reason,
    fields: Annotated[
        list[str],
        typer.Option("--set", help="A field as it should be, such as status=used; may be repeated.", metavar="FIELD=VALUE"),
    ],
    day: Day = None,
    file: Decisions = None,
    build: Build = Path("build"),
) -> None:
    """Amend a claim: it is rejected, and a claim with the given fields, on the same places in the documents, takes its place.

    Example: `kg review amend 0123456789abcdef --set status=used --orcid 0000-0002-1825-0097 --reason "the page says used"`
    """
    _decide(build, claim, "amend", orcid, reason, day, file, fields)


def _decide(
    build: Path, claim: str, verdict: Verdict, orcid: str, reason: str, day: str | None, file: Path | None, fields: Sequence[str] = ()
) -> None:
    from kg.answers import open_build
    from kg.review import decide_claim

    decision, label = decide_claim(
        open_build(build), claim, verdict, curator=orcid, reason=reason, date=_today(day), amended=fields, file=file
    )
    typer.echo(f"{decision.claim}\t{decision.verdict}\t{label}")
    sys.stderr.write(f"The next `kg build{f' --curation {file}' if file else ''}` applies it.\n")


map_app = typer.Typer(
    help="Check the mappings to other ontologies, propose new ones, and judge what is proposed.\n\nExample: `kg map suggest --least 0.8`",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.add_typer(map_app, name="map")


@map_app.command("check")
def map_check(
    folder: MappingFolder = None,
    ontology: Ontologies = None,
    restricted: Annotated[bool, typer.Option("--restricted", help="Check the restricted identifier systems too.")] = False,
    rewrite: Annotated[bool, typer.Option("--rewrite", help="Write each file in the form that sssom-pydantic gives it.")] = False,
    format: Format = RowFormat.table,
) -> None:
    """Check mappings: the SSSOM standard, identifiers, contradictions, cycles, deprecated terms; exit code 3 if one is in error.

    Example: `kg map check --restricted`
    """
    from kg.mapping_review import CONFLICT_COLUMNS, check_mappings

    result = check_mappings(folder, ontology or (), restricted=restricted, rewrite=rewrite)
    _rows(CONFLICT_COLUMNS, result.rows, format)
    checked = f"{plural(result.mappings, 'mapping')} in {plural(result.files, 'file')} against {plural(result.terms, 'term')}"
    sys.stderr.write(f"{checked}: {plural(result.errors, 'error')}\n")
    if result.errors:
        raise typer.Exit(3)


@map_app.command("suggest")
def map_suggest(
    ontology: Ontologies = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the predicted mappings to this SSSOM file for review.", metavar="FILE")
    ] = None,
    least: Annotated[float | None, typer.Option("--least", help="The least score.", min=0.0, max=1.0)] = None,
    folder: MappingFolder = None,
    day: Day = None,
    format: Format = RowFormat.table,
) -> None:
    """Propose mappings for concepts that have none in an ontology, by names and cross-references, with score and reason.

    Example: `kg map suggest --least 0.8`
    """
    from kg.mapping_review import SUGGESTION_COLUMNS, propose_mappings

    result = propose_mappings(folder, ontology or (), out=out, least=least, date=_today(day))
    _rows(SUGGESTION_COLUMNS, result.rows, format)
    where = f"; written to {out}" if out else ""
    found = f"{plural(len(result.rows), 'suggestion')} for {plural(result.concepts, 'concept')}"
    sys.stderr.write(f"{found} against {plural(result.terms, 'term')}{where}\n")


@map_app.command("accept")
def map_accept(
    subject: Annotated[str, typer.Argument(help="The concept's slug.", metavar="CONCEPT")],
    term: Annotated[str, typer.Argument(help="The term's CURIE.", metavar="TERM")],
    orcid: Orcid,
    predicted: Annotated[Path, typer.Option("--from", help="The file of predicted mappings.", metavar="FILE")],
    predicate: Annotated[str, typer.Option("--as", help="Another match than the predicted one, such as skos:broadMatch.")] = "",
    folder: MappingFolder = None,
    day: Day = None,
) -> None:
    """Accept a predicted mapping: it becomes a curated one with its reviewer.

    Example: `kg map accept fever HP:0001945 --from predicted.sssom.tsv --orcid 0000-0002-1825-0097`
    """
    _judge(subject, term, orcid, predicted, predicate, folder, day, accept=True)


@map_app.command("reject")
def map_reject(
    subject: Annotated[str, typer.Argument(help="The concept's slug.", metavar="CONCEPT")],
    term: Annotated[str, typer.Argument(help="The term's CURIE.", metavar="TERM")],
    orcid: Orcid,
    predicted: Annotated[Path, typer.Option("--from", help="The file of predicted mappings.", metavar="FILE")],
    folder: MappingFolder = None,
    day: Day = None,
) -> None:
    """Reject a predicted mapping: it becomes a negative one, and is not proposed again.

    Example: `kg map reject fever HP:0001945 --from predicted.sssom.tsv --orcid 0000-0002-1825-0097`
    """
    _judge(subject, term, orcid, predicted, "", folder, day, accept=False)


def _judge(
    subject: str, term: str, orcid: str, predicted: Path, predicate: str, folder: Path | None, day: str | None, *, accept: bool
) -> None:
    from kg.mapping_review import judge_mapping

    said, path = judge_mapping(subject, term, predicted, orcid=orcid, date=_today(day), folder=folder, predicate=predicate, accept=accept)
    typer.echo(f"{path}\t{said}")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The folder of the older build.", metavar="OLD")],
    new: Annotated[Path, typer.Argument(help="The folder of the newer build.", metavar="NEW")],
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", help="At most this many rows a part, in Markdown; without it all.", min=1)
    ] = None,
    format: Annotated[DiffFormat, typer.Option("--format", "-f", help="How the differences are written.")] = DiffFormat.table,
) -> None:
    """Compare two builds: documents, concepts, mappings, axioms, claims, facts, and which saved queries answer otherwise, and why.

    Example: `kg diff last/build build --format md`
    """
    from kg.changes import CHANGE_COLUMNS, change_rows, summary, to_json, to_markdown
    from kg.difference import compare_builds

    changes = list(compare_builds(old, new))
    if format is DiffFormat.md:
        pieces = to_markdown(changes, limit=limit)
    elif format is DiffFormat.json:
        pieces = to_json(changes)
    else:
        _rows(CHANGE_COLUMNS, change_rows(changes), RowFormat(format.value))
        pieces = iter(())
    for piece in pieces:
        typer.echo(piece, nl=False)
    sys.stderr.write(summary(changes) + "\n")


@app.command()
def draw(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The SVG file; without it the picture goes to stdout.", metavar="FILE")
    ] = None,
) -> None:
    """Draw the model from ontology/igkg.ttl as SVG.

    Example: `kg draw --out docs/model.svg`
    """
    from kg.graph.ontology import draw_model
    from kg.outputs import staged_file
    from kg.settings import Settings

    picture = draw_model(Settings.default().ontology / "igkg.ttl")
    if out is None:
        typer.echo(picture)
        return
    with staged_file(out) as path:
        path.write_text(picture, encoding="utf-8")


@app.command()
def release(
    version: Annotated[str, typer.Option("--version", help="The version to publish, as in semver.org.", metavar="X.Y.Z")],
    build: Build = Path("build"),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder to write; release/X.Y.Z if none is given.", metavar="DIR")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="The day of publication; else the newest date of a document.", metavar="YYYY-MM-DD")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="An older build; the release notes say what changed.", metavar="DIR")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Publish every affirmed claim as nanopublication, not only accepted ones.")] = False,
    format: Format = RowFormat.table,
) -> None:
    """Publish a build: ontology products, graph, KGX, SSSOM, nanopublications, description; exit code 3 if it may not be published.

    Example: `kg release --version 0.2.0 --build build`
    """
    from kg.release import release as publish

    done = publish(version, build, out, date=date, previous=previous, everything=all_)
    _rows(["file", "what it is", "bytes", "SHA-256"], [[f.path, f.title, f.size, f.sha256] for f in done.files], format)
    counts = ", ".join(counted(count, name) for name, count in done.counts.items())
    sys.stderr.write(f"release {done.version} of {done.date}: {counts}\n")
    for note in done.notes:
        sys.stderr.write(f"Note: {note}\n")


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="An ontology: OBO, OWL as RDF/XML or Turtle, OBO Graphs JSON; .gz, .zst, .bz2 or .xz of it.", metavar="FILE"),
    ],
    name: Annotated[
        str, typer.Option("--as", help="The name of the import: igg:imports-NAME; else the prefix of its terms.", metavar="NAME")
    ] = "",
    seeds: Annotated[
        str,
        typer.Option(
            "--seeds",
            help="Which terms, each with its ancestors: mapped (by our SSSOM files), all, or a file of identifiers.",
            metavar="mapped|FILE|all",
        ),
    ] = "mapped",
    build: Build = Path("build"),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the slice here as Turtle, apart from any build.", metavar="FILE")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only report on the mapped terms; write nothing.")] = False,
    version_iri: Annotated[str, typer.Option("--version-iri", help="The version IRI, where the file has none.", metavar="IRI")] = "",
    licence: Annotated[str, typer.Option("--licence", help="The licence, where the file does not state it.", metavar="IRI")] = "",
    max_gb: Annotated[float, typer.Option("--max-gb", min=0.001, help="The largest file that is read, in GB decompressed.")] = 4.0,
    format: Format = RowFormat.table,
) -> None:
    """Import the needed part of an ontology as igg:imports-NAME; report mapped terms that were relabelled, deprecated, merged or vanished.

    Example: `kg import mondo.obo --as mondo --seeds mapped`
    """
    import datetime

    from kg.graph.imports import import_ontology
    from kg.graph.statements import Header
    from kg.lexicon_packs import list_packs

    today = datetime.datetime.now(tz=datetime.UTC).date()
    report = import_ontology(
        file,
        name=name,
        seeds=seeds if seeds in {"mapped", "all"} else Path(seeds),
        build=None if check or out is not None else build,
        out=None if check else out,
        today=today,
        described=Header(version_iri=version_iri, licence=licence),
        max_bytes=int(max_gb * 1024**3),
    )
    _rows(
        ["finding", "term", "label was", "label is", "replaced by", "concepts"],
        [[f.kind, f.term, f.was, f.label, f.replacement, " ".join(f.concepts)] for f in report.findings],
        format,
    )
    header = report.header
    sys.stderr.write(
        f"{report.name}: {report.kept} of {plural(report.classes, 'class', 'classes')} kept, {plural(report.seeds, 'seed')}; "
        f"version {header.version or 'not stated'}, licence {header.licence or 'not stated'}, SHA-256 {report.sha256[:16]}\n"
    )
    if report.path is not None:
        where = f" and in the store ({plural(report.stored, 'triple')})" if report.stored else ""
        sys.stderr.write(f"written to {report.path}{where}\n")
    if report.dangling:
        sys.stderr.write(f"Note: {plural(report.dangling, 'parent is', 'parents are')} not described by the file\n")
    for missing in report.missing:
        sys.stderr.write(f"Note: the file has no {missing}\n")
    for note in report.notes:
        sys.stderr.write(f"Note: {file}: {note}\n")
    if not check and out is None and report.name in {pack.name for pack in list_packs(build)}:
        sys.stderr.write(f"Note: the lexicon pack {report.name} was made of an older import; `kg lexicon add {report.name}` makes it anew\n")


lexicon = typer.Typer(
    help="Lexicon packs: names of imported ontologies that extraction reads too.\n\nExample: `kg lexicon add mondo`",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)
app.add_typer(lexicon, name="lexicon")


@lexicon.command("add")
def lexicon_add(
    name: Annotated[str, typer.Argument(help="The name of an import.", metavar="NAME")],
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", help="A class of ig: that its terms may have, such as Condition; may be repeated.", metavar="CLASS"),
    ] = None,
    build: Build = Path("build"),
    format: Format = RowFormat.table,
) -> None:
    """Make the names of an import readable by extraction for this build; say how many names which rule left out.

    Example: `kg lexicon add mondo`
    """
    from kg.lexicon_packs import add_pack

    pack, packs = add_pack(name, build, classes=classes or ())
    _rows(["left out because", "names"], [[reason, count] for reason, count in packs.dropped.items()], format)
    sys.stderr.write(
        f"{name}: {plural(pack.terms, 'term')}, {plural(pack.names, 'name')}, "
        f"{plural(pack.curated, 'term is a curated concept', 'terms are curated concepts')}; "
        f"{plural(packs.names, 'name is', 'names are')} read\n"
        + (f"Note: {plural(pack.outside, 'term', 'terms')} left out that name no such thing, such as modifiers\n" if pack.outside else "")
    )


@lexicon.command("list")
def lexicon_list(build: Build = Path("build"), format: Format = RowFormat.table) -> None:
    """List the lexicon packs of a build, in the order in which they count.

    Example: `kg lexicon list`
    """
    from kg.lexicon_packs import list_packs

    _rows(["pack", "terms", "names", "curated"], [[p.name, p.terms, p.names, p.curated] for p in list_packs(build)], format)


@lexicon.command("remove")
def lexicon_remove(
    name: Annotated[str, typer.Argument(help="The name of a pack.", metavar="NAME")],
    build: Build = Path("build"),
) -> None:
    """Remove a lexicon pack; the import stays.

    Example: `kg lexicon remove mondo`
    """
    from kg.lexicon_packs import remove_pack

    remove_pack(name, build)
    sys.stderr.write(f"{name} is read no more\n")


@app.command()
def serve(
    build: Build = Path("build"),
    store: ServedStore = None,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on; 0 takes a free one.", min=0, max=65535)] = 8000,
    writable: Annotated[
        bool, typer.Option("--writable", help="Allow edits: of the dataset in --store, or of a copy of the build in its folder `edited`.")
    ] = False,
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="KG_TOKEN", help="The secret of edits; set it in the environment, where no one else sees it."),
    ] = None,
    no_auth: Annotated[bool, typer.Option("--no-auth", help="Allow edits without a token; on loopback only.")] = False,
    workers: Annotated[int, typer.Option("--workers", help="Processes for queries of visitors.", min=1, max=256)] = 3,
    seconds: Annotated[float, typer.Option("--seconds", help="Time that a query of a visitor may compute.", min=0.1)] = 30.0,
    memory: Annotated[int, typer.Option("--memory", help="Megabytes that one query may take.", min=64)] = 1024,
    allow_service: AllowedServices = None,
    trusted_proxy: TrustedProxies = None,
    cors: Annotated[str, typer.Option("--cors", help="The origin whose scripts may read; `*` is all, empty is none.")] = "*",
    log_queries: Annotated[bool, typer.Option("--log-queries", help="Write the text of queries into the log.")] = False,
    mcp: Annotated[bool, typer.Option("--mcp", help="Offer the saved queries as tools for language models, at /mcp.")] = False,
    mcp_host: Annotated[
        list[str] | None,
        typer.Option("--mcp-host", help="A name by which /mcp may be called beside those of this machine; repeatable.", metavar="NAME"),
    ] = None,
) -> None:
    """Serve a build over HTTP: SPARQL, saved queries as an API, search, and what operators need.

    Example: `kg serve --build build --port 8000`
    """
    from kg.web.door import serve as run

    run(
        build=build, store=store, host=host, port=port, writable=writable, token=token, no_auth=no_auth, workers=workers, seconds=seconds,
        memory=memory, services=allow_service or (), trusted_proxies=trusted_proxy or (), cors=cors, log_queries=log_queries,
        mcp=mcp, mcp_hosts=mcp_host or (),
    )  # fmt: skip


@app.command()
def mcp(
    build: Build = Path("build"),
    store: ServedStore = None,
    http: Annotated[bool, typer.Option("--http", help="Answer at http://HOST:PORT/mcp instead of standard input and output.")] = False,
    host: Annotated[str, typer.Option("--host", help="The address to listen on, with --http.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port to listen on, with --http; 0 takes a free one.", min=0, max=65535)] = 8001,
    mcp_host: Annotated[
        list[str] | None,
        typer.Option("--mcp-host", help="A name by which it may be called beside those of this machine; repeatable.", metavar="NAME"),
    ] = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", help="Offer only the queries of this topic, such as safety; may be repeated.")
    ] = None,
    allow_service: AllowedServices = None,
    trusted_proxy: TrustedProxies = None,
) -> None:
    """Offer the saved queries, search and descriptions as tools for language models (Model Context Protocol).

    Example: `kg mcp --build build`
    """
    from kg.web.door import serve_tools

    serve_tools(
        build=build, store=store, http=http, host=host, port=port, hosts=mcp_host or (), topics=topic or (),
        services=allow_service or (), trusted_proxies=trusted_proxy or (),
    )  # fmt: skip


@app.command()
def info(build: Build = Path("build"), format: Format = RowFormat.table) -> None:
    """Say what is installed and what the build holds.

    Example: `kg info`
    """
    from kg.answers import information

    _rows(["what", "value"], [list(row) for row in information(build)], format)


def _corpora(folder: Path, format: RowFormat) -> dict[str, Any]:
    """Measure corpora and write the figures, as rows or, for JSON, give them back."""
    from dataclasses import asdict

    from kg.corpora import evaluate_corpora

    result = evaluate_corpora(folder)
    rows: list[list[object]] = []
    for m in result.measures:
        figures = [f"{value:.3f}" for value in (m.score.precision, m.score.recall, m.score.f1)]
        bounds = [f"{value:.3f}" for value in m.intervals["f1"]] if "f1" in m.intervals else ["", ""]
        rows.append([m.corpus, m.what, m.cases, *figures, *bounds, m.score.found, m.score.core, m.score.false])
    if format is not RowFormat.json:
        _rows(["corpus", "what", "cases", "precision", "recall", "F1", "F1 from", "F1 to", "found", "gold", "false"], rows, format)
    for alarm in result.alarms:
        sys.stderr.write(
            f"{alarm.corpus}: {plural(alarm.alarms, 'false alarm')} of paraphrase recovery in {plural(alarm.words, 'word')}; "
            f"{alarm.flagged} of {plural(alarm.texts, 'text')} flagged\n"
        )
    if result.absent:
        sys.stderr.write(f"Note: not in {folder}: {', '.join(result.absent)}\n")
    return {
        "corpora": [
            {"corpus": m.corpus, "what": m.what, "cases": m.cases, **m.score.figures(), "intervals": m.intervals} for m in result.measures
        ],
        "false_alarms": [asdict(alarm) for alarm in result.alarms],
    }


def _settings(context: typer.Context) -> Settings:
    """Give settings by which the compiled reader is kept in the folder that the door names, if it names one."""
    from dataclasses import replace

    from kg.settings import Settings

    return replace(Settings.default(), compiled=context.obj)


def _summary(report: BuildReport, out: Path) -> None:
    table = Table(title=f"kg build -> {out}", title_justify="left")
    table.add_column("step")
    table.add_column("what came out")
    table.add_column("seconds", justify="right")
    for step in report.steps:
        counts = ", ".join(counted(value, name) for name, value in step.counts.items() if value)
        table.add_row(step.name, counts or "left out", f"{step.seconds:.2f}")
    console = _console()
    console.print(table)
    consistent = {True: "consistent", False: "CONTRADICTS ITSELF", None: "not checked by DL reasoning"}[report.consistent]
    console.print(f"{'conforms to' if report.conforms else 'VIOLATES'} the shapes; {consistent}")


def _query_row(query: SavedQuery) -> list[str]:
    return [query.name, query.topic, query.question, " ".join(f"{p.name}{'' if p.required else '?'}" for p in query.params)]


def _parameters(pairs: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--param")
        if name in values:
            raise typer.BadParameter(f"{name!r} stands twice", param_hint="--param")
        values[name] = value
    return values


def _today(day: str | None) -> str:
    return day or date.today().isoformat()


def _answer(rows: Rows, format: RowFormat, *, empty: str, title: str = "") -> None:
    for part in rows.missing:
        sys.stderr.write(f"Note: {part}\n")
    if title and sys.stderr.isatty():
        sys.stderr.write(title + "\n")
    if rows.form == "CONSTRUCT" and format is RowFormat.table:
        from kg.answers import to_turtle

        typer.echo(to_turtle(rows), nl=False)
    elif format is RowFormat.json:
        typer.echo(json.dumps(rows.to_records(), indent=1, ensure_ascii=False, default=str))
    else:
        _rows(rows.columns, rows.to_texts() if format is RowFormat.table else rows.to_full_texts(), format)
    if not rows:
        sys.stderr.write(f"No rows: {empty}\n")
    if rows.truncated:
        sys.stderr.write("Note: the answer was cut\n")


def _rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], format: RowFormat) -> None:
    """Write rows to stdout; control characters never reach a terminal or a file."""
    clean = [[_clean(cell) for cell in row] for row in rows]
    if format is RowFormat.json:
        typer.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in clean], indent=1, ensure_ascii=False))
    elif format is RowFormat.table:
        table = Table(*columns)
        for row in clean:
            table.add_row(*(Text(cell) for cell in row))
        _console().print(table)
    else:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter="," if format is RowFormat.csv else "\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(clean)
        typer.echo(buffer.getvalue(), nl=False)


def _object(figures: Mapping[str, Any]) -> None:
    """Write one JSON object to stdout, numbers as numbers; control characters never reach a terminal or a file."""
    typer.echo("\n".join(map(_clean, json.dumps(figures, indent=1, ensure_ascii=False).split("\n"))))


def _console() -> Console:
    """Give a console as wide as the terminal; a pipe or file gets whole cells instead of cut ones."""
    return Console() if sys.stdout.isatty() else Console(width=240)


def _clean(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return "".join(c if c.isprintable() else " " for c in text)
