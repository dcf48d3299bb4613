"""Slack's markup as plain words."""

import pytest

from channels.slack.plain_text import escaped, is_for_somebody_else, mentions, plain

US = "U0BOT"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<@U0BOT> hi", "hi"),
        ("<@U0BOT|ava>: hi", "hi"),
        ("hi <@U0BOT>, where is it", "hi , where is it"),
        ("<@U1> and <@U2|ben>", "@U1 and @ben"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!channel> <!subteam^S1|@team> <!subteam^S2>", "@here @channel @team @subteam"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<https://a.example/x|a page>", "a page (https://a.example/x)"),
        ("<https://evil.example|bank.example>", "bank.example (https://evil.example)"),
        ("<http://a.example|a.example> <https://b.example>", "a.example https://b.example"),
        ("<mailto:ada@a.example|ada@a.example> <tel:+491|+49 1>", "ada@a.example +49 1"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt;", "1 < 2 && 3 > 2 &lt;"),
        ("two  spaces", "two  spaces"),
        ("<", "<"),
        ("<>", ""),
    ],
)
def test_markup_becomes_words(markup: str, words: str) -> None:
    """As the person has seen them."""
    assert plain(markup, US, most=100) == words


def test_it_is_cut_where_it_is_too_long() -> None:
    """By what is read, not by how Slack writes it."""
    assert plain("&amp;" * 20, most=5) == "&&&&&"


def test_who_is_named() -> None:
    """By id, whatever label is shown."""
    assert mentions("hi <@U0BOT|ava>", US)
    assert not mentions("hi <@U0BOTTLE>", US)
    assert is_for_somebody_else(" <@U1> look", US)
    assert not is_for_somebody_else("<@U1> and <@U0BOT> look", US)
    assert not is_for_somebody_else("look <@U1>", US)


def test_nothing_in_escaped_words_is_markup() -> None:
    """They come back as they were."""
    words = "<@U1> & <!here>"
    assert "<" not in escaped(words)
    assert plain(escaped(words), most=100) == words
