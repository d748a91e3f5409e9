package main

import (
	"context"
	"fmt"

	"termijn/internal/ledger"
)

// MigrateCmd changes the database's schema.
type MigrateCmd struct {
	Connection
	Direction string `arg:"" enum:"up,down" default:"up" help:"up: to the newest version; down: one version back."`
	Yes       bool   `help:"Really go down: what the newer version holds is lost."`
	Grant     string `help:"Then give a role what serving needs, and no right to change the ledger." placeholder:"ROLE"`
}

// Help shows how the command is used.
func (MigrateCmd) Help() string {
	return `Example:

  termijn migrate up --database postgres://owner@db/termijn --grant termijn_serve

Run it as the tables' owner; let "termijn serve" use another role. With --grant that
role can add to the ledger, but can neither change nor remove what stands in it, nor
switch off the triggers that forbid it.`
}

// Run migrates and says what it did.
func (c *MigrateCmd) Run(ctx context.Context) error {
	set, err := c.settings()
	if err != nil {
		return err
	}
	if c.Direction == "down" && !c.Yes {
		return misuse("migrate down loses what the newer version holds; add --yes if you mean it")
	}
	done, err := ledger.Migrate(ctx, set.database, c.Direction == "down")
	if err != nil {
		return err
	}
	for _, step := range done {
		fmt.Println(step)
	}
	if len(done) == 0 {
		fmt.Println("nothing to do")
	}
	if c.Grant == "" {
		return nil
	}
	if err := ledger.Grant(ctx, set.database, c.Grant); err != nil {
		return err
	}
	fmt.Println("granted to", c.Grant)
	return nil
}
