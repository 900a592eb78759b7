"""``kg serve``: the graph behind HTTP."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from kg.cli.options import StoreOption, settle
from kg.cli.output import tell
from kg.errors import ConfigurationError

if TYPE_CHECKING:
    from kg.server.config import Config, Writable
    from kg.server.state import State


def serve(
    store: StoreOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 7010,
    host: Annotated[
        str, typer.Option(help="Where to listen; 0.0.0.0 is everywhere.")
    ] = "127.0.0.1",
    writable: Annotated[
        str, typer.Option(metavar="none|decisions|all", help="What may be written, with the token.")
    ] = "none",
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file of the token; else one is made up and shown."),
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A web origin whose scripts may read; * for all."),
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Another name of this service.")
    ] = None,
    deadline: Annotated[
        float, typer.Option(min=0.1, max=3600, metavar="SECONDS", help="For one request.")
    ] = 10.0,
    derive_deadline: Annotated[
        float,
        typer.Option(min=0.01, max=86400, metavar="SECONDS", help="For what follows a decision."),
    ] = 600.0,
    memory: Annotated[int, typer.Option(min=64, metavar="MB", help="For one request.")] = 1024,
    rows: Annotated[
        int, typer.Option(min=1, metavar="N", help="An answer is cut after so many.")
    ] = 100_000,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, metavar="N", help="Queries at once.  [default: one per core]"),
    ] = None,
    queue: Annotated[
        int, typer.Option(min=0, metavar="N", help="Requests that may wait for a worker.")
    ] = 64,
    copy: Annotated[bool, typer.Option(help="Read from a copy in memory where it fits.")] = True,
    honour_silent: Annotated[
        bool,
        typer.Option(help="Let SERVICE SILENT and LOAD SILENT do nothing; else they are refused."),
    ] = False,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST|NETWORK",
            help="A server that SERVICE may ask, or a network of private addresses it may be in.",
        ),
    ] = None,
    access_log: Annotated[bool, typer.Option(help="A line of JSON per request on stderr.")] = True,
    log_queries: Annotated[bool, typer.Option(help="Put queries' text into that log.")] = False,
) -> None:
    """Serve the graph on this machine: SPARQL at /sparql, questions at /q/, pages for people."""
    try:
        from kg.server.config import MEBIBYTE, Config, Limits, Writable, read_token
        from kg.server.run import run
        from kg.server.services import Allowed
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"{error.name} is not installed",
            where="kg serve",
            next_step="Install it with: pip install 'coalition-kg[serve]'",
        ) from None
    if writable not in get_args(Writable):
        raise ConfigurationError(
            f"{writable!r} does not fit",
            where="--writable",
            next_step="Give none, decisions or all.",
        )
    config = Config(
        store=settle(store=store).store,
        host=host,
        port=port,
        writable=cast("Writable", writable),
        token=read_token(token_file) if token_file else "",
        origins=tuple(cors or ()),
        hosts=tuple(allow_host or ()),
        copy=copy,
        access_log=access_log,
        log_queries=log_queries,
        honour_silent=honour_silent,
        services=Allowed.of(allow_service or ()),
        limits=Limits(
            deadline=deadline,
            memory=memory * MEBIBYTE,
            rows=rows,
            queue=queue,
            derive=derive_deadline,
        ),
    )
    config = _with_token(config if workers is None else replace(config, workers=workers))
    run(config, lambda address, state: _greet(config, address, state))


def _with_token(config: Config) -> Config:
    """Nobody writes without a token; where none was given, one is made up for this run."""
    if config.writable == "none" or config.token:
        return config
    made = secrets.token_urlsafe(24)
    tell(f"Token for writing: {made}")
    return replace(config, token=made)


def _greet(config: Config, address: str, state: State) -> None:
    if not config.loopback:
        tell(f"Warning: anyone who reaches {config.host} can read this graph; there is no login.")
    read = "read live" if state.remote else f"snapshot {state.snapshot}"
    tell(f"Serving {state.remote or config.store}, {read}, at {address}")
