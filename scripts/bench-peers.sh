#!/usr/bin/env bash
# The engine's figures beside those of the Python peers, measured in the same run. Without pip the peers are left out, and it is said.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=target/peers
figures=target/peers.txt
cargo bench --locked -p measurement --bench engine --no-run
if [ ! -x $venv/bin/python ] || ! $venv/bin/python -c 'import pt13528, GTC, suncal, numpy' 2>/dev/null; then
  { python3 -m venv $venv && $venv/bin/pip install -q pt13528==0.1.8 GTC==1.5 suncal==1.7 numpy; } >target/peers-install.txt 2>&1 \
    || echo "The Python peers could not be installed (target/peers-install.txt): they are left out."
fi
rm -f $figures
# One thread for the peers too; what they can do on two is not asked of numpy.
OMP_NUM_THREADS=1 $venv/bin/python scripts/bench_peers.py >$figures || echo "The Python peers did not run: they are left out."
ETALON_PEERS="$PWD/$figures" cargo bench --locked -p measurement --bench engine
