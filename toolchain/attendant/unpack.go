package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// unpack writes what a gzip file holds, for files that are too large for an object of Kubernetes.
func unpack(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%s", usage)
	}
	packed, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer packed.Close()
	reader, err := gzip.NewReader(packed)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	file, err := os.Create(args[1])
	if err != nil {
		return err
	}
	_, err = io.Copy(file, reader)
	return errors.Join(err, reader.Close(), file.Close())
}
