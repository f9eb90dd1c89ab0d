package browsertest

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// Keyring is a gnome-keyring on a message bus of its own. Both end with the
// test, or before with Stop.
type Keyring struct {
	address     string
	home        string
	bus, daemon *process
}

// StartKeyring starts a keyring whose files are in the home folder. It is opened
// with the password, and made with it if there is none yet; with "" it stays
// locked. Nothing shows its dialogs.
func StartKeyring(t testing.TB, home, password string) *Keyring {
	t.Helper()
	need := func(program string) string {
		path, err := exec.LookPath(program)
		if err != nil {
			t.Fatalf("CRUMBS_BROWSERS=1 is set and there is no %s", program)
		}
		return path
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	k := &Keyring{home: home}
	k.bus = launch(t, home, need("dbus-daemon"), []string{"--session", "--nofork", "--nopidfile", "--print-address=1", "--address=unix:tmpdir=/tmp"})
	address, err := k.bus.said.after(ctx, "unix:")
	if err != nil {
		t.Fatalf("the message bus does not start: %v; it said:\n%s", err, k.bus.said)
	}
	k.address = "unix:" + address
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	}
	k.daemon = launchWith(t, given{k.Env(), strings.NewReader(password)}, home, need("gnome-keyring-daemon"), args)

	bus, err := dbus.Connect(k.address, dbus.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close() //nolint:errcheck // nothing is written
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for owned := false; !owned; {
		err := bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.secrets").Store(&owned)
		if err == nil {
			err = k.daemon.running()
		}
		if err != nil {
			t.Fatalf("the keyring does not start: %v; it said:\n%s", err, k.daemon.said)
		}
		<-again.C
	}
	return k
}

// Env is what a program must have in its environment to reach the keyring.
func (k *Keyring) Env() []string {
	return []string{"DBUS_SESSION_BUS_ADDRESS=" + k.address, "XDG_RUNTIME_DIR=" + k.home}
}

// Dialogs is how often the keyring wanted to ask its user for something.
func (k *Keyring) Dialogs() int {
	return k.bus.said.count("Activating service name='org.gnome.keyring.SystemPrompter'")
}

// Secret is what the keyring keeps for an application.
func (k *Keyring) Secret(t testing.TB, application string) string {
	t.Helper()
	cmd := exec.Command("secret-tool", "lookup", "application", application)
	cmd.Env = append(k.bus.cmd.Env, k.Env()...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("secret-tool: %v", err)
	}
	return string(out)
}

// Stop ends the keyring and its bus.
func (k *Keyring) Stop() {
	k.daemon.Kill()
	k.bus.Kill()
}
