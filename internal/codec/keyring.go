package codec

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// Environment variables that hold the keys: themselves, or the name of a file.
const (
	KeysVariable     = "TERMIJN_PAYLOAD_KEYS"
	KeysFileVariable = "TERMIJN_PAYLOAD_KEYS_FILE"
)

const keyBytes = 32 // AES-256

// KeyRing holds the keys by ID. The active one seals, all of them open. It is
// safe for concurrent use.
type KeyRing struct {
	active string
	keys   map[string]cipher.AEAD
}

// keyID keeps IDs fit for a metadata field, a log line and a file.
var keyID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// ParseKeyRing reads "id:base64,id2:base64": each key 32 bytes in standard
// base64, the first one active. Line ends separate as commas do, and a line
// that begins with # is a remark. No error repeats key material.
func ParseKeyRing(text string) (*KeyRing, error) {
	ring := &KeyRing{keys: map[string]cipher.AEAD{}}
	number := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for entry := range strings.SplitSeq(line, ",") {
			entry = strings.TrimSpace(entry)
			if entry == "" {
				continue
			}
			number++
			if err := ring.add(entry); err != nil {
				return nil, fmt.Errorf("payload key number %d: %w", number, err)
			}
		}
	}
	if number == 0 {
		return nil, errors.New("no payload keys given; want id:base64, and more after a comma")
	}
	return ring, nil
}

func (r *KeyRing) add(entry string) error {
	id, encoded, found := strings.Cut(entry, ":")
	if !found || !keyID.MatchString(id) {
		return errors.New("want id:base64, with an id of letters, digits, dot, dash and underscore")
	}
	if r.keys[id] != nil {
		return fmt.Errorf("the id %s is used twice", id)
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(key) != keyBytes {
		return fmt.Errorf("the key %s is not %d bytes in base64", id, keyBytes)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return fmt.Errorf("the key %s: %w", id, err)
	}
	// A random nonce before each text: one key is good for 2^32 payloads,
	// after which it should have been rotated long since.
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return fmt.Errorf("the key %s: %w", id, err)
	}
	r.keys[id] = aead
	if r.active == "" {
		r.active = id
	}
	return nil
}

// Active is the ID of the key that seals.
func (r *KeyRing) Active() string { return r.active }

// LoadKeyRing reads a file in the form of ParseKeyRing.
func LoadKeyRing(path string) (*KeyRing, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read payload keys: %w", err)
	}
	ring, err := ParseKeyRing(string(text))
	if err != nil {
		return nil, fmt.Errorf("read payload keys from %s: %w", path, err)
	}
	return ring, nil
}

// KeyRingFromEnvironment reads KeysVariable, else the file that
// KeysFileVariable names. Without either it returns nil: payloads then stay
// plain. Both at once are an error, since one of them would be ignored.
func KeyRingFromEnvironment() (*KeyRing, error) {
	text, path := os.Getenv(KeysVariable), os.Getenv(KeysFileVariable)
	switch {
	case text != "" && path != "":
		return nil, fmt.Errorf("set %s or %s, not both", KeysVariable, KeysFileVariable)
	case text != "":
		ring, err := ParseKeyRing(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", KeysVariable, err)
		}
		return ring, nil
	case path != "":
		return LoadKeyRing(path)
	default:
		return nil, nil
	}
}

// GenerateKey returns a new random key with a random ID, as ParseKeyRing reads it.
func GenerateKey() string {
	var id [4]byte
	var key [keyBytes]byte
	_, _ = rand.Read(id[:]) // never fails: the program ends instead
	_, _ = rand.Read(key[:])
	return "k" + hex.EncodeToString(id[:]) + ":" + base64.StdEncoding.EncodeToString(key[:])
}

// CreateKeyFile writes a file with one new key, for its owner's eyes only. A
// file that is there already is an error: to lose a key is to lose what it sealed.
func CreateKeyFile(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("create payload key file: %w", err)
	}
	_, err = fmt.Fprintf(f, "# Payload keys, the active one first. Keep old ones as long as histories sealed with them exist.\n%s\n", GenerateKey())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("create payload key file: %w", err)
	}
	return nil
}
