package storage

import (
	"io"
	"os"
	"path/filepath"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fluxcd/pkg/apis/meta"
	artdigest "github.com/fluxcd/pkg/artifact/digest"
	fluxtar "github.com/fluxcd/pkg/tar"
)

// write puts what w writes at the artifact's place, and sets digest, size and time.
func (s *Storage) write(a *meta.Artifact, w func(io.Writer) error) (err error) {
	dst := s.LocalPath(*a)
	tmp, err := os.CreateTemp(filepath.Dir(dst), filepath.Base(dst)+".tmp-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name())
		}
	}()
	d := artdigest.Canonical.Digester()
	var n counter
	if err = w(io.MultiWriter(tmp, d.Hash(), &n)); err != nil {
		_ = tmp.Close()
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	if err = os.Chmod(tmp.Name(), 0o600); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), dst); err != nil {
		return err
	}
	size := int64(n)
	a.Digest, a.Size, a.LastUpdateTime = d.Digest().String(), &size, metav1.Now()
	return nil
}

type counter int64

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }

// AtomicWriteFile writes the artifact; its mode is always 0600.
func (s *Storage) AtomicWriteFile(a *meta.Artifact, r io.Reader, _ os.FileMode) error {
	return s.Copy(a, r)
}

// Copy writes the artifact from r.
func (s *Storage) Copy(a *meta.Artifact, r io.Reader) error {
	return s.write(a, func(w io.Writer) error { _, err := io.Copy(w, r); return err })
}

// CopyFromPath writes the artifact from a file.
func (s *Storage) CopyFromPath(a *meta.Artifact, p string) error {
	f, err := os.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return s.Copy(a, f)
}

// CopyToPath unpacks the artifact and moves subPath of it to toPath.
func (s *Storage) CopyToPath(a *meta.Artifact, subPath, toPath string) error {
	tmp, err := os.MkdirTemp("", "artifact-copy-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	f, err := os.Open(s.LocalPath(*a))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := fluxtar.Untar(f, tmp, fluxtar.WithMaxUntarSize(-1)); err != nil {
		return err
	}
	from := filepath.Join(tmp, filepath.Clean("/"+subPath))
	if err := os.MkdirAll(filepath.Dir(toPath), 0o700); err != nil {
		return err
	}
	return os.Rename(from, toPath)
}
