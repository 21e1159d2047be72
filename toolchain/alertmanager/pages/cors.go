// Package cors stands in for github.com/rs/cors in Alertmanager, which answers every web page by it and has no option not
// to: any page could silence all alerts. Here no page of another server is answered, nor one whose name was made to lead
// here (DNS rebinding). Alertmanager's own page, by an address or a name without dots, is.
package cors

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Cors is what Alertmanager asks for: Default().Handler.
type Cors struct{}

// Default is all that Alertmanager uses.
func Default() *Cors { return &Cors{} }

// Handler refuses what comes from pages of others.
func (*Cors) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isOwnName(r.Host) || !isOwnPage(r) {
			http.Error(w, "pages of other servers may not ask here", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Browsers send an origin with all that changes something.
func isOwnPage(r *http.Request) bool {
	origins, sent := r.Header["Origin"]
	if !sent {
		return true
	}
	origin, err := url.Parse(strings.Join(origins, ","))
	return err == nil && origin.Host != "" && strings.EqualFold(origin.Host, r.Host)
}

// Names of hosts of a stack, and addresses; see programs/common/page-guard.ts.
func isOwnName(host string) bool {
	name := host
	if without, _, err := net.SplitHostPort(host); err == nil {
		name = without
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if net.ParseIP(name) != nil || !strings.Contains(name, ".") {
		return true
	}
	for _, end := range []string{".svc", ".svc.cluster.local", ".internal"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
