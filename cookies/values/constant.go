package values

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
)

// constant opens the values that a Chromium on Linux encrypted where it had no
// keyring: AES-128 in CBC mode under a key that is the same everywhere
// (components/os_crypt, version v10). The key is made once and the text lies
// where it was decrypted, which takes a third of a microsecond a value; kooky
// makes the key anew for each, and reads them from a file, which takes fifty
// times that. What does not open here is left to kooky.
type constant struct {
	block  cipher.Block
	hosts  map[string][sha256.Size]byte
	room   []byte // for what is opened next; what was opened lies before it
	spaces [aes.BlockSize]byte
}

// newConstant has room for the plain text of a list.
func newConstant(list []secret) (*constant, error) {
	key, err := pbkdf2.Key(sha1.New, "peanuts", []byte("saltysalt"), 1, aes.BlockSize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, s := range list {
		n += len(s.sealed)
	}
	c := &constant{block: block, hosts: map[string][sha256.Size]byte{}, room: make([]byte, n)}
	for i := range c.spaces {
		c.spaces[i] = ' '
	}
	return c, nil
}

// open decrypts a value, its scheme's name before it, and takes the padding off
// (PKCS #7). It gives false for what can't be under this key.
func (c *constant) open(sealed []byte) (plain []byte, ok bool) {
	const scheme = len("v10")
	n := len(sealed) - scheme
	if n <= 0 || n%aes.BlockSize != 0 {
		return nil, false
	}
	plain, c.room = c.room[:n:n], c.room[n:]
	cipher.NewCBCDecrypter(c.block, c.spaces[:]).CryptBlocks(plain, sealed[scheme:])
	padding := int(plain[n-1])
	if padding < 1 || padding > aes.BlockSize {
		return nil, false
	}
	return plain[: n-padding : n-padding], true
}

// proven takes the hash of a host off, and gives false if it is another's.
func (c *constant) proven(plain []byte, host string) ([]byte, bool) {
	sum, ok := c.hosts[host]
	if !ok {
		sum = sha256.Sum256([]byte(host))
		c.hosts[host] = sum
	}
	if len(plain) < len(sum) || [sha256.Size]byte(plain) != sum {
		return nil, false
	}
	return plain[len(sum):], true
}

// openConstant opens what it can of a list in place, and gives the places of what
// is left. Where no hashes prove the key, it is all of them or none: the values
// make sense together (see trusting).
func openConstant(schema int, list []secret, out []Opened) (left []int) {
	c, err := newConstant(list)
	if err != nil {
		return places(len(list)) // a Go without this cipher, such as one held to FIPS 140
	}
	for i, s := range list {
		plain, ok := c.open(s.sealed)
		switch {
		case ok && schema >= hashed:
			plain, ok = c.proven(plain, s.host)
		case ok:
			ok = isText(plain)
		}
		if ok {
			out[i].Bytes = plain
			continue
		}
		if left = append(left, i); schema < hashed {
			return places(len(list)) // each of which gets another answer
		}
	}
	return left
}

// places gives 0, 1, ... n-1.
func places(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
