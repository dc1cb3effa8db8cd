# All words of the pages, in English. A translation is a copy of this file with the same identifiers; docs/translating.md
# tells how. Messages may hold simple HTML where they are said on pages; what stands in { $braces } is filled in.

### Language

direction = ltr

## The frame of every page

skip = Skip to the content
nav-site = Site
nav-data = Data
nav-sparql = SPARQL
search-label = Search documents and names
search-placeholder = Gromyko, “arms control”, Geneva …
search-submit = Search
kept-release =
    This is release { $version } as it was kept, of { $issued }. <a href="{ $href }">The current one</a> is { $newer }, of { $since }.
footer-claims =
    Every claim on these pages was read from a document by a program and links to the words that say so. Data are free to
    use under <a rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">CC0</a>.
footer-about = About
footer-ontology = Ontology
footer-validation = Validation
footer-extraction = How it was read
footer-developers = For developers
footer-data = Data and releases
page-before = Page before
page-next = Next page
page-of = Page { $page } of { $pages }
pages-label = Pages
number = { $n }

## Kinds of things: one, several, and as a title

kind-one-document = document
kind-one-cited-document = cited document
kind-one-person = person
kind-one-organization = organization
kind-one-place = place
kind-one-event = event
kind-one-agreement = agreement
kind-one-post = post
kind-one-topic = topic
kind-one-statement = statement
kind-one-decision = decision
kind-one-cited = document that is cited
kind-many-document = documents
kind-many-person = people
kind-many-organization = organizations
kind-many-place = places
kind-many-event = events
kind-many-agreement = agreements
kind-many-post = posts
kind-many-topic = topics
kind-many-statement = statements
kind-many-decision = decisions
kind-title-document = Documents
kind-title-person = People
kind-title-organization = Organizations
kind-title-place = Places
kind-title-event = Events
kind-title-agreement = Agreements
kind-title-post = Posts
kind-title-topic = Topics
kind-title-statement = Statements
kind-title-decision = Decisions
kind-title-cited = Cited documents

## Relations as sentences: { $s } is who or what it is said of, { $o } the other end

relation-sentBy = { $o } sent { $s }
relation-sentTo = { $s } was sent to { $o }
relation-draftedBy = { $o } drafted { $s }
relation-participant = { $o } took part in what { $s } records
relation-dated = { $s } is dated { $o }
relation-writtenIn = { $s } was written in { $o }
relation-classified = { $s } was classified { $o }
relation-cites = { $s } cites { $o }
relation-subject = { $s } deals with { $o }
relation-holdsPost = { $s } held the post of { $o }
relation-affiliatedWith = { $s } belonged to or spoke for { $o }
relation-metWith = { $s } met { $o }
relation-wroteTo = { $s } wrote to { $o }
relation-traveledTo = { $s } traveled to { $o }
relation-attended = { $s } attended { $o }
relation-heldIn = { $s } was held in { $o }
relation-partyTo = { $s } was a party to { $o }
relation-other = { $s } – { $label }: { $o }

## Captions in the heading of a document

header-sentBy = From
header-sentTo = To
header-dated = Date
header-writtenIn = Written in
header-classified = Classification
header-draftedBy = Drafted by
header-participant = Participants
header-subject = Topics
header-cites = Cites

## Dates

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
date-day = { $month } { $day }, { $year }
date-month = { $month } { $year }
date-spring = spring { $year }
date-summer = summer { $year }
date-autumn = autumn { $year }
date-winter = winter { $year }
date-decade = { $decade }s
date-perhaps = perhaps { $date }
date-about = about { $date }
date-perhaps-about = perhaps about { $date }
date-since = since { $date }
date-from = from { $date }
date-until = until { $date }
date-span = { $first } – { $last }
date-or-before = { $date } or before
date-or-later = { $date } or later
date-none = undated

## How sure, how stated, how found

certainty-practically-certain = practically certain
certainty-very-likely = very likely
certainty-likely = likely
certainty-more-likely = more likely than not
certainty-doubtful = doubtful
certainty-number = Confidence { $number }
modality-plan = planned
modality-report = as reported
modality-belief = as believed
method-curation = by a historian, who decided so
method-editorial = marked by the editors of the volume
method-header = in the document's heading or notes
method-authority = a name in the authority file
method-model = found by the language model
method-recogniser = found by the language model
method-title = in the words before a name
method-pattern = by the form of the name
method-pair = two names joined by a hyphen
method-surname = a surname in the authority file
method-phrase = by the form of the phrase
method-short = a short form of a name
method-initial = an initial
method-repeated = named so elsewhere in the document
method-apposition = in the words after a name
method-name = in the words after a name
method-sidecar = from a note beside the document
method-topic = by the topic scheme
method-role = an office, resolved by date
method-running-text = in the running text
method-by-rule = { $where }, by the rule “{ $rule }”

## Claims and quotations, wherever they are shown

this-document = this document
says = says
read-it-there = read it there
why-we-say-so = why we say so
not-in-text = Not in the text: { $source }
decided-title = What historians decided
decided-by = { $what } by
decided-of = , by
data-as = This page as data:
cite-as = – cite it as

### Home

home-title = Documents and what they say
home-heading = What the papers say, and where they say it
home-lead =
    Declassified diplomatic documents, and who met, wrote and traveled in them. A program read { $documents ->
        [one] one document
       *[other] { $documents } documents
    } and drew { $statements ->
        [one] one statement
       *[other] { $statements } statements
    } from them, each one click away from the words that support it.
home-time = Documents by time
home-bar =
    { $time }: { $n ->
        [one] one document
       *[other] { $n } documents
    }
home-undated =
    { $n ->
        [one] One document has no date and stands in no bar.
       *[other] { $n } documents have no date and stand in no bar.
    }
home-table = The same as a table
home-table-time = Time
home-timeline = Documents, meetings and travel in time
home-map = The places on a map
home-network = Who met, wrote to or appeared with whom
home-here = Most spoken of
home-numbers = The numbers are of documents that speak of each.
home-accuracy = How right this is
home-right =
    Of 100 statements here, about <strong>{ $right }</strong> are right; and of 100 that the documents make, about
    <strong>{ $found }</strong> are found.
home-best = Most to be trusted is “{ $best }” ({ $high } of 100), least “{ $worst }” ({ $low } of 100).
home-expected = Both are what these measurements lead one to expect of the statements of this release.
home-extraction = How it was measured, relation by relation
home-unmeasured = How right the statements of this release are has not been measured.
home-statements =
    { $n ->
        [one] See the statement with its words
       *[other] See all { $n } statements with their words
    }
home-cite = How to cite
home-cite-how = A release never changes. Cite the one that you used:
home-citation = { $title }. Release { $version }, { $issued }.
home-cite-things = Every person, document and statement has an address of its own to be cited, at the foot of its page.
home-data = Take the data
home-dumps = Download everything
home-sparql = Ask with SPARQL
home-pages = Ask any page for data: its address answers in Turtle, N-Triples, RDF/XML or JSON-LD.
home-openapi = Use it in programs
home-ontology = Look up a term
home-void = Description of the dataset
home-release = Release { $version }, issued { $issued }, { $quads } quads.

### Lists and search

search-title = Search
search-title-words = { $words } – search
search-how =
    Accents and capitals do not matter. Put a phrase in quotation marks; <code>*</code> stands for any ending,
    <code>-word</code> leaves out, <code>OR</code> takes either.
search-time = Documents of a time
search-from = from
search-to = to
search-chosen = Chosen
search-remove = Take back:
search-narrow = Narrow these results
search-kinds = Kinds of results
search-all = Everything
search-found =
    { $n ->
        [0] Nothing was found.
        [one] One result.
       *[other] { $n } results.
    }
search-nothing = Nothing has these words
search-meant = Did you mean
search-any = Look for any of these words
search-less = Take back one of the choices above.
search-hint = Look for the beginning of a word with a star: agree* finds agreement and agreed.
search-names = Names
search-variant = also { $name }
search-uses =
    { $n ->
        [0] in no document here
        [one] in one document
       *[other] in { $n } documents
    }
search-all-names = All { $n } names
search-cut = More names than these match; only the { $n } that most documents mention are listed.
search-documents =
    { $n ->
        [one] One document
       *[other] { $n } documents
    }
search-all-documents =
    { $n ->
        [one] The one document
       *[other] All { $n } documents
    }
search-sorted = Sorted by
sort-relevance = relevance
sort-date = date
sort-newest = date, the latest first
sort-name = name
sort-use = how many documents speak of it
sort-first = first mention
search-take = All results as
search-facets = Narrow by
search-more-values = { $n } more
facet-year = Year
facet-type = Type of document
facet-sender = From
facet-recipient = To
facet-place = Written in
facet-topic = Topic
facet-classification = Classification
facet-volume = Volume
facet-relation = Relation
facet-certainty = How sure
facet-from = From
facet-to = Until
suggestions-said =
    { $n ->
        [0] No suggestions.
        [one] One suggestion. Press the down arrow for it.
       *[other] { $n } suggestions. Use the arrow keys.
    }
list-all =
    { $n ->
        [one] One in this release.
       *[other] { $n } in this release.
    }
list-spoken =
    { $n ->
        [one] One that the documents of this release speak of.
       *[other] { $n } that the documents of this release speak of.
    }
list-unspoken =
    { $n ->
        [one] One that is known beforehand, and that no document here speaks of.
       *[other] { $n } that are known beforehand, and that no document here speaks of.
    }
list-letters = First letter
list-first = first { $date }
list-documents =
    { $n ->
        [one] document
       *[other] documents
    }
list-nothing = There is nothing on this page of the list.
list-none = There are none.
list-more =
    { $n ->
        [one] One more that no document here speaks of, known beforehand
       *[other] { $n } more that no document here speaks of, known beforehand
    }
list-back =
    { $n ->
        [one] The one that documents speak of
       *[other] The { $n } that documents speak of
    }
list-no-page = Pages are counted from 1; there is no page “{ $value }”.
opensearch-description = Declassified diplomatic documents, and the people, bodies and places that they speak of.
search-too-long = A search has { $most } characters at most, and this one has { $length }. Look for a few of its words.
search-too-many = “{ $name }” is given { $most } times at most, with { $longest } characters each.
search-unknown = “{ $name }” is one of { $known }, not “{ $value }”.
search-no-day = “{ $name }” is a year, a month or a day, such as 1961, 1961-06 or 1961-06-04, not “{ $value }”.
search-no-page = Pages are counted from 1 to { $last }; there is no page “{ $value }”.

### Document

document-volume = Volume
document-pages = pages { $pages }
document-archive = Kept in
document-source = Source note
document-original = Published original
document-text = Text
document-says = What it says
document-says-nothing = Nothing was found in it that we could state.
document-only-cited = The release has no text of this document: others cite it.
document-cited-by =
    { $n ->
        [one] Cited by one document
       *[other] Cited by { $n } documents
    }
document-before = Document before
document-after = Next document
document-earlier = Earlier
document-later = Later
document-read-by = Read by { $software } with { $model }
document-read-from = from { $file }.
around-label = Documents before and after
by-registers = by registers of office
marks-switch = Show names and evidence in the text
marks-legend = Marked in the text:
marks-evidence = what proves a sentence
words-are-lit = The words are marked in the text.
show-the-words =
    { $n ->
        [1] show the words
       *[other] and these
    }
words-of-sentence =
    { $n ->
        [1] { $number }: show the words of this sentence
       *[other] +: show more words of sentence { $number }
    }
why = why
proves-sentence = { $number }: the sentence that these words prove
says-sentence = { $number }: the sentence that says so
right-of-100 = Measured: { $n } of 100 such statements are right.
page-break = [Page { $page }]
note-reference = Note { $label }
note-back = Back to the text
notes-title = Notes
paragraph-link = Link to paragraph { $number }
portion-TS = Top Secret
portion-S = Secret
portion-C = Confidential
portion-U = Unclassified
portion-LOU = Limited Official Use
portion-SBU = Sensitive But Unclassified
portion-handled = { $level }, { $handling }
group-metWith = Meetings
group-wroteTo = Letters and messages
group-attended = Who was there
group-heldIn = Where things were held
group-traveledTo = Journeys
group-partyTo = Agreements
group-holdsPost = Offices
group-affiliatedWith = Who spoke for whom
group-cites = What it cites
citation-title = How to cite it
citation-chicago = Chicago style
citation-recommended = As the Office of the Historian recommends
citation-volume-hint = (The release does not have the title and the editors of the volume; its title page has.)
citation-files = For reference managers
citation-quoted = “{ $title },”
citation-volume = Volume { $volume }
citation-part = Part { $part }
citation-document = Document { $number }

### Statement

statement-sure = { $certainty } ({ $number } of 1)
statement-words =
    { $n ->
        [1] The words that say so
       *[other] More words that say so
    }
statement-characters = characters { $start } to { $end }
statement-source = Where it comes from
statement-not-printed = The text does not print this.
statement-borne-out = Also in a register
statement-not-borne-out = Not in the register
statement-record = the record
statement-looked-for =
    Looked for in: { $registers }, which has this person’s journeys before and after that time and knows the place, but not
    this journey. One of the two may err, or the journey did not take place.
statement-how = How it was found, and how sure it is
statement-stated-in = Stated in
statement-confidence = Confidence
statement-no-confidence = None is given for what was found in this way.
statement-measured = Measured
statement-accuracy = { $precision } of 100 statements of this kind are right, and { $recall } of 100 in the documents are found
statement-method = Found
statement-run = Run
statement-parts = What spoke for and against
statement-checked = Checked
statement-conforms = The data of its document conform to all <a href="{ $href }">shapes (SHACL)</a> of this release.
statement-does-not-conform = The data of its document do not conform to the <a href="{ $href }">shapes (SHACL)</a> of this release.
statement-other-remarks =
    { $n ->
        [one] One remark concerns something else in the document.
       *[other] { $n } remarks concern other things in the document.
    }
statement-remark = { $severity }: { $message }
statement-no-report = The release has no report on this document.
statement-ends = Who and what it speaks of, and why we think so
statement-considered =
    { $kind ->
        [person] Who it is
       *[other] What it is
    }
statement-candidate = { $name }, { $percent } % probable
statement-nobody = Nobody of the authority file: { $reason }
statement-by-name = Known by its name alone, as the document has it.
statement-by-scheme = A topic of the vocabulary; the words are among its names there.
statement-elsewhere = The same elsewhere
statement-known-from = Known from
statement-same =
    { $n ->
        [one] One other document says the same
       *[other] { $n } other documents say the same
    }

### Things

## Facts of the thing itself; the name is that of the property

fact-definition = What it is
fact-comment = What it is
fact-description = What happened
fact-birthDate = Born
fact-deathDate = Died
fact-startDate = From
fact-endDate = Until
fact-when = When
fact-existedFrom = Existed from
fact-existedUntil = Existed until
fact-affiliatedWith = Belonged to
fact-postIn = A post in
fact-traveler = Traveler
fact-host = Received by
fact-heldIn = Where
fact-containedInPlace = Lies in
fact-precededBy = Before it
fact-succeededBy = After it
fact-roleName = Referred to as
fact-demonym = Its people
fact-broader = Part of the topic
fact-narrower = Narrower topics
fact-related = Related topics
fact-inScheme = Vocabulary
fact-namedIn = Part of the names
fact-type = Type
fact-page = Published at
fact-seeAlso = See also
fact-hadPrimarySource = Recorded at
fact-isReferencedBy = In the lists of persons of the volumes
fact-source = Source
fact-coordinates = Position
fact-point = { $latitude }° { $ns }, { $longitude }° { $ew }
fact-north = north
fact-south = south
fact-east = east
fact-west = west
fact-inverse-affiliatedWith = Its people, as authority files know them
fact-inverse-containedInPlace = Places in it
fact-inverse-namedIn = Names in its name
fact-inverse-postIn = Posts in it
volume-part = { $volume }, part { $part }
fact-more = { $n } more
and-more = and { $n } more

## The first lines

variants = Also written
summary-lived = Born { $born }, died { $died }.
summary-born = Born { $born }.
summary-died = Died { $died }.
summary-office = { $office } ({ $when })
summary-offices = { $offices }.
summary-offices-more =
    { $offices }; and { $more ->
        [one] one other post
       *[other] { $more } other posts
    }.
summary-holder = Held by { $holder }, { $when }.
summary-holders = { $number } holders are known here, from { $first } to { $last }.
summary-named =
    Named { $mentions ->
        [one] once
        [2] twice
       *[other] { $mentions } times
    } in { $documents ->
        [one] one document
       *[other] { $documents } documents
    } of this release.
summary-named-year =
    Named { $mentions ->
        [one] once
        [2] twice
       *[other] { $mentions } times
    } in { $documents ->
        [one] one document
       *[other] { $documents } documents
    } of { $year }.
summary-named-years =
    Named { $mentions ->
        [one] once
        [2] twice
       *[other] { $mentions } times
    } in { $documents ->
        [one] one document
       *[other] { $documents } documents
    } of the years { $first } to { $last }.
summary-stated =
    { $documents ->
        [one] One document states something about it.
       *[other] { $documents } documents state something about it.
    }
summary-topic =
    { $documents ->
        [0] No document of this release deals with it.
        [one] One document of this release deals with it.
       *[other] { $documents } documents of this release deal with it.
    }
summary-nowhere = No document of this release speaks of it; it is known from the files beside them.
contents = On this page

## Posts and who held them

offices-person = Offices held
offices-post = Holders
offices-around = Who came before and after is told as far as this release knows it.
office-before = after { $holder }
office-before-when = after { $holder } ({ $when })
office-after = before { $holder }
office-after-when = before { $holder } ({ $when })
office-bar = { $who }, { $when }

## What documents say: a section for each relation and the end of it that the thing is

section-holdsPost-subject = Posts held, as documents name them
section-holdsPost-object = Who held it, as documents say
section-affiliatedWith-subject = Belonged to or spoke for
section-affiliatedWith-object = Who belonged to it or spoke for it
section-metWith-either = Met
section-wroteTo-subject = Wrote to
section-wroteTo-object = Was written to by
section-traveledTo-subject = Traveled to
section-traveledTo-object = Who traveled here
section-attended-subject = Attended
section-attended-object = Who attended
section-heldIn-subject = Where it was held
section-heldIn-object = Held here
section-partyTo-subject = Party to
section-partyTo-object = Parties
section-writtenIn-object = Documents written here
section-sentBy-object = Documents sent
section-sentTo-object = Documents received
section-draftedBy-object = Documents drafted
section-participant-object = Records of conversations taken part in
section-subject-object = Documents that deal with it
section-cites-object = Documents that cite it
section-said = Said, as documents report it
section-journeys = Journeys that registers know
section-journeys-here = Journeys and visits here that registers know
section-other-subject = { $label }
section-other-object = The other way round: { $label }
section-other-either = { $label }
section-all = All { $n }
section-right = { $n } of 100 such are right
section-of = { $title } of { $thing }
section-total =
    { $n ->
        [one] One statement
       *[other] { $n } statements
    }, the oldest document first.
section-total-journeys =
    { $n ->
        [one] One journey or visit
       *[other] { $n } journeys and visits
    }, the earliest first. They are known from registers beside the documents.
section-whole = All of it
section-back = The whole page of { $thing }

## Mentions

mentions = Mentions
mentions-total =
    { $n ->
        [one] One mention
       *[other] { $n } mentions
    }, the oldest document first.
mentions-of-year =
    { $n ->
        [one] One mention
       *[other] { $n } mentions
    } in documents of { $year }.
mentions-all-years = All years
mentions-by-year = Mentions by year
mentions-year-link =
    { $year }: { $mentions ->
        [one] one mention
       *[other] { $mentions } mentions
    }
mentions-as-table = As a table
mentions-by-office = by office alone
column-year = Year
column-mentions = Mentions
column-documents = Documents
column-statements = Statements
column-who = Who
column-how = How

## Neighbours

neighbours = Seen most with
neighbours-note = Those whom documents join to { $thing } in most statements, then those named in the same documents. Lines between others: one met or wrote to the other.
place-on-map = { $place } on the map
neighbours-large = The large network around { $thing }
neighbours-label = { $thing } and those seen most with them; the table below says the same
tie-metWith = met
tie-wroteTo = wrote
tie-affiliatedWith = belonged to or spoke for
tie-together = named together

## Who it is, here and elsewhere

remarks = What lists of persons say
remarks-some = { $shown } of { $total }, those of the most volumes first.
identity = Why we say who this is
identity-documents =
    Names in { $n ->
        [one] one document
       *[other] { $n } documents
    } were compared with all people of the authority files.
identity-sure = In each of them it was this one with { $percent }.
identity-others = Considered besides
identity-other =
    in { $documents ->
        [one] one document
       *[other] { $documents } documents
    }, { $percent } at most
identity-least-sure = Where it is least sure
identity-considered = { $reason }; considered:
percent = { $n } %
percent-under = under { $n } %
percent-over = over { $n } %
elsewhere = Elsewhere
elsewhere-why = { $match }, { $how }
elsewhere-decided = Decided by { $author }, { $date }.
elsewhere-decided-undated = Decided by { $author }.
origins = Where this entry comes from
scheme-wikidata = Wikidata
scheme-viaf = VIAF
scheme-lcnaf = Library of Congress Names
scheme-geonames = GeoNames
scheme-hsg = Office of the Historian
scheme-fast = FAST
scheme-lcsh = Library of Congress Subject Headings
scheme-snac = SNAC
scheme-tgn = Getty Thesaurus of Geographic Names
scheme-isni = ISNI
scheme-pocom = Principal Officers and Chiefs of Mission
scheme-other = Same as
match-exactMatch = The same
match-sameAs = The same
match-closeMatch = Nearly the same
match-broadMatch = Something wider
match-narrowMatch = Something narrower
match-relatedMatch = Something related
matching-ManualMappingCuration = found by looking the record up
matching-MappingReview = a proposal that somebody reviewed
matching-LexicalMatching = found by its name
matching-LexicalSimilarityThresholdMatching = found by a similar name
matching-SemanticSimilarityThresholdMatching = found by a similar meaning
matching-StructuralMatching = found by what stands around it
matching-InstanceBasedMatching = found by what is said of it
matching-BackgroundKnowledgeBasedMatching = found by what is known besides
matching-CompositeMatching = found by several signs
matching-LogicalReasoning = concluded from other matches
matching-MappingChaining = another authority's record names it
matching-MappingInversion = the other record names this one

## Decisions of historians

decision-title = Decision
decision-made = { $what } by <bdi>{ $author }</bdi>, { $date }
decision-words = The words that it is about
decision-effect = What goes back to it
decision-about = About
decision-relation = Relation
decision-object = Object
decision-into = Into
decision-document = In the document
decision-value = Value
decision-called = Called
decided-accept = Accepted
decided-reject = Rejected
decided-add = Added
decided-merge = Merged
decided-split = Split
decided-rename = Renamed
decided-withdraw = Withdrawn
decided-other = Decided

## Cards and previews for programs that reconcile

telling-documents =
    in { $n ->
        [one] { $n } document
       *[other] { $n } documents
    }
preview-mentions =
    { $n ->
        [one] { $n } mention
       *[other] { $n } mentions
    }, in

### Network, map and timeline

nav-network = Network
nav-map = Map
nav-timeline = Timeline
view-time = Time
view-from = from
view-to = to
view-month = A year or a month: 1961 or 1961-06
view-show = Show
view-editor = Open this question in the SPARQL editor
view-download = Download:
view-pass = Pass over the drawing to its table
view-larger = Larger
view-smaller = Smaller
view-whole = All of it
view-times = Times
view-when = When
view-proof = Where it is said
view-all = { $n ->
    [one] the one
   *[other] all { $n }
  }

network-title = Network
network-about = The network around { $name }
network-two = { $one } and { $other }
network-lead = Who met, wrote to or appeared in the same document with whom. The more often the documents say so, the thicker the line.
network-relations = Ties
network-tie-metWith = met
network-tie-wroteTo = wrote to
network-tie-appearedWith = appeared in the same document
network-tells-metWith = met
network-tells-wroteTo = wrote to
network-tells-appearedWith = appeared with
network-kinds = Between
network-shown = Shown
network-around = around
network-everybody = everybody
network-most = ties at most
network-total = Shown are the strongest { $shown } of { $total ->
    [one] one tie
   *[other] { $total } ties
  }.
network-all = Show everybody’s
view-undated = { $n ->
    [one] One more is not dated and left out here.
   *[other] { $n } more are not dated and left out here.
  }
network-drawing = A network of { $nodes } people and bodies with { $ties } ties; the table below says the same
network-node = { $name }: told { $n ->
    [one] once
   *[other] { $n } times
  } in the ties shown
network-line-metWith = { $one } and { $other } met: told { $n ->
    [one] once
   *[other] { $n } times
  }
network-line-wroteTo = { $one } wrote to { $other }: { $n ->
    [one] once
   *[other] { $n } times
  }
network-line-appearedWith = { $one } and { $other } appear in { $n ->
    [one] one document
   *[other] { $n } documents
  } together
network-legend = The larger, the more ties. A name or a line is a link.
network-caption = The ties shown, the strongest first
network-one = Who
network-how = Tie
network-other = Whom
network-none = There is no such tie in this release.

map-title = Map
map-of = Map: { $place }
map-lead = Where documents were written, where people traveled, and where meetings were held. The larger a mark, the more often.
map-whats = What
map-what-writtenIn = documents written
map-what-traveledTo = travel told of in documents
map-what-journey = journeys and visits in registers
map-what-heldIn = meetings and conferences held
map-told-writtenIn = { $place }: { $n ->
    [one] one document written
   *[other] { $n } documents written
  }
map-told-traveledTo = { $place }: travel told of { $n ->
    [one] once
   *[other] { $n } times
  }
map-told-journey = { $place }: { $n ->
    [one] one journey or visit in registers
   *[other] { $n } journeys and visits in registers
  }
map-told-heldIn = { $place }: meetings held, told { $n ->
    [one] once
   *[other] { $n } times
  }
map-area = Part of the world
map-area-world = the world
map-area-europe = Europe
map-area-asia = Asia
map-area-africa = Africa and the Near East
map-area-americas = the Americas
map-total = { $shown ->
    [one] One row
   *[other] { $shown } rows
  } of { $total }, the most frequent; { $nowhere ->
    [0] all on the map.
    [one] one is below the map, as it is no point on it.
   *[other] { $nowhere } are below the map, as they are no points on it.
  }
map-all = all places
map-drawing = A map with { $places ->
    [one] one place
   *[other] { $places } places
  }; the table below says the same
map-legend = Shapes: Natural Earth, with the borders of today and not those of the documents’ time; Equal Earth projection.
map-caption = What is on the map, the most frequent first
map-place = Place
map-what = What
map-none = Nothing of this lies on this map.
map-nowhere = Not on the map
map-nowhere-why = States and regions are no points, and of some places it is not known where they lie.
timeline-title = Timeline
timeline-lead = When documents were written, when people met, and when they traveled, as far as the documents and registers give a time.
timeline-whats = What
timeline-what-documents = documents
timeline-what-meetings = meetings
timeline-what-travel = travel
timeline-lane-documents = { $n ->
    [one] one document
   *[other] { $n } documents
  }, at most { $most } at a time
timeline-lane-meetings = { $n ->
    [one] one meeting
   *[other] { $n } meetings
  }, at most { $most } at a time
timeline-lane-travel = { $n ->
    [one] one journey
   *[other] { $n } journeys
  }, at most { $most } at a time
timeline-told-documents = { $when }: { $n ->
    [one] one document
   *[other] { $n } documents
  }
timeline-told-meetings = { $when }: { $n ->
    [one] one meeting
   *[other] { $n } meetings
  }
timeline-told-travel = { $when }: { $n ->
    [one] one journey
   *[other] { $n } journeys
  }
timeline-zoom = By
timeline-zoom-month = months
timeline-zoom-year = years
timeline-total = Shown: { $total ->
    [one] one
   *[other] { $total }
  } in all.
timeline-beyond = { $n ->
    [one] One more lies before or after the years of the documents: show all times.
   *[other] { $n } more lie before or after the years of the documents: show all times.
  }
timeline-undated = { $n ->
    [0] Nothing is left out for want of a date.
    [one] One is left out for want of a date of its own.
   *[other] { $n } are left out for want of a date of their own.
  }
timeline-drawing = A timeline of { $rows } bars and lines; the table below says the same
timeline-legend = A bar counts what is dated within it. A line below the bars is what may lie anywhere from its left to its right end, or lasted so long; where it touches the edge, it goes on. Each is a link to its part of time.
timeline-caption = What is drawn, in order of time
timeline-what = What
timeline-times = How many
timeline-proof = as stated
timeline-none = Nothing of this is dated in this time.

map-nowhere-caption = What is not on the map, the most frequent first

### SPARQL, fragments, citations of results

sparql-lead =
    Ask the whole release a question in <a href="https://www.w3.org/TR/sparql11-query/">SPARQL 1.1</a>, or begin with one of
    the <a href="{ $examples }">examples</a>.
sparql-programs =
    Programs send queries to <span class="iri">{ $endpoint }</span>; the default graph is the union of all graphs. Those that
    join for themselves take <a href="{ $fragments }">fragments</a>.
sparql-query = Query
sparql-format = Answer as
sparql-as-page = a page
sparql-ask = Ask
sparql-answer = Answer
sparql-yes = Yes.
sparql-no = No.
sparql-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
sparql-rows-first = The first { $n } rows; there are more, another format gives them.
sparql-first-part = This is the first part; there is more, and another format gives it.
sparql-cite = Cite this result
sparql-spot = Line { $line }, column { $column }
sparql-examples = Examples
sparql-keys =
    Ctrl+Enter asks. Ctrl+Space completes classes, properties, prefixes and variables. Tab leaves the editor.
sparql-goto = Go to line { $line }, column { $column }
sparql-results = Results
sparql-queries = Queries
sparql-failed = The server could not be reached. See whether there is a connection, and ask again.
sparql-row = Row
sparql-page-size = Rows on a page
sparql-stopped = The query was stopped.
sparql-do-query-syntax = Correct the query where it is marked, and ask again.
sparql-do-query-refused = Here one can only read this release: leave out whatever fetches something, changes something or names a graph that is not there.
sparql-do-query-deadline =
    Make the question smaller: name a person, a place or a document, put what finds the fewest things first, add a LIMIT, or
    leave out ORDER BY and COUNT over everything. For questions about all of it, take the dump and ask it on your own machine.
sparql-do-query-memory =
    Make the question smaller: what sorts, groups or joins everything needs room for everything. Name a person, a place or a
    document, or take the dump and ask it on your own machine.

## Citation of a result

cite-title = Cite a result
cite-lead =
    What a query answers can be cited: its address names the release that it was asked of, and a release never changes. The
    hash of the result lets a reader check that nothing has.
cite-same = <strong>The same.</strong> The result has the hash that was given.
cite-not-same = <strong>Not the same.</strong> The result has another hash than the one that was given.
cite-release = Release
cite-of-release = <a href="{ $href }">{ $version }</a>, issued { $issued }
cite-current = (the current one)
cite-result = Result
cite-ordered = (in the order of the query)
cite-no-hash = None: the query asks for the moment or for chance (NOW, RAND, UUID), so its result may be another each time.
cite-address = Address
cite-no-address =
    None: the query is too long for one. Keep its text with the citation; it is asked by POST, with the release as the field
    “release”.
cite-check = Check later
cite-still-same = Is the answer still the same?
cite-default-graph = Default graph: <span class="iri">{ $iri }</span>
cite-named-graph = Named graph: <span class="iri">{ $iri }</span>
cite-another = Another query
cite-a-query = The query
cite-hash = SHA-256 to compare with, if there is one
cite-submit = Cite

## Fragments

fragments-title = Fragments
fragments-lead =
    All triples that match one pattern, page by page. Programs join such
    <a href="https://linkeddatafragments.org/specification/triple-pattern-fragments/">Triple Pattern Fragments</a> themselves;
    questions of more than one pattern go to <a href="{ $sparql }">SPARQL</a>.
fragments-subject = Subject
fragments-predicate = Predicate
fragments-object = Object
fragments-term = http://… or ?x
fragments-term-or-text = http://…, &quot;text&quot;@en or ?x
fragments-show = Show
fragments-page = Page { $n }
fragments-match = { $n ->
    [one] { $n } triple matches the pattern.
   *[other] { $n } triples match the pattern.
}
fragments-match-about = { $n ->
    [one] About { $n } triple matches the pattern.
   *[other] About { $n } triples match the pattern.
}
fragments-no-page = There is no such page.
fragments-none = No triple matches the pattern.
fragments-pinned = To be cited: <a href="{ $href }">this page in release { $version }</a>

## Queries to begin with

example-who-met-whom = Who met whom, and the words that say so
example-who-met-whom-why = A statement is a thing of its own here: it says who and what, and leads to its document and to the quotation.
example-most-mentioned = Who is mentioned most
example-most-mentioned-why = Counts documents and mentions of each person; a mention is an annotation that points into the text.
example-who-wrote-to-whom = Who wrote to whom, how often, from when to when
example-who-wrote-to-whom-why = Reads the headings of documents: sender, addressee and date.
example-journeys = Who traveled where
example-journeys-why = Journeys that documents speak of, each with the words, and when it was where a document says so.
example-least-certain = What is least certain
example-least-certain-why = The statements with the lowest confidence, for those who want to check where it is worth most.
example-same-elsewhere = The same people elsewhere
example-same-elsewhere-why = Records about people in Wikidata, VIAF, the Library of Congress and others, to join this data with theirs.
example-one-person = All about the person who is mentioned most
example-one-person-why = DESCRIBE gives a graph: what is known of a thing, and what documents say of it, each with its evidence.
example-citations = Which document cites which, as a graph
example-citations-why = CONSTRUCT makes a graph of one's own, for a program that draws networks or for one's own store.

### Ontology, data, validation, extraction

## Data: the files of a release, what changed, all releases

data-title = Data
data-title-release = Data, release { $version }
data-lead = Release { $version }, issued { $issued }: { $quads } quads from { $documents } documents.
data-not-newest = It is not the newest: <a href="{ $href }">the current one</a>.
data-free =
    Everything is in the public domain (<a rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">CC0
    1.0</a>): take it, change it, publish it, without asking. Credit is welcome, and so that others can check what you
    found, <a href="#cite">name the release</a>.
data-files-title = Take everything
file-memograph-nq-gz =
    N-Quads: everything, one quad a line, sorted, each document in a graph of its own. For loading into a store, for
    <code>grep</code>, and for comparing two releases.
file-memograph-trig-gz = TriG: the same graphs with prefixes. The one to read with your own eyes.
file-memograph-jsonld-gz = JSON-LD, expanded: the same graphs for programs that know JSON and no RDF.
file-memograph-ttl-gz = Turtle: all graphs as one, for tools that know triples and no graphs.
file-memograph-sssom-tsv =
    Mappings as a table (SSSOM): which record of Wikidata, VIAF, the Library of Congress, GeoNames or the Office of the
    Historian is of which thing, who says so, and how sure that is. It opens in any spreadsheet.
file-memograph-sssom-ttl = The same mappings as RDF.
data-files-note =
    What ends in <code>.gz</code> is packed with gzip. A file never changes at its address; <code>{ $latest }…</code>
    leads to the newest.
data-checksums = Checksums of all files
data-checksums-note =
    <a href="{ $href }">SHA256SUMS</a> has them in a form that <code>sha256sum -c SHA256SUMS</code> checks.
size-bytes = { $n } { $n ->
    [one] byte
   *[other] bytes
}
size-kilobytes = { NUMBER($n, maximumFractionDigits: 0) } kB
size-megabytes = { NUMBER($n, maximumFractionDigits: 1) } MB
size-gigabytes = { NUMBER($n, maximumFractionDigits: 1) } GB
data-parts-title = Take a part, or ask
data-part-sparql = <a href="{ $href }">Ask with SPARQL</a>: any question, any part, as table or graph.
data-part-fragments = <a href="{ $href }">Triple Pattern Fragments</a>, for programs that ask very much.
data-part-things =
    Any page as data: every address of a thing also answers in Turtle, N-Triples, RDF/XML and JSON-LD.
data-part-reconcile = <a href="{ $href }">Match a spreadsheet</a> with the people, bodies and places here.
data-part-api = <a href="{ $href }">All interfaces</a>, for developers.
data-about-title = What describes the dataset
data-about-ontology = <a href="{ $href }">The ontology</a>: what every term means, with an example from this release.
data-about-void = <a href="{ $href }">VoID and DCAT</a>: counts by class and property, coverage, files, versions, links to others.
data-about-validation = <a href="{ $href }">The validation report</a>: what was checked, and what was found.
data-about-extraction = <a href="{ $href }">How the documents were read</a>, and how right that is, measured.
data-about-sitemap = <a href="{ $href }">The sitemap</a>: the address of every page.
data-links-title = What links to others
data-links-note =
    Links to records of other authorities, counted. Each has its justification in <a href="{ $href }">the mappings</a>.
data-links-unknown = Links to authority files cannot be counted at the moment. The files on this page hold all of them.
data-links-authority = Authority
data-links-property = Says
data-links-number = Links
data-changes-title = What changed since release { $before }
data-changes-kind = Kind
what-added = Added
what-changed = Changed
what-merged = Merged
what-withdrawn = Withdrawn
what-removed = Removed
data-changes-some = { $kind }: { $n } { $what ->
    [added] added
    [changed] changed
    [merged] merged
    [withdrawn] withdrawn
   *[removed] removed
}
data-changes-into = into
data-changes-first = The first { $shown } of { $n }.
data-changes-all = <a href="{ $href }">All changes</a>, one JSON object a line.
data-changes-nothing = No entity, document or statement.
data-changes-unknown = What changed since release { $before } was not worked out.
data-releases-title = Releases
data-release = Release
data-published = Published
data-quads = Quads
data-documents = Documents
data-entities = Entities
data-statements = Statements
data-changes = What changed
data-current = (current)
data-change-some = { $n } { $what ->
    [added] added
    [changed] changed
    [merged] merged
    [withdrawn] withdrawn
   *[removed] removed
}
data-change-of = { $of ->
    [entities] entities { $list }
    [documents] documents { $list }
   *[statements] statements { $list }
}
data-change-none = no entity, document or statement
data-change-unknown = not worked out
data-change-first = the first
data-gone = Kept no longer:
data-releases-note =
    For programs: <a href="{ $href }">this list as JSON</a>. The rest of the site answers from a kept release with
    <code>?release=</code> and its version.
data-cite-title = Cite a release
data-cite-note =
    A release never changes, and its address tells which one you used. For a document or a statement, cite its own
    address; for the result of a query there is <a href="{ $href }">a citation of its own</a>.
data-cite-chicago = Chicago style
data-cite-in-chicago = { $title }. Dataset, release { $version }. { $date }. { $address }.
data-cite-bibtex = BibTeX

## The ontology

ontology-title = Ontology
ontology-lead = What the words of the data mean: every class, every relation, every type, with an example from this release.
ontology-space = A term is called <code>mg:</code> and its name; that is short for <code>{ $space }</code>, and leads to its place on this page.
ontology-formats = For programs:
ontology-contents = All terms
ontology-show = Show
ontology-show-unused = terms that are not in use
ontology-classes = Classes
ontology-relations = Relations
ontology-properties = Other properties
ontology-types = Types of documents and things
ontology-topics = Topics
ontology-others = Measures
ontology-about-classes = What kinds of things there are.
ontology-about-relations = What documents say of things: each time as a statement with its words, and as a plain triple beside it.
ontology-about-properties = What else is known of things, and how statements are proved.
ontology-about-types = Concepts of SKOS, from wider to narrower ones.
ontology-about-topics = What documents are about. Each has a page with its documents.
ontology-about-others = What the description of a release measures.
ontology-foreign = Terms of other vocabularies
ontology-about-foreign = What others have a good word for is said with theirs.
ontology-term = Term
ontology-uses = Used
ontology-example = For example
term-domain = Said of
term-range = Leads to
term-broader = A sort of
term-altLabel = Also called
term-inverseOf = The other way round
term-disjointWith = Never also
term-exactMatch = The same as
term-subClassOf = Every one is also
term-subPropertyOf = Implies
term-closeMatch = Close to
term-broadMatch = Narrower than
term-narrowMatch = Wider than
term-relatedMatch = Related to
term-example = The rule by example
term-symmetric = Symmetric
term-symmetric-means = It holds both ways.
term-here = In this release:
term-members = { $n } in this release.
term-uses = Used { $n } { $n ->
    [one] time
   *[other] times
} in this release.
term-unused = Not in use in this release.
datatype-string = text
datatype-decimal = a decimal number
datatype-integer = a whole number
datatype-boolean = true or false
datatype-date = a day
datatype-dateTime = a date with a time
datatype-anyURI = an address
datatype-edtf = a date, perhaps uncertain or an interval (EDTF)

## The validation report

validation-title = Validation
validation-lead =
    Before release { $version } was published, { $documents } { $documents ->
        [one] document was
       *[other] documents were
    } checked against { $rules } rules each, and the whole against { $whole } more.
validation-none = Release { $version } was made by an earlier memograph, which kept no report.
validation-about =
    The rules say what the data must be like: that a statement quotes its words, that a person has one name, that no office
    has two holders at once. A violation keeps a document out of the release, or the release from being published. A warning
    is probably a mistake, and worth a look; a hint is unusual and often right.
validation-published = Published
validation-published-of = { $n } of { $documents } documents
validation-left-out = Left out
validation-unreadable = Could not be read
validation-formats = As a SHACL report, for programs:
validation-found-title = What was found
validation-found-nothing = Nothing: no rule has anything to say.
validation-found = { $n ->
    [one] Once.
   *[other] { $n } times.
}
validation-found-first = The first { $shown }.
validation-left-out-title = Documents left out
validation-left-out-about = They were read, and break rules. They come back as soon as they keep them.
validation-failed = It could not be processed.
validation-times = ({ $n } times)
validation-uncertain-title = Statements held back
validation-uncertain =
    What the program found and was not sure enough of. It is not published; a historian who looks at it decides.
validation-relation = Relation
validation-rules-title = What was checked
validation-rules = In the words of the rules. “…” stands for what a rule has found.
validation-rules-documents = Of each document: { $n } rules
validation-rules-whole = Of the whole release: { $n } rules
severity-Violation = violation
severity-Warning = warning
severity-Info = hint

## How the documents were read, and how right that is

extraction-title = How the documents were read
extraction-lead =
    A program found the names, settled who they mean, and read what is stated. It makes mistakes; how many, was measured.
extraction-trust-title = Before you trust it
extraction-sure = Nearly always right, more than 95 times in 100: { $names }.
extraction-unsure = To be taken with care, as more than one in five is wrong: { $names }. Read the words of each.
extraction-missing =
    What is here is far more often right than complete. That a statement is not here says nothing: the second number of
    each line tells how much of what documents state was found.
extraction-biased =
    The measure is itself of documents of one kind, diplomatic papers of the Cold War, mostly of 1961 to 1963. Of other
    papers the program may understand less.
extraction-statements-title = Statements
extraction-statements =
    Documents that people had annotated by hand were read by the program, which had not learnt from them, and compared. Of
    a hundred statements that it makes, so many are right; of a hundred that the people marked, it found so many. F1 is
    their harmonic mean.
extraction-how = How:
extraction-number = In this release
extraction-right = Right, of 100
extraction-found = Found, of 100
extraction-f1 = F1
extraction-gold = Marked by hand
extraction-unmeasured = not measured
extraction-names-title = Names, and who they mean
extraction-names =
    A name counts as found only with the right type and the very same words. “In this release” counts people and things, not
    how often they are named.
extraction-name = Names of
extraction-link = Who or where it is
score-name-Person = people
score-name-Organization = organizations
score-name-Place = places
score-name-Event = events
score-name-Agreement = agreements
score-link-persons = people
score-link-places = places
extraction-settings-title = Settings
extraction-software = Programs
extraction-run = { $software } with the language model { $model }: { $documents } { $documents ->
    [one] document
   *[other] documents
}
extraction-threshold = Published from
extraction-threshold-is = probability { NUMBER($n, minimumFractionDigits: 1) }; what is less sure waits for a historian
extraction-deciders = Learnt relations
extraction-decider = { $name } from { NUMBER($n, minimumFractionDigits: 2, maximumFractionDigits: 2) }
extraction-learnt = Learnt from
extraction-learnt-from = { $documents } documents annotated by hand, with { $mentions } names and { $relations } relations
extraction-versions = With
extraction-inputs = Fingerprint
extraction-inputs-note =
    The fingerprint is made from everything that the build read: documents, authority files, decisions, rules, weights and
    program. The same fingerprint gives the same release.
extraction-rules-title = Rules in use
extraction-rules =
    Rules that read running text, by relation. Headings and notes have rules of their own, and some relations are learnt;
    the page of each statement names what found it.
extraction-corpus-title = What was read
extraction-volume = Volume
extraction-volume-none = no volume
extraction-span = From when
extraction-sources = Where documents and authority data come from
extraction-untold = Release { $version } was made by an earlier memograph, which kept fewer of its settings.

## About

about-title = About
about-lead =
    { $title } is a reading of declassified diplomatic documents: who and what they speak of, what they say about it, and
    the very words that say so.
about-what-title = What this is
about-what =
    A program read { $documents } { $documents ->
        [one] document
       *[other] documents
    }. It looked for people, bodies, places, events and agreements, settled who each name means, and wrote down what the
    text states of them: { $statements } statements so far. Every one of them links to its words in the document, so
    that you need not believe it: read it there.
about-made-title = Who made it
about-made =
    The pages and the data are made by <strong>memograph</strong>, free software under the MIT licence; this release by
    { $software }. The documents are works of the governments that wrote them, and the editions that print them are named
    on the page of each document.
about-certainty-title = How to read certainty
about-certainty =
    A statement comes with a word that says how sure the program was. The words stand for probabilities that were
    calibrated on documents that people had annotated by hand: of what is called “very likely”, about nine in ten are
    right.
about-certainty-word = It says
about-certainty-means = Probability
about-certainty-from = { NUMBER($n, minimumFractionDigits: 2) } and more
about-certainty-below = below { NUMBER($n, minimumFractionDigits: 2) }
about-certainty-more =
    Where no word stands, nobody measured it: what a document's heading prints, or what a historian decided, needs none.
    “Planned”, “as reported” and “as believed” say how the document itself puts it: a document reports positions, not
    facts. <a href="{ $href }">How right statements of each relation are</a> was measured.
about-missing-title = What is not in it
about-missing-documents = Documents that were not given to the program, and those that <a href="{ $href }">validation</a> kept out.
about-missing-uncertain =
    Statements that the program thought less likely than { NUMBER($from, minimumFractionDigits: 1) }. They wait for a
    historian to look at them.
about-missing-unsaid =
    What a sentence only implies, what stands in two places and must be put together, and most of what is said with
    “he” or “they”. A thing that you do not find here may well stand in the documents: search their text, too.
about-missing-nothing = Nothing at all from outside the documents and the authority files that are named as sources.
about-mistakes-title = You found a mistake
about-mistakes =
    Good: a historian's word counts more than the program's, for good. Tell whoever runs this site the address of the
    statement, and what is right. They write it down as a decision, with your name if you like, and the next release
    follows it: a statement is rejected or added, a name is linked to somebody else, two entries become one. What was
    published before is not lost, it says what became of it. <a href="{ $href }">What historians decided so far</a> is
    public, with author, date and reason.
about-cite-title = How to cite
about-cite =
    A document, a person or a statement: by the address at the foot of its page. The whole: as
    <a href="{ $href }">a release</a>.
about-access-title = Accessibility
about-access =
    Everything works without JavaScript, with the keyboard alone, with a screen reader, on a narrow screen, in light and
    dark, and on paper. Nothing is told by colour alone, and every drawing has a table that says the same. Where that is
    not so, it is a mistake: please report it.
about-privacy-title = Privacy
about-privacy =
    There are no cookies, no trackers and no advertisements, and your browser asks no other site for anything: letters,
    maps and programs come from here. Links to other sites are marked by their address.
about-licences-title = Licences
about-licences-data = The data: <a rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">CC0 1.0</a>, public domain.
about-licences-software = The software: MIT.
about-licences-browser = Programs of others that some pages load from here: <a href="{ $href }">their names and licences</a>.

## For developers: the description of the interface

developers-title = For developers
developers-written =
    This page is written from <a href="{ $href }">openapi.json</a> (OpenAPI { $version }), which tools read.
developers-example = Example:
developers-as = As { $types }.

## Reconciliation

reconciliation-title = Reconciliation
reconciliation-lead =
    Match the names in a spreadsheet with the people, bodies, places, events, agreements, posts, topics and documents of
    this site. In <a href="https://openrefine.org/">OpenRefine</a>, choose “Reconcile” and “Start reconciling” in the menu
    of a column, “Add standard service”, and give this address:
reconciliation-how =
    Any program that speaks the <a href="https://reconciliation-api.github.io/specs/0.2/">Reconciliation Service API
    0.2</a> can use it; <a href="{ $href }">the description of the interface</a> has the details. The identifier of a
    thing is what follows <code>{ $space }</code> in its address.
reconciliation-score-title = What goes into a score
reconciliation-score =
    A candidate has a score from 0 to 100. It is marked as a match only where it is safe to take it without a look: the
    name is the same (of a person more than a surname or initials), or an identifier names it, nothing that is known
    speaks against it, and no other candidate comes near. These features say what the score was made from:
feature-name_similarity =
    How alike the name that was asked for and the best form of the thing's name are: of a person surname and given
    names, also by sound; of anything else the words in any order. The score begins with this.
feature-name_exact = The name is a form of the thing's name, case, marks and accents aside.
feature-given_names =
    How a person's given names agree: 0 they do not, 1 one name has none, 2 by initials, 3 a middle name, 4 a nickname,
    5 another spelling, 6 the first is the same, 7 the second or its initial as well.
feature-documents = How many documents mention the thing. It orders candidates of the same score.
feature-identifier = The query named the thing by its identifier here or that of an authority.
feature-type = The thing is of a type that was asked for.
feature-property =
    How well the best of the given values fits what is known: dates by years apart, coordinates by kilometres, names by
    their words, identifiers exactly. Absent where nothing is known. What fits lifts the score, what does not lowers it.
feature-values-percent = 0 to 100
feature-values-either = true or false
feature-values-seven = 0 to 7
feature-values-number = a number
feature-values-true = true
feature-values-unit = 0 to 1

### Errors

error-status = Error { $status }
error-title-400 = That cannot be answered
error-title-403 = That is not allowed
error-title-404 = Nothing is here
error-title-405 = That cannot be done here
error-title-406 = Not in that format
error-title-410 = It is no longer here
error-title-413 = That is too much
error-title-414 = That address is too long
error-title-415 = That cannot be read
error-title-429 = Too many questions at once
error-title-500 = Something went wrong
error-title-502 = The answer cannot be read
error-title-503 = Not at the moment
error-title-504 = No answer in time
error-detail-404 = No page of this site has that address. It may have been mistyped, or cut off where it was copied.
error-detail-405 = This address can be read, and nothing else.
error-detail-store-unreachable = What the documents say is kept in a database on another computer, and that cannot be reached at the moment. Nothing is lost. Lists, the search and the files to download are here as before; please try this page again in a few minutes.
error-detail-store-timeout = What the documents say is kept in a database on another computer, and that did not answer in time. Nothing is lost. Lists, the search and the files to download are here as before; please try this page again in a few minutes.
error-detail-store-garbled = What the documents say is kept in a database on another computer, and what it answered cannot be read. So we show nothing rather than something wrong. Lists, the search and the files to download are here as before; whoever looks after this site finds the reason in its log.
error-detail-store-elsewhere = What the documents say is kept in a database on another computer, and that holds another edition of it at the moment: a new one is about to be published, or was just now. Please try this page again in a minute.
error-decided = A historian decided so:
error-decision = the decision
error-before = What was said of it before is in <a href="{ $href }">the releases</a> that had it.
error-kept = These releases are kept:
error-acceptable = There is:
error-onwards =
    Go on from <a href="{ $home }">the home page</a> or <a href="{ $lists }">the list of people</a>.
error-report = If a link of this site led you here, <a href="{ $href }">please tell us</a>.
