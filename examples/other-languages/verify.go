// Package checkout verifies a Checkout callback, with Go's standard library alone.
package checkout

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Event is what a callback says.
type Event struct {
	Type    string `json:"type"`
	Payload struct {
		Amount    int64  `json:"amount"`
		PaymentID string `json:"paymentId"`
		SessionID string `json:"sessionId"`
	} `json:"payload"`
}

var header = regexp.MustCompile(`(?i)^[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*"?([0-9a-f]{64})"?[ \t]*$`)

// Verify returns the event, or an error where the callback is not authentic.
func Verify(body []byte, authorization, secret string) (Event, error) {
	found := header.FindStringSubmatch(authorization)
	if secret == "" || found == nil {
		return Event{}, errors.New("no secret, or no signature")
	}
	if !utf8.Valid(body) {
		return Event{}, errors.New("the body is not UTF-8")
	}
	signed := strings.Map(func(r rune) rune {
		// What Unicode calls White_Space.
		if unicode.Is(unicode.White_Space, r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(string(body), "\ufeff"))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	given, _ := hex.DecodeString(found[1])
	if !hmac.Equal(mac.Sum(nil), given) {
		return Event{}, errors.New("the signature does not match")
	}
	// Only what was signed is read.
	var event Event
	return event, json.Unmarshal([]byte(signed), &event)
}
