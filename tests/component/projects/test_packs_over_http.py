"""The pack of a call over HTTP: open to everybody once published, as a page or as a PDF."""

from datetime import UTC, datetime, timedelta

from tests.support.asking import drafted, published
from tests.support.office import Office


async def test_a_published_pack_is_open_to_everybody_as_a_page_or_a_pdf(office: Office) -> None:
    call = await published(office, title="Help <b>us</b> #now")
    at = f"/api/v1/calls/{call['key']}/pack"
    async with office.running.anonymous() as anybody:
        page = await anybody.get(at)
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "Help &lt;b&gt;us&lt;/b&gt; #now" in page.text
        assert "GDPR Readiness" in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert (await anybody.get(f"{at}.html")).content == page.content
        again = await anybody.get(at, headers={"If-None-Match": page.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        for path, accept in ((f"{at}.pdf", "*/*"), (at, "application/pdf")):
            made = await anybody.get(path, headers={"Accept": accept})
            assert (made.status_code, made.headers["content-type"]) == (200, "application/pdf")
            assert made.content.startswith(b"%PDF-1.7")
        yesterday = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
        assert (await anybody.get(f"{at}?as_at={yesterday}")).status_code == 404


async def test_a_draft_is_shown_to_the_office_alone(office: Office) -> None:
    call = await drafted(office)
    at = f"/api/v1/calls/{call['key']}"
    async with office.running.anonymous() as anybody:
        for path in ("pack", "pack.html", "pack.pdf"):
            answer = await anybody.get(f"{at}/{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        assert (await anybody.get(f"{at}/preview")).status_code == 401
    preview = await office.ask("GET", f"/calls/{call['key']}/preview")
    assert preview.status_code == 200
    assert "<strong>Draft.</strong>" in preview.text
    assert preview.headers["cache-control"] == "private, no-store"
    async with office.running.client("programme:read", council="fife", client="fife-system") as fife:
        assert (await fife.get(f"{at}/preview")).status_code == 404
