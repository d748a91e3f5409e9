package codec

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/protobuf/proto"
)

// Wire format: the metadata of a sealed payload.
const (
	encodingEncrypted = "binary/encrypted"
	metadataKeyID     = "encryption-key-id"
)

var (
	// ErrUnknownKey means that a payload was sealed with a key that is not on the ring.
	ErrUnknownKey = errors.New("the payload's key is not on the key ring")
	// ErrTampered means that a payload is not what was sealed under its key.
	ErrTampered = errors.New("the payload does not open with its key: it was altered, or another key has that id")
)

// The first byte of an opened text says how the rest is packed. It is inside
// the seal so that nobody can make us unpack what we did not pack.
const (
	packedPlain   byte = 0
	packedDeflate byte = 1
)

// compressFrom is the size in bytes below which compression gains nothing.
const compressFrom = 256

// payloadCodec implements converter.PayloadCodec.
type payloadCodec struct{ ring *KeyRing }

// Codec seals and opens payloads with the ring. Payloads that were never
// sealed pass through Decode, so that encryption can be switched on while
// cases run.
func Codec(ring *KeyRing) converter.PayloadCodec { return payloadCodec{ring} }

// DataConverter converts values as the SDK does and seals the outcome. A nil
// ring leaves them plain.
func DataConverter(ring *KeyRing) converter.DataConverter {
	if ring == nil {
		return converter.GetDefaultDataConverter()
	}
	return converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), Codec(ring))
}

// FailureConverter seals error texts and stack traces too. It belongs beside
// DataConverter in the client's options. A nil ring leaves them plain.
func FailureConverter(ring *KeyRing) converter.FailureConverter {
	return temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{
		DataConverter: DataConverter(ring), EncodeCommonAttributes: ring != nil,
	})
}

// Encode seals every payload under the active key.
func (c payloadCodec) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	return each(payloads, c.seal)
}

// Decode opens every payload that is sealed. The error is ErrUnknownKey or
// ErrTampered when it is one of them.
func (c payloadCodec) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	return each(payloads, c.open)
}

func each(payloads []*commonpb.Payload, do func(*commonpb.Payload) (*commonpb.Payload, error)) ([]*commonpb.Payload, error) {
	out := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		var err error
		if out[i], err = do(p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (c payloadCodec) seal(p *commonpb.Payload) (*commonpb.Payload, error) {
	// The metadata is sealed with the data: it may name types and fields.
	text, err := proto.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("seal payload: %w", err)
	}
	packed, err := pack(text)
	if err != nil {
		return nil, fmt.Errorf("seal payload: %w", err)
	}
	id := c.ring.active
	return &commonpb.Payload{
		Metadata: map[string][]byte{
			converter.MetadataEncoding: []byte(encodingEncrypted),
			metadataKeyID:              []byte(id),
		},
		Data: c.ring.keys[id].Seal(nil, nil, packed, bound(id)),
	}, nil
}

func (c payloadCodec) open(p *commonpb.Payload) (*commonpb.Payload, error) {
	if string(p.GetMetadata()[converter.MetadataEncoding]) != encodingEncrypted {
		return p, nil
	}
	id := string(p.GetMetadata()[metadataKeyID])
	key := c.ring.keys[id]
	if key == nil {
		return nil, fmt.Errorf("open payload: key %q: %w; put it back on the ring, after the active one", id, ErrUnknownKey)
	}
	packed, err := key.Open(nil, nil, p.GetData(), bound(id))
	if err != nil {
		return nil, fmt.Errorf("open payload: key %q: %w", id, ErrTampered)
	}
	text, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("open payload: %w", err)
	}
	opened := &commonpb.Payload{}
	if err := proto.Unmarshal(text, opened); err != nil {
		return nil, fmt.Errorf("open payload: %w", err)
	}
	return opened, nil
}

// bound is the additional data that ties a seal to this format and key ID.
func bound(id string) []byte { return []byte("termijn payload 1 " + id) }

// Both are reused: they weigh more than most payloads.
var readers = sync.Pool{New: func() any { return flate.NewReader(bytes.NewReader(nil)) }}

var writers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // only for an invalid level
	}
	return w
}}

// pack compresses text when that makes it smaller.
func pack(text []byte) ([]byte, error) {
	if len(text) >= compressFrom {
		var b bytes.Buffer
		b.WriteByte(packedDeflate)
		w := writers.Get().(*flate.Writer)
		defer writers.Put(w)
		w.Reset(&b)
		_, err := w.Write(text)
		if err := errors.Join(err, w.Close()); err != nil {
			return nil, fmt.Errorf("compress: %w", err)
		}
		if b.Len() <= len(text) {
			return b.Bytes(), nil
		}
	}
	return slices.Concat([]byte{packedPlain}, text), nil
}

func unpack(packed []byte) ([]byte, error) {
	if len(packed) == 0 {
		return nil, errors.New("nothing is in it")
	}
	switch kind, rest := packed[0], packed[1:]; kind {
	case packedPlain:
		return rest, nil
	case packedDeflate:
		r := readers.Get().(io.ReadCloser)
		defer readers.Put(r)
		err := r.(flate.Resetter).Reset(bytes.NewReader(rest), nil)
		if err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
		return text, nil
	default:
		return nil, fmt.Errorf("packed in way %d, which this version does not know", kind)
	}
}
