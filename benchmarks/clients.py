"""Ask a running server with Comunica, the engine of SPARQL in JavaScript: rows, yes and no, graphs and aggregates.

    python benchmarks/clients.py --build build

Installs @comunica/query-sparql from npm into a temporary folder, starts a server on loopback, and stops it. The other clients
(SPARQLWrapper, rdflib's SPARQLStore, roqet, curl) are asked in tests/test_web_clients.py.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from serving import IG, IGR, free_port, started

PACKAGE = "@comunica/query-sparql@^4"
QUERIES = {
    "SELECT": f"SELECT ?condition WHERE {{ <{IGR}intravenous-immunoglobulin> <{IG}approvedFor> ?condition }}",
    "ASK": f"ASK {{ <{IGR}intravenous-immunoglobulin> <{IG}approvedFor> <{IGR}kawasaki-disease> }}",
    "CONSTRUCT": f"CONSTRUCT {{ ?p <{IG}approvedFor> ?c }} WHERE {{ ?p <{IG}approvedFor> ?c }}",
    "aggregate": "SELECT ?type (COUNT(?s) AS ?n) WHERE { ?s a ?type } GROUP BY ?type",
}


def own_answer(port: int, query: str) -> int | bool:
    """Count what the server itself answers: rows or triples, or yes and no."""
    rows = "application/sparql-results+json;q=0.9, application/n-triples"
    url = f"http://127.0.0.1:{port}/sparql?{urlencode({'query': query})}"
    with urlopen(Request(url, headers={"Accept": rows}), timeout=60) as reply:
        body = reply.read().decode()
    if body.startswith("{"):
        found = json.loads(body)
        return bool(found["boolean"]) if "boolean" in found else len(found["results"]["bindings"])
    return len(body.splitlines())


def of_comunica(program: Path, sources: list[str], query: str) -> int | bool:
    """Count what Comunica gives."""
    form = "application/n-triples" if query.startswith("CONSTRUCT") else "application/sparql-results+json"
    done = subprocess.run([str(program), *sources, "-q", query, "-t", form], capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise SystemExit(f"Comunica failed: {done.stderr[-2_000:]}")
    if form.endswith("triples"):
        return len(done.stdout.splitlines())
    found = json.loads(done.stdout)
    return bool(found["boolean"]) if "boolean" in found else len(found["results"]["bindings"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build"))
    given = parser.parse_args()
    if not shutil.which("npm"):
        raise SystemExit("npm is not installed; Comunica is not asked")
    port, failures = free_port(), 0
    with tempfile.TemporaryDirectory() as folder:
        install = ["npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--silent", PACKAGE]
        subprocess.run(install, check=True, timeout=600)
        program = Path(folder) / "node_modules" / ".bin" / "comunica-sparql"
        with started([sys.executable, "-m", "kg", "serve", "--build", str(given.build), "--port", str(port)], port, "/ready"):
            endpoint = f"http://127.0.0.1:{port}/sparql"
            for found_by, sources in (("as an endpoint", [f"sparql@{endpoint}"]), ("as it finds out itself", [endpoint])):
                for kind, query in QUERIES.items():
                    ours, theirs = own_answer(port, query), of_comunica(program, sources, query)
                    failures += ours != theirs
                    print(
                        f"{'same' if ours == theirs else 'DIFFERS':8}{kind:10} {found_by:24} server {ours}, Comunica {theirs}", flush=True
                    )
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
