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
footer-ontology = Ontology
footer-developers = For developers
footer-data = Data and releases
page-before = Page before
page-next = Next page
page-of = Page { $page } of { $pages }
pages-label = Pages
number = { $n }

## Kinds of things: one, several, and as a title

kind-one-document = document
kind-one-person = person
kind-one-organization = organization
kind-one-place = place
kind-one-event = event
kind-one-agreement = agreement
kind-one-post = post
kind-one-topic = topic
kind-one-statement = statement
kind-one-decision = decision
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

### Lists and search

### Document

### Statement

### Things

### Network, map and timeline

### SPARQL, fragments, citations of results

### Ontology, data, validation, extraction

### Errors
