// Package server serves artifacts; part of the stand-in that package storage describes.
package server

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/fluxcd/pkg/artifact/config"
)

// Start serves the storage folder until ctx ends.
func Start(ctx context.Context, o *config.Options) error {
	s := &http.Server{Addr: o.StorageAddress, Handler: http.FileServer(http.Dir(o.StoragePath)), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		c, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = s.Shutdown(c)
	}()
	if err := s.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
