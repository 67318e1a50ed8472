module vexhost.org/programs/nethttp

go 1.21
