"""The words that an entry may be described with."""

from django.db import models


class OrganisationKind(models.TextChoices):
    """What an organisation is. State bodies can never receive a referral (ADR 0004)."""

    CSO = "cso", "civil-society organisation"
    FAITH = "faith", "faith group"
    SHELTER = "shelter", "shelter"
    UNION = "union", "trade union"
    DIASPORA = "diaspora", "diaspora organisation"
    INTERNATIONAL = "international", "international organisation"
    COMPANY = "company", "company"
    MEDIA = "media", "media"
    RESEARCH = "research", "research"
    MUNICIPALITY = "municipality", "municipality"
    MINISTRY = "ministry", "ministry or State body"
    CONSULATE = "consulate", "consulate"
    ENFORCEMENT = "enforcement", "police, military or immigration authority"


STATE_BODIES = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.MINISTRY,
        OrganisationKind.CONSULATE,
        OrganisationKind.ENFORCEMENT,
    }
)


class Firewall(models.TextChoices):
    """Whether what a person tells this organisation stays away from immigration enforcement."""

    KEEPS = "keeps", "does not ask, does not tell"
    UNKNOWN = "unknown", "not known"
    REPORTS = "reports", "may report to authorities"


class Documents(models.TextChoices):
    """Whether papers are asked for."""

    NONE = "none", "does not ask for papers"
    SOME = "some", "asks for some papers"
    UNKNOWN = "unknown", "not known"


class StaffGender(models.TextChoices):
    """Who receives people there."""

    UNKNOWN = "unknown", "not known"
    WOMEN = "women", "women"
    MEN = "men", "men"
    BOTH = "both", "women and men"


class How(models.TextChoices):
    """How someone found out that an entry is true."""

    PHONE = "phone", "by phone"
    VISIT = "visit", "by a visit"
    EMAIL = "email", "by e-mail"
    FILE = "file", "by a file"


# Whom a service is for, where it is not for everyone. The list is open: an editor may add words.
# Never a status: help is not refused for want of one.
FOR_WHOM = {
    "women": "women",
    "men": "men",
    "children": "children",
    "children_alone": "children alone",
    "young": "young people",
    "families": "families",
    "older": "older people",
    "disability": "people with a disability",
    "pregnant": "pregnant women and new mothers",
    "lgbti": "LGBTI people",
    "survivors": "survivors of violence",
    "victims": "victims of crime or trafficking",
    "indigenous": "indigenous people",
    "stateless": "stateless people",
    "workers": "workers",
    "held": "people who are held",
}


class Entry(models.TextChoices):
    """What a change or a pair is about."""

    ORGANISATION = "organisation", "organisation"
    SERVICE = "service", "service"


class Verb(models.TextChoices):
    """What was done to an entry."""

    ADDED = "added", "added"
    CHANGED = "changed", "changed"
    CONFIRMED = "confirmed", "confirmed"
    UNREACHED = "unreached", "could not be reached"
    IMPORTED = "imported", "changed by a file"
    REVERTED = "reverted", "a change taken back"
    MERGED = "merged", "merged into another"


class Decided(models.TextChoices):
    """What a person said of two entries that looked alike."""

    NOT_SAME = "not_same", "not the same"
    MERGED = "merged", "merged"
