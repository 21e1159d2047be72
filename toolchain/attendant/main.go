// Command attendant is what a container of this project has beside its program: it prepares a chain's folder before the
// program starts, asks the program whether it is well, and unpacks files. It has no dependencies and needs no shell.
package main

import (
	"fmt"
	"os"
)

const usage = `usage:
  attendant start [--init '["init",...]' --data FOLDER] -- PROGRAM [ARGUMENT...]
  attendant probe rpc URL METHOD
  attendant probe http URL
  attendant probe advances URL METHOD PATH SECONDS STATE
  attendant unpack FOLDER FOLDER
  attendant wait`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "attendant:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s", usage)
	}
	switch args[0] {
	case "start":
		return start(args[1:])
	case "probe":
		return probe(args[1:])
	case "unpack":
		return unpack(args[1:])
	case "wait":
		return wait()
	}
	return fmt.Errorf("there is no command %q\n%s", args[0], usage)
}
