# Two commands: `make run` shows the product, `make test` checks it.

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
GO_SOURCES = $(wildcard $(shell git ls-files --cached --others --exclude-standard -- '*.go'))

.DEFAULT_GOAL := help
.PHONY: help run build test bench lint tools clean servers bin/termijn bin/withservers

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build servers ## Start everything and print the address; ARGS="--speed 3600 --data ./state" for more
	@exec bin/termijn dev $(ARGS)

build: bin/termijn ## Build bin/termijn

test: servers lint ## Check everything; needs Go and git, gets the rest (says what to type if it may not)
	@scripts/tools.sh chromium curl
	@exec bin/withservers go test -timeout 20m $(TESTFLAGS) ./...

bench: servers ## Run the benchmarks
	@exec bin/withservers go test -run '^$$' -bench . -benchmem $(TESTFLAGS) ./...

lint: bin/staticcheck bin/workflowcheck ## Check formatting, vet, staticcheck, workflow determinism, go.mod
	@unformatted=$$(gofmt -l $(GO_SOURCES)); \
		if [ -n "$$unformatted" ]; then echo "not formatted (type: gofmt -w FILE):"; echo "$$unformatted"; exit 1; fi
	@go vet ./...
	@bin/staticcheck ./...
	@bin/workflowcheck ./workflows/...
	@go mod tidy -diff

tools: servers bin/staticcheck bin/workflowcheck ## Get the servers and linters

clean: ## Remove what was built here; keeps the Temporal dev server in your cache
	@rm -rf bin coverage.out

# The Go build cache knows best whether these are up to date.
bin/termijn:
	@test -x $@ || echo "Compiling termijn (the first time takes a minute or two)…"
	@go build -ldflags "-X main.version=$(VERSION)" -o $@ ./cmd/termijn

bin/withservers:
	@test -x $@ || echo "Compiling the first tools…"
	@go build -o $@ ./internal/devstack/withservers

servers: bin/withservers
	@scripts/tools.sh postgres temporal

bin/staticcheck: tools.mod
	@echo "Building staticcheck…" && go build -modfile=tools.mod -o $@ honnef.co/go/tools/cmd/staticcheck

bin/workflowcheck: tools.mod
	@echo "Building workflowcheck…" && go build -modfile=tools.mod -o $@ go.temporal.io/sdk/contrib/tools/workflowcheck
