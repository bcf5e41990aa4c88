import json

import pytest

from sxgeo.data.basemap import read_basemap
from sxgeo.data.recipe import read_recipe
from sxgeo.domain.scene import build_scene
from sxgeo.render.web.page_check import check_page
from sxgeo.render.web.scene_page import render_html


@pytest.fixture(scope="module")
def scene(shared_root):
    return build_scene(read_recipe("everything", shared_root), root=shared_root)


@pytest.fixture(scope="module")
def page(scene, shared_root):
    return render_html(scene, root=shared_root)


@pytest.fixture
def problems(shared_root):
    def check(text):
        return [each.problem for each in check_page(text, "map.html", root=shared_root)]

    return check


def with_payload(page, change):
    """Return the page with its data changed."""
    start = page.index('id="sxgeo-data">') + len('id="sxgeo-data">')
    end = page.index("</script>", start)
    payload = json.loads(page[start:end])
    change(payload)
    return page[:start] + json.dumps(payload).replace("<", "\\u003c") + page[end:]


def test_a_page_as_written_may_be_published(page, problems):
    assert problems(page) == []


def test_both_languages_and_recorded_tiles_may_too(scene, shared_root, problems):
    assert problems(render_html(scene, language="en", root=shared_root)) == []
    assert problems(render_html(scene, basemaps=["osm"], root=shared_root)) == []


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ('<img src="https://a.example/x.png">', "it loads https://a.example/x.png (<img src=…>)"),
        ('<script src="//a.example/x.js"></script>', "it loads //a.example/x.js (<script src=…>)"),
        ('<link href="http://a.example/x.css">', "it loads http://a.example/x.css (<link href=…>)"),
        ('<IFRAME SRC=" https://a.example/">', "it loads https://a.example/ (<iframe src=…>)"),
        (
            '<svg><use xlink:href="https://a.example/x"/></svg>',
            "it loads https://a.example/x (<use xlink:href=…>)",
        ),
        (
            '<p style="background:url(https://a.example/x.png)">',
            "a style loads from the network (<p style=…>)",
        ),
        ('<style>@import "https://a.example"</style>', "a style sheet loads from the network"),
        (
            '<meta http-equiv="refresh" content="0;url=https://a.example">',
            "it reloads or leaves itself: <meta http-equiv=refresh>",
        ),
        ("<script>alert(1)</script>", "1 script(s) in it are none of those its policy knows"),
    ],
)
def test_whatever_would_load_or_run_is_told(page, problems, markup, problem):
    assert problem in problems(page.replace("<body>", f"<body>{markup}", 1))


def test_a_link_a_reader_may_click_is_no_request(page, problems):
    link = '<a href="https://a.example/">source</a>'
    assert problems(page.replace("<body>", f"<body>{link}", 1)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "connect-src 'none'",
            "connect-src https:",
            "its policy allows requests to https: (connect-src)",
        ),
        ("default-src 'none'", "default-src *", "its policy allows requests to * (default-src)"),
        (
            "img-src data:",
            "img-src https://a.example data:",
            "its policy allows pictures from https://a.example, which no basemap needs",
        ),
        (
            "Content-Security-Policy",
            "X-Policy",
            "it has no content security policy, so nothing keeps it from asking the network",
        ),
    ],
)
def test_a_policy_that_lets_the_network_in_is_told(page, problems, old, new, problem):
    assert problem in problems(page.replace(old, new, 1))


def test_missing_credits_are_told(page, problems):
    def forget(payload):
        del payload["sources"]["survey"]
        payload["documents"]["P"]["title"]["zh"] = ""

    assert problems(with_payload(page, forget)) == [
        "the document 'P' lacks its title",
        "it cites 'survey' and does not say what that is",
    ]


def test_a_source_without_terms_is_told(page, problems):
    def forget(payload):
        payload["sources"]["survey"]["licence"] = ""

    assert problems(with_payload(page, forget)) == ["the source 'survey' lacks its licence"]


def test_a_layer_without_sources_is_told(page, problems):
    def forget(payload):
        del payload["layers"][0]["columns"]["source"]

    (problem,) = problems(with_payload(page, forget))
    assert problem.endswith("names no source")


def test_missing_compliance_lines_are_told(page, problems, scene):
    number = next(iter(scene.units.values())).attrs["review_number"]

    def forget(payload):
        payload["compliance"]["zh"] = payload["compliance"]["zh"][2:]
        payload["compliance"]["en"][-1] = "A fine map"

    assert problems(with_payload(page, forget)) == [
        f"its compliance lines (zh) lack the boundaries' review number {number}",
        "its compliance lines (en) do not say whether this map was reviewed",
    ]


def test_a_reviewed_map_says_its_number_and_an_empty_one_is_none(page, problems):
    def reviewed(payload):
        payload["compliance"]["zh"][-1] = "本图审图号：晋S(2026)1号"

    def empty(payload):
        payload["compliance"]["zh"][-1] = "本图审图号："

    assert problems(with_payload(page, reviewed)) == []
    told = "its compliance lines (zh) do not say whether this map was reviewed"
    assert problems(with_payload(page, empty)) == [told]


def test_tiles_without_recorded_terms_are_told(scene, shared_root, problems, monkeypatch):
    monkeypatch.setenv("SXGEO_TILES_URL", "https://tiles.example/{z}/{x}/{y}")
    page = render_html(scene, basemaps=["intranet"], root=shared_root)
    (problem,) = problems(page)
    assert problem.startswith("its terms of use are not recorded")


def test_tiles_of_one_s_own_need_registering(scene, shared_root, problems):
    own = read_basemap("osm").model_copy(update={"id": "own", "attribution": ""})
    page = render_html(scene, basemaps=[own], root=shared_root)
    assert problems(page) == [
        "unknown basemap 'own': nothing records its terms of use",
        "the tiles 'own' name nobody to attribute them to",
    ]


def test_another_page_is_no_map(problems):
    assert problems("<p>hello</p>")[-1] == (
        "it carries no data of a map: it is no page that sxgeo wrote"
    )


def owe(payload):
    """Make the page cite a source that asks for a name, and say it."""
    payload["sources"]["survey"] |= {"licence": "ODbL-1.0", "attribution": "© Mappers, ODbL 1.0"}
    for lines in payload["compliance"].values():
        lines.insert(-1, "Data credits: © Mappers, ODbL 1.0")


def test_an_attribution_in_sight_is_enough(page, problems):
    assert problems(with_payload(page, owe)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_attribution_out_of_sight_is_told(page, problems, language):
    def hide(payload):
        owe(payload)
        del payload["compliance"][language][-2]

    told = (
        f"its compliance lines ({language}) lack the attribution '© Mappers, ODbL 1.0', "
        "which the source 'survey' asks for"
    )
    assert problems(with_payload(page, hide)) == [told]


def test_a_licence_that_asks_for_a_name_needs_one(page, problems):
    def forget(payload):
        payload["sources"]["survey"]["licence"] = "CC-BY-SA-4.0"

    assert problems(with_payload(page, forget)) == [
        "the source 'survey' lacks the attribution its licence asks for"
    ]


def test_a_source_without_publisher_is_told(page, problems):
    def forget(payload):
        payload["sources"]["survey"]["publisher"] = " "

    assert problems(with_payload(page, forget)) == ["the source 'survey' lacks its publisher"]


@pytest.mark.parametrize("licence", [None, "", "unstated"])
def test_a_layer_without_licence_is_told(page, problems, licence):
    def forget(payload):
        payload["layers"][0]["licence"] = licence or ""
        if licence is None:
            del payload["layers"][0]["licence"]

    (problem,) = problems(with_payload(page, forget))
    assert problem.endswith(" states no licence")
