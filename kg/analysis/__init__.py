"""Rows of named queries to networks, and networks to figures that can be read.

``network`` builds one of the four networks; ``measure`` computes its figures as tables that say
which states and which meetings stand behind each number; ``write`` puts them into files.
"""

from kg.analysis.measures import Measures, measure
from kg.analysis.networks import KINDS, Ask, network
from kg.analysis.tables import write, write_csv, write_json

__all__ = ["KINDS", "Ask", "Measures", "measure", "network", "write", "write_csv", "write_json"]
