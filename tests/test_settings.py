"""Flags win over variables, variables over kg.toml; mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ConfigurationError
from kg.settings import Settings, load


def test_defaults_hold_when_nothing_is_said(tmp_path: Path) -> None:
    assert load(environ={}, folder=tmp_path) == Settings(store="kg-store", format="", workers=1)


def test_a_flag_wins_over_a_variable_and_a_variable_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('store = "file"\nformat = "csv"\nworkers = 2\n')
    settings = load(
        {"store": "flag", "workers": None},
        environ={"KG_STORE": "variable", "KG_WORKERS": "3"},
        folder=tmp_path,
    )
    assert settings == Settings(store="flag", format="csv", workers=3)
    assert settings.origins == {
        "store": "flag",
        "workers": "environment",
        "format": str(tmp_path / "kg.toml"),
        "llm": "default",
        "llm_model": "default",
        "store_update": "default",
        "store_graph": "default",
        "store_timeout": "default",
        "library": "default",
    }


def test_a_file_cannot_send_articles_to_a_language_model(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('llm = "http://127.0.0.1:8080/v1"\n')
    with pytest.raises(ConfigurationError, match=r"must not send articles elsewhere.*Give --llm"):
        load(environ={}, folder=tmp_path)


def test_an_unknown_key_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('stor = "x"\n')
    with pytest.raises(ConfigurationError, match=r'kg\.toml, stor: there is no setting "stor"'):
        load(environ={}, folder=tmp_path)


@pytest.mark.parametrize(
    ("line", "key"),
    [("workers = 0", "workers"), ("workers = true", "workers"), ('format = "pdf"', "format")],
)
def test_a_bad_value_is_named_with_its_file_and_key(tmp_path: Path, line: str, key: str) -> None:
    (tmp_path / "kg.toml").write_text(line)
    with pytest.raises(ConfigurationError, match=rf"kg\.toml, {key}: .* does not fit\. Give "):
        load(environ={}, folder=tmp_path)


def test_a_bad_variable_is_called_by_its_own_name() -> None:
    with pytest.raises(ConfigurationError, match="KG_WORKERS: 'many' does not fit"):
        load(environ={"KG_WORKERS": "many"})


def test_a_broken_file_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes(b"store = \xff")
    with pytest.raises(ConfigurationError, match=r"kg\.toml: cannot be read as TOML"):
        load(environ={}, folder=tmp_path)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        load(environ={"KG_CONFIG": str(tmp_path / "absent.toml")})
