package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Headers of a call.
const (
	HeaderSignature = "Termijn-Signature"
	HeaderEvent     = "Termijn-Event"
	HeaderKey       = "Idempotency-Key"
)

// ErrSignature: the call does not come from who knows the secret, or not now.
var ErrSignature = errors.New("the signature does not fit")

// Sign is the signature of a body at an instant.
func Sign(secret, body []byte, at time.Time) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	return "t=" + seconds + ",v1=" + hex.EncodeToString(digest(secret, seconds, body))
}

// Verify checks a signature as a receiver does: it must be of the body, under the
// secret, and made no longer than tolerance before or after now.
func Verify(secret, body []byte, signature string, now time.Time, tolerance time.Duration) error {
	stamp, mac, found := strings.Cut(signature, ",v1=")
	seconds, stamped := strings.CutPrefix(stamp, "t=")
	given, err := hex.DecodeString(mac)
	if !found || !stamped || err != nil {
		return fmt.Errorf("%w: it is not written t=…,v1=…", ErrSignature)
	}
	at, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return fmt.Errorf("%w: it is not written t=…,v1=…", ErrSignature)
	}
	if !hmac.Equal(given, digest(secret, seconds, body)) {
		return ErrSignature
	}
	if off := now.Sub(time.Unix(at, 0)).Abs(); off > tolerance {
		return fmt.Errorf("%w: it was made %s ago", ErrSignature, off)
	}
	return nil
}

func digest(secret []byte, seconds string, body []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(seconds + "."))
	h.Write(body)
	return h.Sum(nil)
}
