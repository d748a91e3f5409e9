package ledger

import (
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Away reports whether an error says that the database cannot be reached now or
// went away in the middle. Trying again later is right; whether the statement
// was carried out is not known.
func Away(err error) bool {
	var (
		refused *pgconn.ConnectError
		said    *pgconn.PgError
		network net.Error
	)
	switch {
	case errors.As(err, &said):
		// Shutting down, starting up, crashed, too many connections, connection lost.
		return strings.HasPrefix(said.Code, "57P0") || said.Code == "53300" || strings.HasPrefix(said.Code, "08")
	case errors.As(err, &refused), errors.As(err, &network), pgconn.SafeToRetry(err):
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
