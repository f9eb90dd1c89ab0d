package values

import (
	"context"
	"os"
	"slices"

	"github.com/godbus/dbus/v5"
)

// Names of the Secret Service (freedesktop.org's specification of that name).
const (
	secrets     = "org.freedesktop.secrets"
	secretsPath = dbus.ObjectPath("/org/freedesktop/secrets")
	secretsFace = "org.freedesktop.Secret."
	properties  = "org.freedesktop.DBus.Properties.Get"
)

// unlock opens the keyring, for kooky asks a locked one again and again, and
// waits for each answer without end. A person is asked if ask says so, and for
// as long as ctx lasts. A keyring that can't tell whether it is locked is left
// to kooky, and so is KDE's wallet, which kooky asks in another way.
func unlock(ctx context.Context, ask func() bool) error {
	if _, kde := os.LookupEnv("KDE_SESSION_VERSION"); kde {
		return nil
	}
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		return nil
	}
	defer bus.Close() //nolint:errcheck // nothing is written
	login := loginCollection(ctx, bus)
	var locked dbus.Variant
	err = bus.Object(secrets, login).CallWithContext(ctx, properties, 0, secretsFace+"Collection", "Locked").Store(&locked)
	if ctx.Err() != nil {
		return errLate
	}
	if is, ok := locked.Value().(bool); err != nil || !ok || !is {
		return nil
	}
	var open []dbus.ObjectPath
	var prompt dbus.ObjectPath
	err = bus.Object(secrets, secretsPath).CallWithContext(ctx, secretsFace+"Service.Unlock", 0, []dbus.ObjectPath{login}).Store(&open, &prompt)
	switch {
	case ctx.Err() != nil:
		return errLate
	case err != nil:
		return errNoKey
	case prompt == "/":
		return nil
	case !ask():
		return errNoKey
	}
	return answered(ctx, bus, prompt)
}

// loginCollection gives the collection that browsers keep their keys in, as
// kooky picks it.
func loginCollection(ctx context.Context, bus *dbus.Conn) dbus.ObjectPath {
	login := secretsPath + "/collection/login"
	var all dbus.Variant
	err := bus.Object(secrets, secretsPath).CallWithContext(ctx, properties, 0, secretsFace+"Service", "Collections").Store(&all)
	if paths, ok := all.Value().([]dbus.ObjectPath); err != nil || !ok || !slices.Contains(paths, login) {
		return secretsPath + "/aliases/default"
	}
	return login
}

// answered shows a prompt and waits for what the person does with it.
func answered(ctx context.Context, bus *dbus.Conn, prompt dbus.ObjectPath) error {
	face := secretsFace + "Prompt"
	signals := make(chan *dbus.Signal, 8)
	bus.Signal(signals)
	err := bus.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(face))
	if err == nil {
		err = bus.Object(secrets, prompt).CallWithContext(ctx, face+".Prompt", 0, "").Err
	}
	switch {
	case ctx.Err() != nil:
		return errLate
	case err != nil:
		return errNoKey
	}
	for {
		select {
		case s, more := <-signals:
			if !more {
				return errNoKey
			}
			if s.Path != prompt || s.Name != face+".Completed" || len(s.Body) == 0 {
				continue
			}
			if dismissed, ok := s.Body[0].(bool); !ok || dismissed {
				return errNoKey
			}
			return nil
		case <-ctx.Done():
			_ = bus.Object(secrets, prompt).Call(face+".Dismiss", dbus.FlagNoReplyExpected) // nobody waits for it any more
			return errLate
		}
	}
}
