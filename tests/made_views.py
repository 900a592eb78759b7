"""Views made without a store: hostile words, and many nodes."""

from __future__ import annotations

from kg.render import Claim, Edge, Node, Passage, View

HOSTILE = (
    "</script><script>document.title='broken'</script>",
    "<img src=x onerror=\"document.title='broken'\">",
    "\"><svg onload=document.title='broken'>",
    "' onmouseover='document.title=1",
    "line\u2028separator\u2029here",
    "\u202egnihton ylbaborp",
    "javascript:document.title='broken'",
    "{{ 7 * 7 }} {% raw %} ${document.title='broken'}",
    "x" * 300,
    "وزير الخارجية في اجتماع التحالف الدولي",
    "&lt;b&gt; &amp; <!-- <script> -->",
    "]]> \\u003c/script\\u003e \\",
)


def hostile() -> View:
    """Every payload as a label, an alias, a note, an id, a quotation, a title and an address."""
    nodes = [
        Node(id=f"official/{k} {text}", label=text, kind="official", note=text, aliases=(text,))
        for k, text in enumerate(HOSTILE)
    ]
    meeting = Node(id="meeting/m", label="Meeting", kind="meeting")
    passages = [
        Passage(id=f"p{k}", pieces=((text, "context", ""), (text, "sentence", ""),
                                    (text, "name", nodes[k].id)),
                rule=text, title=text, url=text, publisher=text, published=text)
        for k, text in enumerate(HOSTILE)
    ]  # fmt: skip
    claims = [
        Claim(id=f"c{k}", subject=nodes[k].id, subject_label=text, phrase=text, object="meeting/m",
              object_label="Meeting", group=text, inverse=text, note=text, family="attendance",
              attributed_to=text, rule=text, source=text, evidence=(f"p{k}",))
        for k, text in enumerate(HOSTILE)
    ]  # fmt: skip
    edges = [
        Edge(id=f"e{k}", source=node.id, target="meeting/m", family="attendance", role=node.label,
             label=node.label, claims=(f"c{k}",))
        for k, node in enumerate(nodes)
    ]  # fmt: skip
    return View(title="Hostile words", nodes=(*nodes, meeting), edges=tuple(edges),
                claims=tuple(claims), passages=tuple(passages), unknown=HOSTILE)  # fmt: skip


def crowd(size: int = 300) -> View:
    """States, officials and meetings without any coalition, each meeting with a few of them."""
    kinds = ["meeting"] * (size // 10) + ["state"] * (size // 5)
    kinds += ["official"] * (size - len(kinds))
    nodes = tuple(
        Node(id=f"{kind}/{k}", label=f"{kind.title()} number {k}", kind=kind)
        for k, kind in enumerate(kinds)
    )
    meetings = size // 10
    edges = tuple(
        Edge(id=f"e{k}-{step}", source=nodes[k].id, family="attendance",
             target=nodes[(k * 7 + step * 3) % meetings].id)
        for k in range(meetings, size)
        for step in range(1 + k % 3)
    )  # fmt: skip
    return View(title="A crowd", nodes=nodes, edges=edges)
