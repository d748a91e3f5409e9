package ledger

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Grant gives a role what serving, reprojecting and auditing need and no more:
// it can add events and erasures but never change or remove them, nor the
// triggers that forbid it. The role must exist; the tables' owner must ask.
func Grant(ctx context.Context, url, role string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("grant: %w", err)
	}
	defer conn.Close(ctx)
	to := pgx.Identifier{role}.Sanitize()
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		var schema, database string
		if err := tx.QueryRow(ctx, `SELECT quote_ident(current_schema()), quote_ident(current_database())`).Scan(&schema, &database); err != nil {
			return fmt.Errorf("grant: %w", err)
		}
		for _, sql := range []string{
			`GRANT TEMPORARY ON DATABASE ` + database + ` TO ` + to,
			`GRANT USAGE ON SCHEMA ` + schema + ` TO ` + to,
			`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ` + schema + ` TO ` + to,
			`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ` + schema + ` TO ` + to,
			`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ` + schema + ` TO ` + to,
			`REVOKE UPDATE, DELETE ON events, erasures FROM ` + to,
			`REVOKE INSERT, UPDATE, DELETE ON goose_db_version FROM ` + to,
		} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return fmt.Errorf("grant to %s: %w", role, err)
			}
		}
		return nil
	})
}
