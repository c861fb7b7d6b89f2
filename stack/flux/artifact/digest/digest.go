// Package digest names digest algorithms; part of the stand-in that package storage describes.
package digest

import (
	_ "crypto/sha256"
	_ "crypto/sha512"
	"fmt"

	"github.com/opencontainers/go-digest"
)

// Canonical is the algorithm of newly computed digests.
var Canonical = digest.SHA256

// AlgorithmForName finds an algorithm that this program has.
func AlgorithmForName(name string) (digest.Algorithm, error) {
	a := digest.Algorithm(name)
	if !a.Available() {
		return "", fmt.Errorf("digest algorithm '%s' is not available", name)
	}
	return a, nil
}
