# Two commands matter: `make run` and `make test`. Each does all the set-up it needs.
.PHONY: run test test-long bench check help
export ETALON_TOOLS ?= $(HOME)/.cache/etalon/tools

run:            ## build everything and serve the demo on http://localhost:8080
	@scripts/run.sh

test:           ## everything that must hold before a change lands
	@scripts/test.sh

test-long:      ## the same with 10,000 fault schedules, 100 kills of the browser, stories in three zones, the release offline, and 50 rules turned off
	@ETALON_LONG=1 scripts/test.sh

bench:          ## first figures, each beside a baseline measured in the same run
	@scripts/bench.sh

check:          ## fmt, clippy (native and wasm32), doc, tidy: no stories
	@scripts/check.sh

help:           ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/: *## */\t/'
