"""Schemathesis holds the agencies' interface to its own OpenAPI description, over the network."""

import itertools

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from onroll.doors import urls_agencies
from tests.cast import Cast, make_cast
from tests.integration.casework.tellers import reporter
from tests.integration.doors.test_agencies import new_key, token_of

_numbers = itertools.count()
CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            # What the description cannot say: a day in the future, a council where nobody reads, one key used twice.
            "positive_data_acceptance": {"expected-statuses": ["2xx", 404, 409, 422, 429]},
            "negative_data_rejection": {"expected-statuses": [400, 401, 404, 405, 409, 415, 422, 429]},
        }
    }
)
# Left out: what tries requests without a token, of which tests/integration/doors/test_agencies.py has its own.
LEFT_OUT = {"missing_required_header", "ignored_auth", "ensure_resource_availability", "use_after_free"}
EVERY_CHECK = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]


@pytest.fixture
def cast(live_server) -> Cast:
    return make_cast()


# The addresses are read first: that is when every part of the interface is added to the description.
schema = schemathesis.openapi.from_dict(urls_agencies.api.api.get_openapi_schema(path_prefix="/api/"), config=CONFIG)


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_interface_answers_as_it_describes_itself(case, cast: Cast, live_server) -> None:
    token = token_of(new_key(reporter(f"software{next(_numbers)}").organisation)).json()["access_token"]

    case.call_and_validate(base_url=live_server.url, headers={"Authorization": f"Bearer {token}"}, checks=EVERY_CHECK)
