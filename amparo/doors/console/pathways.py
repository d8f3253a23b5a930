"""Pathways: which need goes to whom, in which order, with the least data."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amparo.commons.directory import queries as directory
from amparo.commons.directory.queries import SearchFilter
from amparo.commons.pathways import actions, queries
from amparo.doors.console.access import StaffRequest, needs
from amparo.doors.console.pathway_forms import PathwayForm, initial
from amparo.doors.console.show import go, show
from amparo.doors.console.work import stopped
from amparo.doors.sentences import in_words
from amparo.kernel.authority import Power
from amparo.kernel.errors import DeniedError, InvalidError, NotFoundError


@needs("staff")
def pathways(request: StaffRequest) -> HttpResponse:
    """All of them, by need and place."""
    context = {
        "part": "more",
        "ways": queries.pathways(request.actor),
        "can_edit": request.actor.can(Power.EDIT_DIRECTORY),
    }
    return show(request, "pathways", context)


@needs("staff")
def pathway(request: StaffRequest, pathway: UUID) -> HttpResponse:
    """One pathway with its receivers; who keeps the directory changes their order here."""
    return _page(request, pathway)


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def new_pathway(request: StaffRequest) -> HttpResponse:
    """A new one; its receivers come next."""
    first = {"need": request.GET.get("need", "")[:32], "most": ["needs", "language"]}
    form = PathwayForm(request.POST if request.method == "POST" else None, initial=first)
    return _edit(
        request,
        form,
        _("A new pathway"),
        lambda: actions.add_pathway(facts=form.facts(), by=request.actor),
    )


@needs(Power.EDIT_DIRECTORY, "GET", "POST")
def edit_pathway(request: StaffRequest, pathway: UUID) -> HttpResponse:
    """What it says, changed."""
    card = queries.pathway(request.actor, pathway)
    form = PathwayForm(request.POST if request.method == "POST" else None, initial=initial(card))

    def save() -> UUID:
        actions.change_pathway(pathway=pathway, facts=form.facts(), by=request.actor)
        return pathway

    return _edit(request, form, card.title, save)


@needs(Power.EDIT_DIRECTORY, "POST")
def add_step(request: StaffRequest, pathway: UUID) -> HttpResponse:
    """One more receiver, asked after the others; a State body is refused with the reason."""
    try:
        service = UUID(request.POST.get("service", ""))
        wait = request.POST.get("wait", "").strip()
        minutes = int(wait) if wait else None
        actions.add_step(pathway=pathway, service=service, wait_minutes=minutes, by=request.actor)
    except ValueError:
        return _page(request, pathway, _("Choose a service; the time is in minutes."), status=422)
    except (InvalidError, DeniedError) as error:
        if isinstance(error, NotFoundError):
            raise
        return _page(request, pathway, str(error), status=422)
    return go("pathway", pathway, then="pathway", mark="steps")


@needs(Power.EDIT_DIRECTORY, "POST")
def change_step(request: StaffRequest, pathway: UUID) -> HttpResponse:
    """A receiver one place up or down, or off the pathway."""
    card = queries.pathway(request.actor, pathway)
    wanted = request.POST.get("step", "")
    step = next((one.id for one in card.steps if str(one.id) == wanted), None)
    what = request.POST.get("do", "")
    if step is None or what not in ("up", "down", "remove"):
        return stopped(request, _("Someone was faster: look at the pathway again."))
    if what == "remove":
        actions.remove_step(step=step, by=request.actor)
    else:
        actions.move_step(step=step, up=what == "up", by=request.actor)
    return go("pathway", pathway, then="pathway", mark="steps")


def _edit(
    request: StaffRequest, form: PathwayForm, title: str, save: Callable[[], UUID]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return go("pathway", save(), then="pathway")
        except InvalidError as error:
            form.add_error(
                error.field if error.field in form.fields else None, in_words(str(error))
            )
    context = {"part": "more", "form": form, "title": title}
    return show(request, "pathway_edit", context, status=422 if form.errors else 200)


def _page(
    request: StaffRequest, pathway: UUID, wrong: str = "", *, status: int = 200
) -> HttpResponse:
    card = queries.pathway(request.actor, pathway)
    can_edit = request.actor.can(Power.EDIT_DIRECTORY)
    there = {one.service.id for one in card.steps}
    text = request.GET.get("find", "")[:100]
    # First those who help with this need; any other is found by its name.
    wanted = SearchFilter(text=text) if text else SearchFilter(need=card.need)
    found = directory.services(wanted, language=get_language() or "en").cards if can_edit else ()
    context = {
        "part": "more",
        "way": card,
        "can_edit": can_edit,
        "find": text,
        "services": [one for one in found if one.id not in there],
        "wrong": wrong,
    }
    return show(request, "pathway", context, status=status)
