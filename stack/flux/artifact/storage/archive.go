package storage

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fluxcd/pkg/sourceignore/gitignore"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/sourceignore"
)

// ArchiveFileFilter returns true for a file to leave out.
type ArchiveFileFilter func(p string, fi os.FileInfo) bool

// SourceIgnoreFilter leaves out what Flux leaves out by default, and what the patterns name.
func SourceIgnoreFilter(ps []gitignore.Pattern, domain []string) ArchiveFileFilter {
	def := sourceignore.NewDefaultMatcher(ps, domain)
	own := sourceignore.NewMatcher(ps)
	return func(p string, fi os.FileInfo) bool {
		parts := strings.Split(p, string(filepath.Separator))
		if len(ps) == 0 {
			return def.Match(parts, fi.IsDir())
		}
		return def.Match(parts, fi.IsDir()) || own.Match(parts, fi.IsDir())
	}
}

// Archive writes dir as a reproducible .tar.gz.
func (s *Storage) Archive(a *meta.Artifact, dir string, filter ArchiveFileFilter) error {
	if fi, err := os.Stat(dir); err != nil || !fi.IsDir() {
		return fmt.Errorf("invalid dir path: %s", dir)
	}
	return s.write(a, func(out io.Writer) error {
		gz := gzip.NewWriter(out)
		tw := tar.NewWriter(gz)
		err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
			if err != nil || !(e.IsDir() || e.Type().IsRegular()) {
				return err
			}
			fi, err := e.Info()
			if err != nil || (filter != nil && filter(p, fi)) {
				return err
			}
			return addFile(tw, dir, p, fi)
		})
		return errors.Join(err, tw.Close(), gz.Close())
	})
}

// addFile adds one file or folder without anything that differs from one checkout to the next.
func addFile(tw *tar.Writer, dir, p string, fi os.FileInfo) error {
	rel, err := filepath.Rel(dir, p)
	if err != nil {
		return err
	}
	h, err := tar.FileInfoHeader(fi, "")
	if err != nil {
		return err
	}
	h.Name, h.Uid, h.Gid, h.Uname, h.Gname = rel, 0, 0, "", ""
	h.ModTime, h.AccessTime, h.ChangeTime = time.Time{}, time.Time{}, time.Time{}
	h.Mode = 0o600
	if fi.IsDir() || fi.Mode()&0o111 != 0 {
		h.Mode = 0o700
	}
	if fi.IsDir() {
		h.Name += "/"
	}
	if err := tw.WriteHeader(h); err != nil || fi.IsDir() {
		return err
	}
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(tw, f)
	return err
}
