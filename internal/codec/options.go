package codec

import "go.temporal.io/sdk/client"

// Sealed makes a client seal what it sends to Temporal with a key ring. Sealed
// payloads are compressed and do not compress further, so requests are not
// compressed again.
func Sealed(o client.Options, ring *KeyRing) client.Options {
	o.DataConverter, o.FailureConverter = DataConverter(ring), FailureConverter(ring)
	o.ConnectionOptions.GrpcCompression = &client.GrpcCompressionNone{}
	return o
}
