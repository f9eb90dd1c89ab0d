package values

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
)

// Words says which encrypted values could be opened and by what, without asking
// any keyring: seals counts them by how they are encrypted, the first three
// bytes of each. It gives "" where there are none.
func Words(seals map[string]int) string {
	var words []string
	unknown := 0
	for _, scheme := range slices.Sorted(maps.Keys(seals)) {
		n := seals[scheme]
		err := refused(scheme, runtime.GOOS)
		switch {
		case n == 0:
		case scheme == "v20":
			words = append(words, fmt.Sprintf("%d that only the browser can open (v20)", n))
		case scheme == "v10" && certain(scheme, runtime.GOOS):
			words = append(words, fmt.Sprintf("%d under the key that every such browser has (v10)", n))
		case (scheme == "v11" || scheme == "v12") && err != nil:
			words = append(words, fmt.Sprintf("%d under a key in a keyring that can't be asked here (%s)", n, scheme))
		case err == nil:
			words = append(words, fmt.Sprintf("%d under a key in the keyring, which is asked when a value is to be shown (%s)", n, scheme))
		default:
			unknown += n
		}
	}
	if unknown > 0 {
		words = append(words, fmt.Sprintf("%d encrypted in another way", unknown))
	}
	return strings.Join(words, ", ")
}
