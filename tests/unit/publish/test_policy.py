"""What a stranger may ask: nothing that the policy lets through makes the server call another one."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.errors import QueryRefused, QuerySyntaxError
from memograph.publish.engine.policy import FORMS, MAX_AMBIGUOUS, MAX_DEPTH, permit
from memograph.publish.engine.tokens import decode_escapes, tokenize

BASE = "http://memograph.test/"

#: Port 1 is one that the engine's HTTP client never connects to: an attempt shows as OSError, and nothing is sent.
REMOTE = "http://127.0.0.1:1/"

REFUSED = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service SILENT <http://x/> { ?s ?p ?o } }",
    "SELECT * { { OPTIONAL { SERVICE <http://x/> { ?s ?p ?o } } } }",
    "SELECT * { BIND(<http://x/> AS ?v) SERVICE ?v { ?s ?p ?o } }",
    "SELECT * { {SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * {SERVICE<http://x/>{?s ?p ?o}}",
    "SELECT * { ?s ?p true.SERVICE<http://x/>{} }",
    "PREFIX : <http://x/> SELECT * { SERVICE:a { ?s ?p ?o } }",
    "PREFIX x: <http://x/> SELECT * { SERVICESILENTx:a { ?s ?p ?o } }",
    "PREFIX x: <http://x/> SELECT * { SERVICEx:a # comment\n { ?s ?p ?o } }",
    "SELECT * { ?a ?b trueSERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?a ?b 1SERVICE<http://x/>{ ?s ?p ?o } }",
    'SELECT * { ?a ?b ?c . FILTER(?a<#\'> """\n?b) SERVICE <http://x/> {} #""" \n}',
    "SELECT * { ?a ?b ?c . FILTER(?a<'b>')SERVICE<http://x/>{?s?p?o}FILTER(?y!='z') }",
    "LOAD <http://x/>",
    "load silent <http://x/> INTO GRAPH <http://y/>",
    "PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c }",
    "# a comment\nBASE <http://x/>\nDELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP GRAPH <http://x/>",
    "CREATE GRAPH <http://x/>",
    "COPY DEFAULT TO <http://x/>",
    "MOVE DEFAULT TO <http://x/>",
    "ADD DEFAULT TO <http://x/>",
    "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "\\u0049NSERT DATA { <a:a> <a:b> <a:c> }",
    "SELECT * " + "{" * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1),
    "SELECT * { " + "?a<#x> " * (MAX_AMBIGUOUS + 1) + "} # service",
    "PREFIX : <http://x/> SELECT * FROM:g { ?s ?p ?o }",
    "PREFIX : <http://x/> SELECT * FROM:g FROM <http://x/h> { ?s ?p ?o }",
    "PREFIX : <http://x/> SELECT * FROM NAMED:g { ?s ?p ?o }",
    "PREFIX : <http://x/> SELECT * FROMNAMED:g WHERE { ?s ?p ?o }",
    "SELECT * FROMNAMED<http://x/> WHERE { ?s ?p ?o }",
    "PREFIX : <http://x/> SELECT(1<2AS?x)FROM:g#>\n{ ?s ?p ?o }",
    "SELECT(1<2#>'''\nAS?x)FROM <http://x/> {?s ?p ?o} #'''{}",
]

PERMITTED = [
    'SELECT * { ?s ?p "SERVICE <http://x/> {}" }',
    "SELECT * { ?s ?p 'it says: SERVICE <x> {' }",
    'SELECT * { ?s ?p """two\nlines "" SERVICE <http://x/> { } """ }',
    "SELECT * { ?s ?p '''LOAD \\''' SERVICE''' }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { }",
    "# SERVICE <http://x/>\nASK { ?s ?p ?o }",
    "SELECT * { ?s <http://x/SERVICE> ?o }",
    "SELECT * { ?s <http://x/service#it> ?o }",
    "PREFIX service: <http://x/> SELECT * { service:a service:b ?o . ?s service:c service:d }",
    "PREFIX ex: <http://x/> SELECT * { ?s ex:SERVICE ?o }",
    "PREFIX service: <http://x/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
    "SELECT ?service { ?service ?p ?o }",
    "PREFIX from: <http://x/> SELECT * { ?from from:a 'FROM' . ?s from:FROM from:c ; <a#from> <b> }",
    "PREFIX from: <http://x/> SELECT * FROM from:g { GRAPH from:g { ?s ?p ?o } FILTER(?o < 1 || ?o > 2) } # from:x {",
    "SELECT * { _:service ?p ?o }",
    'SELECT * { ?s ?p "x"@en-service }',
    "SELECT * { ?s ?p ?o FILTER(?o<?s && ?o>?p) }",
    "SELECT * { ?s ?p \"\\u0053ERVICE\", '\\\\u0041' }",
    "select (count(*) as ?insert) { ?delete ?load ?drop }",
    "SELECT * { ?s ?p " + "(" * 50 + ")" * 50 + " }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_refused(query: str) -> None:
    with pytest.raises(QueryRefused):
        permit(query, BASE)


@pytest.mark.parametrize("query", PERMITTED)
def test_permitted(query: str) -> None:
    assert permit(query, BASE).form in {"SELECT", "ASK"}


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("ask {}", "ASK"),
        ("PREFIX a: <b> PREFIX : <c> CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("BASE <http://x/> DESCRIBE <y>", "DESCRIBE"),
        ('VERSION "1.2" SELECT * {}', "SELECT"),
        ("S\\u0045LECT * {}", "SELECT"),
    ],
)
def test_form(query: str, form: str) -> None:
    assert permit(query, BASE).form == form


@pytest.mark.parametrize("query", ["", "   ", "# nothing", "FOO", "<x>", "PREFIX a: <b>", "SELEKT * {}", '"SELECT"'])
def test_no_query(query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        permit(query, BASE)


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT * FROM <http://x/g> {}", ("http://x/g",)),
        ("SELECT * FROM <g> FROM NAMED <file:///etc/passwd> {}", (f"{BASE}g", "file:///etc/passwd")),
        ("BASE <http://y/z/> SELECT * FROM <g> {}", ("http://y/z/g",)),
        ("PREFIX e: <http://e/> SELECT * FROM e:g FROM NAMED e:h\\-i {}", ("http://e/g", "http://e/h-i")),
        ("CONSTRUCT { ?s ?p ?o } FROM <http://x/g> WHERE { ?s ?p ?o }", ("http://x/g",)),
        ("SELECT ?from { ?from <FROM> 'FROM <x>' }", ()),
    ],
)
def test_graphs(query: str, graphs: tuple[str, ...]) -> None:
    assert permit(query, BASE).graphs == graphs


def test_escapes_are_decoded_once_and_not_in_strings() -> None:
    assert decode_escapes("?\\u0061 <\\u0062> \"\\u0063\" '\\u0022' \\U0001F600") == "?a <b> \"\\u0063\" '\\u0022' 😀"
    assert decode_escapes("\\\\u0053") == "\\\\u0053"


@pytest.mark.parametrize("escape", ["\\uD800", "\\UFFFFFFFF", "\\U00110000", "\\u005Cu0053"])
def test_escape_of_no_character(escape: str) -> None:
    """A backslash is none, either: with what follows it would be an escape for who reads it next."""
    with pytest.raises(QuerySyntaxError):
        permit(f"SELECT ?{escape} {{}}", BASE)


FRAGMENTS = st.sampled_from(
    [
        *"""SERVICE service SILENT ſERVICE SERVICE:x SERVICEx:y ex:a.SERVICE trueSERVICE 1SERVICE :x ex:y ?v { } ( ) .
    ; , 1 true a ' " ''' <#'> < <a'> <x#> ?a<? ?a< FILTER( GRAPH @en _:b _:bSERVICE \\u0053ERVICE \\ ^^ = ! |
    UNION OPTIONAL MINUS ?b) {?s?p?o} ?s?p?o. # /*""".split(),
        *[" ", "\n", "\r", "\t", "\x0b", "\x0c", "\ufeff", "\u00a0", "\u2028", '"""', f"<{REMOTE}>", "# x\n", "#\r"],
    ]
)


@settings(max_examples=1500, deadline=None)
@given(
    before=st.lists(FRAGMENTS, max_size=5),
    keyword=st.sampled_from(["SERVICE", "service", "SeRvIcE", "ſERVICE"]),
    gap=st.sampled_from(["", " ", "\n", " SILENT ", "SILENT", "# x\n", "#\r"]),
    target=st.sampled_from([f"<{REMOTE}>", ":x", "x:y", "x:", ":"]),
    after=st.lists(FRAGMENTS, max_size=4),
    filtered=st.booleans(),
)
def test_nothing_that_passes_calls_a_server(
    before: list[str], keyword: str, gap: str, target: str, after: list[str], filtered: bool
) -> None:
    """The engine is the judge: whatever it would run as a remote call, the policy must have refused."""
    start = "?s ?p ?a . FILTER(?a" if filtered else "?s ?p ?o "
    prefixes = "".join(f"PREFIX {name}: <{REMOTE}> " for name in ("", "ex", "x", "service"))
    query = f"{prefixes}SELECT * {{ {start}{''.join(before)}{keyword}{gap}{target}{{}}{''.join(after)} }}"
    if calls_a_server(query):
        with pytest.raises((QueryRefused, QuerySyntaxError)):
            permit(query, BASE)


def calls_a_server(query: str) -> bool:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("1")))
    try:
        result = store.query(query)
        assert isinstance(result, ox.QuerySolutions)
        list(result)
    except OSError:
        return True
    except (SyntaxError, RuntimeError, ValueError):
        pass
    return False


def test_the_judge_sees_a_call() -> None:
    assert calls_a_server(f"SELECT * {{ SERVICE <{REMOTE}> {{ ?s ?p ?o }} }}")
    assert not calls_a_server("SELECT * { ?s ?p ?o }")


@given(st.text(max_size=200))
def test_any_text_is_decided(text: str) -> None:
    with contextlib.suppress(QueryRefused, QuerySyntaxError):
        assert permit(text, BASE).form in FORMS


@given(st.text(alphabet="SERVICE <>{}'\"\\#?ab:\n", max_size=80))
def test_hidden_in_a_string(text: str) -> None:
    literal = str(ox.Literal(text))
    assert permit(f"SELECT * {{ ?s ?p {literal} }}", BASE).form == "SELECT"


def test_tokens() -> None:
    tokens = [(t.kind, t.text) for t in tokenize("ASK { <a> ex:b.c '''d'''@en , ?e . # f\n _:g 12 }")]
    assert tokens == [
        ("word", "ASK"),
        ("other", "{"),
        ("iri", "<a>"),
        ("curie", "ex:b.c"),
        ("string", "'''d'''"),
        ("name", "@en"),
        ("other", ","),
        ("name", "?e"),
        ("other", "."),
        ("name", "_:g"),
        ("other", "1"),
        ("other", "2"),
        ("other", "}"),
    ]
