package jar

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"crumbs/cookies"
	"crumbs/cookies/inuse"
)

// Contents is one store as it was read: its condition, and its cookies where it
// could be read. A store that can't be read has nil Cookies and a Condition
// that says why; an empty one has an empty, non-nil slice.
type Contents struct {
	Store     *cookies.Store
	Condition cookies.Condition // the zero one where it could be read and nobody asked who uses it
	Cookies   []cookies.Cookie
	Saved     []cookies.Cookie // of a damaged store: what could be read before its damage was met
	Mark      Mark             // of its files, before they were read
}

// Panic is a fault of the program met in one of a jar's own goroutines. It is
// what the goroutine of the caller panics with in its place, where a recover of
// the caller's can reach it.
type Panic struct {
	Value any       // what it was panicked with
	Stack []uintptr // where, as [runtime.CallersFrames] takes it
}

// Carry is deferred in a goroutine: it hands a panic over instead of letting it
// end the program there.
func Carry(to chan<- *Panic) {
	v := recover()
	if v == nil {
		return
	}
	fault, handed := v.(*Panic) // it comes from a goroutine of this one's
	if !handed {
		stack := make([]uintptr, 64)
		fault = &Panic{v, stack[:runtime.Callers(2, stack)]}
	}
	select {
	case to <- fault:
	default: // another was first
	}
}

// Load reads the stores side by side, the smallest first, so that the slowest one
// delays no other, and hands each over as soon as it is read, one call of each at
// a time. It ends early when ctx does; then some
// stores were not handed over.
func (j *Jar) Load(ctx context.Context, stores []*cookies.Store, each func(Contents)) {
	j.load(ctx, stores, inuse.Scan(), each)
}

// Read is Load for those who want the cookies and not who uses the stores: that
// is told by all files that are open on the machine, and to go through them took
// a sixth of a list of 3,000 cookies where few programs ran.
func (j *Jar) Read(ctx context.Context, stores []*cookies.Store, each func(Contents)) {
	j.load(ctx, stores, nil, each)
}

func (j *Jar) load(ctx context.Context, stores []*cookies.Store, processes *inuse.Processes, each func(Contents)) {
	todo := make(chan *cookies.Store)
	done := make(chan Contents)
	var readers sync.WaitGroup
	panicked := make(chan *Panic, 1)
	for range min(runtime.GOMAXPROCS(0), len(stores)) {
		readers.Go(func() {
			defer Carry(panicked)
			for s := range todo {
				c := j.read(ctx, s, processes)
				if ctx.Err() != nil {
					return
				}
				done <- c
			}
		})
	}
	go func() {
		defer close(todo)
		defer Carry(panicked)
		for _, s := range bySize(stores) {
			select {
			case todo <- s:
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		readers.Wait()
		close(done)
	}()
	for c := range done {
		each(c)
	}
	select {
	case p := <-panicked:
		panic(p)
	default:
	}
}

// bySize gives the stores by the sizes of their files, the smallest first.
func bySize(stores []*cookies.Store) []*cookies.Store {
	size := make(map[*cookies.Store]int64, len(stores))
	for _, s := range stores {
		if info, err := os.Stat(s.Path); err == nil {
			size[s] = info.Size()
		}
	}
	out := slices.Clone(stores)
	slices.SortStableFunc(out, func(a, b *cookies.Store) int { return cmp.Compare(size[a], size[b]) })
	return out
}

// read reads one store, and where there are processes looks who is using it. What
// is wrong with its content outweighs that: a damaged store is damaged also while
// its browser runs.
func (j *Jar) read(ctx context.Context, s *cookies.Store, p *inuse.Processes) Contents {
	start := time.Now()
	out := j.read1(ctx, s, p)
	j.logRead(&out, start)
	return out
}

func (j *Jar) read1(ctx context.Context, s *cookies.Store, p *inuse.Processes) Contents {
	out := Contents{Store: s, Mark: markOf(s.Path)}
	if c, bad := inuse.Unreadable(s); bad {
		out.Condition = c
		return out
	}
	// Who uses it takes a look at every file that is open on this machine, as
	// long as it takes to read a profile's cookies: so both are done at once.
	looked, panicked := make(chan cookies.Condition, 1), make(chan *Panic, 1)
	if p == nil {
		close(looked)
	} else {
		go func() {
			defer Carry(panicked)
			looked <- p.Look(s)
		}()
	}
	list, err := j.list(ctx, s)
	select {
	case out.Condition = <-looked:
	case fault := <-panicked:
		panic(fault)
	case <-ctx.Done():
		return out // nobody wants it any more
	}
	if st := out.Condition.State; st == cookies.Denied || st == cookies.Damaged {
		return out // it was replaced meanwhile
	}
	if err != nil {
		out.Condition = conditionOf(err)
		if n := len(list); n > 0 && out.Condition.State == cookies.Damaged {
			out.Saved = list
			out.Condition.Advice = fmt.Sprintf("crumbs list --damaged shows the %d that can still be read; then %s", n, out.Condition.Advice)
		}
		return out
	}
	out.Cookies = list
	return out
}

// list reads the cookies of a store; beside an error it gives those that were
// read before.
func (j *Jar) list(ctx context.Context, s *cookies.Store) ([]cookies.Cookie, error) {
	f, err := formatOf(s)
	if err != nil {
		return nil, err
	}
	folder, err := j.folder()
	if err != nil {
		return nil, err
	}
	list := []cookies.Cookie{}
	err = f.Read(ctx, s, folder, func(part []cookies.Cookie) {
		if len(list) == 0 { // and mostly that is all
			list = part
		} else {
			list = append(list, part...)
		}
	})
	cookies.Survey(list)
	return list, err
}

// conditionOf gives the condition that an error of reading or writing means.
// What is no [cookies.Problem] is a fault of this machine (no space for a copy,
// no memory), so the store is not blamed: it is locked away for now.
func conditionOf(err error) cookies.Condition {
	if errors.Is(err, context.Canceled) {
		return cookies.Condition{State: cookies.Locked, Reason: stopped}
	}
	var p *cookies.Problem
	if errors.As(err, &p) {
		return p.Condition
	}
	return cookies.Condition{State: cookies.Locked, Reason: err.Error(), Advice: "try again when that is mended"}
}
