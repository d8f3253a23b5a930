"""`amparo proxy`: the TLS proxies that the door believes; a configuration for nginx or Caddy."""

import json
from collections.abc import Callable
from ipaddress import ip_network

import click
from django.conf import settings

from amparo.doors.cli.house import Json, write_private

# The sizes and times of the door itself, so that no proxy refuses or cuts what the door would take.
NGINX = """\
# For {host}, in front of the door at {bind}. Paste into http {{ … }}, or into sites-enabled.
# Nothing is written down about who asked for what; errors go without addresses.
server {{
    listen 80;
    listen [::]:80;
    server_name {host};
    access_log off;
    error_log /dev/null crit;
    location /.well-known/acme-challenge/ {{ root /var/www/html; }}
    location / {{ return 308 https://$host$request_uri; }}
}}
server {{
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name {host};
    ssl_certificate     /etc/letsencrypt/live/{host}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/{host}/privkey.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_tickets off;
    access_log off;
    error_log /dev/null crit;   # its lines hold addresses and what was asked for
    client_max_body_size 12m;   # attachments; the door itself refuses more
    client_body_buffer_size 1m;
    proxy_request_buffering off;  # no request is laid down on this machine's disk
    proxy_max_temp_file_size 0;   # and no answer either
    location / {{
        proxy_pass http://{bind};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;   # afresh: never $proxy_add_x_forwarded_for
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_read_timeout 75s;
    }}
}}
"""
CADDY = """\
# For {host}, in front of the door at {bind}. Caddy fetches the certificate by itself.
{{
    # Caddy's errors name addresses and what was asked for: they are not written down.
    log default {{
        output discard
    }}
}}
{host} {{
    # No `log` here: nothing is written down about who asked for what.
    reverse_proxy {bind} {{
        header_up X-Forwarded-For {{remote_host}}
        header_up X-Forwarded-Proto {{scheme}}
    }}
}}
"""


@click.group(help="The TLS proxies in front: whom the door believes; nginx or Caddy.")
def proxy() -> None:
    """Behind a proxy every visitor would be one caller, unless the door believes that proxy."""


@proxy.command(help="Believe this proxy about who asks: an address, or a network like 10.0.0.0/8.")
@click.argument("address")
def add(address: str) -> None:
    """From the next start on."""
    try:
        network = str(ip_network(address))
    except ValueError:
        raise click.BadParameter(
            f"«{address}» is no address. For a proxy on this machine: 127.0.0.1"
        ) from None
    if ip_network(network).prefixlen == 0:
        raise click.BadParameter("That is everybody: then anyone could pretend to be anyone.")
    _change(lambda known: [*(one for one in known if one != network), network])
    click.echo(f"{network} is believed about who asks. Now restart amparo up.")


@proxy.command(help="Believe this proxy no longer.")
@click.argument("address")
def remove(address: str) -> None:
    """From the next start on."""
    known = trusted()
    gone = {address, f"{address}/32", f"{address}/128"} & set(known)
    if not gone:
        raise click.ClickException(f"{address} was not on the list: {', '.join(known) or 'empty'}")
    _change(lambda known: [one for one in known if one not in gone])
    click.echo(f"{address} is believed no longer. Now restart amparo up.")


@proxy.command(name="list", help="The proxies that are believed.")
def list_() -> None:
    """One a line."""
    for one in trusted():
        click.echo(one)
    if not trusted():
        click.echo("none: whoever connects is taken to be the caller")


@proxy.command(help="Print a configuration for nginx.")
@click.option("--host", required=True, help="The name that people type.")
def nginx(host: str) -> None:
    """To be pasted."""
    _print(NGINX, host)


@proxy.command(help="Print a configuration for Caddy.")
@click.option("--host", required=True, help="The name that people type.")
def caddy(host: str) -> None:
    """To be pasted."""
    _print(CADDY, host)


def trusted() -> list[str]:
    """As house.json has them."""
    found: list[str] = _house()["door"].get("trusted_proxies", [])
    return found


def _print(text: str, host: str) -> None:
    if not host.replace("-", "").replace(".", "").isalnum():
        raise click.BadParameter("Write the name alone, such as help.example.org")
    click.echo(text.format(host=host, bind=settings.CONFIG["bind"]), nl=False)
    if not trusted():
        click.echo("# The door believes no proxy yet: amparo proxy add 127.0.0.1", err=True)


def _house() -> Json:
    house: Json = json.loads((settings.DATA / "house.json").read_text())
    return house


def _change(change: Callable[[list[str]], list[str]]) -> None:
    house = _house()
    house["door"]["trusted_proxies"] = change(house["door"].get("trusted_proxies", []))
    write_private(settings.DATA / "house.json", house)
