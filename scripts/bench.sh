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
section "Uncertainty and statistics, beside Python's peers"
scripts/bench-peers.sh
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
for (const [how, size] of Object.entries(sizes)) console.log(`${how.padEnd(46)} ${(size / 1024).toFixed(0).padStart(9)} KiB ${(size / sizes.raw).toFixed(2).padStart(12)} of raw`);
JS
section_end
