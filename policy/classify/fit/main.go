// Fit finds the weights of the classifier's scorecard from a file of labelled
// cookies, and says how good they are on sites that they were not made from:
//
//	go run ./policy/classify/fit [-v] [-folds N] [-write policy/classify/weights.txt] FILE
//
// A line of FILE is a JSON object with name, domain, path, value, http_only,
// secure, same_site (no_restriction, lax or strict), session, lifetime_s,
// site_etld1 and label. The same file always gives the same weights.
package main

import (
	"flag"
	"fmt"
	"os"

	"crumbs/policy/catalogue"
)

func main() {
	write := flag.String("write", "", "write the weights of all rows to this `file`")
	verbose := flag.Bool("v", false, "show each wrong verdict")
	folds := flag.Int("folds", 10, "how many parts the sites are divided into")
	flag.Parse()
	if err := run(flag.Args(), *write, *folds, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

func run(args []string, write string, folds int, verbose bool) error {
	if len(args) != 1 {
		return fmt.Errorf("%d files, not one", len(args))
	}
	if folds < 2 {
		return fmt.Errorf("%d folds, not 2 or more", folds)
	}
	rows, err := readRows(args[0])
	if err != nil {
		return err
	}
	known, err := catalogue.Load()
	if err != nil {
		return err
	}
	h := harness{rows: rows, known: known, folds: folds}
	h.report(os.Stdout, verbose)
	if write == "" {
		return nil
	}
	return os.WriteFile(write, []byte(print(h.traits(), h.fit(everything(len(rows))))), 0o644) //nolint:gosec // a file of the repository
}
