//go:build tools

package tools

import _ "github.com/ethereum-optimism/optimism/op-proposer/cmd"
