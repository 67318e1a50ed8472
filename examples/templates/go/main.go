// Command hello greets somebody by name.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	arguments := struct{ Name string }{Name: "world"}
	if err := json.NewDecoder(os.Stdin).Decode(&arguments); err != nil {
		fmt.Fprintln(os.Stderr, err) // goes to the caller, together with the exit code
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]string{"greeting": "Hello, " + arguments.Name})
}
