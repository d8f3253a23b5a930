"""Kinds of organisations, and what is known of their firewall."""

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
