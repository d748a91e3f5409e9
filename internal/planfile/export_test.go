package planfile

// What tests make numbers with.
var (
	Canonical = canonical
	Hundred   = canonical(hundred)
)
