"""Intent classifier, trained in a second from a handful of examples for each intent.

Two views of the sentence vectors are joined: logistic regression, which knows how the intents
differ, and similarity (to the nearest example and to the intent's mean), which knows when a text is
like none of them. A logistic calibration makes one probability out of the two.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.understanding.model import IntentScore

Floats = NDArray[np.float64]

CALIBRATION = (3.67, 4.72, 1.29, -5.70)
"""Nearest example, mean of the intent, log odds against the runner-up, constant. Fitted by
`bench/understanding.py --fit` on simulated bots (2 to 30 intents, 5 to 10 examples each) of public
few-shot sets; none of it depends on a tenant. Half of the messages there are strangers; in life
it is rather one in four, so the constant is 1.1 (the logarithm of 3) above the fitted -6.80."""

_REGULARISATION = 10.0
_FLOOR = 1e-4
_LONE_ODDS = 2.0
"""Stands in for the log odds of a bot with a single intent, which has no runner-up."""


@dataclass(frozen=True)
class IntentClassifier:
    """Plain arrays, so that it is stored without pickle."""

    names: tuple[str, ...]
    examples: Floats
    owners: NDArray[np.int64]
    weights: Floats
    bias: Floats

    @classmethod
    def train(
        cls, names: tuple[str, ...], vectors: Floats, owners: NDArray[np.int64]
    ) -> "IntentClassifier":
        """`owners[i]` is the place in `names` of the intent that example i belongs to."""
        weights, bias = np.zeros((len(names), vectors.shape[1])), np.zeros(len(names))
        if len(names) > 1:
            # Takes seconds to load, and a worker whose bots are trained already never needs it.
            from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

            model = LogisticRegression(C=_REGULARISATION, max_iter=300).fit(vectors, owners)
            weights, bias = model.coef_, model.intercept_
        if len(names) == 2:  # noqa: PLR2004 - scikit-learn gives one row for two classes
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(names, vectors, owners, weights, bias)

    def scores(self, vector: Floats) -> list[IntentScore]:
        """Every intent with the probability that it is the one meant, best first."""
        features = self.features(vector)
        confidences = 1 / (1 + np.exp(-(features @ CALIBRATION[:3] + CALIBRATION[3])))
        order = np.argsort(-confidences)
        return [IntentScore(intent=self.names[i], confidence=float(confidences[i])) for i in order]

    def features(self, vector: Floats) -> Floats:
        """One row for each intent, as `CALIBRATION` weighs them."""
        similarity = self.examples @ vector
        count = len(self.names)
        nearest = np.full(count, -1.0)
        np.maximum.at(nearest, self.owners, similarity)
        return np.stack([nearest, self._means @ vector, self._log_odds(vector)], axis=1)

    @cached_property
    def _means(self) -> Floats:
        means = np.zeros((len(self.names), self.examples.shape[1]))
        np.add.at(means, self.owners, self.examples)
        normalised: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return normalised

    def _log_odds(self, vector: Floats) -> Floats:
        if len(self.names) == 1:
            return np.array([_LONE_ODDS])
        logits = self.weights @ vector + self.bias
        shares = np.exp(logits - logits.max())
        shares = shares / shares.sum() + _FLOOR
        best, second = np.sort(shares)[[-1, -2]]
        rivals = np.where(shares == best, second, best)
        odds: Floats = np.log(shares / rivals)
        return odds
