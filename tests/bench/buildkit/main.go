// Program lint runs BuildKit's own checks (`docker build --check`) over the files that it is given, without a daemon and
// without a network: what it would ask a registry, it answers itself. It is what bench.py measures dlint beside.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
)

var platform = ocispecs.Platform{OS: "linux", Architecture: "amd64"}

// images answers for every image alike.
type images struct{}

func (images) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config, err := json.Marshal(ocispecs.Image{Platform: platform, RootFS: ocispecs.RootFS{Type: "layers"}})
	return ref, "", config, err
}

func lint(name string) error {
	bytes, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	state := llb.Scratch()
	source := llb.NewSourceMap(&state, name, "Dockerfile", bytes)
	source.Definition = &llb.Definition{}
	caps := pb.Caps.CapSet(pb.Caps.All())
	found, err := dockerfile2llb.DockerfileLint(context.Background(), bytes, dockerfile2llb.ConvertOpt{
		SourceMap:      source,
		TargetPlatform: &platform,
		Config:         dockerui.Config{BuildPlatforms: []ocispecs.Platform{platform}},
		MetaResolver:   images{},
		LLBCaps:        &caps,
	})
	if err != nil {
		return err
	}
	for _, warning := range found.Warnings {
		fmt.Println(name, warning.RuleName, warning.Detail)
	}
	return nil
}

func main() {
	for _, name := range os.Args[1:] {
		if err := lint(name); err != nil {
			fmt.Println(name, err)
		}
	}
}
