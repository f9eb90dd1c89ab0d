package values

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// keyring is a Secret Service (the freedesktop.org specification of that name)
// with as much of it as kooky asks for.
type keyring struct {
	bus      *dbus.Conn
	secrets  map[string]string // by application
	unlocked atomic.Bool
	unseen   atomic.Bool // nobody sees the dialog: then shown is called
	shown    func()
	prompts  atomic.Int32
	asked    atomic.Int32
}

const (
	ssPath   = "/org/freedesktop/secrets"
	ssFace   = "org.freedesktop.Secret."
	ssLogin  = dbus.ObjectPath(ssPath + "/collection/login")
	ssPrompt = dbus.ObjectPath(ssPath + "/prompt/1")
)

func (k *keyring) Get(face, name string) (dbus.Variant, *dbus.Error) {
	switch face + "." + name {
	case ssFace + "Service.Collections":
		return dbus.MakeVariant([]dbus.ObjectPath{ssLogin}), nil
	case ssFace + "Collection.Locked":
		return dbus.MakeVariant(!k.unlocked.Load()), nil
	}
	return dbus.Variant{}, dbus.MakeFailedError(errors.New("no such property"))
}

func (k *keyring) Unlock(what []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	if k.unlocked.Load() {
		return what, "/", nil
	}
	return []dbus.ObjectPath{}, ssPrompt, nil
}

// Prompt is a dialog that the user closes, or that nobody sees.
func (k *keyring) Prompt(string) *dbus.Error {
	k.prompts.Add(1)
	if k.unseen.Load() {
		k.shown()
		return nil
	}
	if err := k.bus.Emit(ssPrompt, ssFace+"Prompt.Completed", true, dbus.MakeVariant("")); err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}

func (k *keyring) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), ssPath + "/session/1", nil
}

func (k *keyring) Close() *dbus.Error { return nil }

func (k *keyring) SearchItems(by map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	k.asked.Add(1)
	if _, ok := k.secrets[by["application"]]; !ok {
		return []dbus.ObjectPath{}, nil
	}
	return []dbus.ObjectPath{ssLogin + dbus.ObjectPath("/"+by["application"])}, nil
}

// item is a secret of the keyring.
type item string

func (i item) GetSecret(session dbus.ObjectPath) (struct {
	Session    dbus.ObjectPath
	Parameters []byte
	Value      []byte
	Type       string
}, *dbus.Error) {
	return struct {
		Session    dbus.ObjectPath
		Parameters []byte
		Value      []byte
		Type       string
	}{session, []byte{}, []byte(i), "text/plain"}, nil
}

// serve starts a message bus with a keyring on it, for this process to use.
func serve(t *testing.T, secrets map[string]string) *keyring {
	t.Helper()
	if os.Getenv("CRUMBS_BROWSERS") != "1" {
		t.Skip("CRUMBS_BROWSERS=1 runs the tests with a real message bus")
	}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(t.TempDir(), "bus.conf")
	check(os.WriteFile(config, []byte(`<busconfig><type>session</type><listen>unix:dir=`+t.TempDir()+`</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`), 0o600))
	daemon := exec.Command("dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := daemon.StdoutPipe()
	check(err)
	check(daemon.Start())
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	check(err)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	bus, err := dbus.Connect(strings.TrimSpace(address))
	check(err)
	t.Cleanup(func() { _ = bus.Close() })
	k := &keyring{bus: bus, secrets: secrets}
	check(bus.Export(k, ssPath, ssFace+"Service"))
	check(bus.Export(k, ssPath, "org.freedesktop.DBus.Properties"))
	check(bus.Export(k, ssLogin, ssFace+"Collection"))
	check(bus.Export(k, ssLogin, "org.freedesktop.DBus.Properties"))
	check(bus.Export(k, ssPrompt, ssFace+"Prompt"))
	check(bus.Export(k, ssPath+"/session/1", ssFace+"Session"))
	for application, secret := range secrets {
		check(bus.Export(item(secret), ssLogin+dbus.ObjectPath("/"+application), ssFace+"Item"))
	}
	reply, err := bus.RequestName("org.freedesktop.secrets", dbus.NameFlagDoNotQueue)
	check(err)
	if reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("the bus gives no name: %v", reply)
	}
	return k
}

// A keyring that stays locked is asked for one value of thousands, and the v10
// values beside them are opened all the same; unlocked, every value is opened
// with the key of the right browser. It is one test because kooky remembers both
// the bus and the keys for the life of the process.
func TestKeyring(t *testing.T) {
	k := serve(t, map[string]string{"chromium": "c2VjcmV0IG9uZQ==", "chrome": "c2VjcmV0IHR3bw=="})
	var list []row
	for i := range 200 {
		name, host := rowName(i), fmt.Sprintf("h%d.test", i)
		scheme, password := "v11", k.secrets["chromium"]
		if i%3 == 0 {
			scheme, password = "v10", peanuts
		}
		list = append(list, row{host, name, "", lock(t, scheme, password, withHash(host, name))})
	}
	rows := rowsOf(24, list...)

	asker := new(Keyring)
	for i, v := range asker.Open(t.Context(), chromiumStore(), folder(t.TempDir()), rows) {
		if i%3 == 0 && (v.Err != nil || string(v.Bytes) != list[i].name) {
			t.Errorf("%d: got %q, %v", i, v.Bytes, v.Err)
		}
		if i%3 != 0 && !errors.Is(v.Err, errNoKey) {
			t.Errorf("%d: got %q, %v of a locked keyring", i, v.Bytes, v.Err)
		}
	}
	if n := k.prompts.Load(); n != 1 {
		t.Errorf("the user was asked %d times", n)
	}

	// Another store is another question to the same person, who has answered.
	if v := asker.Open(t.Context(), chromiumStore(), folder(t.TempDir()), rows)[1]; !errors.Is(v.Err, errNoKey) || k.prompts.Load() != 1 {
		t.Errorf("the second time: %q, %v, asked %d times", v.Bytes, v.Err, k.prompts.Load())
	}

	// A dialog that nobody answers is not waited for without end.
	soon, end := context.WithCancel(t.Context())
	k.shown = func() { time.AfterFunc(50*time.Millisecond, end) }
	k.unseen.Store(true)
	if err := unlock(soon, func() bool { return true }); !errors.Is(err, errLate) || k.prompts.Load() != 2 {
		t.Errorf("%v after %d prompts", err, k.prompts.Load())
	}

	k.unlocked.Store(true)
	for i, v := range asker.Open(t.Context(), chromiumStore(), folder(t.TempDir()), rows) {
		if v.Err != nil || string(v.Bytes) != list[i].name {
			t.Errorf("%d: got %q, %v", i, v.Bytes, v.Err)
		}
	}

	other := chromiumStore()
	other.Browser = "chrome-beta" // another key: nothing of it may pass
	for i, v := range new(Keyring).Open(t.Context(), other, folder(t.TempDir()), rows) {
		if (i%3 == 0) != (v.Err == nil) {
			t.Errorf("%d: got %q, %v with another browser's key", i, v.Bytes, v.Err)
		}
	}
	other.Browser = "brave" // no key
	for i, v := range new(Keyring).Open(t.Context(), other, folder(t.TempDir()), rows) {
		if (i%3 == 0) != (v.Err == nil) {
			t.Errorf("%d: got %q, %v without a key", i, v.Bytes, v.Err)
		}
	}
}
