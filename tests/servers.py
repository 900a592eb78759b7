"""Real SPARQL servers on loopback with scratch databases, for tests of the remote store."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError
from kg.store import Server
from kg.store.transport import Transport
from tests.support import missing

PATIENCE = 60.0
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
MaxClientConnections = 10
[SPARQL]
MaxQueryExecutionTime = 60
"""
_GRANT = """
grant SPARQL_UPDATE to "SPARQL";
DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """The ``oxigraph`` server of the wheel."""
    binary = Path(sys.executable).parent / "oxigraph"
    if not binary.exists():
        missing("the oxigraph server")
    port = free_port()
    command = [binary, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, port):
        base = f"http://127.0.0.1:{port}"
        yield Server(f"{base}/query", f"{base}/update", f"{base}/store")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso as Debian packs it."""
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        missing("Virtuoso")
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(http=http, sql=sql))
    (folder / "grant.sql").write_text(_GRANT)
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, http):
        grant = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "grant.sql"]
        subprocess.run(grant, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)
        base = f"http://127.0.0.1:{http}"
        yield Server(f"{base}/sparql", f"{base}/sparql", f"{base}/sparql-graph-crud")


SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@contextmanager
def _running(command: list[object], folder: Path, port: int) -> Iterator[None]:
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _await(process, port)
            yield
        finally:
            process.kill()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers; each try waits for the one before on the server, not on a clock."""
    pause = threading.Event()
    for _ in range(int(PATIENCE * 20)):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            pause.wait(0.05)
        else:
            return
    raise RuntimeError(f"{process.args} did not start")


def emptied(server: Server, kept: frozenset[str]) -> Server:
    """The server without what earlier tests left behind; ``kept`` are the server's own graphs."""
    transport = Transport(server)
    with contextlib.suppress(StoreError):
        transport.update("DROP SILENT DEFAULT")
    for graph in named(server) - kept:
        transport.update(f"CLEAR SILENT GRAPH <{graph}>")
    transport.close()
    return server


def named(server: Server) -> frozenset[str]:
    """The named graphs of a server, ours or not."""
    transport = Transport(server)
    body = transport.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").body
    transport.close()
    return frozenset(row["g"]["value"] for row in json.loads(body)["results"]["bindings"])
