// Package main is a static program for images that hold nothing else: what a test wants a RUN step to do, on whatever architecture.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
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
	case "agent":
		fmt.Println("the agent signs with", signAll(os.Getenv("SSH_AUTH_SOCK")), "key")
	case "scan":
		// BuildKit's scanner protocol (moby/buildkit docs/attestations/sbom-protocol.md), with Syft as the one who looks.
		found, err := exec.Command("/syft", "scan", "--quiet", "--output", "spdx-json", "dir:"+os.Getenv("BUILDKIT_SCAN_SOURCE")).Output()
		check(err)
		statement := `{"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://spdx.dev/Document","predicate":` + string(found) + "}"
		check(os.WriteFile(os.Getenv("BUILDKIT_SCAN_DESTINATION")+"/syft.spdx.json", []byte(statement), 0o644))
	case "fail":
		fmt.Println("boom")
		os.Exit(3)
	}
}

// signAll has every key of an SSH agent (draft-miller-ssh-agent) sign something, and gives how many did.
func signAll(socket string) int {
	agent, err := net.Dial("unix", socket)
	check(err)
	keys := bytes.NewReader(ask(agent, []byte{11}))
	keys.Seek(1, io.SeekStart)
	signed := 0
	for left := number32(keys); left > 0; left-- {
		key := field(keys)
		field(keys)
		request := append([]byte{13}, prefixed(key)...)
		request = append(request, prefixed([]byte("to be signed"))...)
		if answer := ask(agent, append(request, 0, 0, 0, 0)); answer[0] == 14 {
			signed++
		}
	}
	return signed
}

func ask(agent net.Conn, request []byte) []byte {
	_, err := agent.Write(prefixed(request))
	check(err)
	return field(agent)
}

func prefixed(bytes []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(bytes))), bytes...)
}

func field(from io.Reader) []byte {
	bytes := make([]byte, number32(from))
	_, err := io.ReadFull(from, bytes)
	check(err)
	return bytes
}

func number32(from io.Reader) (number uint32) {
	check(binary.Read(from, binary.BigEndian, &number))
	return number
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
