"""The reference data: codes, names, titles, memberships and holders of office."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import reference as reference_module
from kg.errors import OntologyError
from kg.model import KIND_PATHS, Entity
from kg.reference import REGION, Form, Reference, load
from kg.terms import CKG

UN_MEMBERS = frozenset(
    """
    AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA
    BRN BGR BFA BDI CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG CRI CIV HRV CUB CYP CZE PRK COD DNK
    DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB
    GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR KWT KGZ LAO LVA LBN LSO
    LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MCO MNG MNE MAR MOZ MMR NAM NRU
    NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT KOR MDA ROU RUS RWA
    KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE
    SYR TJK THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR TZA USA URY UZB VUT VEN VNM YEM ZMB
    ZWE
    """.split()
)
OTHERS = frozenset({"VAT", "PSE", "XKX", "TWN"})
WITHDRAWN = frozenset({"SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "VDR"})

AMBIGUOUS = {
    "Congo": {"COD", "COG"},
    "Congolese": {"COD", "COG"},
    "Dominican": {"DMA", "DOM"},
    "Dominicans": {"DMA", "DOM"},
    "Korea": {"KOR", "PRK"},
    "Korean": {"KOR", "PRK"},
}


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


def means(reference: Reference, surface: str) -> list[str]:
    return [name.entity.key for name in reference.names.get(surface, ())]


def states(reference: Reference, surface: str) -> set[str]:
    found = reference.names.get(surface, ())
    return {name.entity.key for name in found if name.entity.kind == CKG.State}


def organisation(reference: Reference, key: str) -> Entity:
    found = reference.entity(CKG.Organisation, key) or reference.entity(CKG.Coalition, key)
    assert found is not None, key
    return found


def all_states(reference: Reference) -> list[Entity]:
    kinds = {n.entity for names in reference.names.values() for n in names}
    return [entity for entity in kinds if entity.kind == CKG.State]


def test_the_states_are_the_united_nations_their_observers_kosovo_taiwan_and_the_withdrawn(
    reference: Reference,
) -> None:
    assert len(UN_MEMBERS) == 193
    listed = Counter(state.iso3 for state in all_states(reference))
    assert set(listed) == UN_MEMBERS | OTHERS | WITHDRAWN
    assert set(listed.values()) == {1}


def test_codes_are_well_formed_and_belong_to_one_state_each() -> None:
    text = (reference_module.resources.ontology() / "reference" / "states.ttl").read_text("utf-8")
    for code, shape in (("iso2", r"[A-Z]{2}"), ("iso3", r"[A-Z]{3}"), ("m49", r"\d{3}")):
        values = re.findall(rf'ckg:{code} "([^"]*)"', text)
        assert all(re.fullmatch(shape, value) for value in values)
        assert len(values) == len(set(values)) > 190


def test_a_form_names_two_states_only_where_news_is_ambiguous(reference: Reference) -> None:
    several = {form: states(reference, form) for form in reference.names}
    assert {form: keys for form, keys in several.items() if len(keys) > 1} == AMBIGUOUS


def test_withdrawn_states_are_dated_and_present_ones_are_not(reference: Reference) -> None:
    for names in reference.names.values():
        for name in names:
            if name.entity.kind == CKG.State:
                dated = name.since is not None and name.until is not None
                assert dated == (name.entity.key in WITHDRAWN), name


@pytest.mark.parametrize(
    ("surface", "iso3", "form"),
    [
        ("Britain", "GBR", Form.ALIAS),
        ("U.K.", "GBR", Form.ABBREVIATION),
        ("Scottish", "GBR", Form.ADJECTIVE),
        ("Welsh", "GBR", Form.ADJECTIVE),
        ("Downing Street", "GBR", Form.METONYM),
        ("U.S.", "USA", Form.ABBREVIATION),
        ("US", "USA", Form.ABBREVIATION),
        ("White House", "USA", Form.METONYM),
        ("Kremlin", "RUS", Form.METONYM),
        ("Élysée", "FRA", Form.METONYM),
        ("UAE", "ARE", Form.ABBREVIATION),
        ("Emirati", "ARE", Form.ADJECTIVE),
        ("Holland", "NLD", Form.ALIAS),
        ("Dutch", "NLD", Form.ADJECTIVE),
        ("Ivory Coast", "CIV", Form.NAME),
        ("Côte d’Ivoire", "CIV", Form.ALIAS),
        ("Burma", "MMR", Form.ALIAS),
        ("PRC", "CHN", Form.ABBREVIATION),
        ("DPRK", "PRK", Form.ABBREVIATION),
        ("ROK", "KOR", Form.ABBREVIATION),
        ("KSA", "SAU", Form.ABBREVIATION),
        ("Saudi", "SAU", Form.ADJECTIVE),
        ("Kyrgyz Republic", "KGZ", Form.OFFICIAL),
        ("Uzbek", "UZB", Form.ADJECTIVE),
        ("Kazakhs", "KAZ", Form.DEMONYM),
        ("Tajik", "TJK", Form.ADJECTIVE),
        ("Türkiye", "TUR", Form.ALIAS),
        ("Czechia", "CZE", Form.ALIAS),
        ("Cabo Verde", "CPV", Form.ALIAS),
        ("Timor-Leste", "TLS", Form.ALIAS),
        ("Swaziland", "SWZ", Form.FORMER),
        ("Zaire", "COD", Form.FORMER),
        ("Macedonia", "MKD", Form.ALIAS),
        ("Philippine", "PHL", Form.ADJECTIVE),
        ("Filipinos", "PHL", Form.DEMONYM),
        ("Palestinian Authority", "PSE", Form.ALIAS),
        ("Iraqis", "IRQ", Form.DEMONYM),
        ("Turks", "TUR", Form.DEMONYM),
        ("Britons", "GBR", Form.DEMONYM),
        ("Danes", "DNK", Form.DEMONYM),
        ("Poles", "POL", Form.DEMONYM),
        ("USSR", "SUN", Form.ABBREVIATION),
    ],
)
def test_the_forms_news_prints_name_their_state(
    reference: Reference, surface: str, iso3: str, form: Form
) -> None:
    assert [(n.entity.key, n.form) for n in reference.names[surface]] == [(iso3, form)]


@pytest.mark.parametrize(
    "surface",
    [
        "New Mexico",
        "New Jersey",
        "New England",
        "South American",
        "Latin America",
        "North American",
        "Middle East",
        "Gulf",
        "Gaza Strip",
        "West Bank",
        "Korean Peninsula",
        "Horn of Africa",
        "Panama Canal",
        "Jordan River",
        "Iraqi Kurdistan",
        "American Samoa",
        "South China Sea",
        "Gulf of Guinea",
    ],
)
def test_regions_swallow_names_that_contain_a_state(reference: Reference, surface: str) -> None:
    assert states(reference, surface) == set()
    assert [name.entity.token for name in reference.names[surface]] == [REGION]


@pytest.mark.parametrize(
    "surface", ["Nice", "Reading", "Bar", "Man", "Of", "March", "Along", "Mobile", "Date", "Male"]
)
def test_towns_called_like_common_words_are_left_out(reference: Reference, surface: str) -> None:
    assert surface not in reference.names


def test_georgia_is_the_state_or_the_region_and_the_state_comes_first(
    reference: Reference,
) -> None:
    state, region = reference.names["Georgia"]
    assert (state.entity.key, region.entity.token) == ("GEO", REGION)


def test_every_present_state_has_a_capital_of_its_own(reference: Reference) -> None:
    capitals = {name.entity for names in reference.names.values() for name in names}
    owners = Counter(
        state.key
        for place in capitals
        if place.kind == CKG.Place and (state := reference.capital_state(place))
    )
    assert set(owners) == UN_MEMBERS | OTHERS
    for place in capitals:
        state = reference.capital_state(place)
        assert state is None or state == reference.country_of(place)


def test_a_city_is_not_a_government_but_its_state_is_known(reference: Reference) -> None:
    (washington,) = reference.names["Washington"]
    assert washington.entity.kind == CKG.Place
    assert reference.capital_state(washington.entity) == reference.state("USA")
    (geneva,) = reference.names["Geneva"]
    assert reference.capital_state(geneva.entity) is None
    assert reference.country_of(geneva.entity) == reference.state("CHE")


@pytest.mark.parametrize(
    ("surface", "iso3"),
    [
        ("Sochi", "RUS"),
        ("Lausanne", "CHE"),
        ("Taormina", "ITA"),
        ("Sharm el-Sheikh", "EGY"),
        ("Jeddah", "SAU"),
        ("Cuzco", "PER"),
        ("Camp David", "USA"),
        ("Aleppo", "SYR"),
        ("Mosul", "IRQ"),
        ("The Hague", "NLD"),
        ("Ramallah", "PSE"),
        ("Gaza Strip", "PSE"),
        ("Washington, D.C.", "USA"),
        ("Kiev", "UKR"),
        ("Bali", "IDN"),
        ("Hiroshima", "JPN"),
        ("Chelyabinsk", "RUS"),
    ],
)
def test_places_lie_in_their_state(reference: Reference, surface: str, iso3: str) -> None:
    (name,) = reference.names[surface]
    assert name.entity.country == iso3


@pytest.mark.parametrize(
    ("surface", "key", "token"),
    [
        ("NATO", "nato", "igo"),
        ("European Union", "european-union", "igo"),
        ("Europol", "europol", "agency"),
        ("U.N.", "united-nations", "igo"),
        ("Security Council", "un-security-council", "igo"),
        ("OPEC+", "opec-plus", "igo"),
        ("State Department", "u-s-state-department", "ministry"),
        ("Pentagon", "u-s-department-of-defense", "ministry"),
        ("Foreign Office", "foreign-office", "ministry"),
        ("CENTCOM", "u-s-central-command", "military"),
        ("Islamic State", "islamic-state", "armed_group"),
        ("IS", "islamic-state", "armed_group"),
        ("Daesh", "islamic-state", "armed_group"),
        ("Islamic State of Iraq and the Levant", "islamic-state", "armed_group"),
        ("al-Qaida", "al-qaeda", "armed_group"),
        ("Houthi", "houthis", "armed_group"),
        ("Peshmerga", "peshmerga", "military"),
        ("Fatah", "fatah", "party"),
        ("Red Cross", "international-committee-of-the-red-cross", "ngo"),
        ("Reuters", "reuters", "company"),
        ("PLO", "palestine-liberation-organization", "other"),
    ],
)
def test_organisations_are_known_by_the_forms_news_prints(
    reference: Reference, surface: str, key: str, token: str
) -> None:
    assert [(n.entity.key, n.entity.token) for n in reference.names[surface]] == [(key, token)]


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("Global Coalition to Defeat ISIS", "anti-is-coalition"),
        ("counter-ISIL coalition", "anti-is-coalition"),
        ("G-7", "g7"),
        ("Group of Twenty", "g20"),
        ("E3+3", "p5-plus-1"),
        ("B9", "bucharest-nine"),
        ("AUKUS", "aukus"),
        ("Ramstein format", "ukraine-defense-contact-group"),
        ("Visegrad Four", "visegrad-group"),
    ],
)
def test_coalitions_are_known_by_their_aliases(
    reference: Reference, surface: str, key: str
) -> None:
    (name,) = reference.names[surface]
    assert (name.entity.kind, name.entity.key) == (CKG.Coalition, key)


def test_every_name_leads_back_to_a_known_thing_with_that_kind_and_key(
    reference: Reference,
) -> None:
    for surface, names in reference.names.items():
        assert surface == surface.strip() != ""
        assert len({name.entity for name in names}) == len(names)
        for name in names:
            assert name.surface == surface
            assert name.entity.known
            assert name.entity.label
            assert reference.entity(name.entity.kind, name.entity.key) == name.entity


def test_no_form_names_both_a_state_and_an_organisation_or_coalition(
    reference: Reference,
) -> None:
    for surface, names in reference.names.items():
        paths = {KIND_PATHS[name.entity.kind] for name in names}
        assert len(paths) == 1 or paths == {"state", "place"}, surface


@pytest.mark.parametrize(
    ("surface", "office", "owner"),
    [
        ("secretary of state", "Secretary of State", "USA"),
        ("foreign secretary", "Foreign Secretary", "GBR"),
        ("chancellor of the exchequer", "Chancellor of the Exchequer", "GBR"),
        ("un secretary-general", "UN Secretary-General", "united-nations"),
        ("high representative", "foreign policy chief", "european-union"),
        ("minister of foreign affairs", "Foreign Minister", None),
        ("minister for defence", "Defence Minister", None),
        ("national security adviser", "National Security Advisor", None),
        ("economic minister", "Economy Minister", None),
        ("premier", "Prime Minister", None),
    ],
)
def test_titles_lead_to_one_office_and_its_only_owner(
    reference: Reference, surface: str, office: str, owner: str | None
) -> None:
    title = reference.titles[surface]
    assert (title.office.label, title.plural) == (office, False)
    assert (title.unique_to.key if title.unique_to else None) == owner


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("foreign ministers", "foreign minister"),
        ("ministers of foreign affairs", "minister of foreign affairs"),
        ("secretaries of state", "secretary of state"),
        ("chiefs of staff", "chief of staff"),
        ("spokesmen", "spokesman"),
        ("heads of state", "head of state"),
        ("deputies", None),
    ],
)
def test_plural_titles_are_known_as_plural(
    reference: Reference, plural: str, singular: str | None
) -> None:
    if singular is None:
        assert plural not in reference.titles
        return
    assert reference.titles[plural].plural
    assert reference.titles[plural].office == reference.titles[singular].office


def test_titles_are_keyed_by_their_casefolded_form(reference: Reference) -> None:
    for key, title in reference.titles.items():
        assert key == title.surface.casefold()
        assert title.office.kind == CKG.Office


def test_a_governor_is_subnational_and_a_president_is_not(reference: Reference) -> None:
    assert reference.titles["governor"].subnational
    assert reference.titles["mayors"].subnational
    assert not reference.titles["president"].subnational


def test_capital_letters_keep_pm_apart_from_the_time_of_day(reference: Reference) -> None:
    assert "pm" not in reference.titles
    assert reference.title_abbreviations["PM"].office == reference.titles["prime minister"].office


@pytest.mark.parametrize(
    ("key", "day", "count"),
    [
        ("nato", date(1949, 12, 31), 12),
        ("nato", date(2015, 1, 22), 28),
        ("nato", date(2024, 4, 1), 32),
        ("european-union", date(2004, 4, 30), 15),
        ("european-union", date(2004, 5, 1), 25),
        ("european-union", date(2015, 1, 22), 28),
        ("european-union", date(2020, 1, 31), 28),
        ("european-union", date(2020, 2, 1), 27),
        ("european-union", date(2021, 6, 1), 27),
        ("g7", date(2015, 6, 7), 7),
        ("g8", date(2013, 6, 17), 8),
        ("gulf-cooperation-council", date(2015, 5, 14), 6),
        ("asean", date(2015, 1, 1), 10),
        ("ecowas", date(2015, 1, 1), 15),
        ("ecowas", date(2025, 6, 1), 12),
        ("p5", date(2015, 1, 1), 5),
        ("p5-plus-1", date(2013, 11, 24), 6),
        ("arab-league", date(2015, 1, 1), 22),
        ("african-union", date(2015, 1, 1), 53),
        ("african-union", date(2018, 1, 1), 54),
        ("brics", date(2015, 1, 1), 5),
        ("brics", date(2024, 6, 1), 9),
        ("bucharest-nine", date(2021, 5, 10), 9),
        ("council-of-europe", date(2015, 1, 1), 47),
        ("council-of-europe", date(2023, 1, 1), 46),
        ("organization-for-security-and-co-operation-in-europe", date(2015, 1, 1), 57),
        ("mercosur", date(2015, 1, 1), 5),
        ("andean-community", date(2004, 12, 8), 5),
        ("five-eyes", date(2015, 1, 1), 5),
        ("warsaw-pact", date(1980, 1, 1), 7),
        ("south-american-community-of-nations", date(2005, 1, 1), 12),
    ],
)
def test_groups_have_as_many_members_as_they_had(
    reference: Reference, key: str, day: date, count: int
) -> None:
    assert len(reference.members(organisation(reference, key), day)) == count


def test_about_forty_groups_have_dated_members_with_a_source(reference: Reference) -> None:
    rows = list(reference.memberships())
    assert len({row.group for row in rows}) >= 40
    assert all(row.since is not None and row.source for row in rows)
    assert all(
        row.until is None or row.since.lexical <= row.until.lexical for row in rows if row.since
    )


def test_nobody_is_listed_twice_in_a_group_on_one_day(reference: Reference) -> None:
    spans: dict[tuple[Entity, Entity], list[tuple[str, str]]] = {}
    for row in reference.memberships():
        since = row.since.lexical if row.since else ""
        until = row.until.lexical if row.until else "9999"
        spans.setdefault((row.member, row.group), []).append((since, until))
    for rows in spans.values():
        rows.sort()
        assert all(first[1] < second[0] for first, second in pairwise(rows))


def test_the_anti_is_coalition_has_no_background_members(reference: Reference) -> None:
    assert reference.members(organisation(reference, "anti-is-coalition"), date(2015, 1, 22)) == ()


def test_days_inside_a_date_known_only_to_the_year_count_as_not_a_member(
    reference: Reference,
) -> None:
    table = organisation(reference, "african-union")
    south_sudan = reference.state("SSD")
    assert south_sudan not in reference.members(table, date(2011, 12, 30))
    assert south_sudan in reference.members(table, date(2012, 1, 1))


@given(day=st.dates(date(1945, 1, 1), date(2035, 12, 31)))
def test_members_on_any_day_come_from_the_table_and_are_sorted(day: date) -> None:
    reference = load()
    for key in ("nato", "european-union", "opec", "g8", "pacific-islands-forum"):
        group = organisation(reference, key)
        found = reference.members(group, day)
        listed = {row.member for row in reference.memberships() if row.group == group}
        assert set(found) <= listed
        assert list(found) == sorted(found, key=lambda member: member.key)


@given(day=st.dates(date(1949, 1, 1), date(2030, 1, 1)), later=st.integers(0, 4000))
def test_nato_never_shrinks(day: date, later: int) -> None:
    reference = load()
    nato = organisation(reference, "nato")
    after = date.fromordinal(day.toordinal() + later)
    assert set(reference.members(nato, day)) <= set(reference.members(nato, after))


def test_without_a_day_members_are_those_with_no_known_end(reference: Reference) -> None:
    assert len(reference.members(organisation(reference, "european-union"))) == 27
    assert len(reference.members(organisation(reference, "g7"))) == 7
    assert reference.members(organisation(reference, "g8")) == ()


def test_holders_are_known_between_taking_office_and_the_edition_that_says_so(
    reference: Reference,
) -> None:
    britain = reference.state("GBR")
    assert britain is not None
    (held,) = reference.holders("prime-minister", britain, date(2015, 1, 22))
    assert held.kind == CKG.Official
    assert reference.holders("prime-minister", britain, date(2010, 5, 10)) == ()
    assert reference.holders("prime-minister", britain, date(2018, 1, 1)) == ()
    assert reference.holders("prime-minister", britain, None) == ()


@pytest.mark.parametrize(
    ("iso3", "office", "day"),
    [
        ("ROU", "prime-minister", date(2010, 1, 1)),
        ("DNK", "prime-minister", date(2015, 9, 1)),
        ("GRC", "president", date(2015, 9, 1)),
        ("SYR", "prime-minister", date(2025, 9, 1)),
    ],
)
def test_entries_known_to_be_wrong_are_left_out(
    reference: Reference, iso3: str, office: str, day: date
) -> None:
    state = reference.state(iso3)
    assert state is not None
    assert reference.holders(office, state, day) == ()


def test_an_office_has_at_most_one_holder_on_a_day(reference: Reference) -> None:
    for row in reference.tenures():
        assert row.since is not None
        assert row.since.year is not None
        day = date(row.since.year, row.since.month or 1, row.since.day or 1)
        assert len(reference.holders(row.office.key, row.of, day)) <= 1, row


def test_holders_cite_their_source_and_known_offices(reference: Reference) -> None:
    rows = reference.tenures()
    assert len(rows) > 150
    for row in rows:
        assert row.source
        assert row.attested is not None
        assert reference.entity(CKG.Office, row.office.key) == row.office
        assert re.fullmatch(r"[^\W\d_][\w.'’ -]+", row.holder.label)


def test_names_of_persons_stand_only_in_the_table_of_holders(reference: Reference) -> None:
    folder = reference_module.resources.ontology() / "reference"
    others = "".join(
        (folder / f"{name}.ttl").read_text("utf-8")
        for name in ("states", "organisations", "coalitions", "places", "cities", "offices")
    )
    assert not any(f'"{row.holder.label}"' in others for row in reference.tenures())


def test_loading_twice_reads_the_files_once() -> None:
    assert Reference.load() is load()


def test_a_missing_or_broken_file_is_reported_with_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(reference_module.resources, "ontology", lambda: tmp_path)
    with pytest.raises(OntologyError, match=r"ontology/reference/states\.ttl") as caught:
        reference_module.load.__wrapped__()
    assert "Restore" in caught.value.message
