package codec_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"termijn/internal/codec"
)

func ring(t testing.TB, entries ...string) *codec.KeyRing {
	t.Helper()
	r, err := codec.ParseKeyRing(strings.Join(entries, ","))
	require.NoError(t, err)
	return r
}

func seal(t testing.TB, r *codec.KeyRing, text string) *commonpb.Payload {
	t.Helper()
	p, err := codec.DataConverter(r).ToPayload(text)
	require.NoError(t, err)
	return p
}

func open(r *codec.KeyRing, p *commonpb.Payload) (text string, err error) {
	err = codec.DataConverter(r).FromPayload(p, &text)
	return text, err
}

func TestWhatIsSealedOpensAgainUnchanged(t *testing.T) {
	t.Parallel()
	c := codec.Codec(ring(t, codec.GenerateKey(), codec.GenerateKey()))
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) *commonpb.Payload {
			data := rapid.SliceOfN(rapid.Byte(), 0, 600).Draw(t, "data")
			return &commonpb.Payload{
				Metadata: rapid.MapOf(rapid.StringMatching(`[a-z-]{1,9}`), rapid.SliceOf(rapid.Byte())).Draw(t, "metadata"),
				Data:     bytes.Repeat(data, rapid.IntRange(1, 20).Draw(t, "repeats")),
			}
		}), 0, 4).Draw(t, "payloads")
		before := make([]*commonpb.Payload, len(drawn))
		for i, p := range drawn {
			before[i] = proto.CloneOf(p)
		}
		sealed, err := c.Encode(drawn)
		require.NoError(t, err)
		opened, err := c.Decode(sealed)
		require.NoError(t, err)
		require.Len(t, opened, len(drawn))
		for i := range drawn {
			require.True(t, proto.Equal(before[i], opened[i]), "payload %d: %v", i, opened[i])
			require.True(t, proto.Equal(before[i], drawn[i]), "the given payload was changed")
			require.Equal(t, "binary/encrypted", string(sealed[i].GetMetadata()["encoding"]))
		}
	})
}

func TestSealedPayloadShowsNothingOfItsContent(t *testing.T) {
	t.Parallel()
	r := ring(t, codec.GenerateKey())
	for _, text := range []string{"bestuurlijk geheim", strings.Repeat("bestuurlijk geheim ", 100)} {
		p := seal(t, r, text)
		whole, err := proto.Marshal(p)
		require.NoError(t, err)
		require.NotContains(t, string(whole), "geheim")
		require.NotContains(t, string(whole), converter.MetadataEncodingJSON, "the inner metadata is sealed too")
		require.False(t, proto.Equal(p, seal(t, r, text)), "equal texts are sealed differently")
	}
	require.Less(t, len(seal(t, r, strings.Repeat("bestuurlijk geheim ", 100)).GetData()), 300, "it is compressed")
}

func TestRotationKeepsOldPayloadsReadable(t *testing.T) {
	t.Parallel()
	oldKey, newKey := codec.GenerateKey(), codec.GenerateKey()
	before, after, withoutOld := ring(t, oldKey), ring(t, newKey, oldKey), ring(t, newKey)
	old := seal(t, before, "from before")

	text, err := open(after, old)
	require.NoError(t, err)
	require.Equal(t, "from before", text)

	fresh := seal(t, after, "from after")
	require.Equal(t, after.Active(), string(fresh.GetMetadata()["encryption-key-id"]))
	require.True(t, strings.HasPrefix(newKey, after.Active()+":"))
	text, err = open(withoutOld, fresh)
	require.NoError(t, err)
	require.Equal(t, "from after", text)

	_, err = open(withoutOld, old)
	require.ErrorIs(t, err, codec.ErrUnknownKey)
	require.ErrorContains(t, err, before.Active(), "it says which key is missing")
}

func TestAlteredPayloadIsRefused(t *testing.T) {
	t.Parallel()
	one, two := codec.GenerateKey(), codec.GenerateKey()
	r := ring(t, one, two)
	sealed := seal(t, r, "as agreed")
	for i := range sealed.GetData() {
		altered := proto.CloneOf(sealed)
		altered.Data[i] ^= 1
		_, err := open(r, altered)
		require.ErrorIs(t, err, codec.ErrTampered, "byte %d", i)
	}
	short := proto.CloneOf(sealed)
	short.Data = short.Data[:5]
	_, err := open(r, short)
	require.ErrorIs(t, err, codec.ErrTampered)

	// The same key bytes under another ID: the seal is bound to the ID.
	_, bytesOfOne, _ := strings.Cut(one, ":")
	renamed := proto.CloneOf(sealed)
	renamed.Metadata["encryption-key-id"] = []byte("other")
	_, err = open(ring(t, "other:"+bytesOfOne), renamed)
	require.ErrorIs(t, err, codec.ErrTampered)
}

func TestPlainPayloadsPassThrough(t *testing.T) {
	t.Parallel()
	plain, err := converter.GetDefaultDataConverter().ToPayload("from before encryption")
	require.NoError(t, err)
	text, err := open(ring(t, codec.GenerateKey()), plain)
	require.NoError(t, err)
	require.Equal(t, "from before encryption", text)

	untouched := seal(t, nil, "without keys")
	require.Equal(t, `"without keys"`, string(untouched.GetData()))
}

func BenchmarkCodec(b *testing.B) {
	c := codec.Codec(ring(b, codec.GenerateKey()))
	for name, size := range map[string]int{"200B": 200, "4KB": 4 << 10, "64KB": 64 << 10} {
		text := []byte(strings.Repeat(`{"ref":"REG-2026-000042","state":"awaitingAnswer"},`, size/50))
		p := []*commonpb.Payload{{Metadata: map[string][]byte{"encoding": []byte("json/plain")}, Data: text}}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				sealed, err := c.Encode(p)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := c.Decode(sealed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
