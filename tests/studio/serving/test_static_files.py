"""Small sources, joined as delivered."""

from pathlib import Path

import pytest
from django.conf import settings

from studio.serving.static_files import BASE_FAMILY, FAMILIES, Joiner, JoinError

STATIC = Path(settings.BASE_DIR) / "static"
APP = {"js/app.js": 'import "./dom.js";\n', "js/dom.js": "export function on() {}\n"}


@pytest.fixture(scope="module")
def ours():
    files = [*STATIC.glob("css/**/*.css"), *STATIC.glob("js/**/*.js")]
    return Joiner({str(file.relative_to(STATIC)): file.read_text() for file in files})


def test_an_import_becomes_a_layer_in_its_place():
    joiner = Joiner({"css/app.css": '@layer a;\n@import url("x.css") layer(a);\n', "css/x.css": "/* why */\nb {\n}\n"})
    assert joiner.sheet("css/app.css") == "@layer a;\n@layer a {\nb {\n}\n}"


def test_modules_come_after_what_they_import():
    joiner = Joiner(APP | {"js/app.js": 'import { on } from "./dom.js";\non();\n'})
    assert joiner.family("js/app.js") == "export function on() {}\non();\n"


def test_a_family_borrows_from_the_base_and_repeats_nothing():
    joiner = Joiner(APP | {"js/studio.js": 'import { on } from "./dom.js";\nexport const a = on;\n'})
    assert joiner.family("js/studio.js") == 'import { on } from "./app.js";\nconst a = on;\n'


def test_twins_on_the_top_level_are_refused():
    joiner = Joiner(APP | {"js/app.js": 'import "./dom.js";\nfunction on() {}\n'})
    with pytest.raises(JoinError, match=r"on stands in js/dom.js and in js/app.js"):
        joiner.family("js/app.js")


def test_an_import_that_is_not_there_is_refused():
    with pytest.raises(JoinError, match=r"js/gone.js is imported but not there"):
        Joiner({"js/app.js": 'import "./gone.js";\n'}).family("js/app.js")


@pytest.mark.parametrize("family", FAMILIES)
def test_our_scripts_join(ours, family):
    text = ours.family(family)
    imports = [line for line in text.splitlines() if line.startswith("import ")]
    assert len(imports) == (0 if family == BASE_FAMILY else len(imports[:1]))


def test_our_sheet_holds_every_source_once(ours):
    sheet = ours.sheet("css/app.css")
    sources = {file.relative_to(STATIC / "css").as_posix() for file in STATIC.glob("css/**/*.css")} - {"app.css"}
    listed = {name for name in sources if f'url("{name}")' in ours.sources["css/app.css"]}
    assert listed == sources
    assert "@import" not in sheet


@pytest.mark.parametrize("source", sorted(STATIC.glob("css/**/*.css")), ids=lambda path: path.name)
def test_every_sheet_closes_what_it_opens(source):
    text = source.read_text()
    assert text.count("{") == text.count("}")
