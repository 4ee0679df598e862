"""Which pages of the person's app can be read aloud by a colleague, and the words that stand on each."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.template import engines
from django.template.base import Node, NodeList
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import gettext

from amparo.foundation import languages
from amparo.foundation.errors import Refused
from amparo.translations import rules

# Each page is named after the template whose words are read; beside it the address at which that is shown.
PAGES: dict[str, str] = {
    "what_next": "what_next",
    "check_in": "check_in",
    "time_asked": "time_asked",
    "receipt": "receipt",
    "receipts": "receipts",
    "calendar": "calendar",
    "choose_time": "choose_time",
    "case": "case",
    "case_steps": "case_steps",
    "address": "address",
    "messages": "messages",
    "documents": "documents",
    "my_data": "my_data",
    "promises": "promises",
    "agreed": "agreed",
    "who_looked": "who_looked",
    "rights": "rights",
    "representatives": "representatives",
    "lost": "lost",
    "help": "help",
    "safe": "safe",
    "sign_in": "hello",
}
AT: dict[str, str] = {address: page for page, address in PAGES.items()}


def words(page: str, code: str) -> tuple[str, ...]:
    """The sentences of the page in this language, in their order; some of them show only at times.

    What a page says about somebody (a date, a name) is a blank in them, or not there at all. Codes: "no_such_page",
    "unknown_language".
    """
    if page not in PAGES:
        raise Refused("no_such_page")
    return _words(page, languages.known(code).code)


def read(page: str, code: str) -> str:
    """Stands for the words of the page as they are now: a clip of other words is not played."""
    return rules.digest(*words(page, code))


def title(page: str) -> str:
    """How the page calls itself, in the language of whoever asks."""
    return gettext("I feel unsafe") if page == "safe" else gettext(next(_english(_block(page, "title"))))


@lru_cache(maxsize=len(PAGES) * len(languages.LANGUAGES))
def _words(page: str, code: str) -> tuple[str, ...]:
    with languages.speaking(code):
        return tuple(gettext(sentence) for sentence in dict.fromkeys(_english(_block(page, "main"))))


def _block(page: str, name: str) -> NodeList:
    found: Any = engines["django"].get_template(f"participant/{page}.html")
    extends = next(iter(found.template.nodelist.get_nodes_by_type(ExtendsNode)))
    block: NodeList = extends.blocks[name].nodelist
    return block


def _english(nodes: NodeList) -> Iterator[str]:
    for node in nodes.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal)
        elif isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]
        elif isinstance(node, IncludeNode) and isinstance(node.template.var, str):
            part: Any = engines["django"].get_template(node.template.var)
            yield from _english(part.template.nodelist)
