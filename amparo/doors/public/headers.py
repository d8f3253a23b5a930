"""What every public page says to the browser about itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No inline style or script anywhere, nothing from elsewhere. `data:` is the empty tab icon,
# without which browsers ask for one.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    # Nothing of a page stays on the device, and Back asks us again instead of showing it.
    "Cache-Control": "no-store",
    # The site one leaves for, or a call of a number, learns nothing of where one was.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}


class PublicHeaders:
    """Middleware: the headers above on every public page and on errors without another owner.

    It stands inside Django's own middleware, so that its stricter values win over the defaults
    of SecurityMiddleware and others, which fill in only what is missing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand around the page."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with our headers, unless another door made it."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.app_name == "public":
            for name, value in HEADERS.items():
                response[name] = value
        return response
