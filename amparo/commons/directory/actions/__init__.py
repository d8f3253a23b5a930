"""Keeping the directory true: by hand, one at a time, or from a file, all or only the good rows."""

from amparo.commons.directory.actions.confirming import (
    confirm_organisation,
    confirm_service,
    count_asking,
    set_active,
    set_free,
    set_organisation_active,
    unreached,
)
from amparo.commons.directory.actions.files import (
    UPLOAD_BYTES,
    Imported,
    Preview,
    import_directory,
    need_keys,
    preview,
    preview_upload,
    read,
    take_in,
    upload,
)
from amparo.commons.directory.actions.merging import look_for_doubles, merge, not_same
from amparo.commons.directory.actions.reverting import revert
from amparo.commons.directory.actions.saving import (
    OvertakenError,
    save_contacts,
    save_organisation,
    save_service,
)
from amparo.commons.directory.actions.telling import tell_free
from amparo.commons.directory.facts import (
    ContactFacts,
    OrganisationFacts,
    Problem,
    ServiceFacts,
)
from amparo.commons.directory.importing import Counted

__all__ = [
    "UPLOAD_BYTES",
    "ContactFacts",
    "Counted",
    "Imported",
    "OrganisationFacts",
    "OvertakenError",
    "Preview",
    "Problem",
    "ServiceFacts",
    "confirm_organisation",
    "confirm_service",
    "count_asking",
    "import_directory",
    "look_for_doubles",
    "merge",
    "need_keys",
    "not_same",
    "preview",
    "preview_upload",
    "read",
    "revert",
    "save_contacts",
    "save_organisation",
    "save_service",
    "set_active",
    "set_free",
    "set_organisation_active",
    "take_in",
    "tell_free",
    "unreached",
    "upload",
]
