// Package telemetry is how the product tells its operators how it is: logs
// without personal data, traces from a request through the workflow to the
// activity, Prometheus metrics, and the pages /healthz, /readyz and /metrics.
package telemetry
