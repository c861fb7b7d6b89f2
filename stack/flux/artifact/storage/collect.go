package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/fluxcd/pkg/apis/meta"
)

// GarbageCollect removes old files beside the current artifact, by age and by number.
func (s *Storage) GarbageCollect(ctx context.Context, a meta.Artifact, timeout time.Duration) ([]string, error) {
	cur := s.LocalPath(a)
	dir := filepath.Dir(cur)
	ents, err := os.ReadDir(dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	type old struct {
		p string
		t time.Time
	}
	var olds []old
	for _, e := range ents {
		p := filepath.Join(dir, e.Name())
		fi, err := e.Info()
		if err != nil || !fi.Mode().IsRegular() || p == cur || strings.HasSuffix(p, ".lock") || strings.Contains(e.Name(), ".tmp-") {
			continue
		}
		olds = append(olds, old{p, fi.ModTime()})
	}
	sort.Slice(olds, func(i, j int) bool { return olds[i].t.After(olds[j].t) })
	var gone []string
	for i, o := range olds {
		if ctx.Err() != nil {
			return gone, ctx.Err()
		}
		if time.Since(o.t) > s.ArtifactRetentionTTL || i+1 >= s.ArtifactRetentionRecords {
			if err := os.Remove(o.p); err != nil {
				return gone, err
			}
			gone = append(gone, o.p)
		}
	}
	return gone, nil
}
