package main

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// unpack writes what the gzip files of a folder hold into another folder, each without its ending: a file that is too
// large for an object of Kubernetes is none when it is packed.
func unpack(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("%s", usage)
	}
	packed, err := filepath.Glob(filepath.Join(args[0], "*.gz"))
	if err != nil {
		return err
	}
	for _, file := range packed {
		target := filepath.Join(args[1], strings.TrimSuffix(filepath.Base(file), ".gz"))
		if err := unpackOne(file, target); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func unpackOne(from, to string) error {
	packed, err := os.Open(from)
	if err != nil {
		return err
	}
	defer packed.Close()
	reader, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, reader)
	return errors.Join(err, reader.Close(), file.Close())
}
