// Command url-status asks for a URL and says what came back: status, type, size, and the title of a
// page or the members of a JSON object.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"vexhost/sdk/vexhttp"
)

type arguments struct {
	URL     string `json:"url"`
	Timeout int    `json:"timeoutMillis"`
}

type answer struct {
	Status  int      `json:"status,omitempty"`
	Type    string   `json:"type,omitempty"`
	Bytes   int      `json:"bytes"`
	Title   string   `json:"title,omitempty"`
	Members []string `json:"members,omitempty"`
	To      string   `json:"redirectsTo,omitempty"`
	Error   string   `json:"error,omitempty"`
	Code    int      `json:"errorCode,omitempty"`
}

var title = regexp.MustCompile(`(?is)<title[^>]*>\s*(.*?)\s*</title>`)

func main() {
	asked := arguments{Timeout: 10_000}
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(ask(asked))
}

// A request that failed is an answer too: whoever asks wants to know why.
func ask(asked arguments) answer {
	response, err := vexhttp.Do(vexhttp.Request{
		URL:     asked.URL,
		Header:  []vexhttp.Field{{Name: "Accept", Value: "*/*"}},
		Timeout: time.Duration(asked.Timeout) * time.Millisecond,
	})
	if err != nil {
		return failed(answer{}, err)
	}
	defer response.Close()
	found := answer{Status: response.Status, Type: response.Get("content-type"), To: response.Get("location")}
	body, err := io.ReadAll(response)
	found.Bytes = len(body)
	if err != nil {
		return failed(found, err)
	}
	if match := title.FindSubmatch(body); match != nil {
		found.Title = strings.Join(strings.Fields(string(match[1])), " ")
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) == nil {
		for name := range object {
			found.Members = append(found.Members, name)
		}
		slices.Sort(found.Members)
	}
	return found
}

func failed(so answer, err error) answer {
	so.Error = err.Error()
	var why *vexhttp.Error
	if errors.As(err, &why) {
		so.Error, so.Code = why.Text, int(why.Code)
	}
	return so
}
