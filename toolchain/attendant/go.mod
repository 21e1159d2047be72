module tensora/attendant

go 1.22
