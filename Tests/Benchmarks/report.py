"""Rows of the table in the Benchmarks article."""


def row(what, ours, peer, unit, aim, lower_is_better=True):
    ratio = peer / ours if lower_is_better else ours / peer
    print(f"| {what} | {ours:,.1f} {unit} | {peer:,.1f} {unit} | {ratio:.2f}× better | {aim} |",
          flush=True)


def plain(what, value, aim):
    print(f"| {what} | {value} | – | – | {aim} |", flush=True)
