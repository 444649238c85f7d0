"""The reading of a document: a Document goes in, its claims with their evidence, mentions and ungrounded candidates come out.

`Reader` is built once from the concepts and the cue files and then reads any number of documents; it keeps no state of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import compress
from operator import attrgetter
from pathlib import Path

from kg.concepts import Concept, read_concepts
from kg.reading.acronyms import find_definitions
from kg.reading.causes import ACTIVE_CAUSES, FEATURES, find_active_causes, find_causes, find_pathology
from kg.reading.characters import NormalText, normalise, uncontracted
from kg.reading.classes.categories import category_adjectives, find_memberships, membership_drafts
from kg.reading.classes.headings import listed_under_heading
from kg.reading.classes.memberships import SAFETY_SECTIONS
from kg.reading.classes.specialties import in_specialty, specialty_words
from kg.reading.clauses import insertions
from kg.reading.columns import with_bars
from kg.reading.comparison_tables import ComparisonReader
from kg.reading.cues import Cue, CueBook, Phrase, Stream, read_rows
from kg.reading.denied_entries import with_denials
from kg.reading.drafts import STUDIED, Draft
from kg.reading.fellows import fellows_of, in_order, to_own_targets
from kg.reading.frames import Frames
from kg.reading.governors import Governor
from kg.reading.grounding import ground
from kg.reading.inline_headings import follow_intros, follow_labels, follow_questions
from kg.reading.introduced_names import find_introduced
from kg.reading.layout import Layout, lay_out
from kg.reading.lexicon import Entry, Lexicon
from kg.reading.mechanisms import find_mechanisms
from kg.reading.mentions import (
    Found,
    find_acronyms,
    find_clots,
    find_elliptical,
    find_in_whom,
    find_kinds,
    find_mentions,
    find_row_labels,
    find_seated,
    find_uninflected,
    find_vaccine_examples,
    is_no_name,
    may_share_head,
)
from kg.reading.packs import load_packs
from kg.reading.page import DISEASES, Page, Term, Unit
from kg.reading.patterns import Pattern, Vocabulary
from kg.reading.prose import prose_of, stated_headings
from kg.reading.qualifiers import load_qualifiers
from kg.reading.relations import govern
from kg.reading.results import claims_of, groundings_of, ungrounded_of
from kg.reading.role_model import RoleModel
from kg.reading.roles import find_roles
from kg.reading.route_letters import LETTERS, find_lettered
from kg.reading.routes import WAYS, find_routes, without_bare_words
from kg.reading.safety.accounts import fit_accounts
from kg.reading.safety.allergies import fit_allergies, part_allergies
from kg.reading.safety.answers import find_answered
from kg.reading.safety.care import MEASURES, CareRoles, find_care
from kg.reading.safety.clearing import find_clearing
from kg.reading.safety.drug_interactions import CHANGING, find_drug_interactions
from kg.reading.safety.effect_grades import SafetyDefaults
from kg.reading.safety.effects import HARMS, find_safety
from kg.reading.safety.harmless import find_contrasted, find_harmless, find_not_blamed
from kg.reading.safety.histories import fit_histories
from kg.reading.safety.interactions import (
    INTERACTING,
    INTERACTION_CUES,
    find_asked_interactions,
    find_interactions,
    find_listed_interactions,
    speaks_of_vaccines,
    vaccines_by_disease,
)
from kg.reading.safety.manifestations import load_manifestations
from kg.reading.safety.own_arms import effects_of_arms, find_of_arms
from kg.reading.safety.passed_on import PASSING_ON, find_passed_on
from kg.reading.safety.precautions import find_precautions
from kg.reading.safety.risks import find_risk_statement, risk_drafts
from kg.reading.safety.sites import fit_sites, load_local_effects
from kg.reading.safety.taken_up_effects import find_taken_up_effects
from kg.reading.safety.virus_safety import fit_virus_safety
from kg.reading.sections import Headings
from kg.reading.silences import close_choices, is_aside, was_hoped
from kg.reading.spun.paraphrase import Names, ParaphraseTable, no_sight, plain_patterns
from kg.reading.spun.recovery import Recoverable, Recovered, recover_text
from kg.reading.spun.restoration import Restorer
from kg.reading.supply import SOURCES, find_populations, find_sources
from kg.reading.tables import TableReader, load_table_heads
from kg.reading.therapy.advice import with_advice
from kg.reading.therapy.anaphora import PRONOUNS, find_asked, find_here, find_named_after, find_pronominal
from kg.reading.therapy.approvals import with_approval
from kg.reading.therapy.bearers import find_treated_bearers
from kg.reading.therapy.brought_about import without_brought_about
from kg.reading.therapy.bullets import find_label_claims
from kg.reading.therapy.case_stories import find_given_to_patient
from kg.reading.therapy.companions import find_used_with
from kg.reading.therapy.complaints import find_eased
from kg.reading.therapy.defaults import find_defaults, load_therapy_words
from kg.reading.therapy.disease_pages import disease_over, find_below_label, find_titled, opens_row, treated_disease, without_companions
from kg.reading.therapy.dose_lists import find_dose_lists
from kg.reading.therapy.doses import DOSES, WEIGHTS, find_dosed, find_given_at_once
from kg.reading.therapy.exposure import guarded_conditions, without_weaker_uses
from kg.reading.therapy.failures import FRONTED, find_failures
from kg.reading.therapy.incurable import CURING, find_helped_without_cure
from kg.reading.therapy.indications import find_therapy
from kg.reading.therapy.infection_pages import find_guarding
from kg.reading.therapy.labelled_bans import BANS, find_labelled_bans
from kg.reading.therapy.orders import ORDERS, find_ordered
from kg.reading.therapy.outcomes import UNDERSTOOD, WAYS_OF_WORKING, find_offered, find_outcomes, find_registered, find_uses_by_way
from kg.reading.therapy.prophylaxis import (
    LESS,
    RARER,
    THIS,
    as_guarded,
    find_averted,
    find_exposed,
    find_exposed_rows,
    find_fewer,
    find_kept_from,
    find_labelled,
    find_meaning_fewer,
    find_not_immune,
    find_rarer,
    find_unnamed,
    find_unvaccinated,
)
from kg.reading.therapy.rankings import find_ranked
from kg.reading.therapy.reductions import REDUCING, find_reduced, find_reduced_by_it, speaks_of_treatment
from kg.reading.therapy.refutations import FAILS, THESE, find_denied, without_mere_additions
from kg.reading.therapy.relative_clauses import find_relative, find_where
from kg.reading.therapy.second_clauses import find_in_clause, find_second_clause
from kg.reading.therapy.sensitisation import SENSITISED, anti_d_products, find_too_late, fit_sensitisation, without_occasions
from kg.reading.therapy.short_names import fit_short_names
from kg.reading.therapy.since import RARE, find_rare_since
from kg.reading.therapy.sole_products import (
    acting_agents,
    head_announcements,
    page_for,
    page_of_product,
    products_of_paragraphs,
    products_of_records,
    products_of_sections,
)
from kg.reading.therapy.substitutes import SUBSTITUTED, find_substitute
from kg.reading.therapy.taken_up_bans import find_taken_up_bans
from kg.reading.therapy.turns import find_unapproved, find_unapproved_answer, further_uses
from kg.reading.topics import find_agents, find_topic, fit_infusions, looks_like_label, open_asides
from kg.reading.units import share_out, units_of
from kg.reading.unknown import look_of
from kg.reading.word_lists import load_word_lists
from kg.reading.words import Tokens, WordBook, tokenise
from kg.records import Claim, Document, Flag, Grounding, Ungrounded
from kg.settings import Settings

__all__ = ["Reader", "Reading"]

#: Words that take up what the sentence before names.
_POINTING = THIS | THESE | PRONOUNS
_TRIAL_WORDS = (
    "randomised", "randomized", "randomly assigned", "randomly allocated", "underwent randomi", "double-blind", "placebo-controlled",
    "were eligible", "eligible patient", "eligible participant", "eligible subject", "eligible to participate", "eligible to take part",
    "eligibility", "clinical trial registration", "brief title", "official title", "study type: interventional", "intervention/treatment",
    "interventions: ", "intervention: ", "brief summary", "condition or disease", "primary outcome measure",
)  # fmt: skip
#: What each of them has one of.
_TRIAL_PARTS = (
    "randomi", "randomly a", "double-blind", "placebo-c", "eligib", "clinical trial reg", " title", "intervention", "brief summ",
    "condition or", "primary out",
)  # fmt: skip
#: "NCT01234567" and the numbers of other registries in lower case; letters first are found in a fraction of the time.
_TRIAL_NUMBER = re.compile(r"nct(?<!\wnct)\d{8}\b|isrctn\d{6}|eudract|actrn\d{6}|chictr-?\w?\w?\w?-?\d{6}|umin0000|ctri/\d{4}")
#: Kinds of documents that speak of trials and are none.
_NO_TRIALS = frozenset(("guideline", "leaflet", "label", "synopsis"))
#: What a sentence says of a condition that it names no outcome of a treatment of.
_NO_OUTCOMES = frozenset(("prevents", "contraindicated_in"))
#: Qualifiers worth recovering; one word put back as a negation or an agent would do more harm than good.
_RECOVERED_QUALIFIERS = frozenset(("severity", "severity-default", "frequency", "patients"))
_ORIGINS = frozenset(("derived",))
#: Words behind which a sentence says what did not bring an effect about.
_REJECTING = frozenset(("not", "rather"))


def _speaks_of_trial(text: str) -> bool:
    """Look for plain words, which takes a thirtieth of the time that one pattern for all of them takes."""
    lowered = text.lower()
    may_speak = any(map(lowered.__contains__, _TRIAL_PARTS))
    return (may_speak and any(word in lowered for word in _TRIAL_WORDS)) or bool(_TRIAL_NUMBER.search(lowered))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one document; counts say how many things each step gave."""

    claims: tuple[Claim, ...]
    groundings: tuple[Grounding, ...]
    ungrounded: tuple[Ungrounded, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()


class Reader:
    """Everything that reading needs, compiled once."""

    def __init__(self, concepts: Iterable[Concept], cues: Path, *, paraphrase: ParaphraseTable | None = None) -> None:
        """Compile concepts and the cue files of a folder; without a paraphrase table spun texts are read as they stand."""
        vocabulary = Vocabulary()
        self.lexicon = Lexicon.from_concepts(concepts)
        self.headings = Headings.load(cues)
        relations = read_rows(cues / "relations.tsv", ("phrase", "relation", "value"))
        self.relations = CueBook(((text, Phrase(kind, value)) for text, kind, value in relations), vocabulary)
        self.qualifiers = load_qualifiers(cues, vocabulary)
        safety = read_rows(cues / "safety.tsv", ("phrase", "kind", "value"))
        self.safety = CueBook(((text, Phrase(kind, value)) for text, kind, value in safety), vocabulary)
        self.care = CareRoles.load(cues, self.lexicon.concepts.keys())
        self.frames = Frames.load(cues, self.lexicon.concepts.keys(), vocabulary)
        self._therapy_words = load_therapy_words(cues)
        self._lists = {**load_word_lists(cues), **load_manifestations(cues, self.lexicon.concepts.keys())}
        self._heads = load_table_heads(cues)
        self._vaccines = vaccines_by_disease(self.lexicon.concepts)
        self._local_effects = load_local_effects(cues, self.lexicon.concepts)
        self._adjectives = category_adjectives(self.lexicon.concepts.values())
        self._guarded = guarded_conditions(self.lexicon.concepts)
        self._preventable = frozenset((*self._guarded.values(), *self._vaccines))
        self._anti_d = anti_d_products(self.lexicon.concepts)
        #: What hyperimmune products are made against, those against the blood group among them.
        self._made_against = {**self._guarded, **dict.fromkeys(self._anti_d, SENSITISED)}
        self._specialties = specialty_words(self._adjectives, self.lexicon.concepts)
        #: Words that in a column for classes of diseases name one.
        self._classes = {**self._adjectives, **self._specialties}
        #: The second voice, which speaks where no rule did; without its file the rules are alone.
        self.roles = RoleModel.load(cues / "roles.tsv") if (cues / "roles.tsv").exists() else None
        self._paraphrase = paraphrase
        self.words = WordBook(
            self.lexicon.single_words,
            by_word=[paraphrase.sight if paraphrase is not None else no_sight],
            by_fold=[self.lexicon.vocabulary.opener, look_of],
            by_stem=[vocabulary.opener],
        )
        self._recoverable: Recoverable | None = None
        self._restorer: Restorer | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> Reader:
        """Build the reader over the shipped files."""
        folder = settings.data / "cues"
        table = ParaphraseTable.load(folder) if (folder / "substitutions.tsv.gz").exists() else None
        reader = cls(read_concepts(settings.ontology / "concepts.tsv"), folder, paraphrase=table)
        if settings.packs:
            reader.lexicon.extend(load_packs(settings.packs, reader.lexicon, folder, settings.cache))
        return reader

    def read(self, document: Document) -> Reading:
        """Read a document; the claims are sorted by place, and equal input gives equal output."""
        page, open_mentions = self._page(document)
        defaults = SafetyDefaults(page) if page.names_product else None
        drafts = without_brought_about(self._drafts(page, defaults), page)
        if self.roles is not None and defaults is not None:
            drafts += without_brought_about(find_roles(page, drafts, self.roles, defaults, self._guarded), page)
        drafts = with_denials(drafts, page)
        drafts += fellows_of(drafts, page)
        drafts = in_order(to_own_targets(drafts, page), page)
        failed = {draft.object for draft in drafts if draft.predicate == "not_effective_for"}
        # "Immunoglobulin for A: a systematic review" claims no use of what the text finds to be useless.
        drafts = [draft for draft in drafts if draft.method != STUDIED or draft.status != "used" or draft.object not in failed]
        drafts = without_mere_additions(drafts, page)
        drafts = without_bare_words(without_occasions(without_weaker_uses(without_companions(drafts, page), page), self._anti_d))
        claims = claims_of([as_guarded(with_approval(with_advice(draft, page), page), page, self._guarded) for draft in drafts], page)
        ungrounded = tuple(ungrounded_of(open_mentions, page))
        groundings = tuple(groundings_of(page))
        flags: tuple[Flag, ...] = ("machine-paraphrased",) if page.is_spun else ()
        counts = {
            "characters": len(document.text),
            "sentences": len(page.units),
            "mentions": len(groundings) + len(ungrounded),
            "grounded": len(groundings),
            "ungrounded": len(ungrounded),
            "claims": len(claims),
        }
        return Reading(claims, groundings, ungrounded, counts, flags)

    # --- from text to page -------------------------------------------------------------------------------------------------

    def _page(self, document: Document) -> tuple[Page, list[tuple[Found, str]]]:
        normal = normalise(prose_of(document))
        text = with_bars(normal.text)
        if text is not normal.text:
            normal = replace(normal, text=text)
        normal = uncontracted(normal)  # which moves the words of a line, so that its columns must have been found
        layout, tokens, ranges = self._laid_out(normal, document)
        restorer = self._restorer_of(tokens, ranges)
        changed: frozenset[int] = frozenset()
        if restorer is not None:
            normal, places_changed = restorer.restore(normal)
            layout, tokens, ranges = self._laid_out(normal, document)
            changed = frozenset(_inside(tokens, places_changed))
        _, names, looks, cues = tokens.marks or ([], [], [], [])
        places = self.headings.places(
            normal.text, layout.blocks, document.sections, [(normal.normal(s.start), normal.normal(s.end)) for s in document.sections]
        )
        recovered = self._recovered(tokens, ranges, changed) if restorer is not None else None
        units = units_of(layout, tokens, ranges, places)
        follow_intros(units, tokens)
        follow_labels(units, tokens, normal.text, self.headings)
        if "?" in normal.text:
            follow_questions(units, tokens, normal.text, self.headings)
        plain = Stream(ranges, tokens.stems, openers=cues)
        found, blocked = self._found(tokens, units, recovered, plain, Stream(ranges, tokens.folds, openers=names))
        if changed:
            found = [_as_put_back(each, changed) for each in found]
        kinds = [unit.place.kind for unit in units]
        starts = [unit.first for unit in units]

        def kind_at(token: int) -> str:
            return kinds[bisect_right(starts, token) - 1] if starts else ""

        terms, open_mentions = ground(found, tokens, self.lexicon, blocked, kind_at)
        relation_stream = qualifier_stream = plain
        if recovered is not None:
            relation_stream = Stream(ranges, tokens.stems, recovered.relations)
            qualifier_stream = Stream(ranges, tokens.stems, recovered.qualifiers)
        relations, qualifiers = self.relations.find(relation_stream), self.qualifiers.find(qualifier_stream)
        bridged = list(self._bridged(units, tokens, terms)) if recovered is None else []
        if bridged:
            relations = sorted([*relations, *bridged], key=_FIRST)
            # "is used, without a licence, in A": what stands between the commas denies no use
            qualifiers = [q for q in qualifiers if q.phrase.kind != "negation" or not any(c.first < q.first and q.last < c.last for c in bridged)]
        share_out(units, tokens.stems, starts, terms, relations, qualifiers)
        is_label = document.kind in {"label", "leaflet"} or document.tier == "label" or looks_like_label(places, layout)
        is_trial = (
            document.kind == "trial"
            or document.tier == "trial"
            or (not is_label and document.kind not in _NO_TRIALS and _speaks_of_trial(normal.text[:3000]))
        )
        page = Page(
            document,
            normal,
            layout,
            tokens.ended(),
            units,
            None,
            0.0,
            is_label,
            is_trial,
            recovered is not None,
            {u.block: u for u in units if u.is_heading},
            self._lists,
            list(compress(range(len(looks)), looks)),
        )
        open_asides(page)
        close_choices(page, self._made_against)
        fit_accounts(page)
        part_allergies(page, self.lexicon.classes)
        find_topic(page, self.lexicon)
        find_agents(page)
        page.names_product = page.topic is not None or any(agent.concept for unit in units for agent in unit.agents)
        if page.names_product:
            for cue in self.safety.find_all(relation_stream):
                units[bisect_right(starts, cue.first) - 1].safety.append(cue)
            head_announcements(page)
            page.records = products_of_records(page)
            page.headed = {**products_of_sections(page), **page.records}
            fit_sites(page, self._local_effects)
            fit_allergies(page)
            fit_histories(page)
            fit_virus_safety(page)
            fit_sensitisation(page, self._anti_d)
            fit_short_names(page)
        fit_infusions(page, self.lexicon)
        return page, open_mentions

    def _bridged(self, units: Sequence[Unit], tokens: Tokens, terms: Sequence[Term]) -> Iterator[Cue]:
        """Find the cues that a phrase between commas parts: "is used, without a licence, in A"."""
        if not any(term.is_product for term in terms):
            return
        named: set[int] | None = None
        for unit in units:
            if "," not in unit.folds:
                continue
            for opened, closed in insertions(tokens.folds, unit.first, unit.last):
                if named is None:
                    named = {i for term in terms if term.has("Condition", "AdverseEffect") for i in range(term.first, term.last)}
                if not named.isdisjoint(range(opened, closed)):
                    continue  # a list: "A, B, in C"
                skipping = {opened - 1: (closed, (tokens.stems[opened - 1],))}
                for cue in self.relations.find(Stream([(unit.first, unit.last)], tokens.stems, skipping)):
                    if cue.first < opened and cue.last > closed:
                        yield cue

    def _found(
        self, tokens: Tokens, units: Sequence[Unit], recovered: Recovered | None, plain: Stream, folds: Stream
    ) -> tuple[list[Found], frozenset[str]]:
        ranges = [(unit.first, unit.last) for unit in units]
        found = [mention for mention in find_mentions(self.lexicon.find(folds, tokens)) if not is_no_name(mention, tokens)]
        if recovered is not None:
            found = _merged(found, self._named(recovered), keep_old=True)
            found = _merged(found, find_uninflected(tokens, ranges, self.lexicon), keep_old=True)
        bracketed = [(unit.first, unit.last) for unit in units if "(" in unit.folds]
        acronyms, blocked = find_acronyms(tokens, find_definitions(tokens, bracketed), found, self.lexicon)
        longer = {index for mention in found if mention.last - mention.first > 1 for index in range(mention.first, mention.last)}
        found = _merged(found, [acronym for acronym in acronyms if acronym.first not in longer])
        joined = [(unit.first, unit.last) for unit in units if may_share_head(unit.folds)]
        found = _merged(found, find_elliptical(tokens, joined, self.lexicon, found))
        found = _merged(found, find_row_labels(tokens, ranges, self.lexicon, found), keep_old=True)
        found = _merged(found, find_vaccine_examples(tokens, ranges, self.lexicon, found))
        found = _merged(found, find_clots(tokens, ranges, self.lexicon, found))
        found += find_in_whom(tokens, self.lexicon, found)
        found += find_seated(tokens, self.lexicon, found)
        found += find_kinds(tokens, self.lexicon, found)
        if self._paraphrase is not None:
            found += find_introduced(tokens, ranges, found, self.lexicon, self._paraphrase.is_word)
        stem_stream = Stream(ranges, tokens.stems, recovered.frames) if recovered else plain
        # A mechanism's own name says more than a frame inside it.
        named = {
            index: f.last
            for f in found
            if f.method == "exact" and "Mechanism" in self.lexicon.classes[f.entries[0].concept]
            for index in range(f.first, f.last)
        }
        present = {(f.first, f.last, f.entries[0].concept) for f in found}
        effects = {f.first: f.last for f in found if "AdverseEffect" in self.lexicon.classes[f.entries[0].concept]}
        raising = {f.first: f.last for f in found if "RiskFactor" in self.lexicon.classes[f.entries[0].concept]}
        for hit in self.frames.find(stem_stream, tokens, plain.ends):
            is_spun = recovered is not None and any(index in recovered.frames for index in range(hit.first, hit.last))
            entry = Entry(hit.concept, hit.concept.replace("-", " "), "frame", 0.97, False)
            if any(effects.get(first, 0) > hit.last for first in range(hit.first + 1, hit.last)):
                continue  # "with intravenous use and infusion site reactions": its last words begin the name of an effect
            if "but" in tokens.folds[hit.first : hit.last]:
                continue  # "was used in antibody deficiency but has been replaced": two clauses
            is_care = "Management" in self.lexicon.classes[hit.concept]
            if is_care and "," in tokens.folds[hit.first : hit.object_first] and raising.get(hit.first, hit.object_first) < hit.object_first:
                continue  # "if it is infused too fast, and the infusion rate": what raises a risk, and another clause
            if hit.last > named.get(hit.first, 0) and (hit.first, hit.last, hit.concept) not in present:
                present.add((hit.first, hit.last, hit.concept))
                found.append(Found(hit.first, hit.last, (entry,), "paraphrase" if is_spun else "frame"))
        found.sort(key=lambda f: (f.first, f.last))
        return found, blocked

    def _laid_out(self, normal: NormalText, document: Document) -> tuple[Layout, Tokens, list[tuple[int, int]]]:
        stated = {normal.normal(start) for start in stated_headings(document)}
        layout = lay_out(normal.text, is_known_heading=self.headings.known_length, stated=stated)
        return layout, *tokenise(normal.text, ((s.start, s.end) for s in layout.sentences), self.words)

    def _restorer_of(self, tokens: Tokens, ranges: Sequence[tuple[int, int]]) -> Restorer | None:
        """What puts the words of a text back that is judged machine-paraphrased; None for any other text."""
        if self._paraphrase is None:
            return None
        if self._recoverable is None:
            self._recoverable = Recoverable(
                names=Names(self._names),
                relations=Names(self.relations.patterns),
                qualifiers=Names(partial(self.qualifiers.patterns, _RECOVERED_QUALIFIERS)),
                frames=Names(self.frames.book.patterns),
                origins=Names(partial(self.relations.patterns, _ORIGINS)),
            )
        known = self._recoverable
        spinning = self._paraphrase.judge(tokens.surfaces, known.names, tokens.marks[0] if tokens.marks else None)
        if not (spinning.is_spun or spinning.is_doubtful):
            return None
        if self._restorer is None:
            self._restorer = Restorer(self._paraphrase, known.names, lambda: known.relations, lambda: known.cue_words)
        is_spun = spinning.is_spun or self._restorer.would_replace(tokens.surfaces[first:last] for first, last in ranges)
        return self._restorer if is_spun else None

    def _names(self) -> Iterator[Pattern]:
        return plain_patterns(self.lexicon.names())

    def _recovered(self, tokens: Tokens, ranges: Sequence[tuple[int, int]], changed: Collection[int]) -> Recovered | None:
        if self._paraphrase is None or self._recoverable is None:
            return None
        return recover_text(self._paraphrase, self._recoverable, tokens, ranges, changed)

    def _named(self, recovered: Recovered) -> list[Found]:
        found: list[Found] = []
        for recovery in recovered.names:
            entries = self.lexicon.lookup(recovery.folds)
            if entries:
                method = "paraphrase" if recovery.anchored else "guess"
                found.append(Found(recovery.first, recovery.last, entries, method, recovery.score))
        return found

    # --- from page to claims -----------------------------------------------------------------------------------------------

    def _drafts(self, page: Page, defaults: SafetyDefaults | None) -> Iterator[Draft]:
        trailing: dict[int, Governor | None] = {}
        effects: set[str] = set()
        tables = TableReader(page, self._heads, self._classes)
        comparisons = ComparisonReader(page, self._heads)
        disease = treated_disease(page)
        of_product = page_of_product(page)
        of_paragraphs = {**page.headed, **products_of_paragraphs(page)} if page.topic is None else page.headed
        treated: set[tuple[str, str]] = set()
        rankings = {**find_ranked(page), **find_dose_lists(page)}
        whole = page
        read_as = {product: replace(page, topic=product) for product in set(of_paragraphs.values())}
        pending = deque(page.units)
        while pending:
            unit = pending.popleft()
            under = read_as.get(whole.headed.get(unit.index, ""))
            page = under if under is not None and (whole.topic is None or unit.index in whole.records) else whole
            if defaults is not None and unit.terms and page.tokens.surfaces[unit.last - 1] == "?":
                answered = list(find_answered(unit, page, defaults)) or list(find_asked_interactions(unit, page))
                if answered:
                    trailing[unit.index] = None
                    yield from answered
                    continue
            if unit.place.kind == "references" or unit.first == unit.last or is_aside(unit, page):
                trailing[unit.index] = None
                continue
            if tables.reads(unit):
                trailing[unit.index] = None
                yield from tables.drafts(unit)
                if disease is not None and opens_row(unit):
                    yield from find_titled(unit, page, disease, treated)
                if unit.place.kind not in SAFETY_SECTIONS:  # "Cardiac disorders | tachycardia"
                    listed = list(listed_under_heading(unit, page, set()))
                    listed += in_specialty(unit, page, self.lexicon.concepts, self._specialties, {m.member.first for m in listed})
                    if "(" in unit.folds and unit.has("Category", "Immunodeficiency"):  # "Cs (A, B) | approved"
                        listed += [m for m in find_memberships(unit, page, self.lexicon.concepts) if m.rule == "brackets"]
                    yield from membership_drafts(unit, page, listed)
                yield from find_exposed_rows(unit, page, self._guarded)
                pending.extendleft(reversed(list(tables.remarks(unit))))
                continue
            if unit.is_row and comparisons.reads(unit):
                trailing[unit.index] = None
                yield from comparisons.drafts(unit)
                continue
            governors = govern(unit, page, trailing)
            points_back = not _POINTING.isdisjoint(unit.folds)
            if points_back or (unit.previous is not None and (page.tokens.surfaces[unit.previous.last - 1] == "?" or was_hoped(unit.previous, page))):
                yield from find_denied(unit, page)
                yield from find_unapproved_answer(unit, page)
            if points_back:
                yield from find_unapproved(unit, page)
                yield from find_averted(unit, page)
                if "contraindicated" in unit.kinds:
                    yield from find_taken_up_bans(unit, page)
            if defaults is not None and not LETTERS.isdisjoint(unit.folds):
                yield from find_lettered(unit, page)
            if not unit.terms:
                if points_back:  # "It is thought to be autoimmune"
                    yield from membership_drafts(unit, page, find_memberships(unit, page, self.lexicon.concepts, self._adjectives))
                if defaults is not None and not unit.kinds.isdisjoint(FAILS):  # "Two trials found no effect" below the name of a disease
                    yield from find_failures(unit, page, self._guarded)
                continue  # nothing else to claim; what the unit leaves in force is noted
            memberships = find_memberships(unit, page, self.lexicon.concepts, self._adjectives, self._specialties)
            named = unit.named()  # a rule on things of which the sentence names none is not called
            if defaults is None:  # no product is named
                yield from membership_drafts(unit, page, memberships)
                yield from find_causes(unit, page, governors)
                if not named.isdisjoint(ACTIVE_CAUSES):
                    yield from find_active_causes(unit, page)
                if not named.isdisjoint(FEATURES):
                    yield from find_pathology(unit, page, memberships)
                continue
            classes = {m.category.first for m in memberships if m.rule in {"is a", "apposition"}} if memberships else ()
            # Below a heading that names a product "it" is that product.
            headed = under if under is not None and points_back and not unit.products else page
            going_on = page
            if page.topic is None and not unit.products and unit.index in of_paragraphs:
                # "X is made from plasma. Children are given it for A. The one trial found no gain.": what the paragraph goes on about.
                going_on = read_as[of_paragraphs[unit.index]]
                headed = going_on if points_back and not acting_agents(unit, page) else headed
            of_arms = effects_of_arms(unit, page)
            failures = list(find_failures(unit, going_on, self._guarded)) or list(find_too_late(unit, page, self._anti_d))
            uncured = list(find_helped_without_cure(unit, going_on)) if not CURING.isdisjoint(unit.folds) else []
            if uncured:
                failures = []  # "does not cure A but relieves it"
            ranked = rankings.get(unit.index, [])
            exposed = [
                *uncured,
                *find_exposed(unit, page, self._guarded),
                *(find_fewer(unit, page) if "Mechanism" in named else ()),
                *(find_rarer(unit, page, self.lexicon.concepts) if not RARER.isdisjoint(unit.folds) else ()),
                *(find_rare_since(unit, page, self.lexicon.concepts) if unit.products and not RARE.isdisjoint(unit.folds) else ()),
                *(find_meaning_fewer(unit, page, self.lexicon.concepts) if not LESS.isdisjoint(unit.folds) else ()),
                *(find_kept_from(unit, page) if "so" in unit.folds else ()),
                *(find_unvaccinated(unit, page) if "Vaccine" in named else ()),
                *(find_not_immune(unit, page, self.lexicon.concepts, self._guarded) if "who" in unit.folds else ()),
                *(find_eased(unit, page) if unit.products else ()),
                *find_unnamed(unit, page, self._guarded),
                *(find_labelled(unit, page) if "prophylaxis" in unit.folds else ()),
                *(find_substitute(unit, page, self._guarded) if unit.products else ()),
                *(find_guarding(unit, page, disease, self._guarded, self._preventable) if disease is not None and unit.products else ()),
            ]
            # What is given in the place of a product prevents what that would: the one that cannot be had does not.
            replaced = {draft.object for draft in exposed if draft.method == SUBSTITUTED}
            exposed = [draft for draft in exposed if draft.method == SUBSTITUTED or draft.object not in replaced]
            is_told = unit.products or points_back or speaks_of_treatment(unit, page)
            if is_told and not REDUCING.isdisjoint(unit.stems) and not named.isdisjoint(DISEASES):
                taken_up = {draft.first for draft in exposed}
                reduced = find_reduced if unit.products else find_reduced_by_it
                exposed += [draft for draft in reduced(unit, page, self.lexicon.concepts) if draft.first not in taken_up]
            spoken = [*exposed, *failures, *ranked]
            told = {draft.first for draft in spoken}
            denied = {draft.first for draft in failures if draft.method == FRONTED}
            yield from spoken
            therapy = [
                draft
                for draft in find_therapy(unit, headed, governors)
                if draft.first not in classes
                and draft.first not in denied
                and draft.first not in of_arms
                and draft.object not in replaced
                and (draft.first not in told or draft.predicate != "treats" or (page.is_trial and draft.status == "investigational"))
            ]
            if therapy:
                therapy += further_uses(unit, page, therapy)
                yield from therapy
            outcomes = [
                *(find_outcomes(unit, page) if not unit.kinds.isdisjoint(UNDERSTOOD) else ()),
                *(find_registered(unit, page) if page.is_trial else ()),
                *(find_offered(unit, page) if unit.intro is not None else ()),
                *(find_pronominal(unit, page) if points_back else ()),
                *(find_named_after(unit, page) if unit.place_in_block else ()),
                *find_here(unit, going_on),
                *find_relative(unit, going_on),
                *(find_where(unit, page) if unit.products and ("where" in unit.folds or "which" in unit.folds) else ()),
                *(find_second_clause(unit, page) if unit.products else ()),
                *(find_in_clause(unit, page) if unit.products and unit.rivals else ()),
                *find_treated_bearers(unit, page, [*exposed, *therapy]),
                *(find_used_with(unit, page) if unit.products else ()),
                *(find_given_to_patient(unit, page) if unit.products else ()),
                *(find_asked(unit, page) if unit.products else ()),
                *(find_ordered(unit, page) if not ORDERS.isdisjoint(unit.stems) else ()),
                *(find_dosed(unit, page) if not WEIGHTS.isdisjoint(unit.folds) else ()),
                *(find_given_at_once(unit, page) if not DOSES.isdisjoint(unit.folds) else ()),
                *(find_below_label(unit, page, disease) if unit.label_last is not None else ()),
                *(find_uses_by_way(unit, page) if unit.label_last is not None and page.tokens.folds[unit.first] in WAYS_OF_WORKING else ()),
            ]
            if outcomes:
                others = {(draft.subject, draft.object) for draft in (*exposed, *therapy) if draft.predicate in _NO_OUTCOMES}
                outcomes = [draft for draft in outcomes if draft.predicate != "treats" or (draft.subject, draft.object) not in others]
                yield from outcomes
            defaulted: list[Draft] = []
            if not self._therapy_words.keys().isdisjoint(unit.stems):
                taken = {draft.object for draft in (*spoken, *therapy, *outcomes)}
                taken.update([m.category.concept for m in memberships])
                defaulted += find_defaults(unit, page, governors, self._therapy_words, taken)
                defaulted += further_uses(unit, page, defaulted)
                yield from defaulted
            spoken_of = disease_over(unit, page, disease) if unit.products else None
            if spoken_of is not None or disease is not None:
                treated |= {(draft.subject, draft.object) for draft in (*therapy, *outcomes, *defaulted) if draft.predicate != "prevents"}
            if spoken_of is not None:
                titled = list(find_titled(unit, page, spoken_of, treated))
                treated |= {(draft.subject, draft.object) for draft in titled}
                yield from titled
            bans = list(find_labelled_bans(unit, page)) if unit.products and not unit.kinds.isdisjoint(BANS) else []
            yield from bans
            if memberships or unit.label_last is not None:
                yield from find_label_claims(unit, page, memberships, [*failures, *ranked, *therapy, *bans], trailing)
                yield from membership_drafts(unit, page, memberships)
            yield from find_causes(unit, page, governors)
            if not named.isdisjoint(ACTIVE_CAUSES):
                yield from find_active_causes(unit, page)
            if not named.isdisjoint(FEATURES):
                yield from find_pathology(unit, page, memberships)
            about = page_for(unit, page, of_product, of_paragraphs) if page is whole else page
            risks = find_precautions(unit, about) or find_risk_statement(unit, about, effects)
            cleared = list(find_not_blamed(unit, page)) if "cause" in unit.kinds and not _REJECTING.isdisjoint(unit.folds) else []
            cleared += find_contrasted(unit, page) if len(unit.products) > 1 else []
            yield from cleared
            if risks or not named.isdisjoint(HARMS):
                kept_off = {draft.first for draft in (*exposed, *cleared)} | of_arms.keys()
                for draft in find_of_arms(unit, page, defaults, of_arms):
                    effects.add(draft.object)
                    yield draft
                for draft in find_safety(unit, about, governors, defaults, risks, is_on_product=about is not whole):
                    if draft.first not in kept_off:
                        effects.add(draft.object)
                        yield draft
            if risks:
                yield from risk_drafts(unit, about, risks)
            if points_back and unit.products and "adverse-left" in unit.kinds:
                yield from find_taken_up_effects(unit, page)
            if not PASSING_ON.isdisjoint(unit.folds):
                yield from find_passed_on(unit, page)
            if unit.safety:
                yield from find_harmless(unit, page)
            if unit.safety:
                yield from find_clearing(unit, page)
            if not named.isdisjoint(INTERACTING) or speaks_of_vaccines(unit):
                yield from find_interactions(unit, about, self._vaccines, is_on_product=about is not whole)
            if unit.intro is not None and unit.intro.safety and not INTERACTION_CUES.isdisjoint([cue.phrase.kind for cue in unit.intro.safety]):
                yield from find_listed_interactions(unit, page, self._vaccines)
            if not CHANGING.isdisjoint(unit.folds):
                yield from find_drug_interactions(unit, page)
            if not named.isdisjoint(MEASURES):
                factors = {concept for risk in risks for _, _, concept in risk.factors}  # what raises a risk is not what the care is for
                raising = {i for risk in risks for _, term, _ in risk.factors for i in range(term.first, term.last)}  # "likelier after a change of brand"
                for draft in find_care(unit, page, effects, self.care):
                    if draft.subject not in factors and draft.first not in raising:
                        yield draft
            if "Mechanism" in named:
                yield from find_mechanisms(unit, headed, governors)
            if "Route" in named or not WAYS.isdisjoint(unit.folds):
                yield from find_routes(unit, page, governors)
            if not named.isdisjoint(SOURCES):
                yield from find_sources(unit, page, governors)
            if "Population" in named:
                yield from find_populations(unit, page, governors)


def _inside(tokens: Tokens, spans: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the tokens that lie in spans of the text."""
    for start, end in spans:
        yield from range(bisect_left(tokens.starts, start), bisect_left(tokens.starts, end))


def _as_put_back(found: Found, changed: frozenset[int]) -> Found:
    """Say of a name that it was put back."""
    if found.method in {"paraphrase", "guess"} or changed.isdisjoint(range(found.first, found.last)):
        return found
    return replace(found, method="paraphrase")


def _merged(old: list[Found], new: Sequence[Found], *, keep_old: bool = False) -> list[Found]:
    """Join mentions in the order of the text; where they overlap the new ones win, or with `keep_old` the longer."""
    if not new:
        return old
    taken: dict[int, Found] = {index: mention for mention in (old if keep_old else new) for index in range(mention.first, mention.last)}
    if keep_old:
        # A recovered name wins only over a shorter one inside it.
        accepted: list[Found] = []
        dropped: set[int] = set()
        for mention in new:
            rivals = {id(taken[i]): taken[i] for i in range(mention.first, mention.last) if i in taken}
            if all(
                mention.first <= r.first and r.last <= mention.last and r.last - r.first < mention.last - mention.first
                for r in rivals.values()
            ):
                accepted.append(mention)
                dropped.update(rivals)
        return sorted([*(m for m in old if id(m) not in dropped), *accepted], key=_PLACE)
    kept = [m for m in old if taken.keys().isdisjoint(range(m.first, m.last))]
    return sorted([*kept, *new], key=_PLACE)


_PLACE = attrgetter("first", "last")
_FIRST = attrgetter("first")


