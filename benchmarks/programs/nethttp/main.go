// Command nethttp routes one request through a server of net/http, without a network.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
)

func main() {
	var input struct {
		Path string `json:"path"`
	}
	if err := json.NewDecoder(os.Stdin).Decode(&input); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if len(os.Args) > 1 {
		// Brings in client and server as well; no tool is called so.
		_, err := http.Get(os.Args[1])
		fmt.Fprintln(os.Stderr, err, http.ListenAndServe(os.Args[1], nil))
		os.Exit(1)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/hello/", func(answer http.ResponseWriter, request *http.Request) {
		fmt.Fprint(answer, "hello ", request.URL.Path[len("/hello/"):])
	})
	recorder := httptest.NewRecorder()
	mux.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, input.Path, nil))
	json.NewEncoder(os.Stdout).Encode(map[string]any{"status": recorder.Code, "body": recorder.Body.String()})
}
