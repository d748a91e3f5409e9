package signedlink_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/signedlink"
)

var (
	key   = bytes.Repeat([]byte{7}, signedlink.KeySize)
	other = bytes.Repeat([]byte{8}, signedlink.KeySize)
	until = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
)

func TestALinkIsGoodForItsPurposeAndSubjectAlone(t *testing.T) {
	t.Parallel()
	mac := signedlink.Sign(key, signedlink.Survey, "SUR-2026-000001")
	require.Regexp(t, `^[A-Za-z0-9_-]{22}$`, mac, "128 bits, URL-safe")
	require.Equal(t, mac, signedlink.Sign(key, signedlink.Survey, "SUR-2026-000001"), "every time the same")
	require.True(t, signedlink.Verify(key, signedlink.Survey, "SUR-2026-000001", mac))
	require.False(t, signedlink.Verify(key, signedlink.Unsubscribe, "SUR-2026-000001", mac), "another purpose")
	require.False(t, signedlink.Verify(key, signedlink.Survey, "SUR-2026-000002", mac), "another subject")
	require.False(t, signedlink.Verify(other, signedlink.Survey, "SUR-2026-000001", mac), "another key")
	for _, bad := range []string{"", mac[:21], mac + "A", strings.ToLower(mac), "0." + mac, "." + mac} {
		require.False(t, signedlink.Verify(key, signedlink.Survey, "SUR-2026-000001", bad), bad)
	}
	for _, short := range [][]byte{nil, {}, key[:31]} {
		require.False(t, signedlink.Verify(short, signedlink.Survey, "a", signedlink.Sign(short, signedlink.Survey, "a")), "a key that is none")
	}
}

func TestPartsDoNotRunIntoOneAnother(t *testing.T) {
	t.Parallel()
	require.NotEqual(t, signedlink.Sign(key, "ab", "c"), signedlink.Sign(key, "a", "bc"))
	require.NotEqual(t, signedlink.Sign(key, "a", "1:b"), signedlink.Sign(key, "a1:", "b"))
}

func TestALinkWithAnEndEnds(t *testing.T) {
	t.Parallel()
	mac := signedlink.SignUntil(key, signedlink.Confirm, "a", until)
	at := func(mac string, now time.Time) bool {
		return signedlink.VerifyAt(key, signedlink.Confirm, "a", mac, now)
	}
	require.True(t, at(mac, until.Add(-time.Second)))
	require.False(t, at(mac, until))
	require.False(t, signedlink.VerifyAt(key, signedlink.Confirm, "b", mac, until.Add(-time.Second)))
	require.False(t, signedlink.VerifyAt(key, signedlink.Unsubscribe, "a", mac, until.Add(-time.Second)))
	require.False(t, signedlink.VerifyAt(nil, signedlink.Confirm, "a", mac, until.Add(-time.Second)))
	_, signature, _ := strings.Cut(mac, ".")
	later, _, _ := strings.Cut(signedlink.SignUntil(key, signedlink.Confirm, "a", until.AddDate(1, 0, 0)), ".")
	require.False(t, at(later+"."+signature, until), "the end cannot be moved")
	require.False(t, at("."+signedlink.Sign(key, signedlink.Confirm, "a"), until), "one without an end is none with one")
	require.False(t, at(signedlink.Sign(key, signedlink.Confirm, "a"), until))
	require.False(t, signedlink.Verify(key, signedlink.Confirm, "a", mac), "nor the other way round")
}

func TestThePathsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	require.Equal(t, "/status/confirm/a%2Fb/tbmjo0.5nmtIES5t-CJHwNrczT7Gw", signedlink.ConfirmPath(key, "a/b", until))
	require.Equal(t, "/status/unsubscribe/5f6c/YbrfafV2ol9NoQY8WKER5A", signedlink.UnsubscribePath(key, "5f6c"))
	require.Equal(t, "/survey/SUR-2026-000001/PKhHYiHHdIJHUh7ZzIO0Hg", signedlink.SurveyPath(key, "SUR-2026-000001"))
}
