"""compose.yaml as a text: no container engine is needed to see that each service has a role and its settings."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "pinacoteca"}


@pytest.mark.parametrize("name", OURS)
def test_each_service_of_ours_is_a_role_of_the_image(name):
    roles = re.findall(r"^  (\w+)\) ", (ROOT / "docker/role").read_text(), re.MULTILINE)
    assert OURS[name]["command"] in roles


@pytest.mark.parametrize("name", OURS)
def test_any_setting_of_the_readme_can_stand_in_the_env_file(name):
    assert OURS[name]["env_file"] == [{"path": ".env", "required": False}]


def test_the_first_administrators_password_reaches_the_preparation_alone():
    told = {name for name, service in OURS.items() if service["environment"]["DJANGO_SUPERUSER_PASSWORD"]}
    assert told == {"prepare"}


def test_there_is_one_beat_and_a_worker_for_each_queue():
    assert {"web", "provider", "media", "control", "beat", "prepare"} == set(OURS)


def test_the_proxy_that_we_ship_lets_every_upload_through():
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", (ROOT / "docker/nginx.conf").read_text())
    assert int(megabytes) * 1024 * 1024 >= settings.REQUEST_MAX_BYTES
