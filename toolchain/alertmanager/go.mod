module tensora/toolchain/alertmanager

go 1.26.0

require github.com/prometheus/alertmanager v0.31.1

// Alertmanager answers every page by it: see pages/cors.go.
replace github.com/rs/cors => ./pages
