// Package vexsecret gives tools what stands for their secrets, by the function vex.secret of their
// host. A module that uses it has to ask for a secret in its descriptor. Programs for WASI have the
// same in the environment: os.Getenv("VEX_SECRET_API_KEY").
package vexsecret

import (
	"fmt"
	"unsafe"
)

//go:wasmimport vex secret
func secret(name unsafe.Pointer, nameLength uint32, to unsafe.Pointer, length uint32) int32

// Placeholder returns what stands for a secret in the value of a header field, in this call.
func Placeholder(name string) (string, error) {
	var placeholder [64]byte
	of := []byte(name)
	length := secret(unsafe.Pointer(unsafe.SliceData(of)), uint32(len(of)), unsafe.Pointer(&placeholder), uint32(len(placeholder)))
	if length < 0 {
		return "", fmt.Errorf("secret %q is not to be had (%d)", name, length)
	}
	return string(placeholder[:length]), nil
}
