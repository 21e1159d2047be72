package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// marker says in a chain's folder how far its init has come.
const marker = ".tensora-init"

const (
	begun = "begun"
	done  = "done"
)

// start runs the init of a folder unless it has been done, and becomes the program: signals reach the program itself.
func start(args []string) error {
	flags := flag.NewFlagSet("start", flag.ContinueOnError)
	initial := flags.String("init", "", "arguments of the program's init, as JSON")
	data := flags.String("data", "", "the folder that the init fills")
	if err := flags.Parse(args); err != nil {
		return err
	}
	program := flags.Args()
	if len(program) == 0 {
		return errors.New("start needs a program after --")
	}
	if *initial != "" {
		var arguments []string
		if err := json.Unmarshal([]byte(*initial), &arguments); err != nil {
			return fmt.Errorf("--init is no list of strings: %w", err)
		}
		if err := initialise(program[0], arguments, *data); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s: %w", program[0], syscall.Exec(program[0], program, os.Environ()))
}

// initialise runs the init once. One that was interrupted is done again in an emptied folder.
func initialise(program string, arguments []string, data string) error {
	file := filepath.Join(data, marker)
	state, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	switch string(state) {
	case done:
		return nil
	case begun:
		if err := empty(data); err != nil {
			return err
		}
	}
	if err := write(file, begun); err != nil {
		return err
	}
	command := exec.Command(program, arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("the init of %s: %w", data, err)
	}
	return write(file, done)
}

func empty(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// write replaces a file as a whole, and has it on disk when it returns.
func write(file, content string) error {
	next := file + ".next"
	f, err := os.OpenFile(next, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(next, file)
}
