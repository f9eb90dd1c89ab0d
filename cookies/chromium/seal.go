package chromium

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
)

// Sealer encrypts values as Chromium does on Linux where there is no keyring
// (components/os_crypt: version v10): AES-128 in CBC mode, an initialisation
// vector of spaces, and a key that is the same everywhere. A Chromium that has a
// keyring opens such values too.
type Sealer struct {
	block  cipher.Block
	hashed bool
	hashes map[string][sha256.Size]byte
}

// NewSealer makes a sealer for stores of a meta version: since 24 the SHA-256 of
// the host stands before the value.
func NewSealer(version int) (*Sealer, error) {
	key, err := pbkdf2.Key(sha1.New, "peanuts", []byte("saltysalt"), 1, 16)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	return &Sealer{block: block, hashed: version >= hashed, hashes: map[string][sha256.Size]byte{}}, err
}

// Seal encrypts a value of a host, which is spelled as in the store.
func (s *Sealer) Seal(host, value string) []byte {
	const version = "v10"
	sealed := append(make([]byte, 0, len(version)+sha256.Size+len(value)+aes.BlockSize), version...)
	if s.hashed {
		hash, ok := s.hashes[host]
		if !ok {
			hash = sha256.Sum256([]byte(host))
			s.hashes[host] = hash
		}
		sealed = append(sealed, hash[:]...)
	}
	sealed = append(sealed, value...)
	padding := aes.BlockSize - (len(sealed)-len(version))%aes.BlockSize // PKCS #7 (RFC 5652, section 6.3)
	for range padding {
		sealed = append(sealed, byte(padding))
	}
	spaces := []byte("                ")
	cipher.NewCBCEncrypter(s.block, spaces).CryptBlocks(sealed[len(version):], sealed[len(version):])
	return sealed
}
