module url-status

go 1.24

require vexhost/sdk v0.0.0

replace vexhost/sdk => ../../sdk/go
