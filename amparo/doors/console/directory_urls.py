"""The addresses of the directory and of the crisis, as one list for `urls.py`."""

from django.urls import path

from amparo.doors.console import (
    crises,
    directory,
    directory_files,
    editing,
    keeping,
    notices,
    open_lists,
    service_editing,
    twins,
)

_ORGANISATION = "directory/organisation/<uuid:organisation>/"
_SERVICE = "directory/service/<uuid:service>/"

urlpatterns = [
    path("directory/", directory.directory, name="directory"),
    path("directory/organisations/", directory.organisations, name="organisations"),
    path("directory/organisations/new/", editing.add_organisation, name="add_organisation"),
    path(_ORGANISATION, directory.organisation, name="organisation"),
    path(f"{_ORGANISATION}edit/", editing.edit_organisation, name="edit_organisation"),
    path(f"{_ORGANISATION}confirm/", keeping.confirm_organisation, name="confirm_organisation"),
    path(f"{_ORGANISATION}active/", keeping.set_organisation_active, name="organisation_active"),
    path(f"{_ORGANISATION}history/", keeping.organisation_history, name="organisation_history"),
    path(f"{_ORGANISATION}contacts/", keeping.contacts, name="contacts"),
    path(f"{_ORGANISATION}services/new/", service_editing.add_service, name="add_service"),
    path(_SERVICE, directory.service, name="service"),
    path(f"{_SERVICE}edit/", service_editing.edit_service, name="edit_service"),
    path(f"{_SERVICE}confirm/", keeping.confirm_service, name="confirm_service"),
    path(f"{_SERVICE}unreached/", keeping.unreached, name="unreached"),
    path(f"{_SERVICE}active/", keeping.set_active, name="service_active"),
    path(f"{_SERVICE}history/", keeping.service_history, name="service_history"),
    path("directory/revert/", keeping.revert, name="revert"),
    path("directory/stale/", keeping.stale, name="stale"),
    path("directory/doubles/", twins.doubles, name="doubles"),
    path("directory/doubles/<uuid:double>/", twins.double, name="double"),
    path("directory/files/", directory_files.files, name="directory_files"),
    path("directory/files/<uuid:upload>/", directory_files.file, name="directory_file"),
    path("directory/as/<str:kind>/", directory_files.download, name="directory_as"),
    path("crises/", crises.crises, name="crises"),
    path("crises/new/", crises.add_crisis, name="add_crisis"),
    path("crises/<uuid:crisis>/", crises.crisis, name="crisis"),
    path("crises/<uuid:crisis>/phase/", crises.phase, name="crisis_phase"),
    path("crises/needs/", open_lists.needs_list, name="needs_list"),
    path("crises/needs/<str:key>/", open_lists.need, name="need"),
    path("crises/kinds/", open_lists.kinds_list, name="kinds_list"),
    path("crises/kinds/<str:key>/", open_lists.kind, name="kind"),
    path("crises/seed/", open_lists.seed_lists, name="seed_lists"),
    path("notices/", notices.notices, name="notices"),
    path("notices/number/new/", notices.new_number, name="new_hotline"),
    path("notices/number/<uuid:hotline>/", notices.number, name="hotline"),
    path("notices/number/<uuid:hotline>/act/", notices.act_number, name="act_hotline"),
    path("notices/advice/new/", notices.new_advice, name="new_advice"),
    path("notices/advice/<uuid:advice>/", notices.advice, name="advice"),
    path("notices/advice/<uuid:advice>/act/", notices.act_advice, name="act_advice"),
]
