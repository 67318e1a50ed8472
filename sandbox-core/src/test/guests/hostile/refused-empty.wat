;; An empty module.
(module)
