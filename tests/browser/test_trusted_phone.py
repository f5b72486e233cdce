"""A phone trusts the organisation once; then it joins by HTTPS and works with no network."""

import asyncio
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from playwright.sync_api import Error as BrowserError

from browser.conftest import ARGS, CHROMIUM
from browser_people import shot
from najda.base import OpenBase, make_base
from najda.machine_person import machine_token
from najda.serving import ForPhones, Where, make_site, plain_server, tls_server
from najda.vocabulary import Role
from najda.web.app import make_app
from najda.web.site import Site
from processes import Served, free_port, najda

pytestmark = pytest.mark.browser
ADDRESS = "127.0.0.2"


class House:
    """A base served from this process, so that the test knows the code that a phone reads as QR."""

    def __init__(self, folder: Path) -> None:
        make_base(folder, name="الأنصاري", letter="A", addresses=[ADDRESS])
        self.base = OpenBase(folder, None)
        self.site: Site = make_site(self.base)
        where = Where(port=free_port(), sync_host=ADDRESS, sync_port=free_port())
        phones = ForPhones(self.base.room, where)
        self.site.phone_way = phones.way
        self.url, self.phone_url = f"http://127.0.0.1:{where.port}", phones.way().address
        app = make_app(self.site)
        self.servers = [plain_server(app, where.host, where.port), tls_server(app, where, phones)]
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    async def _serve(self) -> None:
        self.site.live.start()
        await asyncio.gather(*(one.serve() for one in self.servers))

    def start(self) -> None:
        self._thread.start()
        end = time.monotonic() + 20
        while not all(one.started for one in self.servers):
            assert time.monotonic() < end
            time.sleep(0.01)  # between two looks

    def stop(self) -> None:
        self.site.live.end()
        for one in self.servers:
            one.should_exit = True
        self._thread.join(20)
        self.base.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "A")
    made.start()
    yield made
    made.stop()


@contextmanager
def phone(chromium: Browser, home: Path, *, careless: bool = False) -> Iterator[BrowserContext]:
    """A phone with a trust of its own: what lies in its home."""
    own = chromium.browser_type.launch(executable_path=CHROMIUM, args=ARGS, env={"HOME": str(home)})
    context = own.new_context(
        viewport={"width": 360, "height": 740}, locale="ar", ignore_https_errors=careless
    )
    context.set_default_timeout(15_000)
    yield context
    own.close()


def test_a_phone_trusts_once_joins_by_code_and_opens_with_no_network(
    chromium: Browser, house: House, tmp_path: Path
) -> None:
    """As in the field: the warning once, the certificate, the code; then airplane mode."""
    fingerprint = shown_at_the_desk(chromium, house)
    home = tmp_path / "phone"
    home.mkdir()

    with phone(chromium, home, careless=True) as warned:
        page = warned.new_page()
        page.goto(house.phone_url + "/authority")
        assert page.inner_text("code.fingerprint") == fingerprint
        shot(page, "phone-authority")
        with page.expect_download() as taken:
            page.click("a.primary")
        taken.value.save_as(tmp_path / "authority.crt")
    with phone(chromium, home) as strange, pytest.raises(BrowserError, match="ERR_CERT_AUTHORITY"):
        strange.new_page().goto(house.phone_url + "/join")
    install(home, tmp_path / "authority.crt")

    with phone(chromium, home) as trusting:
        page = trusting.new_page()
        code = house.site.join_codes.new("طاقم إسعاف 3", Role.CREW)
        start = time.monotonic()
        page.goto(f"{house.phone_url}/join#{code}")
        page.wait_for_url(house.phone_url + "/crew")
        expect(page.locator("#kept")).to_have_class("flag green")  # only where TLS is trusted
        taken_s = time.monotonic() - start
        print(f"\nfrom the code to a page that opens alone: {taken_s:.1f} s")  # noqa: T201 - a figure
        shot(page, "phone-crew-https")
        trusting.set_offline(True)
        page.reload()
        page.fill("[name=text]", "سمعنا أصواتاً تحت الأنقاض")
        page.click("#tell button")
        expect(page.locator("#pending")).to_have_class("flag amber")
        trusting.set_offline(False)
        expect(page.locator("#pending")).to_have_class("flag green", timeout=20_000)


def test_a_phone_whose_base_burned_hands_over_to_another(
    chromium: Browser, two: tuple[Served, Served], tmp_path: Path
) -> None:
    """Killed with -9 while the crew presses buttons: the other base takes them, and says so."""
    a, b = two
    token = najda("token", str(a.folder), "--name", "طاقم إسعاف 3", "--role", "crew").split()[-1]
    chief = najda("token", str(b.folder), "--name", "ب", "--role", "chief").split()[-1]
    home, at_a = tmp_path / "phone", f"https://127.0.0.2:{port_of(a)}"
    home.mkdir()
    crt = tmp_path / "authority.crt"
    crt.write_bytes(httpx.get(a.url + "/authority.crt").raise_for_status().content)
    install(home, crt)
    with phone(chromium, home) as trusting, httpx.Client(base_url=b.url, headers={
        "authorization": f"Bearer {chief}"
    }) as desk:  # fmt: skip
        trusting.add_cookies([{"name": "najda", "value": token, "url": at_a}])
        page = trusting.new_page()
        page.goto(at_a + "/crew")
        expect(page.locator("#kept")).to_have_class("flag green")
        expect(page.locator("#age")).to_have_class("flag green")
        wait_for_the_crew(desk)
        a.kill()
        page.fill("[name=text]", "الطابق الثاني، ثلاثة أحياء")
        page.click("#tell button")
        expect(page.locator("#keeping bdi")).to_have_text("B", timeout=30_000)
        shot(page, "phone-taken-by-another")
        told = desk.get("/search", params={"q": "أحياء"}).text
        assert "الطابق الثاني" in told


def wait_for_the_crew(desk: httpx.Client) -> None:
    """The crew's role has travelled: only then does the other base know them."""
    end = time.monotonic() + 30
    while "طاقم إسعاف 3" not in desk.get("/people").text:
        assert time.monotonic() < end
        time.sleep(0.1)  # between two looks


def port_of(served: Served) -> str:
    return served.options[served.options.index("--sync-port") + 1]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Served, Served]]:
    """Bases A and B of one organisation, each at an address of its own, under its authority."""
    first, second = tmp_path / "A", tmp_path / "B"
    begun = najda("init", str(first), "--name", "الأنصاري", "--letter", "A", "--key-file",
                  "--address", "127.0.0.2")  # fmt: skip
    root = begun.split("Root key: ")[1].split()[0]
    najda("init", str(second), "--name", "هنانو", "--letter", "B", "--key-file",
          "--address", "127.0.0.3", "--join", root)  # fmt: skip
    request, stick = tmp_path / "request.json", str(tmp_path / "stick")
    request.write_text(najda("enrol", "request", str(second)))
    najda("enrol", "accept", str(first), str(request),
          "--key", str(first / "root-key-KEEP-OFFLINE.json"))  # fmt: skip
    najda("bundle", "export", str(first), stick)
    najda("bundle", "import", str(second), stick)
    ports = [str(free_port()), str(free_port())]
    both = Served(first), Served(second)
    for n, one in enumerate(both):
        other = 1 - n
        peer = f"{'AB'[other]}=https://127.0.0.{other + 2}:{ports[other]}"
        one.options = ["--sync-host", f"127.0.0.{n + 2}", "--sync-port", ports[n], "--poll", "1",
                       "--peer", peer]  # fmt: skip
        one.start()
    yield both
    for one in both:
        one.stop()


def shown_at_the_desk(chromium: Browser, house: House) -> str:
    """Both codes, and no doubt about the address; gives the authority's fingerprint."""
    with chromium.new_context(viewport={"width": 1366, "height": 768}, locale="ar") as desk:
        desk.set_default_timeout(15_000)
        token = machine_token(house.site, "سلمى", "chief")
        desk.add_cookies([{"name": "najda", "value": token, "url": house.url}])
        screen = desk.new_page()
        screen.goto(house.url + "/phone")
        screen.fill("[name=name]", "طاقم إسعاف 3")
        screen.click("button.primary")
        expect(screen.locator(".qr svg")).to_have_count(2)
        expect(screen.locator(".flag.amber")).to_have_count(0)
        shot(screen, "phone-join-https")
        return screen.inner_text("code.fingerprint")


def install(home: Path, certificate: Path) -> None:
    """What a phone's settings do: trust this authority."""
    store = home / ".pki/nssdb"
    store.mkdir(parents=True)
    for command in (
        ["-N", "--empty-password"],
        ["-A", "-n", "Najda", "-t", "C,,", "-i", str(certificate)],
    ):
        subprocess.run(["certutil", "-d", f"sql:{store}", *command], check=True)
