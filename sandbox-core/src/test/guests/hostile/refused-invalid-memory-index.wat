;; Loads from memory in a module without one.
;; wat2wasm: --no-check
(module
  (func (export "f") (result i32) (i32.load (i32.const 0))))
