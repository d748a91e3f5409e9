package portal

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
)

//go:embed static/*
var staticFiles embed.FS

// versions are the static files by name with a digest of what is in them.
var versions = func() map[string]string {
	all := map[string]string{}
	entries, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		panic("portal: " + err.Error()) // the files are part of the program
	}
	for _, e := range entries {
		b, err := staticFiles.ReadFile("static/" + e.Name())
		if err != nil {
			panic("portal: " + err.Error())
		}
		sum := sha256.Sum256(b)
		all[e.Name()] = hex.EncodeToString(sum[:6])
	}
	return all
}()

// asset is the address of a static file, which changes with its content.
func asset(name string) string { return "/static/" + name + "?v=" + versions[name] }

// static serves the style sheet, the scripts and the pictures. Under its present
// version a file may be kept for ever.
func static(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	version, ok := versions[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Set("ETag", `"`+version+`"`)
	http.ServeFileFS(w, r, staticFiles, "static/"+name)
}
