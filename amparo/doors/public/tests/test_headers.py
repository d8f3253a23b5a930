"""What every page says to the browser about itself. One walk over all of them."""

import re

import pytest
from django.test import Client

from amparo.doors.public.headers import HEADERS
from amparo.doors.public.languages import LANGUAGES
from amparo.doors.public.tests.pages import text

PAGES = "help back services numbers today about limits languages nowhere".split()
EVERY = [f"/{one.code}/{page}/" for one in LANGUAGES for page in PAGES]
EVERY += [f"/{one.code}/" for one in LANGUAGES]
TELLING = re.compile("amparo|help|refug|migra|asyl|èd|مساعدة|لاجئ", re.IGNORECASE)


@pytest.mark.parametrize("address", EVERY)
def test_it_is_sent_with_all_headers_and_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert not response.cookies


@pytest.mark.parametrize("address", EVERY)
def test_it_keeps_its_own_policy(client: Client, address: str) -> None:
    page = text(client.get(address))
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script>", page)
    assert re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(\w+:)?//', page) == []


@pytest.mark.parametrize("address", EVERY)
def test_it_can_be_left_fast_and_gives_nobody_away(client: Client, address: str) -> None:
    page = text(client.get(address))
    assert re.search(r'class="exit" href="https://[^"]+" rel="noreferrer nofollow"', page)
    title = re.search("<title>(.*?)</title>", page)
    assert title
    assert title[1].strip()
    assert not TELLING.search(title[1])
