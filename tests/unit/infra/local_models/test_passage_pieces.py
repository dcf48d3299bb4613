"""Token vectors of a passage as they are kept in an index."""

import numpy as np

from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.passage_pieces import NUMBERS, nearest, packed, query_pieces, unpacked


async def test_packing_keeps_which_passage_is_nearest(embedder: MiniLMEmbedder) -> None:
    """
    A fourth of the numbers in a byte each must rank as the whole vectors do.
    """
    asked, parcel, return_, empty = await embedder.embed_tokens(
        ["when does my parcel arrive", "Parcels arrive within two days.", "Wash wool by hand.", ""]
    )
    packets = [packed(one.vectors) for one in (parcel, return_, empty)]
    assert [len(packet) for packet in packets][2] == 0
    assert len(packets[0]) == NUMBERS * len(parcel.vectors)

    scores = nearest(query_pieces(asked.vectors), [unpacked(packet) for packet in packets])

    whole = [float((asked.vectors @ one.vectors.T).max(axis=1).mean()) for one in (parcel, return_)]
    assert np.argmax(scores) == np.argmax(whole) == 0
    assert scores[0] > scores[1] > scores[2] == 0.0


def test_an_index_of_before_and_one_that_is_cut_off_match_nothing() -> None:
    """
    Passages indexed by an earlier release have no pieces, and are found without.
    """
    assert unpacked(b"").shape == (0, NUMBERS)
    assert unpacked(b"\x01" * (NUMBERS + 5)).shape == (1, NUMBERS)
