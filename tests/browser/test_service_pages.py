"""The service's pages in a real browser: quiet, inert, reachable by keyboard, without script."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_service import harbour, hostile
from made_views import HOSTILE
from playwright.sync_api import Browser, Page, sync_playwright

from tests.server.running import Service, running
from tests.support import missing

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run"]  # fmt: skip
WIDE, NARROW = (1300, 850), (390, 844)
Scheme = Literal["light", "dark"]
Open = Callable[..., Page]
CONSTRUCT = "CONSTRUCT { ?s ckg:tookPartIn ?m } WHERE { ?s ckg:tookPartIn ?m ; a ckg:State }"
PATHS = {
    "first page": "/", "search": "/?q=oslo", "nothing found": "/?q=harbor+coaltion",
    "questions": "/q/", "members": "/q/coalition-members", "meetings": "/q/meetings",
    "refused": "/q/coalition-members?coalition=x", "state": "/id/state/NOR",
    "official": "/id/official/kari-lund", "coalition": "/id/coalition/harbour-coalition",
    "meeting": "/id/meeting/lima-2020-09-10", "article": "/article/first?start=0&end=73",
    "timeline": "/timeline", "graph": "/graph", "editor": "/sparql/ui",
    "rows": "/sparql/ui?query=SELECT%20*%20%7B%20%3Fs%20ckg%3AtookPartIn%20%3Fm%20%7D",
    "triples": f"/sparql/ui?query={quote(CONSTRUCT)}",
    "syntax": "/sparql/ui?query=SELECT%0AWHER", "not found": "/id/state/NRO",
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        missing("Chromium (install the package chromium)")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(harbour(tmp_path_factory.mktemp("browsed") / "store")) as started:
        yield started


@pytest.fixture
def tab(browser: Browser, service: Service) -> Iterator[Open]:
    """Opens tabs; none may ask another host for anything, throw, or break its policy."""
    contexts, trouble = [], []

    def open_tab(
        path: str, size: tuple[int, int] = WIDE, scheme: Scheme = "light", script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme,
            java_script_enabled=script, base_url=service.address,
        )  # fmt: skip
        contexts.append(context)
        made = context.new_page()
        made.on(
            "request",
            lambda r: r.url.startswith((service.address, "data:")) or trouble.append(r.url),
        )
        made.on("console", lambda m: "status of 4" in m.text or trouble.append(m.text))
        made.on("pageerror", lambda e: trouble.append(str(e)))
        made.goto(path)
        return made

    yield open_tab
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    tab: Open, size: tuple[int, int], scheme: Scheme
) -> None:
    page = tab("/", size, scheme)
    for name, path in PATHS.items():
        page.goto(path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], f"{name} is {width} wide"


def test_a_name_is_found_by_keyboard_alone(tab: Open) -> None:
    page = tab("/timeline")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.locator("#find").focus()
    page.keyboard.type("Kari Lund")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=Kari+Lund")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Kari Lund":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/official/kari-lund.html")
    assert page.locator("h1").inner_text() == "Kari Lund"


def test_names_are_suggested_while_one_types(tab: Open) -> None:
    page = tab("/")
    page.locator("#big").press_sequentially("kar")
    option = page.locator("#bignear option").first
    option.wait_for(state="attached")
    assert option.get_attribute("value") == "Kari Lund"


def test_a_sentence_leads_to_its_facts_and_on_to_the_reason(tab: Open) -> None:
    page = tab("/article/first")
    page.get_by_role("link", name="Norway, Chile and Kenya took part").first.click()
    target = page.locator(".noted:target")
    assert "Chile took part in" in target.inner_text()
    target.get_by_role("link", name="Why: Chile is a member of").first.click()
    page.wait_for_url("**/id/fact/**")
    assert "coalition-membership-from-roster" in page.locator(".tree").inner_text()
    page.locator(".tree .card a").first.click()
    page.wait_for_url("**/article/first?start=**")
    assert page.locator(".span.chosen").count() == 1


def test_everything_works_without_script(tab: Open) -> None:
    page = tab("/q/coalition-members", script=False)
    page.locator("select").select_option("Harbour Coalition")
    page.get_by_role("button", name="Ask").click()
    assert page.locator("tbody tr").count() > 3
    page.goto("/sparql/ui?example=states")
    page.get_by_role("button", name="Run").click()
    assert page.locator("tbody tr").count() == 4
    page.goto("/")
    page.locator("#big").fill("lima")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Lima meeting").first.click()
    assert page.locator("h1").inner_text() == "Lima meeting"


def test_the_answer_of_the_editor_has_an_address_to_keep(tab: Open) -> None:
    page = tab("/sparql/ui")
    page.locator("#query").fill("SELECT ?s { ?s a ckg:Coalition }")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql/ui?query=**")
    kept = tab(page.url)
    assert kept.locator("tbody tr").all_inner_texts() == ["Harbour Coalition"]


def test_the_drawing_draws_itself_in_its_place(tab: Open) -> None:
    page = tab("/graph?focus=Lima+meeting")
    inside = page.frame(url="**/graph/page?**")
    assert inside is not None
    inside.wait_for_function("document.documentElement.dataset.drawn === 'yes'")
    assert inside.locator("#list li").count() > 3


def test_the_theme_chosen_is_kept_from_page_to_page(tab: Open) -> None:
    page = tab("/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#theme").click()
    page.goto("/q/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    assert page.locator("#theme").get_attribute("aria-pressed") == "true"


def test_hostile_words_run_nowhere(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running(hostile(tmp_path_factory.mktemp("attacked") / "store")) as service:
        context = browser.new_context(base_url=service.address)
        page = context.new_page()
        said: list[str] = []
        page.on("dialog", lambda d: said.append(d.message))
        context.route("**/*", lambda r: r.continue_() if _own(service, r.request.url) else (
            said.append(r.request.url), r.abort()))  # fmt: skip
        names = quote("SELECT ?n { ?s rdfs:label ?n }")
        paths = ["/", "/timeline", "/q/officials", "/q/meetings", "/q/sources", "/q/statements"]
        paths += ["/graph", "/graph/page", "/?q=alias", f"/sparql/ui?query={names}"]
        rows = service.get("/q/sources.json").json()
        paths += [row["article"].partition("coalition-kg/id")[2] for row in rows]
        meetings = service.get("/q/meetings.json").json()
        paths += [row["meeting"].partition("coalition-kg")[2] for row in meetings]
        for payload in HOSTILE:
            words = quote(payload, safe="")
            paths += [f"/{words}", f"/q/meetings?place={words}", f"/sparql/ui?query={words}"]
        for path in paths:
            page.goto(path, wait_until="domcontentloaded")
            assert page.title() not in {"broken", "1"}, path
            links = page.eval_on_selector_all("a", "all => all.map(a => a.href.baseVal ?? a.href)")
            assert not [a for a in links if a.startswith(("javascript:", "data:"))], path
        assert said == []
        context.close()


def _own(service: Service, url: str) -> bool:
    return url.startswith((service.address, "data:"))
