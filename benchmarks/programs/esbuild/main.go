// Command esbuild-tool is esbuild with JSON on both sides: {"code"} in, {"code"} out.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	var input struct {
		Code string `json:"code"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	result := api.Transform(input.Code, api.TransformOptions{
		Loader:            api.LoaderTS,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
	})
	if len(result.Errors) > 0 {
		fmt.Fprintln(os.Stderr, result.Errors[0].Text)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]string{"code": string(result.Code)})
}
