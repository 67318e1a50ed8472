module vexhost.org/examples/regex-extract

go 1.26
