/*
Package storage stands in for the package of the same path of Flux, which the Go module proxy refuses to serve at every
version. It is written from the calls that source-controller 1.9.5 makes, and from nothing else.

What runs on it proves: the reconcilers, the Git client, the statuses, events and conditions are source-controller's own;
artifacts are reproducible tarballs with a digest, which kustomize-controller checks when it fetches them over HTTP.

What it does not prove: how Flux's own store behaves beside that, such as lock files between processes, the details of
retention, and what it does on a full disk. Locks hold within this process only.
*/
package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/opencontainers/go-digest"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/artifact/config"
)

// Storage keeps artifacts as files below BasePath, to be served under Hostname.
type Storage struct {
	BasePath                 string
	Hostname                 string
	ArtifactRetentionTTL     time.Duration
	ArtifactRetentionRecords int

	locks sync.Map
}

// New opens the storage folder, which must exist.
func New(o *config.Options) (*Storage, error) {
	base, err := filepath.Abs(o.StoragePath)
	if err != nil {
		return nil, err
	}
	if fi, err := os.Stat(base); err != nil || !fi.IsDir() {
		return nil, fmt.Errorf("storage path '%s' must be a directory", base)
	}
	return &Storage{BasePath: base, Hostname: o.StorageAdvAddress, ArtifactRetentionTTL: o.ArtifactRetentionTTL, ArtifactRetentionRecords: o.ArtifactRetentionRecords}, nil
}

// NewArtifactFor names an artifact by the object it belongs to.
func (s *Storage) NewArtifactFor(kind string, m metav1.Object, revision, fileName string) meta.Artifact {
	a := meta.Artifact{Path: path.Join(strings.ToLower(kind), m.GetNamespace(), m.GetName(), fileName), Revision: revision}
	s.SetArtifactURL(&a)
	return a
}

// SetArtifactURL sets the URL under which the artifact is served.
func (s *Storage) SetArtifactURL(a *meta.Artifact) {
	if a.Path == "" {
		return
	}
	f := "http://%s/%s"
	if strings.HasPrefix(s.Hostname, "http://") || strings.HasPrefix(s.Hostname, "https://") {
		f = "%s/%s"
	}
	a.URL = fmt.Sprintf(f, s.Hostname, strings.TrimLeft(a.Path, "/"))
}

// SetHostname puts the advertised host into a URL.
func (s *Storage) SetHostname(u string) string {
	p, err := url.Parse(u)
	if err != nil {
		return ""
	}
	p.Host = s.Hostname
	return p.String()
}

// LocalPath is the artifact's place on disk, never outside BasePath.
func (s *Storage) LocalPath(a meta.Artifact) string {
	if a.Path == "" {
		return ""
	}
	return filepath.Join(s.BasePath, filepath.Clean("/"+a.Path))
}

// MkdirAll makes the folder of the artifact.
func (s *Storage) MkdirAll(a meta.Artifact) error {
	return os.MkdirAll(filepath.Dir(s.LocalPath(a)), 0o700)
}

// Remove deletes the file of the artifact.
func (s *Storage) Remove(a meta.Artifact) error { return os.Remove(s.LocalPath(a)) }

// RemoveAll deletes every artifact of the object; answers the folder.
func (s *Storage) RemoveAll(a meta.Artifact) (string, error) {
	dir := filepath.Dir(s.LocalPath(a))
	if dir == s.BasePath || !strings.HasPrefix(dir, s.BasePath+string(filepath.Separator)) {
		return "", fmt.Errorf("refused to remove '%s'", dir)
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return dir, os.RemoveAll(dir)
}

// ArtifactExist tells whether the file is there.
func (s *Storage) ArtifactExist(a meta.Artifact) bool {
	fi, err := os.Lstat(s.LocalPath(a))
	return err == nil && fi.Mode().IsRegular()
}

// VerifyArtifact compares the file with the digest.
func (s *Storage) VerifyArtifact(a meta.Artifact) error {
	if a.Digest == "" {
		return fmt.Errorf("artifact has no digest")
	}
	d, err := digest.Parse(a.Digest)
	if err != nil {
		return fmt.Errorf("failed to parse artifact digest '%s': %w", a.Digest, err)
	}
	f, err := os.Open(s.LocalPath(a))
	if err != nil {
		return err
	}
	defer f.Close()
	v := d.Verifier()
	if _, err := io.Copy(v, f); err != nil {
		return err
	}
	if !v.Verified() {
		return fmt.Errorf("computed digest doesn't match '%s'", d)
	}
	return nil
}

// Symlink makes a link of that name beside the artifact and answers its URL.
func (s *Storage) Symlink(a meta.Artifact, name string) (string, error) {
	target := s.LocalPath(a)
	link := filepath.Join(filepath.Dir(target), name)
	tmp := link + ".tmp-link"
	_ = os.Remove(tmp)
	if err := os.Symlink(filepath.Base(target), tmp); err != nil {
		return "", err
	}
	if err := os.Rename(tmp, link); err != nil {
		return "", err
	}
	l := meta.Artifact{Path: path.Join(path.Dir(a.Path), name)}
	s.SetArtifactURL(&l)
	return l.URL, nil
}

// Lock is held per artifact path, within this process.
func (s *Storage) Lock(a meta.Artifact) (func(), error) {
	m, _ := s.locks.LoadOrStore(a.Path, &sync.Mutex{})
	mu := m.(*sync.Mutex)
	mu.Lock()
	return mu.Unlock, nil
}
