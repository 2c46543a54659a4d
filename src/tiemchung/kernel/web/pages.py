"""Pages: what a face is, how a template becomes an answer, and what a refusal looks like."""

from collections.abc import Sequence
from typing import Any, Protocol, cast

from jinja2 import Environment
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.response import Redirect
from markupsafe import Markup
from msgspec import Struct

from tiemchung.kernel.i18n import Lazy
from tiemchung.kernel.web import csrf, flash, sessions
from tiemchung.kernel.web.entry import Asking, Who
from tiemchung.kernel.web.flash import Flash, Tone
from tiemchung.kernel.web.problems import OTHER_TITLE, TITLES

AnyRequest = Request[Any, Any, Any]
MACHINE_PREFIXES = ("/api/", "/health/", "/metrics", "/static/")
"""Addresses that answer problems as RFC 9457; all others answer with a page."""


LONGEST_PATH = 500
"""Characters of an address to go back to: it travels in a header."""


class Entry(Struct, frozen=True):
    """An entry of a face's menu; shown to those whom the route at `href` admits."""

    id: str
    text: Lazy
    href: str
    icon: str = "list"


class Group(Struct, frozen=True):
    """Entries under a title."""

    title: Lazy
    entries: tuple[Entry, ...]


class Face(Struct, frozen=True, kw_only=True):
    """An audience: where its pages live, how they are framed, where its people sign in and out."""

    name: str
    prefix: str
    sign_in: str
    sign_out: str
    account: str
    signs_in: sessions.StaffOrCitizen
    menu: Sequence[Entry | Group] = ()

    @property
    def layout(self) -> str:
        """The layout that pages of this face extend."""
        return f"ui/{self.name}.html"


class Shown(Asking, Protocol):
    """What the frame of a page shows of an actor."""

    @property
    def name(self) -> str: ...
    @property
    def role_title(self) -> str: ...
    @property
    def place(self) -> str: ...


class Site:
    """Everything that rendering needs beside the request; one a process, in `app.state.site`."""

    def __init__(
        self, templates: Environment, faces: Sequence[Face], key: bytes, *, secure: bool
    ) -> None:
        self.templates = templates
        self.faces = sorted(faces, key=lambda f: -len(f.prefix))
        self.key = key
        self.secure = secure
        self.entrances: dict[str, Who] = {}

    def face_of(self, path: str) -> Face:
        """Return the face that a path belongs to; the portal takes what no other does."""
        for face in self.faces:
            if path == face.prefix or path.startswith(face.prefix.rstrip("/") + "/"):
                return face
        return self.faces[-1]


def site_of(request: AnyRequest) -> Site:
    """Return the parts for rendering."""
    return cast("Site", request.app.state.site)


class FormToken:
    """The hidden field of a form; a page that never shows it needs no visitor's cookie."""

    def __init__(self, site: Site, cookie: str | None) -> None:
        self._site = site
        self._held = cookie
        self.fresh: str | None = None

    @property
    def token(self) -> str:
        """The token itself, for a header."""
        if self._held is None:
            self._held = self.fresh = sessions.new_token()
        return csrf.make_token(self._site.key, self._held)

    def __html__(self) -> str:
        return Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, self.token)

    def __str__(self) -> str:
        return self.__html__()


def render(
    template: str, request: AnyRequest, *, status: int = 200, here: str = "", **context: object
) -> Response[str]:
    """Answer with a page, framed for its face: menu, account, form token, what was just done.

    `here` is the id of the menu's entry; a template named `_x.html` is a fragment and gets the
    same context.
    """
    site = site_of(request)
    face = site.face_of(request.url.path)
    token = FormToken(site, request.state.get("csrf_cookie"))
    kept = sessions.read_cookie(request, "flash", secure=site.secure)
    shown = flash.read_flash(site.key, kept)
    body = site.templates.get_template(template).render(
        request=request,
        face=face,
        home=face.prefix,
        nav=_menu(site, face, request),
        here=here,
        account=_account(face, request),
        actor=request.state.get("actor"),
        csrf_input=token,
        flash=shown,
        **context,
    )
    answer = Response(body, status_code=status, media_type=MediaType.HTML)
    if token.fresh is not None:
        answer.cookies.append(sessions.set_cookie("visitor", token.fresh, secure=site.secure))
    if kept is not None:
        answer.cookies.append(sessions.end_cookie("flash", secure=site.secure))
    return answer


def redirect(request: AnyRequest, to: str, text: str = "", *, tone: Tone = "good") -> Response[Any]:
    """Send the browser on after an act (303), with a sentence to show there."""
    answer: Response[Any] = Redirect(to, status_code=303)
    if text:
        site = site_of(request)
        value = flash.write_flash(site.key, Flash(tone, text))
        answer.cookies.append(
            sessions.set_cookie("flash", value, secure=site.secure, max_age=flash.MAX_AGE)
        )
    return answer


def local_path(path: str, otherwise: str) -> str:
    """Return a path of this site as it was asked for, never an address of another one."""
    fits = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fits and len(path) <= LONGEST_PATH else otherwise


def _menu(site: Site, face: Face, request: AnyRequest) -> list[dict[str, object]]:
    """Keep the entries that the actor may open."""
    actor: Asking | None = request.state.get("actor")

    def one(entry: Entry) -> dict[str, object] | None:
        who = site.entrances.get(entry.href.partition("?")[0])
        if who is None or actor is None or not who.admits(actor):
            return None
        return {"id": entry.id, "text": str(entry.text), "href": entry.href, "icon": entry.icon}

    shown: list[dict[str, object]] = []
    for part in face.menu:
        if isinstance(part, Entry):
            if made := one(part):
                shown.append(made)
        elif items := [made for entry in part.entries if (made := one(entry))]:
            shown.append({"title": str(part.title), "items": items})
    return shown


def _account(face: Face, request: AnyRequest) -> dict[str, str] | None:
    actor: Shown | None = request.state.get("actor")
    if actor is None or actor.kind != face.signs_in:
        return None
    return {
        "name": actor.name,
        "role": actor.role_title,
        "scope": actor.place,
        "href": face.account,
        "sign_out": face.sign_out,
    }


def is_for_machines(path: str) -> bool:
    """Tell whether a path answers programs rather than people."""
    return path.startswith(MACHINE_PREFIXES) or path in ("/api", "/metrics")


def problem_page(
    request: AnyRequest, status: int, detail: str, *, reference: str = ""
) -> Response[str]:
    """Answer a refusal or a fault as a page in the frame of its face, or as a fragment."""
    fragment = "hx-request" in request.headers
    return render(
        "ui/_problem.html" if fragment else "ui/problem.html",
        request,
        status=status,
        title=str(TITLES.get(status, OTHER_TITLE)),
        detail=detail,
        problem_status=status,
        reference=reference,
    )
