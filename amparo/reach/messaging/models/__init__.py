"""Envelopes as they came, conversations, messages and contact points; texts only sealed."""

from amparo.reach.messaging.models.conversations import MOST_COUNTED, Contact, Conversation
from amparo.reach.messaging.models.envelopes import Envelope, Gateway
from amparo.reach.messaging.models.merges import Merge
from amparo.reach.messaging.models.messages import Message, Translation, TranslationAsk
from amparo.reach.messaging.models.orders import Order
from amparo.reach.messaging.models.templates import Template

__all__ = [
    "MOST_COUNTED",
    "Contact",
    "Conversation",
    "Envelope",
    "Gateway",
    "Merge",
    "Message",
    "Order",
    "Template",
    "Translation",
    "TranslationAsk",
]
