"""The page in a real browser: quiet, inert, reachable by keyboard, the same every time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_store import TEXT, iri, london, three_meetings
from made_views import HOSTILE, crowd, hostile
from playwright.sync_api import Browser, Page, sync_playwright

from kg.render import View, page, view_from
from tests.support import missing

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip
WIDE, NARROW = (1400, 900), (390, 844)
Scheme = Literal["light", "dark"]
Open = Callable[..., Page]


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
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pages")
    for name, view in views():
        page.save(view, target / f"{name}.html")
    return target


def views() -> Iterator[tuple[str, View]]:
    yield "london", view_from(london().select, ask=london().ask, text_of=lambda _: TEXT)
    yield "three", view_from(three_meetings().select, focus=iri("meeting/rome-meeting").value)
    yield "hostile", hostile()
    yield "crowd", crowd()


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Open]:
    """Opens a page; at the end nothing may have been asked for, complained of, or thrown."""
    contexts, trouble = [], []

    def open_page(
        name: str, size: tuple[int, int] = WIDE, scheme: Scheme = "light", anchor: str = ""
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda r: r.url.startswith(("file:", "data:")) or trouble.append(r.url))
        tab.on("console", lambda m: trouble.append(m.text))
        tab.on("pageerror", lambda e: trouble.append(str(e)))
        tab.on("dialog", lambda d: trouble.append(d.message))
        tab.goto(f"{(folder / name).with_suffix('.html').as_uri()}{anchor}")
        tab.wait_for_function("document.documentElement.dataset.drawn === 'yes'")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


def positions(tab: Page) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = tab.evaluate("window.kgPage.network().getPositions()")
    return found


def boxes(tab: Page) -> dict[str, dict[str, float]]:
    script = """() => Object.fromEntries(window.kgPage.network().body.nodeIndices.map(
        (id) => [id, window.kgPage.network().getBoundingBox(id)]))"""
    found: dict[str, dict[str, float]] = tab.evaluate(script)
    return found


def heading(tab: Page) -> str:
    return tab.locator("#detail h2").inner_text()


def test_no_request_leaves_the_page_and_only_the_file_is_read(
    browser: Browser, folder: Path
) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.route("**/*", lambda route: (asked.append(route.request.url), route.continue_()))
    tab = context.new_page()
    tab.goto((folder / "london.html").as_uri() + "#official/john-kerry")
    tab.wait_for_selector("#detail .card")
    tab.keyboard.press("Escape")
    tab.mouse.wheel(0, 200)
    tab.wait_for_load_state("networkidle")
    context.close()
    outside = [url.partition("#")[0] for url in asked if not url.startswith("data:")]
    assert outside == [(folder / "london.html").as_uri()]


def test_two_openings_show_the_same_positions(visit: Open) -> None:
    assert positions(visit("london")) == positions(visit("london"))
    assert positions(visit("crowd")) == positions(visit("crowd", NARROW))


def test_no_two_boxes_overlap_as_the_browser_draws_them(visit: Open) -> None:
    found = list(boxes(visit("london")).values())
    assert len(found) == 30
    for k, a in enumerate(found):
        for b in found[k + 1 :]:
            apart = (
                a["right"] <= b["left"] or b["right"] <= a["left"]
                or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )  # fmt: skip
            assert apart, (a, b)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desktop", "phone"])
def test_the_whole_drawing_is_in_sight_and_the_panel_does_not_cover_it(
    visit: Open, size: tuple[int, int]
) -> None:
    tab = visit("london", size)
    canvas, panel = (tab.locator(s).bounding_box() for s in ("#canvas", "#panel"))
    assert canvas is not None
    assert panel is not None
    assert panel["x"] >= canvas["x"] + canvas["width"] or (
        panel["y"] + panel["height"] <= canvas["y"] + 1
    )
    script = """() => { const n = window.kgPage.network();
        return Object.values(n.getPositions()).map((p) => n.canvasToDOM(p)); }"""
    for point in tab.evaluate(script):
        assert 0 <= point["x"] <= canvas["width"]
        assert 0 <= point["y"] <= canvas["height"]
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_drawing_fits_again_after_the_window_has_changed(visit: Open) -> None:
    tab = visit("london", (700, 600))
    scale = "window.kgPage.network().getScale()"
    for width, height in (WIDE, (700, 600)):
        tab.set_viewport_size({"width": width, "height": height})
        # The canvas takes its new pixel size where vis-network also tells of the resize; its laid
        # out size follows the window before that.
        settled = """([width, height]) => {
            const drawn = window.kgPage.network().canvas.frame.canvas;
            const space = document.querySelector("#canvas");
            const fine = devicePixelRatio;
            return innerWidth === width && innerHeight === height
                && Math.abs(drawn.width - space.clientWidth * fine) < 2
                && Math.abs(drawn.height - space.clientHeight * fine) < 2; }"""
        tab.wait_for_function(settled, arg=[width, height])
        found = tab.evaluate(scale)
        tab.click("#fit")
        assert tab.evaluate(scale) == pytest.approx(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["desktop", "phone"])
@pytest.mark.parametrize("anchor", ["", "#meeting/london-meeting", "#state/KWT"])
def test_axe_finds_nothing(visit: Open, size: tuple[int, int], scheme: Scheme, anchor: str) -> None:
    tab = visit("london", size, scheme, anchor)
    if anchor:
        tab.wait_for_selector("#detail .card")
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()


def test_hostile_words_stay_words(visit: Open) -> None:
    tab = visit("hostile")
    title = tab.title()
    for k, text in enumerate(HOSTILE):
        tab.locator("#list .kind li a").nth(k + 1).focus()
        tab.keyboard.press("Enter")
        tab.wait_for_selector("#detail .card")
        assert tab.locator("#detail h2").text_content() in HOSTILE, text
        assert tab.locator("#detail img, #detail script, #detail [onload]").count() == 0
        tab.keyboard.press("Escape")
        tab.wait_for_selector("#list:visible")
    assert tab.title() == title == "Hostile words – coalition-kg"
    assert tab.locator("a[href^='javascript']").count() == 0
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_list_counts_what_the_drawing_shows_under_every_filter(visit: Open) -> None:
    tab = visit("london")

    def listed() -> int:
        return tab.locator("#list li[data-id]:visible").count()

    def drawn() -> int:
        script = """() => { const n = window.kgPage.network();
            return n.body.nodeIndices.filter((id) => !n.body.nodes[id].options.hidden).length; }"""
        found: int = tab.evaluate(script)
        return found

    assert (listed(), drawn()) == (30, 30)
    tab.get_by_label("states 21").uncheck()
    assert (listed(), drawn()) == (9, 9)
    tab.get_by_label("states 21").check()
    tab.get_by_label("Search").fill("united")
    assert listed() == drawn() == 5  # three states, and the officials of two of them
    assert tab.locator("#count").inner_text() == "5 of 30 in the list and the drawing"


def test_tab_and_enter_reach_a_state_and_open_its_sentence(visit: Open) -> None:
    tab = visit("london")
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent") == "Bahrain":
            break
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#detail .card")
    assert heading(tab) == "Bahrain"
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    assert "Present were Australia, Bahrain" in tab.locator("#detail blockquote").first.inner_text()
    assert tab.locator("#detail .card mark.self").first.inner_text() == "Bahrain"
    assert tab.locator("#detail .badge.inferred").first.is_visible()
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#list:visible")
    assert tab.evaluate("document.activeElement.textContent") == "Bahrain"


def test_a_click_in_the_drawing_opens_the_panel(visit: Open) -> None:
    tab = visit("london")
    canvas = tab.locator("#canvas").bounding_box()
    assert canvas is not None
    point = tab.evaluate("""() => { const n = window.kgPage.network();
        return n.canvasToDOM(n.getPositions()['official/john-kerry']); }""")
    tab.mouse.click(canvas["x"] + point["x"], canvas["y"] + point["y"])
    tab.wait_for_selector("#detail .card")
    assert heading(tab) == "John Kerry"
    assert tab.url.endswith("#official/john-kerry")
    tab.mouse.click(canvas["x"] + 5, canvas["y"] + canvas["height"] - 5)
    tab.wait_for_selector("#list:visible")


def test_a_permalink_opens_a_thing_and_a_claim(visit: Open) -> None:
    tab = visit("london", anchor="#state/KWT")
    assert heading(tab) == "Kuwait"
    claim = tab.locator("#detail .bundle").first.get_attribute("data-claims")
    again = visit("london", anchor=f"#fact/{claim}")
    assert again.locator("#detail .bundle.target").count() == 1
    assert visit("london", anchor="#state/XXX").locator("#list").is_visible()
    assert visit("london", anchor="#%E0%A4%A").locator("#list").is_visible()


def test_many_states_in_one_sentence_share_one_card(visit: Open) -> None:
    tab = visit("london", anchor="#meeting/london-meeting")
    group = tab.locator("#detail .group", has_text="Took part (21)")
    assert group.locator(".who li").count() == 21
    assert group.locator(".card").count() == 1


def test_an_inferred_membership_opens_its_premises(visit: Open) -> None:
    tab = visit("london", anchor="#state/KWT")
    why = tab.locator("#detail .why").first
    assert "coalition-membership-from-roster from 2 facts" in why.inner_text()
    why.locator("summary").click()
    assert "Kuwait took part in London meeting" in why.inner_text()


def test_a_source_opens_apart_from_the_page(visit: Open) -> None:
    tab = visit("london", anchor="#state/KWT")
    link = tab.locator("#detail .card a").first
    assert link.get_attribute("href") == "https://news.example/london"
    assert "noopener" in (link.get_attribute("rel") or "")


def test_search_and_enter_go_to_the_first_hit_whatever_the_accents(visit: Open) -> None:
    tab = visit("london")
    tab.get_by_label("Search").fill("MOGHERÍNI")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#detail .card")
    assert heading(tab) == "Federica Mogherini"


def test_the_theme_button_changes_the_theme(visit: Open) -> None:
    tab = visit("london")
    before = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.get_by_role("button", name="Theme").click()
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_on_a_phone_the_list_comes_first(visit: Open) -> None:
    tab = visit("london", NARROW)
    canvas, panel = (tab.locator(s).bounding_box() for s in ("#canvas", "#panel"))
    assert canvas is not None
    assert panel is not None
    assert panel["y"] < canvas["y"]


def test_a_page_works_inside_a_notebook_frame(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    frame = (folder / "london.html").read_text("utf-8")
    tab.set_content("<iframe sandbox='allow-scripts' width=1200 height=800></iframe>")
    tab.eval_on_selector("iframe", "(frame, html) => { frame.srcdoc = html; }", frame)
    inner = tab.frame_locator("iframe")
    inner.get_by_role("link", name="Bahrain").click()
    assert inner.locator("#detail h2").inner_text() == "Bahrain"
    context.close()


def test_paper_gets_the_list_and_no_buttons(visit: Open) -> None:
    tab = visit("three")
    tab.emulate_media(media="print")
    assert not tab.locator(".tools").is_visible()
    assert tab.locator("#list").is_visible()
