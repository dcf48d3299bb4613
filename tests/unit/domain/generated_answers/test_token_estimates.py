"""Estimates of tokens are never far below what a tokenizer counts."""

import pytest

from domain.generated_answers.token_estimates import estimated_tokens, within_tokens

GERMAN = "Die Donaudampfschifffahrtsgesellschaft erstattet Überweisungsgebühren in 14 Tagen."


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 0, 0),
        ("The parcel arrives on Friday.", 7, 12),
        (GERMAN, 22, 40),
        ("退货需要在收到商品后十四天内进行。", 17, 36),
        ("返品は商品到着後14日以内に行ってください。", 20, 46),
        ("환불은 14일 이내에 가능합니다", 12, 48),
        ("👩‍👩‍👧 🎉🎉", 10, 40),
        ("Возврат возможен в течение 14 дней", 10, 34),
        ("a" * 300, 75, 300),
        ("9" * 100, 34, 100),
        ("!" * 50, 25, 50),
        ("14\xa0\xa0days,\u2003\xa0 or\r\n\t\x1c 30", 5, 16),
    ],
)
def test_any_script_is_estimated_on_the_high_side(text: str, least: int, most: int) -> None:
    """Bounds: the usual tokenizers' count, and one token for each character or so."""
    assert least <= estimated_tokens(text) <= most


@pytest.mark.parametrize("text", [GERMAN * 20, "退货需要" * 200, "🎉" * 200, "word " * 500])
def test_a_text_is_cut_to_its_budget(text: str) -> None:
    """As a beginning of the same text."""
    cut = within_tokens(text, 50)
    assert estimated_tokens(cut) <= 50
    assert text.startswith(cut)
    assert cut


def test_what_fits_stays_whole() -> None:
    """Nothing is lost without need."""
    assert within_tokens(GERMAN, 100) == GERMAN
