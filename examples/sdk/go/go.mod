module vexhost/sdk

go 1.24
