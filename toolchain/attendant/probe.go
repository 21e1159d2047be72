package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// patience is how long a program may take for one answer.
const patience = 4 * time.Second

// probe asks a program whether it is well.
func probe(args []string) error {
	if len(args) == 3 && args[0] == "rpc" {
		_, err := call(args[1], args[2])
		return err
	}
	if len(args) == 2 && args[0] == "http" {
		return get(args[1])
	}
	if len(args) == 6 && args[0] == "advances" {
		seconds, err := strconv.ParseFloat(args[4], 64)
		if err != nil {
			return fmt.Errorf("%q is no number of seconds", args[4])
		}
		limit := time.Duration(seconds * float64(time.Second))
		return advances(args[1], args[2], args[3], limit, args[5])
	}
	return fmt.Errorf("there is no such probe\n%s", usage)
}

// call sends one JSON-RPC request without parameters.
func call(url, method string) (json.RawMessage, error) {
	request := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":[]}`, method)
	client := http.Client{Timeout: patience}
	response, err := client.Post(url, "application/json", bytes.NewBufferString(request))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct {
		Result json.RawMessage
		Error  *struct{ Message string }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("%s of %s: %w", method, url, err)
	}
	if answer.Error != nil {
		return nil, fmt.Errorf("%s of %s: %s", method, url, answer.Error.Message)
	}
	return answer.Result, nil
}

// get takes every status below 400 for well.
func get(url string) error {
	client := http.Client{Timeout: patience}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode >= 400 {
		return fmt.Errorf("%s: %s", url, response.Status)
	}
	return nil
}

// advances fails when a chain's head has stood still for longer than the limit. What was seen last is in a file.
//
// path names the head in the method's result, such as unsafe_l2.number; an empty one means the result itself.
func advances(url, method, path string, limit time.Duration, state string) error {
	result, err := call(url, method)
	if err != nil {
		return err
	}
	head, err := headOf(result, path)
	if err != nil {
		return err
	}
	now := time.Now()
	last, since, err := read(state)
	if err != nil || head != last {
		return os.WriteFile(state, []byte(fmt.Sprintf("%s %d", head, now.UnixMilli())), 0o600)
	}
	if still := now.Sub(since); still > limit {
		return fmt.Errorf("the head of %s stands at %s for %s", url, head, still.Round(time.Second))
	}
	return nil
}

func headOf(result json.RawMessage, path string) (string, error) {
	var value any
	if err := json.Unmarshal(result, &value); err != nil {
		return "", err
	}
	for _, key := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' }) {
		object, ok := value.(map[string]any)
		if !ok {
			return "", fmt.Errorf("the answer has no %s", path)
		}
		value = object[key]
	}
	if value == nil {
		return "", fmt.Errorf("the answer has no %s", path)
	}
	return fmt.Sprint(value), nil
}

func read(state string) (head string, since time.Time, err error) {
	content, err := os.ReadFile(state)
	if err != nil {
		return "", time.Time{}, err
	}
	head, text, found := strings.Cut(string(content), " ")
	if !found {
		return "", time.Time{}, errors.New("the state file is broken")
	}
	millis, err := strconv.ParseInt(text, 10, 64)
	return head, time.UnixMilli(millis), err
}
