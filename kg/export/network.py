"""Things as nodes and facts as lines, for Gephi, Cytoscape and other network tools."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from kg.queries import select
from kg.store import Store
from kg.terms import BASE

if TYPE_CHECKING:
    import networkx as nx

_NODES: Final = """
SELECT ?thing ?label (MIN(?class_name) AS ?kind) (MIN(?code) AS ?iso3) WHERE {
  ?thing rdfs:label ?label ; a ?class .
  VALUES ?class { ckg:State ckg:Organisation ckg:Coalition ckg:Official ckg:Meeting ckg:Place }
  BIND (STRAFTER(STR(?class), "#") AS ?class_name)
  OPTIONAL { ?thing ckg:iso3 ?code }
}
GROUP BY ?thing ?label ORDER BY ?thing ?label"""
_LINES: Final = """
SELECT ?fact ?kind ?from ?to ?role ?modality ?basis (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  VALUES (?class ?source ?target) {
    (ckg:Participation ckg:participant ckg:meeting) (ckg:Membership ckg:member ckg:group)
    (ckg:Tenure ckg:holder ckg:of) (ckg:Occurrence ckg:meeting ckg:place)
    (ckg:Occurrence ckg:meeting ckg:ofCoalition) (ckg:Statement ckg:speaker ckg:addressee)
    (ckg:Support ckg:giver ckg:receiver)
  }
  ?fact a ?class ; ?source ?from ; ?target ?to ; ckg:modality ?modality .
  OPTIONAL { ?fact ckg:role ?said }
  OPTIONAL { ?fact ckg:basis ?told }
  OPTIONAL { ?fact ckg:evidence ?passage . ?passage ckg:article ?article ; ckg:basis ?shown }
  BIND (STRAFTER(STR(?class), "#") AS ?kind)
  BIND (COALESCE(?said, "") AS ?role)
  BIND (COALESCE(?shown, ?told, "") AS ?basis)
}
GROUP BY ?fact ?kind ?from ?to ?role ?modality ?basis ORDER BY ?fact ?from ?to ?basis"""


def as_network(store: Store) -> nx.MultiDiGraph[str]:
    """The view as a directed multigraph; every attribute is flat and present (text or number)."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in select(store, _NODES):
        known = {"label": str(row["label"]), "kind": str(row["kind"])}
        graph.add_node(_node(row["thing"]), **known, iso3=str(row["iso3"] or ""))
    for row in select(store, _LINES):
        ends = _node(row["from"]), _node(row["to"])
        if graph.has_node(ends[0]) and graph.has_node(ends[1]):
            said = {name: str(row[name]) for name in ("kind", "role", "modality", "basis")}
            graph.add_edge(*ends, **said, fact=str(row["fact"]), articles=int(row["articles"] or 0))
    graph.remove_nodes_from([node for node, degree in list(graph.degree) if not degree])
    return graph


def _node(iri: object) -> str:
    return str(iri).removeprefix(f"{BASE}id/")


def as_graphml(store: Store) -> bytes:
    """The network as GraphML."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml(as_network(store), out)
    return out.getvalue()


def as_gexf(store: Store) -> bytes:
    """The network as GEXF."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_gexf(as_network(store), out)
    return out.getvalue()
