// Package vexhttp sends HTTP requests from a tool, by the functions vex.http_* of its host. The host
// sends a request only where the operator granted the tool its origin.
package vexhttp

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unsafe"
)

//go:wasmimport vex http_start
func httpStart(method unsafe.Pointer, methodLen uint32, url unsafe.Pointer, urlLen uint32,
	header unsafe.Pointer, headerLen uint32, body unsafe.Pointer, bodyLen uint32, timeoutMillis uint32) int32

//go:wasmimport vex http_wait
func httpWait(request int32, timeoutMillis uint32) int32

//go:wasmimport vex http_header
func httpHeader(request int32, to unsafe.Pointer, length uint32) int32

//go:wasmimport vex http_read
func httpRead(request int32, to unsafe.Pointer, length uint32) int32

//go:wasmimport vex http_error
func httpError(request int32, to unsafe.Pointer, length uint32) int32

//go:wasmimport vex http_close
func httpClose(request int32) int32

const forever = 0xffffffff

// Code says what kind of failure an Error is.
type Code int32

// The codes; docs/egress.md says more of each.
const (
	Denied   Code = -1
	Name     Code = -2
	Connect  Code = -3
	TLS      Code = -4
	Timeout  Code = -5
	TooLarge Code = -6
	Protocol Code = -7
	Invalid  Code = -8
	Limit    Code = -9
	Handle   Code = -10
	NotReady Code = -11
)

// Error is a request that has no answer.
type Error struct {
	Code Code
	Text string
}

func (e *Error) Error() string { return fmt.Sprintf("%s (%d)", e.Text, e.Code) }

// Field is a header field.
type Field struct{ Name, Value string }

// Request is what to send.
type Request struct {
	Method string // GET if empty
	URL    string
	Header []Field
	Body   []byte
	// Timeout bounds the whole request; 0 is as long as the call may take.
	Timeout time.Duration
}

// Response is an answer whose body is read from its connection. Close it.
type Response struct {
	Status  int
	Header  []Field // names in lower case
	request int32
}

// Do sends a request and waits for the header of its response. An answer with any status is a
// response; an error is an *Error.
func Do(r Request) (*Response, error) {
	method := r.Method
	if method == "" {
		method = "GET"
	}
	var header strings.Builder
	for _, field := range r.Header {
		header.WriteString(field.Name + ": " + field.Value + "\n")
	}
	timeout := uint32(forever)
	if r.Timeout > 0 && r.Timeout.Milliseconds() < forever {
		timeout = uint32(max(1, r.Timeout.Milliseconds()))
	}
	fields := []byte(header.String())
	request := httpStart(at([]byte(method)), uint32(len(method)), at([]byte(r.URL)), uint32(len(r.URL)),
		at(fields), uint32(len(fields)), at(r.Body), uint32(len(r.Body)), timeout)
	if request < 0 {
		return nil, failure(0, request)
	}
	status := httpWait(request, forever)
	if status < 0 {
		err := failure(request, status)
		httpClose(request)
		return nil, err
	}
	response := &Response{Status: int(status), request: request}
	for _, line := range strings.Split(text(httpHeader, request), "\n") {
		if name, value, found := strings.Cut(line, ": "); found {
			response.Header = append(response.Header, Field{name, value})
		}
	}
	return response, nil
}

// Get returns the first value of a field, whatever the case of its name; empty if there is none.
func (r *Response) Get(name string) string {
	for _, field := range r.Header {
		if strings.EqualFold(field.Name, name) {
			return field.Value
		}
	}
	return ""
}

// Read reads from the body.
func (r *Response) Read(to []byte) (int, error) {
	if len(to) == 0 {
		return 0, nil
	}
	count := httpRead(r.request, at(to), uint32(len(to)))
	switch {
	case count < 0:
		return 0, failure(r.request, count)
	case count == 0:
		return 0, io.EOF
	}
	return int(count), nil
}

// Close ends the request.
func (r *Response) Close() error {
	httpClose(r.request)
	return nil
}

func failure(request, code int32) error {
	return &Error{Code: Code(code), Text: text(httpError, request)}
}

func text(function func(int32, unsafe.Pointer, uint32) int32, request int32) string {
	length := function(request, nil, 0)
	if length <= 0 {
		return ""
	}
	buffer := make([]byte, length)
	function(request, at(buffer), uint32(length))
	return string(buffer)
}

func at(bytes []byte) unsafe.Pointer {
	return unsafe.Pointer(unsafe.SliceData(bytes))
}
