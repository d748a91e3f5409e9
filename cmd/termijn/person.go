package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"termijn/config"
	"termijn/internal/ledger"
	"termijn/internal/producttime"
)

// PersonCmd groups the commands about what is held on people.
type PersonCmd struct {
	Export    PersonExportCmd    `cmd:"" help:"Print everything that is held on a person, as JSON."`
	Anonymise PersonAnonymiseCmd `cmd:"" help:"Forget a person or a personal text, unless a rule keeps it."`
}

// PersonExportCmd prints what is held on a person, or where a name stands.
type PersonExportCmd struct {
	Connection
	ID      string `arg:"" optional:"" help:"The person's ID."`
	Name    string `help:"Also, or only, the personal texts that hold this name." placeholder:"NAME"`
	Address string `help:"Only what this e-mail address subscribed to." placeholder:"EMAIL"`
}

// Help shows how the command is used.
func (PersonExportCmd) Help() string {
	return `Example:

  termijn person export noord-aanvrager --database postgres://termijn@db/termijn
  termijn person export --name "Kandidaat A"      candidates have no ID: search by name
  termijn person export --address lezer@burger.example`
}

// Run prints JSON on standard output.
func (c *PersonExportCmd) Run(ctx context.Context) error {
	if c.ID == "" && c.Name == "" && c.Address == "" || c.Address != "" && c.ID+c.Name != "" {
		return misuse("give a person's ID, --name or both, or --address")
	}
	store, done, err := c.Store(ctx)
	if err != nil {
		return err
	}
	defer done()
	if c.Address != "" {
		held, err := store.Subscriptions(ctx, c.Address)
		if err != nil {
			return err
		}
		return printJSON(map[string]any{"subscriptions": held})
	}
	if c.ID == "" {
		texts, err := store.TextsNaming(ctx, c.Name)
		if err != nil {
			return err
		}
		return printJSON(map[string]any{"naming": texts})
	}
	p, err := store.Personal(ctx, c.ID, c.Name)
	if errors.Is(err, ledger.ErrNotFound) {
		return fmt.Errorf("person export: there is no person %s", c.ID)
	}
	if err != nil {
		return err
	}
	return printJSON(p)
}

// PersonAnonymiseCmd forgets a person or personal texts.
type PersonAnonymiseCmd struct {
	Connection
	ID   string `arg:"" optional:"" help:"The person's ID."`
	Text string `help:"Instead of a person: one personal text, by its reference." placeholder:"REF"`
	Name string `help:"Instead of a person: all personal texts that are exactly this name." placeholder:"NAME"`
	// Address is personal: it stays in no record.
	Address string `help:"Instead of a person: a subscriber's e-mail address, with all its subscriptions." placeholder:"EMAIL"`
	By      string `help:"Who asks for it; stays on record." required:"" placeholder:"WHO"`
	Reason  string `help:"Why; stays on record. No names." required:"" placeholder:"WHY"`
	DryRun  bool   `name:"dry-run" help:"Say what would be forgotten, or why not, and change nothing."`
}

// Help shows how the command is used.
func (PersonAnonymiseCmd) Help() string {
	return `Example:

  termijn person anonymise noord-aanvrager --by "privacy officer" --reason "request 2026-3" --dry-run
  termijn person anonymise --name "Kandidaat A" --by "privacy officer" --reason "request 2026-4"
  termijn person anonymise --address lezer@burger.example --by "privacy officer" --reason "request 2026-5"

Refused, with the reasons, while a case needs the person or a rule of retention.yaml
keeps it. What was forgotten cannot be had back. The ledger's chain stays whole: it
holds references to personal texts only, and "termijn audit" says "erased" for them.`
}

// Run forgets and prints what was forgotten.
func (c *PersonAnonymiseCmd) Run(ctx context.Context) error {
	given := 0
	for _, v := range []string{c.ID, c.Text, c.Name, c.Address} {
		if v != "" {
			given++
		}
	}
	if given != 1 {
		return misuse("give one of a person's ID, --text, --name or --address")
	}
	rules, err := config.Retention(c.Config)
	if err != nil {
		return err
	}
	store, done, err := c.Store(ctx)
	if err != nil {
		return err
	}
	defer done()
	scale, err := store.ProductTime(ctx, producttime.Scale{})
	if err != nil {
		return err
	}
	e := ledger.Erasure{By: c.By, Reason: c.Reason, Now: scale.Now(), Rules: rules, DryRun: c.DryRun}
	var erased ledger.Erased
	switch {
	case c.ID != "":
		erased, err = store.AnonymisePerson(ctx, c.ID, e)
	case c.Text != "":
		erased, err = store.EraseTexts(ctx, []string{c.Text}, e)
	case c.Address != "":
		erased, err = store.ForgetAddress(ctx, c.Address, e)
	default:
		erased, err = store.EraseName(ctx, c.Name, e)
	}
	if errors.Is(err, ledger.ErrNotFound) {
		return errors.New("person anonymise: there is nothing by that ID, reference, name or address, or it is gone already")
	}
	if err != nil {
		return err
	}
	return printJSON(erased)
}

func printJSON(v any) error {
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
