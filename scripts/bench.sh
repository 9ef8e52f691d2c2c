#!/usr/bin/env bash
# First figures, each beside a baseline measured in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
section "Set-up"
scripts/setup.sh test
section "The app"
scripts/build-app.sh release
section "Commit, exchange, paper"
cargo bench --locked -p tests --bench figures
section "The app's simulations, in Chromium"
# In the release profile beside the bench's own binary, where it looks for the server.
cargo build --release --locked --bin etalon
mkdir -p target
ETALON_APP="$PWD/dist" cargo bench --locked -p tests --bench figures -- browser | tee target/browser.txt
section "Uncertainty and statistics, beside Python's peers"
scripts/bench-peers.sh
# On one thread each; numpy without a browser around it.
awk '{ rate[$1] = $2 } END { if (rate["monte_carlo.numpy"]) printf "%-58s %9.1f M/s %9.1f M/s %11.2fx numpy\n", "Monte Carlo in the browser, one thread",
  rate["monte_carlo.browser"] / 1e6, rate["monte_carlo.numpy"] / 1e6, rate["monte_carlo.browser"] / rate["monte_carlo.numpy"] }' target/browser.txt target/peers.txt
section "What a tablet downloads"
node - dist <<'JS'
const fs = require("fs"), path = require("path"), zlib = require("zlib");
const sizes = { raw: 0, gzip: 0, brotli: 0 };
const count = (folder) => fs.readdirSync(folder, { withFileTypes: true }).forEach((entry) => {
  const name = path.join(folder, entry.name);
  if (entry.isDirectory()) return count(name);
  const bytes = fs.readFileSync(name);
  sizes.raw += bytes.length;
  sizes.gzip += zlib.gzipSync(bytes, { level: 6 }).length;
  sizes.brotli += zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
});
count(process.argv[2]);
for (const [how, size] of Object.entries(sizes)) console.log(`${how.padEnd(58)} ${(size / 1024).toFixed(0).padStart(9)} KiB ${(size / sizes.raw).toFixed(2).padStart(12)} of raw`);
JS
section_end
