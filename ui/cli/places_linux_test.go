package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoPlace runs deletions and undos where the folders that crumbs needs are
// missing, are no folders, or can't be written. Where it can't remember what it
// deletes, or can't copy a store, nothing goes and one sentence says why; where
// it can do without, it does.
func TestNoPlace(t *testing.T) {
	each(t, 30, func(t *testing.T, v *victim) {
		file, away := filepath.Join(v.home, "file"), filepath.Join(v.home, "away")
		closed, link := filepath.Join(v.home, "closed"), filepath.Join(v.home, "link")
		loop, nowhere := filepath.Join(v.home, "loop"), filepath.Join(v.home, "nowhere")
		must(t, os.WriteFile(file, []byte("kept"), 0o600))
		must(t, os.Mkdir(away, 0o700))
		must(t, os.Mkdir(closed, 0o700))
		must(t, os.Symlink(away, link))
		must(t, os.Symlink("loop", loop))
		if os.Geteuid() == 0 { // whom no mode keeps out
			readOnly(t, closed)
		} else {
			must(t, os.Chmod(closed, 0o500))
		}
		const works = ""
		for _, s := range []struct{ env, says string }{
			{"TMPDIR=" + nowhere, "set TMPDIR"},
			{"TMPDIR=" + file, "set TMPDIR"},
			{"TMPDIR=" + loop, "set TMPDIR"},
			{"TMPDIR=" + closed, "set TMPDIR"},
			{"TMPDIR=" + link, works},
			{"TMPDIR=away", works}, // a relative one is one all the same
			{"HOME=", "HOME"},
			{"HOME=away", "HOME"},
			{"HOME=" + file, file},
			{"HOME=" + closed, "read-only file system"},
			{"HOME=" + nowhere, works}, // it is made
			{"XDG_STATE_HOME=" + file, file},
			{"XDG_STATE_HOME=" + closed, "read-only file system"},
			{"XDG_STATE_HOME=" + nowhere + "/deep/down", works},
			{"XDG_STATE_HOME=" + link, works},
			{"XDG_STATE_HOME=away", works}, // a relative one is none, as its specification asks
			{"XDG_CONFIG_HOME=" + file, "keep list"},
			{"XDG_CONFIG_HOME=" + loop, "keep list"},
			{"XDG_CONFIG_HOME=" + closed, works}, // it is only read
			{"XDG_CONFIG_HOME=away", works},
		} {
			t.Run(s.env, func(t *testing.T) {
				if strings.Contains(s.says, "read-only") && os.Geteuid() != 0 {
					s.says = "permission denied"
				}
				crumbs := func(args ...string) (code int, complaint string) {
					var text bytes.Buffer
					cmd := command(v.program, v.home, args...)
					cmd.Env = append(cmd.Env, s.env)
					cmd.Dir, cmd.Stderr = v.home, &text
					_ = cmd.Run() // its code is looked at
					return cmd.ProcessState.ExitCode(), text.String()
				}
				code, complaint := crumbs("delete", "--store", v.store, "--name", "*", "--yes")
				if s.says == works {
					if code != 0 || len(v.rows(t)) != 0 {
						t.Errorf("delete: exit %d: %s", code, complaint)
					}
					if code, complaint = crumbs("undo"); code != 0 {
						t.Errorf("undo: exit %d: %s", code, complaint)
					}
				} else {
					said(t, code, 1, complaint, s.says)
					if lines := strings.Count(complaint, "\n"); lines != 1 {
						t.Errorf("it says %d sentences: %s", lines, complaint)
					}
				}
				v.whole(t, s.env)
				for _, path := range entries(t, v.home) {
					if name := filepath.Base(path); strings.HasPrefix(name, ".crumbs-") || strings.HasPrefix(name, "crumbs-") {
						t.Errorf("%s is left", path)
					}
				}
			})
		}
		if data, err := os.ReadFile(file); err != nil || string(data) != "kept" {
			t.Errorf("the file holds %q: %v", data, err)
		}
	})
}

// TestTemporaryDiskFull has more and more room for private copies. A store that
// can't be copied is not blamed for it, and nothing of it goes; where the room
// ends after the deletion, it can be undone all the same.
func TestTemporaryDiskFull(t *testing.T) {
	each(t, 1500, func(t *testing.T, v *victim) {
		leave := small(t, filepath.Join(v.home, "tmp"), 8<<10)
		refused := 0
		for _, free := range []int{0, 4, 8, 16, 64, 256, 512, 768, 1024, 2048, 6144} {
			leave(free)
			code, complaint := v.crumbs(t, "delete", "--browser", string(v.format), "--yes")
			if len(v.rows(t)) > 0 {
				refused++
				if code != 1 || !strings.Contains(complaint, "TMPDIR") && !strings.Contains(complaint, "browser running") {
					t.Errorf("%d KB free: exit %d: %s", free, code, complaint)
				}
				v.whole(t, fmt.Sprintf("%d KB free", free))
			}
			if code != 0 && len(v.rows(t)) == 0 {
				t.Logf("%d KB free, deleted, exit %d: %s", free, code, complaint)
			}
			leave(6 << 10)
			if code, complaint = v.crumbs(t, "undo"); code != 0 && !strings.Contains(complaint, "no deletion") {
				t.Errorf("%d KB free: undo: exit %d: %s", free, code, complaint)
			}
			v.whole(t, fmt.Sprintf("%d KB free, deleted and undone", free))
		}
		if refused == 0 || refused == 11 {
			t.Errorf("%d of 11 deletions were refused: the room was not spread over what one needs", refused)
		}
	})
}

// TestSwappedForLinks has somebody else at work under crumbs' names while it
// runs: what looks like a folder or a file that a killed run left becomes a link
// a moment later, again and again, as fast as that goes. What the links lead to
// is not touched, and stores hold the rows before or after.
func TestSwappedForLinks(t *testing.T) {
	each(t, 200, func(t *testing.T, v *victim) {
		tmp, jars, precious := filepath.Join(v.home, "tmp"), filepath.Join(v.home, "jars"), filepath.Join(v.home, "precious")
		for _, dir := range []string{jars, filepath.Join(precious, "store-1")} {
			must(t, os.MkdirAll(dir, 0o700)) // of this user and private, as crumbs' own are
		}
		for _, name := range []string{"lock", "store", "file", "store-1/store"} {
			must(t, os.WriteFile(filepath.Join(precious, name), []byte("kept"), 0o600))
		}
		jar := filepath.Join(jars, "jar.txt")
		fillText(t, jar, 200)
		before, err := os.ReadFile(jar)
		must(t, err)
		stop, swapped := make(chan struct{}), make(chan int)
		go func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					swapped <- n
					return
				default:
				}
				folder := filepath.Join(tmp, fmt.Sprintf("crumbs-%d-%d", os.Getuid(), n%16))
				file := filepath.Join(jars, fmt.Sprintf(".crumbs-new-%d", n%16))
				// Whatever of this fails, because crumbs was faster, is made next time.
				_ = os.Mkdir(folder, 0o700)
				_ = os.WriteFile(filepath.Join(folder, "lock"), nil, 0o600)
				_ = os.WriteFile(file, nil, 0o600)
				switch n % 3 {
				case 0:
					_ = os.Symlink(precious, filepath.Join(folder, "store-1"))
				case 1:
					_ = os.Remove(filepath.Join(folder, "lock"))
					_ = os.Symlink(filepath.Join(precious, "lock"), filepath.Join(folder, "lock"))
				}
				if os.Rename(folder, fmt.Sprintf("%s/taken%d", v.home, n)) == nil {
					_ = os.Symlink(precious, folder)
				}
				if os.Remove(file) == nil {
					_ = os.Symlink(filepath.Join(precious, "file"), file)
				}
				_ = os.Remove(folder)
				_ = os.Remove(file)
			}
		}()
		for range 6 {
			for _, args := range [][]string{
				{"delete", "--browser", string(v.format), "--yes"}, {"delete", "--store", jar, "--name", "*", "--yes"}, {"undo"}, {"undo"},
			} {
				if code, complaint := v.crumbs(t, args...); code != 0 {
					t.Errorf("%s: exit %d: %s", args, code, complaint)
				}
				now, err := os.ReadFile(jar)
				must(t, err)
				if rows := v.rows(t); len(rows) != 0 && !bytes.Equal(rows, v.before) || len(now) != 0 && !bytes.Equal(now, before) {
					t.Fatalf("%s: a store is neither what it was nor what it should be", args)
				}
			}
			v.whole(t, "all undone")
		}
		close(stop)
		if n := <-swapped; n < 100 {
			t.Errorf("only %d swaps", n)
		}
		kept := 0
		for _, path := range entries(t, precious) {
			if data, err := os.ReadFile(path); err == nil && string(data) == "kept" {
				kept++
			}
		}
		if all := entries(t, precious); kept != 4 || len(all) != 5 {
			t.Errorf("behind the links lies %q", all)
		}
	})
}

// TestTemporaryFolderForAll has a folder of temporary files in which everybody
// may rename what crumbs makes: it makes nothing there.
func TestTemporaryFolderForAll(t *testing.T) {
	each(t, 5, func(t *testing.T, v *victim) {
		must(t, os.Chmod(filepath.Join(v.home, "tmp"), 0o777))
		code, complaint := v.crumbs(t, "delete", "--browser", string(v.format), "--yes")
		said(t, code, 1, complaint, "everybody may rename")
		v.whole(t, "refused")
		must(t, os.Chmod(filepath.Join(v.home, "tmp"), 0o777|os.ModeSticky))
		if code, complaint = v.crumbs(t, "delete", "--browser", string(v.format), "--yes"); code != 0 {
			t.Errorf("with the sticky bit: exit %d: %s", code, complaint)
		}
		v.tidy(t)
	})
}
