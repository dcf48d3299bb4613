"""Several needs in one message: where it may be parted, and which parts are needs of their own."""

from domain.understanding.word_sets import word_set

REFERS = word_set("it that this they them its these those")

QUESTIONS = """
    tell|let me know? what|how|when|where|who|why|which|if|whether
    what|how|when|where|who|why|which|can|could|do|does|did|is|are|may|will|would|should
"""
REFUSED = """
    not|never|no_longer ~2 want|need|like|wish|trying
    no need
"""
"""A wish that is named in order to say that it is none."""
