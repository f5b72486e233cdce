"""How the reader and the linker serve the demo night, whole, against its truth."""

from najda.drill.reading_score import score_reading


def test_the_night_is_read_and_linked_and_nothing_is_linked_wrongly() -> None:
    """One wrong "same" would hide a strike behind another; the other floors lie just below today.

    Half a minute's change of a lexicon can break what no single sentence shows.
    """
    score = score_reading()

    assert score["same_wrong"] == 0
    assert score["links_of_calls_proposed_same"] >= 0.97
    assert score["links_shown"] >= 0.90
    assert score["same_recall"] >= 0.40
    assert score["claim_precision"] >= 0.90
    assert score["claim_recall"] >= 0.79
    assert score["origin_right"] >= 0.91
    assert score["chain_right"] >= 0.87
    assert score["copies_found"] == 1.0
    assert score["copies_false"] <= 1
