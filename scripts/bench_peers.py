"""The peers' figures, one line each: a name and a rate per second. Best of several turns by the time that a
processor spent, as in shared/measurement/benches/engine.rs."""
import time
import numpy as np

MODEL_INPUTS = dict(a=(10, 0.1, 5), b=(3, 0.05, 9), c=(2, 0.02, 12), d=(1, 0.2, 30), e=(4, 0.1, 50))
rng = np.random.default_rng(1)


def best(name, turns, each, turn):
    rates = []
    for _ in range(turns):
        started = time.process_time()
        turn()
        rates.append(each / (time.process_time() - started))
    print(f"{name} {max(rates):.3f}", flush=True)


values = rng.normal(10, 1, (1000, 100))
values[::20] += 8


def numpy_algorithm_a():
    """All measurands at once, until each has settled to 1e-10 of its scale."""
    x = np.median(values, axis=0)
    s = 1.483 * np.median(np.abs(values - x), axis=0)
    for _ in range(1000):
        clipped = np.clip(values, x - 1.5 * s, x + 1.5 * s)
        x_new, s_new = clipped.mean(axis=0), 1.134 * clipped.std(axis=0, ddof=1)
        done = np.all(np.abs(x_new - x) <= 1e-10 * s) and np.all(np.abs(s_new - s) <= 1e-10 * s)
        x, s = x_new, s_new
        if done:
            return


def numpy_monte_carlo():
    n = 1_000_000
    a, b, c = rng.normal(10, 0.1, n), rng.normal(3, 0.05, n), rng.normal(2, 0.02, n)
    y = a * b / c + rng.uniform(0.8, 1.2, n) - rng.triangular(3.8, 4.0, 4.2, n)
    return y.mean(), y.std(ddof=1), np.quantile(y, [0.025, 0.975])


best("algorithm_a.numpy", 7, 100, numpy_algorithm_a)
best("monte_carlo.numpy", 7, 1e6, numpy_monte_carlo)

try:
    import pt13528.robust as pt
    columns = [values[:, n].copy() for n in range(100)]
    best("algorithm_a.pt13528", 5, 100, lambda: [pt.algorithm_a(column) for column in columns])
    round_values = np.round(rng.normal(10, 1, 1000), 3)
    best("q_hampel.pt13528", 5, 1, lambda: pt.q_hampel(round_values))
except ImportError:
    pass

try:
    from GTC import dof, reporting, uncertainty, ureal, value

    def gtc():
        for _ in range(2000):
            a, b, c, d, e = (ureal(x, u, df) for x, u, df in MODEL_INPUTS.values())
            y = a * b / c + d - e
            value(y), reporting.k_factor(dof(y)) * uncertainty(y)

    best("gum.gtc", 5, 2000, gtc)
except ImportError:
    pass

try:
    import suncal

    model = suncal.Model("y = a*b/c + d - f")
    model.var("a").measure(10).typeb(std=0.1)
    model.var("b").measure(3).typeb(std=0.05)
    model.var("c").measure(2).typeb(std=0.02)
    model.var("d").measure(1).typeb(dist="uniform", a=0.2)
    model.var("f").measure(4).typeb(dist="triangular", a=0.2)

    def simulated():
        result = model.monte_carlo(samples=1_000_000)
        result.uncertainty, result.expand()

    best("monte_carlo.suncal", 3, 1e6, simulated)
except ImportError:
    pass
except Exception as error:  # a peer whose interface is another one is told, not hidden
    import sys
    print(f"suncal: {error!r}", file=sys.stderr)
