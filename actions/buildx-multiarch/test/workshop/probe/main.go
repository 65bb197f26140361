// Package main is a static program for images that hold nothing else: what a test wants a RUN step to do, on whatever architecture.
package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

func main() {
	number := func() int {
		value, err := strconv.Atoi(os.Args[2])
		check(err)
		return value
	}
	switch os.Args[1] {
	case "arch":
		check(os.WriteFile("/architecture", []byte(runtime.GOARCH+"\n"), 0o644))
	case "burn":
		sum := sha256.Sum256([]byte(runtime.GOOS))
		for round := 0; round < number()*1_000_000; round++ {
			sum = sha256.Sum256(sum[:])
		}
		check(os.WriteFile("/burnt", []byte(fmt.Sprintf("%x\n", sum)), 0o644))
	case "sleep":
		fmt.Println("sleeping")
		time.Sleep(time.Duration(number()) * time.Second)
	case "fill":
		file, err := os.Create("/filled")
		check(err)
		block := make([]byte, 1<<20)
		for part := 0; part < number(); part++ {
			sum := sha256.Sum256([]byte(strconv.Itoa(part)))
			for at := range block {
				block[at] = sum[at%32] ^ byte(at>>5) ^ byte(at>>13)
			}
			_, err := file.Write(block)
			check(err)
		}
		check(file.Close())
	case "secret":
		value, err := os.ReadFile("/run/secrets/" + os.Args[2])
		check(err)
		fmt.Println("the secret has", len(value), "bytes")
	case "scan":
		// BuildKit's scanner protocol (moby/buildkit docs/attestations/sbom-protocol.md), with nothing found.
		statement := `{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","predicate":{"spdxVersion":"SPDX-2.3","name":"probe"}}`
		check(os.WriteFile(os.Getenv("BUILDKIT_SCAN_DESTINATION")+"/probe.spdx.json", []byte(statement), 0o644))
	case "fail":
		fmt.Println("boom")
		os.Exit(3)
	}
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
