package values

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What can be in the way of a value; each is a short clause for a person.
var (
	errNoKey    = errors.New("the keyring is locked or has no key of this browser") // kooky doesn't say which
	errWrongKey = errors.New("the key does not fit")
	errUnproven = errors.New("the store is too old to tell whether the key fits")
	errDisorder = errors.New("its rows came back in disorder")
	errLate     = errors.New("the keyring did not answer in time")
	errFailed   = errors.New("it could not be opened")
)

// proven gives what kooky opened if it begins with the SHA-256 of its host,
// and takes that off. A wrong key can't make it.
func proven(a answer, host string) Opened {
	if a.err != nil {
		return Opened{Err: clause(a.err)}
	}
	sum := sha256.Sum256([]byte(host))
	rest, ok := bytes.CutPrefix(a.plain, sum[:])
	if !ok {
		return Opened{Err: errWrongKey}
	}
	return Opened{Bytes: append([]byte{}, rest...)}
}

// enough is how many bytes of plain text must make sense together before a key
// is believed that can't be proven: garbage of that length does once in many
// millions of cases.
const enough = 16

// trusting gives what kooky opened of a store that has no hashes. It is
// believed only where not one value of its kind failed and all of them are
// text; where the key can be another than the constant one, also only if there
// is enough of it.
func trusting(answers []answer, certain bool) []Opened {
	out := make([]Opened, len(answers))
	sense := 0
	for i, a := range answers {
		if a.err != nil {
			return all(len(answers), clause(a.err))
		}
		if !isText(a.plain) {
			return all(len(answers), errWrongKey)
		}
		sense += len(a.plain)
		out[i].Bytes = append([]byte{}, a.plain...)
	}
	if !certain && sense < enough {
		return all(len(answers), errUnproven)
	}
	return out
}

// isText reports whether bytes are what a browser keeps as a value: UTF-8
// without controls (RFC 6265bis, section 5.6; browsers refuse them but for TAB).
func isText(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return r != '\t' && unicode.IsControl(r) })
}

// clause turns an error of kooky's, which names hosts and may hold anything,
// into one of ours.
func clause(err error) error {
	switch text := err.Error(); {
	case errors.Is(err, errLate), errors.Is(err, errDisorder), errors.Is(err, errFailed):
		return err
	case errors.Is(err, errNoKey), strings.Contains(text, "keyring password retrieval failed"):
		return errNoKey
	case strings.Contains(text, "decryption failed"):
		return errWrongKey
	}
	return errFailed
}
