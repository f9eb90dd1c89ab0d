package values

import "testing"

func TestWords(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	got := Words(map[string]int{"v10": 3, "v11": 2, "v20": 1, "\x01\x00\x00": 4, "xyz": 5})
	want := "3 under the key that every such browser has (v10), 2 under a key in a keyring that can't be asked here (v11), " +
		"1 that only the browser can open (v20), 9 encrypted in another way"
	if got != want {
		t.Errorf("got %q", got)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nobody")
	if got := Words(map[string]int{"v11": 2}); got != "2 under a key in the keyring, which is asked when a value is to be shown (v11)" {
		t.Errorf("got %q", got)
	}
	if got := Words(nil); got != "" {
		t.Errorf("got %q", got)
	}
}
