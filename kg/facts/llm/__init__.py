"""The optional language model: facts that a model claims and the article itself bears out.

Off unless the user names an endpoint. A claim becomes a fact only if its quote stands in the
sentence it cites, everything in it is a mention there (or a thing linked before), and nothing in
it clashes with what the text counts; all others become remarks with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg.errors import ConfigurationError
from kg.facts.llm.cache import Cache
from kg.facts.llm.checking import WHAT, Checker
from kg.facts.llm.prompt import FORMATS, PROMPT_HASH, messages
from kg.facts.llm.reply import Claim, claims, content_of
from kg.facts.llm.transport import Answer, Transport, post
from kg.model import Fact, Remark

if TYPE_CHECKING:
    from kg.resolution import Resolved

__all__ = ["WHAT", "Answer", "LanguageModel", "Transport", "post"]

_LONGEST: Final = 100_000
_PATIENCE: Final = 3
_UNKNOWN_FORMAT: Final = frozenset({400, 404, 415, 422, 501})
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class LanguageModel:
    """A model behind an OpenAI-compatible endpoint, as a fact family.

    Parameters: ``url`` is the endpoint (".../v1"), ``name`` the model's id, ``key`` the bearer
    token, ``seconds`` the deadline of a request, ``cache`` a folder for answers, ``transport``
    what carries a request. Raises: ConfigurationError for an URL that cannot be used.
    """

    def __init__(
        self,
        url: str,
        name: str,
        *,
        key: str = "",
        seconds: float = 120.0,
        cache: Path | None = None,
        transport: Transport = post,
    ) -> None:
        self.url, self.name, self.seconds = _endpoint(url, key), name, seconds
        self._key, self._transport = key, transport
        self._cache = Cache(cache)
        self._format = self._failures = 0

    @property
    def rule(self) -> str:
        """The id under which its facts are published: the model and the prompt's digest."""
        return f"llm:{self.name}@{PROMPT_HASH}"

    def __repr__(self) -> str:
        return f"<LanguageModel {self.name} at {self.url}>"

    def read(self, resolved: Resolved, known: Sequence[Fact]) -> Iterator[Fact | Remark]:
        """What the model finds in an article.

        Parameters: the article with what was linked; the facts that the rules found.
        Yields: facts that the article bears out, and a remark for everything else: claims without
        proof, answers that are no answer, requests that failed. It never raises for those.
        """
        checker = Checker(resolved, known, self.rule)
        try:
            content = self._ask(resolved)
            found = list(claims(content, len(resolved.document.sentences)))
        except (OSError, ValueError) as error:
            yield checker.remark(self.name, str(error))
            return
        for claim in sorted(found, key=_introduces, reverse=True):
            if isinstance(claim, Claim):
                yield checker.check(claim)
            else:
                yield checker.remark(claim.what, claim.reason)

    def _ask(self, resolved: Resolved) -> str:
        said = messages(resolved)
        if not resolved.document.sentences:
            return '{"facts": []}'
        if len(said[-1]["content"]) > _LONGEST:
            raise ValueError("the article is too long for one request")
        key = Cache.key(self.name, said)
        content = self._cache.get(key)
        if content is None:
            content = self._request(said)
            list(claims(content, len(resolved.document.sentences)))
            self._cache.put(key, content)
        return content

    def _request(self, said: list[dict[str, str]]) -> str:
        if self._failures >= _PATIENCE:
            raise OSError(f"not asked: {_PATIENCE} requests in a row have failed")
        try:
            answer = self._answer(said)
            if answer.status != 200:
                raise OSError(f"the endpoint answered with status {answer.status}")
        except OSError:
            self._failures += 1
            raise
        self._failures = 0
        return content_of(answer.body)

    def _answer(self, said: list[dict[str, str]]) -> Answer:
        """The answer in the strictest form that the endpoint knows."""
        while True:
            answer = self._post(said, FORMATS[self._format])
            last = self._format == len(FORMATS) - 1
            if answer.status not in _UNKNOWN_FORMAT or last:
                return answer
            self._format += 1

    def _post(self, said: list[dict[str, str]], form: dict[str, object]) -> Answer:
        body = {"model": self.name, "messages": said, "temperature": 0, "response_format": form}
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return self._transport(self.url, headers, json.dumps(body).encode(), self.seconds)


def _introduces(claim: object) -> bool:
    """Whether a claim may introduce a meeting that other claims name."""
    return isinstance(claim, Claim) and claim.kind == "Occurrence" and "kind" in claim.roles


def _endpoint(url: str, key: str) -> str:
    """The address that completions are asked of."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.fragment or parts.query:
        raise ConfigurationError(
            f"{url!r} is no address of a language model",
            where="--llm",
            next_step="Name an endpoint such as http://127.0.0.1:8080/v1; the key goes into "
            "KG_LLM_KEY.",
        )
    if key and parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ConfigurationError(
            "the key would cross the network unencrypted",
            where="--llm",
            next_step="Use https, or unset KG_LLM_KEY.",
        )
    ending = "/chat/completions"
    return url if url.endswith(ending) else url.rstrip("/") + ending
