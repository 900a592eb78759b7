"""What an operator sees: health, metrics for Prometheus, and one line of JSON per request."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, TextIO

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kg import __version__
from kg.server.prepared import Prepared
from kg.server.reader import Reader

router = APIRouter()
BUCKETS: Final = (0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, float("inf"))


class Tally:
    """Counts of what has been answered since the start."""

    def __init__(self) -> None:
        self.begun = time.time()
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self.buckets: Counter[float] = Counter()
        self.seconds = 0.0
        self.truncated = 0

    def add(self, method: str, route: str, status: int, seconds: float, cut: bool) -> None:
        """Count one answer."""
        self.requests[method, route, status] += 1
        self.buckets[BUCKETS[bisect_left(BUCKETS, seconds)]] += 1
        self.seconds += seconds
        self.truncated += cut


_LOST: Final[dict[int | str, dict[str, Any]]] = {
    503: {"description": "The graph is gone: from memory with its process, or from the disk"}
}


@router.get("/health", tags=["operation"], responses=_LOST)
def health(request: Request) -> Response:
    """Whether the service answers, from which snapshot, and when that was derived."""
    reader: Reader = request.app.state.reader
    status = "the graph is lost" if reader.lost else "ok"
    told = {"status": status, **reader.state.told(), "version": __version__}
    return JSONResponse(told, 503 if reader.lost else 200, {"Cache-Control": "no-store"})


@router.get("/metrics", tags=["operation"], response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Counters and gauges in the text format of Prometheus."""
    state = request.app.state
    text = "\n".join([*_counted(state.tally), *_gauges(state.reader, state.prepared), ""])
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4")


def _counted(tally: Tally) -> Iterator[str]:
    yield "# TYPE kg_requests_total counter"
    for (method, route, status), count in sorted(tally.requests.items()):
        yield f'kg_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
    yield "# TYPE kg_request_seconds histogram"
    running = 0
    for edge in BUCKETS:
        running += tally.buckets[edge]
        shown = "+Inf" if edge == float("inf") else f"{edge:g}"
        yield f'kg_request_seconds_bucket{{le="{shown}"}} {running}'
    yield f"kg_request_seconds_sum {tally.seconds:.6f}"
    yield f"kg_request_seconds_count {running}"
    yield "# TYPE kg_truncated_total counter"
    yield f"kg_truncated_total {tally.truncated}"
    yield "# TYPE kg_start_time_seconds gauge"
    yield f"kg_start_time_seconds {tally.begun:.0f}"


def _gauges(reader: Reader, prepared: Prepared) -> Iterator[str]:
    pool = reader.pool
    yield "# TYPE kg_workers_stopped_total counter"
    yield f"kg_workers_stopped_total {pool.stopped}"
    yield "# TYPE kg_workers_put_back_total counter"
    yield f"kg_workers_put_back_total {pool.put_back}"
    values = {
        "kg_workers_busy": pool.busy,
        "kg_queue_length": pool.queued,
        "kg_snapshot": reader.snapshot,
        "kg_graph_in_memory": int(reader.held is not None),
        "kg_answers_prepared": len(prepared),
        "kg_answers_all_prepared": int(prepared.ready(reader.identity)),
    }
    for name, value in values.items():
        yield f"# TYPE {name} gauge"
        yield f"{name} {value}"


class AccessLog:
    """One line of JSON per request; the text of queries only where that was asked for."""

    def __init__(self, *, queries: bool, stream: TextIO | None = None) -> None:
        self._queries = queries
        self._stream = stream or sys.stderr

    def write(self, scope: dict[str, Any], status: int, size: int, seconds: float) -> None:
        """Log one answer."""
        text = scope.get("kg.query", "")
        client = scope.get("client") or ("", 0)
        told = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client[0],
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
            "rows": scope.get("kg.rows"),
            "query": hashlib.sha256(text.encode()).hexdigest()[:12] if text else None,
            "text": text if self._queries and text else None,
        }
        kept = {key: value for key, value in told.items() if value is not None}
        self._stream.write(json.dumps(kept, ensure_ascii=True) + "\n")
