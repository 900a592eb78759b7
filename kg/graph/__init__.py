"""The analyst's handle: open, add, ask, explain, network, view."""

from __future__ import annotations

from kg.graph.handle import Graph, Questions, demo, open
from kg.graph.report import Report
from kg.graph.things import Fact, Passage, Thing

__all__ = ["Fact", "Graph", "Passage", "Questions", "Report", "Thing", "demo", "open"]
