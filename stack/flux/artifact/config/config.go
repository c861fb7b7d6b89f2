// Package config holds the options of the artifact store; part of the stand-in that package storage describes.
package config

import (
	"time"

	"github.com/spf13/pflag"
)

// Options of the artifact store, as source-controller hands them on.
type Options struct {
	StoragePath              string
	StorageAddress           string
	StorageAdvAddress        string
	ArtifactRetentionTTL     time.Duration
	ArtifactRetentionRecords int
	ArtifactDigestAlgo       string
}

// BindFlags adds the flags.
func (o *Options) BindFlags(fs *pflag.FlagSet) {
	fs.StringVar(&o.StoragePath, "storage-path", "", "The local storage path.")
	fs.StringVar(&o.StorageAddress, "storage-addr", ":9090", "The address the static file server binds to.")
	fs.StringVar(&o.StorageAdvAddress, "storage-adv-addr", "", "The advertised address of the static file server.")
	fs.DurationVar(&o.ArtifactRetentionTTL, "artifact-retention-ttl", time.Minute, "How long old artifacts are kept.")
	fs.IntVar(&o.ArtifactRetentionRecords, "artifact-retention-records", 2, "How many artifacts are kept.")
	fs.StringVar(&o.ArtifactDigestAlgo, "artifact-digest-algo", "sha256", "The digest algorithm.")
}
