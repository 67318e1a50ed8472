// Command regex-extract applies a regular expression with named groups to a text.
//
// It is a WASI command like any other: arguments as JSON on standard input, result as JSON on standard output. The expressions are
// RE2's, so matching takes time linear in the text whatever the expression.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"unicode/utf8"
)

const (
	defaultLimit = 1000
	maxLimit     = 100_000
	// Matching takes time in proportion to the length of the text times that of the expression.
	maxPatternBytes = 4000
)

type arguments struct {
	Text            *string `json:"text"`
	Pattern         *string `json:"pattern"`
	Limit           *int    `json:"limit"`
	CaseInsensitive bool    `json:"caseInsensitive"`
	MultiLine       bool    `json:"multiLine"`
	DotAll          bool    `json:"dotAll"`
}

// match is one match. Offsets count code points, so they fit any language's strings that do.
type match struct {
	Text   string             `json:"text"`
	Start  int                `json:"start"`
	End    int                `json:"end"`
	Groups map[string]*string `json:"groups"`
}

type result struct {
	Count   int      `json:"count"`
	Groups  []string `json:"groups"`
	Matches []match  `json:"matches"`
	More    bool     `json:"more"`
}

func main() {
	output, err := run(os.Stdin)
	if err != nil {
		output = map[string]string{"error": err.Error()}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(output); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(input io.Reader) (any, error) {
	arguments, err := read(input)
	if err != nil {
		return nil, err
	}
	expression, err := compile(arguments)
	if err != nil {
		return nil, err
	}
	return extract(expression, *arguments.Text, *arguments.Limit), nil
}

func read(input io.Reader) (arguments, error) {
	var a arguments
	data, err := io.ReadAll(input)
	if err != nil {
		return a, err
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("the arguments cannot be read: %w", err)
	}
	if a.Text == nil || a.Pattern == nil {
		return a, errors.New("'text' and 'pattern' are required")
	}
	if a.Limit == nil {
		limit := defaultLimit
		a.Limit = &limit
	}
	if *a.Limit < 0 || *a.Limit > maxLimit {
		return a, fmt.Errorf("'limit' is not an integer from 0 to %d", maxLimit)
	}
	return a, nil
}

func compile(a arguments) (*regexp.Regexp, error) {
	if len(*a.Pattern) > maxPatternBytes {
		return nil, fmt.Errorf("'pattern' is longer than %d bytes", maxPatternBytes)
	}
	flags := ""
	if a.CaseInsensitive {
		flags += "i"
	}
	if a.MultiLine {
		flags += "m"
	}
	if a.DotAll {
		flags += "s"
	}
	pattern := *a.Pattern
	if flags != "" {
		pattern = "(?" + flags + ")" + pattern
	}
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("'pattern' is not a regular expression: %w", err)
	}
	return expression, nil
}

func extract(expression *regexp.Regexp, text string, limit int) result {
	names := expression.SubexpNames()[1:]
	r := result{Groups: make([]string, len(names)), Matches: []match{}}
	for i, name := range names {
		if name == "" {
			name = fmt.Sprint(i + 1)
		}
		r.Groups[i] = name
	}
	position, runes := 0, 0
	advance := func(to int) int {
		runes += utf8.RuneCountInString(text[position:to])
		position = to
		return runes
	}
	for _, at := range expression.FindAllStringSubmatchIndex(text, limit+1) {
		if len(r.Matches) == limit {
			r.More = true
			break
		}
		m := match{Text: text[at[0]:at[1]], Start: advance(at[0]), End: advance(at[1]), Groups: map[string]*string{}}
		for i, name := range r.Groups {
			var group *string
			if start, end := at[2*i+2], at[2*i+3]; start >= 0 {
				s := text[start:end]
				group = &s
			}
			if old, ok := m.Groups[name]; !ok || old == nil {
				m.Groups[name] = group
			}
		}
		r.Matches = append(r.Matches, m)
	}
	r.Count = len(r.Matches)
	return r
}
