"""One article's predicted record held against its gold record, family by family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from kg.evaluation.counts import Difference, Score
from kg.evaluation.matching import (
    ALIGNED_MEETING,
    OPTIONAL_MEETING,
    meeting_likeness,
    pair,
    pair_persons,
    persons,
    reported_words,
    same_date,
    same_place,
    same_statement,
    side,
)
from kg.evaluation.names import (
    SAME_COALITION,
    SAME_NAME,
    Record,
    all_names,
    coalition_likeness,
    coalition_name_likeness,
    named,
    organisation_likeness,
    organisation_name,
    plain,
    same_affiliation,
    same_person,
    state,
    states,
)

_SAME_OFFICE = 80.0
_COALITION_AS_ORGANISATION = 97.0


def score_article(name: str, gold: Record, predicted: Record) -> Score:
    """Hold one prediction against gold; what gold calls optional neither gains nor costs."""
    return _Comparison(name, gold, predicted).run()


def _items(record: Record, family: str) -> list[Record]:
    values = record.get(family)
    if not isinstance(values, list):
        return []
    return [value if isinstance(value, dict) else {"name": value} for value in values]


class _Comparison:
    """The families share the article's records, its score and the list of differences."""

    def __init__(self, name: str, gold: Record, predicted: Record) -> None:
        self.name, self.gold, self.predicted = name, gold, predicted
        self.optional: Record = gold.get("optional") or {}
        self.score = Score()

    def run(self) -> Score:
        for family in (
            self.states,
            self.officials,
            self.organisations,
            self.coalitions,
            self.memberships,
            self.meetings,
            self.statements,
        ):
            family()
        return self.score

    def note(self, family: str, kind: str, what: object) -> None:
        self.score.differences.append(Difference(self.name, family, kind, str(what)))

    def count(self, family: str, right: int = 0, false: int = 0, missed: int = 0) -> None:
        self.score.families[family].add(right, false, missed)

    def judge(self, attribute: str, right: bool) -> bool:
        self.score.accuracies[attribute].add(right)
        return right

    def sets(
        self,
        counted: str,
        gold: set[str],
        predicted: set[str],
        optional: set[str],
        kind: str,
        where: str = "",
    ) -> None:
        """Count and note two sets of states."""
        missed, false = gold - predicted, predicted - gold - optional
        self.count(counted, len(gold & predicted), len(false), len(missed))
        self._differ(counted, kind, where, missed, false)

    def people(
        self,
        counted: str,
        gold: Sequence[str],
        predicted: Sequence[str],
        optional: Iterable[str],
        kind: str,
    ) -> None:
        """Count and note two lists of persons."""
        pairing = pair_persons(gold, predicted)
        missed = [x for i, x in enumerate(gold) if i not in pairing.gold]
        false = [
            x
            for j, x in enumerate(predicted)
            if j not in pairing.predicted and not any(same_person(x, y) for y in optional)
        ]
        self.count(counted, len(pairing.pairs), len(false), len(missed))
        self._differ(counted, kind, "", missed, false)

    def _differ(
        self, counted: str, kind: str, where: str, missed: Iterable[str], false: Iterable[str]
    ) -> None:
        family, prefix = counted.split("_")[0], kind and f"{kind}-"
        family = {"coalition": "coalitions", "meeting": "meetings"}.get(family, family)
        for label, names in ((f"{prefix}MISS", missed), (f"{prefix}FALSE", false)):
            for name in sorted(names):
                self.note(family, label, f"{where}: {name}" if where else name)

    # Families --------------------------------------------------------------------------------

    def states(self) -> None:
        gold, predicted = states(self.gold.get("states")), states(self.predicted.get("states"))
        self.sets("states", gold, predicted, states(self.optional.get("states")), "")

    def officials(self) -> None:
        gold = _items(self.gold, "officials")
        predicted = [x for x in _items(self.predicted, "officials") if x.get("name")]
        pairing = pair(gold, predicted, _official_likeness, 1.0)
        for i, j in pairing.pairs:
            self._office(gold[i], predicted[j])
        known = [x["name"] for x in _items(self.optional, "officials")]
        false = 0
        for j, official in enumerate(predicted):
            name = official["name"]
            if j in pairing.predicted or any(same_person(x, name) for x in known):
                continue
            false += 1
            if any(same_person(x["name"], name) for x in gold):
                self.note("officials", "DUPLICATE", name)
            self.note("officials", "FALSE", _describe(official))
        self.count("officials", len(pairing.pairs), false, len(gold) - len(pairing.pairs))
        for i, official in enumerate(gold):
            if i not in pairing.gold:
                self.note("officials", "MISS", _describe(official))

    def _office(self, gold: Record, predicted: Record) -> None:
        name = gold["name"]
        office = any(
            fuzz.token_set_ratio(a, b) >= _SAME_OFFICE
            for a in _accepted_offices(gold)
            for b in _offices(predicted)
        )
        affiliation = same_affiliation(gold.get("of"), predicted.get("of"))
        if not self.judge("office", office):
            wrong = f"{name}: gold {gold.get('office')}, predicted {predicted.get('office')}"
            self.note("officials", "OFFICE", wrong)
        if not self.judge("of", affiliation):
            wrong = f"{name}: gold {gold.get('of')}, predicted {predicted.get('of')}"
            self.note("officials", "OF", wrong)
        self.judge("office_and_of", office and affiliation)
        if gold.get("former") or predicted.get("former"):
            self.judge("former", bool(gold.get("former")) == bool(predicted.get("former")))

    def organisations(self) -> None:
        gold = _items(self.gold, "organisations")
        predicted = [x for x in _items(self.predicted, "organisations") if x.get("name")]
        pairing = pair(gold, predicted, organisation_likeness, SAME_NAME)
        for i, j in pairing.pairs:
            if predicted[j].get("type"):
                self.judge("org_type", gold[i].get("type") == predicted[j]["type"])
        false = [
            item
            for j, item in enumerate(predicted)
            if j not in pairing.predicted and not self._neutral_organisation(item)
        ]
        missed = [item for i, item in enumerate(gold) if i not in pairing.gold]
        self.count("organisations", len(pairing.pairs), len(false), len(missed))
        for item in false:
            self.note("organisations", "FALSE", item["name"])
        for item in missed:
            self.note("organisations", "MISS", item["name"])

    def _neutral_organisation(self, item: Record) -> bool:
        """Optional, or a coalition filed as an organisation: the miss is counted over there."""
        return any(
            organisation_likeness(x, item) >= SAME_NAME
            for x in _items(self.optional, "organisations")
        ) or any(
            organisation_likeness(x, item) >= _COALITION_AS_ORGANISATION
            for x in _items(self.gold, "coalitions")
        )

    def coalitions(self) -> None:
        gold, predicted = _items(self.gold, "coalitions"), _items(self.predicted, "coalitions")
        pairing = pair(gold, predicted, coalition_likeness, 0.5)
        for i, j in pairing.pairs:
            self._coalition(gold[i], predicted[j])
        optional = _items(self.optional, "coalitions")
        false = [
            item
            for j, item in enumerate(predicted)
            if j not in pairing.predicted
            and not any(coalition_likeness(x, item) >= 0.5 for x in optional)
        ]
        missed = [item for i, item in enumerate(gold) if i not in pairing.gold]
        self.count("coalitions", len(pairing.pairs), len(false), len(missed))
        for item in false:
            self.note("coalitions", "FALSE", item.get("name"))
            self.count("coalition_members", false=len(states(item.get("members"))))
            self.count("coalition_lead", false=len(states(item.get("lead"))))
        for item in missed:
            self.note("coalitions", "MISS", item["name"])
            self.count("coalition_members", missed=len(states(item.get("members"))))
            self.count("coalition_lead", missed=len(states(item.get("lead"))))
            if item.get("stated_size") is not None:
                self.judge("coalition_size", False)

    def _coalition(self, gold: Record, predicted: Record) -> None:
        members, optional = states(gold.get("members")), states(gold.get("optional_members"))
        name = gold["name"]
        theirs = states(predicted.get("members"))
        self.sets("coalition_members", members, theirs, optional, "MEMBER", name)
        leads, their_leads = states(gold.get("lead")), states(predicted.get("lead"))
        self.sets("coalition_lead", leads, their_leads, optional | members, "LEAD", name)
        if gold.get("stated_size") is not None:
            same = str(predicted.get("stated_size")) == str(gold["stated_size"])
            self.judge("coalition_size", same)

    def memberships(self) -> None:
        synonyms: dict[str, list[str]] = {}
        for item in _items(self.gold, "organisations"):
            synonyms.update({alias: all_names(item) for alias in all_names(item)})

        def likeness(gold: Record, predicted: Record) -> float:
            if state(gold.get("state")) != state(predicted.get("state")):
                return 0.0
            ours, theirs = organisation_name(gold.get("of")), organisation_name(predicted.get("of"))
            return float(
                any(
                    name == theirs or fuzz.token_sort_ratio(name, theirs) >= SAME_NAME
                    for name in synonyms.get(ours, [ours])
                )
            )

        gold = _items(self.gold, "memberships")
        predicted = _items(self.predicted, "memberships")
        optional = _items(self.optional, "memberships")
        pairing = pair(gold, predicted, likeness, 1.0)
        false = [
            item
            for j, item in enumerate(predicted)
            if j not in pairing.predicted
            and not any(likeness(x, item) for x in optional)
            and not self._restates_coalition(item)
        ]
        missed = [item for i, item in enumerate(gold) if i not in pairing.gold]
        self.count("memberships", len(pairing.pairs), len(false), len(missed))
        for item in false:
            self.note("memberships", "FALSE", f"{item.get('state')} of {item.get('of')}")
        for item in missed:
            self.note("memberships", "MISS", f"{item['state']} of {item['of']}")

    def _restates_coalition(self, membership: Record) -> bool:
        return any(
            coalition_name_likeness(item, {"name": membership.get("of")}) >= SAME_COALITION
            and state(membership.get("state"))
            in states(item.get("members")) | states(item.get("optional_members"))
            for item in _items(self.gold, "coalitions") + _items(self.optional, "coalitions")
        )

    def meetings(self) -> None:
        gold, predicted = _items(self.gold, "meetings"), _items(self.predicted, "meetings")
        pairing = pair(gold, predicted, meeting_likeness, ALIGNED_MEETING)
        for i, j in pairing.pairs:
            self._attributes(gold[i], predicted[j])
            self._attendance(gold[i], predicted[j])
        optional = _items(self.optional, "meetings")
        false = [
            item
            for j, item in enumerate(predicted)
            if j not in pairing.predicted
            and not any(meeting_likeness(x, item) >= OPTIONAL_MEETING for x in optional)
        ]
        missed = [item for i, item in enumerate(gold) if i not in pairing.gold]
        self.count("meetings", len(pairing.pairs), len(false), len(missed))
        for item in false:
            self.note("meetings", "FALSE", _describe_meeting(item))
            self._count_all(item, "false")
        for item in missed:
            self.note("meetings", "MISS", _describe_meeting(item))
            self._count_all(item, "missed")
            if item.get("stated_count") is not None:
                self.judge("stated_count", False)

    def _count_all(self, meeting: Record, outcome: str) -> None:
        hosts = len(states(side(meeting, "hosts", "states"))) + len(persons(meeting, "hosts"))
        taking_part = len(states(side(meeting, "participants", "states")))
        self.count("meeting_hosts", **{outcome: hosts})
        self.count("meeting_part_states", **{outcome: taking_part})
        self.count("meeting_part_officials", **{outcome: len(persons(meeting))})

    def _attributes(self, gold: Record, predicted: Record) -> None:
        label = gold.get("label")
        if gold.get("place") and not self.judge("meeting_place", same_place(gold, predicted)):
            wrong = f"{label}: gold {gold['place']}, predicted {predicted.get('place')}"
            self.note("meetings", "PLACE", wrong)
        if gold.get("country"):
            self.judge("meeting_country", state(predicted.get("country")) == gold["country"])
        if gold.get("date"):
            self._date(gold, predicted)
        kinds = gold.get("kind"), predicted.get("kind")
        if not self.judge("meeting_kind", kinds[0] == kinds[1]):
            self.note("meetings", "KIND", f"{label}: gold {kinds[0]}, predicted {kinds[1]}")
        status = gold.get("status") or "held", predicted.get("status") or "held"
        if not self.judge("meeting_status", status[0] == status[1]):
            self.note("meetings", "STATUS", f"{label}: gold {status[0]}, predicted {status[1]}")
        if gold.get("stated_count") is not None:
            same = str(predicted.get("stated_count")) == str(gold["stated_count"])
            self.judge("stated_count", same)
            if not self.judge("stated_count_aligned", same):
                counts = gold["stated_count"], predicted.get("stated_count")
                self.note("meetings", "COUNT", f"{label}: gold {counts[0]}, predicted {counts[1]}")
        if gold.get("of_coalition"):
            self.judge("of_coalition", self._same_coalition(gold, predicted))

    def _date(self, gold: Record, predicted: Record) -> None:
        same = same_date(gold, predicted)
        if gold.get("date_from") == "text":
            self.judge("meeting_date_text", same)
        if not self.judge("meeting_date_all", same):
            wrong = f"gold {gold['date']}, predicted {predicted.get('date')}"
            self.note("meetings", "DATE", f"{gold.get('label')}: {wrong}")

    def _same_coalition(self, gold: Record, predicted: Record) -> bool:
        name, wanted = predicted.get("of_coalition"), gold["of_coalition"]
        told = [item for item in _items(self.gold, "coalitions") if item["name"] == wanted]
        return bool(name) and any(
            coalition_name_likeness(item, {"name": name}) >= SAME_COALITION
            for item in told or [{"name": wanted}]
        )

    def _attendance(self, gold: Record, predicted: Record) -> None:
        hosts: Record = gold.get("optional_hosts") or {}
        others: Record = gold.get("optional_participants") or {}
        host_states = states(hosts.get("states"))
        host_names = [str(named(x)) for x in hosts.get("officials") or []]
        other_names = [str(named(x)) for x in others.get("officials") or []]
        ours, theirs = _role(gold, "hosts"), _role(predicted, "hosts")
        self.sets("meeting_hosts", ours[0], theirs[0], host_states, "HOST")
        self.people("meeting_hosts", ours[1], theirs[1], host_names, "HOST")
        ours, theirs = _role(gold, "participants"), _role(predicted, "participants")
        optional = states(others.get("states")) | host_states
        self.sets("meeting_part_states", ours[0], theirs[0], optional, "PARTICIPANT")
        names = other_names + host_names
        self.people("meeting_part_officials", ours[1], theirs[1], names, "PARTICIPANT")

    def statements(self) -> None:
        gold, optional = _items(self.gold, "statements"), _items(self.optional, "statements")
        predicted = [x for x in _items(self.predicted, "statements") if reported_words(x)]
        right = false = 0
        for item in predicted:
            matched = [x for x in gold if same_statement(x, item)]
            if matched:
                right += 1
                if item.get("kind") in ("direct", "indirect"):
                    kinds = [x.get("kind") for x in matched]
                    self.judge("statement_kind", item["kind"] in kinds)
            elif not any(same_statement(x, item) for x in optional):
                false += 1
                said = f"{named(item.get('speaker'))}: {reported_words(item)[:80]}"
                self.note("statements", "FALSE", said)
        missed = [x for x in gold if not any(same_statement(x, item) for item in predicted)]
        for item in missed:
            self.note("statements", "MISS", f"{item['speaker']}: …{item['contains']}…")
        found = len(gold) - len(missed)
        self.score.families["statements"].add(right, false, len(missed), found)


def _official_likeness(gold: Record, predicted: Record) -> float:
    if not same_person(gold["name"], predicted["name"]):
        return 0.0
    return 1.0 + fuzz.ratio(plain(gold["name"]), plain(predicted["name"])) / 1000


def _role(meeting: Record, role: str) -> tuple[set[str], list[str]]:
    return states(side(meeting, role, "states")), persons(meeting, role)


def _offices(official: Record) -> list[str]:
    names = official.get("office"), official.get("surface_office")
    return [plain(name) for name in names if name]


def _accepted_offices(official: Record) -> list[str]:
    return _offices(official) + [plain(x) for x in official.get("office_alternatives") or [] if x]


def _describe(official: Record) -> str:
    return f"{official['name']} ({official.get('office')}, {official.get('of')})"


def _describe_meeting(meeting: Record) -> str:
    return f"{meeting.get('label')} @ {meeting.get('place')} {meeting.get('date')}"
