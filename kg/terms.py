"""The ontology's IRIs as typed constants.

If a term is not here it is not in ``ontology/coalition.ttl``, and a misspelt one does not pass the
type checker. A test holds both sides equal.
"""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

BASE: Final = "https://w3id.org/coalition-kg/"
NAMESPACE: Final = f"{BASE}ontology#"


def _ckg(name: str) -> NamedNode:
    return NamedNode(NAMESPACE + name)


class CKG:
    """Classes, properties and derived properties of coalition diplomacy."""

    # Things
    Agent: Final = _ckg("Agent")
    Body: Final = _ckg("Body")
    Group: Final = _ckg("Group")
    State: Final = _ckg("State")
    Organisation: Final = _ckg("Organisation")
    IntergovernmentalOrganisation: Final = _ckg("IntergovernmentalOrganisation")
    GovernmentBody: Final = _ckg("GovernmentBody")
    ArmedForce: Final = _ckg("ArmedForce")
    ArmedGroup: Final = _ckg("ArmedGroup")
    Party: Final = _ckg("Party")
    Company: Final = _ckg("Company")
    NonGovernmentalOrganisation: Final = _ckg("NonGovernmentalOrganisation")
    Coalition: Final = _ckg("Coalition")
    Official: Final = _ckg("Official")
    Office: Final = _ckg("Office")
    Meeting: Final = _ckg("Meeting")
    Place: Final = _ckg("Place")
    Article: Final = _ckg("Article")
    Passage: Final = _ckg("Passage")

    # Facts
    Fact: Final = _ckg("Fact")
    Membership: Final = _ckg("Membership")
    Tenure: Final = _ckg("Tenure")
    Participation: Final = _ckg("Participation")
    Statement: Final = _ckg("Statement")
    StatedCount: Final = _ckg("StatedCount")
    Occurrence: Final = _ckg("Occurrence")
    Support: Final = _ckg("Support")

    # Roles that hold things
    member: Final = _ckg("member")
    group: Final = _ckg("group")
    holder: Final = _ckg("holder")
    office: Final = _ckg("office")
    of: Final = _ckg("of")
    participant: Final = _ckg("participant")
    meeting: Final = _ckg("meeting")
    onBehalfOf: Final = _ckg("onBehalfOf")
    speaker: Final = _ckg("speaker")
    addressee: Final = _ckg("addressee")
    subject: Final = _ckg("subject")
    place: Final = _ckg("place")
    ofCoalition: Final = _ckg("ofCoalition")
    drawnFrom: Final = _ckg("drawnFrom")
    giver: Final = _ckg("giver")
    receiver: Final = _ckg("receiver")
    attributedTo: Final = _ckg("attributedTo")

    # Roles that hold values
    role: Final = _ckg("role")
    text: Final = _ckg("text")
    form: Final = _ckg("form")
    counted: Final = _ckg("counted")
    value: Final = _ckg("value")
    qualifier: Final = _ckg("qualifier")
    kind: Final = _ckg("kind")
    status: Final = _ckg("status")
    date: Final = _ckg("date")
    endDate: Final = _ckg("endDate")
    since: Final = _ckg("since")
    until: Final = _ckg("until")
    former: Final = _ckg("former")
    item: Final = _ckg("item")
    amount: Final = _ckg("amount")
    phase: Final = _ckg("phase")
    modality: Final = _ckg("modality")
    dateText: Final = _ckg("dateText")
    dateFromDocument: Final = _ckg("dateFromDocument")

    # Evidence
    evidence: Final = _ckg("evidence")
    article: Final = _ckg("article")
    start: Final = _ckg("start")
    end: Final = _ckg("end")
    exact: Final = _ckg("exact")
    basis: Final = _ckg("basis")
    rule: Final = _ckg("rule")
    confidence: Final = _ckg("confidence")
    matched: Final = _ckg("matched")
    premise: Final = _ckg("premise")
    source: Final = _ckg("source")
    mentions: Final = _ckg("mentions")

    # An analyst's decisions
    Decision: Final = _ckg("Decision")
    verdict: Final = _ckg("verdict")
    decides: Final = _ckg("decides")
    thisSide: Final = _ckg("thisSide")
    thatSide: Final = _ckg("thatSide")
    decidedAt: Final = _ckg("decidedAt")
    note: Final = _ckg("note")
    standing: Final = _ckg("standing")

    # Articles
    identifier: Final = _ckg("identifier")
    title: Final = _ckg("title")
    url: Final = _ckg("url")
    publisher: Final = _ckg("publisher")
    published: Final = _ckg("published")
    contentHash: Final = _ckg("contentHash")

    # Reference individuals
    iso2: Final = _ckg("iso2")
    iso3: Final = _ckg("iso3")
    m49: Final = _ckg("m49")
    officialName: Final = _ckg("officialName")
    formerName: Final = _ckg("formerName")
    abbreviation: Final = _ckg("abbreviation")
    adjective: Final = _ckg("adjective")
    demonym: Final = _ckg("demonym")
    metonym: Final = _ckg("metonym")
    capital: Final = _ckg("capital")
    country: Final = _ckg("country")
    bodyOf: Final = _ckg("bodyOf")
    plural: Final = _ckg("plural")

    # Guards: given to actual facts only, so that chains cannot run over plans and denials
    attendee: Final = _ckg("attendee")
    convener: Final = _ckg("convener")
    enrolled: Final = _ckg("enrolled")
    incumbent: Final = _ckg("incumbent")

    # Direct properties, derived
    memberOf: Final = _ckg("memberOf")
    hasMember: Final = _ckg("hasMember")
    tookPartIn: Final = _ckg("tookPartIn")
    hadParticipant: Final = _ckg("hadParticipant")
    hosted: Final = _ckg("hosted")
    hostedBy: Final = _ckg("hostedBy")
    holdsOffice: Final = _ckg("holdsOffice")
    heldBy: Final = _ckg("heldBy")
    represents: Final = _ckg("represents")
    representedBy: Final = _ckg("representedBy")
    lead: Final = _ckg("lead")
    preferredFact: Final = _ckg("preferredFact")


class RDF:
    """The RDF terms we use."""

    type: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    first: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
    rest: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    nil: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")


class RDFS:
    """The RDF Schema terms we use."""

    label: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    comment: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#comment")
    subClassOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    subPropertyOf: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
    domain: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#domain")
    range: Final = NamedNode("http://www.w3.org/2000/01/rdf-schema#range")


class OWL:
    """The OWL terms we use."""

    sameAs: Final = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
    differentFrom: Final = NamedNode("http://www.w3.org/2002/07/owl#differentFrom")
    Ontology: Final = NamedNode("http://www.w3.org/2002/07/owl#Ontology")
    Nothing: Final = NamedNode("http://www.w3.org/2002/07/owl#Nothing")
    imports: Final = NamedNode("http://www.w3.org/2002/07/owl#imports")
    DatatypeProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#DatatypeProperty")
    FunctionalProperty: Final = NamedNode("http://www.w3.org/2002/07/owl#FunctionalProperty")
    disjointWith: Final = NamedNode("http://www.w3.org/2002/07/owl#disjointWith")
    members: Final = NamedNode("http://www.w3.org/2002/07/owl#members")
    inverseOf: Final = NamedNode("http://www.w3.org/2002/07/owl#inverseOf")
    propertyChainAxiom: Final = NamedNode("http://www.w3.org/2002/07/owl#propertyChainAxiom")


class SKOS:
    """The SKOS terms we use."""

    altLabel: Final = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    exactMatch: Final = NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")


class XSD:
    """The XML Schema datatypes we use."""

    string: Final = NamedNode("http://www.w3.org/2001/XMLSchema#string")
    boolean: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    integer: Final = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    decimal: Final = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    anyURI: Final = NamedNode("http://www.w3.org/2001/XMLSchema#anyURI")
    date: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    dateTime: Final = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")
    gYear: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
    gYearMonth: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth")
    gMonthDay: Final = NamedNode("http://www.w3.org/2001/XMLSchema#gMonthDay")
