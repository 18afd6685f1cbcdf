"""Officers at work, for Locust: each has a session of her own and asks for pages as her day has them.

The mix is our own estimate (mark P): mostly the list and cases, some searches and notes, now and then a child's story.
Runs in the environment of requirements/bench.txt and knows nothing of Django. Started by `bench.casework`.
"""

import itertools
import json
import os
import random
import re
from pathlib import Path

from locust import HttpUser, between, task

GIVEN = json.loads(Path(os.environ["ONROLL_BENCH_OFFICERS_FILE"]).read_text())
SESSIONS = itertools.cycle(GIVEN["sessions"])
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Officer(HttpUser):
    """One officer; between two pages she reads, rings somebody or writes for five to fifteen seconds."""

    wait_time = between(5, 15)

    def on_start(self) -> None:
        """Come in."""
        self.client.cookies.set("sessionid", next(SESSIONS))

    @task(30)
    def work_list(self) -> None:
        """See what waits."""
        self.get("/cases/", "work list")

    @task(8)
    def my_overdue(self) -> None:
        """See what is overdue of her own."""
        self.get("/cases/?queue=mine&overdue=on", "work list, overdue ones of mine")

    @task(30)
    def case(self) -> None:
        """Read a case."""
        self.get(f"/cases/{self.some()[0]}/", "page of a case")

    @task(8)
    def story(self) -> None:
        """Read a child's story."""
        self.get(f"/cases/children/{self.some()[1]}/", "story of a child")

    @task(12)
    def find(self) -> None:
        """Look for a child by a surname."""
        token = self.token("/cases/find/", "search box")
        self.post("/cases/find/", {"child": self.some()[2], "csrfmiddlewaretoken": token}, "search", {200})

    @task(10)
    def note(self) -> None:
        """Write a note on a case."""
        address = f"/cases/{self.some()[0]}/add-note/"
        token = self.token(address, "page of a note")
        self.post(address, {"words": "Rang, nobody there.", "csrfmiddlewaretoken": token}, "add a note", {302})

    @task(2)
    def missing(self) -> None:
        """See who is missing education."""
        self.get("/missing/", "who is missing")

    def some(self) -> list[str]:
        """Return a case: its reference, its child's, and the child's surname."""
        return random.choice(GIVEN["cases"])

    def token(self, address: str, name: str) -> str:
        """Ask for a page with a form, and return what the form has to send back."""
        found = TOKEN.search(self.get(address, name))
        return found[1] if found else ""

    def get(self, address: str, name: str) -> str:
        """Ask for a page; whatever is no page, such as the way to sign in, is a failure."""
        with self.client.get(address, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{answer.status_code}")
            return answer.text or ""

    def post(self, address: str, values: dict[str, str], name: str, good: set[int]) -> None:
        """Send a form."""
        with self.client.post(address, values, name=name, allow_redirects=False, catch_response=True) as answer:
            if answer.status_code not in good:
                answer.failure(f"{answer.status_code}")
            else:
                answer.success()
