"""Whatever arrives, ``check`` answers with a request or with Invalid."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studio import catalogue
from studio.catalogue import Asked, Invalid, ReferenceFacts
from tests.examples import examples

SPECS = list(catalogue.current().values())
NAMES = sorted({name for spec in SPECS for o in spec.options for name in (o.name, o.path) if name})
VALUES = sorted({str(choice) for spec in SPECS for o in spec.options for choice in o.choices})

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-2, max_value=5000),
    st.sampled_from([10**400, -(10**400), "9" * 5000, "1e400", "NaN", "\ud800", "\0", "0x0", "1x1", "99999x99999"]),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=50),
    st.sampled_from(VALUES),
    st.binary(max_size=5),
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner), max_leaves=6
)
keys = st.one_of(st.sampled_from(NAMES), st.text(max_size=20), st.integers(), st.none())
options = st.one_of(anything, st.dictionaries(keys, anything, max_size=6))
picture = st.builds(
    ReferenceFacts,
    format=st.sampled_from(["png", "jpeg", "webp", "gif", "avif", "tiff"]),
    width=st.integers(1, 70_000),
    height=st.integers(1, 70_000),
    bytes=st.integers(0, 10**9),
)
references = st.lists(picture, max_size=20)


requests = st.fixed_dictionaries(
    {
        "prompt": st.one_of(st.text(max_size=300), anything),
        "options": options,
        "aspect": st.one_of(st.sampled_from(["auto", "3:2", "1:99999", "0:1", ""]), anything),
        "count": st.one_of(st.integers(1, 40), anything),
        "references": references,
        "mask": st.one_of(st.none(), picture),
    }
)


def answer(spec, request):
    """The request as asked, or its errors."""
    try:
        return catalogue.check(spec, **request)
    except Invalid as invalid:
        return invalid.errors


@settings(max_examples=examples(400), deadline=None)
@given(spec=st.sampled_from(SPECS), request=requests)
def test_only_invalid_is_ever_raised(spec, request):
    found = answer(spec, request)
    if isinstance(found, Asked):
        assert_can_be_sent(found)
    else:
        assert all(field and sentence for field, sentences in found.items() for sentence in sentences)


def test_a_number_too_long_to_print_is_refused():
    found = answer(
        catalogue.get("bfl/flux-2-flex"), {"prompt": "A deer", "options": {"seed": 10**5000, "steps": 10**5000}}
    )
    assert set(found) == {"options.seed", "options.steps"}


def assert_can_be_sent(asked: Asked) -> None:
    assert sum(asked.calls) == asked.count
    sent = catalogue.parameters(asked.spec, asked.options, asked.aspect, asked.calls[0])
    assert None not in sent.values()
    assert not set(sent) & set(asked.spec.forbidden)


@settings(max_examples=examples(200), deadline=None)
@given(spec=st.sampled_from(SPECS), data=st.data())
def test_a_request_that_passed_passes_again_unchanged(spec, data):
    wanted = {o.name: data.draw(value_of(o), label=o.name) for o in spec.options if data.draw(st.booleans())}
    pictures = [ReferenceFacts("png", 1024, 1024, 1000)] * data.draw(st.integers(0, spec.references.max))
    count = data.draw(st.integers(1, 40))
    once = answer(spec, {"prompt": "A deer", "options": wanted, "count": count, "references": pictures})
    if not isinstance(once, Asked):
        return
    again = catalogue.check(
        spec, prompt="A deer", options=once.options, aspect=once.aspect, count=once.count, references=pictures
    )
    assert (again.options, again.aspect, again.size) == (once.options, once.aspect, once.size)
    assert (again.calls, again.lane) == (once.calls, once.lane)


def value_of(option):
    if option.choices:
        return st.sampled_from(option.choices)
    if option.type == "boolean":
        return st.booleans()
    if option.type in ("integer", "number"):
        return st.integers(int(option.min or 0) + 1, min(int(option.max or 100), 10**6))
    return st.sampled_from(["", "fog", "1600x1200", "2048x2048"])
