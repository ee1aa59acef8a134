"""What is drawn once is drawn again for what is named, and shows nothing else."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation


def drawn(template, **values):
    return template.render(Context(values))


class Named:
    """Says each time it is drawn."""

    def __init__(self, name):
        self.name, self.times = name, 0

    def __str__(self):
        self.times += 1
        return self.name


def test_it_is_drawn_once_for_each_value():
    template = Template("{% load kept %}{% kept one=one %}{{ one }}{% endkept %}")
    first, second = Named("a"), Named("b")
    assert [drawn(template, one=one) for one in (first, second, first)] == ["a", "b", "a"]
    assert (first.times, second.times) == (1, 1)


def test_nothing_is_known_inside_but_what_is_named():
    template = Template("{% load kept %}{% kept a=a %}{{ a }}{{ secret }}{{ request }}{{ user }}{% endkept %}")
    assert drawn(template, a="1", secret="s", request="r", user="u") == "1"
    assert drawn(template, a="1", secret="t") == "1"


def test_what_is_late_is_put_in_each_time_and_escaped():
    template = Template('{% load kept %}{% kept a=a late q=q %}<a href="{{ q }}">{{ a }}</a>{% endkept %}')
    assert drawn(template, a="1", q="?x=1&y=2") == '<a href="?x=1&amp;y=2">1</a>'
    assert drawn(template, a="1", q='"><script>') == '<a href="&quot;&gt;&lt;script&gt;">1</a>'


def test_each_language_has_its_own():
    template = Template("{% load kept i18n %}{% kept %}{% trans 'Gallery' %}{% endkept %}")
    with translation.override("en"):
        assert drawn(template) == "Gallery"
    with translation.override("pt-br"):
        assert drawn(template) == "Galeria"


def test_it_holds_a_bounded_number():
    template = Template("{% load kept %}{% kept a=a %}{{ a }}{% endkept %}")
    node = next(node for node in template.nodelist if hasattr(node, "drawn"))
    assert [drawn(template, a=n) for n in range(500)] == [str(n) for n in range(500)]
    assert 0 < len(node.drawn) <= 200


def test_what_is_no_name_is_refused():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load kept %}{% kept team %}{% endkept %}")
