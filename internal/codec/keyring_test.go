package codec_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/codec"
)

func TestImpossibleKeyRingsAreRefusedWithoutShowingKeys(t *testing.T) {
	t.Parallel()
	good := codec.GenerateKey()
	secret := good[strings.Index(good, ":")+1:]
	for text, says := range map[string]string{
		"":                             "no payload keys given",
		" , \n# only a remark":         "no payload keys given",
		secret:                         "payload key number 1: want id:base64",
		"a b:" + secret:                "want id:base64",
		"a:" + secret[:20]:             "the key a is not 32 bytes in base64",
		"a:" + secret + "AAAA":         "the key a is not 32 bytes in base64",
		"a:" + secret + ",a:" + secret: "payload key number 2: the id a is used twice",
	} {
		_, err := codec.ParseKeyRing(text)
		require.ErrorContains(t, err, says, "%q", text)
		require.NotContains(t, err.Error(), secret)
	}
}

func TestKeyFileIsForItsOwnerOnlyAndNeverOverwritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	require.NoError(t, codec.CreateKeyFile(path))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	r, err := codec.LoadKeyRing(path)
	require.NoError(t, err)
	require.NotEmpty(t, r.Active())

	require.ErrorIs(t, codec.CreateKeyFile(path), os.ErrExist)
	again, err := codec.LoadKeyRing(path)
	require.NoError(t, err)
	require.Equal(t, r.Active(), again.Active())
	_, err = codec.LoadKeyRing(path + ".missing")
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Not parallel: it changes the environment.
func TestKeysComeFromTheEnvironmentOrAFile(t *testing.T) {
	t.Setenv(codec.KeysVariable, "")
	t.Setenv(codec.KeysFileVariable, "")
	r, err := codec.KeyRingFromEnvironment()
	require.NoError(t, err)
	require.Nil(t, r)

	path := filepath.Join(t.TempDir(), "keys")
	require.NoError(t, codec.CreateKeyFile(path))
	t.Setenv(codec.KeysFileVariable, path)
	r, err = codec.KeyRingFromEnvironment()
	require.NoError(t, err)
	require.NotEmpty(t, r.Active())

	t.Setenv(codec.KeysVariable, "first:"+strings.Repeat("A", 43)+"=,"+codec.GenerateKey())
	_, err = codec.KeyRingFromEnvironment()
	require.ErrorContains(t, err, "not both")
	t.Setenv(codec.KeysFileVariable, "")
	r, err = codec.KeyRingFromEnvironment()
	require.NoError(t, err)
	require.Equal(t, "first", r.Active())
}
