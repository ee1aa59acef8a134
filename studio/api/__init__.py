"""The REST API, version 1: making images here, keeping them in gallery.api."""

from django.http import HttpRequest, HttpResponse
from ninja.openapi.docs import Swagger

from gallery.api import routes
from gallery.api.app import Api
from gallery.api.auth import BearerToken, Session
from gallery.api.parsing import StrictParser
from gallery.api.problems import INVALID, problem
from studio.api import (
    administration,
    asking,
    batches,
    bench,
    entrance,
    evidence,
    generations,
    groups,
    health,
    held,
    judging_terms,
    keyring,
    money,
    offers,
    orders,
    own_key,
    people,
    personal,
    prompts,
    recipes,
    refusals,
    retention,
    rules,
    runs,
    sessions,
    vendors,
)
from studio.catalogue import Invalid, UnknownModel
from studio.lifecycle import NotPossible
from studio.money.budgets import OverBudget

OVER_BUDGET = "urn:pinacoteca:problem:over-budget"
DESCRIPTION = """
Prompt any model of the catalogue, watch it arrive, keep it.

**Keys.** Send `Authorization: Bearer pin_…`. Tokens are made on the account page or by
`manage.py create_api_token USERNAME`. A signed-in browser may also use its session, with the CSRF token.

**Errors** are problem details (RFC 9457) with `type`, `title`, `status`, `detail` and, where fields are at
fault, `errors`: sentences per field, such as `models.0.options.quality`.

**Lists** give `items` and `next`; send `next` back as `cursor`. **Money** is in US dollars, as numbers with up to
four decimals; null is an unknown price, never zero. What you may not see is 404. A run that a monthly budget has too
little left for is refused with 402 before anything is sent; the problem's `budget`, `asked` and `left` say why.
"""

api = Api(
    title="Pinacoteca",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs=Swagger(settings={"validatorUrl": None, "tryItOutEnabled": True}),
    docs_url="/docs",
    parser=StrictParser(),
    auth=[BearerToken(), Session()],
)


@api.exception_handler(Invalid)
def of_invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    return problem(422, type=INVALID, errors=error.errors)


@api.exception_handler(UnknownModel)
def of_unknown_model(request: HttpRequest, error: UnknownModel) -> HttpResponse:
    return problem(422, type=INVALID, errors={"model": [str(error)]})


@api.exception_handler(NotPossible)
def of_not_possible(request: HttpRequest, error: NotPossible) -> HttpResponse:
    return problem(409, str(error))


@api.exception_handler(OverBudget)
def of_over_budget(request: HttpRequest, error: OverBudget) -> HttpResponse:
    more = {"budget": error.name, "asked": float(error.asked), "left": float(error.left)}
    return problem(402, str(error), type=OVER_BUDGET, more=more)


api.add_router("", offers.router, tags=["Models"])
api.add_router("", orders.router, tags=["Models"])
api.add_router("", vendors.router, tags=["Models"])
api.add_router("", administration.router, tags=["Administration"])
api.add_router("", keyring.router, tags=["Administration"])
api.add_router("", own_key.router, tags=["Account"])
api.add_router("", entrance.router, tags=["People"])
api.add_router("", health.router, tags=["Administration"])
api.add_router("", runs.router, tags=["Runs"])
api.add_router("", bench.router, tags=["Runs"])
api.add_router("", batches.router, tags=["Batches"])
api.add_router("", prompts.router, tags=["Prompts"])
api.add_router("", generations.router, tags=["Generations"])
api.add_router("", money.router, tags=["Money"])
api.add_router("", asking.router, tags=["Money"])
api.add_router("", recipes.router, tags=["Recipes and prices"])
api.add_router("", evidence.router, tags=["Audit"])
api.add_router("", held.router, tags=["Cases"])
api.add_router("", refusals.router, tags=["Moderation"])
api.add_router("", personal.router, tags=["Administration"])
api.add_router("", rules.router, tags=["Moderation"])
api.add_router("", people.router, tags=["People"])
api.add_router("", sessions.router, tags=["People"])
api.add_router("", groups.router, tags=["People"])
api.add_router("", retention.router, tags=["Administration"])
api.add_router("", judging_terms.router, tags=["Administration"])
routes.mount(api)
