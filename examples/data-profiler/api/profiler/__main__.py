"""`python -m profiler [--host H] [--port P]`; port 0 takes a free one and prints it."""

import argparse

from waitress import create_server

from profiler.app import create_app


def main() -> None:
    parser = argparse.ArgumentParser(prog="profiler")
    # A container is reached from outside itself.
    parser.add_argument("--host", default="0.0.0.0")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    server = create_server(create_app(), host=options.host, port=options.port, max_request_body_size=64 * 1024 * 1024)
    print(f"Listening on http://{options.host}:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
