"""Intents: accuracy, slips of the finger, strangers, calibration, and what it all costs.

Test halves are kept elsewhere: few-shot bots are asked the validation texts, the full set is split.
Every figure is by the product's recogniser, with its one rule for what no intent is for.
"""

import time
from pathlib import Path

import numpy as np
from sklearn.metrics import matthews_corrcoef

from bench.evals.figures import Figure, Findings
from bench.evals.intent_ablation import ablation
from bench.evals.intent_plots import reliability_plot, strangers_plot
from bench.evals.intent_sets import SEED, STRANGER, IntentSets, Labelled, halves, read
from bench.evals.learned_bots import Asked, LearnedBot, embedder
from bench.evals.typing_slips import ANY, DOUBLED, with_slips
from infra.local_models.understanding_steps import OUT_OF_SCOPE_BELOW

AREA = "intents"
_FULL_TEST = 0.2
_TENANTS, _INTENTS_OF_A_TENANT, _STRANGERS_OF_A_TENANT = 6, (8, 20), 100
_RULE = f"out of scope below {OUT_OF_SCOPE_BELOW}"
_TIMED = 300


def measure(data: Path | None) -> Findings:
    folder = data / "intents" if data else None
    if folder is None or not folder.is_dir():
        return Findings()
    sets = read(folder)
    findings = Findings()
    _few_examples(sets, findings)
    _many_examples(sets, findings)
    _strangers(sets, findings)
    _small_tenants(sets, findings)
    return findings


def _few_examples(sets: IntentSets, findings: Findings) -> None:
    asked = sets.banking_valid
    five = LearnedBot(sets.banking_5).ask(asked)
    ten = LearnedBot(sets.banking_10)
    slips = Labelled(asked.labels, tuple(with_slips(asked.texts, SEED, 6, ANY)))
    doubled = Labelled(asked.labels, tuple(with_slips(asked.texts, SEED, 6, DOUBLED)))
    many = Labelled(asked.labels, tuple(with_slips(asked.texts, SEED, 3, ANY)))
    valid = "Banking77, validation"
    findings.figures += [
        _accuracy("accuracy, five examples each", five, valid, 83),
        _accuracy("accuracy, ten examples each", ten.ask(asked), valid, 88.5),
        _accuracy("ten, one slip every six words", ten.ask(slips), valid, 78),
        _accuracy("ten, one doubled letter every six words", ten.ask(doubled), valid, 82),
        _accuracy("ten, one slip every three words", ten.ask(many), valid, None),
    ]
    parts, plot = ablation(sets.banking_10, asked, many)
    findings.figures += [
        Figure(AREA, f"points lost without {name}", value, valid, "ten examples each", SEED)
        for name, value in parts.items()
    ]
    findings.plots["intents_ablation.svg"] = plot


def _many_examples(sets: IntentSets, findings: Findings) -> None:
    train, test = halves(sets.banking, _FULL_TEST)
    asked = LearnedBot(train).ask(test)
    findings.figures.append(
        _accuracy("accuracy, all examples", asked, "Banking77, a fifth of train held out", 94.5)
    )
    embedder.cache_clear()  # what is kept would make training and messages too cheap
    trained = LearnedBot(sets.banking).trained_in
    embedder.cache_clear()
    typical = LearnedBot(sets.banking_10.of_the_first(20))
    took = []
    for text in test.texts[:_TIMED]:
        began = time.process_time()
        typical.ask(Labelled(("",), (f"{text} ",)))
        took.append((time.process_time() - began) * 1e3)
    findings.figures += [
        _seconds("training, 77 intents and 10,003 examples", trained, 60),
        _seconds("training, 20 intents and 200 examples", typical.trained_in, 3),
        Figure(
            AREA, "CPU a message, p50", float(np.median(took)), "Banking77",
            "milliseconds, embedding included", size=_TIMED, target=10, at_most=True,
        ),
    ]  # fmt: skip


def _strangers(sets: IntentSets, findings: Findings) -> None:
    known = sets.clinc_valid
    both = Labelled(known.labels + sets.strangers.labels, known.texts + sets.strangers.texts)
    curves: dict[str, Asked] = {}
    for name, taught, least, recall in (
        ("all examples", sets.clinc, 95.0, 90.0),
        ("ten examples each", sets.clinc_10, 90.0, 88.0),
    ):
        asked = curves[name] = LearnedBot(taught).ask(both)
        answers = np.array(asked.answered())
        right = (answers == np.array(asked.truth))[asked.is_known].mean() * 100
        refused = (answers == STRANGER)[~asked.is_known].mean() * 100
        source = "CLINC150, val, oos_val and oos_train"
        findings.figures += [
            Figure(AREA, f"right of the known, {name}", right, source, _RULE, target=least),
            Figure(AREA, f"strangers refused, {name}", refused, source, _RULE, target=recall),
        ]
    findings.plots["intents_strangers.svg"] = strangers_plot(curves)
    findings.plots["intents_reliability.svg"], error = reliability_plot(list(curves.values()))
    findings.figures.append(
        Figure(AREA, "calibration error", error, "CLINC150, both bots", "mean over ten bins")
    )


def _small_tenants(sets: IntentSets, findings: Findings) -> None:
    for name, taught, asked in (
        ("CLINC150", sets.clinc_10, sets.clinc_valid),
        ("Banking77", sets.banking_10, sets.banking_valid),
    ):
        random = np.random.default_rng(SEED)
        scores = []
        for _ in range(_TENANTS):
            count = int(random.integers(*_INTENTS_OF_A_TENANT))
            chosen = frozenset(random.choice(sorted(set(taught.labels)), count, replace=False))
            others = asked.without(chosen)
            near = others.at(random.choice(len(others), _STRANGERS_OF_A_TENANT, replace=False))
            known = asked.only(chosen)
            far = sets.strangers.at(range(0, len(sets.strangers), 4))
            messages = Labelled(
                known.labels + (STRANGER,) * (len(near) + len(far)),
                known.texts + near.texts + far.texts,
            )
            found = LearnedBot(taught.only(chosen)).ask(messages)
            scores.append(matthews_corrcoef(found.truth, found.answered()))
        source = f"{name}, {_TENANTS} bots of 8 to 19 intents, ten examples each"
        value = float(np.mean(scores))
        findings.figures.append(Figure(AREA, "MCC, small tenants", value, source, _RULE, SEED))


def _accuracy(name: str, asked: Asked, source: str, target: float | None) -> Figure:
    rule = "likeliest intent, whether refused or not, %"
    size = len(asked.truth)
    return Figure(AREA, name, asked.accuracy, source, rule, SEED, target, size=size)


def _seconds(name: str, value: float, target: float) -> Figure:
    rule = "seconds of CPU, embedding included"
    return Figure(AREA, name, value, "Banking77", rule, target=target, at_most=True)
