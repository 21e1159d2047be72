//go:build tools

package tools

import (
	_ "github.com/ethereum-optimism/optimism/op-batcher/cmd"
	_ "github.com/ethereum-optimism/optimism/op-node/cmd"
	_ "github.com/ethereum-optimism/optimism/op-node/cmd/batch_decoder"
	_ "github.com/ethereum/go-ethereum/cmd/geth"
)
