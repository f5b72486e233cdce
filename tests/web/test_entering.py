"""First start, log-in, sessions, other sites, headers."""

import re

import pytest
from starlette.testclient import TestClient

from doors import Enter
from najda.web.site import Site

PASSWORD = "correct horse battery"


def start(client: TestClient, site: Site, login: str = "salma") -> None:
    body = {"code": site.first_start.code, "name": "سلمى", "login": login, "password": PASSWORD}
    assert client.post("/start", data=body, follow_redirects=False).status_code == 303


def test_first_start_log_in_and_out(site: Site, anybody: TestClient) -> None:
    """A wrong code wipes nothing; the right one makes one chief; people log in, and out."""
    browser = TestClient(anybody.app, base_url="http://127.0.0.1")
    wrong = browser.post(
        "/start", data={"code": "12", "name": "سلمى", "login": "s1", "password": PASSWORD}
    )
    start(browser, site)
    board = browser.get("/")
    again = browser.get("/start", follow_redirects=False)
    cookie = browser.cookies["najda"]
    browser.post("/logout", headers={"sec-fetch-site": "same-origin"})
    browser.cookies.set("najda", cookie)
    after = browser.get("/", follow_redirects=False)

    assert wrong.status_code == 422
    assert all(f'value="{typed}"' in wrong.text for typed in ("12", "سلمى", "s1"))
    assert PASSWORD not in wrong.text
    assert "سلمى" in board.text
    assert again.headers["location"] == "/login"
    assert after.headers["location"] == "/login"


def test_the_code_counts_however_it_is_typed(site: Site) -> None:
    """Spaces, no hyphen, Arabic digits."""
    code = site.first_start.code
    arabic = code.replace("-", "").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert all(site.first_start.matches(one) for one in (
        code, code.replace("-", ""), f" {code.replace('-', ' ')} ", arabic))  # fmt: skip
    assert not site.first_start.matches("")
    assert not site.first_start.matches("12")


def test_the_language_chosen_before_log_in_stays(site: Site, anybody: TestClient) -> None:
    """Who reads the first page in English reads the next one so, until they choose otherwise."""
    browser = TestClient(anybody.app, base_url="http://127.0.0.1")
    same = {"sec-fetch-site": "same-origin"}
    browser.post("/lang", data={"lang": "en", "next": "/start"}, headers=same)
    browser.cookies.set("najda", site.people.new_token(_someone(site), "session", 60))
    first = browser.get("/").text
    browser.post("/lang", data={"lang": "ar", "next": "/"}, headers=same)
    browser.cookies.set("lang", "en")
    chosen = browser.get("/").text

    assert '<html lang="en"' in first
    assert '<html lang="ar"' in chosen


def test_wrong_password_says_not_which_half_and_is_slowed(site: Site, anybody: TestClient) -> None:
    """Five wrong tries and the sixth has to wait, also with the right password."""
    browser = TestClient(anybody.app, base_url="http://127.0.0.1")
    answers = [
        browser.post("/login", data={"login": "nobody", "password": "wrong"}) for _ in range(6)
    ]

    assert [one.status_code for one in answers] == [403] * 5 + [429]
    assert answers[0].text == answers[4].text


def test_a_request_from_another_site_is_not_done(site: Site, anybody: TestClient) -> None:
    """A cookie alone is not enough: Origin or Sec-Fetch-Site must say it is our page."""
    browser = TestClient(anybody.app, base_url="http://127.0.0.1")
    token = site.people.new_token(_someone(site), "session", 60)
    browser.cookies.set("najda", token)
    body = {"text": "x", "channel": "phone"}
    url = "/do/reports/receive_report"
    cases = {
        "cross-site": browser.post(url, data=body, headers={"sec-fetch-site": "cross-site"}),
        "other origin": browser.post(url, data=body, headers={"origin": "http://evil.example"}),
        "neither": browser.post(url, data=body),
    }
    own = browser.post(
        url, data=body, headers={"origin": "http://127.0.0.1"}, follow_redirects=False
    )

    assert dict.fromkeys(cases, 403) == {name: one.status_code for name, one in cases.items()}
    assert own.status_code == 303


def _someone(site: Site) -> str:
    from najda.machine_person import machine_token

    token = machine_token(site, "someone", "chief")
    person = site.people.person_of(token)
    assert person is not None
    return person


def test_an_expired_token_is_worth_nothing(site: Site, anybody: TestClient) -> None:
    """Expiry is checked on the server."""
    token = site.people.new_token(_someone(site), "machine", -1)
    answer = anybody.get("/api/v1/changes", headers={"authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json()["code"]) == (401, "log_in_first")


@pytest.mark.parametrize("path", ["/", "/login", "/static/najda.css", "/api/v1/health", "/nowhere"])
def test_every_answer_carries_the_headers(anybody: TestClient, path: str) -> None:
    """Strict content policy everywhere: no inline script, no other host."""
    headers = anybody.get(path, follow_redirects=False).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_pages_hold_no_inline_script_or_style(enter: Enter, lang: str) -> None:
    """What the content policy would block is not there."""
    chief = enter("chief")
    chief.cookies.set("lang", lang)
    pages = ["/", "/reports", "/reports/new", "/incidents", "/units", "/people", "/health",
             "/orphans", "/search?q=x"]  # fmt: skip
    for page in pages:
        text = chief.get(page).text

        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", text), page
        assert f'lang="{lang}"' in text
    chief.cookies.clear()


def test_next_leads_only_to_our_own_pages() -> None:
    """An open redirect is none."""
    from najda.web.app import safe_next

    assert [safe_next(url) for url in ("/units", "//evil", "https://evil", "/\\evil", "")] == [
        "/units", "", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", ["/static/../people_at_work.py", "/static/%2e%2e/app.py", "/static//etc/passwd"]
)
def test_static_files_stay_in_their_folder(anybody: TestClient, path: str) -> None:
    """No way out of the folder of static files."""
    assert anybody.get(path).status_code == 404
